"""White space: values that customers hold and that no pack built for them has answered; whom to show something new."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from salespack.curation.coverage.coverage import usable_blocks
from salespack.ledger.builds import Build
from salespack.library.library import Library
from salespack.matching.scoring import weights_of
from salespack.matching.situation import broken_promises
from salespack.profiles.profile import Basis, Profile, RelationshipKind, State
from salespack.relationship.standing import with_state


class Space(msgspec.Struct, frozen=True, kw_only=True):
    """One value of one customer that they were never shown anything on.

    `weight` is w(v), 0–25, as in matching, and `basis` where it comes from. `packs` are those that were built for the
    customer, the last of them for the day `built`. `repair`: they rate us too low on it: what went wrong comes first.
    """

    profile: str
    customer: str
    relationship: RelationshipKind
    state: State | None
    value: str
    weight: float
    basis: Basis
    repair: bool
    packs: tuple[str, ...]
    built: datetime.date | None


class ValueSpace(msgspec.Struct, frozen=True):
    """One value: how many customers hold it, how many of them were never shown anything on it, and how many blocks of
    the library may be used and speak to it strongly enough."""

    value: str
    held: int
    never: int
    blocks: int


class Whitespace(msgspec.Struct, frozen=True):
    """All of it: by value, those that most customers lack first, and by customer, the weightiest first.

    `declined` are the profiles of those who do not wish to be contacted: they are not among the `customers`.
    """

    on: datetime.date
    customers: int
    values: tuple[ValueSpace, ...]
    spaces: tuple[Space, ...]
    declined: tuple[str, ...]


def whitespace_of(
    profiles: Iterable[Profile], library: Library, builds: Mapping[str, Sequence[Build]], on: datetime.date
) -> Whitespace:
    """The values that customers hold with a weight above 0 and that none of their packs answers.

    A pack answers a value where a block in it, frame apart, speaks to it with the strength that a place for a value
    asks for, or stood in such a place. Of equal weights the customer with the larger revenue comes first.
    """
    settings, need = library.settings, library.settings.scoring.each_strength
    strong = {
        id: tuple(value for value, strength in block.values.items() if strength >= need)
        for id, block in library.blocks.items()
        if block.kind != "frame"
    }
    held: Counter[str] = Counter()
    never: Counter[str] = Counter()
    rows: list[tuple[tuple[float, float, str, str], Space]] = []
    asked: list[Profile] = []
    declined: list[str] = []
    for profile in profiles:
        if profile.contact.declined:
            declined.append(profile.id)
        else:
            asked.append(profile)
    for profile in asked:
        own = builds.get(profile.id, ())
        answered = set(_answered(own, strong, library))
        broken = broken_promises(profile, settings.scoring.repair_at)
        state = with_state(profile, settings).relationship.state
        for value, weight in weights_of(profile, settings).items():
            held[value] += 1
            if value in answered:
                continue
            never[value] += 1
            space = Space(
                profile=profile.id,
                customer=profile.customer.name,
                relationship=profile.relationship.kind,
                state=state,
                value=value,
                weight=round(weight, 4),
                basis=profile.values[value].basis,
                repair=value in broken,
                packs=tuple(dict.fromkeys(build.pack for build in own)),
                built=max((build.on for build in own), default=None),
            )
            rows.append(((-weight, -(profile.customer.revenue or 0.0), profile.id, value), space))
    usable = Counter(value for block in usable_blocks(library, on) if block.id in strong for value in strong[block.id])
    values = [ValueSpace(value, held[value], never[value], usable[value]) for value in held]
    rows.sort(key=lambda row: row[0])
    return Whitespace(
        on=on,
        customers=len(asked),
        values=tuple(sorted(values, key=lambda one: (-one.never, one.value))),
        spaces=tuple(space for _, space in rows),
        declined=tuple(sorted(declined)),
    )


def _answered(builds: Iterable[Build], strong: Mapping[str, Sequence[str]], library: Library) -> Iterable[str]:
    """The values that packs answer. A block that the library has no more answers what its place was for."""
    for build in builds:
        for place in build.places:
            block = place.block or ""
            yield from strong.get(block, ())
            if place.value is not None and (block in strong or block not in library.blocks):
                yield place.value
