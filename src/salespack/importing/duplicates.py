"""Slides that are in several decks: the same, or nearly the same words.

Nearness is Broder's resemblance ("On the resemblance and containment of documents", 1997): the share of runs of words
that two texts have in common. It is computed exactly, through an index from runs to slides; its usual approximation
(MinHash) pays off from some hundred thousand texts, which no library of slides has, and would be one more dependency.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

from salespack.importing.slides import Slide
from salespack.importing.words import tokens

RUN = 2
"""Words in a run: on slides, which say little, longer runs would hide a changed word in every line."""
FEWEST_TOKENS, MOST_TOKENS = 8, 300
"""A slide that says less cannot be told from others; of one that says more, the beginning is compared."""
NEAR = 0.6
"""So that a slide of twenty words is found under another title."""
COMMON_RUN = 200
"""A run that is on more slides than this (a footer) finds no candidates; it still counts in the share."""


class Twin(msgspec.Struct, frozen=True):
    """A slide that is known already: in which deck, under which id, and how alike, 0–1 (1: the same words)."""

    deck: str
    slide: int
    alike: float
    identical: bool


class Twins:
    """All slides known so far, to be asked for the twin of a new one. Slides of one language are compared."""

    def __init__(self) -> None:
        self._runs: list[tuple[str, str, Slide, frozenset[tuple[str, ...]]]] = []
        self._index: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
        self._hashes: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)

    def add(self, deck: str, language: str, slides: Iterable[Slide]) -> None:
        """Makes the slides of a deck known."""
        for slide in slides:
            self._hashes[language, slide.content_hash].append((deck, slide.id))
            runs = _runs(slide)
            for run in runs:
                self._index[language, run].append(len(self._runs))
            self._runs.append((deck, language, slide, runs))

    def twin(self, deck: str, language: str, slide: Slide) -> Twin | None:
        """The slide of another deck that `slide` of `deck` repeats: the identical one, else the most like it."""
        for same in self._hashes.get((language, slide.content_hash), ()):
            if same[0] != deck:
                return Twin(*same, 1.0, identical=True)
        runs = _runs(slide)
        shared: Counter[int] = Counter()
        for run in runs:
            places = self._index.get((language, run), ())
            if len(places) <= COMMON_RUN:
                shared.update(places)
        best: Twin | None = None
        for number, _ in sorted(shared.items()):
            other_deck, _, other, other_runs = self._runs[number]
            alike = len(runs & other_runs) / len(runs | other_runs)
            if other_deck != deck and alike >= NEAR and (best is None or alike > best.alike):
                best = Twin(other_deck, other.id, round(alike, 2), identical=False)
        return best


def likeness(one: Slide, other: Slide) -> float:
    """The resemblance of two slides' words, 0–1; 0 where one says too little."""
    mine, theirs = _runs(one), _runs(other)
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0


def _runs(slide: Slide) -> frozenset[tuple[str, ...]]:
    """The runs of words on a slide; none where it says too little to be told from others."""
    said = tokens(slide.said)[:MOST_TOKENS]
    if len(said) < FEWEST_TOKENS:
        return frozenset()
    return frozenset(tuple(said[at : at + RUN]) for at in range(len(said) - RUN + 1))
