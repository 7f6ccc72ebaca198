"""Drawing the paths of shapes: commands with names as a `Path` in EMU, arcs and quadratic curves as cubic ones.

An arc's angles are those of its rays (as one would measure them), not the parameters of its ellipse; ISO/IEC 29500-1
§20.1.9.3 does not say so, but the preset shapes rely on it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import msgspec

from salespack.ooxml.markup import MAX_COORDINATE
from salespack.scene.model import Command, Path
from salespack.scene.shapes.geometry_guides import CIRCLE

Step = tuple[str, tuple[str, ...]]
"""A command as it is described: a letter of `OPERANDS` and its operands, numbers or names."""

OPERANDS = {"M": 2, "L": 2, "A": 4, "Q": 4, "C": 6, "Z": 0}
"""How many operands the commands have: move, line, arc (wR, hR, stAng, swAng), quadratic and cubic curve, close."""
SHADES: Mapping[str, float | None] = {
    "none": None, "norm": 0.0, "lighten": 0.4, "lightenLess": 0.2, "darken": -0.4, "darkenLess": -0.2,
}  # fmt: skip
"""What the values of ST_PathFillMode do to the fill."""


class Outline(msgspec.Struct, frozen=True, gc=False):
    """A path as it is described, in a space of `width` by `height` (0: the shape's own)."""

    width: int
    height: int
    shade: float | None
    stroked: bool
    steps: tuple[Step, ...]


def emu(value: float) -> int:
    """A whole coordinate, not larger than one may be."""
    return round(max(-MAX_COORDINATE, min(value, MAX_COORDINATE)))


def path(outline: Outline, names: Mapping[str, float], cx: int, cy: int) -> Path:
    """The path in a shape of `cx` by `cy`."""
    across = cx / outline.width if outline.width > 0 else 1.0
    down = cy / outline.height if outline.height > 0 else 1.0
    pen = _Pen(across, down)
    for letter, operands in outline.steps:
        pen.draw(letter, [names[one] for one in operands])
    return Path(commands=tuple(pen.commands), stroked=outline.stroked, shade=outline.shade)


class _Pen:
    """Draws commands in the space of a path; what it has drawn is scaled by `across` and `down`."""

    def __init__(self, across: float, down: float) -> None:
        self.commands: list[Command] = []
        self._across, self._down = across, down
        self._x = self._y = 0.0
        self._start = (0.0, 0.0)
        self._open = False

    def draw(self, letter: str, values: list[float]) -> None:
        """One step of an outline."""
        match letter:
            case "M":
                self._x, self._y = self._start = (values[0], values[1])
                self._open = False
            case "L" | "C":
                self._emit(letter, values)
            case "Q":
                self._quadratic(*values)
            case "A":
                self._arc(*values)
            case "Z" if self._open:
                self.commands.append(("Z", ()))
                self._x, self._y = self._start
                self._open = False

    def _emit(self, letter: str, values: list[float]) -> None:
        """A line or curve; a move before it where nothing is drawn yet since the last one, or since a close."""
        if not self._open:
            self.commands.append(("M", self._scaled([self._x, self._y])))
            self._open = True
        self.commands.append((letter, self._scaled(values)))
        self._x, self._y = values[-2:]

    def _scaled(self, values: list[float]) -> tuple[float, ...]:
        across, down = self._across, self._down
        both = [value * (down if at % 2 else across) for at, value in enumerate(values)]
        return tuple([emu(value) for value in both])

    def _quadratic(self, x1: float, y1: float, x: float, y: float) -> None:
        first = [self._x + (x1 - self._x) * 2 / 3, self._y + (y1 - self._y) * 2 / 3]
        self._emit("C", [*first, x + (x1 - x) * 2 / 3, y + (y1 - y) * 2 / 3, x, y])

    def _arc(self, across: float, down: float, start: float, swing: float) -> None:
        """An arc from where the pen is, as a curve for each quarter; not more than once around."""
        across, down = abs(across), abs(down)
        start, swing = math.fmod(start, CIRCLE), max(-CIRCLE, min(swing, CIRCLE))
        begin = _parameter(start, across, down)
        whole = _parameter(start + swing, across, down) - begin
        pieces = math.ceil(abs(whole) / (math.pi / 2) - 1e-6)
        middle = (self._x - across * math.cos(begin), self._y - down * math.sin(begin))
        for piece in range(pieces):
            angle, after = begin + whole * piece / pieces, begin + whole * (piece + 1) / pieces
            self._quarter(middle, (across, down), angle, after)

    def _quarter(self, middle: tuple[float, float], radii: tuple[float, float], angle: float, after: float) -> None:
        (x, y), (across, down) = middle, radii
        reach = 4 / 3 * math.tan((after - angle) / 4)
        cos, sin, cos_after, sin_after = math.cos(angle), math.sin(angle), math.cos(after), math.sin(after)
        first = [x + across * (cos - reach * sin), y + down * (sin + reach * cos)]
        second = [x + across * (cos_after + reach * sin_after), y + down * (sin_after - reach * cos_after)]
        self._emit("C", [*first, *second, x + across * cos_after, y + down * sin_after])


def _parameter(angle: float, across: float, down: float) -> float:
    """The ellipse's parameter (radians) at which a ray at `angle` from its middle meets it; it grows as the angle."""
    ray = angle / CIRCLE * 2 * math.pi
    found = math.atan2(across * math.sin(ray), down * math.cos(ray))
    return found + 2 * math.pi * round((ray - found) / (2 * math.pi))
