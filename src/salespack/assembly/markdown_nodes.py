"""Tokens of Markdown to the nodes of slides: paragraphs, lists, tables, code, data blocks. Divs stand in `divs`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from salespack.assembly import divs
from salespack.assembly.attributes import BEHIND_MARKUP, Where, faults_behind, picture_attributes
from salespack.assembly.markdown_notices import (
    LITERAL,
    diagram,
    lost_cells,
    lost_hash,
    lost_in_links,
    lost_number,
    lost_stars,
    raw_markup,
)
from salespack.assembly.markdown_parser import inline_token
from salespack.assembly.parsed_slides import ChartSource, Notice, PictureSource, SourceNode, WorkingSource
from salespack.deck.model import Paragraph, Span, Spans, Table, Text
from salespack.formats.yaml import Source
from salespack.formats.yaml_faults import shortened
from salespack.graphics.icons import icon_names, is_icon
from salespack.library.fences import A_SOURCE, hides_an_aside, looks_like_a_fence
from salespack.problems.problem import UserFault
from salespack.problems.suggestions import did_you_mean

if TYPE_CHECKING:
    from markdown_it.token import Token

NO_FENCE = (
    "SP326",
    "“:::” stands in a text and opens or closes nothing",
    "write it at the start of a line of its own; where it is meant to be read, in `code`",
)
TAG = re.compile(r"</?([a-z0-9]+|!--)", re.IGNORECASE)
INSTEAD_OF_HTML = {
    "!--": "write {# a remark #}",
    "a": "write [text](https://…)",
    "b": "write **text**",
    "br": "begin a new paragraph, or a new item",
    "em": "write *text*",
    "i": "write *text*",
    "img": "write ![what it shows](images/NAME.png)",
    "li": "begin each line with “- ”",
    "p": "leave an empty line between paragraphs",
    "strong": "write **text**",
    "table": "write rows of | A | B |, with |---|---| below the first",
    "ul": "begin each line with “- ”",
}
"""What to write in Markdown in the place of a tag."""
ICON = re.compile(r"(:[a-z0-9]+(?:-[a-z0-9]+)*:)(?=\s|\Z)")
"""An icon's name at the start of an item as it is written; behind a backslash it is text."""
Fault = tuple[int, str, str, str]
"""What is wrong with a text: its line in the rendered text, from 1, a code, a message and a hint."""


