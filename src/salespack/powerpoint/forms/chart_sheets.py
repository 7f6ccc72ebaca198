"""The figures of a chart as columns of a sheet: what its series refer to, and the workbook they are edited in.

Where one figure follows from others, as the bars of a waterfall from its steps, its cell holds the formula: whoever
changes a figure in PowerPoint changes the chart. A formula stands here as a spreadsheet has it, without its “=”.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from salespack.deck.model import Chart, SheetCell, Worksheet
from salespack.forms.chart_figures import steps_of, sums
from salespack.language.phrases import words
from salespack.language.spreadsheet_formats import format_code
from salespack.ooxml.packaging import (
    OFFICE_RELATIONSHIPS,
    PackageWriter,
    Relationship,
    StoredPart,
    relationships_xml,
    stored_part,
)
from salespack.powerpoint.forms import worksheets
from salespack.powerpoint.forms.worksheets import SPREADSHEET, cell_text, column_letters, figure
from salespack.powerpoint.slide_templates import Piece, SlideTemplates, Xml, literal, proven

SHEET = "Sheet1"
WORKBOOK_TYPE = SPREADSHEET + "sheet"
FIRST_FORMAT = 164
"""Number formats of a workbook's own are numbered from here (ECMA-376, 18.8.30)."""
FIRST_STYLE = 2
"""Cells have the style of this number for the first number format; before it come the usual one and headings."""

LABEL = Piece("sheet.xml.j2", "label", ("heading",), ("ref", "text"))
FIGURE = Piece("sheet.xml.j2", "figure", ("style",), ("ref", "value"))
FORMULA = Piece("sheet.xml.j2", "formula", ("style",), ("ref", "formula", "value"))
ROW = Piece("sheet.xml.j2", "row", (), ("number", "cells"))
SHEET_PART = Piece("sheet.xml.j2", "sheet", (), ("dimension", "first_width", "columns", "rows"))
STYLES = Piece("sheet.xml.j2", "styles", ("formats",), ())
WORKBOOK = Piece("sheet.xml.j2", "workbook", (), ())


class Column(NamedTuple):
    """A column: its name and figures, the number format of each, and the formulas of those that follow from others."""

    name: str
    values: tuple[float | None, ...]
    formats: tuple[str, ...]
    formulas: tuple[str, ...] = ()


class Sheet(NamedTuple):
    """The names of the categories in column A, and the columns from B on."""

    categories: tuple[str, ...]
    columns: tuple[Column, ...]

    def cells(self, column: int) -> str:
        """The reference to the figures of a column, counted from 0."""
        letters = column_letters(column + 2)
        return f"{SHEET}!${letters}$2:${letters}${len(self.categories) + 1}"

    def name(self, column: int) -> str:
        """The reference to the name of a column."""
        return f"{SHEET}!${column_letters(column + 2)}$1"

    @property
    def names(self) -> str:
        """The reference to the names of the categories."""
        return f"{SHEET}!$A$2:$A${len(self.categories) + 1}"


STEPS, LEVELS, BASE, TOTALS, RISES, FALLS, RISES_BELOW, FALLS_BELOW, TOPS = range(9)
"""The columns of a waterfall: its figures, where each bar ends, what it stands on, its parts by their colours (those
below zero by themselves, as bars that cross it have two), and where its label stands."""


def sheet_of(chart: Chart, language: str) -> Sheet:
    """The columns of a chart: its series, and what follows from them and is drawn."""
    if chart.type == "waterfall":
        return Sheet(chart.categories, _waterfall(chart, language))
    count = len(chart.categories)
    columns = [
        Column(one.name, one.values, (series_format(chart, number, language),) * count, one.formulas)
        for number, one in enumerate(chart.series)
    ]
    if totalled(chart):
        columns.append(_totals(chart, language))
    if chart.target is not None:
        letters = column_letters(len(columns) + 2)
        formulas = ("", *[f"{letters}$2"] * (count - 1))
        shown_as = format_code(chart.number_format, _of_the_first(chart), chart.currency, language)
        columns.append(Column(chart.target.label, (chart.target.value,) * count, (shown_as,) * count, formulas))
    return Sheet(chart.categories, tuple(columns))


def totalled(chart: Chart) -> bool:
    """Whether the sums of its stacks stand above them: a line that is not seen has them, and none lies."""
    return chart.type == "stacked" and len(chart.series) > 1


