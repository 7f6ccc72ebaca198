"""What a chart says in words, for those who cannot see it: its kind, title, categories and figures."""

from __future__ import annotations

from salespack.language.number_formats import GENERAL, written
from salespack.scene.charts.layout.axis_groups import BY_FIGURES, points_of
from salespack.scene.charts.model import Chart, Plot, Series

MOST_FIGURES = 60
"""Figures that are told one by one; of longer series the first and last."""
WORDS: dict[str, dict[str, str]] = {
    "en": {
        "bar": "Bar chart", "column": "Column chart", "line": "Line chart", "area": "Area chart", "pie": "Pie chart",
        "doughnut": "Doughnut chart", "scatter": "Scatter chart", "bubble": "Bubble chart", "radar": "Radar chart",
        "combined": "Combined chart", "empty": "The chart has no data", "cut": "Some points are left out",
    },
    "fi": {
        "bar": "Palkkikaavio", "column": "Pylväskaavio", "line": "Viivakaavio", "area": "Aluekaavio",
        "pie": "Ympyräkaavio", "doughnut": "Rengaskaavio", "scatter": "Pistekaavio", "bubble": "Kuplakaavio",
        "radar": "Säteittäinen kaavio", "combined": "Yhdistelmäkaavio", "empty": "Kaaviossa ei ole tietoja",
        "cut": "Osa pisteistä on jätetty pois",
    },
    "sv": {
        "bar": "Stapeldiagram", "column": "Stapeldiagram", "line": "Linjediagram", "area": "Ytdiagram",
        "pie": "Cirkeldiagram", "doughnut": "Ringdiagram", "scatter": "Punktdiagram", "bubble": "Bubbeldiagram",
        "radar": "Radardiagram", "combined": "Kombinationsdiagram", "empty": "Diagrammet har inga data",
        "cut": "Några punkter är utelämnade",
    },
    "de": {
        "bar": "Balkendiagramm", "column": "Säulendiagramm", "line": "Liniendiagramm", "area": "Flächendiagramm",
        "pie": "Kreisdiagramm", "doughnut": "Ringdiagramm", "scatter": "Punktdiagramm", "bubble": "Blasendiagramm",
        "radar": "Netzdiagramm", "combined": "Verbunddiagramm", "empty": "Das Diagramm hat keine Daten",
        "cut": "Einige Punkte sind ausgelassen",
    },
}  # fmt: skip
"""By language; charts in other ones say only what the file says: title, names and figures."""


def wording(chart: Chart) -> str:
    """The chart in words."""
    words = WORDS.get(chart.signs.language.partition("-")[0] or "en", {})
    title = " ".join(chart.title.body.text.split()) if chart.title is not None else ""
    kind = words.get(_kind(chart), "")
    parts = [": ".join([one for one in (kind, title) if one])]
    if chart.empty:
        parts.append(words.get("empty", ""))
    else:
        parts += [_series(chart, plot, one) for plot in chart.plots for one in plot.series]
    if chart.cut:
        parts.append(words.get("cut", ""))
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
