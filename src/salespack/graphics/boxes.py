"""Rectangles in EMU, and what can be computed from them alone."""

from __future__ import annotations

import math
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


def turned(box: Box, around: Box, degrees: float) -> Box:
    """The least upright box around `box` when it is turned clockwise around the middle of another."""
    if not degrees:
        return box
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    middle_x, middle_y = around.x + around.cx / 2, around.y + around.cy / 2
    x, y = box.x + box.cx / 2 - middle_x, box.y + box.cy / 2 - middle_y
    x, y = middle_x + x * cos - y * sin, middle_y + x * sin + y * cos
    wide, high = abs(box.cx * cos) + abs(box.cy * sin), abs(box.cx * sin) + abs(box.cy * cos)
    return Box(round(x - wide / 2), round(y - high / 2), round(wide), round(high))
