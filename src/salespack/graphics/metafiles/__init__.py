"""Enhanced and Windows metafiles (EMF, EMF+, WMF) as SVG: the records of logos and diagrams. No fonts, no files."""

from __future__ import annotations

from salespack.graphics.metafiles.model import MOST_BYTES, FindsGlyphs, Glyph, Glyphs, Step, Unreadable, Vector

__all__ = ["FindsGlyphs", "Glyph", "Glyphs", "Step", "Unreadable", "Vector", "vector_of"]


def vector_of(content: bytes, find_glyphs: FindsGlyphs) -> Vector:
    """A metafile as SVG, its letters as outlines that `find_glyphs` gives. Raises Unreadable.

    The time that it takes, and the memory, are bounded by the limits in `model`.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable("is too large")
    if content[40:44] == b" EMF":
        from salespack.graphics.metafiles import emf  # most decks have no metafile

        return emf.draw(content, find_glyphs)
    from salespack.graphics.metafiles import wmf

    return wmf.draw(content, find_glyphs)
