"""What of a designed slide nobody sees on it: what goes along all the same, and which files its charts link to."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple
from urllib.parse import unquote

from lxml import etree

from salespack.ooxml.alternate_content import said_content
from salespack.ooxml.markup import P, R, boolean
from salespack.ooxml.presentation import Size
from salespack.ooxml.texts import text_of
from salespack.ooxml.transforms import Group, Place, group_in, on_slide, place_of, transform_of
from salespack.ooxml.trees import Tree
from salespack.powerpoint.designed.chart_workbooks import CHARTS, WORKBOOKS, shown_workbook
from salespack.powerpoint.designed.reading import name_of, shapes
from salespack.powerpoint.designed.source import SourceDeck

MOVES = frozenset((f"{P}animMotion",))
TARGET = f"{P}spTgt"
EMBEDDED = ("package", "oleObject")

Why = Literal["beside", "hidden", "embedded", "workbook"]


class Unseen(NamedTuple):
    """A shape with something in it that the slide does not show, and why not."""

    name: str
    why: Why


def out_of_sight(source: SourceDeck, part: str, filled: Sequence[str] = ()) -> tuple[Unseen, ...]:
    """What a slide holds that it does not show: text beside it and in hidden shapes, documents, whole workbooks.

    `filled` are its charts that get a new workbook anyway.
    """
    key = ("out of sight", part, *filled)
    known = source.remembered.get(key)
    if not isinstance(known, tuple):
        known = source.remembered[key] = tuple(dict.fromkeys(_found(source, part, filled)))
    return known


def unseen_shapes(root: Tree, size: Size) -> list[Tree]:
    """The shapes of a slide that are hidden, or lie wholly beside it and do not move."""
    tree = root.find(f"{P}cSld/{P}spTree")
    if tree is None:
        return []
    return [
        shape
        for shape, place, hidden in _shapes(tree, (), _moving(root), hidden=False)
        if hidden or (place is not None and _is_beside(place, size))
    ]


def _moving(root: Tree) -> set[str]:
    """The ids of the shapes that an animation moves."""
    return {str(target.get("spid")) for one in root.iter(*MOVES) for target in one.iter(TARGET)}


def _found(source: SourceDeck, part: str, filled: Sequence[str]) -> Iterator[Unseen]:
    root = source.tree(part)
    tree = root.find(f"{P}cSld/{P}spTree")
    if tree is None:
        return
    links = {one.id: one for one in source.relationships(part) if not one.external and one.target in source.package}
    for shape, place, hidden in _shapes(tree, (), _moving(root), hidden=False):
        name = name_of(shape) or "unnamed shape"
        if any(text_of(one).strip() for one in shape.iter("{*}p") if one.tag != f"{P}p"):
            if hidden:
                yield Unseen(name, "hidden")
            elif place is not None and _is_beside(place, source.size):
                yield Unseen(name, "beside")
        for one in (links[value] for value in sorted(_ids(shape)) if value in links):
            kind = source.package.content_type(one.target)
            if one.kind in EMBEDDED:
                yield Unseen(name, "embedded")
            elif kind in CHARTS and one.target not in filled and _goes_whole(source, one.target):
                yield Unseen(name, "workbook")


def linked_workbooks(source: SourceDeck, part: str) -> tuple[tuple[str, str], ...]:
    """The charts of a slide that take their figures from another file: the shape's name, and that of the file."""
    key = ("linked workbooks", part)
    known = source.remembered.get(key)
    if not isinstance(known, tuple):
        known = source.remembered[key] = tuple(_linked(source, part))
    return known


def _linked(source: SourceDeck, part: str) -> Iterator[tuple[str, str]]:
    charts = {one.id: one.target for one in source.relationships(part) if one.kind in ("chart", "chartEx")}
    for shape in shapes(source.tree(part)) if charts else ():
        for chart in [charts[one] for one in sorted(_ids(shape)) if one in charts]:
            for one in source.relationships(chart):
                if one.external and one.kind in WORKBOOKS:
                    yield name_of(shape) or "unnamed shape", re.split(r"[/\\]", unquote(one.target))[-1]


def _shapes(
    parent: Tree, groups: tuple[Group, ...], moving: set[str], *, hidden: bool
) -> Iterator[tuple[Tree, Place | None, bool]]:
    """Every shape with its place on the slide, None where it inherits it or moves, and whether it is hidden."""
    for one in said_content(parent):
        properties = one.find(f"*/{P}cNvPr")
        if properties is None:
            continue
        unseen = hidden or boolean(properties.get("hidden"))
        moves = properties.get("id") in moving
        if one.tag == f"{P}grpSp":
            group = group_in(transform_of(one))
            inside = _shapes(one, (*groups, group) if group else groups, moving, hidden=unseen)
            yield from ((shape, None if moves else place, gone) for shape, place, gone in inside)
        else:
            place = place_of(one)
            yield one, None if place is None or moves else on_slide(place, groups), unseen


def _is_beside(place: Place, size: Size) -> bool:
    """Whether a shape lies wholly beside the slide, as it is turned."""
    box, angle = place.box, math.radians(place.rotation)
    across = (box.cx * abs(math.cos(angle)) + box.cy * abs(math.sin(angle))) / 2
    down = (box.cx * abs(math.sin(angle)) + box.cy * abs(math.cos(angle))) / 2
    x, y = box.x + box.cx / 2, box.y + box.cy / 2
    return x + across <= 0 or y + down <= 0 or x - across >= size.width or y - down >= size.height


def _ids(shape: Tree) -> set[str]:
    """The relationships that a shape names."""
    return {str(value) for one in shape.iter(etree.Element) for key, value in one.items() if str(key).startswith(R)}


def _goes_whole(source: SourceDeck, chart: str) -> bool:
    """Whether a chart has a workbook of which it does not say which cells it shows."""
    has_one = any(one.kind in WORKBOOKS and not one.external for one in source.relationships(chart))
    return has_one and shown_workbook(source.tree(chart)) is None
