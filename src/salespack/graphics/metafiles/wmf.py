"""Windows metafiles ([MS-WMF]), plain and placeable: their records, played on a device context."""

from __future__ import annotations

import struct
from collections.abc import Callable

from salespack.graphics.metafiles import bitmaps
from salespack.graphics.metafiles.canvas import Canvas, Paint, placed
from salespack.graphics.metafiles.device import Brush, Device, Font, Pen
from salespack.graphics.metafiles.emf import colour, decoded, points_in
from salespack.graphics.metafiles.model import (
    MOST_RECORDS,
    FindsGlyphs,
    Point,
    Unreadable,
    Vector,
    ellipse,
    rectangle,
    rounded,
)

PLACEABLE = b"\xd7\xcd\xc6\x9a"
PIXELS = 96
"""Pixels of an inch of the device that a file which names none is made for."""
SET_WINDOW_ORIGIN, SET_WINDOW_EXTENT = 0x020B, 0x020C
OPAQUE_BOX, CLIPPED = 2, 4
Record = tuple[int, bytes]


def records_of(content: bytes) -> list[Record]:
    """The function and the parameters of each record. Raises Unreadable."""
    at = 22 if content.startswith(PLACEABLE) else 0
    if len(content) < at + 18:
        raise Unreadable("breaks off")
    at += 18
    found: list[Record] = []
    while at + 6 <= len(content):
        words, function = struct.unpack_from("<IH", content, at)
        if words < 3 or not function:
            break
        found.append((function, content[at + 6 : at + 2 * words]))
        if len(found) > MOST_RECORDS:
            raise Unreadable("has too many records")
        at += 2 * words
    return found


def draw(content: bytes, find_glyphs: FindsGlyphs) -> Vector:
    """A Windows metafile as SVG. Raises Unreadable."""
    records = records_of(content)
    canvas, millimetre, box = _canvas(content, records)
    device = _Device(canvas, find_glyphs, millimetre)
    device.set_mode(8)
    left, top, right, bottom = box
    device.set_window(origin=(left, top), extent=(right - left, bottom - top))
    x, y, wide, high = canvas.view
    device.set_viewport(origin=(x, y), extent=(wide, high))
    for function, data in records:
        play = RECORDS.get(function)
        if play is not None:
            try:
                play(device, data)
            except struct.error:
                canvas.left_out.setdefault("a record that breaks off")
    return canvas.vector()


def _canvas(
    content: bytes, records: list[Record]
) -> tuple[Canvas, tuple[float, float], tuple[float, float, float, float]]:
    """The sheet, a millimetre in its pixels, and the box in logical units that it shows."""
    inch = PIXELS
    left = top = right = bottom = 0.0
    if content.startswith(PLACEABLE):
        left, top, right, bottom, inch = struct.unpack_from("<4hH", content, 6)
    if left == right or top == bottom or not inch:
        left, top, right, bottom = _window(records)
        inch = PIXELS
        if abs(right - left) > 5_000 or abs(bottom - top) > 5_000:
            inch = 1_440
    # The viewport covers the box, whichever way its axes lead.
    wide, high = abs(right - left) / inch * PIXELS, abs(bottom - top) / inch * PIXELS
    wide, high = max(wide, 0.1), max(high, 0.1)
    canvas = Canvas((0.0, 0.0, wide, high), wide / PIXELS * 72, high / PIXELS * 72)
    return canvas, (PIXELS / 25.4, PIXELS / 25.4), (left, top, right, bottom)


def _window(records: list[Record]) -> tuple[float, float, float, float]:
    """The first window that is set, which may be none: then a usual one."""
    x = y = 0
    for function, data in records:
        if len(data) >= 4 and function == SET_WINDOW_ORIGIN:
            y, x = struct.unpack_from("<hh", data)
        if len(data) >= 4 and function == SET_WINDOW_EXTENT:
            high, wide = struct.unpack_from("<hh", data)
            if wide and high:
                return x, y, x + wide, y + high
    return 0, 0, 1_000, 1_000


