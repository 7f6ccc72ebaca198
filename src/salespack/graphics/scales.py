"""The scales of axes: round limits and steps as Office chooses them, and where a figure lies between them.

Office widens the range by a twentieth on the side away from zero, begins at zero unless all figures lie far from it
(their spread is less than a sixth of the greatest), and takes the least step of 1, 2 or 5 times a power of ten.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

MOST_STEPS = 10
MOST_TICKS = 1_000
"""More than can be told apart; a file that asks for more gets the usual step."""
MOST_POWERS = 20
WIDENED = 0.05
FAR = 1 / 6
TINY = 1e-9
FARTHEST = 1e6
"""Lengths of the axis that a figure can lie beyond it."""


class Scale(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """From `low` to `high`, in steps of `major` (of powers of `log`, where that is set)."""

    low: float
    high: float
    major: float
    minor: float
    log: float | None = None
    reversed: bool = False

    def share(self, value: float) -> float:
        """Where a figure lies from the start of the axis (0) to its end (1); beyond them, where it is out of range."""
        low, high, at = self.low, self.high, value
        if self.log is not None:
            low, high, at = math.log(low), math.log(high), math.log(max(value, self.low * 1e-6) or self.low)
        along = max(-FARTHEST, min((at - low) / (high - low), FARTHEST))
        return 1 - along if self.reversed else along

    def ticks(self) -> list[float]:
        """The figures at which labels stand."""
        return self._every(self.major)

    def minor_ticks(self) -> list[float]:
        """The figures at the steps between."""
        if self.log is not None:
            first = self.ticks()[:-1]
            return [tick * number for tick in first for number in range(2, math.ceil(self.log))]
        return self._every(self.minor)

    def _every(self, step: float) -> list[float]:
        if self.log is not None:
            first, last = math.log(self.low, self.log), math.log(self.high, self.log)
            count = math.floor(last - first + TINY) + 1
            every = math.ceil(count / MOST_POWERS)
            return [self.log ** (math.ceil(first - TINY) + power) for power in range(0, count, every)]
        count = math.floor((self.high - self.low) / step + TINY)
        if count > MOST_TICKS:
            return [self.low, self.high]
        return [_clean(self.low + number * step, step) for number in range(count + 1)]


class Limits(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a file fixes of a scale; None is left to us."""

    low: float | None = None
    high: float | None = None
    major: float | None = None
    minor: float | None = None
    log: float | None = None
    reversed: bool = False


def scale_of(figures: Sequence[float], limits: Limits, *, steps: int = MOST_STEPS, whole: bool = False) -> Scale:
    """The scale for `figures`: at most `steps` steps. `whole` is of shares that add up to 1: their range is kept.

    Limits that make no sense (the low one above the high one, a step of zero) are taken as not given.
    """
    if limits.log is not None:
        return _logarithmic(figures, limits)
    low, high = min(figures, default=0.0), max(figures, default=0.0)
    if not figures:
        low, high = 0.0, 1.0
    fixed_low, fixed_high = limits.low, limits.high
    if fixed_low is not None and fixed_high is not None and fixed_low >= fixed_high:
        fixed_low = fixed_high = None
    start, end = _widened(low, high, whole=whole)
    start = start if fixed_low is None else fixed_low
    end = end if fixed_high is None else fixed_high
    if start >= end:
        span = abs(start if fixed_low is not None else end) or 1.0
        start, end = (start, start + span) if fixed_low is not None else (end - span, end)
    most = max(2, min(steps, MOST_STEPS))
    major = limits.major
    if major is None or major <= 0 or (end - start) / major > MOST_TICKS:
        major = _step((end - start) / most)
        while _count(start, end, major, fixed_low, fixed_high) > most:
            major = _step(major * 1.5)
    if fixed_low is None:
        start = _clean(math.floor(start / major + TINY) * major, major)
    if fixed_high is None:
        end = _clean((start if fixed_low is not None else 0.0) + _steps_to(end, start, major, fixed_low) * major, major)
    if start >= end:
        start, end = (start, start + major) if fixed_high is None else (end - major, end)
    minor = limits.minor
    if minor is None or not 0 < minor <= major or (end - start) / minor > MOST_TICKS:
        minor = major / 5
    return Scale(low=start, high=end, major=major, minor=minor, reversed=limits.reversed)


def _steps_to(end: float, start: float, major: float, fixed_low: float | None) -> int:
    origin = start if fixed_low is not None else 0.0
    return math.ceil((end - origin) / major - TINY)


def _count(start: float, end: float, major: float, fixed_low: float | None, fixed_high: float | None) -> int:
    first = start / major if fixed_low is not None else math.floor(start / major + TINY)
    last = end / major if fixed_high is not None else math.ceil(end / major - TINY)
    return math.ceil(last - first - TINY)


def _widened(low: float, high: float, *, whole: bool) -> tuple[float, float]:
    if low == high:
        low, high = (min(low, 0.0), max(high, 0.0)) if low else (0.0, 1.0)
    if whole:
        return min(low, 0.0), max(high, 0.0)
    if low >= 0:
        near = (high - low) / high < FAR
        start = low - (high - low) / 2 if near else 0.0
        return max(start, 0.0), high + WIDENED * (high - start)
    if high <= 0:
        near = (high - low) / -low < FAR
        end = high + (high - low) / 2 if near else 0.0
        return low - WIDENED * (end - low), min(end, 0.0)
    return low - WIDENED * (high - low), high + WIDENED * (high - low)


def _logarithmic(figures: Sequence[float], limits: Limits) -> Scale:
    base = limits.log or 10.0
    positive = [value for value in figures if value > 0]
    low, high = min(positive, default=1.0), max(positive, default=base)
    low = limits.low if limits.low is not None and limits.low > 0 else base ** math.floor(_log(min(low, 1.0), base))
    high = limits.high if limits.high is not None and limits.high > low else base ** math.ceil(_log(high, base))
    if high <= low:
        high = low * base
    return Scale(low=low, high=high, major=base, minor=base, log=base, reversed=limits.reversed)


def _log(value: float, base: float) -> float:
    """The logarithm, whole where it all but is."""
    power = math.log(value, base)
    return round(power) if abs(power - round(power)) < TINY else power


def _step(least: float) -> float:
    """The least of 1, 2 and 5 times a power of ten that is not below `least`."""
    if least <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * one for one in (1, 2, 5, 10) if power * one >= least * (1 - TINY))


def _clean(value: float, step: float) -> float:
    """`value` without the noise of adding steps up."""
    digits = 3 - math.floor(math.log10(step))
    return round(value, digits) + 0.0 if -300 < digits < 300 else value
