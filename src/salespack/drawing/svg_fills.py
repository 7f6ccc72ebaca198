"""Fills that are more than one colour, as SVG: gradients, patterns, and pictures cut to an outline.

SVG says exactly where a gradient begins and ends and clips to any path; Typst draws it as vectors. Units are points,
on the page, so that what is drawn lies where its view box does.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from salespack.drawing.outlines import Where, even_stops
from salespack.drawing.patterns import DOT, SIDE, dots
from salespack.graphics.lengths import POINT
from salespack.scene.model import Command, Gradient, Pattern, Solid, Stop
from salespack.typesetting.literals import digits, points


class Sheet(NamedTuple):
    """An SVG and where it stands on the page, in EMU."""

    x: float
    y: float
    cx: float
    cy: float
    svg: str


def path_data(commands: Sequence[Command]) -> str:
    """A path that is on the page, as SVG says it."""
    return "".join(name + " ".join(map(points, numbers)) for name, numbers in commands)


def sheet(commands: Sequence[Command], content: str, definitions: str = "") -> Sheet:
    """`content`, in a view box that holds the path and nothing more."""
    xs = [number for _, numbers in commands for number in numbers[::2]] or [0.0]
    ys = [number for _, numbers in commands for number in numbers[1::2]] or [0.0]
    left, top = min(xs), min(ys)
    cx, cy = max(max(xs) - left, POINT / 10), max(max(ys) - top, POINT / 10)
    box = " ".join(map(points, (left, top, cx, cy)))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{points(cx)}pt" height="{points(cy)}pt" viewBox="{box}"'
        f' preserveAspectRatio="none"><defs>{definitions}</defs>{content}</svg>'
    )
    return Sheet(left, top, cx, cy, svg)


def gradient_sheet(commands: Sequence[Command], where: Where, gradient: Gradient) -> Sheet:
    """An outline filled with a gradient."""
    data = path_data(commands)
    stops = even_stops(gradient)
    if gradient.path in ("rect", "shape"):
        definitions, content = _four_sides(where, gradient, stops)
        definitions += f'<clipPath id="c"><path clip-rule="evenodd" d="{data}"/></clipPath>'
        return sheet(commands, f'<g clip-path="url(#c)">{content}</g>', definitions)
    definitions = (_circle if gradient.path == "circle" else _line)(where, gradient, stops)
    return sheet(commands, f'<path fill="url(#g)" fill-rule="evenodd" d="{data}"/>', definitions)


def _stops(stops: Sequence[Stop]) -> str:
    return "".join(
        f'<stop offset="{one.at:.4f}" stop-color="#{digits(one.colour)}"'
        + (f' stop-opacity="{one.alpha:.3f}"/>' if one.alpha < 1 else "/>")
        for one in stops
    )


def _line(where: Where, gradient: Gradient, stops: Sequence[Stop]) -> str:
    """A gradient along a line: it begins and ends where the corners of the box are, seen in its direction.

    A scaled one (ISO/IEC 29500-1 §20.1.8.41) has its angle in a square that is then stretched to the box.
    """
    angle = math.radians(gradient.angle)
    if where.flip_h:
        angle = math.pi - angle
    if where.flip_v:
        angle = -angle
    cos, sin = math.cos(angle), math.sin(angle)
    if gradient.scaled:
        reach = (abs(cos) + abs(sin)) / 2
        ends = (0.5 - reach * cos, 0.5 - reach * sin, 0.5 + reach * cos, 0.5 + reach * sin)
        matrix = f"matrix({points(where.cx)} 0 0 {points(where.cy)} {points(where.x)} {points(where.y)})"
        place = f'gradientTransform="{matrix}" ' + _named(("x1", "y1", "x2", "y2"), [f"{one:.5f}" for one in ends])
    else:
        reach = (abs(where.cx * cos) + abs(where.cy * sin)) / 2
        x, y = where.x + where.cx / 2, where.y + where.cy / 2
        ends = (x - reach * cos, y - reach * sin, x + reach * cos, y + reach * sin)
        place = _named(("x1", "y1", "x2", "y2"), [points(one) for one in ends])
    return f'<linearGradient id="g" gradientUnits="userSpaceOnUse" {place}>{_stops(stops)}</linearGradient>'


def _named(names: Sequence[str], values: Sequence[str]) -> str:
    return " ".join(f'{name}="{value}"' for name, value in zip(names, values, strict=True))


def _circle(where: Where, gradient: Gradient, stops: Sequence[Stop]) -> str:
    """Circles around the focus, the last of them through the corner that is farthest from it."""
    x, y = where.point(gradient.focus[0] * where.cx, gradient.focus[1] * where.cy)
    corners = [(where.x + dx, where.y + dy) for dx in (0, where.cx) for dy in (0, where.cy)]
    radius = max(math.dist((x, y), corner) for corner in corners)
    place = _named(("cx", "cy", "r"), [points(one) for one in (x, y, radius)])
    return f'<radialGradient id="g" gradientUnits="userSpaceOnUse" {place}>{_stops(stops)}</radialGradient>'


def _four_sides(where: Where, gradient: Gradient, stops: Sequence[Stop]) -> tuple[str, str]:
    """Rectangles around the focus: a triangle for each side of the box, with a gradient towards that side."""
    left, top, right, bottom = where.x, where.y, where.x + where.cx, where.y + where.cy
    x, y = where.point(gradient.focus[0] * where.cx, gradient.focus[1] * where.cy)
    sides = (
        ((left, top), (right, top), (x, top)), ((right, top), (right, bottom), (right, y)),
        ((right, bottom), (left, bottom), (x, bottom)), ((left, bottom), (left, top), (left, y)),
    )  # fmt: skip
    definitions = content = ""
    for number, (one, other, end) in enumerate(sides):
        place = _named(("x1", "y1", "x2", "y2"), [points(value) for value in (x, y, *end)])
        definitions += f'<linearGradient id="g{number}" gradientUnits="userSpaceOnUse" {place}>'
        definitions += f"{_stops(stops)}</linearGradient>"
        triangle = path_data((("M", (x, y)), ("L", one), ("L", other), ("Z", ())))
        # A thin line in the same paint closes the gaps that smoothing leaves between neighbours.
        content += f'<path fill="url(#g{number})" stroke="url(#g{number})" stroke-width=".3" d="{triangle}"/>'
    return definitions, content


def pattern_sheet(commands: Sequence[Command], pattern: Pattern) -> Sheet:
    """An outline filled with a pattern, which begins at the corner of the page as in PowerPoint."""
    data = path_data(commands)
    side = points(DOT * SIDE)
    marks = "".join(f"M{points(x * DOT)} {points(y * DOT)}h{points(DOT)}v{points(DOT)}h-{points(DOT)}z"
                    for x, y in dots(pattern.preset))  # fmt: skip
    definitions = (
        f'<pattern id="p" patternUnits="userSpaceOnUse" width="{side}" height="{side}">'
        f'<path {_filled(pattern.front)} d="{marks}"/></pattern>'
    )
    content = f'<path fill-rule="evenodd" {_filled(pattern.back)} d="{data}"/>'
    content += f'<path fill-rule="evenodd" fill="url(#p)" d="{data}"/>'
    return sheet(commands, content, definitions)


def solid_sheet(parts: Sequence[tuple[Sequence[Command], Solid]]) -> Sheet:
    """Long outlines filled with one colour each: Typst reads them quicker as SVG than as curves."""
    content = "".join(f'<path fill-rule="evenodd" {_filled(solid)} d="{path_data(one)}"/>' for one, solid in parts)
    return sheet([command for one, _ in parts for command in one], content)


def _filled(solid: Solid) -> str:
    return f'fill="#{digits(solid.colour)}"' + (f' fill-opacity="{solid.alpha:.3f}"' if solid.alpha < 1 else "")


class Placed(NamedTuple):
    """Where a whole picture stands on the page, in EMU; flipped pictures keep their place."""

    x: float
    y: float
    cx: float
    cy: float
    flip_h: bool = False
    flip_v: bool = False


def picture_sheet(commands: Sequence[Command], file: str, places: Sequence[Placed], alpha: float) -> Sheet:
    """A picture (a file beside the document) at these places, cut to an outline."""
    definitions = f'<clipPath id="c"><path clip-rule="evenodd" d="{path_data(commands)}"/></clipPath>'
    opacity = f' opacity="{alpha:.3f}"' if alpha < 1 else ""
    content = "".join(_images(file, places))
    return sheet(commands, f'<g clip-path="url(#c)"{opacity}>{content}</g>', definitions)


def _images(file: str, places: Sequence[Placed]) -> Iterator[str]:
    for one in places:
        flip = ""
        if one.flip_h or one.flip_v:
            x, y = (
                points(2 * one.x + one.cx) if one.flip_h else "0",
                points(2 * one.y + one.cy) if one.flip_v else "0",
            )
            flip = f' transform="matrix({-1 if one.flip_h else 1} 0 0 {-1 if one.flip_v else 1} {x} {y})"'
        at = _named(("x", "y", "width", "height"), [points(value) for value in one[:4]])
        yield f'<image href="{file}" {at} preserveAspectRatio="none"{flip}/>'
