"""Text laid out in its frame: lines with their heights, in columns, anchored. Widths come from `spans`.

Heights, as PowerPoint and LibreOffice have them, for all typefaces alike: a single line is 1.2 times its largest text
size, its letters stand on 0.2 of that size. (Of 52 boxes in real decks that PowerPoint made as high as their text, in
typefaces from Arial to Segoe UI and Meiryo, 48 are so to 0.2 %, once the 1034/1024 is taken off by which it makes such
boxes higher, insets included; LibreOffice 7.4 sets the same distances.) Line spacing changes what is above the letters,
on the first line too. Space before the first paragraph of a frame is not applied, by either of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from salespack.graphics.lengths import CENTIPOINT
from salespack.typography.faces import Typefaces
from salespack.typography.paragraphs import HYPHEN, Row, rows_of
from salespack.typography.spans import Letters, Span
from salespack.typography.text import (
    Body,
    Bullet,
    Direction,
    Laid,
    Line,
    Paragraph,
    Piece,
    Spacing,
    Unproven,
)

SINGLE_LINE = 1.2
"""The height of a line, in text sizes."""
UNDER_LETTERS = 0.2
"""How much of it is under the line that the letters stand on, in text sizes."""
LEAST_ROOM = 1
MOST_COLUMNS = 16
"""Columns of a text body (ST_TextColumnCount)."""
UPRIGHT: frozenset[Direction] = frozenset(("horz",))
TURNED: frozenset[Direction] = frozenset(("vert", "vert270"))
"""Text set in a turned frame; all other directions stack or turn single letters."""


def laid_out(body: Body, cx: int, cy: int, typefaces: Typefaces) -> Laid:
    """As `lay_out`, once: whoever proves the texts of a finished slide and draws it asks several times for each."""
    return typefaces.laid.get((body, cx, cy), lambda: lay_out(body, cx, cy, typefaces))


def lay_out(body: Body, cx: int, cy: int, typefaces: Typefaces) -> Laid:
    """A body of text in a frame of `cx` by `cy` EMU, as PowerPoint would break it, autofit as it is stored.

    Text that runs downwards or upwards is laid out in the frame turned so that its lines are level: then all places are
    from the corner of that frame where the text begins. Raises UserFault where a font file of the library is broken.
    """
    left, top, right, bottom = body.insets
    if body.direction not in UPRIGHT:
        cx, cy = cy, cx
        upwards = body.direction == "vert270"
        left, top, right, bottom = (bottom, left, top, right) if upwards else (top, right, bottom, left)
    count = min(max(body.columns, 1), MOST_COLUMNS)
    gap = max(body.column_gap, 0)
    inner = max(cx - left - right, LEAST_ROOM)
    width = max((inner - gap * (count - 1)) / count, LEAST_ROOM)
    room = max(cy - top - bottom, 0)

    unproven: dict[Unproven, None] = {}
    if body.direction not in UPRIGHT and body.direction not in TURNED:
        unproven[Unproven("vertical")] = None
    stack = _Stack(room, count)
    scale = _Scale(body.font_scale, body.line_reduction)
    for number, paragraph in enumerate(body.paragraphs):
        found = _set_paragraph(paragraph, scale, width, typefaces, wrap=body.wrap)
        stack.add(number, found.lines)
        unproven |= dict.fromkeys(found.unproven)
    height = round(max(stack.heights))
    down = {"t": 0, "ctr": (room - height) / 2, "b": room - height}[body.anchor] + top
    across = _centring(stack.placed, width) if body.centred else 0.0
    lines = tuple(
        [
            _line(one, left + across + one.column * (width + gap), down + one.top, width)
            for one in stack.placed
        ]
    )  # fmt: skip
    return Laid(
        lines=lines,
        height=height,
        width=round(max([one.set.row.x + one.set.row.width for one in stack.placed], default=0.0)),
        room=room,
        over=sum([one.top + one.set.height > room + 1 for one in stack.placed]),
        unproven=_merged(unproven),
    )


class _Scale(NamedTuple):
    """How much smaller a body's text is than written: its sizes as a share, and what is taken off line spacings."""

    font: float
    lines: float


class _SetLine(NamedTuple):
    """A line with its height; `shift` is what alignment adds to its x, `spacing` to each of its blanks.

    `before` and `after` are the room that its paragraph wants above and below it.
    """

    row: Row
    letters: Letters
    paragraph: Paragraph
    height: float
    under: float
    shift: float
    spacing: float
    bullet: Piece | None
    before: float
    after: float


