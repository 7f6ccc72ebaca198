"""`salespack stats`: what was built, shown and won, and what these figures can say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import DayOption, JsonOption, LibraryOption, day, today
from salespack.cli.progress import READING, ProgressLine
from salespack.cli.tables import say, show_table
from salespack.cli.targets import check_target
from salespack.problems.problem import UsageFault, shown_path

if TYPE_CHECKING:
    import datetime

    from salespack.curation.stats import Stats
    from salespack.curation.stats_page import View
    from salespack.curation.stats_view import Section
    from salespack.importing.accounts.deals import Deals

ENDINGS = (".csv", ".html", ".pdf")
MOST_ROWS, MOST_NAMED = 10, 12
"""Rows of a section, and names in a line, that the terminal shows unless all of one thing are asked for."""


@command
def stats(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE...]", help="Exports of a CRM too: opportunities, and the accounts that they name."
        ),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="Which column of the exports says what.")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="WHAT",
            autocompletion=completion.words("block", "value", "pack", "segment"),
            help="All rows of one table: block, value, pack, or segment.",
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="From this day on; else all that is kept.")
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="Write FILE.csv, one page FILE.html, or one page of FILE.pdf too."),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the file where it is there already.")] = False,
    on: DayOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Say what was built, shown, skipped, refused and won, and whether any of it is more than chance.

    The figures are those of the ledger: by block, value, pack and industry. A share stands with the interval that
    holds the true one 95 times in 100 (Wilson). Groups are compared by exact tests with a correction for their number
    (Fisher, Holm), so that what is called a difference is one; where none can be seen, it is said what it would take.

    With exports of a CRM, what was won of its closed opportunities is compared by account, industry, country and
    product, and open ones that are older than any that ever closed are counted; by salesperson only where library.yaml
    says who agreed to that and when (figures_by_person). Nothing of an export is kept.

    Exit codes: 0 done, 1 something of an export was left out, or the ledger cannot be read, 2 wrong usage.

    Examples:

      salespack stats

      salespack stats --by block --since 2026-01-01

      salespack stats sales_pipeline.csv accounts.csv --to november.html
    """
    from salespack.cli.workspace import load_library
    from salespack.curation.stats import BY, stats_of
    from salespack.curation.stats_view import ledger_sections
    from salespack.ledger.opening import begun_ledger
    from salespack.problems.suggestions import did_you_mean
    from salespack.system.cache import cache_folder

    only = next((one for one in BY if one == by), None)
    if by is not None and only is None:
        raise UsageFault.of("SP801", f"there are no figures by “{by}”", did_you_mean(by, BY))
    check_target(to, ENDINGS, replace=replace)
    first, judged = day(since, "--since"), day(on)
    with ProgressLine(READING):
        opened = load_library(library)
        ledger = begun_ledger(opened, cache_folder())
        found = stats_of(ledger, opened, judged or today(), first) if ledger is not None else None
        deals = _deals(files or (), mapping, judged)
    told = (*(ledger.problems if ledger is not None else ()), *(deals.problems if deals is not None else ()))
    show_problems(told)
    agreed = opened.settings.figures_by_person
    sections = list(ledger_sections(found, only)) if found is not None else []
    if deals is not None and only is None:
        from salespack.curation.stats_view import deal_sections

        sections += deal_sections(deals, persons=agreed is not None)
    view = _view(found, deals, sections, opened.settings.company.name, judged or today())
    if as_json:
        from salespack.cli.json import say_json

        say_json(_for_programs(found, deals, view, persons=agreed is not None))
    else:
        _show(view, whole=only is not None)
        if found is None:
            say("There is no ledger here: it begins with salespack log shown PROFILE, and builds write into it then.")
    if to is not None:
        _write(to, view, judged or today())
        if not as_json:
            say(f"wrote {shown_path(to)}")
    return 1 if told else 0


def _deals(files: list[Path] | tuple[()], mapping: Path | None, judged: datetime.date | None) -> Deals | None:
    if not files:
        if mapping is not None:
            raise UsageFault.of("SP801", "--map says what columns mean, and no export is named", "name the exports too")
        return None
    from salespack.importing.accounts.deals import read_deals

    return read_deals(tuple(files), mapping, judged)


