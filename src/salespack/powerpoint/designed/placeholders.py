"""Where the placeholders of a designed slide stand when the slide itself does not say, and shapes that get a place."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from lxml import etree

from salespack.graphics.boxes import Box
from salespack.ooxml.markup import A, P
from salespack.ooxml.placeholders import (
    Listed,
    Origins,
    inherited_place,
    key_of,
    origins_of,
    placeholders_of,
    within_margins,
)
from salespack.ooxml.trees import Tree
from salespack.powerpoint.designed.source import SourceDeck


def inherited_box(source: SourceDeck, slide: str, ph: Tree) -> Box:
    """The place that a slide's placeholder has from its layout or its master, before it is turned."""
    place = inherited_place(_origins(source, slide, ph).shapes)
    return place.box if place is not None else within_margins(*source.size)


def _origins(source: SourceDeck, slide: str, ph: Tree) -> Origins[Element]:
    layout = source.related(slide, "slideLayout")
    master = source.related(layout, "slideMaster") if layout else ""
    return origins_of(key_of(ph), _listed(source, layout), _listed(source, master))


def _listed(source: SourceDeck, part: str) -> list[Listed[Element]]:
    """The placeholders of a layout or master, which are read once a file."""
    if not part:
        return []
    found = source.remembered.get(("placeholders", part))
    if not isinstance(found, list):
        found = source.remembered["placeholders", part] = placeholders_of(source.package.xml(part))
    return found


def contained(frame: Box, width: int, height: int) -> Box:
    """The largest box of a picture's proportions in the middle of a frame."""
    scale = min(frame.cx / max(width, 1), frame.cy / max(height, 1))
    cx, cy = max(round(width * scale), 1), max(round(height * scale), 1)
    return Box(frame.x + (frame.cx - cx) // 2, frame.y + (frame.cy - cy) // 2, cx, cy)


def place_at(shape: Tree, box: Box) -> None:
    """Gives a shape a place of its own; one without an outline becomes a rectangle."""
    look = shape.find(f"{P}spPr")
    if look is None:
        return
    transform = look.find(f"{A}xfrm")
    if transform is None:
        transform = etree.Element(f"{A}xfrm")
        look.insert(0, transform)
    for one in list(transform):
        transform.remove(one)
    etree.SubElement(transform, f"{A}off", x=str(box.x), y=str(box.y))
    etree.SubElement(transform, f"{A}ext", cx=str(box.cx), cy=str(box.cy))
    if look.find(f"{A}prstGeom") is None and look.find(f"{A}custGeom") is None:
        outline = etree.Element(f"{A}prstGeom", prst="rect")
        etree.SubElement(outline, f"{A}avLst")
        look.insert(1, outline)
