"""Sharing out room: the columns of a table, the rows of key figures. Widths and heights come from `measuring`.

Lengths are EMU, text sizes hundredths of a point.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil

from salespack.deck.model import Kpi, Kpis, Table, text_of

INSET = 91_440
"""A text box's and a cell's inset left and right (ECMA-376, 21.1.2.1.1); half of it above and below."""
SOURCE_SIZE = 1_000
LABEL_SIZES = (1_600, 1_400)
FIGURE_SIZES = (4_800, 4_400, 4_000, 3_600, 3_200, 2_800, 2_400)
CELL_SIZES = (1_600, 1_400, 1_200)
SMALLER_CELLS = 200
"""By how much the text of cells may be smaller than the brand's least size: cells hold words, not sentences."""
NUMERIC = re.compile(r"[(<>≥≤~±]?[-−–+]?\W?\s?\d[\d\s\u00a0\u202f.,'’]*\s?(%|‰|[€$£¥]|[A-Za-zµ°/]{1,4})?\)?\Z")


def cell_sizes(least: int) -> tuple[int, ...]:
    """The sizes of a table's text, the largest first, for a brand whose body is never smaller than `least`."""
    return tuple(size for size in CELL_SIZES if size >= least - SMALLER_CELLS) or (least - SMALLER_CELLS,)


def percent_of(size: int) -> int:
    """A size of cells as a percentage of the largest."""
    return size * 100 // CELL_SIZES[0]


def label_sizes(least: int) -> tuple[int, ...]:
    """The sizes of the labels of key figures, the largest first."""
    return tuple(size for size in LABEL_SIZES if size >= least) or LABEL_SIZES[:1]


def is_numeric(table: Table, column: int) -> bool:
    """Whether a column's body cells are all figures; empty ones and dashes do not count."""
    texts = [text for row in table.rows if (text := text_of(row[column]).strip()) not in ("", "-", "–", "—")]
    return bool(texts) and all(NUMERIC.match(text) for text in texts)


def column_widths(table: Table, total: int, natural: Sequence[int], words: Sequence[int]) -> list[int]:
    """Widths that add up to `total`: figures as narrow as they are, texts share the rest by how long they are.

    `natural` is how wide each column would be on one line, `words` how wide what must not be broken in it: a word, or
    figures; both with their margins.
    """
    count = len(table.header)
    spare = total - sum(natural)
    if spare >= 0:
        texts = [at for at in range(count) if not (at and is_numeric(table, at))] or list(range(count))
        # Figures far from the words they belong to are hard to read across, so all columns get some of the spare room.
        shares = [natural[at] * (1.0 if at in texts else 0.6) for at in range(count)]
        widths = [natural[at] + int(spare * shares[at] / sum(shares)) for at in range(count)]
    else:
        least = [min(word, total // count) for word in words] if sum(words) > total else list(words)
        wanted = [max(full - low, 0) ** 0.75 for full, low in zip(natural, least, strict=True)]
        rest = total - sum(least)
        widths = [low + int(rest * want / (sum(wanted) or 1)) for low, want in zip(least, wanted, strict=True)]
    widths[0] += total - sum(widths)
    return widths


def kpi_rows(kpis: Kpis) -> list[tuple[Kpi, ...]]:
    """The figures in rows of at most four."""
    items = kpis.items
    per_row = len(items) if len(items) <= 4 else ceil(len(items) / ceil(len(items) / 4))
    return [items[at : at + per_row] for at in range(0, len(items), per_row)]
