"""A chart's two parts: the chart as DrawingML and the workbook its figures are edited in.

Charts follow what readers of figures advise: figures on the bars where they fit, else a light grid, never both; bars
start at zero; one series needs no legend.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from salespack.deck.model import Chart, Series, Slide
from salespack.language.formatting import telling_places
from salespack.language.locales import find_language
from salespack.ooxml.packaging import (
    OFFICE_RELATIONSHIPS,
    OFFICE_TYPES,
    PackageWriter,
    Relationship,
    StoredPart,
    relationships_xml,
    stored_part,
)
from salespack.powerpoint.brand.palette import Ink, Palette
from salespack.powerpoint.forms.paragraphs import language_tag, one_line
from salespack.powerpoint.slide_templates import Piece, SlideTemplates, Xml, literal, proven

SHEET = "Sheet1"
CHART_TYPE = OFFICE_TYPES + "drawingml.chart+xml"
SPREADSHEET = OFFICE_TYPES + "spreadsheetml."
WORKBOOK_TYPE = SPREADSHEET + "sheet"
GAPS = ((3, "120"), (5, "90"))
NARROW_GAP = "60"
"""The gap between bars in percent of a bar: for at most so many categories, and for more."""
MOST_LABELS = {"column": 14, "bar": 18, "line": 8, "pie": 100}
"""With more points than this, figures beside them run into each other."""
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CNY": "¥", "INR": "₹", "KRW": "₩"}
ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


CHART = Piece(
    "chart.xml.j2",
    "chart",
    ("type", "language", "format", "labelled", "titled", "several", "scale", "gap", "legend", "sizes", "inks"),
    ("title", "series"),
)
SERIES = Piece(
    "chart.xml.j2",
    "series",
    ("type", "language", "format", "labelled", "sizes", "inks", "shade"),
    ("number", "name", "name_ref", "category_ref", "ref", "count", "slices", "categories", "values"),
)
SLICE = Piece("chart.xml.j2", "slice", ("shade",), ("at",))
POINT = Piece("chart.xml.j2", "point", (), ("at", "value"))
LABEL = Piece("sheet.xml.j2", "label", ("heading",), ("ref", "text"))
FIGURE = Piece("sheet.xml.j2", "figure", (), ("ref", "value"))
ROW = Piece("sheet.xml.j2", "row", (), ("number", "cells"))
SHEET_PART = Piece("sheet.xml.j2", "sheet", (), ("dimension", "first_width", "columns", "rows"))
STYLES = Piece("sheet.xml.j2", "styles", (), ("format",))
WORKBOOK = Piece("sheet.xml.j2", "workbook", (), ())


def chart_xml(
    pieces: SlideTemplates, chart: Chart, slide: Slide, palette: Palette, sizes: tuple[int, int], *, wide: bool
) -> bytes:
    """The chart part, its labels and title in `sizes` (hundredths of a point).

    A title that only repeats the slide's is left out.
    """
    count, language = len(chart.categories), language_tag(slide.language)
    shown = chart.series[:1] if chart.type == "pie" else chart.series
    figures = [value for series in shown for value in series.values if value is not None]
    title = "" if chart.title.strip() == "".join(span.text for span in slide.title).strip() else chart.title
    legend = "b" if len(shown) > 1 else ""
    if chart.type == "pie":
        legend = "r" if wide else "b"
    look = _Look(
        chart.type,
        language,
        number_format(chart, slide.language),
        _labelled(chart, len(shown), count),
        (str(sizes[0]), str(sizes[1])),
        (palette.quiet, palette.rule),
    )
    categories = _points(pieces, [literal(one_line(text)) for text in chart.categories])
    series = [
        _series(pieces, look, palette.series, number, one, (count, categories)) for number, one in enumerate(shown)
    ]
    unit = least_step(chart, number_format(chart, slide.language), figures)
    from_zero = chart.type != "line" and min(figures, default=0) >= 0
    gap = next((gap for most, gap in GAPS if count <= most), NARROW_GAP)
    kind, language, shown_as, labelled, written, inks = look
    whole = pieces.pattern(
        CHART,
        kind,
        language,
        shown_as,
        labelled,
        bool(title),
        len(shown) > 1,
        (from_zero, unit),
        gap,
        legend,
        written,
        inks,
    )
    return proven("chart.xml.j2", whole.fill(literal(one_line(title)), Xml("".join(series))))


def least_step(chart: Chart, shown_as: str, figures: Sequence[float]) -> str:
    """The step of the value axis where the usual one would be finer than its labels can tell apart; else empty.

    PowerPoint takes up to ten steps over the range, from zero where that is near.
    """
    places = len(shown_as.partition(".")[2]) - len(shown_as.partition(".")[2].lstrip("0"))
    unit = 10.0 ** -(places + (2 if chart.number_format == "percent" else 0))
    low, high = min([0.0, *figures]), max([0.0, *figures])
    return f"{unit:g}" if 0 < high - low < 10 * unit else ""


class _Look(NamedTuple):
    """What all series of a chart have in common; `sizes` are of labels and title, `inks` of text and lines."""

    type: str
    language: str
    format: str
    labelled: bool
    sizes: tuple[str, str]
    inks: tuple[Ink, Ink]


def _series(
    pieces: SlideTemplates,
    look: _Look,
    accents: Sequence[str],
    number: int,
    series: Series,
    categories: tuple[int, Xml],
) -> Xml:
    column, (count, named) = column_letters(number + 2), categories
    slices = ""
    if look.type == "pie":
        slices = "".join([pieces.pattern(SLICE, _shade(accents, at)).fill(Xml(str(at))) for at in range(count)])
    pattern = pieces.pattern(SERIES, *look, _shade(accents, number))
    return pattern.fill(
        Xml(str(number)),
        literal(one_line(series.name)),
        Xml(f"{SHEET}!${column}$1"),
        Xml(f"{SHEET}!$A$2:$A${count + 1}"),
        Xml(f"{SHEET}!${column}$2:${column}${count + 1}"),
        Xml(str(count)),
        Xml(slices),
        named,
        _points(pieces, [None if value is None else figure(value) for value in series.values]),
    )


def _points(pieces: SlideTemplates, values: Sequence[Xml | None]) -> Xml:
    pattern = pieces.pattern(POINT)
    return Xml("".join([pattern.fill(Xml(str(at)), value) for at, value in enumerate(values) if value is not None]))


def _shade(accents: Sequence[str], number: int) -> tuple[str, str]:
    """The theme's accents in turn, darker every time round."""
    turn, at = divmod(number, len(accents))
    return accents[at], ("", "75000", "50000")[min(turn, 2)]


