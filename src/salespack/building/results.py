"""`results.jsonl` in the output folder: what became of each profile of a batch, a line each, as it was done.

The last line of a profile counts. A line that was cut off is as good as none: its profile is built again.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Literal, Self

import msgspec

from salespack.formats.types import encode_custom
from salespack.formats.versions import RESULT, VersionFault, read_record
from salespack.problems.files import file_content, not_read
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.system.files import not_written
from salespack.system.transactions import write_file

FILE = "results.jsonl"
Outcome = Literal["built", "refused", "not built"]


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A problem as a line says it; `place` is FILE:LINE:COLUMN."""

    code: str
    message: str
    hint: str = ""
    place: str = ""
    severity: str = "error"

    @classmethod
    def of(cls, problem: Problem) -> Told:
        """A problem in words."""
        place = "" if problem.place is None else str(problem.place)
        severity = problem.severity.value
        return cls(code=problem.code, message=problem.message, hint=problem.hint, place=place, severity=severity)


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one profile: of `profile` (its name without ending) in `file`.

    `files` are the outputs by name, with their paths, and `kept` those files in whose place they would be, but that a
    person has changed or has open; `inputs` is a digest of all that the build depends on, so that
    the same need not be built again; `seconds` is how long it took.
    """

    profile: str
    file: str
    result: Outcome
    pack: str = ""
    language: str = ""
    on: datetime.date | None = None
    slides: int = 0
    files: dict[str, str] = {}
    kept: dict[str, str] = {}
    problems: tuple[Told, ...] = ()
    inputs: str = ""
    seconds: float = 0.0
    format: int = RESULT.number


class Before(msgspec.Struct, frozen=True):
    """What an earlier batch says of a profile that it built: the digest of its inputs, and its files."""

    inputs: str
    files: tuple[str, ...]

    @property
    def is_there(self) -> bool:
        """Whether all that was built is still there; a person may have changed it."""
        return bool(self.files) and all(map(os.path.isfile, self.files))


class Results:
    """The file in the making. Lines are added as they come; without `kept`, those of an earlier batch go first.

    Raises UserFault (SP701, SP702) where it cannot be written.
    """

    def __init__(self, out: Path, *, kept: bool) -> None:
        self.path, self._kept = out / FILE, kept
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("ab" if self._kept else "wb")
            if self._file.tell() and not _ends_a_line(self.path):
                self._file.write(b"\n")
        except OSError as error:
            raise not_written(self.path, error) from None
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, result: Result) -> None:
        """The next line; whoever reads meanwhile finds it whole."""
        assert self._file is not None  # noqa: S101 - added inside the `with`
        try:
            self._file.write(msgspec.json.encode(result, enc_hook=encode_custom) + b"\n")
            self._file.flush()
        except OSError as error:
            raise not_written(self.path, error) from None

    def settle(self) -> None:
        """Waits until all lines lie on the disk, and leaves of each profile its last, where there were some before."""
        assert self._file is not None  # noqa: S101 - called inside the `with`
        try:
            os.fsync(self._file.fileno())
            if not self._kept:
                return
            last: dict[str, int] = {}
            lines = 0
            for number, line in _lines(self.path):
                lines += 1
                last[_file_of(line)] = number
            if lines > len(last):
                kept = set(last.values())
                text = b"".join(line for number, line in _lines(self.path) if number in kept and _file_of(line))
                self._file.close()
                write_file(self.path, text)
        except OSError as error:
            raise not_written(self.path, error) from None


def built_before(out: Path) -> dict[str, Before]:
    """What the file in an output folder says of profiles that were built, by their files.

    Raises VersionFault (SP014) where a newer Salespack wrote it, UserFault (SP001) where it cannot be read.
    """
    path, found = out / FILE, dict[str, Before]()
    place = Place(shown_path(path))
    try:
        for _, line in _lines(path):
            try:
                one = read_record(line, Result, RESULT, place)
            except VersionFault:
                raise
            except msgspec.DecodeError:
                continue
            found.pop(one.file, None)
            if one.result == "built" and one.inputs:
                found[one.file] = Before(one.inputs, tuple(one.files.values()))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UserFault.of("SP001", not_read(error), "check its permissions", place) from None
    return found


class KeptResults(msgspec.Struct, frozen=True):
    """The file as it is without one profile: where it is, what it holds then, and how many lines are left out."""

    path: Path
    content: bytes
    dropped: int


def results_without(out: Path, profile: str) -> KeptResults:
    """The file in an output folder without the lines of a profile; those that cannot be read stay as they are."""
    path = out / FILE
    try:
        lines = file_content(path).splitlines(keepends=True)
    except OSError:
        lines = []
    kept = [line for line in lines if _said(line).profile != profile]
    return KeptResults(path, b"".join(kept), len(lines) - len(kept))


class _Said(msgspec.Struct, frozen=True):
    """Whose a line is."""

    profile: str = ""
    file: str = ""


def _said(line: bytes) -> _Said:
    try:
        return msgspec.json.decode(line, type=_Said)
    except msgspec.DecodeError:
        return _Said()


def _file_of(line: bytes) -> str:
    return _said(line).file


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as file:
        yield from enumerate(file)


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() == b"\n"