class _SetParagraph(NamedTuple):
    """The lines of a paragraph in a column of some width, and why their measures cannot be relied on."""

    lines: list[_SetLine]
    unproven: tuple[Unproven, ...]


class _Placed(NamedTuple):
    """A line in its column, `top` from the column's."""

    number: int
    set: _SetLine
    column: int
    top: float


class _Stack:
    """Lines under one another, one column after the other; what the columns cannot hold is in the last."""

    def __init__(self, room: float, columns: int) -> None:
        self.placed: list[_Placed] = []
        self.heights = [0.0]
        self._room, self._columns, self._after = room, columns, 0.0

    def add(self, number: int, lines: Sequence[_SetLine]) -> None:
        """The lines of a paragraph."""
        for one in lines:
            top = self.heights[-1]
            if self.placed and top > 0:
                top += self._after + one.before
            if top + one.height > self._room + 1 and len(self.heights) < self._columns and self.heights[-1] > 0:
                self.heights.append(0.0)
                top = 0.0
            self.placed.append(_Placed(number, one, len(self.heights) - 1, top))
            self.heights[-1], self._after = top + one.height, one.after


def _set_paragraph(
    paragraph: Paragraph, scale: _Scale, width: float, typefaces: Typefaces, *, wrap: bool
) -> _SetParagraph:
    """A paragraph in a column of `width`; of a text in which another one has changed, it is set already."""
    key = (paragraph, scale, width, wrap)
    found: _SetParagraph | None = typefaces.paragraphs.find(key)
    if found is None:
        found = _newly_set(paragraph, scale, width, typefaces, wrap)
        typefaces.paragraphs.keep(key, found)
    return found


def _newly_set(paragraph: Paragraph, scale: _Scale, width: float, typefaces: Typefaces, wrap: bool) -> _SetParagraph:
    unproven: list[Unproven] = []
    letters = Letters(paragraph.runs, scale.font, typefaces)
    left, limit = max(paragraph.left, 0), width - max(paragraph.right, 0)
    first_x = float(max(left + paragraph.indent, 0))
    bullet = None
    if paragraph.bullet is not None and letters.text:
        bullet = _bullet(paragraph.bullet, first_x, scale.font, typefaces)
        room = left - first_x
        first_x = max(left, first_x + bullet.width) if room > 0 else first_x + bullet.width
        if bullet.width > room:
            unproven += Letters((paragraph.bullet.run,), 1.0, typefaces).unproven()
    rows = rows_of(letters, paragraph, first_x, left, limit if wrap else None)
    unproven += letters.unproven()
    lines = [
        _set_line(row, number, len(rows), letters, paragraph, scale, limit, bullet) for number, row in enumerate(rows)
    ]
    return _SetParagraph(lines, tuple(unproven))


def _set_line(
    row: Row, number: int, count: int, letters: Letters, paragraph: Paragraph, scale: _Scale, limit: float,
    bullet: Piece | None,
) -> _SetLine:  # fmt: skip
    size = letters.size(row.start, row.end) if letters.spans else max(round(paragraph.end.size * scale.font), 1)
    em = size * CENTIPOINT
    line = paragraph.line
    share = max(line.share - scale.lines, 0.0)
    height = float(max(line.exact, 0)) if line.exact is not None else share * SINGLE_LINE * em
    last = number == count - 1
    shift, spacing = _alignment(row, letters, paragraph, limit, last)
    return _SetLine(
        row=row,
        letters=letters,
        paragraph=paragraph,
        height=height,
        under=UNDER_LETTERS * em,
        shift=shift,
        spacing=spacing,
        bullet=bullet if number == 0 else None,
        before=_space(paragraph.before, em) if number == 0 else 0.0,
        after=_space(paragraph.after, em) if last else 0.0,
    )


def _space(spacing: Spacing, em: float) -> float:
    """Room before or after a paragraph: EMU, or a share of the text size (ISO/IEC 29500-1 §21.1.2.2.11)."""
    return float(max(spacing.exact, 0)) if spacing.exact is not None else max(spacing.share, 0.0) * em


