"""Where in the files of a ledger each event stands, and how often each block succeeded: derived, and kept in the cache.

Made anew from the lines whenever it is not there, and carried forward where lines were only added. It holds numbers and
ids of blocks, and nothing that a person said or is called by; what an event says is read from its line. Merging is
here: an event counts once however many files hold it, as after a synchronising program has made a copy of one.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeAlias

import msgspec

from salespack.formats.versions import LEDGER
from salespack.ledger.events import SUCCESSES, Count, Event, EventId, Told, body_of, counted, event_in, fallen_of
from salespack.ledger.lines import ENDING
from salespack.problems.files import open_file
from salespack.problems.problem import Place, Problem, Severity, shown_path
from salespack.system.cache import OF_CUSTOMERS, code_version
from salespack.system.file_index import collection_paused
from salespack.system.hashing import digest

TABLES = """
CREATE TABLE about (version TEXT);
CREATE TABLE file (number INTEGER PRIMARY KEY, name TEXT UNIQUE, upto INTEGER, mark BLOB, time INTEGER);
CREATE TABLE event (customer INTEGER, id INTEGER, file INTEGER, at INTEGER, length INTEGER, kept BLOB);
CREATE TABLE word (number INTEGER PRIMARY KEY, text TEXT UNIQUE);
CREATE TABLE record (segment INTEGER, block INTEGER, shown INTEGER, won INTEGER, PRIMARY KEY (segment, block))
    WITHOUT ROWID;
CREATE TABLE erased (customer INTEGER PRIMARY KEY);
"""
ORDER = "CREATE UNIQUE INDEX event_of_customer ON event (customer, id)"
"""Made when the rows are there, which is faster."""
MARK = 18
"""Bytes before where a file was read up to, by which it is known that lines were only added since."""
READ_AT_ONCE = 1 << 24
"""Bytes of a file that are read at a time."""
ENDING_OF_INDEX = ".sqlite"
MOST_TRIES = 3
"""So often an index that others made anew meanwhile is looked for, before one is made for us alone."""
PATIENCE = 10.0
"""Seconds for which another process may keep the index to itself."""


class _Shown(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A block in a deck, without all else that is said of it."""

    block: str


class _Built(msgspec.Struct, frozen=True, gc=False):
    """What is indexed of any event."""

    id: EventId
    kind: str
    customer: EventId | None = None
    of: EventId | None = None
    format: int = 1


class _Line(_Built, frozen=True, gc=False):
    """What is indexed of an event that counts."""

    on: str = ""
    segment: str = ""
    blocks: tuple[_Shown, ...] = ()
    skipped: tuple[str, ...] = ()
    result: str | None = None
    counts: tuple[Count, ...] = ()


class _Kept(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What counting needs of an event: of a showing or outcome what is told; which event it is `of`; and counts:
    block, industry (both by numbers), showings, successes."""

    told: Told | None = None
    of: int | None = None
    counts: tuple[tuple[int, int, int, int], ...] = ()


Row: TypeAlias = tuple[int, int, int, int, int, bytes | None]
"""An event: the customer (0 where it is about none), the id, the number of the file, where it stands there, how long it
is, and what counting needs."""
BUILT = b',"kind":"built",'
NOTHING = 0
"""The number of the empty text, which stands for any industry."""

_BUILT = msgspec.json.Decoder(_Built)
_DECODER = msgspec.json.Decoder(_Line)
_KEPT = msgspec.msgpack.Decoder(_Kept)
_ENCODER = msgspec.msgpack.Encoder()
_Tally: TypeAlias = defaultdict[int, Counter[int]]


class _Words:
    """The numbers of texts that stand in many events: blocks and industries."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.numbers: dict[str, int] = {
            text: number for number, text in connection.execute("SELECT number, text FROM word")
        }
        self._stored = len(self.numbers)
        self.number("")

    def number(self, text: str) -> int:
        """The number of a text, which is new where the text is."""
        found = self.numbers.get(text)
        if found is None:
            found = self.numbers[text] = len(self.numbers)
        return found

    def store(self) -> None:
        """Puts those into the index that are new."""
        new = [(number, text) for text, number in self.numbers.items() if number >= self._stored]
        self._connection.executemany("INSERT INTO word VALUES (?, ?)", new)


