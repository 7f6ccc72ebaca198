"""Enhanced metafiles ([MS-EMF]): their records, played on a device context. Those that draw nothing are passed over."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Sequence
from typing import NamedTuple

from salespack.graphics.metafiles import bitmaps
from salespack.graphics.metafiles.canvas import Canvas, Clip, Paint, placed
from salespack.graphics.metafiles.device import (
    LETTERS_BY_NUMBER,
    SRC_COPY,
    STOCK,
    Brush,
    Device,
    Font,
    Pen,
)
from salespack.graphics.metafiles.emf_plus import PlusPlayer, plus_in
from salespack.graphics.metafiles.model import (
    MOST_LETTERS,
    MOST_POINTS,
    MOST_RECORDS,
    FindsGlyphs,
    Outline,
    Point,
    Unreadable,
    Vector,
    arc,
    ellipse,
    rectangle,
    rounded,
)

EOF, COMMENT = 14, 70
GLYPH_NUMBERS, NO_BOX, SMALL, BOTH_WAYS = 0x10, 0x100, 0x200, 0x2000
"""Options of text ([MS-EMF] 2.1.11)."""
STOCK_BIT = 0x80000000
HALF_A_PIXEL = 0.5
"""GDI+ writes outlines beside its own so that their corners are the middles of pixels, not their edges."""
CODE_PAGES = {
    0: "cp1252", 2: "symbol", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 255: "cp437",
}  # fmt: skip
"""Character sets of fonts ([MS-WMF] 2.1.1.5)."""


class Header(NamedTuple):
    """The header ([MS-EMF] 2.2.9): its bounds in pixels of the device, its frame in hundredths of a millimetre."""

    bounds: tuple[int, int, int, int]
    frame: tuple[int, int, int, int]
    pixels: tuple[int, int]
    millimetres: tuple[float, float]


def header_of(content: bytes) -> Header:
    """The header of a file. Raises Unreadable."""
    try:
        bounds, frame = struct.unpack_from("<4i", content, 8), struct.unpack_from("<4i", content, 24)
        pixels, millimetres = struct.unpack_from("<2i", content, 72), struct.unpack_from("<2i", content, 80)
    except struct.error:
        raise Unreadable("breaks off") from None
    if not all(0 < one < 1_000_000 for one in (*pixels, *millimetres)):
        pixels, millimetres = (1_920, 1_080), (508, 286)
    return Header(bounds, frame, pixels, millimetres)


def canvas_of(header: Header) -> tuple[Canvas, tuple[float, float]] | None:
    """The sheet that the frame makes, and a millimetre in its pixels; None for a picture of nothing."""
    across, down = (pixels / mm for pixels, mm in zip(header.pixels, header.millimetres, strict=True))
    left, top, right, bottom = header.frame
    view = left / 100 * across, top / 100 * down, (right - left) / 100 * across, (bottom - top) / 100 * down
    if right - left < 2 or bottom - top < 2:
        left, top, right, bottom = header.bounds
        view = float(left), float(top), float(right - left + 1), float(bottom - top + 1)
        if view[2] < 1 or view[3] < 1:
            return None
    width, height = view[2] / across * 72 / 25.4, view[3] / down * 72 / 25.4
    return Canvas(view, width, height), (across, down)


def draw(content: bytes, find_glyphs: FindsGlyphs) -> Vector:
    """An enhanced metafile as SVG. Raises Unreadable."""
    made = canvas_of(header_of(content))
    if made is None:
        return Vector(EMPTY, 1.0, 1.0, ())
    canvas, millimetre = made
    has_plus = plus_in(content)
    device = Device(canvas, find_glyphs, millimetre, shift=HALF_A_PIXEL if has_plus == "twin" else 0.0)
    plus = PlusPlayer(canvas, find_glyphs, millimetre) if has_plus == "alone" else None
    at = count = 0
    while at + 8 <= len(content):
        kind, size = struct.unpack_from("<II", content, at)
        count += 1
        if size < 8 or kind == EOF:
            break
        if count > MOST_RECORDS:
            raise Unreadable("has too many records")
        record = content[at : at + size]
        try:
            if kind == COMMENT and plus is not None and record[12:16] == b"EMF+":
                plus.play(record[16 : 12 + struct.unpack_from("<I", record, 8)[0]])
            elif (play := RECORDS.get(kind)) is not None:
                play(device, record)
        except struct.error:
            canvas.left_out.setdefault("a record that breaks off")
        at += size + -size % 4
    return canvas.vector()


EMPTY = b'<svg xmlns="http://www.w3.org/2000/svg" width="1pt" height="1pt" viewBox="0 0 1 1"></svg>'


# --- what records are made of ----------------------------------------------------------------------------------------


def colour(value: int) -> str:
    """A ColorRef ([MS-WMF] 2.2.2.8) as RRGGBB."""
    return f"{value & 255:02X}{value >> 8 & 255:02X}{value >> 16 & 255:02X}"


def points_in(record: bytes, at: int, count: int, *, short: bool) -> list[Point]:
    """Points of 16 or 32 bits a number. Raises struct.error for more than there are."""
    each = 4 if short else 8
    if count > MOST_POINTS:
        raise Unreadable("has too many points")
    if count > (len(record) - at) // each:
        raise struct.error("too few points")
    numbers = struct.unpack_from(f"<{2 * count}{'h' if short else 'i'}", record, at)
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _integers(record: bytes, *at: int) -> list[int]:
    return [struct.unpack_from("<i", record, one)[0] for one in at]


def _unsigned(record: bytes, at: int) -> int:
    value: int = struct.unpack_from("<I", record, at)[0]
    return value


def _box(record: bytes, at: int = 8) -> tuple[int, int, int, int]:
    left, top, right, bottom = struct.unpack_from("<4i", record, at)
    return left, top, right, bottom


# --- drawing ([MS-EMF] 2.3.5) ----------------------------------------------------------------------------------------


def _points(record: bytes, *, short: bool) -> list[Point]:
    return points_in(record, 28, _unsigned(record, 24), short=short)


def _poly(draw: Callable[[Device, list[Point]], None], *, short: bool) -> Callable[[Device, bytes], None]:
    def play(device: Device, record: bytes) -> None:
        draw(device, _points(record, short=short))

    return play


def _several(*, closed: bool, short: bool) -> Callable[[Device, bytes], None]:
    def play(device: Device, record: bytes) -> None:
        figures, count = struct.unpack_from("<II", record, 24)
        if figures > min(len(record) // 4, MOST_POINTS):
            raise struct.error("too few figures")
        counts = struct.unpack_from(f"<{figures}I", record, 32)
        points = points_in(record, 32 + 4 * figures, min(count, sum(counts)), short=short)
        found, at = [], 0
        for length in counts:
            found.append(points[at : at + length])
            at += length
        device.polygons(found, closed=closed)

    return play


def _poly_draw(*, short: bool) -> Callable[[Device, bytes], None]:
    def play(device: Device, record: bytes) -> None:
        points = _points(record, short=short)
        kinds = record[28 + len(points) * (4 if short else 8) :][: len(points)]
        steps: Outline = []
        curve: list[Point] = []
        for kind, point in zip(kinds, points, strict=False):
            if kind & 6 == 4:
                curve.append(point)
                if len(curve) == 3:
                    steps.append(("C", tuple(curve)))
                    curve = []
            else:
                steps.append(("M" if kind & 6 == 6 else "L", (point,)))
            if kind & 1:
                steps.append(("Z", ()))
        device.steps_to(steps)

    return play


def _move_to(device: Device, record: bytes) -> None:
    device.move_to(*_integers(record, 8, 12))


def _line_to(device: Device, record: bytes) -> None:
    x, y = _integers(record, 8, 12)
    device.lines_to([(x, y)])


def _rectangle(device: Device, record: bytes) -> None:
    device.figure(rectangle(*_box(record)))


def _ellipse(device: Device, record: bytes) -> None:
    device.figure(ellipse(*_box(record)))


def _rounded(device: Device, record: bytes) -> None:
    wide, high = _integers(record, 24, 28)
    device.figure(rounded(*_box(record), wide / 2, high / 2))


def _arc(kind: str) -> Callable[[Device, bytes], None]:
    def play(device: Device, record: bytes) -> None:
        x, y, x_to, y_to = _box(record, 24)
        device.arc_in(_box(record), (x, y), (x_to, y_to), kind)

    return play


def _angle_arc(device: Device, record: bytes) -> None:
    x, y = _integers(record, 8, 12)
    radius = _unsigned(record, 16)
    start, sweep = struct.unpack_from("<ff", record, 20)
    if not (-1e6 < start < 1e6 and -1e6 < sweep < 1e6):
        return
    one, other = math.radians(-start), math.radians(-start - max(min(sweep, 360.0), -360.0))
    outline = arc(x - radius, y - radius, x + radius, y + radius, one, other - one)
    device.steps_to([("L", outline[0][1]), *outline[1:]])


def _pixel(device: Device, record: bytes) -> None:
    x, y = _integers(record, 8, 12)
    device.canvas.draw(
        placed(rectangle(x, y, x + 1, y + 1), device.matrix), Paint(colour(_unsigned(record, 16))), None,
        device.state.clip,
    )  # fmt: skip


def _fill_region(device: Device, record: bytes) -> None:
    """EMR_FILLRGN and EMR_PAINTRGN: a region of rectangles in a brush."""
    filled = struct.unpack_from("<I", record)[0] == 71
    start = 32 if filled else 28
    brush = _object(device, _unsigned(record, 28)) if filled else device.state.brush
    before = device.state.brush
    device.select(brush if isinstance(brush, Brush) else before)
    outline = [step for box in _region(record[start:]) for step in rectangle(*box)]
    device.figure(outline, line=False)
    device.select(before)


def _gradient(device: Device, record: bytes) -> None:
    """EMR_GRADIENTFILL: rectangles from side to side; of triangles the mean colour."""
    count, figures, mode = struct.unpack_from("<III", record, 24)
    if max(count, figures) > min(len(record) // 8, MOST_POINTS):
        raise struct.error("too few corners")
    corners = [struct.unpack_from("<ii4H", record, 36 + 16 * number) for number in range(count)]
    at = 36 + 16 * count
    for number in range(figures):
        numbers = struct.unpack_from("<III" if mode == 2 else "<II", record, at + number * (12 if mode == 2 else 8))
        if any(one >= count for one in numbers):
            continue
        found = [corners[one] for one in numbers]
        paints = [Paint("".join(f"{part >> 8:02X}" for part in one[2:5])) for one in found]
        if mode == 2:
            mean = [sum(one[part] for one in found) // 3 >> 8 for part in (2, 3, 4)]
            outline: Outline = [("M", (found[0][:2],)), ("L", (found[1][:2],)), ("L", (found[2][:2],)), ("Z", ())]
            fill = Paint("".join(f"{part:02X}" for part in mean))
        else:
            (x, y), (x_to, y_to) = found[0][:2], found[1][:2]
            outline = rectangle(x, y, x_to, y_to)
            end = (x_to, y) if mode == 0 else (x, y_to)
            fill = device.canvas.gradient(device.point(x, y), device.point(*end), [(0, paints[0]), (1, paints[1])])
        device.canvas.draw(placed(outline, device.matrix), fill, None, device.state.clip)


# --- text ([MS-EMF] 2.2.5, 2.3.5.7, 2.3.5.8) -------------------------------------------------------------------------


def _text(*, wide: bool, at: int = 36) -> Callable[[Device, bytes], None]:
    def play(device: Device, record: bytes) -> None:
        x, y, count, start, options = struct.unpack_from("<iiIII", record, at)
        box = _box(record, at + 20)
        spaces = _unsigned(record, at + 36)
        if options & GLYPH_NUMBERS:
            device.canvas.left_out.setdefault(LETTERS_BY_NUMBER)
            return
        letters = _letters(record, start, count, device, wide=wide)
        step = 2 if options & BOTH_WAYS else 1
        advances = None
        if spaces and spaces + 4 * count * step <= len(record):
            advances = struct.unpack_from(f"<{count * step}i", record, spaces)[::step]
        device.text(
            letters, (x, y), advances, options=options, box=None if options & NO_BOX else box,
            upright=_unsigned(record, 24) != 2,
        )  # fmt: skip

    return play


def _letters(record: bytes, start: int, count: int, device: Device, *, wide: bool) -> str:
    if count > MOST_LETTERS:
        raise Unreadable("has too many letters")
    length = count * (2 if wide else 1)
    if start + length > len(record):
        raise struct.error("too few letters")
    data = record[start : start + length]
    return data.decode("utf-16-le", "replace") if wide else decoded(data, device.state.font.charset)


def decoded(data: bytes, charset: int) -> str:
    """Letters of a font's character set; those of symbol fonts are where Unicode keeps room for them."""
    page = CODE_PAGES.get(charset, "cp1252")
    if page == "symbol":
        return "".join(chr(0xF000 + one) if one > 32 else " " for one in data)
    return data.decode(page, "replace")


