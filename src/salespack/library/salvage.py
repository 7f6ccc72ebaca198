"""Reading what can be read of a library whose `library.yaml` or `values.yaml` is broken, to tell what else is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from salespack.formats.types import Id, decode_custom
from salespack.formats.vocabulary import CODES
from salespack.formats.yaml import Source
from salespack.library.library import Library
from salespack.library.load import SETTINGS_FILE, VALUES_FILE, file_text, read_settings, read_values, read_with
from salespack.library.settings import Company, Settings
from salespack.library.values import ValueDefinition
from salespack.problems.problem import Problem, UserFault, shown_path

DECLARED = {"roles": "role", "industries": "industry", "stages": "stage", "languages": "language"}
"""Which sort of names each key of `library.yaml` declares."""


class Salvaged(msgspec.Struct, frozen=True):
    """What could be read, what is wrong with the two files, and the codes that only follow from that.

    Blocks may be broken because of names that could not be read, so nothing should be matched with this library.
    """

    library: Library
    problems: tuple[Problem, ...]
    following: frozenset[str]


def salvage(root: Path, names: Iterable[str]) -> Salvaged:
    """The library as far as it can be read. Names of a sort that could not be read count as known."""
    problems: list[Problem] = []
    unknown: set[str] = set()
    try:
        settings = read_settings(root)
    except UserFault as fault:
        problems += fault.problems
        settings, lost = _settings(_data(root, SETTINGS_FILE))
        unknown |= lost
    try:
        values = read_values(root)
    except UserFault as fault:
        problems += fault.problems
        data = _data(root, VALUES_FILE)
        values = _values(data)
        if not isinstance(data, dict):
            unknown.add("value")
    library = read_with(root, names, settings, values)
    following = {CODES[sort] for sort in unknown}
    if settings.brand is None and problems:
        following.add("SP520")
    return Salvaged(library, tuple(problems), frozenset(following))


def _data(root: Path, name: str) -> Any:
    """What a file says, before any schema; None where that cannot be told."""
    try:
        return Source(shown_path(root / name), file_text(root, name)).load()
    except UserFault:
        return None


def _settings(data: Any) -> tuple[Settings, set[str]]:
    """The settings with each key that can be read, and the sorts of names whose key cannot."""
    written = data if isinstance(data, dict) else {}
    kept: dict[str, Any] = {}
    for field, expected in get_type_hints(Settings, include_extras=True).items():
        if field in written:
            try:
                kept[field] = msgspec.convert(written[field], expected, dec_hook=decode_custom)
            except msgspec.ValidationError:
                continue
    lost = {sort for key, sort in DECLARED.items() if key not in kept and (key in written or not written)}
    return Settings(**{"company": Company(""), **kept}), lost


def _values(data: Any) -> dict[str, ValueDefinition]:
    """The values that can be read; of the others, the name alone."""
    found = {}
    for name, written in data.items() if isinstance(data, dict) else ():
        try:
            found[msgspec.convert(name, Id)] = msgspec.convert(written, ValueDefinition)
        except msgspec.ValidationError:
            found[str(name)] = ValueDefinition(str(name))
    return found
