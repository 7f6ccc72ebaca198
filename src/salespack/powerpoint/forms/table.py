"""Tables: native ones in the brand's table style, columns as wide as their texts ask, divided between rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from salespack.deck.model import LayoutRole, Spans, Table, text_of
from salespack.forms.columns import Wanted
from salespack.forms.growing import FULL
from salespack.forms.tables import column_widths, is_amount, is_numeric, row_heights, rows_over
from salespack.graphics.boxes import Box
from salespack.graphics.lengths import CENTIPOINT, TEXT_INSETS
from salespack.powerpoint.brand.model import Placeholder
from salespack.powerpoint.forms.canvas import Canvas, reference, shape
from salespack.powerpoint.forms.form import Excess, Portion, Setting
from salespack.powerpoint.forms.measuring import no_link, without_insets
from salespack.powerpoint.forms.paragraphs import Row, runs
from salespack.powerpoint.forms.placed import Placed
from salespack.powerpoint.slide_templates import Piece, Xml

ROLE: LayoutRole = "table"
PLACEHOLDERS = ("obj", "tbl")
STRETCHES = False
LETTERS_A_CELL = 30
AFTER_FIGURES = 3
"""How many times as wide the left inset of a cell is whose neighbour ends in figures, or both would read as one."""
ALIGN = {"left": "", "center": "ctr", "right": "r"}
TABLE = shape("table", ("place", "style"), "columns", "rows")
COLUMN = Piece("slide.xml.j2", "column", (), ("width",))
ROW = Piece("slide.xml.j2", "row", (), ("height", "cells"))
CELL = Piece("slide.xml.j2", "cell", ("left", "right", "edge", "ink"), ("text",))


class Grid(NamedTuple):
    """A table set: the size of its text, its columns and rows (the header first), and whether a word is broken."""

    size: int
    widths: tuple[int, ...]
    heights: tuple[int, ...]
    broken: bool


def wanted(node: Table, width: int, room: int, setting: Setting, body: Placeholder | None) -> Wanted:
    """The height of its rows."""
    return Wanted(sum(measured(node, width, room, setting).heights), rigid=True)


def fitted(placed: Placed[Table, Grid], setting: Setting, room: Box) -> Placed[Table, Grid]:
    """As large as it fits; rows are over where it does not."""
    grid = measured(placed.node, room.cx, room.cy, setting, setting.most)
    over, percent = rows_over(grid.heights, room.cy), grid.size * 100 // cell_sizes(setting)[0]
    return placed._replace(set=grid, lines=len(grid.heights), over=over, percent=percent)


def excess(placed: Placed[Table, Grid], own: Placeholder) -> Excess:
    """How many rows there are, at which size."""
    needs = f"{placed.lines} row" if placed.lines == 1 else f"{placed.lines} rows"
    size = placed.measured.size / 100
    message = f"the table needs {needs}, {placed.over} too many, with its text in {size:g} pt"
    return Excess(message, "show fewer rows or shorter texts")


def portions(node: Table) -> Sequence[Portion]:
    """Its rows, without the header."""
    weights = (1 + max(len(text_of(cell)) for cell in row) // LETTERS_A_CELL for row in node.rows)
    return [Portion(weight) for weight in weights] or [Portion(1)]


def part(node: Table, start: int, end: int) -> Table:
    """Some of its rows below the header."""
    return Table(node.alignments, node.header, node.rows[start:end])


def measured(node: Table, cx: int, cy: int, setting: Setting, most: int = 100) -> Grid:
    """A table in a room: as large as it fits without broken words, else as it fits, else in its least size.

    `most` is the percentage of the largest size that it has at most.
    """
    look, face = setting.own, setting.face
    sizes = cell_sizes(setting, most)

    def found() -> Grid | None:
        fitting: Grid | None = None
        tried: Grid | None = None
        for size in sizes:
            tried = _grid(node, cx, size, setting)
            high = sum(tried.heights)
            if not tried.broken and high <= (FULL * cy if size > sizes[-1] else cy):
                return tried
            if fitting is None and high <= cy and (not tried.broken or size == sizes[-1]):
                fitting = tried
        return fitting or tried

    key = (node, cx, cy, sizes, look.frame, look.font, face, setting.ladder.inset)
    return Grid(*setting.measure.known("grid", key, found))


def cell_sizes(setting: Setting, most: int = 100) -> tuple[int, ...]:
    """The sizes of a table's text, the largest first: from the brand's own down to a little less than its least.

    Cells hold words, not sentences. `most` is the percentage of the largest size that they have at most.
    """
    ladder, least = setting.ladder, setting.ladder.least_of_cells()
    rungs = range(min(ladder.own, setting.rungs()[0]), -1, -1)
    sizes = tuple(dict.fromkeys(ladder.size(rung) for rung in rungs if ladder.size(rung) >= least)) or (least,)
    return tuple(size for size in sizes if size * 100 // sizes[0] <= most) or sizes[-1:]


def _grid(table: Table, cx: int, size: int, setting: Setting) -> Grid:
    """A table at one size. Headers are measured in bold, as most styles have them."""
    measure, font, inset = setting.measure, setting.own.font, setting.ladder.inset
    lines = [(number == 0, row) for number, row in enumerate((table.header, *table.rows))]
    natural, words = [], []
    behind = _behind_figures(_alignments(table))
    around = [(AFTER_FIGURES + 1 if one else 2) * inset for one in behind]
    for at in range(len(table.header)):
        cells = [(bold, row[at]) for bold, row in lines]
        widest = max(measure.span_width(cell, size, font, bold=bold) for bold, cell in cells)
        longest = max(
            measure.word_width(word, size, font, bold=bold or any(span.bold for span in cell))
            for bold, cell in cells
            for word in text_of(cell).split() or ("",)
        )
        natural.append(widest * 11 // 10 + around[at])
        whole = widest if is_numeric(table, at) else longest  # figures must not wrap at their blanks
        words.append(whole * 51 // 50 + around[at])
    widths = column_widths(table, cx, natural, words)
    heights: list[int] = []
    broken = any(word > width for word, width in zip(words, widths, strict=True))
    for bold, row in lines:
        needed = [
            _cell_height(cell, width - sides, size, setting, bold=bold)
            for cell, width, sides in zip(row, widths, around, strict=True)
        ]
        heights.append(max(needed) + inset + size * CENTIPOINT * 3 // 20)
    return Grid(size, tuple(widths), tuple(heights), broken)


def _cell_height(spans: Spans, cx: int, size: int, setting: Setting, *, bold: bool) -> int:
    """The height of a cell's text in a width, EMU."""
    row = Row(runs(spans, no_link, bold=bold), size=str(size), font=setting.face)
    return setting.measure.rows([row], without_insets(setting.own), max(cx, 1)).height