def _small_text(device: Device, record: bytes) -> None:
    """EMR_SMALLTEXTOUT."""
    x, y, count, options, mode = struct.unpack_from("<iiIII", record, 8)
    if options & GLYPH_NUMBERS:
        device.canvas.left_out.setdefault(LETTERS_BY_NUMBER)
        return
    box = None if options & NO_BOX else _box(record, 36)
    start = 36 if box is None else 52
    letters = _letters(record, start, count, device, wide=not options & SMALL)
    device.text(letters, (x, y), options=options, box=box, upright=mode != 2)


def _several_texts(*, wide: bool) -> Callable[[Device, bytes], None]:
    def play(device: Device, record: bytes) -> None:
        count = _unsigned(record, 36)
        if count > len(record) // 40:
            raise struct.error("too few texts")
        for number in range(count):
            _text(wide=wide, at=40 + 40 * number)(device, record)

    return play


# --- bitmaps ([MS-EMF] 2.3.1) ----------------------------------------------------------------------------------------


def _source(device: Device, record: bytes, at: int) -> bitmaps.Bitmap | bytes | None:
    """The bitmap of a record, whose offsets and lengths stand at `at`; None where there is none."""
    header_at, header_size, bits_at, bits_size = struct.unpack_from("<4I", record, at)
    if not header_size or not bits_size:
        return None
    header, bits = record[header_at : header_at + header_size], record[bits_at : bits_at + bits_size]
    return bitmaps.packed(header, bits) or device.pixels(header, bits)


