"""What stands on the slides of a .pptx, part by part, for those who compare decks.

It shares no code with what writes them. Relationships and media are followed by name; what is compared is what a reader
of the deck would miss.
"""

from __future__ import annotations

import hashlib
import posixpath
import zipfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FOOTERS = ("dt", "ftr", "sldNum", "hdr")
MEDIA = ("audio", "video", "media")
IGNORED = ("dirty", "err", "smtClean")
"""Attributes that programs note down for themselves."""
FEATURES = (
    "texts", "alternative texts", "pictures", "tables", "charts", "workbooks", "diagrams", "objects", "media", "links",
    "transition", "timing", "notes",
)  # fmt: skip


class Link(NamedTuple):
    """A relationship: its kind, and the part that it leads to or, if it is external, the address."""

    kind: str
    target: str
    external: bool


class SlideParts(NamedTuple):
    """A slide: PowerPoint's id, its part, the name of its layout, and what stands on it by feature."""

    id: str
    part: str
    layout: str
    features: dict[str, Any]


class DeckParts:
    """A deck. `shown_only` leaves out footers and what is empty, which other layouts may have no place for."""

    def __init__(self, file: Path, *, shown_only: bool = False) -> None:
        self._zip, self._shown_only = zipfile.ZipFile(file), shown_only
        self._names = {name.casefold(): name for name in self._zip.namelist()}
        self._presentation = self._roots("_rels/.rels", "officeDocument")

    def _roots(self, rels: str, kind: str) -> str:
        return next(one.target for one in self._rows(rels, "").values() if one.kind == kind)

    def content(self, part: str) -> bytes:
        """The bytes of a part."""
        return self._zip.read(self._names[part.casefold()])

    def root(self, part: str) -> Any:
        """The root of an XML part."""
        return etree.fromstring(self.content(part), etree.XMLParser(huge_tree=True, resolve_entities=False))

    def links(self, part: str) -> dict[str, Link]:
        """The relationships of a part by their ids."""
        folder, _, name = part.rpartition("/")
        return self._rows(f"{folder}/_rels/{name}.rels", folder)

    def _rows(self, rels: str, folder: str) -> dict[str, Link]:
        if rels.casefold() not in self._names:
            return {}
        found = {}
        for row in self.root(rels):
            target, external = row.get("Target", ""), row.get("TargetMode") == "External"
            if not external:
                target = target[1:] if target.startswith("/") else posixpath.normpath(f"{folder}/{target}").lstrip("/")
                target = target if target.casefold() in self._names else unquote(target)
            found[row.get("Id")] = Link(row.get("Type").rpartition("/")[2], target, external)
        return found

    @cached_property
    def order(self) -> list[tuple[str, str]]:
        """PowerPoint's id and the part of each slide."""
        links = self.links(self._presentation)
        rows = self.root(self._presentation).iterfind(f"{P}sldIdLst/{P}sldId")
        found = [(one.get("id"), links[one.get(f"{R}id")].target) for one in rows if one.get(f"{R}id") in links]
        return [(number, part) for number, part in found if part.casefold() in self._names]

    @cached_property
    def sections(self) -> list[tuple[str, int]]:
        """The sections of the deck, each with how many slides it has."""
        there = {number for number, _ in self.order}
        found = [
            (" ".join(one.get("name", "").split()), sum(slide.get("id") in there for slide in one.iter("{*}sldId")))
            for one in self.root(self._presentation).iter(
                "{http://schemas.microsoft.com/office/powerpoint/2010/main}section"
            )
        ]
        return [(name, count) for name, count in found if count]

    @property
    def slides(self) -> Iterator[SlideParts]:
        """The slides in their order."""
        for number, part in self.order:
            yield SlideParts(number, part, self._layout(part), self._features(part))

    def _layout(self, slide: str) -> str:
        layout = next((one.target for one in self.links(slide).values() if one.kind == "slideLayout"), "")
        return str(self.root(layout).find(f"{P}cSld").get("name", "")) if layout else ""

    # --- what stands on a slide ---------------------------------------------------------------------------------------

    def _features(self, part: str) -> dict[str, Any]:
        root, links = self.root(part), self.links(part)
        if self._shown_only:
            _without_unshown(root)
        used = {value for one in root.iter() for key, value in one.attrib.items() if str(key).startswith(R)}
        there = [links[one] for one in sorted(used) if one in links]
        charts = [one.target for one in there if one.kind in ("chart", "chartEx")]
        return {
            "texts": [one.text or "" for one in root.iter(f"{A}t")],
            "alternative texts": [text for one in root.iter("{*}cNvPr") if (text := one.get("descr"))],
            "pictures": self._hashes(there, ("image",)),
            "tables": [_table(one) for one in root.iter(f"{A}tbl")],
            "charts": [self._chart(one) for one in charts],
            "workbooks": [
                any(row.kind in ("package", "oleObject") for row in self.links(one).values()) for one in charts
            ],
            "diagrams": sorted(" ".join(self._texts(one.target)) for one in there if one.kind == "diagramData"),
            "objects": sorted(
                (one.get("progId", ""), links[one.get(f"{R}id")].kind)
                for one in root.iter(f"{P}oleObj")
                if one.get(f"{R}id") in links and not links[one.get(f"{R}id")].external
            ),
            "media": self._hashes(there, MEDIA),
            "links": self._links(root, links),
            "transition": [_canonical(one) for one in root.iter(f"{P}transition")],
            "timing": [_canonical(one) for one in root.iterfind(f"{P}timing")],
            "notes": self._notes(links),
        }

    def _hashes(self, links: list[Link], kinds: tuple[str, ...]) -> list[str]:
        from salespack.graphics.picture_metadata import bare  # what a picture says of itself is no part of it

        found = {
            one.target
            for one in links
            if one.kind in kinds and not one.external and one.target.casefold() in self._names
        }
        return sorted(hashlib.sha256(bare(self.content(one))).hexdigest()[:16] for one in found)

    def _texts(self, part: str) -> list[str]:
        return [one.text or "" for one in self.root(part).iter(f"{A}t")]

    def _chart(self, part: str) -> list[str]:
        """All values, names and texts of a chart, in their order, without those that filters hide."""
        root = self.root(part)
        for one in [one for one in root.iter(f"{C}ext") if b"filtered" in etree.tostring(one)]:
            one.getparent().remove(one)
        return [(one.text or "") for one in root.iter(f"{C}v", f"{A}t", "{*}pt") if one.tag != f"{C}pt"]

    def _links(self, root: Any, links: dict[str, Link]) -> list[tuple[str, str]]:
        places = {part: number for number, (_, part) in enumerate(self.order, 1)}
        found = []
        for one in root.iter(f"{A}hlinkClick", f"{A}hlinkHover", f"{A}hlinkMouseOver"):
            link = links.get(one.get(f"{R}id", ""))
            kind = one.tag.rpartition("}")[2]
            if link is not None and link.kind == "slide":
                found.append((kind, f"slide {places.get(link.target, 'lost')}"))
            elif link is not None:
                found.append((kind, link.target))
            elif one.get("action"):
                found.append((kind, one.get("action")))
        return found

    def _notes(self, links: dict[str, Link]) -> str:
        part = next((one.target for one in links.values() if one.kind == "notesSlide"), "")
        if not part or part.casefold() not in self._names:
            return ""
        bodies = [one for one in self.root(part).iter(f"{P}sp") if _placeholder(one) == "body"]
        lines = [
            "".join((one.text or "") if one.tag == f"{A}t" else "\n" for one in line.iter(f"{A}t", f"{A}br"))
            for body in bodies[:1]
            for line in body.iter(f"{A}p")
        ]
        return "\n".join(line.rstrip() for line in lines).strip()


