"""Key figures: large, their labels below, in rows with thin lines between; divided between figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from salespack.deck.model import Kpi, Kpis, LayoutRole
from salespack.forms.columns import Wanted
from salespack.forms.figures import figure_boxes, in_rows
from salespack.forms.sizes import FIGURE_SIZES, INSET, label_sizes
from salespack.graphics.boxes import Box
from salespack.powerpoint.brand.model import Placeholder
from salespack.powerpoint.forms.canvas import Canvas
from salespack.powerpoint.forms.form import Excess, Portion, Setting
from salespack.powerpoint.forms.measuring import no_link, without_insets
from salespack.powerpoint.forms.paragraphs import Link, Row, runs
from salespack.powerpoint.forms.placed import Placed

ROLE: LayoutRole = "table"
PLACEHOLDERS: tuple[str, ...] = ()
STRETCHES = False


class Figures(NamedTuple):
    """Key figures set: the size of their labels, and for each of their rows the size of its figures and its height."""

    label: int
    sizes: tuple[int, ...]
    heights: tuple[int, ...]


def wanted(node: Kpis, width: int, room: int, setting: Setting, body: Placeholder | None) -> Wanted:
    """The height of its rows."""
    return Wanted(sum(measured(node, width, room, setting).heights), rigid=True)


def fitted(placed: Placed[Kpis, Figures], setting: Setting, room: Box) -> Placed[Kpis, Figures]:
    """As large as they fit; all of them are over where they do not."""
    figures, count = measured(placed.node, room.cx, room.cy, setting), len(placed.node.items)
    return placed._replace(set=figures, lines=count, over=count if sum(figures.heights) > room.cy else 0)


def excess(placed: Placed[Kpis, Figures], own: Placeholder) -> Excess:
    """That they do not fit."""
    return Excess("the key figures do not fit the slide", "show fewer of them, with shorter labels")


def portions(node: Kpis) -> Sequence[Portion]:
    """Its figures."""
    return [Portion(1)] * len(node.items)


def part(node: Kpis, start: int, end: int) -> Kpis:
    """Some of its figures."""
    return Kpis(node.items[start:end])


def measured(node: Kpis, cx: int, cy: int, setting: Setting) -> Figures:
    """Key figures in a room, with labels as large as they fit, else in their least size."""
    least, look, face = setting.minimum_body, setting.own, setting.face

    def found() -> Figures:
        tried = Figures(0, (), ())
        for label in label_sizes(least):
            rows = [_row(row, cx // len(row), label, setting) for row in in_rows(node.items)]
            tried = Figures(label, tuple(size for size, _ in rows), tuple(height for _, height in rows))
            if sum(tried.heights) <= cy:
                break
        return tried

    return Figures(*setting.measure.known("figures", (node, cx, cy, least, look.frame, look.font, face), found))


def _row(items: Sequence[Kpi], width: int, label: int, setting: Setting) -> tuple[int, int]:
    """The largest size at which every figure of a row stands on one line, and the row's height."""
    measure, look = setting.measure, setting.own
    room, bare = max(width - 4 * INSET, 1), without_insets(look)
    fitting = (
        size
        for size in FIGURE_SIZES
        if all(measure.span_width(item.figure, size, look.font, bold=True) <= room for item in items)
    )
    size = next(fitting, FIGURE_SIZES[-1])
    texts = [[row._replace(font=setting.face) for row in _rows(item, size, label, no_link)] for item in items]
    return size, max(measure.rows(rows, bare, room).height for rows in texts) + 3 * INSET


def _rows(item: Kpi, size: int, label: int, link: Link) -> list[Row]:
    """A figure with its label below."""
    return [Row(runs(item.figure, link, bold=True), size=str(size)), Row(runs(item.label, link), size=str(label))]


def draw(placed: Placed[Kpis, Figures], canvas: Canvas) -> None:
    """One group of text boxes with lines between them; a little above the middle of spare room."""
    figures, rows = placed.measured, in_rows(placed.node.items)
    boxes = figure_boxes(list(map(len, rows)), figures.heights, placed.room)
    left, top, _, bottom = canvas.own.insets
    with canvas.grouped("Key Figures", boxes.whole):
        for row, size, its_boxes, lines in zip(rows, figures.sizes, boxes.rows, boxes.lines, strict=True):
            for at, (item, box) in enumerate(zip(row, its_boxes, strict=True)):
                figure, label = map(canvas.own_row, _rows(item, size, figures.label, canvas.references.link))
                inked = figure._replace(ink=canvas.palette.figure), label._replace(ink=canvas.palette.text)
                canvas.text_box("Key Figure", box, inked, insets=(0 if at else left, top, 0, bottom))
                if at:
                    canvas.line(lines[at - 1], canvas.palette.rule)
