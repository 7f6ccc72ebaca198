"""Rows under each other in one height, and texts beside each other: what several forms are made of. Lengths are EMU."""

from __future__ import annotations

from collections.abc import Sequence

from salespack.graphics.boxes import Box


def stacked(room: Box, needed: Sequence[int], gap: int) -> list[Box]:
    """`room` in a row for each height that is needed, a gap between two: of one height where there is room for that."""
    whole = max(needed) * len(needed) + gap * (len(needed) - 1)
    return equal_rows(room, len(needed), gap) if whole <= room.cy else unequal_rows(room, needed, gap)


def equal_rows(room: Box, count: int, gap: int) -> list[Box]:
    """`room` in `count` rows of one height, a gap between two."""
    height = (room.cy - gap * (count - 1)) / count
    tops = [room.y + number * (height + gap) for number in range(count)]
    return [Box(room.x, round(top), room.cx, round(top + height) - round(top)) for top in tops]


def unequal_rows(room: Box, needed: Sequence[int], gap: int) -> list[Box]:
    """`room` in rows that share what is left over beyond what each needs."""
    spare = max(room.cy - sum(needed) - gap * (len(needed) - 1), 0) // max(len(needed), 1)
    boxes, top = [], room.y
    for height in needed:
        boxes.append(Box(room.x, top, room.cx, height + spare))
        top += height + spare + gap
    return boxes
