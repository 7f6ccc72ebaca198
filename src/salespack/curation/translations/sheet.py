"""Texts as an Excel workbook: the source, what it says now, room for the new text, terms, a picture of the slide."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from salespack.curation.spreadsheet.workbook import (
    LONGEST_CELL,
    PICTURE_COLUMN,
    READ_ONLY,
    Cell,
    head_cell,
    made_workbook,
    need_openpyxl,
    read_sheets,
    show_picture,
    text_cell,
)
from salespack.curation.translations.document import Document, Row
from salespack.curation.translations.glossary import terms_in
from salespack.curation.translations.units import Texts, Unit
from salespack.problems.problem import Place, Problem, UserFault

TEXTS, GLOSSARY, GUIDE = "Translations", "Glossary", "How to"
KEY, TARGET = "key", "translation: "
HEADINGS = (KEY, "where", "state", "source", "now", TARGET, "terms", "slide")
"""Those of the columns; behind `TARGET` stands the language."""
WIDTHS = (14, 30, 10, 60, 60, 60, 34, PICTURE_COLUMN)
LETTERS, POINTS_A_LINE = 54, 15
"""What a line of the widest columns holds, and how high it is."""
STATES = {"new": "new", "changed": "changed", "done": "done"}
PLACEHOLDERS = "What stands in {{ … }}, {% … %}, [^…] and behind ]( stays as it is, and so do ** around bold words."
LINES = (
    "Write into the column “translation”, and bring the file back: salespack library import FILE.xlsx",
    "“new” has no translation yet; “changed” has one that follows an older source: “now” is what it says. "
    "Copy it into “translation” where it still holds.",
    PLACEHOLDERS,
    "Rows may be sorted, filtered or deleted; a row that is empty or gone is left as it is. Keep the column “key”.",
    "A block's texts are written when all of them are there. Nothing is written before it has been shown and checked.",
)


def workbook_of(
    texts: Sequence[Texts],
    glossary: Mapping[str, str],
    pictures: Mapping[tuple[str, int], bytes],
    *,
    whole: bool,
) -> bytes:
    """The workbook; without `whole` only what is to be done. `pictures` are JPEG or PNG, by block and slide from 1."""
    need_openpyxl()
    return made_workbook(lambda: _workbook_of(texts, glossary, pictures, whole=whole))


def _workbook_of(
    texts: Sequence[Texts],
    glossary: Mapping[str, str],
    pictures: Mapping[tuple[str, int], bytes],
    *,
    whole: bool,
) -> bytes:
    from openpyxl import Workbook as Book

    book = Book(write_only=True)
    sheet = book.create_sheet(TEXTS)
    sheet.freeze_panes = "B2"
    for letter, width in zip("ABCDEFGH", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.column_dimensions["A"].hidden = True
    language = texts[0].language if texts else ""
    headings = (f"{TARGET}{language}" if one == TARGET else one for one in HEADINGS)
    sheet.append([head_cell(sheet, heading) for heading in headings])
    number = 1
    for one in texts:
        shown: set[int] = set()
        for unit in one.units:
            if not whole and unit.state == "done":
                continue
            number += 1
            picture = None if unit.slide in shown else pictures.get((unit.block, unit.slide))
            if picture is not None:
                shown.add(unit.slide)
                show_picture(sheet, "H", number, picture)
            else:
                sheet.row_dimensions[number].height = _height(unit)
            sheet.append(_row(sheet, unit, glossary))
    sheet.auto_filter.ref = f"A1:H{number}"
    terms = book.create_sheet(GLOSSARY)
    for letter in "AB":
        terms.column_dimensions[letter].width = 50
    terms.append([head_cell(terms, one) for one in ("source", language)])
    for pair in glossary.items():
        terms.append([text_cell(terms, one) for one in pair])
    guide = book.create_sheet(GUIDE)
    guide.column_dimensions["A"].width = 120
    for line in LINES:
        guide.append([text_cell(guide, line)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(sheet: Any, unit: Unit, glossary: Mapping[str, str]) -> list[Any]:
    from openpyxl.styles import Alignment, PatternFill

    where = f"{unit.block} · {unit.slide} {unit.title}" if unit.slide else unit.block
    terms = "\n".join(f"{term} = {said}" for term, said in terms_in(unit.source, glossary).items())
    done = unit.target if unit.state == "done" else ""
    values = (unit.key, f"{where}\n{unit.sort}", STATES[unit.state], unit.source, unit.target, done, terms)
    cells = [text_cell(sheet, value) for value in values]
    for heading, cell in zip(HEADINGS, cells, strict=False):
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if heading != TARGET:
            cell.fill = PatternFill("solid", fgColor=READ_ONLY)
    return cells


def _height(unit: Unit) -> float:
    """Of a row, in points: for the longest of its texts, as not every program makes rows as high as they need."""
    texts = (unit.source, unit.target)
    lines = (sum(-(-max(len(line), 1) // LETTERS) for line in text.split("\n")) for text in texts)
    return POINTS_A_LINE * max(2, *lines)


def is_translations(path: Path) -> bool:
    """Whether a workbook holds texts for translators. Raises UserFault where it cannot be read."""
    return TEXTS in read_sheets(path, ()).names


def read_translations(path: Path) -> Document:
    """What came back in a workbook. Raises UserFault (SP001, SP007, SP881, SP882, SP885)."""
    read = read_sheets(path, (TEXTS,))
    headings, rows = read.sheets.get(TEXTS, ((), ()))
    heading = next((one for one in headings if one.startswith(TARGET)), None)
    if KEY not in headings or heading is None:
        message = f"the sheet “{TEXTS}” has no column “{KEY}” or “{TARGET}…”"
        raise UserFault.of("SP881", message, "keep the headings as exported", Place(read.file))
    found, faults = [], []
    for row in rows:
        target = row.cells.get(heading)
        if KEY not in row.cells or target is None:
            continue
        fault = _fault(target)
        if fault:
            faults.append(Problem(code="SP882", message=fault[0], hint=fault[1], place=Place(read.file)))
        found.append(Row(str(row.cells[KEY].value).strip(), str(target.value), target.reference, None, True))
    if faults:
        raise UserFault(faults)
    return Document(read.file, heading.removeprefix(TARGET).strip(), tuple(found))


def _fault(cell: Cell) -> tuple[str, str] | None:
    """Why a cell can be no translation, and what to do."""
    if cell.formula:
        return f"{cell.reference}: is a formula", "write what it comes to, as text"
    if not isinstance(cell.value, str | int):
        return f"{cell.reference}: is no text", "give the cell the format Text, and write it again"
    if len(str(cell.value)) >= LONGEST_CELL:
        return f"{cell.reference}: may be cut off", "translate this text in its file"
    return None
