"""Who is there: people with their portraits or initials, what they do, and how to reach them. Pure geometry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from salespack.deck.model import Member, Team
from salespack.forms.arrangement import Draft, Insets, Measuring, Part, Taken, Words
from salespack.forms.grid import COLUMNS, grid
from salespack.forms.growing import FULL
from salespack.forms.ladder import Sizes
from salespack.forms.portraits import face, initials
from salespack.forms.rows import equal_rows, stacked
from salespack.graphics.boxes import Box
from salespack.graphics.lengths import CENTIPOINT

ALONE, ABREAST, THREES, PAIRS, ROWS = "alone", "abreast", "3", "2", "rows"
MOST_ABREAST, WITH_A_HOLE = 4, 5
PORTRAIT = 0.62
"""The diameter of a portrait above its text at most, as a share of the text's width."""
LEAST_PORTRAIT, MOST_PORTRAIT = 3.2, 8.0
"""The diameter of a portrait in sizes of running text: at least above a text, and at most."""
BESIDE, IN_ROWS = (5.2, 4.4, 3.6), (3.0, 2.6, 2.3)
"""The diameter of a portrait beside its text in a card, and in a row, the largest first."""
OF_ONE_ALONE = 0.62
"""The diameter of a portrait beside somebody alone, as a share of the room's height at most."""
COLUMNS_OF_ONE = 4
"""Of twelve, for the portrait of somebody alone."""
LARGEST_NAME = 1.8
"""How many times as large as usual the name of somebody alone is at most."""
INITIALS = 0.34
"""The size of initials, as a share of their disc's diameter: two wide letters stay within the square in it."""
MOST_STRETCHED, MOST_IN_ROWS = 1.35, 1.6
NARROWEST = 7
"""The least width of a text, in sizes of it."""
AT_WHOM = (7, 6)
"""Columns of twelve in rows for who it is, before how to reach them; fewer where a mail address needs that."""


def variants(node: Team) -> Sequence[str]:
    """Side by side while they are few; then cards three or two abreast, else rows; these first where cards leave a
    hole."""
    count = len(node.items)
    if count == 1:
        return (ALONE, ROWS)
    if count <= MOST_ABREAST:
        return (ABREAST, PAIRS, ROWS) if count == MOST_ABREAST else (ABREAST, ROWS)
    return (ROWS, THREES, PAIRS) if count == WITH_A_HOLE else (THREES, PAIRS, ROWS)


