"""`salespack export`: what is known here, for other systems."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import DayOption, JsonOption, LibraryOption, ProfilesOption, day, profiles_folder, today
from salespack.cli.progress import READING, ProgressLine
from salespack.cli.tables import say
from salespack.cli.targets import check_target
from salespack.problems.problem import UsageFault, shown_path

SYSTEMS = ("plain", "salesforce", "hubspot")

app = typer.Typer(help="Hand on what is known here to other systems.", no_args_is_help=True)


@app.callback()
def export() -> None:
    """Hand on what is known here to other systems."""


@app.command()
@command
def accounts(
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="The file to write; else it is printed.")
    ] = None,
    system: Annotated[
        str,
        typer.Option(
            "--system",
            metavar="NAME",
            autocompletion=completion.words(*SYSTEMS),
            help="Whose columns: plain, salesforce, or hubspot.",
        ),
    ] = "plain",
    replace: Annotated[bool, typer.Option("--replace", help="Replace the file where it is there already.")] = False,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where packs are built.")] = Path("out"),
    profiles: ProfilesOption = None,
    on: DayOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Write what a CRM can take back: next action, state, next meeting, and the pack that was built last.

    One row an account, as CSV in UTF-8. An account has the id that it had in the export it was imported from; for
    Salesforce and HubSpot, those without one are left out. No cell acts as a formula: one that would begin as one gets
    an apostrophe before it. Who does not wish to be contacted has no next action, and “no” as contact.

    Exit codes: 0 done, 1 a profile cannot be read, or no pack suits it, 2 wrong usage.

    Examples:

      salespack export accounts --to next-steps.csv

      salespack export accounts --system salesforce > update.csv
    """
    from salespack.cli.terminal import write_data
    from salespack.cli.workspace import load_library
    from salespack.curation.account_export import System, csv_of, exported_accounts
    from salespack.curation.coverage.customers import Customers
    from salespack.importing.accounts.account_records import AccountRecords, read_records
    from salespack.ledger.builds import read_builds
    from salespack.problems.suggestions import did_you_mean
    from salespack.system.cache import cache_folder
    from salespack.system.files import put

    if system not in SYSTEMS:
        raise UsageFault.of("SP801", f"there are no columns for “{system}”", did_you_mean(system, SYSTEMS))
    check_target(to, replace=replace)
    judged = day(on) or today()
    with ProgressLine(READING):
        opened = load_library(library)
        folder = profiles_folder(profiles, opened.root)
        customers = Customers(opened, folder, today(), on=judged, cache=cache_folder())
        records = read_records(folder) if folder is not None else AccountRecords()
        builds, told = read_builds(out, {one.profile.id for one in customers.known}, cache_folder())
    found = exported_accounts(customers.known, opened, judged, records, builds)
    show_problems((*customers.problems, *told))
    chosen = System(system)
    nameless = sum(not one.id for one in found) if chosen is not System.PLAIN else 0
    if as_json:
        from salespack.cli.json import say_json

        say_json(found)
    elif to is None:
        write_data(csv_of(found, chosen))
    else:
        put(to, csv_of(found, chosen).encode())
        say(f"{len(found) - nameless} accounts written to {shown_path(to)}")
    if nameless and not as_json:
        sys.stderr.write(f"{nameless} without an id of {chosen.value}: import their accounts first\n")
    return 1 if customers.problems else 0
