"""Font files: what their faces are called, and how wide their letters are. Reads files; chooses nothing.

What was read is kept in the cache folder by path, size and time of the file, since reading it again is slow.
"""

from __future__ import annotations

import hashlib
import logging
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from salespack.problems.files import open_file
from salespack.system.cache import read_cached, write_cached
from salespack.typography.widths import Table, packed

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

BOLD_WEIGHT, USUAL_WEIGHT = 700, 400
FONT_FILES = (".ttf", ".otf", ".ttc", ".otc")
logging.getLogger("fontTools").addHandler(logging.NullHandler())
"""What fontTools remarks about a file is not for the people who build with it."""
COLLECTIONS = (".ttc", ".otc")
PACKED = (b"wOFF", b"wOF2")
"""How files begin whose tables are compressed: no program but a browser takes them, and unpacked they may be huge."""
FAMILY, TYPOGRAPHIC_FAMILY = 1, 16
"""Numbers of names in a font file (OpenType's name table)."""
LEVELS, RESTRICTED, EDITABLE, BITMAPS_ONLY = 0xE, 0x2, 0x8, 0x200
"""Of fsType (OpenType's OS/2 table): the bits of what is allowed, of which the most generous counts; no embedding
without the owner's leave; embedding in documents that are edited; none of outlines."""
BOLD_BIT, ITALIC_BIT, TYPOGRAPHIC_BIT = 1 << 5, 1 << 0, 1 << 7
"""Of fsSelection in a font's OS/2 table."""
MOST_UNITS, MOST_ADVANCE = 16_384, 0xFFFF
FOLDER = "faces"


FAULTS = (
    OSError, LookupError, ValueError, AssertionError, AttributeError, EOFError, OverflowError, TypeError, struct.error,
)  # fmt: skip
"""What fontTools raises, besides its own, as it parses what it gets and cannot."""


class BrokenFont(Exception):  # noqa: N818 - a fault of the file, named to the user by whoever knows whose file it is
    """A font file that cannot be read."""


class Rights(NamedTuple):
    """What a font's maker allows: to travel in documents that are read and printed, and in such as are edited."""

    travel: bool
    edit: bool


def rights_in(said: int) -> Rights:
    """What fsType says."""
    level = said & LEVELS
    travel = level != RESTRICTED and not said & BITMAPS_ONLY
    return Rights(travel, travel and (level == 0 or bool(level & EDITABLE)))


class FontFace(msgspec.Struct, frozen=True, array_like=True):
    """One face in a font file: `number` counts from 0 in a collection; `families` are all its names, lower case.

    `weight` is from 100 to 900 (400 is regular, 700 bold). `heaviest` is the end of a variable font's weight axis, else
    its weight. `family` is the name to ask a typesetter for. `may_travel` says that its maker lets it travel in
    documents that are read and printed (OpenType's OS/2 table, fsType).
    """

    path: str
    number: int
    families: tuple[str, ...]
    family: str
    bold: bool
    italic: bool
    weight: int
    heaviest: int
    may_travel: bool = True


@contextmanager
def _opened(path: Path, number: int = 0) -> Iterator[list[TTFont]]:
    """The faces of a font file. Raises BrokenFont, also for what is found broken inside the `with`."""
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    try:
        with open_file(path) as file:
            if file.read(4) in PACKED:
                raise BrokenFont("it is a WOFF, a font for web pages")
            file.seek(0)
            if path.suffix.lower() in COLLECTIONS:
                yield TTCollection(file, lazy=True).fonts
            else:
                yield [TTFont(file, lazy=True)]
    except (TTLibError, *FAULTS) as error:
        raise BrokenFont(f"{type(error).__name__}: {error}") from error


def faces_in(path: Path) -> tuple[FontFace, ...]:
    """The faces of a font file, by their names and styles. Raises BrokenFont."""
    with _opened(path) as fonts:
        return tuple([_face(path, number, font) for number, font in enumerate(fonts)])


def letters_in(path: Path) -> frozenset[str]:
    """The characters that a font file has, in a collection those of its first face. Raises BrokenFont."""
    with _opened(path) as fonts:
        return frozenset(map(chr, fonts[0].getBestCmap() or ()))


