from __future__ import annotations

import statistics

from .greedy import ratios


def test_the_greedy_choice_stays_near_the_best_coverage() -> None:
    found = ratios(150, seed=2, only_top=True)
    assert len(found) == 150
    assert statistics.mean(found) >= 0.95
    assert min(found) >= 0.5


def test_values_that_are_not_on_top_cost_little_coverage_on_average() -> None:
    found = ratios(150, seed=2)
    assert len(found) == 150
    assert statistics.mean(found) >= 0.9
