"""Slides of an imported deck that were built here: whoever opens the deck says which block each is of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from salespack.library.packs import MADE_PREFIX


class OwnSlide(msgspec.Struct, frozen=True):
    """A slide that was built from a block of the library, what was changed on it by hand since (empty for none), and
    how it is known where none is."""

    block: str
    edits: str = ""
    known: str = "as it was built"

    @property
    def is_of_block(self) -> bool:
        """Whether a person wrote what it was built from; covers and dividers are made by packs."""
        return not self.block.startswith(MADE_PREFIX)


class OwnSlides(msgspec.Struct, frozen=True):
    """The slides of a deck that were built here, by their positions from 1, and who saved the deck last."""

    slides: Mapping[int, OwnSlide] = {}
    by: str = ""


Knows = Callable[[Path], OwnSlides]
"""Tells which slides of a deck were built here."""


def knows_none(path: Path) -> OwnSlides:
    """Where nobody looks, none are known."""
    return OwnSlides()
