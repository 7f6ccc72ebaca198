"""Groups compared: which stand out by more than chance, and in a sentence what that says and what it cannot say."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from salespack.statistics.differences import LEVEL, Verdict, against_rest, corrected, needed, of_groups, power
from salespack.statistics.shares import Share

DIFFERENCE = 0.15
"""The difference of two shares that is asked about: 15 points."""
MOST_NAMED = 5
"""How many groups a sentence names."""


class Group(msgspec.Struct, frozen=True):
    """One of the groups: its share with the interval, the probability of so much by chance against all others, as it
    counts among so many comparisons, and whether it stands out."""

    name: str
    share: Share
    p: float

    @property
    def stands_out(self) -> bool:
        """Whether it differs from the others by more than chance."""
        return self.p < LEVEL


class Comparison(msgspec.Struct, frozen=True):
    """Groups of one kind: `overall` tests that all have one share, None where nothing can be compared."""

    groups: tuple[Group, ...]
    overall: Verdict | None

    @property
    def total(self) -> Share:
        """All groups together."""
        return Share(sum(one.share.successes for one in self.groups), sum(one.share.trials for one in self.groups))

    @property
    def standing_out(self) -> tuple[Group, ...]:
        """Those that differ from the others by more than chance, the surest first."""
        return tuple(sorted((one for one in self.groups if one.stands_out), key=lambda one: (one.p, one.name)))

    @property
    def p(self) -> float | None:
        """The probability of such differences by chance alone: of the test of all groups, where they are large enough
        for it, else the smallest of one group against the others; None where nothing can be compared."""
        if self.overall is None:
            return None
        return self.overall.p if self.overall.holds else min((one.p for one in self.groups), default=1.0)

    def sentence(self, groups: str, trials: str) -> str:
        """What it says, where the groups are called `groups` (“accounts”) and what is counted `trials` (“closed
        opportunities”), with what it would take to see a difference."""
        total = self.total
        rate = total.rate
        if rate is None:
            return f"cannot tell: there are no {trials}"
        if self.overall is None:
            kind = f"one of the {groups}" if total.successes not in (0, total.trials) else f"one kind of {trials}"
            return f"cannot tell: there is only {kind}"
        if out := self.standing_out:
            said = ", ".join(map(self._named, out[:MOST_NAMED]))
            more = f" and {len(out) - MOST_NAMED} more" if len(out) > MOST_NAMED else ""
            return f"more than chance: {said}{more}"
        return f"no difference beyond chance (p {self.p:.2f}): {self.what_it_takes(trials)}"

    def _named(self, one: Group) -> str:
        total = self.total
        rest = Share(total.successes - one.share.successes, total.trials - one.share.trials)
        return f"{one.name} ({one.share.rate or 0.0:.0%} against {rest.rate or 0.0:.0%}, p {one.p:.2g})"

    def what_it_takes(self, trials: str) -> str:
        """What would be needed to see a difference of `DIFFERENCE`, and what can be seen of the largest group."""
        total = self.total
        rate = total.rate or 0.0
        other = rate + DIFFERENCE if rate + DIFFERENCE <= 1 else rate - DIFFERENCE
        largest = max(self.groups, key=lambda one: (one.share.trials, one.name)).share.trials
        count = len(self.groups)
        seen = power(other, rate, largest, total.trials - largest, count)
        wanted = needed(other, rate, total.trials, count)
        points = f"{DIFFERENCE * 100:.0f} points"
        sees = f"with {largest:,}, the most that one has, {points} would be seen {seen * 100:.0f} times in 100"
        return sees if wanted is None else f"{points} would be seen from about {wanted:,} {trials} of one on; {sees}"


def compare(shares: Mapping[str, Share]) -> Comparison:
    """Groups by their names. Each is compared with all others together by Fisher's exact test, with Holm's correction;
    all of them with each other by Pearson's chi-squared test."""
    there = {name: share for name, share in shares.items() if share.trials}
    total = Share(sum(one.successes for one in there.values()), sum(one.trials for one in there.values()))
    chances = {
        name: against_rest(one, Share(total.successes - one.successes, total.trials - one.trials))
        for name, one in there.items()
    }
    counted = corrected(chances)
    groups = tuple(Group(name, shares[name], counted[name]) for name in sorted(there))
    return Comparison(groups, of_groups(list(there.values())))
