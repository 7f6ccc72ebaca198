"""How far a long command is, for somebody who waits at a terminal."""

from __future__ import annotations

import sys

from salespack.cli.terminal import replaces_lines
from salespack.problems.printing import printable


class ProgressLine:
    """One line on a terminal's stderr, made from `form` with `what`, `done`, `total` and `share`; gone when it ends.

    `begin` is shown at once, until something is done.
    """

    def __init__(self, form: str, begin: str = "") -> None:
        self._form, self._begin, self._shown, self._last = form, printable(begin), replaces_lines(sys.stderr), ""

    def __enter__(self) -> ProgressLine:
        if self._shown and self._begin:
            sys.stderr.write(f"\r\033[2K{self._begin}")
            sys.stderr.flush()
            self._last = self._begin
        return self

    def __call__(self, what: str, done: int, total: int) -> None:
        """Shows that `done` of `total` are done."""
        if not self._shown:
            return
        line = self._form.format(what=what, done=done, total=total, share=done / max(total, 1))
        if line != self._last:
            sys.stderr.write(f"\r\033[2K{line}")
            sys.stderr.flush()
            self._last = line

    def __exit__(self, *_: object) -> None:
        if self._last:
            sys.stderr.write("\r\033[2K")
            sys.stderr.flush()
