"""Placeholders: their types, which shapes are some, and what each takes after: the one rule of inheritance.

What the standard says of it is little: `type` is `obj` and `idx` 0 where they are left out, and idx matches "a
placeholder on one template or master to another" (ISO/IEC 29500-1 §19.3.1.36). What PowerPoint does is published in
[MS-OI29500] §2.1.1127: a placeholder on a slide inherits from the layout's placeholder with the same idx; on one layout
no two have the same, and a slide's has type and idx of one there; 0xFFFFFFFF on a slide is the idx of one that belongs
to none. From the layout on the type decides: python-pptx (`LayoutPlaceholder._base_placeholder`) and LibreOffice
(`PPTShapeContext`, oox/source/ppt) agree that titles take after the master's title, date, footer and slide number each
after its own, and all else after its body.

Files of other programs break the first half, so what fits best is taken, in this order:

1.  Titles (`title`, `ctrTitle`) and date, footer, slide number and header are told by their kind, for a layout rarely
    has two of one: the one with the same idx (exports of Google Slides have several titles), else the first.
2.  Of the others the one with the same idx; where several have it, that of the same type, else the first. It may be of
    another type: a table on the slide stands where the layout has a place for any object.
3.  One of no type (`obj`, which is not written) takes type and place from whatever has its idx, a title too, unless the
    idx is 0: titles are the ones that have none written.
4.  Where no idx fits, the first of the same type. PowerPoint writes no such slides; LibreOffice (`findPlaceholder`)
    is followed, which looks for the type too.
5.  One that stands for nothing on the layout takes after the master by its own type.

Of all placeholders in the decks that this was tried on (126 files, most by PowerPoint) each had type and idx of one on
its layout. Where they differ, LibreOffice 7.4 looks for the type before the idx, and takes the last that it finds.

Places are inherited on their own: the nearest that is written down and has an area counts (a choice: what PowerPoint
makes of one without is not published), and what has none anywhere stands inside the slide's margins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from salespack.graphics.boxes import Box
from salespack.ooxml.alternate_content import said_content
from salespack.ooxml.markup import AnyNode, P, integer
from salespack.ooxml.transforms import Place, place_of

TITLES = frozenset({"title", "ctrTitle"})
FOOTERS = frozenset({"dt", "ftr", "sldNum", "hdr"})
"""What stands at the edge of every slide and says nothing of its own: date, footer, slide number, header."""
ANY = "obj"
"""The type of a placeholder that says none."""
UNLINKED = 0xFFFF_FFFF
"""The idx of a slide's placeholder that belongs to none of its layout's."""
MARGIN = 0.05
"""Share of the slide's width and height that stays free where a brand says nothing."""

AnyShape = TypeVar("AnyShape")


class Key(NamedTuple):
    """What a `p:ph` says: the type (ST_PlaceholderType) and the idx."""

    type: str
    idx: int


class Listed(NamedTuple, Generic[AnyShape]):
    """A placeholder of a layout or master with its shape."""

    key: Key
    shape: AnyShape


class Origins(NamedTuple, Generic[AnyShape]):
    """What a placeholder of a slide takes after, on its layout and on the master; its type, taken over from there."""

    layout: AnyShape | None
    master: AnyShape | None
    type: str

    @property
    def shapes(self) -> tuple[AnyShape, ...]:
        """The nearest first."""
        return tuple([one for one in (self.layout, self.master) if one is not None])


def kind_of(placeholder_type: str) -> str:
    """Which of the master's placeholders one of this type takes after: title, body, dt, ftr, sldNum or hdr."""
    if placeholder_type in TITLES:
        return "title"
    return placeholder_type if placeholder_type in FOOTERS else "body"


def text_style_of(placeholder_type: str) -> str:
    """Which of the master's text styles (`p:txStyles`) goes for placeholders of a type."""
    return {"title": "titleStyle", "body": "bodyStyle"}.get(kind_of(placeholder_type), "otherStyle")


def placeholder_of(shape: AnyNode) -> AnyNode | None:
    """The `p:ph` of a shape that is a placeholder."""
    return shape.find(f"*/{P}nvPr/{P}ph")


def key_of(ph: AnyNode) -> Key:
    """Type and idx of a `p:ph`, with what goes without saying."""
    return Key(ph.get("type") or ANY, integer(ph.get("idx"), 0))


def is_of(shape: AnyNode, types: Iterable[str]) -> bool:
    """Whether a shape is a placeholder that says one of these types."""
    ph = placeholder_of(shape)
    return ph is not None and key_of(ph).type in types


def placeholders_of(root: AnyNode | None) -> list[Listed[AnyNode]]:
    """The placeholders of a slide, layout or master in their order. They are in no group."""
    tree = root.find(f"{P}cSld/{P}spTree") if root is not None else None
    shapes = said_content(tree) if tree is not None else ()
    return [Listed(key_of(ph), shape) for shape in shapes if (ph := placeholder_of(shape)) is not None]


def notes_shape(root: AnyNode) -> AnyNode | None:
    """The shape of a notes page, or of the notes master, that the notes are written in ([MS-OI29500]: by type)."""
    return next((one.shape for one in placeholders_of(root) if one.key.type == "body"), None)


def on_layout(key: Key, layout: Sequence[Listed[AnyShape]]) -> Listed[AnyShape] | None:
    """The layout's placeholder that one of a slide takes after, None if it has none for it."""
    if kind_of(key.type) != "body":
        alike = [one for one in layout if kind_of(one.key.type) == kind_of(key.type)]
        return next((one for one in alike if one.key.idx == key.idx), alike[0] if alike else None)
    others = [one for one in layout if kind_of(one.key.type) == "body"]
    same_idx = [one for one in others if one.key.idx == key.idx != UNLINKED]
    if not same_idx and key.type == ANY and key.idx not in (0, UNLINKED):
        same_idx = [one for one in layout if one.key.idx == key.idx]
    if same_idx:
        return next((one for one in same_idx if one.key.type == key.type), same_idx[0])
    return next((one for one in others if one.key.type == key.type), None)


def on_master(placeholder_type: str, master: Sequence[Listed[AnyShape]]) -> Listed[AnyShape] | None:
    """The master's placeholder that a layout's of this type takes after, None if it has none for it."""
    kind = kind_of(placeholder_type)
    return next((one for one in master if kind_of(one.key.type) == kind), None)


def origins_of(key: Key, layout: Sequence[Listed[AnyShape]], master: Sequence[Listed[AnyShape]]) -> Origins[AnyShape]:
    """What a slide's placeholder takes after. The slide's own type goes before that of the layout's."""
    nearest = on_layout(key, layout)
    kind = nearest.key.type if nearest is not None and key.type == ANY else key.type
    last = on_master(kind, master)
    return Origins(
        nearest.shape if nearest is not None else None,
        last.shape if last is not None else None,
        "body" if kind == ANY else kind,
    )


def inherited_place(shapes: Iterable[AnyNode]) -> Place | None:
    """The place of the first of `shapes`, the nearest first, that says one with an area."""
    return next(
        (place for one in shapes if (place := place_of(one)) is not None and place.box.cx and place.box.cy), None
    )


def within_margins(width: int, height: int) -> Box:
    """Where a placeholder stands that says no place and inherits none, on a slide of this size."""
    x, y = round(width * MARGIN), round(height * MARGIN)
    return Box(x, y, width - 2 * x, height - 2 * y)
