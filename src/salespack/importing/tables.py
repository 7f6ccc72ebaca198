"""Tables that other programs export, as rows of text: separated values in whatever encoding, and spreadsheets."""

from __future__ import annotations

import csv
import datetime
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from salespack.importing.encodings import CHUNK, LEGACY, encoding_of
from salespack.ooxml.workbooks import uncalculated_cells
from salespack.problems.files import why
from salespack.problems.problem import Place, Problem, Severity, UserFault, shown_path

SEPARATORS = ",;\t|"
SEPARATOR_LINE = re.compile(r"sep=([,;|\t])\r?\n")
"""What Excel reads and writes before the heads of a table, to say what stands between its cells."""
SHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
NO_TABLES = {
    ".msg": "a mail in Outlook’s own format", ".eml": "a mail", ".pdf": "a PDF",
    ".doc": "a document", ".docx": "a document", ".ppt": "a presentation", ".pptx": "a presentation",
}  # fmt: skip
"""What is no table, by the ending of its name."""
MOST_BYTES, MOST_UNPACKED = 64 * 1024 * 1024, 128 * 1024 * 1024
"""Of a spreadsheet, packed and unpacked, which is about 300,000 rows of eight columns: calamine holds
sheets in memory, some 2 MB for each that is unpacked. Separated values have no limit, they are read row by row."""
MOST_COLUMNS, MOST_LETTERS = 1_000, 100_000
TEXT_INSTEAD = "a spreadsheet’s name ends in .xlsx or .ods; or export it as CSV, in UTF-8"
IN_SHEET = "split merged cells, and give each column a name in the row of the heads"
MOST_ABOVE = 20
"""Among so many rows the heads are looked for where the first row is none."""
MOST_TOLD = 20
"""How many rows of a table are told one by one for the same fault."""


class Row(NamedTuple):
    """One row: where it stands in its file, counted as programs show it, and what stands under each head."""

    number: int
    cells: dict[str, str]


