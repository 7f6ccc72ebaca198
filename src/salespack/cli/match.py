"""`salespack match`: the selection and its reasons; nothing is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from salespack.cli import completion
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
    day,
    today,
)
from salespack.cli.tables import say, show_table
from salespack.problems.problem import NoFit, Severity

if TYPE_CHECKING:
    from salespack.building.build import Builder, Matched
    from salespack.matching.selection import ValueWeight


@command
def match(
    profile: Annotated[
        str,
        typer.Argument(
            metavar="PROFILE",
            autocompletion=completion.profiles,
            help="A profile file, or the name of one in profiles/.",
        ),
    ],
    explain: Annotated[
        bool, typer.Option("--explain", help="Show each score's terms, the runner-up, and what would flip the choice.")
    ] = False,
    pack: PackOption = None,
    language: LanguageOption = None,
    on: OnOption = None,
    pin: PinOption = None,
    drop: DropOption = None,
    for_: ForOption = None,
    value: AlsoOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show which blocks a customer would get, and why.

    Examples:

      salespack match betasoloin

      salespack match betasoloin --explain --pack proposal
    """
    from salespack.building.build import Builder, Request
    from salespack.building.record import record_of
    from salespack.cli.workspace import find_profile, load_library
    from salespack.system.cache import cache_folder

    builder = Builder(load_library(library), cache_folder())
    request = Request(
        profile=find_profile(profile), out=Path(), today=today(), pack=pack, language=language, on=day(on),
        pin=tuple(pin or ()), drop=tuple(drop or ()), also=tuple(value or ()), person=for_,
    )  # fmt: skip
    matched = builder.match(request)
    show_problems((*builder.library_problems(matched.learnt.language), *matched.notices, *matched.problems))
    if as_json:
        from salespack.cli.json import say_json

        flips = {"flips": builder.flips(matched)} if explain else {}
        say_json({**record_of(matched.selection, matched.deck, builder.library), **flips})
    else:
        _show(builder, matched, explain=explain)
    if any(problem.severity is Severity.ERROR for problem in matched.problems):
        return 1
    return NoFit.exit_code if matched.selection.refusal else 0


def _show(builder: Builder, matched: Matched, *, explain: bool) -> None:
    from salespack.building.record import nearest
    from salespack.cli.reasons import answer_lines, headline, ties, why_chosen

    selection = matched.selection
    say(headline(matched), strong=True)
    values = [(value.id, f"{value.weight:.2f}", _marks(value), f"{value.covered:.0%}") for value in selection.values]
    show_table(("value", "weight", "", "answered"), values, right=(1, 3))
    rows = []
    for choice in selection.choices:
        next_best = ", ".join(f"{one.block} ({-one.distance:+.1f})" for one in choice.runners_up)
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
    near = [(one.block, one.reason.value, one.detail) for one in nearest(matched.selection, builder.library)]
    if near:
        say("Nearest of the blocks that are not in:", strong=True)
        show_table(("block", "reason", "detail"), near)


def _marks(value: ValueWeight) -> str:
    """Whether it is a top value, and where its weight comes from, unless the customer said it."""
    return ", ".join([*(["top"] if value.top else []), *([value.basis] if value.basis != "said" else [])])


def _explain(builder: Builder, matched: Matched) -> None:
    for swap in matched.selection.swaps:
        before = f"{swap.before} gave way to" if swap.before else "an empty place took"
        say(f"  swapped for {swap.gain:+.1f}: in {swap.slot} {before} {swap.after}")
    say("What would flip a choice (the smallest change of one importance, on 0–10):", strong=True)
    rows = [
        (
            flip.slot,
            flip.block or "–",
            flip.changed,
            f"{flip.importance:g} → {flip.becomes:g}",
            flip.instead or "nothing",
        )
        for flip in builder.flips(matched)
    ]
    if rows:
        show_table(("slot", "block", "value", "importance", "then"), rows)
    else:
        say("  Nothing: no importance from 0 to 10 changes this deck.")
