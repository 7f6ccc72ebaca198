"""What lies behind and beside the text of a layout: the background's colour, and the shapes that decorate it.

Everything here is told from boxes and fills. Where several colours meet, or a picture lies, the colour is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from xml.etree.ElementTree import Element

from salespack.graphics.boxes import Box, common
from salespack.graphics.colours import contrast, mean, mix
from salespack.ooxml.markup import A, P
from salespack.ooxml.placeholders import placeholder_of
from salespack.ooxml.theme import Theme
from salespack.ooxml.transforms import Group, group_in, on_slide, place_of, transform_of
from salespack.powerpoint.brand.model import Patch
from salespack.scene.model import Gradient, Paint, Solid
from salespack.scene.paint import Nothing, Source, fill_in, style_named, styled_fill

COVERING = 0.8
"""Share of a box that a shape must cover to count as what is behind it."""
TOUCHING = 0.2
"""Share of a box from which a shape that covers it in part makes the colour behind it unknown."""
MOST_PATCHES = 200
"""Layouts have a handful of decorations; of one that has thousands the first are looked at."""
COLUMNS, ROWS = 96, (0.2, 0.5, 0.8)
"""Where the frame of a title is looked at: columns, and shares of its height."""
LEAST_TITLE = 0.3
"""The share of a title's frame that must be left for the title to be kept to it."""
MOST_MOVED = 0.25
"""The share of its frame by which a title begins further right at most: titles begin in one place."""
LEAST_CONTRAST = 3.0
"""Of large letters (WCAG 2.2, 1.4.3)."""
MOST_OF_A_MARK, EDGE_SEEN = 0.25, 1.5
"""The share of the width of a title's frame that a decoration beside it takes at most, and from which contrast on its
edge is seen."""
DEEPEST = 16
"""How deep groups in groups are followed."""
SOLID = 0.9
"""The opacity from which a fill hides what is behind it."""
_NO_COLOUR = frozenset({f"{A}blipFill", f"{A}pattFill", f"{A}grpFill"})
"""Fills that are of no one colour; a picture may be a related part, which nobody looks for here."""
_WHOLE_SHAPES = frozenset({"", "rect", "roundRect", "round1Rect", "round2SameRect", "snip1Rect"})

Seen = tuple[str | None, float]
"""A colour, None where it is unknown or there are several, and its opacity from 0 to 1."""


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
    return Patch(
        box=box,
        colour=colour if opacity >= SOLID else None,
        whole=not is_custom and kind in _WHOLE_SHAPES,
        across=_across(fill_in(properties, Source("", theme, {}))),
    )


def _across(paint: Paint | Nothing | None) -> tuple[tuple[float, str], ...]:
    """The colours of a gradient that runs from left to right or back, in their order from the left."""
    if not isinstance(paint, Gradient) or paint.path or paint.angle % 180:
        return ()
    back = bool(paint.angle % 360)
    return tuple(sorted((1 - stop.at if back else stop.at, stop.colour) for stop in paint.stops))


def fill_of(shape: Element, theme: Theme) -> Seen | None:
    """A shape's own fill; None where it has none."""
    found = _filled(shape.find(f"{P}spPr"), theme) or _styled(shape.find(f"{P}style/{A}fillRef"), theme)
    return found if isinstance(found, tuple) else None


def background(roots: Sequence[Element], theme: Theme) -> str | None:
    """The colour of the slide's background (the first of `roots` that has one counts), None for a picture."""
    ground = next((bg for one in roots if (bg := one.find(f"{P}cSld/{P}bg")) is not None), None)
    if ground is None:
        return theme.ground
    found = _styled(ground.find(f"{P}bgRef"), theme) or _filled(ground.find(f"{P}bgPr"), theme)
    return found[0] if isinstance(found, tuple) else None


def _filled(properties: Element | None, theme: Theme) -> Seen | Nothing | None:
    """The fill that is a child of `properties`, None where they say none."""
    if any(one.tag in _NO_COLOUR for one in (properties if properties is not None else ())):
        return None, 1.0
    return _one_colour(fill_in(properties, Source("", theme, {})))


def _styled(reference: Element | None, theme: Theme) -> Seen | Nothing | None:
    """The theme's fill that a reference names."""
    style = style_named(reference, theme) if reference is not None else None
    if style is not None and style.tag in _NO_COLOUR:
        return None, 1.0
    return _one_colour(styled_fill(reference, Source("", theme, {})))


def _one_colour(paint: Paint | Nothing | None) -> Seen | Nothing | None:
    """What is painted as one colour, the mean of a gradient's stops."""
    match paint:
        case Solid(colour=colour, alpha=alpha):
            return colour, alpha
        case Gradient(stops=stops):
            return mean([stop.colour for stop in stops]), min(stop.alpha for stop in stops)
        case None | Nothing():
            return paint
    return None, 1.0


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


def mostly_behind(box: Box, ground: str | None, on_top: Sequence[Patch]) -> str | None:
    """The `ground` behind `box` where patches lie over less than half of it; None where that cannot be told."""
    shared = [one for patch in on_top if (one := common(box, patch.box)) is not None]
    return ground if 2 * sum(one.cx * one.cy for one in shared) < box.cx * box.cy else None


