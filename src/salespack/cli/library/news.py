"""`salespack library news`: what is new since a day."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import DayOption, JsonOption, LibraryOption, day, today
from salespack.cli.tables import say, show_table
from salespack.problems.problem import UsageFault, UserFault

if TYPE_CHECKING:
    from salespack.curation.news import News
    from salespack.library.library import Library

DAYS = 14


@command
def news(
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Since this day (2026-12-01); else the last 14 days.")
    ] = None,
    value: Annotated[
        list[str] | None,
        typer.Option(
            "--value", metavar="ID", autocompletion=completion.values, help="Only what speaks to it. Repeatable."
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language", metavar="CODE", autocompletion=completion.languages, help="Only what is in this language."
        ),
    ] = None,
    on: DayOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show what is new in the library: blocks that came into use or won a customer, new versions, what was retired.

    A block is new when somebody approved it, or its `valid_from` has come; where no approval is recorded, when git has
    its file. Drafts are no news. A success is what `salespack log outcome … --block ID` noted down, with who made it.

    Exit code: 0, also where nothing is new.

    Examples:

      salespack library news

      salespack library news --since 2026-11-01 --value fewer-outages
    """
    from salespack.cli.workspace import load_library
    from salespack.curation.news import newest, news_of
    from salespack.library.naming import resolve

    judged = day(on) or today()
    first = day(since, "--since") or judged - datetime.timedelta(DAYS)
    if first > judged:
        raise UsageFault.of("SP801", f"--since {first} is after {judged}", "name an earlier day")
    opened = load_library(library)
    wanted = {resolve(opened, one, "value") for one in value or ()}
    found = [
        one
        for one in sorted((*news_of(opened, first, judged), *_successes(opened, first, judged)), key=newest)
        if (not wanted or wanted & set(one.values)) and (language is None or language in one.languages)
    ]
    if as_json:
        from salespack.cli.json import say_json

        say_json(found)
        return 0
    if not found:
        say(f"Nothing is new since {first}")
        return 0
    say(f"{len(found):,} {'thing is' if len(found) == 1 else 'things are'} new since {first}", strong=True)
    rows = [(str(one.day), one.what, one.block, one.title, ", ".join(one.values), one.why) for one in found]
    show_table(("day", "what", "block", "title", "speaks to", "why"), rows)
    return 0


def _successes(library: Library, since: datetime.date, on: datetime.date) -> tuple[News, ...]:
    """What blocks did; where the ledger is out of reach that is told, and there is none."""
    from salespack.curation.news import successes_of
    from salespack.ledger.opening import begun_ledger
    from salespack.system.cache import cache_folder

    ledger = begun_ledger(library, cache_folder())
    if ledger is None:
        return ()
    try:
        return successes_of(library, ledger, since, on)
    except UserFault as fault:
        show_problems(problem.as_warning() for problem in fault.problems)
        return ()
