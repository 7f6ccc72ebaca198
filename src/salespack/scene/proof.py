"""The fit proof: whether every text on a finished slide stays in its frame, measured. Nothing is changed here.

What is judged: text frames, and tables, whose rows grow with their text. Not judged: what master and layout say
themselves, frames off the slide (hidden titles), and texts of charts and diagrams, which PowerPoint sets anew itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from salespack.powerpoint.brand import Box
from salespack.powerpoint.layouts import FOOTERS, TITLES
from salespack.scene.model import AutoShape, Cell, Scene, SlideScene, TableShape
from salespack.scene.verdict import SlideProof, Verdict
from salespack.typography.faces import Typefaces
from salespack.typography.lines import lay_out
from salespack.typography.overflow import lines_over, tolerance
from salespack.typography.text import Laid, Unproven


def prove(scene: Scene, typefaces: Typefaces) -> tuple[SlideProof, ...]:
    """A proof for each slide."""
    return tuple([_proof(slide, Box(0, 0, scene.width, scene.height), typefaces) for slide in scene.slides])


def _proof(slide: SlideScene, page: Box, typefaces: Typefaces) -> SlideProof:
    found: list[Verdict] = []
    for shape in slide.shapes:
        if shape.origin != "slide" or not _meets(shape.box, page):
            continue
        if isinstance(shape, AutoShape):
            over, why = _frame(shape, page, typefaces)
        elif isinstance(shape, TableShape):
            over, why = _table(shape, slide, page, typefaces)
        else:
            continue
        if over or why:
            kind = _kind(shape)
            found.append(Verdict(shape=shape.id, name=shape.name, kind=kind, over=0 if why else over, unproven=why))
    return SlideProof(number=slide.number, verdicts=tuple(found))


def _kind(shape: AutoShape | TableShape) -> Literal["text", "title", "table", "footer"]:
    if isinstance(shape, TableShape):
        return "table"
    if shape.placeholder in FOOTERS:
        return "footer"
    return "title" if shape.placeholder in TITLES else "text"


def _meets(box: Box, page: Box) -> bool:
    across = box.x < page.cx and box.x + max(box.cx, 1) > 0
    return across and box.y < page.cy and box.y + max(box.cy, 1) > 0


# --- text frames -----------------------------------------------------------------------------------------------------


def _frame(shape: AutoShape, page: Box, typefaces: Typefaces) -> tuple[int, tuple[Unproven, ...]]:
    """How many lines of a shape's text are too many."""
    body, room = shape.text, shape.geometry.text
    if body is None or not body.text.strip():
        return 0, ()
    laid = lay_out(body, room.cx, room.cy, typefaces)
    if not body.wrap:
        return _off_the_page(shape, laid, page), laid.unproven
    if body.autofit == "shape":
        return _grown_off_the_page(shape, laid, page), laid.unproven
    return lines_over(laid, shape.box.cy), laid.unproven


def _off_the_page(shape: AutoShape, laid: Laid, page: Box) -> int:
    """Lines that are not wrapped and leave the slide."""
    left, top = shape.box.x + shape.geometry.text.x, shape.box.y + shape.geometry.text.y
    slack = tolerance(0)
    return sum(
        left + line.x < -slack
        or left + line.x + line.width > page.cx + slack
        or top + line.top < -slack
        or top + line.top + line.height > page.cy + slack
        for line in laid.lines
    )


def _grown_off_the_page(shape: AutoShape, laid: Laid, page: Box) -> int:
    """Lines beyond the slide, of a shape that grows with its text: away from where the text is anchored."""
    excess = laid.height - laid.room
    if excess <= tolerance(laid.room):
        return 0
    anchor = shape.text.anchor if shape.text is not None else "t"
    up = {"t": 0.0, "ctr": 0.5, "b": 1.0}[anchor] * excess
    top, bottom = shape.box.y - up, shape.box.y + shape.box.cy + excess - up
    slack = tolerance(0)
    beyond = max(bottom - page.cy - slack, 0) + max(-top - slack, 0)
    line = laid.height / max(len(laid.lines), 1)
    return min(-int(-beyond // max(line, 1)), len(laid.lines))


# --- tables ----------------------------------------------------------------------------------------------------------


def _table(table: TableShape, slide: SlideScene, page: Box, typefaces: Typefaces) -> tuple[int, tuple[Unproven, ...]]:
    """How many rows end below the slide, or below the top of what stands under the table, once they have grown."""
    heights, unproven = _row_heights(table, typefaces)
    end = table.box.y + table.box.cy
    below = [
        one.box.y
        for one in slide.shapes
        if one is not table and one.origin == "slide" and one.box.y >= end and _abreast(one.box, table.box)
    ]
    limit = min([page.cy, *below])
    slack = tolerance(table.box.cy)
    bottom, over = table.box.y, 0
    for height in heights:
        bottom += height
        over += bottom > limit + slack
    return over, unproven


def _abreast(one: Box, other: Box) -> bool:
    return one.x < other.x + other.cx and one.x + one.cx > other.x


def _row_heights(table: TableShape, typefaces: Typefaces) -> tuple[list[int], tuple[Unproven, ...]]:
    heights = list(table.rows)
    unproven: dict[Unproven, None] = {}
    for cell, laid in _cells(table, typefaces):
        unproven |= dict.fromkeys(laid.unproven)
        last = min(cell.row + cell.rows, len(heights)) - 1
        above = sum(heights[cell.row : last])
        heights[last] = max(heights[last], laid.height + cell.text.insets[1] + cell.text.insets[3] - above)
    return heights, tuple(unproven)


def _cells(table: TableShape, typefaces: Typefaces) -> Iterator[tuple[Cell, Laid]]:
    """The cells with their texts laid out, those that span no rows first."""
    for cell in sorted(table.cells, key=lambda one: one.rows):
        if cell.row < len(table.rows) and cell.text.text.strip():
            width = sum(table.columns[cell.column : cell.column + cell.columns])
            height = sum(table.rows[cell.row : cell.row + cell.rows])
            yield cell, lay_out(cell.text, width, height, typefaces)
