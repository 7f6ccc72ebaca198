"""The grid of twelve columns that every form stands on. Lengths are EMU."""

from __future__ import annotations

from typing import NamedTuple

from salespack.graphics.boxes import Box

COLUMNS = 12
BROAD = 1.7
"""How many times as wide as high an area is in which things stand beside each other, not in rows."""
GUTTER = 0.021
"""The room between columns, as a share of the area's width: about 2 % of the slide's."""


class Grid(NamedTuple):
    """Twelve columns over an area, and the room between two of them."""

    x: int
    cx: int
    gutter: int

    def span(self, first: int, count: int) -> tuple[int, int]:
        """Left end and width of `count` columns from the one numbered `first`, from 0."""
        step = (self.cx + self.gutter) / COLUMNS
        left = round(self.x + first * step)
        right = round(self.x + (first + count) * step) - self.gutter
        return left, right - left


def grid(room: Box) -> Grid:
    """The grid over an area."""
    return Grid(room.x, room.cx, round(room.cx * GUTTER))
