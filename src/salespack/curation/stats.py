"""What was built, shown and won, by block, value, pack and segment: counts with intervals, and what they can say."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, get_args

import msgspec

from salespack.ledger.events import SUCCESSES, Event
from salespack.ledger.ledger import NOBODY, Ledger
from salespack.library.library import Library
from salespack.statistics.comparing import Comparison, compare
from salespack.statistics.shares import Share

By = Literal["block", "value", "pack", "segment"]
BY: tuple[By, ...] = get_args(By)


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of one block, value, pack or segment: in how many builds and showings it was, how often it was skipped and
    refused, and of how many outcomes it was before, how many were a success (`won`)."""

    name: str
    built: int = 0
    shown: int = 0
    skipped: int = 0
    rejected: int = 0
    won: Share = Share(0, 0)


class Table(msgspec.Struct, frozen=True):
    """The figures by one thing, and how the shares compare."""

    by: By
    rows: tuple[Figures, ...]
    comparison: Comparison


class Month(msgspec.Struct, frozen=True):
    """What was built in a month (`2026-11`): builds, and the means of the shares (0–1) of slides that most other
    customers would get too, and of slides with the customer's own words; None where no build says it."""

    month: str
    builds: int
    standard: float | None
    own_words: float | None


class Reason(msgspec.Struct, frozen=True):
    """Why something came to nothing: in whose words, and which values had been shown."""

    on: datetime.date | None
    result: str
    reason: str
    words: str
    values: tuple[str, ...]


class Stats(msgspec.Struct, frozen=True, kw_only=True):
    """What a ledger says. `unused` are approved blocks that no build since the first day had, `built_for` is how many
    decks were built for each profile, as far as the names of customers are there."""

    since: datetime.date | None
    tables: tuple[Table, ...]
    months: tuple[Month, ...]
    unused: tuple[str, ...]
    reasons: tuple[Reason, ...]
    prepared: Share
    built_for: Mapping[str, int]
    customers: int
    events: int


class _Counts:
    """Counting, a customer at a time."""

    def __init__(self) -> None:
        self.built: dict[By, Counter[str]] = {by: Counter() for by in BY}
        self.shown: dict[By, Counter[str]] = {by: Counter() for by in BY}
        self.skipped: Counter[str] = Counter()
        self.rejected: Counter[str] = Counter()
        self.outcomes: dict[By, Counter[str]] = {by: Counter() for by in BY}
        self.successes: dict[By, Counter[str]] = {by: Counter() for by in BY}
        self.months: defaultdict[str, list[tuple[float | None, float | None]]] = defaultdict(list)
        self.reasons: list[Reason] = []
        self.meetings = self.prepared = self.customers = self.events = 0
        self.first: datetime.date | None = None
        self.built_for: Counter[str] = Counter()
        """Builds by the customer's id."""

    def take(self, customer: str, events: Sequence[Event]) -> None:
        """The events of one customer, by their days."""
        if not events:
            return
        self.events += len(events)
        if customer != NOBODY:
            self.customers += 1
        shown: list[Event] = []
        built: list[datetime.date] = []
        for event in events:
            if event.on is not None:
                self.first = min(self.first or event.on, event.on)
            if event.kind == "built":
                self._count(self.built, self._of_built(event))
                self.built_for[customer] += 1
                if event.on is not None:
                    built.append(event.on)
                    self.months[f"{event.on:%Y-%m}"].append((event.standard, event.own_words))
            elif event.kind == "shown":
                shown.append(event)
                self._count(self.shown, self._of_shown([event]))
                self.skipped.update(event.skipped)
                self.meetings += 1
                self.prepared += any(event.on is None or day <= event.on for day in built) or bool(event.build)
            elif event.kind == "rejected":
                self.rejected[event.block] += 1
            elif event.kind == "outcome":
                self._outcome(event, shown)
                shown = []
            elif event.kind == "counted":
                for one in event.counts:
                    self.outcomes["block"][one.block] += one.shown
                    self.successes["block"][one.block] += one.won

    def _outcome(self, event: Event, shown: Sequence[Event]) -> None:
        of_shown = self._of_shown(shown)
        self._count(self.outcomes, of_shown)
        if event.result in SUCCESSES:
            self._count(self.successes, of_shown)
        elif event.reason:
            values = sorted(of_shown["value"])
            self.reasons.append(Reason(event.on, event.result or "", event.reason, event.words or "", tuple(values)))

    @staticmethod
    def _count(into: Mapping[By, Counter[str]], names: Mapping[By, set[str]]) -> None:
        for by, some in names.items():
            into[by].update(some)

    @staticmethod
    def _of_built(event: Event) -> dict[By, set[str]]:
        return {
            "block": {one.block for one in event.blocks},
            "value": {one.value for one in event.blocks if one.value},
            "pack": {event.pack} - {""},
            "segment": {event.segment} - {""},
        }

    @staticmethod
    def _of_shown(events: Iterable[Event]) -> dict[By, set[str]]:
        found: dict[By, set[str]] = {by: set() for by in BY}
        for event in events:
            seen = frozenset(event.seen)
            found["block"] |= seen
            found["value"] |= {one.value for one in event.blocks if one.value and one.block in seen}
            found["pack"] |= {event.pack} - {""}
            found["segment"] |= {event.segment} - {""}
        return found

    def tables(self) -> Iterator[Table]:
        """The figures by each thing."""
        for by in BY:
            names = {*self.built[by], *self.shown[by], *self.outcomes[by]}
            if by == "block":
                names |= {*self.skipped, *self.rejected}
            shares = {name: Share(self.successes[by][name], self.outcomes[by][name]) for name in names}
            of_blocks = by == "block"
            rows = [
                Figures(
                    name=name,
                    built=self.built[by][name],
                    shown=self.shown[by][name],
                    skipped=self.skipped[name] if of_blocks else 0,
                    rejected=self.rejected[name] if of_blocks else 0,
                    won=shares[name],
                )
                for name in names
            ]
            yield Table(by, tuple(sorted(rows, key=lambda one: (-one.shown, -one.built, one.name))), compare(shares))


def stats_of(ledger: Ledger, library: Library, today: datetime.date, since: datetime.date | None = None) -> Stats:
    """What the ledger of a library says, of events from a day on, where one is named. Raises UserFault (SP812)."""
    counts = _Counts()
    for customer, events in ledger.histories(today):
        counts.take(customer, [one for one in events if since is None or one.on is None or one.on >= since])
    profiles, built_for = ledger.profiles(), Counter[str]()
    for customer, times in counts.built_for.items():
        if customer in profiles:
            built_for[profiles[customer]] += times
    used = counts.built["block"].keys() | counts.shown["block"].keys()
    approved = (block.id for block in library.blocks.values() if block.state == "approved")
    return Stats(
        since=since or counts.first,
        tables=tuple(counts.tables()),
        months=tuple(_month(name, builds) for name, builds in sorted(counts.months.items())),
        unused=tuple(sorted(id for id in approved if id not in used)) if used else (),
        reasons=tuple(sorted(counts.reasons, key=lambda one: (one.on or datetime.date.min, one.reason), reverse=True)),
        prepared=Share(counts.prepared, counts.meetings),
        built_for=built_for,
        customers=counts.customers,
        events=counts.events,
    )


def _month(name: str, builds: Sequence[tuple[float | None, float | None]]) -> Month:
    return Month(name, len(builds), _mean(one for one, _ in builds), _mean(one for _, one in builds))


def _mean(figures: Iterable[float | None]) -> float | None:
    known = [one for one in figures if one is not None]
    return sum(known) / len(known) if known else None
