"""A presentation as its main part has it: where that is, the slides in their order, the masters, the slides' size.

Everybody who opens a deck, a template or a brand asks here.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple
from xml.etree.ElementTree import Element

from salespack.ooxml.markup import P, R, integer
from salespack.ooxml.reading import GIVE_ONE, Package
from salespack.problems.files import zip_known_by

DEFAULT_WIDTH, DEFAULT_HEIGHT = 9_144_000, 6_858_000
"""EMU: 4:3, what slides have where a file says nothing, or what no slide can have."""
LARGEST_SIDE = 51_206_400
"""EMU: the longest side that a slide may have (ST_SlideSizeCoordinate, ISO/IEC 29500-1 §19.7.16)."""
LARGEST_ID = 2**31 - 1
"""ST_SlideId of ISO/IEC 29500-1 §19.7.13; the least is 256, but files with smaller ones open."""
SECTIONS = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
"""The namespace of sections, as PowerPoint 2010 and later keep them ([MS-PPTX] 2.6.5)."""
_KINDS = ("presentationml", "ms-powerpoint")


class Size(NamedTuple):
    """Width and height of slides, EMU."""

    width: int
    height: int


class ListedSlide(NamedTuple):
    """A slide as the presentation lists it: its number from 1, PowerPoint's own id (-1 if it is none), its part.

    The part is empty if the file lost it.
    """

    number: int
    id: int
    part: str


class Section(NamedTuple):
    """A section of the deck: PowerPoint's own id for it, its name, white space folded, and its slides' ids."""

    id: str
    name: str
    slides: tuple[int, ...]


class Presentation:
    """The main part of a package; its content type tells presentations, templates, shows and those with macros.

    Raises UserFault: SP506 for a package without one, SP503 for one of another program, SP508 where it cannot be read.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = package.related("", "officeDocument")
        if not self.part:
            what = zip_known_by(package.names)
            if what != zip_known_by(("ppt/",)):
                raise package.fault("SP506", f"{what} and no PowerPoint file", GIVE_ONE)
            raise package.fault("SP506", "has no presentation in it", "open it in PowerPoint and save it again")
        if not any(kind in package.content_type(self.part) for kind in _KINDS):
            raise package.fault("SP503", "is an Office file, but not one of PowerPoint", GIVE_ONE)

    @cached_property
    def root(self) -> Element:
        """Its markup."""
        return self.package.xml(self.part)

    def related(self, kind: str) -> str:
        """The part that its first relationship of a kind leads to, an empty text where there is none."""
        return self.package.related(self.part, kind)

    @cached_property
    def size(self) -> Size:
        """The size of its slides."""
        size = self.root.find(f"{P}sldSz")
        width, height = (integer(size.get(one), 0) for one in ("cx", "cy")) if size is not None else (0, 0)
        is_one = 0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE
        return Size(width, height) if is_one else Size(DEFAULT_WIDTH, DEFAULT_HEIGHT)

    @property
    def first_number(self) -> int:
        """What the first slide is numbered as on slides."""
        return integer(self.root.get("firstSlideNum"), 1)

    @property
    def default_text(self) -> Element | None:
        """The styles that texts outside placeholders begin with."""
        return self.root.find(f"{P}defaultTextStyle")

    @cached_property
    def listed(self) -> tuple[ListedSlide, ...]:
        """All rows of the list of slides, by their place in it."""
        rows = self.root.findall(f"{P}sldIdLst/{P}sldId")
        targets = self._targets("slide")
        return tuple(
            ListedSlide(number, integer(row.get("id"), -1), targets.get(row.get(f"{R}id", ""), ""))
            for number, row in enumerate(rows, 1)
        )

    @cached_property
    def slides(self) -> tuple[ListedSlide, ...]:
        """Its slides in their order, numbered as PowerPoint shows them: those that the file lost do not count."""
        there = {one.part: one for one in reversed(self.listed) if one.part}
        rows = [one for one in self.listed if there.get(one.part) is one]
        return tuple(one._replace(number=number) for number, one in enumerate(rows, 1))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections that have slides."""
        known = {str(one.id): one.id for one in self.slides}
        rows = [
            (row, tuple(known[id] for one in row.iter(f"{SECTIONS}sldId") if (id := one.get("id", "")) in known))
            for row in self.root.iter(f"{SECTIONS}section")
        ]
        named = [(row.get("id", ""), " ".join(row.get("name", "").split()), slides) for row, slides in rows if slides]
        return tuple([Section(id or name, name, slides) for id, name, slides in named])

    @cached_property
    def masters(self) -> tuple[str, ...]:
        """The parts of its slide masters in their order."""
        targets = self._targets("slideMaster")
        rows = self.root.findall(f"{P}sldMasterIdLst/{P}sldMasterId")
        found = (targets.get(one.get(f"{R}id", ""), "") for one in rows)
        return tuple(dict.fromkeys(part for part in found if part))

    def _targets(self, kind: str) -> dict[str, str]:
        """The parts that relationships of a kind lead to, by their ids; without those that the file lost."""
        links = self.package.relationships(self.part)
        return {one.id: one.target for one in links if one.kind == kind and one.target in self.package}
