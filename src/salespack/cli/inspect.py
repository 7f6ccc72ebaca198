"""`salespack inspect` and `salespack audit`: what is in decks that are out there, and what of it holds no more."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from salespack.cli.faults import command, show_problems
from salespack.cli.options import DayOption, JsonOption, LibraryOption, ProfilesOption, day, profiles_folder, today
from salespack.cli.progress import READING, ProgressLine
from salespack.cli.tables import say, show_table

if TYPE_CHECKING:
    from salespack.revisions.inspection import Inspection

LONGEST_TITLE = 50


@command
def inspect(
    deck: Annotated[Path, typer.Argument(metavar="DECK.pptx", help="A deck, whoever made or changed it.")],
    profiles: ProfilesOption = None,
    on: DayOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Say for each slide of a deck which block it is of, and whether that still holds.

    Slides built here carry a mark of their block and its version, which PowerPoint keeps, also when slides are copied
    into other decks. LibreOffice, Google Slides and Keynote drop it; such slides are told as “not ours”. Customers of
    other profiles that the deck names are told too, and what it carries that should not be mailed.

    Exit codes: 0 all of it holds, 1 a slide is outdated, expired, retired, gone, or names another customer; 2 the deck
    cannot be read.

    Examples:

      salespack inspect "Acme - Proposal.pptx"

      salespack inspect deck.pptx --on 2027-06-30 --json
    """
    from salespack.cli.workspace import load_library
    from salespack.problems.problem import UserFault
    from salespack.revisions.inspection import Customers, inspect_deck

    judged = day(on) or today()
    with ProgressLine(READING):
        opened = load_library(library)
        customers = Customers(profiles_folder(profiles, opened.root))
        try:
            found = inspect_deck(opened, deck, judged, customers)
        except UserFault as fault:
            show_problems(fault.problems)
            return 2
    if as_json:
        from salespack.cli.json import say_json

        say_json(found)
    else:
        _show(found)
    return 1 if found.behind else 0


def _show(found: Inspection) -> None:
    made = f"built for {found.profile}, pack {found.pack}" if found.profile else "no deck that was built here"
    say(f"{found.file}: {len(found.slides)} slides, {made}", strong=True)
    rows = [
        (str(one.number), _cut(one.title or "–"), one.block or "–", one.standing.value, _why(one.why, one.names))
        for one in found.slides
    ]
    if rows:
        show_table(("slide", "title", "block", "stands", "why"), rows, right=(0,))
    if found.carries:
        say(f"Not for mailing as it is: {'; '.join(found.carries)}. Mail the handout, or `salespack pdf`.")
    behind = [one for one in found.slides if one.standing.value != "not ours" and one in found.behind]
    if behind and found.profile:
        say(f"Next: salespack build {found.profile} --pack {found.pack}")


def _why(why: str, names: Iterable[str]) -> str:
    named = ", ".join(names)
    return "; ".join(filter(None, (f"names {named}" if named else "", why)))


@command
def audit(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Decks, or folders with decks in them.")],
    profiles: ProfilesOption = None,
    on: DayOption = None,
    everything: Annotated[bool, typer.Option("--all", help="List decks too in which all holds.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="One row a slide, as CSV for spreadsheets.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Find the decks in folders that show what holds no more: what expired, whose block it is, where it stands.

    Every .pptx, .pptm, .potx and .ppsx below the folders is read; links are not followed. What cannot be read is named,
    and the rest goes on.

    Exit codes: 0 all of it holds, 1 something does not, 2 something could not be read.

    Examples:

      salespack audit out/

      salespack audit /srv/share/sales --csv > outdated.csv
    """
    from salespack.cli.workspace import load_library
    from salespack.revisions.audit import audit_decks
    from salespack.revisions.inspection import Customers

    judged = day(on) or today()
    with ProgressLine(READING) as progress:
        opened = load_library(library)
        customers = Customers(profiles_folder(profiles, opened.root))
        report = audit_decks(opened, paths, judged, customers, progress)
    show_problems(report.problems)
    if as_json:
        from salespack.cli.json import say_json

        say_json(report)
    elif as_csv:
        from salespack.cli.terminal import write_data

        write_data(report.csv())
    else:
        shown = [one for one in report.decks if everything or one.behind]
        rows = [
            (one.file, one.profile or "–", str(len(one.slides)), str(len(one.behind)), _cut(_whats(one), 90))
            for one in shown
        ]
        if rows:
            show_table(("deck", "profile", "slides", "to look at", "what"), rows, right=(2, 3))
        behind = sum(bool(one.behind) for one in report.decks)
        say(f"{len(report.decks):,} decks read, {behind:,} with something to look at", strong=True)
        if owners := report.owners():
            say("To be told: " + ", ".join(f"{owner} ({count})" for owner, count in owners.items()))
    if report.problems:
        return 2
    return 1 if any(one.behind for one in report.decks) else 0


def _whats(one: Inspection) -> str:
    return ", ".join(
        f"{found.number} {found.block or found.title}: {found.standing.value}"
        + (f", names {', '.join(found.names)}" if found.names else "")
        for found in one.behind
    )


def _cut(text: str, most: int = LONGEST_TITLE) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
