"""What reading deck after deck need not do again: layouts resolved before, and how languages write figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salespack.language.formatting import Formats
from salespack.system.cache import Recent

if TYPE_CHECKING:
    from salespack.scene.pages import Backdrop

MOST_BACKDROPS = 64
"""Those of a handful of brands, each some hundred kilobytes."""


class SceneMemory:
    """Kept by whoever reads several decks. `backdrops` are known by the content of the parts they were read from."""

    def __init__(self, formats: Formats | None = None) -> None:
        self.formats = formats or Formats()
        self.backdrops: Recent[Backdrop] = Recent(MOST_BACKDROPS)
