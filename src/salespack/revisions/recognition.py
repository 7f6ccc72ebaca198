"""Which block each slide of a deck, and each page of a PDF, is of: by its mark, else by its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal

import msgspec

from salespack.library.library import Library
from salespack.library.packs import MADE_PREFIX
from salespack.ooxml.provenance import SlideProvenance
from salespack.revisions.fingerprints import Fingerprints, Likeness
from salespack.revisions.known_slides import KnownSlides, known_slides

LONGEST_VERSION = 9
"""Digits of a version that is taken for one."""


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Which block a slide is of, and how that is known: by its mark, or by its words, then with how alike it is, 0–1,
    and what decided."""

    block: str
    version: int | None = None
    language: str = ""
    content_hash: str = ""
    known_by: Literal["mark", "words"]
    alike: float = 1.0
    why: str = ""


class Recognition:
    """What a library's slides are known by. The index of their words is made when a slide without a mark is met."""

    def __init__(self, library: Library, cache: Path | None) -> None:
        self.library, self._cache = library, cache
        self._languages = {
            (block.id, body.content_hash): language
            for block in library.blocks.values()
            for language, body in block.bodies.items()
        }

    @cached_property
    def _known(self) -> KnownSlides:
        return known_slides(self.library, self._cache)

    @cached_property
    def fingerprints(self) -> Fingerprints:
        """The index of what the library's slides say, and ever said."""
        return Fingerprints(self._known.slides)

    @property
    def left_out(self) -> tuple[str, ...]:
        """What git has of decks and was not read for the index, in words."""
        return self._known.left_out

    def of_slides(self, slides: Sequence[SlideProvenance]) -> list[Origin | None]:
        """For each slide what it is of; None for those that are not ours."""
        found = [self.marked(slide.tags) for slide in slides]
        unmarked = [number for number, one in enumerate(found) if one is None and slides[number].texts]
        if unmarked:
            ours = len(slides) - found.count(None)
            told = self.fingerprints.of_slides([_said(slides[number]) for number in unmarked], ours)
            for number, likeness in zip(unmarked, told, strict=True):
                found[number] = _by_words(likeness) if likeness is not None else None
        return found

    def on_pages(self, pages: Sequence[Sequence[str]]) -> list[list[Origin]]:
        """For each page, given as its lines, what it shows of ours."""
        return [[_by_words(one) for one in found] for found in self.fingerprints.on_pages(pages)]

    def marked(self, tags: Mapping[str, str]) -> Origin | None:
        """What a slide with these tags is of; None where they do not say it."""
        block, said, content_hash = tags.get("BLOCK", ""), tags.get("VERSION", ""), tags.get("HASH", "")
        if not block:
            return None
        number = said.isascii() and said.isdigit() and len(said) <= LONGEST_VERSION
        language = tags.get("LANGUAGE") or self._languages.get((block, content_hash), "")
        version = int(said) if number else None
        return Origin(block=block, version=version, language=language, content_hash=content_hash, known_by="mark")


def main_language(found: Sequence[Origin | None]) -> str:
    """The language that most slides are in; empty where none is known to be in one, or as many are in another."""
    counted = Counter(one.language for one in found if one is not None and one.language).most_common(2)
    return counted[0][0] if len(counted) == 1 or (counted and counted[0][1] > counted[1][1]) else ""


def is_made(block: str) -> bool:
    """Whether it names a slide that a pack makes by itself, and no block."""
    return block.startswith(MADE_PREFIX)


def _said(slide: SlideProvenance) -> tuple[str, ...]:
    """The paragraphs of a slide, its title first, wherever that stands in the file."""
    rest = tuple(text for text in slide.texts if text != slide.title)
    return (slide.title, *rest) if slide.title else rest


def _by_words(found: Likeness) -> Origin:
    slide = found.slide
    return Origin(
        block=slide.block, version=slide.version, language=slide.language, content_hash=slide.content_hash,
        known_by="words", alike=round(found.alike, 3), why=found.why,
    )  # fmt: skip
