"""What records of EMF+ draw with ([MS-EMFPLUS] 2.2): brushes, pens, paths, regions, pictures and fonts, read."""

from __future__ import annotations

import struct
from typing import NamedTuple

from salespack.graphics.metafiles import bitmaps
from salespack.graphics.metafiles.bitmaps import Bitmap
from salespack.graphics.metafiles.canvas import Paint
from salespack.graphics.metafiles.model import (
    IDENTITY,
    MOST_POINTS,
    Matrix,
    Outline,
    Point,
    Unreadable,
    moved,
    rectangle,
    sane,
)

MOST_STOPS = 256
"""Colours of a gradient, the others of which are passed over."""
MOST_DEEP = 32
"""Levels of a region."""
DASHES = {1: (3.0, 1.0), 2: (1.0, 1.0), 3: (3.0, 1.0, 1.0, 1.0), 4: (3.0, 1.0, 1.0, 1.0, 1.0, 1.0)}


class Gradient(NamedTuple):
    """Colours along a line, in units of the world."""

    start: Point
    end: Point
    stops: tuple[tuple[float, Paint], ...]


Fill = Paint | Gradient


class Stroke(NamedTuple):
    """A pen: its `width` in units of the world, or of the page where it says so."""

    fill: Fill
    width: float
    unit: int
    cap: str
    join: str
    dash: tuple[float, ...]
    miter: float


class Face(NamedTuple):
    """A font, its size in units of the world or in pixels."""

    typeface: str
    size: float
    unit: int
    style: int


class Format(NamedTuple):
    """How a text lies in its box: 0 near, 1 in the middle, 2 far."""

    across: int = 0
    down: int = 0


class Region(NamedTuple):
    """An area: outlines in units of the world that all hold it, None for everything."""

    outlines: tuple[Outline, ...] | None


Thing = Fill | Stroke | Outline | Region | Bitmap | bytes | Face | Format


class Reader:
    """Numbers one after another. Raises struct.error behind the end."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> tuple[float, ...]:
        """Numbers of these kinds."""
        found = struct.unpack_from(f"<{form}", self.data, self.at)
        self.at += struct.calcsize(f"<{form}")
        return tuple([one if -1e12 < one < 1e12 else 0.0 for one in found])

    def whole(self) -> int:
        """An unsigned integer of 32 bits."""
        value: int = struct.unpack_from("<I", self.data, self.at)[0]
        self.at += 4
        return value

    def skip(self, length: int) -> None:
        """Passes bytes over."""
        self.at += length

    def count(self, each: int) -> int:
        """How many things of `each` bytes follow."""
        value = self.whole()
        if value * each > len(self.data) - self.at:
            raise struct.error("too few")
        return value

    def points(self, count: int, *, short: bool, relative: bool) -> list[Point]:
        """Points of floats, of 16 bits a number, or of steps."""
        if count > MOST_POINTS:
            raise Unreadable("has too many points")
        if relative:
            return self._steps(count)
        if count * (4 if short else 8) > len(self.data) - self.at:
            raise struct.error("too few points")
        numbers = self.take(f"{2 * count}{'h' if short else 'f'}")
        return list(zip(numbers[::2], numbers[1::2], strict=True))

    def _steps(self, count: int) -> list[Point]:
        if 2 * count > len(self.data) - self.at:
            raise struct.error("too few points")
        found = []
        x = y = 0
        for _ in range(count):
            x, y = x + self._step(), y + self._step()
            found.append((float(x), float(y)))
        return found

    def _step(self) -> int:
        """An integer of 7 or 15 bits ([MS-EMFPLUS] 2.2.2.22, 2.2.2.21)."""
        if self.at >= len(self.data):
            raise struct.error("too few points")
        value = self.data[self.at]
        self.at += 1
        if not value & 0x80:
            return value - 128 if value & 0x40 else value
        if self.at >= len(self.data):
            raise struct.error("too few points")
        value = (value & 0x7F) << 8 | self.data[self.at]
        self.at += 1
        return value - 0x8000 if value & 0x4000 else value

    def box(self, *, short: bool = False) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a rectangle that says its width and height."""
        x, y, wide, high = self.take("4h" if short else "4f")
        return x, y, x + wide, y + high


