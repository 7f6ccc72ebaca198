"""The chapters of a deck, as an agenda names them: what is said to each value, and what stands between, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from salespack.library.blocks import Block
from salespack.matching.selection import Choice

LEAST, MOST = 3, 7
"""How many chapters an agenda has."""
NOT_NAMED = ("opening", "closing", "agenda")
"""Slots and tags that an agenda does not name: it stands behind the opening, and nobody plans the last slide."""


class Part(NamedTuple):
    """What a chapter is about: a value, else a slot, by the first block that was chosen for it."""

    slot: str
    value: str | None
    block: str


class Chapter(msgspec.Struct, frozen=True):
    """Parts of a deck that belong together: usually one. `first` is the place in the deck that begins it; `minutes` is
    how long its blocks take."""

    parts: tuple[Part, ...]
    first: int
    minutes: float


def chapters_of(choices: Sequence[Choice], blocks: Mapping[str, Block]) -> tuple[Chapter, ...]:
    """The chapters of the places of a deck, at most as many as an agenda has.

    A value has one chapter, whatever comes back to it later. Frames before the first chapter are its opening. Where
    there are too many chapters, neighbours that are about no value are told together, those of fewest parts first.
    """
    found: list[Chapter] = []
    opened: int | None = None  # where a slide that is made opens the value that follows
    for at, choice in enumerate(choices):
        if choice.made == "divider":
            opened = at if opened is None else opened
            continue
        if choice.block is None:
            continue
        block = blocks[choice.block]
        begins = at if opened is None else opened
        opened = None
        if choice.slot in NOT_NAMED or {*block.tags} & {*NOT_NAMED} or (not found and block.kind == "frame"):
            continue
        part = Part(choice.slot, choice.value, choice.block)
        if found and _goes_on(part, found):
            found[-1] = msgspec.structs.replace(found[-1], minutes=found[-1].minutes + choice.minutes)
        else:
            found.append(Chapter((part,), begins, choice.minutes))
    while len(found) > MOST and (pairs := list(_pairs(found))):
        at = min(pairs, key=lambda one: _length(found[one], found[one + 1]))
        one, other = found[at], found[at + 1]
        found[at : at + 2] = [Chapter((*one.parts, *other.parts), one.first, one.minutes + other.minutes)]
    return tuple(found)


def _goes_on(part: Part, found: Sequence[Chapter]) -> bool:
    """Whether a part belongs to the chapter before it: one of the same slot, or of a value that had its chapter."""
    if part.value is None:
        return found[-1].parts[-1].value is None and found[-1].parts[-1].slot == part.slot
    return any(one.value == part.value for chapter in found for one in chapter.parts)


def _length(one: Chapter, other: Chapter) -> tuple[int, float]:
    return len(one.parts) + len(other.parts), one.minutes + other.minutes


def _pairs(found: Sequence[Chapter]) -> list[int]:
    """The chapters that are about no value, and neither is the one behind them."""
    plain = [all(part.value is None for part in chapter.parts) for chapter in found]
    return [at for at in range(len(found) - 1) if plain[at] and plain[at + 1]]
