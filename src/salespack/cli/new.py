"""`salespack new`: asks the few questions, always in the same order, and writes the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from msgspec.structs import replace

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command
from salespack.cli.names import LISTS
from salespack.cli.options import JsonOption, LibraryOption, library_folder, today
from salespack.cli.questions import Questions, Step
from salespack.cli.tables import say
from salespack.language.interview import interview_words
from salespack.language.locales import DEFAULT
from salespack.problems.problem import NoFit, UsageFault, shown_path

if TYPE_CHECKING:
    from salespack.library.library import Library
    from salespack.library.naming import Sort
    from salespack.scaffold.blocks import BlockAnswers
    from salespack.scaffold.packs import PackAnswers

app = typer.Typer(help="Write a new file by answering a few questions.", no_args_is_help=True)


@app.callback()
def new() -> None:
    """Write a new file by answering a few questions."""


@app.command()
@command
def profile(
    values: Annotated[
        int | None, typer.Option("--values", min=1, max=99, metavar="N", help="Ask about so many values at most.")
    ] = None,
    interview_language: Annotated[
        str | None,
        typer.Option(
            "--interview-language",
            metavar="CODE",
            autocompletion=completion.interview_languages,
            help="The language of the questions; else that of the computer.",
        ),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option("--answers", metavar="FILE", help="All answers at once, as YAML: asks nothing."),
    ] = None,
    notes: Annotated[
        Path | None,
        typer.Option(
            "--notes",
            metavar="FILE",
            help="Notes or a transcript of the talk (.vtt, .txt, .md, .docx, .eml): what they say stands as answers.",
        ),
    ] = None,
    ours: Annotated[
        list[str] | None,
        typer.Option("--ours", metavar="NAME", help="Who of the speakers in --notes is one of you. Repeatable."),
    ] = None,
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help="Where the profile goes.")] = Path("profiles"),
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Write a customer's value profile: an interview, always in the same order, of which only the name is needed.

    The customer, who is in the room, their goals, and what they value; for each value the library's own question, how
    much it matters, how it is today, their words and whether they may be shown; how they will see that it worked; the
    meeting. With two values that is 17 prompts or 18, eight of them about the values. It ends with what we would show
    them and builds it, where you say so, as `salespack build` would; or it says that nothing of ours answers them.

    A part of a name finds it in a list, `<` goes back, and all answers are shown before the file is written. Whoever
    stops (Ctrl-C) goes on there the next time: until then the answers are kept beside the profiles, in a file that
    nobody else can read.

    With --notes, what a transcript or notes say stands in [ ] as the usual answer: Enter takes it, and nothing of it is
    written that you did not see.

    Exit codes: 0 written; 2 wrong usage; 3 written, and nothing of ours answers what weighs most; 130 stopped.

    Examples:

      salespack new profile

      salespack new profile --values 2 --interview-language fi

      salespack new profile --notes call.vtt --ours "Maria Example"

      salespack new profile --answers call.yaml --json
    """
    from salespack.building.build import Builder, Request
    from salespack.cli.build import build_one
    from salespack.cli.interview import Interview, answers_heard, closing_lines, sellers_language
    from salespack.cli.questions import in_width
    from salespack.cli.workspace import load_library
    from salespack.language.interview import interview_words
    from salespack.ledger.opening import begun_ledger
    from salespack.scaffold.interview import read_answers
    from salespack.scaffold.profiles import new_profile
    from salespack.system.cache import cache_folder

    language = sellers_language(interview_language)
    texts = interview_words(language)
    if as_json and answers is None:
        raise UsageFault.of("SP801", "--json is for programs, and an interview for people", "add --answers FILE")
    if notes is not None and answers is not None:
        raise UsageFault.of("SP801", "both --notes and --answers", "give one of them")
    opened = load_library(library)
    interview = None
    if answers is not None:
        path = new_profile(read_answers(answers, opened, texts["noted"].format(date=today().isoformat())), folder)
    else:
        heard = answers_heard(opened, notes, ours or (), today()) if notes is not None else None
        interview = Interview(opened, folder, language, today(), values, heard)
        path = new_profile(interview.answers(), folder)
        interview.finished()
    cache = cache_folder()
    builder = Builder(opened, cache, begun_ledger(opened, cache))
    matched = builder.match(Request(profile=path, out=Path(), today=today()))
    declined = bool(matched.selection.refusal) and bool(matched.selection.values)
    if as_json:
        from salespack.building.record import record_of
        from salespack.cli.json import say_json

        match = record_of(matched.selection, matched.deck, opened)
        say_json({"profile": shown_path(path), "declined": declined, "match": match})
        return NoFit.exit_code if declined else 0
    say(texts["wrote"].format(file=path))
    for number, line in enumerate(closing_lines(matched, opened, path, texts)):
        say("\n".join(in_width(line)), strong=not number)
    if matched.selection.values and not declined:
        if interview is not None and interview.wants_it_built():
            return build_one(builder, path)
        say(texts["next"].format(file=path))
    return NoFit.exit_code if declined else 0


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
        asking = Questions(interview_words(DEFAULT))
        steps = [step for step in _block_steps(opened, asking) if given[step.name] is None]
        answers = asking.asked(lambda _: steps, answers)
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
        asking = Questions(interview_words(DEFAULT))
        steps = _pack_steps(opened, asking)
        answers = asking.asked(lambda _: steps, answers)
    path = write_pack(opened, answers)
    say(f"wrote {shown_path(path)}")
    say(f"Next: salespack match PROFILE --pack {path.stem} --explain")
    return 0


