"""How much of a text runs over its frame: the one measure that composing and the fit proof share."""

from __future__ import annotations

from salespack.typography.text import Laid

POINT = 12_700
SHARE = 0.02
"""A text may be this much higher than its room. Of the last line that is the room under its letters, and the heights of
a font's lines differ by as much between programs."""
OF_ONE_LINE = 1 / 3
"""How much of a text's only line may stick out: half above the letters, half below, nobody sees it."""


def tolerance(room: int) -> int:
    """By how much (EMU) a text may be higher than its room: 2 % of it, at least a point."""
    return max(int(room * SHARE), POINT)


def lines_over(laid: Laid, height: int) -> int:
    """How many lines of a text do not fit a frame of that height; 0 if all do.

    Of a single line only the letters must stay inside: the frame's insets may be used up.
    """
    if len(laid.lines) == 1:
        return int(laid.height * (1 - OF_ONE_LINE) > max(height, laid.room))
    return max(laid.over, 1) if laid.height > laid.room + tolerance(laid.room) else 0