def draft(node: Team, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
    """The people in one of the ways; how to reach them in smaller letters where a mail address needs that."""
    for size in dict.fromkeys((sizes.body, sizes.label)):
        if variant == ALONE:
            found = _alone(node.items[0], room, size, sizes, measure)
        elif variant == ABREAST:
            found = _abreast(node.items, room, size, sizes, measure)
        elif variant == ROWS:
            found = _rows_with_portraits(node.items, room, size, sizes, measure)
        else:
            found = _cards(node.items, int(variant), room, size, sizes, measure)
        if found is not None:
            return found
    return None


def _who(one: Member, sizes: Sizes, name: int = 0) -> tuple[Words, ...]:
    """The name, in a size of its own where that is given, what they do, and more about them."""
    found = [Words(one.name, name or sizes.lead, "on-panel", bold=True)]
    if one.role:
        found.append(Words(one.role, sizes.body, "accent-on-panel"))
    if one.text:
        found.append(Words(one.text, sizes.body, "on-panel", before=sizes.space // 2))
    return tuple(found)


def _calling(one: Member, size: int, before: int = 0) -> tuple[Words, ...]:
    """How to reach them, a line each; the first with a space above it where something stands before."""
    return tuple(
        Words(spans, size, "on-panel", before=0 if at else before) for at, spans in enumerate(one.contact) if spans
    )


def _portrait(one: Member, square: Box, group: int) -> Part:
    """Their portrait cut round, else their initials on a disc."""
    if one.picture is not None:
        return face(one.picture, square, group)
    size = max(round(square.cx / CENTIPOINT * INITIALS / 50) * 50, 50)
    words = (Words(initials(one.name), size, "on-solid", bold=True, align="center"),)
    return Part("Initials", square, "ellipse", "solid", words, "ctr", group=group, decorative=True)


def _fit(taken: Sequence[Taken], width: int, sizes: Sizes) -> bool:
    return not any(one.broken for one in taken) and width >= NARROWEST * sizes.body * CENTIPOINT


def _alone(one: Member, room: Box, size: int, sizes: Sizes, measure: Measuring) -> Draft | None:
    """A panel with the portrait large, beside it who it is and how to reach them."""
    columns, pad = grid(room), sizes.space * 2
    first, wide = columns.span(0, COLUMNS_OF_ONE)
    x, width = columns.span(COLUMNS_OF_ONE, COLUMNS - COLUMNS_OF_ONE)
    inner, side = width - pad, min(wide - pad, round(OF_ONE_ALONE * room.cy))
    if side < LEAST_PORTRAIT * sizes.body * CENTIPOINT:
        return None
    for name in (*[each for each in reversed(sizes.quotes) if each > sizes.lead], sizes.lead):
        words = (*_who(one, sizes, name), *_calling(one, size, sizes.space * 3 // 2))
        taken = measure.taken(words, inner)
        needed = max(taken.height, side) + 2 * pad
        if name <= LARGEST_NAME * sizes.lead and _fit((taken,), inner, sizes) and needed <= FULL * room.cy:
            break
    else:
        return None

    def parts(box: Box) -> list[Part]:
        square = Box(first + pad + (wide - pad - side) // 2, box.y + (box.cy - side) // 2, side, side)
        insets = (x - box.x, pad, pad, pad)
        return list(_panel(one, words, box, insets, square, 0, middle=True))

    return Draft(needed, int(needed * MOST_STRETCHED), parts)


def _abreast(items: Sequence[Member], room: Box, size: int, sizes: Sizes, measure: Measuring) -> Draft | None:
    """Panels of one height: the portrait, who it is, and at the foot how to reach them."""
    columns, pad, gap = grid(room), sizes.space * 3 // 2, sizes.space
    count = len(items)
    step = (columns.cx + columns.gutter) / count
    inner = int(step) - columns.gutter - 2 * pad
    whos, calls = [_who(one, sizes) for one in items], [_calling(one, size) for one in items]
    above = [measure.taken(words, inner) for words in whos]
    below = [measure.taken(words, inner) for words in calls if words]
    if not _fit((*above, *below), inner, sizes):
        return None
    who, call = max(one.height for one in above), max((one.height for one in below), default=0)
    rule = sizes.line if call else 0
    foot = call + rule + 2 * gap if call else 0
    unit = sizes.body * CENTIPOINT
    around = gap + who + foot + 2 * pad
    least, most = min(round(LEAST_PORTRAIT * unit), inner), min(round(inner * PORTRAIT), round(MOST_PORTRAIT * unit))
    side = max(min(most, int(FULL * room.cy) - around), least)
    needed = side + around

    def parts(box: Box) -> list[Part]:
        made: list[Part] = []
        for group, one in enumerate(items):
            left = round(columns.x + group * step)
            panel = Box(left, box.y, round(columns.x + (group + 1) * step) - columns.gutter - left, box.cy)
            insets = (pad, pad + side + gap, panel.cx - pad - inner, pad + foot)
            made += _panel(one, whos[group], panel, insets, Box(left + pad, box.y + pad, side, side), group)
            if words := calls[group]:
                top = panel.y + panel.cy - pad - call
                line = Box(left + pad, top - gap - rule, inner, rule)
                made.append(Part("Rule", line, "rect", "solid", group=group, decorative=True))
                made.append(Part("Contact", Box(left + pad, top, inner, call), words=words, group=group))
        return made

    return Draft(needed, int(needed * MOST_STRETCHED), parts)


def _panel(
    one: Member, words: tuple[Words, ...], panel: Box, insets: Insets, square: Box, group: int, *, middle: bool = False
) -> Iterator[Part]:
    """The ground with who it is, and the portrait on it."""
    yield Part("Member", panel, "rect", "panel", words, "ctr" if middle else "t", insets, group=group)
    yield _portrait(one, square, group)


def _cards(
    items: Sequence[Member], abreast: int, room: Box, size: int, sizes: Sizes, measure: Measuring
) -> Draft | None:
    """Cards in a grid, with portraits as large as they fit."""
    found = None
    for share in BESIDE:
        found = _grid(items, abreast, round(share * sizes.body * CENTIPOINT), room, size, sizes, measure) or found
        if found is not None and found.needed <= FULL * room.cy:
            break
    return found


def _grid(
    items: Sequence[Member], abreast: int, side: int, room: Box, size: int, sizes: Sizes, measure: Measuring
) -> Draft | None:
    """Cards with a portrait of that diameter, and beside it who it is and how to reach them."""
    columns, pad, span = grid(room), sizes.space, COLUMNS // abreast
    gap, down = columns.gutter, ceil(len(items) / abreast)
    left = pad + side + pad
    inner = min(columns.span(at * span, span)[1] for at in range(abreast)) - left - pad
    texts = [(*_who(one, sizes), *_calling(one, size, sizes.space // 2)) for one in items]
    taken = [measure.taken(words, inner) for words in texts]
    if not _fit(taken, inner, sizes):
        return None
    each = max([side, *(one.height for one in taken)]) + 2 * pad
    needed = down * each + (down - 1) * gap

    def parts(box: Box) -> list[Part]:
        made: list[Part] = []
        rows = equal_rows(box, down, gap)
        for group, (one, words) in enumerate(zip(items, texts, strict=True)):
            row = rows[group // abreast]
            x, wide = columns.span(group % abreast * span, span)
            panel = Box(x, row.y, wide, row.cy)
            square = Box(x + pad, row.y + (row.cy - side) // 2, side, side)
            made += _panel(one, words, panel, (left, pad, wide - left - inner, pad), square, group, middle=True)
        return made

    return Draft(needed, int(needed * MOST_STRETCHED), parts)


def _rows_with_portraits(
    items: Sequence[Member], room: Box, size: int, sizes: Sizes, measure: Measuring
) -> Draft | None:
    """Rows with portraits as large as they fit."""
    last = None
    for share in IN_ROWS:
        made = (_rows(items, room, at, share, size, sizes, measure) for at in AT_WHOM)
        last = next((one for one in made if one is not None), None)
        if last is None or last.needed <= FULL * room.cy:
            break
    return last


def _rows(
    items: Sequence[Member], room: Box, at: int, share: float, size: int, sizes: Sizes, measure: Measuring
) -> Draft | None:
    """Rows: the portrait, so many sizes of text wide, who it is, and at the right how to reach them."""
    columns, pad, gap = grid(room), sizes.space, sizes.space * 2 // 3
    called = any(one.contact for one in items)
    side = round(share * sizes.body * CENTIPOINT)
    left = pad + side + pad
    inner = columns.span(0, at if called else COLUMNS)[1] - left - (0 if called else pad)
    right, wide = columns.span(at, COLUMNS - at)
    beside = wide - pad
    whos, calls = [_who(one, sizes) for one in items], [_calling(one, size) for one in items]
    taken = [measure.taken(words, inner) for words in whos]
    reaching = [measure.taken(words, beside) if words else Taken(0, 0, broken=False) for words in calls]
    if not _fit((*taken, *reaching), inner, sizes):
        return None
    needed = [max(side, one.height, other.height) + pad for one, other in zip(taken, reaching, strict=True)]
    least = sum(needed) + gap * (len(items) - 1)

    def parts(box: Box) -> list[Part]:
        made: list[Part] = []
        for group, (row, one) in enumerate(zip(stacked(box, needed, gap), items, strict=True)):
            square = Box(row.x + pad, row.y + (row.cy - side) // 2, side, side)
            insets = (left, 0, row.cx - left - inner, 0)
            made += _panel(one, whos[group], row, insets, square, group, middle=True)
            if calls[group]:
                place = Box(right, row.y, beside, row.cy)
                made.append(Part("Contact", place, words=calls[group], anchor="ctr", group=group))
        return made

    return Draft(least, int(least * MOST_IN_ROWS), parts)
