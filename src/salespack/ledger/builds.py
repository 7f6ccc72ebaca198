"""What was built for customers, by the records that builds leave beside their outputs.

`OUT/PROFILE/PACK/for-you/selection.json` says which blocks are in the last build of a pack, and for which of the
customer's values. That is of the language that was built last; others are beside it, such as `selection (fi).json`. The
records of all builds, for as long as they are kept, are in `records/` (see `build_records`).
"""

from __future__ import annotations

import datetime
import os
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from salespack.formats.versions import RECORD, VersionFault, read_record
from salespack.problems.files import file_content, not_read
from salespack.problems.patterns import late_pattern
from salespack.problems.problem import Place, Problem, Severity, shown_path
from salespack.system.cache import OF_CUSTOMERS
from salespack.system.file_index import FileIndex
from salespack.system.hashing import digest

FOR_YOU, RECORD_FILE = "for-you", "selection.json"
RECORDS = "records"
"""The folder of the records of all builds of a pack, beside that of the last."""
OTHER_RECORD = late_pattern(r"selection \(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\.json")
"""The name of the record of a language while another was built last."""


OF_BUILD = late_pattern(r"[0-9a-f]{16}\.json")
"""The name of the record of a build: its id."""


class Filled(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A place of a deck: the block in it, and the customer's value that it stands for, if any."""

    block: str | None = None
    value: str | None = None


class Build(msgspec.Struct, frozen=True):
    """A pack as it was built for a profile, for a day (`on`): its places that blocks fill."""

    profile: str
    pack: str
    on: datetime.date
    places: tuple[Filled, ...] = ()


class _Slot(msgspec.Struct, frozen=True):
    block: str | None = None
    value: str | None = None
    slides: int = 0


class _Record(msgspec.Struct, frozen=True):
    profile: str
    pack: str
    on: datetime.date
    slots: tuple[_Slot, ...] = ()
    build: str = ""


def other_record(language: str) -> str:
    """The name of the record of a language while another was built last."""
    return f"selection ({language}).json"


def slides_of(out: Path, profile: str, pack: str, build: str) -> tuple[str, ...]:
    """The block of each slide of a deck as it was built, in their order; empty for a slide of no block, such as an
    agenda. `build` is the id of the build, empty for the last one. Nothing where there is no record of it."""
    folder = out / profile / pack / FOR_YOU
    paths = [folder / RECORDS / f"{build}.json"] if OF_BUILD.fullmatch(f"{build}.json") else []
    for path in (*paths, folder / RECORD_FILE):
        with suppress(OSError, VersionFault, msgspec.DecodeError):
            said = read_record(file_content(path), _Record, RECORD, Place(shown_path(path)))
            if build in ("", said.build):
                return tuple(one.block or "" for one in said.slots for _ in range(one.slides))
    return ()


def read_builds(
    out: Path, profiles: Collection[str], cache: Path | None = None
) -> tuple[dict[str, list[Build]], tuple[Problem, ...]]:
    """The builds recorded in an output folder by profile, of some profiles, and a warning for each unreadable record.

    With a cache folder records that have not changed are not read again.
    """
    problems: list[Problem] = []

    def reading(name: str) -> Build | None:
        path = out / name
        place = Place(shown_path(path))
        try:
            said = read_record(file_content(path), _Record, RECORD, place)
        except OSError as error:
            problems.append(_left_out(not_read(error), place))
        except VersionFault as fault:
            problems.extend(problem.as_warning() for problem in fault.problems)
        except msgspec.DecodeError:
            problems.append(_left_out("is no record of a build, and was left out", place))
        else:
            places = tuple(Filled(one.block, one.value) for one in said.slots if one.block is not None)
            return Build(said.profile, said.pack, said.on, places)
        return None

    index = FileIndex(cache, f"{OF_CUSTOMERS}/builds-{digest(os.fsencode(out.resolve()))[:24]}.msgpack", Build)
    found: defaultdict[str, list[Build]] = defaultdict(list)
    for build in index.read(dict(_records(out, set(profiles))), reading).values():
        if build not in found[build.profile]:  # that of the last build is kept twice
            found[build.profile].append(build)
    return dict(found), tuple(problems)


def _records(out: Path, profiles: set[str]) -> Iterator[tuple[str, os.stat_result | None]]:
    """The records below an output folder, as paths in it, with what the files are like."""
    for profile in sorted(_names(os.fspath(out)) & profiles):
        for pack in sorted(_names(os.path.join(out, profile))):  # noqa: PTH118 - many paths, made only to be asked
            folder = f"{profile}/{pack}/{FOR_YOU}"
            names = _names(os.path.join(out, folder))  # noqa: PTH118
            files = [file for file in names if file == RECORD_FILE or OTHER_RECORD.fullmatch(file)]
            if RECORDS in names:
                kept = _names(os.path.join(out, folder, RECORDS))  # noqa: PTH118
                files += [f"{RECORDS}/{file}" for file in kept if OF_BUILD.fullmatch(file)]
            for file in sorted(files):
                with suppress(OSError):
                    yield f"{folder}/{file}", os.stat(os.path.join(out, folder, file))  # noqa: PTH116, PTH118


def _names(folder: str) -> set[str]:
    try:
        with os.scandir(folder) as entries:
            return {entry.name for entry in entries}
    except OSError:
        return set()  # nothing was built there


def _left_out(message: str, place: Place) -> Problem:
    return Problem(code="SP100", message=message, place=place, severity=Severity.WARNING)
