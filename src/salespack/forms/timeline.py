"""Moments on an axis: in columns, to scale or even, on one side or both, or under each other. Pure geometry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from salespack.deck.model import Moment, Span, Timeline
from salespack.forms.arrangement import SLACK, Draft, Measuring, Part, Words
from salespack.forms.grid import grid
from salespack.forms.ladder import Sizes
from salespack.forms.rows import stacked
from salespack.graphics.boxes import Box
from salespack.graphics.lengths import CENTIPOINT

SCALE, SCALE_TWO, EVEN, EVEN_TWO, ROWS = "scale", "scale-two-sides", "even", "two-sides", "rows"
MOST_ON_ONE_SIDE = 5
MOST_STRETCHED, MOST_IN_ROWS = 1.5, 1.8
DOT = 0.9
"""The diameter of a dot, in sizes of its text."""
NARROWEST, WIDEST = 0.45, 1.6
"""How wide a column is at least and at most, in widths that it would have if all were alike."""
WHEN_COLUMNS = 3
"""Of twelve, for when, in rows."""


def variants(node: Timeline) -> Sequence[str]:
    """To scale where the days are known, then even; on both sides of the axis where many would be too narrow on one."""
    found = [EVEN, EVEN_TWO] if len(node.items) <= MOST_ON_ONE_SIDE else [EVEN_TWO]
    if node.to_scale and _days(node.items) is not None:
        found = [SCALE, SCALE_TWO, *found] if len(node.items) <= MOST_ON_ONE_SIDE else [SCALE_TWO, *found]
    return (*found, ROWS)


def draft(node: Timeline, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
    """The moments in one of the ways."""
    if variant == ROWS:
        return _rows(node, room, sizes, measure)
    sides = 1 if variant in (SCALE, EVEN) else 2
    lefts = _to_scale(node.items, room, sides) if variant in (SCALE, SCALE_TWO) else _evenly(node.items, room, sides)
    if lefts is None:
        return None
    return (_one_side if sides == 1 else _two_sides)(node, room, lefts, sizes, measure)


def _days(items: Sequence[Moment]) -> list[int] | None:
    """The first day of each moment, where they are known and not all the same."""
    days = [one.begin for one in items if one.begin is not None]
    return days if len(days) == len(items) > 1 and days[0] < days[-1] else None


def _to_scale(items: Sequence[Moment], room: Box, sides: int) -> list[int] | None:
    """Where each column begins, as far from the first as its day is; None where the days are not known.

    The last one has as much room as it would have among even ones.
    """
    days = _days(items)
    if days is None:
        return None
    length = room.cx - room.cx * sides // (len(items) + sides - 1)
    return [room.x + (day - days[0]) * length // (days[-1] - days[0]) for day in days]


def _evenly(items: Sequence[Moment], room: Box, sides: int) -> list[int]:
    return [room.x + room.cx * at // (len(items) + sides - 1) for at in range(len(items))]


def _widths(lefts: Sequence[int], room: Box, gap: int, sides: int) -> list[int] | None:
    """How wide each column is: to the next on its side of the axis; None where one is much narrower than others."""
    ends = [*(left - gap for left in lefts[sides:]), *([room.x + room.cx] * sides)][: len(lefts)]
    alike = (room.cx + gap) * sides // (len(lefts) + sides - 1) - gap
    widths = [min(end - left, int(alike * WIDEST)) for left, end in zip(lefts, ends, strict=True)]
    return widths if min(widths) >= alike * NARROWEST else None


def _panel(node: Timeline, item: Moment, sizes: Sizes, *, when: bool) -> tuple[Words, ...]:
    """When it is, what there is, and who does it."""
    found = [Words(item.when, sizes.lead, "accent-on-panel", bold=True)] if when else []
    found.append(Words(item.what, sizes.body, "on-panel", before=sizes.space // 3, strong="accent-on-panel"))
    if item.who:
        if node.label:
            found.append(Words(node.label, sizes.label, "on-panel", before=sizes.space // 2))
        found.append(Words(item.who, sizes.label, "on-panel", bold=True, before=0 if node.label else sizes.space // 2))
    return tuple(found)


def _one_side(node: Timeline, room: Box, lefts: Sequence[int], sizes: Sizes, measure: Measuring) -> Draft | None:
    """When above the axis, panels below it."""
    gap, pad = grid(room).gutter, sizes.space
    widths = _widths(lefts, room, gap, 1)
    if widths is None:
        return None
    whens = [(Words(one.when, sizes.lead, "accent", bold=True),) for one in node.items]
    texts = [_panel(node, one, sizes, when=False) for one in node.items]
    above = [measure.taken(words, width) for words, width in zip(whens, widths, strict=True)]
    below = [measure.taken(words, width - 2 * pad) for words, width in zip(texts, widths, strict=True)]
    if any(one.broken for one in (*above, *below)):
        return None
    dot = int(sizes.body * CENTIPOINT * DOT)
    top = max(one.height for one in above) + pad // 2
    today = _today(node, room, lefts, sizes, measure, dot)
    strip = max(pad * 2 // 3, today.height if today else 0)
    needed = top + dot + strip + max(one.height for one in below) + 2 * pad

    def parts(box: Box) -> list[Part]:
        found = [_axis(node, box, box.y + top + dot // 2, sizes)]
        high = box.y + top + dot + strip
        for at, (left, width) in enumerate(zip(lefts, widths, strict=True)):
            found.append(
                Part(
                    "Milestone",
                    Box(left, box.y, width, top),
                    words=whens[at],
                    anchor="b",
                    insets=(0, 0, 0, pad // 2),
                    group=at,
                )
            )
            found.append(_dot(left, box.y + top, dot, at))
            panel = Box(left, high, width, box.y + box.cy - high)
            found.append(Part("Text", panel, "rect", "panel", texts[at], "t", (pad, pad, pad, pad), group=at))
        return [*found, *(today.parts(box.y + top) if today else ())]

    return Draft(needed, int(needed * MOST_STRETCHED), parts)


def _two_sides(node: Timeline, room: Box, lefts: Sequence[int], sizes: Sizes, measure: Measuring) -> Draft | None:
    """Panels above and below the axis in turn, with their times on them and a stem to their dots."""
    gap, pad, rule = grid(room).gutter, sizes.space, sizes.line * 2
    widths = _widths(lefts, room, gap, 2)
    if widths is None or len(lefts) < 2:
        return None
    texts = [_panel(node, one, sizes, when=True) for one in node.items]
    taken = [measure.taken(words, width - 2 * pad) for words, width in zip(texts, widths, strict=True)]
    if any(one.broken for one in taken):
        return None
    dot = int(sizes.body * CENTIPOINT * DOT)
    if any(after - before < dot + sizes.space // 2 for before, after in pairwise(lefts)):
        return None
    today = _today(node, room, lefts, sizes, measure, dot, sides=2)
    stem = pad * 2 // 3
    under = max(stem, today.height if today else 0)
    each = max(one.height for one in taken) + 2 * pad
    needed = 2 * each + stem + under + dot

    def parts(box: Box) -> list[Part]:
        high = (box.cy - dot - stem - under) // 2
        line = box.y + high + stem
        found = [_axis(node, box, line + dot // 2, sizes)]
        for at, (left, width) in enumerate(zip(lefts, widths, strict=True)):
            over = at % 2 == 0
            panel = Box(left, box.y if over else line + dot + under, width, high)
            stalk = Box(left + (dot - rule) // 2, *((line - stem, rule, stem) if over else (line + dot, rule, under)))
            found.append(_dot(left, line, dot, at))
            found.append(Part("Stem", stalk, "rect", "solid", group=at, decorative=True))
            found.append(Part("Milestone", panel, "rect", "panel", texts[at], "t", (pad, pad, pad, pad), group=at))
        return [*found, *(today.parts(line) if today else ())]

    return Draft(needed, int(needed * MOST_STRETCHED), parts)


def _rows(node: Timeline, room: Box, sizes: Sizes, measure: Measuring) -> Draft | None:
    """Under each other, along an axis that runs down."""
    columns, pad, gap = grid(room), sizes.space, sizes.space * 2 // 3
    dot = int(sizes.body * CENTIPOINT * DOT)
    left, wide = columns.span(0, WHEN_COLUMNS)
    at_left = left + dot + pad
    first = wide - dot - pad
    any_who = any(one.who for one in node.items)
    middle, broad = columns.span(WHEN_COLUMNS, 6 if any_who else 9)
    right, narrow = columns.span(9, 3)
    rows = []
    needed = []
    for one in node.items:
        when = (Words(one.when, sizes.body, "accent", bold=True),)
        what = (Words(one.what, sizes.body, "on-panel", strong="accent-on-panel"),)
        who = _panel(node, one, sizes, when=False)[1:]
        taken = [measure.taken(when, first), measure.taken(what, broad - 2 * pad)]
        if who:
            taken.append(measure.taken(who, narrow - 2 * pad))
        if any(each.broken for each in taken):
            return None
        rows.append((when, what, who))
        needed.append(max(each.height for each in taken) + 2 * pad * 3 // 4)
    least = sum(needed) + gap * (len(rows) - 1)

    def parts(box: Box) -> list[Part]:
        lines = stacked(box, needed, gap)
        middles = [line.y + line.cy // 2 for line in lines]
        rule = sizes.line * 2
        axis = Box(left + (dot - rule) // 2, middles[0], rule, middles[-1] - middles[0])
        found = [Part("Axis", axis, "rect", "rule", alt=node.alt)]
        for at, (line, (when, what, who)) in enumerate(zip(lines, rows, strict=True)):
            found.append(_dot(left, middles[at] - dot // 2, dot, at))
            found.append(Part("Milestone", Box(at_left, line.y, first, line.cy), words=when, anchor="ctr", group=at))
            ground = Box(middle, line.y, room.x + room.cx - middle, line.cy)
            inside = (pad, 0, ground.cx - broad + pad, 0)
            found.append(Part("Text", ground, "rect", "panel", what, "ctr", inside, group=at))
            if who:
                place = Box(right + pad, line.y, narrow - 2 * pad, line.cy)
                found.append(Part("Who", place, words=who, anchor="ctr", group=at))
        return found

    return Draft(least, int(least * MOST_IN_ROWS), parts)


def _axis(node: Timeline, box: Box, middle: int, sizes: Sizes) -> Part:
    rule = sizes.line * 2
    return Part("Axis", Box(box.x, middle - rule // 2, box.cx, rule), "rect", "rule", alt=node.alt)


def _dot(left: int, top: int, dot: int, group: int) -> Part:
    return Part("Dot", Box(left, top, dot, dot), "ellipse", "solid", group=group, decorative=True)


class _Today(NamedTuple):
    """The mark of today: what it takes below the axis, and its parts where the axis's dots begin at a height."""

    height: int
    parts: Callable[[int], list[Part]]


