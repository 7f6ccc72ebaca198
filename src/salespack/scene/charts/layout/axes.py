"""Axes in their places: their rulers, on which side labels are and how they are arranged. Nothing is drawn here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from salespack.graphics.lengths import POINT
from salespack.graphics.scales import MOST_STEPS
from salespack.scene.charts.layout.axis_groups import Group
from salespack.scene.charts.layout.axis_positions import Bands, Figures, Label, Ruler, across_ruler, figures_ruler
from salespack.scene.charts.marks import Rect, broken, em, line_height, text_width
from salespack.scene.charts.model import Axis, Chart
from salespack.typography.text import Run

TICK = 4.25 * POINT
MINOR_TICK = 2.83 * POINT
SPACING = 2.83 * POINT
"""The length of tick marks, and the room between them and labels."""
MOST_LINES = 3
SLANTED = -45.0
EDGE = 1e-6


class Arranged(NamedTuple):
    """Labels as they are written: in which lines, how far they are turned, and how `thick` they are across the axis."""

    labels: tuple[Label, ...]
    rotation: float
    thick: float


class Placed(NamedTuple):
    """An axis in its place. `across` says where it lies along the other axis (share), `low` that labels are on the
    side of the other axis' start on the slide (left, bottom)."""

    axis: Axis
    ruler: Ruler
    upright: bool
    across: float
    low: bool
    labels_across: float | None
    """Where labels are measured from, if anywhere: their own axis line, or an end of the other axis."""
    arranged: Arranged
    tiers: tuple[tuple[Label, ...], ...] = ()


class Field(NamedTuple):
    """The inner plot area with the axes of one group: turns categories and figures into places."""

    inner: Rect
    group: Group
    across: Ruler
    along: Ruler
    axes: tuple[Placed, ...]

    def point(self, category: float, figure: float) -> tuple[float, float]:
        """The place of a figure of a category (by its number from 0), or of x and y."""
        return self.spot(self.across.share(category), self.along.share(figure))

    def spot(self, across: float, along: float) -> tuple[float, float]:
        """The place of shares of both axes."""
        inner = self.inner
        x, y = (along, across) if self.group.horizontal else (across, along)
        return inner.left + x * inner.width, inner.bottom - y * inner.height

    @property
    def base(self) -> float:
        """Where bars and areas begin on the axis of figures (share)."""
        return self.along.crossing(self.group.across.crosses)


# --- placing ---------------------------------------------------------------------------------------------------------


def title_rotation(axis: Axis) -> float:
    """Titles of upright axes read upwards unless the file says otherwise."""
    own = axis.title.look.rotation if axis.title is not None else None
    return own if own is not None else -90.0 if axis.side in ("l", "r") else 0.0


def field_in(chart: Chart, group: Group, plane: Rect, whole: Rect) -> Field:
    """A group in the plane, its scales as fine as the plane has room for; `whole` is the plane with its labels."""
    upright_along = not group.horizontal
    along = _figures(chart, group, group.along, plane, upright_along)
    across: Ruler
    if group.by_figures:
        across = _figures(chart, group, group.across, plane, not upright_along)
    else:
        length = plane.height if group.horizontal else plane.width
        size = em(group.across.look.run)
        across = across_ruler(chart, group, int(length / (size * (1.6 if group.horizontal else 5.5))))
    axes = (
        _placed(group.across, across, along, plane, whole, upright=group.horizontal, group=group),
        _placed(group.along, along, across, plane, whole, upright=upright_along, group=group),
    )
    return Field(plane, group, across, along, axes)


def _figures(chart: Chart, group: Group, axis: Axis, plane: Rect, upright: bool) -> Figures:
    """The ruler of figures, with no more labels than there is room for."""
    ruler = figures_ruler(chart, group, axis, MOST_STEPS)
    run = axis.look.run
    if axis.labels == "none" or axis.deleted:
        return ruler
    for _ in range(3):
        texts = [label.text for label in ruler.labels()[:50]]
        need = em(run) if upright else max([text_width(run, text) for text in texts], default=1.0)
        steps = int((plane.height if upright else plane.width) / max(need, 1.0))
        if len(texts) - 1 <= max(steps, 2) or axis.major is not None:
            break
        ruler = figures_ruler(chart, group, axis, max(2, min(steps, len(texts) - 2)))
    return ruler


