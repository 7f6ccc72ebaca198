"""One figure with what it means, and points beside it. Pure geometry."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from salespack.deck.model import Number, Spans
from salespack.forms.arrangement import Draft, Measuring, Part, Tone, Words
from salespack.forms.grid import BROAD, grid
from salespack.forms.growing import FULL
from salespack.forms.items import rows_of_items
from salespack.forms.ladder import Sizes
from salespack.graphics.boxes import Box

PANEL, PLAIN, ABOVE = "panel", "plain", "above"
COLUMNS_WIDE = 4
"""Of twelve, for the figure beside its points."""
MOST_STRETCHED = 1.8
STANDING_OUT = 1.6
"""How many times as large as the body a figure is at least, where it has room for that."""


def variants(node: Number) -> Sequence[str]:
    """On a dark ground, or in the accent on the slide's own; above its points where it is too narrow beside them."""
    return (PANEL, PLAIN, ABOVE) if node.points else (PANEL, PLAIN)


def draft(node: Number, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
    """The figure at the left, as large as it fits on one line; its points in rows at the right."""
    columns = grid(room)
    beside = variant != ABOVE and bool(node.points)
    left, width = columns.span(0, COLUMNS_WIDE if beside else 12)
    pad = 0 if variant == PLAIN else sizes.space * 2 if beside or not node.points else sizes.space
    ink: Tone = "accent" if variant == PLAIN else "on-dark"
    label: Tone = "text" if variant == PLAIN else "on-dark"
    inner = width - 2 * pad

    def said(size: int) -> tuple[Words, ...]:
        figure = Words(node.figure, size, ink, bold=True)
        below = sizes.lead if size >= STANDING_OUT * sizes.lead else sizes.body
        return (figure, Words(node.label, below, label, before=sizes.space // 2)) if node.label else (figure,)

    fitting = [
        (words, taken.height + 2 * pad)
        for size in on_one_line([node.figure], sizes, inner, measure)
        if not (taken := measure.taken(words := said(size), inner)).broken
    ]
    if not fitting:
        return None
    right, wide = columns.span(COLUMNS_WIDE, 12 - COLUMNS_WIDE) if beside else (room.x, room.cx)
    rest: Draft | None = None
    if node.points:
        rest = rows_of_items(node.points, Box(right, room.y, wide, room.cy), sizes, measure, "Point")
        if rest is None:
            return None
    gap = sizes.space * 2 // 3
    free = FULL * room.cy - (0 if beside or rest is None else gap + rest.needed)
    words, own = next((one for one in fitting if one[1] <= free), fitting[-1])

    def parts(box: Box) -> list[Part]:
        high = box.cy if beside or rest is None else own + max(box.cy - own - gap - rest.most, 0)
        at, insets = Box(left, box.y, width, high), (pad, pad, pad, pad)
        if variant == PLAIN:
            figure = Part("Figure", at, words=words, anchor="ctr", group=0)
        else:
            figure = Part("Figure", at, "rect", "dark", words, "ctr", insets, group=0)
        if rest is None:
            return [figure]
        down = 0 if beside else high + gap
        return [figure, *map(_behind, rest.parts(Box(right, box.y + down, wide, box.cy - down)))]

    if rest is None:
        return Draft(own, int(own * MOST_STRETCHED), parts)
    if beside:
        narrow = room.cx < BROAD * room.cy
        return Draft(max(own, rest.needed), max(rest.most, own), parts, last_resort=narrow)
    return Draft(own + gap + rest.needed, own + gap + rest.most, parts)


def _behind(part: Part) -> Part:
    """A part of the points, in a group after that of the figure."""
    return msgspec.structs.replace(part, group=(part.group or 0) + 1)


def on_one_line(figures: Sequence[Spans], sizes: Sizes, width: int, measure: Measuring) -> list[int]:
    """The sizes in which each of the figures stands on one line and out from the body, the largest first."""
    wide = [
        size
        for size in reversed(sizes.figures)
        if all(measure.width((Words(spans, size, bold=True),)) <= width for spans in figures)
    ]
    return [size for size in wide if size >= STANDING_OUT * sizes.body] or wide[:1]
