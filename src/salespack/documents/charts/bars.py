"""Bars, columns, stacks and waterfalls of documents. Lengths are points."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from salespack.deck.model import Series
from salespack.documents.assets import Sized
from salespack.documents.charts.marks import TEXT, Marks, Written, fitting, text_width
from salespack.documents.charts.planes import Plane, legend, reach_of
from salespack.forms.chart_figures import levels_of, steps_of, sums

THICK = 0.62
"""The share of its band that a bar takes at most."""
DIFFERENCE = 20.0
"""The height below bars in which the difference of two stands."""
WIDEST, TALLEST = 46.0, 20.0
"""A column is no wider, a bar no thicker than this."""


def draw_bars(sized: Sized, marks: Marks, written: Written) -> None:
    """Horizontal bars, the figure at the end of each."""
    chart = sized.chart
    top = legend(sized, marks)
    low, high = reach_of([value for one in chart.series for value in one.values])
    below = DIFFERENCE if chart.compare is not None else 0.0
    left = _names_beside(sized, marks, top, below)
    figures = [text_width(written.first(value)) for one in chart.series for value in one.values if value is not None]
    reach = sized.width - left - max(figures, default=0.0) - 6
    scale = reach / ((high - low) or 1)
    zero = left - low * scale
    below = DIFFERENCE if chart.compare is not None else 0.0
    band = (sized.height - top - below - 2) / max(len(chart.categories), 1)
    thick = min(band * THICK, TALLEST * len(chart.series)) / max(len(chart.series), 1)
    for row in range(len(chart.categories)):
        middle = top + band * (row + 0.5)
        for number, series in enumerate(chart.series):
            value = series.values[row] if row < len(series.values) else None
            if value is None:
                continue
            y = middle + (number - len(chart.series) / 2) * thick
            marks.rectangle(zero, y, value * scale, thick * 0.9, marks.series(number, row))
            strong = chart.highlight is not None and marks.stands_out(number, row)
            foot = y + thick * 0.45 + TEXT * 0.34
            marks.label(max(zero, zero + value * scale) + 4, foot, written.first(value), strong=strong)
    marks.line(zero, top, zero, sized.height - below - 2, "muted")
    _difference_below(
        sized, marks, written, [top + band * (row + 0.5) for row in range(len(chart.categories))], zero, scale
    )


def _difference_below(
    sized: Sized, marks: Marks, written: Written, middles: Sequence[float], zero: float, scale: float
) -> None:
    """The arrow between the ends of the two bars that are compared, below all of them."""
    chart = sized.chart
    if chart.compare is None:
        return
    y = sized.height - DIFFERENCE + 3
    xs = [zero + (levels_of(chart)[at] or 0.0) * scale for at in chart.compare]
    for x, at in zip(xs, chart.compare, strict=True):
        marks.line(x, middles[at], x, y, "muted")
    marks.arrow(xs[0], y, xs[1], y)
    marks.label(sum(xs) / 2, y + TEXT * 1.2, written.difference, "middle", strong=True)


def draw_columns(sized: Sized, marks: Marks, written: Written) -> None:
    """Upright columns: the figure above each where there is room, else an axis with grid lines."""
    chart = sized.chart
    columns = [one for one in chart.series if not one.line]
    values = [value for one in columns for value in one.values if value is not None]
    goal = [chart.target.value] if chart.target is not None else []
    count, groups = len(columns), max(len(chart.categories), 1)
    widest = max((text_width(written.first(value)) for value in values), default=0.0)
    labelled = widest < sized.width / groups * 0.95 / max(count, 1)
    plane = Plane(
        sized, marks, written.first, *reach_of([*values, *goal]), axis=not labelled, difference=written.difference
    )
    draw_upright(plane, marks, columns, written.first if labelled else None)


def draw_upright(plane: Plane, marks: Marks, columns: Sequence[Series], written: Callable[[float], str] | None) -> None:
    """Columns on a plane, their figures above them where they are `written`, and the names below."""
    groups, count = len(plane.sized.chart.categories), len(columns)
    band = plane.width / max(groups, 1)
    thick = min(band * THICK, WIDEST * count) / max(count, 1)
    for row in range(groups):
        for number, series in enumerate(columns):
            value = series.values[row] if row < len(series.values) else None
            if value is None:
                continue
            x = plane.left + band * (row + 0.5) + (number - count / 2) * thick
            top = plane.y(value)
            marks.rectangle(x + thick * 0.04, top, thick * 0.92, plane.y(0) - top, marks.series(number, row))
            if written is None:
                continue
            above = min(top, plane.y(0)) - 3 if value >= 0 else max(top, plane.y(0)) + TEXT
            inside = value > 0 and plane.crosses(above)
            at, colour = (top + TEXT * 1.1, marks.on(marks.series(number, row))) if inside else (above, "")
            strong = marks.stands_out(number, row)
            marks.label(x + thick / 2, at, written(value), "middle", strong=strong, colour=colour)
    plane.categories(band)
    plane.target()
    plane.difference()


def draw_stacks(sized: Sized, marks: Marks, written: Written) -> None:
    """Columns or bars of several series on each other, the figure in each part that has room for it, sums above."""
    chart = sized.chart
    count = len(chart.categories)
    columns = [[one.values[row] or 0.0 for one in chart.series] for row in range(count)]
    wholes = [sum(map(abs, column)) or 1.0 if chart.shares else 1.0 for column in columns]
    shares = [[value / whole for value in column] for column, whole in zip(columns, wholes, strict=True)]
    lows, highs = ([sum(min(sign * v, 0.0) for v in one) * sign for one in shares] for sign in (1, -1))
    reach = (0.0, 1.0) if chart.shares else reach_of([*lows, *highs, *([chart.target.value] if chart.target else [])])
    if chart.lying:
        _lying_stacks(sized, marks, written, shares, reach)
        return
    plane = Plane(sized, marks, written.first, *reach, axis=False, difference=written.difference)
    band = plane.width / max(count, 1)
    thick = min(band * THICK, WIDEST)
    for row, parts in enumerate(shares):
        x, above, below = plane.left + band * (row + 0.5) - thick / 2, 0.0, 0.0
        for number, part in enumerate(parts):
            start = above if part >= 0 else below
            above, below = (start + part, below) if part >= 0 else (above, start + part)
            y1, y2 = plane.y(start), plane.y(start + part)
            marks.rectangle(x, y1, thick, y2 - y1, marks.series(number, row))
            text = written.first(columns[row][number])
            if abs(y1 - y2) > TEXT * 1.1 and text_width(text) <= thick:
                inside = marks.on(marks.series(number, row))
                marks.label(x + thick / 2, (y1 + y2) / 2 + TEXT * 0.34, text, "middle", strong=True, colour=inside)
        total = sums(chart.series, count)[row]
        if not chart.shares and total is not None:
            marks.label(x + thick / 2, plane.y(above) - 3, written.first(total), "middle", strong=True)
    plane.categories(band)
    plane.target()
    plane.difference()


def _lying_stacks(
    sized: Sized, marks: Marks, written: Written, shares: list[list[float]], reach: tuple[float, float]
) -> None:
    """Bars of several series after each other."""
    chart, (low, high) = sized.chart, reach
    top = legend(sized, marks)
    below = DIFFERENCE if chart.compare is not None else 0.0
    left = _names_beside(sized, marks, top, below)
    scale = (sized.width - left - 4) / ((high - low) or 1)
    zero = left - low * scale
    band = (sized.height - top - below - 2) / max(len(shares), 1)
    thick = min(band * THICK, TALLEST)
    for row, parts in enumerate(shares):
        y, ahead, behind = top + band * (row + 0.5) - thick / 2, 0.0, 0.0
        for number, part in enumerate(parts):
            start = ahead if part >= 0 else behind
            ahead, behind = (start + part, behind) if part >= 0 else (ahead, start + part)
            marks.rectangle(zero + start * scale, y, part * scale, thick, marks.series(number, row))
            value = chart.series[number].values[row]
            text = written.first(value) if value is not None else ""
            if text and text_width(text) + 4 <= abs(part * scale):
                inside = marks.on(marks.series(number, row))
                middle = zero + (start + part / 2) * scale
                marks.label(middle, y + thick / 2 + TEXT * 0.34, text, "middle", strong=True, colour=inside)
    marks.line(zero, top, zero, sized.height - below - 2, "muted")
    _difference_below(sized, marks, written, [top + band * (row + 0.5) for row in range(len(shares))], zero, scale)


def draw_waterfall(sized: Sized, marks: Marks, written: Written) -> None:
    """Steps from one level to the next, totals on zero, what each says above it."""
    chart = sized.chart
    steps = steps_of(chart)
    reach = reach_of([end for one in steps for end in (one.start, one.end)])
    plane = Plane(sized, marks, written.first, *reach, axis=False)
    band = plane.width / max(len(steps), 1)
    thick = min(band * 0.7, WIDEST)
    for row, one in enumerate(steps):
        x = plane.left + band * (row + 0.5) - thick / 2
        colour = marks.series(0 if one.end >= one.start else 1, row)
        if one.total and chart.highlight is None:
            colour = marks.colours["muted"]
        marks.rectangle(x, plane.y(one.high), thick, plane.y(one.low) - plane.y(one.high), colour)
        change = one.end - one.start
        text = written.first(one.end if one.total else change)
        sign = "+" if change > 0 and not one.total else ""
        marks.label(x + thick / 2, plane.y(one.high) - 3, sign + text, "middle", strong=marks.stands_out(0, row))
        if row + 1 < len(steps):
            marks.line(x + thick, plane.y(one.end), x + band, plane.y(one.end), "muted")
    plane.categories(band)


def _names_beside(sized: Sized, marks: Marks, top: float, below: float) -> float:
    """Writes the names of bars at the left; where the bars begin."""
    names = [fitting(category, 0.38 * sized.width) for category in sized.chart.categories]
    left = max((text_width(text) for text in names), default=0.0) + 8
    band = (sized.height - top - below - 2) / max(len(names), 1)
    for row, text in enumerate(names):
        marks.label(left - 8, top + band * (row + 0.5) + TEXT * 0.34, text, "end", strong=True)
    return left