class _Device(Device):
    """A device context whose objects stand in the first free place ([MS-WMF] 3.1.4.1)."""

    def __init__(self, canvas: Canvas, find_glyphs: FindsGlyphs, millimetre: tuple[float, float]) -> None:
        super().__init__(canvas, find_glyphs, millimetre)
        self.places: set[int] = set()

    def add(self, thing: Pen | Brush | Font | None) -> None:
        """An object in the lowest free place; of what is not drawn with there is only the place."""
        number = next(one for one in range(len(self.places) + 1) if one not in self.places)
        self.places.add(number)
        if thing is not None:
            self.make(number, thing)

    def remove(self, number: int) -> None:
        """A place becomes free."""
        self.places.discard(number)
        self.objects.pop(number, None)


Play = Callable[[_Device, bytes], None]


def _words(data: bytes, count: int, at: int = 0) -> tuple[int, ...]:
    """Signed words; parameters stand in the reverse of the order in which they are said."""
    return struct.unpack_from(f"<{count}h", data, at)


def _pair(act: Callable[[_Device, Point], None]) -> Play:
    def play(device: _Device, data: bytes) -> None:
        y, x = _words(data, 2)
        act(device, (x, y))

    return play


def _number(act: Callable[[_Device, int], None]) -> Play:
    def play(device: _Device, data: bytes) -> None:
        act(device, struct.unpack_from("<H", data)[0])

    return play


def _setting(name: str, of: Callable[[int], object] = lambda value: value) -> Play:
    def play(device: _Device, data: bytes) -> None:
        setattr(device.state, name, of(struct.unpack_from("<H", data)[0]))

    return play


def _colour(name: str) -> Play:
    def play(device: _Device, data: bytes) -> None:
        setattr(device.state, name, colour(struct.unpack_from("<I", data)[0]))

    return play


def _moved(device: _Device, data: bytes, *, window: bool) -> None:
    y, x = _words(data, 2)
    at_x, at_y, _, _ = device.state.window if window else device.state.viewport
    (device.set_window if window else device.set_viewport)(origin=(at_x + x, at_y + y))


def _window_scaled(device: _Device, data: bytes) -> None:
    down_over, down_by, over, by = _words(data, 4)
    _, _, cx, cy = device.state.window
    device.set_window(extent=(cx * by / (over or 1), cy * down_by / (down_over or 1)))


def _box(data: bytes, at: int = 0) -> tuple[int, int, int, int]:
    bottom, right, top, left = _words(data, 4, at)
    return left, top, right, bottom


def _polygon(device: _Device, data: bytes, *, closed: bool) -> None:
    count = struct.unpack_from("<H", data)[0]
    device.polygon(points_in(data, 2, count, short=True), closed=closed)


def _polygons(device: _Device, data: bytes) -> None:
    figures = struct.unpack_from("<H", data)[0]
    counts = struct.unpack_from(f"<{figures}H", data, 2)
    points = points_in(data, 2 + 2 * figures, sum(counts), short=True)
    found, at = [], 0
    for count in counts:
        found.append(points[at : at + count])
        at += count
    device.polygons(found)


def _rounded(device: _Device, data: bytes) -> None:
    high, wide = _words(data, 2)
    device.figure(rounded(*_box(data, 4), wide / 2, high / 2))


def _arc(kind: str) -> Play:
    def play(device: _Device, data: bytes) -> None:
        y_to, x_to, y, x = _words(data, 4)
        device.arc_in(_box(data, 8), (x, y), (x_to, y_to), kind)

    return play


def _pixel(device: _Device, data: bytes) -> None:
    value, y, x = struct.unpack_from("<Ihh", data)
    outline = placed(rectangle(x, y, x + 1, y + 1), device.matrix)
    device.canvas.draw(outline, Paint(colour(value)), None, device.state.clip)


# --- text ------------------------------------------------------------------------------------------------------------


def _text(device: _Device, data: bytes) -> None:
    """META_TEXTOUT."""
    count = struct.unpack_from("<H", data)[0]
    start = 2 + count + count % 2
    y, x = _words(data, 2, start)
    device.text(decoded(data[2 : 2 + count], device.state.font.charset), (x, y))


