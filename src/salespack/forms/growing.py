"""The one way in which forms take their room: as large as fits, then gaps that grow, then another variant.

The largest rung of the ladder is taken at which the content needs at most `FULL` of the area; the form then grows to
the limits that it declares. Where that leaves it below `AIRY`, or its text is much smaller than another variant's, the
next variant is tried, and of those that stay below the fullest stands a little above the middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from salespack.forms.arrangement import Arrangement, Draft, Geometry, Measuring
from salespack.forms.ladder import Ladder
from salespack.graphics.boxes import Box

FULL = 0.92
AIRY = 0.72
MUCH_LARGER = 2
"""A variant gives way to one in which text, up to the brand's own size, is so many rungs larger."""
ABOVE = 0.4
"""The share of what is left over that stands above: 2 : 3."""


def arranged(
    form: Geometry[Any],
    node: object,
    room: Box,
    ladder: Ladder,
    measure: Measuring,
    rungs: Sequence[int],
    first: str = "",
) -> Arrangement:
    """The node in its room, at one of `rungs`, the largest first; `first` is the variant to try before the others."""
    variants = sorted(form.variants(node), key=lambda one: one != first)
    fitting: list[tuple[float, Arrangement]] = []
    last: list[tuple[float, Arrangement]] = []
    tight: Arrangement | None = None
    for variant in variants:
        found = _largest(form, node, room, variant, ladder, measure, rungs)
        if found is None:
            continue
        rung, draft = found
        if draft.needed > room.cy:
            tight = tight or _placed(draft, room, draft.needed, variant, rung, over=True)
            continue
        height = min(max(draft.needed, draft.most), room.cy)
        fits = last if draft.last_resort else fitting
        fits.append((height / max(room.cy, 1), _placed(draft, room, height, variant, rung)))
    fitting = fitting or last
    if not fitting:
        return tight or Arrangement((), variants[0], rungs[-1], room.cy + 1, over=True)
    if fitting[0][1].variant == first:
        return fitting[0][1]
    largest = max(min(one.rung, ladder.own) for _, one in fitting)
    fitting = [one for one in fitting if one[1].rung > largest - MUCH_LARGER]
    return next((one for share, one in fitting if share >= AIRY), max(fitting, key=lambda one: one[0])[1])


def _largest(
    form: Geometry[Any], node: object, room: Box, variant: str, ladder: Ladder, measure: Measuring, rungs: Sequence[int]
) -> tuple[int, Draft] | None:
    """The largest rung at which a variant takes at most its share of the room, else the last that can be drawn."""
    last: tuple[int, Draft] | None = None
    for rung in rungs:
        draft = form.draft(node, room, variant, ladder.at(rung), measure)
        if draft is None:
            continue
        if last is None or draft.needed <= last[1].needed:
            last = rung, draft
        if draft.needed <= FULL * room.cy:
            return rung, draft
    return last


def _placed(draft: Draft, room: Box, height: int, variant: str, rung: int, *, over: bool = False) -> Arrangement:
    top = room.y + int(max(room.cy - height, 0) * ABOVE)
    return Arrangement(tuple(draft.parts(Box(room.x, top, room.cx, height))), variant, rung, height, over)
