"""Pies and doughnuts, with their labels."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from salespack.scene.charts.layout.labels import DISTANCE, draw_label, label_size, label_text, labels_of
from salespack.scene.charts.marks import Page, Rect, arc, circle, em, line_height
from salespack.scene.charts.model import Chart, Plot, Series
from salespack.scene.model import Command

WHOLE = 360 - 1e-6


class Slice(NamedTuple):
    """A part of the whole: the point's number, its share, and from where over how many degrees it goes."""

    at: int
    share: float
    start: float
    turn: float

    @property
    def middle(self) -> float:
        """Degrees from twelve o'clock."""
        return self.start + self.turn / 2


def slices(plot: Plot, series: Series) -> Iterator[Slice]:
    """The parts of a series, clockwise; negative figures count as positive ones, as in Office."""
    whole = sum(abs(value) for value in series.values if value is not None)
    start = plot.first_angle
    for at, value in enumerate(series.values):
        if value and whole > 0:
            share = abs(value) / whole
            yield Slice(at, share, start, 360 * share)
            start += 360 * share


def draw_pie(page: Page, chart: Chart, plot: Plot, area: Rect, inner: bool) -> None:
    """The first series as a pie, or all as rings of a doughnut, and their labels."""
    shown = plot.series[:1] if plot.kind == "pie" else plot.series
    radius = min(area.width, area.height) / 2
    if plot.kind == "pie" and not inner:
        radius = min(radius, _with_labels(chart, plot, area))
    explosions = [max([_explosion(one, at) for at in range(len(one.values))], default=0.0) for one in shown]
    radius /= 1 + max(explosions, default=0.0)
    x, y = (area.left + area.right) / 2, (area.top + area.bottom) / 2
    hole = radius * plot.hole if plot.kind == "doughnut" else 0.0
    ring = (radius - hole) / max(len(shown), 1)
    rings = [(one, hole + number * ring, hole + (number + 1) * ring) for number, one in enumerate(shown)]
    for series, near, far in rings:
        for piece in slices(plot, series):
            cx, cy = _centre(series, piece, x, y, radius)
            point = series.points.get(piece.at)
            surface = point.surface if point is not None and point.surface is not None else series.surface
            page.path("slice", _outline(piece, cx, cy, near, far), surface)
    for series, near, far in rings:
        for piece in slices(plot, series):
            cx, cy = _centre(series, piece, x, y, radius)
            _draw_label(page, chart, plot, series, piece, cx, cy, near, far)


def _explosion(series: Series, at: int) -> float:
    point = series.points.get(at)
    return max(point.explosion if point is not None else 0.0, series.explosion)


def _centre(series: Series, piece: Slice, x: float, y: float, radius: float) -> tuple[float, float]:
    """The middle of the pie, for a piece that is pulled out."""
    out, angle = _explosion(series, piece.at) * radius, math.radians(piece.middle)
    return x + out * math.sin(angle), y - out * math.cos(angle)


def _outline(piece: Slice, x: float, y: float, near: float, far: float) -> list[Command]:
    if piece.turn >= WHOLE:
        hole = [*arc(x, y, near, 360, -360), ("Z", ())] if near else []
        return [*circle(x, y, far), *hole]
    outer = arc(x, y, far, piece.start, piece.turn)
    if not near:
        return [("M", (x, y)), *arc(x, y, far, piece.start, piece.turn, first="L"), ("Z", ())]
    return [*outer, *arc(x, y, near, piece.start + piece.turn, -piece.turn, first="L"), ("Z", ())]


def _with_labels(chart: Chart, plot: Plot, area: Rect) -> float:
    """The radius of a pie that leaves room for the labels outside of it."""
    radius = min(area.width, area.height) / 2
    series = plot.series[0] if plot.series else None
    if series is None:
        return radius
    half_x, half_y = area.width / 2, area.height / 2
    for piece in slices(plot, series):
        labels = labels_of(series, piece.at)
        if labels is None or labels.position != "outEnd":
            continue
        width, _ = label_size(labels, label_text(chart, series, piece.at, labels, piece.share))
        angle = math.radians(piece.middle)
        across, up = abs(math.sin(angle)), abs(math.cos(angle))
        if across > 0.05:
            radius = min(radius, (half_x - width - DISTANCE) / across)
        if up > 0.05:
            radius = min(radius, (half_y - em(labels.look.run) - DISTANCE) / up)
    return max(radius, min(half_x, half_y) / 4)


def _draw_label(
    page: Page, chart: Chart, plot: Plot, series: Series, piece: Slice, x: float, y: float, near: float, far: float
) -> None:
    """The label of a piece: in it, or outside where that is asked for or it does not fit."""
    labels = labels_of(series, piece.at)
    if labels is None:
        return
    width, height = label_size(labels, label_text(chart, series, piece.at, labels, piece.share) or " ")
    angle = math.radians(piece.middle)
    sine, cosine = math.sin(angle), math.cos(angle)
    reach = abs(sine) * width / 2 + abs(cosine) * height / 2
    position = labels.position or "bestFit"
    if plot.kind == "doughnut":
        position = "ctr"
    inside = far - reach - DISTANCE
    if position == "bestFit":
        room = 2 * inside * math.sin(math.radians(min(piece.turn, 180)) / 2)
        position = "inEnd" if inside > 0 and room > abs(cosine) * width + abs(sine) * height else "outEnd"
    along = {"ctr": (near + far) / 2, "inEnd": inside}.get(position, far + DISTANCE)
    px, py = x + along * sine, y - along * cosine
    if position not in ("ctr", "inEnd"):
        tall = height - line_height(labels.look.run) + em(labels.look.run)
        px, py = px + sine * width / 2, py - cosine * tall / 2
    edge = x + far * sine, y - far * cosine
    draw_label(page, chart, series, piece.at, labels, px, py, share=piece.share, point=edge)
