"""Salespack's speed against a hand-written python-pptx script: `python benchmarks/run.py [--pairs N] [--only a,b,…]`.

Prints a table. What the figures mean stands in README.md. Everything is made in a temporary folder, also the cache.
"""

from __future__ import annotations

import argparse
import itertools
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import msgspec
import reference
from compare import differences
from sample import BRAND, HERE, NAMES, PICTURE, PROFILE, make_library, make_profiles, make_workspace
from timing import CommandError, Pairs, Time, call, in_turns, median, run

import matching
from salespack.building.build import Builder, Request
from salespack.cli.workspace import LIBRARY_VARIABLE
from salespack.deck.model import Deck
from salespack.drawing.outputs import DECK_PDF, draw_outputs
from salespack.fit.fitting import Fitting
from salespack.library.index import open_library
from salespack.matching.match import match
from salespack.powerpoint.writing.writer import new_composer, slide_templates, write_deck, written_deck
from salespack.system.cache import CACHE_VARIABLE
from salespack.typesetting.libreoffice import find_program

DECK = "deck.pptx"
FEW, MANY = 100, 1_000
BLOCKS = 10_000
PROFILES = 100
LOOP = 20
"""Decks that the reference makes in one loop; it makes each from the start, so their number does not matter."""


@dataclass(frozen=True)
class Row:
    """One line of the table. `kept` is None for a figure that only explains."""

    what: str
    reference: str
    ours: str
    ratio: str = ""
    budget: str = ""
    kept: bool | None = None


