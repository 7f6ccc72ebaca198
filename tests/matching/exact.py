"""How far our choice is from the best there is: `python -m tests.matching.exact` from the root of the project.

Random libraries of the size of a real one, solved exactly by HiGHS: a mixed-integer program of which block stands in
which place, with what values count drawn as a concave function from above, so that the optimum is never too low.
"""

from __future__ import annotations

import itertools
import math
import random
import statistics
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from salespack.library.blocks import About, Block
from salespack.library.kinds import Kind
from salespack.library.library import Library
from salespack.library.packs import Each, Fit, Limits, Pack
from salespack.matching.choosing import choose
from salespack.matching.competition import Contest, Field, seated
from salespack.matching.eligibility import eligible_blocks
from salespack.matching.limits import use_of
from salespack.matching.situation import Situation
from salespack.profiles.profile import Customer, Meeting, Profile, ProfileValue, Stakeholder

from .builders import ON, block, library, pack, profile, slot

VALUES = tuple("abcdefgh")
KINDS: tuple[Kind, ...] = ("market", "benefit", "benefit", "experience", "experience", "experience", "news", "dialogue")
INDUSTRIES = ("retail", "finance", "energy")
SEEN = [-0.05 * step for step in range(80)]
"""Where the concave function of what a value counts is touched from above."""


class Compared(NamedTuple):
    """What ours is worth, what the exact one is at most, and whether ours would be refused and another would not."""

    ours: float
    exact: float
    refused: bool
    could_be_built: bool


def some_blocks(numbers: random.Random, count: int) -> list[Block]:
    """Blocks for one to four values each, a third of the cases about an industry."""
    return [
        block(
            f"b{number:03}",
            numbers.choice(KINDS),
            values={v: numbers.randint(1, 5) for v in numbers.sample(VALUES, numbers.choice((1, 1, 2, 2, 3, 4)))},
            about=About(industry=numbers.choice(INDUSTRIES)) if numbers.random() < 0.3 else None,
            minutes=float(numbers.choice((1, 1, 2, 3))),
        )
        for number in range(count)
    ]


def some_pack(numbers: random.Random) -> Pack:
    """A pack of ten to fifteen places with limits that hurt."""
    each = Each(
        count=numbers.choice((1, 2, 3)),
        slots=(
            slot("situation", "market", optional=True),
            slot("promise", "benefit"),
            slot("proof", "experience", take=2, optional=True),
            slot("news", "news", "dialogue", optional=True),
        ),
    )
    return pack(
        slot("first", "market", "dialogue"),
        each,
        slot("last", "experience", "benefit"),
        limits=Limits(slides=numbers.choice((6, 8, 10, None))),
        fit=Fit(numbers.choice((0.6, 0.8, 0.9))),
    )


def some_profile(numbers: random.Random) -> Profile:
    """A customer with five values and two people in the room."""
    return profile(
        {v: ProfileValue(numbers.randint(1, 10), numbers.randint(0, 10)) for v in numbers.sample(VALUES, 5)},
        customer=Customer("Acme", industry=numbers.choice(INDUSTRIES)),
        stakeholders=tuple(Stakeholder(role, cares_about=(numbers.choice(VALUES),)) for role in ("cto", "finance")),
        meeting=Meeting(minutes=numbers.choice((12.0, 20.0, 60.0))),
    )


def field_of(who: Profile, recipe: Pack, books: Library) -> Field:
    """The field of a match."""
    situation = Situation.of(who, recipe, books, ON)
    return Field.of(situation, eligible_blocks(situation)[0])


