"""Tables as markup: fills and borders as they stand, and the texts in a table that readers know as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from salespack.drawing.outlines import pen
from salespack.scene.model import Cell, Paint, Stroke, TableShape
from salespack.typesetting.literals import points

Filled = Callable[[float, float, float, float, Paint], str]
Text = Callable[[Cell, int, int], Sequence[str]]
"""The calls that write a cell's text, from its top left corner, in a box of this width and height (EMU)."""


def grid(table: TableShape, rows: Sequence[int], x: float, y: float, filled: Filled, text: Text) -> Iterator[str]:
    """The calls that draw a table with its top left corner at `x`, `y`; `rows` are the heights that its texts need."""
    across, down = [0, *accumulate(table.columns)], [0, *accumulate(rows)]
    cells = [one for one in table.cells if one.row < len(rows) and one.column < len(table.columns)]
    if table.fill is not None:
        yield filled(x, y, across[-1], down[-1], table.fill)
    for cell in cells:
        if cell.fill is not None:
            left, top, right, bottom = _corners(cell, across, down)
            yield filled(x + left, y + top, right - left, bottom - top, cell.fill)
    written = []
    headers = _header_rows(cells, len(rows))
    for cell in sorted(cells, key=lambda one: (one.row, one.column)):
        left, top, right, bottom = _corners(cell, across, down)
        calls = ";".join(text(cell, right - left, bottom - top))
        spans = "".join(
            f",{name}:{span}"
            for name, span in (
                ("colspan", _span(cell.column, cell.columns, across)),
                ("rowspan", _span(cell.row, cell.rows, down)),
            )
            if span > 1
        )
        written.append((cell.row, f"table.cell(x:{cell.column},y:{cell.row}{spans},{{{calls}}})"))
    sizes = [",".join(f"{points(one)}pt" for one in lengths) for lengths in (table.columns, rows)]
    head = ",".join(call for row, call in written if row < headers)
    body = ",".join(call for row, call in written if row >= headers)
    parts = [part for part in (f"table.header({head})" if head else "", body) if part]
    if parts:
        yield f"at({points(x)},{points(y)},table(columns:({sizes[0]},),rows:({sizes[1]},),{','.join(parts)}))"
    yield from _borders(cells, across, down, x, y)


def _span(first: int, count: int, edges: Sequence[int]) -> int:
    return max(min(count, len(edges) - 1 - first), 1)


def _corners(cell: Cell, across: Sequence[int], down: Sequence[int]) -> tuple[int, int, int, int]:
    right = across[min(cell.column + max(cell.columns, 1), len(across) - 1)]
    bottom = down[min(cell.row + max(cell.rows, 1), len(down) - 1)]
    return across[cell.column], down[cell.row], right, bottom


def _header_rows(cells: Sequence[Cell], rows: int) -> int:
    """How many rows from the top hold nothing but headers, and no cell that reaches below them."""
    plain = {cell.row for cell in cells if not cell.header}
    count = next((row for row in range(rows) if row in plain), rows)
    while count and any(cell.row < count < cell.row + cell.rows for cell in cells):
        count -= 1
    return count if count < rows else 0


def _borders(cells: Sequence[Cell], across: Sequence[int], down: Sequence[int], x: float, y: float) -> Iterator[str]:
    """Every line once, diagonals too; where cells say different things of an edge, the later one has its way."""
    lines: dict[tuple[int, int, int, int], Stroke] = {}
    for cell in cells:
        left, top, right, bottom = _corners(cell, across, down)
        sides = {
            (left, top, left, bottom): cell.left, (left, top, right, top): cell.top,
            (right, top, right, bottom): cell.right, (left, bottom, right, bottom): cell.bottom,
            (left, top, right, bottom): cell.falling, (left, bottom, right, top): cell.rising,
        }  # fmt: skip
        lines |= {line: stroke for line, stroke in sides.items() if stroke is not None}
    for (left, top, right, bottom), stroke in lines.items():
        start, end = (f"({points(x + a)}pt,{points(y + b)}pt)" for a, b in ((left, top), (right, bottom)))
        yield f"k(none,{pen(stroke)},M({start}),L({end}))"
