"""Filling a designed slide's charts, tables and pictures with data; everything about their looks stays.

Shapes are lxml trees; what cannot be filled raises BindingFault, whose message says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from salespack.deck.model import Chart, Picture, Series
from salespack.graphics.boxes import Box
from salespack.ooxml.markup import A, C, P, R, boolean, integer
from salespack.ooxml.placeholders import is_of
from salespack.ooxml.transforms import box_of
from salespack.ooxml.trees import Tree
from salespack.powerpoint.designed.placeholders import contained, place_at
from salespack.powerpoint.designed.reading import CHART_KINDS
from salespack.powerpoint.designed.text_templates import fit_frame, forget_row_id
from salespack.powerpoint.forms.chart_sheets import SHEET, column_letters, figure
from salespack.powerpoint.forms.paragraphs import LINE_BREAK
from salespack.templating.environment import NOT_XML

PLOTS = frozenset(CHART_KINDS) | {"radarChart", "ofPieChart"}
"""Kinds of charts whose points are categories; the others (scatter, bubble, stock, surface) have no place for them."""
PIES = frozenset(C + name for name in ("pieChart", "pie3DChart", "ofPieChart"))
WORKBOOK_LINK = "rIdWorkbook"
"""The relationship to the workbook in a chart that had none."""
OFFICE_2012 = "{02D57815-91ED-43cb-92C2-25804820EDAC}"
"""The extension that keeps formulas of rows that are filtered away and of labels taken from cells."""
_BEHIND_VALUES = frozenset(C + name for name in ("smooth", "shape", "bubble3D", "extLst"))
_BEHIND_WORKBOOK = frozenset(C + name for name in ("printSettings", "userShapes", "extLst"))
_BEFORE_NAME = frozenset(C + name for name in ("idx", "order"))


class BindingFault(ValueError):  # noqa: N818 - a fault of the data
    """Why data does not fit a shape, and in `hint` what to do about it."""

    def __init__(self, message: str, hint: str) -> None:
        self.hint = hint
        super().__init__(message)


# --- charts ----------------------------------------------------------------------------------------------------------


def bind_chart(root: Tree, chart: Chart) -> str:
    """Fills a chart part with the categories and series of `chart`; the relationship id of its workbook.

    Series of the chart that have no figures go, missing ones look like the last, in the theme's next colour.
    """
    area = root.find(f"{C}chart/{C}plotArea")
    plots = [] if area is None else [one for one in area if isinstance(one.tag, str) and one.tag.endswith("Chart")]
    if any(one.tag.removeprefix(C) not in PLOTS for one in plots) or not plots:
        raise BindingFault("is a kind of chart that has no categories", "bind a column, bar, line, area or pie chart")
    rows = [row for plot in plots for row in plot.findall(f"{C}ser")]
    if not rows:
        raise BindingFault("is a chart without a series to take the look from", "give it one series in PowerPoint")
    if len(chart.series) > 1 and all(plot.tag in PIES for plot in plots):
        raise BindingFault("is a pie, which shows one series", "bind one row of figures, or use a column chart")
    for extension in [one for one in root.iter(f"{C}ext") if one.get("uri") == OFFICE_2012]:
        _remove(extension)
    for number, series in enumerate(chart.series):
        row = rows[number] if number < len(rows) else _another(rows)
        _fill_row(row, column_letters(number + 2), chart.categories, series)
    for row in rows[len(chart.series) :]:
        _remove(row)
    return _workbook_link(root)


def _another(rows: list[Tree]) -> Tree:
    """A new series behind the last one."""
    last = rows[-1]
    row = deepcopy(last)
    for name in ("extLst", "dPt"):
        for one in row.findall(f"{C}{name}"):
            row.remove(one)
    for name in ("idx", "order"):
        highest = max(integer(one.get("val"), 0) for known in rows for one in known.findall(f"{C}{name}"))
        for one in row.findall(f"{C}{name}"):
            one.set("val", str(highest + 1))
    look = row.find(f"{C}spPr")
    for colour in [] if look is None else list(look.iter(f"{A}schemeClr")):
        accent = colour.get("val", "")
        if accent.startswith("accent"):
            colour.set("val", f"accent{integer(accent[6:], 0) % 6 + 1}")
    last.addnext(row)
    rows.append(row)
    return row


def _fill_row(row: Tree, column: str, categories: Sequence[str], series: Series) -> None:
    count = len(categories)
    form = row.findtext(f"{C}val/{C}numRef/{C}numCache/{C}formatCode") or "General"
    for name in ("tx", "cat", "val"):
        for one in row.findall(f"{C}{name}"):
            row.remove(one)
    for name in ("dPt", "dLbls/" + C + "dLbl"):
        for one in row.findall(f"{C}{name}"):
            at = one.find(f"{C}idx")
            if one.find(f"{C}tx") is not None or at is None or integer(at.get("val"), 0) >= count:
                _remove(one)
    start = sum(1 for one in row if one.tag in _BEFORE_NAME)
    row.insert(start, _reference("tx", "str", f"{SHEET}!${column}$1", [series.name]))
    behind = next((at for at, one in enumerate(row) if one.tag in _BEHIND_VALUES), len(row))
    values = [None if value is None else str(figure(value)) for value in series.values]
    row.insert(behind, _reference("cat", "str", f"{SHEET}!$A$2:$A${count + 1}", categories))
    row.insert(behind + 1, _reference("val", "num", f"{SHEET}!${column}$2:${column}${count + 1}", values, form))


def _reference(name: str, kind: str, cells: str, values: Sequence[str | None], form: str = "") -> Tree:
    """`c:tx`, `c:cat` or `c:val`: a reference to cells with a cache of what they hold."""
    element = etree.Element(f"{C}{name}", nsmap={"c": C[1:-1]})
    reference = etree.SubElement(element, f"{C}{kind}Ref")
    etree.SubElement(reference, f"{C}f").text = cells
    cache = etree.SubElement(reference, f"{C}{kind}Cache")
    if kind == "num":
        etree.SubElement(cache, f"{C}formatCode").text = form
    etree.SubElement(cache, f"{C}ptCount", val=str(len(values)))
    for at, value in enumerate(values):
        if value is not None:
            point = etree.SubElement(cache, f"{C}pt", idx=str(at))
            etree.SubElement(point, f"{C}v").text = NOT_XML.sub("", value)
    return element


def _workbook_link(root: Tree) -> str:
    """The relationship id of the chart's workbook, which it gets if it has none."""
    link = root.find(f"{C}externalData")
    if link is None:
        link = etree.Element(f"{C}externalData")
        at = next((at for at, one in enumerate(root) if one.tag in _BEHIND_WORKBOOK), len(root))
        root.insert(at, link)
        etree.SubElement(link, f"{C}autoUpdate", val="0")
        link.set(f"{R}id", WORKBOOK_LINK)
    return link.get(f"{R}id", "")


