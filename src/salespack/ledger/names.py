"""What the random ids of a ledger stand for: customers and people, a small file each, below a folder for each customer.

`names/CUSTOMER/ID.json`; CUSTOMER is the hash of the profile's name. Files are written once and have random names, so
that two who write at a time, and programs that synchronise folders, meet nowhere: who has two ids has them both. All
that is known of a customer by name goes with the one folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from salespack.ledger.events import EventId, random_id
from salespack.problems.files import file_content
from salespack.system.hashing import digest

FOLDER = "names"
SHORT = 24
"""Hexadecimal digits of the hash that a customer's folder is called by."""


class Named(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an id stands for: a person, by role and name, or, where it names a profile, the customer of it.

    Who is ours (a colleague) has no role.
    """

    id: EventId
    profile: str = ""
    customer: str = ""
    role: str = ""
    name: str = ""


class KnownCustomer(msgspec.Struct, frozen=True):
    """What a ledger knows of a customer: the ids, the first of which new events have, and the people."""

    profile: str
    ids: tuple[str, ...]
    people: tuple[Named, ...] = ()
    name: str = ""

    def called(self, id: str) -> Named | None:
        """What an id of a person stands for."""
        return next((one for one in self.people if one.id == id), None)

    def ids_of(self, role: str, name: str) -> tuple[str, ...]:
        """The ids of a person: by name, in whatever role, and those of whoever had the role when nobody said a name."""
        named = [one.id for one in self.people if name and same(one.name, name)]
        return (*named, *(one.id for one in self.people if role and one.role == role and not one.name))


def same(one: str, other: str) -> bool:
    """Whether two names are one person's, whatever the spaces and the case."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def folder_of(profile: str) -> str:
    """Where the names of a customer are, in the folder of a ledger; it does not say whose they are."""
    return f"{FOLDER}/{digest(profile.encode())[:SHORT]}"


def hash_of(name: str) -> str:
    """By what a name is known where the name itself must not stand."""
    return digest(" ".join(name.split()).casefold().encode())[:SHORT]


def known_customer(folders: Sequence[Path], profile: str) -> KnownCustomer:
    """What is known of the customer of a profile in the folders of a ledger and of what waits for it."""
    found = {one.id: one for folder in folders for one in _read(folder / folder_of(profile))}
    ours = [one for one in sorted(found.values(), key=lambda one: one.id) if not one.profile or one.profile == profile]
    customers = [one for one in ours if one.profile]
    name = next((one.customer for one in customers), "")
    return KnownCustomer(
        profile, tuple(one.id for one in customers), tuple(one for one in ours if not one.profile), name
    )


def all_customers(folder: Path) -> Iterator[KnownCustomer]:
    """All customers that have names in a folder of a ledger, by their profiles."""
    inner = sorted((folder / FOLDER).iterdir()) if (folder / FOLDER).is_dir() else []
    profiles = {named.profile for one in inner for named in _read(one) if named.profile}
    for profile in sorted(profiles):
        yield known_customer([folder], profile)


def with_customer(folder: Path, known: KnownCustomer, name: str) -> KnownCustomer:
    """The customer with an id, which is made where there is none yet. Raises OSError."""
    if known.ids:
        return known
    new = Named(id=random_id(), profile=known.profile, customer=name)
    _write(folder / folder_of(known.profile), new)
    return msgspec.structs.replace(known, ids=(new.id,), name=name)


def with_person(folder: Path, known: KnownCustomer, role: str, name: str) -> tuple[KnownCustomer, str]:
    """The customer with a person, and the person's id. Raises OSError."""
    for one in known.people:
        if same(one.name, name) and (name or one.role == role):
            return known, one.id
    new = Named(id=random_id(), role=role, name=name)
    _write(folder / folder_of(known.profile), new)
    return msgspec.structs.replace(known, people=(*known.people, new)), new.id


def move(source: Path, folder: Path) -> None:
    """Moves the names of one folder into another. Raises OSError."""
    if not (source / FOLDER).is_dir():
        return
    for inner in sorted((source / FOLDER).iterdir()):
        if inner.is_dir():
            _move_names(inner, folder / FOLDER / inner.name)
    _remove_empty(source / FOLDER)


def rename(folder: Path, old: str, new: str) -> None:
    """Gives the customer of a profile and their people to the profile that it is called now. What was stopped half way
    can be made again. Raises OSError."""
    if (folder / folder_of(old)).is_dir():
        _move_names(folder / folder_of(old), folder / folder_of(new), profile=new)


def _move_names(former: Path, folder: Path, profile: str | None = None) -> None:
    """Moves the names in a customer's folder, and no other file: somebody may be writing one; those of the customer
    name another `profile` then, where one is said. Raises OSError."""
    for path, one in list(_entries(former)):
        _write(folder, msgspec.structs.replace(one, profile=profile) if profile and one.profile else one)
        path.unlink(missing_ok=True)
    _remove_empty(former)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):  # what is in it came meanwhile
        folder.rmdir()


def _read(folder: Path) -> Iterator[Named]:
    with suppress(OSError):
        yield from _named_in(folder)


def _named_in(folder: Path) -> Iterator[Named]:
    """What the files of a customer's folder say; what is none of ours says nothing. Raises OSError."""
    return (named for _, named in _entries(folder))


def _entries(folder: Path) -> Iterator[tuple[Path, Named]]:
    for entry in os.scandir(folder):
        if entry.name.endswith(".json"):
            with suppress(OSError, msgspec.DecodeError):
                yield Path(entry.path), msgspec.json.decode(file_content(entry.path), type=Named)


def _write(folder: Path, named: Named) -> None:
    """Writes a file, whole or not at all. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / f".{named.id}.{os.getpid()}.tmp"
    try:
        new.write_bytes(msgspec.json.encode(named))
        new.replace(folder / f"{named.id}.json")
    finally:
        new.unlink(missing_ok=True)
