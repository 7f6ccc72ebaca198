"""Commands run in forks of a process that has loaded them: hundreds of runs in the time of a dozen new processes.

A fork has one processor, bounded CPU and memory, and a hook of the test's own, if wanted; nothing of this is known to
the program. POSIX alone.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import msgspec

CPU_SECONDS, WALL_SECONDS = 20, 120
MEMORY = 2 * 1024**3


class Done(msgspec.Struct, frozen=True):
    """How a run ended: its exit code (negative: the signal), what it wrote, and the CPU seconds it took."""

    code: int
    out: str
    err: str
    cpu: float

    @property
    def hung(self) -> bool:
        """Whether it was stopped because it took too long."""
        return self.code in (-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL)


def called(arguments: Sequence[str]) -> int:
    """The command in this process; its exit code."""
    from salespack.__main__ import main

    before, sys.argv = sys.argv, ["salespack", *arguments]
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1 if end.code else 0
    finally:
        sys.argv = before
    return 0


def load(folder: Path, *commands: Sequence[str]) -> None:
    """Runs commands here, in `folder`, so that forks find loaded what they need. Raises RuntimeError if one fails.

    None that sets a PDF: Typst's threads would not be there in a fork, which would wait for them.
    """
    before = Path.cwd()
    os.chdir(folder)
    try:
        for arguments in commands:
            out, err = StringIO(), StringIO()
            with redirect_stdout(out), redirect_stderr(err):
                code = called(arguments)
            if code:
                raise RuntimeError(f"{' '.join(arguments)} ends with {code}: {err.getvalue()}")
    finally:
        os.chdir(before)


def run(
    folder: Path,
    arguments: Sequence[str],
    prepare: Callable[[], None] | None = None,
    *,
    wall: int = WALL_SECONDS,
    silent: bool = False,
) -> Done:
    """A command in a fork whose current folder is `folder`; `prepare` is called in it just before.

    `silent`: what it writes is thrown away, also where files cannot grow.
    """
    files = [Path(os.devnull) if silent else folder.parent / f".{name}-{os.getpid()}" for name in ("out", "err")]
    child = os.fork()
    if not child:
        _be_child(folder, arguments, prepare, files, wall)
    end = time.monotonic() + wall + 10
    while True:
        found, status, used = os.wait4(child, os.WNOHANG)
        if found:
            break
        if time.monotonic() > end:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.002)
    out, err = (file.read_bytes().decode("utf-8", "backslashreplace") for file in files)
    return Done(os.waitstatus_to_exitcode(status), out, err, used.ru_utime + used.ru_stime)


def _be_child(
    folder: Path, arguments: Sequence[str], prepare: Callable[[], None] | None, files: Sequence[Path], wall: int
) -> None:
    code = 99
    try:
        os.chdir(folder)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for number, file in enumerate(files, 1):
            os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.alarm(wall)
        tempfile.tempdir = str(folder.parent)  # a fork ends without taking away what it leaves there
        if prepare is not None:
            prepare()
        code = called(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)
