"""Shares with their intervals, tests of differences, and what they say in words."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.statistics.comparing import compare
from salespack.statistics.differences import against_rest, chi_squared_tail, corrected, needed, of_groups, power
from salespack.statistics.shares import Share

COUNTS = st.integers(0, 60)


@pytest.mark.parametrize(
    ("share", "low", "high"),
    [
        (Share(81, 263), 0.2553, 0.3662),  # R. G. Newcombe, Statistics in Medicine 17, 1998, 857–872, table I
        (Share(15, 148), 0.0624, 0.1605),
        (Share(0, 20), 0.0, 0.1611),
        (Share(1, 29), 0.0061, 0.1718),
        (Share(0, 0), 0.0, 1.0),
        (Share(29, 29), 0.8830, 1.0),
    ],
)
def test_an_interval_is_that_of_wilson(share: Share, low: float, high: float) -> None:
    assert share.interval == pytest.approx((low, high), abs=0.00005)


@pytest.mark.parametrize(
    ("statistic", "degrees", "p"),
    [(3.841459, 1, 0.05), (5.991465, 2, 0.05), (18.307038, 10, 0.05), (124.342113, 100, 0.05), (0, 7, 1), (23.68, 14, 0.05)],
)  # fmt: skip
def test_the_tail_of_chi_squared_is_that_of_the_tables(statistic: float, degrees: int, p: float) -> None:
    assert chi_squared_tail(statistic, degrees) == pytest.approx(p, abs=0.0001)


def test_fishers_test_is_that_of_the_lady_who_tasted_tea() -> None:
    assert against_rest(Share(3, 4), Share(1, 4)) == pytest.approx(0.4857, abs=0.0001)
    assert against_rest(Share(1, 10), Share(11, 14)) == pytest.approx(0.002759, abs=0.000001)
    assert against_rest(Share(3, 3), Share(0, 0)) == 1


def test_pearsons_test_leaves_groups_alone_that_are_too_small_for_it() -> None:
    found = of_groups([Share(20, 60), Share(30, 60), Share(0, 0)])
    assert found is not None
    assert (round(found.statistic, 4), found.degrees, found.holds) == (3.4286, 1, True)
    few = of_groups([Share(1, 3), Share(2, 3)])
    assert few is not None
    assert not few.holds
    assert of_groups([Share(5, 5), Share(7, 7)]) is None
    assert of_groups([Share(5, 9)]) is None


def test_holms_correction_counts_each_by_those_that_are_left() -> None:
    assert corrected({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005}) == pytest.approx(
        {"d": 0.02, "a": 0.03, "c": 0.06, "b": 0.06}
    )


@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=6))
def test_probabilities_stay_probabilities(counts: list[tuple[int, int]]) -> None:
    shares = {str(number): Share(won, won + lost) for number, (won, lost) in enumerate(counts)}
    found = compare(shares)
    assert all(0 <= one.p <= 1 for one in found.groups)
    for one in found.groups:
        low, high = one.share.interval
        assert 0 <= low <= (one.share.rate or 0) <= high <= 1
    said = found.sentence("blocks", "outcomes")
    assert said.startswith(("cannot tell", "no difference beyond chance", "more than chance"))
    assert said.startswith("more than chance") == any(one.stands_out for one in found.groups if found.overall)


def test_what_it_takes_is_told_as_it_is() -> None:
    shares = {"a": Share(20, 40), **{f"b{number}": Share(200, 400) for number in range(20)}}
    assert 0.10 < power(0.65, 0.5, 40, 8000, 21) < 0.20
    trials = needed(0.65, 0.5, 8000, 21)
    assert trials is not None
    assert power(0.65, 0.5, trials, 8000, 21) >= 0.8 > power(0.65, 0.5, trials - 1, 8000, 21)
    assert needed(0.65, 0.5, 40, 21) is None
    found = compare(shares)
    assert found.sentence("blocks", "outcomes") == (
        "no difference beyond chance (p 1.00): 15 points would be seen from about 168 outcomes of one on; "
        "with 400, the most that one has, 15 points would be seen 100 times in 100"
    )
    few = compare({"a": Share(3, 6), "b": Share(4, 7)}).sentence("blocks", "outcomes")
    assert few == (
        "no difference beyond chance (p 1.00): with 7, the most that one has, 15 points would be seen 5 times in 100"
    )


def drawn(chance: random.Random, trials: int, rate: float) -> Share:
    return Share(sum(chance.random() < rate for _ in range(trials)), trials)


def blocks(seed: int, effect: float) -> dict[str, Share]:
    """Twenty blocks with 400 outcomes each, of which half are a success, and one of which it is more by `effect`."""
    chance = random.Random(seed)
    others = {f"other-{number}": drawn(chance, 400, 0.5) for number in range(20)}
    return {**others, "planted": drawn(chance, 400, 0.5 + effect)}


@pytest.mark.slow
def test_a_true_effect_is_found_and_chance_is_no_effect() -> None:
    found = [compare(blocks(seed, 0.15)).standing_out for seed in range(100)]
    assert sum(any(one.name == "planted" for one in out) for out in found) >= 90
    # Of 600 seeds, as 100 would tell 5 of 100 from 9 by luck alone.
    alarms = sum(bool(compare(blocks(seed, 0)).standing_out) for seed in range(1000, 1600))
    assert alarms <= 0.05 * 600