def draw(placed: Placed[Table, Grid], canvas: Canvas) -> None:
    """The table as wide as its room, its rows a little higher than they must be where there is room for that."""
    table, room, grid, style = placed.node, placed.room, placed.measured, canvas.table_style
    heights = row_heights(grid.heights, room.cy)
    align = _alignments(table)
    left, behind_figures, *others = _insets(canvas.ladder.inset)
    lefts = [behind_figures if behind else left for behind in _behind_figures(align)]
    found = []
    for at, (height, cells) in enumerate(zip(heights, (table.header, *table.rows), strict=True)):
        fill, (ink, plain) = canvas.palette.cells if at else canvas.palette.header
        look = Row((), size=str(grid.size), ink=ink, font=canvas.face, plain_links=plain)
        texts = [
            canvas.pattern(CELL, first, *others, fill).fill(
                canvas.printed([look._replace(runs=runs(cell, canvas.references.link), align=side)])
            )
            for cell, side, first in zip(cells, align, lefts, strict=True)
        ]
        found.append(canvas.pattern(ROW).fill(Xml(str(height)), Xml("".join(texts))))
    columns = Xml("".join([canvas.pattern(COLUMN).fill(Xml(str(width))) for width in grid.widths]))
    box = Box(room.x, room.y, room.cx, sum(heights))
    canvas.add(TABLE, (reference(placed.placeholder), style), "Table", box, columns, Xml("".join(found)))


def _alignments(table: Table) -> list[str]:
    """How the text of each column is aligned, as `algn` has it: figures to the right, where the author says nothing."""
    return [
        "r" if at and one == "left" and is_amount(table, at) else ALIGN[one] for at, one in enumerate(table.alignments)
    ]


def _behind_figures(align: Sequence[str]) -> list[bool]:
    """Which columns begin right behind figures, and stand off from them."""
    return [before == "r" and side != "r" for before, side in zip(["", *align], align, strict=False)]


def _insets(inset: int) -> tuple[str, str, str, str]:
    """The insets of cells as they are written: left, left behind figures, right, and above and below; empty where
    they are what a cell has that says none."""
    if inset == TEXT_INSETS[0]:
        return "", str(inset * AFTER_FIGURES), "", ""
    return str(inset), str(inset * AFTER_FIGURES), str(inset), str(inset // 2)
