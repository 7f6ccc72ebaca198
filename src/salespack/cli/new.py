"""`salespack new`: asks the few questions, always in the same order, and writes the file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from salespack.cli import completion
from salespack.cli.faults import command, show_problems
from salespack.cli.options import LibraryOption, library_folder, today
from salespack.problems.problem import UsageFault, shown_path

if TYPE_CHECKING:
    from salespack.library.library import Library
    from salespack.scaffold.profiles import Answers, ValueAnswer

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
    from salespack.cli.workspace import load_library
    from salespack.scaffold.profiles import new_profile

    path = new_profile(_ask(load_library(library), folder), folder)
    typer.echo(f"wrote {path}")
    typer.echo(f"Next: salespack build {path}")
    return 0


@app.command()
@command
def block(
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="The first slide's title.")] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            autocompletion=completion.kinds,
            help="experience, benefit, market, news, dialogue or frame.",
        ),
    ] = None,
    value: Annotated[
        list[str] | None,
        typer.Option(
            "--value",
            metavar="VALUE[=1-5]",
            autocompletion=completion.values,
            help="A value it speaks to, and how strongly. Repeatable.",
        ),
    ] = None,
    role: Annotated[
        list[str] | None,
        typer.Option("--role", metavar="ROLE", autocompletion=completion.roles, help="Only for this role. Repeatable."),
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(
            "--tag", metavar="TAG", autocompletion=completion.tags, help="A word that a slot may ask for. Repeatable."
        ),
    ] = None,
    owner: Annotated[
        str | None,
        typer.Option("--owner", metavar="NAME", autocompletion=completion.owners, help="Who answers for it."),
    ] = None,
    folder: Annotated[
        str | None,
        typer.Option(
            "--folder",
            metavar="FOLDER",
            autocompletion=completion.folders,
            help="A folder of the library; else that of its kind.",
        ),
    ] = None,
    library: LibraryOption = None,
) -> int:
    """Write a new block as a draft, with comments that say what can stand in it. What is not given, it asks for.

    Examples:

      salespack new block

      salespack new block --title "Work goes on while we mend the cause" --kind benefit --value fewer-outages=5
    """
    from salespack.cli.workspace import load_library
    from salespack.library.blocks import KINDS
    from salespack.scaffold.blocks import (
        BlockAnswers,
        block_kind,
        block_title,
        free_block,
        roles_of,
        strengths,
        write_block,
    )

    opened = load_library(library)
    asks = title is None or kind is None
    named = block_title(title) if title is not None else _required(block_title, "1. The slide's title")
    free_block(opened, named)
    known = block_kind(kind) if kind is not None else _required(block_kind, f"2. Kind ({', '.join(KINDS)})")
    if asks and value is None:
        value = _listed(lambda texts: strengths(opened, texts), f"3. Values ({', '.join(opened.values)}), with commas")
    if asks and role is None:
        role = _listed(lambda texts: roles_of(opened, texts), "4. Only for these roles, with commas (empty: anybody)")
    if asks and owner is None:
        owner = _optional("5. Who answers for it (empty: as its folder says)")
    answers = BlockAnswers(
        title=named, kind=known, values=strengths(opened, value or ()), roles=roles_of(opened, role or ()),
        tags=tuple(tag or ()), owner=owner,
    )  # fmt: skip
    path = write_block(
        opened, answers, library_folder(opened, folder, "--folder") if folder is not None else None, today()
    )
    typer.echo(f"wrote {shown_path(path)}")
    typer.echo(f"Next: write over what stands there; salespack check {shown_path(path)}")
    return 0


@app.command()
@command
def pack(
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="What customers see it called.")] = None,
    stage: Annotated[
        str | None,
        typer.Option(
            "--stage",
            metavar="STAGE",
            autocompletion=completion.stages,
            help="Where its customers are in solving the problem.",
        ),
    ] = None,
    values: Annotated[
        int, typer.Option("--values", min=1, max=9, help="How many of the customer's top values it answers.")
    ] = 1,
    slides: Annotated[int, typer.Option("--slides", min=1, max=500, help="How many slides it may have.")] = 12,
    library: LibraryOption = None,
) -> int:
    """Write a new pack: slots for the customer's top values between opening and next step. Without --name it asks.

    Examples:

      salespack new pack

      salespack new pack --name "Second meeting" --stage decision --values 2
    """
    from salespack.cli.workspace import load_library
    from salespack.library.naming import resolve
    from salespack.scaffold.packs import PackAnswers, count_of, free_pack, pack_name, write_pack

    opened = load_library(library)
    stages = opened.settings.stages

    def known(text: str) -> str:
        return resolve(opened, text, "stage")

    chosen: str | None = None
    if name is None:
        named = _required(pack_name, "1. The pack's name")
        free_pack(opened, named)
        chosen = known(stage) if stage is not None else _until(known, f"2. Stage ({', '.join(stages)}; empty: any)")
        values = _required(
            lambda text: count_of(text, 9, 1), "3. How many of the customer's top values it answers", "1"
        )
        slides = _required(lambda text: count_of(text, 500, 12), "4. Slides at most", "12")
    else:
        named, chosen = pack_name(name), known(stage) if stage is not None else None
    path = write_pack(opened, PackAnswers(name=named, stage=chosen, values=values, slides=slides))
    typer.echo(f"wrote {shown_path(path)}")
    typer.echo(f"Next: salespack match PROFILE --pack {path.stem} --explain")
    return 0


def _listed(read: Callable[[list[str]], object], question: str) -> list[str]:
    """Asks for names with commas until `read` takes them; empty when there is no answer."""

    def parts(text: str) -> list[str]:
        found = [part.strip() for part in text.split(",") if part.strip()]
        read(found)
        return found

    return _until(parts, question) or []


def _ask(library: Library, folder: Path) -> Answers:
    """The questions, in the order in which a meeting is prepared."""
    from salespack.formats.types import Day, in_language
    from salespack.library.naming import resolve
    from salespack.scaffold.profiles import Answers, customer_name, free_profile, minutes_of

    settings = library.settings
    customer = _required(customer_name, "1. Customer")
    free_profile(customer, folder)
    industry = _until(lambda text: resolve(library, text, "industry"), "   Industry (empty: unknown)")
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
        lambda text: tuple(resolve(library, one, "role") for one in text.split(",") if one.strip()),
        "   Roles, with commas",
    )
    date = _until(lambda text: Day.parse(text).isoformat(), "7. The meeting: date (2026-12-01)")
    stage = _until(lambda text: resolve(library, text, "stage"), f"   Stage ({', '.join(settings.stages)})")
    minutes = _until(minutes_of, "   Minutes")
    return Answers(
        customer=customer, industry=industry, language=language, goals=goals, success=success, values=values,
        roles=roles or (), date=date, stage=stage, minutes=minutes,
    )  # fmt: skip


def _ask_values(library: Library, names: dict[str, str]) -> tuple[ValueAnswer, ...]:
    from salespack.library.naming import resolve
    from salespack.scaffold.profiles import DEFAULT_IMPORTANCES, ValueAnswer, importance_of

    typer.echo("3. What they value:")
    numbered = list(names)
    for number, value in enumerate(numbered, 1):
        typer.echo(f"   {number:2} {names[value]} ({value})")

    def chosen(text: str) -> list[str]:
        found = []
        for one in filter(None, (part.strip() for part in text.split(","))):
            by_number = one.isdigit() and 1 <= int(one) <= len(numbered)
            found.append(numbered[int(one) - 1] if by_number else resolve(library, one, "value"))
        return list(dict.fromkeys(found))

    values = _until(chosen, "   Numbers or names with commas, weightiest first") or []
    answers = []
    for rank, value in enumerate(values):
        usual = str(DEFAULT_IMPORTANCES[min(rank, len(DEFAULT_IMPORTANCES) - 1)])
        importance = _until(importance_of, f"   {names[value]}: how important, 0-10", usual)
        satisfaction = _until(importance_of, "4. How satisfied are they with it today, 0-10 (empty: unknown)")
        quote = _optional("5. In their words")
        source = _optional("   Who said it, and when") if quote else None
        share = bool(quote) and _until(_yes_or_no, "   May slides and documents show it (yes, no)", "no") is True
        answers.append(ValueAnswer(value, importance or 0.0, satisfaction, quote, source, share))
    return tuple(answers)


def _yes_or_no(text: str) -> bool:
    """Whether somebody said yes. Raises ValueError for what is neither."""
    answers = {"yes": True, "y": True, "no": False, "n": False}
    if text.casefold() not in answers:
        raise ValueError(f"“{text}” is neither yes nor no")
    return answers[text.casefold()]


def _required(read: Callable[[str], T], question: str, usual: str = "") -> T:
    """Asks until there is an answer that can be read."""
    while (answer := _until(read, question, usual)) is None:
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
