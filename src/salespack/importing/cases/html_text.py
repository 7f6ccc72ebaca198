"""The text of a case, from Markdown or HTML with Hugo's shortcodes, as a row of plain pieces with their lines.

HTML is read by lxml, which the project has already and which mends what is broken; Markdown by its own parser into
HTML first. A converter from HTML to Markdown (markdownify) would give text to be taken apart again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Literal

import msgspec

from salespack.formats.text_files import AS_LINE_BREAKS, FORBIDDEN_CHARACTER
from salespack.importing.cases.mapping import Shortcode

PieceKind = Literal["heading", "text", "item", "quote"]
SHORTCODE = re.compile(
    r"""\{\{[<%]\s*+(/?)\s*+([\w./-]++)((?:[^>"`%{]++|"[^"]{0,400}+"|`[^`]{0,400}+`){0,20}+)[>%]\}\}"""
)
AUTHOR = re.compile(r"""\b(?:author|by|cite|from)\s*=\s*(?:"([^"]*)"|`([^`]*)`)""")
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCKS = frozenset((
    *HEADINGS, "address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "figcaption", "figure",
    "header", "html", "li", "main", "ol", "p", "pre", "section", "ul",
))  # fmt: skip
SILENT = frozenset((
    "button", "footer", "form", "head", "nav", "noscript", "object", "script", "select", "style", "svg", "template",
    "textarea",
))  # fmt: skip
"""What holds no text of the story."""
LEFT_OUT = {
    "img": "a picture",
    "iframe": "an embedded page",
    "video": "a video",
    "audio": "a sound",
    "table": "a table",
}
"""What a block could show, but an import does not bring in; it is told."""
MOST_READ = 100_000
"""Characters of a text that are read, some forty pages: a parser of Markdown needs long for texts made to tire it."""
LONGEST_FIELD = 5_000
LONGEST_RUN_IN = 60
"""A bold beginning such as **Goals:** is a heading up to this length."""


class Piece(msgspec.Struct, frozen=True):
    """A heading, a paragraph, an item of a list or a quotation: its plain text and line; `by` is who is quoted."""

    kind: PieceKind
    text: str
    line: int
    by: str = ""


class Left(msgspec.Struct, frozen=True):
    """Something in the text that was left out, and its line."""

    what: str
    line: int


class CaseText(msgspec.Struct, frozen=True):
    """A text taken apart. `title` is what an HTML page calls itself."""

    pieces: Sequence[Piece]
    left: Sequence[Left]
    title: str = ""


def read_case_text(text: str, line: int, shortcodes: Mapping[str, Shortcode], *, markdown: bool) -> CaseText:
    """Takes a text apart that begins on `line` of its file. Whatever stands in it, this gives a result."""
    rest = Left(f"what follows {MOST_READ:,} characters", text.count("\n", 0, MOST_READ) + 1)
    told = (rest,) if len(text) > MOST_READ else ()
    text, added, left = _without_shortcodes(_usable(text[:MOST_READ]), shortcodes)
    left += told
    left = [msgspec.structs.replace(one, line=one.line + line - 1) for one in left]
    taken = CaseText([], left)
    if markdown:
        text = _html_of(text)
    if not text.strip():
        return taken
    from lxml import etree, html

    try:
        root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:  # nothing but comments
        return taken
    reader = _Reader(markdown=markdown)
    reader.read(root, etree.iterwalk(root, events=("start", "end", "comment", "pi")))

    def in_file(one: Any) -> Any:
        return msgspec.structs.replace(one, line=line + one.line - 1 - bisect_right(added, one.line))

    pieces = [in_file(one) for one in reader.pieces]
    return CaseText(pieces, [*left, *map(in_file, reader.left)], _plain(root.findtext(".//title") or ""))


def plain_text(text: str) -> str:
    """A short text of Markdown or HTML without its marks, in one line."""
    from markdown_it import MarkdownIt

    inline = MarkdownIt("commonmark", {"html": True}).renderInline(_usable(text[:LONGEST_FIELD]))
    return " ".join(piece.text for piece in read_case_text(f"<p>{inline}</p>", 1, {}, markdown=False).pieces)


def _usable(text: str) -> str:
    """The text without the characters that none of ours may hold."""
    return FORBIDDEN_CHARACTER.sub("", text.translate(AS_LINE_BREAKS))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _without_shortcodes(text: str, known: Mapping[str, Shortcode]) -> tuple[str, list[int], list[Left]]:
    """Shortcodes as HTML that means the same, the lines of the new text that were added, and those not known."""
    parts: list[str] = []
    added: list[int] = []
    left: list[Left] = []
    at, lines, told = 0, 1, 0
    for match in SHORTCODE.finditer(text):
        before = text[at : match.start()]
        parts.append(before)
        lines += before.count("\n")
        told += before.count("\n")
        closing, name, arguments = match[1], match[2], match[3]
        use = known.get(name)
        if use is None and not closing:
            left.append(Left(f"shortcode {name}", told + 1))
        replacement = ""
        if use == "quote":
            author = AUTHOR.search(arguments)
            by = escape(" ".join((author[1] or author[2] or "").split())) if author else ""
            replacement = "\n\n</blockquote>\n\n" if closing else f'\n\n<blockquote data-by="{by}">\n\n'
        elif use == "lead":
            replacement = "\n\n</div>\n\n" if closing else "\n\n<div>\n\n"
        added += range(lines + 1, lines + 1 + replacement.count("\n"))
        parts.append(replacement + "\n" * match[0].count("\n"))
        lines += parts[-1].count("\n")
        told += match[0].count("\n")
        at = match.end()
    return "".join((*parts, text[at:])), added, left


def _html_of(text: str) -> str:
    """Markdown as HTML in which blocks know their line. Raw HTML is kept."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = parser.parse(text)
    for token in tokens:
        if token.map and token.nesting == 1:
            token.attrs["data-line"] = token.map[0] + 1
    return str(parser.renderer.render(tokens, parser.options, {}))


class _Reader:
    """Walks the elements of a page once and gathers the text between the borders of blocks."""

    def __init__(self, *, markdown: bool) -> None:
        self.pieces: list[Piece] = []
        self.left: list[Left] = []
        self._markdown = markdown
        self._text: list[str] = []
        self._line = 0
        self._silent = 0
        self._kinds: list[tuple[PieceKind, str]] = [("text", "")]
        self._bold: int | None = None
        self._near = 1

    def read(self, root: Any, walk: Any) -> None:
        """All of a page."""
        for event, element in walk:
            if event in ("comment", "pi"):
                self._say(element.tail)
            elif event == "start":
                self._near = self._line_of(element)
                self._open(element)
                self._say(element.text)
            else:
                self._close(element)
                if element is not root:
                    self._say(element.tail)
        self._flush()

    def _line_of(self, element: Any) -> int:
        """The line of an element; those made of Markdown know it or are in the line before."""
        if not self._markdown:
            return element.sourceline or self._near
        told = element.get("data-line") or ""
        return int(told) if told.isdecimal() else self._near

    def _say(self, text: str | None) -> None:
        if text and not self._silent:
            if not self._text and text.strip():
                self._line = self._near
            self._text.append(text)

    def _open(self, element: Any) -> None:
        tag = element.tag
        if tag in SILENT or tag in LEFT_OUT:
            if tag in LEFT_OUT and not self._silent:
                self.left.append(Left(LEFT_OUT[tag], self._near))
            self._silent += 1
        elif tag in BLOCKS:
            self._flush()
            kind, by = self._kinds[-1]
            if tag == "blockquote":
                kind, by = "quote", element.get("data-by") or ""
            elif tag in HEADINGS:
                kind = "heading"
            elif tag == "li" and kind != "quote":
                kind = "item"
            self._kinds.append((kind, by))
        elif tag == "br":
            self._say(" ")
        elif tag in ("b", "strong") and not "".join(self._text).strip():
            self._bold = len(self._text)

    def _close(self, element: Any) -> None:
        tag = element.tag
        if tag in SILENT or tag in LEFT_OUT:
            self._silent -= 1
        elif tag in BLOCKS:
            self._flush()
            self._kinds.pop()
        elif tag in ("b", "strong") and self._bold is not None:
            self._bold = None
            said = _plain("".join(self._text))
            after = (element.tail or "").lstrip()
            alone = not after and element.getnext() is None
            if self._kinds[-1][0] == "text" and len(said) <= LONGEST_RUN_IN and (said.endswith(":") or alone):
                self._flush("heading")

    def _flush(self, kind: PieceKind | None = None) -> None:
        """What was gathered as one piece; a second paragraph of a quotation continues it."""
        text = _plain("".join(self._text))
        self._text.clear()
        if not text or self._silent:
            return
        own, by = self._kinds[-1]
        last = self.pieces[-1] if self.pieces else None
        self.pieces.append(Piece(kind or own, text, self._line, by if own == "quote" else ""))
        if kind is None and own == "quote" and last and last.kind == "quote" and last.by == by and by:
            self.pieces[-2:] = [msgspec.structs.replace(last, text=f"{last.text} {text}")]


def sections(pieces: Sequence[Piece]) -> list[tuple[str, list[Piece]]]:
    """The pieces under each heading, in order; those before the first under an empty one."""
    parts: list[tuple[str, list[Piece]]] = [("", [])]
    for piece in pieces:
        if piece.kind == "heading":
            parts.append((piece.text.rstrip(": "), []))
        else:
            parts[-1][1].append(piece)
    return parts
