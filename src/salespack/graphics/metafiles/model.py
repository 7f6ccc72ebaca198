"""What is shared by the readers of metafiles: limits, faults, matrices, and how letters are asked for."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

MOST_BYTES = 24_000_000
"""Of a metafile that is read."""
MOST_RECORDS = 200_000
MOST_POINTS = 400_000
"""Of all its outlines together, letters among them; those of clips, and of what is drawn twice, count each time."""
MOST_LETTERS = 100_000
MOST_SVG = 20_000_000
MOST_PIXELS = 6_000_000
"""Of all its bitmaps together."""
MOST_PACKED = 40_000_000
"""Of a JPEG, PNG or GIF in it."""
FARTHEST = 1e7
"""Coordinates beyond that, in pixels of the device that it was made for, are cut to it."""

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
"""`(a, b, c, d, e, f)`: x becomes ax + cy + e, y becomes bx + dy + f."""
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Step = tuple[str, tuple[Point, ...]]
"""A step of an outline: `M` and `L` with a point, `Q` with two, `C` with three, `Z` with none."""
Outline = list[Step]


class Unreadable(Exception):  # noqa: N818 - a fault of the file, told by whoever knows its slide and shape
    """A metafile that cannot be drawn; `why` says so in words that follow "it is a metafile that"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Glyph(NamedTuple):
    """The width of a letter and its outline (y upwards)."""

    width: float
    outline: Sequence[Step]


class Glyphs(Protocol):
    """The letters of a face; lengths are shares of the size of its letters."""

    ascent: float
    descent: float

    def of(self, letters: str) -> Sequence[Glyph | None]:
        """Each of these letters; None for one that no face has."""


FindsGlyphs = Callable[[str, bool, bool], Glyphs]
"""The letters of a typeface, bold or not, italic or not."""


class Vector(NamedTuple):
    """A metafile as SVG, `width` by `height` points; `left_out` names in words what of it is not drawn."""

    svg: bytes
    width: float
    height: float
    left_out: tuple[str, ...]


def then(first: Matrix, second: Matrix) -> Matrix:
    """What two matrices do one after the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def moved(matrix: Matrix, x: float, y: float) -> Point:
    """Where a matrix brings a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def sane(matrix: Matrix) -> Matrix:
    """The matrix; the one that changes nothing for one that holds no numbers, or far too large ones."""
    return matrix if all(-1e9 < one < 1e9 for one in matrix) else IDENTITY


def scale_of(matrix: Matrix) -> float:
    """By how much a matrix makes lengths larger, on the mean of all directions."""
    a, b, c, d, _, _ = matrix
    return math.sqrt(abs(a * d - b * c))


def rectangle(left: float, top: float, right: float, bottom: float) -> Outline:
    """The outline of a rectangle."""
    return [
        ("M", ((left, top),)),
        ("L", ((right, top),)),
        ("L", ((right, bottom),)),
        ("L", ((left, bottom),)),
        ("Z", ()),
    ]


def ellipse(left: float, top: float, right: float, bottom: float) -> Outline:
    """The outline of an ellipse in a box."""
    return [*arc(left, top, right, bottom, 0.0, math.tau), ("Z", ())]


def arc(left: float, top: float, right: float, bottom: float, start: float, sweep: float) -> Outline:
    """A part of an ellipse in a box as cubic curves: from an angle, over a sweep (radians, clockwise, y downwards)."""
    x, y, rx, ry = (left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2
    pieces = max(math.ceil(abs(sweep) / (math.pi / 2) - 1e-9), 1)
    step = sweep / pieces
    reach = 4 / 3 * math.tan(step / 4)
    found: Outline = [("M", ((x + rx * math.cos(start), y + ry * math.sin(start)),))]
    for number in range(pieces):
        one, other = start + number * step, start + (number + 1) * step
        cos, sin, cos_to, sin_to = math.cos(one), math.sin(one), math.cos(other), math.sin(other)
        found.append(("C", (
            (x + rx * (cos - reach * sin), y + ry * (sin + reach * cos)),
            (x + rx * (cos_to + reach * sin_to), y + ry * (sin_to - reach * cos_to)),
            (x + rx * cos_to, y + ry * sin_to),
        )))  # fmt: skip
    return found


def rounded(left: float, top: float, right: float, bottom: float, wide: float, high: float) -> Outline:
    """A rectangle whose corners are quarters of an ellipse of this width and height."""
    wide = math.copysign(min(abs(wide), abs(right - left)), right - left)
    high = math.copysign(min(abs(high), abs(bottom - top)), bottom - top)
    quarter = math.pi / 2
    corners = (
        (right - wide, top, right, top + high, -quarter), (right - wide, bottom - high, right, bottom, 0.0),
        (left, bottom - high, left + wide, bottom, quarter), (left, top, left + wide, top + high, 2 * quarter),
    )  # fmt: skip
    found: Outline = []
    for x, y, x_to, y_to, start in corners:
        (_, first), *rest = arc(x, y, x_to, y_to, start, quarter)
        found += [("L" if found else "M", first), *rest]
    return [*found, ("Z", ())]
