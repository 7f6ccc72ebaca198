"""Font files that come with the program: twins of the commonest typefaces, and letters that a typeface may lack.

A twin's letters are as wide as those of the typeface it stands for, so that lines break alike. The letters are symbols
and one-colour emoji, then Latin, Greek and Cyrillic; further scripts come with `pip install "salespack[fonts]"`:
Arabic, Hebrew, Thai, Chinese, Japanese, Korean. All are under the SIL Open Font License. `tools/vendor_fonts.py` writes
the packed ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from salespack.typography.fontfiles import BOLD_WEIGHT, USUAL_WEIGHT, BrokenFont, FontFace, letters_in

PACKED = Path(__file__).parent / "packed"
TWINS = {
    "Arial": "Arimo", "Calibri": "Carlito", "Cambria": "Caladea", "Courier New": "Cousine", "Georgia": "Gelasio",
    "Times New Roman": "Tinos",
}  # fmt: skip
"""By a common typeface: the packed one that is as wide."""
TWIN_STYLES = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic", (True, True): "BoldItalic"}
"""The end of a twin's file name, by bold and italic."""
OF_LETTERS = PACKED / "twins" / "Arimo-Regular.ttf"
"""The twin that also gives letters which another typeface lacks."""
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
    files = [*sorted(PACKED.glob("*.ttf")), OF_LETTERS]
    for name in EXTRA:
        spec = find_spec(name)
        for folder in spec.submodule_search_locations or () if spec else ():
            files += sorted(file for ending in ("ttf", "otf", "ttc") for file in Path(folder).rglob(f"*.{ending}"))
    return tuple(files)


def twin_of(family: str, bold: bool, italic: bool) -> FontFace:
    """The face that stands for one of a common typeface, a key of `TWINS`."""
    twin = TWINS[family]
    path = PACKED / "twins" / f"{twin}-{TWIN_STYLES[bold, italic]}.ttf"
    weight = BOLD_WEIGHT if bold else USUAL_WEIGHT
    return FontFace(str(path), 0, (twin.casefold(),), twin, bold, italic, weight, weight)


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
