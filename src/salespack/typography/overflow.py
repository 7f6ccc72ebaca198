"""How much of a text runs over its frame: the one measure that composing and the fit proof share."""

from __future__ import annotations

from salespack.typography.text import Laid

POINT = 12_700
SHARE = 0.02
"""A text may be this much higher than its room. Of the last line that is the room under its letters, and programs differ
by as much in the heights of a font's lines."""


def tolerance(room: int) -> int:
    """By how much (EMU) a text may be higher than its room: 2 % of it, at least a point."""
    return max(int(room * SHARE), POINT)


def lines_over(laid: Laid) -> int:
    """How many lines of a text do not fit its frame; 0 if all do."""
    return max(laid.over, 1) if laid.height > laid.room + tolerance(laid.room) else 0