class NodeReader:
    """Walks markdown-it's flat tokens and makes nodes of them, noting every fault on the way.

    `at` counts in `tokens`: the next one to read. `lines` are those of the text, `bracketed`
    is what a text in brackets is where we are, `of_pictures` whether a paragraph may hold several pictures there.
    """

    def __init__(self, tokens: list[Token], faults: list[Fault], lines: Sequence[str]) -> None:
        self.tokens, self.faults, self.at = tokens, faults, 0
        self._lines = lines
        self.bracketed: Where = "text"
        self.of_pictures = False
        self.notices: list[Notice] = []
        self._claims: list[str] = []

    def new_claims(self) -> tuple[str, ...]:
        """The names of sources that stand behind claims in what was read since this was asked last."""
        found, self._claims = tuple(self._claims), []
        return found

    def inside(self) -> list[SourceNode]:
        """The nodes between a div's opening, where we are, and its closing, which is passed."""
        self.at += 1
        nodes: list[SourceNode] = []
        while self.tokens[self.at].type != "div_close":
            nodes += self.nodes()
        self.at += 1
        return list(merged(nodes))

    def nodes(self) -> list[SourceNode]:
        """The nodes that begin at the current token, which is passed."""
        token = self.tokens[self.at]
        match token.type:
            case "paragraph_open":
                return self._paragraph()
            case "bullet_list_open" | "ordered_list_open":
                return [Text(tuple(self._list(0)))]
            case "heading_open":
                return self._small_heading(token)
            case "table_open":
                return [self._table()]
            case "fence":
                return self._fence(token)
            case "code_block":
                self.at += 1
                self._no_fences(token, token.content)
                return [Text((_code(token.content),))]
            case "blockquote_open":
                return [divs.quote(self, "blockquote_close")]
            case "div_open":
                return divs.nodes_of(self, token)
            case "hr":
                self.fault(token, "SP316", "a break inside a div", "close the div first")
            case "html_block":
                self._html(token)
        self.at += 1
        return []

    def _html(self, token: Token) -> None:
        written = token.content.strip().partition("\n")[0]
        self.fault(token, "SP303", f"raw HTML is not allowed: {written}", instead_of_html(written))

    def _paragraph(self) -> list[SourceNode]:
        inline = self.tokens[self.at + 1]
        children = inline.children or []
        line = line_of(inline)
        self.at += 3
        behind = children[1].content.rstrip() if len(children) == 2 and children[1].type == "text" else ""
        if children and children[0].type == "image" and (len(children) == 1 or BEHIND_MARKUP.fullmatch(behind)):
            image = children[0]
            self.faults += [(line, *one) for one in faults_behind(children)]
            self._no_fences(inline, image.content)
            self.notices += lost_in_links(children, line)
            path, attributes = str(image.attrs.get("src", "")), picture_attributes(behind)
            return [PictureSource(path, _alternative(image), line, attributes)]
        images = [one for one in children if one.type == "image"]
        if self.of_pictures and images and all(one in images or one.type == "softbreak" for one in children):
            self._no_fences(inline, " ".join(one.content for one in images))
            return [
                PictureSource(str(one.attrs.get("src", "")), _alternative(one), line + number)
                for number, one in enumerate(images)
            ]
        return [Text((Paragraph(self._spans(inline)),))]

    def _small_heading(self, token: Token) -> list[SourceNode]:
        if token.markup in ("-", "="):
            line = (token.map or [0, 1])[1]
            hint = "leave a blank line before it" if token.markup == "-" else "write `# ` before the title"
            self.faults.append((line, "SP317", f"“{token.markup * 3}” directly under text makes a heading of it", hint))
        spans = self.heading()
        return [Text((Paragraph(spans, heading=True),))]

    def heading(self, *, item: bool = False) -> Spans:
        """The text of the heading, paragraph or `item` that begins here, which is passed."""
        opening, inline = self.tokens[self.at], self.tokens[self.at + 1]
        if opening.type == "heading_open" and opening.markup.startswith("#"):
            self.notices += lost_hash(line_of(opening), self._lines[line_of(opening) - 1])
        self.at += 3
        return self._spans(inline, item=item)

    def _list(self, level: int) -> Iterator[Paragraph]:
        opening = self.tokens[self.at]
        numbered = opening.type == "ordered_list_open"
        number = int(opening.attrs.get("start", 1) or 1) if numbered else 1
        closing = opening.type.replace("open", "close")
        if level > 8:
            self.fault(opening, "SP318", "a list nests deeper than nine levels", "flatten it")
        self.at += 1
        first_number = number
        while self.tokens[self.at].type != closing:
            item = self.tokens[self.at]
            if numbered and int(item.info) not in (number, first_number):
                self.notices.append(lost_number(line_of(item), int(item.info), number))
            self.at += 1
            first = True
            while self.tokens[self.at].type != "list_item_close":
                token = self.tokens[self.at]
                if token.type == "paragraph_open":
                    marker = ("number" if numbered else "bullet") if first else "none"
                    spans = self.heading(item=first)
                    yield Paragraph(spans, level=min(level, 8), marker=marker, start=number)  # type: ignore[arg-type]
                    first = False
                elif token.type in ("bullet_list_open", "ordered_list_open"):
                    yield from self._list(level + 1)
                elif token.type == "html_block":
                    self._html(token)
                    self.at += 1
                else:
                    self.fault(token, "SP319", "a list holds more than text and lists", "move it below the list")
                    self.skip()
            self.at += 1
            number += 1
        self.at += 1

    def _with_icon(self, spans: Spans, named: str, inline: Token) -> Spans:
        """An item's text with the icon that its first word is, on its first run; a name that is none is a fault."""
        name = named.strip(":")
        if not is_icon(name):
            near = did_you_mean(name, icon_names(), "salespack list icons")
            hint = f"{near} Write \\:{name}: where it is meant to be read"
            self.fault(inline, "SP360", f"there is no icon “{name}”", hint)
            return spans
        rest = msgspec.structs.replace(spans[0], text=spans[0].text.removeprefix(named).lstrip())
        left = (rest, *spans[1:]) if rest.text else spans[1:]
        if not left:
            self.fault(inline, "SP360", f"the icon “{name}” stands alone", "write the item's text behind it")
            return spans
        return (msgspec.structs.replace(left[0], icon=name), *left[1:])

    def skip(self) -> None:
        """Passes the current token with all it holds."""
        depth = 0
        while True:
            depth += self.tokens[self.at].nesting
            self.at += 1
            if depth <= 0:
                return

    def _table(self) -> Table:
        header: tuple[Spans, ...] = ()
        rows: list[tuple[Spans, ...]] = []
        alignments: list[str] = []
        row: list[Spans] = []
        while self.tokens[self.at].type != "table_close":
            token = self.tokens[self.at]
            if token.type == "th_open":
                style = str(token.attrs.get("style", ""))
                alignments.append(style.removeprefix("text-align:") or "left")
            if token.type == "inline":
                row.append(self._spans(token))
            elif token.type == "tr_open" and header:
                self.notices += lost_cells(line_of(token), self._lines[line_of(token) - 1], len(header))
            elif token.type == "tr_close":
                if header:
                    rows.append(tuple(row))
                else:
                    header = tuple(row)
                row = []
            self.at += 1
        self.at += 1
        return Table(tuple(alignments), header, tuple(rows))  # type: ignore[arg-type]

    def _fence(self, token: Token) -> list[SourceNode]:
        self.at += 1
        if not _is_closed(token):
            self.fault(
                token,
                "SP313",
                f"the code that {shortened(token.markup)} opens is never closed",
                "end it with such a line",
            )
        for number, written in enumerate(token.content.split("\n"), 1):
            if hides_an_aside(written):
                self.faults.append((line_of(token) + number, *NO_FENCE))
        name = token.info.strip().split(" ")[0]
        kind = name.casefold()
        if kind not in ("chart", "working"):
            self.notices += diagram(line_of(token), name)
            return [Text((_code(token.content),))]
        line = line_of(token)
        source = Source(kind, token.content, line + 1)
        try:
            content = source.load(allow_tokens=True)
            if kind == "working":
                return [WorkingSource(content, line)]
            callout: Spans = ()
            if isinstance(content, dict) and isinstance(said := content.get("callout"), str):
                lines = [number for number, one in enumerate(token.content.split("\n"), line + 1) if "callout:" in one]
                callout = self._spans(inline_token(said.strip(), lines[0] if lines else line))
                content = {key: value for key, value in content.items() if key != "callout"}
            return [ChartSource(content, line, callout)]
        except UserFault as fault:
            for problem in fault.problems:
                at = problem.place.line if problem.place and problem.place.line else line
                self.faults.append((at, problem.code, problem.message, problem.hint))
            return []

    def _spans(self, inline: Token, *, item: bool = False) -> Spans:
        spans: list[Span] = []
        said = judged = ""
        bold = italic = 0
        href: str | None = None
        for child in inline.children or []:
            text, code, claims = "", False, []
            match child.type:
                case "text" | "text_special":
                    text = child.content
                    claims = re.findall(A_SOURCE, text) if "[^" in text and child.type == "text" else []
                    self._claims += claims
                case "softbreak":
                    text = " "
                case "hardbreak":
                    text = "\n"
                case "code_inline":
                    text, code = child.content, True
                case "strong_open" | "strong_close":
                    bold += child.nesting
                case "em_open" | "em_close":
                    italic += child.nesting
                case "link_open":
                    href = str(child.attrs.get("href", ""))
                case "link_close":
                    href = None
                case "html_inline":
                    message = f"raw HTML is not allowed: {child.content}"
                    told = any(code == "SP303" and line == line_of(inline) for line, code, *_ in self.faults)
                    if not (told and child.content.startswith("</")):
                        self.fault(inline, "SP303", message, instead_of_html(child.content))
                case "image":
                    self.fault(inline, "SP322", "a picture among text", "give it a paragraph of its own")
            broken = child.type in ("softbreak", "hardbreak")
            said += "\n" if broken else "" if code else text
            escaped = child.type == "text_special" and len(text) == 1  # a \ before a letter is one itself
            judged += "\n" if broken else LITERAL if code or escaped else text
            text = re.sub(A_SOURCE, "\ufffe\\1\uffff", text) if claims else text
            if text:
                span = Span(text, bold=bold > 0, italic=italic > 0, code=code, href=href)
                _append(spans, span)
        self._no_fences(inline, said)
        self.faults += [(line_of(inline), *one) for one in faults_behind(inline.children or [], self.bracketed)]
        icon = ICON.match(inline.content) if item else None
        if icon is not None:
            judged = judged.removeprefix(icon[1])
        self.notices += raw_markup(judged, line_of(inline))
        self.notices += lost_in_links(inline.children or [], line_of(inline))
        self.notices += lost_stars(inline.children or [], line_of(inline))
        return tuple(spans) if icon is None else self._with_icon(tuple(spans), icon[1], inline)

    def _no_fences(self, token: Token, text: str) -> None:
        """Notes what looks like the fence of a div in a text that is shown."""
        for number, line in enumerate(text.split("\n") if looks_like_a_fence(text) else ()):
            if looks_like_a_fence(line):
                self.faults.append((line_of(token) + number, *NO_FENCE))

    def fault(self, token: Token, code: str, message: str, hint: str) -> None:
        """Notes a fault at the line where a token begins."""
        self.faults.append((line_of(token), code, message, hint))


