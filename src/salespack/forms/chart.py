"""A chart with what it comes to on a panel: two thirds and a third, or under each other where it is narrow. Pure
geometry; where the chart stands is the part called `CHART`."""

from __future__ import annotations

from collections.abc import Sequence

from salespack.deck.model import Chart
from salespack.forms.arrangement import Draft, Measuring, Part, Words
from salespack.forms.grid import grid
from salespack.forms.ladder import Sizes
from salespack.graphics.boxes import Box
from salespack.graphics.lengths import CENTIPOINT

CHART = "Chart"
BESIDE, BELOW = "beside", "below"
COLUMNS_WIDE = 8
"""Of twelve, for the chart beside its panel."""
LEAST_WIDE = 8
"""The width of a panel beside a chart, in sizes of its letters."""
LEAST_CHART = 0.5
"""The share of the room that the chart has at least above its panel."""


def variants(node: Chart) -> Sequence[str]:
    """The panel at the right, or below."""
    return BESIDE, BELOW


def draft(node: Chart, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
    """The chart as large as its panel lets it be, and the panel over the full height or width."""
    columns, pad, bar = grid(room), sizes.space * 2, sizes.line * 6
    left, width = columns.span(COLUMNS_WIDE, 12 - COLUMNS_WIDE) if variant == BESIDE else columns.span(0, 12)
    inner = width - bar - 2 * pad
    if inner < LEAST_WIDE * sizes.body * CENTIPOINT:
        return None
    words = _words(node, sizes)
    taken = measure.taken(words, inner)
    if taken.broken:
        return None
    high = taken.height + 2 * pad
    needed = high if variant == BESIDE else high + columns.gutter + int(room.cy * LEAST_CHART)

    def parts(box: Box) -> list[Part]:
        if variant == BESIDE:
            chart = Box(box.x, box.y, columns.span(0, COLUMNS_WIDE)[1], box.cy)
            panel = Box(left, box.y, width, box.cy)
        else:
            chart = Box(box.x, box.y, box.cx, box.cy - high - columns.gutter)
            panel = Box(left, box.y + box.cy - high, width, high)
        ground = Box(panel.x + bar, panel.y, panel.cx - bar, panel.cy)
        return [
            Part(CHART, chart),
            Part("Bar", Box(panel.x, panel.y, bar, panel.cy), "rect", "solid", group=0, decorative=True),
            Part("Callout", ground, "rect", "panel", words, "ctr", (pad, pad, pad, pad), group=0),
        ]

    return Draft(needed, room.cy, parts)


def _words(node: Chart, sizes: Sizes) -> tuple[Words, ...]:
    """The callout, larger than the points below it."""
    found = [Words(node.callout, sizes.lead, "on-panel", bold=True, strong="accent-on-panel")] if node.callout else []
    for spans in node.points:
        before = sizes.space * 4 // 3 if found else 0
        found.append(Words(spans, sizes.body, "on-panel", before=before, strong="accent-on-panel"))
    return tuple(found)
