"""Text made to fit its room by estimate: smaller letters, as far as the brand lets, and room made under a long title.

Widths are Helvetica's, scaled by what is known of a typeface, so this errs to the side of small. It only keeps texts of
usual length off each other; whether a text fits is proven elsewhere, with the real fonts.
"""

from __future__ import annotations

from collections.abc import Sequence

from salespack.assembly.deck import Paragraph, Quote, Text
from salespack.powerpoint import estimates
from salespack.powerpoint.brand import Box, Brand, Layout, Patch, Placeholder
from salespack.powerpoint.grounds import COVERING, common
from salespack.powerpoint.placing import FOOTERS, GAP, Placed

EMU_PER_POINT = estimates.EMU_PER_POINT
STEP = 5
"""By how many percent of its size a text is made smaller at a time."""
LIST_INDENT = 300_000
BLANK_WIDTH, USUAL_WIDTH, WIDE_WIDTH = 278, 556, 1000
_HELVETICA = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
)  # fmt: skip
WIDTHS = {chr(32 + at): width for at, width in enumerate(_HELVETICA)}
"""Advance widths of Helvetica in thousandths of an em, for U+0020 to U+007E (Adobe's Core 14 metrics)."""
FACTORS = {
    "arial": 1.0, "helvetica": 1.0, "liberation sans": 1.0, "calibri": 0.92, "carlito": 0.92, "aptos": 1.0,
    "times new roman": 0.92, "cambria": 0.98, "garamond": 0.88, "gill sans mt": 0.95, "segoe ui": 1.02,
    "source sans pro": 0.94, "open sans": 1.07, "roboto": 1.0, "lato": 0.98,
}  # fmt: skip
"""How wide English text is in a typeface, against Helvetica."""
UNKNOWN_FACTOR = 1.17
"""For all other typefaces: that of Verdana and DejaVu Sans, the widest that stand in for missing ones."""


def text_width(text: str, size: int, font: str) -> int:
    """The width of one line of text at `size`, EMU."""
    widths = WIDTHS
    units = sum([widths.get(one) or (WIDE_WIDTH if one >= estimates.FIRST_WIDE else USUAL_WIDTH) for one in text])
    return int(units * FACTORS.get(font.casefold(), UNKNOWN_FACTOR) * size * EMU_PER_POINT / 100_000)


def line_count(text: str, room: int, size: int, font: str) -> int:
    """How many lines the text takes in `room`, broken between words."""
    count = 0
    blank = text_width(" ", size, font)
    for line in text.split("\n"):
        count, used = count + 1, 0
        for word in line.split(" "):
            width = text_width(word, size, font)
            if used and used + blank + width > room:
                count, used = count + 1, 0
            if width > room:  # letters of a long word, and East Asian text, go on in the next line
                more, width = divmod(width, max(room, 1))
                count += more
            used += width + (blank if used else 0)
    return count


def text_height(paragraphs: Sequence[Paragraph], room: int, look: Placeholder, percent: int) -> int:
    """The height of paragraphs in a column `room` wide, in `percent` of the sizes of their levels."""
    total = 0.0
    for number, paragraph in enumerate(paragraphs):
        level = min(paragraph.level, len(look.sizes) - 1)
        size = scaled(look.sizes[level], percent)
        listed = paragraph.marker != "none" or (look.bullets[level] and look.type not in ("title", "ctrTitle"))
        inner = room - (LIST_INDENT * (level + 1) if listed else 0)
        count = line_count(estimates.text_of(paragraph.spans), inner, size, look.font)
        total += count * estimates.line_height(size) * min(look.line, 200) / 100
        if number:
            total += size * EMU_PER_POINT / 100 * min(look.before, 200) / 100
    return int(total)


