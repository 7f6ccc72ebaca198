"""Which font file each piece of text is drawn with, and how: styles, stand-ins fitted to proven widths, fallbacks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from salespack.drawing.problems import Found
from salespack.graphics.lengths import POINT
from salespack.problems.problem import LibraryFault
from salespack.typesetting.engine import LoadedFonts, package_fonts
from salespack.typesetting.literals import rgb, string
from salespack.typography.faces import SAMPLE, Face, Typefaces, font_problem
from salespack.typography.text import Piece

if TYPE_CHECKING:
    from typst import FontInfo

LAST_RESORT = "Source Sans Pro"
"""The packages' own font, which is always there."""
LEAST_FACTOR, MOST_FACTOR = 0.85, 1.15
"""How far a stand-in's letters may shrink or grow to come close to the widths of what it stands for."""
FEW, MOST_TRACKED = 12, 0.02
"""How far up to so many letters of a stand-in move apart or together at most, in sizes of them, to take the width that
was proven: a few letters may be far wider in one typeface than in another, and would lie on each other."""
SHAPED_CLASSES = frozenset(("AL", "R", "NSM"))
"""Bidirectional classes of letters that look different beside others; so do the Indic and south-east Asian ones."""
SHAPED_FROM, SHAPED_TO = "\u0900", "\u109f"
BOLD_WEIGHT, USUAL_WEIGHT, LEAST_BOLD = 700, 400, 600
EMBOLDENED = 0.028
"""The outline, in ems, that makes letters bold whose typeface has no bold face."""
BLANKS = "\v\t\n\r\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""What needs no glyph."""


class Drawn(NamedTuple):
    """A face and the one it is drawn with: its own, one of the same widths, or one `fitted` to them.

    `shown` names a typeface that stands in for one that is nowhere; it is empty where nobody needs to know.
    """

    asked: Face
    drawn: Face
    file: Path
    factor: float
    fitted: bool
    shown: str


class Letters(NamedTuple):
    """A piece of text for the page: the name of its style, what else Typst is told of it (`,tracking:1pt`).

    The width of `odd` ones is only known once they are set: they are in another font, or their neighbours shape them.
    """

    style: str
    text: str
    more: str
    odd: bool = False


class Style(NamedTuple):
    """The look of letters, as far as Typst is told it once; sizes are hundredths of a point."""

    face: Drawn
    size: int
    colour: str
    alpha: float
    language: str


@lru_cache(maxsize=1)
def _own() -> Typefaces:
    """The packages' own fonts."""
    return Typefaces(package_fonts(), system=False)


