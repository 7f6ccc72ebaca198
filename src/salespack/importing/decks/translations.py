"""Which slides of two decks in different languages are the same slide: signs that survive translation, weighed.

Position, pictures, layout and the lengths of lines tell most; shapes, figures and PowerPoint's own ids support them.
The result is a proposal for a person to accept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from salespack.powerpoint.designed.outline import Slide

LEAST_SLIDE, LEAST_SHARE, LEAST_MEAN = 0.6, 0.6, 0.85
"""From where a pair of slides counts, which share of the shorter deck must pair, and how well on average.

Measured on one deck in three languages, ids left aside: true pairs 0.73–1.00, on average 0.95; wrong pairs at the same
position and on the same layout 0.79 at most, 0.66 as a rule.
"""
STARTING_ID = 256
FIGURES = re.compile(r"\d[\d.,/:%-]*|[A-Z]{2,}")
CERTAIN = 1.0
FARTHEST = 30
"""Slides more positions apart than this are not compared: the time grows with the deck, not with its square."""


class Pair(msgspec.Struct, frozen=True):
    """Two slides that are one: the new one's id, the known one's id, a score of 0–1, and what they share."""

    slide: int
    known: int
    score: float
    why: str


class Traits(msgspec.Struct, frozen=True):
    """A slide with what is compared often: the length of each line (characters), figures and abbreviations."""

    slide: Slide
    lengths: tuple[int, ...]
    figures: frozenset[str]


class Sign(msgspec.Struct, frozen=True):
    """One sign: its weight, its name in reasons, and a likeness of 0–1, or None where it tells nothing."""

    weight: float
    name: str
    likeness: Callable[[Traits, Traits], float | None]


def _position(one: Traits, other: Traits) -> float:
    return max(0.0, 1 - abs(one.slide.position - other.slide.position) / 4)


def _pictures(one: Traits, other: Traits) -> float | None:
    union = one.slide.pictures | other.slide.pictures
    return len(one.slide.pictures & other.slide.pictures) / len(union) if union else None


def _layout(one: Traits, other: Traits) -> float:
    if one.slide.layout == other.slide.layout:
        return 1.0
    return 0.5 if one.slide.layout_type and one.slide.layout_type == other.slide.layout_type else 0.0


def _shapes(one: Traits, other: Traits) -> float:
    mine, theirs = one.slide.shapes, other.slide.shapes
    names = mine.keys() | theirs.keys()
    larger = sum(max(mine.get(name, 0), theirs.get(name, 0)) for name in names)
    smaller = sum(min(mine.get(name, 0), theirs.get(name, 0)) for name in names)
    return smaller / larger if larger else 1.0


def _lengths(one: Traits, other: Traits) -> float:
    """Long lines stay long in translation (Gale and Church 1993); told line by line, as shares of the slide's text."""
    mine, theirs = one.lengths, other.lengths
    if len(mine) != len(theirs) or not sum(mine) or not sum(theirs):
        return (min(len(mine), len(theirs)) / max(len(mine), len(theirs))) ** 2 / 2
    apart = sum(abs(a / sum(mine) - b / sum(theirs)) for a, b in zip(mine, theirs, strict=True))
    return max(0.0, 1 - apart)


def _figures(one: Traits, other: Traits) -> float | None:
    """Figures and abbreviations, which stay in translation: 5230, ISO, 42%."""
    union = one.figures | other.figures
    return len(one.figures & other.figures) / len(union) if union else None


SIGNS: Sequence[Sign] = (
    Sign(0.30, "position", _position),
    Sign(0.30, "pictures", _pictures),
    Sign(0.20, "layout", _layout),
    Sign(0.15, "shapes", _shapes),
    Sign(0.30, "lengths of lines", _lengths),
    Sign(0.15, "figures", _figures),
)
ID_BONUS = 0.5
"""How much nearer to 1 a score comes by the same id, where ids are not the running numbers that decks start with."""


def paired(slides: Sequence[Slide], known: Sequence[Slide]) -> tuple[Pair, ...]:
    """The slides of a deck that are slides of another in translation, in the deck's order; none if too few pair."""
    telling = _ids_tell(slides) and _ids_tell(known)
    others = [_traits(other) for other in known]
    scored = []
    for one in map(_traits, slides):
        for other in others:
            apart = abs(one.slide.position - other.slide.position)
            if apart > FARTHEST:
                continue
            score, why = _score(one, other, telling)
            if score >= LEAST_SLIDE:
                scored.append((-score, apart, one.slide.position, one.slide.id, other.slide.id, why))
    found: dict[int, Pair] = {}
    taken: set[int] = set()
    for negative, _, _, mine, theirs, why in sorted(scored):
        if mine not in found and theirs not in taken:
            found[mine] = Pair(mine, theirs, round(-negative, 2), why)
            taken.add(theirs)
    mean = sum(pair.score for pair in found.values()) / max(len(found), 1)
    if len(found) < LEAST_SHARE * min(len(slides), len(known)) or mean < LEAST_MEAN:
        return ()
    return tuple(found[slide.id] for slide in slides if slide.id in found)


def _traits(slide: Slide) -> Traits:
    text = slide.said
    return Traits(slide, tuple(map(len, text.split("\n"))), frozenset(FIGURES.findall(text)))


def _ids_tell(slides: Sequence[Slide]) -> bool:
    return [slide.id for slide in slides] != list(range(STARTING_ID, STARTING_ID + len(slides)))


def _score(one: Traits, other: Traits, telling: bool) -> tuple[float, str]:
    """The weighed mean of the signs that tell something, and the names of those that speak for the pair."""
    total = score = 0.0
    same = []
    for sign in SIGNS:
        likeness = sign.likeness(one, other)
        if likeness is not None:
            total += sign.weight
            score += sign.weight * likeness
            if likeness == CERTAIN:
                same.append(sign.name)
    score /= total
    if telling and one.slide.id == other.slide.id:
        score += ID_BONUS * (1 - score)
        same.append("PowerPoint's id")
    return score, f"same {', '.join(same)}" if same else "alike in several signs"
