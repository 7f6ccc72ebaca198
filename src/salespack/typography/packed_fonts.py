"""Font files for letters that a text's own typeface lacks: symbols and one-colour emoji, packed with the program.

Further scripts come with `pip install "salespack[fonts]"`: Arabic, Hebrew, Thai, Chinese, Japanese, Korean. All are
under the SIL Open Font License. `tools/vendor_fonts.py` writes the packed ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from salespack.typography.fontfiles import BrokenFont, letters_in

PACKED = Path(__file__).parent / "packed"
EXTRA = ("fontpkg_noto_sans_arabic", "fontpkg_heebo", "fontpkg_noto_sans_thai", "cvttf_NotoSansCJK_Regular")
"""The packages of the extra `fonts`; each has font files somewhere in it."""
STAND_IN = "□"
"""U+25A1, shown for a letter that no font has: seen, and taken for nothing else."""
FONTS_HINT = (
    "put a font that has it into the library’s fonts/ folder, install salespack[fonts] (Arabic, Hebrew, Thai, Chinese, "
    "Japanese, Korean), or write it in another way"
)
"""What to do about a letter that no font has."""


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
    """The characters that a font file has; none where it cannot be read, since no typesetter takes it either."""
    try:
        return letters_in(file)
    except BrokenFont:
        return frozenset()


def covering(letters: str) -> tuple[tuple[Path, ...], str]:
    """The packed files that have some of `letters`, as few as do, and the letters that none has."""
    left, files = set(letters), []
    for file in packed_fonts():
        if found := left & characters_of(file):
            files.append(file)
            left -= found
    return tuple(files), "".join(sorted(left))


def lacking(letters: Iterable[str], fonts: Iterable[Path]) -> frozenset[str]:
    """Those of `letters` that are to be seen and that none of `fonts` has.

    Spaces, joiners and variation selectors are not to be seen, and fonts need not have them.
    """
    left = {one for one in letters if one.isprintable() or one == "\ufeff"}
    left = {one for one in left if not one.isspace() and not 0xFE00 <= ord(one) <= 0xFE0F}
    for file in fonts:
        if not left:
            break
        left -= characters_of(file)
    return frozenset(left)


def without_fonts(letters: Iterable[str], fonts: Iterable[Path]) -> str:
    """Those of `letters` that neither `fonts` nor the packed ones have: a document shows the stand-in for them."""
    return covering("".join(sorted(lacking(letters, fonts))))[1]
