"""All profiles of a folder: its files, and what they say, read again only where a file has changed.

What is here is the one way to read many profiles; whoever asks tells what is wrong with those that cannot be read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from salespack.formats.text_files import read_text
from salespack.formats.types import decode_custom, encode_custom
from salespack.formats.vocabulary import Vocabulary
from salespack.formats.yaml import Source
from salespack.problems.files import why
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.profiles.privacy import of_profile_file
from salespack.profiles.profile import ENDINGS, Profile, declined_in_file, load_profile
from salespack.system.cache import OF_CUSTOMERS
from salespack.system.file_index import FileIndex
from salespack.system.hashing import digest
from salespack.system.transactions import recover


class Unread(NamedTuple):
    """A profile that cannot be read, and what is wrong with it."""

    path: Path
    fault: UserFault


class ReadProfiles(msgspec.Struct, frozen=True):
    """The profiles of a folder by the names of their files, in that order; those that cannot be read; and `told`, what
    is to be known of files that can."""

    folder: Path | None = None
    profiles: dict[str, Profile] = {}
    unread: tuple[Unread, ...] = ()
    told: tuple[Problem, ...] = ()

    @property
    def known(self) -> tuple[Profile, ...]:
        """The profiles that can be read."""
        return tuple(self.profiles.values())

    def declined(self) -> frozenset[str]:
        """The casefolded names of the customers who declined to be a reference, as far as their files can be read."""
        names = {one.customer.name.casefold() for one in self.known if one.relationship.reference == "declined"}
        for path, _ in self.unread:
            with suppress(UserFault):
                names |= declined_in_file(path)
        return frozenset(names)

    def problems(self, vocabulary: Vocabulary) -> list[Problem]:
        """What is wrong with those that cannot be read, without what they say."""
        return [problem for one in self.unread for problem in of_profile_file(one.fault, one.path, vocabulary)]

    def warnings(self, vocabulary: Vocabulary) -> list[Problem]:
        """The same as warnings, where one profile keeps nobody from the others."""
        return [problem.as_warning() for problem in self.problems(vocabulary)]


def read_profiles(folder: Path | None, vocabulary: Vocabulary, cache: Path | None = None) -> ReadProfiles:
    """The profiles in a folder, names checked against the library's; those of none where there is no folder.

    With a cache folder what is known of the last time is taken from there. Raises UserFault (SP001) where the folder
    cannot be read.
    """
    if folder is None:
        return ReadProfiles()
    told: list[Problem] = [*recover(folder)]
    unread: list[Unread] = []
    unsettled: set[str] = set()

    def reading(name: str) -> Profile | None:
        renamed: list[Problem] = []
        try:
            profile = load_profile(folder / name, vocabulary, renamed)
        except UserFault as fault:
            unread.append(Unread(folder / name, fault))
            return None
        if renamed:
            told.extend(renamed)
            unsettled.add(name)  # it is to be told the next time too
        return profile

    index = FileIndex(
        cache,
        f"{OF_CUSTOMERS}/profiles-{digest(os.fsencode(folder.resolve()))[:24]}.msgpack",
        Profile,
        depends_on=names_in(vocabulary),
        encode=encode,
        decode=decoding(folder),
    )
    profiles = index.read(_files_in(folder), reading, unsettled)
    return ReadProfiles(folder, profiles, tuple(unread), tuple(told))


def customer_names(folder: Path, told: list[Problem] | None = None) -> dict[Path, str]:
    """The customer's name by the file of each profile in a folder, also where other things in it are wrong, sorted.

    What keeps a name from being read goes to `told`. Raises UserFault (SP001) where the folder cannot be read.
    """
    named: dict[Path, str] = {}
    for path in profile_files(folder):
        try:
            match Source(shown_path(path), read_text(path)).load():
                case {"customer": {"name": str(name)}}:
                    named[path] = name
        except UserFault as fault:
            if told is not None:
                told += fault.problems
    return named


def customer_figures(folder: Path) -> dict[Path, frozenset[float]]:
    """The figures under `facts` of each profile in a folder that can be read. Raises UserFault (SP001) as above."""
    found: dict[Path, frozenset[float]] = {}
    for path in profile_files(folder):
        with suppress(UserFault):
            match Source(shown_path(path), read_text(path)).load():
                case {"facts": dict(facts)}:
                    found[path] = frozenset(_figures(facts))
    return found


def _figures(data: object) -> Iterator[float]:
    """The numbers in data, however deep."""
    if isinstance(data, dict | list):
        for one in data.values() if isinstance(data, dict) else data:
            yield from _figures(one)
    elif isinstance(data, int | float) and not isinstance(data, bool):
        yield data


def profile_files(folder: Path) -> list[Path]:
    """The files of profiles in a folder, sorted. Raises UserFault (SP001) where it cannot be read."""
    recover(folder)
    return [folder / name for name in _files_in(folder)]


def _files_in(folder: Path) -> dict[str, os.stat_result | None]:
    """The names of the files of profiles in a folder, sorted, with what they are like where that can be told."""
    found: dict[str, os.stat_result | None] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(ENDINGS) and not entry.name.startswith("."):
                    found[entry.name] = _stat(entry)
    except OSError as error:
        message = f"the profiles in this folder cannot be listed: {why(error)}"
        raise UserFault.of("SP001", message, "check --profiles", Place(shown_path(folder))) from None
    return dict(sorted(found.items()))


def _stat(entry: os.DirEntry[str]) -> os.stat_result | None:
    with suppress(OSError):
        return entry.stat()
    return None  # a link that leads nowhere: reading it says so


def names_in(vocabulary: Vocabulary) -> str:
    """What the reading of profiles depends on but their files: the names that the library declares."""
    names: Mapping[str, Any] = vocabulary.names
    return digest(repr([(sort, sorted(known)) for sort, known in sorted(names.items())]).encode())


def encode(value: object) -> object:
    """What MessagePack holds for a value of a profile: its file by the name alone."""
    return value.name if isinstance(value, Path) else encode_custom(value)


def decoding(folder: Path) -> Any:
    """Makes values of profiles in a folder again of what `encode` made."""

    def decode(expected: type, value: object) -> object:
        return folder / str(value) if issubclass(expected, Path) else decode_custom(expected, value)

    return decode
