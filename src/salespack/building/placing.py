"""Putting finished outputs in place: staged together, never over what a person touched, the record last."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, takewhile
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import msgspec

from salespack.formats import versions
from salespack.formats.versions import read_record
from salespack.ledger.build_records import BuildStamp, base_path, outdated_records, record_path
from salespack.ledger.builds import FOR_YOU, OTHER_RECORD, RECORD_FILE, other_record
from salespack.problems.files import file_content
from salespack.problems.problem import Place, shown_path
from salespack.system.files import is_open, not_written
from salespack.system.hashing import digest
from salespack.system.paths import comparable, inside, named_files
from salespack.system.transactions import Transaction, recover

FOR_CUSTOMER = "for-customer"
OPEN = "it is open"
"""Why a file stays whatever is asked: what is open is not replaced under a person's hands."""

ELSEWHERE = "name another folder with --out, or make room and close the files that are open"


class Output(msgspec.Struct, frozen=True):
    """One finished output: its name in the pack (`deck.pptx`), its path in the pack's folder, its bytes."""

    name: str
    path: str
    content: bytes


class Placed(msgspec.Struct, frozen=True):
    """One output in its place. `kept` is the file that stayed because a person had touched it (`why`).

    Where that was replaced all the same, `before` is where it is now. `was` is what the file was called before, where
    its pack or its customer, or we, called it otherwise: it is gone.
    """

    name: str
    path: Path
    sha256: str
    kept: Path | None = None
    why: str = ""
    before: Path | None = None
    was: Path | None = None


class RecordedFile(msgspec.Struct, frozen=True):
    """What the record says of an output: its path in the pack's folder, and the hash it was written with."""

    path: str
    sha256: str


class Record(msgspec.Struct, frozen=True):
    """The part of `selection.json` that tells which files are still as we wrote them, of one language.

    `files` are the outputs by name, as they were written last; `written` maps the path of every file of ours that is
    still in the pack's folder to the hash it was written with. `earlier` are, by outputs, the paths that they had under
    other names, where a person has changed what lies there.
    """

    files: dict[str, RecordedFile] = {}
    written: dict[str, str] = {}
    earlier: dict[str, list[str]] = {}
    language: str = ""


class Records(NamedTuple):
    """The records of a folder, seen from one language: its own, and those of the others by their language.

    `last` is the language that was built last: its record is `selection.json`, and others' `selection (fi).json`.
    """

    own: Record
    others: Mapping[str, Record]
    last: str

    @property
    def taken(self) -> frozenset[str]:
        """The paths of all files that were written in other languages."""
        return frozenset(path for record in self.others.values() for path in record.written)


def records_in(folder: Path, language: str = "") -> Records:
    """The records of what was written into `folder`, for a build in `language`; empty where none can be read.

    Raises VersionFault (SP014) for one that a newer Salespack wrote: it may keep otherwise what is ours.
    """
    recover(folder)
    last = _read(folder / FOR_YOU / RECORD_FILE)
    found = {last.language: last}
    for path in named_files(folder / FOR_YOU, "selection (*).json"):
        if named := OTHER_RECORD.fullmatch(path.name):
            found.setdefault(named[1], _read(path))
    own = found.pop(language if language and last.language else last.language, Record())
    return Records(own, found, last.language)


def record_in(folder: Path) -> Record:
    """The record of what was written into `folder` last."""
    return records_in(folder).own


def _read(path: Path) -> Record:
    try:
        return read_record(file_content(path), Record, versions.RECORD, Place(shown_path(path)))
    except (OSError, msgspec.DecodeError):
        return Record()


def edited(folder: Path, name: str, path: str, own: Record, *, replaced: bool) -> Path | None:
    """The file of ours at `path` in `folder`, for the output `name`, that a person has changed.

    It is the last of those that the output was called before, and of those with a number behind that name.

    None where each is as it was written, and where a person wants the new one in its place (`replaced`).
    """
    found = None
    for base in (*_former(folder, own, name, path), path):
        if replaced and not is_open(folder / base):
            continue
        for target in _there(folder / base):
            known = own.written.get(target.relative_to(folder).as_posix())
            if known is not None and digest(target.read_bytes()) != known:
                found = target
    return found


