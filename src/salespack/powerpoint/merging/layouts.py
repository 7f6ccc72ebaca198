"""The layouts of designed slides: the brand's own where they look the same, else those they bring, with their masters.

A master comes along once, whatever the number of slides and files, with only those of its layouts that are used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

import msgspec
from lxml import etree

from salespack.ooxml.markup import P, R, integer, replaced, spans
from salespack.ooxml.packaging import OFFICE_RELATIONSHIPS, PRESENTATION_TYPES, Relationship
from salespack.ooxml.reading import SAVE_AGAIN
from salespack.ooxml.trees import Tree, tree
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.designed.dependencies import (
    LEFT_BEHIND,
    leads_nowhere,
    lost_address,
    unknown_ids,
    unlink,
    used_ids,
)
from salespack.powerpoint.designed.source import SourceDeck
from salespack.powerpoint.merging.rebranding import redress
from salespack.powerpoint.merging.same_layout import BrandLayouts, SourceParts, fingerprint
from salespack.powerpoint.merging.scaling import Fit, fit_of
from salespack.powerpoint.merging.text_defaults import bake_defaults

FIRST_LAYOUT_ID = 2_147_483_648
"""ST_SlideMasterId and ST_SlideLayoutId begin here, and share their numbers (ECMA-376, 19.7.11 and 19.7.14)."""
Carry = Callable[[SourceDeck, str], str]
Made = tuple[str, str, Tree, list[Relationship]]
"""A part to be written: name, content type, markup, relationships with part names as targets."""


class _Master:
    """A master that comes along: its new name, and the new names of those of its layouts that are used."""

    def __init__(self, source: SourceDeck, part: str, name: str, fit: Fit | None) -> None:
        self.source, self.part, self.name, self.fit = source, part, name, fit
        self.layouts: dict[str, str] = {}


class Homes:
    """Finds the layout of each designed slide of a deck. `carry` copies a part of a file and gives its new name."""

    def __init__(self, brand: Brand, free: Callable[[str, str], str], carry: Carry) -> None:
        self._brand, self._free, self._carry = brand, free, carry
        self._likeness = BrandLayouts(brand)
        self._masters: dict[str, _Master] = {}
        self._layouts: dict[tuple[str, str], str] = {}
        self._brand_text: Tree | None = None

    def settle(self, source: SourceDeck, slide: str, root: Tree, keep: Literal["source", "brand"] | None) -> str:
        """The part of the layout that a slide stands on in this deck; its markup changes with it where it must."""
        layout = source.related(slide, "slideLayout")
        if not layout:
            raise source.package.fault("SP504", f"is damaged: {slide} has no layout", SAVE_AGAIN)
        if (same := self._likeness.like(source, layout)) is not None:
            return same
        fit = self.fit(source)
        if keep == "brand":
            return redress(root, source, slide, self._brand, fit)
        return self._brought(source, layout, root, fit)

    def fit(self, source: SourceDeck) -> Fit | None:
        """How slides of a file are scaled in this deck."""
        return fit_of(source, self._brand)

    def _brought(self, source: SourceDeck, layout: str, root: Tree, fit: Fit | None) -> str:
        """The layout that a slide brings along; the slide keeps its look on it."""
        self._adapt(source, root, fit)
        key = (repr(source.size), _fingerprint(source, layout))
        if key not in self._layouts:
            self._layouts[key] = self._free("ppt/slideLayouts/slideLayout", "xml")
            master = self._master(source, layout, fit)
            master.layouts[layout] = self._layouts[key]
        return self._layouts[key]

    def _master(self, source: SourceDeck, layout: str, fit: Fit | None) -> _Master:
        part = source.related(layout, "slideMaster")
        if not part:
            raise source.package.fault("SP504", f"is damaged: {layout} has no master", SAVE_AGAIN)
        key = f"{source.path} {part}"
        if key not in self._masters:
            name = self._free("ppt/slideMasters/slideMaster", "xml")
            self._masters[key] = _Master(source, part, name, fit)
        return self._masters[key]

    def _adapt(self, source: SourceDeck, root: Tree, fit: Fit | None) -> None:
        """Makes markup of a file look in this deck as it does there: other text defaults, another slide size."""
        if self._brand_text is None:
            self._brand_text = tree(self._brand.presentation)
        theirs = self._brand_text.find(f"{P}defaultTextStyle")
        bake_defaults(root, source.default_text, theirs, sizes=fit is not None)
        if fit is not None:
            fit.apply(root)

    def masters(self) -> Iterator[Made]:
        """The parts of the masters that came along, with their layouts."""
        numbers = _free_numbers(self._brand)
        for master in self._masters.values():
            yield from self._made(master, numbers)

    def _made(self, master: _Master, numbers: Iterator[int]) -> Iterator[Made]:
        source, root = master.source, master.source.tree(master.part)
        self._adapt(source, root, master.fit)
        listed = root.find(f"{P}sldLayoutIdLst")
        links = source.relationships(master.part)
        names = {one.id: master.layouts.get(one.target, "") for one in links if one.kind == "slideLayout"}
        if listed is None:
            listed = etree.Element(f"{P}sldLayoutIdLst")
            before = [one for name in ("clrMap", "cSld") if (one := root.find(f"{P}{name}")) is not None]
            root.insert(root.index(before[0]) + 1 if before else 0, listed)
        for one in list(listed):
            if names.get(one.get(f"{R}id", "")):
                one.set("id", str(next(numbers)))
            else:
                listed.remove(one)
        known = {one.get(f"{R}id") for one in listed}
        for identifier in (one for one, name in names.items() if name and one not in known):
            etree.SubElement(listed, f"{P}sldLayoutId", id=str(next(numbers))).set(f"{R}id", identifier)
        kept = [
            Relationship(one.id, one.type, names[one.id])
            for one in links
            if one.kind == "slideLayout" and names[one.id]
        ]
        yield self._part(master.name, "slideMaster", source, master.part, root, kept)
        for part, name in master.layouts.items():
            layout = source.tree(part)
            self._adapt(source, layout, master.fit)
            own = next(one for one in source.relationships(part) if one.kind == "slideMaster")
            yield self._part(name, "slideLayout", source, part, layout, [Relationship(own.id, own.type, master.name)])

    def _part(
        self, name: str, kind: str, source: SourceDeck, part: str, root: Tree, family: Sequence[Relationship]
    ) -> Made:
        """A master or layout with what it needs; `family` are its relationships to the others."""
        kept, used = list(family), used_ids(root)
        doomed = unknown_ids(source, part, root) - {one.id for one in family}
        for one in source.relationships(part):
            if any(one.id == other.id for other in family):
                continue
            travels = one.kind not in LEFT_BEHIND and (one.kind == "theme" or one.id in used)
            travels = travels and not lost_address(one) and not leads_nowhere(source, one)
            if travels and one.external:
                kept.append(one)
            elif travels:
                kept.append(msgspec.structs.replace(one, target=self._carry(source, one.target)))
            else:
                doomed.add(one.id)
        unlink(root, doomed)
        return name, f"{PRESENTATION_TYPES}{kind}+xml", root, kept

    def presentation(self, data: bytes, free: int) -> tuple[bytes, list[Relationship]]:
        """presentation.xml that lists the masters that came along, and its relationships to them, ids from `free`."""
        if not self._masters:
            return data, []
        numbers = _free_numbers(self._brand)
        for master in self._masters.values():
            for _ in master.layouts:
                next(numbers)
        links, listed = [], []
        for at, master in enumerate(self._masters.values()):
            link = Relationship(f"rId{free + at}", f"{OFFICE_RELATIONSHIPS}/slideMaster", master.name)
            links.append(link)
            names = f'xmlns:p="{P[1:-1]}" xmlns:r="{R[1:-1]}"'
            listed.append(f'<p:sldMasterId {names} id="{next(numbers)}" r:id="{link.id}"/>')
        found = next(one for one in spans(data) if one.depth == 1 and one.tag == f"{P}sldMasterIdLst")
        at = data.rindex(b"</", found.start, found.end)
        return replaced(data, [(at, at, "".join(listed).encode())]), links


def _fingerprint(source: SourceDeck, layout: str) -> str:
    key = ("fingerprint", layout)
    if key not in source.remembered:
        source.remembered[key] = fingerprint(SourceParts(source), layout)
    return str(source.remembered[key])


def _free_numbers(brand: Brand) -> Iterator[int]:
    """Numbers for masters and layouts that no master or layout of the brand has."""
    masters = {one.master for one in brand.layouts}
    contents = [brand.presentation]
    contents += [part.content for part in brand.parts if part.name in masters]
    taken = {
        integer(one.get("id"), 0)
        for content in contents
        for one in tree(content).iter(f"{P}sldMasterId", f"{P}sldLayoutId")
    }
    number = FIRST_LAYOUT_ID
    while True:
        if number not in taken:
            yield number
        number += 1