def _behind_all(box: Box, on_top: Sequence[Patch]) -> int:
    """How many of the patches are hidden where the box is, by a later one of one colour."""
    for number in range(len(on_top) - 1, -1, -1):
        patch = on_top[number]
        if patch.whole and patch.colour is not None and common(box, patch.box) == box:
            return number + 1
    return 0


def clear_of(box: Box, on_top: Sequence[Patch], most: float, gap: int = 0) -> Box:
    """`box` without the edges that decorations lie over, or less than `gap` away from, where that costs at most the
    share `most` of it each time.

    A patch that contains the box is its background, and one that would cost more is a part of the design to write on.
    What lies behind such a background is not seen.
    """
    for patch in on_top[_behind_all(box, on_top) :]:
        there = patch.box
        decorated = Box(there.x - gap, there.y - gap, there.cx + 2 * gap, there.cy + 2 * gap)
        shared = common(box, decorated)
        if shared is None or shared.cx * shared.cy >= COVERING * box.cx * box.cy:
            continue
        right, bottom = box.x + box.cx, box.y + box.cy
        top_cost = (decorated.y + decorated.cy - box.y) / box.cy
        bottom_cost = (bottom - decorated.y) / box.cy
        left_cost = (decorated.x + decorated.cx - box.x) / box.cx
        right_cost = (right - decorated.x) / box.cx
        cost = min(top_cost, bottom_cost, left_cost, right_cost)
        if cost > most:
            continue
        if cost == top_cost:
            box = Box(box.x, decorated.y + decorated.cy, box.cx, bottom - decorated.y - decorated.cy)
        elif cost == bottom_cost:
            box = Box(box.x, box.y, box.cx, decorated.y - box.y)
        elif cost == left_cost:
            box = Box(decorated.x + decorated.cx, box.y, right - decorated.x - decorated.cx, box.cy)
        else:
            box = Box(box.x, box.y, decorated.x - box.x, box.cy)
    return box


def readable_part(box: Box, ink: str | None, paper: str | None, on_top: Sequence[Patch]) -> Box:
    """The widest part of a title's frame, in its whole height, on which letters in the colour `ink` can be read, and
    where no picture or drawn mark lies.

    The frame itself where it can be read on throughout, or where less than `LEAST_TITLE` of it would be left: a title
    has to stand somewhere, and the proof of looks tells where it cannot be read.
    """
    free = [_is_free(box, column, ink, paper, on_top) for column in range(COLUMNS)]
    runs = [(len(list(run)), free_there) for free_there, run in groupby(free)]
    starts = accumulate((length for length, _ in runs), initial=0)
    found = [(length, -start) for (length, free_there), start in zip(runs, starts, strict=False) if free_there]
    length, start = max(found, default=(0, 0))
    if length == COLUMNS or length < LEAST_TITLE * COLUMNS or -start > MOST_MOVED * COLUMNS:
        return box
    first, last = -start, -start + length
    edges = [edge for patch in on_top for edge in (patch.box.x, patch.box.x + patch.box.cx)]

    def at(column: int) -> int:
        """Where a column begins; where something begins or ends beside it, there."""
        x, width = box.x + box.cx * column // COLUMNS, box.cx // COLUMNS
        return next((edge for edge in edges if abs(edge - x) <= width and 0 < column < COLUMNS), x)

    return Box(at(first), box.y, at(last) - at(first), box.cy)


def _is_free(box: Box, column: int, ink: str | None, paper: str | None, on_top: Sequence[Patch]) -> bool:
    """Whether letters in one of the columns of a frame lie on a ground that they can be read on, and on no mark."""
    x = box.x + box.cx * (2 * column + 1) // (2 * COLUMNS)
    for row in ROWS:
        y, colour, marked = box.y + round(box.cy * row), paper, False
        for patch in on_top:
            there = patch.box
            if not (there.x <= x < there.x + there.cx and there.y <= y < there.y + there.cy):
                continue
            shared = common(box, there)
            behind_all = shared is not None and shared.cx * shared.cy >= COVERING * box.cx * box.cy
            marked = not behind_all and (patch.colour is None or not patch.whole or _is_mark(box, patch, colour))
            colour = _colour_at(patch, (x - there.x) / max(there.cx, 1))
        if marked or (ink is not None and colour is not None and contrast(ink, colour) < LEAST_CONTRAST):
            return False
    return True


def _is_mark(box: Box, patch: Patch, behind: str | None) -> bool:
    """Whether a patch of one colour is a decoration beside a title, whose edge no letters should cross: it takes little
    of the title's frame, and can be told from what is behind it."""
    shared = common(box, patch.box)
    if shared is None or behind is None or patch.colour is None:
        return False
    return shared.cx <= MOST_OF_A_MARK * box.cx and contrast(patch.colour, behind) >= EDGE_SEEN


def _colour_at(patch: Patch, share: float) -> str | None:
    """The colour of a patch at a share of its width."""
    if not patch.across:
        return patch.colour
    before = max((one for one in patch.across if one[0] <= share), default=patch.across[0])
    behind = min((one for one in patch.across if one[0] >= share), default=patch.across[-1])
    length = behind[0] - before[0]
    return mix(before[1], behind[1], (share - before[0]) / length) if length > 0 else before[1]