def compared(seed: int, blocks: int) -> Compared:
    """Ours and the exact solution in one random library."""
    numbers = random.Random(seed)
    books = library(*some_blocks(numbers, numbers.randint(blocks // 2, blocks)))
    field = field_of(some_profile(numbers), some_pack(numbers), books)
    outcome = choose(field)
    contest = seated(field)
    required = sum(choice.block is not None and not choice.optional for _, choice in outcome.choices)
    best = dict.fromkeys(outcome.weights, 0)
    for id in outcome.chosen:
        for v, strength in field.situation.library.blocks[id].values.items():
            best[v] = max(best.get(v, 0), strength)
    total = sum(outcome.weights[v] for v in outcome.top)
    covered = sum(outcome.weights[v] * best[v] / 5 for v in outcome.top) / total
    least = field.situation.pack.fit.min_coverage
    refused = least > 0 and (best[outcome.top[0]] == 0 or covered < least - 1e-9)
    program = Program(contest, required)
    return Compared(outcome.worth, program.most(built=not refused), refused, refused and program.most(built=True) > 0)


class Tried(NamedTuple):
    """What the deck of one small library is worth: ours, the best of all that there are, the program's."""

    ours: float
    best: float
    program: float


def tried(seed: int) -> Tried:
    """Ours beside every deck of a small library, each worked out."""
    numbers = random.Random(seed)
    slots = (slot("promise", "benefit"), slot("proof", "experience", optional=True))
    recipe = pack(
        slot("first", "market", "dialogue"),
        Each(count=1, slots=slots),
        slot("last", "experience", "benefit", optional=True),
        limits=Limits(slides=numbers.choice((2, 3, None))),
        fit=Fit(0),
    )
    who = msgspec.structs.replace(some_profile(numbers), meeting=Meeting())
    field = field_of(who, recipe, library(*some_blocks(numbers, 12)))
    outcome = choose(field)
    required = sum(choice.block is not None and not choice.optional for _, choice in outcome.choices)
    contest, most = seated(field), recipe.limits.slides
    best = 0.0
    for candidates in itertools.product(*([None, *entry.bidding.candidates] for entry in contest.entries)):
        ids = [one.id for one in candidates if one is not None]
        if len(ids) > len(set(ids)) or (most is not None and len(ids) > most):
            continue
        for entry, candidate in zip(contest.entries, candidates, strict=True):
            entry.candidate = candidate
        filled = sum(entry.candidate is not None and not entry.seat.slot.optional for entry in contest.entries)
        best = max(best, contest.worth()) if filled >= required else best
    return Tried(outcome.worth, best, Program(contest, required).most(built=False))


class Program:
    """The mixed-integer program of one match."""

    def __init__(self, contest: Contest, required: int) -> None:
        self._contest = contest
        self.at = [
            (entry, candidate)
            for entry in contest.entries
            for candidate in entry.bidding.candidates
            if entry.bidding.pattern(candidate).alone > 0
        ]
        self.costs: list[float] = []
        self.rows: list[tuple[dict[int, float], float, float]] = []
        for entry, candidate in self.at:
            pattern = entry.bidding.pattern(candidate)
            near = candidate.share * (candidate.base + pattern.alone) if pattern.near else 0.0
            self.costs.append(candidate.base + near)
        self._places(required)
        self._values()
        self._people()
        self._limits()
        self._coverage_from = len(self.rows)
        self._cover()

    def _new(self, worth: float) -> int:
        self.costs.append(worth)
        return len(self.costs) - 1

    def _places(self, required: int) -> None:
        for entry in self._contest.entries:
            self.rows.append(({n: 1 for n, (e, _) in enumerate(self.at) if e is entry}, 0, 1))
        for id in {candidate.id for _, candidate in self.at}:
            self.rows.append(({n: 1 for n, (_, c) in enumerate(self.at) if c.id == id}, 0, 1))
        needed = {n: 1.0 for n, (e, _) in enumerate(self.at) if not e.seat.slot.optional}
        self.rows.append((needed, required, math.inf))

    def _values(self) -> None:
        d = self._contest.scoring.diminishing
        for value, weight in self._contest.weights.items():
            logs = {
                n: math.log(1 - d * q)
                for n, (e, c) in enumerate(self.at)
                for v, q in e.bidding.pattern(c).counts
                if v == value
            }
            z = self._new(1.0)
            for seen in SEEN:  # z ≤ w/d · (1 − e^L0 − e^L0 · (L − L0))
                slope = weight / d * math.exp(seen)
                row = {z: 1.0, **{n: slope * log for n, log in logs.items()}}
                self.rows.append((row, -math.inf, weight / d * (1 - math.exp(seen)) + slope * seen))

    def _people(self) -> None:
        for person in self._contest.field.situation.people:
            y = self._new(self._contest.scoring.person)
            able = {n: -1.0 for n, (e, c) in enumerate(self.at) if person.role in e.bidding.pattern(c).roles}
            self.rows.append(({y: 1.0, **able}, -math.inf, 0))
            self.rows.append(({y: 1.0}, 0, 1))

    def _limits(self) -> None:
        situation = self._contest.field.situation
        limits, meeting = situation.pack.limits, situation.profile.meeting.minutes
        uses = [use_of(candidate.block, {}, generic=False) for _, candidate in self.at]
        if limits.slides is not None:
            self.rows.append(({n: use.slides for n, use in enumerate(uses)}, 0, limits.slides))
        if meeting is not None:
            self.rows.append(({n: use.minutes for n, use in enumerate(uses)}, 0, meeting))

    def _cover(self) -> None:
        top, weights = self._contest.top, self._contest.weights
        covered: dict[int, float] = {}
        for value in top:
            answers = {}
            for id in {c.id for _, c in self.at if c.block.values.get(value, 0)}:
                t = self._new(0.0)
                standing = {n: -1.0 for n, (_, c) in enumerate(self.at) if c.id == id}
                self.rows.append(({t: 1.0, **standing}, -math.inf, 0))
                strength = next(c.block.values[value] for _, c in self.at if c.id == id)
                answers[t] = 1.0
                covered[t] = weights[value] * strength / 5
            self.rows.append((answers, 1 if value == top[0] else 0, 1))
        least = self._contest.field.situation.pack.fit.min_coverage * sum(weights[v] for v in top)
        self.rows.append((covered, least, math.inf))

    def most(self, *, built: bool) -> float:
        """What a deck is worth at most; with `built`, of those that would not be refused; 0 where there is none."""
        rows = self.rows if built else self.rows[: self._coverage_from]
        matrix = np.zeros((len(rows), len(self.costs)))
        for number, (row, _, _) in enumerate(rows):
            for column, factor in row.items():
                matrix[number, column] = factor
        whole = np.array([1 if n < len(self.at) else 0 for n in range(len(self.costs))])
        upper = np.array([1.0 if n < len(self.at) else 1e4 for n in range(len(self.costs))])
        found: Any = milp(
            -np.array(self.costs),
            constraints=LinearConstraint(matrix, [row[1] for row in rows], [row[2] for row in rows]),
            integrality=whole,
            bounds=Bounds(0, upper),
            options={"time_limit": 20, "mip_rel_gap": 1e-4},
        )
        return 0.0 if found.x is None else float(-found.fun)


def figures(seeds: Sequence[int], blocks: int) -> list[Compared]:
    """Ours and the exact solution in as many random libraries."""
    return [compared(seed, blocks) for seed in seeds]


def main() -> None:
    """Print the figures for 100 libraries."""
    found = figures(range(100), 130)
    ratios = [one.ours / one.exact for one in found if one.exact]
    print(  # noqa: T201
        f"mean {statistics.mean(ratios):.4f}, worst {min(ratios):.3f}, within 1 %: "
        f"{sum(ratio > 0.99 for ratio in ratios) / len(ratios):.0%}; refused {sum(one.refused for one in found)}, "
        f"where another could be built {sum(one.could_be_built for one in found)}"
    )


if __name__ == "__main__":
    main()