def scaled(size: int, percent: int) -> int:
    """A text size in hundredths of a point, reduced and on a whole point."""
    return size if percent >= 100 else max(size * percent // 10_000 * 100, 100)


def paragraphs_of(node: Text | Quote) -> tuple[Paragraph, ...]:
    """All that a text prints."""
    if isinstance(node, Quote) and node.attribution:
        return (*node.paragraphs, Paragraph(node.attribution))
    return node.paragraphs


def percent_for(node: Text | Quote, look: Placeholder, room: Box, minimum: int) -> int:
    """The largest percentage of its size at which the text fits its room, none below `minimum` for its first level."""
    left, top, right, bottom = look.insets
    width = max(room.cx - left - right, 1)
    height = max(room.cy - top - bottom, estimates.line_height(look.sizes[0]))
    paragraphs = paragraphs_of(node)
    longest = max(look.sizes) * EMU_PER_POINT // 100
    letters = sum([len(estimates.text_of(one.spans)) for one in paragraphs])
    if len(paragraphs) == 1 and letters * longest < width:
        return 100
    floor = min(max(minimum * 100 // max(look.sizes[0], 1), 1), 100)
    for percent in range(100, floor, -STEP):
        if text_height(paragraphs, width, look, percent) <= height:
            return percent
    return floor


# --- a slide ---------------------------------------------------------------------------------------------------------


def fitted(placed: Sequence[Placed], layout: Layout, brand: Brand, own: Placeholder, *, opener: bool) -> list[Placed]:
    """The things on a slide with their texts made to fit; `own` is the look of texts without a placeholder.

    On openers, whose boxes are often drawn for one short line, texts may use the free room below them, and a title that
    is still too long moves what is under it.
    """
    found = list(placed)
    for at, one in enumerate(found):
        node = one.node
        if not isinstance(node, Text | Quote) or one.room.y < 0:
            continue
        if one.kind == "title" and one.placeholder is not None:
            one = _beside_decoration(one, node, layout, brand)
        look = one.placeholder or own
        below = _bottom(one.room, found, layout, brand) if opener and look.anchor == "t" else 0
        room = Box(one.room.x, one.room.y, one.room.cx, max(one.room.cy, below - one.room.y))
        minimum = brand.minimum_title if one.kind == "title" else brand.minimum_body
        found[at] = one._replace(percent=percent_for(node, look, room, minimum))
        if opener and one.kind == "title":
            _make_room(found, at, look, layout, brand)
    return found


def _beside_decoration(one: Placed, node: Text | Quote, layout: Layout, brand: Brand) -> Placed:
    """A title whose letters would run into a logo at its side, in a box that ends before it."""
    assert one.placeholder is not None  # noqa: S101 - for the type checker
    box = one.room
    clear = box_beside(box, layout.patches)
    if clear == box:
        return one
    percent = percent_for(node, one.placeholder, box, brand.minimum_title)
    size = scaled(one.placeholder.sizes[0], percent)
    inner = box.cx - one.placeholder.insets[0] - one.placeholder.insets[2]
    text = " ".join(estimates.text_of(paragraph.spans) for paragraph in paragraphs_of(node))
    width = min(text_width(text, size, one.placeholder.font), inner)
    reach = (box.cx + width) // 2 if box.x < clear.x else width + one.placeholder.insets[0]
    return one if reach <= clear.cx else one._replace(box=clear, room=clear)


def box_beside(box: Box, patches: Sequence[Patch]) -> Box:
    """`box` without what decorations cover at its left and right end, of which at least three fifths stay."""
    left, right = box.x, box.x + box.cx
    for patch in patches:
        shared = common(box, patch.box)
        if shared is None or shared.cx >= COVERING * box.cx or 4 * shared.cy < min(box.cy, patch.box.cy * 2):
            continue
        if patch.box.x + patch.box.cx // 2 > box.x + box.cx // 2:
            right = min(right, patch.box.x)
        else:
            left = max(left, patch.box.x + patch.box.cx)
    return Box(left, box.y, right - left, box.cy) if 5 * (right - left) >= 3 * box.cx else box


def _bottom(room: Box, placed: Sequence[Placed], layout: Layout, brand: Brand) -> int:
    """Where the free room under something ends: at the next thing, a decoration, the footers, the slide's margin."""
    others = [one.room for one in placed if one.room is not room]
    others += [patch.box for patch in layout.patches if 2 * patch.box.cy < brand.height]
    others += [one.box for one in layout.placeholders if one.type in FOOTERS]
    tops = [
        box.y for box in others if box.y >= room.y + room.cy and box.x < room.x + room.cx and box.x + box.cx > room.x
    ]
    return min([brand.height - brand.height // 20, *tops])


def _make_room(placed: list[Placed], at: int, look: Placeholder, layout: Layout, brand: Brand) -> None:
    """Moves the text under a title down by what the title is too high, where there is room for that."""
    title = placed[at]
    if not isinstance(title.node, Text | Quote) or look.anchor != "t":
        return
    left, top, right, bottom = look.insets
    width = title.room.cx - left - right
    end = title.room.y + top + text_height(paragraphs_of(title.node), width, look, title.percent) + bottom
    for number, other in enumerate(placed):
        over = end - other.room.y
        if number == at or other.kind != "text" or over <= 0 or other.room.y < title.room.y + title.room.cy // 2:
            continue
        limit = _bottom(other.room, placed, layout, brand)
        moved = Box(other.room.x, end, other.room.cx, min(other.room.cy, limit - end))
        if moved.cy > GAP:
            placed[number] = other._replace(box=moved, room=moved)
