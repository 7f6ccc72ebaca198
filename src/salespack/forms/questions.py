"""Questions with numbered discs, in large type over the full height. Pure geometry."""

from __future__ import annotations

from collections.abc import Sequence

from salespack.deck.model import Questions, Span
from salespack.forms.arrangement import Draft, Measuring, Part, Words
from salespack.forms.ladder import Sizes
from salespack.forms.rows import stacked
from salespack.graphics.boxes import Box
from salespack.graphics.lengths import CENTIPOINT

MOST_STRETCHED = 2.2
TO_WRITE = 3
"""The height of a line to write on, in the least distances between two things: hands write alike on all slides."""
DISC = (2.0, 1.6)
"""The diameter of a disc, in sizes of its text; the second where there is room to write below it."""


def variants(node: Questions) -> Sequence[str]:
    """One."""
    return ("discs",)


def draft(node: Questions, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
    """A row a question; with room for an answer, a line to write on below each."""
    size = sizes.lead
    lines = node.answers == "lines"
    disc, pad, gap = int(size * CENTIPOINT * DISC[lines]), sizes.space * 2, sizes.space * 2 // 3
    texts = [(Words(spans, size, "text", strong="accent"),) for spans in node.items]
    width = room.cx - disc - pad
    taken = [measure.taken(words, width) for words in texts]
    if any(one.broken for one in taken):
        return None
    room_to_write = TO_WRITE * sizes.space if lines else 0
    needed = [max(one.height, disc) + room_to_write for one in taken]
    least = sum(needed) + gap * (len(needed) - 1)

    def parts(box: Box) -> list[Part]:
        found = []
        for at, (row, words) in enumerate(zip(stacked(box, needed, gap), texts, strict=True)):
            high = row.cy - (row.cy * room_to_write // needed[at] if lines else 0)
            number = (Words((Span(str(node.start + at)),), sizes.body, "on-solid", bold=True, align="center"),)
            middle = row.y + (high - disc) // 2
            found.append(
                Part(
                    "Number",
                    Box(row.x, middle, disc, disc),
                    "ellipse",
                    "solid",
                    number,
                    "ctr",
                    group=at,
                    decorative=True,
                )
            )
            text = Box(row.x + disc + pad, row.y, width, high)
            found.append(Part("Question", text, words=words, anchor="ctr", group=at))
            if lines:
                rule = Box(text.x, row.y + row.cy - sizes.line, width, sizes.line)
                found.append(Part("Answer", rule, "rect", "rule", group=at, decorative=True))
        return found

    return Draft(least, int(least * MOST_STRETCHED), parts)
