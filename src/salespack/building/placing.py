"""Putting finished outputs in place: staged together, never over what a person touched, the record last."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

import msgspec

from salespack.formats import versions
from salespack.formats.versions import read_record
from salespack.ledger.builds import FOR_YOU, RECORD_FILE
from salespack.problems.files import file_content
from salespack.problems.problem import Place, shown_path
from salespack.system.files import is_open, not_written
from salespack.system.hashing import digest
from salespack.system.paths import inside
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

    Where that was replaced all the same, `before` is where it is now.
    """

    name: str
    path: Path
    sha256: str
    kept: Path | None = None
    why: str = ""
    before: Path | None = None


class RecordedFile(msgspec.Struct, frozen=True):
    """What the record says of an output: its path in the pack's folder, and the hash it was written with."""

    path: str
    sha256: str


class Record(msgspec.Struct, frozen=True):
    """The part of `selection.json` that tells which files are still as we wrote them.

    `files` are the outputs by name, as they were written last; `written` maps the path of every file of ours that is
    still in the pack's folder to the hash it was written with.
    """

    files: dict[str, RecordedFile] = {}
    written: dict[str, str] = {}


def record_in(folder: Path) -> Record:
    """The record of what was written into `folder` last; empty when there is none that can be read.

    Raises VersionFault (SP014) for one that a newer Salespack wrote: it may keep otherwise what is ours.
    """
    path = folder / FOR_YOU / RECORD_FILE
    recover(folder)
    try:
        return read_record(file_content(path), Record, versions.RECORD, Place(shown_path(path)))
    except (OSError, msgspec.DecodeError):
        return Record()


def edited(folder: Path, path: str, *, replaced: bool) -> Path | None:
    """The file of ours at `path` in `folder`, or the last of those with a number beside it, that a person has changed.

    None where each is as it was written, and where a person wants the new one in its place (`replaced`).
    """
    if replaced and not is_open(folder / path):
        return None
    ours = record_in(folder).written
    found = None
    for target in _numbered(folder / path):
        if not target.is_file():
            return found
        known = ours.get(target.relative_to(folder).as_posix())
        if known is not None and digest(target.read_bytes()) != known:
            found = target
    return found


def place(
    folder: Path,
    outputs: Sequence[Output],
    summary: Mapping[str, object],
    *,
    replace_on: datetime.date | None = None,
) -> list[Placed]:
    """Writes `outputs` and the record (`summary` with the files) into `folder`: all of them or none.

    A file that a person changed since, or has open, stays, and the new one gets a number. With `replace_on`, a day, one
    that is not open is replaced; what it was is kept beside it, under its name and that day.
    Of outputs that belong together (`preview/…`) those that are not made any more go, unless a person touched them.
    Raises UserFault when the folder cannot be written; what was there is then as it was, or named where it is kept.
    """
    try:
        record = record_in(folder)
        placed = [_decide(folder, output, record.written, replace_on) for output in outputs]
        left = _left_over(folder, outputs, record)
        files = {
            name: file for name, file in record.files.items() if name not in left and (folder / file.path).is_file()
        }
        written = {path: sha256 for path, sha256 in record.written.items() if (folder / path).is_file()}
        for outdated in left.values():
            written.pop(outdated.relative_to(folder).as_posix(), None)
        for one in placed:
            path = one.path.relative_to(folder).as_posix()
            files[one.name], written[path] = RecordedFile(path, one.sha256), one.sha256
        told = {
            "format": versions.RECORD.number,
            **summary,
            "files": dict(sorted(files.items())),
            "written": dict(sorted(written.items())),
        }
        record_text = msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"
        with Transaction(folder) as transaction:
            for one in placed:
                if one.before and not one.before.exists():
                    transaction.copy(one.before, one.path)
            for output, one in zip(outputs, placed, strict=True):
                transaction.write(one.path, output.content)
            for outdated in left.values():
                transaction.remove(outdated)
            transaction.write(folder / FOR_YOU / RECORD_FILE, record_text)
    except OSError as error:
        raise not_written(folder, error, hint=ELSEWHERE, then="; nothing was changed") from None
    return placed


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


def _touched(folder: Path, target: Path, ours: Mapping[str, str]) -> str:
    """Why `target` must stay; empty when it may be written."""
    if not target.exists():
        return ""
    if is_open(target):
        return OPEN
    known = ours.get(target.relative_to(folder).as_posix())
    if known is None:
        return "it was not written by this tool"
    return "" if digest(file_content(target)) == known else "it was changed since it was built"
