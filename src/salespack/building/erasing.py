"""Taking away what builds left of one customer: their folder of outputs with its records, and refusals."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path, PurePath

import msgspec

from salespack.building.placing import records_in
from salespack.ledger.build_records import BASE
from salespack.ledger.builds import FOR_YOU, RECORDS
from salespack.ledger.refusals import refusals_without
from salespack.problems.files import file_content
from salespack.problems.problem import Place, UsageFault, shown_path
from salespack.profiles.profile import ENDINGS
from salespack.system.files import not_written, put
from salespack.system.hashing import digest


class Remains(msgspec.Struct, frozen=True, kw_only=True):
    """What there is of a customer in an output folder: `folder` with all that is in it, None where nothing was built;
    how many files that are, those among them that a person changed or added, how many records of builds, and the log
    of refusals with how many lines of theirs."""

    profile: str
    folder: Path | None
    files: int = 0
    touched: tuple[str, ...] = ()
    records: int = 0
    log: Path
    refusals: int = 0


def remains_of(out: Path, named: str) -> Remains:
    """What there is of the customer whose profile is called so, with its ending or without. Raises UsageFault (SP807)
    where there is nothing."""
    profile = PurePath(named).name
    for ending in ENDINGS:
        profile = profile.removesuffix(ending)
    folder, kept = out / profile, refusals_without(out, profile)
    built = bool(profile.strip(".")) and folder.is_dir() and not folder.is_symlink() and any(_records(folder))
    if not built and not kept.dropped:
        hint = "name the customer's profile as builds do; --out names another folder"
        raise UsageFault.of("SP807", f"nothing was built for “{named}”", hint, Place(shown_path(out)))
    if not built:
        return Remains(profile=profile, folder=None, log=kept.path, refusals=kept.dropped)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    written = {
        pack / path: sha256
        for pack in folder.iterdir()
        if pack.is_dir()
        for record in [records_in(pack)]
        for one in (record.own, *record.others.values())
        for path, sha256 in one.written.items()
    }
    records = set(_records(folder))
    ours = records | {path for pack in folder.iterdir() for path in (pack / FOR_YOU / RECORDS).glob(f"*{BASE}")}
    touched = [
        path.relative_to(folder).as_posix()
        for path in files
        if path not in ours and (path not in written or digest(file_content(path)) != written[path])
    ]
    return Remains(
        profile=profile, folder=folder, files=len(files), touched=tuple(touched), records=len(records), log=kept.path,
        refusals=kept.dropped,
    )  # fmt: skip


def erase(out: Path, remains: Remains) -> None:
    """Takes it all away. Raises UserFault where something cannot be; what is gone by then is gone."""
    if remains.refusals:
        kept = refusals_without(out, remains.profile)
        put(kept.path, kept.content)
    if remains.folder is not None:
        try:
            shutil.rmtree(remains.folder)
        except OSError as error:
            raise not_written(remains.folder, error, what="all of it is not gone:") from None


def _records(folder: Path) -> Iterator[Path]:
    """The records of builds in the folder of a customer."""
    for pack in sorted(folder.iterdir()):
        yield from (pack / FOR_YOU).glob("selection*.json")
        yield from (pack / FOR_YOU / RECORDS).glob("*.json")
