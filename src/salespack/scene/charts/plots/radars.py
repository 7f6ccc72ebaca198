"""Radar charts: the web with its labels, and the series as outlines on it."""

from __future__ import annotations

import math

from salespack.scene.charts.layout.axes import SPACING
from salespack.scene.charts.layout.axis_groups import Group
from salespack.scene.charts.layout.axis_positions import Figures, figures_ruler
from salespack.scene.charts.layout.frame import draw_marker
from salespack.scene.charts.layout.labels import draw_label, labels_of
from salespack.scene.charts.marks import Page, Rect, em, polygon, polyline, text_width
from salespack.scene.charts.model import Chart, Surface
from salespack.scene.charts.plots.lines import marker_of

STEPS = 5
HALF, NAME = 0.5, 0.6
"""Ems: half of a name's height, and between the web and names."""


def draw_radar(page: Page, chart: Chart, group: Group, area: Rect, inner: bool) -> None:
    """The web, then the series, then all labels."""
    ruler = figures_ruler(chart, group, group.along, STEPS)
    names, run = group.names, group.across.look.run
    named = not group.across.deleted and group.across.labels != "none"
    room = 0.0 if inner or not named else (2 * HALF + NAME) * em(run)
    aside = max([text_width(run, name) for name in names], default=0.0) if room else 0.0
    radius = max(min(area.height / 2 - room, area.width / 2 - min(aside, area.width / 4)), area.height / 10)
    web = _Web((area.left + area.right) / 2, (area.top + area.bottom) / 2, radius, max(group.size, 1))
    _draw_web(page, group, ruler, web)
    for plot in group.plots:
        for series in plot.series:
            places = [
                web.spot(at, ruler.share(value)) if value is not None else None
                for at, value in enumerate(series.values)
            ]
            known = [place for place in places if place is not None]
            whole = len(known) == len(places)
            page.path("radar", polygon(known) if whole or plot.filled else polyline(known), series.surface)
            for at, place in enumerate(places):
                if place is not None:
                    draw_marker(page, "marker", marker_of(series, at), *place)
                    if (labels := labels_of(series, at)) is not None:
                        draw_label(page, chart, series, at, labels, *place, "t")
    _draw_names(page, group, ruler, web, named=named)


class _Web:
    """A polygon of one corner for each category, the first at the top."""

    def __init__(self, x: float, y: float, radius: float, count: int) -> None:
        self.x, self.y, self.radius, self.count = x, y, radius, count

    def angle(self, at: int) -> float:
        return 2 * math.pi * at / self.count

    def spot(self, at: int, share: float) -> tuple[float, float]:
        out = self.radius * max(0.0, min(share, 1.0))
        return self.x + out * math.sin(self.angle(at)), self.y - out * math.cos(self.angle(at))


def _draw_web(page: Page, group: Group, ruler: Figures, web: _Web) -> None:
    for share in ruler.ticks():
        if share > 0 and group.along.grid is not None:
            corners = [web.spot(at, share) for at in range(web.count)]
            page.path("grid", polygon(corners), Surface(None, group.along.grid))
    if not group.along.deleted:
        spokes = [(web.x, web.y, *web.spot(at, 1.0)) for at in range(web.count)]
        page.lines("axis", spokes, group.along.line)


def _draw_names(page: Page, group: Group, ruler: Figures, web: _Web, *, named: bool) -> None:
    run = group.across.look.run
    for at, name in enumerate(group.names if named else ()):
        x, y = web.spot(at, 1.0)
        sine, cosine = math.sin(web.angle(at)), math.cos(web.angle(at))
        across, up = text_width(run, name) / 2 + NAME * em(run), (HALF + NAME) * em(run)
        if name:
            page.text("axis label", run, name, x + sine * across, y - cosine * up)
    if group.along.deleted or group.along.labels == "none":
        return
    run = group.along.look.run
    for label in ruler.labels():
        x, y = web.spot(0, label.at)
        page.text("axis label", run, label.text, x - text_width(run, label.text) / 2 - 2 * SPACING, y, align="r")
