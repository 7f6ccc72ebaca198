"""Which paragraph of a text is which of another: those that are the same in their order, then those most alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

LEAST = 0.4
"""The share of words from which on a paragraph is another one, changed."""
MOST_PAIRS = 2_500
"""So many pairs between two paragraphs that are the same are compared; of more, those in the same places."""

Pair = tuple[int | None, int | None]


def paragraph_pairs(
    before: Sequence[str], after: Sequence[str], alike: Callable[[int, int], float] | None = None
) -> Iterator[Pair]:
    """The places of paragraphs that are not the same, in their order: changed ones with both, others with one alone.

    `alike` says how alike two are by their places, 0–1; without it those in the same places are one.
    """
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if alike is None or (j - i) * (m - k) > MOST_PAIRS:
            both = min(j - i, m - k)
            yield from zip(range(i, i + both), range(k, k + both), strict=True)
            yield from ((None, one) for one in range(k + both, m))
            yield from ((one, None) for one in range(i + both, j))
        else:
            yield from _likeliest(range(i, j), range(k, m), alike)


def _likeliest(rows: range, places: range, alike: Callable[[int, int], float]) -> Iterator[Pair]:
    """Pairs in their order that are most alike together (S. B. Needleman and C. D. Wunsch, “A general method applicable
    to the search for similarities in the amino acid sequence of two proteins”, 1970)."""
    if len(rows) == len(places) == 1:
        yield rows[0], places[0]
        return
    scores = {(i, k): score for i in rows for k in places if (score := alike(i, k)) >= LEAST}
    best = {(i, k): 0.0 for i in (*rows, rows.stop) for k in (*places, places.stop)}
    for i in reversed(rows):
        for k in reversed(places):
            paired = scores[i, k] + best[i + 1, k + 1] if (i, k) in scores else 0.0
            best[i, k] = max(paired, best[i + 1, k], best[i, k + 1])
    i, k = rows.start, places.start
    while i < rows.stop and k < places.stop:
        if (i, k) in scores and best[i, k] == scores[i, k] + best[i + 1, k + 1]:
            yield i, k
            i, k = i + 1, k + 1
        elif best[i, k] == best[i + 1, k]:
            yield i, None
            i += 1
        else:
            yield None, k
            k += 1
    yield from ((one, None) for one in range(i, rows.stop))
    yield from ((None, one) for one in range(k, places.stop))
