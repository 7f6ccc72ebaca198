"""Changing what the front matter of blocks says: read, changed, proven to be right, and written, all or none.

Comments, order, bodies and translations stay as they are. Who asks for which change is not known here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from salespack.curation.front_matter_editing import with_front_matter
from salespack.formats.text_files import read_text_file
from salespack.formats.yaml import Source
from salespack.library.blocks import Block, read_block, split_front_matter
from salespack.library.library import Library
from salespack.library.load import Defaults, file_text, vocabulary_of
from salespack.problems.problem import Problem, UsageFault, UserFault
from salespack.problems.suggestions import LISTED, did_you_mean
from salespack.system.files import not_written
from salespack.system.transactions import Transaction

Data = dict[str, Any]


class Written(msgspec.Struct, frozen=True):
    """What stands in a block's own front matter, and what the defaults of its folder say."""

    own: Data
    defaults: Mapping[str, Any]

    def says(self, key: str) -> Any:
        """The value of a key, from wherever it comes; None where neither says it."""
        return self.own.get(key, self.defaults.get(key))


class Revision(msgspec.Struct, frozen=True):
    """A block's file as it is to be written."""

    block: str
    path: Path
    text: str


class Reviser:
    """Reads and changes the front matter of one library's blocks."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._defaults = Defaults(library.root)
        self._vocabulary = vocabulary_of(library.settings, library.values, library.calculations)

    def block(self, name: str) -> Block:
        """The block of an id. Raises UsageFault when there is none."""
        if name not in self._library.blocks:
            raise UsageFault.of(
                "SP403", f"there is no block “{name}”", did_you_mean(name, self._library.blocks, LISTED)
            )
        return self._library.blocks[name]

    def written(self, block: Block) -> Written:
        """What a block's front matter says. Raises UserFault when it cannot be read."""
        name = self._name(block)
        parts = split_front_matter(file_text(self._library.root, name), block.file)
        data = Source(block.file, parts.yaml, parts.yaml_line).load()
        return Written(data if isinstance(data, dict) else {}, self._defaults.of(name.rpartition("/")[0]))

    def revised(self, block: Block, change: Callable[[Written], Data]) -> Revision | None:
        """The block's file with `change` made to its front matter; None where it says the same already.

        Raises UserFault with every problem that the block would have then.
        """
        name, before = self._name(block), self.written(block)
        after = change(before)
        if after == before.own:
            return None
        text = with_front_matter(file_text(self._library.root, name), after)
        read_block(
            block.id, block.file, text, before.defaults, self._vocabulary, self._library.settings.default_language
        )
        return Revision(block.id, self._library.root / name, text)

    def write(self, revisions: Sequence[Revision]) -> None:
        """Writes them all, or none. Raises UserFault when they cannot be written."""
        root = self._library.root
        try:
            with Transaction(root) as transaction:
                for one in revisions:
                    transaction.write(one.path, read_text_file(one.path).with_text(one.text))
        except OSError as error:
            hint = "check its permissions, and that no program has it open"
            raise not_written(root, error, code="SP803", hint=hint, then="; nothing was changed") from None

    def _name(self, block: Block) -> str:
        return Path(os.path.relpath(block.file, self._library.root)).as_posix()


def revise_all(
    reviser: Reviser, names: Iterable[str], change: Callable[[Block, Written], Data]
) -> tuple[Revision, ...]:
    """The same change for several blocks. Raises UserFault with the problems of all of them."""
    blocks = [reviser.block(name) for name in dict.fromkeys(names)]
    found: list[Revision] = []
    problems: list[Problem] = []
    for block in blocks:
        try:
            revision = reviser.revised(block, lambda written, block=block: change(block, written))  # type: ignore[misc]
        except UserFault as fault:
            problems += fault.problems
            continue
        if revision is not None:
            found.append(revision)
    if problems:
        raise UserFault(problems)
    return tuple(found)
