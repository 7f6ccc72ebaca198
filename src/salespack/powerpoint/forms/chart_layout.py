"""How a chart is set in its room: the size of its letters, what has its figure beside it, where the plot stands.

Letters are as large as those of the slide's labels, and smaller only where names would run into each other. Widths are
those of figures as English writes them: other languages differ by a sign or two, which the gaps allow for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from salespack.deck.model import Chart
from salespack.forms.chart_figures import compared_series, levels_of, steps_of, sums
from salespack.forms.ladder import Ladder
from salespack.graphics.boxes import Box
from salespack.graphics.lengths import CENTIPOINT
from salespack.graphics.scales import Limits, Scale, scale_of
from salespack.powerpoint.forms.chart_sheets import series_format, totalled

if TYPE_CHECKING:
    from salespack.language.figure_signs import Signs

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
CLOSE = 1.1
"""How much wider than its bar a figure may be that stands beside those of other series."""
SLACK = 1.2
"""How much wider than its text a label's box is."""
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


Place = tuple[int, int]
"""A point on the slide."""


class Plot(NamedTuple):
    """Where the inner plot area stands, in 1/100,000 of the chart's width and height."""

    x: int
    y: int
    cx: int
    cy: int


class ChartSet(NamedTuple):
    """What was worked out: the sizes of labels and title in hundredths of a point, and the plot, where it is not left
    to the program; then also `scale`, the axis from where to where and in which steps, if anything depends on it.

    `labelled` says whether figures stand beside what they measure; `unlabelled` are the points of each series that are
    too small for theirs, `turned` those whose figure stands on their other side, as a line would run through it. A
    pie's key may stand beside it; `nudge` is how far the label of a target stands from its last point, in 1/100,000 of
    the width. `arrow` is how far the arrow of a difference stands from the plot, in EMU.
    """

    size: int
    title_size: int
    labelled: bool
    unlabelled: tuple[tuple[int, ...], ...] = ()
    turned: tuple[tuple[int, ...], ...] = ()
    plot: Plot | None = None
    scale: tuple[float, float, float] | None = None
    legend_beside: bool = False
    nudge: int = 0
    arrow: int = 0


class Difference(NamedTuple):
    """Where the difference of two categories is shown: lines that lead from both to the arrow, the arrow itself where
    it is long enough to be one, and the box of its figure."""

    leaders: tuple[tuple[Place, Place], ...]
    arrow: tuple[Place, Place] | None
    label: Box


