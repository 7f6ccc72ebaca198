"""`salespack new`: asks the few questions, always in the same order, and writes the file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from salespack.checking.problems import UsageFault
from salespack.cli.faults import command, show_problems
from salespack.cli.options import LibraryOption

if TYPE_CHECKING:
    from salespack.library.model import Library
    from salespack.scaffold import Answers, ValueAnswer

T = TypeVar("T")

app = typer.Typer(help="Write a new file by answering a few questions.", no_args_is_help=True)


@app.callback()
def new() -> None:
    """Write a new file by answering a few questions."""


@app.command()
@command
def profile(
    library: LibraryOption = None,
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help="Where the profile goes.")] = Path("profiles"),
) -> int:
    """Write a customer's value profile: seven questions, each can be left empty but the first.

    Example: salespack new profile
    """
    from salespack.scaffold import write_profile
    from salespack.workspace import load_library

    path = write_profile(_ask(load_library(library), folder), folder)
    typer.echo(f"wrote {path}")
    typer.echo(f"Next: salespack build {path}")
    return 0


def _ask(library: Library, folder: Path) -> Answers:
    """The questions, in the order in which a meeting is prepared."""
    from salespack.formats.types import Day, in_language
    from salespack.scaffold import Answers, customer_name, free_profile, minutes_of, resolve_name

    settings = library.settings
    customer = _required(customer_name, "1. Customer")
    free_profile(customer, folder)
    industry = _until(lambda text: resolve_name(text, settings.industries, "industry"), "   Industry (empty: unknown)")
    language = _until(
        lambda text: _one_of(text, settings.languages),
        f"   Language ({', '.join(settings.languages)})",
        settings.default_language,
    )
    typer.echo("2. Their goals, in their words, one a line; an empty line ends")
    goals = _lines()
    success = _optional("   How will they see that it worked")
    names = {
        value: in_language(definition.name, settings.default_language, "en")
        for value, definition in library.values.items()
    }
    values = _ask_values(library, names)
    typer.echo(f"6. Who is in the room: {', '.join(settings.roles)}")
    roles = _until(
        lambda text: tuple(resolve_name(one, settings.roles, "role") for one in text.split(",") if one.strip()),
        "   Roles, with commas",
    )
    date = _until(lambda text: Day.parse(text).isoformat(), "7. The meeting: date (2026-12-01)")
    stage = _until(
        lambda text: resolve_name(text, settings.stages, "stage"), f"   Stage ({', '.join(settings.stages)})"
    )
    minutes = _until(minutes_of, "   Minutes")
    return Answers(
        customer=customer, industry=industry, language=language, goals=goals, success=success, values=values,
        roles=roles or (), date=date, stage=stage, minutes=minutes,
    )  # fmt: skip


def _ask_values(library: Library, names: dict[str, str]) -> tuple[ValueAnswer, ...]:
    from salespack.scaffold import DEFAULT_IMPORTANCES, ValueAnswer, importance_of, resolve_value

    typer.echo("3. What they value:")
    numbered = list(names)
    for number, value in enumerate(numbered, 1):
        typer.echo(f"   {number:2} {names[value]} ({value})")

    def chosen(text: str) -> list[str]:
        found = []
        for one in filter(None, (part.strip() for part in text.split(","))):
            by_number = one.isdigit() and 1 <= int(one) <= len(numbered)
            found.append(numbered[int(one) - 1] if by_number else resolve_value(library, one))
        return list(dict.fromkeys(found))

    values = _until(chosen, "   Numbers or names with commas, weightiest first") or []
    answers = []
    for rank, value in enumerate(values):
        usual = str(DEFAULT_IMPORTANCES[min(rank, len(DEFAULT_IMPORTANCES) - 1)])
        importance = _until(importance_of, f"   {names[value]}: how important, 0-10", usual)
        satisfaction = _until(importance_of, "4. How satisfied are they with it today, 0-10 (empty: unknown)")
        quote = _optional("5. In their words")
        source = _optional("   Who said it, and when") if quote else None
        answers.append(ValueAnswer(value, importance or 0.0, satisfaction, quote, source))
    return tuple(answers)


def _required(read: Callable[[str], T], question: str) -> T:
    """Asks until there is an answer that can be read."""
    while (answer := _until(read, question)) is None:
        sys.stderr.write("this one is needed\n")
    return answer


def _until(read: Callable[[str], T], question: str, usual: str = "") -> T | None:
    """Asks until the answer can be read; None when it is left empty."""
    while True:
        text = typer.prompt(question, default=usual, show_default=bool(usual)).strip()
        if not text:
            return None
        try:
            return read(text)
        except UsageFault as fault:
            show_problems(fault.problems)
        except ValueError as fault:
            sys.stderr.write(f"{fault}\n")


def _one_of(text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        raise ValueError(f"one of {', '.join(known)}")
    return text


def _optional(question: str) -> str | None:
    return typer.prompt(question, default="", show_default=False).strip() or None


def _lines() -> tuple[str, ...]:
    lines = []
    while text := typer.prompt("   -", default="", show_default=False, prompt_suffix=" ").strip():
        lines.append(text)
    return tuple(lines)
