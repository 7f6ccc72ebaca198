"""Bodies composed of shapes: laid out by the geometry of their kind in `salespack.forms`, and drawn as it says.

All kinds are measured and drawn here in one way; what differs is their geometry, what they are divided into, and what
is told where they do not fit.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Generic, TypeVar

import msgspec

from salespack.deck.model import Agenda, Composed, Kpis, LayoutRole, Next, Questions, Steps
from salespack.forms.arrangement import TIPS, Arrangement, Geometry, Part, Taken, Tone, Words
from salespack.forms.columns import Wanted
from salespack.forms.growing import arranged
from salespack.forms.last_lines import accompanied
from salespack.forms.pictures import cropped
from salespack.graphics.boxes import Box, union
from salespack.graphics.icons import FIELD, LINE, MOST_OUTLINES, icon_outline
from salespack.graphics.lengths import CENTIPOINT
from salespack.powerpoint.brand.model import Placeholder
from salespack.powerpoint.brand.palette import Ink, Palette
from salespack.powerpoint.forms.canvas import ICON, PART, Canvas
from salespack.powerpoint.forms.form import Excess, Portion, Setting, percent_of_rung
from salespack.powerpoint.forms.measuring import no_link, without_insets
from salespack.powerpoint.forms.paragraphs import Link, Row, one_line, runs
from salespack.powerpoint.forms.placed import Placed
from salespack.powerpoint.slide_templates import Xml, literal

COMMANDS = {"M": "moveTo", "L": "lnTo", "C": "cubicBezTo"}
N = TypeVar("N", bound=Composed | Kpis)
ALIGN: Mapping[str, str] = {"left": "", "center": "ctr", "right": "r"}
ON_GROUNDS: tuple[Tone, ...] = ("on-panel", "accent-on-panel", "on-solid", "on-dark")
"""Inks of text that stands on a shape, its own or another, where nobody knows whether the theme's links can be read."""


class FormOfShapes(Generic[N]):
    """One kind: its `geometry`, the field of its `items`, by which it is divided, and what messages call it."""

    PLACEHOLDERS: tuple[str, ...] = ()
    STRETCHES = False

    def __init__(self, geometry: Geometry[N], items: str, called: str, role: LayoutRole = "table") -> None:
        self._geometry, self._items, self._called, self.ROLE = geometry, items, called, role

    def variants(self, node: N) -> Sequence[str]:
        """The ways in which it can be drawn, the best first."""
        return self._geometry.variants(node)

    def wanted(self, node: N, width: int, room: int, setting: Setting, body: Placeholder | None) -> Wanted:
        """The height that it takes in a column: all of it where there is enough, and never less than at its least."""
        sizes = setting.ladder.at(setting.rungs()[-1])

        def found() -> int:
            measuring = FormMeasuring(setting)
            drafts = [
                self._geometry.draft(node, Box(0, 0, width, 0), variant, sizes, measuring)
                for variant in self._geometry.variants(node)
            ]
            return min([one.needed for one in drafts if one is not None], default=0)

        key = (node, width, setting.own.frame, setting.own.font, setting.face, sizes)
        least = int(setting.measure.known(f"least {self._called}", key, found))
        return Wanted(None, rigid=least > 0, least=least)

    def fitted(self, placed: Placed[N, Arrangement], setting: Setting, room: Box) -> Placed[N, Arrangement]:
        """The largest way in which it fits; over where even the smallest does not."""
        found = self._arranged(placed.node, room, setting)
        return placed._replace(
            set=found,
            lines=len(self.portions(placed.node)),
            over=len(self.portions(placed.node)) if found.over else 0,
            percent=percent_of_rung(found.rung),
        )

    def excess(self, placed: Placed[N, Arrangement], own: Placeholder) -> Excess:
        """That they do not fit."""
        return Excess(f"{self._called} do not fit the slide", "show fewer of them, with shorter texts")

    def portions(self, node: N) -> Sequence[Portion]:
        """Its items."""
        return [Portion(1)] * max(len(getattr(node, self._items)) if self._items else 1, 1)

    def part(self, node: N, start: int, end: int) -> N:
        """Some of its items. A figure is said again with each part of its points; points of key figures come last,
        and so does what is asked for."""
        if not self._items:
            return node
        items = getattr(node, self._items)
        if isinstance(node, Kpis) and end < len(items):
            return msgspec.structs.replace(node, items=items[start:end], points=())
        if isinstance(node, Questions | Agenda):
            return msgspec.structs.replace(node, items=items[start:end], start=node.start + start)
        if isinstance(node, Next):
            last = node if end == len(items) else msgspec.structs.replace(node, ask=(), contact=())
            return msgspec.structs.replace(last, items=items[start:end], start=node.start + start)
        if isinstance(node, Steps):
            return msgspec.structs.replace(node, items=items[start:end], ends=node.ends and end == len(items))
        return msgspec.structs.replace(node, **{self._items: items[start:end]})

    def draw(self, placed: Placed[N, Arrangement], canvas: Canvas) -> None:
        """A group of shapes for each item."""
        draw_parts(placed.measured.parts, canvas)

    def _arranged(self, node: N, room: Box, setting: Setting) -> Arrangement:
        look, rungs = setting.own, setting.rungs()

        def found() -> object:
            measuring = FormMeasuring(setting)
            made = arranged(self._geometry, node, room, setting.ladder, measuring, rungs, setting.style.variant)
            return msgspec.to_builtins(msgspec.structs.replace(made, parts=accompanied(made.parts, measuring)))

        key: Sequence[Hashable] = (
            node, room, look.frame, look.font, setting.face, setting.ladder.key(), tuple(rungs), setting.style.variant,
        )  # fmt: skip
        return msgspec.convert(setting.measure.known(f"form {self._called}", key, found), Arrangement, strict=False)


