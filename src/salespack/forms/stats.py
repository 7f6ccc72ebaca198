"""Key figures in columns, and short points in a ruled strip below them. Pure geometry."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TypeVar

from salespack.deck.model import Kpi, Kpis
from salespack.forms.arrangement import Draft, Measuring, Part, Words
from salespack.forms.grid import grid
from salespack.forms.growing import FULL
from salespack.forms.icons import icon_parts, icon_size
from salespack.forms.ladder import Sizes
from salespack.forms.number import on_one_line
from salespack.forms.rows import equal_rows, stacked
from salespack.graphics.boxes import Box

Item = TypeVar("Item")
MOST_IN_A_ROW = 4
MOST_STRETCHED = 1.6
COLUMNS, SQUARE = "columns", "square"


def variants(node: Kpis) -> Sequence[str]:
    """Side by side; four also in two rows, where they are too narrow for that."""
    return (COLUMNS, SQUARE) if len(node.items) == MOST_IN_A_ROW else (COLUMNS,)


def draft(node: Kpis, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
    """Figures of one size, as large as each fits on one line, in rows of at most four."""
    columns, pad = grid(room), sizes.space * 3 // 2
    rows = [node.items[:2], node.items[2:]] if variant == SQUARE else in_rows(node.items)
    width = (columns.cx + columns.gutter) // max(map(len, rows)) - columns.gutter
    inner = width - 2 * pad
    usual = sizes.figures[: max(len(sizes.figures) - 3, 1)] if node.points or len(rows) > 1 else sizes.figures
    points = [(Words(spans, sizes.body, "text", strong="accent"),) for spans in node.points]
    below = [measure.taken(words, room.cx - pad) for words in points]
    if any(one.broken for one in below):
        return None
    gap, rule = columns.gutter, sizes.line
    icon = icon_size((item.figure for item in node.items), sizes.lead)
    above = icon + pad // 2 if icon else 0
    strip = [one.height + sizes.space + rule for one in below]
    fitting = []
    for size in on_one_line([item.figure for item in node.items], sizes._replace(figures=usual), inner, measure):
        texts = [[_texts(item, size, sizes) for item in row] for row in rows]
        taken = [measure.taken(words, inner) for row in texts for words in row]
        if not any(one.broken for one in taken):
            each = max(one.height for one in taken) + 2 * pad + above
            figures = each * len(rows) + gap * (len(rows) - 1)
            high = [max(heights) for heights in _split([one.height for one in taken], rows)]
            fitting.append((texts, high, figures + (gap + sum(strip) if strip else 0)))
    if not fitting:
        return None
    chosen, highest, needed = next((one for one in fitting if one[2] <= FULL * room.cy), fitting[-1])

    def parts(box: Box) -> list[Part]:
        spare = max(box.cy - needed, 0)
        lower = (gap + sum(strip) + spare * 45 // 100) if strip else 0
        upper = Box(box.x, box.y, box.cx, box.cy - lower)
        found, group = [], 0
        lines = equal_rows(upper, len(rows), gap)
        for row, texts, high, line in zip(rows, chosen, highest, lines, strict=True):
            step = (columns.cx + columns.gutter) / len(row)
            for at, words in enumerate(texts):
                left = round(columns.x + at * step)
                wide = round(columns.x + (at + 1) * step) - columns.gutter - left
                place = Box(left, line.y, wide, line.cy)
                top = max((line.cy - high - above) // 2, pad)
                insets = (pad, top + above, pad, pad)
                found.append(Part("Key Figure", place, "rect", "panel", words, "t", insets, group=group))
                figure = row[at].figure
                found += icon_parts(figure, left + pad, line.y + top, icon, "accent-on-panel", group)
                group += 1
        if strip:
            foot = Box(box.x, box.y + box.cy - lower + gap, box.cx, lower - gap)
            for words, line in zip(points, stacked(foot, strip, 0), strict=True):
                edge = Box(line.x, line.y, line.cx, rule)
                found.append(Part("Rule", edge, "rect", "rule", group=group, decorative=True))
                text = Box(line.x, line.y + rule, line.cx, line.cy - rule)
                found.append(Part("Point", text, words=words, anchor="ctr", insets=(0, 0, pad, 0), group=group))
                group += 1
        return found

    return Draft(needed, int(needed * MOST_STRETCHED), parts)


def in_rows(items: Sequence[Item]) -> list[Sequence[Item]]:
    """Figures in rows of at most four, as equal as can be."""
    count = len(items)
    per_row = count if count <= MOST_IN_A_ROW else ceil(count / ceil(count / MOST_IN_A_ROW))
    return [items[at : at + per_row] for at in range(0, count, per_row)]


def _split(heights: Sequence[int], rows: Sequence[Sequence[Kpi]]) -> list[list[int]]:
    """The heights of figures by the rows that they stand in."""
    found, start = [], 0
    for row in rows:
        found.append(list(heights[start : start + len(row)]))
        start += len(row)
    return found


def _texts(item: Kpi, size: int, sizes: Sizes) -> tuple[Words, ...]:
    figure = Words(item.figure, size, "accent-on-panel", bold=True)
    return (figure, Words(item.label, sizes.body, "on-panel", before=sizes.space // 3)) if item.label else (figure,)
