"""Text made to fit its room: smaller letters, as far as the brand lets, and room made where the slide is free.

What does not fit all the same is told by `Placed.over`; `pagination` continues it on another slide or refuses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from salespack.deck.model import Kpis, Quote, Table, Text
from salespack.forms.columns import GAP
from salespack.forms.sizes import percent_of
from salespack.forms.tables import rows_over
from salespack.graphics.boxes import Box, common
from salespack.ooxml.placeholders import FOOTERS
from salespack.powerpoint.brand.backgrounds import COVERING
from salespack.powerpoint.brand.model import Brand, Layout, Patch, Placeholder
from salespack.powerpoint.composing.placement import Placed
from salespack.powerpoint.forms.measuring import Measure, Taken

TITLE_SIZE = 2_800
"""Of a title that stands in no placeholder, in hundredths of a point."""
MOST_OF_A_SLIDE = 40
"""Up to how many percent of the slide's height the box of a title is made higher."""
STEP = 5
"""By how many percent of its size a text is made smaller at a time."""


def title_look(own: Placeholder) -> Placeholder:
    """The look of a title on a layout that has no place for one."""
    return msgspec.structs.replace(own, type="title", sizes=(TITLE_SIZE,) * len(own.sizes))


class Page(NamedTuple):
    """What fitting needs to know of the slide: `own` is the look of texts without a placeholder, `face` their typeface.

    Room may be made down to `end`; on openers (`opener`) to the footers. `most` is the percentage of its size that text
    has at most, but for titles; `shrinks` says whether it may be smaller.
    """

    layout: Layout
    brand: Brand
    measure: Measure
    own: Placeholder
    face: str
    opener: bool
    end: int
    most: int = 100
    shrinks: bool = True


def fitted(placed: Sequence[Placed], page: Page) -> list[Placed]:
    """The things on a slide with their texts, tables and figures made to fit.

    Text that runs from the top of its box may go on below it where the slide is free (to the footers on openers, whose
    boxes are often drawn for one short line). A title ends where what is below it begins.
    """
    found = list(placed)
    for at, one in enumerate(found):
        if one.room.y < 0:
            continue
        if isinstance(one.node, Table | Kpis):
            found[at] = _set(one, page)
        elif isinstance(one.node, Text | Quote):
            found[at] = _fitted_text(found, at, page)
            if page.opener and one.kind == "title":
                _make_room(found, at, page)
    return found if page.opener else _alike(found, page)


def _set(one: Placed, page: Page) -> Placed:
    """A table or key figures, as large as they fit."""
    look, room, measure = page.own, one.room, page.measure
    if isinstance(one.node, Table):
        grid = measure.grid(one.node, room.cx, room.cy, page.brand.minimum_body, look, page.face, page.most)
        over = rows_over(grid.heights, room.cy)
        return one._replace(set=grid, lines=len(grid.heights), over=over, percent=percent_of(grid.size))
    assert isinstance(one.node, Kpis)  # noqa: S101 - for the type checker
    figures = measure.figures(one.node, room.cx, room.cy, page.brand.minimum_body, look, page.face)
    over = len(one.node.items) if sum(figures.heights) > room.cy else 0
    return one._replace(set=figures, lines=len(one.node.items), over=over)


# --- texts -----------------------------------------------------------------------------------------------------------


def _look(one: Placed, page: Page) -> Placeholder:
    return one.placeholder or (title_look(page.own) if one.kind == "title" else page.own)


def taken(one: Placed, page: Page, room: Box, percent: int) -> Taken:
    """What a text takes in `room`, in `percent` of its size."""
    assert isinstance(one.node, Text | Quote)  # noqa: S101 - for the type checker
    look, own = _look(one, page), one.placeholder is None
    least = _least(one, page)
    face = page.face if own else ""
    return page.measure.text(one.node, look, room.cx, room.cy, percent, least, face=face, own=own)


def _least(one: Placed, page: Page) -> int:
    return page.brand.minimum_title if one.kind == "title" else page.brand.minimum_body


