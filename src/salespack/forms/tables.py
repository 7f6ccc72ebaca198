"""The columns and rows of a table. Lengths are EMU; how wide words are is measured elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from salespack.deck.model import Table, text_of
from salespack.forms.grid import COLUMNS

NUMERIC = r"[(<>≥≤~±]?[-−–+]?\W?\s?\d[\d\s\u00a0\u202f.,'’]*\s?(%|‰|[€$£¥]|[A-Za-zµ°/]{1,4})?\)?\Z"
MOST_STRETCHED = 2.2
"""How many times as high as it must be a row is at most."""


PHONE = r"(?:\+|00)\d[\d\s\u00a0()/.-]{6,}\Z|0\d{1,4}[\s/-]\d[\d\s-]{4,}\Z"
"""A phone number, which is no amount: nobody compares its last digits."""


def is_amount(table: Table, column: int) -> bool:
    """Whether a column's figures are amounts, which are compared when they end in one line."""
    phones = any(re.match(PHONE, text_of(row[column]).strip()) for row in table.rows)
    return is_numeric(table, column) and not phones


def is_numeric(table: Table, column: int) -> bool:
    """Whether a column's body cells are all figures; empty ones and dashes do not count."""
    texts = [text for row in table.rows if (text := text_of(row[column]).strip()) not in ("", "-", "–", "—")]
    return bool(texts) and all(re.match(NUMERIC, text) for text in texts)


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
    return _on_grid(widths, total, [min(full, width) for full, width in zip(natural, widths, strict=True)])


def _on_grid(widths: list[int], total: int, least: Sequence[int]) -> list[int]:
    """Widths that end on the grid, or halfway between two of its lines, where no column gets less than its `least`."""
    step = total / (2 * COLUMNS)
    ends = [round(round(end / step) * step) for end in accumulate(widths)]
    snapped = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    return snapped if all(width >= low for width, low in zip(snapped, least, strict=True)) else widths


def row_heights(needed: Sequence[int], room: int) -> list[int]:
    """The heights of rows, a little more than they need where there is room for that."""
    stretch = max(min(MOST_STRETCHED, room / max(sum(needed), 1)), 1)
    return [int(height * stretch) for height in needed]


def rows_over(heights: Sequence[int], room: int) -> int:
    """How many rows do not end within the room."""
    total, over = 0, 0
    for height in heights:
        total += height
        over += total > room
    return over
