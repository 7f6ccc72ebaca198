"""Which typefaces this computer has, and in which files. Fontconfig tells folders; their files are read.

What was found is kept in the cache folder until one of the folders changes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from salespack.system.cache import read_cached, write_cached
from salespack.system.environment import font_folders
from salespack.typography.fontfiles import FONT_FILES, BrokenFont, FontFace, faces_in

SECONDS = 20
MOST_FOLDERS = 5_000
INDEX = "installed-typefaces-2"


class _Index(msgspec.Struct, array_like=True):
    """All installed faces, as they were while the folders had these times (nanoseconds; 0: was not there)."""

    folders: dict[str, int]
    faces: tuple[FontFace, ...]


def installed_faces(cache: Path | None) -> tuple[FontFace, ...]:
    """Every face of every font file that is installed, by path. A file that cannot be read is left out."""
    roots, program = font_folders(), shutil.which("fc-list")
    key = hashlib.sha256("\0".join([program or "", *map(str, roots)]).encode()).hexdigest()[:16]
    name = f"{INDEX}-{key}"
    kept = read_cached(cache, name)
    if kept is not None:
        try:
            index = msgspec.msgpack.decode(kept, type=_Index)
        except msgspec.DecodeError:
            pass
        else:
            if all(_changed(folder) == time for folder, time in index.folders.items()):
                return index.faces
    listed = _asked(program) if program else set()
    folders = _with_folders_in(sorted({*map(str, roots), *[str(Path(path).parent) for path in listed]}))
    times = {folder: _changed(folder) for folder in folders}
    index = _Index(times, tuple(_faces_of(sorted(listed | set(_files_in(folders))))))
    write_cached(cache, name, msgspec.msgpack.encode(index))
    return index.faces


def _asked(program: str) -> set[str]:
    """The font files that fontconfig lists."""
    try:
        done = subprocess.run(  # noqa: S603 - the program that the system's path names, with fixed arguments
            [program, "--format", "%{file}\n"], capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return set()
    return {line for line in os.fsdecode(done.stdout).splitlines() if line.lower().endswith(FONT_FILES)}


def _with_folders_in(roots: Iterable[str]) -> list[str]:
    """The folders and all below them, each once."""
    seen: dict[str, None] = {}
    for root in roots:
        seen[root] = None
        for folder, _, _ in os.walk(root):
            if len(seen) >= MOST_FOLDERS:
                break
            seen[folder] = None
    return list(seen)


def _changed(folder: str) -> int:
    try:
        return Path(folder).stat().st_mtime_ns
    except OSError:
        return 0


def _files_in(folders: Iterable[str]) -> Iterator[str]:
    for folder in folders:
        try:
            with os.scandir(folder) as entries:
                paths = [entry.path for entry in entries if entry.name.lower().endswith(FONT_FILES)]
        except OSError:
            continue
        yield from paths


def _faces_of(paths: Iterable[str]) -> Iterator[FontFace]:
    for path in paths:
        try:
            yield from faces_in(Path(path))
        except BrokenFont:
            continue
