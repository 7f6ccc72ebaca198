"""Text made to fit its room: smaller letters, as far as the brand lets, and room made where the slide is free.

What does not fit all the same is told by `Placed.over`; `pagination` continues it on another slide or refuses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from salespack.deck.model import Prose, Quote, Text
from salespack.forms.growing import ABOVE, AIRY
from salespack.graphics.boxes import Box, common
from salespack.ooxml.placeholders import FOOTERS
from salespack.powerpoint.brand.model import Layout, Placeholder
from salespack.powerpoint.forms import text
from salespack.powerpoint.forms.form import Setting
from salespack.powerpoint.forms.placed import AnyPlaced
from salespack.powerpoint.forms.registry import form_of

MOST_TITLE_LINES = 2
"""Of the titles of content slides; more are not read at a glance."""
MUCH_SMALLER = 80
"""Rather than below so many percent of its size, a title goes on on a second line."""
LEAST_WIDTH = 60
"""To how many percent of its width the box of a title is narrowed at most."""
MOST_OF_A_SLIDE = 40
"""Up to how many percent of the slide's height the box of a title is made higher."""


class Page(NamedTuple):
    """What fitting needs to know of the slide: its layout and height, how its bodies are set, whether text grows.

    Room may be made down to `end`; on openers (`opener`) to the footers. `title` is the part of the title's frame that
    its letters are kept to where they would reach beyond it, `beside` that of the text below it on an opener.
    """

    layout: Layout
    height: int
    setting: Setting
    opener: bool
    end: int
    title: Box | None = None
    beside: Box | None = None
    grows: bool = True


def fitted(placed: Sequence[AnyPlaced], page: Page) -> list[AnyPlaced]:
    """The things on a slide made to fit, each as its form does that.

    Text that runs from the top of its box may go on below it where the slide is free (to the footers on openers, whose
    boxes are often drawn for one short line). A title ends where what is below it begins.
    """
    found = list(placed)
    for at, one in enumerate(found):
        if one.room.y < 0:
            continue
        if not isinstance(one.node, Prose):
            found[at] = form_of(one.node).fitted(one, page.setting, one.room)
            continue
        found[at] = _fitted_text(found, at, page)
        if page.opener and one.kind == "title":
            _make_room(found, at, page)
    if page.opener:
        return found
    enlarged = [text.enlarged_quote(one, page.setting) if isinstance(one.node, Quote) else one for one in found]
    return _grown_alike(_alike(enlarged, page), page)


# --- texts -----------------------------------------------------------------------------------------------------------


def _fitted_text(placed: list[AnyPlaced], at: int, page: Page) -> AnyPlaced:
    """A text in its room, or in what is free beside that where it needs it."""
    one = placed[at]
    if _is_turned(one) and not (found := _fitted_turned(one, page)).over:
        return found
    if one.placeholder is not None and (one.kind == "title" or page.opener):
        one = _beside_decoration(one, placed, page)
    look = text.look_of(one, page.setting.own)
    room = _over(one.room, placed, look.anchor) if one.kind == "title" else one.room
    if one.kind == "title" and one.placeholder is not None and not page.opener:
        one, room = _on_two_lines(one, room, placed, page)
    if one.kind != "title" and (look.anchor == "t" or page.opener):
        full = text.taken(one, page.setting, room, text.most_percent(one, page.setting) if page.setting.leads else 100)
        if full.over or full.broken:
            one, room = _grown(one, placed, page, full.height)
    found = text.fitted(one, page.setting, room)
    now = text.taken(one, page.setting, room, found.percent)
    if now.over and (one.kind == "title" or page.opener):
        grown, room = _grown(one._replace(over=now.over), placed, page, now.height)
        found = text.fitted(grown, page.setting, room)
    if page.opener and one.kind == "title":
        return _together(found, room, page)
    return _narrowed(found, page) if one.kind == "title" and found.box == found.room else found


def _is_turned(one: AnyPlaced) -> bool:
    return one.placeholder is not None and one.placeholder.turned


def _fitted_turned(one: AnyPlaced, page: Page) -> AnyPlaced:
    """A text that does not stand upright stays where the brand has it, on openers in letters as small as footnotes: in
    another box it would stand upright."""
    found = text.fitted(one, page.setting, one.room)
    if not found.over or not page.opener:
        return found
    return text.fitted(one, page.setting._replace(minimum_body=page.setting.ladder.caption()), one.room)


