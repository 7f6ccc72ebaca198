"""Changes of profiles that people wrote: what an import adds, shown as a difference, and written all at once."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import unified_diff
from pathlib import Path
from typing import Any

from salespack.formats.editing import with_data
from salespack.formats.text_files import read_text_file
from salespack.formats.yaml import Source
from salespack.problems.files import why
from salespack.problems.problem import Place, UserFault, shown_path
from salespack.system.transactions import Transaction

ORDER = ("customer", "goals", "success", "relationship", "scale", "values", "stakeholders", "meeting", "facts")
"""In which order the sections of a profile stand, where one is added."""


def profile_data(path: Path) -> dict[str, Any]:
    """What a profile says, as plain data. Raises UserFault, also where it is no mapping."""
    place = Place(shown_path(path))
    data = Source(shown_path(path), read_text_file(path).text).load()
    if not isinstance(data, dict):
        raise UserFault.of("SP101", "is no profile: it has no sections", "`salespack new profile` makes one", place)
    return data


def difference(path: Path, data: Mapping[str, Any]) -> str:
    """The lines of a profile that would change for it to say `data`; empty where none would."""
    before = read_text_file(path).text
    name = shown_path(path)
    after = with_data(before, data, ORDER)
    return "".join(
        line if line.endswith("\n") else f"{line}\n"
        for line in unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), name, name)
    )


def write_profiles(changed: Mapping[Path, Mapping[str, Any]]) -> None:
    """Makes profiles say other data: only what is to change, all of them or none. Raises UserFault."""
    by_folder: dict[Path, list[Path]] = {}
    for path in changed:
        by_folder.setdefault(path.parent, []).append(path)
    for folder, paths in by_folder.items():
        texts = {path: read_text_file(path) for path in paths}
        try:
            with Transaction(folder) as transaction:
                for path, file in texts.items():
                    transaction.write(path, file.with_text(with_data(file.text, changed[path], ORDER)))
        except OSError as error:
            message = f"the profile cannot be written: {why(error)}; nothing was changed"
            raise UserFault.of("SP803", message, "check the folder’s permissions", Place(shown_path(folder))) from None
