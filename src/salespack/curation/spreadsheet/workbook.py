"""The front matter of a library's blocks as an Excel workbook: written with drop-downs, and read back from any program.

What cells mean is known in `curation.spreadsheet.columns`; what a workbook changes is found in
`curation.spreadsheet.changes`. openpyxl, of the extra `excel`, both writes and reads; it is imported only here.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

import msgspec

from salespack.curation.finding import is_broken, titles_of
from salespack.curation.formulas import FORMULA_LIKE
from salespack.curation.revising import Reviser
from salespack.curation.spreadsheet.columns import Column, cell_of, columns_of
from salespack.library.blocks import BlockFile
from salespack.library.library import Library
from salespack.problems.files import INSTEAD, file_content, not_read, other_format, why
from salespack.problems.problem import Place, UserFault, shown_path

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation

BLOCKS, TEXTS, WORDS, GUIDE, BASE = "Blocks", "Texts", "Words", "How to", "Base"
ID, TITLE = "id", "title"
WORKBOOK_INSTEAD = "export again with `salespack library export`, and change that file"
LARGEST, LARGEST_UNPACKED = 64 * 1024 * 1024, 512 * 1024 * 1024
"""Bytes of a workbook that are read, packed and unpacked; 10,000 blocks have about 2 MB and 40 MB."""
MOST_ROWS, MOST_COLUMNS = 200_000, 1_000
DAMAGE = (
    BadZipFile, zlib.error, SyntaxError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError, EOFError,
    OSError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What openpyxl, lxml and zipfile raise on damaged files: SyntaxError is of XML, RuntimeError of encrypted zips."""
LONGEST_CELL = 32_767
"""Characters of a cell (Excel's limit)."""
SLIDE = "slide"
PICTURE_WIDTH, PICTURE_COLUMN, POINTS_A_PIXEL = 320, 46, 0.75
"""Of a picture, in pixels; of its column, in characters."""
HEAD, READ_ONLY = "1F4E78", "EDEDED"
LINES = (
    "Change cells of the sheet “Blocks” and import the file: salespack library import FILE.xlsx",
    "Nothing is written before the changes have been shown and confirmed. Only what you changed is changed.",
    "Grey columns are for reading. Texts and slides are not in this file; they stay as they are.",
    "Cells with one word have a list to choose from. Several words stand in one cell with commas: cto, finance.",
    "The words that can be are on the sheet “Words”. Columns “values.…” hold 1 to 5, or nothing.",
    "Days are 2026-12-01. An empty cell means none, and what a folder's defaults say is shown like the block's own.",
    "Rows may be sorted, filtered or deleted: a deleted row changes nothing. New blocks: salespack new block.",
    "A block that changed in the library meanwhile is not overwritten: you are told, and can export again.",
)


class Cell(msgspec.Struct, frozen=True):
    """One cell as it was read: its reference (`B7`), its value, and whether it is a formula."""

    reference: str
    value: Any
    formula: bool = False


class SheetRow(msgspec.Struct, frozen=True):
    """One row of the sheet of blocks: its number, and its cells by heading."""

    number: int
    cells: dict[str, Cell]


class Workbook(msgspec.Struct, frozen=True):
    """What was read: the rows of the blocks, and for each block the marks of its cells at the time of the export."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    base: dict[str, dict[str, str]]


def mark_of(text: str) -> str:
    """What tells later whether a cell was changed: of as much as a cell can hold."""
    return hashlib.sha256(text[:LONGEST_CELL].encode()).hexdigest()[:10]


def workbook_of(library: Library, reviser: Reviser, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The workbook of every block that can be read. Raises UserFault (SP701, SP885) where it cannot be made.

    `pictures` are JPEG or PNG of the first slide, by block, in a column of their own; None: there is no such column.
    """
    need_openpyxl()
    return made_workbook(lambda: _workbook_of(library, reviser, pictures))


