"""A picture in its room: as a whole, or cut to it."""

from __future__ import annotations

from salespack.graphics.boxes import Box
from salespack.graphics.lengths import PIXEL

MOST_ENLARGED = 2.0
"""How many times its own size a small picture is shown at most on the usual slide: beyond that it is blurred."""


MARK_WIDTH, MARK_HEIGHT = 4, 12
"""The parts of its room's width that a mark is wide and high at most."""
WHOLE = 100_000
"""All of a side: crops are shares in 1/1,000 % (ST_Percentage; ECMA-376, 20.1.10.40)."""
CENTRE = (50, 50)
Crop = tuple[int, int, int, int]
UNCUT: Crop = (0, 0, 0, 0)


def cropped(width: int, height: int, room: Box, focus: tuple[int, int] = CENTRE) -> Crop:
    """What is cut off a picture of so many pixels at the left, the top, the right and the bottom, so that it fills its
    room and the point `focus` (percent of width and height) stands as near to the middle as can be."""
    width, height = max(width, 1), max(height, 1)
    scale = max(room.cx / width, room.cy / height)
    sides = zip((room.cx / width / scale, room.cy / height / scale), focus, strict=True)
    (left, right), (top, bottom) = [_cut(shown, at / 100) for shown, at in sides]
    return left, top, right, bottom


def _cut(shown: float, focus: float) -> tuple[int, int]:
    """What is cut off a side of which a share is shown, before and behind that."""
    off = round(WHOLE * (1 - min(shown, 1.0)))
    before = round(min(max(focus - shown / 2, 0.0), 1 - min(shown, 1.0)) * WHOLE)
    return min(before, off), off - min(before, off)


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
