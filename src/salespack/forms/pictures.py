"""A picture in its room."""

from __future__ import annotations

from salespack.graphics.boxes import Box
from salespack.graphics.lengths import PIXEL

MOST_ENLARGED = 2.0
"""How many times its own size a small picture is shown at most on the usual slide: beyond that it is blurred."""


MARK_WIDTH, MARK_HEIGHT = 4, 12
"""The parts of its room's width that a mark is wide and high at most."""


def marked(width: int, height: int, room: Box, scale: float) -> Box:
    """A logo of so many pixels as a whole in the upper left corner of its room, of a size that signs a slide."""
    box = contained(
        width, height, Box(room.x, room.y, room.cx // MARK_WIDTH, min(room.cx // MARK_HEIGHT, room.cy)), scale
    )
    return Box(room.x, room.y, box.cx, box.cy)


def contained(width: int, height: int, room: Box, scale: float) -> Box:
    """A picture of so many pixels as a whole, as large as its room allows, in the middle of it.

    `scale` is the height of the slide as a share of the usual one: it fills a screen as well.
    """
    width, height = max(width, 1), max(height, 1)
    each = min(room.cx / width, room.cy / height, MOST_ENLARGED * PIXEL * scale)
    cx, cy = max(round(width * each), 1), max(round(height * each), 1)
    return Box(room.x + (room.cx - cx) // 2, room.y + (room.cy - cy) // 2, cx, cy)
