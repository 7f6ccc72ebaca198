"""What becomes one block: a slide, or a section. Its key in the record, its title, and the id of the block."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from pathlib import PurePath

import msgspec

from salespack.importing.deck_records import By
from salespack.library.blocks import SPELT
from salespack.powerpoint.designed.outline import DeckFile, Slide
from salespack.system.paths import RESERVED

LONGEST_ID = 60
NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


class Unit(msgspec.Struct, frozen=True):
    """Slides that become one block. `key` stays when they are moved or retitled."""

    key: str
    title: str
    slides: tuple[Slide, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        """PowerPoint's ids of the slides."""
        return tuple(slide.id for slide in self.slides)

    @property
    def hashes(self) -> dict[str, str]:
        """The hash of each slide by its id."""
        return {str(slide.id): slide.content_hash for slide in self.slides}

    def is_as(self, hashes: Mapping[str, str]) -> bool:
        """Whether its slides are as they were when a record noted their hashes, also as earlier versions made them."""
        return hashes.keys() == self.hashes.keys() and all(
            hashes[str(slide.id)] in (slide.content_hash, slide.hash_with_fields) for slide in self.slides
        )


def units_of(deck: DeckFile, by: By) -> Iterator[Unit]:
    """The units of a deck in the order of its slides. Slides outside any section are units of their own."""
    sections = {slide: section for section in deck.sections for slide in section.slides} if by == "section" else {}
    slides = {slide.id: slide for slide in deck.slides}
    done = set()
    for slide in deck.slides:
        section = sections.get(slide.id)
        if section is None:
            yield Unit(str(slide.id), slide.title, (slide,))
        elif section.id not in done:
            done.add(section.id)
            title = section.name or slide.title
            yield Unit(section.id, title, tuple(slides[number] for number in dict.fromkeys(section.slides)))


def deck_name(path: PurePath) -> str:
    """The name of a deck in the library: its file's name as an id."""
    return slug(path.stem) or "deck-" + hashlib.sha256(path.stem.encode()).hexdigest()[:8]


def slug(text: str) -> str:
    """`text` as an id, cut between words; empty where less than half of its letters are Latin."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(SPELT)).encode("ascii", "ignore").decode()
    whole = NOT_IN_IDS.sub("-", folded.replace("'", "").replace("’", "")).strip("-")
    letters = sum(character.isalpha() for character in text)
    kept = sum(character.isalpha() for character in whole)
    if not kept or kept * 2 < letters:
        return ""
    return whole if len(whole) <= LONGEST_ID else whole[: LONGEST_ID + 1].rpartition("-")[0] or whole[:LONGEST_ID]


def block_id(unit: Unit, deck: str, taken: Container[str]) -> str:
    """The id of a new block: from the title, else the deck's name and the slide's number, with a number if taken."""
    wanted = slug(unit.title) or f"{deck}-slide-{unit.slides[0].position}"
    if RESERVED.match(wanted):
        wanted = f"{wanted}-slide"
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free
