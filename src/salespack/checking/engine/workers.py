"""Who does the work: this process, or where there is much of it, one process for each processor.

Starting processes takes about a second: they are not worth it for a few blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, as_completed
from types import TracebackType
from typing import Any, Self, TypeVar

from salespack.checking.engine.blocks import BlockChecker, Job, Material, Record
from salespack.checking.engine.remembered import read_outcomes, write_outcomes
from salespack.checking.engine.selections import Match, Outcome, Selecting, added
from salespack.system.processes import Processes, processors
from salespack.system.progress import Progress

WORTH_PROCESSES = 2_000
"""Work, in units of about a millisecond, from which it pays to start processes."""
AT_ONCE = 24
BLOCKS, PROFILES = "checking blocks", "matching profiles"
"""What is told to be done."""

T = TypeVar("T")


class Crew:
    """Does the jobs and the matches of one check. `processes`: how many at most; None: one a processor."""

    def __init__(self, material: Material, selecting: Selecting, processes: int | None, progress: Progress) -> None:
        self._material, self._selecting, self._progress = material, selecting, progress
        self._processes = processes or processors()
        self._pool: Processes[_Worker] | None = None
        self._checker: BlockChecker | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, trace: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.close()

    def records(self, jobs: Sequence[Job]) -> Iterator[Record]:
        """The record of each job, in any order."""
        renderings = sum(len(groups) for job in jobs for groups in job.groups.values())
        if self._alone(4 * renderings):
            if jobs and self._checker is None:
                self._checker = BlockChecker(self._material)
            for number, job in enumerate(jobs, 1):
                assert self._checker is not None  # noqa: S101 - for the type checker
                yield self._checker.check(job)
                self._progress(BLOCKS, number, len(jobs))
            return
        for records in self._shared(_check, jobs, BLOCKS):
            yield from records

    def outcome(self, matches: Sequence[Match]) -> Outcome:
        """What all matches give together, in their order; those that nothing changed for are as they were kept."""
        material = self._material
        keys = self._selecting.keys(matches)
        before = read_outcomes(material.cache, material.library.root)
        missing = [one for one, key in zip(matches, keys, strict=True) if key not in before]
        made = dict(zip((one.case for one in missing), self._outcomes(missing), strict=True))
        outcomes = {
            key: before[key] if key in before else made[one.case] for one, key in zip(matches, keys, strict=True)
        }
        if made or len(outcomes) != len(before):
            write_outcomes(material.cache, material.library.root, outcomes)
        return added(outcomes[key] for key in keys)

    def _outcomes(self, matches: Sequence[Match]) -> list[Outcome]:
        """What each match gives."""
        library = self._material.library
        if self._alone(len(matches) * len(library.packs) * len(library.blocks) // 200):
            found = []
            for number, one in enumerate(matches, 1):
                found.append(self._selecting.outcome(one))
                self._progress(PROFILES, number, len(matches))
            return found
        outcomes = dict(pair for pairs in self._shared(_select, matches, PROFILES) for pair in pairs)
        return [outcomes[one.case] for one in matches]

    def _alone(self, work: int) -> bool:
        return self._pool is None and (self._processes == 1 or work < WORTH_PROCESSES)

    def _shared(self, function: Callable[[_Worker, Any], T], items: Sequence[Any], what: str) -> Iterator[T]:
        """`function` of each batch of items, by the processes of the pool."""
        if self._pool is None:
            self._pool = Processes(self._processes, _Worker, self._material, self._selecting)
        size = max(1, min(AT_ONCE, len(items) // (4 * self._processes)))
        batches = [items[first : first + size] for first in range(0, len(items), size)]
        futures: dict[Future[T], int] = {self._pool.submit(function, batch): len(batch) for batch in batches}
        done = 0
        for future in as_completed(futures):
            done += futures[future]
            self._progress(what, done, len(items))
            yield future.result()


class _Worker:
    """What each process begins with."""

    def __init__(self, material: Material, selecting: Selecting) -> None:
        self.checker, self.selecting = BlockChecker(material), selecting


def _check(worker: _Worker, jobs: Sequence[Job]) -> list[Record]:
    return [worker.checker.check(job) for job in jobs]


def _select(worker: _Worker, matches: Sequence[Match]) -> list[tuple[int, Outcome]]:
    return [(one.case, worker.selecting.outcome(one)) for one in matches]
