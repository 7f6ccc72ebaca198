"""Metafiles made record by record: EMF, EMF+ and WMF, and one of each that has all records that are drawn."""

from __future__ import annotations

import struct
import zlib

from salespack.graphics.metafiles import Glyph

SIDE = 1_000
"""Pixels of the device along the sides of the pictures, which are 100 mm long."""


class Squares:
    """Letters that are squares as wide as half their height; a snowman is none that they have."""

    ascent, descent = 0.8, 0.2

    def of(self, letters: str) -> list[Glyph | None]:
        square = [("M", ((0.05, 0.0),)), ("L", ((0.45, 0.0),)), ("L", ((0.45, 0.7),)), ("L", ((0.05, 0.7),)), ("Z", ())]
        return [None if one == "☃" else Glyph(0.5, square if one != " " else ()) for one in letters]


def squares(typeface: str, bold: bool, italic: bool) -> Squares:
    return Squares()


# --- EMF -------------------------------------------------------------------------------------------------------------


def record(kind: int, *values: int | bytes) -> bytes:
    """A record of 32-bit integers and bytes."""
    data = b"".join(one if isinstance(one, bytes) else struct.pack("<I", one & 0xFFFFFFFF) for one in values)
    data += bytes(-len(data) % 4)
    return struct.pack("<II", kind, len(data) + 8) + data


def emf(*records: bytes, frame: tuple[int, int, int, int] = (0, 0, 10_000, 10_000)) -> bytes:
    """A file whose frame is 100 mm wide and high: 1,000 pixels of its device."""
    bounds = struct.pack("<4i", 0, 0, SIDE - 1, SIDE - 1)
    more = struct.pack("<IIIHHIII2i2i", 0x10000, 0, len(records) + 2, 9, 0, 0, 0, 0, SIDE, SIDE, 100, 100)
    return record(1, bounds, struct.pack("<4i", *frame), b" EMF", more) + b"".join(records) + record(14, 0, 0, 20)


BOUNDS = bytes(16)


def points(*pairs: tuple[int, int], short: bool = False) -> bytes:
    return b"".join(struct.pack("<hh" if short else "<ii", *one) for one in pairs)


def poly(kind: int, *pairs: tuple[int, int], short: bool = False, after: bytes = b"") -> bytes:
    return record(kind, BOUNDS, len(pairs), points(*pairs, short=short), after)


def several(kind: int, *figures: list[tuple[int, int]], short: bool = False) -> bytes:
    counts = struct.pack(f"<{len(figures)}I", *map(len, figures))
    flat = [one for figure in figures for one in figure]
    return record(kind, BOUNDS, len(figures), len(flat), counts, points(*flat, short=short))


def brush(number: int, colour: int, style: int = 0, hatch: int = 0) -> bytes:
    """A brush, and that it draws from now on; colours are 0xBBGGRR."""
    return record(39, number, style, colour, hatch) + record(37, number)


def pen(number: int, colour: int, width: int = 0, style: int = 0) -> bytes:
    return record(38, number, style, width, 0, colour) + record(37, number)


NO_PEN = record(37, 0x80000008)


def font(number: int, height: int = -100, name: str = "Arial", charset: int = 0, escapement: int = 0) -> bytes:
    look = struct.pack("<5i8B", height, 0, escapement, 0, 400, 0, 0, 0, charset, 0, 0, 0, 0)
    return record(82, number, look, name.encode("utf-16-le").ljust(64, b"\0")) + record(37, number)


def text(
    kind: int, words: str, x: int, y: int, *, options: int = 0x100, apart: int = 0, box: tuple[int, ...] = (0,) * 4
) -> bytes:
    data = words.encode("utf-16-le") if kind == 84 else words.encode("cp1252")
    spaces = struct.pack(f"<{len(words)}i", *[apart] * len(words)) if apart else b""
    start = 76
    filled = padded(data)
    at = struct.pack("<iiIII4iI", x, y, len(words), start, options, *box, start + len(filled) if apart else 0)
    return record(kind, BOUNDS, 1, bytes(8), at, filled, spaces)


def padded(row: bytes) -> bytes:
    return row + bytes(-len(row) % 4)


