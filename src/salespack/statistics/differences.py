"""Whether shares differ by more than chance, and what it would take to see that."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist

import msgspec

from salespack.statistics.shares import Share

LEVEL = 0.05
"""How often, among all comparisons of a table together, chance alone may look like a difference."""
POWER = 0.8
"""How often a difference is to be seen that is there."""
LEAST_EXPECTED = 5.0
"""The count that is expected in each cell, at the least, for the chi-squared distribution to hold (Cochran 1954)."""


class Verdict(msgspec.Struct, frozen=True):
    """A test: its statistic, the degrees of freedom, the probability of so much by chance alone (0–1). `holds`: the
    groups are large enough for it."""

    statistic: float
    degrees: int
    p: float
    holds: bool = True

    @property
    def differs(self) -> bool:
        """Whether the shares differ by more than chance."""
        return self.holds and self.p < LEVEL


def of_groups(groups: Sequence[Share]) -> Verdict | None:
    """Pearson's chi-squared test that all groups have one share; None where there is nothing to compare: one group with
    trials, or nothing but successes or failures."""
    there = [one for one in groups if one.trials]
    total = sum(one.trials for one in there)
    won = sum(one.successes for one in there)
    if len(there) < 2 or not 0 < won < total:
        return None
    rate = won / total
    statistic = sum((one.successes - one.trials * rate) ** 2 / (one.trials * rate * (1 - rate)) for one in there)
    # Cochran's rule: no expected count below 1, and at most a fifth below 5.
    expected = [one.trials * min(rate, 1 - rate) for one in there]
    few = sum(one < LEAST_EXPECTED for one in expected)
    return Verdict(
        statistic,
        len(there) - 1,
        chi_squared_tail(statistic, len(there) - 1),
        min(expected) >= 1 and few * 5 <= len(expected),
    )


def chi_squared_tail(statistic: float, degrees: int) -> float:
    """The probability that chi-squared with so many degrees of freedom is larger (Abramowitz and Stegun 26.4.4–5)."""
    half = statistic / 2
    if half <= 0:
        return 1.0
    if degrees % 2:
        tail, done, log_term = math.erfc(math.sqrt(half)), 1, 0.5 * math.log(half) - half - math.lgamma(1.5)
    else:
        tail, done, log_term = math.exp(-half), 2, math.log(half) - half
    while done < degrees:
        tail += math.exp(log_term)
        done += 2
        log_term += math.log(half) - math.log(done / 2)
    return min(tail, 1.0)


def against_rest(one: Share, rest: Share) -> float:
    """Fisher's exact test, two-sided: the probability, with these totals, of a table no likelier than this one."""
    won, trials = one.successes + rest.successes, one.trials + rest.trials
    if not one.trials or not rest.trials or not 0 < won < trials:
        return 1.0
    low, high = max(0, won - rest.trials), min(won, one.trials)
    of_all = _choose(trials, won)
    chances = {k: _choose(one.trials, k) + _choose(rest.trials, won - k) - of_all for k in range(low, high + 1)}
    limit = chances[one.successes] + 1e-7  # equal but for rounding counts as equal
    return min(1.0, math.fsum(math.exp(chance) for chance in chances.values() if chance <= limit))


def _choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def corrected(chances: Mapping[str, float]) -> dict[str, float]:
    """Holm's correction (Scand. J. Statist. 6, 1979, 65–70): of so many comparisons, each probability as it counts, so
    that among all of them chance alone is taken for a difference at most as often as `LEVEL` says."""
    found: dict[str, float] = {}
    worst = 0.0
    for place, (name, p) in enumerate(sorted(chances.items(), key=lambda item: (item[1], item[0]))):
        worst = max(worst, min(1.0, p * (len(chances) - place)))
        found[name] = worst
    return found


def power(rate: float, other: float, trials: int, rest: int, comparisons: int = 1) -> float:
    """How often (0–1) a true difference of two shares is seen in so many trials against the `rest`, by the normal
    approximation, where so many comparisons share the level (Bonferroni, as the first of Holm's)."""
    if not trials or not rest:
        return 0.0
    normal = NormalDist()
    z = normal.inv_cdf(1 - LEVEL / comparisons / 2)
    pooled = (rate * trials + other * rest) / (trials + rest)
    by_chance = math.sqrt(pooled * (1 - pooled) * (1 / trials + 1 / rest))
    truly = math.sqrt(rate * (1 - rate) / trials + other * (1 - other) / rest)
    if not truly:
        return float(abs(rate - other) > z * by_chance)
    apart = abs(rate - other)
    return normal.cdf((apart - z * by_chance) / truly) + normal.cdf((-apart - z * by_chance) / truly)


def needed(rate: float, other: float, rest: int, comparisons: int = 1) -> int | None:
    """How many trials a group needs, against a rest of so many, for a difference to be seen as often as `POWER` says;
    None where even as many as the rest are not enough."""
    if rate == other or not rest or power(rate, other, rest, rest, comparisons) < POWER:
        return None
    low, high = 1, rest
    while low < high:
        middle = (low + high) // 2
        if power(rate, other, middle, rest, comparisons) >= POWER:
            high = middle
        else:
            low = middle + 1
    return low