def figure_text(value: float, code: str, signs: Signs | None = None) -> str:
    """A figure in the format `code`, with the signs of a language, else those of English."""
    from salespack.language.figure_signs import ENGLISH
    from salespack.language.number_formats import written

    return written(value, code, signs or ENGLISH)


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
            room = self._tall()
            lines = [self._lines(name, self._room.cx * LARGEST_NAMES) for name in chart.categories]
            return all(0 < one <= MOST_LINES and one * self._line <= room / self._count for one in lines)
        lines = [self._lines(name, self._band() * ROOM) for name in chart.categories]
        return all(0 < one <= MOST_LINES for one in lines)

    def labels_fit(self) -> bool:
        """Whether the figures have room beside each other."""
        chart = self._chart
        if chart.type in ("pie", "scatter"):
            return True
        gap, several = gap_of(self._count) / 100, len(chart.series)
        bars = 1.0 if chart.stacked or several == 1 else several * (1 - OVERLAP / 100) + OVERLAP / 100
        if chart.lying:
            return self._line <= self._tall() / self._count / (bars + gap) * (1.0 if chart.stacked else CLOSE)
        if several == 1:
            return self._widest() <= self._band() * ROOM
        return self._widest() <= self._band() / (bars + gap) * (1.0 if chart.stacked else CLOSE)

    def set(self, *, labelled: bool) -> ChartSet:
        """What was worked out."""
        chart = self._chart
        placed = chart.target is not None or chart.compare is not None
        plot = self._plot(labelled=labelled) if placed else None
        scale = self._scale() if chart.compare is not None else None
        beyond = self._difference() if chart.compare is not None else 0
        nudge = 0
        if plot is not None and chart.target is not None:
            nudge = round(plot.cx / self._count / 2) + round(beyond * WHOLE / self._room.cx)
        foot = 0 if labelled or not chart.lying else round(self._line * 1.5)
        return ChartSet(
            self._size,
            self._title,
            labelled,
            self._too_small() if labelled and chart.stacked else (),
            self._struck() if labelled and placed and not chart.stacked else (),
            plot,
            (scale.low, scale.high, scale.major) if scale is not None else None,
            chart.type == "pie" and self._room.cx > self._room.cy * BESIDE,
            nudge,
            foot + self._line // 2 if chart.compare is not None else 0,
        )

    def _texts(self) -> list[str]:
        """The figures as they are written."""
        chart = self._chart
        found = [
            figure_text(value, code)
            for code, one in zip(self._codes, chart.series, strict=True)
            for value in one.values
            if value is not None
        ]
        if chart.type == "waterfall":
            found += [figure_text(one.end, self._codes[0]) + "+" for one in steps_of(chart)]
        if totalled(chart):
            found += [figure_text(one, self._codes[0]) for one in sums(chart.series, self._count) if one is not None]
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

    def _widest(self) -> int:
        """The width of the widest figure."""
        return max([self._width(text) for text in self._texts()], default=0)

    def _band(self) -> float:
        """The width that each category has."""
        left, right = self._left(labelled=self.wants_labels()), self._right(labelled=self.wants_labels())
        return (self._room.cx - left - right) / self._count

    def _left(self, *, labelled: bool) -> int:
        """What stands left of the plot: the marks of an axis, or the names of lying bars."""
        if self._chart.lying:
            room = self._room.cx * LARGEST_NAMES
            names = max([min(self._width(name), round(room)) for name in self._chart.categories], default=0)
            return names + self._line // 2
        title = self._line * 3 // 2 if self._chart.type == "combo" else 0
        return (0 if labelled else self._widest()) + title + self._line // 2

    def _right(self, *, labelled: bool) -> int:
        """What stands right of it: a second axis, the label of a target, a difference, the figures of lying bars."""
        if self._chart.lying:
            return self._widest() + self._line // 2 if labelled else self._line
        second = self._widest() + self._line * 3 // 2 if self._chart.type == "combo" else 0
        return max(self._target, second) + self._difference() + self._line // 4

    def _difference(self) -> int:
        """What the difference of two categories takes: beside the plot, or below it where bars lie."""
        if self._chart.compare is None:
            return 0
        if self._chart.lying:
            return self._line * 5 // 2
        return round(self._difference_wide()) + self._line * 3 // 2

    def _difference_wide(self) -> float:
        """The width of the figure of a difference, which is bold."""
        one, other = (levels_of(self._chart)[at] or 0.0 for at in self._chart.compare or (0, 0))
        points = "%-yks." if self._chart.number_format == "percent" else ""
        return self._width(f"+{figure_text(abs(other - one), self._codes[0])}{points}") * SLACK

    def _above(self) -> int:
        """What stands above the plot: the title, and half of a figure at its edge."""
        return (round(self._title * CENTIPOINT * LINE * 1.5) if self._chart.title else 0) + self._line * 3 // 2

    def _foot(self, *, labelled: bool) -> int:
        """What stands below the plot: names or marks, the difference of lying bars, the key of several series."""
        key = self._line * 3 // 2 if len(self._chart.series) > 1 and self._chart.type != "scatter" else 0
        if self._chart.lying:
            marks = 0 if labelled else self._line * 3 // 2
            return key + marks + (self._difference() if self._chart.compare is not None else 0) + self._line // 4
        lines = max([self._lines(name, self._band() * ROOM) for name in self._chart.categories], default=1) or 1
        return key + lines * self._line + self._line // 2

    def _tall(self, *, labelled: bool | None = None) -> float:
        """The height of the plot."""
        foot = self._foot(labelled=self.wants_labels() if labelled is None else labelled)
        return max(self._room.cy - self._above() - foot, self._room.cy * LEAST_PLOT)

    def _plot(self, *, labelled: bool) -> Plot:
        """The inner plot area, so that what stands around it has its room."""
        left, top = self._left(labelled=labelled), self._above()
        across, along = self._room.cx / WHOLE, self._room.cy / WHOLE
        width = self._room.cx - left - self._right(labelled=labelled)
        tall = self._tall(labelled=labelled)
        return Plot(*(round(one) for one in (left / across, top / along, width / across, tall / along)))

    def _scale(self) -> Scale:
        """The axis of figures as Office chooses it."""
        chart = self._chart
        found: list[float | None] = [value for one in chart.series if not one.line for value in one.values]
        if chart.stacked:
            found += sums(chart.series, self._count)
        known = [value for value in found if value is not None]
        if chart.target is not None:
            known.append(chart.target.value)
        from_zero = chart.type != "line" and min(known, default=0.0) >= 0
        return scale_of(known, Limits(low=0.0 if from_zero else None))

    def _struck(self) -> tuple[tuple[int, ...], ...]:
        """For each series the points whose figure a line would run through: a target's, or one that leads to the arrow
        of a difference over all categories behind its own."""
        chart, scale = self._chart, self._scale()
        levels = levels_of(chart)
        lines = [(at, levels[at] or 0.0) for at in chart.compare or ()]
        if chart.target is not None:
            lines.append((-1, chart.target.value))
        unit = (scale.high - scale.low) / self._tall()
        width = (scale.high - scale.low) / (self._room.cx - self._left(labelled=True) - self._right(labelled=True))
        found = []
        for code, series in zip(self._codes, chart.series, strict=True):
            struck = []
            for at, value in enumerate(series.values):
                if value is None or value < 0:
                    continue
                label = self._width(figure_text(value, code)) * width if chart.lying else self._line * unit
                reach = value + label * (SLACK if chart.lying else STRUCK)
                inside = chart.type == "line" or value > label
                if inside and any(at > begins and value < level < reach for begins, level in lines):
                    struck.append(at)
            found.append(tuple(struck))
        return tuple(found)

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
                text = "100%" if chart.shares else figure_text(value or 0.0, code)
                need = self._width(text) * 1.1 if chart.lying else self._line
                if share * room < need:
                    small.append(at)
            found.append(tuple(small))
        return tuple(found)


