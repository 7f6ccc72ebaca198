"""The difference of two figures in words of a language: with its sign, and that of two shares in percentage points."""

from __future__ import annotations

from salespack.language.phrases import words

MINUS = "\u2212"


def difference(change: float, figure: str, language: str, *, points: bool = False) -> str:
    """A change whose size is written as `figure`; `points` says that it is a count of percentage points."""
    sign = "+" if change > 0 else MINUS if change < 0 else "±"
    return sign + (words(language)["chart_points"].format(figure=figure) if points else figure)
