"""Pictures without what they say beside what they show: who took them, when, where, with what; remarks, and what hangs
behind their end. Nothing is decoded: what is seen stays as it is, to the byte.

Office programs show pictures as they are stored, not turned as Exif says, so that is not kept either.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from salespack.graphics.svg_metadata import bare_svg
from salespack.graphics.tiff_metadata import KINDS, bare_tiff

JPEG, PNG, RIFF, WEBP = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"WEBP"
END_OF_IMAGE, START_OF_SCAN = 0xD9, 0xDA
PLAIN_MARKERS = frozenset((0x01, *range(0xD0, 0xD9)))
"""Markers that no segment follows (ITU-T T.81, table B.1)."""
APPLICATION = range(0xE0, 0xF0)
KEPT_APPLICATION = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""What an application segment may say: the picture's density, its colours, and how they are coded."""
COMMENT = 0xFE
SHOWN = frozenset((
    b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"hIST", b"tRNS", b"pHYs", b"sPLT", b"cICP", b"mDCV", b"cLLI",
    b"acTL", b"fcTL", b"fdAT",
))  # fmt: skip
"""Ancillary chunks of a PNG that decide how it looks; the others are text, times, Exif, or a program's own."""
SAID_IN_WEBP = frozenset((b"EXIF", b"XMP "))
GIF = (b"GIF87a", b"GIF89a")
GIF_COMMENT, GIF_PROGRAM, GIF_EXTENSION, GIF_IMAGE, GIF_END = 0xFE, 0xFF, 0x21, 0x2C, 0x3B
"""Blocks of a GIF by their marks (GIF89a, appendix A)."""
SHOWN_IN_GIF = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
"""Programs' blocks that decide how it looks: how often it is repeated, its colours."""
EMF, EMF_MARK, EMF_MARK_AT, EMF_DESCRIPTION_AT = b"\x01\0\0\0", b" EMF", 40, 60
"""How an EMF begins, and where its header says how long its description is and where ([MS-EMF] 2.2.9)."""
HEAD_OF_SVG = 4_096
EXIF_AND_XMP = 0b1100
"""Flags of WebP's VP8X chunk that say that they are there."""


def bare(content: bytes) -> bytes:
    """A picture without what it says: JPEG, PNG, WebP, GIF, TIFF, SVG, EMF. Others, and broken ones, as they are."""
    try:
        if content.startswith(JPEG):
            return b"".join(_jpeg(content))
        if content.startswith(PNG):
            return PNG + b"".join(_png(content))
        if content.startswith(RIFF) and content[8:12] == WEBP:
            chunks = b"".join(_webp(content))
            return RIFF + struct.pack("<I", len(chunks) + 4) + WEBP + chunks
        if content.startswith(GIF):
            return b"".join(_gif(content))
        if content[:4] in KINDS:
            return bare_tiff(content)
        if content.startswith(EMF) and content[EMF_MARK_AT : EMF_MARK_AT + len(EMF_MARK)] == EMF_MARK:
            return _emf(content)
        if b"<svg" in content[:HEAD_OF_SVG] or b":svg" in content[:HEAD_OF_SVG]:
            return bare_svg(content)
    except (struct.error, IndexError, ValueError):
        pass  # it breaks off: whoever shows it tells
    return content


def _jpeg(content: bytes) -> Iterator[bytes]:
    """The parts of a JPEG that are kept, up to the end of its image: phones hang a film or other pictures behind."""
    yield content[:2]
    at = 2
    while True:
        if content[at] != 0xFF:
            raise ValueError("no marker")
        marker = content[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        if marker == END_OF_IMAGE:
            yield content[at : at + 2]
            return
        end = at + 2
        if marker not in PLAIN_MARKERS:
            end += int.from_bytes(content[at + 2 : at + 4], "big")
        if end > len(content):
            raise ValueError("a segment is cut off")
        if marker == START_OF_SCAN:
            end = _end_of_scan(content, end)
        if _is_shown(marker, content[at + 4 : end]):
            yield content[at:end]
        at = end


def _is_shown(marker: int, said: bytes) -> bool:
    """Whether a segment of a JPEG decides how it looks."""
    if marker in APPLICATION:
        return marker in KEPT_APPLICATION and said.startswith(KEPT_APPLICATION[marker])
    return marker != COMMENT


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the coded data of a scan ends: at the next marker that does not belong to it (ITU-T T.81 §B.1.1.5)."""
    while True:
        at = content.index(b"\xff", at)
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2


def _png(content: bytes) -> Iterator[bytes]:
    """The chunks of a PNG that are kept, up to its end."""
    at = len(PNG)
    while True:
        (length,) = struct.unpack_from(">I", content, at)
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            raise ValueError("a chunk is cut off")
        if kind in SHOWN or kind[:1].isupper():
            yield _plain_profile(content[at:end]) if kind == b"iCCP" else content[at:end]
        if kind == b"IEND":
            return
        at = end


def _plain_profile(chunk: bytes) -> bytes:
    """A colour profile under no name of its own: that is often a person's screen."""
    name, _, rest = chunk[8:-4].partition(b"\0")
    data = b"iCCP" + b"Profile\0" + rest
    return struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data)) if name else chunk


def _webp(content: bytes) -> Iterator[bytes]:
    """The chunks of a WebP that are kept."""
    (size,) = struct.unpack_from("<I", content, 4)
    at, last = 12, min(8 + size, len(content))
    while at + 8 <= last:
        kind, (length,) = content[at : at + 4], struct.unpack_from("<I", content, at + 4)
        end = at + 8 + length + (length & 1)
        if end > len(content) + 1:
            raise ValueError("a chunk is cut off")
        chunk = content[at:end]
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~EXIF_AND_XMP & 0xFF]) + chunk[9:]
        if kind not in SAID_IN_WEBP:
            yield chunk
        at = end


def _gif(content: bytes) -> Iterator[bytes]:
    """The blocks of a GIF that are kept, up to its end."""
    at = 13 + _gif_colours(content[10])
    yield content[:at]
    while True:
        mark, kind = content[at], content[at + 1] if content[at] == GIF_EXTENSION else 0
        if mark == GIF_END:
            yield content[at : at + 1]
            return
        if mark == GIF_IMAGE:
            end = at + 10 + _gif_colours(content[at + 9]) + 1
        elif mark == GIF_EXTENSION:
            end = at + 2
        else:
            raise ValueError("no block")
        first = end
        while content[end]:
            end += 1 + content[end]
        end += 1
        of_program = kind == GIF_PROGRAM and content[first + 1 : first + 12] not in SHOWN_IN_GIF
        if kind != GIF_COMMENT and not of_program:
            yield content[at:end]
        at = end


def _gif_colours(flags: int) -> int:
    """The bytes of a table of colours."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _emf(content: bytes) -> bytes:
    """An EMF whose description, which program drew what file, is empty."""
    length, at = struct.unpack_from("<II", content, EMF_DESCRIPTION_AT)
    end = at + 2 * length
    if not length or not at or end > struct.unpack_from("<I", content, 4)[0] or end > len(content):
        return content
    return content[:at] + bytes(end - at) + content[end:]
