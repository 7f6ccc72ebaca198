"""How well a library covers the values: how many blocks may be used in each circumstance, and how strong the best is.

Whether a block may be used is judged by the rules of matching alone. What customers lack is in
`curation.coverage.gaps`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import get_args

import msgspec

from salespack.library.blocks import KINDS, Block
from salespack.library.library import Library
from salespack.library.packs import Pack
from salespack.matching.eligibility import broken, expired, hits, in_another_state, misses, not_yet_valid
from salespack.matching.situation import Situation
from salespack.problems.problem import UsageFault
from salespack.problems.suggestions import did_you_mean
from salespack.profiles.profile import Customer, Lifecycle, Profile, RelationshipKind, State

FIELDS = {
    "stage": "stages",
    "role": "roles",
    "industry": "industries",
    "state": "states",
    "lifecycle": "lifecycle",
    "relationship": "relationship",
}
"""The dimensions that are fields of an audience."""
DIMENSIONS = ("kind", *FIELDS, "language")
CUBE = ("stage", "role", "industry", "language", "state")
"""All that the whole table has beside the values."""
MOST_CELLS = 1_000_000
USABLE = (broken, in_another_state, not_yet_valid, expired)
"""The rules of matching that depend on no customer."""


class Cell(msgspec.Struct, frozen=True, array_like=True):
    """The eligible blocks that speak to a value: how many, how many strongly enough for a slot, the best strength."""

    blocks: int = 0
    strong: int = 0
    best: int = 0

    def with_(self, other: Cell) -> Cell:
        """Both together."""
        return Cell(self.blocks + other.blocks, self.strong + other.strong, max(self.best, other.best))


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """Cells by value and one word of each dimension in `by`; `words` are those of each. Every combination is there."""

    on: datetime.date
    by: tuple[str, ...]
    where: dict[str, str]
    words: tuple[tuple[str, ...], ...]
    values: tuple[str, ...]
    cells: dict[tuple[str, ...], Cell]


def usable_blocks(library: Library, on: datetime.date) -> list[Block]:
    """The blocks that nothing but the customer can be against on a day: not broken, approved, valid."""
    nobody = Profile(id="", file=Path(), content_hash="", customer=Customer(name="-"))
    pack = Pack(id="", file="", name="", sections=())
    situation = Situation.of(nobody, pack, library, on)
    blocks = list(library.blocks.values())
    for rule in USABLE:
        against = {objection.block.id for objection in rule(situation, blocks)}
        blocks = [block for block in blocks if block.id not in against]
    return blocks


def words_of(library: Library, dimension: str) -> tuple[str, ...]:
    """The words of a dimension, in the order in which the library declares them."""
    settings = library.settings
    return {
        "kind": tuple(kind for kind in KINDS if kind != "frame"),
        "language": settings.languages,
        "stage": tuple(settings.stages),
        "role": tuple(settings.roles),
        "industry": tuple(settings.industries),
        "state": get_args(State),
        "lifecycle": get_args(Lifecycle),
        "relationship": get_args(RelationshipKind),
    }[dimension]


def coverage_of(
    library: Library, on: datetime.date, by: Sequence[str] = ("kind",), where: Mapping[str, str] = {}
) -> Coverage:
    """The coverage on a day by some dimensions, of the blocks that suit all of `where` (a word by dimension).

    A block that does not restrict a dimension suits each of its words. Frame blocks answer no value and do not count.
    Raises UsageFault for an unknown dimension or word, and for too many cells.
    """
    words = tuple(words_of(library, _known(dimension)) for dimension in by)
    values = tuple(library.values)
    cells = len(values)
    for one in words:
        cells *= len(one)
    if cells > MOST_CELLS:
        raise UsageFault.of("SP801", f"{cells:,} cells are too many", "name fewer dimensions with --by")
    for dimension, word in where.items():
        if word not in words_of(library, _known(dimension)):
            hint = did_you_mean(word, words_of(library, dimension))
            raise UsageFault.of("SP801", f"there is no {dimension} “{word}”", hint)
    suiting = Suiting(library)
    blocks = [
        block
        for block in usable_blocks(library, on)
        if block.kind != "frame" and all(suiting.suits(block, dimension, word) for dimension, word in where.items())
    ]
    table = _counted(blocks, by, suiting, library.settings.scoring.each_strength)
    masks = {tuple(word is None for word in key[1:]) for key in table}
    full = {}
    for key in product(values, *words):
        cell = Cell()
        for mask in masks:
            part = (key[0], *(None if any_ else word for any_, word in zip(mask, key[1:], strict=True)))
            if part in table:
                cell = cell.with_(table[part])
        full[key] = cell
    return Coverage(on=on, by=tuple(by), where=dict(where), words=words, values=values, cells=full)


class Suiting:
    """Which words of a dimension blocks suit, by the rules of matching; blocks share audiences, each is judged once."""

    def __init__(self, library: Library) -> None:
        self._words = {dimension: words_of(library, dimension) for dimension in DIMENSIONS}
        self._judged: dict[tuple[str, tuple[str, ...], tuple[str, ...]], tuple[str, ...] | None] = {}

    def words(self, block: Block, dimension: str) -> tuple[str, ...] | None:
        """The words that a block suits; None: all of them, because it restricts none."""
        if dimension == "kind":
            return (block.kind,)
        if dimension == "language":
            return tuple(one for one in block.bodies if one not in block.broken_bodies)
        field = FIELDS[dimension]
        wanted, barred = getattr(block.audience, field), getattr(block.not_for, field)
        if not wanted and not barred:
            return None
        key = dimension, wanted, barred
        if key not in self._judged:
            self._judged[key] = tuple(
                word
                for word in self._words[dimension]
                if not (wanted and misses(field, wanted, frozenset((word,))))
                and not hits(field, barred, frozenset((word,)))
            )
        return self._judged[key]

    def suits(self, block: Block, dimension: str, word: str) -> bool:
        """Whether a block suits a word."""
        words = self.words(block, dimension)
        return words is None or word in words


Part = tuple[str | None, ...]


def _counted(blocks: Iterable[Block], by: Sequence[str], suiting: Suiting, least: int) -> dict[Part, Cell]:
    """The blocks counted by value and words; None stands for all words of a dimension, so that a block which restricts
    nothing is counted once, not once a cell."""
    table: dict[Part, Cell] = {}
    for block in blocks:
        if not block.values:
            continue
        suited = [suiting.words(block, dimension) for dimension in by]
        parts = list(product(*((None,) if words is None else words for words in suited)))
        for value, strength in block.values.items():
            one = Cell(1, int(strength >= least), strength)
            for part in parts:
                key = (value, *part)
                table[key] = table[key].with_(one) if key in table else one
    return table


def _known(dimension: str) -> str:
    if dimension not in DIMENSIONS:
        raise UsageFault.of("SP801", f"there is no dimension “{dimension}”", did_you_mean(dimension, DIMENSIONS))
    return dimension
