"""How far a long command is, for somebody who waits at a terminal."""

from __future__ import annotations

import sys

from salespack.cli.terminal import replaces_lines


class ProgressLine:
    """One line on a terminal's stderr, made from `form` with `what`, `done`, `total` and `share`; gone when it ends."""

    def __init__(self, form: str) -> None:
        self._form, self._shown, self._last = form, replaces_lines(sys.stderr), ""

    def __enter__(self) -> ProgressLine:
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
