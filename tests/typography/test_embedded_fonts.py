"""Fonts that travel in files: unwrapped, unpacked, or refused; what is broken never hangs or falls through."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from salespack.typography.embedded_fonts import CHANGED, HEADER, KEY, MAGIC, PACKED, embedded_font
from salespack.typography.fontfiles import BrokenFont
from salespack.typography.microtype import _Bits, _Codes, _unpacked
from salespack.typography.packed_fonts import twin_of
from tests.searching import searching

FONT = Path(twin_of("Arial", False, False).path).read_bytes()


def wrapped(font: bytes, flags: int = 0, rights: int = 0, magic: int = MAGIC) -> bytes:
    """An EOT file around a font, with names that nobody reads."""
    names = bytes(60)
    whole = HEADER.size + len(names) + len(font)
    return HEADER.pack(whole, len(font), 0x20001, flags, bytes(10), 1, 0, 400, rights, magic) + names + font


class Writer:
    """Packs bytes as literals, and as copies where it is told: just enough of LZCOMP to write what is read."""

    def __init__(self, size: int) -> None:
        ranges = 1
        while 8**ranges < size:
            ranges += 1
        self._codes = _Codes(_Bits(b""), 256 + 8 * ranges + 3)
        self.bits: list[int] = [0, *[size >> place & 1 for place in range(23, -1, -1)]]

    def symbol(self, symbol: int) -> None:
        """Writes the code that a symbol has now."""
        codes = self._codes
        node, path = codes._node[symbol], []
        leaf = node
        while node != 1:
            up = codes._up[node]
            path.append(int(codes._right[up] == node))
            node = up
        self.bits += reversed(path)
        codes._more(leaf)

    def content(self) -> bytes:
        """The block."""
        bits = self.bits + [0] * (-len(self.bits) % 8)
        return bytes(int("".join(map(str, bits[at : at + 8])), 2) for at in range(0, len(bits), 8))


def block(content: bytes) -> bytes:
    writer = Writer(len(content))
    for value in content:
        writer.symbol(value)
    return writer.content()


@given(st.binary(max_size=300))
@searching(200)
def test_what_was_packed_is_unpacked(content: bytes) -> None:
    assert _unpacked(block(content), 3) == content


def test_single_bytes_come_again() -> None:
    """The last three symbols are the byte two, four and six places back."""
    writer = Writer(7)
    for symbol in (*b"abcd", 256 + 8, 256 + 8 + 1, 256 + 8 + 2):
        writer.symbol(symbol)
    assert _unpacked(writer.content(), 3) == b"abcdcba"


@pytest.mark.parametrize("flags", [0, CHANGED])
def test_a_font_that_is_not_packed_is_what_it_was(flags: int) -> None:
    font = bytes(one ^ KEY for one in FONT) if flags else FONT
    assert embedded_font(wrapped(font, flags)).content == FONT
    assert embedded_font(FONT).content == FONT


@pytest.mark.parametrize(
    ("rights", "may"), [(0, True), (0x4, True), (0x8, True), (0x100, True), (0x2, False), (0x200, False)]
)
def test_rights_say_whether_a_font_may_travel(rights: int, may: bool) -> None:
    assert embedded_font(wrapped(FONT, rights=rights)).may_travel == may


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it breaks off"),
        (wrapped(FONT)[:-1], "it is no Embedded OpenType font"),
        (wrapped(FONT, magic=7), "it is no Embedded OpenType font"),
        (wrapped(b"%PDF-1.7"), "it is no TrueType or OpenType font"),
        (wrapped(b"\3\0\0\0\0\0\12\0\0\12", PACKED), "it breaks off"),
        (wrapped(b"\3" + bytes(3) + struct.pack(">L", 20)[1:] + bytes(3) + bytes([0x7F]) + b"\xff" * 19, PACKED),
         "it is too large"),
    ],
)  # fmt: skip
def test_what_is_no_font_is_told(content: bytes, why: str) -> None:
    with pytest.raises(BrokenFont, match=why):
        embedded_font(content)


@given(st.binary(max_size=400), st.sampled_from((1, 3)))
@searching(300)
def test_bytes_that_nobody_packed_are_refused(content: bytes, version: int) -> None:
    packed = bytes([version, 0, 0, 0]) + (10 + len(content)).to_bytes(3) + bytes(3) + content
    with pytest.raises(BrokenFont):
        embedded_font(wrapped(packed, PACKED))


@pytest.mark.shared
def test_fonts_of_real_files_are_whole(shared: Path) -> None:
    """All 32 packed ones; the box that each glyph keeps is that of the outline that was read."""
    seen = 0
    for path in sorted([*shared.glob("*/brands/*.pptx"), *shared.glob("*/decks/*.pptx")]):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if not name.endswith(".fntdata"):
                    continue
                font = TTFont(io.BytesIO(embedded_font(archive.read(name)).content))
                seen += 1
                for glyph in map(font["glyf"].__getitem__, font.getGlyphOrder()):
                    if glyph.numberOfContours > 0:
                        kept = glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax
                        glyph.recalcBounds(font["glyf"])
                        assert kept == pytest.approx((glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax), abs=1)
    assert seen >= 30
