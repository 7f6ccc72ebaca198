"""A deck that somebody edited, changed part by part: slides put in, replaced and reordered, tags written anew.

What is not touched stays as it lies in the file, byte for byte. What a slide of another deck needs comes along: charts
with their workbooks, pictures once for the same content, notes on this deck's own notes master. Its layout is this
deck's of the same name where that has a place for all that the slide has; else it comes along with its master.
"""

from __future__ import annotations

import copy
import posixpath
import re
from collections.abc import Collection, Iterator, Sequence
from xml.etree.ElementTree import Element

import msgspec
from lxml import etree

from salespack.ooxml.markup import P, R, integer
from salespack.ooxml.media import KINDS, Media
from salespack.ooxml.packaging import (
    DEFAULT_TYPES,
    OFFICE_RELATIONSHIPS,
    PRESENTATION_TYPES,
    PackageWriter,
    Relationship,
    StoredPart,
    extension_of,
    relationships_part,
    relationships_xml,
    stored_part,
)
from salespack.ooxml.placeholders import UNLINKED, Listed, on_layout, placeholders_of
from salespack.ooxml.presentation import LARGEST_ID, SECTIONS, Presentation
from salespack.ooxml.provenance_tags import PREFIX, Tag
from salespack.ooxml.reading import Package
from salespack.ooxml.slides import layout_name
from salespack.ooxml.trees import Tree, tree, written
from salespack.powerpoint.designed.dependencies import unlink
from salespack.powerpoint.merging.same_layout import PackageParts, fingerprint
from salespack.powerpoint.merging.text_defaults import bake_defaults

FIRST_LAYOUT_ID = 2_147_483_648
"""ST_SlideMasterId and ST_SlideLayoutId begin here, and share their numbers (ECMA-376, 19.7.11 and 19.7.14)."""
FIRST_SLIDE_ID = 256
NUMBERED = re.compile(r"\d*$")
NOT_CARRIED = frozenset({
    "tags", "comments", "threadedComment", "customXml", "slideUpdateInfo", "printerSettings", "control", "vbaProject",
})  # fmt: skip
"""Kinds of relationships of another deck's slide that do not come along; its tags are written anew."""
BESIDE = frozenset({"comments", "threadedComment"})
"""Kinds of relationships of a slide that stay with it, whatever is put in its place."""
_BEFORE_NOTES = (f"{P}sldMasterIdLst",)


