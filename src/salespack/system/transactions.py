"""The one way in which files come into a folder: staged whole, then put in place, all of them or none, even when the
process is killed on the way.

A staging folder inside (`.staging/PROCESS-MACHINE`) holds the new files (`new-N`), a second name of each file that they
replace (`old-N`), and a journal that says which file goes where. The journal is there while files are moved, and at no
other time; so whoever finds one whose process runs no more takes back what it says was moved. No file is ever missing:
a new one takes the place of the old in one step. Everything that opens a folder calls `recover` before it reads.

A folder that is not there yet is staged beside its place as a whole and put there in one step, without a journal.
"""

from __future__ import annotations

import contextlib
import errno
import os
import platform
import shutil
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from salespack.problems.files import file_content, why
from salespack.problems.patterns import late_pattern
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.system.hashing import digest
from salespack.system.paths import inside

STAGING, JOURNAL = ".staging", "journal.json"
OWNER = late_pattern(r"(\d{1,10})-([0-9a-f]{8})-([0-9a-f]{8}|left)-\d+\Z")
PROCESS_QUERY_LIMITED_INFORMATION = 0x1000
MOST_TRIES = 20
NO_SECOND_NAMES = frozenset(
    (errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV)
)
"""What disks say that cannot give a file a second name."""
OURS, LEFT = os.urandom(4).hex(), "left"
"""In the names of staging folders: which this process works in, and which it could not take away."""


class Move(msgspec.Struct, frozen=True):
    """One file on its way: its place below the folder, and the hash of its new content; of one that goes, none."""

    path: str
    sha256: str


class Journal(msgspec.Struct, frozen=True):
    """What is being moved: the files by their number, and the folders that are made for them."""

    files: tuple[Move, ...] = ()
    folders: tuple[str, ...] = ()


