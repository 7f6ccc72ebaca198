"""What was changed in a table: cells, rows and columns, with what they said where that is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from salespack.graphics.boxes import Box, union
from salespack.revisions.edit import Edit, change

Rows = Sequence[tuple[str, ...]]
LONGEST_HEADING = 24
"""Letters of a heading by which a row or column is named."""


class Tables(NamedTuple):
    """A table before and after, row by row: what its cells say, in seals and in words. Words of the table before are
    empty where they are not `known`. `place` is where it is now, `grid` its columns and rows there."""

    before: Rows
    after: Rows
    was: Rows
    now: Rows
    known: bool
    place: Box | None = None
    grid: tuple[Sequence[int], Sequence[int]] = ((), ())

    def cell(self, row: int, column: int) -> Box | None:
        """Where a cell is now; None where the file does not say it."""
        wide, high = self.grid
        if self.place is None or column >= len(wide) or row >= len(high) or not (sum(wide) and sum(high)):
            return None
        across, down = self.place.cx / sum(wide), self.place.cy / sum(high)
        return Box(
            self.place.x + round(sum(wide[:column]) * across),
            self.place.y + round(sum(high[:row]) * down),
            round(wide[column] * across),
            round(high[row] * down),
        )

    def whole(self, of: Literal["row", "column"], at: int) -> Box | None:
        """Where a row or a column is now."""
        wide, high = self.grid
        last = (len(wide) if of == "row" else len(high)) - 1
        ends = [self.cell(at, one) if of == "row" else self.cell(one, at) for one in (0, max(last, 0))]
        return union([one for one in ends if one is not None]) if all(ends) else None


def table_edits(name: str, tables: Tables) -> Iterator[Edit]:
    """What differs between the cells of two tables; `name` is what the table is called."""
    wide, wide_now = _width(tables.before), _width(tables.after)
    if wide == wide_now:
        yield from _Rows(name, tables, "row").edits()
    elif len(tables.before) == len(tables.after):
        yield from _Rows(name, _on_its_side(tables), "column").edits()
    else:
        yield Edit("table changed", name, f"{len(tables.after)} rows, {wide_now} columns")
        yield from _in_common(name, tables)


def _in_common(name: str, tables: Tables) -> Iterator[Edit]:
    """What differs in the columns that two tables both have, by their headings."""
    matcher = SequenceMatcher(None, tables.before[0], tables.after[0], autojunk=False)
    both = [(i + n, k + n) for i, k, size in matcher.get_matching_blocks() for n in range(size)]
    if both:
        rows = _Rows(name, tables, "row")
        for i, k in rows.changed_rows([one for one, _ in both], [now for _, now in both]):
            yield from rows.cells(i, k, both)


class _Rows:
    """Two tables row by row, or on their sides, column by column."""

    def __init__(self, name: str, tables: Tables, of: Literal["row", "column"]) -> None:
        self._name, self._tables, self._of = name, tables, of

    def edits(self) -> Iterator[Edit]:
        """Rows that came or went, and the cells of those that differ."""
        before, after, of = self._tables.before, self._tables.after, self._of
        if len(before) == len(after) and sorted(before) == sorted(after):
            yield Edit("rows reordered", self._name)
            return
        for i, k in _aligned(before, after):
            if i is None and k is not None:
                yield self._whole("row added" if of == "row" else "column added", k, "", self._tables.now[k])
            elif k is None and i is not None:
                yield self._whole("row deleted" if of == "row" else "column deleted", i, self._tables.was[i], "")
            elif i is not None and k is not None:
                yield from self.cells(i, k, [(one, one) for one in range(min(len(before[i]), len(after[k])))])

    def changed_rows(self, columns: Sequence[int], columns_now: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Rows that are one and differ in some of the columns given."""

        def part(rows: Rows, places: Sequence[int]) -> list[tuple[str, ...]]:
            return [tuple([row[at] for at in places if at < len(row)]) for row in rows]

        for i, k in _aligned(part(self._tables.before, columns), part(self._tables.after, columns_now)):
            if i is not None and k is not None:
                yield i, k

    def cells(self, i: int, k: int, places: Sequence[tuple[int, int]]) -> Iterator[Edit]:
        """The cells that differ between two rows, at the places given."""
        for one, now in places:
            if self._tables.before[i][one] == self._tables.after[k][now]:
                continue
            where, before, after = self._where(k, now), self._tables.was[i][one], self._tables.now[k][now]
            frame = self._tables.cell(k, now) if self._of == "row" else self._tables.cell(now, k)
            if self._tables.known:
                yield Edit("cell changed", self._name, changes=(change(where, before, after),), box_after=frame)
            else:
                yield Edit("cell changed", self._name, where, box_after=frame)

    def _where(self, row: int, column: int) -> str:
        """A cell by its row and column, and by what stands at their head."""
        now = self._tables.now if self._of == "row" else _turned(self._tables.now)
        if self._of == "column":
            row, column = column, row
        heads = (now[row][0] if column else "", now[0][column] if row else "")
        told = [
            f"{what} {number + 1}" + (f" “{head}”" if head and len(head) <= LONGEST_HEADING else "")
            for what, number, head in zip(("row", "column"), (row, column), heads, strict=True)
        ]
        return ", ".join(told) if self._tables.known else f"row {row + 1}, column {column + 1}"

    def _whole(
        self,
        kind: Literal["row added", "row deleted", "column added", "column deleted"],
        at: int,
        before: Sequence[str],
        after: Sequence[str],
    ) -> Edit:
        """A row or column that came or went, with what it says where that is known."""
        where = f"{self._of} {at + 1}"
        was, now = (" | ".join(filter(None, cells)) for cells in (before, after))
        frame = self._tables.whole(self._of, at) if kind.endswith("added") else None
        if not self._tables.known or not (was or now):
            return Edit(kind, self._name, where, box_after=frame)
        return Edit(kind, self._name, changes=(change(where, was, now),), box_after=frame)


def _on_its_side(tables: Tables) -> Tables:
    before, after, was, now = map(_turned, tables[:4])
    return tables._replace(before=before, after=after, was=was, now=now)


def _width(rows: Rows) -> int:
    return max(map(len, rows), default=0)


def _turned(rows: Rows) -> list[tuple[str, ...]]:
    """Columns of rows."""
    wide = max(map(len, rows), default=0)
    return [tuple([row[at] if at < len(row) else "" for row in rows]) for at in range(wide)]


def _aligned(
    before: Sequence[tuple[str, ...]], after: Sequence[tuple[str, ...]]
) -> Iterator[tuple[int | None, int | None]]:
    """Which row is which: those that are equal, then those between them that share most, in their order."""
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        left, right = list(range(i, j)), list(range(k, m))
        while left and right:
            shared = {(a, b): _shared(before[a], after[b]) for a in left for b in right}
            if len(left) == len(right):
                pairs = list(zip(left, right, strict=True))
            else:
                pairs = [max(shared, key=lambda one: (shared[one], -abs(one[0] - one[1])))]
            for a, b in pairs:
                yield a, b
                left.remove(a)
                right.remove(b)
        yield from ((one, None) for one in left)
        yield from ((None, one) for one in right)


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    return sum(a == b for a, b in zip(one, other, strict=False))
