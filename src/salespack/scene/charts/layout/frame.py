"""Where the title, the legend and the plot area of a chart stand in its frame.

Distances that the file leaves open are LibreOffice's, measured from its pages; those of PowerPoint differ by a few
points at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from salespack.graphics.lengths import CENTIPOINT, POINT
from salespack.scene.charts.marks import (
    Page,
    Rect,
    broken,
    built_in_typefaces,
    em,
    line_height,
    marker,
    text_width,
)
from salespack.scene.charts.model import Chart, Layout, Legend, Marker, Surface, Title
from salespack.typography.lines import lay_out
from salespack.typography.text import Body, Paragraph, Run

MARGIN = 0.02
"""Of width and height: around the chart, and between its parts."""
TITLE_ROOM, TITLE_PADDING = 0.37, 4.1 * POINT
"""Above and below a title together: so many ems and so much more."""
TITLE_WIDTH = 0.8
LEGEND_EDGE = 5.9 * POINT
LEGEND_PADDING = 0.33
"""Ems."""
LEGEND_GAP = 0.65
LEGEND_HALF = 1.175
LEGEND_LOW = 0.74
"""Ems from the frame's edge to the middle of a legend of one line below the plot; above it LEGEND_HALF."""
LEGEND_WIDTH, LEGEND_HEIGHT = 0.4, 0.45
"""Shares of the chart that a legend may take."""
KEY = 0.6
"""Ems: the side of a legend's coloured square."""
KEY_LINE = 22.6 * POINT
KEY_DISTANCE, KEY_DISTANCE_EM = 2.83 * POINT, 0.22


class Entry(NamedTuple):
    """One entry of a legend: an area's colour, or a line with its marker."""

    text: str
    surface: Surface
    marker: Marker | None = None
    line: bool = False


# --- titles ----------------------------------------------------------------------------------------------------------


class Measured(NamedTuple):
    """A title's text broken into lines, and its size."""

    body: Body
    width: float
    height: float
    em: float


def measured(title: Title, room: float) -> Measured:
    """The title's paragraphs broken to fit `room`, each of its lines a paragraph of its own."""
    body = Body(paragraphs=title.body.paragraphs, insets=(0, 0, 0, 0))
    laid = lay_out(body, round(room), round(room), built_in_typefaces())
    paragraphs: list[Paragraph] = []
    width = height = size = 0.0
    for line in laid.lines:
        end = title.body.paragraphs[line.paragraph].end
        runs = tuple([replace(one.run, text=one.text) for one in line.pieces])
        widest = max(runs, key=lambda one: one.size, default=end)
        width, height, size = max(width, line.width), height + line_height(widest), max(size, em(widest))
        paragraphs.append(Paragraph(runs=runs, end=end))
    return Measured(Body(paragraphs=tuple(paragraphs)), width, height, size)


def title_room(text: Measured) -> float:
    """The height that a title takes, with the room around it."""
    return text.height + TITLE_ROOM * text.em + TITLE_PADDING


def draw_title(page: Page, title: Title, frame: Rect, rest: Rect) -> Rect:
    """Draws the chart's title; what remains for everything else."""
    text = measured(title, TITLE_WIDTH * frame.width)
    room = title_room(text)
    x, y = (frame.left + frame.right) / 2, rest.top + room / 2
    if (place := title.layout) is not None:
        x, y = moved(place, frame, x, y, text.width, text.height)
    page.write(
        "title", text.body, x, y, text.width, text.height, rotation=title.look.rotation or 0.0, surface=title.surface
    )
    return rest if title.overlay else rest.less(top=room + MARGIN * frame.height)


def moved(layout: Layout, frame: Rect, x: float, y: float, width: float, height: float) -> tuple[float, float]:
    """The middle of something that is placed by hand; its own size stays."""
    if layout.x is not None:
        x = frame.left + layout.x * frame.width + width / 2 if layout.x_edge else x + layout.x * frame.width
    if layout.y is not None:
        y = frame.top + layout.y * frame.height + height / 2 if layout.y_edge else y + layout.y * frame.height
    return x, y


# --- legend ----------------------------------------------------------------------------------------------------------


