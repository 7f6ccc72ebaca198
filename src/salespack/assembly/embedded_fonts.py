"""The typefaces that the files of a library bring along: its brand, and the decks that its blocks take slides from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from salespack.library.library import Library
from salespack.powerpoint.brand.embedded_fonts import embedded_faces
from salespack.powerpoint.brand.model import Brand
from salespack.problems.problem import UserFault
from salespack.typography.faces import EmbeddedFace

if TYPE_CHECKING:
    from salespack.powerpoint.designed.source import Sources


def faces_in_files(
    library: Library, brand: Brand, sources: Callable[[], Sources], cache: Path | None
) -> tuple[EmbeddedFace, ...]:
    """Their faces, the brand's first. In the brand's own typefaces any text may be written, so they must be whole.

    `sources` opens the decks: it is asked only where a block takes slides from one.
    """
    whole = frozenset(name.casefold() for name in (brand.major_font, brand.minor_font))
    found = list(embedded_faces(brand, cache))
    for path in sorted(set(_decks(library))):
        from salespack.powerpoint.designed.embedded_fonts import faces_of

        found += faces_of(path, sources(), cache, whole)
    return tuple(found)


def _decks(library: Library) -> Iterator[Path]:
    """The files that the library's blocks take slides from, as far as they are there."""
    for block in library.blocks.values():
        for body in block.bodies.values():
            if body.slides is not None:
                from salespack.assembly.designed_blocks import Design, find_deck

                with suppress(UserFault):
                    yield find_deck(Design(library.root, body.slides, {}, block.jinja, body, body))
