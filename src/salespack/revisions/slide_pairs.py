"""Which slide of one deck is which of another: by what they say and show, whoever made the decks.

Slides that are the same to the letter come first, then those whose identifiers tell it, where the two decks are known
to be versions of one by slides that are the same; then those that are most alike in words that few slides have (inverse
document frequency), in pictures and in notes; last those that alone stand between the same neighbours and are built
alike. A slide that was added is a copy, or was split off another, where most of what it says stands there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from heapq import nlargest
from itertools import pairwise
from math import log

import msgspec

from salespack.language.word_matching import normalised, tokens
from salespack.ooxml.slide_content import SlideContent

LEAST = 0.3
"""How alike slides must be, 0–1, to be one, wherever they stand."""
LEAST_OF_VERSIONS = 0.1
"""The same for those of one identifier, where the decks are versions of one."""
LEAST_BETWEEN = 0.15
"""The same for those that stand between the same neighbours."""
LEAST_BUILT = 0.5
"""The share of shapes of one kind from which on a slide that says little is the one between the same neighbours."""
A_COPY = 0.85
"""From here on a slide more is a copy."""
A_PART = 0.6
"""The share of what a slide says that another must have said, for it to be split off that one."""
OF_VERSIONS = 0.8
"""The share of slides that are the same which must have the same identifiers in decks that are versions of one."""
RARE = 30
"""Slides that have a word in common, from which on it is no reason to look at a pair."""
MOST_NEAR = 8
"""Slides that are looked at for each, those that have most of what is rare in common with it."""
FEWEST = 3.0
"""What a slide must say, weighed, to be told a part of another."""


class SlideKey(msgspec.Struct, frozen=True):
    """A slide to be paired: its number, its identifier in the presentation, what it says and shows."""

    number: int
    id: int
    content: SlideContent


class SlidePairs(msgspec.Struct, frozen=True):
    """Slides of the second deck, by their numbers, with those of the first that they are; of those that are none, which
    one they are a copy of or were split off; and slides of the first that are gone, with the one they went into."""

    pairs: Mapping[int, int]
    copies: Mapping[int, int]
    splits: Mapping[int, int]
    merges: Mapping[int, int]


def slide_pairs(before: Sequence[SlideKey], after: Sequence[SlideKey]) -> SlidePairs:
    """Which slide is which."""
    return _Pairing(before, after).found()


class _Slide:
    """A slide with what it is known by."""

    def __init__(self, key: SlideKey) -> None:
        self.number, self.id, self.content = key.number, key.id, key.content
        self.words = _words(key.content)
        self.weight = 0.0

    @cached_property
    def digest(self) -> object:
        """All that it says and shows, wherever that stands."""
        return (
            self.content.title, self.content.texts, tuple(one.text for one in self.content.notes),
            tuple(one.picture for one in self.content.elements),
        )  # fmt: skip

    @cached_property
    def built(self) -> Counter[tuple[str, bool]]:
        """How it is built: its shapes by kind, and which is the title."""
        return Counter((one.kind, one.is_title) for one in self.content.elements if not one.is_footer)


def _words(content: SlideContent) -> Counter[str]:
    """Pairs of neighbouring words, single words, pictures; the notes' too, which tell slides apart that are alike."""
    found: Counter[str] = Counter()
    texts = [*content.texts, content.title, *(one.text for one in content.notes)]
    for text in filter(None, texts):
        said = tokens(text) or normalised(text).split()
        found.update(said)
        found.update(map(" ".join, pairwise(said)))
    for one in content.elements:
        if one.picture:
            found[f"\0{one.picture}"] += 3
    return found


