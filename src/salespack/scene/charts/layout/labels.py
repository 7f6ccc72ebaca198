"""What stands beside points, in words and in place."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal

import msgspec

from salespack.graphics.lengths import POINT
from salespack.language.number_formats import GENERAL, written
from salespack.scene.charts.marks import Page, em, line_height, text_width
from salespack.scene.charts.model import Chart, Labels, Series
from salespack.scene.charts.reading.default_looks import FIELDS
from salespack.typography.text import LINE_BREAK, Body, Paragraph, Run

DISTANCE = 2.83 * POINT
"""Between a point and its label."""
NEAR = 3
"""So many times the usual distance a label must be from its point for a line to lead there."""
PERCENT = "0%"
Side = Literal["t", "b", "l", "r", "ctr"]


def labels_of(series: Series, at: int) -> Labels | None:
    """The labels of a point, None for none."""
    found = series.point_labels.get(at, series.labels)
    return found if found is not None and (found.shown or found.text is not None) else None


def label_text(chart: Chart, series: Series, at: int, labels: Labels, share: float | None = None) -> str:
    """What is written beside point `at`; `share` is its part of the whole, where it has one."""
    facts = point_facts(chart, series, at, labels, share)
    parts = [
        facts["SERIESNAME"] if labels.series else "",
        facts["CATEGORYNAME"] if labels.category else "",
        facts["VALUE"] if labels.value else "",
        facts["PERCENTAGE"] if labels.percent else "",
        facts["BUBBLESIZE"] if labels.size else "",
    ]
    separator = labels.separator
    if separator is None:
        separator = "; " if chart.signs.decimal == "," else ", "
    return separator.join([part for part in parts if part])


def point_facts(chart: Chart, series: Series, at: int, labels: Labels, share: float | None) -> dict[str, str]:
    """What a label may say of a point, by the names of fields (`CATEGORYNAME`)."""
    value = series.values[at] if at < len(series.values) else None
    size = series.sizes[at] if at < len(series.sizes) else None
    category = series.categories[at] if at < len(series.categories) else str(at + 1)
    form = labels.format or series.format
    percent = labels.format if labels.format and not labels.value and labels.format != GENERAL else PERCENT
    facts = {
        "SERIESNAME": series.name,
        "CATEGORYNAME": category,
        "VALUE": "" if value is None else written(value, form, chart.signs, from_1904=chart.from_1904),
        "PERCENTAGE": "" if share is None else written(share, percent, chart.signs),
        "CELLRANGE": series.cells[at] if at < len(series.cells) else "",
        "BUBBLESIZE": "" if size is None else written(size, form, chart.signs),
    }
    return facts | {"XVALUE": category, "YVALUE": facts["VALUE"]}


def draw_label(
    page: Page,
    chart: Chart,
    series: Series,
    at: int,
    labels: Labels,
    x: float,
    y: float,
    side: Side = "ctr",
    *,
    share: float | None = None,
    away: float = DISTANCE,
    point: tuple[float, float] | None = None,
) -> None:
    """Writes the label of a point on a side of (x, y); `point` is where the point itself is, if it is not there."""
    point = point or (x, y)
    body = _own(chart, series, at, labels, share) if labels.text is not None else None
    text = body.text if body is not None else label_text(chart, series, at, labels, share)
    if not text.strip():
        return
    width, height = label_size(labels, text) if body is None else _size_of(body)
    half = (height - line_height(labels.look.run) + em(labels.look.run)) / 2 if body is None else height / 2
    rotation = labels.look.rotation or 0.0
    across, up = (half, width / 2) if abs(rotation) % 180 == 90 else (width / 2, half)
    match side:
        case "t":
            y -= away + up
        case "b":
            y += away + up
        case "l":
            x -= away + across
        case "r":
            x += away + across
    frame, room = page.frame, (height, width) if abs(rotation) % 180 == 90 else (width, height)
    if (place := labels.layout) is not None:
        x += (place.x or 0.0) * frame.width if not place.x_edge else 0.0
        y += (place.y or 0.0) * frame.height if not place.y_edge else 0.0
        if (line := _leader(*point, x, y, *room)) is not None:
            page.lines("leader line", [line], labels.leader)
    x = _within(x, room[0], frame.left, frame.right)
    y = _within(y, room[1], frame.top, frame.bottom)
    if body is not None:
        page.write("label", body, x, y, width, height, rotation=rotation, surface=labels.surface)
    else:
        page.text("label", labels.look.run, text, x, y, rotation=rotation, surface=labels.surface)


def _within(middle: float, size: float, low: float, high: float) -> float:
    """Where the middle of a label is that does not leave its chart, as far as it has room there."""
    return min(max(middle, low + size / 2), high - size / 2) if size <= high - low else middle


def _leader(
    px: float, py: float, x: float, y: float, width: float, height: float
) -> tuple[float, float, float, float] | None:
    """The line from a point to the nearest place on the edge of a label around (x, y), None where they are near."""
    end = min(max(px, x - width / 2), x + width / 2), min(max(py, y - height / 2), y + height / 2)
    return (px, py, *end) if math.dist((px, py), end) > NEAR * DISTANCE else None


def label_size(labels: Labels, text: str) -> tuple[float, float]:
    """Width and height of a label."""
    run, lines = labels.look.run, text.split("\n")
    return max(text_width(run, line) for line in lines), len(lines) * line_height(run)


def _size_of(body: Body) -> tuple[float, float]:
    """Width and height of a label's own text, whose runs have sizes of their own."""
    widths, heights = [], []
    for paragraph in body.paragraphs:
        for line in _lines(paragraph):
            widths.append(sum([text_width(run, text) for run, text in line]))
            heights.append(max([line_height(run) for run, _ in line]))
    return max(widths, default=0.0), sum(heights)


def _lines(paragraph: Paragraph) -> Iterator[list[tuple[Run, str]]]:
    """The lines of a paragraph, which breaks nowhere by itself; at least one."""
    line: list[tuple[Run, str]] = []
    for run in paragraph.runs:
        first, *others = run.text.split(LINE_BREAK)
        line.append((run, first))
        for text in others:
            yield line
            line = [(run, text)]
    yield line or [(paragraph.end, "")]


def _own(chart: Chart, series: Series, at: int, labels: Labels, share: float | None) -> Body | None:
    """The text that a label has of its own, its fields filled in."""
    if labels.text is None:
        return None
    facts = point_facts(chart, series, at, labels, share)

    def filled(text: str) -> str:
        for name, fact in facts.items():
            text = text.replace(f"{FIELDS[0]}{name}{FIELDS[1]}", fact)
        return text

    replace = msgspec.structs.replace
    paragraphs = [
        replace(one, runs=tuple([replace(run, text=filled(run.text)) for run in one.runs]))
        for one in labels.text.paragraphs
    ]
    return Body(paragraphs=tuple(paragraphs))
