"""The record of imported cases, `_cases.json` beside their blocks: which file became which block, as it was written."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec

from salespack.problems.files import file_content
from salespack.problems.problem import Place, UserFault, shown_path

RECORD_FILE = "_cases.json"


class CaseRecord(msgspec.Struct, frozen=True):
    """What one file became: the block, where it was written (relative to the library), and the hash of what was."""

    block: str
    file: str
    written: str


class CaseRecords(msgspec.Struct, frozen=True):
    """All cases whose blocks are in one folder, by their file as it was named: its folder's name and its own."""

    format: Literal[1] = 1
    cases: dict[str, CaseRecord] = {}


def read_case_records(root: Path) -> dict[str, CaseRecords]:
    """Every record in the library, by its folder (relative, POSIX). Raises UserFault (SP853) for one that is broken."""
    found = {}
    for path in sorted(root.rglob(RECORD_FILE)):
        try:
            records = msgspec.json.decode(file_content(path), type=CaseRecords)
            if not all(_is_inside(one.file) for one in records.cases.values()):
                raise msgspec.ValidationError("it names files outside the library")
            found[path.parent.relative_to(root).as_posix()] = records
        except (msgspec.DecodeError, OSError) as error:
            hint = "restore it from git or a backup; without it, the import cannot tell your text from its own"
            raise UserFault.of("SP853", f"cannot be read: {error}", hint, Place(shown_path(path))) from None
    return found


def _is_inside(name: str) -> bool:
    return not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts


def case_records_text(records: CaseRecords) -> str:
    """The record as it is written: indented, in order."""
    ordered = CaseRecords(records.format, dict(sorted(records.cases.items())))
    return msgspec.json.format(msgspec.json.encode(ordered), indent=1).decode() + "\n"