def _placeholder(shape: Any) -> str:
    found = next(shape.iterfind(f"*/{P}nvPr/{P}ph"), None)
    return "" if found is None else str(found.get("type", "obj"))


def _without_unshown(root: Any) -> None:
    for one in list(root.iter(f"{P}sp", f"{P}pic")):
        kind = _placeholder(one)
        if kind in FOOTERS or (kind and one.tag == f"{P}sp" and not "".join(one.itertext()).strip()):
            one.getparent().remove(one)


def _table(table: Any) -> list[list[tuple[str, ...]]]:
    spans = ("gridSpan", "rowSpan", "hMerge", "vMerge")
    return [
        [
            ("".join(one.text or "" for one in cell.iter(f"{A}t")), *[cell.get(name, "") for name in spans])
            for cell in row
        ]
        for row in ([one for one in row if one.tag == f"{A}tc"] for row in table.iter(f"{A}tr"))
    ]


def _canonical(one: Any) -> str:
    """An element without its relationships' ids, which are others in another deck."""
    pieces = [
        (
            item.tag,
            sorted(
                (key, value) for key, value in item.attrib.items() if not str(key).startswith(R) and key not in IGNORED
            ),
            (item.text or "").strip(),
        )
        for item in one.iter(etree.Element)
    ]
    return hashlib.sha256(repr(pieces).encode()).hexdigest()[:16]