# --- tables ----------------------------------------------------------------------------------------------------------


def bind_table(table: Tree, heading: Sequence[str] | None, rows: Sequence[Sequence[str]]) -> None:
    """Fills a table's body with `rows`, and with `heading` the end of its header row.

    The body's rows keep the looks of the rows that were there; what comes after them looks like the last.
    """
    found = table.findall(f"{A}tr")
    columns = len(table.findall(f"{A}tblGrid/{A}gridCol"))
    look = table.find(f"{A}tblPr")
    headed = look is not None and boolean(look.get("firstRow")) and bool(found)
    if not found:
        raise BindingFault("is a table without a row to take the look from", "give it one row in PowerPoint")
    widest = max([len(heading or ()), *map(len, rows)], default=0)
    if widest > columns:
        message = f"has {columns} columns, the data has {widest}"
        raise BindingFault(message, "add columns to the table in PowerPoint, or bind fewer")
    if not rows:
        raise BindingFault("gets no rows", "list the data in `needs`, so that only profiles that have it get the block")
    if heading and headed:
        cells = found[0].findall(f"{A}tc")
        for cell, text in zip(cells[len(cells) - len(heading) :], heading, strict=False):
            _say(cell, text)
    patterns = found[1:] if headed and len(found) > 1 else found[-1:]
    made = []
    for number, texts in enumerate(rows):
        row = deepcopy(patterns[min(number, len(patterns) - 1)])
        if number >= len(patterns):
            forget_row_id(row)
        for at, cell in enumerate(row.findall(f"{A}tc")):
            _say(cell, texts[at] if at < len(texts) else "")
        made.append(row)
    anchor = found[0] if headed else None
    for row in found[1:] if headed else found:
        table.remove(row)
    at = table.index(anchor) + 1 if anchor is not None else len(table.findall(f"{A}tblPr")) + 1
    for number, row in enumerate(made):
        table.insert(at + number, row)
    fit_frame(table)