def made_workbook(make: Callable[[], bytes]) -> bytes:
    """What `make` writes with openpyxl. Raises UserFault (SP701) where there is no room for it."""
    from lxml.etree import LxmlError

    try:
        return make()
    except (OSError, LxmlError) as error:  # openpyxl keeps sheets in the folder for temporary files until they are done
        told = why(error) if isinstance(error, OSError) else "the disk is full"  # lxml says that it cannot write
        if isinstance(error, FileNotFoundError):
            told = "no folder for temporary files takes a file"
        message = f"the workbook cannot be made: {told}"
        hint = "free some space on the disk of the folder for temporary files"
        raise UserFault.of("SP701", message, hint) from None


def need_openpyxl() -> None:
    """Raises UserFault (SP885) where the extra `excel` is not installed: most people never open a spreadsheet."""
    if find_spec("openpyxl") is None:
        hint = 'pip install "salespack[excel]", into the environment that has Salespack'
        raise UserFault.of("SP885", "spreadsheets need openpyxl, which is not installed", hint)


def _workbook_of(library: Library, reviser: Reviser, pictures: Mapping[str, bytes] | None) -> bytes:
    from openpyxl import Workbook as Book

    columns = columns_of(library)
    book = Book(write_only=True)
    rows: list[tuple[str, str, list[str]]] = []
    for block in library.blocks.values():
        if not is_broken(block):
            written = reviser.written(block)
            title = next(iter(titles_of(block).values()), "")
            rows.append((block.id, title, [cell_of(written, column) for column in columns]))
    _write_blocks(book.create_sheet(BLOCKS), columns, rows, pictures)
    _write_table(book.create_sheet(TEXTS), ("id", "language", "title", "translates", "file"), _texts(library))
    _write_words(book.create_sheet(WORDS), columns)
    guide = book.create_sheet(GUIDE)
    guide.column_dimensions["A"].width = 120
    for line in (*LINES, _left_out(columns)):
        guide.append([text_cell(guide, line)])
    base = book.create_sheet(BASE)
    base.sheet_state = "veryHidden"
    base.append([ID, " ".join(column.heading for column in columns)])
    for name, _, cells in rows:
        base.append([name, " ".join(map(mark_of, cells))])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _left_out(columns: Sequence[Column]) -> str:
    """What front matter can say and no column holds."""
    shown = {column.path[0] for column in columns}
    keys = sorted(field.encode_name for field in msgspec.structs.fields(BlockFile) if field.encode_name not in shown)
    return f"Of the front matter these keys are not in this file, and stay as they are: {', '.join(keys)}."


def _write_blocks(
    sheet: Any,
    columns: Sequence[Column],
    rows: Sequence[tuple[str, str, list[str]]],
    pictures: Mapping[str, bytes] | None,
) -> None:
    from openpyxl.styles import PatternFill
    from openpyxl.utils import get_column_letter

    last = max(len(rows) + 1, 2)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns) + 2)}{last}"
    widths = [34, 44, *(_width(column) for column in columns)]
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for number, column in enumerate(columns):
        if validation := _validation(column, number, columns):
            validation.add(f"{get_column_letter(number + 3)}2:{get_column_letter(number + 3)}{last + 1000}")
            sheet.data_validations.append(validation)
    letter = get_column_letter(len(columns) + 3)
    if pictures is not None:
        sheet.column_dimensions[letter].width = PICTURE_COLUMN
    shown = () if pictures is None else (SLIDE,)
    headings = (ID, TITLE, *(column.heading for column in columns), *shown)
    sheet.append([head_cell(sheet, heading) for heading in headings])
    grey = PatternFill("solid", fgColor=READ_ONLY)
    for number, (name, title, cells) in enumerate(rows, 2):
        if pictures is not None and name in pictures:
            show_picture(sheet, letter, number, pictures[name])
        fixed = [text_cell(sheet, one) for one in (name, title)]
        for cell in fixed:
            cell.fill = grey
        sheet.append([*fixed, *(_cell(sheet, text, column) for text, column in zip(cells, columns, strict=True))])


