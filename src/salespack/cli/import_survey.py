"""`salespack import survey`: what customers answered, as measured figures in their profiles."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import JsonOption, LibraryOption, day, today
from salespack.cli.progress import READING, ProgressLine
from salespack.cli.tables import say, show_table
from salespack.problems.problem import shown_path

if TYPE_CHECKING:
    from salespack.importing.surveys.surveys import Derivation, SurveyReport

MOST_ROWS, MOST_DIFFERENCES = 60, 3


@command
def survey(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Answers: .csv; .xlsx, .xls, .ods with the extra “accounts”.")
    ],
    mapping: Annotated[Path, typer.Option("--map", metavar="FILE", help="Which column asks what.")],
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help="Where the profiles are.")] = Path("profiles"),
    answer: Annotated[
        bool | None,
        typer.Option("--yes/--no", help="Write what is proposed, or only show it.", show_default="asks on a terminal"),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="The day of the answers (2026-12-01); else the file’s, else today."),
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Put what a survey measured into the profiles of its customers, beside what they said.

    Of several respondents of a customer, a value gets the mean of their answers, how many there were, their standard
    deviation, source and day; who did not answer is listed. Where nobody was asked how much things matter, importance
    is derived from what moves the overall satisfaction, if enough people answered: Johnson's relative weights, with
    intervals. What a person wrote stays; a new value, or one whose importance was only assumed, takes the measured one.

    Exit code 0; 1 where answers were left out, a customer has no profile, or the file or mapping cannot be read.

    Examples:

      salespack import survey answers.csv --map survey.yaml

      salespack import survey answers.xlsx --map survey.yaml --yes
    """
    from salespack.cli.workspace import load_library
    from salespack.importing.surveys.surveys import SurveyRequest, import_survey

    answered = day(on) or today()

    def imported(*, write: bool) -> SurveyReport:
        with ProgressLine(READING):
            opened = load_library(library)
            request = SurveyRequest(file=file, mapping=mapping, profiles=folder, on=answered, write=write)
            return import_survey(opened, request)

    report = imported(write=answer is True)
    show_problems(report.problems)
    if as_json:
        from salespack.cli.json import say_json

        say_json(report)
        return 1 if report.problems else 0
    _show(report)
    if report.differences and answer is None:
        if sys.stdin.isatty() and sys.stdout.isatty():
            if typer.confirm(f"Write this into {shown_path(folder)}/?", default=True):
                report = imported(write=True)
        else:
            say("Nothing was written: say --yes.")
    if report.written:
        count = len(report.differences)
        say(f"{count} profile{'s' if count > 1 else ''} written in {shown_path(folder)}/")
    elif not report.differences:
        say("Nothing has changed.")
    return 1 if report.problems else 0


def _show(report: SurveyReport) -> None:
    if report.derivation is not None:
        _show_derivation(report.derivation)
    if report.rows:
        say("Measured, beside what the profiles say", strong=True)
        show_table(
            ("profile", "value", "", "said", "measured", "n", "spread", ""),
            [
                (
                    one.profile, one.value, one.figure, _figure(one.said), _figure(one.measured), str(one.n),
                    _figure(one.spread), one.written if one.basis == "measured" else f"{one.basis}, {one.written}",
                )
                for one in report.rows[:MOST_ROWS]
            ],
            right=(3, 4, 5, 6),
        )  # fmt: skip
        if len(report.rows) > MOST_ROWS:
            say(f"and {len(report.rows) - MOST_ROWS:,} more: --json lists them all")
    for profile, names in report.missing.items():
        say(f"{profile}: no answer from {', '.join(names)}")
    shown = list(report.differences.values())[:MOST_DIFFERENCES]
    for difference in shown:
        say()
        say(difference.rstrip("\n"))
    if len(report.differences) > len(shown):
        say(f"and {len(report.differences) - len(shown):,} more profiles: --json shows their lines")


def _show_derivation(derivation: Derivation) -> None:
    say("Importance, derived from the overall satisfaction", strong=True)
    say(f"  {derivation.method}; n = {derivation.n:,}, at least {derivation.needed}")
    if derivation.why:
        say(f"  Cannot tell: {derivation.why}. No importance is derived.")
        return
    say(f"  The answers explain {derivation.explained:.0%} of it (R²).")
    rows = [
        (one.value, f"{one.share:.0%}", f"{one.low:.0%}–{one.high:.0%}", f"{one.importance:g}")
        for one in derivation.drivers
    ]
    show_table(("value", "share", "95%", "importance"), rows, right=(1, 2, 3))


def _figure(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:g}"
