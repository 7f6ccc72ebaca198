"""`salespack match`: the selection and its reasons; nothing is written."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import (
    AlsoOption,
    DropOption,
    ForOption,
    JsonOption,
    LanguageOption,
    LibraryOption,
    OnOption,
    PackOption,
    PinOption,
    ProfilesOption,
    day,
    profiles_folder,
    today,
)
from salespack.cli.tables import say, show_table
from salespack.problems.problem import NoFit, Severity, UsageFault

if TYPE_CHECKING:
    from salespack.building.build import Builder, Matched
    from salespack.library.library import Library
    from salespack.matching.selection import ValueWeight

MOST_CUSTOMERS = 50
"""How many customers a table for a block has."""


@command
def match(
    profile: Annotated[
        str | None,
        typer.Argument(
            metavar="PROFILE",
            autocompletion=completion.profiles,
            help="A profile file, or the name of one in profiles/.",
            show_default=False,
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show each score's terms, the runner-up, and what would flip the choice.")
    ] = False,
    angles: Annotated[
        bool, typer.Option("--angles", help="Show whole other packs: what changes if another value leads.")
    ] = False,
    block: Annotated[
        str | None,
        typer.Option(
            "--block",
            metavar="ID",
            autocompletion=completion.blocks,
            help="Instead of a profile: the customers who gain most from a block.",
        ),
    ] = None,
    pack: PackOption = None,
    language: LanguageOption = None,
    on: OnOption = None,
    pin: PinOption = None,
    drop: DropOption = None,
    for_: ForOption = None,
    value: AlsoOption = None,
    profiles: ProfilesOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show which blocks a customer would get, and why.

    Examples:

      salespack match betasoloin

      salespack match betasoloin --explain --pack proposal

      salespack match betasoloin --angles

      salespack match --block jd-com-singles-day
    """
    from salespack.cli.workspace import find_profile, load_library
    from salespack.system.cache import cache_folder

    if block is not None:
        if profile is not None:
            raise UsageFault.of("SP801", "both a profile and --block", "ask for one of them")
        return _customers_for(load_library(library), block, profiles, day(on), as_json=as_json)
    if profile is None:
        raise UsageFault.of("SP801", "no profile is named", "salespack match PROFILE, or --block ID")
    from salespack.building.build import Builder, Request
    from salespack.building.record import record_of
    from salespack.ledger.opening import begun_ledger

    opened, cache = load_library(library), cache_folder()
    builder = Builder(opened, cache, begun_ledger(opened, cache))
    request = Request(
        profile=find_profile(profile), out=Path(), today=today(), pack=pack, language=language, on=day(on),
        pin=tuple(pin or ()), drop=tuple(drop or ()), also=tuple(value or ()), person=for_,
    )  # fmt: skip
    matched = builder.match(request)
    show_problems((*builder.library_problems(matched.learnt.language), *matched.notices, *matched.problems))
    if as_json:
        from salespack.cli.json import say_json

        flips = {"flips": builder.flips(matched)} if explain else {}
        other = {"angles": builder.angles(matched)} if angles else {}
        say_json({**record_of(matched.selection, matched.deck, builder.library), **flips, **other})
    else:
        _show(builder, matched, explain=explain)
        if angles:
            _angles(builder, matched)
    if any(problem.severity is Severity.ERROR for problem in matched.problems):
        return 1
    return NoFit.exit_code if matched.selection.refusal else 0