def show_picture(sheet: Any, letter: str, row: int, picture: bytes) -> None:
    """Puts a picture into a column of `PICTURE_COLUMN`, and makes its row as high; before the row is appended."""
    from openpyxl.drawing.image import Image

    image = Image(io.BytesIO(picture))
    image.width, image.height = PICTURE_WIDTH, round(image.height * PICTURE_WIDTH / image.width)
    image.anchor = f"{letter}{row}"
    sheet.add_image(image)
    sheet.row_dimensions[row].height = image.height * POINTS_A_PIXEL + 6


def _width(column: Column) -> int:
    if column.path[0] == "values":
        return max(10, len(column.heading) + 2)
    return {"text": 28, "words": 22, "list": 22}.get(column.form, max(13, len(column.heading) + 3))


def _validation(column: Column, number: int, columns: Sequence[Column]) -> DataValidation | None:
    """The drop-down of a column with one word, the hint of one with several."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    if not column.known:
        return None
    if column.form == "words":
        hint = f"Several with commas: {', '.join(column.known)}"
        prompt = hint if len(hint) <= 250 else f"{hint[:246]} …"
        return DataValidation(allow_blank=True, promptTitle=column.heading[:32], prompt=prompt, showInputMessage=True)
    letter = get_column_letter([one.heading for one in columns if one.known].index(column.heading) + 1)
    return DataValidation(
        type="list",
        formula1=f"={WORDS}!${letter}$2:${letter}${len(column.known) + 1}",
        allow_blank=not column.needed,
        errorTitle=column.heading[:32],
        error=f"Choose one of the list on the sheet {WORDS}.",
        showErrorMessage=True,
    )


def _write_words(sheet: Any, columns: Iterable[Column]) -> None:
    named = [column for column in columns if column.known]
    sheet.append([head_cell(sheet, column.heading) for column in named])
    for row in range(max(len(column.known) for column in named)):
        sheet.append([_cell(sheet, column.known[row], column) if row < len(column.known) else None for column in named])


def _texts(library: Library) -> Iterator[tuple[str, ...]]:
    for block in library.blocks.values():
        for language, body in block.bodies.items():
            translates = "" if body.translates is None else str(body.translates)
            yield block.id, language, body.title, translates, body.file


def _write_table(sheet: Any, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    for letter, width in zip("ABCDE", (34, 10, 60, 12, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.append([head_cell(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append([text_cell(sheet, text) for text in row])


def head_cell(sheet: Any, text: str) -> Any:
    """A cell of a sheet's first row."""
    from openpyxl.styles import Font, PatternFill

    cell = text_cell(sheet, text)
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor=HEAD)
    return cell


def _cell(sheet: Any, text: str, column: Column) -> Any:
    """A cell of the kind that its column is, so that spreadsheets sort and check it."""
    from openpyxl.cell import WriteOnlyCell

    if not text:
        return None
    if column.form == "whole" and text.isdecimal() and len(text) <= 15:
        return WriteOnlyCell(sheet, int(text))
    if column.form == "day":
        try:
            cell = WriteOnlyCell(sheet, datetime.date.fromisoformat(text))
        except ValueError:
            return text_cell(sheet, text)
        cell.number_format = "yyyy-mm-dd"
        return cell
    return text_cell(sheet, text)


def text_cell(sheet: Any, text: str) -> Any:
    """A cell that is text, whatever it looks like: never a formula, a number or a day."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    cell.value = text[:LONGEST_CELL]
    cell.data_type = "s"
    cell.number_format = "@"
    if FORMULA_LIKE.match(text):
        cell.quotePrefix = True
    return cell


# --- reading ---------------------------------------------------------------------------------------------------------


class Sheets(msgspec.Struct, frozen=True):
    """A workbook's sheets: all their names, and of those that were asked for the headings and rows."""

    file: str
    names: tuple[str, ...]
    sheets: dict[str, tuple[tuple[str, ...], tuple[SheetRow, ...]]]