def _part(
    found: bitmaps.Bitmap | bytes, x: int, y: int, cx: int, cy: int, *, from_below: bool = False
) -> bitmaps.Bitmap | bytes:
    """A part of a bitmap; what is packed is shown whole."""
    if isinstance(found, bytes):
        return found
    if from_below:
        y = found.height - y - cy
    return bitmaps.cut(found, x, y, cx, cy)


def _block(*, stretched: bool) -> Callable[[Device, bytes], None]:
    """EMR_BITBLT and EMR_STRETCHBLT."""

    def play(device: Device, record: bytes) -> None:
        x, y, cx, cy, raster, from_x, from_y = struct.unpack_from("<4iI2i", record, 24)
        found = _source(device, record, 84)
        if found is None:
            device.blank((x, y, cx, cy), raster)
            return
        wide, high = _integers(record, 100, 104) if stretched else (cx, cy)
        if not isinstance(found, bytes):
            found = bitmaps.opaque(found)
        device.image(_part(found, from_x, from_y, wide, high), (x, y, cx, cy), raster)

    return play


def _masked(device: Device, record: bytes) -> None:
    """EMR_MASKBLT: the bitmap without its mask."""
    x, y, cx, cy, _, from_x, from_y = struct.unpack_from("<4iI2i", record, 24)
    found = _source(device, record, 84)
    if found is not None:
        device.image(_part(found, from_x, from_y, cx, cy), (x, y, cx, cy))