def draw_parts(parts: Sequence[Part], canvas: Canvas) -> None:
    """Draws parts as shapes, those of a group as one."""
    for group, neighbours in groupby(parts, lambda part: part.group):
        members = list(neighbours)
        if group is None or len(members) == 1:
            for one in members:
                _draw(one, canvas)
            continue
        name = next((one.name for one in members if not one.decorative), members[-1].name)
        with canvas.grouped(name, union([one.box for one in members])):
            for one in members:
                _draw(one, canvas)


class FormMeasuring:
    """Measures a form's words on a brand, in the look of text that stands in no placeholder."""

    def __init__(self, setting: Setting) -> None:
        self._measure, self._look, self._face = setting.measure, without_insets(setting.own), setting.face

    def taken(self, words: Sequence[Words], width: int) -> Taken:
        """What they take in a width."""
        found = self._measure.rows([row_of(one, no_link, self._face) for one in words], self._look, max(width, 1))
        return Taken(found.height, found.width, found.broken)

    def width(self, words: Sequence[Words]) -> int:
        """How wide the widest of them is on one line."""
        measure, font = self._measure, self._look.font
        return max(measure.line_width(one.spans, one.size, font, bold=one.bold) for one in words)


def row_of(words: Words, link: Link, face: str, palette: Palette | None = None, *, plain_links: bool = False) -> Row:
    """Words as a paragraph; with a palette in its inks."""
    found = runs(words.spans, link, bold=words.bold)
    ink = strong = None
    if palette is not None:
        ink = ink_of(words.ink, palette)
        strong = ink_of(words.strong, palette) if words.strong else None
    if strong is not None:
        found = tuple(run._replace(ink=strong) if run.bold else run for run in found)
    return Row(
        found,
        size=str(words.size),
        align=ALIGN[words.align],
        before=str(words.before // CENTIPOINT) if words.before else "",
        ink=ink,
        font=words.face or face,
        plain_links=plain_links,
        signs=bool(words.face),
    )


def rows_of(part: Part, canvas: Canvas) -> list[Row]:
    """A part's words as paragraphs; links on a fill have the colour of the text."""
    plain = part.fill is not None or canvas.palette.plain_links or any(one.ink in ON_GROUNDS for one in part.words)
    return [row_of(one, canvas.references.link, canvas.face, canvas.palette, plain_links=plain) for one in part.words]


def ink_of(tone: Tone, palette: Palette) -> Ink:
    """The brand's ink or fill for a tone."""
    grounds = palette.grounds
    match tone:
        case "text":
            return palette.text
        case "quiet":
            return palette.quiet
        case "accent":
            return palette.figure
        case "rule":
            return palette.rule
        case "panel":
            return grounds.panel
        case "on-panel":
            return grounds.on_panel
        case "accent-on-panel":
            return grounds.accent_on_panel
        case "solid":
            return grounds.solid
        case "on-solid":
            return grounds.on_solid
        case "dark":
            return grounds.dark
        case "on-dark":
            return grounds.on_dark
        case "lightest":
            return grounds.lightest
        case "darkest":
            return grounds.darkest


@lru_cache(maxsize=MOST_OUTLINES)
def outline_of(icon: str) -> Xml:
    """An icon's outline as the commands of a path (ECMA-376, 20.1.9.15)."""
    return Xml("".join(_command(letter, points) for letter, points in icon_outline(icon)))


def _command(letter: str, points: tuple[tuple[int, int], ...]) -> str:
    if letter == "Z":
        return "<a:close/>"
    inner = "".join(f'<a:pt x="{x}" y="{y}"/>' for x, y in points)
    return f"<a:{COMMANDS[letter]}>{inner}</a:{COMMANDS[letter]}>"


def _draw(part: Part, canvas: Canvas) -> None:
    if part.picture is not None:
        crop = part.crop or cropped(part.picture.width, part.picture.height, part.box, part.focus)
        canvas.picture(part.name, part.box, part.picture, outline=part.outline, crop=crop)
        return
    if part.icon and part.fill is not None:
        look = ink_of(part.fill, canvas.palette), part.box.cx * LINE // FIELD, FIELD
        canvas.add(ICON, look, part.name, part.box, outline_of(part.icon))
        return
    rows = rows_of(part, canvas)
    outline = "" if part.outline == "none" else part.outline
    ink = ink_of(part.fill, canvas.palette) if part.fill is not None else None
    choices = outline, TIPS.get(outline, 0), ink, bool(rows), part.insets, part.anchor, part.decorative, bool(part.alt)
    canvas.add(PART, choices, part.name, part.box, canvas.printed(rows), literal(one_line(part.alt)))
