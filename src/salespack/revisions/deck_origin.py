"""For which profile, pack and language a deck was built: by its tags, else by the record of the build that it is of."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from salespack.ledger.build_records import kept_bases
from salespack.ooxml.presentation import Presentation
from salespack.ooxml.provenance import tags_of
from salespack.ooxml.reading import Package, read_package
from salespack.problems.files import file_content
from salespack.problems.problem import UserFault
from salespack.profiles.profile import ENDINGS
from salespack.revisions.deck_edits import said_by, share_of

NO_ID = re.compile(r"[/\\:\0]|^\.")
LEAST = 0.25
"""From so many of its slides on, as a share, that say the very same, a deck without tags is taken to be of a build."""


class DeckOrigin(msgspec.Struct, frozen=True):
    """The ids of a profile and a pack, and a language; empty where that is not known."""

    profile: str = ""
    pack: str = ""
    language: str = ""


def is_id(profile: str) -> bool:
    """Whether a text may be a profile's id, and names no file: anybody may have written what a deck says."""
    return bool(profile.strip()) and not NO_ID.search(profile) and not profile.endswith(ENDINGS)


def deck_origin(package: Package, out: Path) -> DeckOrigin:
    """Where a deck comes from; `out` is where packs are built, with the records of that. Raises UserFault (SP501–SP509)
    where it cannot be read."""
    tags = tags_of(package, Presentation(package).part)
    if is_id(profile := tags.get("PROFILE", "")):
        return DeckOrigin(profile, tags.get("PACK", ""), tags.get("LANGUAGE", ""))
    said = said_by(package)
    best, found = LEAST, DeckOrigin()
    for kept in kept_bases(package.path, out).looked_at:
        try:
            alike = share_of(said, said_by(read_package(kept)))
            record = msgspec.json.decode(file_content(kept.with_suffix(".json")), type=DeckOrigin)
        except (UserFault, OSError, msgspec.DecodeError):
            continue  # what is damaged is no evidence
        if alike > best and is_id(record.profile):
            best, found = alike, record
    return found
