"""Taking away what there is of one customer: profile, ledger, outputs with records, refusals, results, logs, cache."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import msgspec

from salespack.building.placing import records_in
from salespack.building.results import KeptResults, results_without
from salespack.ledger.build_records import BASE
from salespack.ledger.builds import FOR_YOU, RECORDS
from salespack.ledger.refusals import refusals_without
from salespack.problems.files import file_content
from salespack.problems.problem import Place, UsageFault, shown_path
from salespack.profiles.profile import ENDINGS
from salespack.system.cache import OF_CUSTOMERS, empty_cache
from salespack.system.files import not_written, put
from salespack.system.hashing import digest

if TYPE_CHECKING:
    from salespack.ledger.erasing import LedgerRemains
    from salespack.ledger.ledger import Ledger

AUDITS = "audits"
"""The folder in the cache of what interrupted audits have noted down."""
LOGS = "bug-*.log"
WRITER = "writer-"
"""How the file is called in the cache that says which file of a ledger this computer writes."""


class Remains(msgspec.Struct, frozen=True, kw_only=True):
    """What there is of a customer: the `sources` (the profile, and an interview that is not finished), `folder` with
    all that was built, None where nothing was; how many files that are, those among them that a person changed or
    added, how many records of builds; the log of refusals with how many lines of theirs, and the `results` of batches
    as they are without theirs; how many lines the ledger
    has, and the `logs` of faults that name them. `customer` is the company's name, where it is known."""

    profile: str
    customer: str = ""
    sources: tuple[Path, ...] = ()
    folder: Path | None
    files: int = 0
    touched: tuple[str, ...] = ()
    records: int = 0
    log: Path
    refusals: int = 0
    results: KeptResults
    noted: LedgerRemains | None = None
    logs: tuple[Path, ...] = ()


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """Where something of a customer can be: outputs, profiles (None: they stay as they are), the ledger, the cache."""

    out: Path
    profiles: Path | None = None
    ledger: Ledger | None = None
    cache: Path | None = None


def remains_of(places: Places, named: str) -> Remains:
    """What there is of the customer whose profile is called so, with its ending or without. Raises UsageFault (SP807)
    where there is nothing."""
    profile = PurePath(named).name
    for ending in ENDINGS:
        profile = profile.removesuffix(ending)
    out, folder, kept = places.out, places.out / profile, refusals_without(places.out, profile)
    built = bool(profile.strip(".")) and folder.is_dir() and not folder.is_symlink() and any(_records(folder))
    customer, sources = _sources(places.profiles, profile)
    noted = _noted(places.ledger, profile) if profile.strip(".") else None
    results = results_without(out, profile)
    if not built and not kept.dropped and not results.dropped and not sources and noted is None:
        hint = "name the customer's profile as builds do; --out names another folder"
        raise UsageFault.of("SP807", f"nothing was built for “{named}”", hint, Place(shown_path(out)))
    names = [one for one in (profile, customer, noted.known.name if noted is not None else "") if one]
    found = Remains(
        profile=profile, customer=customer or (noted.known.name if noted is not None else ""), sources=sources,
        folder=None, log=kept.path, refusals=kept.dropped, results=results, noted=noted,
        logs=tuple(_logs(places.cache, names)),
    )  # fmt: skip
    if not built:
        return found
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
    return msgspec.structs.replace(found, folder=folder, files=len(files), touched=tuple(touched), records=len(records))


def erase(places: Places, remains: Remains, today: datetime.date) -> None:
    """Takes it all away, and from the ledger what is too old on the day `today`; the profile last, so that who is
    stopped can say it again. Raises UserFault where something cannot be; what is gone by then is gone."""
    if remains.sources and places.profiles is not None and remains.customer:
        from salespack.importing.accounts.suppression import suppress as keep_out

        keep_out(places.profiles, [remains.customer])
    if remains.refusals:
        kept = refusals_without(places.out, remains.profile)
        put(kept.path, kept.content)
    if remains.results.dropped:
        results = results_without(places.out, remains.profile)
        put(results.path, results.content)
    try:
        if remains.noted is not None and places.ledger is not None:
            from salespack.ledger.erasing import erase_from, tidy

            erase_from(places.ledger, remains.noted)
            tidy(places.ledger, today)
        if remains.folder is not None:
            shutil.rmtree(remains.folder)
        for path in (*remains.logs, *remains.sources):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise not_written(remains.folder or places.out, error, what="all of it is not gone:") from None
    if places.cache is not None:
        for folder in (AUDITS, OF_CUSTOMERS):
            shutil.rmtree(places.cache / folder, ignore_errors=True)
        empty_cache(places.cache, but=WRITER)


