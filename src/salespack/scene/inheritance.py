"""What a slide's shapes inherit: its layout's placeholders and its master's, text styles, background, theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from salespack.ooxml.markup import A, P, integer
from salespack.ooxml.parts import Part
from salespack.ooxml.placeholders import FOOTERS, TITLES, kind_of, placeholder_shapes
from salespack.ooxml.theme import Theme
from salespack.scene.model import Paint, Solid
from salespack.scene.paint import Nothing, Source, fill_in, styled_fill
from salespack.scene.text.list_styles import Levels

_STYLES = {"title": "titleStyle", "body": "bodyStyle"}


class Origin(NamedTuple):
    """A shape of a layout or master that another one takes after, and where it comes from."""

    shape: Element
    source: Source


class Inherited(NamedTuple):
    """What a shape takes after: the placeholders it stands for, nearest first, and its text's levels and frames."""

    origins: tuple[Origin, ...]
    levels: Levels
    frames: tuple[Element, ...]


class _Listed(NamedTuple):
    """A placeholder of a layout or master."""

    type: str
    idx: int
    shape: Element


class Page:
    """A layout with its master under one colour map: all that slides on it inherit, each worked out once."""

    def __init__(self, layout: Part | None, master: Part | None, theme: Theme, defaults: Element | None) -> None:
        self.theme = theme
        self.layout, self.master = layout, master
        self._sources = {one.name: Source(one.name, theme, one.relationships) for one in (layout, master) if one}
        self._layout = _listed(layout)
        self._master = _listed(master)
        self._known: dict[tuple[str, int], Inherited] = {}
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
        if kind not in self._general:
            base = self._bottom.with_style(self._defaults, Source("", self.theme, {}))
            self._general[kind] = self._styled(base, _STYLES.get(kind, "otherStyle"))
        return self._general[kind]

    def inherited(self, ph: Element | None) -> Inherited:
        """What a slide's shape with this `p:ph` inherits."""
        if ph is None:
            return self.plain
        key = ph.get("type", "obj"), integer(ph.get("idx"), 0)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._found(*key)
        return found

    def _found(self, kind: str, idx: int) -> Inherited:
        origins = []
        on_layout = _match(self._layout, kind, idx)
        if on_layout is not None and self.layout is not None:
            origins.append(Origin(on_layout.shape, self.source(self.layout)))
            kind = on_layout.type if kind == "obj" else kind
        general = kind_of(kind)
        on_master = next((one for one in self._master if kind_of(one.type) == general), None)
        if on_master is not None and self.master is not None:
            origins.append(Origin(on_master.shape, self.source(self.master)))
        levels = self._levels(general)
        frames: list[Element] = []
        for shape, source in reversed(origins):
            levels = levels.with_style(shape.find(f"{P}txBody/{A}lstStyle"), source)
            if (frame := shape.find(f"{P}txBody/{A}bodyPr")) is not None:
                frames.insert(0, frame)
        return Inherited(tuple(origins), levels, tuple(frames))

    def background(self) -> Paint:
        """What lies behind everything: the layout's background, else the master's, else the theme's first light."""
        for part in (self.layout, self.master):
            if part is not None and (found := background_of(part.root, self.source(part))) is not None:
                return found
        return Solid(self.theme.colours.get(self.theme.colour_map.get("bg1", "lt1"), "FFFFFF"))


def background_of(root: Element, source: Source) -> Paint | None:
    """The background that a slide, layout or master has of its own, None if it leaves that to the one before it."""
    ground = root.find(f"{P}cSld/{P}bg")
    if ground is None:
        return None
    reference = ground.find(f"{P}bgRef")
    found = styled_fill(reference, source) if reference is not None else fill_in(ground.find(f"{P}bgPr"), source)
    return None if isinstance(found, Nothing) else found


def colour_map(root: Element) -> Mapping[str, str] | None:
    """The colour map that a layout or slide has instead of its master's, None if it has none of its own."""
    override = root.find(f"{P}clrMapOvr/{A}overrideClrMapping")
    return dict(override.attrib) if override is not None else None


def _listed(part: Part | None) -> list[_Listed]:
    found = placeholder_shapes(part.root) if part is not None else ()
    return [_Listed(ph.get("type", "obj"), integer(ph.get("idx"), 0), shape) for shape, ph in found]


def _match(placeholders: Sequence[_Listed], kind: str, idx: int) -> _Listed | None:
    """The layout's placeholder that one on a slide stands for, None if the layout has none for it.

    Titles and footers are told by their kind; the others by their idx, and only where no idx fits by their type.
    """
    if kind in TITLES or kind in FOOTERS:
        alike = [one for one in placeholders if kind_of(one.type) == kind_of(kind)]
        return next((one for one in alike if one.idx == idx), alike[0] if alike else None)
    others = [one for one in placeholders if one.type not in TITLES and one.type not in FOOTERS]
    by_idx = [one for one in others if one.idx == idx]
    if by_idx:
        return next((one for one in by_idx if one.type == kind), by_idx[0])
    return next((one for one in others if one.type == kind), None)
