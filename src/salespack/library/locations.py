"""Places in files for rules about the whole library, which see no texts: read when a problem needs one."""

from __future__ import annotations

import os
from pathlib import PurePath

from salespack.formats.yaml import KeyPath, Source
from salespack.library.blocks import split_front_matter
from salespack.library.library import Library
from salespack.library.load import DEFAULTS_FILE, SETTINGS_FILE, VALUES_FILE, file_text
from salespack.problems.problem import Place, UserFault, shown_path
from salespack.system.paths import named_files


def text_of(library: Library, file: str) -> str:
    """The text of a file as problems name it. Raises UserFault."""
    return file_text(library.root, os.path.relpath(file, library.root))


def own_sources(library: Library) -> list[Source]:
    """The library's own files with words that pages show: its settings, values and people; those that can be read."""
    people = named_files(library.root / "people", "*.yaml")
    names = [SETTINGS_FILE, VALUES_FILE, *(f"people/{file.name}" for file in people)]
    found = []
    for name in names:
        try:
            found.append(Source(shown_path(library.root / name), file_text(library.root, name)))
        except UserFault:
            continue  # told by whoever reads the library
    return found


def front_place(library: Library, file: str, path: KeyPath, *, key: bool = False) -> Place:
    """Where a key's value stands in a block's front matter; its first line where the key comes from elsewhere."""
    try:
        parts = split_front_matter(text_of(library, file), file)
    except UserFault:
        return Place(file, 1, 1)
    return Source(file, parts.yaml, parts.yaml_line).place(path, key=key)


def said_place(library: Library, file: str, path: KeyPath) -> Place:
    """Where a key's value stands that a block has: in its front matter, else in the defaults of its folders."""
    own = front_place(library, file, path)
    try:
        parts = split_front_matter(text_of(library, file), file)
        if path[0] in (Source(file, parts.yaml, parts.yaml_line).load() or {}):
            return own
        inside = PurePath(os.path.relpath(file, library.root)).parent
        for folder in (inside, *inside.parents):  # the innermost that says it is the one that holds
            if (library.root / folder / DEFAULTS_FILE).is_file():
                name = (folder / DEFAULTS_FILE).as_posix()
                source = Source(shown_path(library.root / name), file_text(library.root, name))
                if path[0] in (source.load() or {}):
                    return source.place(path)
    except UserFault:
        return own  # changed since the library was read
    return own
