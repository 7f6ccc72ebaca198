"""Lines, areas, points of x and y, and bubbles, with their labels."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from salespack.graphics.lengths import POINT
from salespack.scene.charts.layout.axes import Field
from salespack.scene.charts.layout.axis_groups import Reach, points_of, reaches
from salespack.scene.charts.layout.axis_positions import Bands, Figures
from salespack.scene.charts.layout.frame import draw_marker
from salespack.scene.charts.layout.labels import DISTANCE, Side, draw_label, labels_of
from salespack.scene.charts.marks import Page, Rect, circle, polygon, polyline
from salespack.scene.charts.model import Chart, Marker, Plot, Series, Surface

Place = tuple[float, float]
LARGEST_BUBBLE = 0.25
"""The diameter of the largest bubble, as a share of the shorter side of the plot."""
SIDES: dict[str, Side] = {"t": "t", "b": "b", "l": "l", "r": "r", "ctr": "ctr"}


# --- lines -----------------------------------------------------------------------------------------------------------


def draw_lines(page: Page, chart: Chart, plot: Plot, field: Field) -> None:
    """The lines of a plot with its markers, drop lines, ranges and up-down bars."""
    rows = reaches(plot, field.group.size)
    places = [_places(field, row) for row in rows]
    _draw_between(page, plot, field, places)
    for series, row in zip(plot.series, places, strict=True):
        for part in _parts(row, across=chart.blanks == "span"):
            _draw_line(page, series, part, field.inner)
        for at, place in enumerate(row):
            if place is not None and _inside(place, field.inner):
                draw_marker(page, "marker", marker_of(series, at), *place)


def _places(field: Field, row: Sequence[Reach | None]) -> list[Place | None]:
    return [None if reach is None else field.point(at, reach.high) for at, reach in enumerate(row)]


def _parts(row: Sequence[Place | None], *, across: bool) -> list[list[tuple[int, Place]]]:
    """The points of a line with their numbers, in parts between gaps; `across` goes over gaps."""
    parts: list[list[tuple[int, Place]]] = [[]]
    for at, place in enumerate(row):
        if place is not None:
            parts[-1].append((at, place))
        elif not across and parts[-1]:
            parts.append([])
    return [part for part in parts if part]


def _draw_line(page: Page, series: Series, part: Sequence[tuple[int, Place]], inner: Rect) -> None:
    """A line through points; stretches to points of another look are drawn on their own."""
    stroke = series.surface.stroke
    places = [place for _, place in part]
    if all(_inside(place, inner) for place in places):
        other = {at: series.points[at].surface for at, _ in part[1:] if at in series.points}
        other = {at: one for at, one in other.items() if one is not None and one.stroke != stroke}
        if not other:
            page.path("line", polyline(places, smooth=series.smooth), Surface(None, stroke))
            return
        for (_, start), (at, end) in pairwise(part):
            surface = other.get(at)
            page.lines("line", [(*start, *end)], stroke if surface is None else surface.stroke)
        return
    clipped = (_clipped(start, end, inner) for start, end in pairwise(places))
    page.lines("line", [one for one in clipped if one is not None], stroke)


def _inside(place: Place, inner: Rect) -> bool:
    x, y = place
    slack = POINT / 10
    return inner.left - slack <= x <= inner.right + slack and inner.top - slack <= y <= inner.bottom + slack


def _clipped(start: Place, end: Place, inner: Rect) -> tuple[float, float, float, float] | None:
    """The stretch of a line that is inside (Liang and Barsky 1984), None if none is."""
    first, last = 0.0, 1.0
    dx, dy = end[0] - start[0], end[1] - start[1]
    for delta, room in (
        (-dx, start[0] - inner.left),
        (dx, inner.right - start[0]),
        (-dy, start[1] - inner.top),
        (dy, inner.bottom - start[1]),
    ):
        if delta == 0:
            if room < 0:
                return None
        elif delta < 0:
            first = max(first, room / delta)
        else:
            last = min(last, room / delta)
    if first > last:
        return None
    return start[0] + first * dx, start[1] + first * dy, start[0] + last * dx, start[1] + last * dy


def _draw_between(page: Page, plot: Plot, field: Field, places: Sequence[Sequence[Place | None]]) -> None:
    """What connects the series of a plot at each category."""
    drops, ranges = [], []
    for at in range(field.group.size):
        column = [place for row in places if (place := row[at]) is not None]
        if not column:
            continue
        ys = [y for _, y in column]
        x, foot = column[0][0], field.spot(0, field.base)[1]
        drops.append((x, min(ys), x, max(foot, max(ys))))
        ranges.append((x, min(ys), x, max(ys)))
    page.lines("drop line", drops, plot.drops)
    page.lines("range", ranges, plot.ranges)
    if (plot.rises is None and plot.falls is None) or len(places) < 2:
        return
    half = field.inner.width / max(field.group.size, 1) / (1 + plot.gap) / 2
    for start, end in zip(places[0], places[-1], strict=True):
        surface = None if start is None or end is None else plot.rises if end[1] <= start[1] else plot.falls
        if start is not None and end is not None and surface is not None:
            page.rectangle("up-down bar", start[0] - half, start[1], start[0] + half, end[1], surface)


def marker_of(series: Series, at: int) -> Marker | None:
    """The marker of a point."""
    point = series.points.get(at)
    return point.marker if point is not None and point.marker is not None else series.marker


def draw_line_labels(page: Page, chart: Chart, plot: Plot, field: Field) -> None:
    """The labels of all points of lines."""
    for series, row in zip(plot.series, reaches(plot, field.group.size), strict=True):
        _draw_labels(page, chart, series, enumerate(_places(field, row)), field.inner)


def _draw_labels(
    page: Page, chart: Chart, series: Series, places: Iterable[tuple[int, Place | None]], inner: Rect
) -> None:
    for at, place in places:
        labels = labels_of(series, at)
        if labels is None or place is None or not _inside(place, inner):
            continue
        mark = marker_of(series, at)
        away = DISTANCE + (mark.size * POINT / 2 if mark is not None else 0.0)
        draw_label(page, chart, series, at, labels, *place, SIDES.get(labels.position, "r"), away=away)


def draw_trends(page: Page, plot: Plot, field: Field) -> None:
    """The straight lines through the points of series, by least squares; there are none against an axis of dates."""
    if plot.stacked or not isinstance(field.across, Bands | Figures):
        return
    for series in plot.series:
        points = [(x, y) for x, y, _ in points_of(series)]
        if not isinstance(field.across, Figures):
            points = [(float(at), value) for at, value in enumerate(series.values) if value is not None]
        found = _straight(points)
        for trend in series.trends if found is not None else ():
            slope, height = found or (0.0, 0.0)
            ends = min(points)[0] - trend.backward, max(points)[0] + trend.forward
            start, end = (field.point(x, height + slope * x) for x in ends)
            if (line := _clipped(start, end, field.inner)) is not None:
                page.lines("trend", [line], trend.stroke)


def _straight(points: Sequence[Place]) -> Place | None:
    """Slope and height at zero of the line nearest to points of x and y; None where there is none."""
    count = len(points)
    if count < 2:
        return None
    x, y = sum(one for one, _ in points) / count, sum(one for _, one in points) / count
    spread = sum((one - x) ** 2 for one, _ in points)
    if not spread:
        return None
    slope = sum((one - x) * (other - y) for one, other in points) / spread
    return slope, y - slope * x


# --- areas -----------------------------------------------------------------------------------------------------------


def draw_areas(page: Page, chart: Chart, plot: Plot, field: Field) -> None:
    """The areas of a plot: down to the axis, or to the series below."""
    for series, row in zip(plot.series, reaches(plot, field.group.size), strict=True):
        filled = [reach or Reach(0.0, 0.0) for reach in row]
        top = [_kept(field.point(at, reach.high), field.inner) for at, reach in enumerate(filled)]
        if plot.stacked:
            foot = [_kept(field.point(at, reach.low), field.inner) for at, reach in enumerate(filled)]
        else:
            base = field.spot(0, max(0.0, min(field.base, 1.0)))[1]
            foot = [(x, base) for x, _ in top]
        page.path("area", polygon([*top, *reversed(foot)]), series.surface)


def _kept(place: Place, inner: Rect) -> Place:
    return max(inner.left, min(place[0], inner.right)), max(inner.top, min(place[1], inner.bottom))


def draw_area_labels(page: Page, chart: Chart, plot: Plot, field: Field) -> None:
    """The labels of areas, in the middle of their height."""
    for series, row in zip(plot.series, reaches(plot, field.group.size), strict=True):
        for at, reach in enumerate(row):
            labels = labels_of(series, at)
            if labels is not None and reach is not None:
                place = _kept(field.point(at, (reach.low + reach.high) / 2), field.inner)
                draw_label(page, chart, series, at, labels, *place)


# --- x and y ---------------------------------------------------------------------------------------------------------


def draw_points(page: Page, plot: Plot, field: Field) -> None:
    """Points of x and y, and the lines between them."""
    for series in plot.series:
        places = [(at, field.point(x, y)) for x, y, at in points_of(series)]
        if places and series.surface.stroke is not None:
            _draw_line(page, series, places, field.inner)
        for at, place in places:
            if _inside(place, field.inner):
                draw_marker(page, "marker", marker_of(series, at), *place)


def draw_bubbles(page: Page, plot: Plot, field: Field) -> None:
    """Bubbles, their areas in proportion to the sizes; those of no or negative size are left out."""
    largest = max([size for one in plot.series for size in one.sizes if size is not None], default=0.0)
    side = min(field.inner.width, field.inner.height)
    for series in plot.series:
        for x, y, at in points_of(series):
            size = series.sizes[at] if at < len(series.sizes) else None
            place = field.point(x, y)
            if size is None or size <= 0 or largest <= 0 or not _inside(place, field.inner):
                continue
            radius = side * LARGEST_BUBBLE / 2 * plot.bubble_scale * math.sqrt(size / largest)
            point = series.points.get(at)
            surface = point.surface if point is not None and point.surface is not None else series.surface
            page.path("bubble", circle(*place, radius), surface)


def draw_point_labels(page: Page, chart: Chart, plot: Plot, field: Field) -> None:
    """The labels of points of x and y."""
    for series in plot.series:
        places = [(at, field.point(x, y)) for x, y, at in points_of(series)]
        _draw_labels(page, chart, series, places, field.inner)
