"""Advance widths of a face by letter: tables as they are kept, and the built-in ones of common typefaces.

The built-in figures (made by `tools/make_width_tables.py`, which names their sources) are those of open fonts that are
as wide as the typefaces they stand for, and of free typefaces that companies take most.
"""

from __future__ import annotations

import sys
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from itertools import accumulate
from pathlib import Path

import msgspec

PLACE = Path(__file__).with_name("widths.msgpack")
FREE_PLACE = Path(__file__).with_name("free_widths.msgpack")
"""Faces of free typefaces, by name in lower case and style (`open sans semibold/i`)."""
BUILT_IN = {
    "arial": "Arial", "arimo": "Arial", "helvetica": "Arial", "liberation sans": "Arial",
    "calibri": "Calibri", "carlito": "Calibri",
    "cambria": "Cambria", "caladea": "Cambria",
    "courier": "Courier New", "courier new": "Courier New", "cousine": "Courier New", "liberation mono": "Courier New",
    "dejavu sans": "DejaVu Sans",
    "gelasio": "Georgia", "georgia": "Georgia",
    "ms pgothic": "MS PGothic", "ｍｓ ｐゴシック": "MS PGothic",
    "liberation serif": "Times New Roman", "times": "Times New Roman", "times new roman": "Times New Roman",
    "tinos": "Times New Roman",
}  # fmt: skip
"""The typefaces (lower case) whose widths are built in, and the family that holds them."""
SIGNS_FACE = "Segoe UI Symbol"
"""The typeface of signs that few others have; PowerPoint on a Mac shows those of its own instead."""
EMOJI_WIDTH = 1.37
"""Ems of an emoji: that of Segoe UI Emoji, the widest in common use."""
FIRST_EMOJI, FIRST_WIDE = "\U0001f000", "\u1100"
SIGNS, SIGNS_UNITS = "✓◐–", 2_048
UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\t\n\r\v\u2028\u2029"
"""Letters that say how to set a text, and take no room even where a font has a glyph for them."""
NO_BREAK_SPACE = "\u00a0"
NO_WIDTH = frozenset(("Mn", "Me", "Cf", "Cc"))
"""Categories of letters that take no room of their own."""


class Table(msgspec.Struct, frozen=True, array_like=True):
    """A face's figures, packed. `runs` holds first code point and count of each run of glyphs (32 bit, little endian),
    `widths` an advance for each (16 bit, little endian), both in code point order. The rest is in `units` per em.

    Heights are those of the `hhea` table, or the typographic ones of `OS/2` where the font asks for them.
    """

    units: int
    ascent: int
    descent: int
    gap: int
    runs: bytes
    widths: bytes


def of_signs() -> Table:
    """The figures of the typeface of signs for those that are written in it, which are no wider than an em.

    Its heights are those of Segoe UI, which it is made to go with.
    """
    runs, widths = packed({ord(sign): SIGNS_UNITS for sign in SIGNS})
    return Table(SIGNS_UNITS, 2_210, 514, 0, runs, widths)


class Widths(dict[str, int]):
    """Advance widths by letter, in units of the face, each looked up when it is first asked for.

    They are those of a table, `factor` times as wide. A letter without a glyph gets an estimate and is `lacking`.
    """

    def __init__(self, table: Table, factor: float = 1.0) -> None:
        super().__init__(dict.fromkeys(UNSEEN, 0))
        runs, self._advances = array("I", table.runs), array("H", table.widths)
        if sys.byteorder == "big":
            runs.byteswap()
            self._advances.byteswap()
        self._firsts, self._counts, self._factor = runs[::2], runs[1::2], factor
        self._places = list(accumulate(self._counts, initial=0))
        self.units, self.lacking = table.units, set[str]()
        self._usual = max([self._own(letter) or 0 for letter in "nmW0"]) or table.units

    def __missing__(self, letter: str) -> int:
        width = self._own(letter)
        if width is None and unicodedata.category(letter) in NO_WIDTH:
            width = 0
        elif width is None and letter == NO_BREAK_SPACE:
            width = self._own(" ")  # programs show a blank for it, whatever the font has
        if width is None:
            self.lacking.add(letter)
            width = self._estimate(letter)
        self[letter] = width
        return width

    def has(self, letter: str) -> bool:
        """Whether there is a glyph for it."""
        return self._own(letter) is not None

    def _own(self, letter: str) -> int | None:
        """The width of the letter's glyph, None where there is none."""
        code = ord(letter)
        run = bisect_right(self._firsts, code) - 1
        if run < 0 or code - self._firsts[run] >= self._counts[run]:
            return None
        width = self._advances[self._places[run] + code - self._firsts[run]]
        return width if self._factor == 1.0 else round(width * self._factor)

    def _estimate(self, letter: str) -> int:
        """An em for East Asian letters; the others are seldom wider than most letters of the face."""
        if letter >= FIRST_EMOJI and unicodedata.east_asian_width(letter) == "W" and not letter.isalpha():
            return round(EMOJI_WIDTH * self.units)
        if letter >= FIRST_WIDE and unicodedata.east_asian_width(letter) in "WF":
            return self.units
        return self._usual


def packed(known: Mapping[int, int]) -> tuple[bytes, bytes]:
    """Runs and widths, as a `Table` holds them, of advances by code point."""
    runs, advances = array("I"), array("H")
    for code in sorted(known):
        if runs and runs[-2] + runs[-1] == code:
            runs[-1] += 1
        else:
            runs.extend((code, 1))
        advances.append(known[code])
    if sys.byteorder == "big":
        runs.byteswap()
        advances.byteswap()
    return runs.tobytes(), advances.tobytes()


@cache
def _tables() -> dict[str, msgspec.Raw]:
    return msgspec.msgpack.decode(PLACE.read_bytes(), type=dict[str, msgspec.Raw])


def built_in(family: str, bold: bool, italic: bool) -> Table:
    """The figures of one of the families of BUILT_IN."""
    return msgspec.msgpack.decode(_tables()[f"{family}/{'b' * bold}{'i' * italic}"], type=Table)


@cache
def _free_tables() -> dict[str, msgspec.Raw]:
    return msgspec.msgpack.decode(FREE_PLACE.read_bytes(), type=dict[str, msgspec.Raw])


def of_free(typeface: str, bold: bool, italic: bool) -> Table | None:
    """The figures of a free typeface, by its name as PowerPoint knows it; None where they are not built in.

    Without an italic face of its own a typeface is slanted by whoever shows it, which changes no width.
    """
    name, tables = typeface.casefold(), _free_tables()
    style = "b" * bold
    found = tables.get(f"{name}/{style}{'i' * italic}") or tables.get(f"{name}/{style}")
    return msgspec.msgpack.decode(found, type=Table) if found is not None else None
