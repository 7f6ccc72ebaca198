"""What a check found: the report that every format prints, and the lines that problems point at."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import msgspec

from salespack.formats.text_files import read_text
from salespack.problems.problem import Place, Problem, Severity, UserFault


class CheckReport(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The outcome of a check.

    `problems` are sorted by file, line and column. `files` counts the files that were read, `profiles` the real ones
    among them; `renderings` those that the result stands for, `rendered` those that had to be made now. `off` counts
    problems switched off, `accepted` those of the baseline. Lines of `private` files are never shown.
    """

    root: Path
    problems: tuple[Problem, ...] = ()
    files: tuple[str, ...] = ()
    blocks: int = 0
    packs: int = 0
    profiles: int = 0
    renderings: int = 0
    rendered: int = 0
    off: int = 0
    accepted: int = 0
    private: frozenset[str] = frozenset()

    def count(self, severity: Severity) -> int:
        """How many problems are of a severity."""
        return sum(problem.severity is severity for problem in self.problems)

    @cached_property
    def lines(self) -> Lines:
        """The lines that the problems point at."""
        return Lines(self.private)


class Lines:
    """Lines of files, read when asked for; of private files none."""

    def __init__(self, private: Iterable[str]) -> None:
        self._private = frozenset(private)
        self._known: dict[str, list[str]] = {}

    def at(self, place: Place | None) -> str | None:
        """The line at a place, without its end; None where there is none to show."""
        if place is None or place.line is None or place.file in self._private:
            return None
        lines = self._known.get(place.file)
        if lines is None:
            lines = self._known[place.file] = _lines_of(Path(place.file))
        return lines[place.line - 1] if 1 <= place.line <= len(lines) else None


def _lines_of(path: Path) -> list[str]:
    try:
        text = read_text(path)
    except UserFault:
        return []
    return [] if "\x00" in text else text.split("\n")
