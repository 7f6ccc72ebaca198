"""Slides that are in several decks: the same, or nearly the same words.

Nearness is Broder's resemblance ("On the resemblance and containment of documents", 1997): the share of runs of words
that two texts have in common. An import asks for one slide after another, and for exact figures: an index from runs to
slides answers that. All texts of a library are compared with each other in `curation.duplicates`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

from salespack.language.word_matching import runs
from salespack.powerpoint.designed.outline import Slide

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
        self._runs: list[tuple[str, str, Slide, frozenset[str]]] = []
        self._index: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._hashes: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)

    def add(self, deck: str, language: str, slides: Iterable[Slide]) -> None:
        """Makes the slides of a deck known."""
        for slide in slides:
            self._hashes[language, slide.content_hash].append((deck, slide.id))
            found = _runs(slide)
            for run in found:
                self._index[language, run].append(len(self._runs))
            self._runs.append((deck, language, slide, found))

    def twin(self, deck: str, language: str, slide: Slide) -> Twin | None:
        """The slide of another deck that `slide` of `deck` repeats: the identical one, else the most like it."""
        for same in self._hashes.get((language, slide.content_hash), ()):
            if same[0] != deck:
                return Twin(*same, 1.0, identical=True)
        mine = _runs(slide)
        shared: Counter[int] = Counter()
        for run in mine:
            places = self._index.get((language, run), ())
            if len(places) <= COMMON_RUN:
                shared.update(places)
        best: Twin | None = None
        for number, _ in sorted(shared.items()):
            other_deck, _, other, other_runs = self._runs[number]
            alike = len(mine & other_runs) / len(mine | other_runs)
            if other_deck != deck and alike >= NEAR and (best is None or alike > best.alike):
                best = Twin(other_deck, other.id, round(alike, 2), identical=False)
        return best


def likeness(one: Slide, other: Slide) -> float:
    """The resemblance of two slides' words, 0–1; 0 where one says too little."""
    mine, theirs = _runs(one), _runs(other)
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0


def _runs(slide: Slide) -> frozenset[str]:
    """The runs of words on a slide; none where it says too little to be told from others."""
    return runs(slide.said, RUN, fewest=FEWEST_TOKENS, most=MOST_TOKENS)
