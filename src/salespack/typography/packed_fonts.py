"""Font files for letters that a text's own typeface lacks: symbols and one-colour emoji, packed with the program.

Further scripts come with `pip install "salespack[fonts]"`: Arabic, Hebrew, Thai, Chinese, Japanese, Korean. All are
under the SIL Open Font License. `tools/vendor_fonts.py` writes the packed ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

PACKED = Path(__file__).parent / "packed"
EXTRA = ("fontpkg_noto_sans_arabic", "fontpkg_heebo", "fontpkg_noto_sans_thai", "cvttf_NotoSansCJK_Regular")
"""The packages of the extra `fonts`; each has font files somewhere in it."""
STAND_IN = "□"
"""U+25A1, shown for a letter that no font has: seen, and taken for nothing else."""


@cache
def packed_fonts() -> tuple[Path, ...]:
    """The packed font files, and those of the extra `fonts` where it is installed."""
    files = sorted(PACKED.glob("*.ttf"))
    for name in EXTRA:
        spec = find_spec(name)
        for folder in spec.submodule_search_locations or () if spec else ():
            files += sorted(file for ending in ("ttf", "otf", "ttc") for file in Path(folder).rglob(f"*.{ending}"))
    return tuple(files)


@cache
def characters_of(file: Path) -> frozenset[str]:
    """The characters that a font file has. Raises what fontTools raises for a file that is none."""
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True, fontNumber=0) as font:
        return frozenset(map(chr, font.getBestCmap() or ()))


def covering(letters: str) -> tuple[tuple[Path, ...], str]:
    """The packed files that have some of `letters`, as few as do, and the letters that none has."""
    left, files = set(letters), []
    for file in packed_fonts():
        if found := left & characters_of(file):
            files.append(file)
            left -= found
    return tuple(files), "".join(sorted(left))


def without_fonts(letters: str, fonts: Sequence[Path]) -> str:
    """Those of `letters` that neither `fonts` nor the packed ones have."""
    known = {letter for file in fonts for letter in characters_of(file)}
    return covering("".join(sorted(set(letters) - known)))[1]
