"""What charts are drawn with: paths, markers and labels that become shapes. Nothing of charts is known here.

Lengths are EMU on the slide, as floats; everything is kept within the chart's own box and as much again around it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from salespack.graphics.boxes import Box
from salespack.graphics.lengths import CENTIPOINT
from salespack.scene.charts.model import Surface
from salespack.scene.model import AutoShape, Command, Geometry, Path, Stroke
from salespack.typography.breaking import segments
from salespack.typography.faces import Typefaces
from salespack.typography.text import Align, Body, Paragraph, Run

ROOM = 1.002
"""How much wider a label's box is than its text, so that rounding never breaks its line."""
NO_SURFACE = Surface()


class Rect(NamedTuple):
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def less(self, left: float = 0.0, top: float = 0.0, right: float = 0.0, bottom: float = 0.0) -> Rect:
        """What remains when something is taken off its sides: at least a tenth each way, so that charts stay charts."""
        width, height = self.width, self.height
        if left + right > 0.9 * width:
            scale = 0.9 * width / (left + right)
            left, right = left * scale, right * scale
        if top + bottom > 0.9 * height:
            scale = 0.9 * height / (top + bottom)
            top, bottom = top * scale, bottom * scale
        return Rect(self.left + left, self.top + top, self.right - right, self.bottom - bottom)


@lru_cache(maxsize=1)
def built_in_typefaces() -> Typefaces:
    """Widths that need no font files; a chart is laid out the same on every computer."""
    return Typefaces(system=False)


def text_width(run: Run, text: str) -> float:
    """The width of letters on one line."""
    shown = text.upper() if run.caps == "all" else text
    ems = built_in_typefaces().face(run.typeface, run.bold, run.italic).width(shown)
    return (ems * run.size + len(shown) * run.spacing) * CENTIPOINT


def line_height(run: Run) -> float:
    """The height of a line."""
    face = built_in_typefaces().face(run.typeface, run.bold, run.italic)
    return (face.ascent + face.descent + face.gap) * run.size * CENTIPOINT


def em(run: Run) -> float:
    """The size of letters as a length."""
    return float(run.size * CENTIPOINT)


def broken(run: Run, text: str, room: float) -> list[str]:
    """The text in lines that are no wider than `room`, broken where lines may end; longer words stand out."""
    lines: list[str] = []
    for part in text.split("\n"):
        start = end = 0
        for segment in segments(part):
            if end > start and text_width(run, part[start : segment.stop]) > room:
                lines.append(part[start:end].rstrip())
                start = segment.start
            end = segment.end
        lines.append(part[start:].rstrip())
    return lines


class Page:
    """Collects the shapes of one chart, in the order in which they are painted."""

    def __init__(self, box: Box) -> None:
        self.shapes: list[AutoShape] = []
        self.frame = Rect(box.x, box.y, box.x + box.cx, box.y + box.cy)
        self._least = box.x - box.cx, box.y - box.cy
        self._most = box.x + 2 * box.cx, box.y + 2 * box.cy

    def _x(self, value: float) -> int:
        return round(max(self._least[0], min(value, self._most[0])))

    def _y(self, value: float) -> int:
        return round(max(self._least[1], min(value, self._most[1])))

    def path(self, name: str, commands: Iterable[Command], surface: Surface) -> None:
        """A shape of any outline; nothing, where it would not be seen."""
        if surface.fill is None and surface.stroke is None:
            return
        steps = []
        xs: list[int] = []
        ys: list[int] = []
        for letter, at in commands:
            across, down = [self._x(value) for value in at[::2]], [self._y(value) for value in at[1::2]]
            steps.append((letter, across, down))
            xs += across
            ys += down
        if not xs:
            return
        left, top = min(xs), min(ys)
        inside = tuple(
            (letter, tuple([v for x, y in zip(across, down, strict=True) for v in (float(x - left), float(y - top))]))
            for letter, across, down in steps
        )
        box = Box(left, top, max(xs) - left, max(ys) - top)
        path = Path(commands=inside, stroked=surface.stroke is not None, shade=0.0 if surface.fill else None)
        self._add(name, box, Geometry(paths=(path,), text=Box(0, 0, box.cx, box.cy)), surface)

    def take(self, other: Page) -> None:
        """Puts what is on another page on top of this one."""
        for shape in other.shapes:
            self.shapes.append(msgspec.structs.replace(shape, id=len(self.shapes) + 1))

    def rectangle(self, name: str, x1: float, y1: float, x2: float, y2: float, surface: Surface) -> None:
        """A rectangle between two corners."""
        corners = ((x1, y1), (x2, y1), (x2, y2), (x1, y2))
        self.path(name, polygon(corners), surface)

    def lines(self, name: str, ends: Iterable[tuple[float, float, float, float]], stroke: Stroke | None) -> None:
        """Straight lines, each from one point to another, as one shape."""
        steps = [step for x1, y1, x2, y2 in ends for step in (("M", (x1, y1)), ("L", (x2, y2)))]
        self.path(name, steps, Surface(None, stroke))

    def text(self, name: str, run: Run, text: str, x: float, y: float, **how: Any) -> None:
        """One label of one or more lines whose middle is at (x, y); see `write`."""
        lines = text.split("\n")
        paragraphs = tuple([Paragraph(runs=(msgspec.structs.replace(run, text=one),), end=run) for one in lines])
        width = max(text_width(run, one) for one in lines)
        self.write(name, Body(paragraphs=paragraphs), x, y, width, len(lines) * line_height(run), **how)

    def write(
        self,
        name: str,
        body: Body,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        align: Align = "ctr",
        rotation: float = 0.0,
        surface: Surface = NO_SURFACE,
    ) -> None:
        """Text of that width and height whose middle is at (x, y), without room around it, turned by `rotation`."""
        width, height = width * ROOM, height * ROOM
        left, top = self._x(x - width / 2), self._y(y - height / 2)
        box = Box(left, top, max(self._x(x + width / 2) - left, 0), max(self._y(y + height / 2) - top, 0))
        paragraphs = tuple([msgspec.structs.replace(one, align=align) for one in body.paragraphs])
        body = Body(paragraphs=paragraphs, insets=(0, 0, 0, 0), anchor="ctr", wrap=False)
        corners: tuple[Command, ...] = tuple(polygon(((0, 0), (box.cx, 0), (box.cx, box.cy), (0, box.cy))))
        path = Path(commands=corners, stroked=surface.stroke is not None, shade=0.0 if surface.fill else None)
        geometry = Geometry(paths=(path,), text=Box(0, 0, box.cx, box.cy), preset="rect")
        self._add(name, box, geometry, surface, text=body, rotation=rotation)

    def _add(self, name: str, box: Box, geometry: Geometry, surface: Surface, **more: Any) -> None:
        number = len(self.shapes) + 1
        shape = AutoShape(
            id=number, name=name, box=box, geometry=geometry, fill=surface.fill, stroke=surface.stroke, **more
        )
        self.shapes.append(shape)


