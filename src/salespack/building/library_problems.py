"""What is wrong with the files of a library, each by itself. No block is rendered and no pack is matched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from salespack.building.outputs import Packing
from salespack.building.resources import Resources
from salespack.library.library import Library
from salespack.problems.problem import Problem, UserFault


def library_problems(library: Library, cache: Path | None) -> Iterator[Problem]:
    """The problems of blocks, packs and people, of the brand, and of the templates of outputs."""
    yield from library.all_problems()
    resources = Resources(library, cache)
    try:
        resources.brand  # noqa: B018 - opening it is the check
    except UserFault as fault:
        yield from fault.problems
    yield from Packing(resources).problems()
