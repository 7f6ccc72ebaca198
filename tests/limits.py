"""What a test may cost. Nothing here looks at a clock on the wall, which tells what else the machine is doing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

HANG = 600
"""Seconds after which a process that a test waits for is taken to hang. Only a guard: it says nothing of speed."""


def processor_time() -> float:
    """Seconds of processor time that this process and its ended children have used (on Windows, this process alone)."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """What is done inside takes at most so many seconds of processor time, here and in processes that end inside."""
    before = processor_time()
    yield
    used = processor_time() - before
    assert used <= seconds, f"took {used:.1f} seconds of processor time, may take {seconds}"
