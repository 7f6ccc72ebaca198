"""Layouts and their placeholders with everything inherited resolved: layout → master → presentation's defaults → theme.

What a layout's placeholder takes after is told in `ooxml.placeholders`; the master's text style comes behind it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element, SubElement

import msgspec

from salespack.graphics.boxes import Box
from salespack.graphics.colours import is_dark, luminance
from salespack.graphics.lengths import CENTIPOINT
from salespack.ooxml.markup import A, P
from salespack.ooxml.placeholders import (
    FOOTERS,
    TITLES,
    Listed,
    inherited_place,
    on_master,
    placeholder_of,
    placeholders_of,
    text_style_of,
    within_margins,
)
from salespack.ooxml.slides import layout_name, shows_master
from salespack.ooxml.texts import LEVELS
from salespack.ooxml.theme import Theme, own_colour_map
from salespack.powerpoint.brand.backgrounds import SOLID, background, fill_of, ground_behind, patches
from salespack.powerpoint.brand.model import Layout, Patch, Placeholder
from salespack.scene.paint import Source
from salespack.scene.text.bodies import body_in
from salespack.typography.text import Body, Bullet

ONE_COLOUR = 0.9
"""The share of the points behind a frame that have one colour, for that to be its ground."""
LIGHT = 0.6
"""The relative luminance from which a colour counts as light."""

BULLETS = frozenset(f"{A}{one}" for one in ("buNone", "buChar", "buAutoNum", "buBlip"))
"""What a style may say of bullets (EG_TextBullet, ECMA-376, 21.1.2.4)."""


NUMBER_LETTERS = 1.5
"""How wide the number of a slide is, in sizes of its letters."""

SeenIn = Callable[[Box], tuple[str, ...]]


class Master(msgspec.Struct, frozen=True):
    """A slide master: its part, its markup, its theme under its colour map, the slide's size, default text styles."""

    part: str
    root: Element
    theme: Theme
    width: int
    height: int
    default_text: Element | None


class Frames:
    """The text frames of a brand, each kept once: most placeholders of a brand look like others. The first is that of
    text boxes, and is known only when it is known on which master's slides they stand."""

    def __init__(self) -> None:
        self._numbers: dict[Body, int] = {}

    def number(self, body: Body) -> int:
        """The number of a placeholder's frame, from 1."""
        return self._numbers.setdefault(body, len(self._numbers) + 1)

    def listed(self, text_box: Body) -> tuple[Body, ...]:
        """All frames, by number."""
        return text_box, *self._numbers


def text_box(master: Master) -> Body:
    """The frame of a text box on slides of a master: there the presentation's defaults go before the master's style."""
    styles = (master.default_text, master.root.find(f"{P}txStyles/{P}otherStyle"))
    return _frame(master.part, [one for one in styles if one is not None], [], master.theme)


def layout_of(part: str, root: Element, master: Master, frames: Frames, seen: SeenIn | None = None) -> Layout:
    """The layout that a layout part describes; the frames of its placeholders go into `frames`. `seen` tells what
    colours really lie behind a box.

    Placeholders that share an idx keep it: see `with_unique_idx`.
    """
    override = own_colour_map(root)
    theme = master.theme if override is None else master.theme.mapped(override)
    behind = _Behind(root, master, theme, seen)
    bases = placeholders_of(master.root)
    found = [_placeholder(one, bases, master, theme, behind, frames) for one in placeholders_of(root)]
    return Layout(
        part=part,
        name=layout_name(root),
        type=root.get("type"),
        master=master.part,
        dark=_is_dark(behind.ground, found),
        placeholders=in_reading_order(found),
        ground=behind.ground,
        paper=behind.bare,
        patches=behind.patches,
    )


class _Behind:
    """What lies behind the placeholders of a layout: the ground, and on it the patches."""

    def __init__(self, root: Element, master: Master, theme: Theme, seen: SeenIn | None) -> None:
        self._seen = seen
        roots = [master.root, root] if shows_master(root) else [root]
        self.patches: tuple[Patch, ...] = patches(roots, theme)
        slide = Box(0, 0, master.width, master.height)
        self.bare = background([root, master.root], theme)
        self.ground = ground_behind(slide, self.bare, self.patches)

    def ground_of(self, box: Box, shapes: Sequence[Element], theme: Theme) -> tuple[str | None, tuple[str, ...]]:
        """The colour behind a placeholder's text: its own fill, which may be its master's, else what it lies on; where
        that is not one colour, those of points there."""
        for shape in shapes:
            if (fill := fill_of(shape, theme)) is not None and fill[1] > 0:
                return fill[0] if fill[1] >= SOLID else None, ()
            properties = shape.find(f"{P}spPr")
            if properties is not None and properties.find(f"{A}noFill") is not None:
                break
        seen = self._seen(box) if self._seen is not None else ()
        if not seen:
            return ground_behind(box, self.bare, self.patches), ()
        colour, count = Counter(seen).most_common(1)[0]
        return (colour, ()) if count >= ONE_COLOUR * len(seen) else (None, seen)


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


