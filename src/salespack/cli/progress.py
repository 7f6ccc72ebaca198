"""How far a command is, for somebody who waits at a terminal: one line, which all commands that may take long show."""

from __future__ import annotations

import shutil
import sys

from salespack.cli.terminal import replaces_lines
from salespack.problems.printing import printable

READING, READING_PROFILES = "reading the library", "reading profiles"
"""What most of them begin with."""
CLEARED = "\r\033[2K"


class ProgressLine:
    """One line on a terminal's stderr, of what is done and how far; elsewhere nothing is shown.

    `begin` is shown at once, when the `with` begins, and the last line is gone when it ends. Whoever writes something
    meanwhile takes it away before (`clear`).
    """

    def __init__(self, begin: str, done: int = 1, total: int = 1) -> None:
        self._begin = begin, done, total
        self._shown, self._last = replaces_lines(sys.stderr), ""

    def __enter__(self) -> ProgressLine:
        self(*self._begin)
        return self

    def __call__(self, what: str, done: int = 1, total: int = 1) -> None:
        """Shows what is done, and how many of how many; of one thing alone just what."""
        if not self._shown:
            return
        counted = f"{what}: {done:,} of {total:,}" if total > 1 else what
        line = printable(counted)[: shutil.get_terminal_size().columns - 1]
        if line != self._last:
            self._write(f"{CLEARED}{line}")
            self._last = line

    def clear(self) -> None:
        """Takes the line away, until more is done."""
        if self._last:
            self._write(CLEARED)
            self._last = ""

    def __exit__(self, *_: object) -> None:
        self.clear()

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
