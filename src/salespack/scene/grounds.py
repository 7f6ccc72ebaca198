"""What really lies behind a point of a slide: fills of shapes and cells, gradients, backgrounds, pixels of pictures.

Points are EMU from the slide's corner. What cannot be looked into (a metafile, an SVG) is unknown: None, never a guess.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple, assert_never

from salespack.graphics.boxes import Box, common, turned
from salespack.graphics.colours import WHITE, mix
from salespack.scene.model import (
    AnyShape,
    AutoShape,
    CompositeShape,
    Geometry,
    Gradient,
    Origin,
    Paint,
    Pattern,
    PictureFill,
    PictureShape,
    SlideScene,
    Solid,
    TableShape,
    Undrawn,
)
from salespack.scene.pixels import Pictures, Pixels

CURVE_STEPS = 8
"""Pieces of straight line that stand for a curve of an outline."""
OPAQUE = 0.995
SEEN_ACROSS, SEEN_DOWN = 12, 6
"""Points at which a whole box is looked at."""

MOST_LAYERS = 60
"""Things on each other that are looked through; of more it is unknown what is seen."""

Corners = tuple[tuple[float, float], ...]
PaintAt = Callable[[float, float], Solid | None]
"""The colour of a fill at a point of the slide; None where it is unknown."""
Fill = Paint | Undrawn
"""What a layer is painted with; something that is not drawn hides what is behind it in a way nobody knows."""


class Layer(NamedTuple):
    """Something painted: in the slide's shape `at`, over `box` (as it lies on the slide), by `shape` with `fill`."""

    at: int
    shape: AnyShape
    box: Box
    fill: Fill
    origin: Origin

    @property
    def outlined(self) -> bool:
        """Whether it may leave parts of its box free."""
        return bool(self.shape.rotation) or (
            isinstance(self.shape, AutoShape | PictureShape) and not _plain(self.shape)
        )


