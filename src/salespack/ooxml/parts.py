"""The parts of a finished deck with relationships that lead somewhere; those that slides share are read once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from salespack.ooxml.packaging import Relationship, first_target
from salespack.ooxml.reading import Package


class Part(NamedTuple):
    """An XML part: its name, its root and its relationships by id."""

    name: str
    root: Element
    relationships: Mapping[str, Relationship]

    def related(self, kind: str) -> str | None:
        """The part that the first relationship of a kind leads to."""
        return first_target(self.relationships.values(), kind) or None


class Parts:
    """The parts of one package. Faults of the file are raised as UserFault (SP501–SP509)."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._known: dict[str, Part] = {}
        self._relationships: dict[str, Mapping[str, Relationship]] = {}

    def __contains__(self, name: str | None) -> bool:
        return name is not None and name in self.package

    def part(self, name: str) -> Part:
        """An XML part that may be needed again. KeyError if there is none."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self.passing(name)
        return found

    def passing(self, name: str) -> Part:
        """An XML part that is needed once and not kept: a slide, its notes. KeyError if there is none."""
        return Part(name, self.package.xml(name), self.relationships(name))

    def relationships(self, name: str) -> Mapping[str, Relationship]:
        """The relationships of a part by id, without those that lead nowhere."""
        found = self._relationships.get(name)
        if found is None:
            listed = self.package.relationships(name)
            found = {one.id: one for one in listed if one.external or one.target in self.package}
            self._relationships[name] = found
        return found

    def digest(self, names: Iterable[str], *more: bytes | str) -> bytes:
        """The SHA-256 of parts as they lie in the file, with their names, their relationships, and `more`."""
        found = hashlib.sha256(repr(more).encode())
        for name in names:
            found.update(repr((name, *self.relationships(name).values())).encode())
            found.update(self.package.stored_digest(name))
        return found.digest()
