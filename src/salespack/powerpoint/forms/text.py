"""Paragraphs and lists: set in a placeholder or a text box, as small as need be, divided between paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

import msgspec

from salespack.deck.model import LayoutRole, Paragraph, Prose, Quote, Span, Text, text_of
from salespack.forms.columns import Wanted
from salespack.forms.growing import FULL
from salespack.graphics.boxes import Box
from salespack.graphics.lengths import CENTIPOINT
from salespack.powerpoint.brand.model import Placeholder
from salespack.powerpoint.forms.canvas import NOWHERE, PLACEHOLDER, PLAIN, Canvas, reference
from salespack.powerpoint.forms.form import TEXT_PLACEHOLDERS, Excess, Portion, Setting
from salespack.powerpoint.forms.measuring import ENDLESS, Taken
from salespack.powerpoint.forms.paragraphs import Row
from salespack.powerpoint.forms.placed import Placed
from salespack.powerpoint.forms.text_rows import rows_of, scaled, stands_over

ROLE: LayoutRole = "bullets"
PLACEHOLDERS = TEXT_PLACEHOLDERS
STRETCHES = False
STEP = 5
"""By how many percent of its size a text is made smaller at a time."""
TITLE_OF_TEXT = 1.4
"""The size of a title that stands in no placeholder, as a share of that of other text that stands in none."""
LETTERS_A_LINE = 70
MOST_GAP = 1.0
"""How much more space there may be between paragraphs than the brand has, in sizes of their text."""
LEAST_GAP = 0.1
"""Below so many sizes of the text, more space is not worth a setting of its own."""
NAMES = {"subTitle": "Subtitle", "obj": "Content Placeholder"}
"""What PowerPoint calls the placeholders of other types than the body's."""

P = TypeVar("P", Text, Quote)


def title_look(own: Placeholder) -> Placeholder:
    """The look of a title on a layout that has no place for one."""
    size = round(own.sizes[0] * TITLE_OF_TEXT / 50) * 50
    return msgspec.structs.replace(own, type="title", sizes=(size,) * len(own.sizes))


def look_of(placed: Placed[Prose, None], own: Placeholder) -> Placeholder:
    """The look that a text is written in: its placeholder's, else that of text that stands in none."""
    return placed.placeholder or (title_look(own) if placed.kind == "title" else own)


# --- measured --------------------------------------------------------------------------------------------------------


