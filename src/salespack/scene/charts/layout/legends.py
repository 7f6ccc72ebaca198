"""What a legend lists, and in which order."""

from __future__ import annotations

from salespack.scene.charts.layout.frame import Entry
from salespack.scene.charts.model import Chart, Plot, Series, Surface

LINES = ("line", "scatter", "radar")


def entries(chart: Chart) -> list[Entry]:
    """The entries of the legend, from the top or left. Pies list their categories, and so do varied single series.

    Beside the plot, stacked series and bars that lie side by side are listed from the last, as they stand in the plot.
    """
    if chart.legend is None:
        return []
    found: list[tuple[int, Entry]] = []
    for plot in chart.plots:
        if plot.varied and plot.series:
            found += [(at, _of_point(plot, plot.series[0], at)) for at in range(len(plot.series[0].values))]
            continue
        own = [(one.index, _of_series(plot, one)) for one in plot.series]
        found += own[::-1] if _is_reversed(chart, plot) else own
    trends = [one for plot in chart.plots for series in plot.series for one in series.trends]
    lines = [Entry(one.name, Surface(None, one.stroke), None, True) for one in trends]
    found += enumerate(lines, len(chart.series))
    return [entry for number, entry in found if number not in chart.legend.deleted]


def _is_reversed(chart: Chart, plot: Plot) -> bool:
    if chart.legend is None or chart.legend.side not in ("r", "l", "tr"):
        return False
    return (not plot.stacked) if plot.horizontal else plot.stacked


def _of_series(plot: Plot, series: Series) -> Entry:
    line = plot.kind in LINES and not plot.filled
    return Entry(series.name, series.surface, series.marker if line else None, line)


def _of_point(plot: Plot, series: Series, at: int) -> Entry:
    name = series.categories[at] if at < len(series.categories) else str(at + 1)
    point = series.points.get(at)
    surface = point.surface if point is not None and point.surface is not None else series.surface
    line = plot.kind in LINES
    return Entry(name, surface, series.marker if line else None, line)
