"""The log of refused builds, `refusals.jsonl` in the output folder: what was asked for and had no answer.

One line a refusal, only ever appended. It names the profile's file, the pack, the day and the values without an answer,
and holds nothing else about a customer. `library coverage --from-refusals` reads it.
"""

from __future__ import annotations

import datetime
import errno
import os
from pathlib import Path

import msgspec

from salespack.formats.types import encode_custom
from salespack.formats.versions import REFUSAL, VersionFault, read_record
from salespack.matching.selection import Selection
from salespack.problems.files import file_content, not_read
from salespack.problems.problem import Place, Problem, Severity, UserFault, shown_path
from salespack.system.files import not_written

FILE = "refusals.jsonl"
LARGEST = 64 * 1024 * 1024
"""Bytes of a log that are read; 100,000 refusals have about 20 MB."""


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """One refused build. `values` are the ids that had no answer, or none that is strong enough, with their weights."""

    day: datetime.date
    profile: str
    pack: str
    language: str
    on: datetime.date
    values: dict[str, float]
    format: int = REFUSAL.number


def refusal_of(selection: Selection, day: datetime.date) -> Refusal:
    """What is recorded of a selection that was refused on `day`."""
    top = [value for value in selection.values if value.top]
    lacking = [value for value in top if not value.covered] or [value for value in top if value.covered < 1]
    return Refusal(
        day=day,
        profile=selection.profile,
        pack=selection.pack,
        language=selection.language,
        on=selection.on,
        values={value.id: round(value.weight, 4) for value in lacking},
    )


def record_refusal(out: Path, refusal: Refusal) -> tuple[Problem, ...]:
    """Adds a refusal to the log in the output folder; a warning when it cannot be written."""
    path = out / FILE
    try:
        out.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, "it is no file", str(path))
        with path.open("ab") as log:
            # One write a line, so that builds side by side do not mix; behind a line that was cut off a new one begins.
            begin = b"\n" if log.tell() and not _ends_a_line(path) else b""
            log.write(begin + msgspec.json.encode(refusal, enc_hook=encode_custom) + b"\n")
    except OSError as error:
        fault = not_written(path, error, what="the refusal was not recorded:")
        return tuple(problem.as_warning() for problem in fault.problems)
    return ()


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as log:
        log.seek(-1, os.SEEK_END)
        return log.read() == b"\n"


def read_refusals(out: Path) -> tuple[tuple[Refusal, ...], tuple[Problem, ...]]:
    """The refusals recorded in an output folder, oldest first, and a warning for each line that is none.

    Lines that a newer Salespack wrote are left out, with one warning.

    Raises UserFault when there is a log that cannot be read.
    """
    path = out / FILE
    try:
        if path.stat().st_size > LARGEST:
            hint = "keep its last lines and put the others away"
            raise UserFault.of("SP007", f"is larger than {LARGEST // 1024 // 1024} MB", hint, Place(shown_path(path)))
        lines = file_content(path).split(b"\n")
    except FileNotFoundError:
        return (), ()
    except OSError as error:
        raise UserFault.of("SP001", not_read(error), "check its permissions", Place(shown_path(path))) from None
    found: list[Refusal] = []
    problems: list[Problem] = []
    newer: list[Problem] = []
    shown = shown_path(path)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = Place(shown, number)
        try:
            found.append(read_record(line, Refusal, REFUSAL, place))
        except VersionFault as fault:
            newer += fault.problems
        except msgspec.DecodeError:
            problems.append(
                Problem(code="SP100", message="is no refusal and was left out", place=place, severity=Severity.WARNING)
            )
    problems += [problem.as_warning() for problem in newer[:1]]
    return tuple(found), tuple(problems)


class KeptRefusals(msgspec.Struct, frozen=True):
    """The log as it is without one profile: where it is, what it holds then, and how many lines are left out."""

    path: Path
    content: bytes
    dropped: int


def refusals_without(out: Path, profile: str) -> KeptRefusals:
    """The log in an output folder without the refusals of a profile; lines that cannot be read stay as they are."""
    path = out / FILE
    try:
        lines = file_content(path).splitlines(keepends=True)
    except OSError:
        lines = []
    kept = [line for line in lines if not _is_of(line, profile)]
    return KeptRefusals(path, b"".join(kept), len(lines) - len(kept))


def _is_of(line: bytes, profile: str) -> bool:
    try:
        return msgspec.json.decode(line, type=_Of).profile == profile
    except msgspec.DecodeError:
        return False


class _Of(msgspec.Struct, frozen=True):
    profile: str