def instead_of_html(written: str) -> str:
    """What to write in the place of HTML."""
    tag = TAG.match(written)
    hint = INSTEAD_OF_HTML.get(tag[1].lower(), "write Markdown") if tag else "write Markdown"
    return f"{hint}; what is meant to be read, in `code`"


def _append(spans: list[Span], span: Span) -> None:
    """Adds a span, to the last one where they look alike."""
    if spans and msgspec.structs.replace(spans[-1], text="") == msgspec.structs.replace(span, text=""):
        spans[-1] = msgspec.structs.replace(span, text=spans[-1].text + span.text)
    else:
        spans.append(span)


def _alternative(image: Token) -> str:
    """The alternative text of a picture, without the signs of its markup."""
    return "".join(" " if one.type in ("softbreak", "hardbreak") else one.content for one in image.children or [])


def _is_closed(code: Token) -> bool:
    """Whether a line of its own ends a code block; without one, it takes in all that follows."""
    first, behind = code.map or (0, 0)
    lines = code.content.removesuffix("\n").count("\n") + bool(code.content)
    return behind - first == lines + 2


def _code(content: str) -> Paragraph:
    return Paragraph((Span(content.rstrip("\n"), code=True),))


def merged(nodes: Sequence[SourceNode]) -> tuple[SourceNode, ...]:
    """Neighbouring texts as one."""
    merged: list[SourceNode] = []
    for node in nodes:
        if isinstance(node, Text) and merged and isinstance(merged[-1], Text):
            merged[-1] = Text(merged[-1].paragraphs + node.paragraphs)
        else:
            merged.append(node)
    return tuple(merged)


def line_of(token: Token) -> int:
    """The line of the rendered text, from 1, where a token begins."""
    return (token.map[0] if token.map else 0) + 1