class Transaction:
    """Changes to the files of a folder, made together when the `with` ends, or not at all when it is left by an error.

    Content is staged when it is given, so that a full disk is met before anything is touched; that it lies on the disk
    is waited for once, when all is. Raises OSError when a change cannot be made; all is then as it was. Where even that
    fails, it raises UserFault (SP704) for each file that could not be put back: it is in the staging folder. Ctrl-C is
    answered when all are moved.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._staging: Path | None = None
        self._made: Path | None = None
        """The folder itself in its staging folder, where there was none before."""
        self._written: list[Path] = []
        self._folders: set[Path] = set()
        """Those that were made in it."""
        self._moves: dict[str, str] = {}
        self._numbers: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        try:
            if kind is None and self._moves:
                with _interrupts_held():
                    _wait_for(self._written)
                    self._move()
        finally:
            with _interrupts_held():
                if self._staging is not None:
                    _dissolve(self._staging)

    def write(self, path: Path, content: bytes) -> None:
        """The file at `path`, in the folder, will hold `content`."""
        staged = self._place(path, content)
        staged.write_bytes(content)
        self._written.append(staged)

    def copy(self, path: Path, source: Path) -> None:
        """The file at `path`, in the folder, will hold what `source` holds now."""
        self.write(path, file_content(source))

    def remove(self, path: Path) -> None:
        """There will be no file at `path`, in the folder."""
        self._place(path, None)

    def _place(self, path: Path, content: bytes | None) -> Path:
        """Where the content for a path is staged. A link stays: what it leads to, in the folder, changes.

        One that leads out of the folder gives way to a file.
        """
        name = path.relative_to(self._folder)
        if self._staging is None and content is not None and not os.path.lexists(self._folder):
            recover(self._folder.parent)
            with _interrupts_held():
                self._staging = _new_staging(self._folder.parent)
                self._made = self._staging / self._folder.name
        if self._made is not None:
            self._moves[name.as_posix()] = ""
            staged = self._made / name
            if content is None:
                staged.unlink(missing_ok=True)
            elif staged.parent not in self._folders:
                staged.parent.mkdir(parents=True, exist_ok=True)
                self._folders.add(staged.parent)
            return staged
        if path.is_symlink():
            real, folder = Path(os.path.realpath(path)), os.path.realpath(self._folder)
            name = real.relative_to(folder) if real.is_relative_to(folder) else name
        if self._staging is None:
            with _interrupts_held():  # a folder that nobody knows would stay
                self._staging = _new_staging(self._folder)
        self._moves[name.as_posix()] = digest(content) if content is not None else ""
        return self._staging / _numbered("new", self._numbers.setdefault(name.as_posix(), len(self._numbers)))

    def _move(self) -> None:
        assert self._staging is not None  # noqa: S101 - something was staged
        folder, staging = self._folder, self._staging
        if self._made is not None:
            try:
                self._made.rename(folder)
            except OSError:
                if not folder.is_dir():
                    raise
                move_into(folder, self._made)  # somebody else made it meanwhile
            return
        moves = tuple(Move(path, sha256) for path, sha256 in self._moves.items())
        journal = Journal(moves, tuple(_missing_folders(folder, self._moves)))
        draft = staging / f"{JOURNAL}.tmp"
        _write(draft, msgspec.json.encode(journal))
        draft.replace(staging / JOURNAL)
        try:
            for number, move in enumerate(moves):
                target, new, old = (
                    folder / move.path,
                    staging / _numbered("new", number),
                    staging / _numbered("old", number),
                )
                target.parent.mkdir(parents=True, exist_ok=True)
                if target.exists():
                    _give_second_name(target, old)
                if not move.sha256:
                    target.unlink(missing_ok=True)
                    continue
                if old.exists():
                    new.chmod(old.stat().st_mode & 0o7777)
                new.replace(target)
            (staging / JOURNAL).unlink()
        except BaseException as error:
            self._staging = left = _left(staging)
            if problems := _undo(folder, left, journal):
                self._staging = None  # it holds what could not be put back
                raise UserFault(problems) from error
            raise


def write_file(path: Path, content: bytes, within: Path | None = None) -> None:
    """Writes one file, whole or not at all; what it replaces stays until then. Raises OSError, UserFault (SP704).

    It is staged in its folder, or `within` one around it, where whoever reads looks for what was left half done.
    """
    if within is None:
        path = Path(os.path.realpath(path)) if path.is_symlink() else path
    folder = within or path.parent
    recover(folder)
    with Transaction(folder) as transaction:
        transaction.write(path, content)


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder that is filled elsewhere and put in its place, whole, when the `with` ends; nothing is left by an error.

    Where there is a folder already, its files come into that, all of them or none. Raises OSError.
    """
    above = folder if folder.is_dir() else folder.parent
    if above.exists() and not above.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(above))
    above.mkdir(parents=True, exist_ok=True)
    recover(above)
    staging = _new_staging(above)
    try:
        made = staging / folder.name
        made.mkdir()
        yield made
        if above == folder:
            move_into(folder, made)
        else:
            with _interrupts_held():
                made.replace(folder)
    finally:
        _dissolve(staging)


def move_into(folder: Path, made: Path) -> None:
    """Brings every file below `made` into `folder`, under the same names, all of them or none. Raises OSError."""
    with Transaction(folder) as transaction:
        for file in sorted(made.rglob("*")):
            if file.is_file():
                transaction.copy(folder / file.relative_to(made), file)


def recover(folder: Path) -> tuple[Problem, ...]:
    """Takes back what processes that run no more left half moved in `folder`. A warning (SP704) for what it cannot."""
    base = folder / STAGING
    problems: list[Problem] = []
    try:
        found = sorted(base.iterdir()) if base.is_dir() else []
    except OSError:
        return ()
    for staging in found:
        owner = OWNER.match(staging.name)
        if owner is None or owner[2] != _machine() or _is_worked_in(int(owner[1]), owner[3]):
            continue
        try:
            journal = msgspec.json.decode(file_content(staging / JOURNAL), type=Journal)
        except FileNotFoundError:
            journal = Journal()  # nothing was moved yet, or all was
        except (OSError, msgspec.DecodeError):
            continue
        if left := _undo(folder, staging, journal):
            problems += left
            continue
        _dissolve(staging)
    return tuple(problem.as_warning() for problem in problems)


