"""Where content stands on the slides of a brand: what the proof of looks judges their bodies by."""

from __future__ import annotations

from functools import cached_property

import msgspec

from salespack.graphics.boxes import Box, union
from salespack.ooxml.placeholders import FOOTERS, TITLES, within_margins
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.brand.settings import STANDALONE

LEAST_BODY = 0.3
"""The share of the slide's height from which a placeholder is a body; a lower one grows with its text."""


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a slide beside what it shows.

    `body` is where its content stands, None for one that is filled otherwise by design (a title, a closing); `room` is
    where content may stand at all. Both are None for slides that a person has designed; those of them are `dressed`
    that stand on another layout than they were designed for.
    """

    body: Box | None = None
    room: Box | None = None
    dressed: bool = False

    @property
    def designed(self) -> bool:
        """Whether a person has laid the slide out."""
        return self.room is None


class Stages:
    """The stages of a brand's layouts, by their parts."""

    def __init__(self, brand: Brand) -> None:
        self._brand = brand
        bullets = brand.roles["bullets"].layout
        standalone = {brand.roles[one].layout for one in STANDALONE if one in brand.roles} - {bullets}
        self._alone = {brand.layouts[one].part for one in standalone}
        self._by_part = {one.part: one for one in brand.layouts}
        self._known: dict[str, Stage] = {}

    @cached_property
    def body(self) -> Box:
        """The body of the layout for bullets; where it has none of some height, that role's room for graphics."""
        role = self._brand.roles["bullets"]
        boxes = [one.box for one in self._brand.layouts[role.layout].placeholders if one.idx in role.bodies]
        high = [one for one in boxes if one.cy >= LEAST_BODY * self._brand.height]
        return high[0] if high else role.area

    def title_size(self, layout: str) -> float:
        """The size of titles on a layout, given by its part, in points; 0 where it has none."""
        placeholders = self._by_part[layout].placeholders if layout in self._by_part else ()
        return next((one.sizes[0] / 100 for one in placeholders if one.type in TITLES), 0)

    def is_content(self, layout: str) -> bool:
        """Whether slides on a layout, given by its part, hold content: they are no title, section or closing."""
        return layout not in self._alone

    def of(self, layout: str) -> Stage:
        """The stage of slides on a layout that we composed."""
        if layout not in self._known:
            placeholders = self._by_part[layout].placeholders if layout in self._by_part else ()
            boxes = [
                one.box for one in placeholders if one.type not in (*TITLES, *FOOTERS) and one.box.cx and one.box.cy
            ]
            room = union([within_margins(self._brand.width, self._brand.height), self.body, *boxes])
            self._known[layout] = Stage(body=self.body if self.is_content(layout) else None, room=room)
        return self._known[layout]
