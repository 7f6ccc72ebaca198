"""The workbooks behind charts that were drawn in PowerPoint, written anew from what the charts show.

A chart's workbook is often a whole calculation: other sheets, hidden ones, rows beside the figures. A chart keeps a
copy of every cell that it shows (its caches), so a workbook of just those cells, at the same addresses, is all that
editing it in PowerPoint needs. Nothing of the old workbook is read, whatever format it is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from salespack.ooxml.markup import C, boolean, integer
from salespack.ooxml.packaging import OFFICE_RELATIONSHIPS, PackageWriter, Relationship, relationships_xml
from salespack.ooxml.trees import Tree, written
from salespack.powerpoint.forms.chart_parts import CHART_TYPE
from salespack.powerpoint.forms.chart_sheets import SHEET
from salespack.powerpoint.forms.worksheets import ESCAPED, SPREADSHEET, column_letters

CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
C15 = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = f"{{{OFFICE_RELATIONSHIPS}}}"
CHARTS = frozenset({CHART_TYPE, "application/vnd.ms-office.chartex+xml"})
"""Types of parts that are charts."""
WORKBOOKS = frozenset({"package", "oleObject"})
"""Kinds of relationships from a chart to its workbook: Office's own, and those of Office 97."""
NAMED = {"x": S[1:-1]}
"""The namespaces of a part of a workbook."""
MOST_CELLS = 200_000
PLAIN_FORMAT = "General"
FIRST_OWN_FORMAT = 164
"""Numbers of number formats below this are Excel's own (ECMA-376, 18.8.30)."""
AREA = re.compile(
    r"(?:'((?:[^'\[\]]|'')+)'|([^'!(),\[\]\s]+))!\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?"
)
BOOK = re.compile(r"\[[^\[\]!]+\](?=[^\[\]!]+!)")
"""The name of the workbook in a reference, as charts have it that were pasted from Excel: now it is their own."""

Address = tuple[int, int]
"""Row and column of a cell, from 1."""


class UnknownCells(ValueError):  # noqa: N818 - says what is not known
    """A reference that is not to plain cells, or whose cells the chart has no copy of."""


