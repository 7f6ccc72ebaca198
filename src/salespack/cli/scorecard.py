"""`salespack scorecard`: five questions about how a company sells to the customers it has."""

from __future__ import annotations

from salespack.cli.faults import command, show_problems
from salespack.cli.options import DayOption, JsonOption, LibraryOption, ProfilesOption, day, profiles_folder, today
from salespack.cli.progress import READING, ProgressLine
from salespack.cli.tables import say

ANSWERS = {True: "yes", False: "no", None: "cannot tell"}


@command
def scorecard(
    profiles: ProfilesOption = None,
    on: DayOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Answer five yes/no questions about how you sell to the customers you have, from what is written down.

    Are they a priority, is it known how they stand with you, are they what you talk about, is there material to sell
    more to them, and are the sellers served? Each answer says what it rests on, and a no what would make it a yes. What
    cannot be told counts as a no. Profiles say who is a customer, the ledger what was built and met in the last year.

    Exit codes: 0 done, whatever the score; 1 a profile cannot be read, or no pack suits it.

    Examples:

      salespack scorecard

      salespack scorecard --on 2026-12-31 --json
    """
    from salespack.cli.workspace import load_library
    from salespack.curation.coverage.customers import Customers
    from salespack.curation.scorecard import a_year_before, scorecard_of
    from salespack.curation.stats import stats_of
    from salespack.ledger.opening import begun_ledger
    from salespack.system.cache import cache_folder

    judged = day(on) or today()
    with ProgressLine(READING) as progress:
        opened = load_library(library)
        customers = Customers(opened, profiles_folder(profiles, opened.root), today(), on=judged, cache=cache_folder())
        ledger = begun_ledger(opened, cache_folder())
        found = stats_of(ledger, opened, judged, a_year_before(judged)) if ledger is not None else None
        card = scorecard_of(customers.known, customers.selections(progress), opened, found)
    show_problems((*customers.problems, *(ledger.problems if ledger is not None else ())))
    if as_json:
        from salespack.cli.json import say_json

        say_json({"score": card.score, "of": len(card.answers), "answers": card.answers})
        return 1 if customers.problems else 0
    for number, one in enumerate(card.answers, 1):
        say(f"{number}. {one.question} {ANSWERS[one.yes]}", strong=True)
        say(f"   {one.evidence}")
        if one.remedy:
            say(f"   To raise it: {one.remedy}")
    say(f"{card.score} of {len(card.answers)}")
    return 1 if customers.problems else 0
