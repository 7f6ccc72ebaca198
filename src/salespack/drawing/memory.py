"""What drawing deck after deck need not do again: fonts that are loaded, pictures that were changed."""

from __future__ import annotations

from salespack.drawing.pictures import ChangedPictures
from salespack.drawing.vectors import Vectors
from salespack.typesetting.engine import FontSets


class DrawingMemory:
    """Kept by whoever draws several decks."""

    def __init__(self, fonts: FontSets | None = None) -> None:
        self.fonts = fonts or FontSets()
        self.pictures = ChangedPictures()
        self.vectors = Vectors()