def _say(cell: Tree, text: str) -> None:
    """Puts a text into a cell, in the look of the first run that was there."""
    body = cell.find(f"{A}txBody")
    if body is None:
        body = etree.Element(f"{A}txBody")
        etree.SubElement(body, f"{A}bodyPr")
        cell.insert(0, body)
    first, *others = body.findall(f"{A}p") or [etree.SubElement(body, f"{A}p")]
    for one in others:
        body.remove(one)
    run, end = first.find(f"{A}r"), first.find(f"{A}endParaRPr")
    look = run.find(f"{A}rPr") if run is not None else end
    for one in [one for one in first if one.tag not in (f"{A}pPr", f"{A}endParaRPr")]:
        first.remove(one)
    at = len(first.findall(f"{A}pPr"))
    for number, line in enumerate(LINE_BREAK.split(NOT_XML.sub("", text))):
        for name in ("br", "r") if number else ("r",):
            if name == "r" and not line:
                continue
            piece = etree.Element(f"{A}{name}")
            if look is not None:
                copy = deepcopy(look)
                copy.tag = f"{A}rPr"
                piece.append(copy)
            if name == "r":
                etree.SubElement(piece, f"{A}t").text = line
            first.insert(at, piece)
            at += 1


# --- pictures --------------------------------------------------------------------------------------------------------


def bind_picture(shape: Tree, picture: Picture, relationship: str, inherited: Box | None) -> None:
    """Shows another picture in a shape: whole, in the middle of the frame that the old one had.

    `shape` is a picture, or an empty placeholder for one; `inherited` is its frame where it has none of its own.
    """
    if shape.tag == f"{P}sp":
        _become_picture(shape)
    fill = shape.find(f"{P}blipFill")
    if fill is None:
        raise BindingFault("is not a picture", "bind a picture, or an empty placeholder for one")
    for one in list(fill):
        fill.remove(one)
    etree.SubElement(fill, f"{A}blip").set(f"{R}embed", relationship)
    etree.SubElement(etree.SubElement(fill, f"{A}stretch"), f"{A}fillRect")
    frame = box_of(shape) or inherited
    if frame is not None:
        place_at(shape, contained(frame, picture.width, picture.height))


def _become_picture(shape: Tree) -> None:
    """Makes a picture of an empty placeholder."""
    named, look = shape.find(f"{P}nvSpPr"), shape.find(f"{P}spPr")
    if named is None or look is None or not is_of(shape, ("pic",)):
        raise BindingFault("is not a picture", "bind a picture, or an empty placeholder for one")
    shape.tag = f"{P}pic"
    named.tag = f"{P}nvPicPr"
    locks = named.find(f"{P}cNvSpPr")
    if locks is not None:
        for one in list(locks):
            locks.remove(one)
        locks.tag = f"{P}cNvPicPr"
        locks.attrib.clear()
        etree.SubElement(locks, f"{A}picLocks", noGrp="1", noChangeAspect="1")
    for name in ("txBody", "style"):
        for one in shape.findall(f"{P}{name}"):
            shape.remove(one)
    look.addprevious(etree.Element(f"{P}blipFill"))


def _remove(one: Tree) -> None:
    parent = one.getparent()
    if parent is not None:
        parent.remove(one)
