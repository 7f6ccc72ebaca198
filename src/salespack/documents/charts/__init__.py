"""Charts of documents: from data to marks on a plane, which `chart.svg.j2` writes as SVG. Lengths are points."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from salespack.deck.model import Chart, NumberFormat
from salespack.documents.assets import Sized
from salespack.documents.charts.bars import draw_bars, draw_columns, draw_stacks, draw_waterfall
from salespack.documents.charts.lines import draw_combo, draw_lines, draw_points
from salespack.documents.charts.marks import Marks, Written, length
from salespack.documents.charts.pies import draw_pie
from salespack.documents.look import DocumentLook
from salespack.forms.chart_figures import levels_of, steps_of, sums
from salespack.language.differences import difference
from salespack.language.formatting import Formats
from salespack.templating.budget import Budget
from salespack.templating.environment import TokenEnvironment, Tokens, render, xml_literal

__all__ = ["draw"]

DRAWERS: Mapping[str, Callable[[Sized, Marks, Written], None]] = {
    "bar": draw_bars,
    "column": draw_columns,
    "stacked": draw_stacks,
    "stacked-100": draw_stacks,
    "stacked-bar": draw_stacks,
    "stacked-bar-100": draw_stacks,
    "waterfall": draw_waterfall,
    "line": draw_lines,
    "combo": draw_combo,
    "scatter": draw_points,
    "pie": draw_pie,
}


def draw(sized: Sized, environment: TokenEnvironment, look: DocumentLook, language: str, formats: Formats) -> bytes:
    """The chart as SVG, in the look of the documents. Raises FilterFault when a figure cannot be written."""
    chart = sized.chart
    marks = Marks(look.colours, sized.width, chart.highlight, several=len(chart.series) > 1)
    first = _writer(chart, chart.number_format, _figures(chart, first=True), language, formats)
    second = _writer(chart, chart.second_format, _figures(chart, first=False), language, formats)
    DRAWERS[chart.type](sized, marks, Written(first, second, _difference(chart, language, formats)))
    tokens = Tokens(language, formats=formats, budget=Budget.unbounded())
    context = {
        "width": str(sized.width),
        "height": str(sized.height),
        "alt": chart.alt,
        "font": look.text_font,
        "rectangles": marks.rectangles,
        "lines": marks.lines,
        "paths": marks.paths,
        "dots": marks.dots,
        "labels": [{**one, "size": length(float(one["size"]) * min(look.scale, 1.0))} for one in marks.labels],
    }
    text = render(environment.get_template("chart.svg.j2"), context, tokens)
    return tokens.literal(text, xml_literal).encode()


def _difference(chart: Chart, language: str, formats: Formats) -> str:
    """What the difference of the two categories that are compared comes to; empty where none are."""
    if chart.compare is None:
        return ""
    one, other = (levels_of(chart)[at] or 0.0 for at in chart.compare)
    points = chart.number_format == "percent"
    figure = round(abs(other - one) * (100 if points else 1), 2)
    kind: NumberFormat = "number" if points else chart.number_format
    written = _writer(chart, kind, [figure], language, formats)(figure)
    return difference(other - one, written, language, points=points)


def _figures(chart: Chart, *, first: bool) -> list[float]:
    """The figures against the first axis, or against the second."""
    second = [one.line or (chart.type == "scatter" and not at) for at, one in enumerate(chart.series)]
    found = [v for one, other in zip(chart.series, second, strict=True) if other is not first for v in one.values]
    if first and chart.type == "waterfall":
        found += [one.end for one in steps_of(chart)]
    if first and chart.stacked:
        found += sums(chart.series, len(chart.categories))
    if first and chart.target is not None:
        found.append(chart.target.value)
    return [value for value in found if value is not None]


def _writer(
    chart: Chart, kind: NumberFormat, figures: list[float], language: str, formats: Formats
) -> Callable[[float], str]:
    """How figures of a kind are written."""
    whole = 0 if all(abs(value) >= 100 or float(value).is_integer() for value in figures) else None
    match kind:
        case "percent":
            return lambda value: formats.percent(value, language)
        case "money":
            return lambda value: formats.money(value, language, chart.currency, whole)
        case _:
            return lambda value: formats.number(value, language, whole)
