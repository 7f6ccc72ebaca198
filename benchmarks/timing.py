"""Timing whole processes in turns, A B A B …, so that what else the machine does falls on both."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENT = {"PYTHONDONTWRITEBYTECODE": ""}
"""Modules are compiled once, as for anyone who uses the program; else every run would compile them again."""


class CommandError(RuntimeError):
    """A measured command did not work; the message is what it wrote to stderr."""


@dataclass(frozen=True)
class Time:
    """How long something took, in seconds: on the clock, and of the processor (0 where the system does not tell)."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Pairs:
    """The times of two things that were measured in turns."""

    reference: Sequence[Time]
    ours: Sequence[Time]

    @property
    def ratio(self) -> float:
        """The median of ours ÷ reference over the pairs, by the clock."""
        return statistics.median(
            ours.wall / theirs.wall for theirs, ours in zip(self.reference, self.ours, strict=True)
        )

    @property
    def cpu_ratio(self) -> float:
        """The same by the processor's time."""
        return statistics.median(
            ours.cpu / theirs.cpu if theirs.cpu else 0 for theirs, ours in zip(self.reference, self.ours, strict=True)
        )


def run(command: Sequence[str | Path], folder: Path, environment: Mapping[str, str]) -> Time:
    """Runs a command in `folder` to its end. Raises CommandError when it does not succeed."""
    before, started = _children(), time.perf_counter()
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env={**os.environ, **ENVIRONMENT, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    wall, used = time.perf_counter() - started, _children() - before
    if done.returncode:
        raise CommandError((done.stderr or done.stdout).strip() or f"exit code {done.returncode}")
    return Time(wall, used)


def _children() -> float:
    """The processor's time of all processes that this one started and that have ended."""
    if sys.platform == "win32":
        return 0.0
    import resource

    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def call(work: Callable[[], object]) -> Time:
    """Calls a function of this process."""
    used, started = time.process_time(), time.perf_counter()
    work()
    return Time(time.perf_counter() - started, time.process_time() - used)


def in_turns(reference: Callable[[], Time], ours: Callable[[], Time], pairs: int) -> Pairs:
    """Measures both in turns, so many times."""
    taken = [(reference(), ours()) for _ in range(pairs)]
    return Pairs([first for first, _ in taken], [second for _, second in taken])


def median(times: Sequence[Time]) -> Time:
    """The medians of the clock's and the processor's times."""
    return Time(statistics.median(one.wall for one in times), statistics.median(one.cpu for one in times))
