"""`salespack library holes`: what customers value and the library cannot answer, and so what to write next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import DayOption, JsonOption, LibraryOption, ProfilesOption, day, profiles_folder, today
from salespack.cli.progress import READING_PROFILES, ProgressLine
from salespack.cli.tables import say

if TYPE_CHECKING:
    from salespack.curation.coverage.customers import Customers
    from salespack.curation.coverage.gaps import Hole
    from salespack.library.library import Library


@command
def holes(
    on: DayOption = None,
    from_refusals: Annotated[
        bool, typer.Option("--from-refusals", help="Count what builds were refused for, too.")
    ] = False,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where builds record refusals.")] = Path("out"),
    top: Annotated[int, typer.Option("--top", min=0, help="How many of the things to write are listed.")] = 10,
    profiles: ProfilesOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Say what to write next: what your customers value and the library cannot answer, the gravest first.

    A hole is a place in a customer's pack, for one of their top values, that no block can take. Each counts by your
    real customers: the opportunity scores of those who lack it, more for those with more customer.revenue, half where
    the slot is optional. A value that nothing answers at all is one line: whether you offer it comes before what to
    write. 0 is the exit code whether there are holes or not: they are work, and no fault.

    Examples:

      salespack library holes

      salespack library holes --from-refusals --top 3

      salespack library holes --on 2027-03-01 --json
    """
    from salespack.cli.workspace import load_library
    from salespack.curation.coverage.customers import Customers
    from salespack.curation.coverage.gaps import holes_of, tasks_of
    from salespack.ledger.refusals import read_refusals

    opened = load_library(library)
    with ProgressLine(READING_PROFILES) as progress:
        customers = Customers(opened, profiles_folder(profiles, opened.root), today(), on=day(on))
        refusals, problems = read_refusals(out) if from_refusals else ((), ())
        found = holes_of(opened, customers, refusals, progress)
    show_problems((*customers.problems, *problems))
    if as_json:
        from salespack.cli.json import say_json

        tasks = tasks_of(opened, found)
        say_json({"on": customers.on, "profiles": len(customers.known), "tasks": tasks})
        return 0
    show_tasks(opened, customers, found, top, named=True)
    return 0


def show_tasks(opened: Library, customers: Customers, holes: Sequence[Hole], top: int, *, named: bool = False) -> None:
    """What to write next, a line each, the first `top`; `named` says below each for which customers."""
    from salespack.curation.coverage.gaps import tasks_of
    from salespack.curation.coverage.wording import customers_told, task_told

    count = len(customers.known)
    if not holes:
        who = f"all {count} customers have" if count else "there are no profiles, so nobody is known to lack"
        say(f"No holes: {who} {'an answer to what they value most' if count else 'anything'}.")
        return
    tasks = tasks_of(opened, holes)
    say(f"What to write next, for {count} customers:", strong=True)
    for number, task in enumerate(tasks[:top], 1):
        say(f"  {number}. {task_told(task, opened)}")
        if named and (names := customers_told(task)):
            say(f"     for {names}")
    if len(tasks) > top:
        say(f"  and {len(tasks) - top:,} more: --top {len(tasks)}")
