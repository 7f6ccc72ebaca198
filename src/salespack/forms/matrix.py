"""Things between two axes: four in the quarters, or each at its place, labels that do not collide. Pure geometry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from salespack.deck.model import Matrix, Span
from salespack.forms.arrangement import SLACK, Draft, Measuring, Part, Words
from salespack.forms.grid import COLUMNS, grid
from salespack.forms.growing import FULL
from salespack.forms.ladder import Sizes
from salespack.forms.rows import stacked
from salespack.graphics.boxes import Box, common, union
from salespack.graphics.lengths import CENTIPOINT

QUARTERS, LABELS, NUMBERS = "quarters", "labels", "numbers"
MOST_STRETCHED = 1.6
LARGEST_LEAD = 1.45
"""How many times as large as usual the leads in the quarters may be."""
DOT, NUMBERED = 0.9, 1.7
"""The diameter of a dot, and of one with a number in it, in sizes of the text beside them."""
WIDEST = 0.3
"""How wide a label is at most, as a share of the field."""
LEAST_FIELD = 0.3
"""The height of a field at least, as a share of its width."""
FIELD_COLUMNS = 6
"""Of twelve, for the field beside which the things are listed."""
MOST_TRIED = 5_000
"""Ways of placing labels that are looked at before there is said to be none."""


def variants(node: Matrix) -> Sequence[str]:
    """Cards in the quarters; of things with places labels at dots, or numbers and a list where those would collide."""
    return (LABELS, NUMBERS) if node.placed else (QUARTERS,)


def draft(node: Matrix, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
    """The things in one of the ways."""
    drawn = {QUARTERS: _quarters, LABELS: _labelled, NUMBERS: _numbered}[variant]
    return drawn(node, room, sizes, measure)


# --- axes ------------------------------------------------------------------------------------------------------------


class _Axes(NamedTuple):
    """What stands around a field as wide as `cx`: an arrow at its left and one below it, each with its name."""

    node: Matrix
    x: int
    cx: int
    up: tuple[Words, ...]
    across: tuple[Words, ...]
    arrow: int
    line: int
    above: int
    below: int

    def field(self, box: Box) -> Box:
        """The room between the axes."""
        side = 2 * self.arrow
        return Box(self.x + side, box.y + self.above, self.cx - side, box.cy - self.above - self.below)

    def parts(self, box: Box, inner: Sequence[Part]) -> list[Part]:
        """The axes around what is in the field: the one that goes up is read first, the other one last."""
        field = self.field(box)
        bottom = field.y + field.cy + self.arrow
        middle, line, head = self.arrow // 2, self.line, self.arrow
        left = Box(self.x + middle - line // 2, field.y + head, line, bottom + middle - field.y - head)
        right = Box(self.x + middle, bottom + middle - line // 2, field.x + field.cx - head - self.x - middle, line)
        below = Box(self.x, bottom + self.arrow, self.cx, box.y + box.cy - bottom - self.arrow)
        return [
            Part("Y Axis", Box(self.x, box.y, self.cx, self.above), words=self.up),
            Part("Axis", left, "rect", "solid", alt=self.node.alt),
            Part("Arrow", Box(self.x, field.y, head, head), "upArrow", "solid", decorative=True),
            Part("Axis", right, "rect", "solid", decorative=True),
            Part("Arrow", Box(field.x + field.cx - head, bottom, head, head), "rightArrow", "solid", decorative=True),
            *inner,
            Part("X Axis", below, words=self.across),
        ]


def _axes(node: Matrix, x: int, cx: int, sizes: Sizes, measure: Measuring) -> _Axes | None:
    """None where a name would be broken."""
    up = (Words((Span(node.y),), sizes.label, "text", bold=True),)
    across = (Words((Span(node.x),), sizes.label, "text", bold=True, align="right"),)
    taken = [measure.taken(words, cx) for words in (up, across)]
    if any(one.broken for one in taken):
        return None
    arrow = sizes.space * 4 // 3
    above, below = taken[0].height + arrow // 2, 2 * arrow + taken[1].height
    return _Axes(node, x, cx, up, across, arrow, sizes.line * 2, above, below)


def _ground(field: Box, sizes: Sizes) -> list[Part]:
    """The ground of a field with a line through its middle in both directions."""
    line = sizes.line
    return [
        Part("Grid", field, "rect", "panel", decorative=True),
        Part("Middle", Box(field.x, field.y + field.cy // 2, field.cx, line), "rect", "rule", decorative=True),
        Part("Middle", Box(field.x + field.cx // 2, field.y, line, field.cy), "rect", "rule", decorative=True),
    ]


# --- four in the quarters --------------------------------------------------------------------------------------------


def _quarters(node: Matrix, room: Box, sizes: Sizes, measure: Measuring) -> Draft | None:
    """A card in each quarter, with leads as large as there is room for on one line."""
    for lead in [one for one in reversed(sizes.quotes) if sizes.lead < one <= LARGEST_LEAD * sizes.lead]:
        found = _cards(node, room, lead, sizes, measure, one_line=True)
        if found is not None and found.needed <= FULL * room.cy:
            return found
    return _cards(node, room, sizes.lead, sizes, measure)


def _cards(
    node: Matrix, room: Box, size: int, sizes: Sizes, measure: Measuring, *, one_line: bool = False
) -> Draft | None:
    """The same with leads of a size."""
    axes = _axes(node, room.x, room.cx, sizes, measure)
    if axes is None:
        return None
    gap, pad = sizes.space, sizes.space * 3 // 2
    wide = (axes.field(room).cx - gap) // 2
    texts = []
    for item in node.items:
        lead = Words(item.lead, size, "accent-on-panel", bold=True)
        said = (Words(item.text, sizes.body, "on-panel", before=sizes.space // 2),) if item.text else ()
        texts.append((lead, *said))
    taken = [measure.taken(words, wide - 2 * pad) for words in texts]
    if any(one.broken for one in taken):
        return None
    if one_line and any(measure.width(words[:1]) > wide - 2 * pad for words in texts):
        return None
    each = max(one.height for one in taken) + 2 * pad + 4 * sizes.line
    needed = 2 * each + gap + axes.above + axes.below

    def parts(box: Box) -> list[Part]:
        field = axes.field(box)
        high = (field.cy - gap) // 2
        cards = []
        for at, (item, words) in enumerate(zip(node.items, texts, strict=True)):
            left = field.x if item.x < 0.5 else field.x + field.cx - wide
            top = field.y if item.y >= 0.5 else field.y + field.cy - high
            bar = Box(left, top, wide, 4 * sizes.line)
            cards.append(Part("Bar", bar, "rect", "solid", group=at, decorative=True))
            place = Box(left, top + bar.cy, wide, high - bar.cy)
            cards.append(Part("Point", place, "rect", "panel", words, "t", (pad, pad, pad, pad), group=at))
        return axes.parts(box, cards)

    return Draft(needed, int(needed * MOST_STRETCHED), parts)


# --- each at its place -----------------------------------------------------------------------------------------------


def _height(axes: _Axes, room: Box) -> int:
    """The height of a matrix: nearly all of its room, for places are far apart there."""
    return max(int(axes.field(room).cx * LEAST_FIELD) + axes.above + axes.below, int(FULL * room.cy))


def _dots(node: Matrix, field: Box, size: int) -> list[Box]:
    """The dots at their places; none leaves the field."""
    return [
        Box(
            field.x + round(item.x * (field.cx - size)), field.y + round((1 - item.y) * (field.cy - size)), size, size
        )
        for item in node.items
    ]  # fmt: skip


def _labelled(node: Matrix, room: Box, sizes: Sizes, measure: Measuring) -> Draft | None:
    """Dots with a label each; None where there is no place for all labels."""
    axes = _axes(node, room.x, room.cx, sizes, measure)
    if axes is None:
        return None
    needed = _height(axes, room)
    whole = Box(room.x, room.y, room.cx, needed)
    field, dot = axes.field(whole), int(sizes.body * CENTIPOINT * DOT)
    texts, shapes = [], []
    for item in node.items:
        lead = Words(item.lead, sizes.body, "on-panel", bold=True)
        words = (lead, Words(item.text, sizes.label, "on-panel")) if item.text else (lead,)
        wide = min(int(measure.width(words) * SLACK), int(field.cx * WIDEST))
        taken = measure.taken(words, wide)
        if taken.broken:
            return None
        texts.append(words)
        shapes.append((wide, taken.height))
    dots = _dots(node, field, dot)
    labels = _without_collisions(dots, shapes, field, sizes)
    if labels is None:
        return None

    def parts(box: Box) -> list[Part]:
        down = box.y - whole.y
        found = _ground(_moved(field, down), sizes)
        for at, (spot, label, words) in enumerate(zip(dots, labels, texts, strict=True)):
            place = _moved(spot, down)
            found.append(Part("Dot", place, "ellipse", "solid", group=at, decorative=True))
            found.append(Part("Point", _moved(label, down), words=words, anchor="ctr", group=at))
        return axes.parts(box, found)

    return Draft(needed, needed, parts)


def _moved(box: Box, down: int) -> Box:
    return Box(box.x, box.y + down, box.cx, box.cy)


def _without_collisions(
    dots: Sequence[Box], shapes: Sequence[tuple[int, int]], field: Box, sizes: Sizes
) -> list[Box] | None:
    """A place for each label beside its dot, clear of all dots and of one another; off the lines through the middle of
    the field where that can be. None where there is none, or dots lie over each other."""
    if any(common(one, other) for at, one in enumerate(dots) for other in dots[:at]):
        return None
    lines = [part.box for part in _ground(field, sizes)[1:]]
    for avoided in ([*dots, *lines], list(dots)):
        ways = [
            [label for label in _beside(dot, shape, sizes.space // 2) if _is_free(label, field, avoided)]
            for dot, shape in zip(dots, shapes, strict=True)
        ]
        if (found := _chosen(ways)) is not None:
            return found
    return None


def _beside(dot: Box, shape: tuple[int, int], gap: int) -> Iterator[Box]:
    """The places for a label at a dot, the best first: at its right and left, above and below it, and between."""
    wide, high = shape
    right, left = dot.x + dot.cx + gap, dot.x - gap - wide
    above, below = dot.y - gap // 2 - high, dot.y + dot.cy + gap // 2
    middle, centre = dot.y + (dot.cy - high) // 2, dot.x + (dot.cx - wide) // 2
    flush, ends = dot.x, dot.x + dot.cx - wide
    tops = (middle, dot.y, dot.y + dot.cy - high)
    for x, y in (
        *((right, top) for top in tops), *((left, top) for top in tops), (centre, above), (centre, below),
        (flush, above), (flush, below), (ends, above), (ends, below), (right, above), (right, below), (left, above),
        (left, below),
    ):  # fmt: skip
        yield Box(x, y, wide, high)


def _is_free(label: Box, field: Box, avoided: Sequence[Box]) -> bool:
    return union((field, label)) == field and not any(common(label, one) for one in avoided)


def _chosen(ways: Sequence[Sequence[Box]]) -> list[Box] | None:
    """One of the ways for each label, so that no two have room in common; None where there is none."""
    order = sorted(range(len(ways)), key=lambda at: len(ways[at]))
    chosen: dict[int, Box] = {}
    tried = 0

    def place(number: int) -> bool:
        nonlocal tried
        if number == len(order):
            return True
        for label in ways[order[number]]:
            tried += 1
            if tried > MOST_TRIED:
                return False
            if not any(common(label, other) for other in chosen.values()):
                chosen[order[number]] = label
                if place(number + 1):
                    return True
                del chosen[order[number]]
        return False

    return [chosen[at] for at in range(len(ways))] if place(0) else None


def _numbered(node: Matrix, room: Box, sizes: Sizes, measure: Measuring) -> Draft | None:
    """Numbers at their places, and beside the field what they stand for."""
    columns, pad, gap = grid(room), sizes.space, sizes.space
    left, wide = columns.span(0, FIELD_COLUMNS)
    right, narrow = columns.span(FIELD_COLUMNS, COLUMNS - FIELD_COLUMNS)
    axes = _axes(node, left, wide, sizes, measure)
    if axes is None:
        return None
    disc = int(sizes.label * CENTIPOINT * NUMBERED)
    texts = []
    for item in node.items:
        lead = Words(item.lead, sizes.body, "text", bold=True)
        texts.append((lead, Words(item.text, sizes.label, "text")) if item.text else (lead,))
    width = narrow - disc - pad
    taken = [measure.taken(words, width) for words in texts]
    if width <= 0 or any(one.broken for one in taken):
        return None
    rows = [max(one.height, disc) for one in taken]
    listed = sum(rows) + gap * (len(rows) - 1)
    needed = max(_height(axes, room), listed)
    whole = Box(room.x, room.y, room.cx, needed)
    dots = _apart(_dots(node, axes.field(whole), disc), axes.field(whole))
    if dots is None:
        return None

    def parts(box: Box) -> list[Part]:
        down = box.y - whole.y
        found = _ground(axes.field(box), sizes)
        high = min(box.cy, int(listed * MOST_STRETCHED))
        lines = stacked(Box(right, box.y + (box.cy - high) // 2, narrow, high), rows, gap)
        for at, (spot, line, words) in enumerate(zip(dots, lines, texts, strict=True)):
            number = (Words((Span(str(at + 1)),), sizes.label, "on-solid", bold=True, align="center"),)
            beside = Box(right, line.y + (line.cy - disc) // 2, disc, disc)
            for place in (_moved(spot, down), beside):
                found.append(Part("Number", place, "ellipse", "solid", number, "ctr", group=at, decorative=True))
            text = Box(right + disc + pad, line.y, width, line.cy)
            found.append(Part("Point", text, words=words, anchor="ctr", group=at))
        return axes.parts(box, found)

    return Draft(needed, needed, parts, last_resort=True)


def _apart(dots: Sequence[Box], field: Box) -> list[Box] | None:
    """Dots that lie over others moved aside, to the nearest free place on their height; None where there is none."""
    found: list[Box] = []
    for dot in dots:
        steps = range(0, field.cx, max(dot.cx // 4, 1))
        aside = (Box(x, dot.y, dot.cx, dot.cy) for step in steps for x in (dot.x + step, dot.x - step))
        free = (one for one in aside if union((field, one)) == field and not any(common(one, two) for two in found))
        place = next(free, None)
        if place is None:
            return None
        found.append(place)
    return found