def argb(value: int) -> Paint:
    """A colour ([MS-EMFPLUS] 2.2.2.1)."""
    return Paint(f"{value & 0xFFFFFF:06X}", (value >> 24) / 255)


# --- objects ([MS-EMFPLUS] 2.2.1) ------------------------------------------------------------------------------------


def brush_in(reader: Reader) -> Fill | None:
    """A brush; None for one with a picture. Of hatches and of gradients from a point there is the mean colour."""
    _, kind = reader.whole(), reader.whole()
    if kind == 0:
        return argb(reader.whole())
    if kind == 1:
        _, front, back = reader.whole(), argb(reader.whole()), argb(reader.whole())
        return _between(front, back, 0.5)
    if kind == 3:
        _, _ = reader.whole(), reader.whole()
        middle = argb(reader.whole())
        reader.take("2f")
        around = [argb(reader.whole()) for _ in range(min(reader.count(4), MOST_STOPS))]
        return _between(middle, around[0], 0.5) if around else middle
    if kind == 4:
        return _gradient(reader)
    return None


def _between(one: Paint, other: Paint, share: float) -> Paint:
    pairs = zip(bytes.fromhex(one.colour), bytes.fromhex(other.colour), strict=True)
    mixed = "".join(f"{round(first + (last - first) * share):02X}" for first, last in pairs)
    return Paint(mixed, one.alpha + (other.alpha - one.alpha) * share)


def _gradient(reader: Reader) -> Gradient:
    flags, _ = reader.whole(), reader.whole()
    left, top, right, _ = reader.box()
    first, last = argb(reader.whole()), argb(reader.whole())
    reader.take("2I")
    matrix = matrix_in(reader) if flags & 2 else IDENTITY
    stops = [(0.0, first), (1.0, last)]
    if flags & 4:
        count = min(reader.count(8), MOST_STOPS)
        places = reader.take(f"{count}f")
        stops = [(place, argb(reader.whole())) for place in places]
    elif flags & 8:
        count = min(reader.count(8), MOST_STOPS)
        places, shares = reader.take(f"{count}f"), reader.take(f"{count}f")
        stops = [
            (place, _between(first, last, min(max(share, 0.0), 1.0)))
            for place, share in zip(places, shares, strict=True)
        ]
    usable = tuple((min(max(place, 0.0), 1.0), paint) for place, paint in stops) or ((0.0, first), (1.0, last))
    return Gradient(moved(matrix, left, top), moved(matrix, right, top), usable)


def matrix_in(reader: Reader) -> Matrix:
    """A transform."""
    a, b, c, d, e, f = reader.take("6f")
    return sane((a, b, c, d, e, f))


def pen_in(reader: Reader) -> Stroke | None:
    """A pen; None for one that paints with a picture."""
    reader.take("2I")
    flags, unit = reader.whole(), reader.whole()
    (width,) = reader.take("f")
    if flags & 1:
        reader.take("6f")
    cap, _, join = (reader.whole() if flags & bit else 0 for bit in (2, 4, 8))
    miter = reader.take("f")[0] if flags & 0x10 else 10.0
    style = reader.whole() if flags & 0x20 else 0
    if flags & 0x40:
        reader.whole()
    if flags & 0x80:
        reader.take("f")
    dash = DASHES.get(style, ())
    if flags & 0x100:
        dash = tuple(abs(one) for one in reader.take(f"{min(reader.count(4), 64)}f"))
    if flags & 0x200:
        reader.whole()
    if flags & 0x400:
        reader.skip(4 * reader.count(4))
    for bit in (0x800, 0x1000):
        if flags & bit:
            reader.skip(reader.count(1))
    fill = brush_in(reader)
    if fill is None:
        return None
    caps = {0: "butt", 1: "square", 2: "round"}
    joins = {0: "miter", 1: "bevel", 2: "round", 3: "miter"}
    return Stroke(fill, width, unit, caps.get(cap, "butt"), joins.get(join, "miter"), dash, max(miter, 1.0))


