"""Processes that share work: how many pay, and what each begins with."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from salespack.system.temporary import own_folder, work_in

if TYPE_CHECKING:
    from concurrent.futures import Future

MOST_ON_WINDOWS = 61
"""Processes that one can wait for there: WaitForMultipleObjects takes 63 handles, and two are Python's own."""
SELDOM = (200_000, 50, 50)
"""When Python looks for garbage in them: what each begins with stays, and what the work makes is hardly ever some."""

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

        begin = own_folder(), make, given
        self._pool = ProcessPoolExecutor(startable(processes), get_context("spawn"), _begin, begin)

    def submit(self, function: Callable[[State, Item], Result], item: Item) -> Future[Result]:
        """`function` of a process's own beginnings and of `item`, as soon as a process is free."""
        with _deaf_to_interrupts():
            return self._pool.submit(_do, function, item)

    def close(self) -> None:
        """Ends the processes; what has not begun is not done. After a fault or an interruption they end at once."""
        if sys.exception() is None:
            self._pool.shutdown(cancel_futures=True)
            return
        self._pool.shutdown(wait=False, cancel_futures=True)
        from multiprocessing import active_children

        for child in active_children():
            child.terminate()


@contextlib.contextmanager
def stop_on_request() -> Iterator[Callable[[], bool]]:
    """Gives whether Ctrl-C was pressed: the first time it only asks for an end, then it interrupts as always."""
    asked = False

    def ask(number: int, frame: object) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    if threading.current_thread() is not threading.main_thread() or (
        (before := signal.getsignal(signal.SIGINT)) is not signal.default_int_handler
    ):
        yield lambda: False
        return
    signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes that are started inside never hear Ctrl-C: who started them does, as soon as this ends, and ends them.

    What is blocked is inherited, and what came meanwhile is not lost. Windows has no such mask: there each process
    begins by not listening.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_own: Any
"""What a process that does work for another began with; nothing in the process that has it done."""


def _begin(temporary: Path, make: Callable[..., Any], given: tuple[Any, ...]) -> None:
    global _own
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    work_in(temporary)
    gc.set_threshold(*SELDOM)
    _own = make(*given)
    gc.freeze()


def _end_with_parent() -> None:
    """Ends this process where the one that has it work was killed: it would wait for more work for ever."""
    from multiprocessing import parent_process

    parent = parent_process()
    assert parent is not None  # noqa: S101 - only a process that another has started gets here
    parent.join()
    os._exit(1)


def _do(function: Callable[[Any, Any], Any], item: Any) -> Any:
    return function(_own, item)


def startable(wanted: int, system: str = sys.platform) -> int:
    """How many of the processes that somebody wants a system lets one start and wait for."""
    return min(wanted, MOST_ON_WINDOWS) if system == "win32" else wanted


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
