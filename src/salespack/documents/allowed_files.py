"""Which files of a library a PDF may be made with: those inside it, and of a sensible size. No reading here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.system.paths import real_path

MOST_BYTES = {"picture": 20_000_000, "font": 50_000_000}


def usable(kind: Literal["picture", "font"], files: Iterable[Path], library: Path | None) -> tuple[Path, ...]:
    """The real paths of `files`, links followed.

    `library` is the folder they must lie in; without it, each must lie in the folder where it stands. Raises UserFault
    (SP603) for all that lead outside it or are too large.
    """
    real: list[Path] = []
    problems: list[Problem] = []
    for file in files:
        resolved = real_path(file)
        if not resolved.is_relative_to(real_path(library or file.parent)):
            message, hint = f"the {kind} “{file.name}” lies outside the library", "copy it into the library"
        elif resolved.stat().st_size > MOST_BYTES[kind]:
            size = MOST_BYTES[kind] // 1_000_000
            message, hint = f"the {kind} “{file.name}” is larger than {size} MB", "save it smaller"
        else:
            real.append(resolved)
            continue
        problems.append(Problem(code="SP603", message=message, hint=hint, place=Place(shown_path(file))))
    if problems:
        raise UserFault(problems)
    return tuple(real)
