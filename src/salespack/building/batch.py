"""Many profiles built by several processes, each of which opens library and brand once. Nothing is printed here.

Profiles are handed out as processes become free, a few at a time, and no answer is kept. One that cannot be built, for
whatever reason, stops no other: where even its process ends, those that were handed out with it are built again, one
at a time, so that it is known which of them it was.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from salespack.building.build import Builder, Report
from salespack.building.request import Request
from salespack.building.results import Result, Told
from salespack.ledger.opening import begun_ledger
from salespack.library.index import open_library
from salespack.problems.problem import NoFit, Place, Problem, UserFault, shown_path
from salespack.system.processes import Processes, startable

POLL = 0.2
"""Seconds after which a wish to stop is noticed at the latest."""
AT_ONCE, SECONDS_AT_ONCE = 16, 0.25
"""How many profiles a process is given at most, and about how long they are to take it."""
MOST_TOLD = 2_000
MOST_BROKEN = 5
"""Processes that end one after another, none of which built anything: then it is not the profiles."""


class Task(msgspec.Struct, frozen=True):
    """One profile to build, and the digest of the inputs that it was built from before, where its files are there."""

    request: Request
    before: str = ""


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one profile: its line, None where it is as it was built before; the problems that its process has
    not told yet, of one that was built those that are not its own; its exit code; a fault of ours."""

    file: Path
    result: Result | None = None
    problems: tuple[Problem, ...] = ()
    exit_code: int = 0
    bug: BaseException | None = None

    @classmethod
    def fault(cls, file: Path, fault: UserFault, inputs: str = "", seconds: float = 0.0) -> Done:
        """A profile that was not built."""
        problems = tuple(fault.problems)
        result = Result(
            profile=file.stem, file=str(file), result="refused" if isinstance(fault, NoFit) else "not built",
            problems=tuple(map(Told.of, problems)), inputs=inputs, seconds=round(seconds, 4),
        )  # fmt: skip
        return cls(file=file, result=result, problems=problems, exit_code=fault.exit_code)


class Batch:
    """The processes that build, `jobs` of them, from the library in `root`. They end with the `with`."""

    def __init__(self, root: Path, cache: Path | None, jobs: int) -> None:
        self._root, self._cache, self._jobs = root, cache, startable(jobs)
        self._pool: Processes[_Worker] | None = None
        self._broken = 0
        self._size = 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.close()

    def results(self, tasks: Iterable[Task], stopped: Callable[[], bool]) -> Iterator[Done]:
        """What became of each, as it is done. Once `stopped`, what is being built is finished, and nothing begun.

        Raises BrokenExecutor where processes end before they build anything.
        """
        waiting = iter(tasks)
        again: deque[list[Task]] = deque()
        running: dict[Future[list[Done]], list[Task]] = {}
        while True:
            if stopped():
                again.clear()
                for future in [one for one in running if one.cancel()]:
                    del running[future]
            else:
                self._hand_out(waiting, again, running)
            if not running:
                return
            finished, _ = wait(running, POLL, FIRST_COMPLETED)
            for future in finished:
                given = running.pop(future)
                fault = future.exception()
                if fault is None:
                    self._broken = 0
                    yield from self._measured(future.result())
                    continue
                if isinstance(fault, BrokenExecutor):
                    self._begin_anew(fault)
                if len(given) > 1 or (isinstance(fault, BrokenExecutor) and (running or again or len(finished) > 1)):
                    again += [[one] for one in given]
                else:
                    yield _failed(given[0].request.profile, fault)

    def _hand_out(
        self, waiting: Iterator[Task], again: deque[list[Task]], running: dict[Future[list[Done]], list[Task]]
    ) -> None:
        """Gives the processes work: as much as keeps them busy; what is built again one at a time."""
        if again:
            if not running:
                self._give(again.popleft(), running)
            return
        while len(running) <= 2 * self._jobs and (given := list(islice(waiting, self._size))):
            self._give(given, running)

    def _give(self, given: list[Task], running: dict[Future[list[Done]], list[Task]]) -> None:
        while True:
            if self._pool is None:
                self._pool = Processes(self._jobs, _Worker, self._root, self._cache)
            try:
                running[self._pool.submit(_built, given)] = given
            except BrokenExecutor as fault:
                self._begin_anew(fault)
            else:
                return

    def _begin_anew(self, fault: BrokenExecutor) -> None:
        """Takes the processes away, of which one has ended; others are started with the next work."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None
            self._broken += 1
        if self._broken > MOST_BROKEN:
            raise fault

    def _measured(self, done: list[Done]) -> list[Done]:
        """Learns how many profiles a process is to be given at once."""
        if seconds := sum(one.result.seconds for one in done if one.result is not None):
            self._size = max(1, min(AT_ONCE, int(SECONDS_AT_ONCE * len(done) / seconds)))
        return done


class _Worker:
    """What each process begins with."""

    def __init__(self, root: Path, cache: Path | None) -> None:
        library = open_library(root, cache)
        self.builder = Builder(library, cache, begun_ledger(library, cache))
        self._told: set[Problem] = set()

    def done(self, task: Task) -> Done:
        """Builds one profile, unless it was built from the same."""
        request, inputs, begun = task.request, "", time.perf_counter()
        try:
            inputs = self.builder.inputs(request)
            if inputs == task.before:
                return Done(file=request.profile)
            report = self.builder.build(request)
        except UserFault as fault:
            return Done.fault(request.profile, fault, inputs, time.perf_counter() - begun)
        matched = report.matched
        own = shown_path(request.profile)
        about_others = (one for one in matched.notices if one.place is None or one.place.file != own)
        problems = (*self.builder.library_problems(matched.learnt.language), *about_others)
        seconds = time.perf_counter() - begun
        result = _result(request, report, inputs, seconds)
        return Done(file=request.profile, result=result, problems=self._new(problems))

    def _new(self, problems: Sequence[Problem]) -> tuple[Problem, ...]:
        """The problems that this process has not told yet."""
        fresh = tuple(one for one in problems if one not in self._told)
        if len(self._told) > MOST_TOLD:  # of so many profiles each has its own
            self._told.clear()
        self._told.update(fresh)
        return fresh


def _built(worker: _Worker, tasks: list[Task]) -> list[Done]:
    return [worker.done(task) for task in tasks]


def _result(request: Request, report: Report, inputs: str, seconds: float) -> Result:
    """The line of a profile that was built."""
    matched = report.matched
    return Result(
        profile=request.profile.stem, file=str(request.profile), result="built", pack=matched.pack.id,
        language=matched.selection.language, on=matched.selection.on, slides=len(matched.deck.slides),
        files={one.name: str(one.path) for one in report.placed},
        kept={one.name: str(one.kept) for one in report.placed if one.kept is not None},
        problems=tuple(map(Told.of, (*matched.notices, *matched.problems))), inputs=inputs, seconds=round(seconds, 4),
    )  # fmt: skip


def _failed(file: Path, fault: BaseException) -> Done:
    """A profile that was not built for no fault of its own."""
    if isinstance(fault, BrokenExecutor):
        message = "the process that built it was ended, perhaps for want of memory"
        hint = "build it alone, or give fewer --jobs"
    else:
        message, hint = f"a bug of ours stopped it ({type(fault).__name__})", "the others are built"
    problem = Problem(code="SP706", message=message, hint=hint, place=Place(shown_path(file)))
    done = Done.fault(file, UserFault([problem]))
    return done if isinstance(fault, BrokenExecutor) else msgspec.structs.replace(done, bug=fault)
