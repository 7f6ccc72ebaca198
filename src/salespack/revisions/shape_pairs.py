"""Which shape of a slide now is which of its base, and what a shape says, in seals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence

from salespack.ooxml.placeholders import FOOTERS
from salespack.ooxml.slide_base import SealedElement, SealedParagraph, SlideBase
from salespack.revisions.looks_and_places import TOLERANCE

MOST_PAIRS, NEAR = 100_000, 50
"""Of so many pairs of shapes each is looked at; of more, those alone that are near each other in order."""


def matched_shapes(base: Sequence[SealedElement], now: Sequence[SealedElement]) -> dict[int, int]:
    """Which shape of the base is which of those now, by their places in the two lists.

    What a shape says, its name, its placeholder, its place and its id count in this order; the likeliest pairs first.
    """
    found = _certain(base, now)
    taken = set(found.values())
    left = [i for i in range(len(base)) if i not in found]
    right = [k for k in range(len(now)) if k not in taken]
    far = len(base) + len(now) if len(left) * len(right) <= MOST_PAIRS else NEAR
    scores = sorted(
        (-_likeness(base[i], now[k]), abs(i - k), i, k)
        for i in left
        for k in right
        if abs(i - k) <= far and base[i].kind == now[k].kind
    )
    for score, _, i, k in scores:
        if score > -_LEAST:
            break
        if i not in found and k not in taken:
            found[i] = k
            taken.add(k)
    return found | _groups_by_members(base, now, found)


def _groups_by_members(
    base: Sequence[SealedElement], now: Sequence[SealedElement], found: Mapping[int, int]
) -> dict[int, int]:
    """Groups that nothing tells but what is in them: most of what was in one is in the other, and is most of that."""
    sizes, sizes_now = (Counter(one.group for one in elements) for elements in (base, now))
    shared = Counter((base[i].group, now[k].group) for i, k in found.items())
    groups: dict[int, int] = {}
    for (i, k), count in shared.most_common():
        is_free = i >= 0 and k >= 0 and i not in found and k not in found.values()
        if is_free and i not in groups and k not in groups.values() and 2 * count > max(sizes[i], sizes_now[k]):
            groups[i] = k
    return groups


def _certain(base: Sequence[SealedElement], now: Sequence[SealedElement]) -> dict[int, int]:
    """Shapes that are the only ones of their kind, name and content on both sides."""

    def by_key(elements: Sequence[SealedElement]) -> dict[Hashable, list[int]]:
        found: dict[Hashable, list[int]] = defaultdict(list)
        for number, one in enumerate(elements):
            place = _standing_for(one)
            found[one.kind, place, one.name if not place else "", said_by_shape(one)].append(number)
        return found

    ours, theirs = by_key(base), by_key(now)
    return {
        numbers[0]: others[0]
        for key, numbers in ours.items()
        if len(numbers) == 1 and len(others := theirs.get(key, [])) == 1
    }


_LEAST = 2.0
"""What makes two shapes one at least: a name, a placeholder, half of the content, or the place."""


def _likeness(one: SealedElement, other: SealedElement) -> float:
    score = 0.0
    if _standing_for(one) or _standing_for(other):
        if _standing_for(one) != _standing_for(other):
            return 0.0
        score += 3.0 if one.key == other.key else 2.0
    if one.name == other.name and one.name:
        score += 3.0
    if one.id == other.id:
        score += 1.0
    if one.place and other.place:
        far = max(abs(a - b) for a, b in zip(one.place, other.place, strict=False))
        score += 2.0 if far <= TOLERANCE else 0.0
    ours, theirs = said_by_shape(one), said_by_shape(other)
    if ours and theirs:
        shared = sum((Counter(ours) & Counter(theirs)).values())
        score += 4.0 * shared / max(len(ours), len(theirs))
    return score


def _standing_for(one: SealedElement) -> str:
    """Which placeholder a text is; LibreOffice keeps tables, charts and pictures in placeholders as plain ones."""
    return one.placeholder if one.kind == "text" else ""


def said_by_shape(one: SealedElement) -> tuple[str, ...]:
    """What a shape says, in seals."""
    found = [paragraph.text for paragraph in one.paragraphs]
    found += [cell_text(cell) for row in one.rows for cell in row]
    if one.chart is not None:
        found += [seal for series in one.chart.series for seal in (series.name, *series.categories, *series.values)]
    if one.picture:
        found.append(one.picture)
    return tuple(found)


def said_in_seals(base: SlideBase) -> Iterator[str]:
    """What a slide says and shows, in seals; without date, footer and slide number."""
    for one in base.elements:
        if one.placeholder not in FOOTERS:
            yield from filter(None, said_by_shape(one))
            if one.chart is not None:
                yield from (*one.chart.kinds, one.chart.title)


def says_something(one: SealedElement) -> bool:
    """Whether a shape says or shows anything."""
    return any(said_by_shape(one))


def is_empty(one: SealedElement) -> bool:
    """Whether a shape is a placeholder that says nothing."""
    return bool(one.placeholder) and not says_something(one)


def cell_text(cell: Sequence[SealedParagraph]) -> str:
    """What a cell says, in seals."""
    return " ".join(one.text for one in cell)
