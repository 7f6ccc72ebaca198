"""Where the placeholders of a designed slide stand when the slide itself does not say: in its layout or its master."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from salespack.graphics.boxes import Box
from salespack.ooxml.markup import A, P, integer
from salespack.ooxml.placeholders import kind_of
from salespack.ooxml.transforms import own_box
from salespack.ooxml.trees import Tree
from salespack.powerpoint.designed.reading import placeholder_of, shapes
from salespack.powerpoint.designed.source import TITLES, SourceDeck


def inherited_box(source: SourceDeck, slide: str, ph: Tree) -> Box | None:
    """The place of a slide's placeholder in its layout, else in its master."""
    return next((box for shape in ancestors(source, slide, ph) if (box := own_box(shape)) is not None), None)


def ancestors(source: SourceDeck, slide: str, ph: Tree) -> Iterator[Tree]:
    """The shapes that a slide's placeholder takes after, nearest first: its layout's and its master's."""
    layout = source.related(slide, "slideLayout")
    if not layout:
        return
    kind = ph.get("type", "obj")
    found = _of_layout(source.tree(layout), kind, integer(ph.get("idx"), 0))
    if found is not None:
        yield found
        own = placeholder_of(found)
        kind = own.get("type", "obj") if own is not None else kind
    master = source.related(layout, "slideMaster")
    if not master:
        return
    for shape in shapes(source.tree(master)):
        other = placeholder_of(shape)
        if other is not None and kind_of(other.get("type", "obj")) == kind_of(kind):
            yield shape
            return


def _of_layout(layout: Tree, kind: str, idx: int) -> Tree | None:
    """A layout's placeholder: the one of the same idx, for titles that of the kind (ISO/IEC 29500-1 §19.3.1.36)."""
    for shape in shapes(layout):
        ph = placeholder_of(shape)
        if ph is None:
            continue
        both_titles = kind in TITLES and ph.get("type") in TITLES
        if both_titles or (kind not in TITLES and integer(ph.get("idx"), 0) == idx and ph.get("type") not in TITLES):
            return shape
    return None


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
