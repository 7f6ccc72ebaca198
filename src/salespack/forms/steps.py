"""Steps in their order: chevrons with their text below and the result on the base line, or rows. Pure geometry."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

import msgspec

from salespack.deck.model import Step, Steps
from salespack.forms.arrangement import Draft, Measuring, Part, Tone, Words
from salespack.forms.grid import grid
from salespack.forms.icons import icon_parts, icon_size
from salespack.forms.ladder import Sizes
from salespack.forms.rows import equal_rows, stacked
from salespack.graphics.boxes import Box
from salespack.graphics.lengths import CENTIPOINT

CHEVRONS, TWO_ROWS, ROWS = "chevrons", "two-rows", "rows"
MOST_STRETCHED, MOST_ALONE = 1.45, 1.15
"""How many times as high as they must be chevrons are at most: with a result at their foot, and without."""
MOST_IN_ROWS = 1.8
POINT = 4
"""The tip of a chevron is its height divided by this."""
FEWEST_IN_TWO_ROWS = 4
OF_THREE = (((0, 3), (3, 6), (9, 3)), ((0, 4), (4, 5), (9, 3)), ((0, 4), (4, 4), (8, 4)))
OF_TWO = (((0, 4), (4, 8), (4, 8)), ((0, 5), (5, 7), (5, 7)))
"""The columns of the grid for heads, texts and results in rows: the first in which no word is broken."""


def variants(node: Steps) -> Sequence[str]:
    """Chevrons side by side; many of them in two rows, where they are too narrow for that; rows for long texts."""
    return (CHEVRONS, TWO_ROWS, ROWS) if len(node.items) >= FEWEST_IN_TWO_ROWS else (CHEVRONS, ROWS)


def draft(node: Steps, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
    """The steps in one of the ways; a result that the last of them has alone is that of all, and stands below them."""
    *first, last = node.items
    if not node.ends or not first or not last.result or any(step.result for step in first):
        return _drawn(node, room, variant, sizes, measure)
    without = msgspec.structs.replace(node, items=(*first, msgspec.structs.replace(last, result=())))
    steps, pad = _drawn(without, room, variant, sizes, measure), sizes.space
    words = (Words(last.result, sizes.body, "on-panel", bold=True),)
    taken = measure.taken(words, room.cx - 2 * pad)
    if steps is None or taken.broken:
        return None
    high = taken.height + 2 * pad
    above = steps.parts

    def parts(box: Box) -> list[Part]:
        foot = box.y + box.cy - high
        end = Box(box.x, foot, box.cx, high)
        result = Part("Result", end, "rect", "panel", words, "ctr", (pad, 0, pad, 0))
        return [*above(Box(box.x, box.y, box.cx, box.cy - high - pad)), result]

    most = max(steps.most, int(steps.needed * MOST_STRETCHED))
    return Draft(steps.needed + pad + high, most + pad + high, parts)


def _drawn(node: Steps, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
    if variant == ROWS:
        return _rows(node, room, sizes, measure)
    return _chevrons(node, room, 2 if variant == TWO_ROWS else 1, sizes, measure)


class _Said(NamedTuple):
    """The texts of steps: their heads on arrows, what is done, and the result. `tip` is the room that an arrow's tip
    takes, EMU: that of two lines, as its height is not known before the text is measured. `icon` is the height of the
    icons before the heads, `before` the room that they take."""

    grounds: list[Tone]
    heads: list[tuple[Words, ...]]
    texts: list[tuple[Words, ...]]
    results: list[tuple[Words, ...]]
    tip: int
    icon: int
    before: int


def _said(node: Steps, sizes: Sizes, ink: Tone) -> _Said:
    items, last = node.items, len(node.items) - 1
    icon = icon_size((step.lead for step in items), sizes.lead)
    grounds: list[Tone] = ["dark" if node.ends and at == last else "solid" for at in range(len(items))]
    return _Said(
        grounds,
        [
            _head(step, sizes, "on-dark" if ground == "dark" else "on-solid")
            for step, ground in zip(items, grounds, strict=True)
        ],
        [(Words(step.text, sizes.body, ink),) if step.text else () for step in items],
        [(Words(step.result, sizes.body, "on-panel", bold=True),) if step.result else () for step in items],
        (sizes.label + sizes.lead) * CENTIPOINT * 2 // POINT,
        icon,
        icon + sizes.space if icon else 0,
    )


def _icon(step: Step, head: Box, said: _Said, pad: int, at: int) -> Sequence[Part]:
    ink: Tone = "on-dark" if said.grounds[at] == "dark" else "on-solid"
    return icon_parts(step.lead, head.x + pad, head.y + (head.cy - said.icon) // 2, said.icon, ink, at)


def _head(step: Step, sizes: Sizes, ink: Tone) -> tuple[Words, ...]:
    when = (Words(step.when, sizes.label, ink),) if step.when else ()
    return *when, Words(step.lead, sizes.lead, ink, bold=True)


def _chevrons(node: Steps, room: Box, down: int, sizes: Sizes, measure: Measuring) -> Draft | None:
    """The steps abreast, in one row of them or `down`; what belongs together stands on one line in each: its head, and
    on a panel below that what is done and, over a rule at the foot, the result."""
    count, gap, pad = ceil(len(node.items) / down), grid(room).gutter // 2, sizes.space
    each, between = (room.cx - gap * (count - 1)) // count, sizes.space * 2
    grounds, heads, texts, results, tip, icon, before = said = _said(node, sizes, "on-panel")
    first = [measure.taken(words, each - 2 * pad - tip - before) for words in heads]
    high = max(icon, *(one.height for one in first)) + 2 * pad
    second = [measure.taken(words, each - 2 * pad) for words in texts if words]
    third = [measure.taken(words, each - 2 * pad) for words in results if words]
    if any(one.broken for one in (*first, *second, *third)):
        return None
    text = max((one.height for one in second), default=0)
    result = max((one.height for one in third), default=0) + 2 * pad if third else 0
    needed = down * (high + (text + 2 * pad if text else 0) + result) + (down - 1) * between

    def parts(box: Box) -> list[Part]:
        found = []
        rows = equal_rows(box, down, between)
        for at in range(len(node.items)):
            row, left = rows[at // count], box.x + at % count * (each + gap)
            head = Box(left, row.y, each, high)
            insets = (pad + before, 0, pad, 0)
            found.append(Part("Step", head, "homePlate", grounds[at], heads[at], "ctr", insets, group=at))
            found += _icon(node.items[at], head, said, pad, at)
            below, foot = row.y + high, row.y + row.cy - result
            sides = (pad, pad, pad, pad)
            if texts[at]:
                body = Box(left, below, each, max((foot if results[at] else row.y + row.cy) - below, text + 2 * pad))
                found.append(Part("Text", body, "rect", "panel", texts[at], "t", sides, group=at))
            if results[at]:
                end = Box(left, foot, each, result)
                found.append(Part("Result", end, "rect", "panel", results[at], "ctr", sides, group=at))
                if texts[at]:
                    line = Box(left + pad, foot, each - 2 * pad, sizes.line)
                    found.append(Part("Rule", line, "rect", "solid", group=at, decorative=True))
        return found

    return Draft(needed, int(needed * (MOST_STRETCHED if third or down > 1 else MOST_ALONE)), parts)


def _rows(node: Steps, room: Box, sizes: Sizes, measure: Measuring) -> Draft | None:
    any_text, any_result = any(step.text for step in node.items), any(step.result for step in node.items)
    drafts = (
        _rows_in(node, room, spans, sizes, measure) for spans in (OF_THREE if any_text and any_result else OF_TWO)
    )
    return next((one for one in drafts if one is not None), None)


def _rows_in(
    node: Steps, room: Box, spans: Sequence[tuple[int, int]], sizes: Sizes, measure: Measuring
) -> Draft | None:
    columns, pad, gap = grid(room), sizes.space, sizes.space * 2 // 3
    places = [columns.span(*span) for span in spans]
    grounds, heads, texts, results, tip, icon, before = said = _said(node, sizes, "on-panel")
    needed = []
    for cells in zip(heads, texts, results, strict=True):
        widths = (places[0][1] - 2 * pad - tip - before, places[1][1] - 2 * pad, places[2][1] - 2 * pad)
        taken = [measure.taken(words, width) for words, width in zip(cells, widths, strict=True) if words]
        if any(one.broken for one in taken):
            return None
        needed.append(max(icon, *(one.height for one in taken)) + 2 * pad)
    least = sum(needed) + gap * (len(needed) - 1)

    def parts(box: Box) -> list[Part]:
        boxes = stacked(box, needed, gap)
        found = []
        for at, row in enumerate(boxes):
            inside = (pad, 0, pad, 0)
            head = Box(places[0][0], row.y, places[0][1], row.cy)
            insets = (pad + before, 0, pad, 0)
            found.append(Part("Step", head, "homePlate", grounds[at], heads[at], "ctr", insets, group=at))
            found += _icon(node.items[at], head, said, pad, at)
            for name, words, (left, width) in (("Text", texts[at], places[1]), ("Result", results[at], places[2])):
                if words:
                    place = Box(left, row.y, width, row.cy)
                    found.append(Part(name, place, "rect", "panel", words, "ctr", inside, group=at))
        return found

    return Draft(least, int(least * MOST_IN_ROWS), parts)
