"""`salespack list`: the names that can be typed elsewhere: profiles, packs, values, roles, industries, stages."""

from __future__ import annotations

from typing import Annotated

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command
from salespack.cli.names import ALONE, LISTS, having
from salespack.cli.options import JsonOption, LibraryOption, ProfilesOption, profiles_folder
from salespack.cli.tables import say, show_table
from salespack.problems.problem import UsageFault

ABOUT = {
    "profiles": "file", "packs": "outputs", "values": "ask", "roles": "", "industries": "", "stages": "",
    "icons": "found by",
}  # fmt: skip
"""What the third part of a row is, by list."""


@command
def list_names(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[WHAT]",
            autocompletion=completion.words("profiles", "packs", "values", "roles", "industries", "stages", "icons"),
            help="profiles, packs, values, roles, industries, stages, icons; else all of them but icons.",
        ),
    ] = None,
    search: Annotated[
        str, typer.Option(metavar="WORDS", help="Only those that have these words, or words that begin so.")
    ] = "",
    library: LibraryOption = None,
    profiles: ProfilesOption = None,
    as_json: JsonOption = False,
) -> int:
    """List the names that commands, profiles and texts take: profiles, packs, values, roles, industries, stages, icons.

    Blocks are listed by `salespack library list`.

    Examples:

      salespack list values

      salespack list icons --search "money growth"

      salespack list --json
    """
    from salespack.cli.workspace import load_library
    from salespack.problems.suggestions import did_you_mean

    if what is not None and what not in LISTS:
        raise UsageFault.of("SP801", f"there is no list of “{what}”", did_you_mean(what, LISTS))
    opened = load_library(library)
    folder = profiles_folder(profiles, opened.root)
    wanted = [name for name in LISTS if what == name or (what is None and name not in ALONE)]
    found = {name: having(search, LISTS[name](opened, folder)) for name in wanted}
    if as_json:
        from salespack.cli.json import say_json

        say_json({sort: [{"id": id, "name": name, "about": about} for id, name, about in rows]
                       for sort, rows in found.items()})  # fmt: skip
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
