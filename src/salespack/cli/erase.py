"""`salespack erase`: the former name of `salespack privacy erase --keep-profile`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command
from salespack.cli.options import JsonOption

NOTICE = "`salespack erase` is called `salespack privacy erase` now, which takes the profile away too\n"


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
    """Take away everything of one customer but the profile: the former name of `privacy erase --keep-profile`.

    Exit codes: 0 said, or done; 1 something could not be taken away; 2 nothing was built for the customer.

    Examples:

      salespack erase betasoloin

      salespack erase betasoloin --yes --json
    """
    from salespack.cli.privacy import erased

    sys.stderr.write(NOTICE)
    return erased(customer, out, None, yes=yes, keep_profile=True, as_json=as_json, said="erase")
