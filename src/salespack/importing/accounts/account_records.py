"""The record of imported accounts, `_accounts.json` beside their profiles: what an import wrote, so that it can tell it
from what a person wrote since."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import msgspec

from salespack.problems.files import file_content
from salespack.problems.problem import Place, UserFault, shown_path

RECORD_FILE = "_accounts.json"


class AccountRecord(msgspec.Struct, frozen=True):
    """What an import wrote into one profile: the account's id in its system, and the fields by their path (`a.b`)."""

    id: str = ""
    fields: dict[str, Any] = {}


class AccountRecords(msgspec.Struct, frozen=True):
    """All profiles of one folder that an import has written into, by their file's stem."""

    format: Literal[1] = 1
    profiles: dict[str, AccountRecord] = {}


def read_records(folder: Path) -> AccountRecords:
    """The record of a folder; an empty one where there is none. Raises UserFault (SP853) for one that is broken."""
    path = folder / RECORD_FILE
    try:
        return msgspec.json.decode(file_content(path), type=AccountRecords) if path.exists() else AccountRecords()
    except (msgspec.DecodeError, OSError) as error:
        hint = "restore it from git or a backup; without it, the import cannot tell your figures from its own"
        raise UserFault.of("SP853", f"cannot be read: {error}", hint, Place(shown_path(path))) from None


def records_text(records: AccountRecords) -> str:
    """The record as it is written: indented, in order."""
    ordered = AccountRecords(records.format, dict(sorted(records.profiles.items())))
    return msgspec.json.format(msgspec.json.encode(ordered), indent=1).decode() + "\n"
