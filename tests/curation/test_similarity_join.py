"""The join finds all that is alike, as comparing each with each does, and compares few, whatever the texts share."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.curation.duplicates import NEAR, BlockWords, near_duplicates, runs_of
from salespack.curation.similarity_join import SimilarityJoin

pytestmark = pytest.mark.slow

Sets = list[frozenset[str]]


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def exhaustive(sets: Sequence[frozenset[str]], threshold: float) -> set[tuple[int, int]]:
    return {(a, b) for b in range(len(sets)) for a in range(b) if alike(sets[a], sets[b]) >= threshold}


def candidates(sets: Sequence[frozenset[str]], threshold: float) -> set[tuple[int, int]]:
    join = SimilarityJoin(sets, threshold)
    found = set()
    for number in range(len(sets)):
        for other in join.candidates(number):
            assert (other, number) not in found
            found.add((other, number))
        join.add(number)
    return found


def joined(sets: Sequence[frozenset[str]], threshold: float) -> set[tuple[int, int]]:
    return {(a, b) for a, b in candidates(sets, threshold) if alike(sets[a], sets[b]) >= threshold}


@given(
    st.lists(st.frozensets(st.sampled_from("abcdefghijklmnop"), min_size=1), max_size=40).map(
        lambda sets: sorted(sets, key=len)
    ),
    st.sampled_from([0.3, 0.5, 0.6, 2 / 3, 0.7, 0.75, 0.8, 0.9, 1.0]),
)
def test_all_that_is_alike_is_found(sets: Sets, threshold: float) -> None:
    assert joined(sets, threshold) == exhaustive(sets, threshold)


VOCABULARY = [f"w{number}" for number in range(5_000)]
OFTEN = list(accumulate(1 / (number + 2) for number in range(len(VOCABULARY))))


def sentence(chance: random.Random, words: int = 12) -> str:
    """Words as a language has them: a few of them often, most of them seldom."""
    return " ".join(chance.choices(VOCABULARY, cum_weights=OFTEN, k=words))


def ordinary(chance: random.Random) -> Callable[[], str]:
    """Texts of their own; three in ten are another one with a few words changed."""
    made: list[str] = []

    def text() -> str:
        if made and chance.random() < 0.3:
            words = chance.choice(made).split(" ")
            for _ in range(chance.randint(1, 8)):
                words[chance.randrange(len(words))] = "changed"
            return " ".join(words)
        made.append(" ".join(sentence(chance) for _ in range(chance.randint(3, 8))))
        return made[-1]

    return text


def same_sentences(chance: random.Random) -> Callable[[], str]:
    """Each is six of the same twenty sentences, in another order: the worst case of an index of words."""
    pool = [sentence(chance) for _ in range(20)]
    return lambda: "\n".join(chance.sample(pool, 6))


def more_sentences(chance: random.Random) -> Callable[[], str]:
    """The same of sixty sentences: hardly two are alike, and each has a sentence in common with half of all."""
    pool = [sentence(chance) for _ in range(60)]
    return lambda: "\n".join(chance.sample(pool, 6))


def same_small_print(chance: random.Random) -> Callable[[], str]:
    """Three quarters of each are the same words: the worst case of hashing, as all are nearly near."""
    small_print = sentence(chance, 60)
    return lambda: f"{sentence(chance, 20)}\n{small_print}"


def two_kinds_of_small_print(chance: random.Random) -> Callable[[], str]:
    """The same with a second paragraph that half of them have."""
    first, second = sentence(chance, 40), sentence(chance, 25)
    return lambda: "\n".join([sentence(chance, 20), first, *([second] if chance.random() < 0.5 else [])])


@pytest.mark.parametrize("kind", [ordinary, same_sentences, more_sentences, same_small_print, two_kinds_of_small_print])
def test_little_is_compared_that_is_not_alike(kind: Callable[[random.Random], Callable[[], str]]) -> None:
    text = kind(random.Random(3))
    sets = sorted({runs_of(text()) for _ in range(500)}, key=len)
    compared, near = candidates(sets, NEAR), exhaustive(sets, NEAR)
    assert near <= compared
    assert len(compared - near) <= 8 * len(sets)  # of 250 that each has before it


def test_the_pairs_of_a_library_are_those_of_comparing_each_with_each() -> None:
    chance = random.Random(7)
    kinds = [kind(chance) for kind in (ordinary, ordinary, more_sentences, same_small_print)]
    texts = {f"block-{number:03}": chance.choice(kinds)() for number in range(500)}
    runs = {name: runs_of(text) for name, text in texts.items()}
    names = sorted(runs)
    expected = {
        (one, other): round(alike(runs[one], runs[other]), 2)
        for at, other in enumerate(names)
        for one in names[:at]
        if alike(runs[one], runs[other]) >= NEAR
    }
    found = near_duplicates([BlockWords(name, "en", (text,)) for name, text in texts.items()])
    assert len(expected) > 20
    assert {(pair.one, pair.other): pair.alike for pair in found} == expected
