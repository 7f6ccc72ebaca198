"""How a chart is set in its room: the size of its letters, what has its figure beside it, where the plot stands.

Letters are as large as those of the slide's labels, and smaller only where names would run into each other. Widths are
those of figures as English writes them: other languages differ by a sign or two, which the gaps allow for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from salespack.deck.model import Chart
from salespack.forms.chart_figures import steps_of, sums
from salespack.forms.ladder import Ladder
from salespack.graphics.boxes import Box
from salespack.graphics.lengths import CENTIPOINT
from salespack.language.number_formats import written
from salespack.powerpoint.forms.chart_sheets import series_format, totalled
from salespack.scene.charts.layout.scales import Limits, scale_of

GAPS = ((3, 120), (5, 90))
NARROW_GAP = 60
"""The gap between bars in percent of a bar: for at most so many categories, and for more."""
OVERLAP = -10
"""How far bars of several series overlap, in percent of a bar."""
MOST_LABELLED = {"column": 14, "bar": 18, "line": 8, "waterfall": 14}
"""With more figures than this nobody reads them; an axis is read instead."""
MOST_STACKED, MOST_NAMED = 40, 30
LINE = 1.2
"""The height of a line in sizes of its letters."""
ROOM = 0.96
"""The share of its place that a label may take."""
MOST_LINES = 3
LARGEST_NAMES = 0.38
"""The share of the chart's width that names beside lying bars may take."""
STRUCK = 1.5
"""The lines above a point within which the target would run through its figure."""
LEAST_PLOT = 0.4
"""The share of the chart's height that the plot has at least."""
BESIDE = 1.4
"""How many times as wide as high a pie's room is that has its key beside it."""
WHOLE = 100_000


class Plot(NamedTuple):
    """Where the inner plot area stands, in 1/100,000 of the chart's width and height."""

    x: int
    y: int
    cx: int
    cy: int


class ChartSet(NamedTuple):
    """What was worked out: the sizes of labels and title in hundredths of a point, and the plot, where it is not left
    to the program.

    `labelled` says whether figures stand beside what they measure; `unlabelled` are the points of each series that are
    too small for theirs, `turned` those whose figure stands on their other side, as the target would run through it. A
    pie's key may stand beside it; `nudge` is how far the label of a target stands from its
    last point, in 1/100,000 of the width.
    """

    size: int
    title_size: int
    labelled: bool
    unlabelled: tuple[tuple[int, ...], ...] = ()
    turned: tuple[tuple[int, ...], ...] = ()
    plot: Plot | None = None
    legend_beside: bool = False
    nudge: int = 0


def gap_of(count: int) -> int:
    """The gap between the bars of so many categories."""
    return next((gap for most, gap in GAPS if count <= most), NARROW_GAP)


def chart_set(
    chart: Chart, room: Box, ladder: Ladder, rungs: Sequence[int], measured: Callable[[str, int], int]
) -> ChartSet:
    """The chart in its room: as large as its names fit, with its figures where those fit too, or else without.

    Text may stand on the `rungs` of the ladder; `measured` gives the width of a text in a size.
    """
    top = min(ladder.own, max(rungs))
    found: ChartSet | None = None
    for rung in range(top, -1, -1):
        one = _Sized(chart, room, *ladder.of_chart(rung), measured)
        if rung and not one.names_fit():
            continue
        found = found or one.set(labelled=False)
        if not one.wants_labels():
            break
        if one.labels_fit():
            return one.set(labelled=True)
    assert found is not None  # noqa: S101 - the last rung is always taken
    return found


