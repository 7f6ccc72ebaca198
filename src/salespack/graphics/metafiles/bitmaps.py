"""Device-independent bitmaps ([MS-WMF] 2.2.2.9) as PNG. Bounded: what is too large is told before it is taken apart."""

from __future__ import annotations

import struct
import zlib
from typing import Literal, NamedTuple

from salespack.graphics.metafiles.model import MOST_PACKED, Unreadable
from salespack.graphics.picture_sizes import pixels_of_jpeg

Keyed = Literal["", "white", "black"]
"""Which colour lets through what is behind the bitmap."""
_PLAIN, _RLE8, _RLE4, _FIELDS, _JPEG, _PNG = range(6)


class Bitmap(NamedTuple):
    """Pixels, row by row from the top: red, green, blue and opacity each."""

    width: int
    height: int
    rgba: bytes


def packed(header: bytes, bits: bytes) -> bytes:
    """A bitmap that is a whole JPEG or PNG file; empty for any other."""
    if len(header) >= 20 and struct.unpack_from("<I", header)[0] >= 40:
        kind = struct.unpack_from("<I", header, 16)[0]
        if kind in (_JPEG, _PNG) and is_packed(bits):
            return bits
    return b""


def is_packed(content: bytes) -> bool:
    """Whether a content is a PNG, JPEG or GIF file, and not too large to be shown."""
    wide = high = 0
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        wide, high = struct.unpack_from(">II", content, 16)
    elif content.startswith(b"\xff\xd8\xff"):
        wide, high = pixels_of_jpeg(content)
    elif content.startswith(b"GIF8") and len(content) >= 10:
        wide, high = struct.unpack_from("<HH", content, 6)
    return 0 < wide * high <= MOST_PACKED