class _Read:
    """What was read of files: rows, by customers what counts, and who was erased."""

    def __init__(self, words: _Words) -> None:
        self.words = words
        self.rows: list[Row] = []
        self.kept: defaultdict[int, dict[int, _Kept]] = defaultdict(dict)
        self.erased: set[int] = set()
        self._seen: set[int] = set()

    def lines(self, lines: list[bytes], file: int, at: int) -> tuple[int, int, int]:
        """Takes in what lines say that stand behind each other from a place on: where they end, how many are of a newer
        format, and how many are no event."""
        newer = damaged = 0
        seen, rows, encode = self._seen, self.rows, _ENCODER.encode
        decode_built, decode = _BUILT.decode, _DECODER.decode
        for line in lines:
            begin, at = at, at + len(line) + 1
            body = body_of(line)
            if body is None:
                damaged += bool(line.strip())
                continue
            try:
                said = decode_built(body) if BUILT in body[:90] else decode(body)
            except msgspec.DecodeError:
                is_newer = b'"format":' in body  # what newer ones have in an event is not known
                newer, damaged = newer + is_newer, damaged + (not is_newer)
                continue
            if said.format > LEDGER.number:
                newer += 1
                continue
            id = int(said.id, 16)
            if id in seen:
                continue
            seen.add(id)
            customer = 0 if said.customer is None else int(said.customer, 16)
            kept = None
            if said.of is not None or isinstance(said, _Line):
                found = self._kept(said)
                self.kept[customer][id] = found
                kept = encode(found)
                if said.kind == "erased":
                    self.erased.add(customer)
            rows.append((customer, id, file, begin, len(line), kept))
        return at, newer, damaged

    def _kept(self, said: _Built) -> _Kept:
        of, number = None if said.of is None else int(said.of, 16), self.words.number
        if not isinstance(said, _Line):
            return _Kept(None, of)
        if said.kind not in ("shown", "outcome"):
            counts = tuple((number(one.block), number(one.segment), one.shown, one.won) for one in said.counts)
            return _Kept(None, of, counts)
        success = None if said.result is None else said.result in SUCCESSES
        blocks = [one.block for one in said.blocks]
        if said.skipped:
            blocks = [one for one in blocks if one not in said.skipped]
        numbers = list(map(self.words.numbers.get, blocks))
        seen = tuple(map(number, blocks)) if None in numbers else tuple(numbers)
        return _Kept(Told(said.on, seen, number(said.segment), success), of)  # type: ignore[arg-type]  # none is None


