"""Which of many sets may be alike, without comparing each with each: an exact join, whatever the sets have in common.

Two sets are alike when they share `threshold` of what is in either (Jaccard). Three things are used. Elements that
stand in just the same sets are one *part* with a weight: sentences that come again and again are few parts, not many
words. A set can only be like one that shares its rarest parts, all but `threshold` of its weight (prefix filtering:
Bayardo, Ma and Srikant, “Scaling up all pairs similarity search”, WWW 2007). And where all its parts are common ones,
the sets that hold enough of them are found for all sets at once, each being one bit of a number.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import chain, count
from math import ceil

RARE = 8
"""A part of so many sets is rare: they are listed, and looked into one by one."""
STEPS = (0.8, 0.9, 0.95, 1.0)
"""Sizes, as shares of the larger set's, up to which sets are looked at together."""
FEW = 16
"""So many sets are sooner compared than looked at by their sizes."""
CLOSE = 1e-9
"""What figures may be off by for having been computed."""


class SimilarityJoin:
    """The sets that were added, by what is in them. `sets` are all there will be, the smallest first."""

    def __init__(self, sets: Sequence[Set[str]], threshold: float) -> None:
        self._threshold = threshold
        self._sizes = [len(one) for one in sets]
        self._parts = list(_parts(sets))
        self._shared = [one.total() for one in self._parts]
        """How much of each set stands in other sets too."""
        self._spread = Counter(chain.from_iterable(self._parts))
        self._listed: dict[int, list[int]] = defaultdict(list)
        self._members: dict[int, int] = defaultdict(int)

    def candidates(self, number: int) -> Iterator[int]:
        """The sets added so far that may be like set `number`; all that are like it are among them."""
        size, rest = self._sizes[number], self._shared[number]
        least = ceil(self._threshold * size - CLOSE)
        first = bisect_left(self._sizes, least, hi=number)
        if rest < least or first == number:
            return
        rare, common = self._rare_and_common(number)
        found: set[int] = set()
        for part, weight in rare:
            if rest < least:
                break
            rest -= weight
            found.update(self._listed[part])
        yield from sorted(one for one in found if one >= first)
        if sum(weight for _, weight in common) < least:
            return
        members = [(self._members[part], weight) for part, weight in common]
        near = _heavy(members, least, (1 << number) - (1 << first))
        if near.bit_count() > FEW:
            near = self._of_alike_sizes(number, members, near)
        yield from (one for one in _bits(near) if one not in found)

    def _of_alike_sizes(self, number: int, members: Sequence[tuple[int, int]], near: int) -> int:
        """The bits of `near` whose sets have as much in common with set `number` as those of their size must.

        Alike sets have in common at least t / (1 + t) of the sum of both, where t is the threshold.
        """
        sizes, kept = self._sizes, 0
        begin, share = 0, self._threshold / (1 + self._threshold)
        for step in STEPS:
            end = bisect_left(sizes, step * sizes[number], lo=begin, hi=number) if step < 1 else number
            if wanted := near & ((1 << end) - (1 << begin)):
                kept |= _heavy(members, ceil((sizes[number] + sizes[begin]) * share - CLOSE), wanted)
            begin = end
        return kept

    def add(self, number: int) -> None:
        """From now on set `number` is among the candidates."""
        rare, common = self._rare_and_common(number)
        for part, _ in rare:
            self._listed[part].append(number)
        for part, _ in common:
            self._members[part] |= 1 << number

    def _rare_and_common(self, number: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """The parts of a set with their weights: those of few sets, the rarest first, and those of many."""
        rare: list[tuple[int, int]] = []
        common: list[tuple[int, int]] = []
        for part, weight in self._parts[number].items():
            (rare if self._spread[part] <= RARE else common).append((part, weight))
        rare.sort(key=lambda one: (self._spread[one[0]], one[0]))
        return rare, common


def _parts(sets: Sequence[Set[str]]) -> Iterator[Counter[int]]:
    """The parts of each set with their weights, without what stands in no other set.

    All elements begin as one part; each set divides those parts that it holds only some of.
    """
    spread = Counter(chain.from_iterable(sets))
    part = {element: 0 for element, number in spread.items() if number > 1}
    shared = [[element for element in one if element in part] for one in sets]
    names = count(1)
    for elements in shared:
        divided: dict[int, int] = defaultdict(lambda: next(names))
        for element in elements:
            part[element] = divided[part[element]]
    return (Counter([part[element] for element in elements]) for elements in shared)


def _heavy(weighted: Iterable[tuple[int, int]], least: int, wanted: int) -> int:
    """The bits of `wanted` that stand in numbers whose weights add up to `least` or more.

    All sums are added up at once: `digits[i]` has the i-th binary digit of each bit's sum. They begin so far below a
    power of two that a carry out of the last digit says that `least` is reached.
    """
    length = least.bit_length()
    digits = [wanted if (1 << length) - least >> at & 1 else 0 for at in range(length)]
    reached = 0
    for members, weight in weighted:
        if weight >= least:
            reached |= members
            continue
        for low in range(weight.bit_length()):
            carry = members if weight >> low & 1 else 0
            for at in range(low, length):
                if not carry:
                    break
                digits[at], carry = digits[at] ^ carry, digits[at] & carry
            reached |= carry
    return reached & wanted


def _bits(number: int) -> Iterator[int]:
    """The places of the ones in a number's binary digits, the lowest first."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
