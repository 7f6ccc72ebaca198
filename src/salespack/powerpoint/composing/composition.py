"""Which layout a slide takes and what stands where on it: nodes with their box or the placeholder they fill.

Geometry in EMU; nothing is written here. Heights of texts are measured; that the finished slide holds them is proven
elsewhere.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from salespack.deck.model import (
    Columns,
    LayoutRole,
    Leaf,
    Node,
    Paragraph,
    Picture,
    Prose,
    Quote,
    Slide,
    Statement,
    Text,
)
from salespack.forms.columns import GAP, Wanted, height_for, shared_heights, side_by_side
from salespack.forms.ladder import Ladder
from salespack.forms.sizes import SOURCE_SIZE
from salespack.graphics.boxes import Box
from salespack.graphics.lengths import TEXT_INSETS
from salespack.ooxml.placeholders import FOOTERS
from salespack.ooxml.texts import DEFAULT_TEXT_SIZE
from salespack.powerpoint.brand.backgrounds import clear_of, ground_behind
from salespack.powerpoint.brand.model import Brand, Layout, Placeholder, Role
from salespack.powerpoint.brand.palette import Look, Palette, look, palette
from salespack.powerpoint.brand.settings import STANDALONE
from salespack.powerpoint.composing.fitting import Page, fitted
from salespack.powerpoint.composing.placement import Composition
from salespack.powerpoint.forms.form import Setting
from salespack.powerpoint.forms.measuring import ENDLESS, Measure
from salespack.powerpoint.forms.placed import AnyPlaced, Kind, Placed
from salespack.powerpoint.forms.registry import form_of
from salespack.powerpoint.forms.text import title_look
from salespack.system.cache import Recent

if TYPE_CHECKING:
    from salespack.powerpoint.forms.drawn import Drawn

MOST_ABREAST = 3
PANELS = "panels"
"""The variant of columns in which each stands on a panel."""
TEXT_BOX = 0
"""The frame of text boxes among those of a brand."""
TITLE_FREE = ("blank", "picture", "quote")
"""Roles whose layouts have no title by design."""
OWN_SIZES = (1_800, 2_000)
"""Of text that stands in no placeholder, in hundredths of a point: where the brand has no body, and at most."""
MOST_COMPOSED, MOST_DRAWN = 2_000, 1_000
MOST_DECORATED = 0.25
"""How much of the room for graphics is given up to stay off what decorates the layout."""


def content_of(slide: Slide) -> tuple[Hashable, ...]:
    """All of a slide that composing it depends on."""
    return slide.title, slide.nodes, slide.layout, slide.sources, slide.most, slide.style


def role_of(slide: Slide) -> LayoutRole:
    """The role that the author asked for, else the one that suits the nodes."""
    if slide.layout is not None:
        return slide.layout
    nodes = _merged(slide.nodes)
    bodies = [node for node in nodes if not isinstance(node, Columns)]
    if len(bodies) < len(nodes):
        return "two-content"
    if len(bodies) == 1:
        return form_of(bodies[0]).ROLE
    texts = sum(isinstance(node, Text) for node in bodies)
    if len(bodies) == 2 and texts == 1 and any(form_of(node).STRETCHES for node in bodies):
        return "two-content"
    return "bullets" if texts or not bodies else "table"


class _Stage(NamedTuple):
    """What does not depend on the slide: a role's layout with its placeholders, footers and colours."""

    role: Role
    layout: Layout
    placeholders: dict[int, Placeholder]
    footers: tuple[Placeholder, ...]
    palette: Palette
    own: Placeholder
    clear: Box
    """The role's area without what decorates its edges."""
    looks: dict[int, Look]
    title_size: int = 0
    """The size of the title where it stands at another place than its layout has it; else 0."""