class RowFaults:
    """What is wrong with rows of a table: the first of a kind one by one, the others by their number."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._told: list[Problem] = []
        self._counts: dict[str, int] = {}

    def tell(self, kind: str, number: int, message: str, hint: str) -> None:
        """A fault of a row; `kind` says what is wrong in words that fit many rows."""
        self._counts[kind] = count = self._counts.get(kind, 0) + 1
        if count <= MOST_TOLD:
            self._told.append(_warning("SP892", message, hint, self._table.place(number)))

    def problems(self) -> Iterator[Problem]:
        """All of it, once the table has been read."""
        yield from self._told
        for kind, count in self._counts.items():
            if count > MOST_TOLD:
                yield _warning(
                    "SP892", f"{count - MOST_TOLD:,} more rows {kind}", "they are left out", self._table.place()
                )


class Table(msgspec.Struct, frozen=True):
    """A table: its file, the sheet of a spreadsheet, the heads of its columns and their row.

    `source` gives all rows of it with their numbers, each time anew: of a sheet out of what is held of it, of separated
    values out of the file.
    """

    file: Path
    sheet: str
    heads: tuple[str, ...]
    head_row: int
    source: Callable[[], Iterable[tuple[int, Sequence[str]]]]

    def place(self, row: int | None = None) -> Place:
        """A row of it, or the table."""
        name = shown_path(self.file)
        return Place(f"{name}#{self.sheet}" if self.sheet else name, row)

    def rows(self, told: list[Problem]) -> Iterator[Row]:
        """Its rows, but for empty ones. Those that do not suit its heads are left out, and told at the end.

        Raises UserFault for a file that turns out to be no text.
        """
        heads, width, faults = self.heads, len(self.heads), RowFaults(self)
        for number, cells in self.source():
            if number <= self.head_row or not any(cells):
                continue
            if len(cells) > width and any(cells[width:]):
                message = f"the row has {len(cells)} cells, and the table {width} columns"
                hint = IN_SHEET if self.sheet else "put a text that holds the separator between quotation marks"
                hint += "; the row is left out"
                faults.tell("have more cells than the table has columns", number, message, hint)
                continue
            yield Row(number, {head: cell for head, cell in zip(heads, cells, strict=False) if head})
        told += faults.problems()


def read_tables(file: Path) -> tuple[tuple[Table, ...], tuple[Problem, ...]]:
    """The tables of a file, and what is to be said of how they were read. Raises UserFault (SP891)."""
    if file.suffix.lower() in SHEETS:
        return _sheets(file)
    if (kind := NO_TABLES.get(file.suffix.lower())) is not None:
        raise UserFault.of("SP891", f"is {kind}, and no table", TEXT_INSTEAD, Place(shown_path(file)))
    encoding = _encoding(file)
    told: list[Problem] = []
    if encoding == LEGACY:
        message = "is not UTF-8: it is read as Windows (cp1252) writes it"
        hint = "if names look wrong, export it again as UTF-8"
        told.append(_warning("SP891", message, hint, Place(shown_path(file))))
    table = _table(file, "", partial(_separated_rows, file, encoding), told)
    if table is None:
        raise UserFault.of("SP891", "is empty", "export it again", Place(shown_path(file)))
    return (table,), tuple(told)


def _table(
    file: Path, sheet: str, source: Callable[[], Iterable[tuple[int, Sequence[str]]]], told: list[Problem]
) -> Table | None:
    """A table whose first row that is not empty names its columns; None where there is none."""
    number, head = next(((number, cells) for number, cells in source() if any(cells)), (0, ()))
    if not number:
        return None
    heads = tuple(" ".join(one.split()) for one in head)
    while heads and not heads[-1]:
        heads = heads[:-1]
    table = Table(file, sheet, heads, number, source)
    if len(heads) > MOST_COLUMNS:
        raise UserFault.of("SP891", f"has more than {MOST_COLUMNS:,} columns", "export fewer", table.place())
    if len(heads) < 2:
        hint = "the first row names the columns" + ("" if sheet else ", with commas, semicolons or tabs between them")
        if (row := _first_with_columns(source())) is not None:
            hint += f"; delete what stands above row {row}"
        raise UserFault.of("SP891", "has a single column", hint, table.place(number))
    plain = [head.casefold() for head in heads]
    if twice := [head for head in sorted(set(heads)) if head and plain.count(head.casefold()) > 1]:
        message = f"has more than one column “{twice[0]}”"
        raise UserFault.of("SP891", message, "give each column a name of its own", table.place(number))
    if nameless := [column for column, head in enumerate(heads, 1) if not head]:
        which = f"column {nameless[0]} has" if len(nameless) == 1 else f"{len(nameless)} columns have"
        hint = "split merged cells, and name each column; what stands under no name is left out"
        told.append(_warning("SP891", f"{which} no name", hint, table.place(number)))
    return table


def _first_with_columns(rows: Iterable[tuple[int, Sequence[str]]]) -> int | None:
    """The first row of several cells, which may be that of the heads."""
    beginning = islice(rows, MOST_ABOVE)
    return next((number for number, cells in beginning if sum(map(bool, cells)) > 1), None)


def _warning(code: str, message: str, hint: str, place: Place) -> Problem:
    return Problem(code=code, message=message, hint=hint, place=place, severity=Severity.WARNING)


# --- separated values ------------------------------------------------------------------------------------------------


def _encoding(file: Path) -> str:
    with _told(file):
        return encoding_of(file, "SP891", TEXT_INSTEAD)


def _separated_rows(file: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with the line on which each begins."""
    with _told(file), file.open(encoding=encoding, errors="replace", newline="") as stream:
        head, before = stream.readline(MOST_LETTERS), 0
        if (said := SEPARATOR_LINE.fullmatch(head)) is not None:
            separator, before = said[1], 1
        else:
            separator = _separator(head)
            stream.seek(0)
        lines = _Lines(stream)
        reader = csv.reader(lines, delimiter=separator)
        line = before + 1
        for cells in reader:
            if lines.ended:
                message = "a quotation mark of this row is never closed: what follows is read as one text"
                hint = "a text that begins with a quotation mark ends with one"
                raise UserFault.of("SP891", message, hint, Place(shown_path(file), line))
            yield line, [cell.strip() for cell in cells]
            line = before + reader.line_num + 1