class Area(NamedTuple):
    """Cells of one sheet in a rectangle, both corners in it."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def cells(self) -> list[Address]:
        """Its cells row by row. Raises UnknownCells for more than a chart can show."""
        if (self.bottom - self.top + 1) * (self.right - self.left + 1) > MOST_CELLS:
            raise UnknownCells(self.sheet)
        return [(row, at) for row in range(self.top, self.bottom + 1) for at in range(self.left, self.right + 1)]


class Cell(NamedTuple):
    """What a cell holds: a text or, with `figure`, a number in a number format."""

    text: str
    figure: bool = False
    form: str = PLAIN_FORMAT


class Copied(NamedTuple):
    """A reference of a chart with its copy of the cells: by level, innermost first, the texts by their place."""

    reference: Tree
    length: int
    levels: Sequence[Mapping[int, str]]
    figure: bool = False
    form: str = PLAIN_FORMAT


def forget_filtered(root: Tree) -> bool:
    """Takes out of a chart what its author filtered away, series and categories; whether there was something.

    The extensions that keep them hold the cells themselves ([MS-ODRAWXML] 2.24.3).
    """
    found = [
        one
        for one in root.iter(f"{C}ext")
        if any(
            isinstance(inner.tag, str)
            and inner.tag.startswith(C15)
            and inner.tag[len(C15) :].startswith(("filtered", "fullRef"))
            for inner in one
        )
    ]
    for one in found:
        parent = one.getparent()
        if parent is not None:
            parent.remove(one)
            if not len(parent) and (above := parent.getparent()) is not None:
                above.remove(parent)
    return bool(found)


def shown_workbook(root: Tree) -> bytes | None:
    """The .xlsx with the cells that a chart shows; None if the chart does not say them all.

    Where rows were hidden, the cells that show follow each other, and the chart's references are changed to that.
    """
    sheets: dict[str, dict[Address, Cell]] = {}
    changed: list[tuple[Tree, str]] = []
    try:
        for one in _copies(root):
            _lay_out(one, sheets, changed)
    except UnknownCells:
        return None
    for reference, area in changed:
        reference.text = area
    date_system = root.find(f"{C}date1904")
    return _workbook(sheets or {SHEET: {}}, from_1904=date_system is not None and boolean(date_system.get("val"), True))


# --- what a chart says of its cells ----------------------------------------------------------------------------------


def _copies(root: Tree) -> Iterator[Copied]:
    """The references of a chart. Raises UnknownCells for one without a copy."""
    for one in root.iter(f"{C}f", f"{C15}f", f"{CX}f"):
        reference = (one.text or "").strip()
        parent = one.getparent()
        if not reference or reference.startswith(("{", "#")) or parent is None:
            continue  # figures that stand in the chart alone, or cells that are gone
        yield _new_copy(one, parent) if one.tag == f"{CX}f" else _copy(one, parent)


def _copy(reference: Tree, parent: Tree) -> Copied:
    cache = next((one for one in parent if str(one.tag).endswith("Cache")), None)
    count = cache.find(f"{C}ptCount") if cache is not None else None
    if cache is None or count is None:
        raise UnknownCells(reference.text)
    levels = cache.findall(f"{C}lvl") or [cache]
    texts = [{integer(point.get("idx"), -1): point.findtext(f"{C}v") or "" for point in one.findall(f"{C}pt")}
             for one in levels]  # fmt: skip
    form = cache.findtext(f"{C}formatCode") or PLAIN_FORMAT
    return Copied(reference, integer(count.get("val"), 0), texts, cache.tag == f"{C}numCache", form)


def _new_copy(reference: Tree, parent: Tree) -> Copied:
    """A reference of a chart of the kinds that came with Office 2016 ([MS-ODRAWXML] 2.24.4)."""
    if parent.tag == f"{CX}txData":
        return Copied(reference, 1, [{0: parent.findtext(f"{CX}v") or ""}])
    levels = parent.findall(f"{CX}lvl")
    if not levels:
        raise UnknownCells(reference.text)
    texts = [{integer(point.get("idx"), -1): point.text or "" for point in one.findall(f"{CX}pt")} for one in levels]
    count = max(integer(one.get("ptCount"), 0) for one in levels)
    form = levels[0].get("formatCode") or PLAIN_FORMAT
    return Copied(reference, count, texts, parent.tag == f"{CX}numDim", form)


def _areas(reference: str) -> list[Area]:
    """The areas of a reference: `Sheet1!$A$2:$A$5`, or several in parentheses. Raises UnknownCells for all others."""
    text = reference.strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    found, at = [], 0
    while True:
        match = AREA.match(text, at)
        if match is None:
            raise UnknownCells(reference)
        quoted, plain, left, top, right, bottom = match.groups()
        columns = sorted((_column(left), _column(right or left)))
        rows = sorted((int(top), int(bottom or top)))
        found.append(Area((quoted or plain).replace("''", "'"), rows[0], columns[0], rows[1], columns[1]))
        if match.end() == len(text):
            return found
        if text[match.end()] != ",":
            raise UnknownCells(reference)
        at = match.end() + 1


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


# --- where they lie --------------------------------------------------------------------------------------------------


def _lay_out(one: Copied, sheets: dict[str, dict[Address, Cell]], changed: list[tuple[Tree, str]]) -> None:
    """Puts the cells of a reference where it says that they are. Raises UnknownCells where that cannot be told."""
    text = BOOK.sub("", one.reference.text or "")
    areas = _areas(text)
    if text != one.reference.text:
        changed.append((one.reference, text))
    count = max([one.length, *(at + 1 for level in one.levels for at in level)])
    if len(one.levels) > 1:
        (area,) = areas if len(areas) == 1 else (None,)
        if area is None:
            raise UnknownCells(one.reference.text)
        lines = _lines(area, count, len(one.levels))
    else:
        cells = [(area.sheet, cell) for area in areas for cell in area.cells]
        if count > len(cells):
            raise UnknownCells(one.reference.text)
        if 0 < count < len(cells):
            changed.append((one.reference, _shortened(areas, count)))
        lines = [cells[:count]]
    for texts, line in zip(one.levels, lines, strict=True):
        for at, text in texts.items():
            if not 0 <= at < len(line):
                raise UnknownCells(one.reference.text)
            sheet, cell = line[at]
            new = Cell(text, True, one.form) if one.figure and _is_figure(text) else Cell(text)
            if sheets.setdefault(sheet, {}).setdefault(cell, new).text != text:
                raise UnknownCells(one.reference.text)
    for area in areas:
        sheets.setdefault(area.sheet, {})


def _lines(area: Area, count: int, levels: int) -> list[list[tuple[str, Address]]]:
    """The cells of each level of names, innermost first: that is the column nearest to the figures, or the row."""
    high, wide = area.bottom - area.top + 1, area.right - area.left + 1
    if high == count and wide >= levels:
        return [
            [(area.sheet, (row, area.right - level)) for row in range(area.top, area.bottom + 1)]
            for level in range(levels)
        ]
    if wide == count and high >= levels:
        return [
            [(area.sheet, (area.bottom - level, at)) for at in range(area.left, area.right + 1)]
            for level in range(levels)
        ]
    raise UnknownCells(area.sheet)


def _shortened(areas: Sequence[Area], count: int) -> str:
    """The reference to the first `count` cells of one row or column. Raises UnknownCells for other areas."""
    sheet, top, left, bottom, right = areas[0]
    if len(areas) > 1 or (top != bottom and left != right):
        raise UnknownCells(sheet)
    last = (top, left + count - 1) if top == bottom else (top + count - 1, left)
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{_name((top, left), '$')}:{_name(last, '$')}"


def _name(cell: Address, fixed: str = "") -> str:
    return f"{fixed}{column_letters(cell[1])}{fixed}{cell[0]}"


def _is_figure(text: str) -> bool:
    try:
        return abs(float(text)) < float("inf")
    except ValueError:
        return False


# --- the workbook ----------------------------------------------------------------------------------------------------


def _workbook(sheets: Mapping[str, Mapping[Address, Cell]], *, from_1904: bool) -> bytes:
    forms = sorted({cell.form for cells in sheets.values() for cell in cells.values()} | {PLAIN_FORMAT})
    forms.insert(0, forms.pop(forms.index(PLAIN_FORMAT)))
    package, book = PackageWriter(), etree.Element(f"{S}workbook", nsmap={**NAMED, "r": R[1:-1]})
    if from_1904:
        etree.SubElement(book, f"{S}workbookPr", date1904="1")
    listed, links = etree.SubElement(book, f"{S}sheets"), []
    for number, (name, cells) in enumerate(sheets.items(), 1):
        link, part = f"rId{number}", f"xl/worksheets/sheet{number}.xml"
        etree.SubElement(listed, f"{S}sheet", name=name, sheetId=str(number)).set(f"{R}id", link)
        links.append(Relationship(link, f"{OFFICE_RELATIONSHIPS}/worksheet", part))
        package.add(part, SPREADSHEET + "worksheet+xml", written(_sheet(cells, forms)))
    links.append(Relationship(f"rId{len(sheets) + 1}", f"{OFFICE_RELATIONSHIPS}/styles", "xl/styles.xml"))
    package.add("xl/workbook.xml", SPREADSHEET + "sheet.main+xml", written(book))
    package.add("xl/_rels/workbook.xml.rels", "", relationships_xml(links, "xl/workbook.xml"))
    package.add("xl/styles.xml", SPREADSHEET + "styles+xml", written(_styles(forms)))
    start = Relationship("rId1", f"{OFFICE_RELATIONSHIPS}/officeDocument", "xl/workbook.xml")
    package.add("_rels/.rels", "", relationships_xml([start], ""))
    return package.finish()


def _sheet(cells: Mapping[Address, Cell], forms: Sequence[str]) -> Tree:
    sheet = etree.Element(f"{S}worksheet", nsmap=NAMED)
    data, row = etree.SubElement(sheet, f"{S}sheetData"), None
    for address in sorted(cells):
        if row is None or row.get("r") != str(address[0]):
            row = etree.SubElement(data, f"{S}row", r=str(address[0]))
        held, cell = cells[address], etree.SubElement(row, f"{S}c", r=_name(address))
        if held.figure:
            cell.set("s", str(forms.index(held.form)))
            etree.SubElement(cell, f"{S}v").text = held.text.strip()
        else:
            cell.set("t", "inlineStr")
            text = etree.SubElement(etree.SubElement(cell, f"{S}is"), f"{S}t")
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            text.text = ESCAPED.sub("_x005F_", held.text)
    return sheet


def _styles(forms: Sequence[str]) -> Tree:
    """One cell format for each number format, the plain one first (CT_Stylesheet, ECMA-376, 18.8.39)."""
    root = etree.Element(f"{S}styleSheet", nsmap=NAMED)
    own = forms[1:]
    if own:
        listed = etree.SubElement(root, f"{S}numFmts", count=str(len(own)))
        for number, form in enumerate(own, FIRST_OWN_FORMAT):
            etree.SubElement(listed, f"{S}numFmt", numFmtId=str(number), formatCode=form)
    font = etree.SubElement(etree.SubElement(root, f"{S}fonts", count="1"), f"{S}font")
    etree.SubElement(font, f"{S}sz", val="11")
    etree.SubElement(font, f"{S}name", val="Calibri")
    fills = etree.SubElement(root, f"{S}fills", count="2")
    for pattern in ("none", "gray125"):
        etree.SubElement(etree.SubElement(fills, f"{S}fill"), f"{S}patternFill", patternType=pattern)
    border = etree.SubElement(etree.SubElement(root, f"{S}borders", count="1"), f"{S}border")
    for side in ("left", "right", "top", "bottom", "diagonal"):
        etree.SubElement(border, f"{S}{side}")
    etree.SubElement(etree.SubElement(root, f"{S}cellStyleXfs", count="1"), f"{S}xf")
    formats = etree.SubElement(root, f"{S}cellXfs", count=str(len(forms)))
    for number in (0, *range(FIRST_OWN_FORMAT, FIRST_OWN_FORMAT + len(own))):
        etree.SubElement(formats, f"{S}xf", numFmtId=str(number), xfId="0", applyNumberFormat="1" if number else "0")
    named = etree.SubElement(root, f"{S}cellStyles", count="1")
    etree.SubElement(named, f"{S}cellStyle", name="Normal", xfId="0", builtinId="0")
    return root
