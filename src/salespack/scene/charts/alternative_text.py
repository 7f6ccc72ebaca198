"""What a chart says in words, for those who cannot see it: its kind, title, categories and figures."""

from __future__ import annotations

from salespack.language.locales import DEFAULT
from salespack.language.number_formats import GENERAL, written
from salespack.language.phrases import has_words
from salespack.language.phrases import words as phrases
from salespack.scene.charts.layout.axis_groups import BY_FIGURES, points_of
from salespack.scene.charts.model import Chart, Plot, Series

MOST_FIGURES = 60
"""Figures that are told one by one; of longer series the first and last."""


def wording(chart: Chart) -> str:
    """The chart in words; in a language without any of ours, what the file says: title, names and figures."""
    language = chart.signs.language or DEFAULT
    words = phrases(language) if has_words(language) else {}
    title = " ".join(chart.title.body.text.split()) if chart.title is not None else ""
    kind = words.get(f"chart_{_kind(chart)}", "")
    parts = [": ".join([one for one in (kind, title) if one])]
    if chart.empty:
        parts.append(words.get("chart_empty", ""))
    else:
        parts += [_series(chart, plot, one) for plot in chart.plots for one in plot.series]
    if chart.cut:
        parts.append(words.get("chart_cut", ""))
    return " ".join([part if part[-1] in ".!?:" else part + "." for part in parts if part])


def _kind(chart: Chart) -> str:
    kinds = {"column" if plot.kind == "bar" and not plot.horizontal else plot.kind for plot in chart.plots}
    return kinds.pop() if len(kinds) == 1 else "combined"


def _series(chart: Chart, plot: Plot, series: Series) -> str:
    """One series: each category with its figure."""
    told: list[str] = []
    form, signs = series.format, chart.signs
    if plot.kind in BY_FIGURES:
        for x, y, _ in points_of(series):
            told.append(f"({written(x, GENERAL, signs)}; {written(y, form, signs)})")
    else:
        for at, value in enumerate(series.values):
            if value is not None:
                name = series.categories[at] if at < len(series.categories) else ""
                figure = written(value, form, signs, from_1904=chart.from_1904)
                told.append(f"{name} {figure}" if name else figure)
    if len(told) > MOST_FIGURES:
        told = [*told[: MOST_FIGURES // 2], "…", *told[-MOST_FIGURES // 2 :]]
    return f"{series.name}: {', '.join(told)}" if told else ""
