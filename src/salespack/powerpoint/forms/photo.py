"""Pictures that reach to the edges of their slide: cut round their focus, with a scrim where text stands on them.

Where they stand is decided with the whole slide in view, in `composing.photos`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from salespack.deck.model import LayoutRole, Photo
from salespack.forms.columns import Wanted
from salespack.forms.photos import TEXT_SHARE
from salespack.forms.pictures import WHOLE, Crop
from salespack.graphics.boxes import Box
from salespack.powerpoint.brand.model import Placeholder
from salespack.powerpoint.brand.palette import Ink
from salespack.powerpoint.forms.canvas import Canvas, shape
from salespack.powerpoint.forms.form import Excess, Portion, Setting
from salespack.powerpoint.forms.placed import Placed

ROLE: LayoutRole = "table"
PLACEHOLDERS: tuple[str, ...] = ()
STRETCHES = True
SCRIM = shape("scrim", ("ink", "stops"))


class Scrim(NamedTuple):
    """A colour over a picture, so that text can be read: how opaque in percent where that stands, fading behind it."""

    ink: Ink
    percent: int


class Laid(NamedTuple):
    """What of a picture is cut off, and the scrim over it."""

    crop: Crop
    scrim: Scrim | None


def wanted(node: Photo, width: int, room: int, setting: Setting, body: Placeholder | None) -> Wanted:
    """Any height."""
    return Wanted(None)


def fitted(placed: Placed[Photo, Laid], setting: Setting, room: Box) -> Placed[Photo, Laid]:
    """The picture as it is laid."""
    return placed


def excess(placed: Placed[Photo, Laid], own: Placeholder) -> Excess:
    """Never asked, as nothing of it is ever over."""
    raise AssertionError(placed.kind)


def portions(node: Photo) -> Sequence[Portion]:
    """One."""
    return (Portion(1),)


def part(node: Photo, start: int, end: int) -> Photo:
    """The whole of it."""
    return node


def draw(placed: Placed[Photo, Laid], canvas: Canvas) -> None:
    """The picture, and its scrim as a shape of its own."""
    crop, scrim = placed.measured
    canvas.picture("Photo", placed.room, placed.node.picture, crop=crop)
    if scrim is not None:
        opaque = scrim.percent * WHOLE // 100
        stops = ((0, opaque), (round(TEXT_SHARE * WHOLE), opaque), (WHOLE, 0))
        canvas.add(SCRIM, (scrim.ink, stops), "Scrim", placed.room)
