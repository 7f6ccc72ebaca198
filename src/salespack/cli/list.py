"""`salespack list`: the names that can be typed elsewhere: profiles, packs, values, roles, industries, stages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from salespack.cli.faults import command
from salespack.cli.options import JsonOption, LibraryOption, ProfilesOption, profiles_folder
from salespack.cli.tables import say, show_table
from salespack.problems.problem import UsageFault
from salespack.system.paths import named_files

if TYPE_CHECKING:
    from salespack.library.library import Library

Row = tuple[str, str, str]
"""A name as it is typed, as people call it, and what else helps to choose."""


@command
def list_names(
    what: Annotated[
        str | None,
        typer.Argument(metavar="[WHAT]", help="profiles, packs, values, roles, industries, stages; else all of them."),
    ] = None,
    library: LibraryOption = None,
    profiles: ProfilesOption = None,
    as_json: JsonOption = False,
) -> int:
    """List the names that commands and profiles take: profiles, packs, values, roles, industries, stages.

    Blocks are listed by `salespack library list`.

    Examples:

      salespack list values

      salespack list --json
    """
    from salespack.cli.workspace import load_library
    from salespack.problems.suggestions import did_you_mean

    if what is not None and what not in LISTS:
        raise UsageFault.of("SP801", f"there is no list of “{what}”", did_you_mean(what, LISTS))
    opened = load_library(library)
    folder = profiles_folder(profiles, opened.root)
    found = {name: LISTS[name](opened, folder) for name in LISTS if what in (None, name)}
    if as_json:
        from salespack.cli.json import json_text

        say(json_text({sort: [{"id": id, "name": name, "about": about} for id, name, about in rows]
                       for sort, rows in found.items()}))  # fmt: skip
        return 0
    for number, (sort, rows) in enumerate(found.items()):
        if number:
            say()
        if what is None:
            say(f"{sort.capitalize()}:", strong=True)
        if rows:
            show_table(("name", "called", ABOUT[sort]), rows)
        else:
            say("  none")
    return 0


def _profiles(library: Library, folder: Path | None) -> list[Row]:
    from salespack.cli.workspace import customer_of

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
    from salespack.formats.types import in_language

    return in_language(text, library.settings.default_language, "en")  # type: ignore[arg-type]  # a Localised


LISTS: dict[str, Callable[[Library, Path | None], list[Row]]] = {
    "profiles": _profiles,
    "packs": _packs,
    "values": _values,
    "roles": _named("roles"),
    "industries": _named("industries"),
    "stages": _named("stages"),
}
ABOUT = {
    "profiles": "file", "packs": "outputs", "values": "ask", "roles": "", "industries": "", "stages": "",
}  # fmt: skip
