"""What a build passes on: what was asked for, what was learnt, and the pack that matches with its deck."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from salespack.assembly.assemble import Assembler
from salespack.deck.model import Deck
from salespack.library.library import Library
from salespack.library.packs import Pack
from salespack.matching.match import match
from salespack.matching.selection import Selection, Size
from salespack.matching.situation import Known, Situation
from salespack.problems.problem import Problem
from salespack.profiles.places import place_in_list
from salespack.profiles.profile import Profile
from salespack.typesetting.libreoffice import Engine

if TYPE_CHECKING:
    from salespack.ledger.past import Past


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for. `today` is the day the command runs; `on` overrides the day the pack is for.

    `also` are words for values to be answered beside the weightiest, `person` one for the role that it is made for.
    """

    profile: Path
    out: Path
    today: datetime.date
    pack: str | None = None
    language: str | None = None
    on: datetime.date | None = None
    pin: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    person: str | None = None
    only: tuple[str, ...] = ()
    force: bool = False
    replace: bool = False
    strict: bool = False
    pdf_engine: Engine = "typst"
    notes_pages: bool = False
    preview: bool = False


class Learnt(msgspec.Struct, frozen=True, kw_only=True):
    """What is known beside profile, pack and library: the language, which customers declined to be a reference, and
    what assembling has taught, the blocks that are broken and how large the others are; and which values are wanted too
    (`also`), for whom alone the pack is made (`person`, a role), and what the ledger says of the `past`.
    """

    language: str
    declined: frozenset[str]
    excluded: Mapping[str, Problem]
    sizes: Mapping[str, Size] = {}
    also: tuple[str, ...] = ()
    person: str | None = None
    past: Past | None = None

    def select(self, profile: Profile, pack: Pack, library: Library, on: datetime.date) -> Selection:
        """The selection, knowing this."""
        return match(profile, pack, library, on, **self._known(profile))

    def situation(self, profile: Profile, pack: Pack, library: Library, on: datetime.date) -> Situation:
        """What the selection depends on, knowing this."""
        return Situation.of(profile, pack, library, on, **self._known(profile))

    def _known(self, profile: Profile) -> Known:
        return {
            "language": self.language,
            "declined": self.declined,
            "excluded": self.excluded,
            "sizes": self.sizes,
            "also": self.also,
            "person": self.person,
            **self._past(),
            "place_of": lambda key, block: place_in_list(profile, key, block),
        }

    def _past(self) -> Known:
        if self.past is None:
            return {}
        return {
            "history": self.past.views.by_all,
            "seen_by_some": self.past.views.by_some,
            "record": self.past.record,
            "industry_record": self.past.industry_record,
        }


class Matched(msgspec.Struct, frozen=True, kw_only=True):
    """A profile with the pack chosen for it (`why`), the selection, and the deck it makes.

    `learnt` is what matching ended with. `problems` are warnings, and errors that stop a build but not a match; those
    of the library as a whole are not among them (`Builder.library_problems`). `notices` are warnings about profiles of
    other customers, about layouts that the brand lacks and words that the language lacks: to be told, but no reason to
    stop, not even where any warning is.
    """

    profile: Profile
    pack: Pack
    why: str
    selection: Selection
    deck: Deck
    assembler: Assembler
    learnt: Learnt
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...] = ()
