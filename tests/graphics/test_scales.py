"""Scales of axes: round limits and steps as Office chooses them."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from salespack.graphics.scales import MOST_TICKS, Limits, scale_of


@pytest.mark.parametrize(
    ("figures", "limits", "steps", "ticks"),
    [
        ([28.6, 14.2], Limits(), 10, [0, 5, 10, 15, 20, 25, 30, 35]),
        ([4.5, 2.5], Limits(), 10, [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]),
        ([4.5, 2.5], Limits(), 4, [0, 2, 4, 6]),
        ([-2.5, 4.5], Limits(), 10, [-3, -2, -1, 0, 1, 2, 3, 4, 5]),
        ([-2.5, 7.3], Limits(), 10, [-4, -2, 0, 2, 4, 6, 8]),
        ([100, 110], Limits(), 10, [94, 96, 98, 100, 102, 104, 106, 108, 110, 112]),
        ([-20, -5], Limits(), 10, [-25, -20, -15, -10, -5, 0]),
        ([1, 1], Limits(), 10, [0, 0.2, 0.4, 0.6, 0.8, 1, 1.2]),
        ([], Limits(), 10, [0, 0.2, 0.4, 0.6, 0.8, 1, 1.2]),
        ([1, 560], Limits(low=0, high=600), 10, [0, 100, 200, 300, 400, 500, 600]),
        ([1, 9], Limits(low=0, high=10, major=4), 10, [0, 4, 8]),
        ([1, 9], Limits(low=10, high=0), 10, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        ([1, 9], Limits(low=50), 10, [50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 100]),
        ([3, 140, 52000], Limits(log=10), 10, [1, 10, 100, 1000, 10000, 100000]),
        ([-3, 0], Limits(log=10), 10, [1, 10]),
    ],
)
def test_ticks(figures: list[float], limits: Limits, steps: int, ticks: list[float]) -> None:
    assert scale_of(figures, limits, steps=steps).ticks() == pytest.approx(ticks)


def test_shares_of_a_whole_end_at_the_whole() -> None:
    assert scale_of([0, 1], Limits(), whole=True).ticks()[-1] == 1


def test_reversed_scales_run_the_other_way() -> None:
    assert scale_of([0, 9], Limits(reversed=True)).share(0) == 1


def test_a_step_that_is_far_too_small_is_not_taken() -> None:
    assert len(scale_of([0, 1000], Limits(major=1e-9)).ticks()) < 20


FIGURES = st.lists(st.floats(-1e300, 1e300, allow_nan=False).map(lambda v: 0.0 if abs(v) < 1e-300 else v), max_size=8)
LIMIT = st.none() | st.floats(-1e300, 1e300, allow_nan=False)


@example([0.0], 5e-324, None, None, 2.0, 0)  # the least figure there is: a millionth of it is none
@given(FIGURES, LIMIT, LIMIT, LIMIT, st.none() | st.floats(1.1, 1000), st.integers(0, 50))
def test_scales_of_any_figures(
    figures: list[float], low: float | None, high: float | None, major: float | None, log: float | None, steps: int
) -> None:
    scale = scale_of(figures, Limits(low=low, high=high, major=major, log=log), steps=steps)
    assert scale.low < scale.high
    ticks = scale.ticks()
    assert len(ticks) <= MOST_TICKS + 1
    assert all(math.isfinite(tick) for tick in ticks)
    assert all(math.isfinite(scale.share(value)) for value in figures)
    if low is None and high is None and log is None:
        assert all(-1e-6 <= scale.share(value) <= 1 + 1e-6 for value in figures)