def wanted(node: Prose, width: int, room: int, setting: Setting, body: Placeholder | None) -> Wanted:
    """The height of the text at its usual size, no smaller than the brand lets, with the insets of its frame."""
    own, look = body is None, body or setting.own
    face = setting.face if own else ""
    size = look.sizes[0]
    percent = -(-_usual(size, setting) * 100 // max(size, 1))
    high = setting.measure.text(node, look, width, ENDLESS, percent, setting.minimum_body, face=face, own=own).height
    return Wanted(high + look.insets[1] + look.insets[3])


def taken(placed: Placed[Prose, None], setting: Setting, room: Box, percent: int) -> Taken:
    """What a text takes in `room`, in `percent` of its size."""
    own, look = placed.placeholder is None, look_of(placed, setting.own)
    face = setting.face if own else ""
    return setting.measure.text(
        placed.node,
        look,
        room.cx,
        room.cy,
        percent,
        _least(placed, setting),
        face=face,
        own=own,
        before=placed.before,
    )


def fitted(placed: Placed[P, None], setting: Setting, room: Box) -> Placed[P, None]:
    """The text at the largest size at which it fits its room without a broken word, else as it fits, else the least."""
    least, sizes = _least(placed, setting), look_of(placed, setting.own).sizes
    floor: int = min(-(-least * 100 // max(sizes[0], 1)), 100) if setting.shrinks else 100
    first: tuple[int, Taken] | None = None
    chosen = most_percent(placed, setting)
    most: int = chosen if placed.kind == "title" else max(min(setting.most, chosen), floor)
    for percent in dict.fromkeys((most, *range(most - most % STEP, floor, -STEP), floor)):
        now = taken(placed, setting, room, percent)
        if not now.over and not now.broken:
            first = percent, now
            break
        if not now.over and first is None:
            first = percent, now
    percent, now = first or (floor, now)
    return placed._replace(percent=percent, least=least, lines=now.lines, over=now.surely)


def ends_alone(placed: Placed[Text, None], setting: Setting, room: Box, percent: int) -> bool:
    """Whether a text of one paragraph, in `percent` of its size, has a single word on its last line."""
    *first, _ = text_of(placed.node.paragraphs[0].spans).split() or [""]
    if not first or len(placed.node.paragraphs) > 1:
        return False
    less = placed._replace(node=Text((Paragraph((Span(" ".join(first)),)),)))
    without, whole = (taken(one, setting, room, percent).lines for one in (less, placed))
    return without < whole


def title_percent(size: int, setting: Setting) -> int:
    """The percentage of its size that a title has at most, where the whole deck has chosen one."""
    chosen = setting.style.title
    return min(-(-chosen * 100 // max(size, 1)), 100) if chosen else 100


def most_percent(placed: Placed[Prose, None], setting: Setting) -> int:
    """The percentage of its size that a text has at most, before it is fitted."""
    size = look_of(placed, setting.own).sizes[0]
    if placed.kind == "title":
        return title_percent(size, setting)
    return min(-(-setting.largest_text(size) * 100 // max(size, 1)), 100)


def _usual(size: int, setting: Setting) -> int:
    """The size of a text that is `size` in the brand: that, or a smaller one that the deck has chosen."""
    size = setting.largest_text(size)
    rung = setting.rungs()[0]
    most = setting.ladder.body(rung)
    return size if most >= size or rung >= setting.ladder.nearest(size) else most


def enlarged(placed: Sequence[Placed[Text, None]], rooms: Sequence[Box], setting: Setting) -> list[Placed[Text, None]]:
    """Texts of one size in the brand, at the largest one size at which each leaves its room a little free; then with
    more space between their paragraphs. Where the deck has chosen a smaller size they have that."""
    size = look_of(placed[0], setting.own).sizes[0]
    sizes = [setting.ladder.body(rung) for rung in setting.rungs()]
    larger = () if setting.leads else (one for one in sizes if size < one <= (setting.style.title or one))
    wanted = [*larger, _usual(size, setting)]
    free = [_height(one, room, setting) for one, room in zip(placed, rooms, strict=True)]
    percent, heights = 100, [0] * len(placed)
    for one in wanted:
        percent = -(-one * 100 // size)
        found = [taken(text, setting, room, percent) for text, room in zip(placed, rooms, strict=True)]
        heights = [each.height for each in found]
        fits = all(not each.over and not each.broken for each in found)
        if fits and all(high <= FULL * most for high, most in zip(heights, free, strict=True)):
            break
    own = scaled(size, percent)
    spare = [
        (FULL * most - high) / gaps
        for one, high, most in zip(placed, heights, free, strict=True)
        if (gaps := _gaps(one))
    ]
    more = int(min(*spare, own * CENTIPOINT * MOST_GAP, ENDLESS) / CENTIPOINT) if spare else 0
    look = look_of(placed[0], setting.own)
    before = setting.measure.space_before(look, own) + more if more >= own * LEAST_GAP else 0
    grown = []
    for text, room in zip(placed, rooms, strict=True):
        text = text._replace(percent=percent, before=before)
        now = taken(text, setting, room, percent)
        grown.append(text._replace(lines=now.lines, over=now.surely))
    return grown


def enlarged_quote(placed: Placed[Quote, None], setting: Setting) -> Placed[Quote, None]:
    """Somebody's words that stand in a placeholder, at the largest size of quotes at which they leave it a little free;
    as they are where that is none larger than the brand's."""
    if placed.placeholder is None or placed.percent != 100 or placed.over or setting.most < 100:
        return placed
    size = placed.placeholder.sizes[0]
    free = FULL * _height(placed, placed.room, setting)
    for one in reversed(setting.ladder.at(setting.rungs()[0]).quotes):
        percent = -(-one * 100 // size)
        now = taken(placed, setting, placed.room, percent)
        if one > size and not now.over and not now.broken and now.height <= free:
            return placed._replace(percent=percent, lines=now.lines, over=now.surely)
    return placed


def _height(one: Placed[Prose, None], room: Box, setting: Setting) -> int:
    """The height that is free for text in its room."""
    _, top, _, bottom = look_of(one, setting.own).insets
    return room.cy - top - bottom


def _gaps(one: Placed[Text, None]) -> int:
    """How many gaps there are between its paragraphs of the first level."""
    neighbours = pairwise(one.node.paragraphs)
    return sum(below.level == 0 and not stands_over(above) for above, below in neighbours)


def _least(placed: Placed[Prose, None], setting: Setting) -> int:
    return setting.minimum_title if placed.kind == "title" else setting.minimum_body


def excess(placed: Placed[Prose, None], own: Placeholder) -> Excess:
    """How many lines there are, at which size."""
    size = scaled(usual := look_of(placed, own).sizes[0], placed.percent, placed.least)
    least = "least size" if size < usual else "size"
    what = "title" if placed.kind == "title" else "text"
    needs = f"{placed.lines} line" if placed.lines == 1 else f"{placed.lines} lines"
    message = f"the {what} needs {needs}, {placed.over} too many, at the brand's {least} of {size / 100:g} pt"
    return Excess(message, "shorten it", "a paragraph is never divided")


# --- divided ---------------------------------------------------------------------------------------------------------


def portions(node: Prose) -> Sequence[Portion]:
    """Its paragraphs."""
    following = (*node.paragraphs[1:], None)
    return [
        Portion(1 + len(text_of(one.spans)) // LETTERS_A_LINE, leads=_leads(one, behind), follows=one.level > 0)
        for one, behind in zip(node.paragraphs, following, strict=True)
    ]


def part(node: Text, start: int, end: int) -> Text:
    """Some of its paragraphs; a list goes on where it was divided."""
    return Text(numbered(node.paragraphs)[start:end])


def _leads(one: Paragraph, following: Paragraph | None) -> bool:
    """Whether a paragraph belongs to what follows: a heading, a line that ends in a colon, an item with items below."""
    if one.heading or text_of(one.spans).rstrip().endswith((":", "\uff1a")):
        return True
    return following is not None and following.level > one.level


def numbered(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Numbered paragraphs with the number that each shows, so that a list goes on where it is divided."""
    found: list[Paragraph] = []
    lists: dict[int, tuple[int, int]] = {}  # level → where its list begins, and the next number
    for one in paragraphs:
        lists = {level: known for level, known in lists.items() if level <= one.level}
        if one.marker == "bullet":
            lists.pop(one.level, None)
        if one.marker == "number":
            first, following = lists.get(one.level, (one.start, one.start))
            if one.start not in (first, following):
                first = following = one.start
            lists[one.level] = first, following + 1
            one = msgspec.structs.replace(one, start=following)
        found.append(one)
    return tuple(found)


# --- written ---------------------------------------------------------------------------------------------------------


def draw(placed: Placed[Prose, None], canvas: Canvas) -> None:
    """The text in its placeholder, or in a text box."""
    place, rows = placed.placeholder, _rows(placed, canvas)
    if place is None:
        canvas.text_box("Text Box", placed.room, rows)
        return
    panel, insets = (canvas.palette.grounds.panel, place.insets) if placed.panel else (None, None)
    name = NAMES.get(place.type) or ("Title" if placed.kind == "title" else "Text Placeholder")
    choices = reference(place), placed.box is not None, not place.wraps, panel, insets
    canvas.add(PLACEHOLDER, choices, name, placed.box or NOWHERE, canvas.printed(rows))


def _rows(placed: Placed[Prose, None], canvas: Canvas) -> list[Row]:
    """A text as it was measured, in an ink that can be read."""
    place, link, percent, least = placed.placeholder, canvas.references.link, placed.percent, placed.least
    if place is None:
        look, palette = look_of(placed, canvas.own), canvas.palette
        found = rows_of(placed.node, look, percent, least, link, face=canvas.face, own=True, before=placed.before)
        return [row._replace(ink=palette.text, plain_links=palette.plain_links) for row in found]
    found = rows_of(placed.node, place, percent, least, link, before=placed.before)
    if placed.panel:
        return [row._replace(ink=canvas.palette.grounds.on_panel, plain_links=True) for row in found]
    ink = canvas.look_in(place)
    return [row._replace(ink=ink.ink, plain_links=ink.plain_links) for row in found] if ink != PLAIN else found
