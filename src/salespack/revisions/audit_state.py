"""What an audit has found so far, kept in a file: so that one that was interrupted goes on where it stopped, and ten
thousand decks need no more memory than ten."""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import msgspec

from salespack.problems.problem import Problem
from salespack.revisions.inspection import Inspection
from salespack.system.transactions import process_runs

FOLDER = "audits"
KEPT_DAYS = 7
"""After so many days what an interrupted audit had found is worth nothing: it is thrown away by the next."""
OWNER = re.compile(r"([0-9a-f]{32})\.(\d{1,10})\.jsonl")


class Result(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was found in one file as it was then (bytes, and when it was changed, in ns): an inspection, or problems.

    With neither, it was begun: whatever reads it did not come back.
    """

    path: str
    size: int
    changed: int
    inspection: Inspection | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether it was read, or could not be."""
        return self.inspection is not None or bool(self.problems)


class AuditState:
    """Results, written one after the other and read again in the order of `keep` and `add`.

    Without a cache folder they are kept as long as the audit runs. `key` says all that they depend on, and `today` is
    the day, by which what others left is told from what is too old.
    """

    def __init__(self, cache: Path | None, key: str, today: datetime.date) -> None:
        self._known: dict[str, tuple[int, int, int, bool]] = {}
        """By path: its size, when it was changed, where its result stands, whether that is one."""
        self._order: list[int] = []
        self._path: Path | None = None
        self._file = self._opened(cache, key, today)
        self._decoder = msgspec.json.Decoder(Result)
        self._read_known()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        """Keeps what was found where the audit was interrupted, and forgets it where it came to its end."""
        self._file.close()
        if self._path is not None and kind is None:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)

    def has(self, path: str, size: int, changed: int) -> bool:
        """Whether a file's result is known; then it is taken over. One that ended whatever read it is to be told."""
        known = self._known.get(path)
        if known is None or known[:2] != (size, changed) or not known[3]:
            return False
        self._order.append(known[2])
        return True

    def ended_in(self, path: str, size: int, changed: int) -> bool:
        """Whether an earlier audit began to read the file as it is, and came to no end."""
        known = self._known.get(path)
        return known is not None and known[:2] == (size, changed) and not known[3]

    @contextlib.contextmanager
    def begun(self, path: str, size: int, changed: int) -> Iterator[None]:
        """Notes that a file is being read, in case nothing comes back from it."""
        at = self._append(Result(path, size, changed))
        self._file.flush()
        try:
            yield
        except BaseException:
            self._file.seek(at)
            self._file.truncate()
            raise

    def add(self, result: Result) -> None:
        """A result that was just found."""
        self._order.append(self._append(result))

    def results(self) -> Iterator[Result]:
        """All of this audit, one at a time."""
        for place in self._order:
            self._file.seek(place)
            yield self._decoder.decode(self._file.readline())

    def _append(self, result: Result) -> int:
        at = self._file.seek(0, os.SEEK_END)
        self._file.write(msgspec.json.encode(result) + b"\n")
        return at

    def _opened(self, cache: Path | None, key: str, today: datetime.date) -> BinaryIO:
        """The file of an audit that ended before its end, else a new one; a temporary one where nothing is kept."""
        if cache is not None:
            with contextlib.suppress(OSError):
                folder = cache / FOLDER
                folder.mkdir(mode=0o700, exist_ok=True)
                own = folder / f"{key}.{os.getpid()}.jsonl"
                for left in sorted(folder.iterdir()):
                    owner = OWNER.fullmatch(left.name)
                    if owner is None or (process_runs(int(owner[2])) and int(owner[2]) != os.getpid()):
                        continue
                    changed = datetime.date.fromtimestamp(left.stat().st_mtime)
                    if (today - changed).days > KEPT_DAYS:
                        left.unlink(missing_ok=True)
                    elif owner[1] == key and left != own:
                        left.replace(own)
                file = own.open("a+b")
                self._path = own
                return file
        return tempfile.TemporaryFile()

    def _read_known(self) -> None:
        self._file.seek(0)
        at = 0
        for line in self._file:
            if not line.endswith(b"\n"):
                self._file.truncate(at)  # the power went
                break
            with contextlib.suppress(msgspec.DecodeError):
                one = self._decoder.decode(line)
                self._known[one.path] = one.size, one.changed, at, one.is_done
            at += len(line)
