"""Axes as rulers: where categories, dates and figures lie along them, and what their labels say."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

import msgspec

from salespack.graphics.scales import Limits, Scale, scale_of
from salespack.language.figure_signs import Signs
from salespack.language.number_formats import DAYS_1904, GENERAL, LAST_DAY, day_of, written
from salespack.scene.charts.layout.axis_groups import Group, across_range, range_of
from salespack.scene.charts.model import Axis, Chart, Series

DAYS = {"days": 1.0, "months": 30.4, "years": 365.2}
"""Days a unit of a date axis has, about."""
PERCENT = "0%"
MOST_DAYS, MOST_MARKS = 20, 400
"""Labels that are further apart than so many days are months apart, instead."""
MOST_UNITS = 100_000
"""Days, months or years on an axis of dates."""
MONTHS = (1, 2, 3, 4, 6, 12)


class Label(NamedTuple):
    """A label at a share of the axis' way; `outer` is of a level above the categories and ends at `until`."""

    at: float
    text: str
    until: float = 0.0


class Ruler(Protocol):
    """An axis: shares of its way, from its start on the plot (0) to its end (1)."""

    def share(self, value: float) -> float:
        """Where a category (by its number from 0) or a figure lies."""

    def crossing(self, crosses: str | float) -> float:
        """Where the other axis crosses."""

    def ticks(self) -> list[float]:
        """Where tick marks and grid lines are."""

    def minor_ticks(self) -> list[float]:
        """Where the small ones are."""

    def labels(self) -> list[Label]:
        """What is written, and where."""


class Figures(msgspec.Struct, frozen=True):
    """An axis of figures."""

    scale: Scale
    axis: Axis
    format: str
    signs: Signs

    def share(self, value: float) -> float:
        """Where a figure lies."""
        return self.scale.share(value)

    def crossing(self, crosses: str | float) -> float:
        """At zero where it is in range, else at the nearest end."""
        scale = self.scale
        if isinstance(crosses, float):
            at = crosses
        else:
            at = {"min": scale.low, "max": scale.high}.get(crosses, 0.0 if scale.log is None else scale.low)
        return scale.share(max(scale.low, min(at, scale.high)))

    def ticks(self) -> list[float]:
        """At every step."""
        return [self.scale.share(value) for value in self.scale.ticks()]

    def minor_ticks(self) -> list[float]:
        """At every small step."""
        return [self.scale.share(value) for value in self.scale.minor_ticks()]

    def labels(self) -> list[Label]:
        """The figures at every step."""
        divisor = self.axis.divisor
        return [
            Label(self.scale.share(value), written(value / divisor, self.format, self.signs))
            for value in self.scale.ticks()
        ]


class Bands(msgspec.Struct, frozen=True):
    """An axis of categories, each of which has a band of it; or a point, where it is not `between`."""

    names: tuple[str, ...]
    between: bool
    reversed: bool

    def share(self, value: float) -> float:
        """The middle of a category."""
        count = len(self.names)
        along = (value + 0.5) / max(count, 1) if self.between else value / (count - 1) if count > 1 else 0.5
        return 1 - along if self.reversed else along

    def band(self) -> float:
        """The share that one category has."""
        return 1 / max(len(self.names) - (0 if self.between else 1), 1)

    def crossing(self, crosses: str | float) -> float:
        """Before a category (by its number from 1), at the start or end."""
        along = (crosses - 1) * self.band() if isinstance(crosses, float) else 1.0 if crosses == "max" else 0.0
        along = max(0.0, min(along, 1.0))
        return 1 - along if self.reversed else along

    def ticks(self) -> list[float]:
        """Between the bands, or at the categories."""
        count = len(self.names) + (1 if self.between else 0)
        return [min(at * self.band(), 1.0) for at in range(min(count, 1_000))]

    def minor_ticks(self) -> list[float]:
        """None but the usual ones."""
        return self.ticks()

    def labels(self) -> list[Label]:
        """The names of all categories."""
        return [Label(self.share(at), name) for at, name in enumerate(self.names)]


class Dates(msgspec.Struct, frozen=True):
    """An axis of dates: every unit of time (day, month or year) from the first to the last has a band of it."""

    units: tuple[int | None, ...]
    """For each category its unit, counted from any day on."""
    low: int
    high: int
    unit: str
    marks: tuple[int, ...]
    """The units that have labels."""
    between: bool
    reversed: bool
    format: str
    signs: Signs

    def share(self, value: float) -> float:
        """The middle of a category's unit; those without a date lie at the start."""
        at = int(value)
        unit = self.units[at] if 0 <= at < len(self.units) else None
        return self._share(self.low if unit is None else unit)

    def _share(self, unit: int) -> float:
        span = self.high - self.low
        along = (unit - self.low + 0.5) / (span + 1) if self.between else (unit - self.low) / span if span else 0.5
        return 1 - along if self.reversed else along

    def band(self) -> float:
        """The share that one unit has."""
        return 1 / max(self.high - self.low + (1 if self.between else 0), 1)

    def crossing(self, crosses: str | float) -> float:
        """At the start or end."""
        along = 1.0 if crosses == "max" else 0.0
        return 1 - along if self.reversed else along

    def ticks(self) -> list[float]:
        """Where the labels are."""
        return [self._share(unit) for unit in self.marks]

    def minor_ticks(self) -> list[float]:
        """None but the usual ones."""
        return self.ticks()

    def labels(self) -> list[Label]:
        """The dates, every so many units."""
        return [
            Label(self._share(unit), written(_serial(unit, self.unit), self.format, self.signs)) for unit in self.marks
        ]


