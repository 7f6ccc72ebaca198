"""Temporary folders: all of a command's are in one, which goes when it ends, or when the next command needs its own.

The one folder, `salespack-run-…` among the system's temporary files, holds a file that its command keeps locked. A lock
goes with its process, however that ends: whoever can lock the file in another such folder has found rubbish.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from salespack.problems.problem import UserFault

PREFIX, LOCK = "salespack-run-", "in-use"


def temporary_folder(purpose: str) -> tempfile.TemporaryDirectory[str]:
    """A new folder that is there as long as the `with`, or as what is returned; its name begins with `purpose`."""
    return tempfile.TemporaryDirectory(prefix=f"{purpose}-", dir=own_folder(), ignore_cleanup_errors=True)


def own_folder() -> Path:
    """The folder of this command, for all of its processes. When it is made, rubbish is swept.

    Raises UserFault (SP701) where the system has no folder that takes a file.
    """
    global _own
    if _own is None or _own.process != os.getpid() or not _own.path.is_dir():
        for path in _folders(_system_folder()):
            _sweep(path)
        _own = _new()
        atexit.register(_own.remove)
    return _own.path


def _system_folder() -> Path:
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError:
        hint = "make room on the disk, or set TMPDIR to a folder that you may write to"
        raise UserFault.of("SP701", "no folder for temporary files takes a file", hint) from None


def work_in(folder: Path) -> None:
    """Makes `folder`, which another process keeps and takes away, the one of this process too."""
    global _own
    _own = _Own(folder, None)


class _Own:
    """The folder that this process works in, with the file that it keeps locked; none where that is for another."""

    def __init__(self, path: Path, lock: IO[bytes] | None) -> None:
        self.path, self._lock, self.process = path, lock, os.getpid()

    def remove(self) -> None:
        """Takes the folder away; a copy of the process that made it leaves it there."""
        if self._lock is not None and self.process == os.getpid():
            _remove(self.path, self._lock)


_own: _Own | None = None


def _new() -> _Own:
    """A new folder. Its file is empty until it is locked; where a disk knows no locks it stays so: never swept."""
    path = Path(tempfile.mkdtemp(prefix=PREFIX))
    lock = (path / LOCK).open("xb")
    if _locked(lock, wait=True):
        lock.write(b"%d" % os.getpid())
        lock.flush()
    return _Own(path, lock)


def _sweep(path: Path) -> None:
    """Takes a folder away whose command is no more."""
    with contextlib.suppress(OSError), (path / LOCK).open("r+b") as lock:
        if _locked(lock, wait=False) and (path / LOCK).stat().st_size:
            _remove(path, lock)


def _remove(path: Path, lock: IO[bytes]) -> None:
    shutil.rmtree(path, ignore_errors=True)
    lock.close()
    shutil.rmtree(path, ignore_errors=True)  # Windows takes no file away that is open


def _folders(folder: Path) -> Iterator[Path]:
    """The folders of this user's commands."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX) and entry.is_dir(follow_symlinks=False) and _is_ours(entry):
                yield Path(entry.path)


def _is_ours(entry: os.DirEntry[str]) -> bool:
    """Whether a folder is this user's; on Windows all that are there are."""
    return sys.platform == "win32" or entry.stat(follow_symlinks=False).st_uid == os.getuid()


def _locked(file: IO[bytes], *, wait: bool) -> bool:
    """Whether a file could be locked, for as long as it is open. `wait` for others, who only look whether they can."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
