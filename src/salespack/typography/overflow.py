"""How much of a text runs over its frame: the one measure that composing and the fit proof share."""

from __future__ import annotations

from collections.abc import Iterable

from salespack.graphics.lengths import POINT
from salespack.typography.text import Laid, Unproven

SHARE = 0.02
"""A text may be this much higher than its room. Of the last line that is the room under its letters, and the heights of
a font's lines differ by as much between programs."""
OF_ONE_LINE = 1 / 3
"""How much of a text's only line may stick out: half above the letters, half below, nobody sees it."""
WIDEST_GUESS = 135
"""By how many percent the widths of a typeface that is not known may be guessed too large: they are those of the widest
that stand in for others, and few are narrower than Garamond."""


def tolerance(room: int) -> int:
    """By how much (EMU) a text may be higher than its room: 2 % of it, at least a point."""
    return max(int(room * SHARE), POINT)


def surely_wide(length: int) -> int:
    """The length of lines at which guessed widths break a text into no more lines than it certainly has."""
    return length * WIDEST_GUESS // 100


def only_guessed(reasons: Iterable[Unproven]) -> bool:
    """Whether only the widths of letters are not known, so that `surely_wide` lines tell what is certain."""
    return all(one.why in ("typeface", "letters") for one in reasons)


def lines_over(laid: Laid, height: int) -> int:
    """How many lines of a text do not fit a frame of that height; 0 if all do.

    Of a single line only the letters must stay inside: the frame's insets may be used up.
    """
    if len(laid.lines) == 1:
        return int(laid.height * (1 - OF_ONE_LINE) > max(height, laid.room))
    return max(laid.over, 1) if laid.height > laid.room + tolerance(laid.room) else 0
