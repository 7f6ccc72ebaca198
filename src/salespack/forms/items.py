"""Items in rows: a bar, what stands out, and what is said to it. Cards and the points of a number take this look."""

from __future__ import annotations

from collections.abc import Sequence

from salespack.deck.model import Item
from salespack.forms.arrangement import Draft, Measuring, Part, Words
from salespack.forms.grid import COLUMNS, grid
from salespack.forms.icons import icon_parts, icon_size
from salespack.forms.ladder import Sizes
from salespack.forms.rows import stacked
from salespack.graphics.boxes import Box

MOST_STRETCHED = 1.8
"""How many times as high as it must be a row is at most."""
LEAD_COLUMNS = (4, 5, 6)
"""Of twelve, for what stands out, where there is something said to it: the first in which no word is broken."""


def rows_of_items(items: Sequence[Item], room: Box, sizes: Sizes, measure: Measuring, name: str) -> Draft | None:
    """The items as rows in the width of `room`; None where a word would be broken."""
    said = any(item.text for item in items)
    drafts = (_rows(items, room, columns, sizes, measure, name) for columns in (LEAD_COLUMNS if said else (COLUMNS,)))
    return next((one for one in drafts if one is not None), None)


def _rows(
    items: Sequence[Item], room: Box, lead_columns: int, sizes: Sizes, measure: Measuring, name: str
) -> Draft | None:
    bar, pad, gap = sizes.line * 4, sizes.space, sizes.space * 2 // 3
    texts = [_texts(item, sizes) for item in items]
    said = lead_columns < COLUMNS
    left, width = grid(room).span(0, lead_columns)
    icon = icon_size((item.lead for item in items), sizes.body)
    before = icon + pad if icon else 0
    lead_width = width - bar - 2 * pad - before
    text_left = left + width if said else 0
    text_width = room.x + room.cx - text_left - pad if said else 0
    needed = []
    for lead, text in texts:
        taken = [measure.taken(lead, lead_width), *((measure.taken(text, text_width),) if text else ())]
        if any(one.broken for one in taken):
            return None
        needed.append(max(icon, *(one.height for one in taken)) + 2 * pad * 3 // 4)
    least = sum(needed) + gap * (len(items) - 1)

    def parts(box: Box) -> list[Part]:
        found = []
        for at, (row, (lead, text)) in enumerate(zip(stacked(box, needed, gap), texts, strict=True)):
            rest = row.cx - bar
            right = rest - lead_width - pad - before
            ground = Box(row.x + bar, row.y, rest, row.cy)
            found.append(Part("Bar", Box(row.x, row.y, bar, row.cy), "rect", "solid", group=at, decorative=True))
            insets = (pad + before, 0, max(right, 0), 0)
            found.append(Part(name, ground, "rect", "panel", lead, "ctr", insets, group=at))
            place = row.x + bar + pad, row.y + (row.cy - icon) // 2
            found += icon_parts(items[at].lead, *place, icon, "accent-on-panel", at)
            if text:
                inner = Box(text_left, row.y, text_width, row.cy)
                found.append(Part("Text", inner, words=text, anchor="ctr", group=at))
        return found

    return Draft(least, int(least * MOST_STRETCHED), parts)


def _texts(item: Item, sizes: Sizes) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    lead = (Words(item.lead, sizes.body, "on-panel", bold=bool(item.text), strong="accent-on-panel"),)
    text = (Words(item.text, sizes.body, "on-panel"),) if item.text else ()
    return lead, text
