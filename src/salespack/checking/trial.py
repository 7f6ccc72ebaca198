"""What the check would find in files of a library, were they written: tried in a copy with those blocks alone."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from salespack.checking.check import CheckRequest, check_library
from salespack.library.library import Library
from salespack.problems.problem import Problem, shown_path
from salespack.system.temporary import temporary_folder


def problems_if_written(
    library: Library, files: Mapping[Path, str], blocks: frozenset[str], today: datetime.date
) -> tuple[Problem, ...]:
    """What is wrong in these files of these blocks, with the text that each is to have; places are in the library.

    Other blocks are left out of the copy, and what only all of them tell (near-duplicates, reach) with them.
    """
    root = library.root
    others = {
        Path(body.file).absolute()
        for block in library.blocks.values()
        if block.id not in blocks
        for body in block.bodies.values()
    }

    def passed_over(folder: str, names: Iterable[str]) -> list[str]:
        return [one for one in names if Path(folder).absolute() / one in others]

    with temporary_folder("trial") as name:
        copy = Path(name).resolve() / root.name
        shutil.copytree(root, copy, copy_function=_linked, ignore=passed_over)
        for path, text in files.items():
            target = copy / path.relative_to(root)
            target.unlink(missing_ok=True)  # it may be the library's own file
            target.write_text(text, "utf-8", newline="\n")
        written = tuple(copy / path.relative_to(root) for path in files)
        found = check_library(CheckRequest(library=copy, profiles=None, today=today, paths=written)).problems
        return tuple(_in_library(one, copy, root) for one in found)


def _linked(source: str, target: str) -> None:
    """The same file under another name, where the disk can; large decks are not copied."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _in_library(problem: Problem, copy: Path, root: Path) -> Problem:
    if problem.place is None:
        return problem
    file = Path(problem.place.file).absolute()
    if not file.is_relative_to(copy):
        return problem
    place = msgspec.structs.replace(problem.place, file=shown_path(root / file.relative_to(copy)))
    return msgspec.structs.replace(problem, place=place)
