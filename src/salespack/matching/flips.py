"""What would flip a choice: the smallest change of one importance that takes a block out of its slot."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from salespack.library.library import Library
from salespack.library.packs import Pack
from salespack.matching.choosing import Outcome, choose
from salespack.matching.competition import Field
from salespack.matching.eligibility import eligible_blocks
from salespack.matching.seats import Seat
from salespack.matching.selection import Size
from salespack.matching.situation import Situation
from salespack.problems.problem import Problem
from salespack.profiles.profile import Profile

STEP = 0.5
"""How far apart the importances are that are tried first, in points of 0–10."""

FINE = 5
"""Into how many parts a step is divided once a choice has flipped within it: 0.1 points."""

DECIMALS = 6


class Flip(msgspec.Struct, frozen=True, kw_only=True):
    """The smallest change of one importance that changes what stands in a slot.

    `block` is what stands there now (None: the slot is empty), `instead` what would (None: nothing). The importance
    of `changed` would have to become `becomes` where it is `importance`, both on 0–10.
    """

    slot: str
    value: str | None
    block: str | None
    changed: str
    importance: float
    becomes: float
    instead: str | None

    @property
    def change(self) -> float:
        """The change of importance, in points."""
        return round(self.becomes - self.importance, DECIMALS)


def explain(
    profile: Profile,
    pack: Pack,
    library: Library,
    on: datetime.date,
    *,
    language: str | None = None,
    history: Collection[str] = (),
    excluded: Mapping[str, Problem | str] = {},
    sizes: Mapping[str, Size] = {},
    declined: Collection[str] = frozenset(),
    record: Mapping[str, tuple[int, int]] = {},
    also: Sequence[str] = (),
    person: str | None = None,
) -> tuple[Flip, ...]:
    """What flips each choice of `match` with the same arguments, in the order of the deck.

    Importances are tried in steps of half a point, and of 0.1 within the step where a choice flips; each is matched
    again as a whole. A choice that no importance from 0 to 10 flips has no entry, nor has one that flips and flips
    back within half a point.
    """
    situation = Situation.of(
        profile,
        pack,
        library,
        on,
        language=language,
        history=history,
        excluded=excluded,
        sizes=sizes,
        declined=declined,
        record=record,
        also=also,
        person=person,
    )
    trials = Trials(situation, Field.of(situation, eligible_blocks(situation)[0]))
    flips: dict[DeckPlace, Flip] = {}
    now = trials.now()
    for value, near, far in steps(profile):
        for place in now.places:
            known = flips.get(place)
            if known and abs(known.change) <= abs(near - profile.values[value].importance):
                continue
            if now.differs(trials.arrangement(value, far), place):
                flip = trials.refine(now, place, value, near, far)
                if known is None or abs(flip.change) < abs(known.change):
                    flips[place] = flip
    return tuple(flips[place] for place in now.places if place in flips)


def steps(profile: Profile) -> Iterator[tuple[str, float, float]]:
    """All steps away from the importances of the profile, the shortest ways first: value, where a step starts, and
    where it ends, both on 0–10."""
    for number in range(1, round(10 / STEP) + 1):
        for value in sorted(profile.values):
            importance = profile.values[value].importance
            for sign in (1, -1):
                near, far = (min(max(importance + sign * STEP * n, 0.0), 10.0) for n in (number - 1, number))
                if near != far:
                    yield value, round(near, DECIMALS), round(far, DECIMALS)


class DeckPlace(NamedTuple):
    """A place in a deck: the slot by its section and its position there, its value, and the block, if any."""

    section: int
    position: int
    value: str | None
    block: str | None

    @property
    def slot(self) -> tuple[int, int]:
        """The slot, whatever the value."""
        return self.section, self.position


class Arrangement:
    """What stands where after one matching: its places, and the blocks by slot, with its value and with its turn."""

    def __init__(self, outcome: Outcome) -> None:
        self.places: dict[DeckPlace, Seat] = {}
        self.by_slot: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
        self.by_value: defaultdict[tuple[int, int, str | None], list[str]] = defaultdict(list)
        self.by_turn: defaultdict[tuple[int, int, int], list[str]] = defaultdict(list)
        for seat, choice in outcome.choices:
            place = DeckPlace(seat.section, seat.position, seat.value, choice.block)
            self.places[place] = seat
            if choice.block is not None:
                self.by_slot[place.slot].add(choice.block)
                self.by_value[*place.slot, seat.value].append(choice.block)
                self.by_turn[*place.slot, seat.turn].append(choice.block)

    def differs(self, other: Arrangement, place: DeckPlace) -> bool:
        """Whether the block of a place is out of its slot in another deck, there for another value neither; for an
        empty place, whether a block fills it that is not in the slot now."""
        if place.block is None:
            return not self.by_slot[place.slot].issuperset(other.by_value.get((*place.slot, place.value), ()))
        return place.block not in other.by_slot[place.slot]

    def newcomer(self, other: Arrangement, place: DeckPlace) -> str | None:
        """The first block that is in the place in the other deck and not in the slot in this one; where the place's
        value is no longer a top value, that of the value which takes its turn."""
        there = other.by_value.get((*place.slot, place.value))
        there = there or other.by_turn.get((*place.slot, self.places[place].turn), [])
        return next((block for block in there if block not in self.by_slot[place.slot]), None)


class Trials:
    """The same match with other importances. Which blocks are eligible does not depend on them, so only the
    competition and the limits run again."""

    def __init__(self, situation: Situation, field: Field) -> None:
        self.situation, self.field = situation, field
        self.known: dict[tuple[str, float], Arrangement] = {}

    def now(self) -> Arrangement:
        """The deck with the importances of the profile."""
        return self.run(self.situation.profile)

    def arrangement(self, value: str, importance: float) -> Arrangement:
        """The deck if `value` had that importance."""
        key = value, importance
        if key not in self.known:
            profile = self.situation.profile
            changed = msgspec.structs.replace(profile.values[value], importance=importance)
            self.known[key] = self.run(msgspec.structs.replace(profile, values={**profile.values, value: changed}))
        return self.known[key]

    def run(self, profile: Profile) -> Arrangement:
        """The deck for a profile that differs from ours in nothing but importances."""
        situation = msgspec.structs.replace(self.situation, profile=profile)
        return Arrangement(choose(msgspec.structs.replace(self.field, situation=situation), told=False))

    def refine(self, now: Arrangement, place: DeckPlace, value: str, near: float, far: float) -> Flip:
        """The flip of a place somewhere after `near` and at `far` at the latest."""
        tries = [round(near + (far - near) * part / FINE, DECIMALS) for part in range(1, FINE)]
        becomes = next((tried for tried in tries if now.differs(self.arrangement(value, tried), place)), far)
        return Flip(
            slot=now.places[place].slot.slot,
            value=place.value,
            block=place.block,
            changed=value,
            importance=self.situation.profile.values[value].importance,
            becomes=becomes,
            instead=now.newcomer(self.arrangement(value, becomes), place),
        )
