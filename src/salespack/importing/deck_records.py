"""The import's own record, `_import.json` beside the blocks: which slide became which block, and by which lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePath, PurePosixPath
from typing import Literal

import msgspec

from salespack.formats.versions import IMPORT, read_record
from salespack.problems.files import file_content
from salespack.problems.problem import Place, UsageFault, UserFault, shown_path
from salespack.problems.suggestions import did_you_mean

RECORD_FILE = "_import.json"
Role = Literal["block", "translation", "same-as"]
By = Literal["slide", "section"]


class UnitRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one slide (or section) became.

    `role`: a block of its own, the translation of one, or the same as one. `slides` has the hash of each slide by its
    id, `lines` the lines that the import wrote by key. `file` is relative to the library.
    """

    block: str
    role: Role = "block"
    file: str = ""
    slides: dict[str, str] = {}
    lines: dict[str, str] = {}

    @property
    def ids(self) -> tuple[int, ...]:
        """PowerPoint's ids of the slides, in their order."""
        return tuple(map(int, self.slides))


class DeckRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A deck that was imported: its file's name, where it is stored (relative to the library), its hash, its units.

    Units are known by the slide's id, or the section's.
    """

    source: str
    stored: str
    sha256: str
    language: str
    by: By
    units: dict[str, UnitRecord]


class Record(msgspec.Struct, frozen=True):
    """All decks whose blocks are in one folder, by name."""

    format: int = IMPORT.number
    decks: dict[str, DeckRecord] = {}


def read_records(root: Path) -> dict[str, Record]:
    """Every record in the library, by its folder (relative, POSIX).

    Raises UserFault for one that is broken (SP853) or too new (SP014).
    """
    found = {}
    for path in sorted(root.rglob(RECORD_FILE)):
        try:
            record = read_record(file_content(path), Record, IMPORT, Place(shown_path(path)))
            if not all(map(_is_inside, _names(record))):
                raise msgspec.ValidationError("it names files outside the library")
            found[path.parent.relative_to(root).as_posix()] = record
        except (msgspec.DecodeError, OSError) as error:
            hint = "restore it from git or a backup; without it, the import cannot tell your lines from its own"
            raise UserFault.of("SP853", f"cannot be read: {error}", hint, Place(shown_path(path))) from None
    return found


def blocks_from(root: Path, deck: str) -> tuple[str, ...]:
    """The ids of the blocks that were imported from a deck, in the order of its slides.

    `deck` is its file's name, with or without a folder and its ending, or its name in the library. Raises UsageFault
    (SP801) where no deck of that name was imported.
    """
    wanted = {deck.casefold(), PurePath(deck.replace("\\", "/")).name.casefold()}
    known: list[str] = []
    for record in read_records(root).values():
        for name, one in record.decks.items():
            source = PurePath(one.source)
            if wanted & {name, one.source.casefold(), source.name.casefold(), source.stem.casefold(), one.stored}:
                return tuple(dict.fromkeys(unit.block for unit in one.units.values() if unit.role != "same-as"))
            known.append(source.name)
    hint = did_you_mean(deck, known) if known else "salespack import deck FILE makes blocks of one"
    raise UsageFault.of("SP801", f"no deck “{deck}” was imported", hint)


def _names(record: Record) -> Iterator[str]:
    for deck in record.decks.values():
        yield deck.stored
        yield from (unit.file for unit in deck.units.values())


def _is_inside(name: str) -> bool:
    return not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts


def record_text(record: Record) -> str:
    """The record as it is written: indented, decks by name."""
    ordered = Record(IMPORT.number, dict(sorted(record.decks.items())))
    return msgspec.json.format(msgspec.json.encode(ordered), indent=1).decode() + "\n"
