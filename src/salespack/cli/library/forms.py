"""`salespack library forms`: what inferring forms changes on the slides, before somebody consents to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import DayOption, JsonOption, LibraryOption, day, today
from salespack.cli.progress import READING, ProgressLine
from salespack.cli.tables import say, show_table
from salespack.problems.problem import UsageFault, shown_path

if TYPE_CHECKING:
    from salespack.library.library import Library
    from salespack.specimens.forms import FormChange
    from salespack.specimens.texts import TextOf

CONSENT = "forms: inferred"
"""What stands in `library.yaml` of a library whose forms are inferred."""


@command
def forms(
    blocks: Annotated[
        list[str] | None,
        typer.Argument(metavar="[BLOCK]...", autocompletion=completion.blocks, help="These blocks; else all."),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language", metavar="CODE", autocompletion=completion.languages, help="In this language; else in all."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write pictures of the slides that change, before and after."),
    ] = None,
    on: DayOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show which form each slide has as it is written, and which one if forms were inferred, block by block.

    Nothing of the library changes: whoever keeps it decides, and writes it into library.yaml. Without BLOCK only slides
    that change are listed. Exit codes: 0 done, 1 some blocks cannot be made into slides (the others are shown), 2 a
    block or folder that cannot be.

    Examples:

      salespack library forms

      salespack library forms calm-nights --language fi

      salespack library forms --out forms/
    """
    from salespack.cli.workspace import load_library
    from salespack.specimens.forms import form_changes
    from salespack.system.cache import cache_folder

    with ProgressLine(READING) as progress:
        opened = load_library(library)
        if out is not None:
            from salespack.catalog.forms import refuse_folder

            refuse_folder(out, opened.root)
        texts = _texts(opened, blocks or [], language)
        progress("looking for forms")
        found = form_changes(opened, texts, day(on) or today(), cache_folder())
    problems, page = list(found.problems), None
    undrawn: tuple[str, ...] = ()
    if out is not None:
        from salespack.catalog.forms import FormPages, write_pages

        request = FormPages(
            library=opened,
            texts=tuple(texts),
            changes=found.slides,
            folder=out,
            on=day(on) or today(),
            cache=cache_folder(),
        )
        with ProgressLine("making slides") as progress:
            written = write_pages(request, progress)
        page, undrawn = written.page, written.problems
    show_problems(problems)
    if as_json:
        from salespack.cli.json import say_json

        told: dict[str, Any] = {
            "forms": opened.settings.forms,
            "slides": found.slides,
            "page": shown_path(page) if page else None,
            "problems": [*map(str, problems), *undrawn],
        }
        say_json(told)
    else:
        _print(opened, found.slides if blocks else [one for one in found.slides if one.changes], len(found.slides))
        for line in undrawn:
            say(line)
        if page is not None:
            say(f"wrote {shown_path(page)}", strong=True)
    return 1 if problems else 0


def _texts(opened: Library, blocks: list[str], language: str | None) -> list[TextOf]:
    """The texts that are asked for. Raises UsageFault for blocks and languages that are not there."""
    from salespack.problems.suggestions import LISTED, did_you_mean
    from salespack.specimens.texts import texts_of

    for name in blocks:
        if name not in opened.blocks:
            raise UsageFault.of("SP403", f"there is no block “{name}”", did_you_mean(name, opened.blocks, LISTED))
    if language is not None and language not in opened.settings.languages:
        hint = did_you_mean(language, opened.settings.languages)
        raise UsageFault.of("SP205", f"the library is not written in “{language}”", hint)
    return [
        one
        for one in texts_of(opened)
        if (not blocks or one.block in blocks) and (language is None or one.language == language)
    ]


def _print(opened: Library, shown: list[FormChange] | tuple[FormChange, ...], count: int) -> None:
    rows = [(one.block, one.language, str(one.slide), one.written, one.inferred, one.why) for one in shown]
    if rows:
        show_table(("block", "language", "slide", "as written", "inferred", "why"), rows, right=(2,))
        say()
    changing = sum(one.changes for one in shown)
    say(f"{changing:,} of {count:,} slides {'changes' if changing == 1 else 'change'} where forms are inferred.")
    if opened.settings.forms == "inferred":
        say(f"library.yaml has it: {CONSENT}. “{{form=list}}” behind a title keeps a slide, “form: fixed” a block.")
    elif changing:
        say(f"To have it so, write into library.yaml: {CONSENT}", strong=True)