class Benchmarks:
    """The measurements, each a method that yields rows; what several need is made once."""

    def __init__(self, folder: Path, pairs: int) -> None:
        self._folder, self._pairs = folder, pairs
        self._root = make_workspace(folder)
        self._cache = folder / "cache"
        self._reference_deck = folder / "reference.pptx"
        self._brand, self._picture = self._root / BRAND, self._root / PICTURE

    def deck(self) -> Iterator[Row]:
        """(a) One process that makes the deck."""
        yield from self._cold("deck.pptx", (DECK,), 0.75)
        pairs = in_turns(self._reference, lambda: self._salespack("--help"), self._pairs)
        yield _row("  --help, a process", pairs, 0.3)

    def documents(self) -> Iterator[Row]:
        """(b) One process that makes the deck, as PDF too, and the one-pager."""
        yield from self._cold("deck, deck.pdf, one-pager", (DECK, DECK_PDF, "one-pager.pdf"), 1.8)

    def many(self) -> Iterator[Row]:
        """(c) Many profiles in one process."""
        profiles = make_profiles(self._root, PROFILES)
        customers = [
            reference.Customer(name=f"{name} {number}") for number, name in zip(range(LOOP), itertools.cycle(NAMES))
        ]

        def loop() -> None:
            for customer in customers:
                reference.make(self._brand, self._picture, customer, self._reference_deck)

        self._build(profiles, (DECK,), "many")
        rounds = max(3, self._pairs // 4)
        fresh = (make_profiles(self._root, PROFILES, (number + 1) * PROFILES) for number in range(rounds))
        kind = f"{PROFILES} profiles, decks a second and core"
        builds: dict[str, Callable[[], Time]] = {
            "never seen before": lambda: self._build(next(fresh), (DECK,), "many"),
            "built before": lambda: self._build(profiles, (DECK,), "many"),
        }
        for seen, build in builds.items():
            pairs = in_turns(lambda: call(loop), build, rounds)
            theirs, ours = _rate(median(pairs.reference), LOOP), _rate(median(pairs.ours), PROFILES)
            what, ratio = f"{kind}, {seen}; reference in a loop", f"{ours / theirs:.1f}"
            yield Row(what, f"{theirs:.1f}", f"{ours:.1f}", ratio, "≥ 12", ours >= 12 * theirs)
        one = median([self._build([self._root / PROFILE], (DECK,), "out") for _ in range(rounds)])
        started = median(pairs.ours)
        without = _rate(Time(started.wall - one.wall, started.cpu - one.cpu), PROFILES - 1)
        cold = _rate(median([self._reference() for _ in range(rounds)]), 1)
        yield Row("  built before, without our start", f"{theirs:.1f}", f"{without:.1f}", f"{without / theirs:.1f}")
        yield Row("  reference as a process a deck", f"{cold:.1f}", f"{ours:.1f}", f"{ours / cold:.1f}")

    def slides(self) -> Iterator[Row]:
        """(d) The writer alone, few slides against many."""
        few, many = self._long_deck(FEW), self._long_deck(MANY)
        brand, templates = self._builder.resources.brand, slide_templates()
        write_deck(few, brand, templates=templates)
        pairs = in_turns(
            lambda: call(lambda: write_deck(few, brand, templates=templates)),
            lambda: call(lambda: write_deck(many, brand, templates=templates)),
            max(3, self._pairs // 2),
        )
        yield _row(f"writer, {MANY:,} slides with notes; reference: {FEW}", pairs, 12, cpu=False)

    def library(self) -> Iterator[Row]:
        """(e) Opening a large library, warm against parsing it."""
        root = make_library(self._root, self._folder, BLOCKS)
        cache = self._folder / "cache of the large library"
        cache.mkdir(mode=0o700)
        parsed = [call(lambda: open_library(root, None)) for _ in range(2)]
        open_library(root, cache)
        opened = [call(lambda: open_library(root, cache)) for _ in range(self._pairs)]
        count = len(open_library(root, cache).blocks)
        pairs = Pairs([median(parsed)] * len(opened), opened)
        yield _row(f"opening {count:,} blocks, warm; reference: parsing", pairs, 0.1, cpu=False)

    def matching(self) -> Iterator[Row]:
        """(f) Matching against a large library."""
        library = matching.large_library(BLOCKS)

        known = matching.known(library)

        def work() -> None:
            match(matching.PROFILE, matching.PACK, library, matching.ON, **known)

        work()
        wall, cpu, _ = matching.median_ms(work, max(11, self._pairs))
        yield Row(f"matching {BLOCKS:,} blocks", "", f"{wall:.1f} ms ({cpu:.1f})", "", "≤ 50 ms", (cpu or wall) <= 50)

    def pdf(self) -> Iterator[Row]:
        """(g) A finished deck as PDF, and proven, when the process has made one before; against LibreOffice."""
        matched = self._builder.match(self._request())
        brand, typefaces = self._builder.resources.brand, self._builder.resources.typefaces
        composer, on = new_composer(brand, lambda: typefaces), matched.selection.on
        written = written_deck(matched.deck, brand, templates=slide_templates(), composer=composer)

        def draw() -> None:
            draw_outputs(
                [DECK_PDF],
                handout=written.file,
                presenter=None,
                engine="typst",
                typefaces=typefaces,
                on=on,
                language="en",
            )

        def prove() -> None:
            Fitting(brand, lambda: typefaces, (), None).prove(matched.deck, written)

        slides = len(matched.deck.slides)
        drawn, proven = self._warm(draw), self._warm(prove)
        yield Row(f"deck.pdf of {slides} slides, warm", "", _shown(drawn), "", "≤ 150 ms", _used(drawn) <= 0.150)
        yield Row(f"proof of {slides} slides, all new, warm", "", _shown(proven), "", "≤ 15 ms", _used(proven) <= 0.015)
        if (program := find_program()) is None:
            print("g: LibreOffice is not installed, so nothing is compared with it", file=sys.stderr)
            return
        deck = self._folder / "converted.pptx"
        deck.write_bytes(written.file)
        profile = f"-env:UserInstallation={(self._folder / 'libreoffice').as_uri()}"
        command: list[str | Path] = [
            program,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            self._folder,
            deck,
        ]

        def convert() -> Time:
            return run(command, self._folder, {})

        convert()
        pairs = in_turns(convert, lambda: call(draw), max(3, self._pairs // 4))
        faster = 1 / pairs.ratio
        yield Row(
            "  deck.pdf, warm; reference: LibreOffice as a process",
            _shown(median(pairs.reference)), _shown(median(pairs.ours)), f"{faster:.1f}× faster", "≥ 8×", faster >= 8,
        )  # fmt: skip
        self._cache = self._folder / "cache for deck.pdf"
        self._build([self._root / PROFILE], (DECK_PDF,), "out")
        pairs = in_turns(
            convert, lambda: self._build([self._root / PROFILE], (DECK_PDF,), "out"), max(3, self._pairs // 4)
        )
        theirs, ours = _shown(median(pairs.reference)), _shown(median(pairs.ours))
        yield Row("  deck.pdf, the whole build as a process", theirs, ours, f"{1 / pairs.ratio:.1f}× faster")

    def _warm(self, work: Callable[[], None]) -> Time:
        """Something that the process has done before."""
        work()
        return median([call(work) for _ in range(max(5, self._pairs))])

    def _cold(self, what: str, outputs: tuple[str, ...], budget: float) -> Iterator[Row]:
        """A build as a process of its own, in turns with the reference; the first one ever is reported beside."""
        self._cache = self._folder / f"cache that only compiles modules, {what}"
        self._build([self._root / PROFILE], outputs, "out")
        self._cache = self._folder / f"cache for {what}"
        first = self._build([self._root / PROFILE], outputs, "out")
        self._reference()
        pairs = in_turns(self._reference, lambda: self._build([self._root / PROFILE], outputs, "out"), self._pairs)
        (deck,) = (self._root / "out").rglob("for-you/*.pptx")
        for difference in differences(deck, self._reference_deck):
            print(f"note: the decks differ: {difference}", file=sys.stderr)
        yield _row(f"{what}, a process", pairs, budget)
        yield Row("  the very first, nothing cached", "", _shown(first))

    def _build(self, profiles: list[Path], outputs: tuple[str, ...], out: str) -> Time:
        """A process of Salespack that builds."""
        only: list[str | Path] = [word for output in outputs for word in ("--only", output)]
        return self._salespack("build", *profiles, "--out", out, *only)

    def _salespack(self, *arguments: str | Path) -> Time:
        """A process of Salespack."""
        self._cache.mkdir(mode=0o700, exist_ok=True)
        command: list[str | Path] = [sys.executable, "-m", "salespack", *arguments]
        environment = {CACHE_VARIABLE: str(self._cache), LIBRARY_VARIABLE: str(self._root / "content_blocks")}
        return run(command, self._root, environment)

    def _reference(self) -> Time:
        """A process of the hand-written script."""
        script: list[str | Path] = [sys.executable, HERE / "reference.py"]
        return run([*script, self._brand, self._picture, self._reference_deck], self._root, {})

    @cached_property
    def _builder(self) -> Builder:
        return Builder(open_library(self._root / "content_blocks", None), None)

    def _request(self) -> Request:
        return Request(profile=self._root / PROFILE, out=self._folder / "out", today=reference.Customer().meeting)

    def _long_deck(self, slides: int) -> Deck:
        """A deck of so many slides: those of the sample, again and again."""
        deck = self._builder.match(self._request()).deck
        return msgspec.structs.replace(deck, slides=tuple(itertools.islice(itertools.cycle(deck.slides), slides)))


def _row(what: str, pairs: Pairs, budget: float, *, cpu: bool = True) -> Row:
    """The row of two things measured in turns whose ratio has a budget."""
    ratio = f"{pairs.ratio:.2f}" + (f" ({pairs.cpu_ratio:.2f})" if cpu else "")
    theirs, ours = _shown(median(pairs.reference)), _shown(median(pairs.ours))
    return Row(what, theirs, ours, ratio, f"≤ {budget:g}", pairs.ratio <= budget)


def _rate(time: Time, decks: int) -> float:
    """Decks a second of one core; by the clock where the system does not tell the processor's time."""
    return decks / _used(time)


def _used(time: Time) -> float:
    """The processor's time, which others on the machine change least; the clock's where the system does not tell it."""
    return time.cpu or time.wall


def _shown(time: Time) -> str:
    return f"{time.wall * 1000:,.0f} ms ({time.cpu * 1000:,.0f})"


def _print(rows: list[Row]) -> None:
    """The rows in columns; figures of the processor's time stand in brackets."""
    words = {True: "yes", False: "NO", None: ""}
    lines = [("", "reference", "salespack", "ratio", "budget", "budget kept")]
    lines += [(row.what, row.reference, row.ours, row.ratio, row.budget, words[row.kept]) for row in rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        first, *others = (
            f"{text:<{width}}" if number == 0 else f"{text:>{width}}"
            for number, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        print("  ".join((first, *others)).rstrip())


def main() -> None:
    """Measure and print; a measurement that cannot be made says why, and the others go on."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=15, help="how often each pair is measured (default: 15)")
    parser.add_argument(
        "--only",
        default="abcdefg",
        help="which: a deck, b documents, c many profiles, d slides, e library, f matching, g PDF",
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="salespack-benchmark-") as folder:
        bench = Benchmarks(Path(folder).resolve(), options.pairs)
        all_of_them: dict[str, Callable[[], Iterator[Row]]] = {
            "a": bench.deck,
            "b": bench.documents,
            "c": bench.many,
            "d": bench.slides,
            "e": bench.library,
            "f": bench.matching,
            "g": bench.pdf,
        }
        rows = []
        for name, measure in all_of_them.items():
            if name in options.only:
                try:
                    rows += [replace(row, what=f"{name}  {row.what}") for row in measure()]
                except CommandError as fault:
                    rows.append(Row(f"{name}  could not be measured", "", "", kept=False))
                    print(f"{name}: {fault}", file=sys.stderr)
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{options.pairs} pairs, medians; in brackets the processor's time. {machine}\n")
    _print(rows)


if __name__ == "__main__":
    main()