def place(
    folder: Path,
    outputs: Sequence[Output],
    summary: Mapping[str, object],
    *,
    language: str = "",
    replace_on: datetime.date | None = None,
    stamp: BuildStamp | None = None,
) -> list[Placed]:
    """Writes `outputs` and the record (`summary` with the files) into `folder`: all of them or none.

    A file that a person changed since, or has open, stays, and the new one gets a number. With `replace_on`, a day, one
    that is not open is replaced; what it was is kept beside it, under its name and that day.
    What is called otherwise now goes, and so do, of outputs that belong together (`preview/…`), those that are not made
    any more; unless a person touched them. What was built in another `language` stays, with its record.
    With a `stamp`, the record is kept by the build's id too, with the deck as it was built; those that are too old go.
    Raises UserFault when the folder cannot be written; what was there is then as it was, or named where it is kept.
    """
    try:
        records = records_in(folder, language)
        record = records.own
        renaming = _Renaming(folder, outputs, record, replace_on)
        placed = [renaming.of(output, _decide(folder, output, record.written, replace_on)) for output in outputs]
        left = _left_over(folder, outputs, record)
        gone = {*left.values(), *renaming.gone}
        files = {
            name: file for name, file in record.files.items() if name not in left and (folder / file.path).is_file()
        }
        written = {path: sha256 for path, sha256 in record.written.items() if (folder / path).is_file()}
        for outdated in gone:
            written.pop(outdated.relative_to(folder).as_posix(), None)
        for one in placed:
            path = one.path.relative_to(folder).as_posix()
            files[one.name], written[path] = RecordedFile(path, one.sha256), one.sha256
        told = {
            "format": versions.RECORD.number,
            **({"build": stamp.build, "built_on": stamp.built_on.isoformat()} if stamp is not None else {}),
            **summary,
            **({"language": language} if language else {}),
            "files": dict(sorted(files.items())),
            "written": dict(sorted(written.items())),
            **({"earlier": dict(sorted(renaming.earlier.items()))} if renaming.earlier else {}),
        }
        record_text = msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"
        kept = {one.before: one.path for one in placed if one.before} | renaming.kept
        with Transaction(folder) as transaction:
            for before, source in kept.items():
                if not before.exists():
                    transaction.copy(before, source)
            for output, one in zip(outputs, placed, strict=True):
                transaction.write(one.path, output.content)
            for outdated in gone:
                transaction.remove(outdated)
            if records.last in records.others:
                transaction.copy(folder / FOR_YOU / other_record(records.last), folder / FOR_YOU / RECORD_FILE)
            if (own := folder / FOR_YOU / other_record(language)).exists():
                transaction.remove(own)
            if stamp is not None:
                for old in outdated_records(folder, stamp):
                    transaction.remove(old)
                if stamp.base is not None:
                    transaction.write(folder / base_path(stamp.build), stamp.base)
                transaction.write(folder / record_path(stamp.build), msgspec.json.encode(told))
            transaction.write(folder / FOR_YOU / RECORD_FILE, record_text)
    except OSError as error:
        raise not_written(folder, error, hint=ELSEWHERE, then="; nothing was changed") from None
    return placed


class _Renaming:
    """What becomes of files that outputs had under other names: `gone` are to go, those to be `kept` first with where.

    `earlier` are the paths of those that stay, by outputs.
    """

    def __init__(
        self, folder: Path, outputs: Sequence[Output], record: Record, replace_on: datetime.date | None
    ) -> None:
        self._folder, self._record, self._replace_on = folder, record, replace_on
        self._targets = {folder / output.path for output in outputs}
        self.gone: list[Path] = []
        self.kept: dict[Path, Path] = {}
        made = {output.name for output in outputs}
        self.earlier = {name: paths for name, paths in record.earlier.items() if name not in made}

    def of(self, output: Output, placed: Placed) -> Placed:
        """The output in its place, with what is to be told of the files that it had under other names."""
        for former in _former(self._folder, self._record, output.name, output.path):
            for file in _there(self._folder / former):
                relative = file.relative_to(self._folder).as_posix()
                if relative not in self._record.written or any(_same(file, target) for target in self._targets):
                    continue
                why = _touched(self._folder, file, self._record.written)
                if not why:
                    self.gone.append(file)
                    placed = msgspec.structs.replace(placed, was=file)
                elif self._replace_on is not None and why != OPEN:
                    before = _before(file, self._replace_on)
                    self.kept[before] = file
                    self.gone.append(file)
                    placed = msgspec.structs.replace(placed, before=before, why=why)
                else:
                    self.earlier[output.name] = [*dict.fromkeys((*self.earlier.get(output.name, ()), former))]
                    placed = msgspec.structs.replace(placed, kept=placed.kept or file, why=placed.why or why)
        return placed


