"""Steps in their order: chevrons with their text below and the result on the base line, or rows. Pure geometry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from salespack.deck.model import Step, Steps
from salespack.forms.arrangement import Draft, Measuring, Part, Tone, Words
from salespack.forms.grid import grid
from salespack.forms.icons import icon_parts, icon_size
from salespack.forms.ladder import Sizes
from salespack.forms.rows import stacked
from salespack.graphics.boxes import Box
from salespack.graphics.lengths import CENTIPOINT

CHEVRONS, ROWS = "chevrons", "rows"
MOST_STRETCHED = 1.45
MOST_IN_ROWS = 1.8
POINT = 4
"""The tip of a chevron is its height divided by this."""


def variants(node: Steps) -> Sequence[str]:
    """Chevrons side by side; rows for texts that are too long for that."""
    return CHEVRONS, ROWS


def draft(node: Steps, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
    """The steps in one of the two ways."""
    return (
        _chevrons(node.items, room, sizes, measure) if variant == CHEVRONS else _rows(node.items, room, sizes, measure)
    )


class _Said(NamedTuple):
    """The texts of steps: their heads on arrows, what is done, and the result. `tip` is the room that an arrow's tip
    takes, EMU: that of two lines, as its height is not known before the text is measured. `icon` is the height of the
    icons before the heads, `before` the room that they take."""

    heads: list[tuple[Words, ...]]
    texts: list[tuple[Words, ...]]
    results: list[tuple[Words, ...]]
    tip: int
    icon: int
    before: int


def _said(items: Sequence[Step], sizes: Sizes, ink: Tone) -> _Said:
    last = len(items) - 1
    icon = icon_size((step.lead for step in items), sizes.lead)
    return _Said(
        [_head(step, sizes, "on-dark" if at == last else "on-solid") for at, step in enumerate(items)],
        [(Words(step.text, sizes.body, ink),) if step.text else () for step in items],
        [(Words(step.result, sizes.body, "on-panel", bold=True),) if step.result else () for step in items],
        (sizes.label + sizes.lead) * CENTIPOINT * 2 // POINT,
        icon,
        icon + sizes.space if icon else 0,
    )


def _icon(step: Step, head: Box, said: _Said, pad: int, ink: Tone, group: int) -> Sequence[Part]:
    return icon_parts(step.lead, head.x + pad, head.y + (head.cy - said.icon) // 2, said.icon, ink, group)


def _head(step: Step, sizes: Sizes, ink: Tone) -> tuple[Words, ...]:
    when = (Words(step.when, sizes.label, ink),) if step.when else ()
    return *when, Words(step.lead, sizes.lead, ink, bold=True)


def _chevrons(items: Sequence[Step], room: Box, sizes: Sizes, measure: Measuring) -> Draft | None:
    count, gap, pad = len(items), grid(room).gutter // 2, sizes.space
    each = (room.cx - gap * (count - 1)) // count
    heads, texts, results, tip, icon, before = said = _said(items, sizes, "text")
    first = [measure.taken(words, each - 2 * pad - tip - before) for words in heads]
    high = max(icon, *(one.height for one in first)) + 2 * pad
    second = [measure.taken(words, each - pad) for words in texts if words]
    third = [measure.taken(words, each - 2 * pad) for words in results if words]
    if any(one.broken for one in (*first, *second, *third)):
        return None
    text = max((one.height for one in second), default=0)
    result = max((one.height for one in third), default=0) + 2 * pad if third else 0
    needed = high + (text + 2 * pad if text else 0) + result

    def parts(box: Box) -> list[Part]:
        found = []
        for at in range(count):
            left = box.x + at * (each + gap)
            last = at == count - 1
            head = Box(left, box.y, each, high)
            fill: Tone = "dark" if last else "solid"
            found.append(Part("Step", head, "homePlate", fill, heads[at], "ctr", (pad + before, 0, pad, 0), group=at))
            found += _icon(items[at], head, said, pad, "on-dark" if last else "on-solid", at)
            below = box.y + high + pad
            foot = box.y + box.cy - result
            if texts[at]:
                body = Box(left, below, each, max(foot - pad - below, text))
                found.append(Part("Text", body, words=texts[at], insets=(pad // 2, 0, pad // 2, 0), group=at))
            if results[at]:
                end = Box(left, foot, each, result)
                found.append(Part("Result", end, "rect", "panel", results[at], "ctr", (pad, pad, pad, pad), group=at))
        return found

    return Draft(needed, int(needed * (MOST_STRETCHED if third else 1.0)), parts)


def _rows(items: Sequence[Step], room: Box, sizes: Sizes, measure: Measuring) -> Draft | None:
    columns, pad, gap = grid(room), sizes.space, sizes.space * 2 // 3
    any_text, any_result = any(step.text for step in items), any(step.result for step in items)
    spans = [(0, 3), (3, 6), (9, 3)] if any_text and any_result else [(0, 4), (4, 8), (4, 8)]
    places = [columns.span(*span) for span in spans]
    heads, texts, results, tip, icon, before = said = _said(items, sizes, "on-panel")
    needed = []
    for cells in zip(heads, texts, results, strict=True):
        widths = (places[0][1] - 2 * pad - tip - before, places[1][1] - 2 * pad, places[2][1] - 2 * pad)
        taken = [measure.taken(words, width) for words, width in zip(cells, widths, strict=True) if words]
        if any(one.broken for one in taken):
            return None
        needed.append(max(icon, *(one.height for one in taken)) + 2 * pad)
    least = sum(needed) + gap * (len(items) - 1)

    def parts(box: Box) -> list[Part]:
        boxes = stacked(box, needed, gap)
        found = []
        for at, row in enumerate(boxes):
            inside = (pad, 0, pad, 0)
            last = at == len(boxes) - 1
            fill: Tone = "dark" if last else "solid"
            head = Box(places[0][0], row.y, places[0][1], row.cy)
            found.append(Part("Step", head, "homePlate", fill, heads[at], "ctr", (pad + before, 0, pad, 0), group=at))
            found += _icon(items[at], head, said, pad, "on-dark" if last else "on-solid", at)
            for name, words, (left, width) in (("Text", texts[at], places[1]), ("Result", results[at], places[2])):
                if words:
                    place = Box(left, row.y, width, row.cy)
                    found.append(Part(name, place, "rect", "panel", words, "ctr", inside, group=at))
        return found

    return Draft(least, int(least * MOST_IN_ROWS), parts)