def draw_legend(page: Page, legend: Legend, entries: Sequence[Entry], frame: Rect, rest: Rect) -> Rect:
    """Draws the legend; what remains for the plot area."""
    if not entries:
        return rest
    run = legend.look.run
    size = em(run)
    key = max(KEY_LINE if one.line else KEY * size for one in entries)
    distance = max(KEY_DISTANCE, KEY_DISTANCE_EM * size)
    upright = legend.side in ("l", "r", "tr")
    room = (LEGEND_WIDTH if upright else 1 - 2 * MARGIN) * frame.width - key - distance - 2 * LEGEND_PADDING * size
    texts = [broken(run, one.text, max(room, size)) for one in entries]
    width = key + distance + max(text_width(run, line) for lines in texts for line in lines)
    columns = _columns(legend, frame, width, size, len(entries))
    rows = -(-len(entries) // columns)
    height = line_height(run)
    heights = [max(len(lines) for lines in texts[row * columns : (row + 1) * columns]) * height for row in range(rows)]
    widths = _widths(texts, run, columns, key + distance, upright)
    wide = sum(widths) + LEGEND_GAP * size * (columns - 1)
    x, y, rest = _place(legend, frame, rest, wide, sum(heights), size)
    page.rectangle(
        "legend", x - LEGEND_PADDING * size, y, x + wide + LEGEND_PADDING * size, y + sum(heights), legend.surface
    )
    for row, tall in enumerate(heights):
        left = x
        for column, lines in enumerate(texts[row * columns : (row + 1) * columns]):
            entry = entries[row * columns + column]
            _key(page, entry, left, y + tall / 2, key, size)
            across = text_width(run, max(lines, key=lambda one: text_width(run, one)))
            text_left = left + key + distance
            page.text("legend entry", run, "\n".join(lines), text_left + across / 2, y + tall / 2, align="l")
            left += widths[column] + LEGEND_GAP * size
        y += tall
    return rest


def _columns(legend: Legend, frame: Rect, width: float, size: float, count: int) -> int:
    """How many entries stand side by side."""
    place = legend.layout
    room = (1 - 2 * MARGIN) * frame.width
    if place is not None and place.w is not None and place.h is not None and not place.w_edge:
        room = place.w * frame.width
        if room < 1.6 * width or legend.side in ("l", "r", "tr"):
            return max(1, min(count, int(room // (width + LEGEND_GAP * size)))) if room < 1.6 * width else count
    elif legend.side in ("l", "r", "tr"):
        return 1
    return max(1, min(count, int((room + LEGEND_GAP * size) // (width + LEGEND_GAP * size))))


def _widths(texts: Sequence[Sequence[str]], run: Run, columns: int, before: float, upright: bool) -> list[float]:
    """The widths of the columns: in one row each entry's own."""
    widest = [before + max(text_width(run, line) for line in lines) for lines in texts]
    if len(texts) == columns:
        return widest
    return [max(widest[column::columns]) for column in range(columns)]


def _place(
    legend: Legend, frame: Rect, rest: Rect, width: float, height: float, size: float
) -> tuple[float, float, Rect]:
    """The top left corner of the entries, and what the legend leaves."""
    padding, middle = LEGEND_PADDING * size, (frame.top + frame.bottom) / 2
    gap_x, gap_y = MARGIN * frame.width, MARGIN * frame.height
    x, y = (frame.left + frame.right - width) / 2, middle - height / 2
    left = top = right = bottom = 0.0
    match legend.side:
        case "l":
            x = frame.left + LEGEND_EDGE + padding
            left = x + width + padding + gap_x - rest.left
        case "t":
            y = rest.top + (LEGEND_HALF - 0.61) * size - gap_y / 2
            top = y + height + 0.16 * size + gap_y - rest.top
        case "b":
            y = frame.bottom - (LEGEND_LOW - 0.61) * size - height
            bottom = rest.bottom - (y - (LEGEND_HALF - 0.61) * size - gap_y)
        case _:
            x = frame.right - LEGEND_EDGE - padding - width
            right = rest.right - (x - padding - gap_x)
            if legend.side == "tr":
                y = rest.top
    if (place := legend.layout) is not None:
        wide = place.w * frame.width if place.w is not None and not place.w_edge else width
        tall = place.h * frame.height if place.h is not None and not place.h_edge else height
        moved_x, moved_y = moved(place, frame, x + width / 2, y + height / 2, wide, tall)
        x, y = moved_x - width / 2, moved_y - height / 2
    if legend.overlay:
        return x, y, rest
    return x, y, rest.less(max(left, 0.0), max(top, 0.0), max(right, 0.0), max(bottom, 0.0))


def _key(page: Page, entry: Entry, left: float, y: float, width: float, size: float) -> None:
    """The sign before an entry."""
    if not entry.line:
        side = KEY * size
        start = left + (width - side) / 2
        page.rectangle("legend key", start, y - side / 2, start + side, y + side / 2, entry.surface)
        return
    page.lines("legend key", [(left, y, left + width, y)], entry.surface.stroke)
    draw_marker(page, "legend key", entry.marker, left + width / 2, y)


def draw_marker(page: Page, name: str, mark: Marker | None, x: float, y: float) -> None:
    """A marker around a point."""
    if mark is None:
        return
    commands, area = marker(mark.symbol, x, y, mark.size * POINT)
    page.path(name, commands, mark.surface if area else Surface(None, mark.surface.stroke))


# --- plot area -------------------------------------------------------------------------------------------------------


def plot_area(chart: Chart, frame: Rect, rest: Rect) -> tuple[Rect, bool]:
    """The rectangle of the plot area, and whether it is the inner one (axes' labels are outside of it)."""
    place = chart.layout
    if place is None or place.x is None or place.y is None or not place.w or not place.h:
        return rest, False
    left = frame.left + place.x * frame.width if place.x_edge else rest.left + place.x * frame.width
    top = frame.top + place.y * frame.height if place.y_edge else rest.top + place.y * frame.height
    right = frame.left + place.w * frame.width if place.w_edge else left + place.w * frame.width
    bottom = frame.top + place.h * frame.height if place.h_edge else top + place.h * frame.height
    if right - left < CENTIPOINT or bottom - top < CENTIPOINT:
        return rest, False
    return Rect(left, top, right, bottom), place.inner
