"""The ladder of text sizes and the least distances, relative to the slide's height, so that slides of any size look
alike.

Sizes are hundredths of a point, lengths EMU. Shares are those of the usual slide, 7.5 inches (540 points) high.
"""

from __future__ import annotations

from typing import NamedTuple

from salespack.graphics.lengths import CENTIPOINT, POINT, TEXT_INSETS

USUAL_HEIGHT = 540 * POINT
CAPTION = 1_000
"""Of sources and captions."""
BODY = (1_200, 1_400, 1_600, 1_800, 2_000, 2_400)
"""The six rungs of body text on the usual slide."""
LEAD_ABOVE = 2_800
"""What stands out from the body's highest rung."""
FIGURES = (2_000, 2_400, 2_800, 3_200, 3_600, 4_000, 4_800, 5_600, 6_600, 8_000)
SMALLER_CELLS = 200
"""By how much the text of cells may be smaller than the least size of text: cells hold words, not sentences."""
GAP = 182_880
"""The least space between two things: 0.2 inch."""
STATEMENTS = (2_400, 2_800, 3_200, 3_600, 4_000, 4_400)
QUOTES = (1_800, 2_000, *STATEMENTS)
RUNGS = len(BODY)
ABOVE_THE_BRAND = 2
"""By how many rungs text may be larger than the brand's own body, where brand.yaml does not say."""


class Sizes(NamedTuple):
    """The sizes that belong together at one rung: running text, what leads it, labels; large figures are of any size.

    `quotes` are those that somebody's words may have, the smallest first. `space` is the least distance between
    things, `line` the thickness of a rule, in EMU.
    """

    rung: int
    body: int
    lead: int
    label: int
    figures: tuple[int, ...]
    statement: int
    quotes: tuple[int, ...]
    space: int
    line: int


def effective_height(width: int, height: int) -> int:
    """The height by which the sizes on a slide are chosen: a narrow one counts as three quarters of its width high."""
    return min(height, width * 3 // 4)


def sized(size: int, height: int) -> int:
    """A size of the usual slide on one of another height (EMU), on a half point."""
    return max(round(size * height / USUAL_HEIGHT / 50) * 50, 50)


class Ladder:
    """The sizes for slides of one height (EMU) on a brand whose body is `own`; no text below `least` or above `most`.

    What is small beside the text, such as sources, is not below `smallest`. `gap` is the least space between two
    things, `inset` that at the sides of a cell, and half of it above and below.
    """

    def __init__(self, height: int, own: int, least: int, most: int | None = None, smallest: int = 0) -> None:
        self.scale, self._height = height / USUAL_HEIGHT, height
        self.gap, self.inset = round(GAP * self.scale), round(TEXT_INSETS[0] * self.scale)
        body = [self._sized(size) for size in BODY]
        self._body, self._least, self._smallest = body, least, smallest
        self.own = self.nearest(own)
        """The brand's own rung."""
        ceiling = min(self.own + ABOVE_THE_BRAND, RUNGS - 1)
        if most is not None:
            ceiling = max((rung for rung in range(RUNGS) if body[rung] <= most), default=0)
        self.lowest = min(next((rung for rung in range(RUNGS) if body[rung] >= least), RUNGS - 1), ceiling)
        self.highest = max(ceiling, self.lowest)

    def key(self) -> tuple[float, int, int, int, int]:
        """What the ladder depends on."""
        return self.scale, self._least, self._smallest, self.lowest, self.highest

    def size(self, rung: int) -> int:
        """The size of a rung, also where it is below the brand's least."""
        return self._body[rung]

    def body(self, rung: int) -> int:
        """The size of running text at a rung."""
        return max(self._body[rung], self._least)

    def at(self, rung: int) -> Sizes:
        """The sizes that belong to a rung."""
        body = self.body(rung)
        lead = max(self._body[rung + 1] if rung + 1 < RUNGS else self._sized(LEAD_ABOVE), body)
        label = max(self._body[max(rung - 1, 0)], min(self._least, body))
        figures = tuple(self._sized(size) for size in FIGURES)
        unit = round(self.scale * POINT)
        quotes = tuple(self._sized(size) for size in QUOTES)
        statement = self._sized(STATEMENTS[rung])
        return Sizes(rung, body, lead, label, figures, statement, quotes, 9 * unit, max(unit, CENTIPOINT))

    def nearest(self, size: int) -> int:
        """The rung whose size is nearest."""
        return min(range(RUNGS), key=lambda rung: (abs(self._body[rung] - size), rung))

    def caption(self) -> int:
        """The size of sources and captions."""
        return max(self._sized(CAPTION), self._smallest)

    def of_chart(self, rung: int) -> tuple[int, int]:
        """The sizes of a chart's labels and of its title; at the lowest rungs labels are smaller than running text."""
        return max(self._body[max(rung - 1, 0)], self._smallest), max(self._body[rung], self._smallest)

    def least_of_cells(self) -> int:
        """The least size of the text in cells."""
        return max(self._least - self._sized(SMALLER_CELLS), 50)

    def _sized(self, size: int) -> int:
        return sized(size, self._height)