def _extended_text(device: _Device, data: bytes) -> None:
    """META_EXTTEXTOUT."""
    y, x, count, options = struct.unpack_from("<hhHH", data)
    at = 8
    box = None
    if options & (OPAQUE_BOX | CLIPPED):
        left, top, right, bottom = _words(data, 4, at)
        box = (left, top, right, bottom)
        at += 8
    if at + count > len(data):
        raise struct.error("too few letters")
    letters = data[at : at + count]
    at += count + count % 2
    advances = list(_words(data, count, at)) if at + 2 * count <= len(data) else None
    shown = decoded(letters, device.state.font.charset)
    if advances is not None and len(shown) != count:
        advances = _joined(letters, advances, device.state.font.charset)
    device.text(shown, (x, y), advances, options=options, box=box)


def _joined(letters: bytes, advances: list[int], charset: int) -> list[int]:
    """The widths of letters, of which some are two bytes."""
    found: list[int] = []
    at = 0
    while at < len(letters):
        length = 2 if len(decoded(letters[at : at + 2], charset)) == 1 else 1
        found.append(sum(advances[at : at + length]))
        at += length
    return found


# --- bitmaps ---------------------------------------------------------------------------------------------------------


def _header_size(data: bytes) -> int:
    """The length of a bitmap's header with its colours."""
    size = struct.unpack_from("<I", data)[0]
    if size == 12:
        depth = struct.unpack_from("<H", data, 10)[0]
        return 12 + (3 << depth if depth <= 8 else 0)
    depth, kind = struct.unpack_from("<HI", data, 14)
    used = struct.unpack_from("<I", data, 32)[0]
    colours = min(used or 1 << depth, 256) if depth <= 8 else 0
    return int(size) + 4 * colours + (12 if kind == 3 and size == 40 else 0)


def _shown(
    device: _Device, dib: bytes, part: tuple[int, int, int, int], box: tuple[int, int, int, int], raster: int,
    *, from_below: bool,
) -> None:  # fmt: skip
    length = _header_size(dib)
    header, bits = dib[:length], dib[length:]
    if found := bitmaps.packed(header, bits):
        device.image(found, box, raster)
        return
    pixels = bitmaps.opaque(device.pixels(header, bits))
    x, y, cx, cy = part
    top = pixels.height - y - cy if from_below else y
    device.image(bitmaps.cut(pixels, x, top, cx, cy), box, raster)


def _stretched(device: _Device, data: bytes) -> None:
    """META_STRETCHDIB."""
    raster, _, from_cy, from_cx, from_y, from_x, cy, cx, y, x = struct.unpack_from("<IH8h", data)
    _shown(device, data[22:], (from_x, from_y, from_cx, from_cy), (x, y, cx, cy), raster, from_below=True)


def _stretched_block(device: _Device, data: bytes) -> None:
    """META_DIBSTRETCHBLT."""
    raster, from_cy, from_cx, from_y, from_x, cy, cx, y, x = struct.unpack_from("<I8h", data)
    if len(data) > 40:
        _shown(device, data[20:], (from_x, from_y, from_cx, from_cy), (x, y, cx, cy), raster, from_below=False)
    else:
        device.blank((x, y, cx, cy), raster)


def _block(device: _Device, data: bytes) -> None:
    """META_DIBBITBLT, which may be without a bitmap."""
    if len(data) > 40:
        raster, from_y, from_x, cy, cx, y, x = struct.unpack_from("<I6h", data)
        _shown(device, data[16:], (from_x, from_y, cx, cy), (x, y, cx, cy), raster, from_below=False)
    else:
        raster, _, _, _, cy, cx, y, x = struct.unpack_from("<I7h", data)
        device.blank((x, y, cx, cy), raster)


def _set_to_device(device: _Device, data: bytes) -> None:
    """META_SETDIBTODEV."""
    _, _, _, from_y, from_x, cy, cx, y, x = struct.unpack_from("<9H", data)
    _shown(device, data[18:], (from_x, from_y, cx, cy), (x, y, cx, cy), 0xCC0020, from_below=True)


