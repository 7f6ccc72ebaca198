"""What a text loses on its way to the slide, and what would stand there as it is written: one table of rules.

Rules read what the Markdown parser made of a text, never its lines: code, what was escaped with a backslash and what
templates print are no markup, and are not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from salespack.assembly.parsed_slides import Notice
from salespack.templating.environment import TOKEN

if TYPE_CHECKING:
    from markdown_it.token import Token

LITERAL = "\ufffc"
"""Stands in a text that is judged for what is meant to be read as it is: code, and signs behind a backslash."""
LONGEST_SHOWN, MOST_JUDGED = 40, 10_000
LOST, RAW = "SP327", "SP328"
DIAGRAMS = frozenset(
    ("mermaid", "plantuml", "graphviz", "dot", "vega", "vega-lite", "d2", "tikz", "math", "csv", "table")
)
"""What a fence may name whose text other programs make a picture or a table of."""
IN_FRONT_MATTER = "say it in the text, or say where it comes from in `sources: {study: …}` and write [^study] behind it"
MEANT = "where it is meant to be read, write it in `code` or a \\ before it"


class _Markup(NamedTuple):
    """Markup of other tools: what it looks like, what it would be there, what to write instead."""

    looks: re.Pattern[str]
    what: str
    instead: str


def _markup(looks: str, what: str, instead: str = "leave it out") -> _Markup:
    return _Markup(re.compile(looks, re.MULTILINE), what, instead)


MARKUP = (
    _markup(r"~~(?=[^\s~])[^\n]*?[^\s~]~~", "text that is struck through", "delete what no longer holds"),
    _markup(r"(?<![=\w])==(?=[^\s=])[^\n]*?[^\s=]==(?![=\w])", "a highlight", "write **bold**"),
    _markup(r"(?<![+\w])\+\+(?=[^\s+])[^\n]*?[^\s+]\+\+(?![+\w])", "underlined text", "write **bold**"),
    _markup(r"\^\[[^\]\n]+\]|\[\^[^\]\s]+\]:?", "a footnote", IN_FRONT_MATTER),
    _markup(r"\^[^\s^\[\]]+\^", "raised text", "write the sign itself: m², CO₂, 1st"),
    _markup(r"(?<!~)~[^\s~]+~(?!~)", "lowered text", "write the sign itself: CO₂, H₂O"),
    _markup(r"\A\[[ xX]\](?=\s)", "a task", "write ☐ or ☑, or a plain list"),
    _markup(
        r"\$\$[^$]+\$\$|(?<![\w$])\$(?=[^\s\d$])[^$\n]*?(?<=[^\s$])\$(?![\w$])|(?<![\w$])\$\d[^$\s]*[\\^_=][^$\s]*\$(?!\w)",
        "a formula",
        "write it in plain signs: x², ≤, ×",
    ),
    _markup(r"(?<![\w:])(?::[a-z][a-z0-9_+-]*:|:[+-]1:)(?![\w:])", "an emoji by its name", "write the sign itself"),
    # But for the place of a thing in a matrix, which its form reads.
    _markup(r"\{(?!(?<=\]\{)[xy]=[\d.]+ +[xy]=[\d.]+\}):?\s*(?:[.#][\w-]+|[\w-]+=[^\s{}]+)[^{}\n]*\}", "an attribute"),
    _markup(r"(?<!\w)&(?:[A-Za-z][A-Za-z0-9]+|#\d+|#[xX][0-9A-Fa-f]+);", "a character by a name that is none",
            "write the character itself"),
    _markup(r"&(?:nbsp|amp|lt|gt|quot|euro|copy|reg|[mn]dash|hellip)\b(?!;)", "a character by its name without a ;",
            "write the character itself"),
    _markup(r"(?<!\*)\*\*(?!\*)|(?<![\w])__(?=[^\s_])|(?<=[^\s_])__(?!\w)", "a sign of bold text that has no other end",
            "write **bold** without blanks inside the stars"),
    _markup(r"\[\[[^\]\n]+\]\]", "a link of a wiki", "write [text](https://…)"),
    _markup(r"!?\[[^\]\[\n^]+\]\[[^\]\n]*\]", "a link whose address is given nowhere", "write [text](https://…)"),
    _markup(r"!?\[[^\]\[\n]*\]\([^)\n]*\)", "a link or picture with a blank in its address",
            "write [text](https://…), blanks as %20"),
    _markup(r"!?\[[^\]\[\n]*\]\([^)\n]*$", "a link or picture without an end", "write ) behind the address"),
    _markup(r"\A\[![A-Za-z]+\]", "a call-out", "write it as a paragraph"),
    _markup(r"^(?:!!!|\?\?\?\+?)[ \t]+\w+", "a call-out", "write it as a paragraph"),
    _markup(r"(?<=\n): +\S[^\n]*", "a definition", "write **term** and what it means in one line"),
    _markup(r"^\*\[[^\]\n]+\]:", "an abbreviation", "say in the text what it stands for"),
    _markup(r"^[-+](?=[^\W\d_])(?:[^\n]*\n[-+][^\W\d_])*", "an item of a list without a blank behind its sign",
            "write “- ” before each item"),
    _markup(r"^[•‣▪◦●■](?=\s*\S)", "an item of a list by a sign that makes none", "write “- ” before each item"),
    _markup(r"^[–—][ \t]+\S[^\n]*(?=\n[–—][ \t])", "an item of a list by a sign that makes none",
            "write “- ” before each item"),
    _markup(r"^[aA][.)][ \t]+\S[^\n]*(?=\n[bB][.)][ \t])", "a list by letters",
            "write “1. ” before each item, or a blank line between them"),
    _markup(r"^(?:(?!\{[{%#])[^\n])*?(?:\}\}|%\})", "the end of a tag that begins nowhere", "write {{ where it begins"),
    _markup(r"(?<!\{)\{ ?(?:customer|company|contact|facts|goals|meeting|people|room|success|values)\b[\w.\[\]]* ?\}"
            r"(?!\})", "a field in single braces", "write {{ customer.name }}"),
    _markup(r"\$\{[^{}\n]+\}", "a field of another program", "write {{ customer.name }}"),
    _markup(r"^\d{1,2}[.)](?=[^\W\d_]{2})", "an item of a list without a blank behind its number",
            "write “1. ” before each item"),
    _markup(r"^#{1,6}(?=[^\W\d_])", "a title without a blank behind its #", "write “# Title”"),
    _markup(r"^\|[^\n]*\|[ \t]*$(?:\n\|[^\n]*)*|\A[^|\n]+\|[^\n]*(?=\n[^|\n]*\|)",
            "a row of a table without the line |---|---|", "write |---|---| below its first row, a part a column"),
)  # fmt: skip
"""Markup that the parser leaves as text, so that it would stand on the slide; each is told once a line."""


def raw_markup(text: str, line: int) -> Iterator[Notice]:
    """What in a text would be shown as it is written. `text` has LITERAL for what is meant so; it begins on `line`.

    A text that is longer than any slide is judged by its beginning.
    """
    text = text[:MOST_JUDGED]
    for markup in MARKUP:
        told = set()
        for hit in markup.looks.finditer(text):
            at = line + text.count("\n", 0, hit.start())
            written = hit[0].split("\n")[0]
            if (at, written) not in told:
                told.add((at, written))
                yield _notice(
                    at,
                    RAW,
                    f"“{_shown(written)}” would be shown as it is written: {markup.what} is not known here",
                    f"{markup.instead}; {MEANT}",
                    written,
                )


def lost_in_links(tokens: Sequence[Token], line: int) -> Iterator[Notice]:
    """Titles of links and pictures, links without a text, and footnotes that were taken for links, in a paragraph."""
    for number, token in enumerate(tokens):
        if token.type == "softbreak" or token.type == "hardbreak":
            line += 1
        if token.type not in ("link_open", "image"):
            continue
        what = "link" if token.type == "link_open" else "picture"
        if title := str(token.attrs.get("title", "")):
            message = f"“{_shown(title)}”, the title of a {what}, is not shown"
            yield _notice(line, LOST, message, "say it in the text, or leave it out", title)
        if what == "link" and tokens[number + 1].type == "link_close":
            address = str(token.attrs.get("href", ""))
            message = f"a link without a text is not shown: {_shown(address)}"
            yield _notice(line, LOST, message, f"write [text]({_shown(address)})", address)
        if (label := str(token.meta.get("label", ""))).startswith("^"):
            message = f"“[{_shown(label)}]” is taken for a link: a footnote is not known here"
            hint = IN_FRONT_MATTER
            yield _notice(line, RAW, message, hint, f"[{label}]")


def lost_stars(tokens: Sequence[Token], line: int) -> Iterator[Notice]:
    """Stars between figures that make italics of one, so that 2*3*4 would be read as 234."""
    for number, token in enumerate(tokens):
        if token.type == "softbreak" or token.type == "hardbreak":
            line += 1
        if token.type in ("em_open", "strong_open") and number and tokens[number - 1].content[-1:].isdigit():
            said = tokens[number + 1].content
            if said[:1].isdigit():
                written = f"{tokens[number - 1].content.split()[-1]}{token.markup}{said}{token.markup}"
                message = f"the stars of “{_shown(written)}” are not shown: they make italics of what is between them"
                yield _notice(line, LOST, message, "write ×, or \\* for a star that is meant to be read", written)


def diagram(line: int, name: str) -> Iterator[Notice]:
    """A picture that another program would draw of a text; here its text is shown."""
    if name.casefold() in DIAGRAMS:
        message = f"the text of “{_shown(name)}” would be shown as it is written: its picture is not drawn here"
        yield _notice(line, RAW, message, "put the picture in its place, or make it a chart: ```chart", name)


def lost_definitions(tokens: Sequence[Token], environment: Mapping[str, Any]) -> Iterator[Notice]:
    """Addresses for links that no link names, and those that are given a second time."""
    inline = [child for token in tokens for child in token.children or []]
    used = {one.meta.get("label") for token in inline for one in (token, *(token.children or []))}
    for label, one in environment.get("references", {}).items():
        if label not in used:
            message = f"nothing names “[{_shown(label.lower())}]: {_shown(one['href'])}”, so it is not shown"
            hint = "write [text](https://…) where it belongs; a remark is written {# … #}"
            yield _notice(one["map"][0] + 1, LOST, message, hint, one["href"])
    for one in environment.get("duplicate_refs", ()):
        message = f"“[{_shown(one['label'].lower())}]” has an address already, and {_shown(one['href'])} is not used"
        yield _notice(one["map"][0] + 1, LOST, message, "delete one of them, or give it another name", one["href"])


def lost_cells(line: int, written: str, columns: int) -> Iterator[Notice]:
    """Cells of a table's row beyond its header, and text that stands right below a table and became a row of it."""
    from markdown_it.rules_block.table import escapedSplit

    cells = [cell.strip() for cell in escapedSplit(written.strip())]
    if columns > 1 and len(cells) == 1:
        message = f"“{_shown(cells[0])}” stands right below a table and becomes a row of it"
        yield _notice(line, RAW, message, "leave a blank line between them", cells[0])
    if cells and not cells[0]:
        del cells[0]
    if cells and not cells[-1]:
        del cells[-1]
    if any(lost := cells[columns:]):
        told = f"the row has {len(cells)} cells, and the table {columns} column{'' if columns == 1 else 's'}"
        message = f"“{_shown(' | '.join(lost))}” is not shown: {told}"
        hint = "add a column to the header and to the line |---|---|, or write \\| for a sign that is meant to be read"
        yield _notice(line, LOST, message, hint, next(filter(None, lost)))


