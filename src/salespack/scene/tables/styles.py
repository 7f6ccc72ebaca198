"""Styles of tables: those that a deck defines, and those that PowerPoint knows by their identifiers alone.

A style's parts are worked out for a theme here; which of them a cell has is decided in `tables`. What the built-in ones
say is in `built_in_styles`.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

import msgspec

from salespack.ooxml.markup import A
from salespack.ooxml.packaging import Relationship
from salespack.ooxml.theme import Theme
from salespack.scene.model import Paint, Solid, Stroke
from salespack.scene.paint import (
    Nothing,
    Source,
    colour_in,
    fill_in,
    stroke_in,
    stroke_of,
    styled_fill,
    styled_outline,
)
from salespack.scene.tables.built_in_styles import built_in_style

PARTS = (
    "wholeTbl", "band2V", "band1V", "band2H", "band1H", "lastCol", "firstCol", "lastRow", "firstRow",
    "seCell", "swCell", "neCell", "nwCell",
)  # fmt: skip
"""The parts of a style, later ones over earlier ones."""
SIDES = ("left", "right", "top", "bottom", "insideH", "insideV")
_SWITCH = {"on": True, "off": False}
_FONTS = {"minor": "+mn-lt", "major": "+mj-lt"}


class TablePart(msgspec.Struct, frozen=True):
    """What a part of a style says; None (for lines: left out) where it says nothing."""

    bold: bool | None = None
    italic: bool | None = None
    colour: Solid | None = None
    typeface: str | None = None
    fill: Paint | Nothing | None = None
    lines: Mapping[str, Stroke | Nothing] = {}


class TableStyle(msgspec.Struct, frozen=True):
    """A style under a theme: what its parts say (those that say something), and what is behind the cells."""

    parts: Mapping[str, TablePart] = {}
    background: Paint | None = None


class TableStyles:
    """The styles that a deck's tables may name: those of its `a:tblStyleLst`, if it has one, and the built-in ones.

    `relationships` are those of the part with the list: pictures of its fills are found by them.
    """

    def __init__(self, root: Element | None = None, relationships: Mapping[str, Relationship] | None = None) -> None:
        self._relationships = relationships or {}
        defined = root.iterfind(f"{A}tblStyle") if root is not None else ()
        self._defined = {one.get("styleId", ""): one for one in defined}
        self._known: dict[tuple[str, int], tuple[Theme, TableStyle]] = {}

    def style(self, identifier: str, source: Source) -> TableStyle:
        """The style of that identifier as it looks under the source's theme; an empty one for an unknown identifier."""
        key = identifier, id(source.theme)
        if key not in self._known:
            element = self._defined.get(identifier)
            if element is None:
                element = built_in_style(identifier)
            inner = source._replace(relationships=self._relationships)
            # The theme is kept so that no other one can have its identity.
            self._known[key] = source.theme, _style(element, inner) if element is not None else TableStyle()
        return self._known[key][1]


def _style(element: Element, source: Source) -> TableStyle:
    parts = {name: _part(part, source) for name in PARTS if (part := element.find(f"{A}{name}")) is not None}
    background = _fill(element.find(f"{A}tblBg"), source)
    said = {name: part for name, part in parts.items() if part != TablePart()}
    return TableStyle(said, None if isinstance(background, Nothing) else background)


def _part(element: Element, source: Source) -> TablePart:
    text, style = element.find(f"{A}tcTxStyle"), element.find(f"{A}tcStyle")
    borders = style.find(f"{A}tcBdr") if style is not None else None
    lines = {side: _line(borders.find(f"{A}{side}"), source) for side in SIDES} if borders is not None else {}
    said = {side: line for side, line in lines.items() if line is not None}
    if text is None:
        return TablePart(fill=_fill(style, source), lines=said)
    font, latin = text.find(f"{A}fontRef"), text.find(f"{A}font/{A}latin")
    named = _FONTS.get(font.get("idx", "")) if font is not None else None
    return TablePart(
        bold=_SWITCH.get(text.get("b", "")),
        italic=_SWITCH.get(text.get("i", "")),
        colour=colour_in(text, source) or colour_in(font, source),
        typeface=latin.get("typeface") if latin is not None else named,
        fill=_fill(style, source),
        lines=said,
    )


def _fill(holder: Element | None, source: Source) -> Paint | Nothing | None:
    """The fill of an `a:tcStyle` or `a:tblBg`: an `a:fill`, or the theme's by number."""
    if holder is None:
        return None
    said = fill_in(holder.find(f"{A}fill"), source)
    return said if said is not None else styled_fill(holder.find(f"{A}fillRef"), source)


def _line(border: Element | None, source: Source) -> Stroke | Nothing | None:
    """The line of an `a:left` or the like: an `a:ln`, or the theme's by number."""
    if border is None:
        return None
    if (own := border.find(f"{A}ln")) is not None:
        return stroke_in(own, source)
    outline = styled_outline(border.find(f"{A}lnRef"), source)
    return stroke_of([outline]) if outline is not None else None
