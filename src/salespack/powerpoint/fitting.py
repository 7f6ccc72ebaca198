"""Text made to fit its room by estimate: smaller letters, as far as the brand lets, and room made under a long title.

This only keeps texts of usual length off each other; whether a text fits is proven elsewhere, with the real fonts.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from salespack.assembly.deck import Paragraph, Quote, Text
from salespack.powerpoint import estimates
from salespack.powerpoint.brand import Box, Brand, Layout, Patch, Placeholder
from salespack.powerpoint.grounds import COVERING, common
from salespack.powerpoint.placing import FOOTERS, GAP, Placed
from salespack.powerpoint.typefaces import EMU_PER_POINT, line_count, text_width

TITLE_SIZE = 2_800
"""Of a title that stands in no placeholder, in hundredths of a point."""
STEP = 5
"""By how many percent of its size a text is made smaller at a time."""
LIST_INDENT = 300_000


def text_height(paragraphs: Sequence[Paragraph], room: int, look: Placeholder, percent: int) -> int:
    """The height of paragraphs in a column `room` wide, in `percent` of the sizes of their levels."""
    total = 0.0
    for number, paragraph in enumerate(paragraphs):
        level = min(paragraph.level, len(look.sizes) - 1)
        size = scaled(look.sizes[level], percent)
        listed = paragraph.marker != "none" or (look.bullets[level] and look.type not in ("title", "ctrTitle"))
        inner = room - (LIST_INDENT * (level + 1) if listed else 0)
        count = line_count(estimates.text_of(paragraph.spans), inner, size, look.font, look.bold)
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
    floor = min(-(-minimum * 100 // max(look.sizes[0], 1)), 100)
    for percent in range(100, floor, -STEP):
        if text_height(paragraphs, width, look, percent) <= height:
            return percent
    return floor


# --- a slide ---------------------------------------------------------------------------------------------------------


def title_look(own: Placeholder) -> Placeholder:
    """The look of a title on a layout that has no place for one."""
    return msgspec.structs.replace(own, type="title", sizes=(TITLE_SIZE,) * len(own.sizes))


def fitted(
    placed: Sequence[Placed], layout: Layout, brand: Brand, own: Placeholder, *, opener: bool, end: int
) -> list[Placed]:
    """The things on a slide with their texts made to fit; `own` is the look of texts without a placeholder.

    Text that runs from the top of its box may go on below it where the slide is free, down to `end` (to the footers on
    openers, whose boxes are often drawn for one short line). A title ends where what is below it begins.
    """
    found = list(placed)
    for at, one in enumerate(found):
        node = one.node
        if not isinstance(node, Text | Quote) or one.room.y < 0:
            continue
        if one.kind == "title" and one.placeholder is not None:
            one = _beside_decoration(one, node, layout, brand)
        look = one.placeholder or (title_look(own) if one.kind == "title" else own)
        if one.kind == "title":
            room, minimum = _over(one.room, found, look.anchor), brand.minimum_title
        else:
            below = _bottom(one.room, found, layout, brand)
            room, minimum = _grown(one.room, below if opener else min(below, end)), brand.minimum_body
            if look.anchor != "t":
                one, room = _stretched(one, node, look, room) if opener else (one, one.room)
        found[at] = one._replace(percent=percent_for(node, look, room, minimum))
        if opener and one.kind == "title":
            _make_room(found, at, look, layout, brand)
    return found if opener else _alike(found)


def _alike(placed: list[Placed]) -> list[Placed]:
    """Texts of one size in the brand stay of one size on a slide."""
    least: dict[int, int] = {}
    for one in placed:
        if one.kind == "text" and one.placeholder is not None:
            size = one.placeholder.sizes[0]
            least[size] = min(one.percent, least.get(size, 100))
    return [
        one._replace(percent=least[one.placeholder.sizes[0]])
        if one.kind == "text" and one.placeholder is not None
        else one
        for one in placed
    ]


def _over(room: Box, placed: Sequence[Placed], anchor: str) -> Box:
    """A title's room without that of what begins inside it, as some brands draw their boxes."""
    middle, bottom = room.y + room.cy // 2, room.y + room.cy
    tops = [other.room.y for other in placed if other.room is not room and middle < other.room.y < bottom]
    if not tops or anchor == "b":
        return room
    lost = bottom - min(tops)
    return Box(room.x, room.y, room.cx, room.cy - (lost if anchor == "t" else 2 * lost))


def _grown(room: Box, bottom: int) -> Box:
    return Box(room.x, room.y, room.cx, max(room.cy, bottom - room.y))


def _stretched(one: Placed, node: Text | Quote, look: Placeholder, room: Box) -> tuple[Placed, Box]:
    """A text that does not run from the top of its box, in a higher one where it needs that."""
    left, top, right, bottom = look.insets
    needed = text_height(paragraphs_of(node), room.cx - left - right, look, 100) + top + bottom
    if look.anchor == "b" or needed <= one.room.cy:
        return one, one.room
    box = Box(room.x, room.y, room.cx, min(needed, room.cy))
    return one._replace(box=box, room=box), box


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
    width = min(text_width(text, size, one.placeholder.font, one.placeholder.bold), inner)
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
