"""`salespack privacy`: everything that is known of one customer, to be handed out or taken away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command
from salespack.cli.options import JsonOption, LibraryOption, today
from salespack.cli.tables import say
from salespack.problems.problem import UsageFault, UserFault, shown_path

if TYPE_CHECKING:
    from salespack.building.erasing import Places, Remains
    from salespack.ledger.ledger import Ledger

MOST_NAMED = 20
app = typer.Typer(help="Hand out, or take away, everything that is known of a customer.", no_args_is_help=True)
CustomerArgument = Annotated[
    str,
    typer.Argument(
        metavar="CUSTOMER", autocompletion=completion.profiles, help="The customer’s profile, by name or by file."
    ),
]
OutOption = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where packs were built.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Take it away; else it is only said what would go.")]


@app.callback()
def privacy() -> None:
    """Hand out, or take away, everything that is known of a customer."""


@app.command()
@command
def erase(
    customer: CustomerArgument,
    out: OutOption = Path("out"),
    yes: YesOption = False,
    keep_profile: Annotated[
        bool, typer.Option("--keep-profile", help="Leave the profile; imports may go on with it.")
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Take away everything that is known of one customer.

    That is the profile, and an interview that is not finished; all that was built, also what you changed; what the
    ledger has of them, from every writer, with the names of their people, where counts of blocks stay, of nobody; their
    lines among refusals and results of batches; logs of faults that name them, and this computer's cache. A tombstone
    keeps copies of the ledger that come back later from counting, and imports from bringing the customer back. It says
    what it cannot reach.

    Exit codes: 0 said, or done; 1 something could not be taken away; 2 nothing is known of the customer.

    Examples:

      salespack privacy erase betasoloin

      salespack privacy erase betasoloin --yes --json
    """
    return erased(customer, out, library, yes=yes, keep_profile=keep_profile, as_json=as_json, said="privacy erase")


@app.command()
@command
def export(
    customer: CustomerArgument,
    out: OutOption = Path("out"),
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Print everything that is known of one customer, as JSON: for who asks what you keep of them.

    What was noted as it stands, what the ledger says, with the names of people, what was refused, and the files that
    were built, by path and hash.

    Exit codes: 0 printed; 2 nothing is known of the customer.

    Example:

      salespack privacy export betasoloin > betasoloin.json
    """
    from salespack.building.erasing import known_of, remains_of
    from salespack.cli.json import say_json

    places = _places(out, library, keep_profile=False)
    found = remains_of(places, customer)
    say_json(known_of(places, found, _entries(places.ledger, found)))
    return 0


def erased(
    customer: str, out: Path, library: Path | None, *, yes: bool, keep_profile: bool, as_json: bool, said: str
) -> int:
    """Says what there is of a customer, and takes it away with `yes`; `said` is the command that was typed."""
    from salespack.building.erasing import erase as take_away
    from salespack.building.erasing import out_of_reach, remains_of

    places = _places(out, library, keep_profile=keep_profile)
    found = remains_of(places, customer)
    if yes:
        take_away(places, found, today())
    left = list(out_of_reach(Path.cwd()))
    if as_json:
        from salespack.cli.json import say_json

        say_json({**_json(found), "erased": yes, "out_of_reach": left})
        return 0
    _show(found)
    if yes:
        say("All of it is gone.")
        say("Not reached:")
        for one in left:
            say(f"  {one}")
    else:
        say(f"Nothing was changed. To take all of it away: salespack {said} {found.profile} --yes")
    return 0


def _places(out: Path, library: Path | None, *, keep_profile: bool) -> Places:
    """Where something of a customer can be; also where there is no library, or one that cannot be read."""
    from salespack.building.erasing import Places
    from salespack.cli.workspace import find_library, find_profiles, load_library
    from salespack.ledger.ledger import Ledger
    from salespack.ledger.opening import FOLDER, ledger_of
    from salespack.system.cache import cache_folder

    cache, ledger, root = cache_folder(), None, Path()
    try:
        root = find_library(library)
        ledger = ledger_of(load_library(root), cache)
    except UsageFault:  # there is none: its ledger would be here
        ledger = Ledger(Path(FOLDER), cache)
    except UserFault:
        ledger = Ledger(root.parent / FOLDER, cache)
    return Places(out=out, profiles=None if keep_profile else find_profiles(root), ledger=ledger, cache=cache)


def _entries(ledger: Ledger | None, found: Remains) -> list[dict[str, Any]]:
    if ledger is None or found.noted is None or not ledger.folder.is_dir():
        return []
    from salespack.ledger.recording import as_data

    history = ledger.history(found.profile)
    return [as_data(found.profile, history.known, event) for event in history.events]


def _json(found: Remains) -> dict[str, Any]:
    return {
        "profile": found.profile,
        "sources": [str(path) for path in found.sources],
        "folder": None if found.folder is None else str(found.folder),
        "files": found.files,
        "touched": found.touched,
        "records": found.records,
        "refusals": found.refusals,
        "results": found.results.dropped,
        "ledger": 0 if found.noted is None else found.noted.lines,
        "logs": [str(path) for path in found.logs],
    }


def _show(found: Remains) -> None:
    for path in found.sources:
        say(shown_path(path), strong=True)
    if found.folder is not None:
        what = f"{found.files:,} files, {found.records:,} of them records of builds"
        say(f"{shown_path(found.folder)}: {what}", strong=True)
        for name in found.touched[:MOST_NAMED]:
            say(f"  changed or added by hand: {name}")
        if len(found.touched) > MOST_NAMED:
            say(f"  and {len(found.touched) - MOST_NAMED:,} more")
    if found.refusals:
        say(f"{shown_path(found.log)}: {found.refusals:,} refusal{'s' if found.refusals > 1 else ''}")
    if found.results.dropped:
        lines = found.results.dropped
        say(f"{shown_path(found.results.path)}: {lines:,} line{'s' if lines > 1 else ''}")
    if found.noted is not None:
        people = len(found.noted.known.people)
        said = f"{found.noted.lines:,} line{'' if found.noted.lines == 1 else 's'}"
        say(f"the ledger: {said}, the names of {people:,} {'person' if people == 1 else 'people'}")
    for path in found.logs:
        say(shown_path(path))
