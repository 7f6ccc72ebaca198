"""Axes drawn: their grid and lines, tick marks, labels and titles; and the room that they need outside of the plot."""

from __future__ import annotations

import math
from collections.abc import Sequence

from salespack.scene.charts.layout.axes import MINOR_TICK, SPACING, TICK, Field, Placed, title_rotation
from salespack.scene.charts.layout.axis_groups import Group
from salespack.scene.charts.layout.axis_positions import Label
from salespack.scene.charts.layout.frame import MARGIN, measured, moved, title_room
from salespack.scene.charts.marks import Page, Rect, em, line_height, text_width
from salespack.scene.charts.model import Axis

Ends = tuple[float, float, float, float]


def outward(one: Placed) -> float:
    """How far the labels of an axis reach away from where they are measured from, tick marks included."""
    if one.labels_across is None or not one.arranged.labels:
        return _ticks_outside(one)
    tiers = len(one.tiers) * line_height(one.axis.look.run)
    own = _ticks_outside(one) if one.axis.labels == "nextTo" or _at_line(one) else 0.0
    return own + SPACING + one.arranged.thick + tiers


def _at_line(one: Placed) -> bool:
    return one.labels_across is not None and abs(one.labels_across - one.across) < 1e-6


def _ticks_outside(one: Placed) -> float:
    if one.axis.deleted or one.axis.line is None:
        return 0.0
    return TICK if one.axis.major_ticks in ("out", "cross") else 0.0


def needs(one: Placed, plane: Rect) -> Ends:
    """What an axis needs outside of the plane: left, top, right, bottom."""
    if one.axis.deleted:
        return 0.0, 0.0, 0.0, 0.0
    extent = plane.width if one.upright else plane.height
    place = one.across if one.labels_across is None else one.labels_across
    room = place * extent if one.low else (1 - place) * extent
    need = max(outward(one) - room, 0.0)
    start, end = _overhang(one, plane.height if one.upright else plane.width)
    if one.upright:
        return (need if one.low else 0.0), end, (0.0 if one.low else need), start
    return start, (0.0 if one.low else need), end, (need if one.low else 0.0)


def _overhang(one: Placed, length: float) -> tuple[float, float]:
    """How far labels reach beyond the start and the end of their axis."""
    if one.labels_across is None:
        return 0.0, 0.0
    start = end = 0.0
    run, rotation = one.axis.look.run, math.radians(one.arranged.rotation)
    for label in one.arranged.labels:
        if one.upright:
            before = after = (label.text.count("\n") + 1) * em(run) / 2
        else:
            width = max(text_width(run, line) for line in label.text.split("\n")) * abs(math.cos(rotation))
            before = after = width / 2
            if rotation:
                slant = em(run) * abs(math.sin(rotation)) / 2
                before, after = (width, slant) if rotation < 0 else (slant, width)
        start, end = max(start, before - label.at * length), max(end, after - (1 - label.at) * length)
    return start, end


# --- grid and lines --------------------------------------------------------------------------------------------------


def draw_grid(page: Page, field: Field) -> None:
    """The grid lines of both axes, the small ones first."""
    inner = field.inner
    for one in field.axes:
        lines = ((one.axis.minor_grid, one.ruler.minor_ticks()), (one.axis.grid, one.ruler.ticks()))
        for stroke, shares in lines:
            if stroke is not None:
                inside = [share for share in shares if -1e-6 <= share <= 1 + 1e-6]
                page.lines("grid", [_through(share, inner, upright=one.upright) for share in inside], stroke)


def _through(share: float, inner: Rect, *, upright: bool) -> Ends:
    if upright:
        y = inner.bottom - share * inner.height
        return inner.left, y, inner.right, y
    x = inner.left + share * inner.width
    return x, inner.top, x, inner.bottom


def draw_lines(page: Page, field: Field) -> None:
    """The lines of both axes with their tick marks."""
    inner = field.inner
    for one in field.axes:
        if one.axis.deleted or one.axis.line is None:
            continue
        ends = [_through(one.across, inner, upright=not one.upright)]
        ends += _ticks(one, inner, one.ruler.ticks(), one.axis.major_ticks, TICK)
        ends += _ticks(one, inner, one.ruler.minor_ticks(), one.axis.minor_ticks, MINOR_TICK)
        page.lines("axis", ends, one.axis.line)


def _ticks(one: Placed, inner: Rect, shares: Sequence[float], kind: str, length: float) -> list[Ends]:
    if kind == "none":
        return []
    out, inside = kind in ("out", "cross"), kind in ("in", "cross")
    sign = -1.0 if one.low else 1.0
    ends: list[Ends] = []
    for share in shares:
        if not -1e-6 <= share <= 1 + 1e-6:
            continue
        if one.upright:
            x, y = inner.left + one.across * inner.width, inner.bottom - share * inner.height
            ends.append((x + sign * length * out, y, x - sign * length * inside, y))
        else:
            x, y = inner.left + share * inner.width, inner.bottom - one.across * inner.height
            ends.append((x, y - sign * length * out, x, y + sign * length * inside))
    return ends


