"""A slide composed: what stands where on it, and what it is written in. Composing, dividing and writing share it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from salespack.forms.ladder import Ladder
from salespack.graphics.boxes import Box
from salespack.powerpoint.brand.model import Placeholder
from salespack.powerpoint.brand.palette import Look, Palette
from salespack.powerpoint.forms.placed import AnyPlaced

if TYPE_CHECKING:
    from salespack.powerpoint.composing.tracking import Tracked


class Composition(NamedTuple):
    """A slide's layout (its number in the brand), its things in reading order, where footnotes go, and its footers."""

    layout: int
    placed: list[AnyPlaced]
    sources: Box | None
    footers: tuple[Placeholder, ...]
    palette: Palette
    own: Placeholder
    """The look of text that stands in no placeholder: size, typeface and insets, as in the brand's body."""
    looks: dict[int, Look]
    """How the layout's placeholders (by idx) are written in, where their own look could not be read."""
    ladder: Ladder
    """The sizes of what stands in no placeholder."""
    sources_over: bool = False
    """Whether the footnotes need more than half of the room for graphics."""
    tracked: Tracked | None = None
    """The chapters of the deck above the title."""
    face: str = ""
    """The typeface to name for text that stands in no placeholder; empty where it is the theme's."""