def lost_number(line: int, written: int, shown: int) -> Notice:
    """An item of a numbered list that is shown with another number."""
    hint = f"number them from the first one on, or write {written}\\. for a number that is meant to be read"
    return _notice(line, LOST, f"“{written}.” is shown as {shown}.", hint, f"{written}")


def lost_hash(line: int, written: str) -> Iterator[Notice]:
    """Signs # at the end of a title, which close it in Markdown and are not shown."""
    bare = written.rstrip()
    title = bare.rstrip("#")
    level = len(bare.lstrip()) - len(bare.lstrip().lstrip("#"))
    closing = len(bare) - len(title)
    if closing and title.strip(" #") and title.endswith((" ", "\t")) and (level == 1 or closing != level):
        message = f"“{'#' * closing}” at the end of a title is not shown"
        yield _notice(line, LOST, message, "write \\# where it is meant to be read, else leave it out", bare[-closing:])


def _notice(line: int, code: str, message: str, hint: str, written: str) -> Notice:
    """A notice; what templates print is no part of what it says was written."""
    parts = sorted((part for part in TOKEN.split(written) if part.strip()), key=len)
    return Notice(line, code, message, hint, parts[-1] if parts else "")


def _shown(text: str) -> str:
    """A text for a message: without what templates print, in one line, not too long."""
    said = " ".join(TOKEN.sub("…", text).replace(LITERAL, "…").split())
    return said if len(said) <= LONGEST_SHOWN else said[: LONGEST_SHOWN - 1] + "…"
