"""Layouts and their placeholders with everything inherited resolved: layout → master → presentation's defaults → theme.

The rules are those of ISO/IEC 29500-1 §19.3.1.36 and of PowerPoint where the text is silent: a layout's placeholder
takes after the master's placeholder of the same kind (its idx is no part of that), then the master's text style.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from xml.etree.ElementTree import Element

import msgspec

from salespack.powerpoint.brand import Box, Layout, Patch, Placeholder
from salespack.powerpoint.grounds import SOLID, background, box_of, fill_of, ground_behind, patches
from salespack.powerpoint.markup import A, P, integer
from salespack.powerpoint.theme import Theme, is_dark, luminance

TITLES = frozenset({"title", "ctrTitle"})
FOOTERS = frozenset({"dt", "ftr", "sldNum", "hdr"})
LEVELS = 9
DEFAULT_SIZE = 1800
DEFAULT_INSETS = (91440, 45720, 91440, 45720)
MARGIN = 0.05
"""Share of the slide's width and height that stays free where a brand says nothing."""
LIGHT = 0.6
"""The relative luminance from which a colour counts as light."""


class Master(msgspec.Struct, frozen=True):
    """A slide master: its part, its markup, its theme under its colour map, the slide's size, default text styles."""

    part: str
    root: Element
    theme: Theme
    width: int
    height: int
    default_text: Element | None


def kind_of(placeholder_type: str) -> str:
    """Which of the master's placeholders one of this type takes after: title, body, dt, ftr, sldNum or hdr."""
    if placeholder_type in TITLES:
        return "title"
    return placeholder_type if placeholder_type in FOOTERS else "body"


def placeholder_shapes(root: Element) -> Iterator[tuple[Element, Element]]:
    """Each shape of a layout or master that is a placeholder, with its `ph` element."""
    for shape in root.findall(f"{P}cSld/{P}spTree/*"):
        for properties in shape:
            if properties.tag.startswith(P) and (ph := properties.find(f"{P}nvPr/{P}ph")) is not None:
                yield shape, ph


def layout_of(part: str, root: Element, master: Master) -> Layout:
    """The layout that a layout part describes. Placeholders that share an idx keep it: see `with_unique_idx`."""
    override = root.find(f"{P}clrMapOvr/{A}overrideClrMapping")
    theme = master.theme if override is None else master.theme.mapped(dict(override.attrib))
    behind = _Behind(root, master, theme)
    found = [_placeholder(shape, ph, master, theme, behind) for shape, ph in placeholder_shapes(root)]
    content = root.find(f"{P}cSld")
    name = content.get("name", "") if content is not None else ""
    return Layout(
        part=part,
        name=" ".join(name.split()),
        type=root.get("type"),
        master=master.part,
        dark=_is_dark(behind.ground, found),
        placeholders=in_reading_order(found),
        ground=behind.ground,
        patches=behind.patches,
    )


class _Behind:
    """What lies behind the placeholders of a layout: the ground, and on it the patches."""

    def __init__(self, root: Element, master: Master, theme: Theme) -> None:
        roots = [root] if root.get("showMasterSp") in ("0", "false") else [master.root, root]
        self.patches: tuple[Patch, ...] = patches(roots, theme)
        slide = Box(0, 0, master.width, master.height)
        self.bare = background([root, master.root], theme)
        self.ground = ground_behind(slide, self.bare, self.patches)

    def ground_of(self, box: Box, shapes: Sequence[Element], theme: Theme) -> str | None:
        """The colour behind a placeholder's text: its own fill, which may be its master's, else what it lies on."""
        for shape in shapes:
            if (fill := fill_of(shape, theme)) is not None and fill[1] > 0:
                return fill[0] if fill[1] >= SOLID else None
            properties = shape.find(f"{P}spPr")
            if properties is not None and properties.find(f"{A}noFill") is not None:
                break
        return ground_behind(box, self.bare, self.patches)


def in_reading_order(placeholders: Sequence[Placeholder]) -> tuple[Placeholder, ...]:
    """Titles first, then rows from the top, each from the left; date, footer and slide number last.

    Two placeholders are in one row if the middle of the one lies between the other's top and bottom.
    """

    def rank(one: Placeholder) -> int:
        return 0 if one.type in TITLES else 2 if one.type in FOOTERS else 1

    rows: list[list[Placeholder]] = []
    for one in sorted(placeholders, key=lambda one: (rank(one), one.box.y, one.box.x)):
        middle, first = one.box.y + one.box.cy // 2, rows[-1][0] if rows else None
        same_row = (
            first is not None and rank(first) == rank(one) and first.box.y <= middle <= first.box.y + first.box.cy
        )
        if not same_row:
            rows.append([])
        rows[-1].append(one)
    return tuple(one for row in rows for one in sorted(row, key=lambda one: one.box.x))


