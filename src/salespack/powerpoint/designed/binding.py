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
from salespack.powerpoint.forms.chart_sheets import SHEET
from salespack.powerpoint.forms.paragraphs import LINE_BREAK
from salespack.powerpoint.forms.worksheets import column_letters, figure
from salespack.templating.environment import NOT_XML

PLOTS = frozenset(CHART_KINDS) | {"radarChart", "ofPieChart"}
"""Kinds of charts whose points are categories; the others (scatter, bubble, stock, surface) have no place for them."""
PIES = frozenset(C + name for name in ("pieChart", "pie3DChart", "ofPieChart"))
LEAST_OF_AXIS = 10
"""How many times as high as the largest figure a fixed axis may be: beyond, nobody can tell the figures apart."""
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
    _unlink_titles(root, rows, chart.series)
    for number, series in enumerate(chart.series):
        row = rows[number] if number < len(rows) else _another(rows)
        _fill_row(row, column_letters(number + 2), chart.categories, series)
    for row in rows[len(chart.series) :]:
        _remove(row)
    for plot in plots:
        _free_axes(root, plot)
    return _workbook_link(root)


def _unlink_titles(root: Tree, rows: Sequence[Tree], series: Sequence[Series]) -> None:
    """Gives titles that show a cell of the old workbook its text; the name of a series is that of the new one."""
    names = {
        row.findtext(f"{C}tx/{C}strRef/{C}strCache/{C}pt/{C}v"): new.name
        for row, new in zip(rows, series, strict=False)
    }
    for text in root.iterfind(f".//{C}title/{C}tx"):
        reference = text.find(f"{C}strRef")
        if reference is None:
            continue
        said = reference.findtext(f"{C}strCache/{C}pt/{C}v") or ""
        text.remove(reference)
        rich = etree.SubElement(text, f"{C}rich")
        etree.SubElement(rich, f"{A}bodyPr")
        paragraph = etree.SubElement(rich, f"{A}p")
        title = text.getparent()
        look = title.find(f"{C}txPr/{A}p/{A}pPr") if title is not None else None
        if look is not None:
            paragraph.append(deepcopy(look))
        etree.SubElement(etree.SubElement(paragraph, f"{A}r"), f"{A}t").text = NOT_XML.sub("", names.get(said, said))


def _free_axes(root: Tree, plot: Tree) -> None:
    """Takes the ends and steps off an axis of values that its designer fixed for other figures.

    They stay where all figures lie between them and the largest reaches a tenth of the axis: then the design, such as
    0 to 100, means these figures too. Shares of a whole, stacked to 100 %, have their axis whatever the figures are.
    """
    heights = _heights(plot)
    if not heights or _grouping(plot) == "percentStacked":
        return
    ids = {one.get("val") for one in plot.findall(f"{C}axId")}
    for axis in root.iterfind(f"{C}chart/{C}plotArea/{C}valAx"):
        scaling, identifier = axis.find(f"{C}scaling"), axis.find(f"{C}axId")
        if scaling is None or identifier is None or identifier.get("val") not in ids:
            continue
        least, most = (_number(scaling.find(f"{C}{name}")) for name in ("min", "max"))
        low, high = min(0.0, *heights), max(0.0, *heights)
        fits = (least is None or low >= least or low == 0) and (most is None or high <= most)
        if fits and (most is None or max(map(abs, heights)) * LEAST_OF_AXIS >= most - (least or 0.0)):
            continue
        for name in ("min", "max"):
            for one in scaling.findall(f"{C}{name}"):
                scaling.remove(one)
        for name in ("majorUnit", "minorUnit"):
            for one in axis.findall(f"{C}{name}"):
                axis.remove(one)


def _grouping(plot: Tree) -> str:
    found = plot.find(f"{C}grouping")
    return found.get("val", "") if found is not None else ""


def _heights(plot: Tree) -> list[float]:
    """How high a plot's columns, lines or areas reach: their figures, or the sums of what stands on each other."""
    rows = [
        {integer(point.get("idx"), 0): float(point.findtext(f"{C}v") or 0) for point in row.iterfind(f"{C}val//{C}pt")}
        for row in plot.findall(f"{C}ser")
    ]
    if _grouping(plot) != "stacked":
        return [value for row in rows for value in row.values()]
    places = {at for row in rows for at in row}
    above = [sum(max(row.get(at, 0.0), 0.0) for row in rows) for at in places]
    return above + [sum(min(row.get(at, 0.0), 0.0) for row in rows) for at in places]


