"""One sentence, very large, a little above the middle, beside a bar in the accent. Pure geometry."""

from __future__ import annotations

from collections.abc import Sequence

from salespack.deck.model import Statement
from salespack.forms.arrangement import Draft, Measuring, Part, Words
from salespack.forms.grid import grid
from salespack.forms.ladder import Sizes
from salespack.graphics.boxes import Box

COLUMNS_WIDE = 10
NEARLY = 50
"""The part of the width that letters may be wider elsewhere than where they were measured."""


def variants(node: Statement) -> Sequence[str]:
    """One."""
    return ("bar",)


def draft(node: Statement, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
    """The sentence in ten of twelve columns."""
    bar, pad = sizes.line * 6, sizes.space * 2
    left, width = grid(room).span(0, COLUMNS_WIDE)
    words = (Words(node.spans, sizes.statement, "text", strong="accent"),)
    taken = measure.taken(words, width - bar - pad)
    if taken.broken:
        return None
    needed = taken.height + 2 * sizes.space
    aside = width - bar - pad - _balanced(words, width - bar - pad, taken.height, measure)

    def parts(box: Box) -> list[Part]:
        inner = Box(left + bar + pad, box.y, width - bar - pad, box.cy)
        return [
            Part("Bar", Box(left, box.y, bar, box.cy), "rect", "solid", group=0, decorative=True),
            Part("Statement", inner, words=words, anchor="ctr", insets=(0, 0, aside, 0), group=0),
        ]

    return Draft(needed, needed, parts)


def _balanced(words: tuple[Words, ...], width: int, height: int, measure: Measuring) -> int:
    """The width at which the lines are about as long as each other, and as many; no word stands alone in the last."""
    least, most = width // 2, width
    while most - least > width // NEARLY:
        middle = (least + most) // 2
        taken = measure.taken(words, middle)
        if taken.broken or taken.height > height:
            least = middle
        else:
            most = middle
    return min(most + width // NEARLY, width)