def _in_room(one: Placed, page: Page, room: Box) -> Placed:
    """The text at the largest size at which it fits its room without a broken word, else as it fits, else the least."""
    least, sizes = _least(one, page), _look(one, page).sizes
    floor = min(-(-least * 100 // max(sizes[0], 1)), 100) if page.shrinks else 100
    first: tuple[int, Taken] | None = None
    most = 100 if one.kind == "title" else max(page.most, floor)
    for percent in dict.fromkeys((most, *range(most - most % STEP, floor, -STEP), floor)):
        now = taken(one, page, room, percent)
        if not now.over and not now.broken:
            first = percent, now
            break
        if not now.over and first is None:
            first = percent, now
    percent, now = first or (floor, now)
    return one._replace(percent=percent, least=least, lines=now.lines, over=now.surely)


def _fitted_text(placed: list[Placed], at: int, page: Page) -> Placed:
    """A text in its room, or in what is free beside that where it needs it."""
    one = placed[at]
    if one.kind == "title" and one.placeholder is not None:
        one = _beside_decoration(one, placed, page)
    look = _look(one, page)
    room = _over(one.room, placed, look.anchor) if one.kind == "title" else one.room
    if one.kind != "title" and (look.anchor == "t" or page.opener):
        full = taken(one, page, room, 100)
        if full.over or full.broken:
            one, room = _grown(one, placed, page, full.height)
    found = _in_room(one, page, room)
    now = taken(one, page, room, found.percent)
    if now.over and (one.kind == "title" or page.opener):
        grown, room = _grown(one._replace(over=now.over), placed, page, now.height)
        found = _in_room(grown, page, room)
    return found


def _grown(one: Placed, placed: Sequence[Placed], page: Page, height: int) -> tuple[Placed, Box]:
    """A text in a box that is higher, as far as it needs (`height`, without insets) and the slide is free.

    It grows away from where its text is anchored, a title then to the other side too. On openers a title pushes down
    what is under it, and text rather covers a decoration than that there is no room for it.
    """
    look, room = _look(one, page), one.room
    lacking = height + look.insets[1] + look.insets[3] + 1 - room.cy
    if lacking <= 0:
        return one, room
    if one.kind == "title":
        lacking = min(lacking, max(page.brand.height * MOST_OF_A_SLIDE // 100 - room.cy, 0))
    above, below = _free(one, placed, page)
    if look.anchor == "b":
        up = min(lacking, above)
        down = min(lacking - up, below)
    elif look.anchor == "ctr" and one.kind == "title":
        up = down = min(-(-lacking // 2), above, below)
    else:
        down = min(lacking, below)
        up = min(lacking - down, above) if one.kind == "title" else 0
    if up <= 0 and down <= 0:
        return one, room
    box = Box(room.x, room.y - up, room.cx, room.cy + up + down)
    return one._replace(box=box, room=box), box


def _free(one: Placed, placed: Sequence[Placed], page: Page) -> tuple[int, int]:
    """How far the slide is free over and under something: to the next thing, a decoration, the footers, its margin."""
    room, brand = one.room, page.brand
    bottom = room.y + room.cy
    others = [other.room for other in placed if other.room is not room and other.room.y >= 0]
    if not (page.opener and one.over):
        others += [patch.box for patch in page.layout.patches if 2 * patch.box.cy < brand.height]
    others += [other.box for other in page.layout.placeholders if other.type in FOOTERS]
    beside = [box for box in others if box.x < room.x + room.cx and box.x + box.cx > room.x]
    margin = brand.height // 20
    end = brand.height - margin if page.opener else min(brand.height - margin, page.end)
    if page.opener and one.kind == "title" and _look(one, page).anchor == "t":
        end -= sum(other.room.cy + GAP for other in placed if other.kind == "text" and other.room.y >= bottom)
        beside = [box for box in beside if all(box is not other.room for other in placed if other.kind == "text")]
    ceiling = max([margin, *(box.y + box.cy for box in beside if box.y + box.cy <= room.y)])
    floor = min([end, *(box.y for box in beside if box.y >= bottom)])
    return max(room.y - ceiling, 0), max(floor - bottom, 0)


def _alike(placed: list[Placed], page: Page) -> list[Placed]:
    """Texts of one size in the brand stay of one size on a slide."""
    least: dict[int, int] = {}
    for one in placed:
        if one.kind == "text" and one.placeholder is not None:
            size = one.placeholder.sizes[0]
            least[size] = min(one.percent, least.get(size, 100))
    return [
        _at(one, page, least[one.placeholder.sizes[0]]) if one.kind == "text" and one.placeholder is not None else one
        for one in placed
    ]


def _at(one: Placed, page: Page, percent: int) -> Placed:
    if percent == one.percent:
        return one
    now = taken(one, page, one.room, percent)
    return one._replace(percent=percent, lines=now.lines, over=now.surely)


def _over(room: Box, placed: Sequence[Placed], anchor: str) -> Box:
    """A title's room without that of what begins inside it, as some brands draw their boxes."""
    middle, bottom = room.y + room.cy // 2, room.y + room.cy
    tops = [other.room.y for other in placed if other.room is not room and middle < other.room.y < bottom]
    if not tops or anchor == "b":
        return room
    lost = bottom - min(tops)
    return Box(room.x, room.y, room.cx, room.cy - (lost if anchor == "t" else 2 * lost))


def _beside_decoration(one: Placed, placed: Sequence[Placed], page: Page) -> Placed:
    """A title whose letters would run into a logo at its side, in a box that ends before it."""
    box, look = one.room, _look(one, page)
    clear = box_beside(box, page.layout.patches)
    if clear == box:
        return one
    room = _over(box, placed, look.anchor)
    width = taken(one, page, room, _in_room(one, page, room).percent).width
    reach = (box.cx + width) // 2 if box.x < clear.x else width + look.insets[0]
    return one if reach + GAP <= clear.cx else one._replace(box=clear, room=clear)


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


def _make_room(placed: list[Placed], at: int, page: Page) -> None:
    """Moves the text under a title down by what the title is too high, where there is room for that."""
    title = placed[at]
    look = _look(title, page)
    if look.anchor != "t":
        return
    end = title.room.y + look.insets[1] + taken(title, page, title.room, title.percent).height + look.insets[3]
    for number, other in enumerate(placed):
        over = end - other.room.y
        if number == at or other.kind != "text" or over <= 0 or other.room.y < title.room.y + title.room.cy // 2:
            continue
        _, below = _free(other, placed, page)
        moved = Box(other.room.x, end, other.room.cx, min(other.room.cy, other.room.y + other.room.cy + below - end))
        if moved.cy > GAP:
            placed[number] = other._replace(box=moved, room=moved)
