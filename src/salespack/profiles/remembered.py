"""One profile, read again only where its file has changed: whoever builds for a customer builds more than once."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from salespack.formats.vocabulary import Vocabulary
from salespack.problems.problem import Place, Problem, shown_path
from salespack.profiles.folder import decoding, encode, names_in
from salespack.profiles.places import place_in
from salespack.profiles.profile import Profile, kept_quotes, load_profile
from salespack.system.cache import OF_CUSTOMERS
from salespack.system.file_index import FileIndex
from salespack.system.hashing import digest
from salespack.system.transactions import recover


class ReadProfile(msgspec.Struct, frozen=True):
    """A profile, and the line and the column of the first quote in it that nobody will see, where there is one."""

    profile: Profile
    quote: tuple[int | None, int | None] | None = None

    @property
    def place_of_quote(self) -> Place:
        """Where that quote stands; the file alone where nothing is known of it."""
        return Place(shown_path(self.profile.file), *(self.quote or ()))


def read_profile(path: Path, vocabulary: Vocabulary, cache: Path | None, told: list[Problem]) -> ReadProfile:
    """The profile in `path` as `load_profile` reads it; from the cache where its file is as it was.

    What was renamed since it was written goes to `told`. Raises UserFault with every problem.
    """
    if cache is None:
        return _read(path, vocabulary, told)
    recover(path.parent)
    index = FileIndex(
        cache,
        f"{OF_CUSTOMERS}/profile-{digest(os.fsencode(path.absolute()))[:24]}.msgpack",
        ReadProfile,
        depends_on=names_in(vocabulary),
        encode=encode,
        decode=decoding(path.parent),
    )
    stat = None
    with suppress(OSError):  # what is wrong with the file, its reading says
        stat = path.stat()
    unsettled: set[str] = set()

    def reading(name: str) -> ReadProfile:
        read = _read(path, vocabulary, told)
        if told:
            unsettled.add(name)  # it is to be told the next time too
        return read

    return index.read({path.name: stat}, reading, unsettled)[path.name]


def _read(path: Path, vocabulary: Vocabulary, told: list[Problem]) -> ReadProfile:
    profile = load_profile(path, vocabulary, told)
    if not (names := kept_quotes(profile)):
        return ReadProfile(profile)
    place = place_in(profile, ("values", names[0], "quote"))
    return ReadProfile(profile, (place.line, place.column))
