"""Rectangles in EMU, and what can be computed from them alone."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


class Box(msgspec.Struct, frozen=True):
    """A rectangle on the slide, in EMU."""

    x: int
    y: int
    cx: int
    cy: int


def common(one: Box, other: Box) -> Box | None:
    """The box that two boxes share."""
    x, y = max(one.x, other.x), max(one.y, other.y)
    right, bottom = min(one.x + one.cx, other.x + other.cx), min(one.y + one.cy, other.y + other.cy)
    return Box(x, y, right - x, bottom - y) if right > x and bottom > y else None


def area_of(box: Box) -> int:
    """Square EMU."""
    return box.cx * box.cy


def union(boxes: Sequence[Box]) -> Box:
    """The least box around all of them."""
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    return Box(x, y, max(box.x + box.cx for box in boxes) - x, max(box.y + box.cy for box in boxes) - y)
