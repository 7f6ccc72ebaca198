"""What stands where on a slide: the words that composing, fitting and drawing share."""

from __future__ import annotations

from typing import Literal, NamedTuple

from salespack.assembly.deck import Leaf
from salespack.powerpoint.brand import Box, Placeholder
from salespack.powerpoint.inks import Look, Palette

Kind = Literal["title", "text", "quote", "attribution", "kpis", "table", "chart", "picture"]

GAP = 182_880
"""The least space between two things: 0.2 inch."""
FOOTERS = ("dt", "ftr", "sldNum")


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
    face: str = ""
    """The typeface to name for text that stands in no placeholder; empty where it is the theme's."""
