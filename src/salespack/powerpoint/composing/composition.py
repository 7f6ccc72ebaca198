"""Which layout a slide takes and what stands where on it: nodes with their box or the placeholder they fill.

Geometry in EMU; nothing is written here. Heights of texts are measured; that the finished slide holds them is proven
elsewhere.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from salespack.deck.model import (
    Columns,
    LayoutRole,
    Paragraph,
    Quote,
    Quotes,
    Slide,
    Statement,
    Text,
)
from salespack.deck.visiting import with_pictures
from salespack.graphics.boxes import Box, area_of
from salespack.powerpoint.brand.model import Brand, Role
from salespack.powerpoint.brand.palette import palette
from salespack.powerpoint.brand.settings import STANDALONE
from salespack.powerpoint.composing.fitting import Page, fitted
from salespack.powerpoint.composing.photos import photo_of, title_is_short, ways, without_photo
from salespack.powerpoint.composing.placement import Composition
from salespack.powerpoint.composing.placing import Placing, merged, titled_once
from salespack.powerpoint.composing.stage import MOST_DECORATED, Stage, bottom_of, ladder_of, own_look, stage_of
from salespack.powerpoint.forms.form import Setting
from salespack.powerpoint.forms.measuring import Measure
from salespack.powerpoint.forms.placed import AnyPlaced
from salespack.powerpoint.forms.registry import form_of
from salespack.system.cache import Recent

if TYPE_CHECKING:
    from salespack.powerpoint.composing.tracking import Tracked
    from salespack.powerpoint.forms.drawn import Drawn
MOST_TITLE_LINES = 2
"""Of a title that is written below the usual least size, as its frame is small."""
MOST_COMPOSED, MOST_DRAWN, MOST_ASKED = 2_000, 1_000, 64
ROOMIER = 1.1
"""How many times the room that lists have another layout leaves which is taken in their place."""


def content_of(slide: Slide) -> tuple[Hashable, ...]:
    """All of a slide that composing it depends on."""
    return slide.title, slide.nodes, slide.layout, slide.sources, slide.most, slide.style


def role_of(slide: Slide) -> LayoutRole:
    """The role that the author asked for, else the one that suits the nodes."""
    if slide.layout is not None:
        return slide.layout
    photo = photo_of(slide)
    nodes = merged(slide.nodes if photo is None else without_photo(slide.nodes, photo))
    if photo is not None and not nodes:
        return "table"
    bodies = [node for node in nodes if not isinstance(node, Columns)]
    if len(bodies) < len(nodes):
        return "two-content"
    if len(bodies) == 1:
        return form_of(bodies[0]).ROLE
    texts = sum(isinstance(node, Text) for node in bodies)
    if len(bodies) == 2 and texts == 1 and any(form_of(node).STRETCHES for node in bodies):
        return "two-content"
    return "bullets" if texts or not bodies else "table"


def _is_led(slide: Slide) -> bool:
    """Whether a slide is a form or table below a single line that leads to it."""
    match merged(slide.nodes):
        case [Text(paragraphs=(Paragraph(marker="none", heading=False),)), below]:
            return not isinstance(below, Columns) and form_of(below).ROLE == "table"
    return False


class Composer:
    """Composes slides on one brand; what was composed once is remembered, as blocks come again in deck after deck.

    `drawn` is what the writer remembers of them, by what they are drawn from.
    """

    def __init__(self, brand: Brand, measure: Measure) -> None:
        self._brand, self.measure = brand, measure
        self._stages: dict[str, Stage] = {}
        self._composed: Recent[Composition] = Recent(MOST_COMPOSED)
        self._asked: Recent[tuple[Slide, Composition]] = Recent(MOST_ASKED)
        """The same for slides that a deck asks for several times: to tell them by what they say takes work."""
        self.drawn: Recent[Drawn] = Recent(MOST_DRAWN)
        own = own_look(brand).font
        self._face = own if own != brand.minor_font else ""
        self.ladder, self.least_title = ladder_of(brand), brand.minimum_title

    def compose(self, slide: Slide, *, shrinks: bool = True, grows: bool = True) -> Composition:
        """Where everything on `slide` stands; with texts smaller where that is needed, if it `shrinks`.

        Lists that have room to spare are larger, if the slide `grows`: that never makes anything fit or not.
        """
        asked = (id(slide), shrinks, grows)
        known = self._asked.find(asked)
        if known is not None and known[0] is slide:
            return known[1]
        key = (*content_of(slide), shrinks, grows)
        found = self._composed.get(key, lambda: self._compose(slide, shrinks, grows))
        self._asked.keep(asked, (slide, found))
        return found

    @cached_property
    def _statement(self) -> Stage | None:
        """A section's ground with the title and the area of other forms, for a statement; None where that is not the
        brand's, or it is the ground of other forms or of several colours, or something is drawn where the statement
        would stand."""
        section, content = self._stage("section"), self._stage("table")
        own, title = section.role, content.placeholders.get(content.role.title or 0)
        if own.fallback_of is not None or own.title is None or title is None or section.layout.ground is None:
            return None
        from salespack.powerpoint.brand.backgrounds import clear_of, ground_behind

        clear = clear_of(content.role.area, section.layout.patches, MOST_DECORATED)
        ground, usual = (ground_behind(clear, one.layout.paper, one.layout.patches) for one in (section, content))
        if clear != content.role.area or ground in (None, usual):
            return None
        there = msgspec.structs.replace(section.placeholders[own.title], box=title.box)
        return section._replace(
            role=msgspec.structs.replace(own, role="table", area=clear, bodies=(), subtitle=None),
            placeholders={own.title: there},
            palette=palette(self._brand, ground, dark=section.layout.dark),
            clear=clear,
            title=title.box,
            title_size=title.sizes[0],
        )

    def role(self, slide: Slide) -> Role:
        """The brand's role for a slide."""
        return self._stage_for(slide).role

    def _stage_for(self, slide: Slide) -> Stage:
        stage = self._stage(role := role_of(slide))
        if slide.layout is None and len(slide.nodes) == 1 and isinstance(slide.nodes[0], Statement):
            return self._statement or stage
        if self._own_quote(slide) is not None:
            return self._stage("quote")
        if role == "picture" and slide.layout is None and (stage.role.picture is None or stage.role.bodies):
            return self._stage("table")  # a layout that wants a caption under its picture looks broken without
        if role == "bullets" and slide.layout is None and _is_led(slide) and self._is_roomier(stage):
            return self._stage("table")
        return stage

    def _is_roomier(self, bullets: Stage) -> bool:
        """Whether the layout for tables leaves what stands below a line much more room than that for lists."""
        table = self._stage("table")
        return table.role.fallback_of is None and area_of(table.clear) >= ROOMIER * area_of(bullets.clear)

    def _own_quote(self, slide: Slide) -> Quote | None:
        """What one person says on a slide, without a portrait, where the brand has a layout for that; else None."""
        if slide.layout not in (None, "quote") or len(slide.nodes) != 1 or not isinstance(slide.nodes[0], Quotes):
            return None
        (one, *more) = slide.nodes[0].items
        own = self._stage("quote").role.fallback_of is None
        return one.quote if own and not more and one.picture is None else None

    def _compose(self, slide: Slide, shrinks: bool, grows: bool) -> Composition:
        shown = msgspec.structs.replace(slide, nodes=with_pictures(slide.nodes))
        photo = photo_of(slide)
        if photo is None:
            return self._composed_on(self._stage_for(shown), shown, shrinks, grows)
        rest = without_photo(slide.nodes, photo)
        all_else = msgspec.structs.replace(slide, nodes=rest)
        stage, fitting = self._stage_for(all_else), None
        for way in ways(photo, rest, stage, self._brand):
            found = self._composed_on(way.stage, all_else, shrinks, grows)
            found = found._replace(placed=[way.photo, *found.placed])
            if not found.sources_over and not any(one.over for one in found.placed):
                fitting = fitting or found
                if way.best or title_is_short(found.placed):
                    return found
        return fitting or self._compose(shown, shrinks, grows)

    def _composed_on(self, stage: Stage, slide: Slide, shrinks: bool, grows: bool) -> Composition:
        clear, sources, over = self._footnotes(stage, slide.sources)
        least, least_title = self._brand.minimum_body, self._brand.minimum_title
        style = slide.style
        if stage.title_size:
            style = msgspec.structs.replace(style, title=min(style.title or stage.title_size, stage.title_size))
        led = _is_led(slide)
        setting = Setting(
            self.measure, stage.own, self._face, least, least_title, self.ladder, slide.most, shrinks, style, led
        )
        placing = Placing(stage, clear, setting, has_sources=sources is not None)
        if slide.title:
            placing.title(Text((Paragraph(slide.title),)), self._brand)
        said = self._own_quote(slide)
        placing.nodes([said] if said is not None else merged(titled_once(slide)))
        opener, end = role_of(slide) in STANDALONE, clear.y + clear.cy
        grows = grows and stage.role.role not in ("picture", "quote")  # a caption has the size that its brand gives it
        page = Page(
            stage.layout,
            self._brand.height,
            setting,
            opener=opener,
            end=end,
            title=stage.title,
            beside=stage.beside,
            grows=grows,
        )
        placed = fitted(placing.placed, page)
        if (
            opener and shrinks and any(one.over for one in placed)
        ):  # a cover and a closing are one slide, whatever they say
            small = setting._replace(minimum_body=self._brand.minimum_opener)
            placed = fitted(placing.placed, page._replace(setting=small))
        if shrinks and any(one.over and one.kind == "title" for one in placed):  # no block is lost to a small frame
            small = setting._replace(minimum_title=self._brand.least_title)
            smaller = fitted(placing.placed, page._replace(setting=small))
            if all(one.lines <= MOST_TITLE_LINES and not one.over for one in smaller if one.kind == "title"):
                placed = smaller
        return Composition(
            stage.role.layout,
            placed,
            sources,
            stage.footers,
            stage.palette,
            stage.own,
            stage.looks,
            self.ladder,
            over,
            None if opener else self._tracked(slide, placed, stage, setting),
            self._face,
        )

    def _tracked(self, slide: Slide, placed: list[AnyPlaced], stage: Stage, setting: Setting) -> Tracked | None:
        """The chapters of the deck above the title of a slide that has both."""
        title = next((one for one in placed if one.kind == "title"), None)
        if slide.style.tracker is None or title is None:
            return None
        from salespack.powerpoint.composing.tracking import tracked

        return tracked(slide.style.tracker, title, stage, setting, self._brand)

    def _footnotes(self, stage: Stage, sources: tuple[str, ...]) -> tuple[Box, Box | None, bool]:
        """What is left of the area, the box of the footnotes at its foot, and whether they need over half of it."""
        area = stage.clear
        if not sources:
            return area, None, False
        height = self.measure.lines(sources, stage.own, self.ladder.caption(), area.cx, self._face)
        who = stage.placeholders[stage.role.attribution].box if stage.role.attribution is not None else None
        if who is not None and who.y >= area.y + area.cy // 2:  # who said it stands at the foot of the words
            under = min(who.y + who.cy, bottom_of(stage, self._brand) - height)
            return area, Box(area.x, under, area.cx, height), False
        rest = max(area.cy - height - self.ladder.gap // 2, area.cy // 2)
        foot = Box(area.x, area.y + area.cy - height, area.cx, height)
        return Box(area.x, area.y, area.cx, rest), foot, rest > area.cy - height

    def _stage(self, name: str) -> Stage:
        stage = self._stages.get(name)
        if stage is None:
            stage = self._stages[name] = stage_of(self._brand, self._brand.roles[name], self.measure.memory)
        return stage