def _totals(chart: Chart, language: str) -> Column:
    count, last = len(chart.categories), column_letters(len(chart.series) + 1)
    formulas = tuple(f"SUM(B{row}:{last}{row})" for row in range(2, count + 2))
    values = sums(chart.series, count)
    known = [one for one in values if one is not None]
    shown_as = format_code(chart.number_format, known, chart.currency, language)
    return Column(words(language)["chart_total"], values, (shown_as,) * count, formulas)


def _waterfall(chart: Chart, language: str) -> tuple[Column, ...]:
    steps, word, count = steps_of(chart), words(language), len(chart.categories)
    code = series_format(chart, 0, language)
    signed = f"+{code};-{code};{code}"
    formats = tuple(code if one.total else signed for one in steps)
    plain = (code,) * count
    levels = [f"C{row}" for row in range(2, count + 2)]
    before = ["0" if one.total or not at else levels[at - 1] for at, one in enumerate(steps)]
    given = tuple(levels[at - 1] if one.total and at else "" for at, one in enumerate(steps))
    ends = tuple(f"B{row}" if one.total or row == 2 else f"C{row - 1}+B{row}" for row, one in enumerate(steps, 2))

    def column(name: str, formula: str, values: Sequence[float], *, of_steps: bool = False) -> Column:
        """A column that follows from the levels before (`p`) and after (`c`) each bar; `of_steps` has no totals."""
        formulas = tuple(
            "" if of_steps and one.total else formula.format(p=p, c=c)
            for one, p, c in zip(steps, before, levels, strict=True)
        )
        return Column(name, tuple(values), plain, formulas)

    def part(name: str, values: Sequence[float], *, rises: bool, below: bool) -> Column:
        """What the rising or the falling steps have above or below zero."""
        high = "MIN({p},{c},0)-MIN(MAX({p},{c}),0)" if below else "MAX({p},{c},0)-MAX(MIN({p},{c}),0)"
        own = [
            value if not one.total and (one.end >= one.start) is rises else 0.0
            for one, value in zip(steps, values, strict=True)
        ]
        formula = f"IF({{c}}>={{p}},{high},0)" if rises else f"IF({{c}}>={{p}},0,{high})"
        return column(f"{name} < 0" if below else name, formula, own, of_steps=True)

    above = [max(one.high, 0.0) - max(one.low, 0.0) for one in steps]
    below = [min(one.low, 0.0) - min(one.high, 0.0) for one in steps]
    return (
        Column(
            chart.series[0].name, tuple(one.end if one.total else one.end - one.start for one in steps), formats, given
        ),
        Column(word["chart_end"], tuple(one.end for one in steps), plain, ends),
        column(
            word["chart_base"],
            "MAX(0,MIN({p},{c}))+MIN(0,MAX({p},{c}))",
            [max(one.low, 0.0) + min(one.high, 0.0) for one in steps],
        ),
        Column(
            word["chart_total"],
            tuple(one.end if one.total else 0.0 for one in steps),
            plain,
            tuple(level if one.total else "" for one, level in zip(steps, levels, strict=True)),
        ),
        part(word["chart_increase"], above, rises=True, below=False),
        part(word["chart_decrease"], above, rises=False, below=False),
        part(word["chart_increase"], below, rises=True, below=True),
        part(word["chart_decrease"], below, rises=False, below=True),
        column(word["chart_top"], "MAX({p},{c})", [one.high for one in steps]),
    )


# --- number formats --------------------------------------------------------------------------------------------------


def series_format(chart: Chart, number: int, language: str) -> str:
    """The number format of a series: the same for all that share an axis."""
    if _is_second(chart, number):
        figures = [v for at, one in enumerate(chart.series) if _is_second(chart, at) for v in one.values]
        return format_code(chart.second_format, [v for v in figures if v is not None], chart.currency, language)
    return format_code(chart.number_format, _of_the_first(chart), chart.currency, language)


def _is_second(chart: Chart, number: int) -> bool:
    """Whether a series is shown against the second axis: the lines of a combo, the x of points."""
    return chart.series[number].line or (chart.type == "scatter" and not number)


def _of_the_first(chart: Chart) -> list[float]:
    """The figures against the first axis, a target among them."""
    figures = [v for at, one in enumerate(chart.series) if not _is_second(chart, at) for v in one.values]
    if chart.type == "waterfall":
        figures += [one.end for one in steps_of(chart)]
    if chart.target is not None:
        figures.append(chart.target.value)
    return [value for value in figures if value is not None]


