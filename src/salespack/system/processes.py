"""How many processors there are to use, and progress that is told to nobody."""

from __future__ import annotations

import os
from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Told what is done: what, how many, of how many."""


def no_progress(what: str, done: int, total: int) -> None:
    """Tells nobody."""


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
