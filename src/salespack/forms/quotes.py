"""What people said: one large, with a portrait or a mark beside it; two or three abreast, or in rows. Pure geometry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from salespack.deck.model import Quotes, Span, Voice
from salespack.forms.arrangement import Draft, Measuring, Part, Tone, Words
from salespack.forms.grid import COLUMNS, grid
from salespack.forms.growing import FULL
from salespack.forms.ladder import Sizes
from salespack.forms.portraits import named, shown_in
from salespack.forms.rows import stacked
from salespack.graphics.boxes import Box
from salespack.graphics.lengths import CENTIPOINT

LARGE, ABREAST, ROWS = "large", "abreast", "rows"
STANDING_OUT = 1.3
"""How many times as large as who said them words are at least, where they stand alone."""
SIGN = 2.6
"""The size of the sign beside them, in sizes of the words."""
ABOVE_LETTERS = 0.23
"""The room above capital letters in their line, in sizes of the text: the sign begins where the words do."""
MOST_STRETCHED, MOST_IN_ROWS = 1.5, 1.7
MOST_BESIDE = 1.8
"""How many times as large as usual words are at most, where several stand beside each other."""
SQUARE = 2.8
"""The side of a portrait beside a name, in sizes of its text."""
PORTRAIT_COLUMNS, MOST_OF_THE_HEIGHT = 3, 0.8


def variants(node: Quotes) -> Sequence[str]:
    """One alone is large; more stand side by side, or in rows where they are too long for that."""
    return (LARGE,) if len(node.items) == 1 else (ABREAST, ROWS)


def draft(node: Quotes, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
    """The quotes in one of the ways."""
    if variant == LARGE:
        return _large(node.items[0], node.mark, room, sizes, measure)
    return (_abreast if variant == ABREAST else _rows)(node.items, room, sizes, measure)


def _said(one: Voice, size: int, ink: Tone, gap: int, strong: Tone) -> tuple[Words, ...]:
    return tuple(
        Words(paragraph.spans, size, ink, before=gap if at else 0, strong=strong)
        for at, paragraph in enumerate(one.quote.paragraphs)
    )


def _who(one: Voice, size: int, ink: Tone) -> tuple[Words, ...]:
    return (Words(named(one.quote.attribution), size, ink),) if one.quote.attribution else ()


# --- one -------------------------------------------------------------------------------------------------------------


class _Alone(NamedTuple):
    """Words in one size: they with their height, who said them with the height of that and the gaps above it, the sign
    with its height and how far it stands above the words, and what all of it needs."""

    words: tuple[Words, ...]
    high: int
    who: tuple[Words, ...]
    signed: int
    sign: tuple[Words, ...]
    marked: int
    lifted: int
    needed: int


def _large(one: Voice, mark: str, room: Box, sizes: Sizes, measure: Measuring) -> Draft | None:
    """The words as large as they fit, and below them who said them; the portrait, or the sign, at the left."""
    columns, gap = grid(room), sizes.space * 3 // 2
    first = PORTRAIT_COLUMNS if one.picture is not None else 2 if mark else 0
    at, before = columns.span(0, max(first, 1))
    left, width = columns.span(first, COLUMNS - first)
    side = min(before, max(int(room.cy * MOST_OF_THE_HEIGHT), sizes.body * CENTIPOINT * 4)) if one.picture else 0
    who = _who(one, sizes.body, "text")
    below = measure.taken(who, width)
    signed = below.height + 2 * gap if who else 0
    fitting: list[_Alone] = []
    for size in reversed(sizes.quotes):
        words = _said(one, size, "text", gap, "accent")
        sign = (Words((Span(mark),), round(size * SIGN), "accent", bold=True),) if first == 2 else ()
        taken = measure.taken(words, width)
        own = measure.taken(sign, before) if sign else None
        if taken.broken or below.broken or (own is not None and own.broken) or size < STANDING_OUT * sizes.body:
            continue
        lifted = round(size * (SIGN - 1) * ABOVE_LETTERS) * CENTIPOINT if own is not None else 0
        marked = own.height if own is not None else 0
        needed = max(lifted + taken.height + signed, side, marked)
        fitting.append(_Alone(words, taken.height, who, signed, sign, marked, lifted, needed))
    if not fitting:
        return None
    found = next((each for each in fitting if each.needed <= FULL * room.cy), fitting[-1])

    def parts(box: Box) -> list[Part]:
        top = box.y + found.lifted + max(box.cy - found.lifted - found.high - found.signed, 0) // 2
        made: list[Part] = []
        if found.sign:
            upper = min(top - found.lifted, box.y + box.cy - found.marked)
            place = Box(at, upper, before, found.marked)
            made.append(Part("Sign", place, words=found.sign, group=0, decorative=True))
        made.append(Part("Quotation", Box(left, top, width, found.high), words=found.words, group=0))
        if found.who:
            under = top + found.high + gap
            rule = Box(left, under, columns.span(0, 1)[1], sizes.line * 3)
            made.append(Part("Rule", rule, "rect", "solid", group=0, decorative=True))
            made.append(Part("Who", Box(left, under + gap, width, found.signed - 2 * gap), words=found.who, group=0))
        if one.picture is not None:
            square = Box(at, box.y + (box.cy - side) // 2, side, side)
            made.append(shown_in(one.picture, square, sizes, 0))
        return made

    return Draft(found.needed, found.needed, parts)


# --- several ---------------------------------------------------------------------------------------------------------


class _Foot(NamedTuple):
    """Who said something, beside a square for their portrait: the text, the side of the square, the height of both."""

    who: tuple[Words, ...]
    side: int
    gap: int
    height: int
    sizes: Sizes

    def parts(self, one: Voice, place: Box, group: int) -> list[Part]:
        """The text behind the square, both in the middle of their height."""
        shift = self.side + self.gap if self.side else 0
        found = []
        if self.who:
            text = Box(place.x + shift, place.y, place.cx - shift, place.cy)
            found.append(Part("Who", text, words=self.who, anchor="ctr", group=group))
        if one.picture is not None:
            square = Box(place.x, place.y + (place.cy - self.side) // 2, self.side, self.side)
            found.append(shown_in(one.picture, square, self.sizes, group))
        return found


def _foot(one: Voice, width: int, sizes: Sizes, measure: Measuring) -> _Foot | None:
    """Who said something in a width; None where a word would be broken."""
    gap, side = sizes.space, round(sizes.body * CENTIPOINT * SQUARE) if one.picture is not None else 0
    who = _who(one, sizes.body, "on-panel")
    if not who:
        return _Foot(who, side, gap, side, sizes)
    taken = measure.taken(who, width - (side + gap if side else 0))
    return None if taken.broken else _Foot(who, side, gap, max(taken.height, side), sizes)


def _largest(
    items: Sequence[Voice],
    least: int,
    sizes: Sizes,
    width: int,
    measure: Measuring,
    whole: Callable[[Sequence[int]], int],
    room: int,
) -> tuple[list[tuple[Words, ...]], list[int], int] | None:
    """The words of all in the largest one size, from `least` on, at which the `whole` of their heights fits the room:
    they, their heights and the whole; in the least size where none does, None where that breaks a word."""
    last: tuple[list[tuple[Words, ...]], list[int], int] | None = None
    for size in (*[one for one in reversed(sizes.quotes) if least < one <= MOST_BESIDE * least], least):
        texts = [_said(one, size, "on-panel", sizes.space, "accent-on-panel") for one in items]
        taken = [measure.taken(words, width) for words in texts]
        if any(one.broken for one in taken):
            continue
        heights = [one.height for one in taken]
        last = texts, heights, whole(heights)
        if last[2] <= FULL * room:
            break
    return last


def _abreast(items: Sequence[Voice], room: Box, sizes: Sizes, measure: Measuring) -> Draft | None:
    """Panels of one height, with who said it at the foot of each."""
    columns, pad, bar = grid(room), sizes.space * 3 // 2, sizes.line * 4
    span = COLUMNS // len(items)
    inner = min(columns.span(at * span, span)[1] for at in range(len(items))) - bar - 2 * pad
    feet = [_foot(one, inner, sizes, measure) for one in items]
    if any(one is None for one in feet):
        return None
    foot = max(one.height for one in feet if one is not None)
    gap = pad if foot else 0
    around = gap + foot + 2 * pad
    found = _largest(items, sizes.lead, sizes, inner, measure, lambda heights: max(heights) + around, room.cy)
    if found is None:
        return None
    texts, _, needed = found

    def parts(box: Box) -> list[Part]:
        made = []
        for group, (one, words, own) in enumerate(zip(items, texts, feet, strict=True)):
            left, wide = columns.span(group * span, span)
            made.append(Part("Bar", Box(left, box.y, bar, box.cy), "rect", "solid", group=group, decorative=True))
            ground = Box(left + bar, box.y, wide - bar, box.cy)
            insets = (pad, pad, pad + wide - bar - 2 * pad - inner, pad + foot + gap)
            made.append(Part("Quote", ground, "rect", "panel", words, "t", insets, group=group))
            if own is not None and own.height:
                place = Box(ground.x + pad, box.y + box.cy - pad - foot, inner, foot)
                made += own.parts(one, place, group)
        return made

    return Draft(needed, int(needed * MOST_STRETCHED), parts)


def _rows(items: Sequence[Voice], room: Box, sizes: Sizes, measure: Measuring) -> Draft | None:
    """Rows, with who said it at the right of each."""
    columns, pad, gap, bar = grid(room), sizes.space, sizes.space * 2 // 3, sizes.line * 4
    signed = any(one.quote.attribution or one.picture for one in items)
    left, width = columns.span(0, 8 if signed else COLUMNS)
    right, wide = columns.span(8, COLUMNS - 8)
    inner, beside = width - bar - 2 * pad, wide - pad
    feet = [_foot(one, beside, sizes, measure) for one in items]
    if any(one is None for one in feet):
        return None
    beside_them = [own.height if own is not None else 0 for own in feet]

    def rows_for(heights: Sequence[int]) -> list[int]:
        return [max(one, foot) + 2 * pad for one, foot in zip(heights, beside_them, strict=True)]

    between = gap * (len(items) - 1)
    found = _largest(
        items, sizes.body, sizes, inner, measure, lambda heights: sum(rows_for(heights)) + between, room.cy
    )
    if found is None:
        return None
    texts, heights, least = found
    needed = rows_for(heights)

    def parts(box: Box) -> list[Part]:
        made = []
        rows = zip(stacked(box, needed, gap), items, texts, feet, strict=True)
        for group, (row, one, words, own) in enumerate(rows):
            made.append(Part("Bar", Box(left, row.y, bar, row.cy), "rect", "solid", group=group, decorative=True))
            ground = Box(left + bar, row.y, row.cx - bar, row.cy)
            insets = (pad, 0, max(ground.cx - pad - inner, 0), 0)
            made.append(Part("Quote", ground, "rect", "panel", words, "ctr", insets, group=group))
            if own is not None and own.height:
                made += own.parts(one, Box(right, row.y, beside, row.cy), group)
        return made

    return Draft(least, int(least * MOST_IN_ROWS), parts)
