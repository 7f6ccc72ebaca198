"""Fonts that travel in a file: Embedded OpenType (EOT), the form in which PowerPoint and Google Slides write them.

The header is that of the W3C Member Submission “Embedded OpenType (EOT) File Format” of 5 March 2008. A font may be
packed (`microtype`), and its bytes changed by an exclusive or.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from salespack.typography.fontfiles import BrokenFont, Rights, rights_in
from salespack.typography.microtype import BrokenPacking, unpack

HEADER = struct.Struct("<4L10sBBLHH")
"""Sizes of the file and of its font, version and flags, PANOSE, character set, italic, weight, fsType, magic number."""
MAGIC = 0x504C
PACKED, CHANGED = 0x4, 0x10000000
"""Of the flags."""
KEY = 0x50
PLAIN = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf")
"""How font files begin that are not wrapped."""
FSTYPE = 8
"""Where fsType stands in the OS/2 table."""
TABLE_RECORD = struct.Struct(">4s3L")
MOST_TABLES = 500
MOST_BYTES = 12_000_000


class EmbeddedFont(NamedTuple):
    """A font file, and whether its maker lets it travel in documents that are read and printed."""

    content: bytes
    may_travel: bool


def rights_of(content: bytes) -> Rights:
    """What the maker of the font in a file's part allows; read without unpacking it. Raises BrokenFont."""
    if content.startswith(PLAIN):
        return rights_in(_said_rights(content))
    return rights_in(_header(content).rights)


def embedded_font(content: bytes) -> EmbeddedFont:
    """The font in a file's part. Raises BrokenFont."""
    if len(content) > MOST_BYTES:
        raise BrokenFont("it is too large")
    if content.startswith(PLAIN):
        return EmbeddedFont(content, rights_of(content).travel)
    header = _header(content)
    font = content[header.whole - header.size : header.whole]
    if header.flags & CHANGED:
        font = bytes([one ^ KEY for one in font])
    if header.flags & PACKED:
        try:
            font = unpack(font)
        except BrokenPacking as error:
            raise BrokenFont(str(error)) from error
    if not font.startswith(PLAIN):
        raise BrokenFont("it is no TrueType or OpenType font")
    return EmbeddedFont(font, rights_in(header.rights).travel)


class _Header(NamedTuple):
    """Of an Embedded OpenType file: the size of the whole and of the font at its end, its flags and fsType."""

    whole: int
    size: int
    flags: int
    rights: int


def _header(content: bytes) -> _Header:
    if len(content) < HEADER.size:
        raise BrokenFont("it breaks off")
    whole, size, _, flags, *_, rights, magic = HEADER.unpack_from(content)
    if magic != MAGIC or not 0 < size <= whole <= len(content):
        raise BrokenFont("it is no Embedded OpenType font")
    return _Header(whole, size, flags, rights)


def _said_rights(font: bytes) -> int:
    """fsType of a font file, in a collection that of its first face; 0, which allows all, where it says none."""
    try:
        at = struct.unpack_from(">L", font, 12)[0] if font.startswith(b"ttcf") else 0
        for number in range(min(struct.unpack_from(">H", font, at + 4)[0], MOST_TABLES)):
            tag, _, place, _ = TABLE_RECORD.unpack_from(font, at + 12 + number * TABLE_RECORD.size)
            if tag == b"OS/2":
                return int(struct.unpack_from(">H", font, place + FSTYPE)[0])
    except struct.error as error:
        raise BrokenFont("it breaks off") from error
    return 0
