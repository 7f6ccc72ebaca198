"""The area of an upright chart of a document, its axis and its key. Lengths are points."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from salespack.documents.assets import Sized
from salespack.documents.charts.marks import SMALL, TEXT, Marks, fitting, text_width, two_lines
from salespack.forms.chart_figures import levels_of


class Plane:
    """Maps figures to y, draws grid lines, the names of the categories and the line of a target.

    `right` is kept free beside it, and room for the `difference` of two categories; `foot`, below it, is what the names
    of the categories take where it is not given.
    """

    def __init__(
        self,
        sized: Sized,
        marks: Marks,
        written: Callable[[float], str],
        low: float,
        high: float,
        *,
        axis: bool,
        right: float = 0.0,
        difference: str = "",
        foot: float | None = None,
    ) -> None:
        self.sized, self.marks = sized, marks
        ticks = ticks_of(low, high, written)
        self.low, self.high = (ticks[0], ticks[-1]) if axis else (low, high)
        self.top = legend(sized, marks) + 14
        self.left = max(text_width(written(tick), SMALL) for tick in ticks) + 6 if axis else 0.0
        target = sized.chart.target
        self._difference = difference
        self._beyond = text_width(difference) + 12 if difference else 0.0
        self.right = sized.width - right - (text_width(target.label) + 5 if target is not None else 0.0) - self._beyond
        self.width = self.right - self.left
        below = 1.2 if low < 0 and not axis else 0.0  # room for figures under their columns
        self.names_at = sized.height - (TEXT * (1.1 * self._lines() + 0.5) if foot is None else foot)
        self.bottom = self.names_at - TEXT * below
        if axis:
            for tick in ticks:
                marks.line(self.left, self.y(tick), self.right, self.y(tick))
                marks.label(self.left - 5, self.y(tick) + SMALL * 0.34, written(tick), "end", size=SMALL)
        if self.low <= 0 <= self.high:
            marks.line(self.left, self.y(0), self.right, self.y(0), "muted")

    def y(self, value: float) -> float:
        """Where a figure stands."""
        return self.bottom - (value - self.low) / ((self.high - self.low) or 1) * (self.bottom - self.top)

    def _names(self) -> list[tuple[int, list[str]]]:
        """The names to write, in up to two lines each; every second or third one where they are many."""
        names = self.sized.chart.categories
        band = self.width / max(len(names), 1)
        every = max(1, math.ceil(26 / band))
        return [(row, two_lines(name, band * every - 4)) for row, name in enumerate(names) if row % every == 0]

    def _lines(self) -> int:
        return max((len(lines) for _, lines in self._names()), default=1)

    def categories(self, band: float) -> None:
        """Writes the names below the plane."""
        for row, lines in self._names():
            for line, text in enumerate(lines):
                x = self.left + band * (row + 0.5)
                self.marks.label(x, self.names_at + TEXT * (1.25 + 1.1 * line), text, "middle", strong=True)

    def crosses(self, foot: float) -> bool:
        """Whether the line of the target runs through a text that stands on `foot`."""
        target = self.sized.chart.target
        return target is not None and foot - TEXT < self.y(target.value) < foot + 1

    def target(self) -> None:
        """Draws the line of the target, where there is one, and its label at its end."""
        target = self.sized.chart.target
        if target is None:
            return
        y = self.y(target.value)
        self.marks.line(self.left, y, self.right, y, "ink", "1.2")
        self.marks.label(self.right + self._beyond + 4, y + TEXT * 0.34, target.label, strong=True)

    def difference(self) -> None:
        """Draws the arrow between the levels of the two categories that are compared, and its figure."""
        chart = self.sized.chart
        if chart.compare is None:
            return
        band, x = self.width / max(len(chart.categories), 1), self.right + 5
        ys = [self.y(levels_of(chart)[at] or 0.0) for at in chart.compare]
        for y, at in zip(ys, chart.compare, strict=True):
            self.marks.line(self.left + band * (at + 0.5), y, x, y, "muted")
        self.marks.arrow(x, ys[0], x, ys[1])
        self.marks.label(x + 5, sum(ys) / 2 + TEXT * 0.34, self._difference, strong=True)


def legend(sized: Sized, marks: Marks) -> float:
    """The key of the series, where there are several; returns the height it takes."""
    series = sized.chart.series
    if len(series) < 2 or sized.chart.type == "scatter":
        return 0.0
    x = 0.0
    for number, one in enumerate(series):
        top, high = (4.5, 3) if one.line or sized.chart.type == "line" else (2, 8)
        marks.rectangle(x, top, 8, high, marks.series(number))
        name = fitting(one.name, sized.width / len(series) - 20)
        marks.label(x + 12, 9.5, name)
        x += 12 + text_width(name) + 14
    return 20.0


def reach_of(values: Iterable[float | None], *, from_zero: bool = True) -> tuple[float, float]:
    """The least and greatest figure; zero among them unless all lie far from it."""
    figures = [value for value in values if value is not None] or [0.0]
    low, high = min(figures), max(figures)
    if from_zero or low < 0 or low < (high - low) * 2:
        low, high = min(low, 0.0), max(high, 0.0)
    return (low, high) if high > low else (low, low + 1)


def ticks_of(low: float, high: float, written: Callable[[float], str]) -> list[float]:
    """Two to seven round figures that enclose the range; no two are written in the same way."""
    raw = (high - low) / 4
    power = 10 ** math.floor(math.log10(raw))
    steps = (power * ten * nice for ten in (1, 10, 100) for nice in (1, 2, 5))
    found: list[float] = []
    for step in (one for one in steps if one >= raw * 0.999):
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        found = [round(number * step, 10) for number in range(first, last + 1)]
        if len(set(map(written, found))) == len(found):
            break
    return found
