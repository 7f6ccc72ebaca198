"""What the tags of a finished deck need of all of it: the build's id, and the base of each slide."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from salespack.ooxml.packaging import StoredPart
from salespack.ooxml.reading import WrittenPackage
from salespack.ooxml.slide_base import sealed, written_base
from salespack.ooxml.slide_content import elements_of, elements_of_shapes

ID_LETTERS = 16


def build_id(parts: Collection[StoredPart], *more: str) -> str:
    """The id of a build: the same for the same parts and what `more` is said of it, on every machine."""
    listed = sorted((part.name, part.crc, part.size) for part in parts)
    return hashlib.sha256(repr((listed, more)).encode()).hexdigest()[:ID_LETTERS]


def bases_of(parts: Collection[StoredPart], slides: Mapping[str, Sequence[str] | None], salt: str) -> list[str]:
    """The bases of slides, given by their parts with the markup of their shapes, as values of their tags.

    Of a designed slide, None in place of its shapes, the part is read.
    """
    package = WrittenPackage(Path("deck.pptx"), parts)
    contents = (
        elements_of(package, part) if shapes is None else elements_of_shapes(package, part, shapes)
        for part, shapes in slides.items()
    )
    return [written_base(sealed(content, salt)) for content in contents]
