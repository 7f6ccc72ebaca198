"""What happens next: large steps with who does them and when, and on a dark band what is asked for. Pure geometry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from salespack.deck.model import Action, Next, Span
from salespack.forms.arrangement import Draft, Measuring, Part, Words
from salespack.forms.grid import COLUMNS, grid
from salespack.forms.growing import FULL
from salespack.forms.ladder import Sizes
from salespack.forms.rows import stacked
from salespack.graphics.boxes import Box
from salespack.graphics.lengths import CENTIPOINT

ABREAST, ROWS = "abreast", "rows"
MOST_ABREAST = 4
NARROWEST = 8
"""The least width of a step's text, in sizes of it."""
DISC = 2.0
"""The diameter of a disc, in sizes of its text."""
SHARES = (2, 3, 4)
"""Of twelve, for when and for who, each: the first in which they stand on one line, else the last that there is."""
MOST_STRETCHED, MOST_IN_ROWS = 1.4, 1.6
ASKED_COLUMNS = 8
"""Of twelve, for what is asked for, beside whom to call."""
LARGER = ((1.7, 2), (1.45, 4))
"""How many times as large as usual what is done may be, where there is room for that on so many lines."""
LARGEST_ASK = 3
"""How many rungs of quotes what is asked for may stand above the least."""


def variants(node: Next) -> Sequence[str]:
    """Side by side; in rows where they are too many or too long for that."""
    return (ABREAST, ROWS) if len(node.items) <= MOST_ABREAST else (ROWS,)


class _Side(NamedTuple):
    """Where what is asked for may stand in the band: from its left, how wide, and what stands below it."""

    left: int
    width: int
    below: tuple[Words, ...]


class _Band(NamedTuple):
    """The dark band: its texts with their places from the left, and its height; nothing where nothing is asked for."""

    texts: tuple[tuple[str, tuple[Words, ...], int, int], ...] = ()
    height: int = 0
    pad: int = 0

    def parts(self, box: Box, group: int) -> list[Part]:
        """The ground with what is asked for on it, and whom to call."""
        if not self.texts:
            return []
        name, words, left, width = self.texts[0]
        insets = (left, self.pad, box.cx - left - width, self.pad)
        found = [Part(name, box, "rect", "dark", words, "ctr", insets, group=group)]
        for name, words, left, width in self.texts[1:]:
            found.append(Part(name, Box(box.x + left, box.y, width, box.cy), words=words, anchor="ctr", group=group))
        return found


