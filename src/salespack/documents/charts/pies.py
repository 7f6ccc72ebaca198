"""Pies of documents. Lengths are points."""

from __future__ import annotations

import math

from salespack.documents.assets import Sized
from salespack.documents.charts.marks import Marks, Written, fitting, length, text_width

PIE_MARGIN = 4.0


def draw_pie(sized: Sized, marks: Marks, written: Written) -> None:
    """Wedges from twelve o'clock, and beside them a key with the figures. Only figures above zero make wedges."""
    chart = sized.chart
    values = chart.series[0].values if chart.series else ()
    found = enumerate(zip(chart.categories, values, strict=False))
    wedges = [(row, name, value) for row, (name, value) in found if value is not None and value > 0]
    total = sum(value for _, _, value in wedges)
    radius = min(sized.height, sized.width * 0.45) / 2 - PIE_MARGIN
    cx, cy = radius + PIE_MARGIN, sized.height / 2
    angle = -math.pi / 2
    step = min(16.0, (sized.height - 8) / max(len(wedges), 1))
    y = cy - step * (len(wedges) - 1) / 2
    for number, (row, category, value) in enumerate(wedges):
        turn = 2 * math.pi * value / total
        marks.path(_wedge(cx, cy, radius, angle, turn), f"#{marks.series(number, row)}", "#FFFFFF", "1")
        angle += turn
        x = 2 * (radius + PIE_MARGIN) + 10
        marks.rectangle(x, y - 4 + step * number, 8, 8, marks.series(number, row))
        figure = written.first(value)
        room = sized.width - x - 18 - text_width(figure)
        marks.label(
            x + 13,
            y + 3 + step * number,
            f"{fitting(category, room)}  {figure}",
            strong=marks.stands_out(number, row),
        )


def _wedge(cx: float, cy: float, radius: float, start: float, turn: float) -> str:
    if turn > 2 * math.pi - 1e-6:
        half = f"a{length(radius)} {length(radius)} 0 1 1 0 "
        return f"M{length(cx)} {length(cy - radius)}{half}{length(2 * radius)}{half}{length(-2 * radius)}Z"
    x1, y1 = cx + radius * math.cos(start), cy + radius * math.sin(start)
    x2, y2 = cx + radius * math.cos(start + turn), cy + radius * math.sin(start + turn)
    large = 1 if turn > math.pi else 0
    arc = f"A{length(radius)} {length(radius)} 0 {large} 1 {length(x2)} {length(y2)}"
    return f"M{length(cx)} {length(cy)}L{length(x1)} {length(y1)}{arc}Z"
