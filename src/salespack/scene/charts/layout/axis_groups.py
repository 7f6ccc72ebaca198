"""Plots that share their axes: which axes those are, the sums of stacked series, and the range of all their figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

import msgspec

from salespack.scene.charts.model import Axis, Chart, Figure, Plot, Series

T = TypeVar("T")
BY_FIGURES = ("scatter", "bubble")
ROUND = ("pie", "doughnut")


class Group(NamedTuple):
    """Plots against the same pair of axes: `across` has the categories (or x), `along` the figures.

    `horizontal` is of bars that lie down: the categories are then on the upright axis.
    """

    plots: tuple[Plot, ...]
    across: Axis
    along: Axis
    horizontal: bool

    @property
    def series(self) -> list[Series]:
        """Their series."""
        return [one for plot in self.plots for one in plot.series]

    @property
    def by_figures(self) -> bool:
        """Whether both axes have figures."""
        return self.plots[0].kind in BY_FIGURES

    @property
    def size(self) -> int:
        """How many categories there are."""
        return max([max(len(one.values), len(one.categories)) for one in self.series], default=0)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the categories: those of the first series that has some, else numbers."""
        named = next((one.categories for one in self.series if one.categories), ())
        if not named:
            return tuple(str(at + 1) for at in range(self.size))
        return named + ("",) * (self.size - len(named))

    @property
    def between(self) -> bool:
        """Whether categories are bands; of bars they always are."""
        return self.along.between or any(plot.kind == "bar" for plot in self.plots)


def within_dates(chart: Chart) -> Chart:
    """The chart without the points that lie beyond the ends which the file gives an axis of dates."""
    ends = {
        axis.id: axis for axis in chart.axes.values() if axis.kind == "date" and (axis.low, axis.high) != (None, None)
    }
    plots = []
    for plot in chart.plots:
        axis = next((ends[one] for one in plot.axes if one in ends), None)
        beside = [one for other in chart.plots if other.axes == plot.axes for one in other.series]
        serials = next((one.serials for one in beside if one.serials), ()) if axis is not None else ()
        gone = frozenset([at for at, one in enumerate(serials) if axis is not None and _is_beyond(one, axis)])
        series = tuple([_without(one, gone) for one in plot.series]) if gone else plot.series
        plots.append(msgspec.structs.replace(plot, series=series))
    return msgspec.structs.replace(chart, plots=tuple(plots))


def _is_beyond(serial: Figure, axis: Axis) -> bool:
    if serial is None:
        return False
    return (axis.low is not None and serial < axis.low) or (axis.high is not None and serial > axis.high)


def _kept(items: tuple[T, ...], gone: frozenset[int]) -> tuple[T, ...]:
    return tuple([one for at, one in enumerate(items) if at not in gone])


def _without(series: Series, gone: frozenset[int]) -> Series:
    """A series without some of its points, the others in their order."""
    count = max(len(series.values), len(series.categories), len(series.serials))
    places = {at: new for new, at in enumerate([at for at in range(count) if at not in gone])}

    return msgspec.structs.replace(
        series,
        categories=_kept(series.categories, gone),
        values=_kept(series.values, gone),
        serials=_kept(series.serials, gone),
        sizes=_kept(series.sizes, gone),
        cells=_kept(series.cells, gone),
        points={places[at]: one for at, one in series.points.items() if at in places},
        point_labels={places[at]: one for at, one in series.point_labels.items() if at in places},
    )


def groups_of(chart: Chart) -> list[Group]:
    """The plots by their axes, as they stand in the file. Axes that the file lacks are there, but not seen."""
    found: dict[tuple[str, ...], list[Plot]] = {}
    for plot in chart.plots:
        if plot.kind not in ROUND:
            found.setdefault(plot.axes, []).append(plot)
    return [_group(chart, plots) for plots in found.values()]


def _group(chart: Chart, plots: Sequence[Plot]) -> Group:
    axes = [chart.axes[one] for one in plots[0].axes if one in chart.axes]
    horizontal = any(plot.horizontal for plot in plots)
    if plots[0].kind in BY_FIGURES:
        across = next((one for one in axes if one.side in ("b", "t")), None)
        along = next((one for one in axes if one is not across), None)
    else:
        across = next((one for one in axes if one.kind != "value"), None)
        along = next((one for one in axes if one.kind == "value"), None)
    by_figures = plots[0].kind in BY_FIGURES
    return Group(
        tuple(plots),
        across or _missing(chart, "value" if by_figures else "category"),
        along or _missing(chart, "value"),
        horizontal,
    )


def _missing(chart: Chart, kind: str) -> Axis:
    return Axis(id="", kind=kind, side="b", look=chart.look, deleted=True)  # type: ignore[arg-type]


# --- sums ------------------------------------------------------------------------------------------------------------


class Reach(NamedTuple):
    """From where to where a point of a stacked series reaches; `low` is where it stands."""

    low: float
    high: float


def reaches(plot: Plot, count: int) -> list[list[Reach | None]]:
    """For each series the reach of each of its points, None for missing ones.

    Bars stand on those of the same sign; lines and areas on all before. In percent, shares of the sum of all.
    """
    if not plot.stacked:
        return [[None if v is None else Reach(0.0, v) for v in _filled(one, count)] for one in plot.series]
    whole = [1.0] * count
    columns = [_filled(one, count) for one in plot.series]
    if plot.grouping == "percentStacked":
        whole = [sum(abs(values[at] or 0.0) for values in columns) or 1.0 for at in range(count)]
    above, below = [0.0] * count, [0.0] * count
    found = []
    for values in columns:
        row: list[Reach | None] = []
        for at, value in enumerate(values):
            share = (value or 0.0) / whole[at]
            stand = below if plot.kind == "bar" and share < 0 else above
            row.append(None if value is None and plot.kind != "area" else Reach(stand[at], stand[at] + share))
            stand[at] += share
        found.append(row)
    return found


def _filled(series: Series, count: int) -> list[Figure]:
    return [*series.values[:count], *([None] * (count - len(series.values)))]


def range_of(group: Group) -> list[float]:
    """The figures that the axis of figures must reach."""
    found: list[float] = []
    for plot in group.plots:
        if plot.kind == "area" or plot.stacked:
            found.append(0.0)
        for row in reaches(plot, group.size):
            found += [reach.high for reach in row if reach is not None]
    return found


def across_range(group: Group) -> list[float]:
    """The figures that the x axis of points must reach."""
    return [x for one in group.series for x, _, _ in points_of(one)]


def points_of(series: Series) -> Iterator[tuple[float, float, int]]:
    """The points of a series of x and y, with their number; x counts from 1 where there are none."""
    for at, value in enumerate(series.values):
        x = series.serials[at] if at < len(series.serials) else None if series.serials else at + 1.0
        if x is not None and value is not None:
            yield x, value, at


def with_blanks(chart: Chart) -> Chart:
    """The chart with zeros for missing figures, where it is to be drawn so."""
    if chart.blanks != "zero":
        return chart
    plots = []
    for plot in chart.plots:
        if plot.kind in (*BY_FIGURES, *ROUND):
            plots.append(plot)
            continue
        series = tuple(
            [msgspec.structs.replace(one, values=tuple([value or 0.0 for value in one.values])) for one in plot.series]
        )
        plots.append(msgspec.structs.replace(plot, series=series))
    return msgspec.structs.replace(chart, plots=tuple(plots))
