"""`salespack library show`: one block as a customer would get it, where it is used, and how it came about."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import DayOption, JsonOption, LibraryOption, ProfilesOption, day, profiles_folder, today
from salespack.cli.tables import say, show_table
from salespack.problems.problem import Problem, UsageFault, UserFault

if TYPE_CHECKING:
    import datetime

    from salespack.deck.model import Slide
    from salespack.library.blocks import Block
    from salespack.library.library import Library
    from salespack.profiles.profile import Profile


@command
def show(
    block: Annotated[str, typer.Argument(metavar="ID", autocompletion=completion.blocks, help="The block.")],
    profile: Annotated[
        str | None,
        typer.Option(
            "--profile",
            metavar="NAME",
            autocompletion=completion.profiles,
            help="As this customer would get it; else a made-up one.",
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language",
            metavar="CODE",
            autocompletion=completion.languages,
            help="In this language; else the customer's.",
        ),
    ] = None,
    on: DayOption = None,
    profiles: ProfilesOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show a block: its slides as they turn out, notes, evidence, where it is used, and its history in git.

    Examples:

      salespack library show calm-nights

      salespack library show calm-nights --profile betasoloin --language fi
    """
    from salespack.cli.workspace import load_library
    from salespack.curation.finding import fields_of, is_broken, state_of
    from salespack.problems.suggestions import LISTED, did_you_mean

    opened = load_library(library)
    if block not in opened.blocks:
        raise UsageFault.of("SP403", f"there is no block “{block}”", did_you_mean(block, opened.blocks, LISTED))
    one, judged = opened.blocks[block], day(on) or today()
    problems = list(one.problems)
    told: dict[str, Any] = {**fields_of(one), "state": state_of(one), "slides": []}
    if not is_broken(one):
        shown = _Shown(opened, one, profile, language, judged)
        told["language"], told["shown_for"] = shown.language, shown.name
        try:
            told["slides"] = [_slide(slide) for slide in shown.slides()]
        except UserFault as fault:
            problems += fault.problems
    told |= _uses(opened, one, profiles_folder(profiles, opened.root), day(on), problems)
    told["history"], told["no_history"] = _history(one)
    show_problems(problems)
    if as_json:
        from salespack.cli.json import say_json

        say_json({**told, "problems": [str(problem) for problem in problems]})
    else:
        _print(one, told)
    return 1 if is_broken(one) or (not told["slides"]) else 0


class _Shown:
    """A block made into slides: for a profile, else for the made-up customer of the catalog."""

    def __init__(
        self, opened: Library, block: Block, profile: str | None, language: str | None, on: datetime.date
    ) -> None:
        from salespack.specimens.texts import specimen_case

        self._library, self._block, self._on = opened, block, on
        self._profile = self._real(profile) if profile else None
        self._case = specimen_case(opened)
        self.name = self._profile.id if self._profile else self._case.profile.customer.name
        own = self._profile.customer.language if self._profile else None
        self.language = language or own or opened.settings.default_language
        if self.language not in block.bodies and language is None:
            self.language = next(iter(block.bodies))
        if self.language not in block.bodies:
            written = ", ".join(block.bodies)
            raise UsageFault.of("SP205", f"{block.id} is not written in “{self.language}”", f"it is in {written}")

    def _real(self, named: str) -> Profile:
        from salespack.cli.workspace import find_profile
        from salespack.library.load import vocabulary_of
        from salespack.profiles.profile import load_profile

        return load_profile(find_profile(named), vocabulary_of(self._library.settings, self._library.values))

    def slides(self) -> tuple[Slide, ...]:
        """The slides. Raises UserFault with why there are none."""
        from salespack.assembly.assemble import Assembler
        from salespack.assembly.materials import Materials
        from salespack.matching.scoring import weights_of
        from salespack.profiles.profile import references_in
        from salespack.specimens.texts import Specimens, texts_of
        from salespack.system.cache import cache_folder

        opened, materials = self._library, Materials(self._library.root, cache_folder())
        if self._profile is None:
            text = next(one for one in texts_of(opened) if (one.block, one.language) == (self._block.id, self.language))
            return Specimens(opened, self._case, materials, self._on).slides(text)
        weights = weights_of(self._profile, opened.settings)
        assembler = Assembler(
            self._profile, opened, materials,
            language=self.language, on=self._on, stage=self._profile.meeting.stage, top=tuple(weights),
            references=partial(references_in, self._profile.file.parent),
        )  # fmt: skip
        slides = assembler.block(self._block.id)
        if not slides:
            raise UserFault(assembler.broken[self._block.id])
        return slides


