"""The ledger of a workspace: writing events, reading what is known of a customer, and what is done out of its reach.

It lies in a folder beside the library (`ledger/`): `init` and the first `log` make it, and builds write where it is.
What cannot be written there waits on this computer, and goes there with the next event that can.
"""

from __future__ import annotations

import datetime
import errno
import os
import platform
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from salespack.ledger.events import Event, Kind, body_of, instant_of, line_of, random_id, standing
from salespack.ledger.lines import ENDING, append, drain
from salespack.ledger.names import (
    KnownCustomer,
    all_customers,
    known_customer,
    move,
    rename,
    same,
    with_customer,
    with_person,
)
from salespack.problems.files import why
from salespack.problems.problem import Place, Problem, Severity, UserFault, shown_path
from salespack.system.cache import read_cached, write_cached
from salespack.system.environment import instant
from salespack.system.hashing import digest

if TYPE_CHECKING:
    from salespack.ledger.index import Index

KEEP_MONTHS = 24
IGNORED = "# Whom you showed what, and what came of it: personal data, which git would never forget.\n*\n"
"""The rule that keeps a ledger out of git."""
QUEUE = "ledger-queue"
NOBODY = "0" * 16
"""The customer in the index of what is about none."""
UNKNOWN = "until it is back, it is not known who has seen what"


class Attendee(msgspec.Struct, frozen=True):
    """A person at a customer, as the profile has them."""

    role: str
    name: str = ""


class Recorded(msgspec.Struct, frozen=True):
    """An event that was written, and what is to be told of that."""

    event: Event
    problems: tuple[Problem, ...] = ()


class History(msgspec.Struct, frozen=True):
    """What is known of a customer: who that is, and the events that hold, by their days."""

    known: KnownCustomer
    events: tuple[Event, ...] = ()


