"""Placeholders: their types, and which shapes of a part are placeholders."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from salespack.ooxml.markup import P

TITLES = frozenset({"title", "ctrTitle"})
FOOTERS = frozenset({"dt", "ftr", "sldNum", "hdr"})
MARGIN = 0.05
"""Share of the slide's width and height that stays free where a brand says nothing."""


def kind_of(placeholder_type: str) -> str:
    """Which of the master's placeholders one of this type takes after: title, body, dt, ftr, sldNum or hdr."""
    if placeholder_type in TITLES:
        return "title"
    return placeholder_type if placeholder_type in FOOTERS else "body"


def placeholder_shapes(root: Element) -> Iterator[tuple[Element, Element]]:
    """Each shape of a layout or master that is a placeholder, with its `ph` element."""
    for shape in root.findall(f"{P}cSld/{P}spTree/*"):
        for properties in shape:
            if properties.tag.startswith(P) and (ph := properties.find(f"{P}nvPr/{P}ph")) is not None:
                yield shape, ph
