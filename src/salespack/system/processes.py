"""Processes that share work: how many pay, what each begins with; and progress that is told to nobody."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

Progress = Callable[[str, int, int], None]
"""Told what is done: what, how many, of how many."""


def no_progress(what: str, done: int, total: int) -> None:
    """Tells nobody."""


State = TypeVar("State")
Item = TypeVar("Item")
Result = TypeVar("Result")


class Processes(Generic[State]):
    """Processes that do work for this one, started afresh (`spawn`, the only way on Windows and macOS).

    Each begins with `make(*given)`, which it has to itself; all that is passed, and comes back, is pickled.
    """

    def __init__(self, processes: int, make: Callable[..., State], *given: Any) -> None:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        self._pool = ProcessPoolExecutor(processes, get_context("spawn"), _begin, (make, given))

    def submit(self, function: Callable[[State, Item], Result], item: Item) -> Future[Result]:
        """`function` of a process's own beginnings and of `item`, as soon as a process is free."""
        return self._pool.submit(_do, function, item)

    def close(self) -> None:
        """Ends the processes; what has not begun is not done."""
        self._pool.shutdown(cancel_futures=True)


_own: Any
"""What a process that does work for another began with; nothing in the process that has it done."""


def _begin(make: Callable[..., Any], given: tuple[Any, ...]) -> None:
    global _own
    _own = make(*given)


def _do(function: Callable[[Any, Any], Any], item: Any) -> Any:
    return function(_own, item)


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