def _slide(slide: Slide) -> dict[str, Any]:
    from salespack.specimens.forms import why_form
    from salespack.specimens.texts import slide_text

    said = slide_text(slide)
    return {
        "title": said.title,
        "form": slide.form,
        "why_form": why_form(slide, slide.language),
        "lines": said.lines,
        "notes": said.notes,
        "seller": said.seller,
        "sources": slide.sources,
    }


def _uses(
    opened: Library, block: Block, folder: Path | None, on: datetime.date | None, problems: list[Problem]
) -> dict[str, Any]:
    """The slots that may take the block, and the profiles whose selection holds it today."""
    from salespack.catalog.cards import places_of
    from salespack.curation.coverage.customers import Customers, chosen_for
    from salespack.system.cache import cache_folder

    customers = Customers(opened, folder, today(), on=on, cache=cache_folder())
    problems += customers.problems
    chosen = chosen_for(customers.selections())
    return {"slots": list(places_of(block, opened)), "chosen_for": chosen.get(block.id, [])}


def _history(block: Block) -> tuple[list[Any], str]:
    from salespack.curation.history import history_of

    changes, why = history_of(Path(block.file).resolve())
    return list(changes), why


def _print(block: Block, told: dict[str, Any]) -> None:
    say(f"{block.id} · {told['kind']} · {told['state']} · version {block.version} · {block.file}", strong=True)
    facts = [
        ("values", ", ".join(f"{name} {strength}" for name, strength in block.values.items())),
        ("for", _fields(told["for"])), ("not for", _fields(told["not_for"])), ("about", _fields(told["about"] or {})),
        ("tags", ", ".join(block.tags)), ("needs", ", ".join(block.needs)), ("languages", ", ".join(block.bodies)),
        ("evidence", _fields(told["evidence"] or {})),
        *((f"[^{name}]", _fields(one)) for name, one in (told["sources"] or {}).items()), ("owner", block.owner or ""),
        ("approved", _fields(told["approved"] or {})), ("retired", _fields(told["retired"] or {})),
        ("valid", " – ".join(str(one or "") for one in (block.valid_from, block.valid_until)).strip()),
        ("review by", str(block.review_by or "")),
    ]  # fmt: skip
    for name, words in facts:
        if words and words != "–":
            say(f"  {name:10} {words}")
    for number, slide in enumerate(told["slides"], 1):
        say()
        say(f"Slide {number}, for {told['shown_for']} in {told['language']}: {slide['title']}", strong=True)
        say(f"  form: {slide['form']} – {slide['why_form']}")
        for line in slide["lines"]:
            say(f"  {line}")
        for name in ("sources", "notes", "seller"):
            for line in slide[name]:
                say(f"    {line}" if name == "sources" else f"    {name}: {line}")
    say()
    say(f"May stand in: {', '.join(told['slots']) or 'no slot of any pack'}")
    say(f"Chosen for: {', '.join(told['chosen_for']) or 'no customer at present'}")
    if told["history"]:
        say()
        rows = [(one.day, one.commit, one.author, one.subject) for one in told["history"]]
        show_table(("day", "commit", "who", "what"), rows)
    else:
        say(f"No history: {told['no_history']}")


def _fields(data: dict[str, Any]) -> str:
    parts = []
    for name, value in data.items():
        if value not in (None, (), [], "", {}):
            parts.append(f"{name} {', '.join(map(str, value)) if isinstance(value, list | tuple) else value}")
    return "; ".join(parts)
