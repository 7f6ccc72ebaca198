"""Layouts with their masters, resolved: what every slide on one inherits, and the shapes that it shows of them.

Decks of one brand share them, so whoever reads several has them remembered by the content of their parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from xml.etree.ElementTree import Element

from salespack.ooxml.markup import A, P
from salespack.ooxml.packaging import first_target
from salespack.ooxml.parts import Part, Parts
from salespack.ooxml.placeholders import placeholder_of
from salespack.ooxml.presentation import Presentation, Size
from salespack.ooxml.slides import layout_name, shows_master
from salespack.ooxml.theme import colour_map_of, own_colour_map, theme_of
from salespack.scene.inheritance import Mastered, Page
from salespack.scene.model import AnyShape, Paint
from salespack.scene.model import Origin as From
from salespack.scene.shapes.graphic_frames import Frames
from salespack.scene.shapes.shapes import Slide, shapes_in
from salespack.system.cache import Recent


class Shown:
    """What slides show of a layout or of a master."""

    def __init__(self, part: Part, origin: From, page: Page, size: Size) -> None:
        self._part, self._origin, self._page, self._size = part, origin, page, size
        self._shapes: Sequence[AnyShape] | None = None

    @cached_property
    def _varies(self) -> bool:
        """Whether its shapes differ from slide to slide or deck to deck.

        They may show the slide's number, lead to other slides, or be made of other parts.
        """
        return _varies(self._part)

    def shapes(self, frames: Frames, number: int, slides: Mapping[str, int], label: int | None) -> Sequence[AnyShape]:
        """What a slide shows of it, `number` counted from 1 and shown as `label`; read when it is first asked for, as
        the proof of fit does not."""
        if self._varies:
            return self._read(frames, label, slides, number)
        if self._shapes is None:
            self._shapes = self._read(frames, 0, {}, 0)
        return self._shapes

    def _read(self, frames: Frames, label: int | None, slides: Mapping[str, int], number: int) -> Sequence[AnyShape]:
        source = self._page.source(self._part)._replace(slides=slides, number=number)
        slide = Slide(self._page, *self._size, label, self._origin, frames)
        return shapes_in(self._part.root.find(f"{P}cSld/{P}spTree"), source, slide)


class Backdrop:
    """A page with what slides show of it, from behind to the front."""

    def __init__(self, page: Page, shown: Sequence[Shown]) -> None:
        self.page, self._shown = page, shown
        self.background: Paint = page.background()

    @property
    def name(self) -> str:
        """The layout's name."""
        return layout_name(self.page.layout.root) if self.page.layout is not None else ""

    def shapes(self, frames: Frames, number: int, slides: Mapping[str, int], label: int | None) -> tuple[AnyShape, ...]:
        """What a slide shows of master and layout, `number` counted from 1 and shown as `label`."""
        return tuple([shape for one in self._shown for shape in one.shapes(frames, number, slides, label)])


def _varies(part: Part) -> bool:
    if any(one.kind == "slide" for one in part.relationships.values()):
        return True
    if next(part.root.iter(f"{P}graphicFrame"), None) is not None:
        return True
    fields = any(one.get("type") == "slidenum" for one in _outside_placeholders(part.root))
    return fields or any("hlinkshowjump" in one.get("action", "") for one in part.root.iter(f"{A}hlinkClick"))


def _outside_placeholders(root: Element) -> list[Element]:
    """The fields in shapes that are drawn."""
    tree = root.find(f"{P}cSld/{P}spTree")
    drawn = [one for one in (tree if tree is not None else ()) if placeholder_of(one) is None]
    return [field for one in drawn for field in one.iter(f"{A}fld")]


class Backdrops:
    """The backdrops of one deck's slides; those `remembered` of other decks serve too."""

    def __init__(self, parts: Parts, presentation: Presentation, size: Size, remembered: Recent[Backdrop]) -> None:
        self._parts, self._remembered = parts, remembered
        self._size = size
        self._main_master = next(iter(presentation.masters), None)
        self._defaults = presentation.default_text
        written = self._defaults.iter() if self._defaults is not None else ()
        self._context = repr([(one.tag, one.attrib, len(one)) for one in written])
        self._known: dict[tuple[str | None, str], Backdrop] = {}
        self._mastered: dict[tuple[str | None, str | None, str], tuple[Mastered, Shown | None]] = {}

    def on(self, layout: str) -> Backdrop:
        """The backdrop of slides on a layout, given by its part."""
        return self._shared(layout, None)

    def of(self, slide: Part) -> Backdrop:
        """The backdrop of a slide, under its own colour map where it has one."""
        layout = slide.related("slideLayout")
        own = own_colour_map(slide.root)
        key = layout, repr(own)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._shared(layout, own)
        return found

    def _shared(self, layout: str | None, own: Mapping[str, str] | None) -> Backdrop:
        """A backdrop that another deck may have needed already."""
        names = self._names(layout)
        key = self._parts.digest([one for one in names if one is not None], self._context, repr((self._size, own)))
        return self._remembered.get(key, lambda: self._read(*names, own))

    def _names(self, layout: str | None) -> tuple[str | None, str | None, str | None]:
        """Layout, master and theme. Slides without a layout are on the first master."""
        master = self._related(layout, "slideMaster") if layout is not None else self._main_master
        return layout, master, self._related(master, "theme")

    def _related(self, part: str | None, kind: str) -> str | None:
        return (first_target(self._parts.relationships(part).values(), kind) or None) if part is not None else None

    def _read(
        self, layout: str | None, master: str | None, theme: str | None, own: Mapping[str, str] | None
    ) -> Backdrop:
        part = self._parts.part(layout) if layout is not None else None
        override = own or (own_colour_map(part.root) if part is not None else None)
        key = master, theme, repr(override)
        if key not in self._mastered:
            self._mastered[key] = self._read_master(master, theme, override)
        mastered, below = self._mastered[key]
        page = Page(part, mastered)
        shown = [below] if below is not None and (part is None or shows_master(part.root)) else []
        if part is not None:
            shown.append(Shown(part, "layout", page, self._size))
        return Backdrop(page, shown)

    def _read_master(
        self, master: str | None, theme: str | None, override: Mapping[str, str] | None
    ) -> tuple[Mastered, Shown | None]:
        """What all layouts of a master share under one colour map."""
        part = self._parts.part(master) if master is not None else None
        colours = theme_of(
            self._parts.part(theme).root if theme is not None else None,
            colour_map_of(part.root if part is not None else None),
            self._parts.relationships(theme) if theme is not None else None,
        )
        mastered = Mastered(part, colours.mapped(override) if override is not None else colours, self._defaults)
        if part is None:
            return mastered, None
        return mastered, Shown(part, "master", Page(None, mastered), self._size)
