"""What a slide's shapes inherit: its layout's placeholders and its master's, text styles, background, theme."""

from __future__ import annotations

from typing import NamedTuple
from xml.etree.ElementTree import Element

from salespack.ooxml.markup import A, P
from salespack.ooxml.parts import Part
from salespack.ooxml.placeholders import Key, key_of, origins_of, placeholders_of, text_style_of
from salespack.ooxml.theme import Theme
from salespack.scene.model import Paint, Solid
from salespack.scene.paint import Nothing, Source, fill_in, styled_fill
from salespack.scene.text.list_styles import Levels


class Origin(NamedTuple):
    """A shape of a layout or master that another one takes after, and where it comes from."""

    shape: Element
    source: Source


class Inherited(NamedTuple):
    """What a shape takes after: the placeholders it stands for, nearest first, and its text's levels and frames.

    `type` is the placeholder's own, or its layout's where it leaves that open; empty for shapes that are none.
    """

    origins: tuple[Origin, ...]
    levels: Levels
    frames: tuple[Element, ...]
    type: str = ""


class Page:
    """A layout with its master under one colour map: all that slides on it inherit, each worked out once."""

    def __init__(self, layout: Part | None, master: Part | None, theme: Theme, defaults: Element | None) -> None:
        self.theme = theme
        self.layout, self.master = layout, master
        self._sources = {one.name: Source(one.name, theme, one.relationships) for one in (layout, master) if one}
        self._layout = placeholders_of(layout.root if layout is not None else None)
        self._master = placeholders_of(master.root if master is not None else None)
        self._known: dict[Key, Inherited] = {}
        self._general: dict[str, Levels] = {}
        self._bottom = Levels(None, None, Source("", theme, {}))
        self._defaults = defaults
        self.plain = Inherited((), self._plain_levels(), ())
        """What shapes that are no placeholders inherit."""

    def source(self, part: Part) -> Source:
        """The layout's or the master's markup as its source."""
        return self._sources[part.name]

    def _styled(self, base: Levels, kind: str) -> Levels:
        """The levels with one of the master's text styles over them."""
        if self.master is None:
            return base
        return base.with_style(self.master.root.find(f"{P}txStyles/{P}{kind}"), self.source(self.master))

    def _plain_levels(self) -> Levels:
        """PowerPoint lets the presentation's defaults go before the master's style for other text."""
        return self._styled(self._bottom, "otherStyle").with_style(self._defaults, Source("", self.theme, {}))

    def _levels(self, kind: str) -> Levels:
        """The levels that a placeholder's kind begins with."""
        style = text_style_of(kind)
        if style not in self._general:
            base = self._bottom.with_style(self._defaults, Source("", self.theme, {}))
            self._general[style] = self._styled(base, style)
        return self._general[style]

    def inherited(self, ph: Element | None) -> Inherited:
        """What a slide's shape with this `p:ph` inherits."""
        if ph is None:
            return self.plain
        key = key_of(ph)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._found(key)
        return found

    def _found(self, key: Key) -> Inherited:
        origins = []
        found = origins_of(key, self._layout, self._master)
        for shape, part in ((found.layout, self.layout), (found.master, self.master)):
            if shape is not None and part is not None:
                origins.append(Origin(shape, self.source(part)))
        levels = self._levels(found.type)
        frames: list[Element] = []
        for shape, source in reversed(origins):
            levels = levels.with_style(shape.find(f"{P}txBody/{A}lstStyle"), source)
            if (frame := shape.find(f"{P}txBody/{A}bodyPr")) is not None:
                frames.insert(0, frame)
        return Inherited(tuple(origins), levels, tuple(frames), found.type)

    def background(self) -> Paint:
        """What lies behind everything: the layout's background, else the master's, else the theme's first light."""
        for part in (self.layout, self.master):
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