def _device_independent(*, stretched: bool) -> Callable[[Device, bytes], None]:
    """EMR_STRETCHDIBITS and EMR_SETDIBITSTODEVICE."""

    def play(device: Device, record: bytes) -> None:
        x, y, from_x, from_y, wide, high = struct.unpack_from("<6i", record, 24)
        found = _source(device, record, 48)
        raster = SRC_COPY
        cx, cy = wide, high
        if stretched:
            raster = _unsigned(record, 68)
            cx, cy = _integers(record, 72, 76)
        if found is None:
            device.blank((x, y, cx, cy), raster)
            return
        if not isinstance(found, bytes):
            found = bitmaps.opaque(found)
        device.image(_part(found, from_x, from_y, wide, high, from_below=True), (x, y, cx, cy), raster)

    return play


def _blended(device: Device, record: bytes) -> None:
    """EMR_ALPHABLEND."""
    x, y, cx, cy = _box(record, 24)
    alpha, each = record[42], bool(record[43] & 1)
    from_x, from_y = _integers(record, 44, 48)
    wide, high = _integers(record, 100, 104)
    found = _source(device, record, 84)
    if found is not None:
        if not isinstance(found, bytes):
            found = bitmaps.blended(found, alpha, each=each)
        device.image(_part(found, from_x, from_y, wide, high), (x, y, cx, cy))


