"""Which slide of which block a text is from, told by its words alone: for slides that have lost their marks, and PDFs.

A slide is known by its pairs of neighbouring words. Pairs that few blocks have say more than those of many (inverse
document frequency: Spärck Jones, “A statistical interpretation of term specificity”, 1972). What templates print stands
in no pair: it is the customer's, and differs from deck to deck. A slide that says little besides, such as a cover, is
known by whole lines, and only among slides that are ours for sure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import log

import msgspec

from salespack.language.word_matching import is_unspaced, normalised, tokens

WHOLE = 0.6
"""The share of what a block's slide always says, weighed, from which on a slide that says it is that slide."""
PART = 0.75
"""The share of what a slide says, weighed, that a block must say too, where only a part of its slide is shown."""
EVIDENCE = 12.0
"""What the pairs that are shared must weigh together: some three that no other block has."""
FEWEST = 3
"""So many pairs must be shared, whatever they weigh: short headings stand in the decks of many companies."""
OURS_FROM = 2
"""So many slides that are ours for sure make those beside them likely to be ours."""
HEAD = 3
"""How many paragraphs, or lines of a page, from the top on, are looked at for such lines."""
FEWEST_WORDS = 2
"""Words in the lines by which a slide that says little is known."""
GAP = "\x00"
"""Stands in a line for what a template prints."""
_WORD = re.compile(r"[^\W_]+")
_RAISED = str.maketrans(dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹"))
"""Signs of sources, which stand right behind a word."""

Pairs = frozenset[str]


class KnownSlide(msgspec.Struct, frozen=True, array_like=True):
    """One slide that the library makes, or once made: of which block, version and language, and which of its slides,
    from 1; `content_hash` is that of the body.

    `texts` are what it always says and `optional` what it may say, in pieces without what templates print. `lines` are
    whole paragraphs at its head by which it is known where it says little, with `GAP` for what a template prints; all
    must be there.
    """

    block: str
    version: int
    language: str
    ordinal: int
    content_hash: str
    texts: tuple[str, ...]
    optional: tuple[str, ...]
    lines: tuple[str, ...]


class Likeness(msgspec.Struct, frozen=True):
    """The known slide that a text is most like, how alike they are, 0–1, and what decided.

    `part`: only some of what the known slide says is there, as where a slide was divided in two. `titled`: its title is
    there. Without `pairs`, the title alone decided.
    """

    slide: KnownSlide
    alike: float
    part: bool
    titled: bool
    pairs: int

    @property
    def why(self) -> str:
        """What decided, in words."""
        if not self.pairs:
            return "without a mark; known by its title, among slides of ours"
        title = "its title and " if self.titled else ""
        of = "part of the words" if self.part else f"{self.alike:.0%} of the words"
        return f"without a mark; known by {title}{of}"


def pairs_of(texts: Iterable[str]) -> Pairs:
    """The pairs of neighbouring words in each text; of a text that is one word, that word."""
    found: set[str] = set()
    for text in texts:
        words = _words(text)
        if len(words) == 1:
            found.add(words[0])
        else:
            found.update(map(" ".join, pairwise(words)))
    return frozenset(found)


def _words(text: str) -> list[str]:
    text = text if text.isascii() else text.translate(_RAISED)
    return tokens(text) if is_unspaced(text) else _WORD.findall(normalised(text))


class _Line:
    """A whole paragraph with gaps, in words."""

    def __init__(self, line: str) -> None:
        self._pieces = [" ".join(_words(piece)) for piece in line.split(GAP)]
        self.words = sum(len(piece.split()) for piece in self._pieces)

    def is_in(self, paragraphs: Iterable[str]) -> bool:
        """Whether one of the paragraphs, in normalised words, is this line."""
        return any(map(self._is, paragraphs))

    def _is(self, paragraph: str) -> bool:
        first, *inner = self._pieces
        if not inner:
            return paragraph == first
        last = inner.pop()
        padded = f" {paragraph} "
        if not padded.startswith(f" {first} ".replace("  ", " ")) or not padded.endswith(
            f" {last} ".replace("  ", " ")
        ):
            return False
        at, end = len(first), len(padded) - len(last) - 1
        for piece in filter(None, inner):
            at = padded.find(f" {piece} ", at, end)
            if at < 0:
                return False
            at += len(piece) + 1
        return at <= end


class Fingerprints:
    """All slides that are known, to be found by their words."""

    def __init__(self, slides: Iterable[KnownSlide]) -> None:
        self._slides: list[KnownSlide] = []
        self._pairs: list[Pairs] = []
        self._lines: list[tuple[_Line, ...]] = []
        seen: set[tuple[str, str, Pairs, tuple[str, ...]]] = set()
        always: list[Pairs] = []
        for slide in slides:
            needed = pairs_of(slide.texts)
            pairs = needed | pairs_of(slide.optional)
            key = slide.block, slide.language, pairs, slide.lines
            if key in seen:  # the newest comes first, and one that says the same is known by it
                continue
            seen.add(key)
            self._slides.append(slide)
            self._pairs.append(pairs)
            self._lines.append(tuple(map(_Line, slide.lines)))
            always.append(needed)
        blocks: dict[str, set[str]] = defaultdict(set)
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, (slide, pairs) in enumerate(zip(self._slides, self._pairs, strict=True)):
            for pair in pairs:
                blocks[pair].add(slide.block)
                self._holding[pair].append(number)
        self._rarest = log(1 + len({slide.block for slide in self._slides}))
        self._weights = {pair: self._rarest - log(len(of)) for pair, of in blocks.items()}
        self._always = [(needed, self._weight(needed)) for needed in always]
        pieces = [[pairs_of((text,)) for text in slide.optional] for slide in self._slides]
        self._optional = [[(piece, self._weight(piece)) for piece in found] for found in pieces]
        self._named = [
            number
            for number, lines in enumerate(self._lines)
            if lines and sum(line.words for line in lines) >= FEWEST_WORDS
        ]

    def __len__(self) -> int:
        return len(self._slides)

    def _weight(self, pairs: Iterable[str]) -> float:
        return sum(map(self._weights.__getitem__, pairs))

    def of_slides(self, slides: Sequence[Sequence[str]], ours: int = 0) -> list[Likeness | None]:
        """For each slide of a deck, given as its paragraphs, the known slide that it is; None where it is none of them.

        `ours` are how many other slides of the deck are known to be ours.
        """
        said = [[" ".join(_words(text)) for text in texts] for texts in slides]
        found = [self._nearest(_paired(paragraphs)) for paragraphs in said]
        if sum(one is not None for one in found) + ours >= OURS_FROM:
            for number, paragraphs in enumerate(said):
                one = found[number]
                if one is None or not one.titled:
                    found[number] = self._by_lines(paragraphs[:HEAD]) or one
        return found

    def on_pages(self, pages: Sequence[Sequence[str]]) -> list[list[Likeness]]:
        """For each page, given as its lines, the known slides that it shows: a page of a document may show several."""
        said = [[" ".join(_words(text)) for text in texts] for texts in pages]
        found = [list(self._all_on(lines)) for lines in said]
        if sum(map(bool, found)) >= OURS_FROM:
            for number, lines in enumerate(said):
                if not any(one.titled for one in found[number]):
                    head = lines[:HEAD]
                    wrapped = [*head, *map(" ".join, pairwise(head))]
                    one = self._by_lines(wrapped)
                    if one is not None and all(one.slide.block != other.slide.block for other in found[number]):
                        found[number].insert(0, one)
        return found

    def _all_on(self, lines: Sequence[str]) -> Iterator[Likeness]:
        """The slides that the lines of a page show. Pairs of words go on from line to line, and a word that stands by
        itself on a slide may be at either end of a line."""
        ends = (words[at] for line in lines if (words := line.split()) for at in (0, -1))
        there = _paired([" ".join(lines)]).union(ends)
        blocks: set[str] = set()
        while (best := self._nearest(there, but=blocks, page=True)) is not None:
            yield best
            blocks.add(best.slide.block)
            there -= pairs_of((*best.slide.texts, *best.slide.optional))

    def _by_lines(self, paragraphs: Sequence[str]) -> Likeness | None:
        """The slide, of those that say little, whose lines are all there."""
        for number in self._named:
            if all(line.is_in(paragraphs) for line in self._lines[number]):
                return Likeness(self._slides[number], 1.0, part=False, titled=True, pairs=0)
        return None

    def _nearest(
        self, there: Pairs, but: set[str] | frozenset[str] = frozenset(), *, page: bool = False
    ) -> Likeness | None:
        """The known slide, of another block than `but`, that is most like what is there; None where none is like it.

        On a `page` other things may stand beside it. Of slides that are as like, the newest.
        """
        weights, shared, counts = self._weights, defaultdict[int, float](float), defaultdict[int, int](int)
        said = 0.0
        for pair in there:
            weight = weights.get(pair)
            if weight is None:
                said += self._rarest
                continue
            said += weight
            for number in self._holding[pair]:
                shared[number] += weight
                counts[number] += 1
        best: tuple[float, float, int] | None = None
        for number, weight in shared.items():
            if weight < EVIDENCE or counts[number] < FEWEST or self._slides[number].block in but:
                continue
            needed, total = self._always[number]
            kept = self._weight(needed & there)
            whole = kept / total if total else 0.0
            if whole < WHOLE and (page or weight / said < PART):
                continue
            also = sum(more for piece, more in self._optional[number] if piece <= there)
            score = whole if page else 2 * (kept + also) / (total + also + said)
            ranked = round(score, 6), round(whole, 6), -number
            best = ranked if best is None else max(best, ranked)
        if best is None:
            return None
        _, whole, number = best[0], best[1], -best[2]
        part = whole < WHOLE
        title = pairs_of(self._slides[number].texts[:1])
        alike = shared[number] / said if part else whole
        return Likeness(self._slides[number], alike, part, bool(title) and title <= there, counts[number])


def _paired(paragraphs: Iterable[str]) -> Pairs:
    """The pairs of words in paragraphs whose words are normalised."""
    found: set[str] = set()
    for paragraph in paragraphs:
        words = paragraph.split()
        found.update(map(" ".join, pairwise(words)) if len(words) != 1 else words)
    return frozenset(found)
