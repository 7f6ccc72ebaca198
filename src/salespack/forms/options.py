"""Options side by side: a grid of cells, the offered one lit, with signs, and the price large. Pure geometry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

import msgspec

from salespack.deck.model import Cell, Options, Span, text_of
from salespack.forms.arrangement import Draft, Measuring, Part, Tone, Words
from salespack.forms.grid import COLUMNS
from salespack.forms.growing import FULL
from salespack.forms.ladder import Sizes
from salespack.forms.rows import unequal_rows
from salespack.graphics.boxes import Box
from salespack.typography.widths import SIGNS_FACE

SIGNS: Mapping[str, str] = {"yes": "✓", "partly": "◐", "no": "–"}
WIDE, NARROW = "columns", "narrow"
LABEL_COLUMNS: Mapping[str, Mapping[int, float]] = {WIDE: {1: 5, 2: 4, 3: 3, 4: 3}, NARROW: {1: 4, 2: 3, 3: 2.5, 4: 2}}
"""Of twelve, for what the options are compared by, by how many there are."""
SIGN = 1.3
"""How large a sign is, in sizes of what leads."""
MOST_STRETCHED = 1.9
LARGEST_PRICE = 5
"""How many of the sizes of figures a price may have, from the smallest."""


def variants(node: Options) -> Sequence[str]:
    """With room around the texts; without, where long words need that."""
    return WIDE, NARROW


def draft(node: Options, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
    """A row of heads, one for each feature, and the price; a part is a cell."""
    pad = sizes.space if variant == WIDE else sizes.space // 2
    if variant == NARROW:
        sizes = sizes._replace(lead=sizes.body, body=sizes.label)
    rows = len(node.rows)
    last = rows if node.price else rows + 1
    texts = [_heads(node, sizes), *(_row(node, number, 0, sizes) for number in range(1, rows + 1))]
    least = [max(_longest(row[at], measure) for row in texts) + 2 * pad for at in range(len(node.header))]
    whole = [max(measure.width(row[at]) for row in texts) + 2 * pad for at in range(len(node.header))]
    ends = _columns(room, least, whole, LABEL_COLUMNS[variant].get(len(node.header) - 1, 2))
    if ends is None:
        return None
    widths = [right - left - 2 * pad for left, right in pairwise(ends)]
    if node.price:
        texts[-1] = _row(node, rows, _price_size(node, widths, sizes, measure), sizes)
    taken = [[measure.taken(words, width) for words, width in zip(row, widths, strict=True)] for row in texts]
    if any(one.broken for row in taken for one in row):
        return None
    needed = [max(one.height for one in row) + pad for row in taken]
    features = needed[1:last]
    if features and sum(needed) + sum(max(features) - one for one in features) <= FULL * room.cy:
        needed[1:last] = [max(features)] * len(features)

    def parts(box: Box) -> list[Part]:
        found = []
        for number, (line, row) in enumerate(zip(unequal_rows(box, needed, 0), texts, strict=True)):
            for at, words in enumerate(row):
                cell = Box(ends[at], line.y, ends[at + 1] - ends[at], line.cy)
                fill = _fill(node, at, number, last)
                insets = (0 if at == 0 else pad, pad // 2, pad, pad // 2)
                found.append(Part("Cell", cell, "rect", fill, words, "ctr", insets, group=number))
        return found

    return Draft(sum(needed), int(sum(needed) * MOST_STRETCHED), parts)


def _longest(words: Sequence[Words], measure: Measuring) -> int:
    """How wide the longest word of a cell is, with a little more."""
    longest = [
        measure.width((msgspec.structs.replace(one, spans=(Span(word, bold=True),)),))
        for one in words
        for word in text_of(one.spans).split() or ("",)
    ]
    return max(longest) * 21 // 20


def _columns(room: Box, least: Sequence[int], whole: Sequence[int], labels: float) -> list[int] | None:
    """Where the columns begin, and where the last one ends: that of the labels, then of one width, but for those that
    need more; None where there is not enough. Labels have one line where all options need less than is left."""
    first = max(round(room.cx * labels / COLUMNS), least[0])
    if first < whole[0] <= room.cx - max(whole[1:]) * (len(whole) - 1):
        first = whole[0]
    rest, wanted = room.cx - first, list(least[1:])
    if sum(wanted) > rest:
        first, rest = least[0], room.cx - least[0]
    if sum(wanted) > rest:
        return None
    wide: set[int] = set()
    while len(wide) < len(wanted):
        alike = (rest - sum(wanted[at] for at in wide)) // (len(wanted) - len(wide))
        more = {at for at, one in enumerate(wanted) if at not in wide and one > alike}
        if not more:
            wanted = [one if at in wide else alike for at, one in enumerate(wanted)]
            break
        wide |= more
    ends = list(accumulate(wanted, initial=room.x + first))
    return [room.x, *ends[:-1], room.x + room.cx]


def _heads(node: Options, sizes: Sizes) -> list[tuple[Words, ...]]:
    found: list[tuple[Words, ...]] = [(Words(node.header[0], sizes.label, "quiet"),)]
    for at, head in enumerate(node.header[1:]):
        ink: Tone = "on-solid" if at == node.chosen else "text"
        found.append((Words(head, sizes.lead, ink, bold=True, align="center"),))
    return found


def _row(node: Options, number: int, price: int, sizes: Sizes) -> list[tuple[Words, ...]]:
    row = node.rows[number - 1]
    found: list[tuple[Words, ...]] = [(Words(row.label, sizes.body, "text", bold=bool(price)),)]
    for at, cell in enumerate(row.cells):
        chosen = at == node.chosen
        if price and not cell.mark:
            ink: Tone = "on-solid" if chosen else "text"
            found.append((Words(cell.spans, price, ink, bold=True, align="center"),))
        else:
            found.append((_words(cell, sizes, chosen=chosen),))
    return found


def _words(cell: Cell, sizes: Sizes, *, chosen: bool) -> Words:
    if not cell.mark:
        return Words(cell.spans, sizes.body, "on-panel" if chosen else "text", bold=chosen, align="center")
    ink: Tone = "accent-on-panel" if chosen else "accent"
    if cell.mark == "no":
        ink = "on-panel" if chosen else "quiet"
    return Words((Span(SIGNS[cell.mark]),), round(sizes.lead * SIGN / 50) * 50, ink, align="center", face=SIGNS_FACE)


def _fill(node: Options, column: int, row: int, price: int) -> Tone | None:
    if node.chosen is None or column != node.chosen + 1:
        return None
    return "solid" if row in (0, price) else "panel"


def _price_size(node: Options, widths: Sequence[int], sizes: Sizes, measure: Measuring) -> int:
    """The largest size at which each price stands on one line; that of what leads where none is."""
    cells = [(cell, width) for cell, width in zip(node.rows[-1].cells, widths[1:], strict=True) if cell.spans]
    for size in reversed(sizes.figures[:LARGEST_PRICE]):
        if size >= sizes.lead and all(
            measure.width((Words(cell.spans, size, bold=True),)) * 21 // 20 <= width for cell, width in cells
        ):
            return size
    return sizes.lead
