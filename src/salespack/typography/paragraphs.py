"""A paragraph broken into lines: which letters stand on each, and where from the left edge of the text. No heights."""

from __future__ import annotations

import re
from typing import NamedTuple

from salespack.typography.breaking import SOFT_HYPHEN, Segment, cluster_ends, segments
from salespack.typography.spans import Letters
from salespack.typography.text import LINE_BREAK, Paragraph

HYPHEN = "-"
"""Drawn where a line ends at a soft hyphen."""
BLANKS_INSIDE = re.compile(r"(?<=[^ ]) +(?=[^ ])")
"""Where a line may end in letters that stay together, such as those before a lone exclamation mark, if it must."""
LEAST_TAB = 1_000
"""EMU that a tab is at least wide, so that one at its own stop goes to the next."""
MOST_TABS = 1_000


class Row(NamedTuple):
    """A line: letters from `start` to `stop`, then blanks that hang up to `end`. `x` and `width` are EMU.

    `tabs` are the widths of tabs by their places. `broken` says that a line break ended it, `hard` that a word was
    divided because it is wider than a line, `hyphen` how wide the hyphen is that a soft hyphen became at its end.
    """

    start: int
    stop: int
    end: int
    x: float
    width: float
    tabs: dict[int, float]
    broken: bool
    hard: bool
    hyphen: float


def rows_of(letters: Letters, paragraph: Paragraph, first_x: float, left: float, limit: float | None) -> list[Row]:
    """The lines of a paragraph: the first begins at `first_x`, the others at `left`; `limit` is the right edge.

    Without a limit only line breaks end a line. A line holds at least one letter, however narrow it is.
    """
    filling = _Filling(letters, paragraph, first_x, left, limit)
    for segment in segments(letters.text):
        if segment.kind == LINE_BREAK:
            filling.close(segment.end, broken=True)
        elif segment.kind == "\t":
            filling.tab(segment)
        else:
            filling.word(segment)
    filling.close(len(letters.text))
    return filling.rows


class _Filling:
    """The line that is being filled: `x` is where the next letter goes, `visible` the end of the last that shows."""

    __slots__ = (
        "_left",
        "_letters",
        "_limit",
        "_paragraph",
        "_row_x",
        "_start",
        "_stop",
        "_tabs",
        "_visible",
        "_x",
        "rows",
    )

    def __init__(
        self, letters: Letters, paragraph: Paragraph, first_x: float, left: float, limit: float | None
    ) -> None:
        self.rows: list[Row] = []
        self._letters, self._paragraph, self._left = letters, paragraph, left
        self._limit = float("inf") if limit is None else limit
        self._x = self._row_x = self._visible = first_x
        self._start = self._stop = 0
        self._tabs: dict[int, float] = {}

    def word(self, segment: Segment) -> None:
        """Letters that stay together, with the blanks after them."""
        start, stop, end, kind = segment
        width = self._letters.width(start, stop)
        needed = width + self._hyphen(stop) if kind == SOFT_HYPHEN else width
        if self._x + needed > self._limit:
            if start > self._start:
                self.close(start)
            if self._x + needed > self._limit:
                if blanks := BLANKS_INSIDE.search(self._letters.text, start, stop):
                    self.word(Segment(start, *blanks.span(), ""))
                    self.word(Segment(blanks.end(), stop, end, kind))
                    return
                self._by_letters(start, stop)
                width = 0.0
        self._x += width
        if stop > start:
            self._stop, self._visible = stop, self._x
        if end > stop:
            self._x += self._letters.width(stop, end)

    def _by_letters(self, start: int, stop: int) -> None:
        """A word that is wider than a line: as many of its letters as fit, and so on."""
        at = start
        for end in cluster_ends(self._letters.text[start:stop]):
            width = self._letters.width(at, start + end)
            if self._x + width > self._limit and at > self._start:
                self.close(at, hard=True)
            at = start + end
            self._x += width
            self._stop, self._visible = at, self._x

    def tab(self, segment: Segment) -> None:
        """Goes on at the next tab stop; what stands behind a stop that is not a left one is moved to it."""
        at, align = self._next_stop()
        if align != "l":
            chunk = self._until_next_tab(segment.end, decimal=align == "dec")
            at = max(at - (chunk / 2 if align == "ctr" else chunk), self._x)
        at = max(min(at, self._limit), self._x)
        self._tabs[segment.start] = at - self._x
        self._x = at

    def _next_stop(self) -> tuple[float, str]:
        """The stop after where the line is: one that is set, the hanging indent, else the next default one."""
        least = self._x + LEAST_TAB
        stops = [(tab.at, tab.align) for tab in self._paragraph.tabs[:MOST_TABS] if tab.at >= least]
        if self._left >= least:
            stops.append((round(self._left), "l"))
        if stops:
            return min(stops, key=lambda stop: stop[0])
        step = max(self._paragraph.default_tab, LEAST_TAB)
        return (least // step + (least % step > 0)) * step, "l"

    def _until_next_tab(self, start: int, *, decimal: bool) -> float:
        """How wide the text is up to the next tab, line break or (for decimal stops) decimal sign."""
        text = self._letters.text
        ends = "\t\v\n\r\u2028\u2029" + (".," if decimal else "")
        end = next((at for at in range(start, len(text)) if text[at] in ends), len(text))
        return self._letters.width(start, end)

    def _hyphen(self, stop: int) -> float:
        """The width of a hyphen in the look of the letter before `stop`."""
        span, _, _ = next(self._letters.between(stop - 1, stop))
        return span.face.advance(HYPHEN) * span.scale

    def close(self, end: int, *, broken: bool = False, hard: bool = False) -> None:
        """Ends the line; the next begins with the letter at `end`."""
        hyphen = 0.0
        text = self._letters.text
        if end < len(text) and not broken and end > self._start and text[end - 1] == SOFT_HYPHEN:
            hyphen = self._hyphen(end)
            hyphen = hyphen if self._visible + hyphen <= self._limit else 0.0
        width = self._visible - self._row_x + hyphen
        self.rows.append(
            Row(self._start, self._stop, end, self._row_x, width, self._tabs, broken, hard, hyphen)
        )  # fmt: skip
        self._start = self._stop = end
        self._x = self._row_x = self._visible = self._left
        self._tabs = {}
