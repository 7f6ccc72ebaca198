"""What one match is about: the arguments of `match`, made ready once. No rules and no scores here."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal, TypedDict, Unpack

import msgspec

from salespack.library.blocks import Audience
from salespack.library.library import Library
from salespack.library.packs import Pack
from salespack.matching.people import Person, people_in
from salespack.matching.selection import Seen, Size
from salespack.problems.problem import Place, Problem
from salespack.profiles.profile import Profile, State
from salespack.relationship.bearing import Bearing, bearing_of
from salespack.relationship.standing import with_state

ANYONE = Audience()
"""The audience that restricts nothing."""

AVERAGE_PRIOR = 20
"""How many showings at even odds the average of a record starts from."""

PlaceOf = Callable[[Literal["pin", "drop"], str], Place | None]
"""Where in a profile it says that a block is pinned or dropped; None where the command says it."""


def nowhere(verb: Literal["pin", "drop"], identifier: str) -> Place | None:
    """No place: nobody is told."""
    return None


class Known(TypedDict, total=False):
    """What may be known beside profile, pack, library and day; nothing is, where it is left out.

    `language` overrides that of the profile. `history` are the blocks that all in the room have seen, `seen_by_some`
    those that some of them have, `excluded` those that failed to render and why, `sizes` what assembling has taught,
    `declined` the names of customers who declined to be a reference, `record` how often each block led to success:
    (successes, shown), `industry_record` the same in the customer's industry, `also` are values beyond the weightiest
    that the seller wants answered too, `person` is the role in the room that the pack is made for: what it cares about
    comes first. `place_of` tells where the profile pins or drops a block, for problems.
    """

    language: str | None
    history: Mapping[str, Seen]
    seen_by_some: Mapping[str, Seen]
    excluded: Mapping[str, Problem | str]
    sizes: Mapping[str, Size]
    declined: Collection[str]
    record: Mapping[str, tuple[int, int]]
    industry_record: Mapping[str, tuple[int, int]]
    also: Sequence[str]
    person: str | None
    place_of: PlaceOf


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """One customer, one pack, one day: everything that eligibility and scores depend on.

    `people` are those in the room, `room` their roles. The profile has the state that was `proposed` where none is
    typed, and the lifecycle that the pack is for, and `bearing` is what the library's rules make of it. `pinned` are
    the blocks that it pins, but in a pack for another point of the relationship. `repairs` maps each value on which a
    current customer rates us too low to that rating (0–10). `history` are the blocks that all in the room have seen,
    `seen_by_some` those that some have, `also` values that the seller wants answered too, `person` the role that the
    pack is made for alone, `lead` the value that comes first whatever weighs most, `declined` the casefolded names of
    customers who declined to be a reference, `record` how often a block was shown and led to success: (successes,
    shown), `industry_record` the same in the customer's industry, `average` the share of all showings that did, shrunk
    towards one half.
    """

    profile: Profile
    pack: Pack
    library: Library
    on: datetime.date
    language: str
    stage: str | None
    people: tuple[Person, ...]
    room: frozenset[str]
    proposed: State | None
    bearing: Bearing
    repairs: Mapping[str, float]
    pinned: tuple[str, ...]
    dropped: frozenset[str]
    also: tuple[str, ...]
    person: str | None
    lead: str | None = None
    history: Mapping[str, Seen]
    seen_by_some: Mapping[str, Seen]
    declined: frozenset[str]
    excluded: Mapping[str, Problem | str]
    sizes: Mapping[str, Size]
    record: Mapping[str, tuple[int, int]]
    industry_record: Mapping[str, tuple[int, int]]
    average: float
    place_of: PlaceOf

    @classmethod
    def of(cls, profile: Profile, pack: Pack, library: Library, on: datetime.date, **known: Unpack[Known]) -> Situation:
        """The situation with what the caller left open filled in from profile, pack and library."""
        record, place_of = known.get("record", {}), known.get("place_of", nowhere)
        typed = profile.relationship.state
        profile, elsewhere = with_state(profile, library.settings), is_elsewhere(profile, pack)
        if elsewhere:
            profile = at_the_point_of(pack, profile)
        people = people_in(profile, library.settings)
        stage = profile.meeting.stage or pack.stage
        language = known.get("language") or profile.customer.language or library.settings.default_language
        return cls(
            profile=profile,
            pack=pack,
            library=library,
            on=on,
            language=language,
            stage=stage,
            people=people,
            room=frozenset(person.role for person in people),
            proposed=None if typed else profile.relationship.state,
            bearing=bearing_of(profile, library.settings, stage, language),
            repairs=broken_promises(profile, library.settings.scoring.repair_at),
            pinned=tuple(id for id in dict.fromkeys(profile.pin) if not (elsewhere and place_of("pin", id))),
            dropped=frozenset(profile.drop),
            also=tuple(dict.fromkeys(known.get("also", ()))),
            person=known.get("person"),
            history=known.get("history", {}),
            seen_by_some=known.get("seen_by_some", {}),
            declined=declining(profile, known.get("declined", ())),
            excluded=known.get("excluded", {}),
            sizes=known.get("sizes", {}),
            record=record,
            industry_record=known.get("industry_record", {}),
            average=average_of(record),
            place_of=place_of,
        )

    def with_profile(self, profile: Profile) -> Situation:
        """The same for another profile of the customer, all else being as it is."""
        situation = Situation.of(
            profile,
            self.pack,
            self.library,
            self.on,
            language=self.language,
            history=self.history,
            seen_by_some=self.seen_by_some,
            excluded=self.excluded,
            sizes=self.sizes,
            declined=self.declined,
            record=self.record,
            industry_record=self.industry_record,
            also=self.also,
            person=self.person,
            place_of=self.place_of,
        )
        return msgspec.structs.replace(situation, pinned=self.pinned, lead=self.lead)


def is_elsewhere(profile: Profile, pack: Pack) -> bool:
    """Whether a pack is for another point of the relationship than the one that the profile has it at."""
    return pack.lifecycle not in (None, profile.relationship.lifecycle)


def at_the_point_of(pack: Pack, profile: Profile) -> Profile:
    """The profile at the point of the relationship that a pack is for."""
    relationship = msgspec.structs.replace(profile.relationship, lifecycle=pack.lifecycle)
    return msgspec.structs.replace(profile, relationship=relationship)


def average_of(record: Mapping[str, tuple[int, int]]) -> float:
    """The share of showings that led to success, of all in the record, shrunk towards one half."""
    successes = sum(successes for successes, _ in record.values())
    shown = sum(shown for _, shown in record.values())
    return (successes + 0.5 * AVERAGE_PRIOR) / (shown + AVERAGE_PRIOR)


def roles_in_room(profile: Profile) -> frozenset[str]:
    """The roles the meeting names; where it names none, those of all known stakeholders."""
    return frozenset(profile.meeting.roles or (person.role for person in profile.stakeholders))


def broken_promises(profile: Profile, repair_at: float) -> dict[str, float]:
    """The values on which a current customer rates us at `repair_at` (0–10) or less, with that rating;
    where they rate a value by itself not at all, their overall rating stands for it."""
    if profile.relationship.kind != "current":
        return {}
    overall = profile.relationship.rating
    ratings = {id: overall if value.with_us is None else value.with_us for id, value in profile.values.items()}
    return {id: rating for id, rating in ratings.items() if rating is not None and rating <= repair_at}


def declining(profile: Profile, declined: Collection[str]) -> frozenset[str]:
    """The casefolded names of all who declined to be a reference, this customer among them where it did."""
    names = {name.casefold() for name in declined}
    if profile.relationship.reference == "declined":
        names.add(profile.customer.name.casefold())
    return frozenset(names)


def today_or_meeting(profile: Profile, today: datetime.date) -> datetime.date:
    """The day a pack is made for: the meeting's if it is not past, else today."""
    meeting = profile.meeting.date
    return meeting if meeting is not None and meeting >= today else today
