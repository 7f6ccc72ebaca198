"""Whether a layout of one file is a layout of the brand: the same look, whatever ids and names their parts have."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cached_property
from typing import Protocol
from xml.etree.ElementTree import Element

from salespack.ooxml.markup import R, as_utf8, parse
from salespack.ooxml.packaging import Relationship, StoredPart, first_target, relationship_of, relationships_part
from salespack.ooxml.reading import Package
from salespack.ooxml.slides import layout_name
from salespack.powerpoint.brand.compile import with_unique_idx
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.designed.source import SourceDeck

IGNORED = frozenset({"extLst", "sldLayoutIdLst", "custDataLst", "timing", "transition"})
"""Elements that say nothing of the look, or that PowerPoint writes anew with other layouts around."""
IGNORED_ATTRIBUTES = frozenset(
    {"lang", "altLang", "dirty", "err", "smtClean", "preserve", "userDrawn", "noProof", "id", "name", "descr"}
)
_FAMILY = ("slideLayout", "slideMaster", "theme", "tags", "customXml")
Mark = tuple[int, int]
NO_MARK: Mark = (0, 0)
"""Checksum and size of a part: parts that agree in both are taken to be the same."""


class Parts(Protocol):
    """Parts with their relationships, in a file or in the compiled brand."""

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """The relationships of a part, with targets as part names."""

    def read(self, part: str) -> bytes:
        """The content of a part."""

    def mark(self, part: str) -> Mark:
        """Checksum and size of a part."""


class BrandParts:
    """The parts of a compiled brand."""

    def __init__(self, brand: Brand) -> None:
        self._parts = {part.name: part for part in brand.parts}

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """The relationships of a part."""
        name = relationships_part(part)
        if name not in self._parts:
            return ()
        rows = parse(self.read(name))
        return tuple(relationship_of(part, row.attrib) for row in rows)

    def read(self, part: str) -> bytes:
        """The content of a part."""
        return self._parts[part].content

    def mark(self, part: str) -> Mark:
        """Checksum and size of a part; of none, zeros."""
        return _mark(self._parts[part]) if part in self._parts else NO_MARK


class PackageParts:
    """The parts of a package, by what `fingerprint` asks of them."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.relationships, self.read = package.relationships, package.read

    def mark(self, part: str) -> Mark:
        """Checksum and size of a part; of none, zeros."""
        return _mark(self._package.stored(part)) if part in self._package else NO_MARK


class SourceParts(PackageParts):
    """The parts of the file of a deck."""

    def __init__(self, source: SourceDeck) -> None:
        super().__init__(source.package)


class BrandLayouts:
    """Finds the brand's layout that looks as a slide's own."""

    def __init__(self, brand: Brand) -> None:
        self._brand = brand
        self._prints: dict[str, str] = {}

    @cached_property
    def _parts(self) -> BrandParts:
        return BrandParts(self._brand)

    @cached_property
    def _marks(self) -> dict[tuple[Mark, ...], str]:
        """The brand's layouts by the checksums of layout, master and theme."""
        themes = {one.master: _target(self._parts, one.master, "theme") for one in self._brand.layouts}
        return {
            tuple(map(self._parts.mark, (one.part, one.master, themes[one.master]))): one.part
            for one in reversed(self._brand.layouts)
        }

    def like(self, source: SourceDeck, layout: str) -> str | None:
        """The part of the brand's layout that looks as this layout of a file, None if there is none."""
        key = ("likeness", layout, self._brand.content_hash)
        if key not in source.remembered:
            source.remembered[key] = self._found(source, layout)
        found = source.remembered[key]
        return found if isinstance(found, str) else None

    def _found(self, source: SourceDeck, layout: str) -> str | None:
        if source.size != (self._brand.width, self._brand.height):
            return None
        parts = SourceParts(source)
        master = _target(parts, layout, "slideMaster")
        theme = _target(parts, master, "theme")
        same = self._marks.get(tuple(map(parts.mark, (layout, master, theme))))
        if same is not None:
            return same
        name = layout_name(source.tree(layout))
        candidates = [one.part for one in self._brand.layouts if one.name == name]
        if not candidates:
            return None
        looks = fingerprint(parts, layout)
        return next((part for part in candidates if self._print(part) == looks), None)

    def _print(self, layout: str) -> str:
        if layout not in self._prints:
            self._prints[layout] = fingerprint(self._parts, layout)
        return self._prints[layout]


def fingerprint(parts: Parts, layout: str) -> str:
    """What tells whether two layouts look the same: a hash of layout, master and theme without what may differ."""
    master = _target(parts, layout, "slideMaster")
    sha = hashlib.sha256()
    for part in (layout, master, _target(parts, master, "theme")):
        if not part or parts.mark(part) == NO_MARK:
            continue
        data = as_utf8(parts.read(part))
        root = parse(with_unique_idx(data) if part == layout else data)
        for piece in _canonical(root, _looks_of_targets(parts, part)):
            sha.update(piece.encode())
    return sha.hexdigest()


def _looks_of_targets(parts: Parts, part: str) -> dict[str, str]:
    return {
        one.id: one.target if one.external else repr(parts.mark(one.target))
        for one in parts.relationships(part)
        if one.kind not in _FAMILY
    }


def _canonical(element: Element, targets: dict[str, str]) -> Iterator[str]:
    yield f"<{element.tag}"
    for key, value in sorted(element.attrib.items()):
        if key.startswith(R):
            yield f" {key}={targets.get(value, '')}"
        elif key not in IGNORED_ATTRIBUTES:
            yield f" {key}={value}"
    yield f">{(element.text or '').strip()}"
    for child in element:
        if child.tag.rpartition("}")[2] not in IGNORED:
            yield from _canonical(child, targets)
    yield "</>"


def _target(parts: Parts, part: str, kind: str) -> str:
    return first_target(parts.relationships(part), kind) if part else ""


def _mark(part: StoredPart) -> Mark:
    return part.crc, part.size