def dib(width: int = 2, height: int = 2, depth: int = 24) -> tuple[bytes, bytes]:
    """A bitmap: its header with its colours, and its bits. Its lowest row is blue, the others red."""
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, depth, 0, 0, 0, 0, 0, 0)
    if depth == 24:
        return header, padded(b"\xff\0\0" * width) + padded(b"\0\0\xff" * width) * (height - 1)
    if depth == 32:
        return header, b"\xff\0\0\x80" * width + b"\0\0\xff\xff" * width * (height - 1)
    if depth == 16:
        return header, padded(b"\x1f\0" * width) + padded(b"\0\x7c" * width) * (height - 1)
    colours = b"\xff\0\0\0" + b"\0\0\xff\0" + bytes(4 * ((1 << depth) - 2))
    ones = {1: 0xFF, 4: 0x11, 8: 1}[depth]
    stride = (width * depth + 31) // 32 * 4
    return header + colours, bytes(stride) + bytes((ones,)) * stride * (height - 1)


def placed_dib(kind: int, *head: int | bytes, depth: int = 24) -> bytes:
    """A record whose last eight bytes before the bitmap say where header and bits are, when `head` has 0xDEAD there."""
    header, bits = dib(depth=depth)
    size = 8 + sum(len(one) if isinstance(one, bytes) else 4 for one in head) + 12
    values: list[int | bytes] = []
    for one in head:
        values += [size, len(header), size + len(header), len(bits)] if one == 0xDEAD else [one]
    return record(kind, *values, header, bits)


def blit(kind: int, x: int, y: int, cx: int, cy: int, raster: int = 0xCC0020, *, depth: int = 24) -> bytes:
    matrix = struct.pack("<6f", 1, 0, 0, 1, 0, 0)
    size = (2, 2) if kind in (77, 114, 116) else ()
    return placed_dib(kind, BOUNDS, x, y, cx, cy, raster, 0, 0, matrix, 0, 0, 0xDEAD, *size, depth=depth)


def stretch_dib(x: int, y: int, cx: int, cy: int, *, depth: int = 24, raster: int = 0xCC0020) -> bytes:
    return placed_dib(81, BOUNDS, x, y, 0, 0, 2, 2, 0xDEAD, 0, raster, cx, cy, depth=depth)


def floats(*values: float) -> bytes:
    return struct.pack(f"<{len(values)}f", *values)


def comment(*records: bytes) -> bytes:
    data = b"EMF+" + b"".join(records)
    return record(70, len(data), data)


def region(*boxes: tuple[int, int, int, int]) -> bytes:
    data = b"".join(struct.pack("<4i", *one) for one in boxes)
    return struct.pack("<IIIIiiii", 32, 1, len(boxes), len(data), 0, 0, SIDE, SIDE) + data


