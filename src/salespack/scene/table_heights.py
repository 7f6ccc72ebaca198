"""How high the rows of a table really are: as stored, or as their texts need. Proof and drawing both ask here."""

from __future__ import annotations

from salespack.scene.model import TableShape
from salespack.typography.faces import Typefaces
from salespack.typography.lines import lay_out


def row_heights(table: TableShape, typefaces: Typefaces) -> tuple[int, ...]:
    """The heights that the rows have when the table is shown: those that are stored, or what their texts need.

    A text across several rows that needs more than they have makes the last of them higher. Vertical text takes the
    height that there is.
    """
    heights = list(table.rows)
    for cell in sorted(table.cells, key=lambda one: one.row + one.rows):
        if cell.text.direction != "horz":
            continue
        width = sum(table.columns[cell.column : cell.column + cell.columns])
        rows = slice(cell.row, cell.row + cell.rows)
        height = sum(heights[rows])
        _, above, _, below = cell.text.insets
        needed = lay_out(cell.text, width, height, typefaces).height + above + below
        heights[rows.stop - 1] += max(needed - height, 0)
    return tuple(heights)
