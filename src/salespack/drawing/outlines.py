"""Outlines as Typst curves: paths where they stand on the page, strokes, and the ends of lines with their heads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from msgspec import structs

from salespack.graphics.colours import mix
from salespack.scene.model import Arrow, Command, Gradient, Path, Solid, Stop, Stroke
from salespack.typesetting.literals import colour, digits, number, points, rgb

Point = tuple[float, float]

HAIRLINE = 3_175
"""EMU: a line that is said to have no width, a quarter of a point."""
THINNEST_FOR_HEAD = 25_400
"""EMU: heads of thinner lines are as large as those of a line of two points."""
STEALTH_NOTCH = 0.6
"""How far from the tip of a stealth head its notch is, as a share of its length."""
CIRCLE = 0.5522847498
"""How far the handles of a quarter circle reach, as a share of the radius."""


class Where(NamedTuple):
    """How points of a shape's own box come to the page: flipped in the box, then moved by its `x`, `y` there."""

    x: float
    y: float
    cx: int
    cy: int
    flip_h: bool = False
    flip_v: bool = False

    def point(self, x: float, y: float) -> Point:
        """A point of the box, on the page."""
        return (
            self.x + (self.cx - x if self.flip_h else x),
            self.y + (self.cy - y if self.flip_v else y),
        )

    def commands(self, commands: Sequence[Command]) -> tuple[Command, ...]:
        """A path of the box, on the page."""
        moved = []
        for name, numbers in commands:
            at = [self.point(numbers[n], numbers[n + 1]) for n in range(0, len(numbers) - 1, 2)]
            moved.append((name, tuple([value for point in at for value in point])))
        return tuple(moved)


def is_rectangle(path: Path, cx: int, cy: int) -> bool:
    """Whether a path is just its box."""
    if len(path.commands) != 5 or path.commands[4][0] != "Z":
        return False
    corners = {numbers for name, numbers in path.commands[:4] if name in "ML"}
    return corners == {(0, 0), (cx, 0), (cx, cy), (0, cy)}


def curve(commands: Sequence[Command], fill: str, stroke: str) -> str:
    """A path that is on the page already."""
    parts = []
    for name, numbers in commands:
        if name == "Z":
            parts.append("Z()")
        elif name == "C":
            x1, y1, x2, y2, x, y = map(points, numbers)
            parts.append(f"C(({x1}pt,{y1}pt),({x2}pt,{y2}pt),({x}pt,{y}pt))")
        else:
            x, y = map(points, numbers)
            parts.append(f"{name}(({x}pt,{y}pt))")
    return f"k({fill},{stroke},{','.join(parts)})" if parts else ""


def shaded(solid: Solid, shade: float) -> Solid:
    """The colour of a path that is lighter or darker than its shape."""
    if not shade:
        return solid
    return Solid(mix(digits(solid.colour), "FFFFFF" if shade > 0 else "000000", abs(shade)), solid.alpha)


def pen(stroke: Stroke, *, dashed: bool = True) -> str:
    """A stroke as Typst's."""
    width = max(stroke.width, HAIRLINE)
    parts = [f"paint:{_ink(stroke.paint)}", f"thickness:{points(width)}pt", f'join:"{stroke.join}"']
    if stroke.cap != "butt":
        parts.append(f'cap:"{stroke.cap}"')
    if dashed and stroke.dash:
        # Round and square caps reach half a width beyond each dash; Open XML counts them in.
        longer = 1.0 if stroke.cap != "butt" else 0.0
        lengths = [max(one - longer if n % 2 == 0 else one + longer, 0.01) * width for n, one in enumerate(stroke.dash)]
        parts.append(f"dash:({','.join(f'{points(one)}pt' for one in lengths)},)")
    return f"({','.join(parts)})"


def _ink(paint: Solid | Gradient) -> str:
    if isinstance(paint, Solid):
        return colour(paint)
    stops = even_stops(paint)
    if len(stops) < 2:
        return rgb(stops[0].colour, stops[0].alpha) if stops else "none"
    listed = ",".join(f"({rgb(one.colour, one.alpha)},{number(100 * one.at)}%)" for one in stops)
    return f"gradient.linear({listed},angle:{number(paint.angle)}deg)"


def even_stops(gradient: Gradient) -> tuple[Stop, ...]:
    """The stops in their order, from 0 to 1; none or one where there is no change."""
    stops = sorted(
        (structs.replace(one, at=min(max(one.at, 0.0), 1.0)) for one in gradient.stops), key=lambda one: one.at
    )
    if len(stops) < 2:
        return tuple(stops)
    first, last = structs.replace(stops[0], at=0.0), structs.replace(stops[-1], at=1.0)
    before = [first] if stops[0].at > 0 else []
    after = [last] if stops[-1].at < 1 else []
    return (*before, *stops, *after)


