"""What rules see: a block's text and its renderings, a block, a deck, a pack, a profile, the library. No rules here."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from salespack.calculations.model import NONE, Calculations
from salespack.deck.model import Deck, Slide
from salespack.formats.yaml import KeyPath, Source
from salespack.library.blocks import Block, BlockSource, Body, split_front_matter
from salespack.library.library import Library
from salespack.library.locations import block_source
from salespack.library.packs import Pack
from salespack.library.settings import Settings
from salespack.library.values import ValueDefinition
from salespack.matching.selection import Choice
from salespack.problems.problem import Place, Problem
from salespack.profiles.profile import Profile

if TYPE_CHECKING:
    from salespack.powerpoint.brand.model import Brand
    from salespack.scene.memory import SceneMemory
    from salespack.scene.model import Scene


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What a block is checked against beside itself. A change of anything in it checks every block again.

    `most_bullets` is the brand's. Profiles are not in it: they change often. What is about them is for rules on the
    LibraryView, which has the texts of all specimen slides.
    """

    settings: Settings
    values: dict[str, ValueDefinition]
    calculations: Calculations = NONE
    most_bullets: int = 7


@dataclass(frozen=True)
class BlockText:
    """A block in one language, as it is written.

    `root` is the library's folder, `text` the whole file, `source` the body alone; `specimen` are the slides that it
    makes for the first generated profile that could choose it (no real customer's data is in them), empty where it
    cannot be rendered.
    """

    root: Path
    block: Block
    language: str
    body: Body
    text: str
    around: Surroundings
    specimen: tuple[Slide, ...] = ()

    @cached_property
    def source(self) -> str:
        """The body as it is written, template and all; its first line is line `body.line` of the file."""
        return split_front_matter(self.text, self.body.file).body

    @cached_property
    def front(self) -> BlockSource:
        """The front matter: `front.place(("evidence", "date"))` is where a key's value stands in the file, or in the
        defaults of its folders.
        """
        return block_source(self.root, self.body.file, self.text)

    def place(self, line: int, column: int | None = None) -> Place:
        """A place in the file, given a line of `source` from 1."""
        return Place(self.body.file, self.body.line + line - 1, column)

    def place_at(self, offset: int) -> Place:
        """A place in the file, given an offset in `source`: exact to the column."""
        before = self.source[:offset]
        return self.place(before.count("\n") + 1, offset - before.rfind("\n"))

    def place_of(self, path: KeyPath, *, key: bool = False) -> Place:
        """Where a value (or with `key` its key) of the front matter stands."""
        return self.front.place(path, key=key)


@dataclass(frozen=True)
class Rendering:
    """A block's text as one profile gets it, or several that get the same.

    Slides know their place: `slide.file` and `slide.line`, the line of the title.
    """

    text: BlockText
    slides: tuple[Slide, ...]


@dataclass(frozen=True)
class BlockView:
    """A block in all its languages, those that can be read; `texts` begins with the block's own language."""

    block: Block
    texts: Mapping[str, BlockText]
    around: Surroundings


@dataclass(frozen=True)
class DeckView:
    """The deck that a text's specimen slides make: `content` are the bytes of the .pptx.

    `memory` has what was read of other decks.
    """

    text: BlockText
    deck: Deck
    brand: Brand
    content: bytes
    memory: SceneMemory | None = None

    @cached_property
    def scene(self) -> Scene:
        """The finished slides, resolved."""
        from salespack.scene.reading import read_scene

        return read_scene(self.content, language=self.text.language, memory=self.memory)

    def told(self, number: int, problem: Problem) -> Problem:
        """A problem of one of the slides, told where the block says which designed slides it has.

        That of a translation that has its text on the same slides, where its text begins; of a slide that is made of
        text, where it has its place.
        """
        several = f"slide {number}: " if len(self.deck.slides) > 1 else ""
        text, place = self.text, problem.place
        if self.deck.slides[number - 1].designed is not None:
            place = (
                text.place_of(("slides",), key=True) if text.body.slides else Place(text.body.file, text.body.line, 1)
            )
        elif place is not None:
            several, place = "", Place(place.file, place.line, 1)
        return msgspec.structs.replace(problem, message=f"{several}{problem.message}", place=place)


class SlideSummary(msgspec.Struct, frozen=True):
    """A specimen slide in short: its title, all that stands on it, its notes, and the file and line of its title.

    `logos` says that it shows customers who agreed to that.
    """

    title: str
    text: str
    file: str
    line: int | None = None
    notes: str = ""
    logos: bool = False


class BlockSummary(msgspec.Struct, frozen=True):
    """A block's specimen slides by language; a language in which it cannot be rendered is not there."""

    slides: dict[str, tuple[SlideSummary, ...]] = {}


class Standing(msgspec.Struct):
    """How a block fared in all selections: how often it was chosen, rejected and why, and who beat it how often.

    The reasons are the texts of `matching.selection.Reason`. Drafts and blocks that are not valid today fare badly.
    """

    chosen: int = 0
    rejected: dict[str, int] = {}
    beaten_by: dict[str, int] = {}


class Selected(msgspec.Struct, frozen=True, kw_only=True):
    """One pack for one profile: which block fills which slot, empty slots among them. `case` names the profile."""

    pack: str
    case: str
    synthetic: bool
    language: str
    choices: tuple[Choice, ...]
    refused: bool


@dataclass(frozen=True, kw_only=True)
class LibraryView:
    """The whole library on the day `on`, with how it does for every profile. `profiles` are the real ones, by file.

    `cases` counts the profiles, real and generated, that every pack was matched with. `cache` is where a rule may keep
    what takes long.
    `fonts` are the font files that documents are set in, without those that are packed for letters which these lack.
    """

    library: Library
    around: Surroundings
    on: datetime.date
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    summaries: Mapping[str, BlockSummary] = field(default_factory=dict)
    selections: tuple[Selected, ...] = ()
    standings: Mapping[str, Standing] = field(default_factory=dict)
    cases: int = 0
    cache: Path | None = None
    fonts: tuple[Path, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CustomersView(LibraryView):
    """The whole library where real profiles are read, for what they alone can tell.

    `customers` maps the casefolded name of each customer to the profile's file as the user names it. `declined` are
    those of them who declined to be a reference.
    """

    customers: Mapping[str, str]
    declined: frozenset[str]


@dataclass(frozen=True)
class PackView:
    """A pack, where it stands in its file, and its selections."""

    pack: Pack
    source: Source
    whole: LibraryView

    @property
    def selections(self) -> tuple[Selected, ...]:
        """The selections of this pack."""
        return tuple(one for one in self.whole.selections if one.pack == self.pack.id)


@dataclass(frozen=True)
class ProfileView:
    """A real profile and where it stands in its file. Messages name its fields (`values.x.importance`), never more."""

    profile: Profile
    source: Source
    whole: LibraryView

    @property
    def file(self) -> Path:
        """The profile's file."""
        return self.profile.file