def _view(found: Stats | None, deals: Deals | None, sections: list[Section], company: str, on: datetime.date) -> View:
    from salespack.curation.accounts import concentration
    from salespack.curation.stats_page import View, percent
    from salespack.curation.stats_view import stalled_sentence

    lines = []
    if found is not None:
        low, high = found.prepared.interval
        since = f"since {found.since}" if found.since else "nothing so far"
        lines.append(f"Ledger: {found.customers:,} customers, {found.events:,} events, {since}")
        if found.prepared.trials:
            lines.append(
                f"Meetings prepared: {found.prepared.successes:,} of {found.prepared.trials:,} "
                f"({percent(found.prepared.rate)}, between {low:.0%} and {high:.0%})"
            )
    if deals is not None:
        lines.append(f"Opportunities: {deals.total:,}, of which {len(deals.open) + deals.undated:,} are open")
        count, bought = concentration(deals.worth.values())
        if bought:
            lines.append(f"{count:,} of {bought:,} accounts that bought make 80 % of what was won")
        if said := stalled_sentence(deals):
            lines.append(said)
        if deals.undated:
            lines.append(f"{deals.undated:,} open ones say no day of opening, and are not judged")
    return View(
        title=f"What was shown and what came of it: {company}, {on}",
        lines=tuple(lines),
        sections=tuple(sections),
        months=found.months if found is not None else (),
        reasons=found.reasons if found is not None else (),
        unused=found.unused if found is not None else (),
    )


def _show(view: View, *, whole: bool) -> None:
    from salespack.curation.stats_page import interval, percent, reason_line

    for line in view.lines:
        say(line)
    for section in view.sections:
        say()
        say(section.title, strong=True)
        shown = section.rows if whole else section.rows[:MOST_ROWS]
        if shown:
            heads = ("name", *section.heads, "won", "of", "share", "95% interval")
            rows = [
                (
                    one.name, *(f"{count:,}" for count in one.counts), f"{one.won.successes:,}", f"{one.won.trials:,}",
                    percent(one.won.rate), interval(one),
                )
                for one in shown
            ]  # fmt: skip
            show_table(heads, rows, right=range(1, len(heads)))
        if len(shown) < len(section.rows):
            say(f"  and {len(section.rows) - len(shown):,} more")
        say(f"  {section.sentence}")
    if whole:
        return
    if view.months:
        say()
        say("Over time", strong=True)
        rows = [(one.month, f"{one.builds:,}", percent(one.standard), percent(one.own_words)) for one in view.months]
        show_table(("month", "packs built", "standard slides", "own words"), rows[-MOST_ROWS:], right=(1, 2, 3))
    if view.reasons:
        say()
        say("Why it came to nothing", strong=True)
        for reason in view.reasons[:MOST_ROWS]:
            say(f"  {reason_line(reason)}")
    if view.unused:
        say()
        named = ", ".join(view.unused[:MOST_NAMED])
        more = f" and {len(view.unused) - MOST_NAMED:,} more" if len(view.unused) > MOST_NAMED else ""
        say(f"Approved and in no build ({len(view.unused):,}): {named}{more}")


def _for_programs(found: Stats | None, deals: Deals | None, view: View, *, persons: bool) -> dict[str, object]:
    """All figures; those of people of ours only where it was agreed."""
    from salespack.curation.accounts import concentration

    stalled = [
        {"place": one.place, "account": one.account, "product": one.product, "days": one.days}
        | ({"agent": one.agent} if persons else {})
        for one in (deals.stalled if deals is not None else ())
    ]
    sections = [
        {
            "by": section.by,
            "sentence": section.sentence,
            "rows": [
                {
                    "name": row.name,
                    **dict(zip(section.heads, row.counts, strict=True)),
                    "won": row.won.successes,
                    "of": row.won.trials,
                    "share": row.won.rate,
                    "interval": row.won.interval,
                    "p": row.p,
                }
                for row in section.rows
            ],
        }
        for section in view.sections
    ]
    ours = None
    if deals is not None:
        count, bought = concentration(deals.worth.values())
        ours = {
            "total": deals.total, "open": len(deals.open) + deals.undated, "undated": deals.undated,
            "longest_days": deals.longest, "judged": deals.judged, "stalled": stalled,
            "concentration": {"accounts": count, "of": bought},
        }  # fmt: skip
    prepared = None if found is None else {"prepared": found.prepared.successes, "of": found.prepared.trials}
    return {
        "since": None if found is None else found.since,
        "customers": 0 if found is None else found.customers,
        "events": 0 if found is None else found.events,
        "meetings": prepared,
        "sections": sections,
        "months": view.months,
        "reasons": view.reasons,
        "unused": view.unused,
        "opportunities": ours,
    }


def _write(to: Path, view: View, on: datetime.date) -> None:
    from salespack.system.files import put

    if to.suffix.lower() == ".csv":
        from salespack.curation.stats_view import csv_of

        put(to, csv_of(view.sections).encode())
        return
    from salespack.curation.stats_page import html_page, pdf_page

    put(to, pdf_page(view, on) if to.suffix.lower() == ".pdf" else "".join(html_page(view)).encode())
