"""What a workbook changes in a library: found cell by cell, against what was exported and against what is there now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from salespack.curation.finding import is_broken
from salespack.curation.revising import Reviser, Revision, Written
from salespack.curation.spreadsheet.columns import CellFault, Column, cell_of, columns_of, text_of, value_of, with_cells
from salespack.curation.spreadsheet.workbook import BLOCKS, ID, SLIDE, TITLE, SheetRow, Workbook, mark_of
from salespack.library.blocks import Block
from salespack.library.library import Library
from salespack.problems.problem import Place, Problem, Severity, UserFault
from salespack.problems.suggestions import LISTED, did_you_mean

NO_TEXT = mark_of("")


class CellChange(msgspec.Struct, frozen=True):
    """One cell that was changed: the block, the field, what the library says and what it is to say."""

    block: str
    field: str
    old: str
    new: str
    cell: str


class Plan(msgspec.Struct, frozen=True):
    """All that a workbook changes. `conflicts` are told and leave their blocks as they are; `notices` are warnings."""

    changes: tuple[CellChange, ...]
    revisions: tuple[Revision, ...]
    conflicts: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()


def plan_of(book: Workbook, library: Library, reviser: Reviser) -> Plan:
    """What a workbook changes. Raises UserFault with every cell that cannot be; nothing is to be written then."""
    planner = _Planner(book, library, reviser)
    for row in book.rows:
        planner.take(row)
    if planner.problems:
        raise UserFault(planner.problems)
    return Plan(
        tuple(planner.changes), tuple(planner.revisions), tuple(planner.conflicts), tuple(planner.unread_columns())
    )


class _Planner:
    """Goes through the rows of one workbook."""

    def __init__(self, book: Workbook, library: Library, reviser: Reviser) -> None:
        self._book, self._library, self._reviser = book, library, reviser
        self._columns = {column.heading: column for column in columns_of(library) if column.heading in book.headings}
        self._seen: dict[str, int] = {}
        self.changes: list[CellChange] = []
        self.revisions: list[Revision] = []
        self.conflicts: list[Problem] = []
        self.problems: list[Problem] = []
        if ID not in book.headings:
            self._fault("SP881", f"the sheet “{BLOCKS}” has no column “{ID}”", "keep the headings as exported")

    def take(self, row: SheetRow) -> None:
        """Finds what one row changes."""
        block = self._block(row)
        if block is None or not self._touched(row, block):
            return
        try:
            written = self._reviser.written(block)
        except UserFault as fault:
            self.problems += fault.problems
            return
        changed, conflicts, faults = self._cells(row, block, written)
        self.problems += faults
        self.conflicts += conflicts
        if faults or conflicts or not changed:
            return
        values = {column: value for column, (_, value) in changed.items()}
        try:
            revision = self._reviser.revised(block, lambda before: with_cells(before, values))
        except UserFault as fault:
            for problem in fault.problems:
                message = f"row {row.number} ({block.id}) cannot be: {problem.message}"
                self._fault("SP882", message, problem.hint)
            return
        if revision is not None:
            self.revisions.append(revision)
            self.changes += [change for change, _ in changed.values()]

    def unread_columns(self) -> Iterator[Problem]:
        """A warning for columns that are not ours."""
        for heading in self._book.headings:
            if heading and heading not in (ID, TITLE, SLIDE) and heading not in self._columns:
                hint = did_you_mean(heading, [column.heading for column in columns_of(self._library)])
                yield Problem(
                    code="SP881",
                    message=f"the column “{heading}” is not read",
                    hint=hint,
                    place=Place(self._book.file),
                    severity=Severity.WARNING,
                )

    def _block(self, row: SheetRow) -> Block | None:
        cell = row.cells.get(ID)
        name = str(cell.value).strip() if cell else ""
        if name in self._seen:
            message = f"rows {self._seen[name]} and {row.number} are both about “{name}”"
            self._fault("SP884", message, "delete one of them")
            return None
        self._seen[name] = row.number
        block = self._library.blocks.get(name)
        if block is None:
            message = f"A{row.number}: there is no block “{name}”" if name else f"row {row.number} names no block"
            near = did_you_mean(name, self._library.blocks, LISTED) if name in self._book.base or not name else ""
            hint = near or "new blocks are made with `salespack new block`; their texts are files"
            self._fault("SP884", message, hint)
        elif is_broken(block):
            self._fault("SP884", f"A{row.number}: {name} cannot be read any more", "see `salespack check`")
        elif name not in self._book.base:
            self._fault("SP884", f"A{row.number}: {name} was not in the library at the export", "export again")
        else:
            return block
        return None

    def _touched(self, row: SheetRow, block: Block) -> bool:
        """Whether a cell of the row says something else than at the export; where none does, no file need be read."""
        base = self._book.base[block.id]
        for heading, column in self._columns.items():
            cell = row.cells.get(heading)
            text = text_of(cell.value, column) if cell else ""
            if (cell and cell.formula) or base.get(heading) != (mark_of(text) if text else NO_TEXT):
                return True
        return False

    def _cells(
        self, row: SheetRow, block: Block, written: Written
    ) -> tuple[dict[Column, tuple[CellChange, Any]], list[Problem], list[Problem]]:
        """The changed cells with their new values, the conflicts, and the cells that cannot be."""
        changed: dict[Column, tuple[CellChange, Any]] = {}
        conflicts, faults = [], []
        base: Mapping[str, str] = self._book.base[block.id]
        for heading, column in self._columns.items():
            cell = row.cells.get(heading)
            where = cell.reference if cell else f"{heading} in row {row.number}"
            if cell and cell.formula:
                faults.append(self._problem("SP882", f"{where}: is a formula", "write what it comes to"))
                continue
            new, old = text_of(cell.value if cell else None, column), cell_of(written, column)
            if mark_of(new) in (mark_of(old), base.get(heading)):
                continue
            if base.get(heading) not in (None, mark_of(old)):
                message = f"{where}: {heading} of {block.id} is now “{old}” in the library, and “{new}” here"
                conflicts.append(self._problem("SP883", message, "export again, and change it there"))
                continue
            try:
                changed[column] = CellChange(block.id, heading, old, new, where), value_of(new, column)
            except CellFault as fault:
                faults.append(self._problem("SP882", f"{where}: {fault}", fault.hint))
        return changed, conflicts, faults

    def _problem(self, code: str, message: str, hint: str) -> Problem:
        return Problem(code=code, message=message, hint=hint, place=Place(self._book.file))

    def _fault(self, code: str, message: str, hint: str) -> None:
        self.problems.append(self._problem(code, message, hint))
