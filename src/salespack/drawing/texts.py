"""Laid-out text as markup: each piece at its place, in paragraphs, lists and titles that readers can tell apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from salespack.deck.links import is_link
from salespack.drawing.fonts import Lettering, Letters
from salespack.graphics.lengths import POINT
from salespack.typesetting.literals import language, points, rgb, string
from salespack.typography.text import Body, Laid, Line, Paragraph, Piece

UNDERLINE, STRIKE, THICKNESS = 0.11, -0.25, 0.055
"""Where lines run under and through letters, and how thick they are: ems below the baseline."""
HIGHLIGHT_TOP, HIGHLIGHT_HEIGHT = -0.92, 1.17
PICTURE_BULLET = 0.75
"""How much of a picture that stands for a bullet is above the baseline."""
MOST_OF_A_LINK = 8_000
"""Bytes of an address; Typst refuses longer ones."""
Role = Literal["text", "title", "artifact"]


class Target(NamedTuple):
    """What a text needs to know of its page: the number of the slide, its language, and where links may lead."""

    slide: int
    language: str
    page_of: Callable[[int], int | None]

    def link(self, href: str | None) -> str:
        """Where a link leads, as Typst says it; empty where it leads nowhere we would send a reader."""
        if not href:
            return ""
        if href.startswith("#"):
            page = self.page_of(int(href[1:])) if href[1:].isdecimal() and len(href) < 8 else None
            return f"(page:{page},x:0pt,y:0pt)" if page else ""
        return string(href) if leads_out(href) else ""


def leads_out(href: str) -> bool:
    """Whether a link leads to the web or a mailbox, and is no longer than the engine takes."""
    return is_link(href) and len(href.encode("utf-8", "replace")) <= MOST_OF_A_LINK


class _Entry(NamedTuple):
    """A paragraph that says something: its level, what stands before it, and its pieces as markup."""

    level: int
    marker: str
    pieces: str


class Writer:
    """Writes one body of text that is laid out, with its frame's top left corner at `x`, `y` (EMU)."""

    def __init__(
        self, lettering: Lettering, target: Target, picture: Callable[[str, float, float, float], str]
    ) -> None:
        self._lettering, self._target, self._picture = lettering, target, picture

    def write(self, body: Body, laid: Laid, x: float, y: float, role: Role = "text") -> list[str]:
        """The calls that draw it: marks behind the letters, the text by paragraphs, lines through and under it."""
        last = max((line.paragraph for line in laid.lines if line.pieces), default=0)
        entries = [
            entry
            for number, lines in groupby(laid.lines, key=lambda line: line.paragraph)
            if (
                entry := self._entry(
                    body.paragraphs[number], list(lines), x, y, joined=role == "title" and number < last
                )
            )
        ]
        behind, over = self._marks(laid.lines, x, y)
        if not entries:
            return [*behind, *over]
        if role == "title":
            pieces = ",".join(entry.marker + entry.pieces for entry in entries)
            # A heading must not depend on where it stands, or bookmarks do not know what it says.
            text = [f"place(context{{let fit=fitted;h({pieces})}})" if "fit(" in pieces else f"h({pieces})"]
        elif role == "artifact":
            text = [f"a(p({','.join(entry.marker + entry.pieces for entry in entries)}))"]
        else:
            text = list(_grouped(entries))
        return [*behind, *text, *over]

    def _entry(self, paragraph: Paragraph, lines: Sequence[Line], x: float, y: float, *, joined: bool) -> _Entry | None:
        """A paragraph; None where it says nothing. `joined` ones are followed by others on the same breath."""
        calls = []
        for number, line in enumerate(lines):
            after = " " if (line.blank if number < len(lines) - 1 else joined) else ""
            calls += self._line(paragraph, line, x, y, after)
        if not calls:
            return None
        marker, first = "", lines[0]
        if bullet := first.bullet:
            picture = paragraph.bullet.picture if paragraph.bullet else None
            if picture:
                side = bullet.size / 100 * POINT
                top = y + first.baseline - PICTURE_BULLET * side
                marker = self._picture(picture, x + bullet.x, top, side)
            elif bullet.text.strip():
                letters = self._lettering.letters(bullet, self._target.slide, free=True)
                place = f"{points(x + bullet.x)},{points(y + first.baseline)}"
                marker = f"t({place},{letters.style}{letters.more},{string(letters.text + ' ')})"
        return _Entry(paragraph.level, f"{marker}," if marker else "", ",".join(calls))

    def _line(self, paragraph: Paragraph, line: Line, x: float, y: float, after: str) -> list[str]:
        """The calls for a line: pieces that touch follow one another, so that kerning leaves no gap between them.

        `after` is the blank that its end stands for, so that readers keep words apart.
        """
        groups: list[list[Piece]] = []
        alone = True
        for piece in line.pieces:
            if not piece.text or piece.text == "\t":
                alone = True
                continue
            single = bool(piece.run.href) or bool(piece.run.baseline)
            if alone or single:
                groups.append([piece])
            else:
                groups[-1].append(piece)
            alone = single
        calls: list[str] = []
        for group in groups:
            end = after if group is groups[-1] else ""
            whole = len(groups) == 1 and len(line.pieces) == len(group)
            calls += self._group(paragraph, line, group, x, y, end, whole=whole)
        return calls

    def _group(
        self, paragraph: Paragraph, line: Line, group: Sequence[Piece], x: float, y: float, end: str, *, whole: bool
    ) -> Iterator[str]:
        """Pieces next to each other; the `whole` line if there are no others. `end` is a blank nobody sees."""
        drawn = [(piece, self._letters(piece, line)) for piece in group]
        first = group[0]
        raised = first.run.baseline / 100_000 * first.run.size / 100 * POINT
        baseline = points(y + line.baseline - raised)
        to = self._target.link(first.run.href)
        if to or len(group) == 1 or any(letters.odd for _, letters in drawn):
            for piece, letters in drawn:
                blank = end if piece is group[-1] else ""
                at, text = f"{points(x + piece.x)},{baseline}", string(letters.text + blank)
                if letters.odd:
                    more = f",after:{string(blank)}" if blank else ""
                    call = f"fit({at},{points(piece.width)},{letters.style},{string(letters.text)}{more})"
                    yield f"link({to},{call})" if to else call
                elif to:
                    yield f"l({to},{at},{letters.style}{letters.more},{text})"
                elif whole and (anchor := _anchor(paragraph, line, x)):
                    word = f"w({letters.style}{letters.more},{string(letters.text)})"
                    yield f"{anchor},{baseline},{word}{_unseen(blank, letters)})"
                else:
                    yield f"t({at},{letters.style}{letters.more},{text})"
            return
        words = [f"w({letters.style}{letters.more},{string(letters.text)})" for _, letters in drawn]
        anchor = (_anchor(paragraph, line, x) if whole else "") or f"g({points(x + first.x)}"
        yield f"{anchor},{baseline},{','.join(words)}{_unseen(end, drawn[-1][1])})"

    def _letters(self, piece: Piece, line: Line) -> Letters:
        own = language(piece.run.language)
        own = own if own != self._target.language else ""
        return self._lettering.letters(piece, self._target.slide, extra=line.word_spacing, language=own)

    def _marks(self, lines: Sequence[Line], x: float, y: float) -> tuple[list[str], list[str]]:
        """Highlights behind the letters, and lines under and through them."""
        behind, over = [], []
        for line in lines:
            for piece in line.pieces:
                run = piece.run
                if not (run.underline or run.strike or run.highlight) or not piece.text:
                    continue
                em = piece.size / 100 * POINT

                def bar(top: float, height: float, colour: str, piece: Piece = piece, line: Line = line) -> str:
                    place = (x + piece.x, y + line.baseline + top, piece.width, height)
                    return f"r({','.join(map(points, place))},{colour},none)"

                if run.highlight:
                    behind.append(
                        bar(HIGHLIGHT_TOP * em, HIGHLIGHT_HEIGHT * em, rgb(run.highlight, run.highlight_alpha))
                    )
                colour = rgb(run.colour, run.alpha)
                if run.underline:
                    over.append(bar(UNDERLINE * em, THICKNESS * em, colour))
                if run.strike:
                    over.append(bar(STRIKE * em, THICKNESS * em, colour))
        return behind, over


