"""Fonts that travel in a file: Embedded OpenType (EOT), the form in which PowerPoint and Google Slides write them.

The header is that of the W3C Member Submission “Embedded OpenType (EOT) File Format” of 5 March 2008. A font may be
packed (`microtype`), and its bytes changed by an exclusive or.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from salespack.typography.fontfiles import BrokenFont
from salespack.typography.microtype import BrokenPacking, unpack

HEADER = struct.Struct("<4L10sBBLHH")
"""Sizes of the file and of its font, version and flags, PANOSE, character set, italic, weight, fsType, magic number."""
MAGIC = 0x504C
PACKED, CHANGED = 0x4, 0x10000000
"""Of the flags."""
KEY = 0x50
PLAIN = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf")
"""How font files begin that are not wrapped."""
RESTRICTED, BITMAPS_ONLY = 0x2, 0x200
"""Of fsType (OpenType's OS/2 table): no embedding without the owner's leave, and none of outlines."""
MOST_BYTES = 12_000_000


class EmbeddedFont(NamedTuple):
    """A font file, and whether its maker lets it travel in documents that are read and printed."""

    content: bytes
    may_travel: bool


def embedded_font(content: bytes) -> EmbeddedFont:
    """The font in a file's part. Raises BrokenFont."""
    if len(content) > MOST_BYTES:
        raise BrokenFont("it is too large")
    if content.startswith(PLAIN):
        return EmbeddedFont(content, may_travel=True)
    if len(content) < HEADER.size:
        raise BrokenFont("it breaks off")
    whole, size, _, flags, *_, rights, magic = HEADER.unpack_from(content)
    if magic != MAGIC or not 0 < size <= whole <= len(content):
        raise BrokenFont("it is no Embedded OpenType font")
    font = content[whole - size : whole]
    if flags & CHANGED:
        font = bytes([one ^ KEY for one in font])
    if flags & PACKED:
        try:
            font = unpack(font)
        except BrokenPacking as error:
            raise BrokenFont(str(error)) from error
    if not font.startswith(PLAIN):
        raise BrokenFont("it is no TrueType or OpenType font")
    return EmbeddedFont(font, may_travel=not rights & (RESTRICTED | BITMAPS_ONLY))
