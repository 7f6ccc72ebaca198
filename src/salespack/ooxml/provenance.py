"""Reads from any deck what its slides say of where they come from, and what they say to their readers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element

import msgspec

from salespack.ooxml.markup import A, P, R
from salespack.ooxml.presentation import Presentation
from salespack.ooxml.provenance_tags import PREFIX
from salespack.ooxml.reading import Package, read_package
from salespack.ooxml.slides import is_hidden
from salespack.ooxml.texts import folded, text_of, title_of

Tags = Mapping[str, str]
"""Names without prefix (BLOCK, VERSION, …), and values; empty where there are none of ours."""


class SlideProvenance(msgspec.Struct, frozen=True):
    """One slide: its number as PowerPoint shows it, its title, whether it is hidden, its tags, what it says (a text a
    paragraph) and what its notes say."""

    number: int
    title: str
    hidden: bool
    tags: Tags
    texts: tuple[str, ...]
    notes: tuple[str, ...]


class DeckProvenance(msgspec.Struct, frozen=True):
    """A deck: its own tags (PROFILE, PACK, LIBRARY_HASH, …) and its slides."""

    tags: Tags
    slides: tuple[SlideProvenance, ...]


def read_provenance(path: Path, *, texts: bool = True) -> DeckProvenance:
    """What a deck says of itself. Without `texts` only tags and titles are read, which is quicker.

    Raises UserFault: for a file that is no presentation, damaged, encrypted, too large.
    """
    package = read_package(path)
    presentation = Presentation(package)
    tags = _tags(package, presentation.part, presentation.root)
    return DeckProvenance(tags, tuple(_slides(package, presentation, texts=texts)))


def _slides(package: Package, presentation: Presentation, *, texts: bool) -> Iterator[SlideProvenance]:
    for slide in presentation.slides:
        root = package.xml(slide.part)
        said: tuple[str, ...] = ()
        notes: tuple[str, ...] = ()
        if texts:
            said = tuple(_texts(root))
            part = package.related(slide.part, "notesSlide")
            notes = tuple(_texts(package.xml(part))) if part else ()
        yield SlideProvenance(
            slide.number, title_of(root), is_hidden(root), _tags(package, slide.part, root), said, notes
        )


def _texts(root: Element) -> Iterator[str]:
    """Every paragraph that says something: of shapes, tables and groups."""
    for paragraph in root.iter(f"{A}p"):
        if text := folded(text_of(paragraph)):
            yield text


def _tags(package: Package, part: str, root: Element) -> dict[str, str]:
    """Our tags of a part. Those of other programs are left out; of a name that is there twice, the first counts."""
    found: dict[str, str] = {}
    targets = {one.id: one.target for one in package.relationships(part) if not one.external}
    for reference in root.iter(f"{P}tags"):
        target = targets.get(reference.get(f"{R}id", ""), "")
        if target not in package:
            continue
        for tag in package.xml(target).iter(f"{P}tag"):
            name, value = tag.get("name", "").upper(), tag.get("val", "")
            if name.startswith(PREFIX):
                found.setdefault(name.removeprefix(PREFIX), value)
    return found
