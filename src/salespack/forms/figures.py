"""Key figures in rows."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TypeVar

Item = TypeVar("Item")
MOST_IN_A_ROW = 4


def in_rows(items: Sequence[Item]) -> list[Sequence[Item]]:
    """The figures in rows of at most four, as equal as can be."""
    count = len(items)
    per_row = count if count <= MOST_IN_A_ROW else ceil(count / ceil(count / MOST_IN_A_ROW))
    return [items[at : at + per_row] for at in range(0, count, per_row)]