def path_in(reader: Reader) -> Outline:
    """A path."""
    reader.whole()
    count, flags = reader.whole(), reader.whole()
    points = reader.points(count, short=bool(flags & 0x4000), relative=bool(flags & 0x800))
    if flags & 0x1000:
        kinds = bytearray()
        while len(kinds) < count and reader.at + 1 < len(reader.data):
            kinds += bytes((reader.data[reader.at + 1],)) * (reader.data[reader.at] & 0x3F or 1)
            reader.at += 2
    else:
        kinds = bytearray(reader.data[reader.at : reader.at + count])
        reader.at += count + -count % 4
    steps: Outline = []
    curve: list[Point] = []
    for kind, point in zip(kinds, points, strict=False):
        if kind & 7 == 3:
            curve.append(point)
            if len(curve) == 3:
                steps.append(("C", tuple(curve)))
                curve = []
        else:
            steps.append(("L" if kind & 7 and steps else "M", (point,)))
        if kind & 0x80:
            steps.append(("Z", ()))
    return steps if not steps or steps[0][0] == "M" else []


def region_in(reader: Reader) -> Region:
    """A region. What it leaves out of an area is not left out."""
    reader.take("2I")
    return _region_node(reader, 0)


def _region_node(reader: Reader, deep: int) -> Region:
    kind = reader.whole()
    if deep > MOST_DEEP:
        raise struct.error("too deep")
    if kind == 0x10000000:
        return Region((rectangle(*reader.box()),))
    if kind == 0x10000001:
        reader.whole()
        return Region((path_in(reader),))
    if kind == 0x10000002:
        return Region((rectangle(0, 0, 0, 0),))
    if kind > 5:
        return Region(None)
    one, other = _region_node(reader, deep + 1), _region_node(reader, deep + 1)
    if kind == 1:
        outlines = (*(one.outlines or ()), *(other.outlines or ()))
        return Region(outlines or None)
    if one.outlines is None or other.outlines is None or kind in (4, 5):
        return one if kind == 4 else other
    return Region(([step for outline in (*one.outlines, *other.outlines) for step in outline],))


def image_in(reader: Reader, left: int) -> Bitmap | bytes | None:
    """A bitmap of at most `left` pixels; a PNG, JPEG or GIF as it is; None for another metafile and other formats."""
    _, kind = reader.whole(), reader.whole()
    if kind != 1:
        return None
    width, height, stride = (int(one) for one in reader.take("3i"))
    layout, stored = reader.whole(), reader.whole()
    data = reader.data[reader.at :]
    if stored == 1:
        return data if bitmaps.is_packed(data) else None
    if width <= 0 or height <= 0 or width * height > left:
        return None
    depth = layout >> 8 & 0xFF
    if depth not in (24, 32) or stride * height > len(data) or stride < width * depth // 8:
        return None
    each = depth // 8
    rows = bitmaps.rows_of(data, stride, width * each, range(height))
    rgba = bytearray(b"\xff") * (width * height * 4)
    for channel in range(3):
        rgba[channel::4] = rows[2 - channel :: each]
    if layout & 0x40000:
        rgba[3::4] = rows[3::4]
    found = Bitmap(width, height, bytes(rgba))
    return bitmaps.blended(found, 255, each=True) if layout & 0x80000 else found


def font_in(reader: Reader) -> Face:
    """A font."""
    reader.whole()
    (size,) = reader.take("f")
    unit, style, _, length = reader.whole(), reader.whole(), reader.whole(), reader.whole()
    name = reader.data[reader.at : reader.at + 2 * min(length, 64)].decode("utf-16-le", "replace")
    return Face(name, size, unit, style)


def format_in(reader: Reader) -> Format:
    """The format of a text."""
    reader.take("3I")
    return Format(reader.whole(), reader.whole())
