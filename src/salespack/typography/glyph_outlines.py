"""Letters as outlines, for pictures whose letters are drawn with no typesetter: metafiles."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from salespack.graphics.metafiles import Glyph, Step
from salespack.problems.files import file_content
from salespack.typography.faces import Face, Typefaces
from salespack.typography.fontfiles import COLLECTIONS, FAULTS
from salespack.typography.symbols import PRIVATE, in_unicode

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

    from salespack.typography.fontfiles import FontFace

MOST_OPEN = 4
"""Fonts that are kept open."""
NARROWEST, WIDEST = 0.85, 1.15
"""How far the outlines of a stand-in are made narrower or wider, to be as wide as the letters they stand for."""
LEANING = 0.21
"""What letters lean for want of an italic face: the tangent of 12 degrees."""
USUAL_ASCENT, USUAL_DESCENT = 0.905, 0.212


class FaceOutlines:
    """The letters of a face; lengths are ems. What it lacks is taken from another one that has it."""

    def __init__(self, typefaces: Typefaces, face: Face) -> None:
        self._typefaces, self._face = typefaces, face
        self.ascent, self.descent = face.ascent or USUAL_ASCENT, face.descent or USUAL_DESCENT
        self._known: dict[str, Glyph | None] = {}

    def of(self, letters: str) -> Sequence[Glyph | None]:
        """Each of these letters; None for one that no face has."""
        shown = in_unicode(letters, self._face.typeface)
        found = []
        for letter in shown:
            if PRIVATE < ord(letter) <= PRIVATE + 0xFF:
                letter = chr(ord(letter) - PRIVATE)
            if letter not in self._known:
                self._known[letter] = self._read(letter)
            found.append(self._known[letter])
        return found

    def _read(self, letter: str) -> Glyph | None:
        drawn = self._typefaces.drawn_with(self._face.typeface, self._face.bold, self._face.italic)
        width = self._face.width(letter)
        if letter.isspace():
            return Glyph(width, ())
        outline = _outline(drawn, letter)
        if outline is None:
            others, _ = self._typefaces.fallbacks(letter)
            outline = _outline(others[0], letter) if others else None
            return Glyph(*outline) if outline is not None else None
        natural, steps = outline
        share = min(max(width / natural, NARROWEST), WIDEST) if natural and width else 1.0
        lean = LEANING if self._face.italic and not drawn.italic else 0.0
        if share == 1 and not lean:
            return Glyph(width or natural, steps)
        changed = [(name, tuple([(x * share + y * lean, y) for x, y in points])) for name, points in steps]
        return Glyph(width or natural, changed)


class GlyphOutlines:
    """Finds the letters of typefaces, each face once."""

    def __init__(self, typefaces: Typefaces) -> None:
        self.typefaces = typefaces
        self._known: dict[tuple[str, bool, bool], FaceOutlines] = {}

    def __call__(self, typeface: str, bold: bool, italic: bool) -> FaceOutlines:
        """The letters of a typeface."""
        key = typeface, bold, italic
        if key not in self._known:
            self._known[key] = FaceOutlines(self.typefaces, self.typefaces.face(*key))
        return self._known[key]


def _outline(face: FontFace, letter: str) -> tuple[float, list[Step]] | None:
    """The width of a letter and its outline, ems; None where the face lacks it, or is broken."""
    from fontTools.ttLib import TTLibError

    try:
        font = _font(face.path, face.number)
        name = (font.getBestCmap() or {}).get(ord(letter))
        if name is None:
            return None
        glyphs = font.getGlyphSet()
        em = font["head"].unitsPerEm or 1_000
        pen = _pen_of(glyphs, em)
        glyphs[name].draw(pen)
        return glyphs[name].width / em, pen.steps
    except (TTLibError, RecursionError, *FAULTS):
        return None


@lru_cache(maxsize=MOST_OPEN)
def _font(path: str, number: int) -> TTFont:
    from fontTools.ttLib import TTFont

    content = io.BytesIO(file_content(Path(path)))
    return TTFont(content, fontNumber=number if Path(path).suffix.lower() in COLLECTIONS else -1, lazy=True)


def _pen_of(glyphs: Any, em: float) -> Any:
    """A pen that keeps what is drawn, in ems; composite glyphs and runs of curves are taken apart by its base."""
    from fontTools.pens.basePen import BasePen

    class Pen(BasePen):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(glyphs)
            self.steps: list[Step] = []

        def _keep(self, name: str, *points: tuple[float, float]) -> None:
            self.steps.append((name, tuple([(x / em, y / em) for x, y in points])))

        def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - what fontTools calls it
            self._keep("M", point)

        def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
            self._keep("L", point)

        def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
            self._keep("C", *points)

        def _qCurveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
            self._keep("Q", *points)

        def _closePath(self) -> None:  # noqa: N802
            self._keep("Z")

    return Pen()