def _placeholder(
    listed: Listed[Element],
    bases: Sequence[Listed[Element]],
    master: Master,
    theme: Theme,
    behind: _Behind,
    frames: Frames,
) -> Placeholder:
    (kind, idx), shape = listed
    base = on_master(kind, bases)
    shapes = [shape, base.shape] if base is not None else [shape]
    bodies = [one for one in (found.find(f"{P}txBody/{A}bodyPr") for found in shapes) if one is not None]
    styles = _styles(shapes, kind, master)
    name, ph = shape.find(f"*/{P}cNvPr"), placeholder_of(shape)
    place = inherited_place(shapes)
    box = place.box if place is not None else within_margins(master.width, master.height)
    frame = _frame(master.part, styles, bodies, theme)
    first = frame.paragraphs[0].end
    ground, seen = behind.ground_of(_of_letters(kind, box, frame, first.size), shapes, theme)
    return Placeholder(
        type=kind,
        idx=idx,
        name=name.get("name", "") if name is not None else "",
        box=box,
        insets=frame.insets,
        anchor=frame.anchor,
        sizes=tuple(level.end.size for level in frame.paragraphs),
        bullets=tuple(level.bullet is not None for level in frame.paragraphs),
        colour=_colour(styles, theme),
        font=first.typeface,
        text="\n".join(
            "".join(run.text or "" for run in paragraph.iter(f"{A}t")) for paragraph in shape.findall(f"{P}txBody/{A}p")
        ).strip(),
        ground=ground,
        behind=seen,
        bold=first.bold,
        vertical=(ph is not None and ph.get("orient") == "vert") or frame.direction != "horz",
        frame=frames.number(frame),
        wraps=frame.wrap,
        numbered=_numbers(styles),
        turned=place is not None and bool(place.rotation),
    )


def _of_letters(kind: str, box: Box, frame: Body, size: int) -> Box:
    """Where the letters of a placeholder stand: the numbers of slides at one side of their frame, all else anywhere."""
    left, _, right, _ = frame.insets
    width = min(round(size * CENTIPOINT * NUMBER_LETTERS), box.cx - left - right)
    if kind != "sldNum" or width <= 0:
        return box
    align = frame.paragraphs[0].align
    x = {"r": box.x + box.cx - right - width, "ctr": box.x + (box.cx - width) // 2}.get(align, box.x + left)
    return Box(x, box.y, width, box.cy)


def _numbers(styles: Sequence[Element]) -> bool:
    """Whether paragraphs of the first level are numbered by themselves: the nearest style that says it counts."""
    for style in styles:
        level = style.find(f"{A}lvl1pPr")
        for one in level if level is not None else ():
            if one.tag in BULLETS:
                return one.tag == f"{A}buAutoNum"
    return False


def _frame(part: str, styles: Sequence[Element], bodies: Sequence[Element], theme: Theme) -> Body:
    """A text frame with a paragraph without text for each level. Colours and languages, which take no room, are out."""
    body = body_in(_EACH_LEVEL, styles, Source(part, theme, {}), properties=bodies)
    levels = []
    for level in body.paragraphs:
        bullet = level.bullet
        if bullet is not None:
            bullet = Bullet(msgspec.structs.replace(bullet.run, colour="", language=""), bullet.picture)
        end = msgspec.structs.replace(level.end, colour="", alpha=1.0, highlight=None, highlight_alpha=1.0, language="")
        levels.append(msgspec.structs.replace(level, runs=(), end=end, bullet=bullet))
    return msgspec.structs.replace(body, paragraphs=tuple(levels))


def _each_level() -> Element:
    text = Element(f"{P}txBody")
    for level in range(LEVELS):
        paragraph = SubElement(text, f"{A}p")
        SubElement(paragraph, f"{A}pPr", lvl=str(level))
        SubElement(SubElement(paragraph, f"{A}r"), f"{A}t").text = "x"
    return text


_EACH_LEVEL = _each_level()


def _styles(shapes: Sequence[Element], kind: str, master: Master) -> list[Element]:
    """The list styles that apply to a placeholder of `kind`, nearest first."""
    found = [shape.find(f"{P}txBody/{A}lstStyle") for shape in shapes]
    found += [master.root.find(f"{P}txStyles/{P}{text_style_of(kind)}"), master.default_text]
    return [one for one in found if one is not None]


def _colour(styles: Sequence[Element], theme: Theme) -> str | None:
    """The colour of the first level's letters, if any style names one."""
    for style in styles:
        run = style.find(f"{A}lvl1pPr/{A}defRPr")
        if run is not None and (colour := theme.fill(run)) is not None:
            return colour
    return None


def _is_dark(ground: str | None, placeholders: Sequence[Placeholder]) -> bool:
    """By the background's colour; where that is neither dark nor light, or unknown, by whether all text is light."""
    if ground is not None and is_dark(ground):
        return True
    inks = [one.colour for one in placeholders if one.colour is not None and one.type not in FOOTERS]
    light = bool(inks) and not any(luminance(ink) < LIGHT for ink in inks)
    return light and (ground is None or luminance(ground) < LIGHT)
