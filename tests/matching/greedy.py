"""How far the greedy choice is from the best there is: `python -m tests.matching.greedy` from the root of the project.

Random libraries small enough to try every deck. Compared is the coverage of the greedy deck with the best coverage
of any deck in which the same eligible blocks stand in slots that they suit.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterator, Mapping, Sequence

from salespack.library.blocks import Block
from salespack.library.packs import Each, Pack
from salespack.matching.match import match
from salespack.profiles.profile import Profile

from .builders import ON, block, library, pack, profile, slot

VALUES = ("a", "b", "c", "d")
PACKS = (
    pack(slot("situation", "market"), Each(count=2, slots=(slot("promise", "benefit"), slot("proof", "experience")))),
    pack(slot("situation", "market", "benefit"), slot("promise", "benefit"), slot("proof", "experience", take=2)),
    pack(Each(count=3, slots=(slot("promise", "benefit"),)), slot("any")),
)


def some_blocks(numbers: random.Random) -> list[Block]:
    """Four to eight blocks, each for one to three values."""
    return [
        block(
            f"b{number}",
            numbers.choice(("market", "benefit", "benefit", "experience")),
            values={v: numbers.randint(1, 5) for v in numbers.sample(VALUES, numbers.choice((1, 1, 2, 2, 3)))},
        )
        for number in range(numbers.randint(4, 8))
    ]


def places_of(recipe: Pack, top: Sequence[str], blocks: Sequence[Block]) -> list[list[Block]]:
    """For each place of the pack the blocks that suit it."""
    places = []
    for section in recipe.sections:
        each = isinstance(section, Each)
        for value in top[: section.count] if isinstance(section, Each) else (None,):
            for s in section.slots if isinstance(section, Each) else (section,):
                suiting = [b for b in blocks if not s.kinds or b.kind in s.kinds]
                if each and value is not None:
                    suiting = [b for b in suiting if b.values.get(value, 0) >= 3]
                places += [suiting] * s.take
    return places


def decks(places: Sequence[Sequence[Block]], used: frozenset[str] = frozenset()) -> Iterator[tuple[Block, ...]]:
    """Every deck: each place filled with a block that is in no place before it, or empty."""
    if not places:
        yield ()
        return
    for rest in decks(places[1:], used):
        yield rest
    for first in places[0]:
        if first.id not in used:
            for rest in decks(places[1:], used | {first.id}):
                yield (first, *rest)


def coverage(deck: Sequence[Block], weights: Mapping[str, float]) -> float:
    """The coverage of a deck, 0–1."""
    best = {v: max((b.values.get(v, 0) for b in deck), default=0) for v in weights}
    return sum(w * best[v] / 5 for v, w in weights.items()) / sum(weights.values())


def ratios(count: int, seed: int = 1, *, only_top: bool = False) -> list[float]:
    """Greedy coverage ÷ best coverage in `count` random libraries in which anything can be covered.

    With `only_top` the customer holds no values but the top ones. Otherwise there are others, which count for a
    block's score but not for coverage, so that the two may disagree.
    """
    numbers = random.Random(seed)
    found: list[float] = []
    while len(found) < count:
        blocks, recipe = some_blocks(numbers), numbers.choice(PACKS)
        who: Profile = profile({value: numbers.randint(1, 10) for value in VALUES})
        if only_top:
            tops = [value.id for value in match(who, recipe, library(), ON).values if value.top]
            who = profile({value: who.values[value] for value in tops})
        selection = match(who, recipe, library(*blocks), ON)
        top = {value.id: value.weight for value in selection.values if value.top}
        best = max(coverage(deck, top) for deck in decks(places_of(recipe, list(top), blocks)))
        if best:
            assert selection.coverage <= best + 1e-9
            found.append(selection.coverage / best)
    return found


def main() -> None:
    """Print the figures for 500 libraries."""
    for only_top in (True, False):
        found = ratios(500, only_top=only_top)
        optimal = sum(ratio > 1 - 1e-9 for ratio in found) / len(found)
        low = sum(ratio < 0.8 for ratio in found) / len(found)
        whose = "only top values" if only_top else "other values too"
        print(  # noqa: T201
            f"{whose}: mean {statistics.mean(found):.3f}, worst {min(found):.3f}, best possible in {optimal:.0%}, "
            f"below 0.8 in {low:.1%}"
        )


if __name__ == "__main__":
    main()
