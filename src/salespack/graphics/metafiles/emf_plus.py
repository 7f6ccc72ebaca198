"""EMF+ ([MS-EMFPLUS]): the commonest of its records, from the comments of an enhanced metafile, played on a canvas.

Files that hold everything twice are drawn by their other half, so these records are read where they alone are there.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

from salespack.graphics.metafiles import bitmaps
from salespack.graphics.metafiles.bitmaps import Bitmap
from salespack.graphics.metafiles.canvas import Canvas, Clip, Line, Paint, placed
from salespack.graphics.metafiles.device import LETTERS_BY_NUMBER, LETTERS_MISSING
from salespack.graphics.metafiles.emf_plus_objects import (
    Face,
    Fill,
    Format,
    Gradient,
    Reader,
    Region,
    Stroke,
    argb,
    brush_in,
    font_in,
    format_in,
    image_in,
    matrix_in,
    path_in,
    pen_in,
    region_in,
)
from salespack.graphics.metafiles.model import (
    IDENTITY,
    MOST_PIXELS,
    MOST_RECORDS,
    FindsGlyphs,
    Glyphs,
    Matrix,
    Outline,
    Point,
    Unreadable,
    arc,
    ellipse,
    moved,
    rectangle,
    sane,
    scale_of,
    then,
)

HEADER, OBJECT = 0x4001, 0x4008
MOST_SAVED = 256
CMAP_LOOKUP = 1
_UNITS = {3: 1 / 72, 4: 1.0, 5: 1 / 300, 6: 1 / 25.4}
"""Inches that a unit has ([MS-EMFPLUS] 2.1.1.32); the others are pixels."""

Thing = Fill | Stroke | Outline | Region | Bitmap | bytes | Face | Format


def plus_in(content: bytes) -> Literal["none", "twin", "alone"]:
    """Whether an enhanced metafile has EMF+, with all of what it shows in its own records too or not."""
    at = 0
    for _ in range(4):
        if at + 8 > len(content):
            break
        kind, size = struct.unpack_from("<II", content, at)
        if kind == 70 and content[at + 12 : at + 16] == b"EMF+" and at + 20 <= len(content):
            record, flags = struct.unpack_from("<HH", content, at + 16)
            return "none" if record != HEADER else "twin" if flags & 1 else "alone"
        if size < 8:
            break
        at += size
    return "none"


@dataclass
class State:
    """What one saves and restores."""

    world: Matrix = IDENTITY
    page: float = 1.0
    clip: Clip = field(default_factory=Clip)


# --- records ([MS-EMFPLUS] 2.3) --------------------------------------------------------------------------------------


class PlusPlayer:
    """Plays the records of the comments of one file."""

    def __init__(self, canvas: Canvas, find_glyphs: FindsGlyphs, millimetre: tuple[float, float]) -> None:
        self._canvas, self._find_glyphs = canvas, find_glyphs
        self._inch = millimetre[0] * 25.4
        self._state = State()
        self._saved: dict[int, State] = {}
        self._objects: dict[int, Thing | None] = {}
        self._partial: list[bytes] = []
        self._held = 0
        self._count = self._pixels = self._shown = 0

    def play(self, data: bytes) -> None:
        """All records of a comment. Raises Unreadable, struct.error."""
        at = 0
        while at + 12 <= len(data):
            kind, flags, size, length = struct.unpack_from("<HHII", data, at)
            self._count += 1
            if size < 12:
                break
            if self._count > MOST_RECORDS:
                raise Unreadable("has too many records")
            body = data[at + 12 : at + 12 + min(length, size - 12)]
            if kind == OBJECT:
                self._define(flags, body)
            elif (play := RECORDS.get(kind)) is not None:
                play(self, flags, Reader(body))
            at += size

    def _define(self, flags: int, body: bytes) -> None:
        """An object under its number; large ones come in pieces ([MS-EMFPLUS] 2.3.5.1)."""
        number, kind = flags & 0xFF, flags >> 8 & 0x7F
        if flags & 0x8000:
            self._partial.append(body[4:])
            self._held += len(body)
            if len(body) < 4 or self._held - 4 * len(self._partial) < struct.unpack_from("<I", body)[0]:
                return
            body, self._partial, self._held = b"".join(self._partial), [], 0
        reader = Reader(body)
        self._objects[number] = None
        found: Thing | None = None
        match kind:
            case 1:
                found = brush_in(reader)
            case 2:
                found = pen_in(reader)
            case 3:
                found = path_in(reader)
            case 4:
                found = region_in(reader)
            case 5:
                found = image_in(reader, MOST_PIXELS - self._pixels)
                self._pixels += found.width * found.height if isinstance(found, Bitmap) else 0
            case 6:
                found = font_in(reader)
            case 7:
                found = format_in(reader)
        if found is None and kind in LACKING:
            self._canvas.left_out.setdefault(LACKING[kind])
        self._objects[number] = found

    # --- what is drawn with --------------------------------------------------------------------------------------

    @property
    def matrix(self) -> Matrix:
        """From units of the world to pixels of the device."""
        page = self._state.page
        return then(self._state.world, (page, 0.0, 0.0, page, 0.0, 0.0))

    def _fill(self, flags: int, value: int) -> Paint | None:
        """The brush that a record names, or the colour that it has instead."""
        if flags & 0x8000:
            return argb(value)
        found = self._objects.get(value & 0xFF)
        return self._paint(found) if isinstance(found, Paint | Gradient) else None

    def _paint(self, fill: Fill) -> Paint:
        if isinstance(fill, Paint):
            return fill
        start, end = (moved(self.matrix, *point) for point in (fill.start, fill.end))
        return self._canvas.gradient(start, end, fill.stops)

    def _line(self, number: int) -> Line | None:
        pen = self._objects.get(number & 0xFF)
        if not isinstance(pen, Stroke):
            return None
        width = pen.width * (scale_of(self.matrix) if pen.unit == 0 else self._unit(pen.unit))
        width = max(width, 1.0)
        return Line(self._paint(pen.fill), width, pen.cap, pen.join, tuple(one * width for one in pen.dash), pen.miter)

    def _unit(self, unit: int) -> float:
        """Pixels that a unit has."""
        return self._inch * _UNITS[unit] if unit in _UNITS else 1.0

    def _outline(self, number: int) -> Outline:
        found = self._objects.get(number & 0xFF)
        return found if isinstance(found, list) else []

    def _draw(self, outline: Outline, fill: Paint | None = None, line: Line | None = None) -> None:
        self._canvas.draw(placed(outline, self.matrix), fill, line, self._state.clip)

    # --- drawing -------------------------------------------------------------------------------------------------

    def clear(self, flags: int, reader: Reader) -> None:
        """All of it in one colour."""
        x, y, wide, high = self._canvas.view
        paint = argb(reader.whole())
        if paint.alpha:
            self._canvas.draw(rectangle(x, y, x + wide, y + high), paint, None, self._state.clip)

    def rectangles(self, flags: int, reader: Reader, *, filled: bool) -> None:
        """FillRects, DrawRects."""
        fill = self._fill(flags, reader.whole()) if filled else None
        line = None if filled else self._line(flags)
        short = bool(flags & 0x4000)
        for _ in range(reader.count(8 if short else 16)):
            self._draw(rectangle(*reader.box(short=short)), fill, line)

    def lines(self, flags: int, reader: Reader, *, filled: bool) -> None:
        """FillPolygon, DrawLines."""
        fill = self._fill(flags, reader.whole()) if filled else None
        points = self._points(flags, reader)
        closed = filled or bool(flags & 0x2000)
        outline: Outline = [("L" if number else "M", (one,)) for number, one in enumerate(points)]
        self._draw(outline + ([("Z", ())] if closed else []), fill, None if filled else self._line(flags))

    def _points(self, flags: int, reader: Reader) -> list[Point]:
        return reader.points(reader.count(2), short=bool(flags & 0x4000), relative=bool(flags & 0x800))

    def beziers(self, flags: int, reader: Reader) -> None:
        """DrawBeziers."""
        points = self._points(flags, reader)
        outline: Outline = [("M", (points[0],))] if points else []
        outline += [("C", tuple(points[at : at + 3])) for at in range(1, len(points) - 2, 3)]
        self._draw(outline, line=self._line(flags))

    def splines(self, flags: int, reader: Reader, *, filled: bool, closed: bool) -> None:
        """FillClosedCurve, DrawClosedCurve, DrawCurve: cardinal splines."""
        fill = self._fill(flags, reader.whole()) if filled else None
        (tension,) = reader.take("f")
        if not closed:
            reader.take("2I")
        points = self._points(flags, reader)
        self._draw(_spline(points, tension, closed=closed), fill, None if filled else self._line(flags))

    def ellipse(self, flags: int, reader: Reader, *, filled: bool) -> None:
        """FillEllipse, DrawEllipse."""
        fill = self._fill(flags, reader.whole()) if filled else None
        outline = ellipse(*reader.box(short=bool(flags & 0x4000)))
        self._draw(outline, fill, None if filled else self._line(flags))

    def arc(self, flags: int, reader: Reader, *, filled: bool, pie: bool) -> None:
        """FillPie, DrawPie, DrawArc."""
        fill = self._fill(flags, reader.whole()) if filled else None
        start, sweep = reader.take("2f")
        left, top, right, bottom = reader.box(short=bool(flags & 0x4000))
        turn = max(min(sweep, 360.0), -360.0)
        outline = arc(left, top, right, bottom, math.radians(start % 360), math.radians(turn))
        if pie:
            outline += [("L", (((left + right) / 2, (top + bottom) / 2),)), ("Z", ())]
        self._draw(outline, fill, None if filled else self._line(flags))

    def fill_path(self, flags: int, reader: Reader) -> None:
        """FillPath."""
        self._draw(self._outline(flags), self._fill(flags, reader.whole()))

    def draw_path(self, flags: int, reader: Reader) -> None:
        """DrawPath."""
        self._draw(self._outline(flags), line=self._line(reader.whole()))

    def fill_region(self, flags: int, reader: Reader) -> None:
        """FillRegion."""
        found = self._objects.get(flags & 0xFF)
        fill = self._fill(flags, reader.whole())
        if isinstance(found, Region) and found.outlines is not None:
            *around, last = found.outlines
            clip = self._state.clip
            for outline in around:
                clip = self._canvas.within(clip, placed(outline, self.matrix))
            self._canvas.draw(placed(last, self.matrix), fill, None, clip)

    def image(self, flags: int, reader: Reader, *, corners: bool) -> None:
        """DrawImage, DrawImagePoints."""
        reader.take("2I")
        part = reader.take("4f")
        if corners:
            points = self._points(flags, reader)
            if len(points) < 3:
                return
            (x, y), (x_right, y_right), (x_below, y_below) = points[:3]
            matrix: Matrix = (x_right - x, y_right - y, x_below - x, y_below - y, x, y)
        else:
            left, top, right, bottom = reader.box(short=bool(flags & 0x4000))
            matrix = (right - left, 0.0, 0.0, bottom - top, left, top)
        found = self._objects.get(flags & 0xFF)
        shown = then(matrix, self.matrix)
        if isinstance(found, Bitmap):
            found = bitmaps.cut(found, *(int(one) for one in part))
            self._shown += found.width * found.height
            if self._shown > 4 * MOST_PIXELS:
                raise Unreadable("has too many pixels")
            if found.width and found.height:
                self._canvas.picture(bitmaps.png(found), "png", shown, self._state.clip)
        elif isinstance(found, bytes):
            kind = "jpeg" if found[:2] == b"\xff\xd8" else "gif" if found[:3] == b"GIF" else "png"
            self._canvas.picture(found, kind, shown, self._state.clip)

    # --- letters -------------------------------------------------------------------------------------------------

    def string(self, flags: int, reader: Reader) -> None:
        """DrawString: a line for each line of the text, in its box; lines are not broken anew."""
        fill = self._fill(flags, reader.whole())
        form = self._objects.get(reader.whole() & 0xFF)
        count = reader.count(0)
        left, top, right, bottom = reader.box()
        text = reader.data[reader.at : reader.at + 2 * count].decode("utf-16-le", "replace")
        face = self._objects.get(flags & 0xFF)
        if fill is None or not isinstance(face, Face):
            return
        glyphs, size = self._face(face)
        across, down = form if isinstance(form, Format) else Format()
        lines = text.splitlines()[:500]
        high = (glyphs.ascent + glyphs.descent) * size
        y = top + {1: (bottom - top - high * len(lines)) / 2, 2: bottom - top - high * len(lines)}.get(down, 0.0)
        for line in lines:
            widths = [(one.width if one is not None else 0.5) * size for one in glyphs.of(line)]
            natural = sum(widths)
            x = left + {1: (right - left - natural) / 2, 2: right - left - natural}.get(across, 0.0)
            places, along = [], x
            for width in widths:
                places.append((along, y + glyphs.ascent * size))
                along += width
            self._letters(line, places, face, fill, self.matrix)
            y += high

    def driver_string(self, flags: int, reader: Reader) -> None:
        """DrawDriverString: letters, each at its place."""
        fill = self._fill(flags, reader.whole())
        options, has_matrix = reader.whole(), reader.whole()
        count = reader.count(10)
        numbers = reader.data[reader.at : reader.at + 2 * count]
        reader.at += 2 * count
        places = reader.points(count, short=False, relative=False)
        matrix = then(matrix_in(reader), self.matrix) if has_matrix else self.matrix
        face = self._objects.get(flags & 0xFF)
        if not options & CMAP_LOOKUP:
            self._canvas.left_out.setdefault(LETTERS_BY_NUMBER)
        elif fill is not None and isinstance(face, Face):
            letters = numbers.decode("utf-16-le", "replace")
            self._letters(letters, places[: len(letters)], face, fill, matrix)

    def _face(self, face: Face) -> tuple[Glyphs, float]:
        """The letters of a font, and their size in units of the world."""
        glyphs = self._find_glyphs(face.typeface.partition("\0")[0], bool(face.style & 1), bool(face.style & 2))
        return glyphs, face.size * (self._unit(face.unit) / (scale_of(self.matrix) or 1.0) if face.unit else 1.0)

    def _letters(self, letters: str, places: Sequence[Point], face: Face, fill: Paint, matrix: Matrix) -> None:
        glyphs, size = self._face(face)
        outline: Outline = []
        for letter, found, (x, y) in zip(letters, glyphs.of(letters), places, strict=False):
            if found is None:
                if letter > " ":
                    self._canvas.left_out.setdefault(LETTERS_MISSING)
                continue
            for name, points in found.outline:
                outline.append((name, tuple([(x + px * size, y - py * size) for px, py in points])))
        self._canvas.draw(placed(outline, matrix), fill, None, self._state.clip, even_odd=False)

    # --- state ---------------------------------------------------------------------------------------------------

    def save(self, flags: int, reader: Reader) -> None:
        """Save, BeginContainerNoParams."""
        if len(self._saved) < MOST_SAVED:
            self._saved[reader.whole()] = replace(self._state)

    def restore(self, flags: int, reader: Reader) -> None:
        """Restore, EndContainer."""
        found = self._saved.pop(reader.whole(), None)
        if found is not None:
            self._state = found

    def set_world(self, matrix: Matrix) -> None:
        """The world transform."""
        self._state.world = sane(matrix)

    def change_world(self, flags: int, matrix: Matrix) -> None:
        """The world transform changed, before or behind what it does."""
        world = self._state.world
        self.set_world(then(world, matrix) if flags & 0x2000 else then(matrix, world))

    def set_page(self, flags: int, reader: Reader) -> None:
        """SetPageTransform."""
        (share,) = reader.take("f")
        self._state.page = (share * self._unit(flags & 0xFF)) or 1.0

    def clip_to_path(self, flags: int, reader: Reader) -> None:
        """SetClipPath."""
        self.clip_by(flags, [self._outline(flags)])

    def clip_to_region(self, flags: int, reader: Reader) -> None:
        """SetClipRegion."""
        found = self._objects.get(flags & 0xFF)
        if isinstance(found, Region):
            self.clip_by(flags, found.outlines)

    def clip_by(self, flags: int, outlines: Sequence[Outline] | None) -> None:
        """The clip replaced or changed ([MS-EMFPLUS] 2.1.1.4)."""
        how = flags >> 8 & 15
        state = self._state
        if outlines is None:
            state.clip = Clip() if how in (0, 2) else state.clip
            return
        if how == 0:
            state.clip = Clip()
        for outline in outlines:
            shown = placed(outline, self.matrix)
            if how in (0, 1):
                state.clip = self._canvas.within(state.clip, shown)
            elif how == 2:
                state.clip = self._canvas.either(state.clip, shown)
            elif how in (3, 4):
                state.clip = self._canvas.within(state.clip, shown, outside=True)
            else:
                state.clip = self._canvas.within(Clip(), shown)


def _spline(points: Sequence[Point], tension: float, *, closed: bool) -> Outline:
    """A cardinal spline through points as cubic curves."""
    if len(points) < 2:
        return []
    count = len(points)
    reach = tension / 3

    def at(number: int) -> Point:
        return points[number % count] if closed else points[min(max(number, 0), count - 1)]

    found: Outline = [("M", (points[0],))]
    for number in range(count if closed else count - 1):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = (at(number + step) for step in (-1, 0, 1, 2))
        one = x1 + (x2 - x0) * reach, y1 + (y2 - y0) * reach
        other = x2 - (x3 - x1) * reach, y2 - (y3 - y1) * reach
        found.append(("C", (one, other, (x2, y2))))
    return [*found, ("Z", ())] if closed else found


def _rotation(reader: Reader) -> Matrix:
    turn = math.radians(reader.take("f")[0] % 360)
    return math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn), 0.0, 0.0


def _translation(reader: Reader) -> Matrix:
    x, y = reader.take("2f")
    return 1.0, 0.0, 0.0, 1.0, x, y


def _scale(reader: Reader) -> Matrix:
    x, y = reader.take("2f")
    return x, 0.0, 0.0, y, 0.0, 0.0


def _clip(player: PlusPlayer, flags: int, reader: Reader) -> None:
    """SetClipRect."""
    player.clip_by(flags, [rectangle(*reader.box())])


Play = Callable[[PlusPlayer, int, Reader], None]
LACKING = {1: "a fill with a picture", 2: "lines with a picture", 5: "a picture of a format that is not known"}
"""What objects are called that cannot be used, by their kinds."""
RECORDS: dict[int, Play] = {
    0x4009: PlusPlayer.clear,
    0x400A: partial(PlusPlayer.rectangles, filled=True), 0x400B: partial(PlusPlayer.rectangles, filled=False),
    0x400C: partial(PlusPlayer.lines, filled=True), 0x400D: partial(PlusPlayer.lines, filled=False),
    0x400E: partial(PlusPlayer.ellipse, filled=True), 0x400F: partial(PlusPlayer.ellipse, filled=False),
    0x4010: partial(PlusPlayer.arc, filled=True, pie=True), 0x4011: partial(PlusPlayer.arc, filled=False, pie=True),
    0x4012: partial(PlusPlayer.arc, filled=False, pie=False), 0x4013: PlusPlayer.fill_region,
    0x4014: PlusPlayer.fill_path, 0x4015: PlusPlayer.draw_path,
    0x4016: partial(PlusPlayer.splines, filled=True, closed=True),
    0x4017: partial(PlusPlayer.splines, filled=False, closed=True),
    0x4018: partial(PlusPlayer.splines, filled=False, closed=False), 0x4019: PlusPlayer.beziers,
    0x401A: partial(PlusPlayer.image, corners=False), 0x401B: partial(PlusPlayer.image, corners=True),
    0x401C: PlusPlayer.string, 0x4025: PlusPlayer.save, 0x4026: PlusPlayer.restore, 0x4028: PlusPlayer.save,
    0x4029: PlusPlayer.restore, 0x402A: lambda player, _, reader: player.set_world(matrix_in(reader)),
    0x402B: lambda player, _, reader: player.set_world(IDENTITY),
    0x402C: lambda player, flags, reader: player.change_world(flags, matrix_in(reader)),
    0x402D: lambda player, flags, reader: player.change_world(flags, _translation(reader)),
    0x402E: lambda player, flags, reader: player.change_world(flags, _scale(reader)),
    0x402F: lambda player, flags, reader: player.change_world(flags, _rotation(reader)),
    0x4030: PlusPlayer.set_page, 0x4031: lambda player, _, reader: player.clip_by(0, None), 0x4032: _clip,
    0x4033: PlusPlayer.clip_to_path, 0x4034: PlusPlayer.clip_to_region, 0x4036: PlusPlayer.driver_string,
}  # fmt: skip
"""By their types ([MS-EMFPLUS] 2.1.1.1)."""
