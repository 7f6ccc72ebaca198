"""Who asked not to be kept: customers and people whom no import brings back, `_suppressed.json` beside the profiles.

The list holds no name: of each only a keyed hash, by which a name that comes again is known, and from which nobody can
read who stands there.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from salespack.formats.text_files import read_text
from salespack.importing.accounts.account_records import RECORD_FILE, read_records, records_text
from salespack.language.company_names import name_words
from salespack.language.word_matching import normalised
from salespack.problems.files import file_content
from salespack.problems.problem import Place, Problem, UsageFault, UserFault, shown_path
from salespack.profiles.folder import customer_names
from salespack.scaffold.interview import kept_file
from salespack.scaffold.profiles import profile_id
from salespack.system.files import not_written, put
from salespack.system.transactions import Transaction

SUPPRESSED_FILE = "_suppressed.json"
KEY_BYTES, HASH_BYTES = 16, 16


class Suppressed(msgspec.Struct, frozen=True):
    """The list: a key of its own, and the hashes of names and of ids in other systems."""

    key: str
    hashes: tuple[str, ...] = ()
    format: Literal[1] = 1

    def holds(self, name: str) -> bool:
        """Whether a name, or an id of another system, is on the list."""
        return bool(self.hashes) and self._hash(name) in self.hashes

    def with_names(self, *names: str) -> Suppressed:
        """The list with these names too."""
        return msgspec.structs.replace(self, hashes=tuple(sorted({*self.hashes, *map(self._hash, names)})))

    def without(self, *names: str) -> Suppressed:
        """The list without these names."""
        gone = set(map(self._hash, names))
        return msgspec.structs.replace(self, hashes=tuple(one for one in self.hashes if one not in gone))

    def _hash(self, name: str) -> str:
        plain = " ".join(name_words(name)) or name
        return hashlib.blake2b(plain.encode(), key=bytes.fromhex(self.key), digest_size=HASH_BYTES).hexdigest()


def read_suppressed(folder: Path) -> Suppressed:
    """The list of a folder; an empty one where there is none. Raises UserFault (SP853) for one that is broken."""
    path = folder / SUPPRESSED_FILE
    if not path.exists():
        return Suppressed(secrets.token_hex(KEY_BYTES))
    try:
        found = msgspec.json.decode(file_content(path), type=Suppressed)
        bytes.fromhex(found.key)
    except (msgspec.DecodeError, OSError, ValueError) as error:
        hint = "restore it from git or a backup: without it, an import would bring back who asked not to be kept"
        raise UserFault.of("SP853", f"cannot be read: {error}", hint, Place(shown_path(path))) from None
    return found


class SuppressionReport(msgspec.Struct, frozen=True):
    """What became of names: how many the list holds now, and the files of theirs, or that name them: profiles,
    and interviews that are not finished; those that were to be taken off and never were on it."""

    listed: int
    profiles: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def suppress(folder: Path, names: Sequence[str]) -> SuppressionReport:
    """Puts customers or people on the list; what imports remember of them goes, their ids in other systems join it.

    Profiles stay: they are a person's to delete. Raises UserFault, with nothing changed.
    """
    _refuse(folder, names)
    records, told = read_records(folder), list[Problem]()
    wanted = {" ".join(name_words(name)) for name in names}
    there = customer_names(folder, told)
    theirs = [path for path, name in there.items() if " ".join(name_words(name)) in wanted]
    spoken = [normalised(name) for name in names]
    naming = [
        path for path in there if path not in theirs and any(name in normalised(read_text(path)) for name in spoken)
    ]
    asked = [path for name in names if (path := kept_file(folder, name)).exists()]
    stems = {path.stem for path in theirs} | {profile_id(name) for name in names}
    ids = [record.id for stem, record in records.profiles.items() if stem in stems and record.id]
    listed = read_suppressed(folder).with_names(*names, *ids)
    left = {stem: record for stem, record in records.profiles.items() if stem not in stems}
    try:
        with Transaction(folder) as transaction:
            transaction.write(folder / SUPPRESSED_FILE, _text(listed))
            if left != records.profiles:
                forgotten = msgspec.structs.replace(records, profiles=left)
                transaction.write(folder / RECORD_FILE, records_text(forgotten).encode())
    except OSError as error:
        raise not_written(folder / SUPPRESSED_FILE, error, code="SP803", then="; nothing was changed") from None
    return SuppressionReport(len(listed.hashes), tuple(shown_path(path) for path in (*theirs, *naming, *asked)))


def unsuppress(folder: Path, names: Sequence[str]) -> SuppressionReport:
    """Takes names off the list, who may be imported again; nothing is written where none is on it. Raises UserFault."""
    _refuse(folder, names)
    before = read_suppressed(folder)
    unknown = tuple(name for name in names if not before.holds(name))
    listed = before.without(*names)
    if len(unknown) == len(names):
        return SuppressionReport(len(listed.hashes), (), unknown)
    put(folder / SUPPRESSED_FILE, _text(listed), code="SP803", hint="check the folder's permissions")
    return SuppressionReport(len(listed.hashes), (), unknown)


def _refuse(folder: Path, names: Sequence[str]) -> None:
    """Raises UsageFault for a name without letters or digits, and where there is no folder."""
    if nameless := [name for name in names if not name_words(name)]:
        raise UsageFault.of("SP801", f"“{nameless[0]}” is no name", "name a customer, or a person at one")
    if not folder.is_dir():
        raise UsageFault.of("SP001", "there is no such folder", "check --folder", Place(shown_path(folder)))


def _text(suppressed: Suppressed) -> bytes:
    return msgspec.json.format(msgspec.json.encode(suppressed), indent=1) + b"\n"