def _today(
    node: Timeline, room: Box, lefts: Sequence[int], sizes: Sizes, measure: Measuring, dot: int, sides: int = 1
) -> _Today | None:
    """The mark of today between the dots, its name below the axis, where that stands off what else stands there."""
    mark, items = node.today, node.items
    if mark is None:
        return None
    days = [one.begin for one in items]
    between = [
        (at, one, other) for at, (one, other) in enumerate(pairwise(days)) if one is not None and other is not None
    ]
    at, first, last = next((one for one in between if one[1] <= mark.day < one[2]), (-1, 0, 0))
    if at < 0:
        return None
    tick = sizes.line * 2
    x = lefts[at] + dot // 2 + (mark.day - first) * (lefts[at + 1] - lefts[at]) // (last - first)
    if x - tick < lefts[at] + dot or x + tick > lefts[at + 1]:
        return None
    words = (Words((Span(mark.text),), sizes.label, "text", bold=True),)
    width = int(measure.width(words) * SLACK)
    height = measure.taken(words, width).height
    stems = [left for number, left in enumerate(lefts) if sides == 1 or number % 2]
    for left in (x - width // 2, x, x - width):
        clear = all(left + width <= one or left >= one + dot for one in stems) or sides == 1
        if room.x <= left and left + width <= room.x + room.cx and clear:
            break
    else:
        return None

    def parts(top: int) -> list[Part]:
        bar = Box(x - tick, top, 2 * tick, dot)
        return [
            Part("Today", bar, "rect", "dark", group=len(items), decorative=True),
            Part("Today", Box(left, top + dot, width, height), words=words, group=len(items)),
        ]

    return _Today(height, parts)
