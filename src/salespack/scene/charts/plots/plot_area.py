"""The plot area: makes room for the labels of axes, then draws the plots against them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from salespack.scene.charts.layout.axes import Field, field_in
from salespack.scene.charts.layout.axis_groups import ROUND, Group, groups_of
from salespack.scene.charts.marks import Page, Rect
from salespack.scene.charts.model import Chart, Plot
from salespack.scene.charts.plots.axes import draw_grid, draw_labels, draw_lines, draw_titles, needs, titles_room
from salespack.scene.charts.plots.bars import draw_bar_labels, draw_bars
from salespack.scene.charts.plots.lines import (
    draw_area_labels,
    draw_areas,
    draw_bubbles,
    draw_line_labels,
    draw_point_labels,
    draw_points,
    draw_trends,
)
from salespack.scene.charts.plots.lines import draw_lines as draw_line_plot
from salespack.scene.charts.plots.pies import draw_pie
from salespack.scene.charts.plots.radars import draw_radar

PASSES = 2
"""Labels need room, which makes scales coarser, which changes labels: after two passes nothing moves any more."""
WITH_TRENDS = ("bar", "line", "scatter")
ORDER = ("area", "bar", "line", "scatter", "bubble")
Drawer = Callable[[Page, Chart, Plot, Field], None]
PLOTS: dict[str, Drawer] = {
    "area": draw_areas,
    "bar": draw_bars,
    "line": draw_line_plot,
    "scatter": lambda page, _, plot, field: draw_points(page, plot, field),
    "bubble": lambda page, _, plot, field: draw_bubbles(page, plot, field),
}
LABELS: dict[str, Drawer] = {
    "area": draw_area_labels,
    "bar": draw_bar_labels,
    "line": draw_line_labels,
    "scatter": draw_point_labels,
    "bubble": draw_point_labels,
}


def draw_plots(page: Page, chart: Chart, frame: Rect, area: Rect, inner: bool) -> None:
    """Everything in the plot area; `inner` says that labels of axes are outside of it."""
    groups = groups_of(chart)
    webs = [group for group in groups if group.plots[0].kind == "radar"]
    crossed = [group for group in groups if group not in webs]
    if crossed:
        _draw_crossed(page, chart, crossed, frame, area, inner)
    elif any(plot.kind in ROUND for plot in chart.plots) or webs:
        page.rectangle("plot area", area.left, area.top, area.right, area.bottom, chart.plot_surface)
    for plot in chart.plots:
        if plot.kind in ROUND:
            draw_pie(page, chart, plot, area, inner)
    for group in webs:
        draw_radar(page, chart, group, area, inner)


def _draw_crossed(page: Page, chart: Chart, groups: Sequence[Group], frame: Rect, area: Rect, inner: bool) -> None:
    fields, whole, outer = _placed(chart, groups, area, inner)
    plane = fields[0].inner
    page.rectangle("plot area", plane.left, plane.top, plane.right, plane.bottom, chart.plot_surface)
    for field in fields:
        draw_grid(page, field)
    plots = [(plot, field) for field in fields for plot in field.group.plots]
    plots.sort(key=lambda one: ORDER.index(one[0].kind))
    areas = [one for one in plots if one[0].kind == "area"]
    for plot, field in areas:
        PLOTS[plot.kind](page, chart, plot, field)
    for field in fields:
        draw_lines(page, field)
    for plot, field in plots[len(areas) :]:
        PLOTS[plot.kind](page, chart, plot, field)
    for plot, field in plots:
        if plot.kind in WITH_TRENDS:
            draw_trends(page, plot, field)
    for field in fields:
        draw_labels(page, field)
    for plot, field in plots:
        LABELS[plot.kind](page, chart, plot, field)
    for field in fields:
        draw_titles(page, field, frame, whole, outer)


def _placed(chart: Chart, groups: Sequence[Group], area: Rect, inner: bool) -> tuple[list[Field], Rect, Rect]:
    """The groups with their axes; the area with the titles of axes; and that without them, labels within."""
    if inner:
        fields = [field_in(chart, group, area, area) for group in groups]
        sides = _sides(fields, area)
        outer = Rect(area.left - sides[0], area.top - sides[1], area.right + sides[2], area.bottom + sides[3])
        left, top, right, bottom = titles_room(groups, area)
        return fields, Rect(outer.left - left, outer.top - top, outer.right + right, outer.bottom + bottom), outer
    outer = area.less(*titles_room(groups, area))
    plane = outer
    fields = [field_in(chart, group, plane, outer) for group in groups]
    for _ in range(PASSES):
        smaller = outer.less(*_sides(fields, outer))
        if smaller == plane:
            break
        plane = smaller
        fields = [field_in(chart, group, plane, outer) for group in groups]
    return fields, area, outer


def _sides(fields: Sequence[Field], area: Rect) -> tuple[float, float, float, float]:
    ends = [needs(one, area) for field in fields for one in field.axes]
    return (
        max(one[0] for one in ends),
        max(one[1] for one in ends),
        max(one[2] for one in ends),
        max(one[3] for one in ends),
    )