def every_emf() -> bytes:
    """A file with each record that is drawn or counts for what is drawn."""
    some = [(10, 10), (300, 40), (200, 300), (30, 200)]
    box = struct.pack("<4i", 100, 100, 400, 300)
    radial = struct.pack("<4i", 400, 200, 100, 200)
    extended = record(95, 3, 0, 0, 0, 0, 0x11207, 12, 0, 0x00FF00, 0, 2, 30, 10)
    gradient = b"".join(
        struct.pack("<ii4H", x, y, red, 0, 0xFF00, 0) for x, y, red in ((0, 0, 0xFF00), (99, 99, 0), (0, 99, 9))
    )
    matrix = floats(1, 0, 0, 1, 5, 5)
    return emf(
        record(17, 8), record(9, 1000, 1000), record(10, 0, 0), record(11, 1000, 1000), record(12, 0, 0), record(33),
        record(18, 1), record(19, 1), record(20, 13), record(22, 24), record(24, 0x112233), record(25, 0xEEEEEE),
        record(57, 2), record(58, 8), record(31, 2, 2, 2, 2), record(32, 2, 2, 2, 2), record(35, matrix),
        record(36, matrix, 2), brush(1, 0x0000FF), pen(2, 0x00FF00, 4), extended, record(37, 3), record(37, 2),
        poly(2, *some), poly(3, *some), poly(4, *some), poly(5, *some[1:]), poly(6, *some), several(7, some, some[:2]),
        several(8, some, some), poly(85, *some, short=True), poly(86, *some, short=True), poly(87, *some, short=True),
        poly(88, *some[1:], short=True), poly(89, *some, short=True), several(90, some, some[:2], short=True),
        several(91, some, some, short=True), poly(56, *some, after=bytes((6, 4, 4, 5))),
        poly(92, *some, short=True, after=bytes((6, 2, 2, 3))), record(15, 5, 5, 0xFF), record(27, 50, 50),
        record(54, 200, 220), record(42, box), record(43, box), record(44, box, 40, 30), record(45, box, radial),
        record(46, box, radial), record(47, box, radial), record(55, box, radial), record(41, 200, 200, 80, floats(0, 90)),
        record(59), record(27, 10, 10), record(54, 90, 10), record(54, 90, 90), record(61), record(60), record(62, BOUNDS),
        record(59), poly(86, *some, short=True), record(60), record(63, BOUNDS), record(59), record(43, box), record(60),
        record(64, BOUNDS), record(59), record(43, box), record(60), record(67, 1), record(59), record(68),
        record(28), record(29, box), record(30, struct.pack("<4i", 0, 0, 900, 900)), record(75, 64, 1, region((0, 0, 900, 900), (1, 1, 5, 5))),
        record(75, 0, 5), record(71, BOUNDS, 48, 1, region((10, 10, 60, 60))), record(74, BOUNDS, 48, region((10, 10, 60, 60))),
        blit(76, 10, 10, 50, 50), record(76, BOUNDS, 10, 10, 50, 50, 0xF00021, bytes(60)), blit(77, 20, 20, 50, 50, 0x8800C6, depth=1),
        blit(77, 20, 20, 50, 50, 0x660046), blit(78, 30, 30, 2, 2), placed_dib(80, BOUNDS, 5, 5, 0, 0, 2, 2, 0xDEAD, 0, 0, 2),
        stretch_dib(500, 500, 100, 100, depth=8), blit(114, 600, 600, 50, 50, 0x1FF0000, depth=32), blit(116, 700, 700, 50, 50, 0xFF, depth=4),
        placed_dib(94, 5, 0, 0xDEAD), record(37, 5), record(43, box), placed_dib(93, 6, 0, 0xDEAD, depth=1), record(37, 6), record(43, box),
        brush(7, 0xFF00FF, 2, 4), record(43, box), font(4), text(84, "Ab ☃", 100, 500, apart=60), text(83, "Ab", 100, 600, options=2, box=(0, 0, 500, 700)),
        record(108, 100, 700, 2, 0x300, 1, floats(1, 1), b"Ab"), record(108, 100, 800, 2, 0, 1, floats(1, 1), BOUNDS, "Ab".encode("utf-16-le")),
        record(97, BOUNDS, 1, floats(1, 1), 1, struct.pack("<iiIII4iI", 5, 5, 1, 80, 0x100, 0, 0, 0, 0, 0), b"A\0\0\0"),
        record(96, BOUNDS, 1, floats(1, 1), 1, struct.pack("<iiIII4iI", 5, 5, 1, 80, 0x100, 0, 0, 0, 0, 0), b"A\0\0\0"),
        record(118, BOUNDS, 3, 1, 0, gradient, 0, 1), record(118, BOUNDS, 3, 1, 2, gradient, 0, 1, 2), record(40, 1), record(34, -1),
    )  # fmt: skip


# --- EMF+ ------------------------------------------------------------------------------------------------------------


def plus(kind: int, flags: int = 0, *values: int | bytes) -> bytes:
    data = b"".join(one if isinstance(one, bytes) else struct.pack("<I", one & 0xFFFFFFFF) for one in values)
    filled = padded(data)
    return struct.pack("<HHII", kind, flags, len(filled) + 12, len(data)) + filled


VERSION = 0xDBC01002
SOLID = 0x8000
RED, GREEN, BLUE = 0xFFFF0000, 0xFF00FF00, 0xFF0000FF


def plus_header(*, dual: bool = False) -> bytes:
    return plus(0x4001, int(dual), VERSION, 0, 96, 96)


def plus_object(number: int, kind: int, *values: int | bytes) -> bytes:
    return plus(0x4008, kind << 8 | number, VERSION, *values)


def solid(colour: int) -> tuple[int, ...]:
    return VERSION, 0, colour


