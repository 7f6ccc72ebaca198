"""`salespack library benchmark`: what most customers get, so that builds can say which of their slides are standard;
and what the customers who agreed value, for a slide on the market."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import DayOption, JsonOption, LibraryOption, ProfilesOption, day, profiles_folder, today
from salespack.cli.progress import READING, READING_PROFILES, ProgressLine
from salespack.cli.tables import say, show_table
from salespack.problems.problem import UsageFault, shown_path

if TYPE_CHECKING:
    from salespack.curation.market import Market


@command
def benchmark(
    customers: Annotated[
        bool, typer.Option("--customers", help="Instead: what your customers value who agreed to be counted.")
    ] = False,
    industry: Annotated[
        str | None,
        typer.Option(
            "--industry", metavar="ID", autocompletion=completion.industries, help="With --customers: only of this one."
        ),
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="With --customers: write it as a draft of a market topic.")
    ] = False,
    on: DayOption = None,
    profiles: ProfilesOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Match every pack for 200 made-up customers, and keep which blocks most of them get.

    Builds and matches with this library then say how much of a deck is standard: slides that the customer in the middle
    would get too. It is kept in the cache of this computer, for the library exactly as it is now.

    With --customers it shows what your own customers value instead: those whose profile says `relationship:
    {benchmark: yes}`, ten at least, without names; a figure rests on five of them or more. --draft makes a block of it.

    Examples:

      salespack library benchmark

      salespack library benchmark --customers --industry healthcare --draft
    """
    from salespack.cli.workspace import load_library
    from salespack.curation.benchmark import make_benchmark
    from salespack.system.cache import cache_folder

    judged = day(on) or today()
    if not customers and (industry or draft):
        raise UsageFault.of("SP801", "--industry and --draft go with --customers", "add --customers")
    with ProgressLine(READING):
        opened = load_library(library)
    if customers:
        from salespack.curation.market import agreed, market_of, write_draft
        from salespack.library.naming import resolve

        wanted = None if industry is None else resolve(opened, industry, "industry")
        folder = profiles_folder(profiles, opened.root)
        with ProgressLine(READING_PROFILES):
            known, problems = agreed(opened, folder, wanted, cache_folder()) if folder else ([], [])
        show_problems(problems)
        found = market_of(known, wanted, judged)
        written = write_draft(opened, found) if draft else []
        if as_json:
            from salespack.cli.json import say_json

            say_json({"market": found, "written": [str(path) for path in written]})
            return 0
        _show_market(found, written)
        return 0
    with ProgressLine("matching made-up customers"):
        made = make_benchmark(opened, judged, cache_folder())
    if as_json:
        from salespack.cli.json import say_json

        say_json(made)
        return 0
    rows = [
        (pack, str(made.built.get(pack, 0)), ", ".join(sorted(made.standard(pack) or ())) or "–")
        for pack in sorted(opened.packs)
    ]
    say("What more than half of a pack's customers get:", strong=True)
    show_table(("pack", "customers", "standard blocks"), rows, right=(1,))
    return 0


def _show_market(found: Market, written: Sequence[Path]) -> None:
    from salespack.curation.market import LEAST_OF_A_VALUE

    whose = f" in {found.industry}" if found.industry else ""
    say(f"What {found.customers} customers{whose} value who agreed to be counted; importance on 0–10:", strong=True)
    rows = [
        (one.value, f"{one.customers} of {found.customers}", f"{one.median:g}", f"{one.low:g}–{one.high:g}")
        for one in found.figures
    ]
    show_table(("value", "customers", "median", "middle half"), rows, right=(1, 2, 3))
    if found.withheld:
        say(f"Not told, as fewer than {LEAST_OF_A_VALUE} named them: {', '.join(found.withheld)}")
    for path in written:
        say(f"wrote {shown_path(path)}")
