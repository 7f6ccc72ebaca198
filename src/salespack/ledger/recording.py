"""What builds and sellers note down: events made of what was built, and of a profile. No words for people here."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from salespack.ledger.builds import read_builds
from salespack.ledger.events import Answer, Event, Piece, Result, Whose
from salespack.ledger.ledger import Attendee, Ledger, Recorded, new_event
from salespack.ledger.names import KnownCustomer
from salespack.problems.problem import Place, UsageFault, shown_path
from salespack.problems.suggestions import LISTED, did_you_mean
from salespack.profiles.profile import Profile


class BuiltDeck(msgspec.Struct, frozen=True, kw_only=True):
    """A deck that was built for a customer: the day it was for, and its blocks in their order; `build` is its id, where
    the ledger knows it."""

    pack: str
    on: datetime.date
    blocks: tuple[Piece, ...]
    language: str = ""
    build: str = ""


class Showing(msgspec.Struct, frozen=True, kw_only=True):
    """What a seller says of a meeting: the day, who was there, which blocks were skipped and which landed, and what is
    next."""

    on: datetime.date
    people: tuple[Attendee, ...] = ()
    skipped: tuple[str, ...] = ()
    landed: tuple[str, ...] = ()
    next: str = ""
    next_on: datetime.date | None = None


class AskedReference(msgspec.Struct, frozen=True, kw_only=True):
    """What a seller says of asking a customer to be a reference: whom, and what they answered; None: nothing yet."""

    on: datetime.date
    people: tuple[Attendee, ...] = ()
    answer: Answer | None = None
    reason: str = ""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a seller says came of it. `value` is in the currency of the library, `credit` who of ours or theirs made it,
    `block` the block that did."""

    on: datetime.date
    result: Result
    reason: str = ""
    words: Whose | None = None
    objections: tuple[str, ...] = ()
    next: str = ""
    next_on: datetime.date | None = None
    value: float | None = None
    credit: str = ""
    block: str = ""


def room_of(profile: Profile) -> tuple[Attendee, ...]:
    """The people in the room: the stakeholders of the roles that the meeting names, else all; a role that nobody is
    known for stands for whoever has it."""
    roles = profile.meeting.roles or tuple(person.role for person in profile.stakeholders)
    return tuple(one for role in dict.fromkeys(roles) for one in attendees(profile, role))


def attendees(profile: Profile, role: str) -> tuple[Attendee, ...]:
    """Those who have a role at a customer."""
    known = [Attendee(role, (one.name or "").strip()) for one in profile.stakeholders if one.role == role]
    return tuple(dict.fromkeys(known)) or (Attendee(role),)


def record_build(
    ledger: Ledger,
    profile: Profile,
    *,
    on: datetime.date,
    pack: str,
    language: str,
    build: str,
    blocks: Sequence[Piece],
    standard: float | None = None,
    own_words: float | None = None,
) -> Recorded:
    """Notes down what was built for a profile, with the shares of its slides (0–1) that events have. Raises UserFault
    (SP813)."""
    return ledger.write(
        profile.id,
        profile.customer.name,
        room_of(profile),
        lambda customer, people: new_event(
            "built", customer=customer, people=people, on=on, pack=pack, language=language, build=build,
            segment=profile.customer.industry or "", blocks=tuple(blocks), meeting=profile.meeting.date,
            standard=standard, own_words=own_words,
        ),
    )  # fmt: skip


def deck_shown(ledger: Ledger, profile: Profile, out: Path, pack: str | None, on: datetime.date) -> BuiltDeck:
    """The deck that was shown on a day: the last that was built for that day, else the last that was built at all.

    What was built before there was a ledger is known by its record in the output folder. Raises UsageFault (SP814)
    where nothing was built.
    """
    found = [
        BuiltDeck(pack=one.pack, on=one.on, blocks=one.blocks, language=one.language, build=one.build)
        for one in sorted(ledger.history(profile.id).events, key=lambda one: one.at)
        if one.kind == "built" and one.on is not None
    ]
    if not found:
        builds, _ = read_builds(out, [profile.id])
        found = [
            BuiltDeck(
                pack=one.pack,
                on=one.on,
                blocks=tuple(Piece(place.block or "", value=place.value) for place in one.places),
            )
            for one in sorted(builds.get(profile.id, ()), key=lambda one: one.on)
        ]
    fitting = [one for one in found if pack in (None, one.pack)]
    if not fitting:
        packs = sorted({one.pack for one in found})
        what = f"the pack “{pack}” was not built" if pack and found else "nothing was built"
        hint = did_you_mean(pack, packs, LISTED) if pack and found else f"salespack build {profile.id}"
        raise UsageFault.of("SP814", f"{what} for {profile.customer.name}", hint, Place(shown_path(profile.file)))
    return next((one for one in reversed(fitting) if one.on == on), fitting[-1])


