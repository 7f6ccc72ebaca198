"""For which profile, pack and language a deck was built: by its tags, else by the record of the build that it is of."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from salespack.building.request import Request
from salespack.ledger.build_records import kept_bases
from salespack.library.library import Library
from salespack.ooxml.presentation import Presentation
from salespack.ooxml.provenance import Tags, tags_of
from salespack.ooxml.reading import Package, read_package
from salespack.problems.files import file_content
from salespack.problems.problem import UserFault
from salespack.profiles.profile import ENDINGS
from salespack.revisions.deck_edits import said_by, share_of

NO_ID = re.compile(r"[/\\:\0]|^\.")
LEAST = 0.25
"""From so many of its slides on, as a share, that say the very same, a deck without tags is taken to be of a build."""


class DeckOrigin(msgspec.Struct, frozen=True):
    """The ids of a profile and a pack, and a language; empty where that is not known. `pinned` and `dropped` blocks and
    `made_for`, a role, are what its build was asked for besides."""

    profile: str = ""
    pack: str = ""
    language: str = ""
    pinned: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    made_for: str = ""

    def asked_again(self, request: Request, library: Library) -> Request:
        """A request that asks for the same besides what it asks for itself, where the library still has that."""
        pin = [one for one in self.pinned if one in library.blocks and one not in request.drop]
        drop = [one for one in self.dropped if one in library.blocks and one not in request.pin]
        role = self.made_for if self.made_for in library.settings.roles else None
        return msgspec.structs.replace(
            request,
            pin=tuple(dict.fromkeys((*pin, *request.pin))),
            drop=tuple(dict.fromkeys((*drop, *request.drop))),
            person=request.person or role,
        )


def is_id(profile: str) -> bool:
    """Whether a text may be a profile's id, and names no file: anybody may have written what a deck says."""
    return bool(profile.strip()) and not NO_ID.search(profile) and not profile.endswith(ENDINGS)


def deck_origin(package: Package, out: Path) -> DeckOrigin:
    """Where a deck comes from; `out` is where packs are built, with the records of that. Raises UserFault (SP501–SP509)
    where it cannot be read."""
    tags = tags_of(package, Presentation(package).part)
    if is_id(profile := tags.get("PROFILE", "")):
        return _with_asked(DeckOrigin(profile, tags.get("PACK", ""), tags.get("LANGUAGE", "")), tags)
    said = said_by(package)
    best, found = LEAST, DeckOrigin()
    for kept in kept_bases(package.path, out).looked_at:
        try:
            as_built = read_package(kept)
            alike = share_of(said, said_by(as_built))
            record = msgspec.json.decode(file_content(kept.with_suffix(".json")), type=DeckOrigin)
        except (UserFault, OSError, msgspec.DecodeError):
            continue  # what is damaged is no evidence
        if alike > best and is_id(record.profile):
            best, found = alike, _with_asked(record, tags_of(as_built, Presentation(as_built).part))
    return found


def _with_asked(origin: DeckOrigin, tags: Tags) -> DeckOrigin:
    """An origin with what the marks of a deck say of its build."""
    pinned, dropped = (tuple(tags.get(name, "").split()) for name in ("PIN", "DROP"))
    return DeckOrigin(origin.profile, origin.pack, origin.language, pinned, dropped, tags.get("FOR", ""))
