"""What most customers get: the packs of many made-up customers, so that builds can say which slides are standard.

Kept in the cache folder under the library's hash: a library that changed has no benchmark until it is made again.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

import msgspec

from salespack.library.library import Library
from salespack.matching.match import match
from salespack.matching.pack_choice import suits
from salespack.profiles.profile import (
    Customer,
    Lifecycle,
    Meeting,
    Profile,
    ProfileValue,
    Relationship,
    RelationshipKind,
    State,
)
from salespack.relationship.standing import with_state
from salespack.system.cache import read_cached, write_cached
from salespack.system.progress import Progress, no_progress

CUSTOMERS = 200
"""How many customers are made up."""
SEED = 1
MOST = 0.5
"""A block is standard from which share of a pack's customers on: the customer in the middle would get it too."""
MATCHING = "matching made-up customers"


class Benchmark(msgspec.Struct, frozen=True):
    """By pack, how many made-up customers it was built for, and for how many of them each block was chosen."""

    built: dict[str, int] = {}
    chosen: dict[str, dict[str, int]] = {}

    def standard(self, pack: str) -> frozenset[str] | None:
        """The blocks that more than half of a pack's customers get; None where the pack was built for nobody."""
        built = self.built.get(pack, 0)
        if not built:
            return None
        return frozenset(block for block, count in self.chosen.get(pack, {}).items() if count > MOST * built)


def standard_share(benchmark: Benchmark | None, pack: str, slides: Mapping[str, int]) -> float | None:
    """The share, 0–1, of slides by their block that most other customers would also get; None where it is unknown."""
    standard = None if benchmark is None else benchmark.standard(pack)
    total = sum(slides.values())
    if standard is None or not total:
        return None
    return sum(count for block, count in slides.items() if block in standard) / total


def kept_benchmark(cache: Path | None, library: Library) -> Benchmark | None:
    """The benchmark of exactly this library, where one was made."""
    content = read_cached(cache, _name(library)) if library.content_hash else None
    try:
        return None if content is None else msgspec.msgpack.decode(content, type=Benchmark)
    except msgspec.DecodeError:
        return None


def make_benchmark(
    library: Library, on: datetime.date, cache: Path | None, progress: Progress = no_progress
) -> Benchmark:
    """Matches every pack for every made-up customer whom it suits, and keeps what came of it."""
    built: Counter[str] = Counter()
    chosen: dict[str, Counter[str]] = {pack: Counter() for pack in library.packs}
    for number, who in enumerate(made_up(library), 1):
        progress(MATCHING, number, CUSTOMERS)
        for name, pack in library.packs.items():
            if not suits(with_state(who, library.settings), pack):
                continue
            selection = match(who, pack, library, on)
            if not selection.refusal:
                built[name] += 1
                chosen[name].update(choice.block for choice in selection.chosen if choice.block)
    found = Benchmark(dict(built), {pack: dict(counts) for pack, counts in chosen.items()})
    write_cached(cache, _name(library), msgspec.msgpack.encode(found))
    return found


def made_up(library: Library) -> Iterator[Profile]:
    """Customers with values, an industry, people, a stage and a relationship, the same each time."""
    import random

    numbers = random.Random(SEED)  # noqa: S311 - made-up customers
    settings = library.settings
    values, roles, stages = sorted(library.values), sorted(settings.roles), sorted(settings.stages)
    for number in range(CUSTOMERS):
        held = numbers.sample(values, min(numbers.randint(2, 5), len(values)))
        yield Profile(
            id=f"made-up-{number}",
            file=Path(f"made-up-{number}.yaml"),
            content_hash="",
            customer=Customer(
                f"Customer {number}",
                industry=numbers.choice(sorted(settings.industries) or [None]),
                employees=numbers.randint(50, 30_000),
                language=settings.default_language,
            ),
            goals=("Grow",),
            relationship=Relationship(
                kind=numbers.choice(get_args(RelationshipKind)),
                lifecycle=numbers.choice(get_args(Lifecycle)),
                state=numbers.choice(get_args(State)),
            ),
            values={value: ProfileValue(float(numbers.randint(4, 10)), float(numbers.randint(2, 9))) for value in held},
            meeting=Meeting(
                stage=numbers.choice(stages or [None]),
                minutes=60.0,
                roles=tuple(numbers.sample(roles, min(numbers.randint(1, 3), len(roles)))),
            ),
        )


def _name(library: Library) -> str:
    return f"benchmark-{library.content_hash}"