class Lettering:
    """The styles of a document's letters: given out while it is written, defined when its fonts are known."""

    def __init__(self, typefaces: Typefaces, found: Found) -> None:
        self._typefaces, self._found = typefaces, found
        self._faces: dict[tuple[str, bool, bool], Drawn] = {}
        self._styles: dict[Style, str] = {}
        self._known: dict[Face, set[str]] = {}
        self._lacking: dict[str, dict[str, list[int]]] = {}

    def letters(self, piece: Piece, slide: int, *, extra: float = 0, language: str = "", free: bool = False) -> Letters:
        """A piece as it is to be drawn. `extra` is what each blank is wider on a justified line, EMU.

        `free` letters, such as bullets, keep their own width.
        """
        run = piece.run
        key = (piece.typeface, run.bold, run.italic)
        face = self._faces.get(key) or self._face(key)
        if face.shown:
            self._found.stand_in(piece.typeface, face.shown, slide)
        text = piece.text.translate(_NO_BREAKS) if "\v" in piece.text or "\t" in piece.text else piece.text
        lacks = self._lacks(face, text, slide)
        if lacks and (plainer := self._plainer(face, text)):
            face = plainer
        style = Style(face, piece.size, run.colour, run.alpha, language)
        name = self._styles.get(style)
        if name is None:
            name = self._styles[style] = f"s{len(self._styles)}"
        if not free and (lacks or not (text.isascii() or not any(map(_shaped, text)))):
            return Letters(name, text, "", odd=True)
        tracking = run.spacing / 100
        if face.fitted and text and not free:
            natural = face.drawn.width(text) * piece.size * face.factor / 100
            width = (piece.width - extra * text.count(" ")) / POINT
            tracking = (width - natural) / len(text)
            if len(text) <= FEW:
                most = MOST_TRACKED * piece.size / 100
                tracking = min(max(tracking, -most), most)
        more = f",tracking:{tracking:.3f}pt" if abs(tracking) >= 0.0005 else ""
        if run.underline or run.strike or run.highlight:  # the line is as long as the letters were measured
            more += ",kerning:false"
        if extra:
            more += f",spacing:100%+{extra / POINT:.3f}pt"
        return Letters(name, text, more)

    def _face(self, key: tuple[str, bool, bool]) -> Drawn:
        """The face that a typeface is drawn with."""
        asked = self._typefaces.face(*key)
        if asked.own:
            drawn, shown = asked, ""
        else:
            drawn = self._typefaces.face(asked.family, asked.bold, asked.italic)
            shown = asked.family if asked.replaced else ""
        wanted, natural = asked.width(SAMPLE), drawn.width(SAMPLE)
        same = drawn is asked or not natural or abs(wanted - natural) < wanted / 1_000
        factor = 1.0 if same else min(max(wanted / natural, LEAST_FACTOR), MOST_FACTOR)
        made = self._faces[key] = Drawn(asked, drawn, asked.file, factor, not same, shown)
        return made

    def _plainer(self, face: Drawn, text: str) -> Drawn | None:
        """The upright face of a family, where that has the letters of `text` which the asked one lacks.

        Typst takes the face that is asked for from any family, and none other of it.
        """
        upright = self._typefaces.face(face.drawn.family)
        if upright is face.drawn or upright.family != face.drawn.family:
            return None
        return face._replace(drawn=upright, file=upright.file, fitted=True) if not upright.missing(text) else None

    def _lacks(self, face: Drawn, text: str, slide: int) -> bool:
        """Whether the font lacks letters of a text; remembers which."""
        known = self._known.setdefault(face.drawn, set(BLANKS))
        if known.issuperset(text):
            return False
        missing = face.drawn.missing("".join(sorted(set(text) - known)))
        known |= set(text).difference(missing)
        for letter in missing:
            self._lacking.setdefault(letter, {}).setdefault(face.asked.typeface, []).append(slide)
        return any(letter not in known for letter in text)

    def plain(self, text: str, slide: int) -> None:
        """Makes sure that a text outside the slides can be shown, in whatever font."""
        own = _own().face(LAST_RESORT)
        self._lacks(Drawn(own, own, own.file, 1.0, False, ""), text, slide)

    def fallbacks(self) -> tuple[tuple[Path, str], ...]:
        """Font files, with their families, for letters that their own fonts lack. Tells those that no font has."""
        if not self._lacking:
            return ()
        left = _own().face(LAST_RESORT).missing("".join(sorted(self._lacking)))
        faces, left = self._typefaces.fallbacks(left) if left else ((), "")
        self._found.letters({letter: self._lacking[letter] for letter in left})
        return tuple([(Path(face.path), face.family) for face in faces])

    def files(self) -> tuple[Path, ...]:
        """The font files of all faces that were used, besides the packages' own."""
        own = set(package_fonts())
        return tuple(sorted({style.face.file for style in self._styles} - own))

    def definitions(self, fonts: LoadedFonts, fallbacks: tuple[tuple[Path, str], ...]) -> Iterator[str]:
        """What the markup's styles mean, in Typst, and the fonts of all other text.

        Families are called what Typst calls them: Liberation Sans Narrow is one of the faces of Liberation Sans to it.
        """
        variants = {style.face: _variant(fonts, style.face.file, style.face.drawn) for style in self._styles}
        further = [_faces(fonts, file)[0].family for file, _ in fallbacks]
        more = "".join(f"{string(family)}," for family in dict.fromkeys((LAST_RESORT, *further)))
        used = dict.fromkeys(info.family for info in variants.values())
        yield f"#set text(font:({more}{''.join(f'{string(family)},' for family in used)}))"
        for style, name in self._styles.items():
            face = style.face
            info = variants[face]
            fill = rgb(style.colour, style.alpha)
            size = style.size / 100 * face.factor
            parts = [
                f"font:({string(info.family)},{more})", f"size:{size:.2f}pt", f"weight:{info.weight}",
                f'style:"{info.style}"', f"stretch:{100 * info.stretch:g}%", f"fill:{fill}",
            ]  # fmt: skip
            if face.asked.bold and info.weight < LEAST_BOLD:
                parts.append(f"stroke:(paint:{fill},thickness:{size * EMBOLDENED:.3f}pt)")
            if style.language:
                parts.append(f"lang:{string(style.language)}")
            leaning = "true" if face.asked.italic and info.style == "normal" else "false"
            yield f"#let {name}=(({','.join(parts)}),{leaning})"


_NO_BREAKS = str.maketrans({"\v": " ", "\t": " ", "\n": " ", "\r": " "})


def _shaped(letter: str) -> bool:
    """Whether a letter's width depends on its neighbours."""
    return SHAPED_FROM <= letter <= SHAPED_TO or (
        letter > "\u02ff" and unicodedata.bidirectional(letter) in SHAPED_CLASSES
    )


def _faces(fonts: LoadedFonts, file: Path) -> tuple[FontInfo, ...]:
    """The faces in a font file, at least one."""
    if faces := fonts.faces[file]:
        return faces
    raise LibraryFault([font_problem(file, "no letters can be drawn with it")])


def _variant(fonts: LoadedFonts, file: Path, face: Face) -> FontInfo:
    """The face in a font file that comes closest to what is asked."""
    weight, style = (BOLD_WEIGHT if face.bold else USUAL_WEIGHT), ("italic" if face.italic else "normal")
    faces = _faces(fonts, file)
    own = [one for one in faces if one.family.casefold() == face.family.casefold()] or faces
    return min(own, key=lambda one: (one.style != style, abs(one.weight - weight), abs(one.stretch - 1), one.index))