class Head(NamedTuple):
    """The head of a line: filled with its colour, or (an open arrow) drawn with its pen."""

    commands: tuple[Command, ...]
    filled: bool


def with_heads(commands: tuple[Command, ...], stroke: Stroke) -> tuple[tuple[Command, ...], tuple[Head, ...]]:
    """A line as it is to be drawn, shortened where a head covers its end, and the heads. Closed paths have none."""
    if not (stroke.head or stroke.tail) or len(commands) < 2 or any(name == "Z" for name, _ in commands):
        return commands, ()
    width = max(stroke.width, THINNEST_FOR_HEAD)
    heads: list[Head] = []
    drawn = list(commands)
    if stroke.tail and (found := _end(commands)):
        tip, angle = found
        heads.append(_head(stroke.tail, tip, angle, width))
        drawn[-1] = _ending_at(drawn[-1], _back(tip, angle, _covered(stroke.tail, width)))
    if stroke.head and (found := _start(commands)):
        tip, angle = found
        heads.append(_head(stroke.head, tip, angle, width))
        drawn[0] = ("M", _back(tip, angle, _covered(stroke.head, width)))
    return tuple(drawn), tuple(heads)


def _points_of(commands: Sequence[Command]) -> list[Point]:
    return [(numbers[n], numbers[n + 1]) for _, numbers in commands for n in range(0, len(numbers) - 1, 2)]


def _end(commands: Sequence[Command]) -> tuple[Point, float] | None:
    """The last point of a path, and in which direction it arrives there."""
    found = _points_of(commands)
    tip = found[-1]
    before = next((point for point in reversed(found) if math.dist(point, tip) > 1), None)
    return (tip, math.atan2(tip[1] - before[1], tip[0] - before[0])) if before else None


def _start(commands: Sequence[Command]) -> tuple[Point, float] | None:
    """The first point of a path, and in which direction one arrives there from the second."""
    found = _points_of(commands)
    after = next((point for point in found if math.dist(point, found[0]) > 1), None)
    return (found[0], math.atan2(found[0][1] - after[1], found[0][0] - after[0])) if after else None


def _back(tip: Point, angle: float, length: float) -> Point:
    return tip[0] - length * math.cos(angle), tip[1] - length * math.sin(angle)


def _ending_at(command: Command, point: Point) -> Command:
    name, numbers = command
    return name, (*numbers[:-2], *point)


def _covered(arrow: Arrow, width: float) -> float:
    """How much of the line its head covers, so that no line shows beside the tip."""
    length = arrow.length * width
    return {"triangle": length * 0.9, "stealth": length * STEALTH_NOTCH}.get(arrow.kind, 0.0)


def _head(arrow: Arrow, tip: Point, angle: float, width: float) -> Head:
    """The outline of a head whose tip (or middle, for a diamond and an oval) is at the end of the line."""
    length, half = arrow.length * width, arrow.width * width / 2
    cos, sin = math.cos(angle), math.sin(angle)

    def at(along: float, across: float) -> Point:
        return tip[0] + along * cos - across * sin, tip[1] + along * sin + across * cos

    match arrow.kind:
        case "triangle":
            corners = [at(0, 0), at(-length, half), at(-length, -half)]
        case "stealth":
            corners = [at(0, 0), at(-length, half), at(-length * STEALTH_NOTCH, 0), at(-length, -half)]
        case "diamond":
            corners = [at(length / 2, 0), at(0, half), at(-length / 2, 0), at(0, -half)]
        case "arrow":
            line = (("M", at(-length, half)), ("L", at(0, 0)), ("L", at(-length, -half)))
            return Head(line, filled=False)
        case "oval":
            a, b = length / 2, half
            quarters = (
                (at(a, b * CIRCLE), at(a * CIRCLE, b), at(0, b)),
                (at(-a * CIRCLE, b), at(-a, b * CIRCLE), at(-a, 0)),
                (at(-a, -b * CIRCLE), at(-a * CIRCLE, -b), at(0, -b)),
                (at(a * CIRCLE, -b), at(a, -b * CIRCLE), at(a, 0)),
            )
            arcs: list[Command] = [("C", (*one, *two, *three)) for one, two, three in quarters]
            return Head((("M", at(a, 0)), *arcs, ("Z", ())), filled=True)
    return Head((("M", corners[0]), *[("L", corner) for corner in corners[1:]], ("Z", ())), filled=True)
