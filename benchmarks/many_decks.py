"""Decks for customers that were never seen, on the real sample library: `python benchmarks/many_decks.py [CUSTOMERS]`.

400 customers unless said otherwise, deck.pptx alone, in one process with its start, after as many others warmed the
cache; then the same ones again. It is compared slide for slide with the hand-written script's function called in a
loop, its start not included, as decks of a real library have other numbers of slides than the script's twelve.

Then the same side by side, by one process and by two with `--jobs`, and once more with `--resume`, which leaves all as
they are. Of those the time on the clock counts too: it says how much two processes gain.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import reference
from many_customers import write_customers
from sample import BRAND, HERE, PICTURE
from timing import Time, call, run

from salespack.system.cache import CACHE_VARIABLE

PROJECT = HERE.parent
CUSTOMERS, LOOP, SLIDES = 400, 20, 12


def slides_in(out: Path) -> Iterator[int]:
    """How many slides each deck has."""
    for record in out.glob("*/*/for-you/selection.json"):
        yield json.loads(record.read_text(encoding="utf-8"))["fit"]["slides"]


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CUSTOMERS
    with tempfile.TemporaryDirectory(prefix="salespack-benchmark-") as folder:
        work = Path(folder).resolve()
        write_customers(work / "profiles", work / "records", 2 * count)
        (work / "cache").mkdir(mode=0o700)

        def build(first: int, *more: str) -> Time:
            profiles = [work / "profiles" / f"customer-{number}.yaml" for number in range(first, first + count)]
            command: list[str | Path] = [sys.executable, "-m", "salespack", "build", *profiles]
            command += ["--library", PROJECT / "content_blocks", "--out", work / "out"]
            command += ["--only", "deck.pptx", "--force", *more]
            return run(command, work, {CACHE_VARIABLE: str(work / "cache")})

        def loop() -> None:
            for number in range(LOOP):
                customer = reference.Customer(name=f"Customer {number}")
                reference.make(PROJECT / BRAND, PROJECT / PICTURE, customer, work / "reference.pptx")

        build(0)
        shutil.rmtree(work / "out")
        loop()
        before = call(loop).cpu
        new, again = build(count).cpu, build(count).cpu
        by_jobs = {jobs: build(count, "--jobs", str(jobs)) for jobs in (1, 2)}
        unchanged = build(count, "--jobs", "1", "--resume").cpu
        each = (before + call(loop).cpu) / 2 / (LOOP * SLIDES)
        decks = list(slides_in(work / "out"))
        print(f"the script's loop: {each * 1000:.2f} ms of the processor a slide")
        rows = [("never seen", new), ("built before", again), ("left as they are, --resume", unchanged)]
        rows += [(f"built before, --jobs {jobs}", taken.cpu) for jobs, taken in by_jobs.items()]
        for what, taken in rows:
            slide, deck = taken / sum(decks), taken / len(decks)
            print(
                f"{what}: {deck * 1000:.1f} ms a deck, {slide * 1000:.2f} ms a slide, {len(decks)} decks, "
                f"{each / slide:.1f} × as many slides a second and core"
            )
        print(f"two processes: {by_jobs[1].wall / by_jobs[2].wall:.2f} × as many a second as one, by the clock")


if __name__ == "__main__":
    main()
