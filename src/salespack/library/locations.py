"""Places in files for rules about the whole library, which see no texts: read when a problem needs one."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

from salespack.formats.yaml import KeyPath, Source
from salespack.library.blocks import BlockSource, split_front_matter
from salespack.library.library import Library
from salespack.library.load import CALCULATIONS_FILE, SETTINGS_FILE, VALUES_FILE, default_sources, file_text
from salespack.problems.problem import Place, UserFault, shown_path
from salespack.system.paths import named_files


def text_of(library: Library, file: str) -> str:
    """The text of a file as problems name it. Raises UserFault."""
    return file_text(library.root, os.path.relpath(file, library.root))


def listed_place(library: Library, file: str, key: str, listed: str) -> Place:
    """Where one of the names stands that a pack lists under a key; its file alone where it was changed meanwhile."""
    try:
        source = Source(file, text_of(library, file))
        return source.place((key, source.load()[key].index(listed)))
    except (UserFault, KeyError, ValueError):
        return Place(file)


def own_sources(library: Library) -> list[Source]:
    """The library's own files with words that pages show: its settings, values, calculations and
    people; those that can be read."""
    people = named_files(library.root / "people", "*.yaml")
    names = [SETTINGS_FILE, VALUES_FILE, CALCULATIONS_FILE, *(f"people/{file.name}" for file in people)]
    found = []
    for name in names:
        try:
            found.append(Source(shown_path(library.root / name), file_text(library.root, name)))
        except UserFault:
            continue  # told by whoever reads the library
    return found


def front_place(library: Library, file: str, path: KeyPath, *, key: bool = False) -> Place:
    """Where a key's value stands in a block's front matter; its first line where the key comes from elsewhere."""
    source = _source(library.root, file)
    return source.own_place(path, key=key) if source else Place(file, 1, 1)


def said_place(root: Path, file: str, path: KeyPath, *, key: bool = False) -> Place:
    """Where a key's value stands that a block in the library at `root` has: in its front matter, else in the defaults
    of its folders.
    """
    source = _source(root, file)
    return source.place(path, key=key) if source else Place(file, 1, 1)


def block_source(root: Path, file: str, text: str) -> BlockSource:
    """The front matter of a block's file, given its text. Raises UserFault where it has none."""
    folder = PurePath(os.path.relpath(file, root)).parent.as_posix()
    return BlockSource(split_front_matter(text, file), file, lambda: default_sources(root, folder))


def _source(root: Path, file: str) -> BlockSource | None:
    """The front matter of a block's file; None where it was changed since the library was read."""
    try:
        return block_source(root, file, file_text(root, os.path.relpath(file, root)))
    except UserFault:
        return None