def _block_steps(library: Library, ask: Questions) -> list[Step[BlockAnswers]]:
    """The questions of a new block."""
    from salespack.library.blocks import KINDS
    from salespack.library.naming import resolve
    from salespack.scaffold.blocks import block_kind, block_title, free_block, strengths

    def title(text: str) -> str:
        named = block_title(text)
        free_block(library, named)
        return named

    def kind(answers: BlockAnswers) -> BlockAnswers:
        while (found := ask.one_of({one: one for one in KINDS}, block_kind, "Kind")) is None:
            ask.needed()
        return replace(answers, kind=found)

    def values(answers: BlockAnswers) -> BlockAnswers:
        usual = ", ".join(f"{id}={strength}" for id, strength in answers.values.items())
        found = ask.some_of(
            _declared(library, "value"),
            lambda text: resolve(library, text, "value"),
            "Values it speaks to",
            "Numbers or names with commas; 2=3 for one that it speaks to in part (1-5)",
            usual,
            lambda name, figure: strengths(library, [f"{name}={figure}" if figure else name]),
        )
        return replace(answers, values={id: strength for one in found for id, strength in one.items()})

    return [
        _step("Title", "title", lambda usual: ask.required(title, "The slide's title", usual)),
        Step("Kind", kind, lambda a: a.kind),
        Step("Values", values, lambda a: ", ".join(f"{id}={strength}" for id, strength in a.values.items())),
        _roles_step(library, ask, "Only for these roles (empty: anybody)"),
        _step(
            "Owner", "owner", lambda usual: ask.entry("Who answers for it (empty: as its folder says)", usual) or None
        ),
    ]


def _pack_steps(library: Library, ask: Questions) -> list[Step[PackAnswers]]:
    """The questions of a new pack."""
    from salespack.scaffold.packs import count_of, free_pack, pack_name

    def name(text: str) -> str:
        named = pack_name(text)
        free_pack(library, named)
        return named

    steps: list[Step[PackAnswers]] = [
        _step("Name", "name", lambda usual: ask.required(name, "The pack's name", usual)),
        _named_step(library, ask, "Stage", "stage", "stage", "Stage (empty: any)"),
        _step("Values", "values", lambda usual: ask.required(
            lambda text: count_of(text, 9, 1), "How many of the customer's top values it answers", usual
        )),
        _step("Slides", "slides", lambda usual: ask.required(
            lambda text: count_of(text, 500, 12), "Slides at most", usual
        )),
    ]  # fmt: skip
    return [step for step in steps if step.name != "Stage" or library.settings.stages]


def _step(name: str, field: str, ask: Callable[[str], object]) -> Step[Any]:
    """A question whose answer is one field; `ask` gets what stands there."""

    def usual(answers: Any) -> str:
        return "" if getattr(answers, field) is None else str(getattr(answers, field))

    return Step(name, lambda answers: replace(answers, **{field: ask(usual(answers))}), usual)


def _named_step(library: Library, ask: Questions, name: str, field: str, sort: Sort, question: str) -> Step[Any]:
    """A question for one of the names that the library declares of a sort."""
    from salespack.library.naming import resolve

    return _step(
        name,
        field,
        lambda usual: ask.one_of(_declared(library, sort), lambda text: resolve(library, text, sort), question, usual),
    )


def _roles_step(library: Library, ask: Questions, question: str) -> Step[Any]:
    from salespack.library.naming import resolve

    def roles(answers: Any) -> Any:
        rows, usual = _declared(library, "role"), ", ".join(answers.roles)
        found: tuple[str, ...] = ask.some_of(rows, lambda name: resolve(library, name, "role"), question, usual=usual)
        return replace(answers, roles=tuple(dict.fromkeys(found)))

    return Step("Roles", roles, lambda answers: ", ".join(answers.roles))


def _declared(library: Library, sort: str) -> dict[str, str]:
    """What the library declares of a sort, each as people call it."""
    plural = "industries" if sort == "industry" else f"{sort}s"
    return {id: name for id, name, _ in LISTS[plural](library, None)}