def least_unit(code: str) -> float:
    """The least step between two figures that a number format of ours tells apart."""
    decimals = code.partition(".")[2]
    places = len(decimals) - len(decimals.lstrip("0"))
    return float(10.0 ** -(places + (2 if code.endswith("%") else 0)))


# --- the workbook ----------------------------------------------------------------------------------------------------


def workbook(pieces: SlideTemplates, chart: Chart, language: str) -> bytes:
    """The .xlsx with the chart's sheet: categories in column A, names in row 1."""
    made = sheet_of(chart, language)
    if chart.sheets:
        return worksheets.workbook(pieces, (_as_worksheet(made), *chart.sheets))
    formats = tuple(dict.fromkeys(code for column in made.columns for code in column.formats)) or ("General",)
    styles = {code: str(FIRST_STYLE + at) for at, code in enumerate(formats)}
    heading, label, row = pieces.pattern(LABEL, True), pieces.pattern(LABEL, False), pieces.pattern(ROW)
    letters = [column_letters(number + 2) for number in range(len(made.columns))]
    names = [heading.fill(Xml(f"{at}1"), cell_text(one.name)) for at, one in zip(letters, made.columns, strict=True)]
    rows = [row.fill(Xml("1"), Xml("".join(names)))]
    for at, category in enumerate(made.categories):
        number = str(at + 2)
        cells = [label.fill(Xml(f"A{number}"), cell_text(category))]
        for letter, column in zip(letters, made.columns, strict=True):
            value = column.values[at] if at < len(column.values) else None
            if value is None:
                continue
            style, ref = styles[column.formats[at]], Xml(letter + number)
            if column.formulas and (formula := column.formulas[at]):
                cells.append(pieces.pattern(FORMULA, style).fill(ref, literal(formula), figure(value)))
            else:
                cells.append(pieces.pattern(FIGURE, style).fill(ref, figure(value)))
        rows.append(row.fill(Xml(number), Xml("".join(cells))))
    width = min(max((len(text) for text in made.categories), default=8) + 2, 60)
    dimension = Xml(f"A1:{(letters or ['A'])[-1]}{len(rows)}")
    columns = Xml(str(max(len(letters) + 1, 2)))
    sheet = pieces.pattern(SHEET_PART).fill(dimension, Xml(str(width)), columns, Xml("".join(rows)))
    package = PackageWriter()
    for part in _fixed_parts():
        package.copy(part)
    numbered = tuple((str(FIRST_FORMAT + at), code) for at, code in enumerate(formats))
    package.add("xl/styles.xml", SPREADSHEET + "styles+xml", proven("styles", pieces.pattern(STYLES, numbered).fill()))
    package.add("xl/worksheets/sheet1.xml", SPREADSHEET + "worksheet+xml", proven("sheet", sheet))
    package.add("xl/workbook.xml", SPREADSHEET + "sheet.main+xml", proven("workbook", pieces.pattern(WORKBOOK).fill()))
    return package.finish()


def _as_worksheet(made: Sheet) -> Worksheet:
    """The chart's own sheet among others."""
    head = (SheetCell(), *(SheetCell(one.name, look="heading") for one in made.columns))
    rows = tuple(
        (
            SheetCell(category),
            *(
                SheetCell(
                    value=one.values[at], shown_as=one.formats[at], formula=one.formulas[at] if one.formulas else ""
                )
                for one in made.columns
            ),
        )
        for at, category in enumerate(made.categories)
    )
    return Worksheet(SHEET, (24.0, *(16.0 for _ in made.columns)), (head, *rows))


@cache
def _fixed_parts() -> tuple[StoredPart, ...]:
    """The relationships, the same in every workbook."""
    package = [Relationship("rId1", OFFICE_RELATIONSHIPS + "/officeDocument", "xl/workbook.xml")]
    sheets = [
        Relationship("rId1", OFFICE_RELATIONSHIPS + "/worksheet", "worksheets/sheet1.xml"),
        Relationship("rId2", OFFICE_RELATIONSHIPS + "/styles", "styles.xml"),
    ]
    return (
        stored_part("_rels/.rels", "", relationships_xml(package)),
        stored_part("xl/_rels/workbook.xml.rels", "", relationships_xml(sheets)),
    )
