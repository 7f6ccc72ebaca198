"""What reading deck after deck need not do again: layouts resolved before, and how languages write figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salespack.language.formatting import Formats
from salespack.system.cache import Recent

if TYPE_CHECKING:
    from salespack.scene.model import SlideScene
    from salespack.scene.pages import Backdrop

MOST_BACKDROPS = 64
"""Those of a handful of brands, each some hundred kilobytes."""


class SceneMemory:
    """Kept by whoever reads several decks, or one several times: to prove it, and to draw it.

    `backdrops` are known by the content of the parts they were read from.
    """

    def __init__(self, formats: Formats | None = None) -> None:
        self.formats = formats or Formats()
        self.backdrops: Recent[Backdrop] = Recent(MOST_BACKDROPS)
        self._last: tuple[bytes, str] = (b"", "")
        self._slides: dict[str, SlideScene] = {}

    def slides_of(self, deck: bytes, how: str) -> dict[str, SlideScene]:
        """The slides that were read of a deck in some way, by their parts, to be added to; only of the last one."""
        if self._last[0] is not deck or self._last[1] != how:
            self._last, self._slides = (deck, how), {}
        return self._slides
