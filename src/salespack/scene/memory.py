"""What reading deck after deck need not do again: layouts resolved before, and how languages write figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from salespack.language.formatting import Formats
from salespack.system.cache import Recent

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from salespack.scene.model import AnyShape
    from salespack.scene.pages import Backdrop
    from salespack.scene.rewording import Trust, Worded
    from salespack.scene.shapes.graphic_frames import DrawnChart

Reader = TypeVar("Reader")
MOST_BACKDROPS = 64
"""Those of a handful of brands, each some hundred kilobytes."""
MOST_SHAPES, MOST_FRAMES, MOST_CHARTS = 1_000, 32, 128


class SceneMemory:
    """Kept by whoever reads several decks, or one several times: to prove it, and to draw it.

    `backdrops` are known by the content of the parts they were read from. Of decks that were written here, `shapes` are
    known by their markup and what stands behind them, the `frames` around a slide's shapes by their markup; `worded`
    are shapes that others are like but for their words, `charts` what charts consist of, by their parts.
    """

    def __init__(self, formats: Formats | None = None) -> None:
        self.formats = formats or Formats()
        self.backdrops: Recent[Backdrop] = Recent(MOST_BACKDROPS)
        self.shapes: Recent[tuple[AnyShape, ...]] = Recent(MOST_SHAPES)
        self.frames: Recent[Element] = Recent(MOST_FRAMES)
        self.worded: Recent[tuple[Worded, Trust]] = Recent(MOST_SHAPES)
        self.charts: Recent[DrawnChart] = Recent(MOST_CHARTS)
        self._last: tuple[bytes, str, Any] | None = None

    def reader(self, deck: bytes, language: str, begin: Callable[[], Reader]) -> Reader:
        """What reads a deck in a language, with what it has read so far if it is the same content as the last time."""
        if self._last is None or self._last[0] is not deck or self._last[1] != language:
            self._last = deck, language, begin()
        reader: Reader = self._last[2]
        return reader
