"""The shapes of a slide, layout or master: text boxes, placeholders, connectors, pictures; groups become their members.

Frames with tables, charts, diagrams and objects are read in `graphic_frames`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

import msgspec

from salespack.graphics.boxes import Box
from salespack.ooxml.alternate_content import content
from salespack.ooxml.markup import A, boolean
from salespack.ooxml.placeholders import within_margins
from salespack.ooxml.transforms import Group, Place, group_in, on_slide, place_in
from salespack.scene.inheritance import Dressed, Inherited, Page
from salespack.scene.model import (
    AnyShape,
    AutoShape,
    CompositeShape,
    Geometry,
    Paint,
    PictureShape,
    Solid,
    Stroke,
    Undrawn,
)
from salespack.scene.model import Origin as From
from salespack.scene.paint import (
    Nothing,
    Source,
    colour_in,
    fill_in,
    picture_in,
    stroke_of,
)
from salespack.scene.shapes.geometry import geometry_in
from salespack.scene.text.bodies import body_of, link_in
from salespack.scene.text.list_styles import Letters
from salespack.typography.text import Body

DEEPEST = 32
"""How deep groups in groups are followed."""
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


class Around(NamedTuple):
    """What is around a shape: the groups (the outermost first), its source, and what the groups say of it."""

    groups: tuple[Group, ...]
    source: Source
    said: Said


class Said(NamedTuple):
    """A shape's identity and what it says about itself (`p:cNvPr`), as the fields of `Shape`."""

    id: int
    name: str
    alt: str = ""
    decorative: bool = False
    href: str | None = None


class Named(NamedTuple):
    """A shape's element with the namespace that its children are in, and what it says of itself."""

    element: Element
    space: str
    said: Said
    ph: Element | None

    def child(self, name: str) -> Element | None:
        """Its first child of that name."""
        return self.element.find(self.space + name)


ReadsFrame = Callable[[Named, Place, Source, "Slide"], AnyShape | None]


class Slide(NamedTuple):
    """What all shapes of one part share: the page they are on, its size, the number shown (None: as it is
    stored, on what is no slide), and who reads frames."""

    page: Page
    width: int
    height: int
    number: int | None
    origin: From
    frame: ReadsFrame
    """Reads a `p:graphicFrame` that lies at a place of the slide."""
    only: Container[int] | None = None
    """The ids of the shapes to read, where not all are wanted; the members of a group come with it."""
    known: dict[Element, tuple[AnyShape, ...]] | None = None
    """What was read of the part by its elements, to be added to: where all are wanted, that is not read again."""


def shapes_in(tree: Element | None, source: Source, slide: Slide, *, groups: tuple[Group, ...] = ()) -> list[AnyShape]:
    """The shapes of a shape tree from behind to the front.

    Hidden ones and empty placeholders are left out, as are a layout's and a master's placeholders.
    """
    if tree is None:
        return []
    around, known = Around(groups, source, Said(0, "")), slide.known or {}
    shapes: list[AnyShape] = []
    for element in content(tree):
        if slide.only is None and (found := known.get(element)) is not None:
            shapes += found
        elif (shape := _shown(element, around, slide)) is not None:
            if slide.only is not None and shape.said.id not in slide.only:
                continue
            found = tuple(_read(shape, around, slide, 0))
            shapes += found
            if slide.known is not None and is_whole(found):
                slide.known[element] = found
    return shapes


def shape_in(element: Element, source: Source, slide: Slide) -> tuple[AnyShape, ...]:
    """What one element of a shape tree shows: the shape, the members of the group, or nothing."""
    around = Around((), source, Said(0, ""))
    shape = _shown(element, around, slide)
    return tuple(_read(shape, around, slide, 0)) if shape is not None else ()


def is_whole(shapes: Iterable[AnyShape]) -> bool:
    """Whether shapes hold no chart and no diagram, which may have been left empty."""
    return not any(isinstance(one, CompositeShape) for one in shapes)


def _members(tree: Element, around: Around, slide: Slide, depth: int) -> Iterator[AnyShape]:
    for one in content(tree):
        if (shape := _shown(one, around, slide)) is not None:
            yield from _read(shape, around, slide, depth)


def _shown(element: Element, around: Around, slide: Slide) -> Named | None:
    """An element of a shape tree that is a shape to be seen, and no placeholder of a layout or a master."""
    space, _, kind = element.tag.rpartition("}")
    if kind not in _READERS:
        return None
    shape = _named(element, space + "}", around)
    return None if shape is None or (shape.ph is not None and slide.origin != "slide") else shape


