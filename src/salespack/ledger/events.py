"""What a ledger holds: one event a line, as JSON that carries its own checksum. No files here.

People stand in events by random ids alone; what they are called is in the names of the ledger (`names`), which can be
taken away without touching a line. What a person typed (reasons, objections, next steps) may name somebody all the
same, so that the lines of a customer go with the customer.
"""

from __future__ import annotations

import datetime
import os
import zlib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Literal, TypeVar, get_args

import msgspec

from salespack.formats.versions import LEDGER

Kind = Literal["built", "shown", "outcome", "reference", "rejected", "undone", "counted", "erased"]
Result = Literal["won", "lost", "advanced", "stalled", "declined"]
RESULTS: tuple[Result, ...] = get_args(Result)
SUCCESSES: frozenset[str] = frozenset(("won", "advanced"))
"""The outcomes that count as a success of what was shown."""
Whose = Literal["customer", "seller"]
"""In whose words a reason is given."""
Answer = Literal["yes", "no"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)
"""What a customer said who was asked to be a reference."""
EventId = Annotated[str, msgspec.Meta(pattern=r"^[0-7][0-9a-f]{15}$")]
"""A random id: 63 bits, in hexadecimal digits."""
Id = TypeVar("Id", str, int)
SUM = b',"sum":"'
SUM_DIGITS = 8
END = len(SUM) + SUM_DIGITS + len(b'"}')
"""Bytes of a line behind what its checksum is of."""


class Piece(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A block in a deck: its version, how the hash of its text begins, and the customer's value that it stands for."""

    block: str
    version: int | None = None
    hash: str = ""
    value: str | None = None


class Count(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How often a block was shown before an outcome, and how often that was a success; `segment` is the industry."""

    block: str
    segment: str
    shown: int
    won: int


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One event. `at` is the instant of writing, in UTC; `on` the day that it is about: of the meeting for what was
    built, of the showing, of the outcome.

    `customer` and `people` are random ids, `meeting` the day of the meeting that something was built for. `of` is the
    event that this one takes back or stands in place of. `answer` is what they said who were asked to be a reference;
    None while nobody answered. `counts` are what is kept, without anybody, of events that
    went. `standard` is the share (0–1) of the slides of what was built that most other customers would get too,
    `own_words` of those with the customer's own words; None where it is not known.
    """

    id: EventId
    at: str
    kind: Kind
    customer: EventId | None = None
    on: datetime.date | None = None
    pack: str = ""
    language: str = ""
    build: str = ""
    segment: str = ""
    blocks: tuple[Piece, ...] = ()
    people: tuple[EventId, ...] = ()
    skipped: tuple[str, ...] = ()
    landed: tuple[str, ...] = ()
    meeting: datetime.date | None = None
    result: Result | None = None
    reason: str = ""
    words: Whose | None = None
    objections: tuple[str, ...] = ()
    next: str = ""
    next_on: datetime.date | None = None
    value: float | None = None
    credit: EventId | None = None
    block: str = ""
    answer: Answer | None = None
    of: EventId | None = None
    counts: tuple[Count, ...] = ()
    hashes: tuple[str, ...] = ()
    standard: float | None = None
    own_words: float | None = None
    format: int = LEDGER.number

    @property
    def seen(self) -> tuple[str, ...]:
        """The blocks that were shown: those of the deck without those that were skipped."""
        return tuple(dict.fromkeys(one.block for one in self.blocks if one.block not in self.skipped))


def random_id() -> str:
    """A new random id, see `EventId`."""
    return f"{int.from_bytes(os.urandom(8)) >> 1:016x}"


def instant_of(nanoseconds: int) -> str:
    """An instant (nanoseconds since 1970) as events have it: in UTC, which knows no summer time."""
    seconds, rest = divmod(nanoseconds, 1_000_000_000)
    moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{rest // 1000:06}Z"


def line_of(event: Event) -> bytes:
    """An event as a line, with its checksum and the line feed at its end."""
    body = msgspec.json.encode(event)
    return body[:-1] + SUM + checksum(body) + b'"}\n'


def checksum(body: bytes) -> bytes:
    """The CRC-32 of an event's JSON, in hexadecimal digits: it tells what was cut off or damaged."""
    return b"%08x" % zlib.crc32(body)


def body_of(line: bytes) -> bytes | None:
    """The JSON of an event in a line, without its checksum; None where the line was cut off or damaged."""
    if line[-END : -END + len(SUM)] != SUM or not line.endswith(b'"}'):
        return None
    body = line[:-END] + b"}"
    return body if b"%08x" % zlib.crc32(body) == line[-2 - SUM_DIGITS : -2] else None


_DECODER = msgspec.json.Decoder(Event)


def event_in(line: bytes) -> Event | None:
    """The event in a line; None where the line was cut off or damaged, or is of a newer format."""
    body = body_of(line)
    if body is None:
        return None
    try:
        event = _DECODER.decode(body)
    except msgspec.DecodeError:
        return None
    return event if event.format <= LEDGER.number else None


def standing(events: Iterable[Event]) -> list[Event]:
    """The events that hold, by the day that they are about: without those taken back, and without those that a
    correction stands in place of. A correction that is taken back brings back what it corrected."""
    known = {event.id: event for event in events}
    against: dict[str, list[str]] = {}
    for event in known.values():
        if event.of is not None:
            against.setdefault(event.of, []).append(event.id)
    fallen = fallen_of(against, {event.id for event in known.values() if event.kind == "undone"})
    held = [event for event in known.values() if event.kind != "undone" and event.id not in fallen]
    return sorted(held, key=lambda one: (one.on or datetime.date.min, one.kind == "outcome", one.at, one.id))


def fallen_of(against: Mapping[Id, Sequence[Id]], undoing: Container[Id]) -> set[Id]:
    """The events that do not hold, where `against` has, for each, those that take it back (which are in `undoing`) or
    correct it. What corrects a correction stands in place of what both corrected."""
    taken: dict[Id, bool] = {}
    for first in against:
        waiting = [first]
        while waiting:
            others = [other for other in against.get(waiting[-1], ()) if other in undoing]
            if waiting[-1] not in taken:
                taken[waiting[-1]] = False  # two that take back each other, as nobody of ours writes: the first holds
                waiting += (other for other in others if other not in taken)
            else:
                taken[waiting.pop()] = any(not taken[other] for other in others)
    return {
        id
        for id, others in against.items()
        if taken[id] or any(other not in undoing and not taken.get(other) for other in others)
    }


class Told(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What counting needs of a showing or an outcome: its day (ISO), the blocks that were seen and the industry (both
    by numbers), and whether it was a success (None: a showing)."""

    day: str
    seen: tuple[int, ...]
    segment: int
    success: bool | None


def counted(events: Iterable[Told]) -> Iterator[tuple[tuple[int, ...], int, bool]]:
    """What was shown and came to an outcome: the blocks, each once, the industry, whether it was a success.

    An outcome is that of everything shown to the customer up to its day and since the outcome before it. What has no
    outcome yet says nothing.
    """
    shown: dict[int, dict[int, None]] = {}
    for event in sorted(events, key=_by_day):
        if event.success is None:
            shown.setdefault(event.segment, {}).update(dict.fromkeys(event.seen))
            continue
        for segment, blocks in shown.items():
            yield tuple(blocks), segment, event.success
        shown.clear()


def _by_day(event: Told) -> tuple[str, bool]:
    return event.day, event.success is not None
