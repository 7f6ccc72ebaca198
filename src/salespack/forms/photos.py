"""A picture that reaches to the edges of its slide: where it stands, what it leaves to all else, and how dark it must
be made where text stands on it. Pure geometry; lengths are EMU."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from salespack.forms.pictures import WHOLE, Crop
from salespack.graphics.boxes import Box, area_of, common
from salespack.graphics.colours import contrast, mix
from salespack.graphics.lights import Shares

Side = Literal["left", "right"]
HALF, TWO_THIRDS = 1 / 2, 2 / 3
"""The share of the slide's width that a picture takes beside text."""
LESS = 2 / 5
"""The same beside a form, whose texts stand beside each other."""
TEXT_SHARE = 0.58
"""The share of a picture, from its left edge on, on which text may stand where it takes the whole slide."""
MOST_GIVEN_UP, MOST_OF_ALL = 0.3, 0.4
"""The share of its place that a picture gives up at most to stay off what must be seen: at a side, and of the slide."""
READABLE = 7.0
"""The contrast that text on a picture has at least, where that is lightest: the enhanced one (WCAG 2.2, 1.4.6), as a
picture is restless."""
LEAST_SCRIM, MOST_SCRIM = 35, 95
"""Percent of opacity."""


def place(page: Box, side: Side | None, share: float, kept: Sequence[Box], gap: int) -> Box | None:
    """The part of the page at one side, or all of it, less what must be given up at its edges to stay a gap off each
    box that is `kept`; None where that would be too much."""
    wide = round(page.cx * share)
    box = page if side is None else Box(page.x if side == "left" else page.x + page.cx - wide, page.y, wide, page.cy)
    least = area_of(box) * (1 - (MOST_OF_ALL if side is None else MOST_GIVEN_UP))
    for one in kept:
        if common(box, one) is None:
            continue
        right, bottom = box.x + box.cx, box.y + box.cy
        below, beside = one.y + one.cy + gap, one.x + one.cx + gap
        cut = [
            Box(box.x, below, box.cx, bottom - below),
            Box(box.x, box.y, box.cx, one.y - gap - box.y),
            Box(beside, box.y, right - beside, box.cy),
            Box(box.x, box.y, one.x - gap - box.x, box.cy),
        ]
        box = max(cut, key=lambda each: max(each.cx, 0) * max(each.cy, 0))
        if box.cx <= 0 or box.cy <= 0 or area_of(box) < least:
            return None
    return box


def beside(box: Box, photo: Box, side: Side, gap: int) -> Box:
    """What is left of a box beside a picture; all of it where the picture stands above or below."""
    if box.y >= photo.y + photo.cy or box.y + box.cy <= photo.y:
        return box
    if side == "right":
        return Box(box.x, box.y, max(min(box.x + box.cx, photo.x - gap) - box.x, 0), box.cy)
    left = max(box.x, photo.x + photo.cx + gap)
    return Box(left, box.y, max(box.x + box.cx - left, 0), box.cy)


def shares_under(zone: Box, photo: Box, crop: Crop) -> Shares:
    """The part of a picture, which is cut as `crop` says, that lies under a zone of its place."""
    left, top, right, bottom = (share / WHOLE for share in crop)
    wide, high = 1 - left - right, 1 - top - bottom

    def across(x: int) -> float:
        return left + wide * min(max((x - photo.x) / photo.cx, 0.0), 1.0)

    def down(y: int) -> float:
        return top + high * min(max((y - photo.y) / photo.cy, 0.0), 1.0)

    return across(zone.x), down(zone.y), across(zone.x + zone.cx), down(zone.y + zone.cy)


def scrim(lightest: str, dark: str, ink: str) -> tuple[int, str] | None:
    """How opaque, in percent, a `dark` colour must lie over the lightest colour of a picture, so that `ink` can be read
    on it, and the colour that is then seen; None where nothing helps. Colours are RRGGBB."""
    for percent in range(LEAST_SCRIM, MOST_SCRIM + 1, 5):
        seen = mix(lightest, dark, percent / 100)
        if contrast(ink, seen) >= READABLE:
            return percent, seen
    return None
