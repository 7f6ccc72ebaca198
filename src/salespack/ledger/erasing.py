"""Taking a customer out of a ledger, and what is too old: lines, names, and what waits; counts stay, of nobody.

First a tombstone is written, by which every copy that comes back later is known and left out; then the lines go, from
the files of every writer, and the names last, so that an erasure that was stopped can be made again.
"""

from __future__ import annotations

import datetime
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from salespack.ledger.events import SUCCESSES, Count, Event, EventId, event_in, line_of, standing
from salespack.ledger.ledger import Ledger, first_day, new_event
from salespack.ledger.lines import ENDING, append, rewrite
from salespack.ledger.names import KnownCustomer, all_customers, folder_of
from salespack.problems.files import file_content
from salespack.system.hashing import digest


class LedgerRemains(msgspec.Struct, frozen=True):
    """What there is of a customer in a ledger: whom it is known as, and how many lines are about them."""

    known: KnownCustomer
    lines: int = 0


def remains_in(ledger: Ledger, profile: str) -> LedgerRemains:
    """What there is of the customer of a profile, in the files of every writer and in what waits. Raises OSError."""
    known = ledger.known(profile)
    ids = set(known.ids)
    return LedgerRemains(known, sum(_is_of(line, ids) for line in _lines(ledger)) if ids else 0)


def erase_from(ledger: Ledger, remains: LedgerRemains) -> None:
    """Takes a customer out of a ledger; how often blocks were shown and succeeded stays. Raises OSError."""
    ids = set(remains.known.ids)
    if ids:
        events = [event for line in _lines(ledger) if (event := event_in(line)) is not None and event.customer in ids]
        told = [*_counts_of(events), *(new_event("erased", customer=id) for id in sorted(ids))]
        append(ledger.folders[0], ledger.writer, b"".join(map(line_of, told)), lasting=True)
        names = [one for one in (remains.known.name, *(one.name for one in remains.known.people)) if one]
        _drop(ledger, lambda line: _is_of(line, ids) or _names(line, names))
    for folder in ledger.folders:
        if (theirs := folder / folder_of(remains.known.profile)).is_dir():
            shutil.rmtree(theirs)
    ledger.close()


def tidy(ledger: Ledger, today: datetime.date) -> int:
    """Takes out what has come back of customers who were erased, and what is older than it is kept, of which counts
    stay; how many lines went. Raises OSError."""
    if not ledger.folder.is_dir():
        return 0
    gone = 0
    erased = ledger.erased()
    if erased and any(_is_of(line, erased) for line in _lines(ledger)):
        gone += _drop(ledger, lambda line: _is_of(line, erased))
    for known in all_customers(ledger.folder):
        if known.ids and erased.issuperset(known.ids):
            shutil.rmtree(ledger.folder / folder_of(known.profile))
    first = first_day(today, ledger.keep_months)
    old = [
        event
        for line in _lines(ledger)
        if (event := event_in(line)) is not None and event.on is not None and event.on < first
    ]
    if old:
        ids = {event.id for event in old}
        if counts := _counts_of(old):
            append(ledger.folder, ledger.writer, b"".join(map(line_of, counts)), lasting=True)
        gone += _drop(ledger, lambda line: (event := event_in(line)) is not None and event.id in ids)
    ledger.close()
    return gone


def _counts_of(events: Sequence[Event]) -> list[Event]:
    """What is counted of events that go, of each customer's by itself, as one event of nobody. Its id follows from
    theirs, so that what two take out at once counts once."""
    by_customer: defaultdict[str | None, list[Event]] = defaultdict(list)
    for event in events:
        by_customer[event.customer].append(event)
    shown: Counter[tuple[str, str]] = Counter()
    won: Counter[tuple[str, str]] = Counter()
    for of_customer in by_customer.values():
        waiting: dict[str, str] = {}
        for event in standing(of_customer):
            if event.kind == "shown":
                waiting |= dict.fromkeys(event.seen, event.segment)
            elif event.kind == "outcome":
                for key in ((block, segment) for block, segment in waiting.items()):
                    shown[key] += 1
                    won[key] += event.result in SUCCESSES
                waiting.clear()
    counts = tuple(Count(*key, times, won[key]) for key, times in sorted(shown.items()))
    if not counts:
        return []
    id = f"{int(digest(''.join(sorted({one.id for one in events})).encode())[:16], 16) >> 1:016x}"
    return [msgspec.structs.replace(new_event("counted", counts=counts), id=id)]


class _Whose(msgspec.Struct, frozen=True):
    customer: EventId | None = None
    kind: str = ""


def _is_of(line: bytes, ids: Collection[str]) -> bool:
    """Whether a line is about one of these customers, a damaged one too; a tombstone is about nobody."""
    try:
        said = msgspec.json.decode(line, type=_Whose)
    except msgspec.DecodeError:
        return any(id.encode() in line for id in ids)
    return said.customer in ids and said.kind != "erased"


def _names(line: bytes, names: Sequence[str]) -> bool:
    """Whether a line that is about no customer quotes one of these names, as what is said of a block may."""
    event = event_in(line)
    return (
        event is not None and event.customer is None and any(one.casefold() in event.reason.casefold() for one in names)
    )


def _lines(ledger: Ledger) -> Iterator[bytes]:
    """All lines of a ledger, and of what waits for it."""
    for path in _files(ledger):
        yield from file_content(path).split(b"\n")


def _files(ledger: Ledger) -> list[Path]:
    return [path for folder in ledger.folders for path in sorted(folder.glob(f"*{ENDING}")) if path.is_file()]


def _drop(ledger: Ledger, gone: Callable[[bytes], bool]) -> int:
    """Takes lines out of every file; how many went."""
    count = 0
    for path in _files(ledger):
        with suppress(FileNotFoundError):  # another process has just taken it away
            count += rewrite(path, lambda line: not gone(line))
    return count
