"""Key figures in rows, thin lines between them. Lengths are EMU."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple, TypeVar

from salespack.forms.sizes import INSET
from salespack.graphics.boxes import Box

Item = TypeVar("Item")
MOST_IN_A_ROW = 4


def in_rows(items: Sequence[Item]) -> list[Sequence[Item]]:
    """The figures in rows of at most four, as equal as can be."""
    count = len(items)
    per_row = count if count <= MOST_IN_A_ROW else ceil(count / ceil(count / MOST_IN_A_ROW))
    return [items[at : at + per_row] for at in range(0, count, per_row)]


class FigureBoxes(NamedTuple):
    """Where key figures stand: each row's boxes, the lines before each figure but a row's first, and all of them."""

    rows: list[list[Box]]
    lines: list[list[Box]]
    whole: Box


def figure_boxes(counts: Sequence[int], heights: Sequence[int], area: Box) -> FigureBoxes:
    """Rows of so many figures and of such heights, a little above the middle of spare room."""
    needed, right = sum(heights), area.x
    start = top = area.y + max(area.cy - needed, 0) * 3 // 10
    rows, lines = [], []
    for count, height in zip(counts, heights, strict=True):
        part = area.cx // count
        lefts = [area.x + at * part + (2 * INSET if at else 0) for at in range(count)]
        rows.append([Box(left, top, area.x + (at + 1) * part - left - INSET, height) for at, left in enumerate(lefts)])
        lines.append([Box(area.x + at * part, top, 0, height) for at in range(1, count)])
        right = max(right, *(box.x + box.cx for box in rows[-1]))
        top += height
    return FigureBoxes(rows, lines, Box(area.x, start, right - area.x, needed))
