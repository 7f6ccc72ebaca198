"""What stands where on one slide: each thing in the placeholder that takes it, else in the free room of the layout.

Geometry in EMU. Heights are those that things want; what does not fit its room is made to by `fitting`.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from salespack.deck.model import Chart, Columns, Leaf, Node, Paragraph, Picture, Prose, Quote, Slide, Text, text_of
from salespack.deck.visiting import leaves
from salespack.forms.columns import Wanted, height_for, shared_heights, side_by_side
from salespack.graphics.boxes import Box, common, union
from salespack.powerpoint.brand.model import Brand, Patch, Placeholder, Role
from salespack.powerpoint.composing.stage import HIDDEN_TITLE, MOST_DECORATED, Stage
from salespack.powerpoint.forms.form import Setting
from salespack.powerpoint.forms.measuring import ENDLESS
from salespack.powerpoint.forms.placed import AnyPlaced, Kind, Placed
from salespack.powerpoint.forms.registry import form_of
from salespack.powerpoint.forms.text import title_look

MOST_ABREAST = 3
PANELS = "panels"
"""The variant of columns in which each stands on a panel."""
TITLE_FREE = ("blank", "picture", "quote")
"""Roles whose layouts have no title by design."""


class Placing:
    """Puts nodes on one slide, each placeholder used once."""

    def __init__(self, stage: Stage, area: Box, setting: Setting, *, has_sources: bool) -> None:
        self.stage, self.area, self._setting = stage, area, setting
        self._limit = area if has_sources else stage.role.area  # the brand's own bodies stay as they are drawn
        self.placed: list[AnyPlaced] = []
        self._gap = setting.ladder.gap
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
            self.area = Box(
                self.area.x, self.area.y + height + self._gap, self.area.cx, self.area.cy - height - self._gap
            )
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
            self._stack(nodes, self._room_of(body) if body else self._free_area(), body)
        elif nodes:
            body = None if any(map(self._has_own_boxes, nodes)) else self._take(Text(()))
            self._stack(nodes, self._free_area(), body)

    def _room_of(self, body: Placeholder) -> Box:
        """Where a body is filled, down to the sources."""
        return _cut(self.stage.rooms[body.idx], self._limit)

    def _free_area(self) -> Box:
        """The area; below the subtitle where that has been filled."""
        top = max(
            [one.room.y + one.room.cy + self._gap for one in self.placed if one.kind == "text"], default=self.area.y
        )
        top = min(max(top, self.area.y), self.area.y + self.area.cy * 3 // 4)
        return Box(self.area.x, top, self.area.cx, self.area.y + self.area.cy - top)

    def _quote(self, quote: Quote) -> None:
        """Somebody's words in the body, who said them in its own placeholder or under them."""
        role = self.stage.role
        body = self._bodies.pop(0) if self._bodies else None
        room = self._room_of(body) if body else self.area
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
            self._stack(rest, self.stage.rooms[body.idx], body)
        elif rest:
            self._stack(rest, self._free_area(), None)

    def _side_boxes(self, count: int) -> list[tuple[Box, Placeholder | None]]:
        """The boxes for things side by side: the layout's own where it has as many."""
        if count == len(self._bodies) == 2 and self._bodies[0].box.x < self._bodies[1].box.x:
            bodies, self._bodies = self._bodies, []
            return [(self._room_of(body), body) for body in bodies]
        return [(box, None) for box in side_by_side(self._free_area(), count, self._gap)]

    def _columns(self, columns: Sequence[Sequence[Leaf]], boxes: list[tuple[Box, Placeholder | None]]) -> None:
        """Each column in its box; a single text takes the body, as two texts of different looks would not match."""
        if self._setting.style.variant == PANELS and all(placeholder for _, placeholder in boxes):
            pad = self._setting.ladder.at(0).space * 3 // 2
            high = self._undecorated(union([box for box, _ in boxes]), pad)
            for nodes, (whole, placeholder) in zip(columns, boxes, strict=True):
                assert placeholder is not None  # noqa: S101 - asked just now
                box = common(whole, high) or whole
                (text,) = nodes
                roomy = msgspec.structs.replace(placeholder, insets=(pad, pad, pad, pad))
                self._put("text", text, roomy, self._under_text(box))
                self.placed[-1] = self.placed[-1]._replace(panel=True)
            return
        texts = [number for number, nodes in enumerate(columns) if any(isinstance(node, Text) for node in nodes)]
        for number, (nodes, (box, placeholder)) in enumerate(zip(columns, boxes, strict=True)):
            if placeholder is None and texts == [number]:
                placeholder = self._take(Text(()))
            if nodes:
                self._stack(merged(nodes), box, placeholder)

    def _undecorated(self, box: Box, gap: int) -> Box:
        """A box without what is decorated at its top and bottom, so that what stands side by side in it is alike."""
        from salespack.powerpoint.brand.backgrounds import clear_of

        over = [patch.box for patch in self.stage.layout.patches if (common(box, patch.box) or box) != box]
        bands = [Patch(box=Box(box.x, one.y, box.cx, one.cy), colour=None) for one in over]
        return clear_of(box, bands, MOST_DECORATED, gap)

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
        heights = self._heights(bands, box, height_for(len(bands), box, self._gap), body)
        top = box.y
        for band, height in zip(bands, heights, strict=True):
            strip = Box(box.x, top, box.cx, height)
            if len(band) == 1 and isinstance(band[0], Columns):
                own = self._has_own_boxes(band[0])
                sides = side_by_side(strip, len(band[0].columns), self._gap)
                bodies = [self._bodies.pop(0) if own else None for _ in sides]
                self._columns(band[0].columns, list(zip(sides, bodies, strict=True)))
            else:
                for node, part in zip(band, side_by_side(strip, len(band), self._gap), strict=True):
                    assert not isinstance(node, Columns)  # noqa: S101 - for the type checker
                    taken = body if body is not None and _accepts(body, node) else None
                    room = part if isinstance(node, Prose) else self._under_text(part)
                    self._put("text" if isinstance(node, Text) else "body", node, taken, room)
                    body = None if taken else body
            top += height + self._gap

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
        across = Box(0, 0, width, room)
        width = across.cx if isinstance(node, Prose) else self._under_text(across).cx
        return form_of(node).wanted(node, width, room, self._setting, body)

    def _under_text(self, box: Box) -> Box:
        """A box as wide as the text in it would be: edges that are seen stand where the letters of a list begin."""
        left, _, right, _ = self._setting.own.insets
        return Box(box.x + left, box.y, box.cx - left - right, box.cy)

    def _put(self, kind: Kind, node: Leaf, placeholder: Placeholder | None, room: Box) -> None:
        own = placeholder is not None and not self.stage.title_size and not self.stage.moved
        inherits = own and placeholder is not None and placeholder.box == room and isinstance(node, Prose)
        self.placed.append(Placed(kind, node, placeholder, None if inherits else room, room))


def titled_once(slide: Slide) -> Sequence[Node]:
    """The nodes, charts without a title that only repeats the slide's."""
    title = text_of(slide.title).strip()

    def of_column(nodes: Sequence[Leaf]) -> tuple[Leaf, ...]:
        return tuple(
            [replace(one, title="") if isinstance(one, Chart) and one.title.strip() == title else one for one in nodes]
        )

    if not any(isinstance(leaf, Chart) for leaf in leaves(slide.nodes)):
        return slide.nodes
    return [
        Columns(tuple(map(of_column, one.columns))) if isinstance(one, Columns) else of_column((one,))[0]
        for one in slide.nodes
    ]


def merged(nodes: Sequence[Node]) -> list[Node]:
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
