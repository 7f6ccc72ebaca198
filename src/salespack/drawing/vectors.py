"""Metafiles (EMF, WMF) as SVG, their letters in the typefaces at hand, remembered by content: decks share logos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salespack.graphics.metafiles import Unreadable, Vector, vector_of
from salespack.system.cache import Recent

if TYPE_CHECKING:
    from salespack.typography.faces import Typefaces
    from salespack.typography.glyph_outlines import GlyphOutlines

MOST_KEPT = 64


class Vectors:
    """The metafiles that were drawn last."""

    def __init__(self) -> None:
        self._outlines: GlyphOutlines | None = None
        self._known: Recent[Vector | Unreadable] = Recent(MOST_KEPT)

    def of(self, content: bytes, name: str, typefaces: Typefaces) -> Vector:
        """A metafile as SVG; `name` stands for its content. Raises Unreadable."""
        from salespack.typography.glyph_outlines import GlyphOutlines  # most decks have no metafile

        outlines = self._outlines
        if outlines is None or outlines.typefaces is not typefaces:
            self._outlines = outlines = GlyphOutlines(typefaces)
            self._known = Recent(MOST_KEPT)
        found = self._known.get(name, lambda: _read(content, outlines))
        if isinstance(found, Unreadable):
            raise found
        return found


def _read(content: bytes, outlines: GlyphOutlines) -> Vector | Unreadable:
    try:
        return vector_of(content, outlines)
    except Unreadable as fault:
        return fault