def _face(path: Path, number: int, font: TTFont) -> FontFace:
    size = path.stat().st_size
    if any(table.offset + table.length > size for table in font.reader.tables.values()):
        raise BrokenFont("it breaks off")  # its widths may be there still, and none of its letters
    names = [one for one in font["name"].names if one.nameID in (FAMILY, TYPOGRAPHIC_FAMILY)]
    texts = [one.toUnicode().strip() for one in names]
    families = tuple(sorted({text.casefold() for text in texts if text}))
    typographic = [text for one, text in zip(names, texts, strict=True) if one.nameID == TYPOGRAPHIC_FAMILY and text]
    style = font.get("OS/2")
    weight = min(max(int(style.usWeightClass), 1), 1000) if style is not None else 400
    selection = int(style.fsSelection) if style is not None else 0
    look = int(font["head"].macStyle)
    axes = [axis for axis in font["fvar"].axes if axis.axisTag == "wght"] if "fvar" in font else []
    return FontFace(
        path=str(path),
        number=number,
        families=families,
        family=(typographic or [text for text in texts if text] or [path.stem])[0],
        bold=bool(selection & BOLD_BIT or look & 1),
        italic=bool(selection & ITALIC_BIT or look & 2),
        weight=weight,
        heaviest=max([weight, *[int(axis.maxValue) for axis in axes]]),
        may_travel=style is None or rights_in(int(style.fsType)).travel,
    )


def read_table(path: Path, number: int = 0, weight: int | None = None, cache: Path | None = None) -> Table:
    """The widths and heights of a face. `weight` asks a variable font for that place on its weight axis.

    Raises BrokenFont, also where a variable font does not tell its widths at that weight.
    """
    name = ""
    try:
        status = path.stat()
    except OSError as error:
        raise BrokenFont(str(error)) from error
    if cache is not None:
        identity = f"{path}\0{status.st_size}\0{status.st_mtime_ns}\0{number}\0{weight}"
        name = f"{FOLDER}/{hashlib.sha256(identity.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}"
        kept = read_cached(cache, name)
        if kept is not None:
            try:
                return msgspec.msgpack.decode(kept, type=Table)
            except msgspec.DecodeError:
                pass
    with _opened(path) as fonts:
        table = _table(fonts[number], weight)
    write_cached(cache, name, msgspec.msgpack.encode(table))
    return table


def _table(font: TTFont, weight: int | None) -> Table:
    units = int(font["head"].unitsPerEm)
    if not 16 <= units <= MOST_UNITS:
        raise ValueError(f"{units} units per em")
    glyphs: Mapping[int, str] = font.getBestCmap() or {}
    if not glyphs:
        raise ValueError("no letters by Unicode")
    if weight is None:
        advances = {code: font["hmtx"].metrics[glyph][0] for code, glyph in glyphs.items()}
    else:
        if "HVAR" not in font:
            raise ValueError("no widths by weight")
        at_weight = font.getGlyphSet(location={"wght": weight})
        advances = {code: round(at_weight[glyph].width) for code, glyph in glyphs.items()}
    runs, widths = packed({code: min(max(width, 0), MOST_ADVANCE) for code, width in advances.items()})
    ascent, descent, gap = _heights(font)
    return Table(units, ascent, descent, gap, runs, widths)


def _heights(font: TTFont) -> tuple[int, int, int]:
    """Ascent, descent and line gap in units: `hhea`, or `OS/2` where it asks to be used or `hhea` says nothing."""
    style, lines = font.get("OS/2"), font["hhea"]
    if style is not None and style.fsSelection & TYPOGRAPHIC_BIT and (style.sTypoAscender or style.sTypoDescender):
        return int(style.sTypoAscender), -int(style.sTypoDescender), max(int(style.sTypoLineGap), 0)
    if lines.ascent or lines.descent:
        return int(lines.ascent), -int(lines.descent), max(int(lines.lineGap), 0)
    if style is not None and (style.usWinAscent or style.usWinDescent):
        return int(style.usWinAscent), int(style.usWinDescent), 0
    return int(font["head"].unitsPerEm), 0, 0
