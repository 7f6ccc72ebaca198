"""What each target does with values: how they are written literally, and where in a template they cannot stand.

A value that stands in code, in a raw text or in a tag would not be literal there; that is a problem, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal

from salespack.assembly.templating import TOKEN, Tokens, typst_literal, xml_literal

Engine = Literal["typst", "html", "markdown"]

SCHEMES = ("http", "https", "mailto", "tel")
SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
PLAIN_STYLE = re.compile(r"[\w #%.,-]*\Z")
QUOTED = re.compile(r"""(?<==)\s*(?:"[^"]*"|'[^']*')""")
LINKING = frozenset(("href", "src", "action", "formaction", "poster", "data", "xlink:href", "background", "cite"))

# Signs that mean something anywhere; those that begin a list or underline a heading, at the start; the full stop of a
# numbered list; an exclamation mark before a link of the template; and what readers that are more than CommonMark link.
MARKDOWN_SIGNS = re.compile(r"[\\`*_\[\]()#|~$]|\A[-+=]|(?:\A|(?<=\d))\.(?=\s|\Z)|!\Z|:(?=//)|(?<=[wW])\.")
MARKDOWN_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
MARKDOWN_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]|[\ufffe\uffff]")
MARKDOWN_SPACE = re.compile(r"\s")

# Put before every Typst document. Raw text cannot hold a value, for it does not read `\u{…}`; links lead to the web,
# a mailbox or a phone; and a font is always set, since Typst drops text in silence where the first font is unknown.
TYPST_GUARD = r"""
#set text(font: ("Source Sans Pro",))
#show raw: it => {
  if it.text.contains(regex("\\\\u\\{[0-9a-f]+\\}")) { panic("salespack:literal:raw text") }
  it
}
#show link: it => {
  if type(it.dest) == str and not it.dest.contains(regex("^(?i:SCHEMES):")) {
    panic("salespack:literal:a link that is not http, https, mailto or tel")
  }
  it
}
""".replace("SCHEMES", "|".join(SCHEMES))


def typst_text(text: str) -> str:
    r"""`text` for Typst: `\u{…}` for every character. A tab, for which fonts have no glyph, is a space."""
    return typst_literal(text.replace("\t", " ").replace("\r\n", "\n"))


def markdown_literal(text: str) -> str:
    """`text` in CommonMark: it reads as itself wherever prose may stand. Control characters are left out."""
    text = MARKDOWN_CONTROL.sub("", text)
    written = MARKDOWN_SIGNS.sub(r"\\\g<0>", text)
    written = "".join(MARKDOWN_HTML.get(character, character) for character in written)
    return MARKDOWN_SPACE.sub(lambda match: _space(match, written), written)


def _space(match: re.Match[str], text: str) -> str:
    """A single space between words stays; any other white space is a reference, which no rule of CommonMark sees."""
    start, end = match.span()
    inside = start > 0 and end < len(text) and not text[start - 1].isspace() and not text[end].isspace()
    return " " if inside and match[0] == " " else _reference(match)


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


LITERAL: dict[Engine, Callable[[str], str]] = {
    "typst": typst_text,
    "html": xml_literal,
    "markdown": markdown_literal,
}


def misplaced(engine: Engine, text: str, tokens: Tokens) -> Iterator[tuple[int, str]]:
    """Where values stand that cannot be literal there: the offset in `text`, which still holds tokens, and what it is.

    Typst judges for itself, by the guard that stands before every document.
    """
    if engine == "html":
        yield from _misplaced_in_html(text, tokens)
    elif engine == "markdown":
        yield from _misplaced_in_markdown(text, tokens)


def _misplaced_in_html(text: str, tokens: Tokens) -> Iterator[tuple[int, str]]:
    from html.parser import HTMLParser

    found: list[tuple[int, str]] = []
    line_starts = [0, *(match.end() for match in re.finditer("\n", text))]

    class Reader(HTMLParser):
        inside = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.inside = tag if tag in ("script", "style") else ""
            if TOKEN.search(QUOTED.sub("", self.get_starttag_text() or "")):
                self.note("a tag outside quotation marks")
            for name, value in attrs:
                if value and TOKEN.search(value):
                    self.judge(name, value)

        def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.handle_starttag(tag, attrs)

        def judge(self, name: str, value: str) -> None:
            literal = tokens.literal(value)
            if name.startswith("on") or name == "srcdoc":
                self.note(f"the attribute {name}")
            elif name == "style" and not all(map(PLAIN_STYLE.match, map(tokens.literal, TOKEN.findall(value)))):
                self.note("a style that is more than a plain word or figure")
            elif name in LINKING and not _allowed(literal):
                self.note(f"a link that is not {', '.join(SCHEMES[:-1])} or {SCHEMES[-1]}")

        def handle_endtag(self, tag: str) -> None:
            self.inside = ""

        def handle_data(self, data: str) -> None:
            if not self.inside:
                return
            values = [tokens.literal(token) for token in TOKEN.findall(data)]
            if self.inside == "script" and values:
                self.note("a script")
            elif not all(PLAIN_STYLE.match(value) for value in values):
                self.note("a style that is more than a plain word or figure")

        def note(self, what: str) -> None:
            line, column = self.getpos()
            found.append((line_starts[line - 1] + column, what))

    reader = Reader(convert_charrefs=False)
    reader.feed(text)
    reader.close()
    yield from found


def _allowed(address: str) -> bool:
    """Whether a link may be followed: relative, or of an allowed scheme, which white space inside it does not hide."""
    scheme = SCHEME.match(re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff]", "", address))
    return scheme is None or scheme[1].lower() in SCHEMES


def _misplaced_in_markdown(text: str, tokens: Tokens) -> Iterator[tuple[int, str]]:
    from markdown_it import MarkdownIt

    line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
    blocks = MarkdownIt("commonmark").enable("table").parse(text)
    for block in blocks:
        line = block.map[0] if block.map else 0
        kinds = {"fence": "a code block", "code_block": "a code block", "html_block": "raw HTML"}
        if block.type in kinds and TOKEN.search(block.content + block.info):
            yield line_starts[line], kinds[block.type]
        for inline in block.children or ():
            if inline.type in ("code_inline", "html_inline") and TOKEN.search(inline.content):
                yield line_starts[line], "code" if inline.type == "code_inline" else "raw HTML"
            elif any(_misleads(inline.markup, value, tokens) for value in inline.attrs.values()):
                yield line_starts[line], f"the address of a link that is not {', '.join(SCHEMES[:-1])} or {SCHEMES[-1]}"


def _misleads(markup: str, address: object, tokens: Tokens) -> bool:
    """Whether a link's address holds what it cannot: in `<…>` any value, elsewhere one that makes a wrong scheme."""
    from urllib.parse import unquote

    text = unquote(str(address))
    return bool(TOKEN.search(text)) and (markup == "autolink" or not _allowed(tokens.literal(text)))
