"""`salespack import notes`: what was said in a meeting, as proposals for a profile."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command
from salespack.cli.options import JsonOption, LibraryOption, day, today
from salespack.cli.tables import say, show_table
from salespack.problems.problem import UsageFault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salespack.importing.notes.notes import NotesReport
    from salespack.library.library import Library

LONGEST_SENTENCE = 90
YES, NO = ("", "y", "yes"), ("n", "no")


@command
def notes(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Notes: .txt, .md, .docx, .eml, .vtt.")],
    profile: Annotated[
        str,
        typer.Option(
            "--profile", metavar="PROFILE", autocompletion=completion.profiles, help="Whose profile: a file, or a name."
        ),
    ],
    ours: Annotated[
        list[str] | None,
        typer.Option("--ours", metavar="NAME", help="Who of the speakers is one of you. Repeatable."),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language",
            metavar="CODE",
            autocompletion=completion.languages,
            help="The notes' language; else it is found out.",
        ),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without",
            metavar="VALUE",
            autocompletion=completion.values,
            help="A value that the notes do not mean, and that is not proposed. Repeatable.",
        ),
    ] = None,
    answer: Annotated[
        bool | None,
        typer.Option("--yes/--no", help="Write what is proposed, or only show it.", show_default="asks on a terminal"),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="The day of the meeting (2026-12-01); else the notes’, else today."),
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Propose what notes of a meeting, a mail or a transcript say of a customer: values, goals, people, quotes.

    Each proposal comes with the sentence that shows it and its line or time. Words are compared in whatever form, by
    the signals in values.yaml. What is negated, what you said yourselves and what a mail quotes is left out, and told.
    A new value gets an assumed importance, which is yours to set; a quote is kept from customers until somebody shares
    it. What a person wrote into the profile stays as it is. Nothing is written before you agree: to all of it, or
    to all but the values that you name.

    Exit code 0; 1 where the notes cannot be read, nobody says who of the speakers is yours, or the profile is wrong.

    Examples:

      salespack import notes meeting.txt --profile acme

      salespack import notes call.vtt --profile acme --ours "Maria Example" --yes

      salespack import notes call.vtt --profile acme --without clear-visibility --yes
    """
    from salespack.cli.workspace import find_profile, load_library
    from salespack.importing.notes.notes import NotesRequest, import_notes
    from salespack.library.naming import resolve

    opened = load_library(library)
    path = find_profile(profile)

    met = day(on) or today()
    wrong = {resolve(opened, one, "value") for one in without or ()}

    def imported(*, write: bool) -> NotesReport:
        request = NotesRequest(
            file=file,
            profile=path,
            on=met,
            ours=tuple(ours or ()),
            without=frozenset(wrong),
            language=language,
            write=write,
        )
        return import_notes(opened, request)

    report = imported(write=answer is True)
    if as_json:
        from salespack.cli.json import say_json

        say_json(report)
        return 0
    _show(report)
    if report.difference and answer is None:
        if sys.stdin.isatty() and sys.stdout.isatty():
            chosen = _chosen([one.id for one in (*report.values, *report.there)], opened)
            if chosen is not None:
                wrong |= chosen
                report = imported(write=True)
        else:
            say("Nothing was written: say --yes.")
    if report.written:
        say(f"Written into {report.profile}.")
        if report.values:
            say("Next: how much each of these matters. Set importance, and take basis: assumed away.")
    return 0


def _chosen(proposed: Sequence[str], library: Library) -> set[str] | None:
    """The values that are to be left out of what is written; None where nothing is to be written."""
    from salespack.library.naming import resolve

    while True:
        asked = "Write this into the profile? Enter: yes; n: no; or the values that are wrong, to write the rest"
        typed = typer.prompt(asked, default="", show_default=False).strip()
        if typed.casefold() in YES:
            return set()
        if typed.casefold() in NO:
            return None
        try:
            chosen = {resolve(library, one.strip(), "value") for one in typed.split(",") if one.strip()}
        except UsageFault as fault:
            for problem in fault.problems:
                say(f"{problem.message}: {problem.hint}" if problem.hint else problem.message)
            continue
        if chosen <= set(proposed):
            return chosen
        say(f"They do not speak of {', '.join(sorted(chosen - set(proposed)))}; they do of {', '.join(proposed)}")


def _show(report: NotesReport) -> None:
    if report.values:
        say("Values", strong=True)
        for value in report.values:
            words = ", ".join(value.words)
            more = f"; {value.count} sentences" if value.count > len(value.evidence) else ""
            by = f"; said by {', '.join(value.by)}" if value.by else ""
            say(f"  {value.id}  ({words}{more}{by})")
            for one in value.evidence:
                say(f"    {one.place}  {_cut(one.sentence)}")
    if report.goals:
        say("Goals", strong=True)
        for goal in report.goals:
            say(f"    {goal.evidence.place}  {_cut(goal.evidence.sentence)}")
    if report.people:
        say("People", strong=True)
        show_table(
            ("name", "role", "where", "because"),
            [(one.name, one.role, one.evidence.place, _cut(one.evidence.sentence)) for one in report.people],
        )
    if report.there:
        say("In the profile already, and left as they are: " + ", ".join(one.id for one in report.there))
    if report.left:
        say("Left out", strong=True)
        show_table(
            ("value", "why", "where", "sentence"),
            [(one.value or "–", one.why, one.evidence.place, _cut(one.evidence.sentence)) for one in report.left],
        )
    for unread in report.unread:
        say(f"Note: {unread}")
    if report.difference:
        say()
        say(report.difference.rstrip("\n"))
    else:
        say("Nothing that the profile does not have.")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_SENTENCE else f"{text[: LONGEST_SENTENCE - 1]}…"
