"""Paragraphs of the deck as DrawingML text: levels, bullets, numbering, runs, links.

Where a text stands and how large it is was decided in `composition`. Margins and indents are EMU as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from salespack.deck.model import Paragraph, Spans
from salespack.graphics.lengths import CENTIPOINT
from salespack.language.locales import find_language
from salespack.powerpoint.brand.palette import Ink
from salespack.powerpoint.slide_templates import Piece, SlideTemplates, Xml, literal

Link = Callable[[str], str]
"""Gives the relationship id for an address."""

NO_BULLETS = (False,) * 9
INDENT, INDENT_OF_NUMBERS = 1.125, 1.6
"""How far the text of an item stands behind its bullet, in sizes of its letters, and behind “10.” and a space."""
LINE_BREAK = re.compile("\r\n|[\r\n\v\u2028\u2029]")
NOT_IN_ADDRESS = re.compile(r'[\x00-\x20"<>\\^`{|}\x7f]')

LOOK = ("language", "size", "bold", "italic")
RUN = Piece("text.xml.j2", "run", (*LOOK, "code", "ink", "font", "signs", "linked"), ("text", "link"))
BREAK = Piece("text.xml.j2", "break", LOOK, ())
PARAGRAPH = Piece(
    "text.xml.j2",
    "paragraph",
    ("language", "size", "level", "margin", "indent", "align", "bullet", "start", "before", "empty"),
    ("content",),
)


class Run(NamedTuple):
    """A run of text; `text` None is a line break. `link` is a relationship id or empty, `ink` other than the row's."""

    text: str | None
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""
    ink: Ink | None = None


class Row(NamedTuple):
    """One paragraph. Empty text means: as the placeholder has it. `bullet` is none, char or number.

    `plain_links` gives links the colour of the text, where the theme's colour for them could not be read. `signs` are
    letters that no text is written in: `font` is theirs whatever the script that they are taken for.
    """

    runs: tuple[Run, ...]
    level: str = ""
    margin: str = ""
    indent: str = ""
    align: str = ""
    bullet: str = ""
    start: str = ""
    size: str = ""
    ink: Ink | None = None
    before: str = ""
    font: str = ""
    plain_links: bool = False
    signs: bool = False


def language_tag(code: str) -> str:
    """A language code with its region as PowerPoint's proofing wants it: fi → fi-FI."""
    region = find_language(code).region if "-" not in code else ""
    return f"{code}-{region}" if region else code


def address(href: str) -> str:
    """`href` as the target of a relationship: what a URI cannot hold is percent-encoded (RFC 3986, section 2)."""
    return NOT_IN_ADDRESS.sub(lambda match: f"%{ord(match[0]):02X}", href)


def one_line(text: str) -> str:
    """`text` with spaces for line breaks."""
    return LINE_BREAK.sub(" ", text)


def runs(spans: Spans, link: Link, *, bold: bool = False, italic: bool = False) -> tuple[Run, ...]:
    """`spans` as runs; `bold` and `italic` hold for all of them."""
    found: list[Run] = []
    for span in spans:
        target = link(address(span.href)) if span.href else ""
        look = (bold or span.bold, italic or span.italic, span.code, target)
        text = span.text
        if text.isprintable():
            found.append(Run(text, *look))
            continue
        for number, line in enumerate(LINE_BREAK.split(text)):
            if number:
                found.append(Run(None, *look))
            if line:
                found.append(Run(line, *look))
    return tuple(found)


def rows(
    paragraphs: Iterable[Paragraph],
    bullets: tuple[bool, ...],
    size: int,
    link: Link,
    *,
    italic: bool = False,
) -> list[Row]:
    """`paragraphs` for a text whose levels show bullets of their own where `bullets` says so.

    `size` (hundredths of a point, of the first level) tells how much room a number needs.
    """
    numbering = _Numbering()
    found = []
    for paragraph in paragraphs:
        level = min(paragraph.level, len(bullets) - 1)
        shown, marker = bullets[level], paragraph.marker
        start = numbering.start(paragraph, level)
        margin, indent, bullet = _marker(marker, level, shown, size)
        found.append(
            Row(
                runs(paragraph.spans, link, bold=paragraph.heading, italic=italic),
                str(level) if level else "",
                margin,
                indent,
                "",
                bullet,
                start,
            )
        )
    return found


def printed(rows: Iterable[Row], templates: SlideTemplates, language: str) -> Xml:
    """`rows` as `a:p` elements in a language, given as a tag such as fi-FI."""
    pattern, found = templates.pattern, []
    for row in rows:
        pieces = []
        for run in row.runs:
            if run.text is None:
                pieces.append(pattern(BREAK, language, row.size, run.bold, run.italic).fill())
            else:
                linked = "" if not run.link else "text" if row.plain_links else "theme"
                ink = run.ink or row.ink
                look = pattern(
                    RUN, language, row.size, run.bold, run.italic, run.code, ink, row.font, row.signs, linked
                )
                pieces.append(look.fill(literal(run.text), Xml(run.link)))
        paragraph = pattern(
            PARAGRAPH,
            language,
            row.size,
            row.level,
            row.margin,
            row.indent,
            row.align,
            row.bullet,
            row.start,
            row.before,
            not pieces,
        )
        found.append(paragraph.fill(Xml("".join(pieces))))
    return Xml("".join(found))


def _marker(marker: str, level: int, shown: bool, size: int) -> tuple[str, str, str]:
    """Margin, indent and bullet of a paragraph where the level itself shows a bullet or not."""
    if marker == "none":
        if not shown:
            return "", "", ""
        return ("0", "0", "none") if level == 0 else ("", "0", "none")
    if marker == "number":  # the indent of bullets is often too small for figures
        step = round(size * CENTIPOINT * INDENT_OF_NUMBERS)
        return str(step * (level + 1)), str(-step), "number"
    step = round(size * CENTIPOINT * INDENT)
    return ("", "", "") if shown else (str(step * (level + 1)), str(-step), "char")


class _Numbering:
    """Where the numbers of a list go on. PowerPoint counts neighbours that start at the same number; a paragraph

    of the same level without a number ends that, so the item after it says its own number.
    """

    def __init__(self) -> None:
        self._lists: dict[int, list[int]] = {}  # level → number its run starts at, next number, start of the list
        self._broken: set[int] = set()

    def start(self, paragraph: Paragraph, level: int) -> str:
        """The `startAt` of a numbered paragraph, else an empty text."""
        for deeper in [known for known in self._lists if known > level]:
            del self._lists[deeper]
        if paragraph.marker == "bullet":
            self._lists.pop(level, None)
        if paragraph.marker == "none":
            self._broken.add(level)
        if paragraph.marker != "number":
            return ""
        known = self._lists.get(level)
        if known is None or paragraph.start not in (known[1], known[2]):
            known = self._lists[level] = [paragraph.start, paragraph.start, paragraph.start]
        elif level in self._broken:
            known[0] = known[1]
        self._broken.discard(level)
        known[1] += 1
        return str(known[0])
