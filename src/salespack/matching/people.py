"""Who is in the room, what each of them cares about, and which values are answered for them beside the weightiest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from salespack.library.blocks import Block
from salespack.library.settings import Settings
from salespack.matching.selection import Served, Would
from salespack.profiles.profile import Profile

ANSWERING = ("benefit", "experience")
"""The kinds of blocks that are proposed where nothing answers a value."""


class Person(msgspec.Struct, frozen=True):
    """A role in the room and the values it cares about, in the order in which they are named.

    `stated`: a stakeholder of that role said so; else it is what the library assumes of the role.
    """

    role: str
    cares: tuple[str, ...] = ()
    stated: bool = False


def people_in(profile: Profile, settings: Settings) -> tuple[Person, ...]:
    """The roles that the meeting names, else those of all known stakeholders, in their order, each once.

    What stakeholders of a role care about replaces what the library assumes of it.
    """
    roles = profile.meeting.roles or tuple(person.role for person in profile.stakeholders)
    return tuple(_person(profile, settings, role) for role in dict.fromkeys(roles))


def _person(profile: Profile, settings: Settings, role: str) -> Person:
    said = [value for one in profile.stakeholders if one.role == role for value in one.cares_about]
    return Person(role, tuple(dict.fromkeys(said)) or settings.cares_about.get(role, ()), bool(said))


def cared_about(people: Iterable[Person]) -> Iterator[str]:
    """The values that people care about; the same may come several times."""
    for person in people:
        yield from person.cares


def told_of(
    people: Iterable[Person], chosen: Sequence[Block], others: Iterable[Block], weights: Mapping[str, float], need: int
) -> tuple[Served, ...]:
    """What each person finds in the deck of the `chosen` blocks: those that speak to a care of theirs with strength
    `need` or more; and where there is none, the best of the `others` that may be used."""
    others = tuple(others)
    return tuple(
        Served(
            person.role,
            person.cares,
            person.stated,
            theirs := tuple(
                block.id for block in chosen if any(block.values.get(value, 0) >= need for value in person.cares)
            ),
            None if theirs else would_answer(person.cares, others, weights, need),
        )
        for person in people
    )


def would_answer(
    values: Collection[str], blocks: Iterable[Block], weights: Mapping[str, float], need: int
) -> Would | None:
    """The block that would answer any of the values best: a promise before a proof, then by weight and strength."""
    found = [
        (block.kind != "benefit", -weights.get(value, 0.0) * block.values[value], block.id, block)
        for block in blocks
        if block.kind in ANSWERING
        for value in values
        if block.values.get(value, 0) >= need
    ]
    if not found:
        return None
    best = min(found, key=lambda one: one[:3])[3]
    return Would(best.id, 1.0 if best.minutes is None else best.minutes)


def further_values(
    people: Iterable[Person], answered: Collection[str], weights: Mapping[str, float], answerable: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """For each value that is answered for people alone, the roles it is for, in the order of the people.

    Whoever cares about a value that is answered anyway needs none. For each other person it is the weightiest value of
    theirs that the library can answer, of equals the one they name first.
    """
    found: dict[str, tuple[str, ...]] = {}
    for person in people:
        if not set(answered).isdisjoint(person.cares):
            continue
        if theirs := next((value for value in person.cares if value in found), None):
            found[theirs] = (*found[theirs], person.role)
            continue
        open_to = [value for value in person.cares if value in answerable]
        if open_to:
            value = max(open_to, key=lambda one: weights.get(one, 0.0))
            found[value] = (person.role,)
    return found
