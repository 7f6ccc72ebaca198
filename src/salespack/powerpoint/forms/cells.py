"""Bodies composed as a grid of cells: laid out by their geometry as other forms are, and drawn as a native table."""

from __future__ import annotations

from itertools import groupby
from typing import TypeVar

import msgspec

from salespack.deck.model import Options
from salespack.forms.arrangement import Arrangement, Geometry, Part
from salespack.graphics.boxes import union
from salespack.powerpoint.forms.canvas import Canvas
from salespack.powerpoint.forms.composed import FormOfShapes, ink_of, rows_of
from salespack.powerpoint.forms.placed import Placed
from salespack.powerpoint.forms.table import COLUMN, ROW, TABLE
from salespack.powerpoint.slide_templates import Piece, Xml

N = TypeVar("N", bound=Options)
BARE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's table style without fills and lines."""
CELL = Piece("slide.xml.j2", "filled cell", ("ink", "rule", "insets"), ("text",))


class FormOfCells(FormOfShapes[N]):
    """One kind whose parts are the cells of a table, row after row, each row a group of its own."""

    def __init__(self, geometry: Geometry[N], items: str, called: str, name: str) -> None:
        super().__init__(geometry, items, called)
        self._name = name

    def part(self, node: N, start: int, end: int) -> N:
        """Some of its rows; the price is the last one."""
        return msgspec.structs.replace(node, rows=node.rows[start:end], price=node.price and end == len(node.rows))

    def draw(self, placed: Placed[N, Arrangement], canvas: Canvas) -> None:
        """The table, with thin lines between its rows."""
        rows = [list(cells) for _, cells in groupby(placed.measured.parts, lambda part: part.group)]
        box = union([part.box for part in placed.measured.parts])
        columns = Xml("".join([canvas.pattern(COLUMN).fill(Xml(str(cell.box.cx))) for cell in rows[0]]))
        found = []
        for number, cells in enumerate(rows, 1):
            texts = "".join([_cell(part, canvas, last=number == len(rows)) for part in cells])
            found.append(canvas.pattern(ROW).fill(Xml(str(cells[0].box.cy)), Xml(texts)))
        canvas.add(TABLE, (None, BARE), self._name, box, columns, Xml("".join(found)))


def _cell(part: Part, canvas: Canvas, *, last: bool) -> Xml:
    ink = ink_of(part.fill, canvas.palette) if part.fill is not None else None
    rule = None if last else canvas.palette.rule
    return canvas.pattern(CELL, ink, rule, part.insets).fill(canvas.printed(rows_of(part, canvas)))
