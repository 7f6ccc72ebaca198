"""What would flip a choice: for each slot a change that a seller can think of and that takes a block out of it.

Another person in the room, more or less time, another stage, one more value, another state of the relationship, another
industry, or the smallest change of one importance; each is matched again as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

import msgspec

from salespack.matching.choosing import Outcome, choose
from salespack.matching.competition import Field
from salespack.matching.eligibility import eligible_blocks
from salespack.matching.seats import Seat
from salespack.matching.situation import Situation
from salespack.profiles.profile import Profile, ProfileValue, State

STEP = 0.5
"""How far apart the importances are that are tried first, in points of 0–10."""
FINE = 5
"""Into how many parts a step is divided once a choice has flipped within it: 0.1 points."""
DECIMALS = 6
NEARLY = 1.0
"""Up to which change of an importance, in points, it is named before changes of other kinds."""
MEETINGS = (15.0, 30.0, 45.0, 60.0, 90.0)
"""Lengths of meetings that are tried, in minutes."""
Kind = Literal["importance", "person", "minutes", "stage", "value", "state", "industry"]
"""What is changed: an importance; who is in the room; the meeting's minutes or stage; whether they hold one more value;
how we stand with them; their industry. In this order they are named, but for importances, see `NEARLY`."""
Word = str | float | None


class Change(msgspec.Struct, frozen=True):
    """One thing about a customer that would be otherwise. `of` is the value or the role that it is about, else empty.

    From `before` to `becomes`: importances on 0–10, minutes, words of the library; of a role whether it is in the room
    (`yes`, `no`), of a further value the importance that it would have; None where nothing is said.
    """

    kind: Kind
    of: str
    before: Word
    becomes: Word

    @property
    def size(self) -> float:
        """How far an importance moves, in points; 0 for other kinds."""
        if self.kind != "importance":
            return 0.0
        return round(abs(float(self.becomes or 0) - float(self.before or 0)), DECIMALS)

    @property
    def about(self) -> tuple[str, str]:
        """What tells it from other changes: the role or the value that it is about, else what becomes of the thing."""
        return self.kind, self.of or str(self.becomes)

    @property
    def rank(self) -> tuple[bool, int, float, str]:
        """How soon it is named, the first first: nearly a tie of importances, then what is another next week."""
        far = self.kind == "importance" and self.size > NEARLY
        return far, get_args(Kind).index(self.kind), self.size, self.of


class Flip(msgspec.Struct, frozen=True, kw_only=True):
    """A change that takes the block of a slot out of it.

    `block` is what stands there now (None: the slot is empty), `instead` what would (None: nothing).
    """

    slot: str
    value: str | None
    block: str | None
    change: Change
    instead: str | None


def explain(situation: Situation) -> tuple[Flip, ...]:
    """What flips each choice of a match, in the order of the deck: a different change for each slot as far as there is.

    Importances are tried in steps of half a point, and of 0.1 within the step where a choice flips. A choice that
    nothing flips has no entry, nor has one that an importance alone flips and flips back within half a point.
    """
    trials = Trials(situation)
    now = trials.now
    found: dict[DeckPlace, list[tuple[Change, str | None]]] = {place: [] for place in now.places}
    for value, flips in trials.by_importance().items():
        for place, (becomes, instead) in flips.items():
            change = Change("importance", value, situation.profile.values[value].importance, becomes)
            found[place].append((change, instead))
    for change, changed in changes_of(situation):
        there = trials.anew(changed)
        for place in now.places:
            if now.differs(there, place):
                found[place].append((change, now.newcomer(there, place)))
    for flips_there in found.values():
        flips_there.sort(key=lambda one: one[0].rank)
    chosen = apart({place: [change for change, _ in flips] for place, flips in found.items()})
    return tuple(
        Flip(
            slot=seat.slot.slot,
            value=place.value,
            block=place.block,
            change=chosen[place],
            instead=dict(found[place])[chosen[place]],
        )
        for place, seat in now.places.items()
        if place in chosen
    )


def apart(wanted: Mapping[DeckPlace, Sequence[Change]]) -> dict[DeckPlace, Change]:
    """For each place one of its changes, as early a one as can be, such that as many places as can be have their own
    (about another role or value, or to another stage); the others have their first."""
    holder: dict[tuple[str, str], tuple[DeckPlace, Change]] = {}

    def seat(place: DeckPlace, tried: set[tuple[str, str]]) -> bool:
        for change in wanted[place]:
            key = change.about
            if key in tried:
                continue
            tried.add(key)
            if key not in holder or seat(holder[key][0], tried):
                holder[key] = place, change
                return True
        return False

    for place in wanted:
        seat(place, set())
    own = dict(holder.values())
    return {place: own.get(place, changes[0]) for place, changes in wanted.items() if changes}


def changes_of(situation: Situation) -> Iterator[tuple[Change, Situation]]:
    """All changes that are tried but those of importances, each with the situation that it leads to."""
    profile, settings, library = situation.profile, situation.library.settings, situation.library
    change = msgspec.structs.replace
    meeting = profile.meeting
    room = tuple(person.role for person in situation.people)
    for role in settings.roles if situation.person is None else ():
        roles = tuple(one for one in room if one != role) if role in room else (*room, role)
        if roles:  # a room without anybody is that of all stakeholders
            there, then = ("yes", "no") if role in room else ("no", "yes")
            other = change(profile, meeting=change(meeting, roles=roles))
            yield Change("person", role, there, then), situation.with_profile(other)
    for minutes in MEETINGS:
        if minutes != meeting.minutes:
            other = change(profile, meeting=change(meeting, minutes=minutes))
            yield Change("minutes", "", meeting.minutes, minutes), situation.with_profile(other)
    for stage in settings.stages:
        if stage != situation.stage:
            other = change(profile, meeting=change(meeting, stage=stage))
            yield Change("stage", "", situation.stage, stage), situation.with_profile(other)
    heaviest = max((value.importance for value in profile.values.values()), default=10.0)
    for value in library.values:
        if value not in profile.values:
            more = {**profile.values, value: ProfileValue(heaviest)}
            yield Change("value", value, None, heaviest), situation.with_profile(change(profile, values=more))
    for state in get_args(State) if profile.relationship.kind == "current" else ():
        if state != profile.relationship.state:
            other = change(profile, relationship=change(profile.relationship, state=state))
            yield Change("state", "", profile.relationship.state, state), situation.with_profile(other)
    for industry in settings.industries:
        if industry != profile.customer.industry:
            other = change(profile, customer=change(profile.customer, industry=industry))
            yield Change("industry", "", profile.customer.industry, industry), situation.with_profile(other)


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
    """The same match with something changed. Which blocks are eligible does not depend on importances, so for those
    only the competition and the limits run again."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.field = Field.of(situation, eligible_blocks(situation)[0])
        self.known: dict[tuple[str, float], Arrangement] = {}
        self.now = self._run(situation.profile)

    def anew(self, situation: Situation) -> Arrangement:
        """The deck in another situation."""
        return Arrangement(choose(Field.of(situation, eligible_blocks(situation)[0]), told=False))

    def by_importance(self) -> dict[str, dict[DeckPlace, tuple[float, str | None]]]:
        """By value, for each place that its importance flips the nearest importance that does, and what comes then."""
        found: defaultdict[str, dict[DeckPlace, tuple[float, str | None]]] = defaultdict(dict)
        values = self.situation.profile.values
        for value, near, far in steps(self.situation.profile):
            for place in self.now.places:
                known = found[value].get(place)
                moved = abs(near - values[value].importance)
                if known is not None and abs(known[0] - values[value].importance) <= moved:
                    continue
                if self.now.differs(self._arrangement(value, far), place):
                    becomes, instead = self._refined(place, value, near, far)
                    if known is None or abs(becomes - values[value].importance) < abs(
                        known[0] - values[value].importance
                    ):
                        found[value][place] = becomes, instead
        return found

    def _arrangement(self, value: str, importance: float) -> Arrangement:
        """The deck if `value` had that importance."""
        key = value, importance
        if key not in self.known:
            profile = self.situation.profile
            changed = msgspec.structs.replace(profile.values[value], importance=importance)
            self.known[key] = self._run(msgspec.structs.replace(profile, values={**profile.values, value: changed}))
        return self.known[key]

    def _run(self, profile: Profile) -> Arrangement:
        """The deck for a profile that differs from ours in nothing but importances."""
        situation = msgspec.structs.replace(self.situation, profile=profile)
        return Arrangement(choose(msgspec.structs.replace(self.field, situation=situation), told=False))

    def _refined(self, place: DeckPlace, value: str, near: float, far: float) -> tuple[float, str | None]:
        """The importance somewhere after `near` and at `far` at the latest that flips a place, and what comes then."""
        tries = [round(near + (far - near) * part / FINE, DECIMALS) for part in range(1, FINE)]
        becomes = next((tried for tried in tries if self.now.differs(self._arrangement(value, tried), place)), far)
        return becomes, self.now.newcomer(self._arrangement(value, becomes), place)
