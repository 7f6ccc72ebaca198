"""Graphic frames: which kind of content one has, and how it comes to shapes: tables, charts, diagrams, objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Literal, NamedTuple
from xml.etree.ElementTree import Element

import msgspec

from salespack.graphics.boxes import Box
from salespack.language.formatting import Formats
from salespack.ooxml.alternate_content import content
from salespack.ooxml.markup import A, C, P, R, integer
from salespack.ooxml.parts import Part, Parts
from salespack.ooxml.presentation import Presentation
from salespack.ooxml.theme import Theme, theme_of
from salespack.ooxml.transforms import Group, Place, place_in
from salespack.problems.problem import UserFault
from salespack.scene.charts import UndrawnChart, chart_shapes, left_out
from salespack.scene.charts.reading.cached_data import figure
from salespack.scene.model import AnyShape, AutoShape, CompositeShape, PictureFill, PictureShape, Undrawn
from salespack.scene.paint import Source, picture_in
from salespack.scene.shapes.geometry import geometry_in
from salespack.scene.shapes.shapes import Named, Slide, shapes_in
from salespack.scene.tables.styles import TableStyles
from salespack.scene.tables.tables import table_in
from salespack.system.cache import Recent

CDR = "{http://schemas.openxmlformats.org/drawingml/2006/chartDrawing}"
DSP = "{http://schemas.microsoft.com/office/drawing/2008/diagram}"
VML = "{urn:schemas-microsoft-com:vml}"
VML_OFFICE = "{urn:schemas-microsoft-com:office:office}"


_WHAT = {
    "chartSpace": "a chart of a kind that only newer programs know",
    "model3d": "a 3-D model without a picture",
    "relIds": "a diagram without its drawing",
}


Member = AutoShape | PictureShape | Undrawn
"""What charts and diagrams consist of."""


class DrawnChart(NamedTuple):
    """What a chart consists of at its place, what it says, and what is left out, as `CompositeShape` has them."""

    shapes: tuple[Member, ...]
    text: str
    left_out: tuple[str, ...]


def _members(shapes: Iterable[AnyShape]) -> list[Member]:
    return [one for one in shapes if isinstance(one, Member)]


def _words(shapes: Iterable[Member]) -> list[str]:
    return [one.text.text for one in shapes if isinstance(one, AutoShape) and one.text is not None]


def _anchored(anchor: Element, frame: Box) -> Box | None:
    """Where an anchor of a chart's drawing lies on the slide: between shares of the frame, or from one at a size."""
    ends = []
    for name in ("from", "to"):
        x, y = (figure(anchor.findtext(f"{CDR}{name}/{CDR}{axis}")) for axis in "xy")
        if x is not None and y is not None:
            ends.append((frame.x + round(_near(x) * frame.cx), frame.y + round(_near(y) * frame.cy)))
    if not ends:
        return None
    left, top = ends[0]
    if len(ends) > 1:
        return Box(left, top, max(ends[1][0] - left, 0), max(ends[1][1] - top, 0))
    size = anchor.find(f"{CDR}ext")
    return Box(left, top, integer(size.get("cx"), 0), integer(size.get("cy"), 0)) if size is not None else None


def _near(share: float) -> float:
    """A share of a frame, kept within one frame's width around it."""
    return max(-1.0, min(share, 2.0))


def _common(shape: Named, place: Place, slide: Slide) -> dict[str, Any]:
    """The fields that all shapes have, but the box."""
    return {**shape.said._asdict(), "origin": slide.origin, "rotation": place.rotation}


def _held(shape: Named) -> Iterator[Element]:
    """What a frame holds."""
    data = shape.element.find(f"{A}graphic/{A}graphicData")
    return content(data) if data is not None else iter(())


