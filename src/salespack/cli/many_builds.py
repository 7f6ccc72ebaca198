"""`salespack build --jobs`: what is shown while many profiles are built by several processes, and at the end."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from salespack.building.batch import Batch, Done, Task
from salespack.building.results import Results, built_before
from salespack.cli.bug_report import BUG, report_bug
from salespack.cli.faults import INTERRUPTED, show_problems
from salespack.cli.json import say_json
from salespack.cli.progress import ProgressLine
from salespack.cli.tables import say
from salespack.problems.printing import printable
from salespack.problems.problem import NoFit, Problem, UsageFault, UserFault, shown_path
from salespack.system.cache import cache_folder
from salespack.system.paths import real_path
from salespack.system.processes import processors, stop_on_request

if TYPE_CHECKING:
    from salespack.building.request import Request
    from salespack.building.results import Before
    from salespack.library.library import Library

BUILDING = "building"
MOST_NAMED = 20
"""Profiles that are named at the end; all are in the file of results."""
MOST_TOLD = 10_000
"""Problems that are remembered, so that each is told once."""
GRAVEST = (BUG, 1, 2, NoFit.exit_code, 0)
SETTLED = 5
"""Profiles after which it can be said how long the rest will take."""


def build_many(
    library: Library,
    out: Path,
    names: Sequence[str],
    request: Callable[[str], Request],
    *,
    jobs: int | None,
    resume: bool,
    as_json: bool,
) -> int:
    """Builds them side by side into `out`; the gravest exit code, or that of an interruption."""
    before = built_before(out) if resume else {}
    jobs = min(jobs or processors(), len(names))
    with (
        Results(out, kept=resume) as results,
        ProgressLine(BUILDING) as progress,
        stop_on_request() as stopped,
    ):
        telling = _Telling(results, progress, len(names))
        with Batch(library.root, cache_folder(), jobs) as batch:
            for done in batch.results(_tasks(names, request, before, telling), stopped):
                telling.take(done)
        results.settle()
    interrupted = telling.done < len(names)
    telling.end(as_json=as_json)
    return INTERRUPTED if interrupted else telling.exit_code()


def _tasks(
    names: Sequence[str], request: Callable[[str], Request], before: dict[str, Before], telling: _Telling
) -> Iterator[Task]:
    """The profiles that can be looked for; what becomes of others is told at once."""
    folders: dict[str, Path] = {}
    for name in names:
        try:
            asked = request(name)
            file = asked.profile
            if folders.setdefault(file.stem, file.parent) != file.parent:
                _refuse_same_name(file, folders[file.stem] / file.name)
        except UserFault as fault:
            telling.take(Done.fault(Path(name), fault))
            continue
        known = before.get(str(file))
        yield Task(asked, known.inputs if known is not None and known.is_there else "")


def _refuse_same_name(file: Path, known: Path) -> None:
    """Two profiles of one name would overwrite each other's outputs. Raises UsageFault (SP804)."""
    if real_path(known) != real_path(file):
        message = f"{file} has the same name as {known}, and both would go to one folder"
        raise UsageFault.of("SP804", message, "rename one, or build it alone with another --out")


class _Telling:
    """What became of many profiles, as it is told; of each that was built no more than its line in the results."""

    def __init__(self, results: Results, progress: ProgressLine, total: int) -> None:
        self._results, self._progress, self._total = results, progress, total
        self._counts: Counter[str] = Counter()
        self._named: dict[str, list[str]] = {"refused": [], "not built": []}
        self._codes = {0}
        self._warned = self._beside = 0
        self._told: set[Problem] = set()
        self._begun = time.monotonic()

    @property
    def done(self) -> int:
        """How many are done."""
        return self._counts.total()

    def take(self, done: Done) -> None:
        """Writes the line of a profile, and tells what is wrong with it."""
        result = done.result
        if result is not None:
            self._results.add(result)
            self._warned += result.result == "built" and bool(result.problems)
            self._beside += bool(result.kept)
        self._counts[what := "unchanged" if result is None else result.result] += 1
        self._codes.add(BUG if done.bug is not None else done.exit_code)
        if what in self._named and len(self._named[what]) < MOST_NAMED:
            code = f" ({result.problems[0].code})" if result is not None and what == "not built" else ""
            self._named[what].append(f"{done.file.stem}{code}")
        fresh = [one for one in done.problems if one not in self._told]
        if fresh or done.bug is not None:
            self._progress.clear()
        show_problems(fresh)
        if done.bug is not None:
            report_bug(done.bug, what="did not build this profile; the others go on")
        if len(self._told) > MOST_TOLD:  # of so many profiles each has its own
            self._told.clear()
        self._told.update(fresh)
        self._progress(f"{BUILDING}{self._pace()}", self.done, self._total)

    def _pace(self) -> str:
        """How many are done in a second, and how long the rest will take, once that can be said."""
        seconds = time.monotonic() - self._begun
        if self.done < SETTLED or not seconds:
            return ""
        rate = self.done / seconds
        return f" ({_rate(rate)}, {_time((self._total - self.done) / rate)} left)"

    def exit_code(self) -> int:
        """The gravest of all."""
        return next(code for code in GRAVEST if code in self._codes)

    def end(self, *, as_json: bool) -> None:
        """What became of all; where some were not begun, what to do."""
        seconds, path = time.monotonic() - self._begun, shown_path(self._results.path)
        left = self._total - self.done
        if as_json:
            names = ("built", "unchanged", "refused", "not built")
            counted = {name.replace(" ", "_"): self._counts[name] for name in names}
            more = {"beside_kept": self._beside, "left": left, "seconds": round(seconds, 3), "results": path}
            say_json({"profiles": self._total, **counted, **more})
        else:
            for line in self._lines(seconds, path):
                say(line)
        if left:
            sys.stderr.write(f"interrupted: {left:,} are left; the same command with --resume builds them\n")

    def _lines(self, seconds: float, path: str) -> Iterator[str]:
        counts = self._counts
        parts = [f"{counts['built']:,} built"]
        parts += [f"{counts['unchanged']:,} unchanged"] if counts["unchanged"] else []
        parts += [f"{counts['refused']:,} refused, as nothing fits"] if counts["refused"] else []
        parts += [f"{counts['not built']:,} not built"] if counts["not built"] else []
        yield f"{self._total:,} profiles: {', '.join(parts)}, in {_time(seconds)}"
        for what, named in self._named.items():
            if named:
                more = f", and {counts[what] - len(named):,} more" if counts[what] > len(named) else ""
                yield printable(f"  {what}: {', '.join(named)}{more}")
        if self._beside:
            yield f"  {self._beside:,} beside files that were changed by hand, or are open, which stay"
        yield f"  {path}" + (f"   (with warnings for {self._warned:,} of those built)" if self._warned else "")


def _rate(rate: float) -> str:
    """How many in a second; of slow ones in a minute."""
    return f"{rate:,.0f} a second" if rate >= 2 else f"{rate * 60:,.0f} a minute"


def _time(seconds: float) -> str:
    """A time in its largest unit that says something."""
    whole = round(seconds)
    if whole < 100:
        return f"{whole} s"
    return f"{whole // 60} min" if whole < 6_000 else f"{whole / 3600:.1f} h"