class EditedDeck:
    """One deck being changed. `slides` are the parts of its slides in their order.

    `rewritten` says that a program saved it that writes layouts anew (LibreOffice): then a slide of another deck stands
    only on a layout that looks as its own does.
    """

    def __init__(self, package: Package, *, rewritten: bool = False) -> None:
        self._rewritten = rewritten
        self.package = package
        self.presentation = Presentation(package)
        self.slides = [one.part for one in self.presentation.slides]
        self._trees: dict[str, Tree] = {}
        self._added: dict[str, StoredPart] = {}
        self._links: dict[str, list[Relationship]] = {}
        self._carried: dict[tuple[int, str], str] = {}
        self._names = {one.lower() for one in package.names}
        self._media: Media | None = None
        self._layouts: dict[tuple[int, str], str] = {}
        self._masters: list[str] = []
        self._counterparts: dict[tuple[int, str], str] = {}

    @property
    def is_changed(self) -> bool:
        """Whether anything was changed."""
        return bool(self._trees or self._added or self._links) or self.slides != [
            one.part for one in self.presentation.slides
        ]

    # --- parts and relationships ----------------------------------------------------------------------------------

    def tree(self, part: str) -> Tree:
        """The markup of a part, to be changed: it is written anew. Raises UserFault (SP508)."""
        if part not in self._trees:
            if part in self._added:
                self._trees[part] = tree(self._added[part].content)
            else:
                self._trees[part] = tree(self.package.edited(part, lambda content: content))
        return self._trees[part]

    def links(self, part: str) -> Sequence[Relationship]:
        """The relationships of a part, as they are now."""
        return self._links[part] if part in self._links else self.package.relationships(part)

    def related(self, part: str, kind: str) -> str:
        """The part that the first relationship of a kind leads to; empty where there is none."""
        return next((one.target for one in self.links(part) if one.kind == kind and not one.external), "")

    def link(self, part: str, kind: str, target: str, *, external: bool = False, kind_type: str = "") -> str:
        """The id of a relationship of a part to a target, made where there is none."""
        full = kind_type or f"{OFFICE_RELATIONSHIPS}/{kind}"
        rows = self.links(part)
        for one in rows:
            if one.target == target and one.external == external and one.kind == full.rpartition("/")[2]:
                return one.id
        taken = {one.id for one in rows}
        free = next(name for number in range(1, len(rows) + 2) if (name := f"rId{number}") not in taken)
        self._links[part] = [*rows, Relationship(free, full, target, external)]
        return free

    def unlink_kinds(self, part: str, kinds: Collection[str]) -> None:
        """Takes the relationships of some kinds from a part; its markup must name them no more."""
        self._links[part] = [one for one in self.links(part) if one.kind not in kinds]

    def free(self, stem: str, extension: str) -> str:
        """A name for a part that none has."""
        number = 1
        while (name := f"{stem}{number}.{extension}").lower() in self._names:
            number += 1
        self._names.add(name.lower())
        return name

    def add(self, name: str, content_type: str, data: bytes) -> None:
        """Puts a part in, in place of one of that name."""
        self._trees.pop(name, None)
        self._added[name] = stored_part(name, content_type, data)
        self._names.add(name.lower())

    # --- what comes along -----------------------------------------------------------------------------------------

    def counterpart(self, source: Package, part: str, own: str) -> None:
        """Says that a slide of another deck is one of this deck: links between slides lead there."""
        self._counterparts[id(source), part] = own

    def carried(self, source: Package, part: str, parent: str = "") -> str:
        """The name here of a part of another deck, which is put in if it is not yet; `parent` is what leads to it."""
        known = self._carried.get((id(source), part))
        if known is not None:
            return known
        content_type = source.content_type(part) or DEFAULT_TYPES.get(extension_of(part), "application/octet-stream")
        stored = msgspec.structs.replace(source.stored(part), content_type=content_type)
        if content_type.startswith(KINDS) and not source.relationships(part):
            like = self._known_media.like(stored)
            if like is not None:
                self._carried[id(source), part] = like
                return like
        stem, dot, extension = part.rpartition(".")
        name = self.free(NUMBERED.sub("", stem if dot else part), extension if dot else "bin")
        self._carried[id(source), part] = name
        self._added[name] = msgspec.structs.replace(stored, name=name)
        if content_type.startswith(KINDS):
            self._known_media.add(self._added[name])
        rows = self._rows(source, part, name, parent)
        if rows:
            self._links[name] = rows
        return name

    def _rows(self, source: Package, part: str, name: str, parent: str = "") -> list[Relationship]:
        """The relationships of a part that comes along, under their ids, with targets here."""
        found = []
        for one in source.relationships(part):
            target = self.target(source, one, name, parent)
            if target:
                found.append(msgspec.structs.replace(one, target=target))
        return found

    def target(self, source: Package, one: Relationship, name: str, parent: str = "") -> str:
        """Where a relationship of another deck leads to here; empty where it is not kept."""
        if one.external:
            return one.target
        if one.kind in NOT_CARRIED or one.target not in source:
            return ""
        if one.kind == "slide":
            return parent or self._counterparts.get((id(source), one.target), "")
        if one.kind == "notesMaster":
            return self._notes_master(source, one.target)
        if one.kind == "slideLayout" and "slideMaster" not in name:
            return self._layouts.get((id(source), one.target), "") or self.carried(source, one.target)
        return self.carried(source, one.target, name if one.kind == "notesSlide" else "")

    @property
    def _known_media(self) -> Media:
        if self._media is None:
            names = [one for one in self.package.names if self.package.content_type(one).startswith(KINDS)]
            self._media = Media(
                msgspec.structs.replace(self.package.stored(one), content_type=self.package.content_type(one))
                for one in names
            )
        return self._media

    def _notes_master(self, source: Package, part: str) -> str:
        own = self.related(self.presentation.part, "notesMaster")
        if own:
            return own
        name = self.carried(source, part)
        identifier = self.link(self.presentation.part, "notesMaster", name)
        root = self.tree(self.presentation.part)
        listed = etree.Element(f"{P}notesMasterIdLst")
        etree.SubElement(listed, f"{P}notesMasterId").set(f"{R}id", identifier)
        before = [one for one in root if one.tag in _BEFORE_NOTES]
        root.insert(root.index(before[-1]) + 1 if before else 0, listed)
        return name

    # --- layouts --------------------------------------------------------------------------------------------------

    def layout(self, source: Package, slide: str) -> str:
        """The layout here that a slide of another deck stands on."""
        part = source.related(slide, "slideLayout")
        key = id(source), part
        if key not in self._layouts:
            self._layouts[key] = self._same_layout(source, part, slide) or self._brought(source, part)
        return self._layouts[key]

    def _own_layouts(self) -> Iterator[str]:
        for master in [*self.presentation.masters, *self._masters]:
            yield from (one.target for one in self.links(master) if one.kind == "slideLayout" and not one.external)

    def _same_layout(self, source: Package, part: str, slide: str) -> str:
        root = source.xml(part)
        name, wanted = layout_name(root), placeholders_of(source.xml(slide))
        looks = fingerprint(PackageParts(source), part) if self._rewritten else ""
        for own in self._own_layouts():
            if own not in self.package:
                continue
            there = self.package.xml(own)
            if layout_name(there) != name or not _has_places(wanted, placeholders_of(there)):
                continue
            if not self._rewritten or fingerprint(PackageParts(self.package), own) == looks:
                return own
        return ""

    def _brought(self, source: Package, part: str) -> str:
        """A layout that comes along with its master, and the master with all that it has."""
        master = source.related(part, "slideMaster")
        name = self.carried(source, master)
        if name not in self._masters:
            self._masters.append(name)
            root, main = self.tree(name), self.tree(self.presentation.part)
            taken = {integer(one.get("id"), 0) for one in main.iter(f"{P}sldMasterId")}
            for own in self.presentation.masters:
                taken |= {integer(one.get("id"), 0) for one in self.package.xml(own).iter(f"{P}sldLayoutId")}
            number = max([FIRST_LAYOUT_ID - 1, *taken]) + 1
            for at, one in enumerate(root.iter(f"{P}sldLayoutId"), number + 1):
                one.set("id", str(at))
            listed = main.find(f"{P}sldMasterIdLst")
            if listed is None:
                listed = etree.Element(f"{P}sldMasterIdLst")
                main.insert(0, listed)
            row = etree.SubElement(listed, f"{P}sldMasterId", id=str(number))
            row.set(f"{R}id", self.link(self.presentation.part, "slideMaster", name))
        return self.carried(source, part)

    # --- slides ---------------------------------------------------------------------------------------------------

    def new_slide(self) -> str:
        """The name of a slide to come."""
        return self.free("ppt/slides/slide", "xml")

    def put_slide(self, part: str, source: Package, slide: str) -> None:
        """Puts a slide of another deck in as `part`, in place of what is there."""
        self.layout(source, slide)
        content = self.adapted(source, tree(source.edited(slide, lambda content: content)))
        beside = [one for one in self.links(part) if one.kind in BESIDE]
        if part in self.package and (shown := self.package.xml(part).get("show")) is not None:
            content.set("show", shown)
        for node in list(self.tree(part)) if part in self.package else ():
            if node.tag == f"{P}transition" or node.find(f".//{P}transition") is not None:
                _transition(content, node)
        self.add(part, source.content_type(slide), written(content))
        rows = []
        for one in source.relationships(slide):
            if one.kind == "tags":
                name = self.free("ppt/tags/tag", "xml")
                self.add(name, source.content_type(one.target), source.read(one.target))
                rows.append(msgspec.structs.replace(one, target=name))
            elif one.kind == "notesSlide":
                self._carried.pop((id(source), one.target), None)  # each slide has its own
                rows.append(msgspec.structs.replace(one, target=self.carried_notes(source, one.target, part)))
            elif one.kind == "chart":
                self._carried.pop((id(source), one.target), None)
                rows.append(msgspec.structs.replace(one, target=self.carried(source, one.target)))
            elif target := self.target(source, one, part):
                rows.append(msgspec.structs.replace(one, target=target))
        lost = {one.id for one in source.relationships(slide)} - {one.id for one in rows}
        if lost:
            unlink(self.tree(part), lost)
        self._links[part] = rows
        for one in beside:
            self.link(part, one.kind, one.target, external=one.external, kind_type=one.type)

    def is_animated(self, part: str) -> bool:
        """Whether shapes of a slide move when it is shown."""
        return self.package.xml(part).find(f"{P}timing") is not None

    def adapted(self, source: Package, root: Tree) -> Tree:
        """The markup of a slide of another deck as it looks the same here: where a program wrote this deck anew, what
        text begins with may be something else."""
        if self._rewritten:
            bake_defaults(root, _default_text(source), _default_text(self.package), sizes=True)
        return root

    def carried_notes(self, source: Package, notes: str, slide: str) -> str:
        """The notes of a slide of another deck as those of a slide here."""
        self._carried.pop((id(source), notes), None)
        return self.carried(source, notes, slide)

    def drop_slide(self, part: str) -> None:
        """Takes a slide out; links of others to it lead nowhere any more and go."""
        self.slides = [one for one in self.slides if one != part]
        for other in self.slides:
            lost = {one.id for one in self.links(other) if one.target == part and not one.external}
            if lost:
                unlink(self.tree(other), lost)
                self._links[other] = [one for one in self.links(other) if one.id not in lost]

    def set_tags(self, part: str, tags: Sequence[Tag]) -> None:
        """Gives a part these tags of ours in place of those that it has; other programs' tags stay."""
        there = [one.target for one in self.links(part) if one.kind == "tags" and not one.external]
        own = next(filter(self._is_ours, there), there[0] if there else "")
        rows = [(PREFIX + name, value) for name, value in tags]
        if own:
            before = self._xml(own)
            kept = [(one.get("name", ""), one.get("val", "")) for one in before.iter(f"{P}tag")]
            ours = [one for one in kept if one[0].upper().startswith(PREFIX)]
            if ours == rows:
                return
            rows = [*rows, *(one for one in kept if one not in ours)]
            self.add(own, PRESENTATION_TYPES + "tags+xml", _tag_list(rows))
            return
        name = self.free("ppt/tags/tag", "xml")
        self.add(name, PRESENTATION_TYPES + "tags+xml", _tag_list(rows))
        identifier = self.link(part, "tags", name)
        root = self.tree(part)
        if part == self.presentation.part:
            _refer(root, identifier, behind=_BEHIND_TAGS)
        elif (content := root.find(f"{P}cSld")) is not None:
            _refer(content, identifier, behind=(f"{P}controls", f"{P}extLst"))

    def _xml(self, part: str) -> Tree:
        return tree(self._added[part].content) if part in self._added else tree(self.package.read(part))

    def _is_ours(self, part: str) -> bool:
        if part not in self._added and part not in self.package:
            return False
        return any(one.get("name", "").upper().startswith(PREFIX) for one in self._xml(part).iter(f"{P}tag"))

    # --- the file -------------------------------------------------------------------------------------------------

    def finish(self) -> bytes:
        """The deck with its slides in the order of `slides`. Parts that only what is gone needed are gone."""
        self._list_slides()
        before = set(self.package.closure([""]))
        there = self._reached()
        writer = PackageWriter()
        for name in self.package.names:
            base = _owner(name) if name.endswith(".rels") else name
            if base in self._added or base in self._trees or (base in before and base not in there):
                continue
            if name.endswith(".rels") and base in self._links:
                continue
            writer.copy(self._bare(name))
        for name in {**self._added, **self._trees}:
            if name not in there:
                continue
            if name in self._trees:
                writer.add(name, self._type(name), written(self._trees[name]))
            else:
                writer.copy(self._added[name])
            if name not in self._links and (rels := relationships_part(name)) in self.package:
                writer.copy(self._bare(rels))
        for name, rows in self._links.items():
            if rows and (name in there or not name):
                writer.add(relationships_part(name), "", relationships_xml(rows, name))
        return writer.finish()

    def _bare(self, name: str) -> StoredPart:
        return self.package.stored(name)

    def _type(self, name: str) -> str:
        return self._added[name].content_type if name in self._added else self.package.content_type(name)

    def _reached(self) -> set[str]:
        seen, todo = {""}, [""]
        while todo:
            for one in self.links(todo.pop()):
                known = one.target in self._added or one.target in self.package
                if not one.external and known and one.target not in seen:
                    seen.add(one.target)
                    todo.append(one.target)
        return seen

    def _list_slides(self) -> None:
        before = [one.part for one in self.presentation.slides]
        if self.slides == before:
            return
        root, main = self.tree(self.presentation.part), self.presentation.part
        listed = root.find(f"{P}sldIdLst")
        if listed is None:
            listed = etree.Element(f"{P}sldIdLst")
            masters = [one for one in root if str(one.tag).endswith("MasterIdLst")]
            root.insert(root.index(masters[-1]) + 1 if masters else 0, listed)
        targets = {one.id: one.target for one in self.links(main) if one.kind == "slide"}
        rows = {targets.get(one.get(f"{R}id", ""), ""): one for one in listed}
        gone = [one for one in before if one not in self.slides]
        for part in gone:
            listed.remove(rows.pop(part))
        lost = {one.id for one in self.links(main) if one.kind == "slide" and one.target in gone}
        if lost:
            self._links[main] = [one for one in self.links(main) if one.id not in lost]
            unlink(root, lost)
        used = [integer(one.get("id"), 0) for one in rows.values()]
        number = max([FIRST_SLIDE_ID - 1, *used])
        free = iter(range(number + 1, LARGEST_ID)) if number < LARGEST_ID - len(self.slides) else _gaps(used)
        ids = {part: row.get("id", "") for part, row in rows.items()}
        for part in self.slides:
            row = rows.get(part)
            if row is None:
                row = etree.Element(f"{P}sldId", id=str(next(free)))
                row.set(f"{R}id", self.link(main, "slide", part))
            listed.append(row)
            ids[part] = row.get("id", "")
        _sort_sections(root, [ids[one] for one in self.slides])


