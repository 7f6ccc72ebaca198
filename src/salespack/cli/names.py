"""The names that can be typed: profiles, packs, values, roles, industries, stages, each as people call it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from salespack.cli.workspace import customer_of
from salespack.formats.types import in_language
from salespack.graphics.icons import icons_by_words
from salespack.system.paths import named_files

if TYPE_CHECKING:
    from salespack.library.library import Library

Row = tuple[str, str, str]
"""A name as it is typed, as people call it, and what else helps to choose."""


def _profiles(library: Library, folder: Path | None) -> list[Row]:
    files = named_files(folder, "*.yaml") if folder is not None else []
    return [(file.stem, customer_of(file), file.name) for file in files]


def _packs(library: Library, _: Path | None) -> list[Row]:
    shown = [(id, pack.name, ", ".join(pack.outputs)) for id, pack in sorted(library.packs.items())]
    return [(id, _in_default(library, name), outputs) for id, name, outputs in shown]


def _values(library: Library, _: Path | None) -> list[Row]:
    return [
        (id, _in_default(library, value.name), _in_default(library, value.question))
        for id, value in library.values.items()
    ]


def _named(sort: str) -> Callable[[Library, Path | None], list[Row]]:
    def rows(library: Library, _: Path | None) -> list[Row]:
        return [(id, _in_default(library, name), "") for id, name in getattr(library.settings, sort).items()]

    return rows


def _in_default(library: Library, text: object) -> str:
    return in_language(text, library.settings.default_language, "en")  # type: ignore[arg-type]  # a Localised


def _icons(library: Library, folder: Path | None) -> list[Row]:
    return [(name, "", tags) for name, tags in icons_by_words()]


LISTS: dict[str, Callable[[Library, Path | None], list[Row]]] = {
    "profiles": _profiles,
    "packs": _packs,
    "values": _values,
    "roles": _named("roles"),
    "industries": _named("industries"),
    "stages": _named("stages"),
    "icons": _icons,
}
"""By what is listed: the rows of a library and the folder of its profiles, in the order in which they are declared."""
ALONE = ("icons",)
"""Lists that come only by their name: too long to come with the others."""


def having(words: str, rows: list[Row]) -> list[Row]:
    """The rows that have each of some words, or one that begins so; those that have them in their name come first."""
    asked = words.casefold().replace("-", " ").split()

    def holds(text: str) -> bool:
        known = text.casefold().replace("-", " ").split()
        return all(any(one.startswith(word) for one in known) for word in asked)

    found = [row for row in rows if holds(" ".join(row))]
    return sorted(found, key=lambda row: not holds(row[0]))
