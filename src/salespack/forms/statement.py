"""One sentence, very large, a little above the middle, beside a bar in the accent. Pure geometry."""

from __future__ import annotations

from collections.abc import Sequence

from salespack.deck.model import Statement
from salespack.forms.arrangement import Draft, Measuring, Part, Words
from salespack.forms.grid import grid
from salespack.forms.ladder import Sizes
from salespack.graphics.boxes import Box

COLUMNS_WIDE = 10


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

    def parts(box: Box) -> list[Part]:
        inner = Box(left + bar + pad, box.y, width - bar - pad, box.cy)
        return [
            Part("Bar", Box(left, box.y, bar, box.cy), "rect", "solid", group=0, decorative=True),
            Part("Statement", inner, words=words, anchor="ctr", group=0),
        ]

    return Draft(needed, needed, parts)