def _same(one: Path, other: Path) -> bool:
    """Whether two paths are of one file, which there are several to where large and small letters are the same."""
    return other.exists() and one.samefile(other)


def _former(folder: Path, record: Record, name: str, path: str) -> list[str]:
    """The paths, without numbers, that an output had before it was at `path`, and that still hold a file of ours."""
    now = record.files.get(name)
    places = [*record.earlier.get(name, ()), *([_unnumbered(now.path, record, path)] if now else [])]
    return [one for one in dict.fromkeys(places) if one != path and inside(folder, one)]


def _unnumbered(path: str, record: Record, target: str) -> str:
    """A path without the number behind its name, where the file without it is `target` or of ours too."""
    whole = PurePosixPath(path)
    bare = str(whole.with_stem(re.sub(r" \(\d+\)$", "", whole.stem)))
    return bare if bare == target or bare in record.written else path


def _left_over(folder: Path, outputs: Sequence[Output], record: Record) -> dict[str, Path]:
    """Files of ours, by their outputs, that belong to a group of `outputs` and are not made any more."""
    made = {output.name for output in outputs}
    groups = {name.partition("/")[0] for name in made if "/" in name}
    gone = {
        name: folder / file.path
        for name, file in record.files.items()
        if name not in made and "/" in name and name.partition("/")[0] in groups and inside(folder, file.path)
    }
    return {name: path for name, path in gone.items() if path.is_file() and not _touched(folder, path, record.written)}


def _decide(folder: Path, output: Output, ours: Mapping[str, str], replace_on: datetime.date | None) -> Placed:
    """Where an output goes: its own place, or the first numbered one that nobody has touched."""
    target = folder / output.path
    digested = digest(output.content)
    why = _touched(folder, target, ours)
    if not why:
        return Placed(output.name, target, digested)
    if replace_on is not None and why != OPEN:
        return Placed(output.name, target, digested, why=why, before=_before(target, replace_on))
    free = next(one for one in _numbered(target) if not _touched(folder, one, ours))
    return Placed(output.name, free, digested, target, why)


def _there(target: Path) -> Iterator[Path]:
    """`target`, then those with a number behind its name, as far as they are there."""
    return takewhile(Path.is_file, _numbered(target))


def _numbered(target: Path) -> Iterator[Path]:
    """`target`, then the same with a number behind its name, from 2."""
    yield target
    for number in count(2):
        yield target.with_stem(f"{target.stem} ({number})")


def _before(target: Path, on: datetime.date) -> Path:
    """Where what `target` holds is kept when it is replaced: a place that is free, or where the same lies already."""
    content = target.read_bytes()
    places = _numbered(target.with_stem(f"{target.stem} (before {on.isoformat()})"))
    return next(one for one in places if not one.exists() or (one.is_file() and one.read_bytes() == content))


def _written(ours: Mapping[str, str], path: str) -> str | None:
    """The hash that the file at a path was written with; it may have been called the same in other letters then."""
    if path in ours:
        return ours[path]
    return {comparable(one): sha256 for one, sha256 in ours.items()}.get(comparable(path))


def _touched(folder: Path, target: Path, ours: Mapping[str, str]) -> str:
    """Why `target` must stay; empty when it may be written."""
    if not target.exists():
        return ""
    if is_open(target):
        return OPEN
    known = _written(ours, target.relative_to(folder).as_posix())
    if known is None:
        return "it was not written by this tool"
    return "" if digest(file_content(target)) == known else "it was changed since it was built"