class Grounds:
    """What lies behind the texts of one slide."""

    def __init__(
        self,
        slide: SlideScene,
        size: tuple[int, int],
        pictures: Pictures,
        heights: Callable[[TableShape], Sequence[int]],
    ) -> None:
        self._slide, self._page = slide, Box(0, 0, *size)
        self._pictures, self._heights = pictures, heights
        self._outlines: dict[int, tuple[Corners, ...]] = {}

    @cached_property
    def layers(self) -> list[Layer]:
        """Everything that is painted, from behind to the front."""
        return [layer for at, shape in enumerate(self._slide.shapes) for layer in self._layers_of(at, shape)]

    def near(self, box: Box, at: int) -> list[Layer]:
        """What lies in a box behind the text of the shape `at`, from the front."""
        return [layer for layer in reversed(self.layers) if layer.at <= at and _meet(layer.box, box)]

    def behind(self, box: Box, near: Iterable[Layer]) -> list[Layer]:
        """What of `near` lies in a smaller box, down to what hides all else, or to `MOST_LAYERS`."""
        found: list[Layer] = []
        for layer in near:
            if len(found) == MOST_LAYERS:
                break
            if _meet(layer.box, box):
                found.append(layer)
                whole = not layer.outlined and _holds(layer.box, box)
                if whole and isinstance(layer.fill, Solid) and layer.fill.alpha >= OPAQUE:
                    break
        return found

    def plain(self, box: Box, near: Iterable[Layer]) -> str | None:
        """The colour behind all that stands in a box; None where there are several, or that is not known."""
        behind = self.behind(box, near)
        if len(behind) > 1 or self.varies(behind[0] if behind else None, box) or not _holds(self._page, box):
            return None
        return self.colour(box.x + box.cx / 2, box.y + box.cy / 2, behind)

    def colour(self, x: float, y: float, behind: Sequence[Layer], *, without: Layer | None = None) -> str | None:
        """The colour at a point of which `behind` tells what lies there; None where it is unknown."""
        (found,) = self.colours([(x, y)], [layer for layer in behind if layer is not without])
        return found

    def colours(self, points: Iterable[tuple[float, float]], behind: Sequence[Layer]) -> list[str | None]:
        """The same for many points."""
        if len(behind) >= MOST_LAYERS:
            return [None for _ in points]
        painted = [
            (layer, layer.box, layer.outlined, self._paint(layer.fill, layer.shape, layer.box)) for layer in behind
        ]
        ground = self._paint(self._slide.background, None, self._page)
        return [self._colour(x, y, painted, ground) for x, y in points]

    def _colour(
        self, x: float, y: float, painted: Iterable[tuple[Layer, Box, bool, PaintAt]], ground: PaintAt
    ) -> str | None:
        seen: list[Solid] = []
        for layer, box, outlined, paint in painted:
            if not _in(box, x, y) or (outlined and not self.covers(layer, x, y)):
                continue
            found = paint(x, y)
            if found is None:
                return None
            if found.alpha >= OPAQUE:
                if not seen:
                    return found.colour
                seen.append(found)
                break
            if found.alpha > 0:
                seen.append(found)
        else:
            last = ground(x, y)
            if last is None:
                return None
            seen += [last, Solid(WHITE)]
        colour = seen[-1].colour
        for one in reversed(seen[:-1]):
            colour = mix(colour, one.colour, one.alpha) if one.alpha < 1 else one.colour
        return colour

    def seen_in(self, box: Box) -> tuple[str, ...]:
        """The colours behind a box, point by point, in no order; none where most of it is unknown or off the slide."""
        shared = common(box, self._page)
        if shared is None or not shared.cx or not shared.cy:
            return ()
        behind = self.behind(shared, self.near(shared, len(self._slide.shapes)))
        points = [
            (shared.x + shared.cx * (across + 0.5) / SEEN_ACROSS, shared.y + shared.cy * (down + 0.5) / SEEN_DOWN)
            for down in range(SEEN_DOWN)
            for across in range(SEEN_ACROSS)
        ]
        found = self.colours(points, behind)
        known = [one for one in found if one is not None]
        return tuple(known) if len(known) * 2 >= len(points) else ()

    def covers(self, layer: Layer, x: float, y: float) -> bool:
        """Whether a layer is painted at a point."""
        if not _in(layer.box, x, y):
            return False
        if not layer.outlined:
            return True
        x, y = _unturned(layer.shape, x, y)
        outlines = self._outlines.get(id(layer.shape))
        if outlines is None:
            outlines = self._outlines[id(layer.shape)] = _outlines(layer.shape)
        return any(_inside(one, x - layer.shape.box.x, y - layer.shape.box.y) for one in outlines)

    def varies(self, layer: Layer | None, box: Box) -> bool:
        """Whether a layer, or the slide's background, shows more than one colour in a box, or leaves a part free."""
        if layer is None:
            return not isinstance(self._slide.background, Solid)
        solid = isinstance(layer.fill, Solid) and layer.fill.alpha >= OPAQUE
        return not solid or layer.outlined or not _holds(layer.box, box)

    def _layers_of(self, at: int, shape: AnyShape) -> Iterator[Layer]:
        match shape:
            case AutoShape(fill=fill):
                if fill is not None:
                    yield Layer(at, shape, turned(shape.box, shape.box, shape.rotation), fill, shape.origin)
            case PictureShape(fill=fill, picture=picture):
                if fill is not None:
                    yield Layer(at, shape, turned(shape.box, shape.box, shape.rotation), fill, shape.origin)
                yield Layer(at, shape, turned(shape.box, shape.box, shape.rotation), picture, shape.origin)
            case TableShape():
                yield from self._cells(at, shape)
            case CompositeShape(shapes=shapes):
                for member in shapes:
                    yield from self._layers_of(at, member)
            case Undrawn():
                yield Layer(at, shape, turned(shape.box, shape.box, shape.rotation), shape, shape.origin)
            case _:
                assert_never(shape)

    def _cells(self, at: int, table: TableShape) -> Iterator[Layer]:
        across, down = [0, *accumulate(table.columns)], [0, *accumulate(self._heights(table))]
        if table.fill is not None:
            whole = Box(table.box.x, table.box.y, across[-1], down[-1])
            yield Layer(at, table, whole, table.fill, table.origin)
        for cell in table.cells:
            if cell.fill is None or cell.row >= len(down) - 1 or cell.column >= len(across) - 1:
                continue
            right = across[min(cell.column + max(cell.columns, 1), len(across) - 1)]
            bottom = down[min(cell.row + max(cell.rows, 1), len(down) - 1)]
            left, top = across[cell.column], down[cell.row]
            box = Box(table.box.x + left, table.box.y + top, right - left, bottom - top)
            yield Layer(at, table, box, cell.fill, table.origin)

    def _paint(self, fill: Fill, shape: AnyShape | None, box: Box) -> PaintAt:
        """What tells the colour of a fill at a point; `shape` is what it fills, None for the slide itself."""
        match fill:
            case Solid():
                return lambda *_: fill
            case Pattern(front=front, back=back):
                mixed = Solid(mix(back.colour, front.colour, 0.5), max(front.alpha, back.alpha))
                return lambda *_: mixed
            case Undrawn():
                return lambda *_: None
        is_turned = False
        if shape is not None and not isinstance(shape, TableShape):
            is_turned, box = bool(shape.rotation or shape.flip_h or shape.flip_v), shape.box
        left, top, wide, high = box.x, box.y, max(box.cx, 1), max(box.cy, 1)

        def painted(x: float, y: float) -> Solid | None:
            if is_turned and shape is not None:
                x, y = _unturned(shape, x, y)
            across, down = (x - left) / wide, (y - top) / high
            if isinstance(fill, Gradient):
                return _of_gradient(fill, across, down, box)
            pixels = self._pictures(fill.part)  # only now, as many are hidden by what lies before them
            return _of_picture(fill, pixels, across, down, box) if pixels is not None else None

        return painted