def _transparent(device: Device, record: bytes) -> None:
    """EMR_TRANSPARENTBLT."""
    x, y, cx, cy = _box(record, 24)
    key = _unsigned(record, 40)
    from_x, from_y = _integers(record, 44, 48)
    wide, high = _integers(record, 100, 104)
    found = _source(device, record, 84)
    if found is not None:
        if not isinstance(found, bytes):
            found = bitmaps.keyed(found, struct.pack("<I", key)[:3])
        device.image(_part(found, from_x, from_y, wide, high), (x, y, cx, cy))


# --- objects ([MS-EMF] 2.3.7, 2.3.8) ---------------------------------------------------------------------------------


def _object(device: Device, number: int) -> Pen | Brush | Font | None:
    return STOCK.get(number & 0xFFFF) if number & STOCK_BIT else device.objects.get(number)


def _select(device: Device, record: bytes) -> None:
    device.select(_object(device, _unsigned(record, 8)))


def _delete(device: Device, record: bytes) -> None:
    device.objects.pop(_unsigned(record, 8), None)


def _pen(device: Device, record: bytes) -> None:
    number, style, width, _, value = struct.unpack_from("<IIiiI", record, 8)
    device.make(number, Pen(colour(value), abs(width), style & 15))


def pen_of(style: int, width: float, value: int, dash: Sequence[float], *, drawn: bool = True) -> Pen:
    """An extended pen ([MS-EMF] 2.2.20)."""
    cap = {0x100: "square", 0x200: "butt"}.get(style & 0xF00, "round")
    join = {0x1000: "bevel", 0x2000: "miter"}.get(style & 0xF000, "round")
    cosmetic = not style & 0x10000
    kind = style & 15 if drawn else 5
    return Pen(colour(value), width, kind, cap, join, tuple(dash), cosmetic)


def _extended_pen(device: Device, record: bytes) -> None:
    number = _unsigned(record, 8)
    style, width, brush, value, _, count = struct.unpack_from("<6I", record, 28)
    dash = struct.unpack_from(f"<{count}I", record, 52) if style & 15 == 7 and 0 < count <= 64 else ()
    device.make(number, pen_of(style, width, value, dash, drawn=brush != 1))


def _brush(device: Device, record: bytes) -> None:
    number, style, value, hatch = struct.unpack_from("<4I", record, 8)
    device.make(number, Brush(colour(value), style, hatch))


def _pattern_brush(device: Device, record: bytes) -> None:
    """EMR_CREATEMONOBRUSH and EMR_CREATEDIBPATTERNBRUSHPT."""
    number = _unsigned(record, 8)
    found = _source(device, record, 16)
    tile = bitmaps.opaque(found) if isinstance(found, bitmaps.Bitmap) else None
    device.make(number, Brush(tile=tile))


def _font(device: Device, record: bytes) -> None:
    number = _unsigned(record, 8)
    height, width, escapement, _, weight = struct.unpack_from("<5i", record, 12)
    italic, underline, strike_out, charset = struct.unpack_from("<4B", record, 32)
    name = record[40:104].decode("utf-16-le", "replace").partition("\0")[0].lstrip("@")
    device.make(
        number,
        Font(
            name or "Arial", height, width, escapement / 10, weight >= 600, bool(italic), bool(underline),
            bool(strike_out), charset,
        ),
    )  # fmt: skip


# --- state, transforms, clips, paths ([MS-EMF] 2.3.2, 2.3.10, 2.3.11, 2.3.12) ----------------------------------------


def _setting(name: str, of: Callable[[int], object] = lambda value: value) -> Callable[[Device, bytes], None]:
    def play(device: Device, record: bytes) -> None:
        setattr(device.state, name, of(_unsigned(record, 8)))

    return play


def _matrix(record: bytes) -> tuple[float, float, float, float, float, float]:
    a, b, c, d, e, f = struct.unpack_from("<6f", record, 8)
    return a, b, c, d, e, f


def _pair(act: Callable[[Device, Point], None]) -> Callable[[Device, bytes], None]:
    def play(device: Device, record: bytes) -> None:
        x, y = _integers(record, 8, 12)
        act(device, (x, y))

    return play


def _scaled(device: Device, record: bytes, *, window: bool) -> None:
    by, over, down_by, down_over = _integers(record, 8, 12, 16, 20)
    _, _, cx, cy = device.state.window if window else device.state.viewport
    extent = cx * by / (over or 1), cy * down_by / (down_over or 1)
    (device.set_window if window else device.set_viewport)(extent=extent)


