"""What the events of one customer mean for the next meeting: who has seen what, and which meetings nobody confirmed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

import msgspec

from salespack.ledger.events import Event
from salespack.ledger.ledger import Attendee, History, Ledger
from salespack.ledger.names import KnownCustomer, Named
from salespack.ledger.recording import room_of
from salespack.matching.selection import Seen
from salespack.profiles.profile import Profile


class Past(msgspec.Struct, frozen=True):
    """What is known before a pack is matched: who has seen what, how often blocks were a success (successes, and
    showings that came to an outcome), everywhere and in the customer's industry, what was shown and what came of it,
    and which meetings nobody confirmed. `known` says who the people in the events are."""

    views: Views
    record: dict[str, tuple[int, int]]
    industry_record: dict[str, tuple[int, int]]
    known: KnownCustomer
    events: tuple[Event, ...]
    unconfirmed: tuple[Event, ...]

    def people(self, event: Event) -> tuple[Named, ...]:
        """Who was there, as far as it is known."""
        return tuple(one for id in event.people if (one := self.known.called(id)) is not None)


class Views(msgspec.Struct, frozen=True):
    """The blocks that people were shown before a day: `by_all` of those who will be in the room, and `by_some`; of each
    when it was last, to whom (roles), and who of the room has not seen it."""

    by_all: dict[str, Seen]
    by_some: dict[str, Seen]


def past_of(ledger: Ledger, profile: Profile, on: datetime.date, today: datetime.date) -> Past:
    """What is known of a customer, and of all blocks, for a pack that is for the day `on`.

    Raises UserFault (SP812) where the ledger cannot be read.
    """
    history = ledger.history(profile.id, today)
    record, in_industry = ledger.record(profile.customer.industry)
    return Past(
        views_of(history, room_of(profile), on),
        record,
        in_industry,
        history.known,
        tuple(one for one in history.events if one.kind in ("shown", "outcome", "reference")),
        unconfirmed(history.events, today),
    )


def views_of(history: History, room: Sequence[Attendee], on: datetime.date) -> Views:
    """Which blocks the people in the room have seen before a day, by what was confirmed.

    Where it is not known who was shown something, or who will be in the room, everybody has seen it.
    """
    known = history.known
    ids = {one: frozenset(known.ids_of(one.role, one.name)) for one in room}
    seen: dict[str, dict[Attendee | None, Event]] = {}
    for event in history.events:
        if event.kind != "shown" or event.on is None or event.on >= on:
            continue
        there = [one for one in room if not ids[one].isdisjoint(event.people)]
        for block in event.seen:
            of_block = seen.setdefault(block, {})
            of_block |= dict.fromkeys(there, event)
            if not event.people or not room:
                of_block[None] = event
    by_all, by_some = {}, {}
    for block, viewers in seen.items():
        if not viewers:
            continue  # others saw it, and none of them will be there
        last = max(viewers.values(), key=lambda one: one.on or datetime.date.min)
        roles = _roles(known, last, [one for one in viewers if one is not None])
        new = tuple(dict.fromkeys(one.role for one in room if one not in viewers))
        if None in viewers or not new:
            by_all[block] = Seen(last.on, roles)
        else:
            by_some[block] = Seen(last.on, roles, new)
    return Views(by_all, by_some)


def _roles(known: KnownCustomer, event: Event, viewers: Sequence[Attendee]) -> tuple[str, ...]:
    """The roles of those who were shown something: of those in the room, else of all who were there."""
    called = [known.called(id) for id in event.people]
    roles = [one.role for one in viewers] or [one.role for one in called if one is not None and one.role]
    return tuple(dict.fromkeys(roles))


def unconfirmed(events: Iterable[Event], today: datetime.date) -> tuple[Event, ...]:
    """The last build for each meeting that is past, where nobody has said whether it was shown."""
    last: dict[tuple[datetime.date, str], Event] = {}
    confirmed: set[tuple[datetime.date | None, str]] = set()
    builds: set[str] = set()
    for event in events:
        if event.kind == "built" and event.meeting is not None and event.meeting < today:
            key = event.meeting, event.pack
            if key not in last or last[key].at <= event.at:
                last[key] = event
        elif event.kind == "shown":
            confirmed.add((event.on, event.pack))
            builds.add(event.build)
    return tuple(
        event
        for key, event in sorted(last.items())
        if key not in confirmed and not (event.build and event.build in builds)
    )
