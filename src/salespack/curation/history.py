"""The history of a file in git, if there is one: read with git itself, within bounds, never guessed."""

from __future__ import annotations

import datetime
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

MOST = 20
SECONDS = 10
SEPARATOR, END = "\x1f", "\x1e"


MOST_PAST, LARGEST_PAST, AT_ONCE = 50_000, 512 * 1024, 1_000
"""How many versions of files are looked at, the newest; the bytes of one that is read; how many git is asked for at
once."""
LONGEST_LISTING = 60
"""Seconds in which git lists all changes of a folder: thousands of commits take some."""


class PastFile(msgspec.Struct, frozen=True):
    """One version of a file: its path below the folder that was asked about, git's name for its content, and the number
    of the commit that brought it, from the newest, which is 1."""

    path: str
    blob: str
    commit: int


class PastState(msgspec.Struct, frozen=True):
    """A commit that changed a folder, and the day on which it was made."""

    commit: str
    day: datetime.date


class Change(msgspec.Struct, frozen=True):
    """One commit that touched a file."""

    commit: str
    day: str
    author: str
    subject: str


def history_of(file: Path, most: int = MOST) -> tuple[tuple[Change, ...], str]:
    """The last changes of a file, newest first, over renames; and why there are none, else an empty text."""
    form = SEPARATOR.join(("%h", "%as", "%an", "%s")) + END
    command = ("git", "log", "--follow", f"--max-count={most}", f"--format={form}", "--", file.name)
    try:
        done = subprocess.run(  # noqa: S603 - git, with a file of the library after --
            command, cwd=file.parent, capture_output=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError:
        return (), "git is not installed"
    except (OSError, subprocess.TimeoutExpired):
        return (), f"git did not answer within {SECONDS} s"
    if done.returncode:
        return (), "the library is not in git"
    records = (record.strip("\n").split(SEPARATOR) for record in done.stdout.decode(errors="replace").split(END))
    found = tuple(Change(*fields) for fields in records if len(fields) == 4)
    return found, "" if found else "not committed yet"


def past_files(folder: Path, endings: tuple[str, ...]) -> list[PastFile]:
    """Every version of every file at or below a folder whose name ends so, in the history of what is checked out, the
    newest first; files that are gone too. Empty where there is no git, no repository, or no answer in time."""
    log = ("log", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff", "--relative", "--format=%H", "-z", "--", ".")
    fields = iter(_git(folder, log).split(b"\0"))
    found: dict[tuple[str, str], PastFile] = {}
    commit = 0
    for field in fields:
        change = field.strip(b"\n")
        if not change.startswith(b":"):
            commit += 1  # a commit's name, before its changes
            continue
        path = next(fields, b"").decode(errors="replace")
        words = change.split()
        if len(words) == 5 and words[1].startswith(b"100") and path.lower().endswith(endings):
            blob = words[3].decode()
            found.setdefault((path, blob), PastFile(path, blob, commit))
            if len(found) == MOST_PAST:
                break
    return list(found.values())


def past_states(folder: Path, most: int) -> list[PastState]:
    """The last commits that changed what is at or below a folder, the newest first. Empty where there is no git, no
    repository, or no answer in time."""
    rows = _git(folder, ("log", f"--max-count={most}", "--format=%H %cs", "--", ".")).decode(errors="replace")
    fields = (row.split() for row in rows.splitlines())
    return [PastState(commit, datetime.date.fromisoformat(day)) for commit, day in fields]


def files_at(folder: Path, commit: str) -> dict[str, str]:
    """The files at or below a folder as a commit has them: git's names for their contents, by their paths below the
    folder. Links and submodules are none. Empty where the commit is of another repository."""
    found = {}
    for row in _git(folder, ("ls-tree", "-r", "-z", commit)).decode(errors="replace").split("\0"):
        head, _, path = row.partition("\t")
        if head.startswith("100") and not {"..", ".git"} & set(path.split("/")):
            found[path] = head.split()[2]
    return found


def added_since(folder: Path, since: datetime.date) -> dict[str, datetime.date]:
    """The files at or below a folder that git has since after a day, each with the day on which it has it first; none
    where there is no git, no repository, or no answer in time."""
    after = (since + datetime.timedelta(1)).isoformat()
    log = ("log", f"--since={after}T00:00:00", "--diff-filter=A", "--no-renames", "--no-ext-diff", "--relative")
    found: dict[str, datetime.date] = {}
    day = None
    for line in _git(folder, (*log, "--name-only", "--format=%x00%cs", "-z", "--", ".")).split(b"\0"):
        text = line.strip(b"\n").decode(errors="replace")
        if len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit():
            day = datetime.date.fromisoformat(text)
        elif text and day is not None:
            found[text] = day  # the log goes back in time: the first day stays
    return found


def past_sizes(folder: Path, blobs: Sequence[str]) -> dict[str, int]:
    """How many bytes the contents have that git keeps under these names; without those that a clone lacks."""
    found: dict[str, int] = {}
    for at in range(0, len(blobs), AT_ONCE):
        asked = "\n".join(blobs[at : at + AT_ONCE]).encode() + b"\n"
        rows = [line.split() for line in _git(folder, ("cat-file", "--batch-check"), asked).splitlines()]
        found |= {row[0].decode(): int(row[2]) for row in rows if row[1] == b"blob"}  # of one missing: two words
    return found


def past_contents(folder: Path, blobs: Sequence[str], *, largest: int = LARGEST_PAST) -> Iterator[tuple[str, bytes]]:
    """The contents that git keeps under these names; those of more than `largest` bytes, or that a clone lacks, are
    left out. They are in memory a thousand at a time."""
    for at in range(0, len(blobs), AT_ONCE):
        sizes = past_sizes(folder, blobs[at : at + AT_ONCE])
        wanted = [blob for blob, size in sizes.items() if size <= largest]
        rest = _git(folder, ("cat-file", "--batch"), "\n".join(wanted).encode() + b"\n") if wanted else b""
        while rest:
            head, _, rest = rest.partition(b"\n")
            name, kind, size = head.split()
            assert kind == b"blob"  # noqa: S101 - only such are asked for
            yield name.decode(), rest[: int(size)]
            rest = rest[int(size) + 1 :]


def _git(folder: Path, arguments: Sequence[str], given: bytes = b"") -> bytes:
    """What git says; empty where it is not installed, knows no repository, or does not answer in time."""
    try:
        done = subprocess.run(  # noqa: S603 - git, asked about a folder of the library; no argument is somebody's text
            ("git", "-c", "core.fsmonitor=false", "--no-optional-locks", *arguments),  # noqa: S607
            cwd=folder, capture_output=True, timeout=LONGEST_LISTING, check=False, input=given,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""
