"""Workbooks of several sheets, whose cells say what they look like: those behind charts, and those that are files."""

from __future__ import annotations

import re
from collections.abc import Sequence

from salespack.deck.model import CellLook, SheetCell, Worksheet
from salespack.ooxml.packaging import (
    OFFICE_RELATIONSHIPS,
    OFFICE_TYPES,
    PackageWriter,
    Relationship,
    relationships_xml,
    stored_part,
)
from salespack.powerpoint.slide_templates import Piece, SlideTemplates, Xml, literal, proven

SPREADSHEET = OFFICE_TYPES + "spreadsheetml."
ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
FIRST_FORMAT = 164
"""Number formats of a workbook's own are numbered from here (ECMA-376, 18.8.30)."""
FONTS: dict[CellLook, int] = {"title": 3, "note": 2, "heading": 1, "over-figures": 1, "result": 1}
FILLS: dict[CellLook, int] = {"theirs": 2, "ours": 3}
"""Fonts and fills by their number in the template; the first of each where none is named."""

TEXT = Piece("worksheets.xml.j2", "text", ("style",), ("ref", "text"))
FIGURE = Piece("worksheets.xml.j2", "figure", ("style",), ("ref", "value"))
FORMULA = Piece("worksheets.xml.j2", "formula", ("style",), ("ref", "formula", "value"))
ROW = Piece("worksheets.xml.j2", "row", (), ("number", "cells"))
COLUMN = Piece("worksheets.xml.j2", "column", (), ("number", "width"))
SHEET = Piece("worksheets.xml.j2", "sheet", (), ("columns", "rows"))
LISTED = Piece("worksheets.xml.j2", "listed", (), ("name", "number"))
WORKBOOK = Piece("worksheets.xml.j2", "workbook", (), ("sheets",))
STYLES = Piece("worksheets.xml.j2", "styles", ("formats", "looks"), ())

Style = tuple[CellLook, str]
"""How a cell looks, and its number format."""


def workbook(pieces: SlideTemplates, sheets: Sequence[Worksheet]) -> bytes:
    """The .xlsx with these sheets. A spreadsheet works everything out anew when it opens it."""
    cells = [cell for sheet in sheets for row in sheet.rows for cell in row]
    styles: list[Style] = [("", ""), *dict.fromkeys((one.look, one.shown_as) for one in cells if one != SheetCell())]
    formats = [*dict.fromkeys(code for _, code in styles if code)]
    numbers = {code: str(FIRST_FORMAT + at) for at, code in enumerate(formats)}
    looks = tuple(
        (numbers.get(code, "0"), str(FONTS.get(look, 0)), str(FILLS.get(look, 0)), look == "over-figures")
        for look, code in styles
    )
    package = PackageWriter()
    root = [Relationship("rId1", OFFICE_RELATIONSHIPS + "/officeDocument", "xl/workbook.xml")]
    package.copy(stored_part("_rels/.rels", "", relationships_xml(root)))
    inner = [
        Relationship(f"rId{at}", OFFICE_RELATIONSHIPS + "/worksheet", f"worksheets/sheet{at}.xml")
        for at in range(1, len(sheets) + 1)
    ]
    inner.append(Relationship(f"rId{len(sheets) + 1}", OFFICE_RELATIONSHIPS + "/styles", "styles.xml"))
    package.copy(stored_part("xl/_rels/workbook.xml.rels", "", relationships_xml(inner)))
    styled = pieces.pattern(STYLES, tuple(zip(numbers.values(), formats, strict=True)), looks).fill()
    package.add("xl/styles.xml", SPREADSHEET + "styles+xml", proven("styles", styled))
    for at, sheet in enumerate(sheets, 1):
        made = _sheet(pieces, sheet, styles)
        package.add(f"xl/worksheets/sheet{at}.xml", SPREADSHEET + "worksheet+xml", proven("sheet", made))
    listed = pieces.pattern(LISTED)
    names = "".join(listed.fill(literal(sheet.name), Xml(str(at))) for at, sheet in enumerate(sheets, 1))
    book = pieces.pattern(WORKBOOK).fill(Xml(names))
    package.add("xl/workbook.xml", SPREADSHEET + "sheet.main+xml", proven("workbook", book))
    return package.finish()


def _sheet(pieces: SlideTemplates, sheet: Worksheet, styles: Sequence[Style]) -> Xml:
    column, row = pieces.pattern(COLUMN), pieces.pattern(ROW)
    columns = "".join(column.fill(Xml(str(at)), Xml(f"{width:g}")) for at, width in enumerate(sheet.widths, 1))
    rows = []
    for number, cells in enumerate(sheet.rows, 1):
        filled = [
            _cell(pieces, Xml(f"{column_letters(at)}{number}"), one, str(styles.index((one.look, one.shown_as))))
            for at, one in enumerate(cells, 1)
            if one != SheetCell()
        ]
        rows.append(row.fill(Xml(str(number)), Xml("".join(filled))))
    return pieces.pattern(SHEET).fill(Xml(columns), Xml("".join(rows)))


def _cell(pieces: SlideTemplates, ref: Xml, cell: SheetCell, style: str) -> Xml:
    if cell.value is None:
        return pieces.pattern(TEXT, style).fill(ref, cell_text(cell.text))
    if cell.formula:
        return pieces.pattern(FORMULA, style).fill(ref, literal(cell.formula), figure(cell.value))
    return pieces.pattern(FIGURE, style).fill(ref, figure(cell.value))


def figure(value: float) -> Xml:
    """A figure as XML Schema's double, whole ones without a decimal point."""
    return Xml(str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value)))


def column_letters(number: int) -> str:
    """The letters of a worksheet column, counted from 1: 28 → AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_text(text: str) -> Xml:
    """Text of a cell, where `_x0041_` would stand for a character (ECMA-376, 22.9.2.19, ST_Xstring)."""
    return literal(ESCAPED.sub("_x005F_", text))