def every_plus() -> bytes:
    """A file of EMF+ alone with each record that is drawn."""
    square = floats(100, 100, 300, 100, 300, 300, 100, 300)
    kinds = bytes((0, 1, 1, 0x81))
    path = (4, 0, square, kinds)
    inner = (VERSION, 4, 0, square, kinds)
    size = sum(len(one) if isinstance(one, bytes) else 4 for one in inner)
    gradient = (
        4,
        0x6,
        0,
        floats(0, 0, 100, 100),
        RED,
        BLUE,
        0,
        0,
        floats(1, 0, 0, 1, 0, 0),
        2,
        floats(0, 1),
        RED,
        BLUE,
    )
    blended = (4, 8, 0, floats(0, 0, 100, 100), RED, BLUE, 0, 0, 2, floats(0, 1), floats(0, 1))
    pen_look = (
        0,
        0x7FF,
        0,
        floats(5),
        floats(1, 0, 0, 1, 0, 0),
        2,
        2,
        1,
        floats(4),
        5,
        0,
        floats(0),
        2,
        floats(2, 1),
        0,
        2,
        floats(0, 1),
    )
    pixels = (1, 2, 2, 8, 0x26200A, 0, struct.pack("<4I", RED, GREEN, BLUE, 0x80FFFFFF))
    premultiplied = (1, 1, 1, 4, 0xE200B, 0, struct.pack("<I", 0x80800000))
    packed = (1, 0, 0, 0, 0, 1, tiny_png())
    rect = floats(100, 100, 200, 200)
    short = struct.pack("<4h", 100, 100, 200, 200)
    big = plus_object(20, 3, *path)[12:]
    half = len(big) // 8 * 4
    return emf(comment(
        plus_header(), plus(0x4030, 2, floats(1)), plus(0x402A, 0, floats(1, 0, 0, 1, 0, 0)), plus(0x4009, 0, 0xFFFFFFFF),
        plus_object(0, 1, 0, RED), plus_object(1, 1, *gradient), plus_object(2, 1, *blended), plus_object(3, 1, 1, 5, RED, BLUE),
        plus_object(4, 1, 3, 0, 0, RED, floats(5, 5), 1, BLUE, 0), plus_object(5, 2, 0, 0, 0, floats(4), *solid(GREEN)),
        plus_object(6, 2, *pen_look, *solid(BLUE)), plus_object(7, 3, *path), plus_object(8, 4, 0, 0x10000000, rect),
        plus_object(9, 4, 2, 1, 0x10000000, rect, 0x10000001, size, *inner), plus_object(10, 4, 0, 0x10000003), plus_object(11, 5, *pixels),
        plus_object(12, 5, *packed), plus_object(13, 5, *premultiplied), plus_object(14, 6, floats(40), 0, 3, 0, 5, "Arial".encode("utf-16-le")),
        plus_object(15, 7, 0, 0, 1, 1), plus_object(16, 3, 3, 0x1800, bytes((5, 5, 20, 5, 0x40, 5)), bytes((3, 1))),
        plus_object(17, 3, 4, 0x4000, struct.pack("<8h", 5, 5, 9, 9, 30, 30, 40, 5), bytes((0, 3, 3, 0x83))),
        plus(0x4008, 0x8000 | 3 << 8 | 20, len(big), big[:half]), plus(0x4008, 0x8000 | 3 << 8 | 20, len(big), big[half:]),
        plus(0x4025, 0, 1), plus(0x400A, SOLID, RED, 1, rect), plus(0x400A, 0x4000, 1, 1, short), plus(0x400B, 5, 1, rect),
        plus(0x400C, SOLID, BLUE, 4, square), plus(0x400D, 0x2006, 4, square), plus(0x400E, 0, 2, rect), plus(0x400F, 0x4005, short),
        plus(0x4010, 0, 3, floats(0, 90), rect), plus(0x4011, 5, floats(0, 90), rect), plus(0x4012, 5, floats(0, 90), rect),
        plus(0x4013, SOLID | 9, GREEN), plus(0x4014, 7, 4), plus(0x4014, SOLID | 20, RED), plus(0x4015, 16, 5), plus(0x4015, 17, 5),
        plus(0x4016, SOLID, RED, floats(0.5), 4, square), plus(0x4017, 5, floats(0.5), 4, square), plus(0x4018, 5, floats(0.5), 0, 3, 4, square),
        plus(0x4019, 5, 4, square), plus(0x401A, 11, 0, 2, floats(0, 0, 2, 2), rect), plus(0x401B, 12, 0, 2, floats(0, 0, 1, 1), 3, square[:24]),
        plus(0x401A, 13, 0, 2, floats(0, 0, 1, 1), rect), plus(0x401C, SOLID | 14, RED, 15, 2, rect, "Ab".encode("utf-16-le")),
        plus(0x4036, SOLID | 14, RED, 1, 1, 2, "Ab".encode("utf-16-le"), square[:16], floats(1, 0, 0, 1, 0, 0)), plus(0x402B),
        plus(0x402C, 0x2000, floats(1, 0, 0, 1, 0, 0)), plus(0x402D, 0, floats(5, 5)), plus(0x402E, 0, floats(2, 2)), plus(0x402F, 0, floats(9)),
        plus(0x4032, 0x100, rect), plus(0x4033, 0x407), plus(0x4034, 0x209), plus(0x4034, 0x00A), plus(0x4031), plus(0x4026, 0, 1),
        plus(0x4028, 0, 2), plus(0x4029, 0, 2), plus(0x4002),
    ))  # fmt: skip


