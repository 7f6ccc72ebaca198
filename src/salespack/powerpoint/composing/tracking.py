"""Where a deck's chapters stand above the title of a slide, small, and what they are written in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from salespack.deck.model import Tracker
from salespack.forms.arrangement import Part
from salespack.forms.tracker import height_of, tracker
from salespack.graphics.boxes import Box, area_of, common
from salespack.powerpoint.brand.backgrounds import COVERING, ground_behind
from salespack.powerpoint.brand.model import Brand, Patch
from salespack.powerpoint.brand.palette import Palette, palette
from salespack.powerpoint.composing.stage import Stage
from salespack.powerpoint.forms import text
from salespack.powerpoint.forms.composed import FormMeasuring
from salespack.powerpoint.forms.form import Setting
from salespack.powerpoint.forms.placed import AnyPlaced

FROM_EDGE = 40
"""What stays between a tracker and the edge of the slide: that part of its height."""

LEAST_OF_TITLE = 0.6
"""The share of a title's width that decorations beside a tracker leave to it."""


class Tracked(NamedTuple):
    """A tracker as it is drawn: its parts, and the colours where it stands."""

    parts: tuple[Part, ...]
    palette: Palette


def tracked(node: Tracker, title: AnyPlaced, stage: Stage, setting: Setting, brand: Brand) -> Tracked | None:
    """The tracker above the box of a title, else at its top where its text leaves that free; at one height on all
    slides of a layout. None where there is no room, or the ground there is of several colours."""
    home = stage.title
    if title.placeholder is None or home is None or title.room.y < 0:
        return None
    measure, size = FormMeasuring(setting), setting.ladder.caption()
    line = setting.ladder.at(0).line
    high = height_of(node, size, line, measure)
    left = home.x + title.placeholder.insets[0]
    right = min(home.x + home.cx, stage.clear.x + stage.clear.cx)
    top = max(home.y - high - 2 * line, brand.height // FROM_EDGE)
    box = _clear(Box(left, top, right - left, high), stage.layout.patches, 3 * line)
    ground = ground_behind(box, stage.layout.paper, stage.layout.patches)
    if box.cx < LEAST_OF_TITLE * home.cx or box.y + high > _first_line(title, setting) or ground is None:
        return None
    colours = palette(brand, ground, dark=stage.layout.dark)
    return Tracked(tracker(node, box, size, line, measure), colours)


def _clear(box: Box, patches: Sequence[Patch], gap: int) -> Box:
    """The box beside a decoration at one of its ends, and below one across it that begins above it."""
    for patch in patches:
        shared = common(box, patch.box)
        if shared is None or area_of(shared) >= COVERING * area_of(box):
            continue
        if shared.cx >= COVERING * box.cx:
            end = patch.box.y + patch.box.cy + gap
            box = Box(box.x, end, box.cx, box.cy) if patch.box.y <= box.y else box
        elif patch.box.x + patch.box.cx // 2 > box.x + box.cx // 2:
            box = Box(box.x, box.y, patch.box.x - gap - box.x, box.cy)
        else:
            left = patch.box.x + patch.box.cx + gap
            box = Box(left, box.y, box.x + box.cx - left, box.cy)
    return box


def _first_line(title: AnyPlaced, setting: Setting) -> int:
    """Where the text of a title begins."""
    look, room = text.look_of(title, setting.own), title.room
    height = text.taken(title, setting, room, title.percent).height
    _, above, _, below = look.insets
    match look.anchor:
        case "b":
            return room.y + room.cy - below - height
        case "ctr":
            return room.y + (room.cy + above - below - height) // 2
        case _:
            return room.y + above
