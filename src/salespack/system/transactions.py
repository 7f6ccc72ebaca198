"""Moving finished files into their places: all of them or none, even when the process is killed half-way.

A staging folder beside the places holds the new files (`new-N`), the old ones while they are being replaced (`old-N`),
and a manifest that says which file goes where. It is gone when all is done; what it holds otherwise can be undone.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from salespack.problems.files import file_content
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.system.hashing import digest
from salespack.system.paths import inside

STAGING = re.compile(r"\.staging-(\d{1,9})\Z")
MANIFEST = "manifest.json"
PROCESS_QUERY_LIMITED_INFORMATION = 0x1000


class Move(msgspec.Struct, frozen=True):
    """One file on its way: its place below the folder, and the hash of its new content."""

    path: str
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What a staging folder is about: the machine that made it, and the files by their number."""

    host: str = ""
    files: tuple[Move, ...] = ()


def move_all(folder: Path, files: Sequence[tuple[Path, bytes]]) -> None:
    """Writes `files` (their places below `folder`, their contents), the last one last: all of them or none.

    Raises OSError when that cannot be done; all is then as it was. Where even that fails, it raises UserFault (SP704)
    for each file that could not be put back: it is in the staging folder. Ctrl-C is answered when all are moved.
    """
    with _interrupts_held():
        _move_all(folder, files)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Answers Ctrl-C afterwards: what it guards takes milliseconds, and half of it would have to be undone."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pending: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: pending.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pending:
        raise KeyboardInterrupt


def _move_all(folder: Path, files: Sequence[tuple[Path, bytes]]) -> None:
    staging = folder / f".staging-{os.getpid()}"
    staging.mkdir(parents=True)
    moves = tuple(Move(path.relative_to(folder).as_posix(), digest(content)) for path, content in files)
    manifest = Manifest(platform.node(), moves)
    try:
        _write(staging / MANIFEST, msgspec.json.encode(manifest))
        for number, (_, content) in enumerate(files):
            _write(staging / f"new-{number}", content)
        for number, (target, _) in enumerate(files):
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                target.replace(staging / f"old-{number}")
            (staging / f"new-{number}").replace(target)
    except BaseException as error:
        if problems := _undo(folder, staging, manifest):
            raise UserFault(problems) from error
        shutil.rmtree(staging, ignore_errors=True)
        raise
    shutil.rmtree(staging, ignore_errors=True)


def recover(folder: Path) -> None:
    """Undoes what builds that no longer run left half done in `folder`. Raises UserFault (SP704) when it cannot."""
    for staging in sorted(folder.glob(".staging-*")):
        found = STAGING.match(staging.name)
        if found is None:
            continue
        try:
            manifest = msgspec.json.decode(file_content(staging / MANIFEST), type=Manifest)
        except (OSError, msgspec.DecodeError):
            if any(staging.glob("old-*")):
                continue  # whose files these are cannot be known
            manifest = Manifest(platform.node())  # killed before anything was moved
        if manifest.host != platform.node() or _runs(int(found[1])):
            continue
        if problems := _undo(folder, staging, manifest):
            raise UserFault(problems)
        shutil.rmtree(staging, ignore_errors=True)


def _undo(folder: Path, staging: Path, manifest: Manifest) -> list[Problem]:
    """Puts back what was there, unless all was done; a problem for each file that cannot be.

    What a person has changed since it was moved stays.
    """
    news = [staging / f"new-{number}" for number in range(len(manifest.files))]
    problems: list[Problem] = []
    if not any(new.exists() for new in news):
        return problems
    for number, (move, new) in enumerate(zip(manifest.files, news, strict=True)):
        target, backup = inside(folder, move.path), staging / f"old-{number}"
        if target is None or (new.exists() and not backup.exists()):
            continue  # it was never moved
        try:
            ours = target.is_file() and digest(file_content(target)) == move.sha256
            if backup.exists() and (ours or not target.exists()):
                backup.replace(target)
            elif ours:
                target.unlink()
        except OSError as error:
            problems.append(
                Problem(
                    code="SP704",
                    message=f"could not be put back; it is kept as {shown_path(backup)}: {error.strerror or error}",
                    hint="close what has it open, and build again: the next build puts it back",
                    place=Place(shown_path(target)),
                )
            )
    return problems


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _runs(process: int) -> bool:
    """Whether another process of this number runs on this machine. A folder with our own number is from before us."""
    if process == os.getpid():
        return False
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, False, process)
        if handle:
            kernel.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's
    return True