def _placeholder(shape: Element, ph: Element, master: Master, theme: Theme, behind: _Behind) -> Placeholder:
    kind = ph.get("type", "obj")
    base = _master_shape(master, kind_of(kind))
    shapes = [one for one in (shape, base) if one is not None]
    bodies = [one for one in (found.find(f"{P}txBody/{A}bodyPr") for found in shapes) if one is not None]
    styles = _styles(shapes, kind, master)
    margin = Box(
        round(master.width * MARGIN),
        round(master.height * MARGIN),
        round(master.width * (1 - 2 * MARGIN)),
        round(master.height * (1 - 2 * MARGIN)),
    )
    name = shape.find(f"*/{P}cNvPr")
    box = next((box for box in map(box_of, shapes) if box is not None and box.cx > 0 and box.cy > 0), margin)
    sizes = tuple(_size(styles, level) for level in range(1, LEVELS + 1))
    return Placeholder(
        type=kind,
        idx=integer(ph.get("idx"), 0),
        name=name.get("name", "") if name is not None else "",
        box=box,
        insets=_insets(bodies),
        anchor=_first([body.get("anchor") for body in bodies], "t"),
        sizes=sizes,
        bullets=tuple(_has_bullet(styles, level) for level in range(1, LEVELS + 1)),
        colour=_inherited(styles, 1, lambda run: theme.fill(run)),
        font=theme.font(_inherited(styles, 1, _typeface) or "+mn-lt"),
        text="\n".join(
            "".join(run.text or "" for run in paragraph.iter(f"{A}t")) for paragraph in shape.findall(f"{P}txBody/{A}p")
        ).strip(),
        ground=behind.ground_of(box, shapes, theme),
        bold=_inherited(styles, 1, lambda run: run.get("b")) in ("1", "true"),
        line=_spacing(styles, "lnSpc", sizes[0], 100),
        before=_spacing(styles, "spcBef", sizes[0], 0),
        vertical=ph.get("orient") == "vert" or _first([body.get("vert") for body in bodies], "horz") != "horz",
    )


def _master_shape(master: Master, kind: str) -> Element | None:
    return next(
        (shape for shape, ph in placeholder_shapes(master.root) if kind_of(ph.get("type", "obj")) == kind), None
    )


def _styles(shapes: Sequence[Element], kind: str, master: Master) -> list[Element]:
    """The list styles that apply to a placeholder of `kind`, nearest first."""
    general = {"title": "titleStyle", "body": "bodyStyle"}.get(kind_of(kind), "otherStyle")
    found = [shape.find(f"{P}txBody/{A}lstStyle") for shape in shapes]
    found += [master.root.find(f"{P}txStyles/{P}{general}"), master.default_text]
    return [one for one in found if one is not None]


def _levels(styles: Sequence[Element], level: int) -> Iterator[Element]:
    """The paragraph properties that the styles give a level (1–9), nearest first."""
    for style in styles:
        if (found := style.find(f"{A}lvl{level}pPr")) is not None:
            yield found


def _inherited(styles: Sequence[Element], level: int, get: Callable[[Element], str | None]) -> str | None:
    """The nearest thing that `get` finds in the run properties of a level."""
    for paragraph in _levels(styles, level):
        run = paragraph.find(f"{A}defRPr")
        if run is not None and (value := get(run)) is not None:
            return value
    return None


def _size(styles: Sequence[Element], level: int) -> int:
    return integer(_inherited(styles, level, lambda run: run.get("sz")), DEFAULT_SIZE)


def _spacing(styles: Sequence[Element], name: str, size: int, default: int) -> int:
    """The first level's spacing of that name in hundredths of its size, given as a percentage or in points."""
    for paragraph in _levels(styles, 1):
        for spacing in paragraph.findall(f"{A}{name}"):
            if (share := spacing.find(f"{A}spcPct")) is not None:
                return max(integer(share.get("val"), default * 1000) // 1000, 0)
            if (points := spacing.find(f"{A}spcPts")) is not None:
                return max(integer(points.get("val"), 0) * 100 // max(size, 1), 0)
    return default


def _typeface(run: Element) -> str | None:
    latin = run.find(f"{A}latin")
    return latin.get("typeface") or None if latin is not None else None


def _has_bullet(styles: Sequence[Element], level: int) -> bool:
    for paragraph in _levels(styles, level):
        for one in paragraph:
            if one.tag in (f"{A}buChar", f"{A}buAutoNum", f"{A}buBlip"):
                return True
            if one.tag == f"{A}buNone":
                return False
    return False


def _insets(bodies: Sequence[Element]) -> tuple[int, int, int, int]:
    left, top, right, bottom = (
        integer(next((inset for body in bodies if (inset := body.get(name)) is not None), None), default)
        for name, default in zip(("lIns", "tIns", "rIns", "bIns"), DEFAULT_INSETS, strict=True)
    )
    return left, top, right, bottom


def _first(values: Sequence[str | None], default: str) -> str:
    return next((value for value in values if value is not None), default)


def _is_dark(ground: str | None, placeholders: Sequence[Placeholder]) -> bool:
    """By the background's colour; where that is neither dark nor light, or unknown, by whether all text is light."""
    if ground is not None and is_dark(ground):
        return True
    inks = [one.colour for one in placeholders if one.colour is not None and one.type not in FOOTERS]
    light = bool(inks) and not any(luminance(ink) < LIGHT for ink in inks)
    return light and (ground is None or luminance(ground) < LIGHT)
