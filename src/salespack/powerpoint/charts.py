"""A chart's two parts: the chart as DrawingML and the workbook its figures are edited in.

Charts follow what readers of figures advise: figures on the bars where they fit, else a light grid, never both; bars
start at zero; one series needs no legend.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from salespack.assembly.deck import Chart, Slide
from salespack.assembly.templating import TokenEnvironment
from salespack.powerpoint.inks import ACCENTS, Palette
from salespack.powerpoint.opc import PackageWriter, Relationship, StoredPart, relationships_xml, stored_part
from salespack.powerpoint.paragraphs import language_tag, plain
from salespack.powerpoint.printing import printed

SHEET = "Sheet1"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
SIZES_WIDE, SIZES = ("1400", "1600"), ("1200", "1400")
"""Hundredths of a point of labels and title, in a chart as wide as the slide and beside something else."""
GAPS = ((3, "120"), (5, "90"), (999, "60"))
"""The gap between bars, in percent of a bar, for at most so many categories."""
MOST_LABELS = {"column": 14, "bar": 18, "line": 8, "pie": 100}
"""With more points than this, figures beside them run into each other."""
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CNY": "¥", "INR": "₹", "KRW": "₩"}
BEFORE = frozenset(("en", "ja", "ko", "zh"))
"""Languages that write the currency before the amount (CLDR 45, standard currency patterns)."""
ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class Series(NamedTuple):
    """One series as the chart template prints it: points are (index, figure), missing ones left out."""

    number: str
    name: str
    name_ref: str
    ref: str
    values: list[tuple[str, str]]
    shade: tuple[str, str]


def chart_xml(templates: TokenEnvironment, chart: Chart, slide: Slide, palette: Palette, *, wide: bool) -> bytes:
    """The chart part. A title that only repeats the slide's is left out."""
    count = len(chart.categories)
    shown = chart.series[:1] if chart.type == "pie" else chart.series
    figures = [value for series in shown for value in series.values if value is not None]
    legend = "b" if len(shown) > 1 else ""
    if chart.type == "pie":
        legend = "r" if wide else "b"
    label_size, title_size = SIZES_WIDE if wide else SIZES
    context: dict[str, Any] = {
        "type": chart.type,
        "title": "" if chart.title.strip() == plain(slide.title).strip() else chart.title,
        "language": language_tag(slide.language),
        "count": str(count),
        "categories": [(str(at), text) for at, text in enumerate(chart.categories)],
        "category_ref": f"{SHEET}!$A$2:$A${count + 1}",
        "series": [_series(number, one.name, one.values, count) for number, one in enumerate(shown)],
        "slices": [(str(at), _shade(at)) for at in range(count)],
        "format": number_format(chart, slide.language),
        "labelled": _labelled(chart, len(shown), count),
        "from_zero": chart.type != "line" and min(figures, default=0) >= 0,
        "gap": next(gap for most, gap in GAPS if count <= most or most == 999),
        "legend": legend,
        "label_size": label_size,
        "title_size": title_size,
        "ink": palette.quiet,
        "rule": palette.rule,
        "paper": "bg1",
    }
    return printed(templates, "chart.xml.j2", context)


def _series(number: int, name: str, values: tuple[float | None, ...], count: int) -> Series:
    column = column_letters(number + 2)
    points = [(str(at), figure(value)) for at, value in enumerate(values) if value is not None]
    return Series(str(number), name, f"{SHEET}!${column}$1", f"{SHEET}!${column}$2:${column}${count + 1}", points, _shade(number))


def _shade(number: int) -> tuple[str, str]:
    """The theme's accents in turn, darker every time round."""
    return ACCENTS[number % 6], "" if number < 6 else "60000" if number < 12 else "40000"


def _labelled(chart: Chart, series: int, count: int) -> bool:
    return series * count <= MOST_LABELS[chart.type] and (chart.type != "line" or series == 1)


def figure(value: float) -> str:
    """A figure as XML Schema's double, whole ones without a decimal point."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def number_format(chart: Chart, language: str) -> str:
    """The number format of all figures: as many decimals (up to two) as they have, the currency where the language has it."""
    scale = 100 if chart.number_format == "percent" else 1
    values = [value * scale for series in chart.series for value in series.values if value is not None]
    places = next((n for n in (0, 1) if all(abs(round(value, n) - value) < 1e-9 for value in values)), 2)
    if chart.number_format == "percent":
        places = min(places, 1)
    decimals = "." + "0" * places if places else ""
    if chart.number_format == "percent":
        return f"0{decimals}%"
    if chart.number_format == "number":
        return f"#,##0{decimals}"
    symbol = SYMBOLS.get(chart.currency, chart.currency)
    if language.partition("-")[0] in BEFORE:
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


def workbook(templates: TokenEnvironment, chart: Chart, language: str) -> bytes:
    """The .xlsx with the chart's figures: categories in column A, one series a column, names in row 1."""
    letters = [column_letters(number + 2) for number in range(len(chart.series))]
    rows = []
    for at, category in enumerate(chart.categories):
        number = str(at + 2)
        cells = [
            (letter + number, figure(value))
            for letter, series in zip(letters, chart.series, strict=True)
            if at < len(series.values) and (value := series.values[at]) is not None
        ]
        rows.append((number, "A" + number, _cell_text(category), cells))
    context = {
        "dimension": f"A1:{(letters or ['A'])[-1]}{len(rows) + 1}",
        "first_width": str(min(max((len(text) for text in chart.categories), default=8) + 2, 60)),
        "columns": str(max(len(letters) + 1, 2)),
        "header": [(f"{letter}1", _cell_text(series.name)) for letter, series in zip(letters, chart.series, strict=True)],
        "rows": rows,
    }
    package = PackageWriter()
    for part in _fixed_parts():
        package.copy(part)
    package.copy(_sheet_part("styles", printed(templates, "styles.xml.j2", {"format": number_format(chart, language)})))
    package.copy(_sheet_part("worksheets/sheet1", printed(templates, "sheet.xml.j2", context)))
    package.copy(_sheet_part("workbook", printed(templates, "workbook.xml.j2", {})))
    return package.finish()


def _sheet_part(name: str, data: bytes) -> StoredPart:
    kind = {"styles": "styles+xml", "workbook": "sheet.main+xml"}.get(name, "worksheet+xml")
    return stored_part(f"xl/{name}.xml", SPREADSHEET + kind, data)


@cache
def _fixed_parts() -> tuple[StoredPart, ...]:
    """The relationships, the same in every workbook."""
    package = [Relationship("rId1", OFFICE + "officeDocument", "xl/workbook.xml")]
    sheets = [
        Relationship("rId1", OFFICE + "worksheet", "worksheets/sheet1.xml"),
        Relationship("rId2", OFFICE + "styles", "styles.xml"),
    ]
    return (
        stored_part("_rels/.rels", "", relationships_xml(package)),
        stored_part("xl/_rels/workbook.xml.rels", "", relationships_xml(sheets)),
    )


def _cell_text(text: str) -> str:
    """Text of a cell, where `_x0041_` would stand for a character (ECMA-376, ST_Xstring)."""
    return ESCAPED.sub("_x005F_", text)