def _default_text(package: Package) -> Tree | None:
    main = Presentation(package).part
    return tree(package.edited(main, lambda content: content)).find(f"{P}defaultTextStyle")


def _transition(slide: Tree, transition: Tree) -> None:
    """Gives a slide a transition, at the schema's place (CT_Slide, ECMA-376, 19.3.1.38)."""
    later = next((one for one in slide if one.tag in (f"{P}timing", f"{P}extLst")), None)
    added = copy.deepcopy(transition)
    if later is not None:
        later.addprevious(added)
    else:
        slide.append(added)


def _gaps(used: Sequence[int]) -> Iterator[int]:
    return (one for one in range(FIRST_SLIDE_ID, LARGEST_ID) if one not in set(used))


def _sort_sections(root: Tree, ids: Sequence[str]) -> None:
    """Lists the slides in their sections, in their order; a new one is in that of the slide before it."""
    sections = list(root.iter(f"{SECTIONS}section"))
    if not sections:
        return
    known = {one.get("id", ""): number for number, section in enumerate(sections)
             for one in section.iter(f"{SECTIONS}sldId")}  # fmt: skip
    lists: list[Tree] = []
    for section in sections:
        held = section.find(f"{SECTIONS}sldIdLst")
        if held is None:
            held = etree.Element(f"{SECTIONS}sldIdLst")
            section.insert(0, held)
        for one in list(held):
            held.remove(one)
        lists.append(held)
    at = 0
    for number in ids:
        at = max(at, known.get(number, at))
        etree.SubElement(lists[at], f"{SECTIONS}sldId", id=number)


