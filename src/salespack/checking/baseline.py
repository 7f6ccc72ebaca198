"""The baseline: problems that were there when the tool came in, accepted until somebody mends them.

A problem is known again by its code, its file, its message and the text of its line, so that it survives lines that
move; equal ones are counted. A profile's lines are never part of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

import msgspec

from salespack.checking.switches import known_as
from salespack.formats.text_files import read_text
from salespack.formats.versions import BASELINE, read_record
from salespack.library.library import PROFILES_FOLDER
from salespack.problems.codes import is_dated
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.profiles.privacy import WITH_DATA_OF
from salespack.system.files import put
from salespack.system.hashing import digest

BLANKS = re.compile(r"\s+")
FIGURES = re.compile(r"\bline \d+\b")

LineOf = Callable[[Problem], str]


class Accepted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One accepted problem; `times` when it is there more than once. Code, file and message are for people."""

    fingerprint: str
    code: str
    file: str
    message: str
    times: int = 1


class Baseline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A baseline file."""

    accepted: tuple[Accepted, ...] = ()
    format: int = BASELINE.number


def fingerprint(problem: Problem, root: Path, line: str) -> str:
    """What a problem is known by: the same on every day, and however far its line moved. `line` is its line's text.

    Whose data shows it does not matter either, so that a new customer's profile makes no new problem of an old one.
    """
    file = known_as(problem.place.file, root) if problem.place else ""
    message = "" if is_dated(problem.code) else FIGURES.sub("line", problem.message.partition(WITH_DATA_OF)[0])
    parts = (problem.code, file, BLANKS.sub(" ", message).strip(), BLANKS.sub(" ", line).strip())
    return digest("\n".join(parts).encode())[:24]


def baseline_of(problems: Iterable[Problem], root: Path, line_of: LineOf) -> bytes:
    """A baseline that accepts these problems, as the content of its file: sorted, a line each."""
    counts: Counter[str] = Counter()
    first: dict[str, Problem] = {}
    for problem in problems:
        mark = fingerprint(problem, root, line_of(problem))
        counts[mark] += 1
        first.setdefault(mark, problem)
    entries = [
        Accepted(
            fingerprint=mark,
            code=problem.code,
            file=known_as(problem.place.file, root) if problem.place else "",
            message=problem.message,
            times=counts[mark],
        )
        for mark, problem in first.items()
    ]
    entries.sort(key=lambda one: (one.file, one.code, one.message, one.fingerprint))
    lines = ",\n".join("  " + msgspec.json.encode(one).decode() for one in entries)
    return f'{{"format": {BASELINE.number}, "accepted": [\n{lines}\n]}}\n'.encode()


def write_baseline(path: Path, content: bytes) -> None:
    """Puts a baseline in its place, whole or not at all. Raises UserFault (SP702)."""
    put(path, content, folders=False, what="the baseline")


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file. Raises UserFault (SP903, SP014)."""
    text = read_text(path)
    try:
        return read_record(text, Baseline, BASELINE, Place(shown_path(path)))
    except msgspec.DecodeError as error:
        hint = "write it anew with --write-baseline"
        raise UserFault.of("SP903", f"is not a baseline: {error}", hint, Place(shown_path(path))) from None


def new_problems(
    problems: Iterable[Problem], baseline: Baseline, root: Path, line_of: LineOf
) -> tuple[tuple[Problem, ...], tuple[Accepted, ...]]:
    """The problems that the baseline does not accept, and its entries that accept what is there no more."""
    left = Counter({one.fingerprint: one.times for one in baseline.accepted})
    new = []
    for problem in problems:
        mark = fingerprint(problem, root, line_of(problem))
        if left[mark] > 0:
            left[mark] -= 1
        else:
            new.append(problem)
    return tuple(new), tuple(one for one in baseline.accepted if left[one.fingerprint] > 0)


def of_real_profiles(entry: Accepted, codes: Collection[str]) -> bool:
    """Whether only real profiles can show what an entry accepts; `codes` are those of rules about them."""
    return entry.code in codes or WITH_DATA_OF in entry.message or PROFILES_FOLDER in Path(entry.file).parts[:-1]


def stale_problem(entry: Accepted, path: Path) -> Problem:
    """The warning for an entry that accepts what is there no more."""
    return Problem(
        code="SP904",
        message=f"{entry.code} in {entry.file or 'the library'} is mended, and still accepted: {entry.message}",
        hint="write the baseline anew with --write-baseline",
        place=Place(shown_path(path)),
    )
