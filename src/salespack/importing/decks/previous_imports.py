"""Decks that the library knows, and which of them a file is: the same, a later state, or another of the same name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from salespack.importing.deck_records import DeckRecord, Record, UnitRecord, read_records
from salespack.importing.decks.duplicates import likeness
from salespack.importing.drafts import Drafts
from salespack.importing.slide_groups import deck_name
from salespack.powerpoint.designed.outline import DeckFile, Slide, read_deck
from salespack.problems.files import file_content
from salespack.problems.problem import UserFault
from salespack.system.paths import named_files, real_path

STORE = "slides"
SUFFIXES = frozenset((".pptx", ".pptm", ".potx", ".potm", ".ppsx", ".ppsm"))
LEAST_SAME = 0.5
"""A file of a known deck's name is a later state of it if so many of the smaller one's slides are in both."""
LEAST_LIKE = 0.3


class KnownDeck:
    """A deck with a record, where that is, and its slides as they are stored."""

    def __init__(self, name: str, folder: str, record: DeckRecord, drafts: Drafts) -> None:
        self.name, self.folder, self.record, self._drafts = name, folder, record, drafts

    @cached_property
    def slides(self) -> tuple[Slide, ...]:
        """The stored slides; none where the file is gone or broken, which `check` reports."""
        try:
            return read_deck(self._drafts.source_of(self.record.stored)).slides
        except UserFault:
            return ()

    def unit_of(self, slides: Iterable[int]) -> UnitRecord | None:
        """What exactly these slides became."""
        wanted = set(slides)
        return next((unit for unit in self.record.units.values() if set(unit.ids) == wanted), None)


class KnownDecks:
    """All decks of the library, those of this run included."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self.records: dict[str, Record] = read_records(drafts.root)
        self._decks = [
            KnownDeck(name, folder, deck, drafts)
            for folder, record in self.records.items()
            for name, deck in record.decks.items()
        ]
        self._stored: dict[str, str] | None = None

    def __iter__(self) -> Iterator[KnownDeck]:
        return iter(self._decks)

    def put(self, name: str, folder: str, record: DeckRecord, slides: tuple[Slide, ...]) -> None:
        """Makes a deck of this run known, in place of its earlier state."""
        deck = KnownDeck(name, folder, record, self._drafts)
        deck.__dict__["slides"] = slides
        self._decks = [one for one in self._decks if (one.name, one.folder) != (name, folder)] + [deck]
        record_here = self.records.get(folder, Record())
        self.records[folder] = Record(record_here.format, {**record_here.decks, name: record})

    def find(self, file: DeckFile, language: str) -> KnownDeck | None:
        """The known deck that a file is: by its content, by being the stored file, or as a later state of one."""
        for deck in self._decks:
            if deck.record.sha256 == file.sha256 or self._is(file.path, deck.record.stored):
                return deck
        name = deck_name(file.path)
        alike = [deck for deck in self._decks if deck_name(Path(deck.record.source)) == name]
        return next((deck for deck in alike if deck.record.language == language and _continues(file, deck)), None)

    def free_name(self, file: DeckFile, language: str) -> str:
        """A name for a new deck that no other has: with its language, else a number, where its own is taken."""
        taken = {deck.name for deck in self._decks}
        taken |= {Path(name).stem for name in self._in_store() if self._in_store()[name] != file.sha256}
        taken |= {Path(name).stem for name in self._drafts.changed if name.startswith(f"{STORE}/")}
        name = deck_name(file.path)
        wanted = [name, f"{name}-{language.lower()}"] if not name.endswith(f"-{language}") else [name]
        numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
        return next(one for one in (*wanted, *numbered) if one not in taken)

    def stored_as(self, file: DeckFile) -> str | None:
        """The name in the library of a file with this very content."""
        return next((name for name, digest in self._in_store().items() if digest == file.sha256), None)

    def _in_store(self) -> Mapping[str, str]:
        """The hash of each deck in `slides/`."""
        if self._stored is None:
            folder = self._drafts.root / STORE
            files = named_files(folder, "**/*")
            self._stored = {
                path.relative_to(self._drafts.root).as_posix(): hashlib.sha256(file_content(path)).hexdigest()
                for path in files
                if path.suffix.lower() in SUFFIXES and not path.name.startswith(("~", "."))
            }
        return self._stored

    def _is(self, path: Path, stored: str) -> bool:
        return real_path(path) == real_path(self._drafts.root / stored)


def _continues(file: DeckFile, deck: KnownDeck) -> bool:
    """Whether a file is a later state of a deck: enough slides are the same, or say much the same under one id."""
    before = {slide.id: slide for slide in deck.slides}
    hashes = {content for unit in deck.record.units.values() for content in unit.slides.values()}
    same = sum(
        slide.content_hash in hashes or (slide.id in before and _alike(slide, before[slide.id]))
        for slide in file.slides
    )
    return same >= LEAST_SAME * min(len(file.slides), len(before) or len(hashes) or 1)


def _alike(one: Slide, other: Slide) -> bool:
    same_title = bool(one.title) and one.title == other.title
    return same_title or bool(one.pictures & other.pictures) or likeness(one, other) >= LEAST_LIKE


def returned(units: Mapping[str, UnitRecord], gone: Sequence[str], hashes: Mapping[str, str]) -> str | None:
    """The key of a unit that is gone, but whose slides these are: deleted and pasted again, under new ids."""
    wanted = sorted(hashes.values())
    return next((key for key in gone if sorted(units[key].slides.values()) == wanted), None)
