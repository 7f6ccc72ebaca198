"""What the rules for roles know of a layout: its placeholders sorted by use, and the room that it leaves free."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import combinations

import msgspec

from salespack.graphics.boxes import Box, area_of, common
from salespack.language.locales import layout_names
from salespack.ooxml.placeholders import FOOTERS, TITLES, within_margins
from salespack.powerpoint.brand.model import Layout, Placeholder

AGENDA = "agenda"
MOST_CONTENTS = 24
SMALL = 0.07
"""The share of the slide below which a placeholder is no place for content."""
"""Of a layout with hundreds of placeholders only the largest are compared with each other."""


class Page(msgspec.Struct, frozen=True):
    """The slide's size in EMU, and where each master (by part name) has its body."""

    width: int
    height: int
    bodies: Mapping[str, Box] = {}

    @property
    def inside(self) -> Box:
        """The slide without its margins."""
        return within_margins(self.width, self.height)

    def share(self, box: Box) -> float:
        """The share of the slide that a box covers."""
        return area_of(box) / (self.width * self.height)


class Facts(msgspec.Struct, frozen=True):
    """A layout as the rules see it: `contents` are the placeholders for text and objects, the largest first.

    `hints` are the roles that its name speaks of in any language (`agenda` is none: such a layout serves one only when
    there is no other, as does one that numbers its paragraphs by itself); `used` says that a sample slide is made with
    it.
    """

    number: int
    layout: Layout
    page: Page
    title: Placeholder | None
    subtitle: Placeholder | None
    contents: tuple[Placeholder, ...]
    pictures: tuple[Placeholder, ...]
    hints: frozenset[str]
    used: bool = False

    @property
    def texts(self) -> tuple[Placeholder, ...]:
        """Contents and subtitle, the largest first."""
        subtitle = () if self.subtitle is None else (self.subtitle,)
        return tuple(sorted((*self.contents, *subtitle), key=lambda one: -area_of(one.box)))

    @property
    def large(self) -> tuple[Placeholder, ...]:
        """Contents without those that are too small for more than a line of a subtitle, a label or a number."""
        return tuple(one for one in self.contents if self.page.share(one.box) >= SMALL)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to fill but date, footer and slide number."""
        return not (self.title or self.subtitle or self.contents or self.pictures)

    @property
    def vertical(self) -> bool:
        """Whether text runs from top to bottom, as in East Asian layouts that we do not fill."""
        texts = (*self.contents, *((self.title,) if self.title else ()))
        return (self.layout.type or "").startswith("vert") or any(one.vertical for one in texts)

    @property
    def pair(self) -> tuple[Placeholder, Placeholder] | None:
        """The two largest contents that lie side by side, left one first."""
        largest = self.contents[:MOST_CONTENTS]
        pairs = [pair for pair in combinations(largest, 2) if _side_by_side(pair[0].box, pair[1].box)]
        if not pairs:
            return None
        one, other = max(pairs, key=lambda pair: sum(area_of(found.box) for found in pair))
        return (one, other) if one.box.x < other.box.x else (other, one)

    @property
    def title_is_low(self) -> bool:
        """Whether the title lies in the middle of the slide or below, as on a divider."""
        return self.title is not None and self.title.box.y + self.title.box.cy / 2 > 0.33 * self.page.height

    def share(self, number: int) -> float:
        """The share of the slide that the content of that number covers, 0 if there is none."""
        return self.page.share(self.contents[number].box) if number < len(self.contents) else 0.0

    @property
    def floor(self) -> int:
        """Where the free room ends: at the footers, else at the slide's margin."""
        inside, middle = self.page.inside, self.page.height // 2
        tops = [one.box.y for one in self.layout.placeholders if one.type in FOOTERS and one.box.y > middle]
        return min([inside.y + inside.cy, *tops])

    def grown(self, box: Box) -> Box:
        """A body that is drawn low, to grow with its text, down to the end of the room that is free below it."""
        others = [*self.contents, *self.pictures, *((self.title,) if self.title else ())]
        below = any(one.box.y >= box.y + box.cy for one in others)
        if below or 2 * box.cy > self.floor - box.y:
            return box
        return msgspec.structs.replace(box, cy=self.floor - box.y)

    @property
    def below(self) -> Box | None:
        """The room under the title, where that is enough for a few words."""
        if self.title is None:
            return None
        inside, title = self.page.inside, self.title.box
        x, top = max(title.x, inside.x), title.y + title.cy
        room = Box(x, top, min(title.x + title.cx, inside.x + inside.cx) - x, self.floor - top)
        return room if room.cy > self.page.height // 6 and room.cx > self.page.width // 5 else None

    @property
    def free(self) -> Box:
        """Between title and footers, as wide as a wide title; inside the master's body where that mostly agrees."""
        inside = self.page.inside
        x, right, top, bottom = inside.x, inside.x + inside.cx, inside.y, self.floor
        if self.title is not None:
            title = self.title.box
            if title.cx * 2 > self.page.width:
                x, right = max(title.x, 0), min(title.x + title.cx, self.page.width)
            if bottom - (title.y + title.cy) >= title.y - top:
                top = max(top, title.y + title.cy)
            else:
                bottom = min(bottom, title.y)
        if right - x < self.page.width // 5 or bottom - top < self.page.height // 5:
            return inside
        free = Box(x, top, right - x, bottom - top)
        body = self.page.bodies.get(self.layout.master)
        shared = common(free, body) if body is not None else None
        return shared if shared is not None and 2 * area_of(shared) > area_of(free) else free


def facts_of(number: int, layout: Layout, page: Page, used: bool = False) -> Facts:
    """What the rules need to know of a layout."""
    rest = [one for one in layout.placeholders if one.type not in FOOTERS and one.type not in TITLES]
    contents = [one for one in rest if one.type not in ("subTitle", "pic")]
    return Facts(
        number=number,
        layout=layout,
        page=page,
        title=next((one for one in layout.placeholders if one.type in TITLES), None),
        subtitle=next((one for one in rest if one.type == "subTitle"), None),
        contents=tuple(sorted(contents, key=lambda one: -area_of(one.box))),
        pictures=tuple(one for one in rest if one.type == "pic"),
        hints=roles_named(layout.name) | ({AGENDA} if any(one.numbered for one in contents) else set()),
        used=used,
    )


def roles_named(name: str) -> frozenset[str]:
    """The roles that a layout's name speaks of: “Two contents” of one, though “contents” alone is another's word."""
    plain = re.sub(r"[\W_]+", " ", name).casefold()
    found = [
        (match.start(), match.end(), role)
        for role, words in layout_names().items()
        for word in words
        for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", plain)
    ]
    return frozenset(
        role
        for start, end, role in found
        if not any(first <= start and end <= last and last - first > end - start for first, last, _ in found)
    )


def _side_by_side(one: Box, other: Box) -> bool:
    """At least half as high in common as the lower one, and next to each other but for a twentieth of their width."""
    left, right = (one, other) if one.x <= other.x else (other, one)
    common = min(one.y + one.cy, other.y + other.cy) - max(one.y, other.y)
    return common * 2 >= min(one.cy, other.cy) > 0 and left.x + left.cx <= right.x + min(left.cx, right.cx) // 20
