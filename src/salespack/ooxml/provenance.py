"""Reads from any deck what its slides say of where they come from, and what they say to their readers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from xml.etree.ElementTree import Element

import msgspec

from salespack.ooxml.markup import A, P
from salespack.ooxml.presentation import Presentation
from salespack.ooxml.provenance_tags import PREFIX
from salespack.ooxml.reading import Package, read_package
from salespack.ooxml.slides import is_hidden
from salespack.ooxml.texts import folded, text_of, title_of
from salespack.problems.files import file_content

LONGEST_NAME = 200
"""Letters of a person's name that are told."""
AT_ONCE = 16 * 1024 * 1024
"""Bytes of a file that is read in one go."""

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


class MarkedDeck:
    """A deck of which the tags alone are read, and no slide: what thousands of decks are looked through for."""

    def __init__(self, path: Path) -> None:
        """Raises UserFault: for a file that is no presentation, damaged, encrypted, too large."""
        self.package = _package(path)
        self._presentation = Presentation(self.package)
        self.tags = tags_of(self.package, self._presentation.part)
        self.slides = tuple(tags_of(self.package, slide.part) for slide in self._presentation.slides)

    def title(self, number: int) -> str:
        """The title of a slide, numbered from 1. Raises UserFault."""
        return title_of(self.package.xml(self._presentation.slides[number - 1].part))

    @cached_property
    def saved_by(self) -> str:
        """Who saved it last, as the program that they used knows them; empty where it does not say it."""
        part = self.package.related("", "core-properties")
        found = self.package.xml(part).find("{*}lastModifiedBy") if part else None
        return folded(found.text or "")[:LONGEST_NAME] if found is not None else ""

    def provenance(self) -> DeckProvenance:
        """All that the deck says of itself. Raises UserFault."""
        return DeckProvenance(self.tags, tuple(_slides(self.package, self._presentation, self.slides)))


def read_provenance(path: Path) -> DeckProvenance:
    """What a deck says of itself.

    Raises UserFault: for a file that is no presentation, damaged, encrypted, too large.
    """
    return MarkedDeck(path).provenance()


def _package(path: Path) -> Package:
    """The package in a file; a small one is read at once, as each part would be fetched from a server by itself."""
    with suppress(OSError):
        if path.is_file() and path.stat().st_size <= AT_ONCE:
            return read_package(path, file_content(path))
    return read_package(path)


def _slides(package: Package, presentation: Presentation, tags: Sequence[Tags]) -> Iterator[SlideProvenance]:
    for slide, own in zip(presentation.slides, tags, strict=True):
        root = package.xml(slide.part)
        part = package.related(slide.part, "notesSlide")
        notes = tuple(_texts(package.xml(part))) if part else ()
        yield SlideProvenance(slide.number, title_of(root), is_hidden(root), own, tuple(_texts(root)), notes)


def _texts(root: Element) -> Iterator[str]:
    """Every paragraph that says something: of shapes, tables and groups."""
    for paragraph in root.iter(f"{A}p"):
        if text := folded(text_of(paragraph)):
            yield text


def tags_of(package: Package, part: str) -> dict[str, str]:
    """Our tags of a part. Those of other programs are left out; of a name that is there twice, the first counts."""
    found: dict[str, str] = {}
    for one in package.relationships(part):
        if one.kind != "tags" or one.external or one.target not in package:
            continue
        for tag in package.xml(one.target).iter(f"{P}tag"):
            name, value = tag.get("name", "").upper(), tag.get("val", "")
            if name.startswith(PREFIX):
                found.setdefault(name.removeprefix(PREFIX), value)
    return found
