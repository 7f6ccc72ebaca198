"""A deck as it was built, made again of the library as git has it: for decks without marks of which no record is kept.

The commit is chosen by what the deck says: the one whose texts have most of it. What it would have built then is made,
and taken for the deck as it was built where enough slides say the very same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import msgspec

from salespack.building.build import Builder
from salespack.building.request import Request
from salespack.curation.history import PastState, files_at, past_contents, past_states
from salespack.library.index import open_library
from salespack.library.library import LIBRARY_FOLDER, PROFILES_FOLDER, Library
from salespack.ooxml.presentation import Presentation
from salespack.ooxml.reading import Package, WrittenPackage
from salespack.ooxml.slide_content import elements_of
from salespack.problems.problem import UserFault
from salespack.revisions.deck_edits import said_by, share_of
from salespack.revisions.earlier_builds import LEAST_OF_BUILD

MOST_COMMITS, MOST_BUILDS = 50, 3
"""So many commits are looked at, the newest, and so many decks are made of those that are likest."""
LARGEST = 64 * 1024 * 1024
"""Bytes of a file that is taken out of git: a brand is larger than a text."""
FEWEST_WORDS = 3
"""Of a paragraph by which a commit is known."""
TEXTS = (".md", ".yaml")
_MARKS = re.compile(r"[*_`\\]+|\s+")


class MadeAgain(NamedTuple):
    """A deck as it was built, and the commit of which it was made."""

    deck: Package
    state: PastState


def made_again(library: Library, request: Request, deck: Package) -> MadeAgain | None:
    """What `request` built of the library as it was, for the deck that comes from it; None where git has no library of
    which one like it is made. Raises UserFault (SP501–SP509) where the deck cannot be read."""
    said, best, found = said_by(deck), LEAST_OF_BUILD, None
    for state in _likest(library.root, deck)[:MOST_BUILDS]:
        made = _made_of(library.root, request, state)
        if made is not None and (alike := share_of(said, said_by(made))) > best:
            best, found = alike, MadeAgain(made, state)
        if best == 1.0:
            break
    return found


def _likest(folder: Path, deck: Package) -> list[PastState]:
    """Commits whose texts have something that the deck says, those first that have most of it, then the newest."""
    wanted = {
        words
        for slide in Presentation(deck).slides
        for text in elements_of(deck, slide.part).texts
        if len((words := _plain(text)).split()) >= FEWEST_WORDS
    }
    files = {one: set(_texts(files_at(folder, one.commit)).values()) for one in past_states(folder, MOST_COMMITS)}
    blobs = sorted(set().union(*files.values()))
    there = {
        blob: {words for words in wanted if words in text}
        for blob, content in past_contents(folder, blobs)
        for text in [_plain(content.decode(errors="replace"))]
    }
    counts = {one: len(set().union(*(there.get(blob, set()) for blob in of))) for one, of in files.items()}
    return sorted((one for one, count in counts.items() if count), key=lambda one: -counts[one])


def _texts(files: Mapping[str, str]) -> dict[str, str]:
    return {path: blob for path, blob in files.items() if path.endswith(TEXTS)}


def _plain(text: str) -> str:
    """A text without emphasis and with single spaces, as it may be compared with a block's source."""
    return " ".join(_MARKS.sub(" ", text).split())


def _made_of(folder: Path, request: Request, state: PastState) -> Package | None:
    """The deck that was built of the library at a commit, for the profile as it was then where git has that too; None
    where that library does not build it."""
    with TemporaryDirectory(prefix="salespack-") as name:
        root, profiles = Path(name) / LIBRARY_FOLDER, Path(name) / PROFILES_FOLDER
        profile = profiles / request.profile.name
        _take_out(folder, files_at(folder, state.commit), root)
        beside = files_at(request.profile.parent, state.commit)
        _take_out(request.profile.parent, {path: blob for path, blob in beside.items() if "/" not in path}, profiles)
        try:
            if not profile.is_file():
                profiles.mkdir(exist_ok=True)
                profile.write_bytes(request.profile.read_bytes())
            builder = Builder(open_library(root, None), None)
            asked = msgspec.structs.replace(request, profile=profile, today=state.day, force=True)
            return WrittenPackage(request.profile, builder.made(asked)[1].parts)
        except UserFault:
            return None  # a library that does not build is no evidence


def _take_out(folder: Path, files: Mapping[str, str], target: Path) -> None:
    """Writes files of git into a folder; those that a clone lacks are left out."""
    contents = dict(past_contents(folder, list(dict.fromkeys(files.values())), largest=LARGEST))
    for path, blob in files.items():
        if blob in contents:
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_bytes(contents[blob])
