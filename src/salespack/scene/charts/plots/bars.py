"""Bars and columns, with their labels."""

from __future__ import annotations

from typing import NamedTuple

from salespack.scene.charts.layout.axes import Field
from salespack.scene.charts.layout.axis_groups import Reach, reaches
from salespack.scene.charts.layout.axis_positions import Bands, Dates
from salespack.scene.charts.layout.labels import Side, draw_label, labels_of
from salespack.scene.charts.marks import Page, polygon
from salespack.scene.charts.model import Chart, Plot, Series, Surface
from salespack.scene.model import Command

MOST_APART = 400
"""Bars of a series that are shapes of their own; with more of them, all of one look are one shape."""


class Bar(NamedTuple):
    """A bar by two corners: where it stands and its far end."""

    near: tuple[float, float]
    far: tuple[float, float]

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """All four corners."""
        (x1, y1), (x2, y2) = self.near, self.far
        return (x1, y1), (x2, y1), (x2, y2), (x1, y2)


def draw_bars(page: Page, chart: Chart, plot: Plot, field: Field) -> None:
    """All bars of a plot."""
    rows = reaches(plot, field.group.size)
    for number, (series, row) in enumerate(zip(plot.series, rows, strict=True)):
        together: dict[int, tuple[Surface, list[Command]]] = {}
        for at, reach in enumerate(row):
            bar = bar_of(plot, field, number, at, reach) if reach is not None else None
            if bar is None or reach is None:
                continue
            surface = _surface(series, at, reach)
            if len(row) <= MOST_APART:
                page.path("bar", polygon(bar.corners), surface)
            else:
                together.setdefault(id(surface), (surface, []))[1].extend(polygon(bar.corners))
        for surface, commands in together.values():
            page.path("bars", commands, surface)


def _surface(series: Series, at: int, reach: Reach) -> Surface:
    point = series.points.get(at)
    if reach.high < reach.low and series.inverted is not None and (point is None or point.surface is None):
        return series.inverted
    return point.surface if point is not None and point.surface is not None else series.surface


def bar_of(plot: Plot, field: Field, number: int, at: int, reach: Reach) -> Bar | None:
    """The bar of series `number` at category `at`; None where it lies outside of the axis' range."""
    if not isinstance(field.across, Bands | Dates):
        return None
    count = 1 if plot.stacked else len(plot.series)
    overlap = 1.0 if plot.stacked else plot.overlap
    step = 1 - overlap
    width = field.across.band() / ((count - 1) * step + 1 + plot.gap)
    place = 0 if plot.stacked else number
    if field.group.across.reversed:
        place = count - 1 - place
    start = field.across.share(at) - width * ((count - 1) * step + 1) / 2 + place * step * width
    scale = field.along
    low = scale.share(reach.low) if reach.low or plot.stacked else field.base
    if not plot.stacked:
        low = field.base
    high = scale.share(reach.high)
    if (high < 0 and low <= 0) or (high > 1 and low >= 1):
        return None
    low, high = max(0.0, min(low, 1.0)), max(0.0, min(high, 1.0))
    return Bar(field.spot(start, low), field.spot(start + width, high))


def draw_bar_labels(page: Page, chart: Chart, plot: Plot, field: Field) -> None:
    """The labels of all bars."""
    for number, (series, row) in enumerate(zip(plot.series, reaches(plot, field.group.size), strict=True)):
        for at, reach in enumerate(row):
            labels = labels_of(series, at)
            bar = bar_of(plot, field, number, at, reach) if reach is not None and labels is not None else None
            if bar is None or labels is None:
                continue
            (x1, y1), (x2, y2) = bar.near, bar.far
            value = series.values[at] or 0.0
            grows: Side
            if field.group.horizontal:
                forward = x2 > x1 if x1 != x2 else (value >= 0) != field.group.along.reversed
                grows, opposite = ("r", "l") if forward else ("l", "r")
            else:
                forward = y2 < y1 if y1 != y2 else (value >= 0) != field.group.along.reversed
                grows, opposite = ("t", "b") if forward else ("b", "t")
            position = labels.position or ("ctr" if plot.stacked else "outEnd")
            middle = ((x1 + x2) / 2, (y1 + y2) / 2)
            end = (x2, middle[1]) if field.group.horizontal else (middle[0], y2)
            base = (x1, middle[1]) if field.group.horizontal else (middle[0], y1)
            match position:
                case "outEnd":
                    draw_label(page, chart, series, at, labels, *end, grows)
                case "inEnd":
                    draw_label(page, chart, series, at, labels, *end, opposite)  # type: ignore[arg-type]
                case "inBase":
                    draw_label(page, chart, series, at, labels, *base, grows)
                case _:
                    draw_label(page, chart, series, at, labels, *middle)
