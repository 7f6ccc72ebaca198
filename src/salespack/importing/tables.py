"""Tables that other programs export, as rows of text: separated values in whatever encoding, and spreadsheets."""

from __future__ import annotations

import csv
import datetime
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from salespack.importing.encodings import LEGACY, encoding_of
from salespack.problems.files import why
from salespack.problems.problem import Place, Problem, Severity, UserFault, shown_path

SEPARATORS = ",;\t|"
SHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
MOST_BYTES, MOST_UNPACKED = 64 * 1024 * 1024, 512 * 1024 * 1024
"""Of a spreadsheet, packed and unpacked: it is read whole. Separated values have no limit, they are read row by row."""
MOST_COLUMNS, MOST_LETTERS = 1_000, 100_000
TEXT_INSTEAD = "a spreadsheet’s name ends in .xlsx or .ods; or export it as CSV, in UTF-8"


class Row(NamedTuple):
    """One row: where it stands in its file, counted as programs show it, and what stands under each head."""

    number: int
    cells: dict[str, str]


class Table(msgspec.Struct, frozen=True):
    """A table: its file, the sheet of a spreadsheet, the heads of its columns; `kept` are a sheet's rows, those of
    separated values are read when they are asked for."""

    file: Path
    sheet: str
    heads: tuple[str, ...]
    kept: tuple[tuple[str, ...], ...] = ()

    def place(self, row: int | None = None) -> Place:
        """A row of it, or the table."""
        name = shown_path(self.file)
        return Place(f"{name}#{self.sheet}" if self.sheet else name, row)

    def rows(self, told: list[Problem]) -> Iterator[Row]:
        """Its rows, but for empty ones. Those that do not suit its heads are left out, and told.

        Raises UserFault for a file that turns out to be no text.
        """
        lines: Iterable[tuple[int, Sequence[str]]] = (
            enumerate(self.kept, 1) if self.kept else _separated_rows(self.file)
        )
        for number, cells in lines:
            if number <= 1 or not any(cells):
                continue
            if any(cells[len(self.heads) :]):
                message = f"the row has {len(cells)} cells, and the table {len(self.heads)} columns"
                hint = "put a text that holds the separator between quotation marks; the row is left out"
                told.append(_warning("SP892", message, hint, self.place(number)))
                continue
            yield Row(number, dict(zip(self.heads, cells, strict=False)))


def read_tables(file: Path) -> tuple[tuple[Table, ...], tuple[Problem, ...]]:
    """The tables of a file, and what is to be said of how they were read. Raises UserFault (SP891)."""
    if file.suffix.lower() in SHEETS:
        sheets = {name: rows for name, rows in _sheets(file).items() if any(map(any, rows))}
        return tuple(_table(file, name, rows[0], tuple(map(tuple, rows))) for name, rows in sheets.items()), ()
    encoding = _encoding(file)
    told: tuple[Problem, ...] = ()
    if encoding == LEGACY:
        message = "is not UTF-8: it is read as Windows (cp1252) writes it"
        hint = "if names look wrong, export it again as UTF-8"
        told = (_warning("SP891", message, hint, Place(shown_path(file))),)
    first = next(iter(_separated_rows(file)), None)
    if first is None:
        raise UserFault.of("SP891", "is empty", "export it again", Place(shown_path(file)))
    return (_table(file, "", first[1], ()),), told


def _table(file: Path, sheet: str, head: Sequence[str], kept: tuple[tuple[str, ...], ...]) -> Table:
    heads = tuple(" ".join(one.split()) for one in head)
    while heads and not heads[-1]:
        heads = heads[:-1]
    table = Table(file, sheet, heads, kept)
    if len(heads) > MOST_COLUMNS:
        raise UserFault.of("SP891", f"has more than {MOST_COLUMNS:,} columns", "export fewer", table.place())
    if len(heads) < 2:
        hint = "the first row names the columns, with commas, semicolons or tabs between them"
        raise UserFault.of("SP891", "has a single column", hint, table.place(1))
    if twice := sorted({head for head in heads if head and heads.count(head) > 1}):
        message = f"has more than one column “{twice[0]}”"
        raise UserFault.of("SP891", message, "give each column a name of its own", table.place(1))
    return table


def _warning(code: str, message: str, hint: str, place: Place) -> Problem:
    return Problem(code=code, message=message, hint=hint, place=place, severity=Severity.WARNING)


# --- separated values ------------------------------------------------------------------------------------------------


def _encoding(file: Path) -> str:
    with _told(file):
        return encoding_of(file, "SP891", TEXT_INSTEAD)


def _separated_rows(file: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows with the line on which each begins."""
    with _told(file), file.open(encoding=_encoding(file), errors="replace", newline="") as stream:
        separator = _separator(stream.readline(MOST_LETTERS))
        stream.seek(0)
        reader = csv.reader(stream, delimiter=separator)
        line = 1
        for cells in reader:
            yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1


def _separator(head: str) -> str:
    """The separator of a table: the one that its first line has most often outside quotation marks."""
    bare = "".join(head.split('"')[::2])
    return max(SEPARATORS, key=bare.count)


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """What goes wrong while a file is read, as a problem."""
    try:
        yield
    except csv.Error as error:
        hint = "a text that begins with a quotation mark ends with one"
        raise UserFault.of("SP891", f"cannot be read: {error}", hint, Place(shown_path(file))) from None
    except (OSError, UnicodeError) as error:
        reason = why(error) if isinstance(error, OSError) else str(error)
        raise UserFault.of("SP891", f"cannot be read: {reason}", "export it again", Place(shown_path(file))) from None


# --- spreadsheets ----------------------------------------------------------------------------------------------------


def _sheets(file: Path) -> dict[str, list[list[str]]]:
    """The rows of every sheet. Raises UserFault: for what cannot be read, is too large, or without the package."""
    try:
        import python_calamine
    except ImportError:
        message, hint = "needs a package that is not installed", "pip install 'salespack[accounts]', or save it as CSV"
        raise UserFault.of("SP891", message, hint, Place(shown_path(file))) from None
    with _told(file):
        size = file.stat().st_size
        packed = zipfile.is_zipfile(file)
    unpacked = 0
    if packed:
        with _told(file), zipfile.ZipFile(file) as archive:
            unpacked = sum(one.file_size for one in archive.infolist())
    if size > MOST_BYTES or unpacked > MOST_UNPACKED:
        limit = f"{MOST_BYTES >> 20} MB, and {MOST_UNPACKED >> 20} MB unpacked"
        raise UserFault.of("SP891", f"has more than {limit}", "save the sheet as CSV", Place(shown_path(file)))
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(file))
        found = {}
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            found[name] = [[_cell(one) for one in row] for row in rows]
        return found
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        hint = "open it in a spreadsheet program and save it again; a password must be taken off"
        raise UserFault.of("SP891", f"cannot be read: {error}", hint, Place(shown_path(file))) from None


def _cell(value: Any) -> str:
    """A cell as text: whole figures without a fraction, days as ISO has them."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return "" if value is None else " ".join(str(value).split())
