"""`salespack new`: asks the few questions, always in the same order, and writes the file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec.structs import replace

from salespack.cli import completion
from salespack.cli.faults import command
from salespack.cli.names import LISTS
from salespack.cli.options import LibraryOption, library_folder, today
from salespack.cli.questions import Step, asked, entry, lines, one_of, required, some_of, until, yes_or_no
from salespack.cli.tables import say
from salespack.problems.problem import shown_path

if TYPE_CHECKING:
    from salespack.library.library import Library
    from salespack.library.naming import Sort
    from salespack.scaffold.blocks import BlockAnswers
    from salespack.scaffold.packs import PackAnswers
    from salespack.scaffold.profiles import Answers, ValueAnswer

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
    """Write a customer's value profile: a few questions, each can be left empty but the first.

    What the library declares is chosen from numbered lists; `<` goes back, and all answers are shown before the file is
    written.

    Example: salespack new profile
    """
    from salespack.cli.workspace import load_library
    from salespack.scaffold.profiles import Answers, new_profile

    path = new_profile(asked(_profile_steps(load_library(library), folder), Answers(customer="")), folder)
    say(f"wrote {path}")
    say(f"Next: salespack build {path}")
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
    answers = BlockAnswers(
        title=block_title(title) if title is not None else "", kind=block_kind(kind) if kind is not None else "benefit",
        values=strengths(opened, value or ()), roles=roles_of(opened, role or ()), tags=tuple(tag or ()), owner=owner,
    )  # fmt: skip
    if title is not None:
        free_block(opened, answers.title)
    if title is None or kind is None:
        given = {"Title": title, "Kind": kind, "Values": value, "Roles": role, "Owner": owner}
        answers = asked([step for step in _block_steps(opened) if given[step.name] is None], answers)
    path = write_block(
        opened, answers, library_folder(opened, folder, "--folder") if folder is not None else None, today()
    )
    say(f"wrote {shown_path(path)}")
    say(f"Next: write over what stands there; salespack check {shown_path(path)}")
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
    from salespack.scaffold.packs import PackAnswers, pack_name, write_pack

    opened = load_library(library)
    chosen = resolve(opened, stage, "stage") if stage is not None else None
    answers = PackAnswers(name="" if name is None else pack_name(name), stage=chosen, values=values, slides=slides)
    if name is None:
        answers = asked(_pack_steps(opened), answers)
    path = write_pack(opened, answers)
    say(f"wrote {shown_path(path)}")
    say(f"Next: salespack match PROFILE --pack {path.stem} --explain")
    return 0


def _profile_steps(library: Library, folder: Path) -> list[Step[Answers]]:
    """The questions, in the order in which a meeting is prepared; what the library declares nothing of is not asked."""
    from salespack.formats.types import Day
    from salespack.scaffold.profiles import customer_name, free_profile, minutes_of

    def customer(text: str) -> str:
        name = customer_name(text)
        free_profile(name, folder)
        return name

    steps: list[Step[Answers]] = [
        _step("Customer", "customer", lambda usual: required(customer, "Customer", usual)),
        _named_step(library, "Industry", "industry", "industry", "Industry (empty: unknown)"),
    ]
    if len(library.settings.languages) > 1:
        known = {one: one for one in library.settings.languages}
        steps.append(
            _step("Language", "language", lambda usual: one_of(
                known, lambda text: _language(text, library), "Language", usual or library.settings.default_language
            ))
        )  # fmt: skip
    steps += [
        Step(
            "Goals",
            lambda a: replace(a, goals=lines("Their goals, in their words, one a line; an empty line ends", a.goals)),
            lambda a: "; ".join(a.goals),
        ),
        _step("Success", "success", lambda usual: entry("How will they see that it worked", usual) or None),
        Step(
            "Values",
            lambda a: replace(a, values=_ask_values(library, a.values)),
            lambda a: ", ".join(map(_value_said, a.values)),
        ),
        Step(
            "Their words",
            lambda a: replace(a, values=_ask_words(library, a.values)),
            lambda a: "; ".join(f"{one.id}: “{one.quote}”" for one in a.values if one.quote),
            lambda a: bool(a.values),
        ),
    ]
    if library.settings.roles:
        steps.append(_roles_step(library, "Who is in the room"))
    steps += [
        _step("Date", "date", lambda usual: until(
            lambda text: Day.parse(text).isoformat(), "The meeting: date (2026-12-01)", usual
        )),
        _named_step(library, "Stage", "stage", "stage", "Stage (empty: any)"),
        _step("Minutes", "minutes", lambda usual: until(minutes_of, "Minutes", usual)),
    ]  # fmt: skip
    return [step for step in steps if step.name not in ("Industry", "Stage") or _declared(library, step.name.lower())]


def _block_steps(library: Library) -> list[Step[BlockAnswers]]:
    """The questions of a new block."""
    from salespack.library.blocks import KINDS
    from salespack.scaffold.blocks import block_kind, block_title, free_block, strengths

    def title(text: str) -> str:
        named = block_title(text)
        free_block(library, named)
        return named

    def kind(answers: BlockAnswers) -> BlockAnswers:
        while (found := one_of({one: one for one in KINDS}, block_kind, "Kind")) is None:
            sys.stderr.write("this one is needed\n")
        return replace(answers, kind=found)

    def values(answers: BlockAnswers) -> BlockAnswers:
        usual = ", ".join(f"{id}={strength}" for id, strength in answers.values.items())
        found = some_of(
            _declared(library, "value"),
            lambda name, figure: strengths(library, [f"{name}={figure}" if figure else name]),
            "Values it speaks to",
            "Numbers or names with commas; 2=3 for one that it speaks to in part (1-5)",
            usual,
        )
        return replace(answers, values={id: strength for one in found for id, strength in one.items()})

    return [
        _step("Title", "title", lambda usual: required(title, "The slide's title", usual)),
        Step("Kind", kind, lambda a: a.kind),
        Step("Values", values, lambda a: ", ".join(f"{id}={strength}" for id, strength in a.values.items())),
        _roles_step(library, "Only for these roles (empty: anybody)"),
        _step("Owner", "owner", lambda usual: entry("Who answers for it (empty: as its folder says)", usual) or None),
    ]


def _pack_steps(library: Library) -> list[Step[PackAnswers]]:
    """The questions of a new pack."""
    from salespack.scaffold.packs import count_of, free_pack, pack_name

    def name(text: str) -> str:
        named = pack_name(text)
        free_pack(library, named)
        return named

    steps: list[Step[PackAnswers]] = [
        _step("Name", "name", lambda usual: required(name, "The pack's name", usual)),
        _named_step(library, "Stage", "stage", "stage", "Stage (empty: any)"),
        _step("Values", "values", lambda usual: required(
            lambda text: count_of(text, 9, 1), "How many of the customer's top values it answers", usual
        )),
        _step("Slides", "slides", lambda usual: required(
            lambda text: count_of(text, 500, 12), "Slides at most", usual
        )),
    ]  # fmt: skip
    return [step for step in steps if step.name != "Stage" or library.settings.stages]


def _step(name: str, field: str, ask: Callable[[str], object]) -> Step[Any]:
    """A question whose answer is one field; `ask` gets what stands there."""

    def usual(answers: Any) -> str:
        return "" if getattr(answers, field) is None else str(getattr(answers, field))

    return Step(name, lambda answers: replace(answers, **{field: ask(usual(answers))}), usual)


def _named_step(library: Library, name: str, field: str, sort: Sort, question: str) -> Step[Any]:
    """A question for one of the names that the library declares of a sort."""
    from salespack.library.naming import resolve

    return _step(
        name,
        field,
        lambda usual: one_of(_declared(library, sort), lambda text: resolve(library, text, sort), question, usual),
    )


def _roles_step(library: Library, question: str) -> Step[Any]:
    from salespack.library.naming import resolve

    def roles(answers: Any) -> Any:
        found = some_of(
            _declared(library, "role"), lambda name, _: resolve(library, name, "role"), question,
            "Numbers or names with commas", ", ".join(answers.roles),
        )  # fmt: skip
        return replace(answers, roles=tuple(dict.fromkeys(found)))

    return Step("Roles", roles, lambda answers: ", ".join(answers.roles))


def _declared(library: Library, sort: str) -> dict[str, str]:
    """What the library declares of a sort, each as people call it."""
    plural = "industries" if sort == "industry" else f"{sort}s"
    return {id: name for id, name, _ in LISTS[plural](library, None)}


def _language(text: str, library: Library) -> str:
    if text not in library.settings.languages:
        raise ValueError(f"one of {', '.join(library.settings.languages)}")
    return text


def _value_said(value: ValueAnswer) -> str:
    """A value as it is typed: `fewer-outages=9/3`, how important and how satisfied."""
    satisfaction = "" if value.satisfaction is None else f"/{value.satisfaction:g}"
    return f"{value.id}={value.importance:g}{satisfaction}"


def _ask_values(library: Library, before: tuple[ValueAnswer, ...]) -> tuple[ValueAnswer, ...]:
    """The values with what is known of them, all on one line; words that were said of one stay."""
    from salespack.library.naming import resolve
    from salespack.scaffold.profiles import ValueAnswer, importance_of, importances_of

    known = {one.id: one for one in before}

    def read(name: str, figures: str) -> tuple[str, float | None, float | None]:
        importance, _, satisfaction = (part.strip() for part in figures.partition("/"))
        return (
            resolve(library, name, "value"),
            importance_of(importance) if importance else None,
            importance_of(satisfaction) if satisfaction else None,
        )

    found = some_of(
        _declared(library, "value"), read,
        "What they value, weightiest first; =9/3 says how important it is and how satisfied they are today (0-10)",
        "Numbers or names with commas, such as 1=9/3, 4", ", ".join(map(_value_said, before)),
    )  # fmt: skip
    answers: dict[str, ValueAnswer] = {}
    for (id, importance, satisfaction), usual in zip(found, importances_of(len(found)), strict=True):
        said = known.get(id, ValueAnswer(id, usual))
        answers[id] = replace(
            said,
            importance=usual if importance is None else importance,
            satisfaction=satisfaction,
            assumed=importance is None,
        )
    return tuple(answers.values())


def _ask_words(library: Library, values: tuple[ValueAnswer, ...]) -> tuple[ValueAnswer, ...]:
    """The words in which they spoke of their values: as many as a person has, none for a mere Enter."""
    from salespack.library.naming import resolve

    names = _declared(library, "value")
    answers = {one.id: one for one in values}

    def chosen(text: str) -> str:
        name = resolve(library, text, "value")
        if name not in answers:
            raise ValueError(f"one of {', '.join(answers)}")
        return name

    rows = {id: names[id] for id in answers}
    while True:
        id = one_of(rows, chosen, "Did they say something about one of these? (empty: no, or no more)")
        if id is None:
            break
        before = answers[id]
        quote = entry("   In their words", before.quote or "") or None
        source = entry("   Who said it, and when", before.source or "") or None if quote else None
        share = bool(quote) and until(yes_or_no, "   May slides and documents show it (yes, no)", "no") is True
        answers[id] = replace(before, quote=quote, source=source, share=share)
    return tuple(answers.values())