def read_workbook(path: Path) -> Workbook:
    """The workbook in a file. Raises UserFault (SP001, SP007, SP881, SP885) when it is no export that can be read."""
    read = read_sheets(path, (BLOCKS, BASE))
    if len(read.sheets) < 2:
        hint = "change a workbook that `salespack library export` wrote, and keep its sheets"
        message = f"has no sheet “{BLOCKS}”, or not what was exported with it"
        raise UserFault.of("SP881", message, hint, Place(read.file))
    headings, rows = read.sheets[BLOCKS]
    (_, named, *_), base = read.sheets[BASE]
    marked = named.split(" ")
    known = {
        str(row.cells[ID].value): dict(zip(marked, str(row.cells[named].value).split(" "), strict=False))
        for row in base
        if ID in row.cells and named in row.cells
    }
    return Workbook(read.file, headings, rows, known)


def read_sheets(path: Path, wanted: Iterable[str]) -> Sheets:
    """The sheets of a workbook that are wanted and there. Raises UserFault (SP001, SP007, SP881, SP885) when it cannot
    be read."""
    need_openpyxl()
    from openpyxl.utils.exceptions import InvalidFileException

    place = Place(shown_path(path))
    try:
        content = file_content(path) if path.stat().st_size <= LARGEST else b""
    except OSError as error:
        raise UserFault.of("SP001", not_read(error), "name a workbook that was exported", place) from None
    try:
        if not content or sum(one.file_size for one in ZipFile(io.BytesIO(content)).infolist()) > LARGEST_UNPACKED:
            message = "is larger than any export" if content or path.stat().st_size else "is empty"
            raise UserFault.of("SP007", message, WORKBOOK_INSTEAD, place)
        return _read(content, shown_path(path), wanted)
    except (*DAMAGE, InvalidFileException):
        hint = "save it as .xlsx in Excel or LibreOffice"
        if (known := other_format(content)) is not None and "Excel" not in known[0]:
            what = f"{known[0]}{'' if 'itself' in known[0] else ' and no workbook'}"
            raise UserFault.of("SP881", what, WORKBOOK_INSTEAD if known[1] == INSTEAD else known[1], place) from None
        raise UserFault.of("SP881", "is no workbook that can be read", hint, place) from None


def _read(content: bytes, file: str, wanted: Iterable[str]) -> Sheets:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that openpyxl leaves out; nothing here needs them
        book: Any = load_workbook(io.BytesIO(content), read_only=True)
        try:
            found = {name: _rows(book[name], file) for name in wanted if name in book.sheetnames}
            return Sheets(file, tuple(book.sheetnames), found)
        finally:
            book.close()


def _rows(sheet: Any, file: str) -> tuple[tuple[str, ...], tuple[SheetRow, ...]]:
    """The headings of a sheet and its rows that are not empty."""
    from openpyxl.utils import get_column_letter

    sheet.reset_dimensions()
    headings: list[str] = []
    rows: list[SheetRow] = []
    for number, line in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        if number == 1:
            headings = ["" if cell.value is None else str(cell.value).strip() for cell in line]
            continue
        if number > MOST_ROWS:
            raise UserFault.of("SP007", f"has more than {MOST_ROWS:,} rows", "delete the empty ones", Place(file))
        cells = {
            heading: Cell(f"{get_column_letter(at)}{number}", cell.value, cell.data_type == "f")
            for at, (heading, cell) in enumerate(zip(headings, line, strict=False), 1)
            if heading and cell.value is not None and str(cell.value).strip()
        }
        if cells:
            rows.append(SheetRow(number, cells))
    return tuple(headings), tuple(rows)
