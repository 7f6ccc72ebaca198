"""`salespack accounts`: whom to meet next, and what for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import DayOption, JsonOption, LibraryOption, ProfilesOption, day, profiles_folder, today
from salespack.cli.progress import READING, ProgressLine
from salespack.cli.tables import say, show_table
from salespack.cli.targets import check_target
from salespack.problems.problem import shown_path

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from salespack.curation.accounts import NextContact

ENDINGS = (".csv", ".ics")
MOST_NAMED = 10
"""Names in a line."""


@command
def accounts(
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, metavar="N", help="Only the first so many.", show_default=False)
    ] = None,
    owner: Annotated[
        str | None,
        typer.Option(
            "--owner",
            metavar="NAME",
            autocompletion=completion.sellers,
            help="Only those that this one of yours answers for.",
        ),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Where packs are built: what is prepared is seen there.")
    ] = Path("out"),
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", metavar="FILE", help="Write the list as FILE.csv, or what has a day into a calendar, FILE.ics."
        ),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the file where it is there already.")] = False,
    profiles: ProfilesOption = None,
    on: DayOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Say whom to meet next, what for, and which pack to show.

    First who is met within a week, and whether a pack is built; then our customers who are dissatisfied with us, the
    lowest rating first; those open to more; those of whom nobody has said how they feel; former customers; prospects.
    Within each the largest come first. The state is the one in the profile, else the one that their rating of us speaks
    for. What to do with customers in a state is yours to say: `action` of a state, in library.yaml. In the ninety days
    before a `renewal` it is that, and who is content is asked once a year if they would choose you again (`asked`).

    Below the list stands how many of your customers make 80 % of what all have bought, as it is, and to whom nothing
    was offered for a year: no pack was built for them.

    Who said that they do not wish to be contacted (`contact: {permission: no}`) is never proposed.

    Exit codes: 0 done, 1 a profile cannot be read, or no pack suits it.

    Examples:

      salespack accounts --limit 7

      salespack accounts --owner "Maija Virta"

      salespack accounts --on 2027-01-04 --to week.ics
    """
    from salespack.cli.workspace import load_library
    from salespack.curation.accounts import concentration, declined_contact, next_contacts, not_offered, owned_by
    from salespack.curation.coverage.customers import Customers
    from salespack.ledger.builds import read_builds
    from salespack.system.cache import cache_folder

    check_target(to, ENDINGS, replace=replace)
    judged = day(on) or today()
    with ProgressLine(READING):
        opened = load_library(library)
        folder = profiles_folder(profiles, opened.root)
        customers = Customers(opened, folder, today(), on=judged, cache=cache_folder())
        theirs = customers.known if owner is None else owned_by(customers.known, owner)
        builds, told = read_builds(out, {one.profile.id for one in theirs}, cache_folder())
        offered = {profile: max(build.on for build in some) for profile, some in builds.items() if some}
        all_ = next_contacts(theirs, opened, judged, out, offered)
        found = all_[:limit]
    show_problems((*customers.problems, *told))
    if to is not None:
        _write(to, found, opened.settings.default_language, judged)
    if as_json:
        from salespack.cli.json import say_json

        say_json(found)
        return 1 if customers.problems else 0
    rows = [
        (one.profile, one.relationship, one.state, one.because, _next(one), one.pack, _met(one.due, one.prepared))
        for one in found
    ]
    if to is not None:
        say(f"wrote {shown_path(to)}")
    if silent := declined_contact(theirs):
        say(f"Not proposed, as they do not wish to be contacted: {', '.join(silent)}")
    if rows:
        show_table(("profile", "", "state", "because", "next", "pack", "by"), rows)
        count, bought = concentration(one.profile.relationship.bought or 0.0 for one in theirs)
        if bought > 1:
            say(f"{count:,} of {bought:,} that bought make 80 % of what all have bought")
        if nothing := not_offered(all_, judged):
            named = ", ".join(nothing[:MOST_NAMED])
            more = f" and {len(nothing) - MOST_NAMED:,} more" if len(nothing) > MOST_NAMED else ""
            say(f"Nothing was offered for a year to {len(nothing):,} of your customers: {named}{more}")
        say(f"Next: salespack build {found[0].profile}")
    elif owner is not None:
        say(f"Nobody to contact is {owner}’s: `owner:` in a profile says whose a customer is")
    elif not silent:
        say("There is no profile here: salespack new profile, or salespack import accounts FILE")
    return 1 if customers.problems else 0


def _next(one: NextContact) -> str:
    return f"{one.action} ({one.contact})" if one.contact else one.action


def _met(meeting: object, prepared: bool | None) -> str:
    if meeting is None:
        return "–"
    return f"{meeting}, {'prepared' if prepared else 'not prepared'}" if prepared is not None else str(meeting)


def _write(to: Path, found: Sequence[NextContact], language: str, on: datetime.date) -> None:
    from salespack.curation.accounts_file import calendar_of_contacts, csv_of_contacts
    from salespack.system.files import put

    put(
        to,
        calendar_of_contacts(found, language, on) if to.suffix.lower() == ".ics" else csv_of_contacts(found).encode(),
    )
