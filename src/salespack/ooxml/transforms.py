"""Where shapes lie: their own transforms, and those of the groups around them, worked out on the slide."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from salespack.graphics.boxes import Box
from salespack.ooxml.markup import ANGLE, MAX_COORDINATE, A, AnyNode, P, boolean, integer

_TURN = 360.0
_PATHS = (f"{P}spPr/{A}xfrm", f"{P}xfrm", f"{P}grpSpPr/{A}xfrm")


class Place(NamedTuple):
    """A box that is turned by `rotation` (degrees clockwise) around its middle, after flips."""

    box: Box
    rotation: float = 0.0
    flip_h: bool = False
    flip_v: bool = False


class Group(NamedTuple):
    """A group: where it lies, and the box of its own coordinates that is laid into it."""

    place: Place
    inner: Box


def place_in(transform: AnyNode | None) -> Place | None:
    """What an `a:xfrm` (or `p:xfrm`) says, None where it does not say where.

    Sizes may not be negative (ST_PositiveCoordinate, ISO/IEC 29500-1 §20.1.10.42): such a one counts as none.
    """
    box = _box(transform, "off", "ext")
    if transform is None or box is None:
        return None
    rotation = integer(transform.get("rot"), 0) / ANGLE % _TURN
    return Place(box, rotation, boolean(transform.get("flipH")), boolean(transform.get("flipV")))


def group_in(transform: AnyNode | None) -> Group | None:
    """What the transform of a group says, None where it says nothing: then its members lie as they are written."""
    place = place_in(transform)
    if place is None:
        return None
    return Group(place, _box(transform, "chOff", "chExt") or place.box)


def _box(transform: AnyNode | None, place: str, size: str) -> Box | None:
    offset = transform.find(f"{A}{place}") if transform is not None else None
    extent = transform.find(f"{A}{size}") if transform is not None else None
    if offset is None or extent is None:
        return None
    return Box(
        integer(offset.get("x"), 0),
        integer(offset.get("y"), 0),
        max(integer(extent.get("cx"), 0), 0),
        max(integer(extent.get("cy"), 0), 0),
    )


def transform_of(shape: AnyNode) -> AnyNode | None:
    """Where a shape keeps its transform: among its properties, a frame of its own (`p:xfrm`), a group among its."""
    for path in _PATHS:
        if (found := shape.find(path)) is not None:
            return found
    return None


def place_of(shape: AnyNode) -> Place | None:
    """Where a shape itself says that it is, None if it inherits its place."""
    return place_in(transform_of(shape))


def box_of(shape: AnyNode) -> Box | None:
    """The box of a shape that says one, before it is turned."""
    place = place_of(shape)
    return place.box if place is not None else None


def on_slide(place: Place, groups: Sequence[Group]) -> Place:
    """A place in the coordinates of the last of `groups` (the outermost is first), on the slide."""
    for group in reversed(groups):
        place = _out_of(place, group)
    return place


def _out_of(place: Place, group: Group) -> Place:
    """A place in the group's own coordinates, in those around it.

    The group is scaled first, then mirrored, then turned. What lies on its side in it takes its scales crosswise.
    """
    (box, rotation, flip_h, flip_v), (outer, turn, mirror_h, mirror_v), inner = place, group.place, group.inner
    across = outer.cx / inner.cx if inner.cx else 1.0
    down = outer.cy / inner.cy if inner.cy else 1.0
    x = outer.x + (box.x + box.cx / 2 - inner.x) * across
    y = outer.y + (box.y + box.cy / 2 - inner.y) * down
    on_side = 45 <= rotation % 180 < 135
    cx, cy = (box.cx * down, box.cy * across) if on_side else (box.cx * across, box.cy * down)
    middle_x, middle_y = outer.x + outer.cx / 2, outer.y + outer.cy / 2
    if mirror_h:
        x, rotation, flip_h = 2 * middle_x - x, -rotation, not flip_h
    if mirror_v:
        y, rotation, flip_v = 2 * middle_y - y, -rotation, not flip_v
    if turn:
        angle = math.radians(turn)
        right, below = x - middle_x, y - middle_y
        x = middle_x + right * math.cos(angle) - below * math.sin(angle)
        y = middle_y + right * math.sin(angle) + below * math.cos(angle)
        rotation += turn
    moved = Box(_emu(x - cx / 2), _emu(y - cy / 2), _emu(cx), _emu(cy))
    return Place(moved, rotation % _TURN, flip_h, flip_v)


def _emu(length: float) -> int:
    return round(min(max(length, -MAX_COORDINATE), MAX_COORDINATE))