def _number(element: Tree | None) -> float | None:
    try:
        return float(element.get("val", "")) if element is not None else None
    except ValueError:
        return None


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
    for one in row.findall(f"{C}errBars"):
        if one.find(f"{C}plus") is not None or one.find(f"{C}minus") is not None:
            row.remove(one)  # the spread of other figures
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

    The body's rows keep the looks of the rows that were there; what comes after them looks like the last. In a column
    that has cells merged over rows, rows that follow each other with the same value share a cell; cells merged over
    columns stay so where the data has nothing for those behind.
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
    grouped = _grouped(found, patterns, heading if headed else None)
    looks = _looks(patterns, grouped)
    made = []
    for number, texts in enumerate(rows):
        row = deepcopy(looks[min(number, len(looks) - 1)])
        if number >= len(looks):
            forget_row_id(row)
        cells = row.findall(f"{A}tc")
        _part(cells, [at for at, text in enumerate(texts[: len(cells)]) if text])
        for at, cell in enumerate(cells):
            _say(cell, texts[at] if at < len(texts) else "")
        made.append(row)
    _group(made, grouped, rows)
    anchor = found[0] if headed else None
    for row in found[1:] if headed else found:
        table.remove(row)
    at = table.index(anchor) + 1 if anchor is not None else len(table.findall(f"{A}tblPr")) + 1
    for number, row in enumerate(made):
        table.insert(at + number, row)
    fit_frame(table)


def _grouped(found: Sequence[Tree], patterns: Sequence[Tree], heading: Sequence[str] | None) -> frozenset[int]:
    """The columns of the body that have cells merged over rows: there equal values make one cell.

    Raises BindingFault for merges that data gives no meaning: over rows and columns at once, between header and body,
    and of header cells whose texts come from the data.
    """
    remedy = "split these cells in PowerPoint (Layout, Split Cells)"
    if patterns[0] is not found[0]:
        header = found[0].findall(f"{A}tc")
        if any(integer(cell.get("rowSpan"), 1) > 1 for cell in header):
            raise BindingFault("has header cells that are merged with its body", remedy)
        if heading and any(_is_merged(cell) for cell in header[len(header) - len(heading) :]):
            raise BindingFault("has merged header cells, of which the data would hide some", remedy)
    columns = set()
    for row in patterns:
        for at, cell in enumerate(row.findall(f"{A}tc")):
            if integer(cell.get("rowSpan"), 1) > 1 or boolean(cell.get("vMerge")):
                if integer(cell.get("gridSpan"), 1) > 1 or boolean(cell.get("hMerge")):
                    raise BindingFault("has cells that are merged over rows and columns at once", remedy)
                columns.add(at)
    return frozenset(columns)


def _is_merged(cell: Tree) -> bool:
    return any(cell.get(name) is not None for name in ("gridSpan", "rowSpan", "hMerge", "vMerge"))


def _forget(cell: Tree, *names: str) -> None:
    for name in names:
        if name in cell.attrib:
            del cell.attrib[name]


def _looks(patterns: Sequence[Tree], grouped: frozenset[int]) -> list[Tree]:
    """The rows to take looks from, with no cell merged over rows: each has the look of the one that showed there."""
    looks = [deepcopy(row) for row in patterns]
    for column in grouped:
        shown: Tree | None = None
        for row in looks:
            cell = row.findall(f"{A}tc")[column]
            if boolean(cell.get("vMerge")) and shown is not None:
                row.replace(cell, deepcopy(shown))
            else:
                _forget(cell, "vMerge", "rowSpan")
                shown = cell
    return looks


def _part(cells: Sequence[Tree], filled: Sequence[int]) -> None:
    """Takes apart those cells of a row merged over columns that would hide one of the `filled`."""
    first = 0
    for at, cell in enumerate(cells):
        if not boolean(cell.get("hMerge")):
            first = at
        elif at in filled:
            _forget(cells[first], "gridSpan")
            for other in cells[first + 1 :]:
                if not boolean(other.get("hMerge")):
                    break
                _forget(other, "hMerge")


def _group(rows: Sequence[Tree], columns: frozenset[int], texts: Sequence[Sequence[str]]) -> None:
    """Merges cells that follow each other with the same text, in the columns where the design merges cells."""
    for column in columns:
        values = [one[column] if column < len(one) else "" for one in texts]
        first = 0
        for at in range(1, len(values) + 1):
            if at < len(values) and values[at] == values[first] != "":
                continue
            if at - first > 1:
                cells = [row.findall(f"{A}tc")[column] for row in rows[first:at]]
                cells[0].set("rowSpan", str(at - first))
                for cell in cells[1:]:
                    cell.set("vMerge", "1")
                    _say(cell, "")
            first = at


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
