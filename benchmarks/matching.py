"""How long matching takes over a large library: `python benchmarks/matching.py [BLOCKS]`. Prints medians and the best.

Everything is on: people with cares of their own and assumed ones, rules of the relationship, a record of a third of the
blocks, blocks shown before, customers who declined, one more value asked for.

`python benchmarks/matching.py --growth` measures libraries from 1,000 to 100,000 blocks in turns, and how time grows:
the exponent b of blocks^b, 1 being linear. Of each round that is a fit through the logarithms; the median of all rounds
is shown with the quarters around it.

`python benchmarks/matching.py --grown [BLOCKS]` measures on the sample library, grown to 1,000 blocks: reading it,
opening it from its index, and matching each profile of the sample with the pack that it would get.
"""

from __future__ import annotations

import datetime
import gc
import math
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import get_args

import grown_library

from salespack.curation.coverage.customers import customer_of
from salespack.formats.types import Day, PartialDay
from salespack.library.blocks import About, Audience, Block, Body, Evidence, Kind
from salespack.library.index import open_library
from salespack.library.library import Library
from salespack.library.load import vocabulary_of
from salespack.library.packs import Each, Limits, Pack, Slot
from salespack.library.relationship_rules import Content, RelationshipRule, RelationshipSettings, When
from salespack.library.settings import Company, Settings
from salespack.library.values import ValueDefinition
from salespack.matching.angles import angles_of
from salespack.matching.flips import explain
from salespack.matching.match import match
from salespack.matching.selection import Seen
from salespack.matching.situation import Known, Situation
from salespack.profiles.profile import (
    Customer,
    Meeting,
    Profile,
    ProfileValue,
    Relationship,
    Stakeholder,
    load_profile,
)

ON = datetime.date(2026, 12, 1)
INDUSTRIES = ("healthcare", "retail", "energy", "public-sector", "finance", "logistics")
ROLES = ("cto", "finance", "engineering", "operations", "ceo")
STAGES = ("first-contact", "evaluation", "decision")
VALUES = tuple(f"value-{number:02}" for number in range(30))
KINDS = get_args(Kind)
TAGS = ("boast", "repair", *(f"topic-{number}" for number in range(8)))


RULES = (
    RelationshipRule(When(states=("passive",)), "first we listen", leave_out=Content(tags=("boast",))),
    RelationshipRule(When(lifecycle=("use",)), "who uses it sees what is new", prefer=Content(kinds=("news",))),
)


def some_audience(random: random.Random) -> Audience:
    """Two thirds of the blocks are for anyone."""
    if random.random() < 0.67:
        return Audience()
    field, words = random.choice((("roles", ROLES), ("stages", STAGES), ("industries", INDUSTRIES)))
    return Audience(**{field: tuple(random.sample(words, 2))})  # type: ignore[arg-type]


def some_block(number: int, random: random.Random) -> Block:
    """A block as they are found in a library that has grown for years."""
    kind = random.choice(KINDS)
    values = () if kind == "frame" else random.sample(VALUES, random.choice((1, 1, 2, 2, 3)))
    return Block(
        id=f"block-{number:05}",
        file=f"blocks/block-{number:05}.md",
        kind=kind,
        bodies={"en": Body(f"blocks/block-{number:05}.md", 8, "0" * 16)},
        values={value: random.randint(1, 5) for value in values},
        tags=(random.choice(("opening", "team", "next-step") if kind == "frame" else TAGS),),
        audience=some_audience(random),
        not_for=Audience(industries=("public-sector",)) if random.random() < 0.1 else Audience(),
        about=About(industry=random.choice(INDUSTRIES), country="FI", employees=random.randint(10, 50000))
        if kind == "experience"
        else None,
        needs=("facts.services",) if random.random() < 0.2 else (),
        evidence=Evidence("a study", date=PartialDay(str(random.randint(2018, 2026)))),
        state="draft" if random.random() < 0.05 else "approved",
        valid_until=Day(random.randint(2026, 2029), 6, 30),
    )


def large_library(blocks: int) -> Library:
    """A library of so many blocks, the same every time."""
    numbers = random.Random(1)  # noqa: S311 - made-up content
    made = [some_block(number, numbers) for number in range(blocks)]
    return Library(
        root=Path("content_blocks"),
        settings=Settings(
            Company("Example"),
            cares_about={"finance": (VALUES[7], VALUES[8]), "operations": (VALUES[9],)},
            relationship=RelationshipSettings(rules=RULES),
        ),
        values={value: ValueDefinition(value) for value in VALUES},
        blocks={block.id: block for block in made},
        packs={},
        people=(),
        content_hash="",
    )


PACK = Pack(
    id="proposal",
    file="packs/proposal.yaml",
    name="Proposal",
    sections=(
        Slot(slot="opening", kinds=("frame",), tag="opening"),
        Slot(slot="situation", kinds=("market", "dialogue")),
        Each(
            count=3,
            slots=(
                Slot(slot="promise", kinds=("benefit",)),
                Slot(slot="proof", kinds=("experience",), take=2, optional=True),
            ),
        ),
        Slot(slot="news", kinds=("news",), optional=True),
        Slot(slot="team", kinds=("frame",), tag="team", optional=True),
        Slot(slot="next-step", kinds=("frame",), tag="next-step"),
    ),
    limits=Limits(slides=16, min_answered=0.5, min_people=1),
)
PROFILE = Profile(
    id="acme",
    file=Path("profiles/acme.yaml"),
    content_hash="",
    customer=Customer("Acme", industry="healthcare", employees=495, country="FI", language="en"),
    relationship=Relationship(kind="current", lifecycle="use", satisfaction=6.0),
    values={value: ProfileValue(9 - number, number) for number, value in enumerate(VALUES[:6])},
    stakeholders=(Stakeholder("cto", cares_about=(VALUES[0],)),),
    meeting=Meeting(stage="evaluation", minutes=45, roles=("cto", "finance", "operations")),
    facts={"services": 140},
)