# --- fills -----------------------------------------------------------------------------------------------------------


def _of_gradient(fill: Gradient, across: float, down: float, box: Box) -> Solid:
    """The colour of a gradient at shares of a box's width and height."""
    if fill.path:
        left, top = fill.focus
        x, y = abs(across - left) / max(left, 1 - left), abs(down - top) / max(top, 1 - top)
        way = math.hypot(x, y) / math.sqrt(2) if fill.path == "circle" else max(x, y)
    else:
        right, below = _slope(fill.angle, 1.0 if fill.scaled else box.cx, 1.0 if fill.scaled else box.cy)
        way = (across - 0.5) * right + (down - 0.5) * below + 0.5
    stops = fill.stops
    if way <= stops[0].at:
        return Solid(stops[0].colour, stops[0].alpha)
    for one, other in pairwise(stops):
        if way <= other.at:
            share = (way - one.at) / (other.at - one.at) if other.at > one.at else 1.0
            return Solid(mix(one.colour, other.colour, share), one.alpha + (other.alpha - one.alpha) * share)
    return Solid(stops[-1].colour, stops[-1].alpha)


@lru_cache(maxsize=64)
def _slope(angle: float, wide: float, high: float) -> tuple[float, float]:
    """How far one goes on the way of a gradient from side to side of a box, and from top to bottom."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    length = abs(wide * cos) + abs(high * sin) or 1.0
    return wide * cos / length, high * sin / length


def _of_picture(fill: PictureFill, pixels: Pixels, across: float, down: float, box: Box) -> Solid:
    """The pixel of a picture at shares of the box that it fills; nothing where it does not reach."""
    if fill.tile:
        wide, high = (pixels.width * 9_525 * fill.scale[0] or 1, pixels.height * 9_525 * fill.scale[1] or 1)
        x, y = (across * box.cx - fill.offset[0]) / wide % 1, (down * box.cy - fill.offset[1]) / high % 1
    else:
        left, top, right, bottom = fill.inset
        x, y = (across - left) / ((1 - left - right) or 1), (down - top) / ((1 - top - bottom) or 1)
        if not (0 <= x <= 1 and 0 <= y <= 1):
            return Solid(WHITE, 0.0)
        left, top, right, bottom = fill.crop
        x, y = left + x * (1 - left - right), top + y * (1 - top - bottom)
        if not (0 <= x <= 1 and 0 <= y <= 1):
            return Solid(WHITE, 0.0)
    found = pixels.at(x, y)
    if fill.alpha == 1 and not (fill.grey or fill.duotone):
        return found
    colour = found.colour
    if fill.grey or fill.duotone:
        red, green, blue = bytes.fromhex(colour)
        light = (0.299 * red + 0.587 * green + 0.114 * blue) / 255
        dark, bright = fill.duotone or ("000000", WHITE)
        colour = mix(dark, bright, light)
    return Solid(colour, found.alpha * fill.alpha)


# --- outlines --------------------------------------------------------------------------------------------------------


def _plain(shape: AutoShape | PictureShape) -> bool:
    """Whether a shape fills its box."""
    return shape.geometry.preset == "rect" or not shape.geometry.known


def _outlines(shape: AnyShape) -> tuple[Corners, ...]:
    """The outlines of a shape as polygons, EMU from its corner."""
    if not isinstance(shape, AutoShape | PictureShape) or _plain(shape):
        return (((0, 0), (shape.box.cx, 0), (shape.box.cx, shape.box.cy), (0, shape.box.cy)),)
    return _drawn(shape.geometry)


@lru_cache(maxsize=512)
def _drawn(geometry: Geometry) -> tuple[Corners, ...]:
    """The outlines of a geometry: forms have many shapes of one size."""
    return tuple(_polygons(geometry))


def _polygons(geometry: Geometry) -> Iterator[Corners]:
    for path in geometry.paths:
        if path.shade is None:
            continue
        corners: list[tuple[float, float]] = []
        for name, numbers in path.commands:
            if name == "M" and len(corners) > 2:
                yield tuple(corners)
                corners = []
            elif name == "M":
                corners = []
            if name in ("M", "L"):
                corners.append((numbers[0], numbers[1]))
            elif name == "C":
                start = corners[-1] if corners else (numbers[0], numbers[1])
                corners += [_on_curve(start, numbers, step / CURVE_STEPS) for step in range(1, CURVE_STEPS + 1)]
        if len(corners) > 2:
            yield tuple(corners)


def _on_curve(start: tuple[float, float], numbers: tuple[float, ...], share: float) -> tuple[float, float]:
    """A point of a cubic curve."""
    left = 1 - share
    first, second, third, last = left**3, 3 * left**2 * share, 3 * left * share**2, share**3
    x1, y1, x2, y2, x3, y3 = numbers
    return (
        first * start[0] + second * x1 + third * x2 + last * x3,
        first * start[1] + second * y1 + third * y2 + last * y3,
    )


def _inside(corners: Corners, x: float, y: float) -> bool:
    """Whether a point lies in a polygon, by the even-odd rule."""
    found = False
    before_x, before_y = corners[-1]
    for corner_x, corner_y in corners:
        if (corner_y > y) != (before_y > y) and x < (before_x - corner_x) * (y - corner_y) / (
            before_y - corner_y
        ) + corner_x:
            found = not found
        before_x, before_y = corner_x, corner_y
    return found


def _unturned(shape: AnyShape, x: float, y: float) -> tuple[float, float]:
    """Where a point of the slide lies in a shape as it was before it was turned and mirrored."""
    if not (shape.rotation or shape.flip_h or shape.flip_v):
        return x, y
    box = shape.box
    middle_x, middle_y = box.x + box.cx / 2, box.y + box.cy / 2
    if shape.rotation:
        angle = math.radians(-shape.rotation)
        away_x, away_y = x - middle_x, y - middle_y
        x = middle_x + away_x * math.cos(angle) - away_y * math.sin(angle)
        y = middle_y + away_x * math.sin(angle) + away_y * math.cos(angle)
    return (2 * middle_x - x if shape.flip_h else x), (2 * middle_y - y if shape.flip_v else y)


def _in(box: Box, x: float, y: float) -> bool:
    return box.x <= x <= box.x + box.cx and box.y <= y <= box.y + box.cy


def _meet(one: Box, other: Box) -> bool:
    across = one.x < other.x + other.cx and other.x < one.x + one.cx
    return across and one.y < other.y + other.cy and other.y < one.y + one.cy


def _holds(outer: Box, inner: Box) -> bool:
    across = outer.x <= inner.x and inner.x + inner.cx <= outer.x + outer.cx
    return across and outer.y <= inner.y and inner.y + inner.cy <= outer.y + outer.cy