def _show(builder: Builder, matched: Matched, *, explain: bool) -> None:
    from salespack.building.record import lacking, nearest
    from salespack.cli.reasons import answer_lines, headline, instead_told, ties, why_chosen

    selection = matched.selection
    say(headline(matched), strong=True)
    values = [(value.id, f"{value.weight:.2f}", _marks(value), f"{value.covered:.0%}") for value in selection.values]
    show_table(("value", "weight", "", "answered"), values, right=(1, 3))
    rows = []
    for choice in selection.choices:
        next_best = ", ".join(map(instead_told, choice.runners_up))
        why = why_chosen(choice) if choice.filled else choice.reason or "nothing fits"
        rows.append((choice.slot, choice.value or "", choice.source or "–", f"{choice.score:.2f}", why, next_best))
    show_table(("slot", "value", "block", "score", "why", "instead"), rows, right=(3,))
    for line in ties(selection):
        say(line)
    for line in answer_lines(matched, builder.packs_that_answer(matched)):
        say(line)
    for line in selection.refusal:
        say(f"  {line}")
    if explain:
        _explain(builder, matched)
        if lacks := [(one.block, one.detail) for one in lacking(selection)]:
            say("Left out, as the profile lacks what they need:", strong=True)
            show_table(("block", "lacks"), lacks)
    near = [(one.block, one.reason.value, one.detail) for one in nearest(matched.selection, builder.library)]
    if near:
        say("Nearest of the blocks that are not in:", strong=True)
        show_table(("block", "reason", "detail"), near)


def _angles(builder: Builder, matched: Matched) -> None:
    say("Lead with another value instead:", strong=True)
    rows = [
        (one.value, f"{one.difference:+.1f}", ", ".join(one.comes) or "–", ", ".join(one.goes) or "–")
        for one in builder.angles(matched)
    ]
    if rows:
        show_table(("value", "worth", "comes", "goes"), rows, right=(1,))
    else:
        say("  Nothing: no other value of theirs makes another pack.")


def _customers_for(
    library: Library, named: str, folder: Path | None, on: datetime.date | None, *, as_json: bool
) -> int:
    """The customers who gain most from a block, with what it would answer for each."""
    from salespack.curation.accounts import declined_contact
    from salespack.curation.coverage.customers import Customers
    from salespack.matching.angles import gain_from
    from salespack.problems.suggestions import did_you_mean
    from salespack.system.cache import cache_folder

    if named not in library.blocks:
        raise UsageFault.of("SP403", f"the library has no block “{named}”", did_you_mean(named, library.blocks))
    customers = Customers(library, profiles_folder(folder, library.root), today(), on=on, cache=cache_folder())
    show_problems(customers.problems)
    block = library.blocks[named]
    asked = [one for one in customers.known if not one.profile.contact.declined]
    gains = [gain_from(customers.situation(one), block) for one in asked]
    gains.sort(key=lambda one: (bool(one.objection), -one.points, one.profile))
    if as_json:
        from salespack.cli.json import say_json

        say_json(gains)
        return 0
    if declined := declined_contact(customers.known):
        say(f"Left out, as they do not wish to be contacted: {', '.join(declined)}")
    rows = [(one.profile, f"{one.points:.1f}", ", ".join(one.values), one.objection) for one in gains[:MOST_CUSTOMERS]]
    show_table(("customer", "points", "answers", "why not"), rows, right=(1,))
    if len(gains) > MOST_CUSTOMERS:
        say(f"… and {len(gains) - MOST_CUSTOMERS:,} more: --json lists all")
    return 0


def _marks(value: ValueWeight) -> str:
    """Whether it is a top value, and where its weight comes from, unless the customer said it."""
    return ", ".join([*(["top"] if value.top else []), *([value.basis] if value.basis != "said" else [])])


def _explain(builder: Builder, matched: Matched) -> None:
    from salespack.cli.reasons import change_told, record_rows

    if rows := list(record_rows(matched)):
        say(
            "Record of success: of showings that came to an outcome, how many were won or led to a next step.",
            strong=True,
        )
        show_table(("block", "everywhere", "their industry", "counts as"), rows, right=(1, 2, 3))
    for swap in matched.selection.swaps:
        before = f"{swap.before} gave way to" if swap.before else "an empty place took"
        lets = f", which lets {', '.join(swap.lets)} be answered" if swap.lets else ""
        say(f"  swapped for {swap.gain:+.1f}: in {swap.slot} {before} {swap.after}{lets}")
    say("What would flip a choice, a different change for each slot as far as there is one:", strong=True)
    rows = [
        (flip.slot, flip.block or "–", change_told(flip.change), flip.instead or "nothing")
        for flip in builder.flips(matched)
    ]
    if rows:
        show_table(("slot", "block", "if", "then"), rows)
    else:
        say("  Nothing: whoever is in the room, and whatever matters to them, this deck stays as it is.")
