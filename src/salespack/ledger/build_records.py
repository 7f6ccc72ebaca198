"""The records of all builds of a pack, by their ids, beside the outputs: `for-you/records/ID.json`.

Each says what `selection.json` said when it was written, which only tells of the last build. A deck that somebody mails
holds the id alone: what was said of the customer, and every reason, stays here. Beside a record, `ID.base` is the deck
as it was built, without pictures and workbooks: what a deck is compared with that was saved by a program which drops
marks.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from salespack.ledger.builds import FOR_YOU, RECORDS
from salespack.problems.files import file_content
from salespack.system.hashing import digest
from salespack.system.paths import named_files

BASE = ".base"
MOST_BASES = 50
"""So many decks as they were built are looked at for one that does not say which build it is from."""
ID = re.compile(r"[0-9a-f]{16}")
"""The id of a build, as its decks' tags say it."""


class BuildStamp(msgspec.Struct, frozen=True):
    """Which build it is: its id, the day on which it was made, for how many days its record is kept, and the deck as it
    was built; None where no deck was."""

    build: str
    built_on: datetime.date
    keep_days: int
    base: bytes | None = None


class KeptRecord(msgspec.Struct, frozen=True):
    """The part of a kept record that tells what it is of."""

    build: str
    built_on: datetime.date
    profile: str = ""
    pack: str = ""
    on: str = ""


def record_path(build: str) -> str:
    """Where the record of a build is, in the folder of its pack."""
    return f"{FOR_YOU}/{RECORDS}/{build}.json"


def base_path(build: str) -> str:
    """Where the deck of a build is kept as it was built, in the folder of its pack."""
    return f"{FOR_YOU}/{RECORDS}/{build}{BASE}"


def id_of(summary: object) -> str:
    """The id of a build that makes no deck which would have one: by all that is recorded of it."""
    return digest(msgspec.json.encode(summary))[:16]


def outdated_records(folder: Path, stamp: BuildStamp) -> Iterator[Path]:
    """The records in the folder of a pack that are older than they are kept. What is no record of ours stays."""
    for path in named_files(folder / FOR_YOU / RECORDS, "*.json"):
        known = _read(path)
        if known is not None and (stamp.built_on - known.built_on).days > stamp.keep_days:
            yield path
            if (base := path.with_suffix(BASE)).is_file():
                yield base


def find_record(out: Path, profile: str, build: str) -> Path | None:
    """The record of a build for a profile, in an output folder; None where it is gone, or was made elsewhere."""
    if ID.fullmatch(build) is None or profile in ("", "..") or re.search(r"[/\\:\0]", profile):
        return None  # anybody may have written what a deck says
    with suppress(OSError):
        for pack in sorted((out / profile).iterdir()):
            path = pack / record_path(build)
            if path.is_file():
                return path
    return None


class KeptBases(NamedTuple):
    """Decks as they were built that are looked at, the likeliest first, of how many."""

    looked_at: list[Path]
    of: int


def kept_bases(deck: Path, out: Path, profile: str = "") -> KeptBases:
    """The decks as they were built that a deck may come from: those of the folder that it lies in, then those of an
    output folder, first of the profile that it seems to be for, of each the newest first."""
    beside = named_files(deck.parent / RECORDS, f"*{BASE}")
    below = _newest(named_files(out, f"*/*/{FOR_YOU}/{RECORDS}/*{BASE}"))
    of_profile = [path for path in below if profile and path.relative_to(out).parts[0] == profile]
    found = dict.fromkeys((*_newest(beside), *of_profile, *below))
    known = [one for one in found if ID.fullmatch(one.stem)]
    return KeptBases(known[:MOST_BASES], len(known))


def _newest(paths: Iterable[Path]) -> list[Path]:
    times = {}
    for path in paths:
        with suppress(OSError):
            times[path] = path.stat().st_mtime
    return sorted(times, key=lambda path: (-times[path], path.name))


def _read(path: Path) -> KeptRecord | None:
    """What a record is of; None where the file is none of ours."""
    if ID.fullmatch(path.stem) is None:
        return None
    try:
        known = msgspec.json.decode(file_content(path), type=KeptRecord)
    except (OSError, msgspec.DecodeError):
        return None
    return known if known.build == path.stem else None