def known(library: Library) -> Known:
    """What is known beside the profile: some blocks shown before, a record of a third of them, a value asked for."""
    ids = list(library.blocks)
    return {
        "record": {id: (number % 7, 10 + number % 20) for number, id in enumerate(ids[::3])},
        "history": dict.fromkeys(ids[::50], Seen()),
        "declined": ("Globex Oy", "Initech"),
        "also": (VALUES[10],),
    }


def median_ms(work: Callable[[], object], rounds: int) -> tuple[float, float, float]:
    """The median of the clock and of the processor that `work` takes, and the least of the latter, in milliseconds."""
    wall, cpu = [], []
    for _ in range(rounds):
        started, used = time.perf_counter(), time.process_time()
        work()
        wall.append((time.perf_counter() - started) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    return statistics.median(wall), statistics.median(cpu), min(cpu)


SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
ROUNDS = 12


def growth() -> None:
    """Print how long matching takes for each size, and the exponent of its growth."""
    gc.set_threshold(200_000, 50, 50)  # as in the program itself
    libraries = {blocks: large_library(blocks) for blocks in SIZES}
    gc.freeze()
    works = [partial(match, PROFILE, PACK, library, ON, **known(library)) for library in libraries.values()]
    for work in works:
        work()
    rounds = [[best_of(3, work) for work in works] for _ in range(ROUNDS)]
    for blocks, times in zip(SIZES, zip(*rounds, strict=True), strict=True):
        print(f"{blocks:>7,} blocks: {statistics.median(times) * 1000:7.1f} ms CPU, {min(times) * 1000:7.1f} at best")
    found = [exponent(SIZES, times) for times in rounds]
    lower, middle, upper = statistics.quantiles(found, n=4)
    best = exponent(SIZES, [min(times) for times in zip(*rounds, strict=True)])
    print(f"exponent: {middle:.3f} (quarters {lower:.3f} to {upper:.3f}), {best:.3f} of the best times")


def best_of(times: int, work: Callable[[], object]) -> float:
    """The least CPU time of a few tries, in seconds."""
    found = []
    for _ in range(times):
        used = time.process_time()
        work()
        found.append(time.process_time() - used)
    return min(found)


def exponent(sizes: Sequence[int], times: Sequence[float]) -> float:
    """The slope of the line through the logarithms, by least squares."""
    return statistics.linear_regression([math.log(one) for one in sizes], [math.log(one) for one in times]).slope


def on_the_sample(blocks: int) -> None:
    """Print what reading, opening and matching take on the sample library grown to so many blocks."""
    with tempfile.TemporaryDirectory() as folder:
        root, cache = grown_library.grown(Path(folder) / "content_blocks", blocks), Path(folder) / "cache"
        cache.mkdir(mode=0o700)
        print(f"reading {blocks:,} blocks: {best_of(3, lambda: open_library(root, None)) * 1000:.0f} ms CPU")
        library = open_library(root, cache)
        print(f"opening them from their index: {best_of(9, lambda: open_library(root, cache)) * 1000:.1f} ms CPU")
    words = vocabulary_of(library.settings, library.values)
    for file in sorted((grown_library.LIBRARY.parent / "profiles").glob("*.yaml")):
        customer = customer_of(load_profile(file, words), library, ON)
        work = partial(match, customer.profile, customer.pack, library, ON, language=customer.language)
        wall, cpu, _ = median_ms(work, 11)
        print(f"{file.stem}, {customer.pack.id}: {wall:.1f} ms ({cpu:.1f} ms CPU)")


def main() -> None:
    """Print the figures."""
    if "--growth" in sys.argv:
        growth()
        return
    if "--grown" in sys.argv:
        on_the_sample(int(sys.argv[2]) if len(sys.argv) > 2 else grown_library.BLOCKS)
        return
    gc.set_threshold(200_000, 50, 50)  # as in the program itself
    blocks = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    library = large_library(blocks)
    matching = partial(match, PROFILE, PACK, library, ON, **known(library))
    selection = matching()
    print(f"{blocks} blocks, {len(selection.chosen)} chosen, {len(selection.rejections)} rejected")
    situation = Situation.of(PROFILE, PACK, library, ON, **known(library))
    works: tuple[tuple[str, Callable[[], object], int], ...] = (
        ("match", matching, 41),
        ("explain", partial(explain, situation), 3),
        ("angles", partial(angles_of, situation), 3),
    )
    for name, work, rounds in works:
        wall, cpu, best = median_ms(work, rounds)
        print(f"{name}: {wall:.1f} ms by the clock, {cpu:.1f} ms of the processor, {best:.1f} at best")


if __name__ == "__main__":
    main()
