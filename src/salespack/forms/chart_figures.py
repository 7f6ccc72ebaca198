"""What the figures of a chart come to: the levels of a waterfall, the sums of what is stacked. No place, no look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from salespack.deck.model import Chart, Series


class Step(NamedTuple):
    """One bar of a waterfall: from which level to which; a `total` stands on zero."""

    start: float
    end: float
    total: bool = False

    @property
    def low(self) -> float:
        """Its lower end."""
        return min(self.start, self.end)

    @property
    def high(self) -> float:
        """Its upper end."""
        return max(self.start, self.end)


def steps_of(chart: Chart) -> tuple[Step, ...]:
    """The bars of a waterfall. A total without a figure is the sum of what stands before it."""
    found: list[Step] = []
    level = 0.0
    for at, value in enumerate(chart.series[0].values):
        if at in chart.totals:
            level = level if value is None else value
            found.append(Step(0.0, level, total=True))
            continue
        found.append(Step(level, level + (value or 0.0)))
        level = found[-1].end
    return tuple(found)


def levels_of(chart: Chart) -> tuple[float | None, ...]:
    """For each category the figure that is compared with others: that of the series which is highlighted, or the only
    one; else the sum of all."""
    at = None if chart.stacked else compared_series(chart)
    return chart.series[at].values if at is not None else sums(chart.series, len(chart.categories))


def compared_series(chart: Chart) -> int | None:
    """The series whose figures are compared, where one is; None where several might be meant."""
    if chart.highlight is not None and chart.highlight.of == "series":
        return chart.highlight.at
    if chart.type == "scatter":
        return 1
    columns = [at for at, one in enumerate(chart.series) if not one.line]
    return columns[0] if len(columns) == 1 else None


def sums(series: Sequence[Series], count: int) -> tuple[float | None, ...]:
    """For each category the sum of all series; None where none has a figure."""
    found: list[float | None] = []
    for at in range(count):
        figures = [one.values[at] for one in series if at < len(one.values)]
        known = [one for one in figures if one is not None]
        found.append(sum(known) if known else None)
    return tuple(found)