def _read(shape: Named, around: Around, slide: Slide, depth: int) -> Iterator[AnyShape]:
    kind = shape.element.tag.rpartition("}")[2]
    if kind == "grpSp":
        yield from _group(shape, around, slide, depth)
    elif (found := _READERS[kind](shape, around, slide)) is not None:
        yield found


def _named(element: Element, space: str, around: Around) -> Named | None:
    """A shape by its properties, None if it is hidden. What a group says of itself goes for its members."""
    for one in element:
        properties = one.find(f"{space}cNvPr")
        if properties is None:
            continue
        if boolean(properties.get("hidden")):
            return None
        special = one.find(f"{space}nvPr")
        ph = special.find(f"{space}ph") if special is not None else None
        return Named(element, space, _said(properties, around), ph)
    return Named(element, space, around.said, None)


def _said(properties: Element, around: Around) -> Said:
    text = properties.get("id", "")
    link = properties.find(f"{A}hlinkClick")
    mark = next(properties.iter(_DECORATIVE), None) if len(properties) else None
    return Said(
        int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0,
        properties.get("name", ""),
        properties.get("descr", "").strip() or properties.get("title", "").strip() or around.said.alt,
        around.said.decorative or (mark is not None and boolean(mark.get("val"))),
        (link_in(link, around.source) if link is not None else None) or around.said.href,
    )


# --- groups ----------------------------------------------------------------------------------------------------------


def _group(group: Named, around: Around, slide: Slide, depth: int) -> Iterator[AnyShape]:
    """The members of a group. Its description goes to the first, for there is no shape of the group itself."""
    said = group.said
    if depth >= DEEPEST:
        place = place_in(group.element.find(f"{group.space}grpSpPr/{A}xfrm"))
        box = on_slide(place, around.groups).box if place is not None else Box(0, 0, 0, 0)
        yield _undrawn(said, Place(box), slide, f"a group in more than {DEEPEST} groups")
        return
    properties = group.child("grpSpPr")
    own = group_in(properties.find(f"{A}xfrm")) if properties is not None else None
    groups = around.groups if own is None else (*around.groups, own)
    fill = fill_in(properties, around.source)
    source = around.source if fill is None else around.source._replace(group=fill)
    inside = Around(groups, source, Said(0, "", "", said.decorative, said.href))
    first = True
    for member in _members(group.element, inside, slide, depth + 1):
        if first and said.alt and not member.alt:
            member = msgspec.structs.replace(member, alt=said.alt)
        first = False
        yield member if member.group else msgspec.structs.replace(member, group=said.name)


# --- shapes with an outline ------------------------------------------------------------------------------------------


def _auto(shape: Named, around: Around, slide: Slide) -> AutoShape | None:
    inherited = slide.page.inherited(shape.ph)
    properties = shape.child("spPr")
    place = _place(shape, properties, inherited, around, slide)
    source = around.source
    own = Dressed(properties, shape.child("style"), source)
    geometry = _geometry(own, inherited, place.box)
    body = _text(shape, inherited, source, slide)
    if shape.ph is not None and body is None and not _says_paint(properties):
        return None
    if body is not None and (apart := place_in(shape.child("txXfrm"))) is not None and properties is not None:
        geometry, body = _text_apart(geometry, body, apart, place_in(properties.find(f"{A}xfrm")))
    return AutoShape(
        **shape.said._asdict(),
        origin=slide.origin,
        box=place.box,
        rotation=place.rotation,
        flip_h=place.flip_h,
        flip_v=place.flip_v,
        geometry=geometry,
        fill=_ground(shape, slide) or _fill(own, inherited),
        stroke=_stroke(own, inherited),
        text=body,
        placeholder=inherited.type or None,
    )


def _place(shape: Named, properties: Element | None, inherited: Inherited, around: Around, slide: Slide) -> Place:
    """Where a shape lies: where it says, else where what it takes after lies; else inside the slide's margins."""
    place = place_in(properties.find(f"{A}xfrm")) if properties is not None else None
    if place is not None:
        return on_slide(place, around.groups) if around.groups else place
    if shape.ph is None:
        return Place(Box(0, 0, 0, 0))
    return inherited.place if inherited.place is not None else Place(within_margins(slide.width, slide.height))


def _geometry(own: Dressed, inherited: Inherited, box: Box) -> Geometry:
    return geometry_in(own.properties if own.has_geometry else inherited.geometry, box.cx, box.cy)


def _ground(shape: Named, slide: Slide) -> Solid | None:
    """The slide's ground, where a shape is filled with that (`useBgFill`) and it is of one colour: it hides what is
    behind it, as the wave that ends a band."""
    if not boolean(shape.element.get("useBgFill")):
        return None
    found = slide.page.background()
    return found if isinstance(found, Solid) else None