class _Sized:
    """A chart in a room with letters of one size. Lengths are EMU."""

    def __init__(self, chart: Chart, room: Box, size: int, title: int, measured: Callable[[str, int], int]) -> None:
        self._chart, self._room, self._size, self._title, self._measured = chart, room, size, title, measured
        self._line = round(size * CENTIPOINT * LINE)
        self._count = max(len(chart.categories), 1)
        self._codes = [series_format(chart, number, "en") for number in range(len(chart.series))]
        self._target = self._width(chart.target.label) + self._line // 2 if chart.target is not None else 0

    def _width(self, text: str) -> int:
        return self._measured(text, self._size)

    def wants_labels(self) -> bool:
        """Whether figures stand beside what they measure, if they fit."""
        chart = self._chart
        points = self._count * len(chart.series)
        match chart.type:
            case "pie":
                return True
            case "combo":
                return False
            case "scatter":
                return self._count <= MOST_NAMED
            case "line":
                return len(chart.series) == 1 and points <= MOST_LABELLED["line"]
            case "column" | "bar" | "waterfall":
                return points <= MOST_LABELLED[chart.type]
            case _:
                return points <= MOST_STACKED

    def names_fit(self) -> bool:
        """Whether the names of all categories have room, in at most three lines."""
        chart = self._chart
        if chart.type in ("pie", "scatter"):
            return True
        if chart.lying:
            room = self._room.cy * ROOM - self._above() - self._key()
            lines = [self._lines(name, self._room.cx * LARGEST_NAMES) for name in chart.categories]
            return all(0 < one <= MOST_LINES and one * self._line <= room / self._count for one in lines)
        lines = [self._lines(name, self._band() * ROOM) for name in chart.categories]
        return all(0 < one <= MOST_LINES for one in lines)

    def labels_fit(self) -> bool:
        """Whether the figures have room beside each other."""
        chart = self._chart
        widest = max([self._width(text) for text in self._texts()], default=0)
        gap, several = gap_of(self._count) / 100, len(chart.series)
        if chart.type in ("pie", "scatter"):
            return True
        if chart.lying and not chart.stacked:
            bars = several * (1 - OVERLAP / 100) + OVERLAP / 100 if several > 1 else 1
            return self._line <= self._tall() / self._count / (bars + gap) * 1.1
        if chart.lying:
            return self._line <= self._tall() / self._count / (1 + gap)
        if several == 1:
            return widest <= self._band() * ROOM
        if chart.stacked:
            return widest <= self._band() / (1 + gap)
        bars = several * (1 - OVERLAP / 100) + OVERLAP / 100
        return widest <= self._band() / (bars + gap) * 1.1

    def set(self, *, labelled: bool) -> ChartSet:
        """What was worked out."""
        chart = self._chart
        plot = self._plot(labelled=labelled) if chart.target is not None else None
        nudge = round(plot.cx / self._count / 2) if plot is not None else 0
        unlabelled = self._too_small() if labelled and chart.stacked else ()
        turned = self._struck() if labelled and chart.target is not None and not chart.stacked else ()
        beside = chart.type == "pie" and self._room.cx > self._room.cy * BESIDE
        return ChartSet(self._size, self._title, labelled, unlabelled, turned, plot, beside, nudge)

    def _texts(self) -> list[str]:
        """The figures as they are written."""
        chart = self._chart
        found = [
            written(value, code)
            for code, one in zip(self._codes, chart.series, strict=True)
            for value in one.values
            if value is not None
        ]
        if chart.type == "waterfall":
            found += [written(one.end, self._codes[0]) + "+" for one in steps_of(chart)]
        if totalled(chart):
            found += [written(one, self._codes[0]) for one in sums(chart.series, self._count) if one is not None]
        return found

    def _lines(self, text: str, room: float) -> int:
        """How many lines a text takes; 0 where a word is wider than all the room there is."""
        lines, line = 1, ""
        for word in text.split():
            if self._width(word) > room:
                return 0
            longer = f"{line} {word}".strip()
            if self._width(longer) <= room:
                line = longer
            else:
                lines, line = lines + 1, word
        return lines

    def _band(self) -> float:
        """The width that each category has."""
        return (self._room.cx - self._left(labelled=self.wants_labels()) - self._right()) / self._count

    def _left(self, *, labelled: bool) -> int:
        """What stands left of upright bars."""
        ticks = 0 if labelled else max([self._width(text) for text in self._texts()], default=0)
        return ticks + self._line // 2

    def _right(self) -> int:
        second = max([self._width(text) for text in self._texts()], default=0) if self._chart.type == "combo" else 0
        return max(self._target, second) + self._line // 4

    def _above(self) -> int:
        """What stands above the plot: the title, and half of a figure at its edge."""
        return (round(self._title * CENTIPOINT * LINE * 1.5) if self._chart.title else 0) + self._line * 3 // 2

    def _key(self) -> int:
        """What the key of several series takes at the foot."""
        return self._line * 3 // 2 if len(self._chart.series) > 1 else 0

    def _tall(self) -> float:
        """The height of the plot."""
        lines = 0
        if not self._chart.lying:
            lines = max([self._lines(name, self._band() * ROOM) for name in self._chart.categories], default=1) or 1
        room = self._room.cy - self._above() - self._key() - lines * self._line - self._line // 2
        return max(room, self._room.cy * LEAST_PLOT)

    def _plot(self, *, labelled: bool) -> Plot:
        """The inner plot area, so that what stands beside the last category has its room."""
        left, top = self._left(labelled=labelled), self._above()
        across, along = self._room.cx / WHOLE, self._room.cy / WHOLE
        width = self._room.cx - left - self._right()
        return Plot(*(round(one) for one in (left / across, top / along, width / across, self._tall() / along)))

    def _struck(self) -> tuple[tuple[int, ...], ...]:
        """For each series the points above which the target's line would run through their figure."""
        chart = self._chart
        goal = chart.target.value if chart.target is not None else 0.0
        known = [value for one in chart.series for value in one.values if value is not None]
        scale = scale_of([*known, goal], Limits(low=0.0 if chart.type != "line" and min(known) >= 0 else None))
        line = self._line * STRUCK * (scale.high - scale.low) / self._tall()
        return tuple(
            tuple(
                at
                for at, value in enumerate(one.values)
                if value is not None and value < goal < value + line and (chart.type == "line" or value > line)
            )
            for one in chart.series
        )

    def _too_small(self) -> tuple[tuple[int, ...], ...]:
        """For each series the points whose part of the stack is lower (or narrower) than its figure."""
        chart = self._chart
        columns = list(zip(*(one.values for one in chart.series), strict=True))
        whole = [sum(abs(value or 0.0) for value in column) for column in columns]
        most = max(whole, default=0.0) or 1.0
        room = self._tall()
        if chart.lying:
            room = self._room.cx * (1 - LARGEST_NAMES)
        found = []
        for code, one in zip(self._codes, chart.series, strict=True):
            small = []
            for at, value in enumerate(one.values):
                share = abs(value or 0.0) / ((whole[at] or 1.0) if chart.shares else most)
                text = "100%" if chart.shares else written(value or 0.0, code)
                need = self._width(text) * 1.1 if chart.lying else self._line
                if share * room < need:
                    small.append(at)
            found.append(tuple(small))
        return tuple(found)
