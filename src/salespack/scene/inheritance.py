"""What a slide's shapes inherit: its layout's placeholders and its master's, text styles, background, theme."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple
from xml.etree.ElementTree import Element

from salespack.ooxml.markup import A, P
from salespack.ooxml.parts import Part
from salespack.ooxml.placeholders import Key, inherited_place, key_of, origins_of, placeholders_of, text_style_of
from salespack.ooxml.theme import Theme
from salespack.ooxml.transforms import Place
from salespack.scene.model import Paint, Solid, Stroke
from salespack.scene.paint import Nothing, Outline, Source, fill_in, stroke_of, styled_fill, styled_outline
from salespack.scene.text.bodies import NO_FRAME, TextFrame
from salespack.scene.text.list_styles import Levels


class Origin(NamedTuple):
    """A shape of a layout or master that another one takes after, and where it comes from."""

    shape: Element
    source: Source


class Dressed(NamedTuple):
    """What says how a shape looks: its properties and its style, or those of a placeholder that it takes after."""

    properties: Element | None
    style: Element | None
    source: Source

    @property
    def fill(self) -> Paint | Nothing | None:
        """The fill that the shape says, else that of its style; None where neither says any."""
        found = fill_in(self.properties, self.source)
        if found is None and self.style is not None:
            found = styled_fill(self.style.find(f"{A}fillRef"), self.source)
        return found

    @property
    def outlines(self) -> list[Outline]:
        """The line that the shape says, and that of its style."""
        found = []
        line = self.properties.find(f"{A}ln") if self.properties is not None else None
        if line is not None:
            found.append(Outline(line, self.source))
        if self.style is not None and (styled := styled_outline(self.style.find(f"{A}lnRef"), self.source)) is not None:
            found.append(styled)
        return found

    @property
    def has_geometry(self) -> bool:
        """Whether the shape says what outline it has."""
        return self.properties is not None and any(self.properties.find(kind) is not None for kind in _GEOMETRIES)


_GEOMETRIES = (f"{A}prstGeom", f"{A}custGeom")


class Inherited:
    """What a shape takes after, worked out once: of the placeholders that it stands for, nearest first, the look; the
    levels and the frame of its text.

    `type` is the placeholder's own, or its layout's where it leaves that open; empty for shapes that are none.
    """

    def __init__(self, origins: Sequence[Origin], levels: Levels, frame: TextFrame, type: str = "") -> None:
        self._origins, self.levels, self.frame, self.type = origins, levels, frame, type

    @cached_property
    def place(self) -> Place | None:
        """Where it lies that says nothing of that itself."""
        return inherited_place([one.shape for one in self._origins])

    @cached_property
    def _dressed(self) -> list[Dressed]:
        return [Dressed(one.shape.find(f"{P}spPr"), one.shape.find(f"{P}style"), one.source) for one in self._origins]

    @cached_property
    def geometry(self) -> Element | None:
        """The properties with the outline that it has."""
        return next((one.properties for one in self._dressed if one.has_geometry), None)

    @cached_property
    def fill(self) -> Paint | Nothing | None:
        """The fill that it has."""
        return next((found for one in self._dressed if (found := one.fill) is not None), None)

    @cached_property
    def outlines(self) -> list[Outline]:
        """The lines that make its line together."""
        return [line for one in self._dressed for line in one.outlines]

    @cached_property
    def stroke(self) -> Stroke | Nothing | None:
        """The line that it has."""
        return stroke_of(self.outlines)


class Mastered:
    """A master under one colour map: what all layouts on it begin with, each worked out once."""

    def __init__(self, part: Part | None, theme: Theme, defaults: Element | None) -> None:
        self.part, self.theme, self._defaults = part, theme, defaults
        self.source = Source(part.name, theme, part.relationships) if part is not None else Source("", theme, {})
        self.placeholders = placeholders_of(part.root if part is not None else None)
        self._general: dict[str, Levels] = {}
        self._bottom = Levels(None, None, Source("", theme, {}))
        self.plain = Inherited((), self._plain_levels(), NO_FRAME)
        """What shapes that are no placeholders inherit."""

    def levels(self, kind: str) -> Levels:
        """The levels that a placeholder's kind begins with."""
        style = text_style_of(kind)
        if style not in self._general:
            base = self._bottom.with_style(self._defaults, Source("", self.theme, {}))
            self._general[style] = self._styled(base, style)
        return self._general[style]

    def _styled(self, base: Levels, kind: str) -> Levels:
        """The levels with one of the master's text styles over them."""
        if self.part is None:
            return base
        return base.with_style(self.part.root.find(f"{P}txStyles/{P}{kind}"), self.source)

    def _plain_levels(self) -> Levels:
        """PowerPoint lets the presentation's defaults go before the master's style for other text."""
        return self._styled(self._bottom, "otherStyle").with_style(self._defaults, Source("", self.theme, {}))


class Page:
    """A layout with its master under one colour map: all that slides on it inherit, each worked out once."""

    def __init__(self, layout: Part | None, mastered: Mastered) -> None:
        self.layout, self._mastered = layout, mastered
        self._layout = placeholders_of(layout.root if layout is not None else None)
        self._source = Source(layout.name, self.theme, layout.relationships) if layout is not None else None
        self._known: dict[Key, Inherited] = {}

    @property
    def theme(self) -> Theme:
        """The theme that it is seen under."""
        return self._mastered.theme

    @property
    def plain(self) -> Inherited:
        """What shapes that are no placeholders inherit."""
        return self._mastered.plain

    def source(self, part: Part) -> Source:
        """The layout's or the master's markup as its source."""
        return self._source if self._source is not None and part is self.layout else self._mastered.source

    def inherited(self, ph: Element | None) -> Inherited:
        """What a slide's shape with this `p:ph` inherits."""
        return self.inherited_by(key_of(ph) if ph is not None else None)

    def inherited_by(self, key: Key | None) -> Inherited:
        """What a slide's placeholder of this key inherits; None is for shapes that are none."""
        if key is None:
            return self.plain
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._found(key)
        return found

    def _found(self, key: Key) -> Inherited:
        origins = []
        found = origins_of(key, self._layout, self._mastered.placeholders)
        for shape, source in ((found.layout, self._source), (found.master, self._mastered.source)):
            if shape is not None and source is not None:
                origins.append(Origin(shape, source))
        levels, frame = self._mastered.levels(found.type), NO_FRAME
        for shape, source in reversed(origins):
            levels = levels.with_style(shape.find(f"{P}txBody/{A}lstStyle"), source)
            frame = frame.under(shape.find(f"{P}txBody/{A}bodyPr"))
        return Inherited(origins, levels, frame, found.type)

    def background(self) -> Paint:
        """What lies behind everything: the layout's background, else the master's, else the theme's first light."""
        for part in (self.layout, self._mastered.part):
            if part is not None and (found := background_of(part.root, self.source(part))) is not None:
                return found
        return Solid(self.theme.ground)


def background_of(root: Element, source: Source) -> Paint | None:
    """The background that a slide, layout or master has of its own, None if it leaves that to the one before it."""
    ground = root.find(f"{P}cSld/{P}bg")
    if ground is None:
        return None
    reference = ground.find(f"{P}bgRef")
    found = styled_fill(reference, source) if reference is not None else fill_in(ground.find(f"{P}bgPr"), source)
    return None if isinstance(found, Nothing) else found
