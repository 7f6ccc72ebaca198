"""Copies designed slides into a deck: the slide's part, and everything that it needs, under names that are free.

Parts that need no change are copied as they lie in their file, each once; pictures once for the same content.
`layouts` finds theirs, `powerpoint.designed.dependencies` says what stays behind.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec
from lxml import etree

from salespack.deck.model import Deck, Picture, Slide
from salespack.ooxml.markup import C, P, R
from salespack.ooxml.media import KINDS, Media
from salespack.ooxml.packaging import (
    DEFAULT_TYPES,
    OFFICE_RELATIONSHIPS,
    OFFICE_TYPES,
    PRESENTATION_TYPES,
    PackageWriter,
    Relationship,
    extension_of,
    relationships_part,
    relationships_xml,
)
from salespack.ooxml.reading import SAVE_AGAIN
from salespack.ooxml.shape_names import without_telling_names
from salespack.ooxml.trees import Tree, tree, written
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.designed.binding import WORKBOOK_LINK
from salespack.powerpoint.designed.chart_workbooks import CHARTS, WORKBOOKS, forget_filtered, shown_workbook
from salespack.powerpoint.designed.dependencies import (
    LEFT_BEHIND,
    UNUSED_GO,
    cleaned,
    free_ids,
    leads_nowhere,
    lost_address,
    unknown_ids,
    unlink,
    used_ids,
)
from salespack.powerpoint.designed.source import SourceDeck, Sources
from salespack.powerpoint.forms.chart_parts import CHART_TYPE
from salespack.powerpoint.forms.chart_sheets import WORKBOOK_TYPE
from salespack.powerpoint.merging.chart_defaults import VERSION_2007, say_defaults
from salespack.powerpoint.merging.layouts import Homes
from salespack.powerpoint.merging.sections import with_sections
from salespack.powerpoint.merging.shrinking import shrink
from salespack.powerpoint.merging.table_styles import STYLES_TYPE, TableStyles
from salespack.powerpoint.merging.travelling_fonts import TravellingFonts

SLIDE_TYPE = PRESENTATION_TYPES + "slide+xml"
SCALED = frozenset({CHART_TYPE, "application/vnd.ms-office.drawingml.diagramDrawing+xml"})
"""Types of parts whose lengths and sizes of text grow with the slide."""
NAMED = frozenset({
    OFFICE_TYPES + "drawingml.chartshapes+xml", "application/vnd.ms-office.drawingml.diagramDrawing+xml",
})  # fmt: skip
"""Types of parts beside the slide that have shapes with names."""
NUMBERED = re.compile(r"\d*$")


class Workshop(msgspec.Struct, frozen=True):
    """What the writer lends: the package, free names for its parts (by stem and extension), pictures.

    `picture` puts a picture in and gives the part's name.
    """

    package: PackageWriter
    media: Media
    free: Callable[[str, str], str]
    picture: Callable[[Picture], str]


class Carrier:
    """Carries the designed slides of one deck. `slides` gives their new parts by file and old part."""

    def __init__(
        self, brand: Brand, sources: Sources, workshop: Workshop, slides: Mapping[tuple[str, str], str]
    ) -> None:
        self._brand, self._sources, self._workshop, self._slides = brand, sources, workshop, slides
        self._names: dict[tuple[Path, str], str] = {}
        self._todo: deque[_Part] = deque()
        self.homes = Homes(brand, workshop.free, self._carried)
        self.table_styles = TableStyles(brand)
        self._fonts = TravellingFonts(brand, workshop.package, workshop.free)

    def slide(self, name: str, slide: Slide, own: Sequence[tuple[str, str]]) -> str:
        """Writes a designed slide as part `name`; `own` are kind and part of what the deck itself gives it.

        Returns the part of its layout.
        """
        designed = slide.designed
        assert designed is not None  # noqa: S101 - the writer asks
        source = self._sources.open(Path(designed.file))
        part = designed.part
        root = tree(designed.changed[part]) if part in designed.changed else source.tree(part)
        cleaned(root)
        without_telling_names(root, source.people)
        layout = self.homes.settle(source, part, root, designed.keep)
        self._fonts.use(source, part, own_look=designed.keep != "brand")
        if designed.shrunk:
            shrink(root, designed.shrunk, layout, self._brand)
        self.table_styles.use(source, root)
        links = [Relationship("", f"{OFFICE_RELATIONSHIPS}/slideLayout", layout)]
        links += [Relationship("", f"{OFFICE_RELATIONSHIPS}/{kind}", target) for kind, target in own]
        before = source.relationships(part)
        pictures = [
            Relationship(identifier, f"{OFFICE_RELATIONSHIPS}/image", self._workshop.picture(picture))
            for identifier, picture in designed.pictures.items()
        ]
        taken = [one.id for one in (*before, *pictures)]
        links = [
            msgspec.structs.replace(one, id=identifier)
            for one, identifier in zip(links, free_ids(taken, len(links)), strict=True)
        ]
        kept, doomed = self._links(source, part, root, slide)
        unlink(root, doomed - {one.id for one in pictures})
        for one in links:
            if one.kind == "tags":
                _tag(root, one.id)
        self._add(name, SLIDE_TYPE, root, [*kept, *pictures, *links])
        self._work()
        return layout

    def finish(self, presentation: bytes, free: int) -> tuple[bytes, list[Relationship]]:
        """Writes the masters, fonts and table styles that came along.

        Gives presentation.xml with the masters and fonts, and its relationships to what was added, with ids from
        `free`.
        """
        for name, kind, root, links in self.homes.masters():
            self._add(name, kind, root, links)
        self._work()
        presentation, added = self.homes.presentation(presentation, free)
        presentation, fonts = self._fonts.presentation(presentation, free + len(added))
        added += fonts
        styles = self.table_styles
        content = styles.content()
        if styles.part is not None and content is None:
            self._workshop.package.copy(styles.part)
        elif content is not None:
            name = styles.part.name if styles.part is not None else self._workshop.free("ppt/tableStyles", "xml")
            self._workshop.package.add(name, STYLES_TYPE, content)
            if styles.part is None:
                added.append(Relationship(f"rId{free + len(added)}", f"{OFFICE_RELATIONSHIPS}/tableStyles", name))
        return presentation, added

    def with_sections(self, presentation: bytes, deck: Deck, ids: Sequence[int]) -> bytes:
        """presentation.xml with the sections that the slides of the deck stood in; `ids` are PowerPoint's of them."""
        return with_sections(presentation, deck.slides, ids, self._sources, deck.pack_name)

    def _links(
        self, source: SourceDeck, part: str, root: Tree, slide: Slide | None, workbook: bytes | None = None
    ) -> tuple[list[Relationship], set[str]]:
        """The relationships that a part keeps, with their new targets, and the ids of those that it loses.

        `workbook` comes instead of the workbook of a chart, also of one in another file.
        """
        used = used_ids(root)
        kept, doomed = [], unknown_ids(source, part, root)
        for one in source.relationships(part):
            target = one.target if one.external else ""
            if workbook is not None and one.kind in WORKBOOKS:
                target = self._workshop.free("ppt/embeddings/Microsoft_Excel_Worksheet", "xlsx")
                self._workshop.package.add(target, WORKBOOK_TYPE, workbook, compress=False)
                kept.append(Relationship(one.id, f"{OFFICE_RELATIONSHIPS}/package", target))
                continue
            if leads_nowhere(source, one) or lost_address(one) or (one.kind in UNUSED_GO and one.id not in used):
                target = ""
            elif one.kind == "slide" and slide is not None:
                target = self._slides.get((str(source.path), one.target), "")
            elif not one.external and one.kind not in LEFT_BEHIND and one.target.rpartition("/")[2] != "NULL":
                target = self._carried(source, one.target, slide)
            if target:
                kept.append(msgspec.structs.replace(one, target=target))
            else:
                doomed.add(one.id)
        return kept, doomed

    def _carried(self, source: SourceDeck, part: str, slide: Slide | None = None) -> str:
        """The new name of a part of a file, which is copied if it is not yet."""
        designed = slide.designed if slide is not None else None
        filled = designed is not None and (part in designed.changed or part in designed.charts)
        known = self._names.get((source.path, part))
        if known is not None and not filled:
            return known
        if part not in source.package:
            raise source.package.fault("SP504", f"is damaged: {part} is not there", SAVE_AGAIN)
        name = self._shared(source, part)
        if name is None:
            name = self._free(part)
            self._todo.append(_Part(source, part, name, slide if filled else None))
        if not filled:
            self._names[source.path, part] = name
        return name

    def _free(self, part: str) -> str:
        stem, dot, extension = part.rpartition(".")
        return self._workshop.free(NUMBERED.sub("", stem if dot else part) or "ppt/part", extension if dot else "bin")

    def _shared(self, source: SourceDeck, part: str) -> str | None:
        """The part of the deck that has the same content, for pictures and other media; it is put in if there is none.

        None for parts of other kinds.
        """
        content_type = source.package.content_type(part) or DEFAULT_TYPES.get(extension_of(part), "")
        if not content_type.startswith(KINDS) or source.relationships(part):
            return None
        stored = msgspec.structs.replace(source.stored(part), content_type=content_type)
        known = self._workshop.media.like(stored)
        if known is not None:
            return known
        stored = msgspec.structs.replace(stored, name=self._free(part))
        self._workshop.package.copy(stored)
        self._workshop.media.add(stored)
        return stored.name

    def _work(self) -> None:
        """Copies the parts that were asked for, and those that they need."""
        while self._todo:
            one = self._todo.popleft()
            self._copy(one)

    def _copy(self, one: _Part) -> None:
        source, part, name = one.source, one.part, one.name
        kind = source.package.content_type(part) or DEFAULT_TYPES.get(extension_of(part), "application/octet-stream")
        designed = one.slide.designed if one.slide is not None else None
        content = designed.changed.get(part) if designed is not None else None
        links = source.relationships(part)
        if content is None and kind not in SCALED and (not links or not _is_xml(kind)):
            stored = source.stored(part)
            self._workshop.package.copy(msgspec.structs.replace(stored, name=name, content_type=kind))
            rows = [
                msgspec.structs.replace(
                    link, target=link.target if link.external else self._carried(source, link.target)
                )
                for link in links
                if link.kind not in LEFT_BEHIND and not lost_address(link) and not leads_nowhere(source, link)
            ]
            self._relate(name, rows)
            return
        root = source.tree(part) if content is None else tree(content)
        fit = self.homes.fit(source) if kind in SCALED else None
        if fit is not None:
            fit.scale_lengths(root)
        renamed = kind in NAMED and without_telling_names(root, source.people)
        if kind in CHARTS:
            forget_filtered(root)
        if kind == CHART_TYPE and source.program_version.startswith(VERSION_2007):
            say_defaults(root)
        if designed is not None and part in designed.charts:
            rows, doomed = self._chart_links(source, part, root)
        else:
            workbook = shown_workbook(root) if kind in CHARTS else None
            rows, doomed = self._links(source, part, root, None, workbook)
        unlink(root, doomed)
        if content is None and not doomed and fit is None and kind not in CHARTS and not renamed:
            stored = source.stored(part)
            self._workshop.package.copy(msgspec.structs.replace(stored, name=name, content_type=kind))
            self._relate(name, rows)
        else:
            self._add(name, kind, root, rows)

    def _chart_links(self, source: SourceDeck, part: str, root: Tree) -> tuple[list[Relationship], set[str]]:
        """The relationships of a chart whose figures are new: a workbook of what it shows instead of the old one."""
        link = root.find(f"{C}externalData")
        identifier = link.get(f"{R}id", WORKBOOK_LINK) if link is not None else WORKBOOK_LINK
        content = shown_workbook(root)
        assert content is not None  # noqa: S101 - binding leaves no reference without its cells
        workbook = self._workshop.free("ppt/embeddings/Microsoft_Excel_Worksheet", "xlsx")
        self._workshop.package.add(workbook, WORKBOOK_TYPE, content, compress=False)
        before = [one for one in source.relationships(part) if one.id != identifier]
        rows, doomed = [], set()
        for one in before:
            if one.external or one.kind in LEFT_BEHIND or leads_nowhere(source, one):
                doomed.add(one.id)
            else:
                rows.append(msgspec.structs.replace(one, target=self._carried(source, one.target)))
        rows.append(Relationship(identifier, f"{OFFICE_RELATIONSHIPS}/package", workbook))
        return rows, doomed

    def _add(self, name: str, content_type: str, root: Tree, links: Sequence[Relationship]) -> None:
        self._workshop.package.add(name, content_type, written(root))
        self._relate(name, links)

    def _relate(self, name: str, links: Sequence[Relationship]) -> None:
        if links:
            self._workshop.package.add(relationships_part(name), "", relationships_xml(links, name))


class _Part(msgspec.Struct, frozen=True):
    """A part to be copied; `slide` is the one that has new content for it."""

    source: SourceDeck
    part: str
    name: str
    slide: Slide | None


def _is_xml(content_type: str) -> bool:
    return content_type.endswith("+xml")


def _tag(root: Tree, relationship: str) -> None:
    """Refers to the tags of a slide, at the schema's place (CT_CommonSlideData, ECMA-376, 19.3.1.16)."""
    shapes = root.find(f"{P}cSld/{P}spTree")
    if shapes is not None:
        data = etree.Element(f"{P}custDataLst")
        shapes.addnext(data)
        etree.SubElement(data, f"{P}tags").set(f"{R}id", relationship)