class Index:
    """The index of the ledger in a folder. `problems` are those of lines that the last `update` read for the first
    time; `returned` are the files that hold lines of customers who were erased."""

    def __init__(self, folder: Path, cache: Path | None) -> None:
        self._folder = folder
        self._cache = None if cache is None else cache / OF_CUSTOMERS
        self._name = f"ledger-{digest(os.fsencode(folder.resolve()))[:24]}"
        self._connection: sqlite3.Connection | None = None
        self.problems: list[Problem] = []
        self.returned: set[str] = set()

    def close(self) -> None:
        """Closes the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def update(self) -> None:
        """Brings it up to date with the lines. Raises OSError where the folder of the ledger cannot be read."""
        for _ in range(MOST_TRIES):
            self.problems.clear()
            self.returned.clear()
            with suppress(sqlite3.Error):  # damaged, kept by another process for too long, or just made anew by it
                if self._connection is None:
                    self._connection = self._opened()
                if self._connection is not None and self._carried_forward(self._connection, _files(self._folder)):
                    return
            self.close()
            with suppress(sqlite3.Error):
                self._connection = self._made_anew()
                return
        self._cache = None
        self._connection = self._made_anew()

    def _kept(self) -> list[Path]:
        """The files of the index, the newest first. Each time that it is made anew it gets a new name: SQLite finds a
        transaction that was cut off by the name of its file."""
        return sorted(self._cache.glob(f"{self._name}-*{ENDING_OF_INDEX}"), reverse=True) if self._cache else []

    def _opened(self) -> sqlite3.Connection | None:
        kept = self._kept()
        return _connected(kept[0]) if kept else None

    def _made_anew(self) -> sqlite3.Connection:
        """The index of all lines. It is put in its place when it is whole; where it cannot be, it is ours alone."""
        self.problems.clear()
        self.returned.clear()
        draft = self._draft()
        try:
            connection = _connected(draft)
            connection.executescript(TABLES)
            with collection_paused(), _transaction(connection):
                connection.execute("INSERT INTO about VALUES (?)", (code_version(),))
                read = _Read(_Words(connection))
                for number, (name, stat) in enumerate(sorted(_files(self._folder).items())):
                    self._read(connection, read, number, name, stat, 0)
                self._fill(connection, read)
            if draft is None:
                return connection
            connection.close()  # Windows moves no file that is open
            return _connected(self._put(draft))
        finally:
            if draft is not None:
                with suppress(OSError):
                    draft.unlink(missing_ok=True)

    def _put(self, draft: Path) -> Path:
        """Where a whole index is now, in place of those before it; who has one of them open goes on with it."""
        before = self._kept()
        newest = before[0].name.removeprefix(f"{self._name}-").partition("-")[0] if before else "0"
        number = int(newest) + 1 if newest.isascii() and newest.isdigit() else 1
        path = draft.with_name(f"{self._name}-{number:09}-{os.urandom(4).hex()}{ENDING_OF_INDEX}")
        try:
            draft.replace(path)
        except OSError:
            return draft
        for old in before:
            for file in (old, old.with_name(f"{old.name}-journal")):
                with suppress(OSError):
                    file.unlink(missing_ok=True)
        return path

    def _draft(self) -> Path | None:
        """A new file that nobody else may read, beside the index."""
        if self._cache is None:
            return None
        draft = self._cache / f"{self._name}.{os.getpid()}-{os.urandom(4).hex()}.tmp"
        try:
            self._cache.mkdir(mode=0o700, exist_ok=True)
            os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except OSError:
            return None
        return draft

    def _fill(self, connection: sqlite3.Connection, read: _Read) -> None:
        """Puts all that was read into an empty index."""
        connection.executemany("INSERT INTO erased VALUES (?)", [(one,) for one in read.erased])
        self._without(connection, read, read.erased)
        _insert(connection, read.rows)
        connection.execute(ORDER)
        shown: _Tally = defaultdict(Counter)
        won: _Tally = defaultdict(Counter)
        for kept in read.kept.values():
            _count(kept, 1, shown, won)
        _put_record(connection, read.words, shown, won)

    def _carried_forward(self, connection: sqlite3.Connection, files: Mapping[str, os.stat_result]) -> bool:
        """Whether the index is up to date now, as lines were only added; else it is as it was."""
        if connection.execute("SELECT version FROM about").fetchall() != [(code_version(),)]:
            return False
        if all(_is_same(files.get(name), upto, time) for _, name, upto, _, time in _known(connection)) and len(
            files
        ) == len(_known(connection)):
            return True
        with _transaction(connection):
            files = _files(self._folder)  # others may have gone on meanwhile, with lines and with the index
            known = {name: (number, upto, mark, time) for number, name, upto, mark, time in _known(connection)}
            if not known.keys() <= files.keys():
                return False
            read = _Read(_Words(connection))
            next_number = 1 + max((number for number, *_ in known.values()), default=-1)
            for name in sorted(files):
                number, upto, mark, time = known.get(name, (next_number, 0, b"", 0))
                next_number += name not in known
                if _is_same(files[name], upto, time):
                    continue
                if files[name].st_size < upto or self._mark(name, upto) != mark:
                    return False
                self._read(connection, read, number, name, files[name], upto)
            if read.erased:
                connection.execute("UPDATE about SET version = ''")
                return False
            self._add(connection, read)
        return True

    def _add(self, connection: sqlite3.Connection, read: _Read) -> None:
        """Puts further rows into the index; what is counted of the customers that they are of is counted again."""
        self._without(connection, read, {one for (one,) in connection.execute("SELECT customer FROM erased")})
        shown: _Tally = defaultdict(Counter)
        won: _Tally = defaultdict(Counter)
        for customer in read.kept:
            _count(_kept_of(connection, customer), -1, shown, won)
        _insert(connection, read.rows)
        for customer in read.kept:
            _count(_kept_of(connection, customer), 1, shown, won)
        _put_record(connection, read.words, shown, won)

    def _without(self, connection: sqlite3.Connection, read: _Read, erased: Collection[int]) -> None:
        """Leaves out what is of customers who were erased; the files that hold it are noted."""
        if erased:
            numbers = {file for customer, _, file, *_ in read.rows if customer in erased}
            self.returned |= {name for number, name, *_ in _known(connection) if number in numbers}
            read.rows = [row for row in read.rows if row[0] not in erased]
            for customer in erased:
                read.kept.pop(customer, None)

    def _mark(self, name: str, upto: int) -> bytes:
        with open_file(self._folder / name) as file:
            file.seek(max(upto - MARK, 0))
            return file.read(min(upto, MARK))

    def _read(
        self, connection: sqlite3.Connection, read: _Read, number: int, name: str, stat: os.stat_result, upto: int
    ) -> None:
        """Reads the events of a file behind a place. A last line without its end is left for the next time."""
        place = shown_path(self._folder / name)
        newer, damaged, tail, left = 0, 0, b"", stat.st_size - upto
        with open_file(self._folder / name) as file:
            file.seek(upto)
            while left > 0 and (more := file.read(min(left, READ_AT_ONCE))):
                left -= len(more)
                *lines, tail = (tail + more).split(b"\n")
                upto, more_newer, more_damaged = read.lines(lines, number, upto)
                newer, damaged = newer + more_newer, damaged + more_damaged
        if damaged or tail.strip():
            self.problems.append(_damaged(place, damaged + bool(tail.strip())))
        if newer:
            self.problems.append(_newer(place, newer))
        row = (number, name, upto, self._mark(name, upto), 0 if tail else stat.st_mtime_ns)
        connection.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?)", row)

    # --- what it answers ---------------------------------------------------------------------------------------------

    def events(self, customers: Collection[str]) -> list[Event]:
        """All events of customers, by their ids."""
        assert self._connection is not None  # noqa: S101 - it was brought up to date
        found = []
        for customer in customers:
            rows = self._connection.execute(
                "SELECT name, at, length FROM event JOIN file ON file.number = event.file WHERE customer = ?",
                (int(customer, 16),),
            ).fetchall()
            found += rows
        return list(self._lines(found))

    def customers(self) -> list[str]:
        """The ids of all customers of whom there is an event, and of nobody where there is one of nobody."""
        assert self._connection is not None  # noqa: S101 - it was brought up to date
        rows = self._connection.execute("SELECT DISTINCT customer FROM event ORDER BY customer")
        return [f"{one:016x}" for (one,) in rows]

    def _lines(self, rows: Iterable[tuple[str, int, int]]) -> Iterator[Event]:
        by_file: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for name, at, length in rows:
            by_file[name].append((at, length))
        for name, places in by_file.items():
            with open_file(self._folder / name) as file:
                for at, length in places:
                    file.seek(at)
                    event = event_in(file.read(length))
                    if event is not None:  # else somebody has just rewritten the file
                        yield event

    def record(self, segment: str) -> dict[str, tuple[int, int]]:
        """How often each block was a success, and how often it came to an outcome, in an industry; everywhere, where it
        is empty."""
        assert self._connection is not None  # noqa: S101 - it was brought up to date
        rows = self._connection.execute(
            "SELECT called.text, won, shown FROM record JOIN word AS called ON called.number = block"
            " WHERE segment = (SELECT number FROM word WHERE text = ?) AND shown > 0",
            (segment,),
        )
        return {block: (won, shown) for block, won, shown in rows}

    def erased(self) -> frozenset[str]:
        """The ids of customers who were erased."""
        assert self._connection is not None  # noqa: S101 - it was brought up to date
        return frozenset(f"{one:016x}" for (one,) in self._connection.execute("SELECT customer FROM erased"))

    def __len__(self) -> int:
        assert self._connection is not None  # noqa: S101 - it was brought up to date
        (count,) = self._connection.execute("SELECT count(*) FROM event").fetchone()
        return int(count)


def _files(folder: Path) -> dict[str, os.stat_result]:
    """The files of lines in a folder, whatever else their names say. Raises OSError."""
    with os.scandir(folder) as entries:
        return {one.name: one.stat() for one in entries if one.name.endswith(ENDING) and one.is_file()}


def _known(connection: sqlite3.Connection) -> list[tuple[int, str, int, bytes, int]]:
    """The files that were read: number, name, how far (bytes), the mark there, the time (ns; 0: to be read again)."""
    return connection.execute("SELECT number, name, upto, mark, time FROM file").fetchall()


def _is_same(stat: os.stat_result | None, upto: int, time: int) -> bool:
    return stat is not None and stat.st_size == upto and stat.st_mtime_ns == time


def _connected(path: Path | None) -> sqlite3.Connection:
    # A file that another process has just taken away must not be made again, empty.
    place = ":memory:" if path is None else f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(place, timeout=PATIENCE, isolation_level=None, uri=True)
    connection.execute("PRAGMA synchronous=OFF")  # it can be made again
    return connection


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _insert(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    connection.executemany("INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?, ?, ?)", rows)


def _kept_of(connection: sqlite3.Connection, customer: int) -> dict[int, _Kept]:
    rows = connection.execute("SELECT id, kept FROM event WHERE customer = ? AND kept IS NOT NULL", (customer,))
    return {id: _KEPT.decode(kept) for id, kept in rows}


def _count(kept: Mapping[int, _Kept], sign: int, shown: _Tally, won: _Tally) -> None:
    """Adds what the events of one customer count (or takes it away, with a `sign` of −1): by industry, how often each
    block came to an outcome, and how often that was a success."""
    against: defaultdict[int, list[int]] = defaultdict(list)
    for id, one in kept.items():
        if one.of is not None:
            against[one.of].append(id)
    # What takes back has nothing to count; nor has an answer about being a reference, whatever it corrects.
    fallen = fallen_of(against, {id for id, one in kept.items() if one.told is None}) if against else ()
    count = Counter.update if sign > 0 else Counter.subtract
    for blocks, segment, success in counted(
        one.told for id, one in kept.items() if one.told is not None and id not in fallen
    ):
        count(shown[segment], blocks)
        if success:
            count(won[segment], blocks)
    for one in kept.values():
        for block, segment, times, successes in one.counts:
            shown[segment][block] += sign * times
            won[segment][block] += sign * successes


def _put_record(connection: sqlite3.Connection, words: _Words, shown: _Tally, won: _Tally) -> None:
    """Adds counts to the record, those of each industry to those of any."""
    words.store()
    rows = [
        (key, block, count, won[segment][block])
        for segment, counts in list(shown.items())
        for block, count in counts.items()
        if count or won[segment][block]
        for key in {segment, NOTHING}
    ]
    connection.executemany(
        "INSERT INTO record VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET shown = shown + excluded.shown, won = won + excluded.won",
        rows,
    )


def _damaged(file: str, count: int) -> Problem:
    lines = "a line that was cut off or damaged was" if count == 1 else f"{count:,} lines that were damaged were"
    hint = "what a stopped computer did not finish is lost; the other lines are whole"
    return Problem(code="SP811", message=f"{lines} left out", hint=hint, place=Place(file), severity=Severity.WARNING)


def _newer(file: str, count: int) -> Problem:
    lines = "a line was" if count == 1 else f"{count:,} lines were"
    return Problem(
        code="SP014",
        message=f"{lines} written by a newer Salespack and left out",
        hint="update it: pip install --upgrade salespack",
        place=Place(file),
        severity=Severity.WARNING,
    )
