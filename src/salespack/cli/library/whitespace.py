"""`salespack library whitespace`: which customers hold a value on which they were never shown anything."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import DayOption, JsonOption, LibraryOption, ProfilesOption, day, profiles_folder, today
from salespack.cli.progress import READING_PROFILES, ProgressLine
from salespack.cli.tables import say, show_table
from salespack.cli.terminal import write_data
from salespack.problems.problem import UsageFault, shown_path

if TYPE_CHECKING:
    from salespack.curation.whitespace import Space, Whitespace

COLUMNS = ("profile", "customer", "relationship", "state", "value", "weight", "basis", "repair", "packs", "built")


@command
def whitespace(
    value: Annotated[
        str | None,
        typer.Option("--value", metavar="ID", autocompletion=completion.values, help="Only who lacks this one."),
    ] = None,
    on: DayOption = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where packs were built.")] = Path("out"),
    top: Annotated[int, typer.Option("--top", min=0, help="How many of the customers’ values are listed.")] = 20,
    to: Annotated[
        str | None,
        typer.Option("--csv", metavar="FILE", help="Write all as CSV to a file, or to stdout with -."),
    ] = None,
    profiles: ProfilesOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show which customers hold a value on which they were never shown anything.

    What was shown is taken from the records that builds leave in the output folder, for as long as they are kept. A
    value counts as answered where a block in one of them speaks to it with the strength that a place for a value asks
    for. The customer whom it matters to most comes first. Who does not wish to be contacted
    (`contact: {permission: no}`) is not among them.

    Exit codes: 0 done, 1 a profile or a record cannot be read, and the rest is shown.

    Examples:

      salespack library whitespace

      salespack library whitespace --value proven-security --top 50

      salespack library whitespace --csv whitespace.csv
    """
    from salespack.cli.workspace import load_library
    from salespack.curation.whitespace import whitespace_of
    from salespack.ledger.builds import read_builds
    from salespack.library.load import vocabulary_of
    from salespack.library.naming import resolve
    from salespack.profiles.folder import read_profiles
    from salespack.system.cache import cache_folder

    judged, cache = day(on) or today(), cache_folder()
    if out.exists() and not out.is_dir():
        raise UsageFault.of("SP801", f"--out {out}: is no folder", "name the folder that packs were built in")
    with ProgressLine(READING_PROFILES):
        opened = load_library(library)
        wanted = None if value is None else resolve(opened, value, "value")
        vocabulary = vocabulary_of(opened.settings, opened.values)
        read = read_profiles(profiles_folder(profiles, opened.root), vocabulary, cache)
        builds, unread = read_builds(out, {profile.id for profile in read.known}, cache)
        found = whitespace_of(read.known, opened, builds, judged)
    problems = (*read.warnings(vocabulary), *unread)
    show_problems(problems)
    spaces = [one for one in found.spaces if wanted in (None, one.value)]
    values = [one for one in found.values if wanted in (None, one.value)]
    if to is not None:
        _write_csv(spaces, to)
    if as_json:
        from salespack.cli.json import say_json

        say_json(
            {
                "on": found.on,
                "customers": found.customers,
                "values": values,
                "spaces": spaces,
                "declined": found.declined,
            }
        )
    elif to is None:
        if not builds and found.customers:
            say(f"No build is recorded in {shown_path(out)}: nobody was shown anything yet; --out names another folder")
        _show(found, spaces, wanted, top)
    elif to != "-":
        say(f"wrote {to}: {len(spaces):,} values of customers")
    return 1 if problems else 0


def _show(found: Whitespace, spaces: list[Space], wanted: str | None, top: int) -> None:
    if found.declined:
        say(f"Left out, as they do not wish to be contacted: {', '.join(found.declined)}")
    if not found.customers and not found.declined:
        say("There is no profile here: salespack new profile, or salespack import accounts FILE")
        return
    if not spaces:
        say("Nothing: whoever has a profile here was shown something on all that they value.")
        return
    say(f"Values of {found.customers:,} customers, and who was never shown anything on them:", strong=True)
    rows = [
        (one.value, f"{one.never:,} of {one.held:,}", str(one.blocks) if one.blocks else "none: write one")
        for one in found.values
        if one.never and wanted in (None, one.value)
    ]
    show_table(("value", "never shown", "blocks for it"), rows, right=(1,))
    say("Whom to show something first:", strong=True)
    listed = [
        (one.profile, one.value, f"{one.weight:.1f}", _standing(one), ", ".join(one.packs) or "none yet")
        for one in spaces[:top]
    ]
    show_table(("customer", "value", "weight", "", "packs"), listed, right=(2,))
    if len(spaces) > top:
        say(f"… and {len(spaces) - top:,} more: --top N lists N of them, --csv FILE all")
    able = {one.value for one in found.values if one.blocks}
    if next_one := next((one for one in spaces if one.value in able and not one.repair), None):
        say(f"Next: salespack build {next_one.profile} --value {next_one.value}")


def _standing(one: Space) -> str:
    """How we stand with the customer, and what is to be known of the figure."""
    said: list[str] = [one.state or one.relationship]
    if one.repair:
        said.append("repair first")
    if one.basis != "said":
        said.append(one.basis)
    return ", ".join(said)


def _write_csv(spaces: list[Space], to: str) -> None:
    from salespack.curation.formulas import csv_cell

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in spaces:
        cells = (
            one.profile, one.customer, one.relationship, one.state or "", one.value, one.weight, one.basis,
            "yes" if one.repair else "no", " ".join(one.packs), one.built.isoformat() if one.built else "",
        )  # fmt: skip
        writer.writerow(map(csv_cell, cells))
    if to == "-":
        write_data(text.getvalue())
        return
    from salespack.system.files import put

    put(Path(to), text.getvalue().encode(), folders=False, code="SP803")
