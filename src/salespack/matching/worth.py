"""What a deck is worth: one function of the blocks and their places, whatever the order in which they were chosen.

    worth = Σ over values of  w · (1 − Π over the blocks that count for it of (1 − d · q)) / d
          + Σ over people served of  p
          + Σ over blocks of  base + boosts · (base + what it alone would answer)

w is the weight of a value, d how much less it counts once it is answered, q = (strength/5)². A block counts for two
values at most, in a place for a value always for that one. Boosts count, and people are served, only by blocks within
one step of strength of the strongest of their place; in a place for a value such a step takes a tenth of what it would.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest

import msgspec

from salespack.library.settings import Scoring
from salespack.matching.people import Person
from salespack.matching.scoring import PRECISION, Candidate, gains
from salespack.matching.seats import Seat
from salespack.matching.selection import Term

Speaks = tuple[tuple[str, int], ...]
Standing = tuple[float, str, Candidate]
"""A candidate in a place as (−points, id, candidate), so that the smallest is the best."""

SHORTLIST = 10
"""How many candidates of a place are tried again and again; the others are looked at once more at the end."""
STEP_COUNTS = 0.1
"""How much of a step of strength counts between blocks that are near equals in a place for a value."""
NOISE = 1e-9
"""What two worths may differ by and be the same."""


class Pattern(msgspec.Struct, frozen=True, gc=False):
    """What blocks with the same strengths are in one place: the values they count for, each with its q; what they would
    answer alone, in points; whether they are near the strongest there, and the people that they serve if so."""

    counts: tuple[tuple[str, float], ...]
    alone: float
    near: bool
    roles: tuple[str, ...] = ()


class State(msgspec.Struct):
    """What a deck leaves open: r(v), how much of each value is unanswered (1 where nothing is), and who is served."""

    remaining: Mapping[str, float]
    served: frozenset[str] = frozenset()

    def left(self, value: str) -> float:
        """How much of a value is unanswered, 0–1."""
        return self.remaining.get(value, 1.0)


class Entry(msgspec.Struct):
    """One place of a deck and the candidate in it, if any. `pinned`: it stays there."""

    bidding: Bidding
    candidate: Candidate | None = None
    pinned: bool = False

    @property
    def seat(self) -> Seat:
        """The seat that it is a place of."""
        return self.bidding.seat


class Bidding:
    """The candidates of one seat and what each is worth there."""

    def __init__(
        self,
        seat: Seat,
        candidates: Sequence[Candidate],
        weights: Mapping[str, float],
        people: Sequence[Person],
        scoring: Scoring,
        others: Iterable[Candidate] = (),
    ) -> None:
        self.seat, self.candidates, self._weights, self._scoring = seat, candidates, weights, scoring
        self._cares = {person.role: frozenset(person.cares) for person in people}
        patterns = dict.fromkeys(candidate.speaks for candidate in (*candidates, *others))
        self.patterns = self._patterns(patterns)
        self._shortlist: list[Candidate] | None = None

    def _patterns(self, patterns: Iterable[Speaks]) -> dict[Speaks, Pattern]:
        value, weights = self.seat.value, self._weights
        fresh = dict.fromkeys(weights, 1.0)
        terms = {speaks: gains(speaks, weights, fresh, value, self._scoring) for speaks in patterns}
        best, step = 0.0, 0.0
        for speaks, found in terms.items():
            amount, counted = self._first(found)
            if amount > best:
                best = amount
                strength = dict(speaks)[counted]
                step = weights[counted] * ((strength - 1) / 5) ** 2
        made = {}
        for speaks, found in terms.items():
            first, _ = self._first(found)
            near = first >= step - NOISE
            lift = 1.0
            if near and value is not None and first > 0:
                lift = (best - STEP_COUNTS * (best - first)) / first
            counts = tuple([(v, amount / weights[v] * (lift if v == value else 1.0)) for amount, v in found if amount])
            roles = self._served(speaks) if near else ()
            made[speaks] = Pattern(counts, sum([weights[v] * q for v, q in counts]), near, roles)
        return made

    def _first(self, terms: Sequence[tuple[float, str]]) -> tuple[float, str]:
        """The term by which candidates are near equals: that of the seat's value, else the largest."""
        if self.seat.value is not None:
            return next((term for term in terms if term[1] == self.seat.value), (0.0, ""))
        return max(terms, default=(0.0, ""))

    def _served(self, speaks: Speaks) -> tuple[str, ...]:
        need = self._scoring.each_strength
        strong = {value for value, strength in speaks if strength >= need}
        return tuple(role for role, cares in self._cares.items() if not cares.isdisjoint(strong))

    def pattern(self, candidate: Candidate) -> Pattern:
        """What a candidate is in this seat."""
        return self.patterns[candidate.speaks]

    def points(self, candidate: Candidate, state: State) -> float:
        """What a candidate adds to a deck in this state."""
        pattern = self.patterns[candidate.speaks]
        fixed = candidate.base + (candidate.share * (candidate.base + pattern.alone) if pattern.near else 0.0)
        return round(fixed + self._answers(pattern, state), PRECISION)

    def _answers(self, pattern: Pattern, state: State) -> float:
        weights, left = self._weights, state.remaining
        answered = 0.0
        for value, q in pattern.counts:
            answered += weights[value] * left.get(value, 1.0) * q
        for role in pattern.roles:
            if role not in state.served:
                answered += self._scoring.person
        return answered

    def rank(self, state: State, taken: frozenset[str] | set[str] = frozenset()) -> list[Standing]:
        """The standings, unsorted, of the candidates that are not taken and would add anything."""
        answers = {speaks: self._answers(pattern, state) for speaks, pattern in self.patterns.items()}
        patterns = self.patterns
        standings = []
        for candidate in self.candidates:
            if candidate.id in taken:
                continue
            speaks, base = candidate.speaks, candidate.base
            points = base + answers[speaks]
            if candidate.share and patterns[speaks].near:
                points += candidate.share * (base + patterns[speaks].alone)
            points = round(points, PRECISION)
            if points > 0:
                standings.append((-points, candidate.id, candidate))
        return standings

    @property
    def shortlist(self) -> list[Candidate]:
        """The candidates that would add most to an empty deck, the best first."""
        if self._shortlist is None:
            best = nsmallest(SHORTLIST + self.seat.slot.take, self.rank(State({})))
            self._shortlist = [candidate for _, _, candidate in best]
        return self._shortlist

    def terms(self, candidate: Candidate, state: State) -> tuple[Term, ...]:
        """What a candidate adds, term by term, but for its boosts."""
        pattern = self.patterns[candidate.speaks]
        found = sorted(
            (-self._weights[value] * state.left(value) * q, value) for value, q in pattern.counts if state.left(value)
        )
        return (
            *([Term("base", "base", candidate.base)] if candidate.base else []),
            *(Term("value", value, -amount) for amount, value in found),
            *(Term("person", role, self._scoring.person) for role in pattern.roles if role not in state.served),
        )

    def answered(self, candidate: Candidate, state: State) -> float:
        """What a candidate adds by its values, in points."""
        pattern = self.patterns[candidate.speaks]
        return sum(self._weights[value] * state.left(value) * q for value, q in pattern.counts)