def _undo(folder: Path, staging: Path, journal: Journal) -> list[Problem]:
    """Puts back what was there; a problem for each file that cannot be. What a person has changed since stays."""
    problems: list[Problem] = []
    for number, move in reversed(list(enumerate(journal.files))):
        target, new, old = (
            inside(folder, move.path),
            staging / _numbered("new", number),
            staging / _numbered("old", number),
        )
        if target is None or new.exists():
            continue  # it was never moved
        try:
            ours = bool(move.sha256) and target.is_file() and digest(file_content(target)) == move.sha256
            if old.exists() and (ours or not target.exists()):
                old.replace(target)
            elif ours:
                target.unlink()
        except OSError as error:
            problems.append(
                Problem(
                    code="SP704",
                    message=f"could not be put back; it is kept as {shown_path(old)}: {why(error)}",
                    hint="close what has it open; the next command puts it back",
                    place=Place(shown_path(target)),
                )
            )
    for name in reversed(journal.folders):
        with contextlib.suppress(OSError):
            (folder / name).rmdir()  # unless something else is in it by now
    return problems


def _missing_folders(folder: Path, names: Iterable[str]) -> Iterator[str]:
    """The folders, below `folder`, that must be made for files of these names, outer ones first."""
    seen: set[Path] = set()
    for name in names:
        for above in reversed(Path(name).parents[:-1]):
            if above not in seen and not (folder / above).exists():
                seen.add(above)
                yield above.as_posix()


def _numbered(kind: str, number: int) -> str:
    return f"{kind}-{number}"


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _wait_for(paths: Iterable[Path]) -> None:
    """Waits until what was written lies on the disk: asked of all when all are written, the disk is waited for once."""
    for path in dict.fromkeys(paths):
        if path.exists():
            with path.open("rb+") as file:
                os.fsync(file.fileno())


def _give_second_name(target: Path, old: Path) -> None:
    """Keeps what a file holds under another name; a copy where the disk knows no second names."""
    try:
        old.hardlink_to(target)
    except OSError as error:
        if error.errno not in NO_SECOND_NAMES:
            raise
        draft = old.with_suffix(".tmp")
        shutil.copy2(target, draft)
        draft.replace(old)


def _new_staging(folder: Path) -> Path:
    """A staging folder of this process, in `folder`."""
    for attempt in count():
        staging = folder / STAGING / f"{os.getpid()}-{_machine()}-{OURS}-{attempt}"
        try:
            staging.mkdir(parents=True)
        except (FileExistsError, FileNotFoundError):  # one of ours, or `.staging` was taken away just now
            if attempt == MOST_TRIES:
                raise
            continue
        return staging
    raise AssertionError  # the count has no end


def _dissolve(staging: Path) -> None:
    """Takes a staging folder away, the journal first: without it, nothing is taken for half done."""
    with contextlib.suppress(OSError):
        (staging / JOURNAL).unlink(missing_ok=True)
        shutil.rmtree(staging, ignore_errors=True)
        staging.parent.rmdir()


def _left(staging: Path) -> Path:
    """A staging folder under the name of one that nobody works in."""
    left = staging.with_name(staging.name.replace(OURS, LEFT))
    try:
        return staging.rename(left)
    except OSError:
        return staging


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


def _machine() -> str:
    """What tells this machine from others that see the same folder."""
    return digest(platform.node().encode())[:8]


def _is_worked_in(process: int, owner: str) -> bool:
    """Whether somebody works in a staging folder. One with our number, and not our mark, is from before us."""
    if owner == LEFT:
        return False
    return owner == OURS if process == os.getpid() else process_runs(process)


def process_runs(process: int) -> bool:
    """Whether a process of this number runs on this machine."""
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