# --- labels ----------------------------------------------------------------------------------------------------------


def draw_labels(page: Page, field: Field) -> None:
    """The labels of both axes."""
    for one in field.axes:
        if one.labels_across is None or one.axis.deleted:
            continue
        tick = _ticks_outside(one) if _at_line(one) else 0.0
        for label in one.arranged.labels:
            if label.text:
                _draw_label(page, one, label, field.inner, tick + SPACING)
        _draw_tiers(page, one, field.inner, tick + SPACING + one.arranged.thick)


def _draw_label(page: Page, one: Placed, label: Label, inner: Rect, distance: float) -> None:
    run, rotation = one.axis.look.run, one.arranged.rotation
    lines = label.text.split("\n")
    width = max(text_width(run, line) for line in lines)
    across = one.labels_across or 0.0
    sign = -1.0 if one.low else 1.0
    if one.upright:
        x = inner.left + across * inner.width + sign * (distance + width / 2)
        y = inner.bottom - label.at * inner.height
        if rotation:
            x = inner.left + across * inner.width + sign * (distance + one.arranged.thick / 2)
        page.text("axis label", run, label.text, x, y, align="r" if one.low else "l", rotation=rotation)
        return
    x = inner.left + label.at * inner.width
    edge = inner.bottom - across * inner.height - sign * distance
    half = ((len(lines) - 1) * line_height(run) + em(run)) / 2
    if not rotation:
        page.text("axis label", run, label.text, x, edge - sign * half, rotation=0.0)
        return
    turned = math.radians(rotation)
    reach = half * abs(math.cos(turned)) + width / 2 * abs(math.sin(turned))
    slant = width / 2 * math.cos(turned) * (1 if turned > 0 else -1) * (1 if one.low else -1)
    page.text("axis label", run, label.text, x + slant, edge - sign * reach, rotation=rotation)


def _draw_tiers(page: Page, one: Placed, inner: Rect, distance: float) -> None:
    """The levels above the categories, a line each further out, with marks between their names."""
    run, sign = one.axis.look.run, -1.0 if one.low else 1.0
    height, across = line_height(run), one.labels_across or 0.0
    ends: list[Ends] = []
    for number, tier in enumerate(one.tiers):
        for label in tier:
            away = distance + (number + 0.5) * height
            if one.upright:
                x = inner.left + across * inner.width + sign * away
                page.text("axis label", run, label.text, x, inner.bottom - label.at * inner.height, rotation=-90.0)
                continue
            x = inner.left + label.at * inner.width
            page.text("axis label", run, label.text, x, inner.bottom - across * inner.height - sign * away)
            edge = inner.left + label.until * inner.width
            foot = inner.bottom - across * inner.height
            ends.append((edge, foot, edge, foot - sign * (distance + (number + 1) * height)))
    page.lines("axis", ends, one.axis.line)


# --- titles ----------------------------------------------------------------------------------------------------------


def titles_room(groups: Sequence[Group], area: Rect) -> Ends:
    """What the titles of axes take off each side of the plot area."""
    sides = {"l": 0.0, "t": 0.0, "r": 0.0, "b": 0.0}
    for group in groups:
        for axis in (group.across, group.along):
            if axis.title is not None and not axis.deleted and not axis.title.overlay and axis.title.layout is None:
                gap = MARGIN * (area.width if axis.side in ("l", "r") else area.height)
                sides[axis.side] += _thickness(axis, area) + gap
    return sides["l"], sides["t"], sides["r"], sides["b"]


def _thickness(axis: Axis, area: Rect) -> float:
    """How thick the title of an axis is across the axis."""
    if axis.title is None:
        return 0.0
    upright = axis.side in ("l", "r")
    turned = abs(title_rotation(axis)) % 180 == 90
    text = measured(axis.title, area.height if turned else area.width)
    return title_room(text) + (0.0 if turned == upright else text.width - text.height if upright else text.width)


def draw_titles(page: Page, field: Field, frame: Rect, area: Rect, outer: Rect) -> None:
    """The titles of both axes: within `area`, in the middle of the plot with its labels (`outer`)."""
    for one in field.axes:
        title, axis = one.axis.title, one.axis
        if title is None or axis.deleted:
            continue
        rotation = title_rotation(axis)
        turned = abs(rotation) % 180 == 90
        text = measured(title, area.height if turned else area.width)
        half = _thickness(axis, area) / 2
        x, y = (outer.left + outer.right) / 2, (outer.top + outer.bottom) / 2
        match axis.side:
            case "l":
                x = area.left + half
            case "r":
                x = area.right - half
            case "t":
                y = area.top + half
            case _:
                y = area.bottom - half
        if title.layout is not None:
            wide, tall = (text.height, text.width) if turned else (text.width, text.height)
            x, y = moved(title.layout, frame, x, y, wide, tall)
        page.write("axis title", text.body, x, y, text.width, text.height, rotation=rotation, surface=title.surface)
