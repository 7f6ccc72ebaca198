"""How far long work is: told by whoever does it, to whoever waits; or to nobody."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Told what is done, how many are done, of how many: “checking blocks”, 12, 400."""


def no_progress(what: str, done: int, total: int) -> None:
    """Tells nobody."""