def _anchor(paragraph: Paragraph, line: Line, x: float) -> str:
    """The beginning of a call that sets a line around its middle or up to its right end; empty where it begins left."""
    if paragraph.align == "ctr":
        return f"c({points(x + line.x + line.width / 2)}"
    if (paragraph.align == "r") != paragraph.rtl:
        return f"e({points(x + line.x + line.width)}"
    return ""


def _unseen(blank: str, letters: Letters) -> str:
    """The blank after a line, which takes no room: a line in the middle stays there."""
    return f",z({letters.style},{string(blank)})" if blank else ""


def _grouped(entries: Sequence[_Entry]) -> Iterator[str]:
    """Paragraphs, and lists of those that have bullets."""
    for listed, group in groupby(entries, key=lambda entry: bool(entry.marker)):
        if listed:
            yield _list(list(group))
        else:
            yield from (f"p({entry.pieces})" for entry in group)


def _list(entries: Sequence[_Entry]) -> str:
    """A list; entries on a deeper level than the one before are a list in it."""
    base = entries[0].level
    marks, bodies = [], []
    at = 0
    while at < len(entries):
        end = at + 1
        while end < len(entries) and entries[end].level > base:
            end += 1
        body = f"p({entries[at].pieces})"
        if end > at + 1:
            body += f"+{_list(entries[at + 1 : end])}"
        marks.append(entries[at].marker)
        bodies.append(body)
        at = end
    return f"items(({''.join(marks)}),{','.join(bodies)})"
