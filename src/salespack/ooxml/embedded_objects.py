"""What diagrams, embedded objects and newer kinds of charts on a slide say, which its own markup does not hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import msgspec

from salespack.ooxml.markup import A, P, R
from salespack.ooxml.packaging import Relationship
from salespack.ooxml.reading import Package
from salespack.ooxml.texts import folded, text_of

_PARTS = (f"{R}dm", f"{R}id")
"""Attributes that lead to the data of a diagram, of an object, or of a chart."""
_OTHERS = "http://schemas.openxmlformats.org/drawingml/2006/"
_KNOWN = (f"{_OTHERS}table", f"{_OTHERS}chart")


class Embedded(msgspec.Struct, frozen=True):
    """An object: its name, what it says, and a hash of what it is where that is no markup."""

    name: str
    texts: tuple[str, ...]
    digest: str


def embedded_in(package: Package, part: str) -> dict[int, Embedded]:
    """The objects of a slide by the ids of their shapes; tables and usual charts are none."""
    links = {one.id: one for one in package.relationships(part)}
    found: dict[int, Embedded] = {}
    for frame in package.xml(part).iter(f"{P}graphicFrame"):
        data, named = frame.find(f"{A}graphic/{A}graphicData"), frame.find(f"{P}nvGraphicFramePr/{P}cNvPr")
        if data is None or named is None or data.get("uri") in _KNOWN:
            continue
        number = named.get("id", "")
        if number.isascii() and number.isdigit():
            found.setdefault(int(number), _embedded(package, links, data, folded(named.get("name", ""))))
    return found


def _embedded(package: Package, links: dict[str, Relationship], data: Element, name: str) -> Embedded:
    texts: list[str] = []
    hashes: list[str] = []
    for target in dict.fromkeys(_targets(links, data)):
        if target not in package:
            continue
        if target.endswith(".xml"):
            texts += _texts(package.xml(target))
        else:
            hashes.append(hashlib.sha256(package.read(target)).hexdigest())
    return Embedded(name, tuple(texts), " ".join(hashes))


def _targets(links: dict[str, Relationship], data: Element) -> Iterator[str]:
    for one in data.iter():
        for attribute in _PARTS:
            link = links.get(one.get(attribute, ""))
            if link is not None and not link.external:
                yield link.target


def _texts(root: Element) -> Iterator[str]:
    """Paragraphs; in a chart of a newer kind, its figures and words."""
    paragraphs = [folded(text_of(one)) for one in root.iter(f"{A}p")]
    if not any(paragraphs):
        paragraphs = [folded(one.text or "") for one in root.iter() if one.tag.endswith(("}pt", "}v"))]
    yield from filter(None, paragraphs)