def _fill(own: Dressed, inherited: Inherited) -> Paint | None:
    """The nearest fill: a shape's own goes before that of its style, both before those of what it takes after."""
    found = own.fill
    if found is None:
        found = inherited.fill
    return None if isinstance(found, Nothing) else found


def _stroke(own: Dressed, inherited: Inherited) -> Stroke | None:
    """The line that own properties, styles and what the shape takes after make together."""
    outlines = own.outlines
    found = stroke_of([*outlines, *inherited.outlines]) if outlines else inherited.stroke
    return None if isinstance(found, Nothing) else found


def _says_paint(properties: Element | None) -> bool:
    """Whether a shape says itself that it is filled: then even an empty placeholder is seen."""
    fills = ("solidFill", "gradFill", "blipFill", "pattFill")
    return properties is not None and any(properties.find(A + kind) is not None for kind in fills)


# --- text ------------------------------------------------------------------------------------------------------------


def _text(shape: Named, inherited: Inherited, source: Source, slide: Slide) -> Body | None:
    """The text of a shape, None where there is none to be seen."""
    text = shape.child("txBody")
    if text is None or not any(next(text.iter(A + one), None) is not None for one in ("t", "fld")):
        return None
    levels = inherited.levels
    style = shape.child("style")
    if style is not None and (font := style.find(f"{A}fontRef")) is not None:
        levels = levels.with_letters(_font(font, source))
    body = body_of(text, levels, source, frame=inherited.frame, slide=slide.number)
    return body if body.text.strip() else None


def _font(reference: Element, source: Source) -> Callable[[Letters], Letters]:
    """What a style's `a:fontRef` changes in the letters that the shape's own list style is laid over."""
    colour = colour_in(reference, source)
    kind = {"major": "+mj", "minor": "+mn"}.get(reference.get("idx", ""))

    def changed(letters: Letters) -> Letters:
        changes: dict[str, object] = {}
        if colour is not None:
            changes["fill"] = colour
        if kind is not None:
            changes |= {"latin": f"{kind}-lt", "east_asian": f"{kind}-ea", "complex_script": f"{kind}-cs"}
        return msgspec.structs.replace(letters, **changes)

    return changed


def _text_apart(geometry: Geometry, body: Body, text: Place, shape: Place | None) -> tuple[Geometry, Body]:
    """Geometry and body of a diagram's shape whose text has a place of its own (`dsp:txXfrm`)."""
    if shape is None:
        return geometry, body
    box = Box(text.box.x - shape.box.x, text.box.y - shape.box.y, text.box.cx, text.box.cy)
    turned = (body.rotation + text.rotation - shape.rotation) % 360
    return msgspec.structs.replace(geometry, text=box), msgspec.structs.replace(body, rotation=turned)


# --- pictures and the rest -------------------------------------------------------------------------------------------


def _picture(shape: Named, around: Around, slide: Slide) -> AnyShape | None:
    inherited = slide.page.inherited(shape.ph)
    properties = shape.child("spPr")
    place = _place(shape, properties, inherited, around, slide)
    own = Dressed(properties, shape.child("style"), around.source)
    fill = shape.child("blipFill")
    picture = picture_in(fill, around.source) if fill is not None else None
    if picture is None:
        return _undrawn(shape.said, place, slide, "a picture that is not in the file")
    return PictureShape(
        **shape.said._asdict(),
        origin=slide.origin,
        box=place.box,
        rotation=place.rotation,
        flip_h=place.flip_h,
        flip_v=place.flip_v,
        picture=picture,
        geometry=_geometry(own, inherited, place.box),
        fill=_fill(own, inherited),
        stroke=_stroke(own, inherited),
    )


def _frame(shape: Named, around: Around, slide: Slide) -> AnyShape | None:
    place = place_in(shape.child("xfrm"))
    if place is None:
        place = _place(shape, None, slide.page.inherited(shape.ph), around, slide)
    elif around.groups:
        place = on_slide(place, around.groups)
    return slide.frame(shape, place, around.source, slide)


def _ink(shape: Named, around: Around, slide: Slide) -> Undrawn:
    place = place_in(next(shape.element.iter(shape.space + "xfrm"), None)) or Place(Box(0, 0, 0, 0))
    return _undrawn(shape.said, on_slide(place, around.groups), slide, "ink without a picture")


def _undrawn(said: Said, place: Place, slide: Slide, what: str) -> Undrawn:
    return Undrawn(**said._asdict(), origin=slide.origin, box=place.box, rotation=place.rotation, what=what)


_READERS: dict[str, Callable[[Named, Around, Slide], AnyShape | None]] = {
    "sp": _auto,
    "cxnSp": _auto,
    "pic": _picture,
    "graphicFrame": _frame,
    "contentPart": _ink,
    "grpSp": lambda *_: None,
}