def draft(node: Next, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
    """The steps in one of the ways, and the band below them."""
    band = _band(node, room, sizes, measure)
    if band is None:
        return None
    gap = sizes.space * 3 // 2 if band.texts else 0
    left = Box(room.x, room.y, room.cx, max(room.cy - band.height - gap, 0))
    steps = (_abreast if variant == ABREAST else _rows)(node, left, sizes, measure)
    if steps is None:
        return None
    below = band.height + gap

    def parts(box: Box) -> list[Part]:
        upper = Box(box.x, box.y, box.cx, box.cy - below)
        foot = Box(box.x, box.y + box.cy - band.height, box.cx, band.height)
        return [*steps.parts(upper), *band.parts(foot, len(node.items))]

    return Draft(steps.needed + below, steps.most + below, parts)


def _band(node: Next, room: Box, sizes: Sizes, measure: Measuring) -> _Band | None:
    """What is asked for, as large as it stands on one line, and whom to call at its right or, where it is then larger,
    below it; on two lines where it is too long for one. None where a word of it would be broken."""
    pad = sizes.space * 3 // 2
    if not node.ask and not node.contact:
        return _Band()
    columns = grid(Box(0, 0, room.cx, 0))
    contact = (Words(node.contact, sizes.body, "on-dark"),) if node.contact else ()
    if not node.ask:
        taken = measure.taken(contact, room.cx - 2 * pad)
        return (
            None
            if taken.broken
            else _Band((("Contact", contact, pad, room.cx - 2 * pad),), taken.height + 2 * pad, pad)
        )
    right, beside = columns.span(ASKED_COLUMNS, COLUMNS - ASKED_COLUMNS)
    called = measure.taken(contact, beside - pad) if contact else None
    under = called is not None and called.broken  # too wide for its column: it stands below
    below = tuple(msgspec.structs.replace(one, before=sizes.space) for one in contact)
    whole = _Side(pad, room.cx - 2 * pad, below)
    left, wide = columns.span(0, ASKED_COLUMNS)
    sides = [whole] if under or not contact else [_Side(left + pad, wide - pad, ()), whole]
    least = sizes.lead
    larger = (*reversed([one for one in sizes.quotes if one > least][:LARGEST_ASK]), least)
    for lines, size, side in ((lines, size, side) for lines in (1, 2, 0) for size in larger for side in sides):
        ask = (Words(node.ask, size, "on-dark", bold=True),)
        taken, both = measure.taken(ask, side.width), measure.taken((*ask, *side.below), side.width)
        most = measure.taken((Words((Span("\n".join("x" * lines)),), size, bold=True),), side.width).height
        if both.broken or (lines and taken.height > most):
            continue
        beneath = side.below or called is None
        height = max(both.height, 0 if beneath or called is None else called.height) + 2 * pad
        texts = [("Ask", (*ask, *side.below), side.left, side.width)]
        if not beneath:
            texts.append(("Contact", contact, right, beside - pad))
        return _Band(tuple(texts), height, pad)
    return None


def _number(at: int, place: Box, group: int) -> Part:
    size = round(place.cx / CENTIPOINT / DISC / 50) * 50
    words = (Words((Span(str(at)),), size, "on-solid", bold=True, align="center"),)
    return Part("Number", place, "ellipse", "solid", words, "ctr", group=group, decorative=True)


def _abreast(node: Next, room: Box, sizes: Sizes, measure: Measuring) -> Draft | None:
    """Panels of one height, what is done in them as large as it fits."""
    for size in [one for one in reversed(sizes.quotes) if one > sizes.lead]:
        lines = max((lines for share, lines in LARGER if size <= share * sizes.lead), default=0)
        found = _panels(node, room, size, sizes, measure, most_lines=lines) if lines else None
        if found is not None and found.needed <= FULL * room.cy:
            return found
    return _panels(node, room, sizes.lead, sizes, measure)


def _panels(
    node: Next, room: Box, size: int, sizes: Sizes, measure: Measuring, most_lines: int | None = None
) -> Draft | None:
    """The number with when beside it, what is done in `size`, and at the foot who does it."""
    columns, pad, items = grid(room), sizes.space * 3 // 2, node.items
    count, disc = len(items), round(min(size * sizes.body / sizes.lead, sizes.lead) * CENTIPOINT * DISC)
    step = (columns.cx + columns.gutter) / count
    width = int(step) - columns.gutter
    inner, beside = width - 2 * pad, width - 2 * pad - disc - sizes.space
    whens = [(Words(one.when, sizes.body, "accent-on-panel", bold=True),) if one.when else () for one in items]
    whats = [_what(one, size, sizes) for one in items]
    whos = [(Words(one.who, sizes.body, "on-panel"),) if one.who else () for one in items]
    heads = [measure.taken(words, beside) for words in whens if words]
    texts = [measure.taken(words, inner) for words in whats]
    feet = [measure.taken(words, inner) for words in whos if words]
    if any(one.broken for one in (*heads, *texts, *feet)) or inner < NARROWEST * sizes.lead * CENTIPOINT:
        return None
    if most_lines is not None:
        lines = measure.taken((Words((Span("\n".join("x" * most_lines)),), size, bold=True),), inner).height
        if any(measure.taken(words[:1], inner).height > lines for words in whats):
            return None
    head = max([disc, *(one.height for one in heads)])
    foot = max((one.height for one in feet), default=0)
    rule = sizes.line if foot else 0
    below = foot + rule + sizes.space if foot else 0
    needed = head + sizes.space + max(one.height for one in texts) + (sizes.space + below if foot else 0) + 2 * pad

    def parts(box: Box) -> list[Part]:
        found = []
        for group, (when, what, who) in enumerate(zip(whens, whats, whos, strict=True)):
            left = round(columns.x + group * step)
            wide = round(columns.x + (group + 1) * step) - columns.gutter - left
            under = head + sizes.space
            insets = (pad, pad + under, pad + wide - 2 * pad - inner, pad + below)
            top = box.y + pad
            found.append(_number(node.start + group, Box(left + pad, top + (head - disc) // 2, disc, disc), group))
            ground = Part("Action", Box(left, box.y, wide, box.cy), "rect", "panel", what, "t", insets, group=group)
            found.insert(len(found) - 1, ground)
            if when:
                place = Box(left + pad + disc + sizes.space, top, beside, head)
                found.append(Part("When", place, words=when, anchor="ctr", group=group))
            if who:
                end = box.y + box.cy - pad - foot
                line = Box(left + pad, end - sizes.space - rule, inner, rule)
                found.append(Part("Rule", line, "rect", "solid", group=group, decorative=True))
                found.append(Part("Who", Box(left + pad, end, inner, foot), words=who, group=group))
        return found

    return Draft(needed, max(int(needed * MOST_STRETCHED), needed), parts)


def _what(one: Action, size: int, sizes: Sizes) -> tuple[Words, ...]:
    what = Words(one.what, size, "on-panel", bold=True)
    return (what, Words(one.text, sizes.body, "on-panel", before=sizes.space // 2)) if one.text else (what,)


def _rows(node: Next, room: Box, sizes: Sizes, measure: Measuring) -> Draft | None:
    """Rows: the number, what is done, who does it, and when; with as much room for what is done as the others leave."""
    drafts = (_rows_in(node, room, share, sizes, measure) for share in SHARES)
    return next((one for one in drafts if one is not None), None)


def _rows_in(node: Next, room: Box, share: int, sizes: Sizes, measure: Measuring) -> Draft | None:
    columns, pad, gap, items = grid(room), sizes.space, sizes.space * 2 // 3, node.items
    disc = round(sizes.body * CENTIPOINT * DISC)
    left = disc + 2 * pad
    whens, whos = any(one.when for one in items), any(one.who for one in items)
    wide = COLUMNS - share * (whens + whos)
    inner = columns.span(0, wide)[1] - left - pad
    at_when, width = columns.span(wide, share)
    at_who, _ = columns.span(COLUMNS - share, share)
    needed, rows = [], []
    for one in items:
        lead = Words(one.what, sizes.body, "on-panel", bold=True)
        what = (lead, Words(one.text, sizes.body, "on-panel")) if one.text else (lead,)
        when = (Words(one.when, sizes.body, "accent-on-panel", bold=True),) if one.when else ()
        who = (Words(one.who, sizes.body, "on-panel"),) if one.who else ()
        cells = [("When", at_when, when), ("Who", at_who, who)]
        beside = [measure.taken(words, width - pad) for _, _, words in cells if words]
        if share < SHARES[-1] and any(measure.width(words) > width - pad for _, _, words in cells if words):
            return None
        taken = [measure.taken(what, inner), *beside]
        if any(each.broken for each in taken):
            return None
        needed.append(max([disc, *(each.height for each in taken)]) + 2 * pad * 3 // 4)
        rows.append((what, cells))
    least = sum(needed) + gap * (len(items) - 1)

    def parts(box: Box) -> list[Part]:
        found = []
        for group, (row, (what, cells)) in enumerate(zip(stacked(box, needed, gap), rows, strict=True)):
            insets = (left, 0, max(row.cx - left - inner, 0), 0)
            found.append(Part("Action", row, "rect", "panel", what, "ctr", insets, group=group))
            place = Box(row.x + pad, row.y + (row.cy - disc) // 2, disc, disc)
            found.append(_number(node.start + group, place, group))
            for name, x, words in cells:
                if words:
                    cell = Box(x, row.y, width - pad, row.cy)
                    found.append(Part(name, cell, words=words, anchor="ctr", group=group))
        return found

    return Draft(least, int(least * MOST_IN_ROWS), parts)
