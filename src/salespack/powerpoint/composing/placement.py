"""What stands where on a slide: the words that composing, fitting and drawing share."""

from __future__ import annotations

from typing import Literal, NamedTuple

from salespack.deck.model import Leaf
from salespack.graphics.boxes import Box
from salespack.powerpoint.brand.model import Placeholder
from salespack.powerpoint.brand.palette import Look, Palette
from salespack.powerpoint.forms.measuring import Figures, Grid

Kind = Literal["title", "text", "quote", "attribution", "kpis", "table", "chart", "picture"]


class Placed(NamedTuple):
    """One thing on the slide. `box` None means that the placeholder's own geometry holds."""

    kind: Kind
    node: Leaf
    placeholder: Placeholder | None
    box: Box | None
    room: Box
    """Where it is, inherited or not."""
    percent: int = 100
    """Of its size in the brand, for a text that would not fit otherwise."""
    least: int = 100
    """The size, in hundredths of a point, that no level of the text goes below."""
    lines: int = 0
    """How many lines a text has, or a table rows."""
    over: int = 0
    """How many of them do not fit, small as they are; the build does not write such a slide."""
    set: Grid | Figures | None = None
    """How a table or key figures are set."""


class Composition(NamedTuple):
    """A slide's layout (its number in the brand), its things in reading order, where footnotes go, and its footers."""

    layout: int
    placed: list[Placed]
    sources: Box | None
    footers: tuple[Placeholder, ...]
    palette: Palette
    own: Placeholder
    """The look of text that stands in no placeholder: size, typeface and insets, as in the brand's body."""
    looks: dict[int, Look]
    """How the layout's placeholders (by idx) are written in, where their own look could not be read."""
    sources_over: bool = False
    """Whether the footnotes need more than half of the room for graphics."""
    face: str = ""
    """The typeface to name for text that stands in no placeholder; empty where it is the theme's."""