def tiny_png() -> bytes:
    """A red pixel."""
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\xff\0\0")),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


# --- WMF -------------------------------------------------------------------------------------------------------------


def word(function: int, *values: int | bytes) -> bytes:
    """A record of words and bytes."""
    data = b"".join(one if isinstance(one, bytes) else struct.pack("<H", one & 0xFFFF) for one in values)
    data += bytes(len(data) % 2)
    return struct.pack("<IH", len(data) // 2 + 3, function) + data


def wmf(*records: bytes, placeable: bool = True, box: tuple[int, int, int, int] = (0, 0, SIDE, SIDE)) -> bytes:
    """A file of 1,000 by 1,000 units."""
    body = b"".join(records) + word(0)
    header = struct.pack("<HHHIHIH", 1, 9, 0x300, len(body) // 2 + 9, 9, 99, 0)
    start = b""
    if placeable:
        start = b"\xd7\xcd\xc6\x9a" + struct.pack("<H4hHI", 0, *box, 254, 0)
        start += struct.pack("<H", 0)
    return start + header + body


def colour(value: int) -> bytes:
    return struct.pack("<I", value)


def every_wmf() -> bytes:
    """A plain file with each record that is drawn or counts for what is drawn."""
    some = [10, 10, 300, 40, 200, 300, 30, 200]
    header, bits = dib()
    box = (300, 400, 100, 100)
    look = struct.pack("<5h8B", -100, 0, 0, 0, 400, 0, 0, 0, 0, 0, 0, 0, 0)
    return wmf(
        word(0x0103, 8), word(0x020B, 0, 0), word(0x020C, 1000, 1000), word(0x020D, 0, 0), word(0x020E, 96, 96), word(0x020F, 1, 1),
        word(0x0211, 1, 1), word(0x0410, 2, 2, 2, 2), word(0x001E), word(0x0102, 1), word(0x0104, 13), word(0x0106, 1), word(0x012E, 24),
        word(0x0201, colour(0xEEEEEE)), word(0x0209, colour(0x112233)), word(0x02FA, 0, 4, 0, colour(0xFF00)), word(0x02FC, 0, colour(0xFF), 0),
        word(0x02FB, look, b"Arial\0"), word(0x0142, 5, 0, header, bits), word(0x00F7, 1, 0), word(0x06FF, 1), word(0x01F9, b"\0" * 8),
        *[word(0x012D, number) for number in (0, 1, 2)], word(0x0214, 10, 10), word(0x0213, 90, 90), word(0x0324, 4, *some), word(0x0325, 4, *some),
        word(0x0538, 2, 4, 2, *some, *some[:4]), word(0x041B, *box), word(0x0418, *box), word(0x061C, 30, 40, *box), word(0x041F, colour(0xFF), 5, 5),
        word(0x0817, 200, 400, 200, 100, *box), word(0x081A, 200, 400, 200, 100, *box), word(0x0830, 200, 400, 200, 100, *box),
        word(0x0521, 3, b"Ab \0", 500, 100), word(0x0A32, 600, 100, 2, 2, 0, 0, 500, 700, b"Ab", 60, 60), word(0x0A32, 700, 100, 2, 0, b"Ab"),
        word(0x0F43, colour(0xCC0020), 0, 2, 2, 0, 0, 90, 90, 10, 10, header, bits), word(0x0B41, colour(0xCC0020), 2, 2, 0, 0, 90, 90, 10, 10, header, bits),
        word(0x0B41, colour(0x42), 2, 2, 0, 0, 90, 90, 10, 10), word(0x0940, colour(0xCC0020), 0, 0, 2, 2, 10, 10, header, bits),
        word(0x0940, colour(0xFF0062), 0, 0, 0, 90, 90, 10, 10), word(0x0D33, 0, 2, 0, 0, 0, 2, 2, 10, 10, header, bits),
        word(0x061D, colour(0xF00021), 90, 90, 10, 10), word(0x0415, *box), word(0x0416, 900, 900, 0, 0), word(0x012D, 3), word(0x041B, *box),
        word(0x01F0, 0), word(0x0127, -1), placeable=False,
    )  # fmt: skip
