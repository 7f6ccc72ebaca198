"""Rough sizes of texts, tables and figures, to share out space before anything is measured.

Lengths are EMU, text sizes hundredths of a point. The fit proof measures with real fonts afterwards; these only keep a
table's columns and a row of figures sensible.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil

from salespack.assembly.deck import Kpi, Kpis, Node, Paragraph, Quote, Spans, Table, Text
from salespack.powerpoint.brand import Placeholder
from salespack.powerpoint.typefaces import EMU_PER_POINT, line_count, text_width

INSET = 91_440
"""A text box's inset left and right (ECMA-376, 21.1.2.1.1); half of it above and below."""
SOURCE_SIZE = 1_000
LABEL_SIZE = 1_600
FIGURE_SIZES = (4_800, 4_400, 4_000, 3_600, 3_200, 2_800, 2_400)
CELL_SIZES = (1_600, 1_400, 1_200)
LINE = 1.2
NUMERIC = re.compile(r"[(<>≥≤~±]?[-−–+]?\W?\s?\d[\d\s\u00a0\u202f.,'’]*\s?(%|‰|[€$£¥]|[A-Za-zµ°/]{1,4})?\)?\Z")


def text_of(spans: Spans) -> str:
    """The letters of `spans`."""
    return spans[0].text if len(spans) == 1 else "".join([span.text for span in spans])


def line_height(size: int) -> int:
    """The height of one line."""
    return int(size / 100 * EMU_PER_POINT * LINE)


def height(node: Node, room: int, body: Placeholder | None, own: Placeholder) -> int | None:
    """The height that a node wants in a column `room` wide, in its `body` or else as `own` text; None for any."""
    match node:
        case Text(paragraphs):
            return _paragraphs(paragraphs, room, body or own)
        case Quote(paragraphs, attribution):
            extra = (Paragraph(attribution),) if attribution else ()
            return _paragraphs(paragraphs + extra, room, body or own)
        case Table():
            widths = column_widths(node, room, CELL_SIZES[0], own.font)
            return sum(row_heights(node, widths, CELL_SIZES[0], own.font))
        case Kpis():
            return kpis_height(node, room, own.font)
        case _:
            return None


def _paragraphs(paragraphs: Sequence[Paragraph], room: int, look: Placeholder) -> int:
    sizes = look.sizes
    total = 0.0
    for paragraph in paragraphs:
        level = min(paragraph.level, 8)
        indent = 0 if paragraph.marker == "none" else 300_000 * (level + 1)
        count = line_count(text_of(paragraph.spans), room - 2 * INSET - indent, sizes[level], look.font, look.bold)
        total += count * line_height(sizes[level]) + 0.5 * sizes[level] / 100 * EMU_PER_POINT
    return int(total) + INSET


def is_numeric(table: Table, column: int) -> bool:
    """Whether a column's body cells are all figures; empty ones and dashes do not count."""
    texts = [text for row in table.rows if (text := text_of(row[column]).strip()) not in ("", "-", "–", "—")]
    return bool(texts) and all(NUMERIC.match(text) for text in texts)


def column_widths(table: Table, total: int, size: int, font: str) -> list[int]:
    """Widths that add up to `total`: figures as narrow as they are, texts share the rest by how long they are."""
    count = len(table.header)
    rows = [[text_of(cell) for cell in row] for row in (table.header, *table.rows)]
    margins = 2 * INSET
    natural = [max(text_width(row[at], size, font) for row in rows) * 11 // 10 + margins for at in range(count)]
    words = [
        max(text_width(word, size, font) for row in rows for word in row[at].split() or ("",)) * 11 // 10 + margins
        for at in range(count)
    ]
    spare = total - sum(natural)
    if spare >= 0:
        texts = [at for at in range(count) if not (at and is_numeric(table, at))] or list(range(count))
        # Figures far from the words they belong to are hard to read across, so all columns get some of the spare room.
        shares = [natural[at] * (1.0 if at in texts else 0.6) for at in range(count)]
        widths = [natural[at] + int(spare * shares[at] / sum(shares)) for at in range(count)]
    else:
        least = [min(word, total // count) for word in words]
        wanted = [max(full - low, 0) ** 0.75 for full, low in zip(natural, least, strict=True)]
        rest = total - sum(least)
        widths = [low + int(rest * want / (sum(wanted) or 1)) for low, want in zip(least, wanted, strict=True)]
    widths[0] += total - sum(widths)
    return widths


def row_heights(table: Table, widths: list[int], size: int, font: str) -> list[int]:
    """The height of the header row and of each row, as their text wraps."""
    line = line_height(size)
    heights = []
    for row in (table.header, *table.rows):
        count = max(
            (line_count(text_of(cell), room - 2 * INSET, size, font) for cell, room in zip(row, widths, strict=True)),
            default=1,
        )
        heights.append(count * line + INSET + line // 8)
    return heights


def kpi_rows(kpis: Kpis) -> list[tuple[Kpi, ...]]:
    """The figures in rows of at most four."""
    items = kpis.items
    per_row = len(items) if len(items) <= 4 else ceil(len(items) / ceil(len(items) / 4))
    return [items[at : at + per_row] for at in range(0, len(items), per_row)]


def figure_size(kpis: Kpis, room: int, font: str) -> int:
    """The largest size at which every figure stands on one line in `room`."""
    longest = max((text_of(item.figure) for item in kpis.items), key=len, default="")
    for size in FIGURE_SIZES:
        if text_width(longest, size, font, bold=True) <= room:
            return size
    return FIGURE_SIZES[-1]


def kpis_height(kpis: Kpis, room: int, font: str) -> int:
    """The height of the rows of figures with their labels, in a column `room` wide."""
    total = 0
    for row in kpi_rows(kpis):
        part = room // len(row) - 4 * INSET
        labels = max(line_count(text_of(item.label), part, LABEL_SIZE, font) for item in row)
        total += line_height(figure_size(kpis, part, font)) + labels * line_height(LABEL_SIZE) + 3 * INSET
    return total