def record_shown(ledger: Ledger, profile: Profile, deck: BuiltDeck, said: Showing, of: str | None = None) -> Recorded:
    """Notes down what was shown; in place of the event `of`, where there is one. Raises UserFault (SP813)."""
    return ledger.write(
        profile.id,
        profile.customer.name,
        said.people,
        lambda customer, people: new_event(
            "shown", customer=customer, people=people, on=said.on, pack=deck.pack, language=deck.language,
            build=deck.build, segment=profile.customer.industry or "", blocks=deck.blocks, skipped=said.skipped,
            landed=said.landed, next=said.next, next_on=said.next_on, of=of,
        ),
        lasting=True,
    )  # fmt: skip


def record_outcome(ledger: Ledger, profile: Profile, said: Outcome, of: str | None = None) -> Recorded:
    """Notes down what came of it; in place of the event `of`, where there is one. Raises UserFault (SP813)."""
    credited = [Attendee("", said.credit)] if said.credit else []
    return ledger.write(
        profile.id,
        profile.customer.name,
        credited,
        lambda customer, people: new_event(
            "outcome", customer=customer, on=said.on, result=said.result, segment=profile.customer.industry or "",
            reason=said.reason, words=said.words, objections=said.objections, next=said.next, next_on=said.next_on,
            value=said.value, credit=people[0] if people else None, block=said.block, of=of,
        ),
        lasting=True,
    )  # fmt: skip


def record_reference(ledger: Ledger, profile: Profile, said: AskedReference, of: str | None = None) -> Recorded:
    """Notes down that a customer was asked to be a reference, and the answer; in place of the event `of`, where there
    is one. Raises UserFault (SP813)."""
    return ledger.write(
        profile.id,
        profile.customer.name,
        said.people,
        lambda customer, people: new_event(
            "reference", customer=customer, people=people, on=said.on, segment=profile.customer.industry or "",
            answer=said.answer, reason=said.reason, of=of,
        ),
        lasting=True,
    )  # fmt: skip


def record_rejected(ledger: Ledger, block: str, version: int, on: datetime.date, reason: str, by: str) -> Recorded:
    """Notes down that a seller refuses a block, for who keeps it. Raises UserFault (SP813)."""
    told = f"{reason} ({by})" if by else reason
    return ledger.write_of_nobody(
        new_event("rejected", on=on, block=block, blocks=(Piece(block, version),), reason=told)
    )


def record_undone(ledger: Ledger, profile: Profile, event: Event) -> Recorded:
    """Takes an event back. Raises UserFault (SP813)."""
    return ledger.write(
        profile.id,
        profile.customer.name,
        (),
        lambda customer, _: new_event("undone", customer=event.customer or customer, of=event.id),
        lasting=True,
    )


def as_data(profile: str, known: KnownCustomer, event: Event) -> dict[str, Any]:
    """An event for programs: people by what they are called."""
    people = [known.called(one) for one in event.people]
    credited = known.called(event.credit) if event.credit else None
    row: dict[str, Any] = {
        "id": event.id,
        "profile": profile,
        "kind": event.kind,
        "on": event.on,
        "pack": event.pack,
        "blocks": [one.block for one in event.blocks],
        "people": [{"role": one.role, "name": one.name} for one in people if one is not None],
    }
    if event.kind == "shown":
        row |= {"skipped": event.skipped, "landed": event.landed, "next": event.next, "next_on": event.next_on}
    if event.kind == "reference":
        row |= {"answer": event.answer, "reason": event.reason}
    if event.kind == "outcome":
        row |= {
            "result": event.result, "reason": event.reason, "words": event.words, "objections": event.objections,
            "next": event.next, "next_on": event.next_on, "value": event.value, "block": event.block,
            "credit": credited.name if credited is not None else "",
        }  # fmt: skip
    return row