# --- making them -----------------------------------------------------------------------------------------------------


def figures_ruler(chart: Chart, group: Group, axis: Axis, steps: int) -> Figures:
    """The ruler of an axis of figures, with at most so many steps."""
    is_across = axis is group.across
    percent = not is_across and any(plot.grouping == "percentStacked" for plot in group.plots)
    figures = across_range(group) if is_across else range_of(group)
    limits = Limits(
        low=axis.low, high=axis.high, major=axis.major, minor=axis.minor, log=axis.log, reversed=axis.reversed
    )
    scale = scale_of(figures, limits, steps=steps, whole=percent)
    form = axis.format
    if form is None or (percent and form == GENERAL):
        form = PERCENT if percent else GENERAL if is_across else _common_format(group)
    return Figures(scale, axis, form, chart.signs)


def _common_format(group: Group) -> str:
    return next((one.format for one in group.series if one.values), GENERAL)


def across_ruler(chart: Chart, group: Group, room: int) -> Bands | Dates:
    """The ruler of categories; `room` is how many labels of dates have room beside each other."""
    axis = group.across
    dated = next((one for one in group.series if any(v is not None for v in one.serials)), None)
    if axis.kind == "date" and dated is not None:
        return _dates(chart, group, dated, room)
    return Bands(group.names, group.between, axis.reversed)


def _dates(chart: Chart, group: Group, dated: Series, room: int) -> Dates:
    """The ruler of dates: from the axis' ends, where the file says them, else from the first to the last date."""
    axis = group.across
    shift = DAYS_1904 if chart.from_1904 else 0

    def day(serial: float) -> int:
        return max(0, min(int(serial) + shift, LAST_DAY))

    days = [None if one is None else day(one) for one in dated.serials]
    unit = axis.base_unit if axis.base_unit in DAYS else _base_unit([one for one in days if one is not None])
    units = tuple([None if day is None else _unit(day, unit) for day in days])
    known = [one for one in units if one is not None]
    low = min(known) if axis.low is None else _unit(day(axis.low), unit)
    high = max(known) if axis.high is None else _unit(day(axis.high), unit)
    high = max(low, min(high, low + MOST_UNITS))
    marks = _marks(axis, unit, low, high, max(1, min(room, MOST_MARKS)))
    form = axis.format or dated.serial_format
    form = form if form != GENERAL else "yyyy\\-mm\\-dd"
    return Dates(units, low, high, unit, marks, group.between, axis.reversed, form, chart.signs)


def _marks(axis: Axis, unit: str, low: int, high: int, room: int) -> tuple[int, ...]:
    """The units with labels: as the file says, where that is not far too many; else as many as there is room for."""
    if axis.major is not None and axis.major >= 1:
        months = {"months": 1, "years": 12}.get(axis.major_unit, 0)
        if unit == "days" and months:
            found = _monthly(low, high, round(min(axis.major, 10_000)) * months)
        else:
            scale = DAYS.get(axis.major_unit, DAYS[unit]) / DAYS[unit]
            found = tuple(range(low, high + 1, max(1, round(min(axis.major, 10_000) * scale))))
        if len(found) <= 4 * room:
            return found
    every = max(1, math.ceil((high - low + 1) / room))
    if unit == "days" and every > MOST_DAYS:
        months = math.ceil(every / DAYS["months"])
        return _monthly(low, high, next((one for one in MONTHS if one >= months), 12 * math.ceil(months / 12)))
    return tuple(range(low, high + 1, every))


def _monthly(low: int, high: int, months: int) -> tuple[int, ...]:
    """Every so many months the day that `low` is, at most the 28th."""
    first = day_of(low)
    found = [low]
    while len(found) < MOST_MARKS:
        month = first.year * 12 + first.month - 1 + months * len(found)
        if month >= 9999 * 12:
            break
        day = _serial(month, "months") + min(first.day, 28) - 1
        if day > high:
            break
        found.append(int(day))
    return tuple(found)


def _base_unit(days: Sequence[int]) -> str:
    """The largest unit in which all days differ."""
    ordered = sorted(set(days))
    least = min((later - earlier for earlier, later in pairwise(ordered)), default=1)
    return "years" if least >= 365 else "months" if least >= 28 else "days"


def _unit(day: int, unit: str) -> int:
    if unit == "days":
        return day
    date = day_of(day)
    return date.year if unit == "years" else date.year * 12 + date.month - 1


def _serial(number: int, unit: str) -> float:
    """The first day of a unit, as a serial number."""
    if unit == "days":
        return number
    year, month = (number, 1) if unit == "years" else (number // 12, number % 12 + 1)
    return (datetime.date(max(min(year, 9999), 1900), month, 1) - datetime.date(1899, 12, 30)).days
