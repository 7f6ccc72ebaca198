"""What each target does with values: how they are written literally, and where in a template they cannot stand.

A value that stands in code, in a raw text or in a tag would not be literal there; that is a problem, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import Literal

from salespack.deck.links import is_link
from salespack.documents.assets import AssetPath
from salespack.templating.environment import TOKEN, Tokens, typst_literal, xml_literal
from salespack.typesetting.literals import NOT_A_LINK

Engine = Literal["typst", "html", "markdown", "text"]


PLAIN_STYLE = re.compile(r"[\w #%.,-]*\Z")
# A start tag that every reader takes apart in the same way, and that holds values between quotation marks only.
PLAIN_TAG = re.compile(
    r"""<[a-z][\w:-]*(?:\s+[\w:@.-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|(?:(?!TOKEN)[^\s"'=<>`])+))?)*\s*/?>\Z""".replace(
        "TOKEN", TOKEN.pattern
    ),
    re.IGNORECASE,
)
# A value as the name of a tag, or as a part of a character reference.
MAKES_MARKUP = re.compile(rf"(?P<tag><[/!?]*{TOKEN.pattern})|&\#?\w*{TOKEN.pattern}")
LINKING = frozenset(("href", "src", "action", "formaction", "poster", "data", "xlink:href", "background", "cite"))
TEXTUAL = frozenset(
    ("title", "alt", "content", "placeholder", "label", "summary", "abbr", "value", "name", "id", "class", "lang")
)
NEVER = frozenset(("srcdoc", "srcset", "imagesrcset", "ping", "manifest", "codebase", "archive", "classid"))
LOADING = frozenset(("script", "iframe", "frame", "object", "embed", "applet", "link", "base"))
RAW = frozenset(("script", "style", "iframe", "xmp", "noembed", "noframes", "plaintext"))

# Signs that mean something anywhere; those that begin a list, at the start, and those that rule off or underline, where
# there is nothing else (so a phone number may begin with a plus sign); the full stop of a numbered list; an exclamation
# mark before a link of the template; and what readers that are more than CommonMark link.
MARKDOWN_SIGNS = re.compile(
    r"[\\`*_\[\]()#|~$]|\A[-+](?=\s|\Z)|\A[-=](?=[-=\s]*\Z)|(?:\A|(?<=\d))\.(?=\s|\Z)|!\Z|:(?=//)|(?<=[wW])\."
)
MARKDOWN_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
MARKDOWN_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]|[\ufffe\uffff]")
MARKDOWN_SPACE = re.compile(r"\s")


def typst_text(text: str) -> str:
    r"""`text` for Typst: `\u{…}` for every character. A tab, for which fonts have no glyph, is a space."""
    return typst_literal(text.replace("\t", " ").replace("\r\n", "\n"))


def markdown_literal(text: str) -> str:
    """`text` in CommonMark: it reads as itself wherever prose may stand. Control characters are left out."""
    text = MARKDOWN_CONTROL.sub("", text)
    written = MARKDOWN_SIGNS.sub(r"\\\g<0>", text)
    written = "".join(MARKDOWN_HTML.get(character, character) for character in written)
    return MARKDOWN_SPACE.sub(lambda match: _space(match, written), written)


def plain_literal(text: str) -> str:
    """`text` in a plain text: in one line, so that a value begins none. Control characters are left out."""
    return MARKDOWN_SPACE.sub(" ", MARKDOWN_CONTROL.sub("", text))


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
    "text": plain_literal,
}


# Markup within a paragraph: without it, what a paragraph says stands in one piece.
INLINE: dict[Engine, re.Pattern[str]] = {
    "typst": re.compile(r"#[a-z][\w-]*(?:\((?:[^()\"\n]|\"[^\"\n]*\")*\))?\[|\];?"),
    "html": re.compile(r"</?(?:a|abbr|b|cite|code|em|i|mark|q|s|small|span|strong|sub|sup|u)\b[^>]*>", re.IGNORECASE),
    "markdown": re.compile(r"[*_`]+"),
    "text": re.compile(r"(?!)"),
}
HTML_TAG = re.compile(r"<[^>]*>")
ATTRIBUTE = re.compile(r"=\s*[\"']([^\"']*)")


def said(engine: Engine, text: str, tokens: Tokens) -> str:
    """What a rendered text says to its readers, without markup within paragraphs; each piece on lines of its own."""
    text = INLINE[engine].sub("", text)
    if engine == "html":
        from html import unescape

        text = unescape(HTML_TAG.sub(lambda tag: "\n".join(("", *ATTRIBUTE.findall(tag[0]), "")), text))
    return tokens.literal(text)


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

    found = [
        (match.start(), "the name of a tag" if match["tag"] else "a character reference")
        for match in MAKES_MARKUP.finditer(text)
    ]
    line_starts = [0, *(match.end() for match in re.finditer("\n", text))]

    class Reader(HTMLParser):
        inside = ""  # the open element that holds no markup, such as a script

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            written = self.get_starttag_text() or ""
            if TOKEN.search(written):
                if self.inside:
                    self.note(_raw(self.inside))
                elif not PLAIN_TAG.match(written):
                    self.note("a tag outside quotation marks")
                names = {name for name, _ in attrs}
                for name, value in attrs:
                    if value and TOKEN.search(value) and (what := _misleading(tag, names, name, value, tokens)):
                        self.note(what)
            if tag in RAW and not self.inside:
                self.inside = tag

        def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.handle_starttag(tag, attrs)

        def handle_endtag(self, tag: str) -> None:
            if tag == self.inside:
                self.inside = ""

        def handle_data(self, data: str) -> None:
            values = [tokens.literal(token) for token in TOKEN.findall(data)] if self.inside else []
            if values and not (self.inside == "style" and all(map(PLAIN_STYLE.match, values))):
                self.note(_raw(self.inside))

        def note(self, what: str) -> None:
            line, column = self.getpos()
            found.append((line_starts[line - 1] + column, what))

    reader = Reader(convert_charrefs=False)
    reader.feed(text)
    if "<" in reader.rawdata and TOKEN.search(reader.rawdata):
        found.append((len(text) - len(reader.rawdata), "a tag that does not end"))
    reader.close()
    yield from sorted(found)


def _raw(element: str) -> str:
    """What an element is in which nothing is escaped."""
    known = {"script": "a script", "style": "a style that is more than a plain word or figure"}
    return known.get(element, f"the element {element}")


def _misleading(tag: str, names: Collection[str], name: str, value: str, tokens: Tokens) -> str:
    """What is wrong with values in an attribute `name` of a tag that has attributes `names`; empty if nothing is.

    Values may stand in attributes of text, in links that are allowed, and as plain words and figures in any other.
    """
    literal = tokens.literal(value)
    if tag == "meta" and "http-equiv" in names:
        return "a meta tag with http-equiv"
    if name.startswith("on") or name in NEVER or (name in LINKING and tag in LOADING):
        return f"the attribute {name} of {tag}"
    if tag == "img" and name == "src" and isinstance(tokens.value_of(value), AssetPath):
        return ""
    if name in LINKING:
        return "" if _allowed(literal) else NOT_A_LINK
    if name in TEXTUAL or name.startswith(("aria-", "data-")):
        return ""
    if all(map(PLAIN_STYLE.match, map(tokens.literal, TOKEN.findall(value)))):
        return ""
    return "a style that is more than a plain word or figure" if name == "style" else f"the attribute {name}"


def _allowed(address: str) -> bool:
    """Whether a link has an allowed scheme, which white space inside it does not hide."""
    return is_link(re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff]", "", address))


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
            elif any(_misleads(inline.markup, inline.attrs.get(name, ""), tokens) for name in ("href", "src")):
                yield line_starts[line], NOT_A_LINK


def _misleads(markup: str, address: object, tokens: Tokens) -> bool:
    """Whether a link's address holds what it cannot: in `<…>` any value, elsewhere one that makes a wrong scheme, or
    a blank, which ends an address."""
    from urllib.parse import unquote

    text = unquote(str(address))
    if not TOKEN.search(text):
        return False
    literal = tokens.literal(text)
    return markup == "autolink" or not _allowed(literal) or bool(MARKDOWN_SPACE.search(literal))
