"""The typefaces that decks are drawn with, by every command that draws one."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from salespack.problems.problem import UserFault
from salespack.typography.faces import EmbeddedFace, Typefaces


def deck_typefaces(library: Path | None, deck: Path | None) -> Typefaces:
    """Those that the deck embeds, if it is a file, those of the library, where there is one, and of this computer.

    Raises UserFault where a library is named and cannot be read.
    """
    from salespack.building.resources import Resources
    from salespack.cli.workspace import load_library
    from salespack.powerpoint.designed.embedded_fonts import faces_of
    from salespack.powerpoint.designed.source import Sources
    from salespack.system.cache import cache_folder

    cache, resources = cache_folder(), None
    if library is not None:
        resources = Resources(load_library(library), cache)
    else:
        with suppress(UserFault):  # a deck is drawn wherever it lies
            resources = Resources(load_library(), cache)
    fonts = resources.fonts if resources is not None else []

    def own() -> Iterable[EmbeddedFace]:
        return faces_of(deck, Sources(), cache) if deck is not None else ()

    others = resources.embedded_faces if resources is not None else tuple
    return Typefaces(fonts, cache=cache, embedded=lambda: (*own(), *others()))