class Ledger:
    """The ledger in a folder, for as long as a command runs. `cache` holds its index, and what waits for it."""

    def __init__(self, folder: Path, cache: Path | None, keep_months: int = KEEP_MONTHS) -> None:
        self.folder = folder
        self.keep_months = keep_months
        self._cache = cache
        self._queue = None
        if cache is not None:
            self._queue = cache / QUEUE / digest(os.fsencode(os.path.abspath(folder)))[:24]  # noqa: PTH100
        self._index: Index | None = None
        self._stale = True
        self._problems: list[Problem] = []

    def begin(self) -> None:
        """Makes the folder, which git leaves alone, where there is none. Raises UserFault (SP813)."""
        try:
            self.folder.mkdir(exist_ok=True)
            self._keep_out_of_git()
        except OSError as error:
            raise UserFault.of("SP813", f"no ledger can be made: {why(error)}", *_remedy(self.folder)) from None

    def _keep_out_of_git(self) -> None:
        """Writes the rule that git leaves the folder alone, unless it is there. Raises OSError."""
        if not (rule := self.folder / ".gitignore").exists():
            rule.write_text(IGNORED, "utf-8")

    # --- writing -----------------------------------------------------------------------------------------------------

    def write(
        self,
        profile: str,
        customer: str,
        people: Sequence[Attendee],
        make: Callable[[str, tuple[str, ...]], Event],
        *,
        lasting: bool = False,
    ) -> Recorded:
        """Writes the event that `make` makes of the random ids of a customer and of people; both get them here.

        Raises UserFault (SP813) where it can be kept nowhere, not even to be sent later.
        """

        def made(folder: Path) -> Event:
            known, ids = with_customer(folder, self.known(profile), customer), []
            for one in people:
                known, id = with_person(folder, known, one.role, one.name)
                ids.append(id)
            return make(known.ids[0], tuple(dict.fromkeys(ids)))

        return self._written(made, lasting=lasting)

    def write_of_nobody(self, event: Event) -> Recorded:
        """Writes an event that is about no customer. Raises UserFault (SP813)."""
        return self._written(lambda _: event, lasting=True)

    def _written(self, make: Callable[[Path], Event], *, lasting: bool) -> Recorded:
        """Writes an event where it can be: into the folder of the ledger, else into that of what waits for it."""
        self._send()
        fault: OSError | None = None
        for folder in (self.folder, self._queue):
            if folder is None:
                continue
            try:
                if folder == self.folder and not folder.is_dir():
                    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder))
                if folder == self.folder:
                    self._keep_out_of_git()
                else:
                    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                event = make(folder)
                append(folder, self.writer, line_of(event), lasting=lasting)
            except OSError as error:
                fault = fault or error
                continue
            finally:
                self._stale = True
            return Recorded(event, () if fault is None else (self._out_of_reach(fault),))
        assert fault is not None  # noqa: S101 - else it was written
        raise UserFault.of("SP813", f"nothing can be noted down: {why(fault)}", *_remedy(self.folder))

    def _send(self) -> None:
        """Sends what waits on this computer; a line that was sent and stayed here all the same counts once."""
        if self._queue is None or not self._queue.is_dir() or not self.folder.is_dir():
            return
        try:
            move(self._queue, self.folder)
            for path in sorted(self._queue.glob(f"*{ENDING}")):
                drain(path, self._take)
        except OSError:
            return  # it waits on

    def _take(self, lines: bytes) -> None:
        whole = [line for line in lines.split(b"\n") if body_of(line) is not None]
        append(self.folder, self.writer, b"".join(line + b"\n" for line in whole), lasting=True)

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folder, where it can be reached, and that of what waits for it, where something does."""
        return tuple(one for one in (self.folder, self._queue) if one is not None and one.is_dir())

    @property
    def writer(self) -> str:
        """The name of this computer's file: random, and kept as long as the cache is."""
        name = f"writer-{digest(platform.node().encode())[:16]}"
        kept = read_cached(self._cache, name)
        if kept is None:
            kept = random_id().encode()
            write_cached(self._cache, name, kept)
        return kept.decode()

    def _out_of_reach(self, error: OSError) -> Problem:
        hint = "it is kept on this computer, and sent with the next build or log that reaches it"
        if error.errno == errno.ENOENT:
            hint += "; where the folder is to be new, make it"
        return Problem(
            code="SP812",
            message=f"the ledger is out of reach: {why(error)}",
            hint=hint,
            place=Place(shown_path(self.folder)),
            severity=Severity.WARNING,
        )

    # --- reading -----------------------------------------------------------------------------------------------------

    def known(self, profile: str) -> KnownCustomer:
        """What is known of the customer of a profile. Ids of who was erased are nobody's, should they come back."""
        known, erased = known_customer(self.folders, profile), self.erased()
        return msgspec.structs.replace(known, ids=tuple(one for one in known.ids if one not in erased))

    def _customers(self) -> list[KnownCustomer]:
        """All customers that have names here. Raises OSError."""
        return [one for folder in self.folders for one in all_customers(folder)]

    def rename(self, old: str, new: str) -> None:
        """What is known of the customer of the profile `old` is known of that of `new`. Raises UserFault (SP813)."""
        try:
            for folder in self.folders:
                rename(folder, old, new)
        except OSError as error:
            raise UserFault.of("SP813", f"the names cannot be moved: {why(error)}", *_remedy(self.folder)) from None

    def former(self, customer: str) -> tuple[str, ...]:
        """The profiles by which a customer of this name is known, as far as the names can be read."""
        try:
            known = self._customers()
        except OSError:
            return ()
        erased = self.erased()
        return tuple(
            dict.fromkeys(one.profile for one in known if same(one.name, customer) and not erased.issuperset(one.ids))
        )

    def erased(self) -> frozenset[str]:
        """The ids of customers who were erased, as far as the ledger can be read."""
        try:
            return self._current().erased()
        except OSError:
            return frozenset()

    def history(self, profile: str, today: datetime.date | None = None) -> History:
        """What is known of a customer, without what is older than it is kept on the day `today`.

        Raises UserFault (SP812) where the ledger cannot be read.
        """
        known = self.known(profile)
        try:
            found = standing(self._current().events(known.ids))
        except OSError as error:
            raise UserFault([msgspec.structs.replace(self._out_of_reach(error), hint=UNKNOWN)]) from None
        first = datetime.date.min if today is None else first_day(today, self.keep_months)
        return History(known, tuple(one for one in found if one.on is None or one.on >= first))

    def histories(self, today: datetime.date) -> Iterator[tuple[str, tuple[Event, ...]]]:
        """Of every customer, by id, the events that hold, by their days, as far back as it is kept; those that are
        about nobody come under `NOBODY`. One customer's are held at a time.

        Raises UserFault (SP812) where the ledger cannot be read.
        """
        first = first_day(today, self.keep_months)
        try:
            index = self._current()
            for customer in index.customers():
                held = standing(index.events([customer]))
                yield customer, tuple(one for one in held if one.on is None or one.on >= first)
        except OSError as error:
            raise UserFault([msgspec.structs.replace(self._out_of_reach(error), hint=UNKNOWN)]) from None

    def profiles(self) -> dict[str, str]:
        """The profile of each customer, by id, as far as the names are there. Raises UserFault (SP812)."""
        try:
            known = self._customers()
        except OSError as error:
            raise UserFault([msgspec.structs.replace(self._out_of_reach(error), hint=UNKNOWN)]) from None
        return {id: one.profile for one in known for id in one.ids}

    def rejections(self, today: datetime.date) -> tuple[Event, ...]:
        """The blocks that sellers refused, as far back as it is kept. Raises UserFault (SP812)."""
        try:
            found = standing(self._current().events([NOBODY]))
        except OSError as error:
            raise UserFault([msgspec.structs.replace(self._out_of_reach(error), hint=UNKNOWN)]) from None
        first = first_day(today, self.keep_months)
        return tuple(one for one in found if one.kind == "rejected" and one.on is not None and one.on >= first)

    def record(self, industry: str | None) -> tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]]:
        """How often each block was a success, and how often it came to an outcome: everywhere, and in an industry.

        Raises UserFault (SP812) where the ledger cannot be read.
        """
        try:
            index = self._current()
            return index.record(""), index.record(industry) if industry else {}
        except OSError as error:
            raise UserFault([msgspec.structs.replace(self._out_of_reach(error), hint=UNKNOWN)]) from None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with lines that were read for the first time."""
        return tuple(dict.fromkeys(self._problems))

    def _current(self) -> Index:
        """The index, with what was written meanwhile. Raises OSError."""
        if self._index is None:
            from salespack.ledger.index import Index

            self._index, self._stale = Index(self.folder, self._cache), True
        if self._stale:
            self._index.update()
            self._problems += self._index.problems
            self._stale = False
        return self._index

    def close(self) -> None:
        """What is read next is read anew."""
        if self._index is not None:
            self._index.close()
            self._index = None


def new_event(kind: Kind, **fields: Any) -> Event:
    """An event that happens now, with a new id."""
    plain: dict[str, Any] = {
        name: datetime.date.fromordinal(one.toordinal()) if isinstance(one, datetime.date) else one
        for name, one in fields.items()
    }
    return Event(id=random_id(), at=instant_of(instant()), kind=kind, **plain)


def first_day(today: datetime.date, months: int) -> datetime.date:
    """The first day of which something is kept, so many months before `today`."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    if year < 1:
        return datetime.date.min
    last = (datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1) - datetime.timedelta(1)).day
    return datetime.date(year, month + 1, min(today.day, last))


def _remedy(folder: Path) -> tuple[str, Place]:
    return "name a folder that you may write to, `ledger:` in library.yaml", Place(shown_path(folder))
