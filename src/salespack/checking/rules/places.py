"""Places in files for rules about the whole library, which see no texts: read when a problem needs one."""

from __future__ import annotations

import os

from salespack.checking.problems import Place, UserFault
from salespack.formats.yaml import KeyPath, Source
from salespack.library.blocks import split_front_matter
from salespack.library.load import file_text
from salespack.library.model import Library


def text_of(library: Library, file: str) -> str:
    """The text of a file as problems name it. Raises UserFault."""
    return file_text(library.root, os.path.relpath(file, library.root))


def front_place(library: Library, file: str, path: KeyPath, *, key: bool = False) -> Place:
    """Where a key's value stands in a block's front matter; its first line where the key comes from elsewhere."""
    try:
        parts = split_front_matter(text_of(library, file), file)
    except UserFault:
        return Place(file, 1, 1)
    return Source(file, parts.yaml, parts.yaml_line).place(path, key=key)