def _has_places(wanted: Sequence[Listed[Element]], there: Sequence[Listed[Element]]) -> bool:
    """Whether a layout has a placeholder for each of a slide's."""
    return all(
        one.key.idx == UNLINKED or ((found := on_layout(one.key, there)) is not None and found.key.idx == one.key.idx)
        for one in wanted
        if one.key.type not in ("dt", "ftr", "sldNum", "hdr")
    )


_BEHIND_TAGS = tuple(f"{P}{name}" for name in ("kinsoku", "defaultTextStyle", "modifyVerifier", "extLst"))


def _refer(parent: Tree, identifier: str, behind: Sequence[str]) -> None:
    """Refers to a list of tags, at the schema's place: before what stands behind it, in a list that is there."""
    data = parent.find(f"{P}custDataLst")
    if data is None:
        data = etree.Element(f"{P}custDataLst")
        later = next((one for one in parent if one.tag in behind), None)
        if later is not None:
            later.addprevious(data)
        else:
            parent.append(data)
    for one in data.findall(f"{P}tags"):
        data.remove(one)
    etree.SubElement(data, f"{P}tags").set(f"{R}id", identifier)


def _tag_list(rows: Sequence[tuple[str, str]]) -> bytes:
    root = etree.Element(f"{P}tagLst", nsmap={"p": P[1:-1]})
    for name, value in rows:
        etree.SubElement(root, f"{P}tag", name=name, val=value)
    return written(root)


def _owner(name: str) -> str:
    """The part whose relationships a part of relationships holds."""
    folder, base = posixpath.split(name)
    return posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))
