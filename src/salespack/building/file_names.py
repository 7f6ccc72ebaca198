"""What outputs are called in the pack's folder: names that customers may see and that every system can have."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath

import msgspec

from salespack.system.paths import comparable, file_name

LONGEST_PATH = 235
"""Letters of a whole path, counted in UTF-16. Windows takes 259: a number and a day may come behind a name later."""
LONGEST_NAME = 220
"""Bytes of a name alone, in UTF-8. File systems take 255: the marks of an open file come in front of a name too."""
SHORTEST_PART = 8
"""Letters that are left of each part of a name, in whatever folder; where these are too many, the disk says so."""
BETWEEN = " - "


class NamedFile(msgspec.Struct, frozen=True):
    """What the path of an output is made of: its folder in the pack's, the parts of its name, and how it ends."""

    folder: str
    parts: tuple[str, ...]
    ending: str


def named_paths(
    files: Mapping[str, NamedFile], folder: Path, language: str, taken: Collection[str] = ()
) -> dict[str, str]:
    """The paths in the pack's `folder` of the outputs `files`, by their names in the pack; no two are the same.

    `taken` are those of what was built in other languages: what would lie there is marked by its `language`. Of outputs
    that have a folder of their own (`preview/…`), the folder is.
    """
    others = {comparable(path) for path in taken}
    above = {str(parent) for path in others for parent in PurePosixPath(path).parents}
    length = _letters(str(folder.absolute()))
    paths: dict[str, str] = {}
    given: set[str] = set()
    for name, file in files.items():
        if "/" in name:
            mark = f" ({language})" if comparable(file.folder) in above else ""
            path = f"{file.folder}{mark}/{BETWEEN.join(file.parts)}{file.ending}"
        else:
            path, number = _shortened(file, file.ending, length), 2
            mark = f" ({language})" if comparable(path) in others else ""
            if mark:
                path = _shortened(file, f"{mark}{file.ending}", length)
            while comparable(path) in given | others:
                path, number = _shortened(file, f", {number}{mark}{file.ending}", length), number + 1
        given.add(comparable(path))
        paths[name] = path
    return paths


def _shortened(file: NamedFile, ending: str, length: int) -> str:
    """The path with a name that can be written in a folder whose path has that length; the longest part is cut."""
    parts = [file_name(part) for part in file.parts]
    while True:
        name = f"{BETWEEN.join(parts)}{ending}"
        path = f"{file.folder}/{name}"
        fits = length + 1 + _letters(path) <= LONGEST_PATH and len(name.encode()) <= LONGEST_NAME
        longest = max(range(len(parts)), key=lambda number: len(parts[number].encode()))
        if fits or len(parts[longest]) <= SHORTEST_PART:
            return path
        parts[longest] = parts[longest][:-1].rstrip(". ")


def _letters(path: str) -> int:
    """How long a path is to Windows: its letters in UTF-16."""
    return len(path.encode("utf-16-le", "surrogatepass")) // 2
