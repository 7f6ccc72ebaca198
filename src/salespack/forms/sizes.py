"""The sizes that the texts of forms may have, and the margins around them.

Text sizes are hundredths of a point, lengths EMU.
"""

from __future__ import annotations

from salespack.graphics.lengths import TEXT_INSETS

INSET = TEXT_INSETS[0]
"""A text box's and a cell's inset left and right (ECMA-376, 21.1.2.1.1); half of it above and below."""
SOURCE_SIZE = 1_000
LABEL_SIZES = (1_600, 1_400)
FIGURE_SIZES = (4_800, 4_400, 4_000, 3_600, 3_200, 2_800, 2_400)
CELL_SIZES = (1_600, 1_400, 1_200)
SMALLER_CELLS = 200
"""By how much the text of cells may be smaller than the brand's least size: cells hold words, not sentences."""


def cell_sizes(least: int) -> tuple[int, ...]:
    """The sizes of a table's text, the largest first, for a brand whose body is never smaller than `least`."""
    return tuple(size for size in CELL_SIZES if size >= least - SMALLER_CELLS) or (least - SMALLER_CELLS,)


def percent_of(size: int) -> int:
    """A size of cells as a percentage of the largest."""
    return size * 100 // CELL_SIZES[0]


def label_sizes(least: int) -> tuple[int, ...]:
    """The sizes of the labels of key figures, the largest first."""
    return tuple(size for size in LABEL_SIZES if size >= least) or LABEL_SIZES[:1]