class _Lines:
    """The lines of a stream; `ended` says that one was asked for behind the last, as a row does that is not whole."""

    def __init__(self, stream: Iterable[str]) -> None:
        self._lines, self.ended = iter(stream), False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            return next(self._lines)
        except StopIteration:
            self.ended = True
            raise


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
    except zipfile.BadZipFile as error:
        hint = "open it in a spreadsheet program and save it again"
        raise UserFault.of("SP891", f"cannot be read: {error}", hint, Place(shown_path(file))) from None
    except (OSError, UnicodeError) as error:
        reason = why(error) if isinstance(error, OSError) else str(error)
        raise UserFault.of("SP891", f"cannot be read: {reason}", "export it again", Place(shown_path(file))) from None


# --- spreadsheets ----------------------------------------------------------------------------------------------------


def _sheets(file: Path) -> tuple[tuple[Table, ...], tuple[Problem, ...]]:
    """The sheets that hold something. Raises UserFault where they cannot be read: too large, or without the package."""
    try:
        import python_calamine
    except ImportError:
        message, hint = "needs a package that is not installed", "pip install 'salespack[accounts]', or save it as CSV"
        raise UserFault.of("SP891", message, hint, Place(shown_path(file))) from None
    _refuse_large(file)
    told: list[Problem] = []
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(file))
        sheets = {name: workbook.get_sheet_by_name(name) for name in workbook.sheet_names}
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        hint = "open it in a spreadsheet program and save it again; a password must be taken off"
        raise UserFault.of("SP891", f"cannot be read: {error}", hint, Place(shown_path(file))) from None
    found = [_table(file, name, partial(_sheet_rows, sheet), told) for name, sheet in sheets.items()]
    told += _uncalculated(file)
    return tuple(table for table in found if table is not None), tuple(told)


def _refuse_large(file: Path) -> None:
    """Raises UserFault (SP891) for a spreadsheet that is larger than what is read, whatever it says of itself."""
    with _told(file):
        size, packed = file.stat().st_size, zipfile.is_zipfile(file)
    unpacked = 0
    if packed and size <= MOST_BYTES:
        with _told(file), zipfile.ZipFile(file) as archive:
            unpacked = sum(one.file_size for one in archive.infolist())
            if unpacked <= MOST_UNPACKED:
                for member in archive.infolist():
                    with archive.open(member) as stream:  # fails where it unpacks to more than it says
                        while stream.read(CHUNK):
                            pass
    if size > MOST_BYTES or unpacked > MOST_UNPACKED:
        limit = f"{MOST_BYTES >> 20} MB, or {MOST_UNPACKED >> 20} MB unpacked (some 300,000 rows of eight columns)"
        hint = "save the sheet as CSV, which may be of any length"
        raise UserFault.of("SP891", f"has more than {limit}", hint, Place(shown_path(file)))


def _uncalculated(file: Path) -> Iterator[Problem]:
    """One problem about formulas that nobody has calculated: their cells are read as empty."""
    if file.suffix.lower() in (".xlsx", ".xlsm") and (cells := uncalculated_cells(file)):
        several = f"{len(cells):,} formulas, the first in {cells[0]}, have"
        which = several if len(cells) > 1 else f"the formula in {cells[0]} has"
        hint = "open it in a spreadsheet program and save it, so that it holds results"
        yield _warning("SP892", f"{which} no result: read as empty", hint, Place(shown_path(file)))


def _sheet_rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet one by one, with their numbers."""
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield number, [_cell(one) for one in row]


def _cell(value: Any) -> str:
    """A cell as text: whole figures without a fraction, days as ISO has them."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return "" if value is None else " ".join(str(value).split())
