"""`salespack erase`: what builds left of one customer is taken away."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command
from salespack.cli.options import JsonOption
from salespack.cli.tables import say
from salespack.problems.problem import shown_path

MOST_NAMED = 20


@command
def erase(
    customer: Annotated[
        str,
        typer.Argument(metavar="PROFILE", help="The customer's profile, by name."),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where packs were built.")] = Path("out"),
    yes: Annotated[bool, typer.Option("--yes", help="Take it away; else it is only said what would go.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Take away everything that builds left of one customer.

    That is their folder of outputs, with every deck and document, also those that you changed, and with the records of
    all builds; their lines in the log of refusals; what interrupted audits have noted down, and what the cache of this
    computer holds of customers. The profile is yours and stays, and so do copies of decks elsewhere: `salespack audit`
    finds those.

    Exit codes: 0 said, or done; 1 something could not be taken away; 2 nothing was built for the customer.

    Examples:

      salespack erase betasoloin

      salespack erase betasoloin --yes --json
    """
    from salespack.building.erasing import erase as take_away
    from salespack.building.erasing import remains_of
    from salespack.revisions.audit_state import FOLDER
    from salespack.system.cache import OF_CUSTOMERS, cache_folder

    found = remains_of(out, customer)
    if yes:
        take_away(out, found)
        if (cache := cache_folder()) is not None:
            for kept in (FOLDER, OF_CUSTOMERS):
                shutil.rmtree(cache / kept, ignore_errors=True)
    if as_json:
        from salespack.cli.json import say_json

        folder = None if found.folder is None else str(found.folder)
        say_json(
            {
                "profile": found.profile,
                "erased": yes,
                "folder": folder,
                "files": found.files,
                "touched": found.touched,
                "records": found.records,
                "refusals": found.refusals,
            }
        )
        return 0
    if found.folder is not None:
        what = f"{found.files:,} files, {found.records:,} of them records of builds"
        say(f"{shown_path(found.folder)}: {what}", strong=True)
        for name in found.touched[:MOST_NAMED]:
            say(f"  changed or added by hand: {name}")
        if len(found.touched) > MOST_NAMED:
            say(f"  and {len(found.touched) - MOST_NAMED:,} more")
    if found.refusals:
        say(f"{shown_path(found.log)}: {found.refusals:,} refusal{'s' if found.refusals > 1 else ''}")
    if yes:
        say("All of it is gone.")
    else:
        say(f"Nothing was changed. To take all of it away: salespack erase {found.profile} --yes")
    return 0
