"""The history of a file in git, if there is one: read with git itself, within bounds, never guessed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import msgspec

MOST = 20
SECONDS = 10
SEPARATOR, END = "\x1f", "\x1e"


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