def _alignment(row: Row, letters: Letters, paragraph: Paragraph, limit: float, last: bool) -> tuple[float, float]:
    """What a line moves to the right (in a paragraph from right to left: to the left), and how its blanks grow."""
    free = limit - row.x - row.width
    align = paragraph.align
    if align in ("just", "dist"):
        if align == "dist" or not (last or row.broken):
            start = max([*row.tabs, row.start - 1]) + 1
            blanks = letters.text.count(" ", start, row.stop)
            if blanks and free > 0:
                return 0.0, free / blanks
        return 0.0, 0.0
    if align == "ctr":
        return free / 2, 0.0
    return (free if (align == "r") != paragraph.rtl else 0.0), 0.0


def _bullet(bullet: Bullet, x: float, font_scale: float, typefaces: Typefaces) -> Piece:
    """What stands before a paragraph, at its place from the left edge of the text."""
    letters = Letters((bullet.run,), font_scale, typefaces)
    if bullet.picture is not None or not letters.spans:
        size = max(round(bullet.run.size * font_scale), 1)
        width = size * CENTIPOINT if bullet.picture is not None else 0
        return Piece(round(x), width, "", bullet.run, size, bullet.run.typeface)
    span = letters.spans[0]
    width = round(letters.width(0, len(letters.text)))
    return Piece(round(x), width, letters.shown, bullet.run, span.size, span.face.typeface)


def _centring(placed: Sequence[_Placed], width: float) -> float:
    """How far a block of text moves to the right so that it stands in the middle of its frame (`anchorCtr`)."""
    if not placed:
        return 0.0
    lefts = [one.set.shift + one.set.row.x for one in placed]
    rights = [at + one.set.row.width for at, one in zip(lefts, placed, strict=True)]
    return (width - min(lefts) - max(rights)) / 2


def _line(one: _Placed, x: float, y: float, width: float) -> Line:
    """The line where it stands in the frame: `x` is the left edge of its column, `y` its own top."""
    laid, row = one.set, one.set.row
    rtl = laid.paragraph.rtl
    x += laid.shift if not rtl else width - laid.shift

    def place(at: float, wide: float) -> int:
        return round(x - at - wide if rtl else x + at)

    pieces: list[Piece] = []
    at = row.x
    for wide, text, span in _parts(laid):
        pieces.append(Piece(place(at, wide), round(wide), text, span.run, span.size, span.face.typeface))
        at += wide
    bullet = laid.bullet
    if bullet is not None:
        bullet = msgspec.structs.replace(bullet, x=place(bullet.x, bullet.width))
    return Line(
        paragraph=one.number,
        top=round(y),
        baseline=round(y + laid.height - laid.under),
        height=round(laid.height),
        x=place(row.x, at - row.x),
        width=round(at - row.x),
        pieces=tuple(pieces),
        bullet=bullet,
        word_spacing=int(laid.spacing),
        hard=row.hard,
        blank=any(map(str.isspace, laid.letters.text[row.stop : row.end])),
        column=one.column,
    )


def _parts(laid: _SetLine) -> Iterator[tuple[float, str, Span]]:
    """What stands on a line: its letters by spans and tabs, with their widths. Blanks that hang are left out."""
    row, letters, spacing = laid.row, laid.letters, int(laid.spacing)
    stop = row.stop
    if len(letters.spans) == 1 and not (row.tabs or spacing or row.hyphen):
        if stop > row.start:
            yield row.width, letters.shown[row.start : stop], letters.spans[0]
        return
    cuts = sorted({row.start, stop, *row.tabs, *[at + 1 for at in row.tabs]})
    last_tab = max(row.tabs, default=-1)
    for start, end in pairwise(cuts):
        if start >= stop:
            break
        for span, at, to in letters.between(start, end):
            text = letters.shown[at:to]
            if at in row.tabs:
                yield row.tabs[at], text, span
                continue
            width = letters.width(at, to)
            if spacing and at > last_tab:
                width += spacing * text.count(" ")
            if row.hyphen and to == stop:
                text, width = text[:-1] + HYPHEN, width + row.hyphen
            yield width, text, span


def _merged(unproven: Iterable[Unproven]) -> tuple[Unproven, ...]:
    """Every reason once, the letters of one typeface together."""
    found: dict[tuple[str, str], str] = {}
    for one in unproven:
        letters = found.get((one.why, one.typeface), "")
        found[one.why, one.typeface] = "".join(dict.fromkeys(letters + one.letters))
    return tuple([Unproven(why, typeface, letters) for (why, typeface), letters in found.items()])  # type: ignore[arg-type]
