"""One profile, read again only where its file has changed: whoever builds for a customer builds more than once."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from salespack.formats.text_files import read_text
from salespack.formats.vocabulary import Vocabulary
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.profiles.folder import decoding, encode, names_in
from salespack.profiles.places import place_in
from salespack.profiles.profile import Profile, kept_quotes, load_profile
from salespack.system.cache import OF_CUSTOMERS, code_version, read_cached, write_cached
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


class _Kept(msgspec.Struct, frozen=True):
    """What was read, and a digest of all that it was read from."""

    made_of: str
    read: ReadProfile


def read_profile(path: Path, vocabulary: Vocabulary, cache: Path | None, told: list[Problem]) -> ReadProfile:
    """The profile in `path` as `load_profile` reads it; from the cache where it says what it said.

    What was renamed since it was written goes to `told`. Raises UserFault with every problem.
    """
    if cache is None:
        return _read(path, vocabulary, told)
    recover(path.parent)
    try:
        text = read_text(path)
    except UserFault:
        return _read(path, vocabulary, told)  # which tells more
    place = f"{OF_CUSTOMERS}/profile-{digest(os.fsencode(path.absolute()))[:24]}.msgpack"
    made_of = digest(repr((code_version(), os.fsencode(path.name), names_in(vocabulary), text)).encode())
    if (kept := read_cached(cache, place)) is not None:
        with suppress(msgspec.DecodeError):
            known = msgspec.msgpack.decode(kept, type=_Kept, dec_hook=decoding(path.parent))
            if known.made_of == made_of:
                return known.read
    read = _read(path, vocabulary, told)
    if not told:  # else it is to be told the next time too
        write_cached(cache, place, msgspec.msgpack.encode(_Kept(made_of, read), enc_hook=encode))
    return read


def _read(path: Path, vocabulary: Vocabulary, told: list[Problem]) -> ReadProfile:
    profile = load_profile(path, vocabulary, told)
    if not (names := kept_quotes(profile)):
        return ReadProfile(profile)
    place = place_in(profile, ("values", names[0], "quote"))
    return ReadProfile(profile, (place.line, place.column))
