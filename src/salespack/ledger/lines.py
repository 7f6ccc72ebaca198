"""The files of a ledger: lines that are only ever added, in one file for each writer, `WRITER.jsonl`.

Nobody waits for anybody: who finds a writer's file in use by another process writes into the next, `WRITER-1.jsonl`.
A line is written at once or not at all: what a full disk takes in part is cut off again, and behind what a process that
was killed, or a computer that lost power, left of a line a new one begins. Who keeps lines out of a file (`rewrite`)
puts a whole new file in its place, under the same lock.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from salespack.problems.files import file_content

ENDING = ".jsonl"
MOST_FILES = 64
"""Of so many processes at once each finds a file of its own."""


def append(folder: Path, writer: str, lines: bytes, *, lasting: bool = False) -> Path:
    """Adds whole lines to a writer's file in a folder, which is where they went. Raises OSError; nothing of them is
    there then. `lasting` waits until the disk has them."""
    for number in range(MOST_FILES):
        path = folder / f"{writer}{f'-{number}' if number else ''}{ENDING}"
        with _alone(path) as alone:
            if alone:
                _add(path, lines, lasting=lasting)
                return path
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(folder))


def rewrite(path: Path, kept: Callable[[bytes], bool]) -> int:
    """Takes the lines out of a file that are not `kept`, and the file away where none stays; how many went. Raises
    OSError; the file is as it was then."""
    with _alone(path, wait=True):
        lines = file_content(path).splitlines(keepends=True)
        staying = [line for line in lines if kept(line.rstrip(b"\r\n"))]
        if len(staying) == len(lines):
            return 0
        if staying:
            new = path.with_name(f".{path.name}.{os.getpid()}.tmp")
            try:
                new.write_bytes(b"".join(staying))
                new.replace(path)
            finally:
                new.unlink(missing_ok=True)
        else:
            path.unlink()
        return len(lines) - len(staying)


def drain(path: Path, take: Callable[[bytes], None]) -> None:
    """Hands all that is in a file on, and takes the file away once it is taken. Raises OSError."""
    with _alone(path, wait=True):
        take(file_content(path))
        path.unlink()


def _add(path: Path, lines: bytes, *, lasting: bool) -> None:
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    file = os.open(path, flags, 0o666)
    try:
        size = os.lseek(file, 0, os.SEEK_END)
        begin = b"" if not size or _last_byte(file, size) == b"\n" else b"\n"
        try:
            _write(file, begin + lines)
            if lasting:
                os.fsync(file)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(file, size)
            raise
    finally:
        os.close(file)


def _last_byte(file: int, size: int) -> bytes:
    os.lseek(file, size - 1, os.SEEK_SET)
    return os.read(file, 1)


def _write(file: int, content: bytes) -> None:
    """Writes all of it; a disk that takes a part says with the next byte why. Raises OSError."""
    while content:
        content = content[os.write(file, content) :]


@contextlib.contextmanager
def _alone(path: Path, *, wait: bool = False) -> Iterator[bool]:
    """Whether a file is for this process alone meanwhile, by a lock beside it: the file itself may be replaced. Disks
    that know no locks have lines that the system puts behind each other."""
    file = os.open(path.with_name(f".{path.stem}.lock"), os.O_RDWR | os.O_CREAT, 0o666)
    try:
        yield _locked(file, wait=wait)
    finally:
        os.close(file)  # which unlocks it


def _locked(file: int, *, wait: bool) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        return error.errno not in (errno.EACCES, errno.EDEADLK)
    return True