def _placed(axis: Axis, ruler: Ruler, other: Ruler, plane: Rect, whole: Rect, *, upright: bool, group: Group) -> Placed:
    across = other.crossing(axis.crosses)
    low = _is_low(axis, across, other)
    labels_across: float | None = across
    if axis.labels in ("low", "high"):
        end = other.crossing("min" if axis.labels == "low" else "max")
        labels_across, low = end, end < 0.5
    if axis.labels == "none" or axis.deleted:
        labels_across = None
    arranged = _arranged(axis, ruler, plane, whole, upright=upright)
    tiers: tuple[tuple[Label, ...], ...] = ()
    if isinstance(ruler, Bands) and axis is group.across:
        tiers = _tiers(group, ruler)
    return Placed(axis, ruler, upright, across, low, labels_across, arranged, tiers)


def _is_low(axis: Axis, across: float, other: Ruler) -> bool:
    """On which side of its line an axis has its labels: outside where it is at an end, else towards the start."""
    start = other.crossing("min")
    if abs(across - other.crossing("max")) < EDGE and abs(across - start) > EDGE:
        return across < 0.5
    return start < 0.5


def _tiers(group: Group, ruler: Bands) -> tuple[tuple[Label, ...], ...]:
    """The levels above the categories, each name in the middle of what it is for."""
    found = []
    for tier in next((one.tiers for one in group.series if one.tiers), ()):
        if not tier:
            continue
        ends = [at for at, _ in tier[1:]] + [len(ruler.names)]
        labels = []
        for (at, text), end in zip(tier, ends, strict=True):
            first, last = ruler.share(at) - ruler.band() / 2, ruler.share(end - 1) + ruler.band() / 2
            labels.append(Label((first + last) / 2, text, last))
        found.append(tuple(labels))
    return tuple(found)


def _arranged(axis: Axis, ruler: Ruler, plane: Rect, whole: Rect, *, upright: bool) -> Arranged:
    """How the labels of an axis are written so that they do not run into each other."""
    run, rotation = axis.look.run, axis.look.rotation
    labels = ruler.labels()
    height = line_height(run)
    length = plane.height if upright else plane.width
    band = length * _distance(ruler, labels)
    if not isinstance(ruler, Figures):
        skip = axis.label_skip or 1
        labels, band = labels[::skip], band * skip
    if upright:
        every = max(1, math.ceil(0.9 * em(run) / max(band, 1.0)))
        labels = labels[::every]
        room = whole.width * 0.4  # of what stays the same, however much of it the labels take
        labels = [label._replace(text="\n".join(broken(run, label.text, room))) for label in labels]
        return _measured(run, labels, rotation or 0.0, upright=True)
    if rotation:
        every = max(1, math.ceil(height * 0.9 / max(band * abs(math.sin(math.radians(rotation))), 1.0)))
        return _measured(run, labels[::every], rotation, upright=False)
    if isinstance(ruler, Figures) or max([text_width(run, one.text) for one in labels], default=0.0) <= band:
        return _measured(run, labels, 0.0, upright=False)
    wrapped = [label._replace(text="\n".join(broken(run, label.text, band))) for label in labels]
    widest = max(text_width(run, line) for label in wrapped for line in label.text.split("\n"))
    if rotation == 0 or (widest <= band and max(label.text.count("\n") for label in wrapped) < MOST_LINES):
        every = max(1, math.ceil(widest / max(band, 1.0)))
        return _measured(run, (wrapped if every == 1 else labels)[::every], 0.0, upright=False)
    if band * math.sin(math.radians(45)) >= 0.8 * height:
        return _measured(run, labels, SLANTED, upright=False)
    every = max(1, math.ceil(0.9 * height / max(band, 1.0)))
    return _measured(run, labels[::every], -90.0, upright=False)


def _distance(ruler: Ruler, labels: Sequence[Label]) -> float:
    """The share between two labels."""
    if isinstance(ruler, Bands):
        return ruler.band()
    return abs(labels[1].at - labels[0].at) if len(labels) > 1 else 1.0


def _measured(run: Run, labels: Sequence[Label], rotation: float, *, upright: bool) -> Arranged:
    widest = max([text_width(run, line) for label in labels for line in label.text.split("\n")], default=0.0)
    lines = max([label.text.count("\n") + 1 for label in labels], default=0)
    tall = (lines - 1) * line_height(run) + em(run) if lines else 0.0
    sine, cosine = abs(math.sin(math.radians(rotation))), abs(math.cos(math.radians(rotation)))
    thick = widest * cosine + tall * sine if upright else widest * sine + tall * cosine
    return Arranged(tuple(labels), rotation, thick)
