"""How many decks `salespack audit` reads a second and core, by marks, by words and as PDFs, and what memory it needs.

    python benchmarks/audits.py [--decks 10000] [--folder FOLDER]

Builds the deck, the handout and the PDF of every sample profile in every language, copies them until there are as many
as asked for, and audits each sort in a process of its own: a tenth of them, then all. Start included. Budgets: 200
decks a second and core by marks, 40 by words, and no more than 20 MB more for ten times as many.

It also says how many of the sample's slides are known without their marks, against what their marks say: as handouts,
and on pages of PDFs. Budgets: 98 % of them, and 99 % of what is told is right.
"""

from __future__ import annotations

import argparse
import datetime
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from salespack.building.build import Builder, Request
from salespack.library.index import open_library
from salespack.library.library import Library
from salespack.ooxml.provenance import read_provenance
from salespack.problems.problem import UserFault
from salespack.revisions.pdf_pages import pdf_pages
from salespack.revisions.recognition import Origin, Recognition

PROJECT = Path(__file__).parent.parent
ON = datetime.date(2026, 11, 30)
BY_MARKS, BY_WORDS, MORE_MEMORY = 200, 40, 20
RECALL, PRECISION = 0.98, 0.99


class Sample(NamedTuple):
    """One pack of the sample as a deck with marks, as a handout and as a PDF."""

    deck: Path
    handout: Path
    pdf: Path


class Run(NamedTuple):
    """One audit: decks, seconds of the processor, and the most memory that it had, in MB."""

    decks: int
    seconds: float
    memory: float


def sample_decks(library: Library, out: Path) -> list[Sample]:
    """The deck, handout and PDF of each profile that is not refused, in each language."""
    builder, found = Builder(library, None), []
    for language in library.settings.languages:
        for profile in sorted((PROJECT / "profiles").glob("*.yaml")):
            only = ("deck.pptx", "handout.pptx", "deck.pdf")
            try:
                report = builder.build(
                    Request(
                        profile=profile, out=out / language, language=language, only=only, today=ON, on=ON, force=True
                    )
                )
            except UserFault as fault:
                print(f"{profile.stem} in {language}: {fault.problems[0]}", file=sys.stderr)
                continue
            placed = {one.name: one.path for one in report.placed}
            found.append(Sample(*(placed[name] for name in only)))
    return found


def copied(files: Sequence[Path], count: int, folder: Path) -> Path:
    """A tree of `count` copies, a hundred in a folder."""
    for number in range(count):
        file = files[number % len(files)]
        place = folder / f"{number // 100:03}" / f"{number:05}{file.suffix}"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
    return folder


AUDIT = """
import re, sys
from pathlib import Path
from salespack.__main__ import main

sys.argv = ["salespack", "audit", sys.argv[1], "--json"]
try:
    main()
finally:
    print(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1], file=sys.stderr)
"""
"""An audit that says, last on stderr, what memory it had, in kB: what the system tells of children counts ours too."""


def audited(folder: Path, cache: Path) -> Run:
    """One audit of a tree, as a new process whose report goes nowhere."""
    environment = {**os.environ, "SALESPACK_CACHE": str(cache)}
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-c", AUDIT, str(folder)],
        env=environment, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    after = os.times()
    if done.returncode not in (0, 1):
        raise RuntimeError(f"the audit of {folder} ended with {done.returncode}: {done.stderr}")
    decks = sum(len(files) for _, _, files in os.walk(folder))
    seconds = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(decks, seconds, int(done.stderr.split()[-1]) / 1024)


def recognised(library: Library, samples: Sequence[Sample]) -> Iterator[tuple[str, int, int, int]]:
    """For handouts and PDFs: how many slides there are, how many of them are known rightly, and how many wrongly."""
    recognition = Recognition(library, None)
    for name in ("handouts", "PDFs"):
        slides = right = wrong = 0
        for sample in samples:
            truth = [slide.tags["BLOCK"] for slide in read_provenance(sample.deck).slides]
            told: list[list[Origin]]
            if name == "handouts":
                found = recognition.of_slides(read_provenance(sample.handout).slides)
                told = [[one] if one is not None else [] for one in found]
            else:
                told = recognition.on_pages(pdf_pages(sample.pdf))
            for block, origins in zip(truth, told, strict=True):
                slides += 1
                right += any(one.block == block for one in origins)
                wrong += sum(one.block != block for one in origins)
        yield name, slides, right, wrong


def main() -> None:
    """Prints each figure beside its budget."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--decks", type=int, default=10_000)
    options.add_argument("--folder", type=Path, help="where the copies go, some GB; else the system's temporary folder")
    asked = options.parse_args()
    library = open_library(PROJECT / "content_blocks", None)
    with tempfile.TemporaryDirectory(dir=asked.folder) as temporary:
        folder = Path(temporary)
        cache = folder / "cache"
        cache.mkdir(mode=0o700)
        samples = sample_decks(library, folder / "out")
        for name, slides, right, wrong in recognised(library, samples):
            recall, precision = right / slides, right / (right + wrong)
            kept = recall >= RECALL and precision >= PRECISION
            print(f"{name}: {slides} slides, recall {recall:.4f}, precision {precision:.4f}, budget kept: {kept}")
        sorts = (("marks", "deck", BY_MARKS), ("words", "handout", BY_WORDS), ("words, of PDFs", "pdf", BY_WORDS))
        for name, sort, budget in sorts:
            files = [getattr(sample, sort) for sample in samples]
            runs: list[Run] = []
            for count in (asked.decks // 10, asked.decks):
                tree = copied(files, count, folder / f"{sort}-{count}")
                if not runs:
                    audited(tree, cache)  # so that caches are warm
                runs.append(audited(tree, cache))
                shutil.rmtree(tree)
            few, many = runs
            rate, more = many.decks / many.seconds, many.memory - few.memory
            print(
                f"by {name}: {many.decks:,} decks, {rate:.0f} a second and core (budget {budget}), "
                f"{few.memory:.0f} MB for {few.decks:,} and {many.memory:.0f} MB for all; "
                f"budget kept: {rate >= budget and more <= MORE_MEMORY}"
            )


if __name__ == "__main__":
    main()