def polygon(points: Iterable[tuple[float, float]]) -> list[Command]:
    """A closed outline through points."""
    steps: list[Command] = [("L" if at else "M", point) for at, point in enumerate(points)]
    return [*steps, ("Z", ())] if steps else []


def polyline(points: Sequence[tuple[float, float]], *, smooth: bool = False) -> list[Command]:
    """A line through points; a smooth one bends as a Catmull-Rom spline does."""
    if not points:
        return []
    steps: list[Command] = [("M", points[0])]
    for at in range(1, len(points)):
        if smooth and len(points) > 2:
            before, start = points[max(at - 2, 0)], points[at - 1]
            end, after = points[at], points[min(at + 1, len(points) - 1)]
            first = start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6
            second = end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6
            steps.append(("C", (*first, *second, *end)))
        else:
            steps.append(("L", points[at]))
    return steps


def arc(x: float, y: float, radius: float, start: float, turn: float, *, first: str = "M") -> list[Command]:
    """An arc around (x, y) from `start` (degrees clockwise from twelve o'clock) over `turn`, as cubic curves."""
    pieces = max(1, math.ceil(abs(turn) / 90 - 1e-9))
    step = math.radians(turn) / pieces
    reach = 4 / 3 * math.tan(step / 4) * radius
    angle = math.radians(start - 90)
    steps: list[Command] = [(first, (x + radius * math.cos(angle), y + radius * math.sin(angle)))]
    for _ in range(pieces):
        cosine, sine = math.cos(angle), math.sin(angle)
        angle += step
        cosine2, sine2 = math.cos(angle), math.sin(angle)
        steps.append(
            (
                "C",
                (
                    x + radius * cosine - reach * sine,
                    y + radius * sine + reach * cosine,
                    x + radius * cosine2 + reach * sine2,
                    y + radius * sine2 - reach * cosine2,
                    x + radius * cosine2,
                    y + radius * sine2,
                ),
            )
        )
    return steps


def circle(x: float, y: float, radius: float) -> list[Command]:
    """A whole circle."""
    return [*arc(x, y, radius, 0, 360), ("Z", ())]


def marker(symbol: str, x: float, y: float, size: float) -> tuple[list[Command], bool]:
    """A marker (ST_MarkerStyle) around (x, y), and whether it is an area (else lines only)."""
    half = size / 2
    left, right, top, bottom = x - half, x + half, y - half, y + half
    match symbol:
        case "circle" | "picture":
            return circle(x, y, half), True
        case "square":
            return polygon(((left, top), (right, top), (right, bottom), (left, bottom))), True
        case "diamond":
            return polygon(((x, top), (right, y), (x, bottom), (left, y))), True
        case "triangle":
            return polygon(((x, top), (right, bottom), (left, bottom))), True
        case "dash":
            return polygon(
                ((left, y - half / 3), (right, y - half / 3), (right, y + half / 3), (left, y + half / 3))
            ), True
        case "dot":
            top, bottom = y - half / 3, y + half / 3
            return polygon(((x, top), (right, top), (right, bottom), (x, bottom))), True
    upright = [("M", (x, top)), ("L", (x, bottom))] if symbol in ("plus", "star") else []
    across = [("M", (left, y)), ("L", (right, y))] if symbol == "plus" else []
    slanted = [("M", (left, top)), ("L", (right, bottom)), ("M", (left, bottom)), ("L", (right, top))]
    return [*upright, *across, *(slanted if symbol != "plus" else ())], False