def _blank(device: _Device, data: bytes) -> None:
    """META_PATBLT."""
    raster, cy, cx, y, x = struct.unpack_from("<I4h", data)
    device.blank((x, y, cx, cy), raster)


# --- objects ---------------------------------------------------------------------------------------------------------


def _pen(device: _Device, data: bytes) -> None:
    style, width, _, value = struct.unpack_from("<HhhI", data)
    device.add(Pen(colour(value), abs(width), style & 15))


def _brush(device: _Device, data: bytes) -> None:
    style, value, hatch = struct.unpack_from("<HIH", data)
    device.add(Brush(colour(value), style, hatch))


def _pattern_brush(device: _Device, data: bytes) -> None:
    """META_DIBCREATEPATTERNBRUSH."""
    length = _header_size(data[4:])
    found = device.pixels(data[4 : 4 + length], data[4 + length :])
    device.add(Brush(tile=bitmaps.opaque(found)))


def _font(device: _Device, data: bytes) -> None:
    height, width, escapement, _, weight = _words(data, 5)
    italic, underline, strike_out, charset = struct.unpack_from("<4B", data, 10)
    name = data[18:50].partition(b"\0")[0]
    typeface = decoded(name, charset if charset != 2 else 0).lstrip("@")
    device.add(
        Font(
            typeface or "Arial", height, width, escapement / 10, weight >= 600, bool(italic), bool(underline),
            bool(strike_out), charset,
        )
    )  # fmt: skip


def _clip_box(*, outside: bool) -> Play:
    def play(device: _Device, data: bytes) -> None:
        device.clip_to_box(*_box(data), outside=outside)

    return play


RECORDS: dict[int, Play] = {
    0x001E: lambda device, _: device.save(), 0x0127: lambda device, data: device.restore(_words(data, 1)[0]),
    0x0102: _setting("opaque", lambda value: value == 2), 0x0103: _number(lambda device, mode: device.set_mode(mode)),
    0x0104: _setting("raster"), 0x0106: _setting("even_odd", lambda value: value != 2), 0x012E: _setting("align"),
    0x0201: _colour("ground"), 0x0209: _colour("text_colour"),
    0x020B: _pair(lambda device, pair: device.set_window(origin=pair)),
    0x020C: _pair(lambda device, pair: device.set_window(extent=pair)),
    0x020D: _pair(lambda device, pair: device.set_viewport(origin=pair)),
    0x020E: _pair(lambda device, pair: device.set_viewport(extent=pair)),
    0x020F: lambda device, data: _moved(device, data, window=True),
    0x0211: lambda device, data: _moved(device, data, window=False), 0x0410: _window_scaled,
    0x0213: _pair(lambda device, pair: device.lines_to([pair])),
    0x0214: _pair(lambda device, pair: device.move_to(*pair)),
    0x0324: lambda device, data: _polygon(device, data, closed=True),
    0x0325: lambda device, data: _polygon(device, data, closed=False), 0x0538: _polygons,
    0x041B: lambda device, data: device.figure(rectangle(*_box(data))),
    0x0418: lambda device, data: device.figure(ellipse(*_box(data))), 0x061C: _rounded, 0x041F: _pixel,
    0x0817: _arc("arc"), 0x081A: _arc("pie"), 0x0830: _arc("chord"), 0x0415: _clip_box(outside=True),
    0x0416: _clip_box(outside=False), 0x0521: _text, 0x0A32: _extended_text, 0x0F43: _stretched,
    0x0B41: _stretched_block, 0x0940: _block, 0x0D33: _set_to_device, 0x061D: _blank, 0x02FA: _pen, 0x02FB: _font,
    0x02FC: _brush, 0x0142: _pattern_brush, 0x00F7: lambda device, _: device.add(None),
    0x06FF: lambda device, _: device.add(None), 0x01F9: lambda device, _: device.add(Brush("808080")),
    0x012D: _number(lambda device, number: device.select(device.objects.get(number))),
    0x01F0: _number(lambda device, number: device.remove(number)),
}  # fmt: skip
"""By their functions ([MS-WMF] 2.1.1.1)."""