class Frames:
    """Reads the frames of a deck; `formats` writes figures, `charts` are those of other decks."""

    def __init__(
        self, parts: Parts, presentation: Presentation, language: str, formats: Formats, charts: Recent[DrawnChart]
    ) -> None:
        self._parts, self._language, self._formats, self._charts = parts, language, formats, charts
        self._table_styles_part = presentation.related("tableStyles")
        self._properties_part = presentation.package.related("", "extended-properties")

    @cached_property
    def table_styles_state(self) -> bytes:
        """What tells the deck's table styles from those of others."""
        part = self._table_styles_part
        return self._parts.digest([part]) if part else b""

    @cached_property
    def _by_2007(self) -> bool:
        """Whether Office 2007 wrote the deck (version 12 of the program)."""
        part = self._properties_part
        return bool(part) and (self._parts.part(part).root.findtext("{*}AppVersion") or "").strip().startswith("12.")

    @cached_property
    def _table_styles(self) -> TableStyles:
        part = self._table_styles_part
        if not part:
            return TableStyles()
        return TableStyles(self._parts.part(part).root, self._parts.relationships(part))

    def __call__(self, shape: Named, place: Place, source: Source, slide: Slide) -> AnyShape | None:
        """The shape that a `p:graphicFrame` is, None for an empty placeholder."""
        for one in _held(shape):
            match one.tag.rpartition("}")[2]:
                case "tbl":
                    return table_in(
                        one,
                        place.box,
                        source,
                        self._table_styles,
                        levels=slide.page.plain.levels,
                        slide=slide.number,
                        **_common(shape, place, slide),
                    )
                case "chart" if one.tag.startswith(C):
                    return self._chart(one, shape, place, source, slide)
                case "relIds":
                    return self._diagram(one, shape, place, source, slide)
                case "oleObj":
                    return self._object(one, shape, place, source, slide)
                case name:
                    return self._undrawn(shape, place, slide, _WHAT.get(name, f"an object of an unknown kind ({name})"))
        return None if shape.ph is not None else self._undrawn(shape, place, slide, "an empty frame")

    def without_drawings(self, shape: Named, place: Place, source: Source, slide: Slide) -> AnyShape | None:
        """The same, but what charts and diagrams consist of."""
        kind = next((one.tag.rpartition("}")[2] for one in _held(shape)), "")
        if kind not in ("chart", "relIds"):
            return self(shape, place, source, slide)
        drawn: Literal["chart", "diagram"] = "chart" if kind == "chart" else "diagram"
        return CompositeShape(**_common(shape, place, slide), box=place.box, kind=drawn, shapes=())

    def _undrawn(self, shape: Named, place: Place, slide: Slide, what: str) -> Undrawn:
        return Undrawn(box=place.box, what=what, **_common(shape, place, slide))

    # --- charts ------------------------------------------------------------------------------------------------------

    def _chart(self, link: Element, shape: Named, place: Place, source: Source, slide: Slide) -> AnyShape:
        name = source.target(link.get(f"{R}id"))
        if name is None:
            return self._undrawn(shape, place, slide, "a chart that is not in the file")
        related = {one.kind for one in self._parts.relationships(name).values()}
        try:
            # What others share beside the chart's own part is looked up each time.
            if related & {"themeOverride", "chartUserShapes"} or source.theme is not slide.page.theme:
                drawn = self._drawn(name, place, source, slide)
            else:
                key = (self._parts.digest([name]), place, slide.page, slide.number, self._language, self._by_2007)
                drawn = self._charts.get(key, lambda: self._drawn(name, place, source, slide))
        except UndrawnChart as fault:
            return self._undrawn(shape, place, slide, fault.what)
        return CompositeShape(
            **_common(shape, place, slide),
            box=place.box,
            kind="chart",
            shapes=drawn.shapes,
            text=drawn.text,
            left_out=drawn.left_out,
        )

    def _drawn(self, name: str, place: Place, source: Source, slide: Slide) -> DrawnChart:
        """What a chart's part draws at a place. Raises UndrawnChart."""
        part = self._parts.part(name)
        inner = Source(name, self._chart_theme(part, source.theme), part.relationships)
        shapes, text = chart_shapes(
            part.root, place.box, inner, language=self._language, formats=self._formats, by_2007=self._by_2007
        )
        inside = self._drawn_inside(part, place, inner, slide)
        return DrawnChart((*shapes, *inside), "\n".join([text, *_words(inside)]), left_out(part.root))

    def _drawn_inside(self, part: Part, place: Place, source: Source, slide: Slide) -> tuple[Member, ...]:
        """What was drawn inside a chart: shapes that are anchored at shares of its frame (ISO/IEC 29500-1 §21.3)."""
        link = part.root.find(f"{C}userShapes")
        name = source.target(link.get(f"{R}id")) if link is not None else None
        if name is None:
            return ()
        drawing = self._parts.part(name)
        inside = source._replace(part=name, relationships=drawing.relationships, group=None)
        found: list[Member] = []
        for anchor in drawing.root:
            box = _anchored(anchor, place.box)
            own = place_in(next(anchor.iter(f"{A}xfrm"), None))
            if box is not None and own is not None:
                found += _members(shapes_in(anchor, inside, slide, groups=(Group(Place(box), own.box),)))
        return tuple(found)

    def _chart_theme(self, part: Part, theme: Theme) -> Theme:
        """The theme that a chart is seen under: it may have one of its own, and a colour map."""
        mapping, override = part.root.find(f"{C}clrMapOvr"), part.related("themeOverride")
        colours = theme.colour_map if mapping is None else dict(mapping.attrib)
        if override is None:
            return theme if mapping is None else theme.mapped(colours)
        root, elements = Element("theme"), Element(f"{A}themeElements")
        root.append(elements)
        elements.extend(self._parts.part(override).root)
        own = theme_of(root, colours, self._parts.relationships(override))
        if elements.find(f"{A}clrScheme") is None:
            own = msgspec.structs.replace(own, colours=theme.colours)
        if elements.find(f"{A}fontScheme") is None:
            own = msgspec.structs.replace(
                own, major_font=theme.major_font, minor_font=theme.minor_font, fonts=theme.fonts
            )
        return own

    # --- diagrams ----------------------------------------------------------------------------------------------------

    def _diagram(self, ids: Element, shape: Named, place: Place, source: Source, slide: Slide) -> AnyShape:
        """A diagram (SmartArt) as PowerPoint drew it last, which it keeps in a part of its own."""
        drawing = self._drawing(source.target(ids.get(f"{R}dm")), source)
        tree = drawing.root.find(f"{DSP}spTree") if drawing is not None else None
        if drawing is None or tree is None:
            return self._undrawn(shape, place, slide, "a diagram (SmartArt) without its drawing")
        inner = source._replace(part=drawing.name, relationships=drawing.relationships, group=None)
        size = Box(0, 0, place.box.cx, place.box.cy)
        found = shapes_in(tree, inner, slide, groups=(Group(place, size),))
        shapes = tuple(_members(found))
        return CompositeShape(
            **_common(shape, place, slide),
            box=place.box,
            kind="diagram",
            shapes=shapes,
            text="\n".join(_words(shapes)),
        )

    def _drawing(self, data: str | None, source: Source) -> Part | None:
        """The part with a diagram's shapes: its data name the relationship that leads there from the slide."""
        if data is None:
            return None
        model = next(self._parts.part(data).root.iter(f"{DSP}dataModelExt"), None)
        target = source.target(model.get("relId")) if model is not None else None
        if target is None:
            drawings = [one.target for one in source.relationships.values() if one.kind == "diagramDrawing"]
            target = drawings[0] if len(drawings) == 1 else None
        return self._parts.part(target) if target is not None else None

    # --- objects -----------------------------------------------------------------------------------------------------

    def _object(self, ole: Element, shape: Named, place: Place, source: Source, slide: Slide) -> AnyShape:
        """An embedded or linked object by its preview: a picture in its markup, or in the slide's VML drawing."""
        fill = ole.find(f"{P}pic/{P}blipFill")
        picture = picture_in(fill, source) if fill is not None else self._vml_picture(ole.get("spid"), source)
        if picture is None:
            kind = ole.get("progId", "") or "of an unknown kind"
            return self._undrawn(shape, place, slide, f"an object ({kind}) without a picture")
        return PictureShape(
            **_common(shape, place, slide),
            box=place.box,
            picture=picture,
            geometry=geometry_in(None, place.box.cx, place.box.cy),
        )

    def _vml_picture(self, identifier: str | None, source: Source) -> PictureFill | None:
        """The picture that a shape of the slide's VML drawings has, by the shape's id."""
        for one in source.relationships.values():
            if identifier is None or one.kind != "vmlDrawing" or one.external:
                continue
            try:
                drawing = self._parts.part(one.target)
            except UserFault:
                continue  # VML is often not well-formed; the object is then named as not drawn
            shape = next((one for one in drawing.root.iter(f"{VML}shape") if one.get("id") == identifier), None)
            image = shape.find(f"{VML}imagedata") if shape is not None else None
            if image is not None:
                found = drawing.relationships.get(image.get(f"{VML_OFFICE}relid", "") or image.get(f"{R}id", ""))
                return PictureFill(part=found.target) if found is not None and not found.external else None
        return None