def _region(data: bytes) -> list[tuple[int, int, int, int]]:
    """The rectangles of region data ([MS-EMF] 2.2.24)."""
    size, _, count = struct.unpack_from("<III", data)
    if count > min(len(data) // 16, MOST_POINTS // 5):
        raise struct.error("too few rectangles")
    return [_box(data, size + 16 * number) for number in range(count)]


def _clip_region(device: Device, record: bytes) -> None:
    size, how = struct.unpack_from("<II", record, 8)
    if not size:
        if how == 5:
            device.state.clip = Clip()
        return
    boxes = _region(record[16 : 16 + size])
    # These rectangles are in pixels of the device.
    outline = [step for box in boxes for step in rectangle(*box)]
    device.clip_to(outline or rectangle(0, 0, 0, 0), how)


def _clip_path(device: Device, record: bytes) -> None:
    device.clip_to(device.path, _unsigned(record, 8), even_odd=device.state.even_odd)
    device.path = []


def _clip_box(*, outside: bool) -> Callable[[Device, bytes], None]:
    def play(device: Device, record: bytes) -> None:
        device.clip_to_box(*_box(record), outside=outside)

    return play


RECORDS: dict[int, Callable[[Device, bytes], None]] = {
    2: _poly(Device.curves, short=False), 3: _poly(Device.polygon, short=False),
    4: _poly(lambda device, points: device.polygon(points, closed=False), short=False),
    5: _poly(Device.curves_to, short=False), 6: _poly(Device.lines_to, short=False),
    7: _several(closed=False, short=False), 8: _several(closed=True, short=False),
    9: _pair(lambda device, pair: device.set_window(extent=pair)),
    10: _pair(lambda device, pair: device.set_window(origin=pair)),
    11: _pair(lambda device, pair: device.set_viewport(extent=pair)),
    12: _pair(lambda device, pair: device.set_viewport(origin=pair)),
    15: _pixel, 17: lambda device, record: device.set_mode(_unsigned(record, 8)),
    18: _setting("opaque", lambda value: value == 2), 19: _setting("even_odd", lambda value: value != 2),
    20: _setting("raster"), 22: _setting("align"), 24: _setting("text_colour", colour), 25: _setting("ground", colour),
    27: _move_to, 28: lambda device, record: device.keep_clip(), 29: _clip_box(outside=True),
    30: _clip_box(outside=False), 31: lambda device, record: _scaled(device, record, window=False),
    32: lambda device, record: _scaled(device, record, window=True), 33: lambda device, record: device.save(),
    34: lambda device, record: device.restore(_integers(record, 8)[0]),
    35: lambda device, record: device.set_world(_matrix(record)),
    36: lambda device, record: device.modify_world(_matrix(record), _unsigned(record, 32)),
    37: _select, 38: _pen, 39: _brush, 40: _delete, 41: _angle_arc, 42: _ellipse, 43: _rectangle, 44: _rounded,
    45: _arc("arc"), 46: _arc("chord"), 47: _arc("pie"), 54: _line_to, 55: _arc("arcto"),
    56: _poly_draw(short=False), 57: _setting("clockwise", lambda value: value == 2), 58: _setting("miter", float),
    59: lambda device, record: device.begin_path(), 60: lambda device, record: device.end_path(),
    61: lambda device, record: device.close_figure(),
    62: lambda device, record: device.draw_path(fill=True, line=False),
    63: lambda device, record: device.draw_path(fill=True, line=True),
    64: lambda device, record: device.draw_path(fill=False, line=True),
    67: _clip_path, 68: lambda device, record: device.abort_path(), 71: _fill_region, 74: _fill_region,
    75: _clip_region, 76: _block(stretched=False), 77: _block(stretched=True), 78: _masked,
    80: _device_independent(stretched=False), 81: _device_independent(stretched=True), 82: _font,
    83: _text(wide=False), 84: _text(wide=True), 85: _poly(Device.curves, short=True),
    86: _poly(Device.polygon, short=True),
    87: _poly(lambda device, points: device.polygon(points, closed=False), short=True),
    88: _poly(Device.curves_to, short=True), 89: _poly(Device.lines_to, short=True),
    90: _several(closed=False, short=True), 91: _several(closed=True, short=True), 92: _poly_draw(short=True),
    93: _pattern_brush, 94: _pattern_brush, 95: _extended_pen, 96: _several_texts(wide=False),
    97: _several_texts(wide=True), 108: _small_text, 114: _blended, 116: _transparent, 118: _gradient,
}  # fmt: skip
"""By their numbers ([MS-EMF] 2.1.1)."""
