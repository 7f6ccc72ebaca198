"""Lines, columns with lines, and points of x and y of documents. Lengths are points."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from salespack.deck.model import Series
from salespack.documents.assets import Sized
from salespack.documents.charts.bars import draw_upright
from salespack.documents.charts.marks import SMALL, TEXT, Marks, Written, length, text_width
from salespack.documents.charts.planes import Plane, reach_of, ticks_of

MOST_ENDS = 3
"""With more lines than this the last figures are not written."""


def draw_lines(sized: Sized, marks: Marks, written: Written) -> None:
    """Lines over an axis with grid lines, gaps where figures are missing, the last figure of each line written out."""
    chart = sized.chart
    goal = [chart.target.value] if chart.target is not None else []
    reach = reach_of([*(value for one in chart.series for value in one.values), *goal], from_zero=False)
    plane = Plane(sized, marks, written.first, *reach, axis=True, difference=written.difference)
    band = plane.width / max(len(chart.categories), 1)
    ends: list[tuple[float, float, float]] = []
    for number, series in enumerate(chart.series):
        points = _line(marks, series, number, plane.left, band, plane.y, len(chart.categories))
        last = next((value for value in reversed(series.values) if value is not None), None)
        if points and last is not None and len(chart.series) <= MOST_ENDS:
            ends.append((points[-1][1], points[-1][0], last))
    taken = -TEXT
    for y, x, last in sorted(ends):
        foot = y - 6
        if foot - TEXT < taken or plane.crosses(foot):  # the line above it, or the target, is too near
            foot = y + TEXT + 4
        taken = max(foot, y)
        marks.label(x, foot, written.first(last), "middle", strong=True)
    plane.categories(band)
    plane.target()
    plane.difference()


def draw_combo(sized: Sized, marks: Marks, written: Written) -> None:
    """Columns against the axis at the left, lines against one of their own at the right."""
    chart = sized.chart
    columns = [one for one in chart.series if not one.line]
    lines = [one for one in chart.series if one.line]
    goal = [chart.target.value] if chart.target is not None else []
    ticks = ticks_of(*reach_of([value for one in lines for value in one.values]), written.second)
    right = max(text_width(written.second(tick), SMALL) for tick in ticks) + 6
    reach = reach_of([*(value for one in columns for value in one.values), *goal])
    plane = Plane(sized, marks, written.first, *reach, axis=True, right=right, difference=written.difference)
    band = plane.width / max(len(chart.categories), 1)

    def second(value: float) -> float:
        return plane.bottom - (value - ticks[0]) / (ticks[-1] - ticks[0]) * (plane.bottom - plane.top)

    for tick in ticks:
        marks.label(sized.width - right + 5, second(tick) + SMALL * 0.34, written.second(tick), size=SMALL)
    draw_upright(plane, marks, columns, None)
    for number, series in enumerate(lines, len(columns)):
        _line(marks, series, number, plane.left, band, second, len(chart.categories))


def draw_points(sized: Sized, marks: Marks, written: Written) -> None:
    """Points of x and y with their names, and what each axis measures."""
    across, along = sized.chart.series
    xs, ys = (reach_of(one.values, from_zero=False) for one in (across, along))
    plane = Plane(sized, marks, written.first, *ys, axis=True, foot=TEXT * 2.6)
    ticks = ticks_of(*xs, written.second)

    def place(value: float) -> float:
        return plane.left + (value - ticks[0]) / (ticks[-1] - ticks[0]) * plane.width

    for tick in ticks:
        marks.line(place(tick), plane.top, place(tick), plane.bottom)
        marks.label(place(tick), plane.bottom + SMALL * 1.3, written.second(tick), "middle", size=SMALL)
    marks.label(plane.left, plane.top - 5, along.name)
    marks.label(sized.width, sized.height - 3, across.name, "end")
    for row, (name, x, y) in enumerate(zip(sized.chart.categories, across.values, along.values, strict=True)):
        if x is None or y is None:
            continue
        marks.dot(place(x), plane.y(y), marks.series(0, row))
        beside = place(x) + 5 + text_width(name) <= sized.width
        at = place(x) + 5 if beside else place(x) - 5
        marks.label(at, plane.y(y) + TEXT * 0.34, name, "start" if beside else "end", strong=marks.stands_out(0, row))


def _line(
    marks: Marks,
    series: Series,
    number: int,
    left: float,
    band: float,
    height: Callable[[float], float],
    count: int,
) -> Sequence[tuple[float, float]]:
    """Draws a line with its points; where those are."""
    drawn: list[str] = []
    points: list[tuple[float, float]] = []
    for row, value in enumerate(series.values[:count]):
        if value is None:
            drawn.append("")
            continue
        x, y = left + band * (row + 0.5), height(value)
        drawn.append(f"{'L' if drawn and drawn[-1] else 'M'}{length(x)} {length(y)}")
        points.append((x, y))
    marks.path(" ".join(filter(None, drawn)), "none", f"#{marks.series(number)}", "2")
    rows = [row for row, value in enumerate(series.values[:count]) if value is not None]
    for row, (x, y) in zip(rows, points, strict=True):
        marks.dot(x, y, marks.series(number, row))
    return points
