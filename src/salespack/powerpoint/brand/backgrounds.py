"""What lies behind and beside the text of a layout: the background's colour, and the shapes that decorate it.

Everything here is told from boxes and fills. Where several colours meet, or a picture lies, the colour is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from salespack.graphics.boxes import Box, common
from salespack.ooxml.markup import A, P, integer
from salespack.ooxml.placeholders import placeholder_of
from salespack.ooxml.theme import Theme
from salespack.ooxml.transforms import Group, group_in, on_slide, place_of, transform_of
from salespack.powerpoint.brand.model import Patch

COVERING = 0.8
"""Share of a box that a shape must cover to count as what is behind it."""
TOUCHING = 0.2
"""Share of a box from which a shape that covers it in part makes the colour behind it unknown."""
MOST_PATCHES = 200
"""Layouts have a handful of decorations; of one that has thousands the first are looked at."""
DEEPEST = 16
"""How deep groups in groups are followed."""
SOLID = 0.9
"""The opacity from which a fill hides what is behind it."""
_WHOLE_SHAPES = frozenset({"", "rect", "roundRect", "round1Rect", "round2SameRect", "snip1Rect"})


def patches(roots: Sequence[Element], theme: Theme) -> tuple[Patch, ...]:
    """The shapes of master and layout that are filled or pictures, from behind to the front, no placeholders."""
    found: list[Patch] = []
    for root in roots:
        tree = root.find(f"{P}cSld/{P}spTree")
        for patch in _in_tree(tree, theme, ()) if tree is not None else ():
            if len(found) == MOST_PATCHES:
                return tuple(found)
            found.append(patch)
    return tuple(found)


def _in_tree(tree: Element, theme: Theme, groups: tuple[Group, ...], depth: int = 0) -> Iterator[Patch]:
    for shape in tree:
        if shape.tag == f"{P}grpSp":
            if depth < DEEPEST:
                own = group_in(transform_of(shape))
                yield from _in_tree(shape, theme, groups if own is None else (*groups, own), depth + 1)
        elif shape.tag in (f"{P}sp", f"{P}pic", f"{P}graphicFrame") and placeholder_of(shape) is None:
            place = place_of(shape)
            if place is None or not place.box.cx or not place.box.cy:
                continue
            if (patch := _patch(shape, on_slide(place, groups).box, theme)) is not None:
                yield patch


def _patch(shape: Element, box: Box, theme: Theme) -> Patch | None:
    """The shape as a patch, None where nothing of it is seen: no fill, or one that lets nearly all through."""
    properties = shape.find(f"{P}spPr")
    if shape.tag != f"{P}sp" or (properties is not None and properties.find(f"{A}blipFill") is not None):
        return Patch(box=box, colour=None, whole=True)
    fill = fill_of(shape, theme)
    if fill is None:
        return None
    colour, opacity = fill
    if opacity < 1 - SOLID:
        return None
    geometry = properties.find(f"{A}prstGeom") if properties is not None else None
    is_custom = properties is not None and properties.find(f"{A}custGeom") is not None
    kind = geometry.get("prst", "") if geometry is not None else ""
    return Patch(box=box, colour=colour if opacity >= SOLID else None, whole=not is_custom and kind in _WHOLE_SHAPES)


def fill_of(shape: Element, theme: Theme) -> tuple[str | None, float] | None:
    """The colour of a shape's own fill (None: unknown) and its opacity from 0 to 1; None where it has no fill."""
    properties = shape.find(f"{P}spPr")
    if properties is not None:
        if properties.find(f"{A}noFill") is not None:
            return None
        if any(properties.find(f"{A}{kind}") is not None for kind in ("blipFill", "pattFill", "grpFill")):
            return None, 1.0
        for kind in ("solidFill", "gradFill"):
            if (fill := properties.find(f"{A}{kind}")) is not None:
                alphas = [integer(one.get("val"), 100_000) / 100_000 for one in fill.iter(f"{A}alpha")]
                return theme.fill(properties), min(alphas, default=1.0)
    reference = shape.find(f"{P}style/{A}fillRef")
    if reference is None or integer(reference.get("idx"), 0) == 0:
        return None
    return theme.colour(reference), 1.0


def background(roots: Sequence[Element], theme: Theme) -> str | None:
    """The colour of the slide's background (the first of `roots` that has one counts), None for a picture."""
    ground = next((bg for one in roots if (bg := one.find(f"{P}cSld/{P}bg")) is not None), None)
    if ground is None:
        return theme.colours.get("lt1", "FFFFFF")
    reference = ground.find(f"{P}bgRef")
    return theme.background(reference) if reference is not None else theme.fill(ground.find(f"{P}bgPr"))


def ground_behind(box: Box, ground: str | None, on_top: Sequence[Patch]) -> str | None:
    """The colour behind `box`, None if unknown or mixed. `on_top` lie on the `ground`, the front ones last."""
    area = max(box.cx, 1) * max(box.cy, 1)
    colour = ground
    for patch in on_top:
        shared = common(box, patch.box)
        share = shared.cx * shared.cy / area if shared is not None else 0.0
        if share >= COVERING and patch.whole:
            colour = patch.colour
        elif share >= TOUCHING and patch.colour != colour:
            colour = None
    return colour


def clear_of(box: Box, on_top: Sequence[Patch], most: float) -> Box:
    """`box` without the edges that decorations lie over, where that costs at most the share `most` of it each time.

    A patch that contains the box is its background, and one that would cost more is a part of the design to write on.
    """
    for patch in on_top:
        shared = common(box, patch.box)
        if shared is None or shared.cx * shared.cy >= COVERING * box.cx * box.cy:
            continue
        right, bottom = box.x + box.cx, box.y + box.cy
        top_cost = (patch.box.y + patch.box.cy - box.y) / box.cy
        bottom_cost = (bottom - patch.box.y) / box.cy
        left_cost = (patch.box.x + patch.box.cx - box.x) / box.cx
        right_cost = (right - patch.box.x) / box.cx
        cost = min(top_cost, bottom_cost, left_cost, right_cost)
        if cost > most:
            continue
        if cost == top_cost:
            box = Box(box.x, patch.box.y + patch.box.cy, box.cx, bottom - patch.box.y - patch.box.cy)
        elif cost == bottom_cost:
            box = Box(box.x, box.y, box.cx, patch.box.y - box.y)
        elif cost == left_cost:
            box = Box(patch.box.x + patch.box.cx, box.y, right - patch.box.x - patch.box.cx, box.cy)
        else:
            box = Box(box.x, box.y, patch.box.x - box.x, box.cy)
    return box