def state_of(entries: Iterable[Entry], scoring: Scoring, but: Iterable[Entry] = ()) -> State:
    """What a deck leaves open, some of its places apart."""
    remaining: dict[str, float] = {}
    served: set[str] = set()
    left_out = {id(entry) for entry in but}
    for entry in entries:
        if entry.candidate is None or id(entry) in left_out:
            continue
        pattern = entry.bidding.pattern(entry.candidate)
        for value, q in pattern.counts:
            remaining[value] = remaining.get(value, 1.0) * (1 - scoring.diminishing * q)
        served.update(pattern.roles)
    return State(remaining, frozenset(served))


def worth_of(entries: Iterable[Entry], weights: Mapping[str, float], scoring: Scoring) -> float:
    """What a deck is worth, in points."""
    total, remaining, served = 0.0, dict[str, float](), set[str]()
    diminishing, person = scoring.diminishing, scoring.person
    for entry in entries:
        candidate = entry.candidate
        if candidate is None:
            continue
        pattern = entry.bidding.patterns[candidate.speaks]
        total += candidate.base
        if pattern.near:
            total += candidate.share * (candidate.base + pattern.alone)
        for value, q in pattern.counts:
            left = remaining.get(value, 1.0)
            total += weights[value] * left * q
            remaining[value] = left * (1 - diminishing * q)
        for role in pattern.roles:
            if role not in served:
                served.add(role)
                total += person
    return total