def _together(title: AnyPlaced, room: Box, page: Page) -> AnyPlaced:
    """A title of an opener a little smaller, where it then does not end with a word alone on a line."""
    if title.over or not text.ends_alone(title, page.setting, room, title.percent):
        return title
    for percent in range(title.percent - 1, MUCH_SMALLER * title.percent // 100 - 1, -1):
        now = text.taken(title, page.setting, room, percent)
        if not now.over and not text.ends_alone(title, page.setting, room, percent):
            return title._replace(percent=percent, lines=now.lines)
    return title


def _narrowed(title: AnyPlaced, page: Page) -> AnyPlaced:
    """A title in a box that is not its layout's, a little narrower where it then does not end with a word alone on a
    line, on as many lines."""
    if title.over or not text.ends_alone(title, page.setting, title.room, title.percent):
        return title
    room = title.room
    aside = {"ctr": 0.5, "r": 1.0}.get(page.setting.measure.align(text.look_of(title, page.setting.own)), 0.0)
    for share in range(98, LEAST_WIDTH - 1, -2):
        wide = room.cx * share // 100
        box = Box(room.x + int((room.cx - wide) * aside), room.y, wide, room.cy)
        now = text.taken(title, page.setting, box, title.percent)
        if now.lines > title.lines or now.over or now.broken:
            break
        if not text.ends_alone(title, page.setting, box, title.percent):
            return title._replace(box=box, room=box)
    return title


def _on_two_lines(one: AnyPlaced, room: Box, placed: Sequence[AnyPlaced], page: Page) -> tuple[AnyPlaced, Box]:
    """A title that would have to be much smaller, or smaller than the deck has chosen, on two lines in a higher box,
    where the slide is free for that."""
    setting = page.setting
    most = text.title_percent(text.look_of(one, setting.own).sizes[0], setting)
    least = most if setting.style.title else MUCH_SMALLER * most // 100
    alone = text.fitted(one, setting, room).percent
    if alone >= least:
        return one, room
    for percent in range(most, alone, -text.STEP):
        needed = text.taken(one, setting, room, percent)
        if needed.lines <= MOST_TITLE_LINES:
            grown, higher = _grown(one._replace(over=needed.over), placed, page, needed.height)
            if not text.taken(grown, setting, higher, percent).over:
                return grown._replace(over=0), higher
    return one, room


def _grown(one: AnyPlaced, placed: Sequence[AnyPlaced], page: Page, height: int) -> tuple[AnyPlaced, Box]:
    """A text in a box that is higher, as far as it needs (`height`, without insets) and the slide is free.

    It grows away from where its text is anchored, a title then to the other side too. On openers a title pushes down
    what is under it, and text rather covers a decoration than that there is no room for it.
    """
    look, room = text.look_of(one, page.setting.own), one.room
    lacking = height + look.insets[1] + look.insets[3] + 1 - room.cy
    if lacking <= 0:
        return one, room
    if one.kind == "title":
        lacking = min(lacking, max(page.height * MOST_OF_A_SLIDE // 100 - room.cy, 0))
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


def _free(one: AnyPlaced, placed: Sequence[AnyPlaced], page: Page) -> tuple[int, int]:
    """How far the slide is free over and under something: to the next thing, a decoration, the footers, its margin."""
    room = one.room
    bottom = room.y + room.cy
    others = [other.room for other in placed if other.room is not room and other.room.y >= 0]
    if not (page.opener and one.over):
        others += [patch.box for patch in page.layout.patches if 2 * patch.box.cy < page.height]
    others += [other.box for other in page.layout.placeholders if other.type in FOOTERS]
    start, end_of_lines = _reach(one, page) if page.opener and one.kind == "text" else (room.x, room.x + room.cx)
    beside = [box for box in others if box.x < end_of_lines and box.x + box.cx > start]
    margin = page.height // 20
    end = page.height - margin if page.opener else min(page.height - margin, page.end)
    if page.opener and one.kind == "title" and text.look_of(one, page.setting.own).anchor == "t":
        end -= sum(
            other.room.cy + page.setting.ladder.gap
            for other in placed
            if other.kind == "text" and other.room.y >= bottom
        )
        beside = [box for box in beside if all(box is not other.room for other in placed if other.kind == "text")]
    ceiling = max([margin, *(box.y + box.cy for box in beside if box.y + box.cy <= room.y)])
    floor = min([end, *(box.y for box in beside if box.y >= bottom)])
    return max(room.y - ceiling, 0), max(floor - bottom, 0)


def _alike(placed: list[AnyPlaced], page: Page) -> list[AnyPlaced]:
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


def _grown_alike(placed: list[AnyPlaced], page: Page) -> list[AnyPlaced]:
    """Texts that have more room than they need, enlarged together; one that is alone then stands a little lower."""
    setting, found = page.setting, list(placed)
    if setting.most < 100:
        return found
    bodies = [at for at, one in enumerate(found) if one.kind == "text" and isinstance(one.node, Text)]
    if any(found[at].percent < 100 or found[at].over for at in bodies) or not bodies:
        return found
    sizes = {text.look_of(found[at], setting.own).sizes[0] for at in bodies}
    if len(sizes) > 1 or not page.grows:
        return found
    texts = [found[at] for at in bodies]
    for at, grown in zip(bodies, text.enlarged(texts, [one.room for one in texts], setting), strict=True):
        found[at] = grown
    if len(found) == 2 and len(bodies) == 1 and text.look_of(found[bodies[0]], setting.own).anchor == "t":
        found[bodies[0]] = _lowered(found[bodies[0]], page)
    return found


def _lowered(one: AnyPlaced, page: Page) -> AnyPlaced:
    """A text alone that leaves much of its room free, with 2 : 3 of that above and below."""
    _, top, _, bottom = text.look_of(one, page.setting.own).insets
    height = text.taken(one, page.setting, one.room, one.percent).height + top + bottom
    if height >= AIRY * one.room.cy:
        return one
    down = int((one.room.cy - height) * ABOVE)
    box = Box(one.room.x, one.room.y + down, one.room.cx, one.room.cy - down)
    return one._replace(box=box, room=box)


def _at(one: AnyPlaced, page: Page, percent: int) -> AnyPlaced:
    if percent == one.percent:
        return one
    now = text.taken(one, page.setting, one.room, percent)
    return one._replace(percent=percent, lines=now.lines, over=now.surely)


def _over(room: Box, placed: Sequence[AnyPlaced], anchor: str) -> Box:
    """A title's room without that of what begins inside it, as some brands draw their boxes."""
    middle, bottom = room.y + room.cy // 2, room.y + room.cy
    tops = [other.room.y for other in placed if other.room is not room and middle < other.room.y < bottom]
    if not tops or anchor == "b":
        return room
    lost = bottom - min(tops)
    return Box(room.x, room.y, room.cx, room.cy - (lost if anchor == "t" else 2 * lost))


def _beside_decoration(one: AnyPlaced, placed: Sequence[AnyPlaced], page: Page) -> AnyPlaced:
    """A title, or what stands with it on an opener, in a box that begins behind a mark, or a ground that it cannot be
    read on, or ends before it, where its letters would reach there."""
    box, look, clear = one.room, text.look_of(one, page.setting.own), page.title if one.kind == "title" else page.beside
    if clear is None or clear == box or common(box, clear) != clear:
        return one
    room = _over(box, placed, look.anchor) if one.kind == "title" else box
    width = text.taken(one, page.setting, room, text.fitted(one, page.setting, room).percent).width
    start, gap = _start(look, box, width, page), page.setting.ladder.gap
    lost = clear.x - box.x
    if start >= (lost and lost + gap) and start + width + gap <= lost + clear.cx:
        return one
    return one._replace(box=clear, room=clear)


def _start(look: Placeholder, box: Box, width: int, page: Page) -> int:
    """Where the widest line of a text begins, from the left edge of its box."""
    left, _, right, _ = look.insets
    return {"ctr": (box.cx - width) // 2, "r": box.cx - right - width}.get(page.setting.measure.align(look), left)


def _reach(one: AnyPlaced, page: Page) -> tuple[int, int]:
    """From where to where a text reaches at its full size, with a gap at each side: what is beside that is not in its
    way."""
    look, room, gap = text.look_of(one, page.setting.own), one.room, page.setting.ladder.gap
    width = text.taken(one, page.setting, room, 100).width
    start = room.x + _start(look, room, width, page)
    return max(start - gap, room.x), min(start + width + gap, room.x + room.cx)


def _make_room(placed: list[AnyPlaced], at: int, page: Page) -> None:
    """Moves the text under a title down by what the title is too high, where there is room for that."""
    title = placed[at]
    look = text.look_of(title, page.setting.own)
    if look.anchor != "t" or _is_turned(title):
        return
    end = (
        title.room.y
        + look.insets[1]
        + text.taken(title, page.setting, title.room, title.percent).height
        + look.insets[3]
    )
    for number, other in enumerate(placed):
        over = end - other.room.y
        if (
            number == at
            or other.kind != "text"
            or _is_turned(other)
            or over <= 0
            or other.room.y < title.room.y + title.room.cy // 2
        ):
            continue
        _, below = _free(other, placed, page)
        moved = Box(other.room.x, end, other.room.cx, min(other.room.cy, other.room.y + other.room.cy + below - end))
        if moved.cy > page.setting.ladder.gap:
            placed[number] = other._replace(box=moved, room=moved)