def _labelled(chart: Chart, series: int, count: int) -> bool:
    return series * count <= MOST_LABELS[chart.type] and (chart.type != "line" or series == 1)


def figure(value: float) -> Xml:
    """A figure as XML Schema's double, whole ones without a decimal point."""
    return Xml(str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value)))


def number_format(chart: Chart, language: str) -> str:
    """The number format of all figures: up to two decimals, as many as they have; the currency where it belongs."""
    scale = 100 if chart.number_format == "percent" else 1
    values = [value * scale for series in chart.series for value in series.values if value is not None]
    places = next((n for n in (0, 1) if all(abs(round(value, n) - value) < 1e-9 for value in values)), 2)
    if chart.number_format == "percent":
        shares = [value for series in chart.series for value in series.values if value is not None]
        places = max((telling_places(share, min(places, 1)) for share in shares), default=0)
    decimals = "." + "0" * places if places else ""
    if chart.number_format == "percent":
        return f"0{decimals}%"
    if chart.number_format == "number":
        return f"#,##0{decimals}"
    symbol = SYMBOLS.get(chart.currency, chart.currency)
    if find_language(language).currency_first:
        space = "" if chart.currency in SYMBOLS else "\u00a0"
        return f'"{symbol}{space}"#,##0{decimals}'
    return f'#,##0{decimals}"\u00a0{symbol}"'


def column_letters(number: int) -> str:
    """The letters of a worksheet column, counted from 1: 28 → AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def workbook(pieces: SlideTemplates, chart: Chart, language: str) -> bytes:
    """The .xlsx with the chart's figures: categories in column A, one series a column, names in row 1."""
    letters = [column_letters(number + 2) for number in range(len(chart.series))]
    heading, label, number_cell, row = (
        pieces.pattern(LABEL, True),
        pieces.pattern(LABEL, False),
        pieces.pattern(FIGURE),
        pieces.pattern(ROW),
    )
    names = [heading.fill(Xml(f"{at}1"), _cell(one.name)) for at, one in zip(letters, chart.series, strict=True)]
    rows = [row.fill(Xml("1"), Xml("".join(names)))]
    for at, category in enumerate(chart.categories):
        number = str(at + 2)
        cells = [label.fill(Xml(f"A{number}"), _cell(category))]
        for letter, series in zip(letters, chart.series, strict=True):
            value = series.values[at] if at < len(series.values) else None
            if value is not None:
                cells.append(number_cell.fill(Xml(letter + number), figure(value)))
        rows.append(row.fill(Xml(number), Xml("".join(cells))))
    width = min(max((len(text) for text in chart.categories), default=8) + 2, 60)
    dimension = Xml(f"A1:{(letters or ['A'])[-1]}{len(rows)}")
    columns = Xml(str(max(len(letters) + 1, 2)))
    sheet = pieces.pattern(SHEET_PART).fill(dimension, Xml(str(width)), columns, Xml("".join(rows)))
    package = PackageWriter()
    for part in _fixed_parts():
        package.copy(part)
    styles = pieces.pattern(STYLES).fill(literal(number_format(chart, language)))
    package.add("xl/styles.xml", SPREADSHEET + "styles+xml", proven("styles", styles))
    package.add("xl/worksheets/sheet1.xml", SPREADSHEET + "worksheet+xml", proven("sheet", sheet))
    package.add("xl/workbook.xml", SPREADSHEET + "sheet.main+xml", proven("workbook", pieces.pattern(WORKBOOK).fill()))
    return package.finish()


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


def _cell(text: str) -> Xml:
    """Text of a cell, where `_x0041_` would stand for a character (ECMA-376, 22.9.2.19, ST_Xstring)."""
    return literal(ESCAPED.sub("_x005F_", text))
