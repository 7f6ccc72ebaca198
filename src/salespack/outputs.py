"""Putting finished outputs in place: staged together, never over what a person touched, the record last."""

import contextlib
import errno
import os
import re
import shutil
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from salespack.checking.problems import Place, UserFault, shown_path
from salespack.library.load import digest

FOR_YOU, FOR_CUSTOMER, RECORD = "for-you", "for-customer", "selection.json"
LONGEST_NAME = 80
# What Windows, macOS or a shared folder cannot have in a file's name.
NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?\Z")


class Output(msgspec.Struct, frozen=True):
    """One finished output: its name in the pack (`deck.pptx`), its path in the pack's folder, its bytes."""

    name: str
    path: str
    content: bytes


class Placed(msgspec.Struct, frozen=True):
    """One output in its place. `kept` is the file that stayed because a person had touched it (`why`)."""

    name: str
    path: Path
    sha256: str
    kept: Path | None = None
    why: str = ""


class RecordedFile(msgspec.Struct, frozen=True):
    """What the record says of an output: its path in the pack's folder, and the hash it was written with."""

    path: str
    sha256: str


class Record(msgspec.Struct, frozen=True):
    """The part of `selection.json` that tells which files are still as we wrote them."""

    files: dict[str, RecordedFile] = {}


def file_name(text: str) -> str:
    """`text` as part of a file name that every system can have and a customer may see."""
    cleaned = " ".join(NOT_IN_NAMES.sub(" ", unicodedata.normalize("NFC", text)).split()).strip(". ")
    shortened = cleaned[:LONGEST_NAME].strip(". ")
    return f"_{shortened}" if RESERVED.match(shortened) else shortened or "Customer"


def read_record(folder: Path) -> Record:
    """The record of what was written into `folder` last; empty when there is none that can be read."""
    try:
        return msgspec.json.decode((folder / FOR_YOU / RECORD).read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError):
        return Record()


def place(
    folder: Path, outputs: Sequence[Output], summary: Mapping[str, object], *, replace: bool = False
) -> list[Placed]:
    """Writes `outputs` and the record (`summary` with the files) into `folder`: all of them or none.

    A file that a person changed since, or has open, stays, and the new one gets a number; `replace` overrides that.
    Raises UserFault when the folder cannot be written; what was there is then as it was.
    """
    staging = folder / f".staging-{os.getpid()}"
    try:
        staging.mkdir(parents=True)
        record = read_record(folder)
        placed = [_decide(folder, output, record, replace=replace) for output in outputs]
        files = {name: file for name, file in record.files.items() if (folder / file.path).is_file()}
        files |= {one.name: RecordedFile(one.path.relative_to(folder).as_posix(), one.sha256) for one in placed}
        written = msgspec.json.format(msgspec.json.encode({**summary, "files": dict(sorted(files.items()))}), indent=2)
        moves = [(output.content, one.path) for output, one in zip(outputs, placed, strict=True)]
        moves.append((written + b"\n", folder / FOR_YOU / RECORD))
        _write_all(staging, moves)
        _move_all(staging, [target for _, target in moves])
    except OSError as error:
        raise _cannot_write(error, folder) from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return placed


def _decide(folder: Path, output: Output, record: Record, *, replace: bool) -> Placed:
    """Where an output goes: its own place, or the first numbered one that nobody has touched."""
    target = folder / output.path
    digested = digest(output.content)
    if replace:
        return Placed(output.name, target, digested)
    ours = {file.path: file.sha256 for file in record.files.values()}
    why = _touched(folder, target, ours)
    if not why:
        return Placed(output.name, target, digested)
    number = 2
    while _touched(folder, numbered := target.with_stem(f"{target.stem} ({number})"), ours):
        number += 1
    return Placed(output.name, numbered, digested, target, why)


def _touched(folder: Path, target: Path, ours: Mapping[str, str]) -> str:
    """Why `target` must stay; empty when it may be written."""
    if not target.exists():
        return ""
    # Owner files of PowerPoint (~$deck.pptx; the first two letters of long names are cut) and LibreOffice.
    locks = (f"~${target.name}", f"~${target.name[2:]}", f".~lock.{target.name}#")
    if any((target.parent / lock).exists() for lock in locks):
        return "it is open"
    known = ours.get(target.relative_to(folder).as_posix())
    if known is None:
        return "it was not written by this tool"
    return "" if digest(target.read_bytes()) == known else "it was changed since it was built"


def _write_all(staging: Path, moves: Sequence[tuple[bytes, Path]]) -> None:
    for number, (content, _) in enumerate(moves):
        with (staging / f"new-{number}").open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _move_all(staging: Path, targets: Sequence[Path]) -> None:
    """Moves the staged files to their targets; if one cannot be, or somebody interrupts, all are put back."""
    done: list[tuple[Path, Path | None]] = []
    try:
        for number, target in enumerate(targets):
            target.parent.mkdir(parents=True, exist_ok=True)
            backup = staging / f"old-{number}" if target.exists() else None
            done.append((target, backup))
            if backup:
                target.replace(backup)
            (staging / f"new-{number}").replace(target)
    except BaseException:
        for target, backup in reversed(done):
            with contextlib.suppress(OSError):
                if backup is None:
                    target.unlink(missing_ok=True)
                elif backup.exists():
                    backup.replace(target)
        raise


def _cannot_write(error: OSError, folder: Path) -> UserFault:
    place = Place(shown_path(Path(error.filename) if error.filename else folder))
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserFault.of(
            "SP701",
            "the disk is full; nothing was changed",
            "free some space, or name another folder with --out",
            place,
        )
    message = f"cannot be written: {error.strerror or error}; nothing was changed"
    return UserFault.of("SP702", message, "check the folder's permissions, or name another with --out", place)
