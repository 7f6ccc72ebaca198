"""Things of one weight: as cards side by side, or as rows. Pure geometry."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from salespack.deck.model import Cards, Item, Span
from salespack.forms.arrangement import Draft, Measuring, Part, Words
from salespack.forms.grid import BROAD, COLUMNS, grid
from salespack.forms.growing import FULL
from salespack.forms.icons import icon_parts, icon_size
from salespack.forms.items import rows_of_items
from salespack.forms.ladder import Sizes
from salespack.forms.rows import equal_rows
from salespack.graphics.boxes import Box
from salespack.graphics.lengths import CENTIPOINT

ABREAST = {2: ("2",), 3: ("3",), 4: ("2x2",), 6: ("3x2",)}
"""The grids that so many cards fill without a hole."""
ROWS = "rows"
MOST_STRETCHED = 1.35
LARGEST_LEAD = 1.45
"""How many times as large as usual leads may be, where each has room for that on one line."""
NARROWEST, COMFORTABLE = 8, 14
"""The least width of a card's text, in sizes of it; and that from which it stands in a card rather than in a row."""


def variants(node: Cards) -> Sequence[str]:
    """Side by side where they fill a grid and say more than their leads; else in rows."""
    if any(item.text for item in node.items):
        return (*ABREAST.get(len(node.items), ()), ROWS)
    return (ROWS,)


def draft(node: Cards, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
    """Cards of one height in a grid of equal columns, with leads as large as there is room for; or rows."""
    if variant == ROWS:
        return rows_of_items(node.items, room, sizes, measure, "Card")
    for lead in [one for one in reversed(sizes.quotes) if sizes.lead < one <= LARGEST_LEAD * sizes.lead]:
        found = _cards(node, room, int(variant[0]), lead, sizes, measure, most_lines=1)
        if found is not None and found.needed <= FULL * room.cy:
            return found
    return _cards(node, room, int(variant[0]), sizes.lead, sizes, measure)


def _cards(
    node: Cards, room: Box, abreast: int, size: int, sizes: Sizes, measure: Measuring, most_lines: int | None = None
) -> Draft | None:
    """Cards with leads of a size, on so many lines at most."""
    down = ceil(len(node.items) / abreast)
    columns, span = grid(room), COLUMNS // abreast
    gap, pad, bar = columns.gutter, sizes.space * 3 // 2, sizes.line * 4
    texts = [_texts(item, size, sizes) for item in node.items]
    width = min(columns.span(at * span, span)[1] for at in range(abreast))
    taken = [measure.taken(words, width - 2 * pad) for words in texts]
    if any(one.broken for one in taken) or width - 2 * pad < NARROWEST * sizes.body * CENTIPOINT:
        return None
    if most_lines is not None:
        lines = measure.taken((Words((Span("\n".join("x" * most_lines)),), size, bold=True),), width).height
        if any(measure.taken(words[:1], width - 2 * pad).height > lines for words in texts):
            return None
    icon = icon_size((item.lead for item in node.items), size)
    above = icon + pad // 2 if icon else 0
    each = max(one.height for one in taken) + 2 * pad + bar + above
    needed = down * each + (down - 1) * gap

    def parts(box: Box) -> list[Part]:
        found = []
        for number, row in enumerate(equal_rows(box, down, gap)):
            for at, words in enumerate(texts[number * abreast : (number + 1) * abreast]):
                left, wide = columns.span(at * span, span)
                group = number * abreast + at
                found.append(Part("Bar", Box(left, row.y, wide, bar), "rect", "solid", group=group, decorative=True))
                ground = Box(left, row.y + bar, wide, row.cy - bar)
                found.append(
                    Part("Card", ground, "rect", "panel", words, "t", (pad, pad + above, pad, pad), group=group)
                )
                lead = node.items[group].lead
                found += icon_parts(lead, left + pad, row.y + bar + pad, icon, "accent-on-panel", group)
        return found

    tall = room.cx < BROAD * room.cy and width - 2 * pad < COMFORTABLE * sizes.body * CENTIPOINT
    return Draft(needed, int(needed * MOST_STRETCHED), parts, last_resort=tall)


def _texts(item: Item, size: int, sizes: Sizes) -> tuple[Words, ...]:
    lead = Words(item.lead, size, "accent-on-panel", bold=True)
    if not item.text:
        return (lead,)
    return lead, Words(item.text, sizes.body, "on-panel", before=sizes.space // 2)