class Composer:
    """Composes slides on one brand; what was composed once is remembered, as blocks come again in deck after deck.

    `drawn` is what the writer remembers of them, by what they are drawn from.
    """

    def __init__(self, brand: Brand, measure: Measure) -> None:
        self._brand, self.measure = brand, measure
        self._stages: dict[str, _Stage] = {}
        self._composed: Recent[Composition] = Recent(MOST_COMPOSED)
        self.drawn: Recent[Drawn] = Recent(MOST_DRAWN)
        own = _own_look(brand).font
        self._face = own if own != brand.minor_font else ""
        self.ladder, self.least_title = ladder_of(brand), brand.minimum_title

    def compose(self, slide: Slide, *, shrinks: bool = True) -> Composition:
        """Where everything on `slide` stands; with texts smaller where that is needed, if it `shrinks`."""
        return self._composed.get((*content_of(slide), shrinks), lambda: self._compose(slide, shrinks))

    @cached_property
    def _statement(self) -> _Stage | None:
        """A section's ground with the title and the area of other slides, for a statement; None where that is not the
        brand's, or it is not of one colour, or something is drawn where the statement would stand."""
        section, content = self._stage("section"), self._stage("bullets")
        own, title = section.role, content.placeholders.get(content.role.title or 0)
        plain = section.layout.ground is not None and section.layout.ground != content.layout.ground
        if own.fallback_of is not None or own.title is None or title is None or not plain:
            return None
        clear = clear_of(content.role.area, section.layout.patches, MOST_DECORATED)
        if clear != content.role.area:
            return None
        there = msgspec.structs.replace(section.placeholders[own.title], box=title.box)
        ground = ground_behind(clear, section.layout.ground, section.layout.patches)
        return section._replace(
            role=msgspec.structs.replace(own, role="table", area=clear, bodies=(), subtitle=None),
            placeholders={own.title: there},
            palette=palette(self._brand, ground, dark=section.layout.dark),
            clear=clear,
            title_size=title.sizes[0],
        )

    def role(self, slide: Slide) -> Role:
        """The brand's role for a slide."""
        return self._stage_for(slide).role

    def _stage_for(self, slide: Slide) -> _Stage:
        stage = self._stage(role := role_of(slide))
        if slide.layout is None and len(slide.nodes) == 1 and isinstance(slide.nodes[0], Statement):
            return self._statement or stage
        if role == "picture" and slide.layout is None and (stage.role.picture is None or stage.role.bodies):
            return self._stage("table")  # a layout that wants a caption under its picture looks broken without
        return stage

    def _compose(self, slide: Slide, shrinks: bool) -> Composition:
        stage = self._stage_for(slide)
        clear, sources, over = self._footnotes(stage, slide.sources)
        least, least_title = self._brand.minimum_body, self._brand.minimum_title
        style = slide.style
        if stage.title_size:
            style = msgspec.structs.replace(style, title=min(style.title or stage.title_size, stage.title_size))
        setting = Setting(
            self.measure, stage.own, self._face, least, least_title, self.ladder, slide.most, shrinks, style
        )
        placing = _Placing(stage, clear, setting, has_sources=sources is not None)
        if slide.title:
            placing.title(Text((Paragraph(slide.title),)), self._brand)
        placing.nodes(_merged(slide.nodes))
        opener, end = role_of(slide) in STANDALONE, clear.y + clear.cy
        grows = stage.role.role not in ("picture", "quote")  # a caption has the size that its brand gives it
        page = Page(stage.layout, self._brand.height, setting, opener=opener, end=end, grows=grows)
        return Composition(
            stage.role.layout,
            fitted(placing.placed, page),
            sources,
            stage.footers,
            stage.palette,
            stage.own,
            stage.looks,
            over,
            self._face,
        )

    def _footnotes(self, stage: _Stage, sources: tuple[str, ...]) -> tuple[Box, Box | None, bool]:
        """What is left of the area, the box of the footnotes at its foot, and whether they need over half of it."""
        area = stage.clear
        if not sources:
            return area, None, False
        height = self.measure.lines(sources, stage.own, SOURCE_SIZE, area.cx, self._face)
        who = stage.placeholders[stage.role.attribution].box if stage.role.attribution is not None else None
        if who is not None and who.y >= area.y + area.cy // 2:  # who said it stands at the foot of the words
            under = min(who.y + who.cy, _bottom(stage, self._brand) - height)
            return area, Box(area.x, under, area.cx, height), False
        rest = max(area.cy - height - GAP // 2, area.cy // 2)
        foot = Box(area.x, area.y + area.cy - height, area.cx, height)
        return Box(area.x, area.y, area.cx, rest), foot, rest > area.cy - height

    def _stage(self, name: str) -> _Stage:
        stage = self._stages.get(name)
        if stage is None:
            stage = self._stages[name] = _stage_of(self._brand, self._brand.roles[name])
        return stage


def ladder_of(brand: Brand) -> Ladder:
    """The sizes of a brand's forms; the size of its body is the rung to start from."""
    role = brand.roles["bullets"]
    sizes = [one.sizes[0] for one in brand.layouts[role.layout].placeholders if one.idx in role.bodies[:1]]
    own = sizes[0] if sizes else OWN_SIZES[0]
    return Ladder(brand.height, own, brand.minimum_body, brand.maximum_body)


def _bottom(stage: _Stage, brand: Brand) -> int:
    """Where the room above the footers ends."""
    return min([brand.height - brand.height // 20, *(one.box.y for one in stage.footers)])


def _stage_of(brand: Brand, role: Role) -> _Stage:
    layout = brand.layouts[role.layout]
    placeholders = {one.idx: one for one in layout.placeholders if one.type not in FOOTERS}
    footers = tuple(one for one in layout.placeholders if one.type in FOOTERS)
    looks = {one.idx: look(brand, one) for one in layout.placeholders}
    ground = ground_behind(role.area, layout.ground, layout.patches)
    colours = palette(brand, ground, dark=layout.dark)
    clear = clear_of(role.area, layout.patches, MOST_DECORATED)
    return _Stage(role, layout, placeholders, footers, colours, _own_look(brand), clear, looks)


def _own_look(brand: Brand) -> Placeholder:
    """Text that stands in no placeholder looks as the brand's body does."""
    role = brand.roles["bullets"]
    body = next((one for one in brand.layouts[role.layout].placeholders if one.idx in role.bodies[:1]), None)
    if body is None:
        return msgspec.structs.replace(
            HIDDEN_TITLE, type="body", sizes=OWN_SIZES[:1] * 9, insets=TEXT_INSETS, font=brand.minor_font
        )
    size = min(body.sizes[0], OWN_SIZES[1])
    return msgspec.structs.replace(
        body, sizes=(size,) * 9, bullets=(False,) * 9, anchor="t", bold=False, frame=TEXT_BOX
    )


def _merged(nodes: Sequence[Node]) -> list[Node]:
    """`nodes` with neighbouring texts as one."""
    merged: list[Node] = []
    for node in nodes:
        if merged and isinstance(node, Text) and isinstance(last := merged[-1], Text):
            merged[-1] = Text(last.paragraphs + node.paragraphs)
        else:
            merged.append(node)
    return merged


def _cut(box: Box, area: Box) -> Box:
    """`box`, but no lower than the bottom of `area`."""
    bottom = min(box.y + box.cy, area.y + area.cy)
    return box if bottom == box.y + box.cy else Box(box.x, box.y, box.cx, max(bottom - box.y, 0))


class _Placing:
    """Puts nodes on one slide, each placeholder used once."""

    def __init__(self, stage: _Stage, area: Box, setting: Setting, *, has_sources: bool) -> None:
        self.stage, self.area, self._setting = stage, area, setting
        self._limit = area if has_sources else stage.role.area  # the brand's own bodies stay as they are drawn
        self.placed: list[AnyPlaced] = []
        self._bodies = [stage.placeholders[idx] for idx in stage.role.bodies]

    def title(self, node: Text, brand: Brand) -> None:
        """The title in its placeholder.

        On a layout without one it is a text at the top of the area, or, where the layout is meant to have none, stands
        above the slide, where PowerPoint hides titles from the eye but not from screen readers.
        """
        role = self.stage.role
        if role.title is not None:
            placeholder = self.stage.placeholders[role.title]
            self._put("title", node, placeholder, placeholder.box)
            return
        if role.role not in TITLE_FREE:
            own, face = title_look(self.stage.own), self._setting.face
            height = self._setting.measure.height(node, own, self.area.cx, face=face, own=True)
            top = Box(self.area.x, self.area.y, self.area.cx, height)
            self.area = Box(self.area.x, self.area.y + height + GAP, self.area.cx, self.area.cy - height - GAP)
            self.placed.append(Placed("title", node, None, top, top))
            return
        hidden = Box(self.area.x, -brand.height // 2, self.area.cx, brand.height // 10)
        self.placed.append(Placed("title", node, HIDDEN_TITLE, hidden, hidden))

    def nodes(self, nodes: list[Node]) -> None:
        """All nodes under the title, in the way the role has for them."""
        role = self.stage.role
        if role.subtitle is not None and nodes and isinstance(nodes[0], Text):
            placeholder = self.stage.placeholders[role.subtitle]
            self._put("text", nodes[0], placeholder, placeholder.box)
            nodes = nodes[1:]
        if len(nodes) == 1 and isinstance(nodes[0], Quote):
            self._quote(nodes[0])
        elif role.picture is not None and any(isinstance(node, Picture) for node in nodes):
            self._picture(nodes)
        elif (sides := _sides(role, nodes)) is not None:
            self._columns(sides, self._side_boxes(len(sides)))
        elif len(nodes) == 1 and isinstance(nodes[0], Columns):
            self._columns(nodes[0].columns, self._side_boxes(len(nodes[0].columns)))
        elif len(nodes) == 1:
            body = self._take(nodes[0])
            self._stack(nodes, _cut(body.box, self._limit) if body else self._free_area(), body)
        elif nodes:
            body = None if any(map(self._has_own_boxes, nodes)) else self._take(Text(()))
            self._stack(nodes, self._free_area(), body)

    def _free_area(self) -> Box:
        """The area; below the subtitle where that has been filled."""
        top = max([one.room.y + one.room.cy + GAP for one in self.placed if one.kind == "text"], default=self.area.y)
        top = min(max(top, self.area.y), self.area.y + self.area.cy * 3 // 4)
        return Box(self.area.x, top, self.area.cx, self.area.y + self.area.cy - top)

    def _quote(self, quote: Quote) -> None:
        """Somebody's words in the body, who said them in its own placeholder or under them."""
        role = self.stage.role
        body = self._bodies.pop(0) if self._bodies else None
        room = _cut(body.box, self._limit) if body else self.area
        who = self.stage.placeholders[role.attribution] if role.attribution is not None and quote.attribution else None
        if who is None:
            self._put("body", quote, body, room)
            return
        self._put("body", Quote(quote.paragraphs), body, room)
        self._put("attribution", Text((Paragraph(quote.attribution),)), who, who.box)

    def _picture(self, nodes: list[Node]) -> None:
        """The picture in its placeholder, the rest in the caption."""
        assert self.stage.role.picture is not None  # noqa: S101 - for the type checker
        placeholder = self.stage.placeholders[self.stage.role.picture]
        at = next(number for number, node in enumerate(nodes) if isinstance(node, Picture))
        picture, rest = nodes[at], nodes[:at] + nodes[at + 1 :]
        assert isinstance(picture, Picture)  # noqa: S101 - for the type checker
        self._put("body", picture, placeholder, _cut(placeholder.box, self._limit))
        if rest and self._bodies:
            body = self._bodies.pop(0)
            self._stack(rest, body.box, body)
        elif rest:
            self._stack(rest, self._free_area(), None)

    def _side_boxes(self, count: int) -> list[tuple[Box, Placeholder | None]]:
        """The boxes for things side by side: the layout's own where it has as many."""
        if count == len(self._bodies) == 2 and self._bodies[0].box.x < self._bodies[1].box.x:
            bodies, self._bodies = self._bodies, []
            return [(_cut(body.box, self._limit), body) for body in bodies]
        return [(box, None) for box in side_by_side(self._free_area(), count)]

    def _columns(self, columns: Sequence[Sequence[Leaf]], boxes: list[tuple[Box, Placeholder | None]]) -> None:
        """Each column in its box; a single text takes the body, as two texts of different looks would not match."""
        if self._setting.style.variant == PANELS and all(placeholder for _, placeholder in boxes):
            pad = self._setting.ladder.at(0).space * 3 // 2
            for nodes, (box, placeholder) in zip(columns, boxes, strict=True):
                assert placeholder is not None  # noqa: S101 - asked just now
                (text,) = nodes
                roomy = msgspec.structs.replace(placeholder, insets=(pad, pad, pad, pad))
                self._put("text", text, roomy, box)
                self.placed[-1] = self.placed[-1]._replace(panel=True)
            return
        texts = [number for number, nodes in enumerate(columns) if any(isinstance(node, Text) for node in nodes)]
        for number, (nodes, (box, placeholder)) in enumerate(zip(columns, boxes, strict=True)):
            if placeholder is None and texts == [number]:
                placeholder = self._take(Text(()))
            if nodes:
                self._stack(_merged(nodes), box, placeholder)

    def _has_own_boxes(self, node: Node) -> bool:
        """Whether the layout has a placeholder for each of a node's columns."""
        return isinstance(node, Columns) and len(node.columns) == len(self._bodies) > 1

    def _take(self, node: Leaf | Columns) -> Placeholder | None:
        """The next body placeholder that takes `node`."""
        if self._bodies and not isinstance(node, Columns) and _accepts(self._bodies[0], node):
            return self._bodies.pop(0)
        return None

    def _stack(self, nodes: Sequence[Node], box: Box, body: Placeholder | None) -> None:
        """`nodes` under each other in `box`; the first that `body` takes fills it, where there is one."""
        bands = _bands(nodes)
        heights = self._heights(bands, box, height_for(len(bands), box), body)
        top = box.y
        for band, height in zip(bands, heights, strict=True):
            strip = Box(box.x, top, box.cx, height)
            if len(band) == 1 and isinstance(band[0], Columns):
                own = self._has_own_boxes(band[0])
                sides = side_by_side(strip, len(band[0].columns))
                bodies = [self._bodies.pop(0) if own else None for _ in sides]
                self._columns(band[0].columns, list(zip(sides, bodies, strict=True)))
            else:
                for node, part in zip(band, side_by_side(strip, len(band)), strict=True):
                    assert not isinstance(node, Columns)  # noqa: S101 - for the type checker
                    taken = body if body is not None and _accepts(body, node) else None
                    self._put("text" if isinstance(node, Text) else "body", node, taken, part)
                    body = None if taken else body
            top += height + GAP

    def _heights(self, bands: list[list[Node]], box: Box, room: int, body: Placeholder | None) -> list[int]:
        """Each band's height: what it needs, and charts, pictures and columns share what is left."""
        if len(bands) == 1:
            return [room]
        things = [self._wanted(band, box.cx, body, ENDLESS) for band in bands]
        if sum(one.height or 0 for one in things) > room:
            things = [self._wanted(band, box.cx, body, 0) for band in bands]
        return shared_heights(things, room)

    def _wanted(self, band: list[Node], width: int, body: Placeholder | None, room: int) -> Wanted:
        """The height that a band wants in a column, tables and figures as large as `room` lets."""
        node = band[0]
        if len(band) > 1 or isinstance(node, Columns):
            return Wanted(None)
        return form_of(node).wanted(node, width, room, self._setting, body)

    def _put(self, kind: Kind, node: Leaf, placeholder: Placeholder | None, room: Box) -> None:
        own = placeholder is not None and not self.stage.title_size
        inherits = own and placeholder is not None and placeholder.box == room and isinstance(node, Prose)
        self.placed.append(Placed(kind, node, placeholder, None if inherits else room, room))


HIDDEN_TITLE = Placeholder(
    type="title", idx=0, name="Title", box=Box(0, 0, 0, 0), insets=(0, 0, 0, 0), anchor="t",
    sizes=(DEFAULT_TEXT_SIZE,) * 9, bullets=(False,) * 9,
)  # fmt: skip


def _accepts(placeholder: Placeholder, node: Leaf) -> bool:
    """Whether PowerPoint lets this kind of content into the placeholder."""
    return placeholder.type in form_of(node).PLACEHOLDERS


def _sides(role: Role, nodes: list[Node]) -> list[list[Leaf]] | None:
    """Text left and graphic right, where that is what the slide holds."""
    if role.role != "two-content" or len(nodes) != 2:
        return None
    texts = [node for node in nodes if isinstance(node, Prose)]
    graphics = [node for node in nodes if not isinstance(node, Prose | Columns)]
    return [[texts[0]], [graphics[0]]] if texts and graphics else None


def _bands(nodes: Sequence[Node]) -> list[list[Node]]:
    """Nodes that stand under each other; neighbours that take any height stand side by side."""
    bands: list[list[Node]] = []
    for node in nodes:
        last = bands[-1] if bands else []
        if 0 < len(last) < MOST_ABREAST and _stretches(node) and _stretches(last[0]):
            last.append(node)
        else:
            bands.append([node])
    return bands


def _stretches(node: Node) -> bool:
    return not isinstance(node, Columns) and form_of(node).STRETCHES
