"""From a greedy deck to a better one: required places filled, limits kept, swaps that add worth. Deterministic.

Every step is the best of its kind at that moment, of equals the first in the order of the deck and by id, so that the
same arguments lead to the same deck.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import chain

import msgspec

from salespack.matching.competition import Contest, best_free, is_generic
from salespack.matching.limits import TOLERANCE, Limit, Use, limits_of, still_over, use_of
from salespack.matching.scoring import Candidate
from salespack.matching.worth import NOISE, Entry
from salespack.problems.problem import Problem

MOST_SWAPS = 60
"""How many swaps a deck is improved by at most; random libraries needed no more than a dozen."""


PROMISING = 60
"""How many exchanges under a limit are worked out, of those that promise most."""
FEW = 3
"""How many blocks are tried for a place that gave up its own."""


class Swap(msgspec.Struct, frozen=True):
    """A block that took the place of another, or an empty one, and by how much the deck became worth more; and who is
    served, and which values are answered, since then."""

    entry: int
    before: str | None
    after: str
    gain: float
    lets: tuple[str, ...] = ()


def fill_required(contest: Contest) -> None:
    """Fills required places whose blocks all stand elsewhere, where those places can do with another block or none."""
    first: set[int] = set()
    for entry in contest.entries:
        required = not entry.seat.slot.optional and entry.seat.slot.make is None and id(entry.bidding) not in first
        first.add(id(entry.bidding))
        if entry.candidate is None and required:
            _seat(contest, entry, set())


def _seat(contest: Contest, entry: Entry, asked: set[str]) -> bool:
    """Whether a place could be given a block that stands elsewhere: one that nobody misses, or misses least."""
    holders = {one.candidate.id: one for one in contest.entries if one.candidate is not None and not one.pinned}
    wanted = [c for c in entry.bidding.shortlist if c.id in holders and c.id not in asked]
    for give_up in (False, True):
        for candidate in wanted:
            holder = holders[candidate.id]
            if holder is entry:
                continue
            holder.candidate = None
            instead = best_free(holder.bidding, contest.state(), {*contest.taken, candidate.id})
            if instead is not None:
                holder.candidate, entry.candidate = instead, candidate
                return True
            if give_up and (holder.seat.slot.optional or _further(contest, holder)):
                entry.candidate = candidate
                return True
            holder.candidate = candidate
    for candidate in wanted:
        holder = holders[candidate.id]
        asked.add(candidate.id)
        holder.candidate = None
        entry.candidate = candidate
        if _seat(contest, holder, asked):
            return True
        holder.candidate, entry.candidate = candidate, None
    return False


def _further(contest: Contest, entry: Entry) -> bool:
    """Whether the seat of a place has another block, so that it may do with fewer."""
    return any(
        other is not entry and other.bidding is entry.bidding and other.candidate is not None
        for other in contest.entries
    )


class Improving:
    """A deck on its way from greedy to better. `made` are the slides that the pack makes, by the number of their place;
    `closed` are the places that were emptied for a limit: what stood there, and which limit it was."""

    def __init__(self, contest: Contest, made: Mapping[int, Use], optional_made: Collection[int]) -> None:
        self.contest, self.made = contest, dict(made)
        self._optional_made = set(optional_made)
        self.closed: dict[int, tuple[Candidate | None, Limit]] = {}
        self.problems: list[Problem] = []
        self.swaps: list[Swap] = []
        self._limits = limits_of(contest.field.situation)
        self._uses: dict[str, Use] = {}

    # --- Limits

    def uses(self) -> list[Use]:
        """What every filled place uses."""
        return [use for number in range(len(self.contest.entries)) if (use := self._use(number)) is not None]

    def _use(self, number: int) -> Use | None:
        candidate = self.contest.entries[number].candidate
        return self.made.get(number) if candidate is None else self.use(candidate)

    def use(self, candidate: Candidate) -> Use:
        """What a candidate uses."""
        if candidate.id not in self._uses:
            situation = self.contest.field.situation
            generic = is_generic(situation, candidate, self.contest.weights)
            self._uses[candidate.id] = use_of(candidate.block, situation.sizes, generic=generic)
        return self._uses[candidate.id]

    def keep_limits(self) -> None:
        """Empties optional places, those first that are missed least for what they use, until the deck is inside its
        limits.

        Pinned ones go last, as a pin overrides the score, and before them those without which the pack would be
        refused; of equals the later in the deck goes first. Where nothing optional is left, that is a warning.
        """
        for limit in self._limits:
            while limit.exceeded(uses := self.uses()):
                spare = [number for number in self._optional() if (use := self._use(number)) and limit.spends(use) > 0]
                if not spare:
                    self.problems.append(still_over(self.contest.field.situation, limit, uses))
                    break
                least = min(spare, key=lambda number: self._missed(number, limit))
                self.closed[least] = self.contest.entries[least].candidate, limit
                self.contest.entries[least].candidate = None
                self.made.pop(least, None)

    def _optional(self) -> Iterator[int]:
        for number, entry in enumerate(self.contest.entries):
            if number in self._optional_made or (entry.candidate is not None and entry.seat.slot.optional):
                yield number

    def _missed(self, number: int, limit: Limit) -> tuple[bool, bool, float, int]:
        entry = self.contest.entries[number]
        candidate = entry.candidate
        if candidate is None:
            return False, False, 0.0, -number
        before = self.contest.shortfall()
        entry.candidate = None
        worse = self.contest.shortfall() > before
        entry.candidate = candidate
        pinned = entry.pinned and candidate.id in self.contest.field.situation.pinned
        points = entry.bidding.points(candidate, self.contest.state(entry))
        return pinned, worse, points / limit.spends(self.use(candidate)), -number

    def _allows(self, changes: Mapping[int, Candidate | None], now: Sequence[Use]) -> bool:
        """Whether the deck stays inside its limits, or not further beyond them than `now`, with other blocks in some
        places."""
        before, after = [], []
        for number, candidate in changes.items():
            before.append(self._use(number))
            after.append(None if candidate is None else self.use(candidate))
        if [_size(use) for use in before] == [_size(use) for use in after]:
            return True
        kept = [use for n in range(len(self.contest.entries)) if n not in changes and (use := self._use(n)) is not None]
        then = [*kept, *(use for use in after if use is not None)]
        return all(limit.used(then) <= max(limit.allowed, limit.used(now)) + TOLERANCE for limit in self._limits)

    # --- Swaps

    def improve(self) -> None:
        """Swaps while one adds worth: another block into a place, two blocks for each other, or one into a place that
        was emptied for a limit, where another gives up its own."""
        for _ in range(MOST_SWAPS):
            best: tuple[float, dict[int, Candidate | None]] | None = None
            uses, shortfall = self.uses(), self.contest.shortfall()
            for gain, changes in chain(self._replacements(), self._exchanges(), self._shifts(), self._instead()):
                more = gain > NOISE and (best is None or gain > best[0] + NOISE)
                if more and self._holds(changes, uses, shortfall):
                    best = gain, changes
            if best is None:
                return
            self._apply(*best)

    def _apply(self, gain: float, changes: Mapping[int, Candidate | None]) -> None:
        before_all = self._answered()
        kept = {number: self.contest.entries[number].candidate for number in changes}
        self._put(changes)
        lets = tuple(one for one in self._answered() if one not in before_all)
        self._put(kept)
        for number, candidate in changes.items():
            entry = self.contest.entries[number]
            before, entry.candidate = entry.candidate, candidate
            if candidate is None:
                limit = next((limit for _, limit in self.closed.values()), self._limits[0])
                self.closed[number] = before, limit
                continue
            self.closed.pop(number, None)
            self.swaps.append(Swap(number, before.id if before else None, candidate.id, gain, lets))

    def _answered(self) -> list[str]:
        """The people who find something of theirs, in their order, and the values answered, weightiest first."""
        contest = self.contest
        served, best = contest.state().served, contest.best()
        people = [person.role for person in contest.field.situation.people if person.role in served]
        return [*people, *(v for v in contest.weights if best.get(v, 0) >= contest.scoring.each_strength)]

    def _holds(
        self, changes: Mapping[int, Candidate | None], uses: Sequence[Use], shortfall: tuple[bool, float]
    ) -> bool:
        """Whether limits hold with the changes, and the pack is refused no sooner: beside what the deck uses now, and
        by what it would be refused."""
        if not self._allows(changes, uses):
            return False
        kept = {number: self.contest.entries[number].candidate for number in changes}
        self._put(changes)
        after = self.contest.shortfall()
        self._put(kept)
        return after <= shortfall

    def _put(self, candidates: Mapping[int, Candidate | None]) -> None:
        for number, candidate in candidates.items():
            self.contest.entries[number].candidate = candidate

    def _free(self) -> Iterator[tuple[int, Entry]]:
        """The places in which blocks may change: not those of pins, nor of slides that are made."""
        for number, entry in enumerate(self.contest.entries):
            if not entry.pinned and entry.seat.slot.make is None:
                yield number, entry

    def _replacements(self) -> Iterator[tuple[float, dict[int, Candidate | None]]]:
        """Each place with each block of its shortlist that is not in the deck, and what that adds."""
        taken = self.contest.taken
        for number, entry in self._free():
            state = self.contest.state(entry)
            now = 0.0 if entry.candidate is None else entry.bidding.points(entry.candidate, state)
            for candidate in entry.bidding.shortlist:
                if candidate.id not in taken:
                    yield entry.bidding.points(candidate, state) - now, {number: candidate}

    def _exchanges(self) -> Iterator[tuple[float, dict[int, Candidate | None]]]:
        """Each two places of which each suits the other's block, and what it adds to exchange them."""
        filled = [(number, entry, entry.candidate) for number, entry in self._free() if entry.candidate is not None]
        for at, (number, entry, candidate) in enumerate(filled):
            for other_number, other, other_candidate in filled[at + 1 :]:
                if entry.bidding is other.bidding:
                    continue
                if other_candidate in entry.bidding.shortlist and candidate in other.bidding.shortlist:
                    changes: dict[int, Candidate | None] = {number: other_candidate, other_number: candidate}
                    yield self._gain(changes), changes

    def _shifts(self) -> Iterator[tuple[float, dict[int, Candidate | None]]]:
        """Each place with each block that stands elsewhere and suits it, whose own place takes another, or none where
        the place was emptied for a limit; and what it adds."""
        held = {id(entry.candidate): number for number, entry in self._free() if entry.candidate is not None}
        taken = self.contest.taken
        for number, entry in self._free():
            for candidate in entry.bidding.shortlist:
                other = held.get(id(candidate))
                if other is None or other == number or self.contest.entries[other].bidding is entry.bidding:
                    continue
                free: list[Candidate | None] = [*self._best_free(other, taken)]
                if number in self.closed and self.contest.entries[other].seat.slot.optional:
                    free.append(None)
                for instead in free:
                    changes: dict[int, Candidate | None] = {number: candidate, other: instead}
                    yield self._gain(changes), changes

    def _best_free(self, number: int, taken: Collection[str]) -> list[Candidate]:
        """The best few blocks for a place that are not in the deck."""
        shortlist = self.contest.entries[number].bidding.shortlist
        return [candidate for candidate in shortlist if candidate.id not in taken][:FEW]

    def _instead(self) -> Iterator[tuple[float, dict[int, Candidate | None]]]:
        """Each place that was emptied for a limit with the best blocks for it, where another place gives up its own or
        takes one that uses less; the most promising of them."""
        if not self.closed:
            return
        taken, state = self.contest.taken, self.contest.state()
        adds = [
            (self.contest.entries[number].bidding.points(candidate, state), number, candidate)
            for number in sorted(self.closed)
            if self.contest.entries[number].seat.slot.make is None
            for candidate in self._best_free(number, taken)
        ]
        found: list[tuple[float, int, int, dict[int, Candidate | None]]] = []
        for loss, other, instead in self._savings(taken):
            for points, number, candidate in adds:
                if points - loss > NOISE and number != other and candidate is not instead:
                    found.append((loss - points, number, other, {other: instead, number: candidate}))
        for _, _, _, changes in nsmallest(PROMISING, found, key=lambda one: one[:3]):
            yield self._gain(changes), changes

    def _savings(self, taken: Collection[str]) -> Iterator[tuple[float, int, Candidate | None]]:
        """What it costs to empty each optional place, or to put a block into a place that uses less."""
        for number, entry in self._free():
            candidate = entry.candidate
            if candidate is None:
                continue
            state, use = self.contest.state(entry), self.use(candidate)
            points = entry.bidding.points(candidate, state)
            if entry.seat.slot.optional:
                yield points, number, None
            for other in entry.bidding.shortlist:
                if other.id not in taken and self._saves(other, use):
                    yield points - entry.bidding.points(other, state), number, other

    def _saves(self, candidate: Candidate, use: Use) -> bool:
        other = self.use(candidate)
        return any(limit.spends(other) < limit.spends(use) for limit in self._limits)

    def _gain(self, changes: Mapping[int, Candidate | None]) -> float:
        before = self.contest.worth()
        kept = {number: self.contest.entries[number].candidate for number in changes}
        self._put(changes)
        after = self.contest.worth()
        self._put(kept)
        return after - before


def _size(use: Use | None) -> tuple[int, float, bool]:
    return (0, 0.0, False) if use is None else (use.slides, use.minutes, use.generic)
