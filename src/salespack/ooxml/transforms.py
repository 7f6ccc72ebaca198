"""Where shapes lie: their own transforms, and those of the groups around them, worked out on the slide."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element

import msgspec

from salespack.graphics.boxes import Box
from salespack.ooxml.markup import MAX_COORDINATE, A, P, integer

if TYPE_CHECKING:
    from salespack.ooxml.trees import Tree

_TURN = 360.0
_ANGLE = 60_000


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


def place_in(transform: Element | None) -> Place | None:
    """What an `a:xfrm` (or `p:xfrm`) says, None where it does not say where. Negative sizes count as none."""
    box = _box(transform, "off", "ext")
    if transform is None or box is None:
        return None
    rotation = integer(transform.get("rot"), 0) / _ANGLE % _TURN
    return Place(box, rotation, transform.get("flipH") in ("1", "true"), transform.get("flipV") in ("1", "true"))


def group_in(transform: Element | None) -> Group | None:
    """What the transform of a group says, None where it says nothing: then its members lie as they are written."""
    place = place_in(transform)
    if place is None:
        return None
    return Group(place, _box(transform, "chOff", "chExt") or place.box)


def _box(transform: Element | None, place: str, size: str) -> Box | None:
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


class Frame(msgspec.Struct, frozen=True):
    """How a group's own coordinates lie on the slide."""

    x: float = 0.0
    y: float = 0.0
    across: float = 1.0
    down: float = 1.0

    def placed(self, box: Box) -> Box:
        """A box in the group's coordinates, on the slide."""
        return Box(
            round(self.x + box.x * self.across),
            round(self.y + box.y * self.down),
            round(box.cx * self.across),
            round(box.cy * self.down),
        )


def box_of(shape: Element) -> Box | None:
    """Where a shape itself says that it is, None if it inherits its place."""
    transform = _transform(shape)
    return _written_box(transform, "off", "ext") if transform is not None else None


def _transform(shape: Element) -> Element | None:
    for path in (f"{P}spPr/{A}xfrm", f"{P}xfrm", f"{P}grpSpPr/{A}xfrm"):
        if (found := shape.find(path)) is not None:
            return found
    return None


def _written_box(transform: Element, place: str, size: str) -> Box | None:
    offset, extent = transform.find(f"{A}{place}"), transform.find(f"{A}{size}")
    if offset is None or extent is None:
        return None
    x, y = (integer(offset.get(one), 0) for one in "xy")
    cx, cy = (integer(extent.get(one), 0) for one in ("cx", "cy"))
    return Box(x, y, cx, cy)


def _inner(group: Element, frame: Frame) -> Frame:
    """The frame of what is in a group."""
    transform = _transform(group)
    outer = _written_box(transform, "off", "ext") if transform is not None else None
    inner = _written_box(transform, "chOff", "chExt") if transform is not None else None
    if outer is None or inner is None or inner.cx <= 0 or inner.cy <= 0:
        return frame
    across, down = outer.cx / inner.cx, outer.cy / inner.cy
    return Frame(
        frame.x + (outer.x - inner.x * across) * frame.across,
        frame.y + (outer.y - inner.y * down) * frame.down,
        frame.across * across,
        frame.down * down,
    )


def own_box(shape: Tree) -> Box | None:
    """Where a shape itself says that it is."""
    transform = shape.find(f"{P}spPr/{A}xfrm")
    if transform is None:
        transform = shape.find(f"{P}xfrm")
    offset, extent = (transform.find(f"{A}{one}") if transform is not None else None for one in ("off", "ext"))
    if offset is None or extent is None:
        return None
    return Box(
        integer(offset.get("x"), 0),
        integer(offset.get("y"), 0),
        max(integer(extent.get("cx"), 0), 0),
        max(integer(extent.get("cy"), 0), 0),
    )
