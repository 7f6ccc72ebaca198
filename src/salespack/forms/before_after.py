"""Things as they were and as they are: three columns, the after larger and in the accent. Pure geometry.

An after of two lines is a figure and what it means: the figure stands out, what is said to it is text.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

import msgspec

from salespack.deck.model import BeforeAfter, Change
from salespack.forms.arrangement import Draft, Measuring, Part, Tone, Words
from salespack.forms.grid import grid
from salespack.forms.ladder import Sizes
from salespack.forms.rows import stacked
from salespack.graphics.boxes import Box

MOST_STRETCHED = 1.9
FIGURE = (1.3, 2)
"""How large a figure is, in sizes of what it means, where the ladder has one between."""
HEADS: tuple[Tone, Tone, Tone] = ("text", "on-panel", "on-solid")
SPANS = (((0, 3), (3, 4), (7, 5)), ((0, 4), (4, 3), (7, 5)), ((0, 4), (4, 4), (8, 4)))
"""The columns of the grid for the things, the before and the after: the first in which no word is broken."""


def variants(node: BeforeAfter) -> Sequence[str]:
    """One."""
    return ("rows",)


def draft(node: BeforeAfter, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
    """A header, and a row for each change; an arrow points from one to the other."""
    drafts = (_drafted(node, room, spans, sizes, measure) for spans in SPANS)
    return next((one for one in drafts if one is not None), None)


def _drafted(
    node: BeforeAfter, room: Box, spans: Sequence[tuple[int, int]], sizes: Sizes, measure: Measuring
) -> Draft | None:
    columns = grid(room)
    places = [columns.span(*span) for span in spans]
    pad, gap = sizes.space, sizes.space // 2
    widths = [places[0][1] - pad, places[1][1] - 2 * pad, places[2][1] - 2 * pad]
    heads = [(Words(head, sizes.body, ink, bold=True),) for head, ink in zip(node.header, HEADS, strict=True)]
    rows = [_texts(change, sizes) for change in node.rows]
    taken = [[measure.taken(words, width) for words, width in zip(row, widths, strict=True)] for row in (heads, *rows)]
    if any(one.broken for row in taken for one in row):
        return None
    needed = [max(one.height for one in row) + (2 * pad * 2 // 3 if at else pad) for at, row in enumerate(taken)]
    least = sum(needed) + gap * len(rows)
    top, body = needed[0], needed[1:]

    def parts(box: Box) -> list[Part]:
        found = []
        inside = (pad, 0, pad, 0)
        for at, (name, fill) in enumerate((("Header", None), ("Before", "panel"), ("After", "solid"))):
            if not node.header[at]:
                continue
            place = Box(places[at][0], box.y, places[at][1], top)
            insets = inside if fill else (0, 0, pad, 0)
            outline = "rect" if fill else "none"
            found.append(Part(name, place, outline, fill, heads[at], "ctr", insets, group=0))  # type: ignore[arg-type]
        rest = Box(box.x, box.y + top + gap, box.cx, box.cy - top - gap)
        lines = stacked(rest, body, gap)
        for number, (line, (label, before, after)) in enumerate(zip(lines, rows, strict=True), 1):
            boxes = [Box(left, line.y, width, line.cy) for left, width in places]
            found.append(Part("Change", boxes[0], words=label, anchor="ctr", insets=(0, 0, pad, 0), group=number))
            found.append(Part("Before", boxes[1], "rect", "panel", before, "ctr", inside, group=number))
            found.append(Part("After", boxes[2], "rect", "panel", after, "ctr", inside, group=number))
            wide = min(columns.gutter * 5 // 4, line.cy // 2)
            middle = boxes[2].x - columns.gutter // 2
            arrow = Box(middle - wide // 2, line.y + (line.cy - wide) // 2, wide, wide)
            found.append(Part("Arrow", arrow, "rightArrow", "solid", group=number, decorative=True))
        return found

    return Draft(least, int(least * MOST_STRETCHED), parts)


def _texts(change: Change, sizes: Sizes) -> tuple[tuple[Words, ...], tuple[Words, ...], tuple[Words, ...]]:
    return (
        (Words(change.label, sizes.body, "text", bold=True),),
        (Words(change.before, sizes.body, "on-panel"),),
        _after(change, sizes),
    )


def _after(change: Change, sizes: Sizes) -> tuple[Words, ...]:
    """What is there now; a figure larger than what it means, which is on the line below it."""
    figure = tuple(takewhile(lambda span: not span.text.startswith("\n"), change.after))
    means = change.after[len(figure) :]
    if not figure or not means:
        return (Words(change.after, sizes.lead, "accent-on-panel", bold=True),)
    first = msgspec.structs.replace(means[0], text=means[0].text.removeprefix("\n"))
    return (
        Words(figure, _size(sizes), "accent-on-panel", bold=True),
        Words((first, *means[1:]), sizes.body, "on-panel"),
    )


def _size(sizes: Sizes) -> int:
    least, most = (share * sizes.body for share in FIGURE)
    return next((one for one in sizes.figures if least <= one <= most), sizes.lead)
