"""The sizes that the texts of forms may have, and the margins around them.

Text sizes are hundredths of a point, lengths EMU.
"""

from __future__ import annotations

from salespack.graphics.lengths import TEXT_INSETS

INSET = TEXT_INSETS[0]
"""A text box's and a cell's inset left and right (ECMA-376, 21.1.2.1.1); half of it above and below."""
SOURCE_SIZE = 1_000
SMALLER_CELLS = 200
"""By how much the text of cells may be smaller than the brand's least size: cells hold words, not sentences."""
