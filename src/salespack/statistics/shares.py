"""A share of so many of so many, and how sure it is."""

from __future__ import annotations

import math
from statistics import NormalDist

import msgspec

CONFIDENCE = 0.95
"""How often an interval holds the true share."""


class Share(msgspec.Struct, frozen=True):
    """`successes` of `trials`, with the interval (0–1) that holds the true share with `CONFIDENCE`.

    The interval is Wilson's score interval without correction (E. B. Wilson, JASA 22, 1927, 209–212): it stays within
    0–1, and says something of few trials too. Without any trial it is 0–1.
    """

    successes: int
    trials: int

    @property
    def rate(self) -> float | None:
        """The share that was seen, 0–1; None without trials."""
        return self.successes / self.trials if self.trials else None

    @property
    def interval(self) -> tuple[float, float]:
        """The lower and the upper bound, 0–1."""
        if not self.trials:
            return 0.0, 1.0
        z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
        n, p = self.trials, self.successes / self.trials
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        low = 0.0 if not self.successes else max(middle - half, 0.0)
        high = 1.0 if self.successes == n else min(middle + half, 1.0)
        return low, high