def bitmap(header: bytes, bits: bytes, most: int, inks: tuple[bytes, bytes] | None = None) -> Bitmap:
    """The pixels that a header with its colours, and the bits, make.

    `inks` are the colours (BGR) for the two kinds of pixels where the header has none. Raises Unreadable for more than
    `most` pixels, struct.error for what breaks off.
    """
    size = struct.unpack_from("<I", header)[0]
    if size == 12:
        width, height, _, depth = struct.unpack_from("<HhHH", header, 4)
        kind = used = 0
        entry = 3
    else:
        width, height, _, depth, kind = struct.unpack_from("<iiHHI", header, 4)
        used = struct.unpack_from("<I", header, 32)[0]
        entry = 4
    upright, height, width = height < 0, abs(height), abs(width)
    if width * height > most:
        raise Unreadable("has too many pixels")
    if not width or not height or depth not in (1, 4, 8, 16, 24, 32):
        raise struct.error("no bitmap")
    masks = None
    at = size
    if kind == _FIELDS:
        masks = struct.unpack_from("<III", header, 40)
        at = max(size, 52)
    colours = b""
    if depth <= 8:
        count = min(used or 1 << depth, 1 << depth)
        colours = _colours(header[at : at + count * entry], entry)
        if not colours and inks is not None:
            colours = b"".join(inks)
    if kind in (_RLE8, _RLE4):
        indices = _run_lengths(bits, width, height, nibbles=kind == _RLE4)
        return Bitmap(width, height, _flipped(_painted(indices, colours), width * 4, upright))
    if kind not in (_PLAIN, _FIELDS):
        raise struct.error("a bitmap of an unknown kind")
    stride = (width * depth + 31) // 32 * 4
    if len(bits) < stride * (height - 1):
        raise struct.error("too few pixels")
    bits = rows_of(bits.ljust(stride * height, b"\0"), stride, (width * depth + 7) // 8, range(height))
    rgba = _pixels(bits, width, height, depth, colours, masks)
    return Bitmap(width, height, _flipped(rgba, width * 4, upright))


def rows_of(content: bytes, stride: int, length: int, rows: range, before: bytes = b"", at: int = 0) -> bytes:
    """`length` bytes of some rows of `stride` bytes, from `at`, each with what goes before it."""
    found = bytearray()
    for row in rows:
        found += before
        found += content[row * stride + at : row * stride + at + length]
    return bytes(found)


def _colours(table: bytes, entry: int) -> bytes:
    """A table of colours as blue, green, red each."""
    if entry == 3:
        return table[: len(table) // 3 * 3]
    return b"".join(table[at : at + 3] for at in range(0, len(table) - 3, 4))


def _pixels(
    bits: bytes, width: int, height: int, depth: int, colours: bytes, masks: tuple[int, int, int] | None
) -> bytes:
    """Rows without padding as RGBA, opaque but where 32 bits say an opacity."""
    if depth <= 8:
        return _painted(_indices(bits, width, height, depth), colours)
    count = width * height
    rgba = bytearray(b"\xff") * (count * 4)
    if depth == 24:
        for channel in range(3):
            rgba[channel::4] = bits[2 - channel :: 3][:count]
    elif depth == 32 and masks in (None, (0xFF0000, 0xFF00, 0xFF)):
        for channel in range(3):
            rgba[channel::4] = bits[2 - channel :: 4]
        rgba[3::4] = bits[3::4]
    else:
        for channel, mask in enumerate(masks or (0x7C00, 0x3E0, 0x1F)):
            rgba[channel::4] = _channel(bits, depth // 8, mask)
    return bytes(rgba)


def _channel(bits: bytes, step: int, mask: int) -> bytes:
    """What a mask lets through of numbers of `step` bytes, from 0 to 255; of more than eight bits the upper ones."""
    count = len(bits) // step
    mask &= (1 << 8 * step) - 1
    if not mask:
        return bytes(count)
    low = (mask & -mask).bit_length() - 1
    low += max((mask >> low).bit_length() - 8, 0)
    found = 0
    for place in range(step):
        part, shift = mask >> 8 * place & 0xFF, 8 * place - low
        table = bytes(
            ((value & part) << shift if shift >= 0 else (value & part) >> -shift) & 0xFF for value in range(256)
        )
        found |= int.from_bytes(bits[place::step].translate(table), "little")
    top = mask >> low
    return found.to_bytes(count, "little").translate(bytes(min(value, top) * 255 // top for value in range(256)))


def _indices(bits: bytes, width: int, height: int, depth: int) -> bytes:
    """The number of the colour of each pixel."""
    if depth == 8:
        return bits
    each = 8 // depth
    tables = [
        bytes((value >> (8 - depth * (place + 1))) & ((1 << depth) - 1) for value in range(256))
        for place in range(each)
    ]
    row = (width * depth + 7) // 8
    spread = bytearray(row * height * each)
    for place, table in enumerate(tables):
        spread[place::each] = bits.translate(table)
    wide = row * each
    return rows_of(bytes(spread), wide, width, range(height))


def _painted(indices: bytes, colours: bytes) -> bytes:
    """Pixels by the numbers of their colours; black where there is no such colour."""
    rgba = bytearray(b"\xff") * (len(indices) * 4)
    for channel in range(3):
        rgba[channel::4] = indices.translate(colours[2 - channel :: 3].ljust(256, b"\0")[:256])
    return bytes(rgba)


def _run_lengths(bits: bytes, width: int, height: int, *, nibbles: bool) -> bytes:
    """Run-length encoded numbers of colours, the lowest row first ([MS-WMF] 3.1.6)."""
    found = bytearray(width * height)
    x = y = at = 0
    while at + 1 < len(bits) and y < height:
        count, value = bits[at], bits[at + 1]
        at += 2
        if count:
            row = bytes((value >> 4, value & 15)) * ((count + 1) // 2) if nibbles else bytes((value,)) * count
        elif value == 0:
            x, y = 0, y + 1
            continue
        elif value == 1:
            break
        elif value == 2:
            x, y = x + (bits[at] if at < len(bits) else 0), y + (bits[at + 1] if at + 1 < len(bits) else 0)
            at += 2
            continue
        else:
            count = value
            length = (value + 1) // 2 if nibbles else value
            given = bits[at : at + length]
            row = b"".join(bytes((one >> 4, one & 15)) for one in given) if nibbles else given
            at += length + length % 2
        shown = row[: min(count, max(width - x, 0))]
        found[y * width + x : y * width + x + len(shown)] = shown
        x += count
    return bytes(found[: width * height])


def _flipped(rgba: bytes, stride: int, upright: bool) -> bytes:
    """Rows from the top: they are stored from below unless said otherwise."""
    if upright:
        return rgba
    return rows_of(rgba, stride, stride, range(len(rgba) // stride - 1, -1, -1))


def opaque(found: Bitmap) -> Bitmap:
    """The same without any pixel that lets something through."""
    rgba = bytearray(found.rgba)
    rgba[3::4] = b"\xff" * (len(rgba) // 4)
    return found._replace(rgba=bytes(rgba))


def blended(found: Bitmap, alpha: int, *, each: bool) -> Bitmap:
    """The same as AlphaBlend shows it: all as faint as `alpha` (0 to 255), and `each` pixel as its own opacity says.

    Such pixels are multiplied by their opacity already ([MS-EMF] 2.3.1.1).
    """
    if not each:
        found = opaque(found)
        if alpha == 255:
            return found
    rgba = bytearray(found.rgba)
    alphas = rgba[3::4]
    if each and any(0 < one < 255 for one in alphas):
        for at, one in enumerate(alphas):
            if 0 < one < 255:
                place = at * 4
                for channel in range(place, place + 3):
                    rgba[channel] = min(rgba[channel] * 255 // one, 255)
    if alpha < 255:
        alphas = alphas.translate(bytes(value * alpha // 255 for value in range(256)))
    rgba[3::4] = alphas
    return found._replace(rgba=bytes(rgba))


def keyed(found: Bitmap, colour: bytes) -> Bitmap:
    """The same with nothing where it has one colour (RGB)."""
    rgba = bytearray(opaque(found).rgba)
    for at in range(0, len(rgba), 4):
        if rgba[at : at + 3] == colour:
            rgba[at + 3] = 0
    return found._replace(rgba=bytes(rgba))


def masked(found: Bitmap, mask: Bitmap) -> Bitmap:
    """The same with nothing where a mask of its size is white."""
    rgba = bytearray(found.rgba)
    rgba[3::4] = mask.rgba[::4].translate(bytes(255 - value for value in range(256)))
    return found._replace(rgba=bytes(rgba))


def cut(found: Bitmap, x: int, y: int, width: int, height: int) -> Bitmap:
    """A part of a bitmap, as much of it as there is."""
    left, top = min(max(x, 0), found.width), min(max(y, 0), found.height)
    right, bottom = min(max(x + width, left), found.width), min(max(y + height, top), found.height)
    if (left, top, right, bottom) == (0, 0, found.width, found.height):
        return found
    stride = found.width * 4
    wide = right - left
    return Bitmap(wide, bottom - top, rows_of(found.rgba, stride, wide * 4, range(top, bottom), at=left * 4))


def png(found: Bitmap) -> bytes:
    """A PNG file of a bitmap (ISO/IEC 15948)."""
    stride = found.width * 4
    rows = rows_of(found.rgba, stride, stride, range(found.height), before=b"\0")
    header = struct.pack(">IIBBBBB", found.width, found.height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 3)), (b"IEND", b""))
    )
