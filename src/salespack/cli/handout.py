"""`salespack handout`: any deck as a copy that may be mailed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command
from salespack.cli.options import JsonOption, today
from salespack.cli.progress import ProgressLine
from salespack.cli.tables import say
from salespack.problems.problem import Place, UsageFault, shown_path

ENDING = ".pptx"


@command
def handout(
    deck: Annotated[Path, typer.Argument(metavar="DECK.pptx", help="A deck, whoever made or changed it.")],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE.pptx", help="Where the copy goes; else beside the deck.", show_default=False
        ),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite the copy if it is there.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Make a copy of a deck that may be mailed: as it is now, without what is not for the customer.

    Notes, comments, hidden slides, marks, the history of its editing, macros, and names of people and of files on
    somebody's computer are left out; all else is as it was. What slides hold and do not show (text beside a slide, a
    chart's whole workbook) stays, as it may be meant, and is told. For a deck that was built here and that nobody
    changed, `salespack build NAME --only handout.pptx` makes the same.

    Exit codes: 0 written, 1 the deck cannot be read or the copy cannot be written, 2 wrong usage.

    Examples:

      salespack handout "out/betasoloin/what-next/for-you/Betasoloin - What comes next.pptx"

      salespack handout deck.pptx --out "For Betasoloin.pptx" --replace --json
    """
    from salespack.powerpoint.designed.source import SourceDeck
    from salespack.powerpoint.slide_templates import slide_templates
    from salespack.powerpoint.writing.clean_copy import clean_copy, unseen_in_words
    from salespack.system.cache import cache_folder
    from salespack.system.files import put
    from salespack.system.hashing import digest

    target = out or deck.with_name(f"{deck.stem} - handout{ENDING}")
    if target.suffix.lower() != ENDING:
        raise UsageFault.of("SP801", f"{target} would be a presentation of another name", f"name it NAME{ENDING}")
    if target.exists() and not replace:
        hint = "name another with --out, or add --replace"
        raise UsageFault.of("SP802", "is there already", hint, Place(shown_path(target)))
    if target.exists() and deck.exists() and target.samefile(deck):
        raise UsageFault.of("SP801", "the copy would take the place of the deck", "name another file with --out")
    with ProgressLine(f"copying {shown_path(deck)}"):
        copy = clean_copy(SourceDeck(deck), target.stem, today(), slide_templates(cache_folder()))
    put(target, copy.content)
    remains = list(unseen_in_words(copy.remains))
    if as_json:
        from salespack.cli.json import say_json

        found = {
            "deck": str(deck), "path": str(target), "sha256": digest(copy.content), "slides": copy.slides,
            "hidden_slides": len(copy.hidden), "left_out": copy.left_out, "remains": remains,
        }  # fmt: skip
        say_json(found)
        return 0
    say(f"wrote {shown_path(target)}: {copy.slides} slide{'s' if copy.slides != 1 else ''}")
    if copy.left_out:
        say(f"Left out: {'; '.join(copy.left_out)}.")
    if remains:
        say(f"Still in it, though not seen: {'; '.join(remains)}. Delete it in PowerPoint if it is not meant.")
    return 0