def difference_in(chart: Chart, made: ChartSet, room: Box) -> Difference:
    """Where the difference of the two categories that are compared is shown, in a chart that was set for it."""
    assert made.plot is not None and made.scale is not None and chart.compare is not None  # noqa: S101 - it was
    plot, (low, high, _) = made.plot, made.scale
    across, along = room.cx / WHOLE, room.cy / WHOLE
    inner = Box(
        room.x + round(plot.x * across),
        room.y + round(plot.y * along),
        round(plot.cx * across),
        round(plot.cy * along),
    )
    levels, line = levels_of(chart), round(made.size * CENTIPOINT * LINE)
    shares = [((levels[at] or 0.0) - low) / (high - low) for at in chart.compare]
    ends = [_far_end(chart, at) for at in chart.compare]
    if chart.lying:
        y = inner.y + inner.cy + made.arrow
        xs = [inner.x + round(share * inner.cx) for share in shares]
        starts = [inner.y + round(end * inner.cy) for end in ends]
        leaders = [((x, start), (x, y)) for x, start in zip(xs, starts, strict=True)]
        middle, wide = sum(xs) // 2, room.cx // 3
        left = min(max(middle - wide // 2, room.x), room.x + room.cx - wide)
        return Difference(tuple(leaders), _arrow((xs[0], y), (xs[1], y), line), Box(left, y + line // 8, wide, line))
    x = inner.x + inner.cx + made.arrow
    ys = [inner.y + inner.cy - round(share * inner.cy) for share in shares]
    starts = [inner.x + round(end * inner.cx) for end in ends]
    leaders = [((start, y), (x, y)) for start, y in zip(starts, ys, strict=True)]
    left = x + line // 3
    label = Box(left, sum(ys) // 2 - line * 5 // 8, room.x + room.cx - left, line * 5 // 4)
    return Difference(tuple(leaders), _arrow((x, ys[0]), (x, ys[1]), line), label)


def _arrow(start: Place, end: Place, line: int) -> tuple[Place, Place] | None:
    """An arrow between two points, where there is room for its tip."""
    return (start, end) if max(abs(end[0] - start[0]), abs(end[1] - start[1])) > line // 2 else None


def _far_end(chart: Chart, at: int) -> float:
    """Where a category's bar or point ends towards the arrow, as a share of the axis of categories."""
    count, gap = len(chart.categories), gap_of(len(chart.categories)) / 100
    if chart.type == "line":
        return (at + 0.5) / count
    several = 1 if chart.stacked else sum(not one.line for one in chart.series)
    step = 1 - OVERLAP / 100
    bars = (several - 1) * step + 1
    place = 0 if chart.stacked else compared_series(chart) or 0
    width = 1 / (bars + gap)
    return (at + 0.5 - width * bars / 2 + width * (place * step + 1)) / count
