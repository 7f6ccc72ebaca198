"""The library as the rest of the program sees it: values, blocks, packs, people and settings, all valid."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from salespack.calculations.model import NONE, Calculations
from salespack.library.blocks import Block
from salespack.library.packs import Pack
from salespack.library.people import Person
from salespack.library.settings import Settings
from salespack.library.values import ValueDefinition
from salespack.problems.problem import Problem

LIBRARY_FOLDER, PROFILES_FOLDER = "content_blocks", "profiles"
"""What the two folders of a workspace are called."""


class Library(msgspec.Struct, frozen=True, kw_only=True):
    """The folder `content_blocks/`, loaded. `blocks` is sorted by id and holds broken ones too.

    `problems` are the warnings found while loading. Packs that cannot be read are in `broken_packs`; they matter when
    asked for.
    `content_hash` covers every file people write.
    """

    root: Path
    settings: Settings
    values: dict[str, ValueDefinition]
    blocks: dict[str, Block]
    packs: dict[str, Pack]
    broken_packs: dict[str, tuple[Problem, ...]] = {}
    people: tuple[Person, ...]
    calculations: Calculations = NONE
    content_hash: str
    problems: tuple[Problem, ...] = ()

    def all_problems(self) -> Iterator[Problem]:
        """What is wrong with the files, each by itself: the warnings, and what is kept with packs and blocks."""
        yield from self.problems
        for problems in self.broken_packs.values():
            yield from problems
        for block in self.blocks.values():
            yield from block.problems
            for problems in block.broken_bodies.values():
                yield from problems