def out_of_reach(root: Path) -> Iterator[str]:
    """What may hold something of a customer and is not taken away, in words; `root` is the folder of the workspace."""
    if any((folder / ".git").exists() for folder in (root, *root.parents)):
        yield "git's history, if the profile was ever committed: it has to be rewritten, and every clone with it"
    yield "decks and documents that were sent or copied: `salespack audit FOLDER` finds those on disks"
    yield "the caches of other computers on which the profile was used, and backups"
    yield "the CRM, and files that you gave to `salespack import`"


def known_of(places: Places, remains: Remains, entries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Everything that is known of a customer, for them to have: what was noted and said as text, `entries` of the
    ledger, refusals, and the files that were built, by their paths and hashes."""
    files = [] if remains.folder is None else sorted(path for path in remains.folder.rglob("*") if path.is_file())
    lines = file_content(remains.log).splitlines() if remains.refusals else []
    people = [] if remains.noted is None else remains.noted.known.people
    return {
        "profile": remains.profile,
        "customer": remains.customer,
        "texts": {shown_path(path): file_content(path).decode("utf-8", "replace") for path in remains.sources},
        "people": [{"id": one.id, "role": one.role, "name": one.name} for one in people],
        "ledger": list(entries),
        "refusals": [one for line in lines if (one := _of_profile(line, remains.profile)) is not None],
        "results": [
            one
            for line in (file_content(remains.results.path).splitlines() if remains.results.dropped else ())
            if (one := _of_profile(line, remains.profile)) is not None
        ],
        "files": [{"path": shown_path(path), "sha256": digest(file_content(path))} for path in files],
        "logs": [shown_path(path) for path in remains.logs],
    }


def _of_profile(line: bytes, profile: str) -> Any:
    with suppress(msgspec.DecodeError):
        said = msgspec.json.decode(line)
        if isinstance(said, dict) and said.get("profile") == profile:
            return said
    return None


def _sources(folder: Path | None, profile: str) -> tuple[str, tuple[Path, ...]]:
    """The company's name, and the files in which people noted down something of it."""
    if folder is None or not profile.strip("."):
        return "", ()
    from salespack.profiles.folder import customer_names
    from salespack.scaffold.interview import kept_file

    file = next((one for ending in ENDINGS if (one := folder / f"{profile}{ending}").is_file()), None)
    customer = "" if file is None else customer_names(folder, []).get(file, "")
    draft = kept_file(folder, customer or profile)
    return customer, tuple(one for one in (draft, file) if one is not None and one.is_file())


def _noted(ledger: Ledger | None, profile: str) -> LedgerRemains | None:
    """What the ledger has of a customer; None where it has nothing."""
    if ledger is None or not ledger.folders:
        return None
    from salespack.ledger.erasing import remains_in

    try:
        found = remains_in(ledger, profile)
    except OSError as error:
        raise not_written(ledger.folder, error, what="the ledger") from None
    return found if found.known.ids or found.known.people else None


def _logs(cache: Path | None, names: Sequence[str]) -> Iterator[Path]:
    """The logs of faults that quote a name."""
    for path in sorted(cache.glob(LOGS)) if cache is not None else ():
        with suppress(OSError):
            content = file_content(path).decode("utf-8", "replace").casefold()
            if any(name.casefold() in content for name in names):
                yield path


def _records(folder: Path) -> Iterator[Path]:
    """The records of builds in the folder of a customer."""
    for pack in sorted(folder.iterdir()):
        yield from (pack / FOR_YOU).glob("selection*.json")
        yield from (pack / FOR_YOU / RECORDS).glob("*.json")
