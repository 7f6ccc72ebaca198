"""Where imported blocks are, and the files they get: new ones, and revisions that keep a person's lines."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec

from salespack.formats.editing import written as yaml_text
from salespack.importing import front_matter
from salespack.importing.deck_records import UnitRecord
from salespack.importing.drafts import Drafts
from salespack.importing.proposals import KindProposal
from salespack.importing.signals import ValueProposal
from salespack.importing.slide_groups import Unit
from salespack.library.library import Library
from salespack.library.load import block_files
from salespack.system.paths import named_files, real_path

STATE = "draft"


class Guessed(msgspec.Struct, frozen=True):
    """What was guessed of a unit."""

    kind: KindProposal
    values: tuple[ValueProposal, ...]


class Blocks:
    """The blocks there are and those of this run: which files they have, and which ids are taken."""

    def __init__(self, library: Library, drafts: Drafts) -> None:
        self.library, self.drafts = library, drafts
        names = (path.relative_to(library.root).as_posix() for path in named_files(library.root, "**/*.md"))
        self.files: dict[str, list[str]] = block_files(sorted(names))

    def original(self, block: str) -> str | None:
        """The name of the block's own file."""
        return next((name for name in self.files.get(block, ()) if name.endswith(f"/{block}.md")), None)

    def located(self, unit: UnitRecord, stored: str) -> str | None:
        """Where the unit's file is now, also when a person has moved or renamed it; None when it is deleted."""
        file = posixpath.basename(unit.file)
        for name in self.files.get(unit.block, ()):
            if posixpath.basename(name) == file:
                return name
        place = real_path(self.library.root / stored)
        for block in self.library.blocks.values():
            for body in block.bodies.values():
                if body.slides and _ids(body.slides.slide) == unit.ids:
                    path = real_path(Path(body.file))
                    if real_path(path.parent / body.slides.file) == place:
                        return path.relative_to(real_path(self.library.root)).as_posix()
        return None

    def language_of(self, name: str) -> str:
        """The language of a block's own file."""
        for line in (self.drafts.text(name) or "").split("\n"):
            if line.startswith("language:"):
                return line.partition(":")[2].partition("#")[0].strip()
        own = self.drafts.defaults(posixpath.dirname(name)).get("language")
        return str(own or self.library.settings.default_language)

    def version_of(self, name: str) -> int:
        """The version of a block, by the name of its own file."""
        return front_matter.version_of(self.drafts.text(name) or "", self.drafts.defaults(posixpath.dirname(name)))

    def put(self, block: str, name: str, lines: Mapping[str, str], unit: Unit, record: UnitRecord) -> UnitRecord:
        """Writes a new file; what the record says of it."""
        text = front_matter.written(lines)
        self.drafts.write(name, text)
        self.files.setdefault(block, []).append(name)
        return msgspec.structs.replace(record, block=block, file=name, slides=unit.hashes, lines=dict(lines))


def _ids(slide: object) -> tuple[object, ...]:
    return tuple(slide) if isinstance(slide, tuple) else (slide,)


def defaults_text(drafts: Drafts, folder: str, owner: str, language: str, kinds: Collection[str], first: str) -> str:
    """What the blocks of a new folder share, as `_defaults.yaml`: what the folders around it do not say already."""
    known = drafts.defaults(folder)
    rows = ["# What the blocks in this folder share; a line in a block itself wins."]
    if len(set(kinds)) == 1 and len(kinds) > 1:
        rows.append(f"kind: {next(iter(kinds))}")
    rows.append(f"owner: {yaml_text(owner)}")
    rows.append(f"state: {STATE}  # approved once somebody has looked at them")
    if language != known.get("language", first):
        rows.append(f"language: {language}")
    return "\n".join([*rows, ""])


def block_lines(
    unit: Unit, deck: str, guessed: Guessed, place: tuple[str, str], language: str, blocks: Blocks
) -> dict[str, str]:
    """The lines of a block's own file by key. `place` is the file's name and the stored deck's."""
    name, stored = place
    defaults = blocks.drafts.defaults(posixpath.dirname(name))
    kind, first = guessed.kind, blocks.library.settings.default_language
    return {
        **slide_lines(unit, deck, posixpath.relpath(stored, posixpath.dirname(name))),
        "kind": front_matter.kind_line(kind, defaults),
        "tags": f"tags: [{', '.join(kind.tags)}]" if kind.tags else "",
        "values": front_matter.values_line(guessed.values) if guessed.values or kind.kind != "frame" else "",
        "language": f"language: {language}" if language != defaults.get("language", first) else "",
        "state": f"state: {STATE}" if defaults.get("state") != STATE else "",
        "jinja": front_matter.jinja_line(unit.slides),
    }


def slide_lines(unit: Unit, deck: str, stored: str) -> dict[str, str]:
    """The lines by key that say which slides these are; `stored` is the deck as seen from the block's file."""
    return {
        "about": front_matter.about_line(unit.title, unit.slides[0], deck),
        "slides": front_matter.slides_line(stored, unit.ids),
    }


def revise(
    blocks: Blocks, name: str, record: UnitRecord, lines: Mapping[str, str], unit: Unit, *, changed: bool
) -> UnitRecord | None:
    """The unit's file with new `lines` where the old ones still stand; None where its front matter cannot be found.

    What was guessed is not guessed again. If the slides `changed`, a block gets a new version.
    """
    before = blocks.drafts.text(name)
    text = front_matter.revised(before, record.lines, lines) if before is not None else None
    if text is None:
        return None
    if changed and record.role == "block":
        text = front_matter.with_version(text, blocks.version_of(name) + 1)
    blocks.drafts.write(name, text)
    return msgspec.structs.replace(record, file=name, slides=unit.hashes, lines={**record.lines, **lines})
