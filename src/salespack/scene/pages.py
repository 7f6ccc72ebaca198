"""Layouts with their masters, resolved: what every slide on one inherits, and the shapes that it shows of them.

Decks of one brand share them, so whoever reads several has them remembered by the content of their parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, tostring

from salespack.ooxml.markup import A, P
from salespack.ooxml.packaging import first_target
from salespack.ooxml.parts import Part, Parts
from salespack.ooxml.placeholders import placeholder_of
from salespack.ooxml.presentation import Presentation, Size
from salespack.ooxml.slides import layout_name, shows_master
from salespack.ooxml.theme import colour_map_of, own_colour_map, theme_of
from salespack.scene.inheritance import Page
from salespack.scene.model import AnyShape, Paint
from salespack.scene.model import Origin as From
from salespack.scene.shapes.graphic_frames import Frames
from salespack.scene.shapes.shapes import Slide, shapes_in
from salespack.system.cache import Recent


class Backdrop:
    """A page with the shapes that slides show of it."""

    def __init__(self, page: Page, size: Size, frames: Frames) -> None:
        self.page = page
        self.background: Paint = page.background()
        shown = [page.master, page.layout]
        if page.layout is not None and not shows_master(page.layout.root):
            shown.remove(page.master)
        self._shown = [one for one in shown if one is not None]
        self._size = size
        self.varies = any(map(_varies, self._shown))
        """Whether its shapes differ from slide to slide or deck to deck.

        They may show the slide's number, lead to other slides, or be made of other parts.
        """
        self._shapes = () if self.varies else self._read(frames, 0, {})

    @property
    def name(self) -> str:
        """The layout's name."""
        return layout_name(self.page.layout.root) if self.page.layout is not None else ""

    def shapes(self, frames: Frames, number: int, slides: Mapping[str, int], label: int) -> tuple[AnyShape, ...]:
        """What a slide shows of master and layout, `number` counted from 1 and shown as `label`."""
        return self._read(frames, label, slides, number) if self.varies else self._shapes

    def _read(self, frames: Frames, label: int, slides: Mapping[str, int], number: int = 0) -> tuple[AnyShape, ...]:
        found: list[AnyShape] = []
        for part in self._shown:
            origin: From = "master" if part is self.page.master else "layout"
            source = self.page.source(part)._replace(slides=slides, number=number)
            slide = Slide(self.page, *self._size, label, origin, frames)
            found += shapes_in(part.root.find(f"{P}cSld/{P}spTree"), source, slide)
        return tuple(found)


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

    def __init__(
        self, parts: Parts, presentation: Presentation, size: Size, frames: Frames, remembered: Recent[Backdrop]
    ) -> None:
        self._parts, self._remembered = parts, remembered
        self._frames = frames
        self._size = size
        self._main_master = next(iter(presentation.masters), None)
        self._defaults = presentation.default_text
        self._context = tostring(self._defaults) if self._defaults is not None else b""
        self._known: dict[tuple[str | None, str], Backdrop] = {}

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
        of_layout, of_master = (self._parts.part(one) if one is not None else None for one in (layout, master))
        colours = theme_of(
            self._parts.part(theme).root if theme is not None else None,
            colour_map_of(of_master.root if of_master is not None else None),
        )
        override = own or (own_colour_map(of_layout.root) if of_layout is not None else None)
        if override is not None:
            colours = colours.mapped(override)
        return Backdrop(Page(of_layout, of_master, colours, self._defaults), self._size, self._frames)
