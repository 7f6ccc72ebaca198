"""What the tags of a finished deck need of all of it: the build's id, and the base of each slide."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path

from salespack.ooxml.packaging import StoredPart
from salespack.ooxml.reading import WrittenPackage
from salespack.ooxml.slide_base import sealed, written_base
from salespack.ooxml.slide_content import elements_of

ID_LETTERS = 16


def build_id(parts: Collection[StoredPart], *more: str) -> str:
    """The id of a build: the same for the same parts and what `more` is said of it, on every machine."""
    listed = sorted((part.name, part.crc, part.size) for part in parts)
    return hashlib.sha256(repr((listed, more)).encode()).hexdigest()[:ID_LETTERS]


def bases_of(parts: Collection[StoredPart], slides: Sequence[str], salt: str) -> list[str]:
    """The bases of the slides in these parts, as values of their tags."""
    package = WrittenPackage(Path("deck.pptx"), parts)
    return [written_base(sealed(elements_of(package, slide), salt)) for slide in slides]