class _Pairing:
    """The slides of two decks on their way to pairs."""

    def __init__(self, before: Sequence[SlideKey], after: Sequence[SlideKey]) -> None:
        self._before = [_Slide(one) for one in before]
        self._after = [_Slide(one) for one in after]
        seen = Counter(word for one in (*self._before, *self._after) for word in one.words)
        count = len(before) + len(after)
        self._weights = {word: log(1 + count / number) for word, number in seen.items()}
        for one in (*self._before, *self._after):
            one.weight = self._weigh(one.words)
        self._to: dict[int, int] = {}
        """Places in the second deck with those in the first."""
        self._scores: dict[tuple[int, int], float] = {}

    def found(self) -> SlidePairs:
        self._pair_alike(versions=self._pair_same())
        self._pair_between()
        return SlidePairs(
            {self._after[k].number: self._before[i].number for k, i in sorted(self._to.items())},
            copies := dict(self._copies()),
            dict(self._splits(copies)),
            dict(self._merges()),
        )

    def _weigh(self, words: Mapping[str, int]) -> float:
        return sum(self._weights[word] * number for word, number in words.items())

    def _left(self) -> tuple[list[int], list[int]]:
        """Places that are in no pair yet, in both decks."""
        taken = set(self._to.values())
        return (
            [i for i in range(len(self._before)) if i not in taken],
            [k for k in range(len(self._after)) if k not in self._to],
        )

    def _pair_same(self) -> bool:
        """Slides that are the same to the letter: in their order, then wherever they stand. Whether the decks are known
        by them to be versions of one."""
        numbers: dict[object, int] = {}
        first, second = (
            [numbers.setdefault(one.digest, len(numbers)) for one in slides] for slides in (self._before, self._after)
        )
        ids = {(one.id, said): i for i, (one, said) in enumerate(zip(self._before, first, strict=True))}
        same = {
            k: i
            for k, (one, said) in enumerate(zip(self._after, second, strict=True))
            if (i := ids.get((one.id, said))) is not None
        }
        known = len(set(first) & set(second))
        versions = bool(same) and len({second[k] for k in same}) >= OF_VERSIONS * known
        if versions:
            self._to |= same
        left, right = self._left()
        matcher = SequenceMatcher(None, [first[i] for i in left], [second[k] for k in right], autojunk=False)
        for i, k, size in matcher.get_matching_blocks():
            self._to |= {right[k + n]: left[i + n] for n in range(size)}
        others: dict[int, list[int]] = defaultdict(list)
        left, right = self._left()
        for i in left:
            others[first[i]].append(i)
        for k in right:
            if others[second[k]]:
                self._to[k] = others[second[k]].pop(0)
        return versions

    def _pair_alike(self, *, versions: bool) -> None:
        """Slides that are most alike; of those that are equally so, the ones that stand where others do."""
        left, right = self._left()
        anchors = sorted(self._to.items())
        scores = []
        for i, k, alike in self._candidates(left, right):
            known = versions and self._before[i].id == self._after[k].id and alike >= LEAST_OF_VERSIONS
            scores.append((-round(alike + (LEAST if known else 0.0), 4), _off(anchors, i, k), k, i))
        taken: set[int] = set()
        for score, _, k, i in sorted(scores):
            if -score >= LEAST and k not in self._to and i not in taken:
                self._to[k] = i
                taken.add(i)
        if versions:
            self._pair_rewritten()

    def _pair_rewritten(self) -> None:
        """Slides of one identifier that are built alike."""
        left, right = self._left()
        ids = {self._before[i].id: i for i in left}
        for k in right:
            i = ids.get(self._after[k].id)
            if i is not None and self._built_alike(i, k) >= LEAST_BUILT:
                self._to[k] = i

    def _candidates(self, left: Iterable[int], right: Iterable[int]) -> Iterator[tuple[int, int, float]]:
        """Pairs that have most of what is rare in common, and how alike they are."""
        having: dict[str, list[int]] = defaultdict(list)
        for i in left:
            for word in self._before[i].words:
                having[word].append(i)
        rare = {word: places for word, places in having.items() if len(places) <= RARE}
        for k in right:
            near: dict[int, float] = defaultdict(float)
            for word in self._after[k].words:
                for i in rare.get(word, ()):
                    near[i] += self._weights[word]
            for i in nlargest(MOST_NEAR, near, key=near.__getitem__):
                self._scores[i, k] = score = self._alike(i, k)
                yield i, k, score

    def _pair_between(self) -> None:
        """Slides between the same neighbours that are alike enough; of one there that says little, the other there."""
        for rows, places in self._gaps():
            scores = sorted((-self._alike(i, k), abs(i - k), i, k) for i, k in self._likely(rows, places))
            taken: set[int] = set()
            for score, _, i, k in scores:
                if k in self._to or i in taken:
                    continue
                little = min(self._before[i].weight, self._after[k].weight) < FEWEST
                alone = len(rows) == len(places) == 1 and self._built_alike(i, k) >= LEAST_BUILT
                if -score >= LEAST_BETWEEN or (little and (alone or self._are_empty(i, k))):
                    self._to[k] = i
                    taken.add(i)

    def _likely(self, rows: Sequence[int], places: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Pairs worth a look: those that have something rare in common, and slides that say little."""
        slight = [i for i in rows if self._before[i].weight < FEWEST]
        for k in places:
            if self._after[k].weight < FEWEST:
                yield from ((i, k) for i in rows)
            else:
                yield from ((i, k) for i in rows if (i, k) in self._scores)
                yield from ((i, k) for i in slight if (i, k) not in self._scores)

    def _are_empty(self, i: int, k: int) -> bool:
        """Whether two slides say and show nothing."""
        return not self._before[i].words and not self._after[k].words

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """Places without a pair, between pairs that stand beside each other in both decks."""
        left, right = self._left()
        anchors = [(-1, -1), *sorted(self._to.items()), (len(self._after), len(self._before))]
        for (k, i), (k_next, i_next) in pairwise(anchors):
            rows = [one for one in left if i < one < i_next]
            places = [one for one in right if k < one < k_next]
            if rows and places:
                yield rows, places

    # --- how alike -------------------------------------------------------------------------------------------------

    def _shared(self, one: _Slide, other: _Slide) -> float:
        few, many = (one.words, other.words) if len(one.words) < len(other.words) else (other.words, one.words)
        both = few.keys() & many.keys()
        return sum([self._weights[word] * min(few[word], many[word]) for word in both])

    def _alike(self, i: int, k: int) -> float:
        """How much of what two slides say and show is the same, weighed, 0–1."""
        one, other = self._before[i], self._after[k]
        whole = one.weight + other.weight
        return 2 * self._shared(one, other) / whole if whole else 0.0

    def _built_alike(self, i: int, k: int) -> float:
        one, other = self._before[i].built, self._after[k].built
        whole = one.total() + other.total()
        return 2 * (one & other).total() / whole if whole else 0.0

    # --- slides that are in one deck alone ---------------------------------------------------------------------------

    def _copies(self) -> Iterator[tuple[int, int]]:
        _, right = self._left()
        for i, k, score in self._best(range(len(self._before)), right):
            if score >= A_COPY:
                yield self._after[k].number, self._before[i].number

    def _best(self, left: Iterable[int], right: Iterable[int]) -> Iterator[tuple[int, int, float]]:
        """For each place in the second deck the one in the first that it is most alike to."""
        best: dict[int, tuple[float, int]] = {}
        for i, k, score in self._candidates(left, right):
            best[k] = max(best.get(k, (0.0, 0)), (score, -i))
        return ((-i, k, score) for k, (score, i) in best.items())

    def _splits(self, copies: Mapping[int, int]) -> Iterator[tuple[int, int]]:
        """Slides more that say what a slide said which says it no more."""
        _, right = self._left()
        now = {i: k for k, i in self._to.items()}
        for k in right:
            one = self._after[k]
            if one.number in copies or one.weight < FEWEST:
                continue
            for i, other in enumerate(self._before):
                if i in now and self._went(one, other, self._after[now[i]]):
                    yield one.number, other.number
                    break

    def _merges(self) -> Iterator[tuple[int, int]]:
        """Slides less that said what another says which did not say it."""
        left, _ = self._left()
        for i in left:
            one = self._before[i]
            if one.weight < FEWEST:
                continue
            for k, was in self._to.items():
                if self._went(one, self._after[k], self._before[was]):
                    yield one.number, self._after[k].number
                    break

    def _went(self, one: _Slide, other: _Slide, rest: _Slide) -> bool:
        """Whether most of what a slide says stands in another, and little of it in what that one is or was besides."""
        return (
            self._shared(one, other) >= A_PART * one.weight
            and self._shared(one, rest) <= A_PART / 2 * one.weight
        )  # fmt: skip


def _off(anchors: Sequence[tuple[int, int]], i: int, k: int) -> int:
    """By how many places a pair is off from the nearest one before it, of pairs in the order of the second deck."""
    at = bisect_left(anchors, (k, 0))
    near, was = anchors[at - 1] if at else (0, 0)
    return abs((i - was) - (k - near))
