"""Texts and slides of a library that say nearly the same, in one language. What to do about them is not decided here.

Nearness is Broder's resemblance ("On the resemblance and containment of documents", 1997): the share of runs of words
that two texts have in common. All pairs that are near are found (`similarity_join`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from salespack.curation.similarity_join import SimilarityJoin
from salespack.language.word_matching import runs

NEAR = 0.7
"""From here on two texts are nearly the same: of twenty words in a row, two or three differ."""
RUN = 2
"""Words in a run: on slides, which say little, longer runs would hide a changed word in every line."""
FEWEST_WORDS, MOST_WORDS = 8, 1_000
"""A text that says less cannot be told from others; of one that says more, the beginning is compared."""
MOST_ALIKE = 5
"""A text that has so many like it already is not remembered, so that a thousand of a kind are not a million pairs."""


class BlockWords(msgspec.Struct, frozen=True):
    """What a block says in one language, slide by slide, without markup."""

    block: str
    language: str
    slides: tuple[str, ...]


class Pair(msgspec.Struct, frozen=True, order=True):
    """Two blocks, `one` before `other`, that say nearly the same in a language, and how alike they are, 0–1.

    `slides` are the numbers of one slide of each, from 1, where only those are alike; None: the whole texts.
    """

    one: str
    other: str
    language: str
    alike: float
    slides: tuple[int, int] | None = None


class _Unit(msgspec.Struct, frozen=True):
    """A text that is compared: all of a block (`slide` 0), or one of its several slides."""

    block: str
    language: str
    slide: int
    runs: frozenset[str]


def near_duplicates(texts: Iterable[BlockWords], threshold: float = NEAR) -> tuple[Pair, ...]:
    """The pairs of blocks whose texts, or one slide of each, are at least `threshold` alike; the most alike first.

    Texts of different languages are never compared. Of two blocks, the whole texts count if they are alike, else their
    most alike slides.
    """
    by_language: dict[str, list[BlockWords]] = defaultdict(list)
    for text in texts:
        by_language[text.language].append(text)
    found: dict[tuple[str, str, str], Pair] = {}
    for language in sorted(by_language):
        for units in _levels(by_language[language]):
            for pair in _pairs(units, threshold):
                key = (pair.one, pair.other, language)
                known = found.get(key)
                if known is None or (known.slides is not None and pair.alike > known.alike):
                    found[key] = pair
    return tuple(sorted(found.values(), key=lambda one: (-one.alike, one.one, one.other, one.language)))


def groups_of(pairs: Iterable[Pair]) -> tuple[tuple[Pair, ...], ...]:
    """The pairs in groups of blocks that hang together, each with its most alike pair first."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    listed = sorted(pairs, key=lambda one: (-one.alike, one.one, one.other, one.language))
    for pair in listed:
        parent[root(pair.one)] = root(pair.other)
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in listed:
        groups[root(pair.one)].append(pair)
    return tuple(tuple(group) for group in groups.values())


def _levels(texts: Sequence[BlockWords]) -> Iterator[list[_Unit]]:
    """What is compared with each other: first all whole texts, then all slides of which a text is not the only one."""
    yield [_Unit(one.block, one.language, 0, runs_of("\n".join(one.slides))) for one in texts]
    several = [one for one in texts if len(one.slides) > 1]
    if several:
        yield [
            _Unit(one.block, one.language, number, runs_of(slide))
            for one in texts
            for number, slide in enumerate(one.slides, 1)
        ]


def runs_of(text: str) -> frozenset[str]:
    """The runs of words that a text is compared by; none where it says too little."""
    return runs(text, RUN, fewest=FEWEST_WORDS, most=MOST_WORDS)


def _pairs(units: Iterable[_Unit], threshold: float) -> Iterator[Pair]:
    same: dict[frozenset[str], list[_Unit]] = defaultdict(list)
    for unit in units:
        if unit.runs:
            same[unit.runs].append(unit)
    for group in same.values():
        first = group[0]
        yield from (_pair(first, other, 1.0) for other in group[1:] if other.block != first.block)
    yield from _near([group[0] for group in same.values()], threshold)


def _near(units: Iterable[_Unit], threshold: float) -> Iterator[Pair]:
    """The pairs of texts that are alike but not the same."""
    sized = sorted(units, key=lambda unit: len(unit.runs))
    join = SimilarityJoin([unit.runs for unit in sized], threshold)
    for number, unit in enumerate(sized):
        found = 0
        for other in (sized[at] for at in join.candidates(number)):
            shared = len(unit.runs & other.runs)
            alike = shared / (len(unit.runs) + len(other.runs) - shared)
            if alike >= threshold and unit.block != other.block:
                found += 1
                yield _pair(unit, other, alike)
        if found < MOST_ALIKE:
            join.add(number)


def _pair(one: _Unit, other: _Unit, alike: float) -> Pair:
    first, second = sorted((one, other), key=lambda unit: unit.block)
    slides = None if first.slide == 0 else (first.slide, second.slide)
    return Pair(first.block, second.block, first.language, round(alike, 2), slides)


def ranked(pairs: Sequence[Pair], rank: Mapping[str, tuple[object, ...]]) -> tuple[str, ...]:
    """The blocks of a group, the one to keep first: the one with the largest rank, ties by id."""
    blocks = sorted({name for pair in pairs for name in (pair.one, pair.other)})
    return tuple(sorted(blocks, key=lambda name: rank[name], reverse=True))
