"""`salespack pdf`: any deck as the PDF that a customer gets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import JsonOption, LibraryOption, today
from salespack.cli.progress import ProgressLine
from salespack.cli.tables import say
from salespack.problems.problem import Place, UsageFault, shown_path

ENDING = ".pdf"


@command
def pdf(
    deck: Annotated[Path, typer.Argument(metavar="DECK.pptx", help="A deck, whoever made or changed it.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.pdf", help="Where the PDF goes; else beside the deck.", show_default=False),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite the PDF if it is there.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Make the customer's PDF of a deck as it is now, with everything that was changed in it in PowerPoint.

    Notes, comments and hidden slides are left out, and so are the names of those who wrote it. The fonts that the deck
    embeds serve, and those of the library where one is found. What cannot be drawn as PowerPoint does is told slide by
    slide. For a deck that was built here, `salespack build NAME --only deck.pdf` makes the PDF in its place for the
    customer, of the deck that you changed.

    Exit codes: 0 written, 1 the deck cannot be read or the PDF cannot be written, 2 wrong usage.

    Examples:

      salespack pdf "out/betasoloin/what-next/for-you/Betasoloin - What comes next.pptx"

      salespack pdf deck.pptx --out "For Betasoloin.pdf" --replace --json
    """
    from salespack.cli.typefaces import deck_typefaces
    from salespack.drawing.pdf import draw_pdf
    from salespack.scene.reading import read_scene
    from salespack.system.files import put
    from salespack.system.hashing import digest

    target = out or deck.with_suffix(ENDING)
    if target.suffix.lower() != ENDING:
        raise UsageFault.of("SP801", f"{target} would be a PDF of another name", f"name it NAME{ENDING}")
    if target.exists() and not replace:
        hint = "name another with --out, or add --replace"
        raise UsageFault.of("SP802", "is there already", hint, Place(shown_path(target)))
    with ProgressLine(f"drawing {shown_path(deck)}"):
        scene = read_scene(deck)
        drawn = draw_pdf(
            scene, deck_typefaces(library, deck), on=today(), title=deck.stem, place=Place(shown_path(deck))
        )
    show_problems(drawn.problems)
    put(target, drawn.pdf)
    hidden = len(scene.slides) - drawn.pages
    if as_json:
        from salespack.cli.json import say_json

        found = {
            "deck": str(deck), "path": str(target), "sha256": digest(drawn.pdf), "pages": drawn.pages,
            "hidden_slides": hidden, "problems": drawn.problems,
        }  # fmt: skip
        say_json(found)
        return 0
    left_out = f", {hidden} hidden left out" if hidden else ""
    say(f"wrote {shown_path(target)}: {drawn.pages} page{'s' if drawn.pages != 1 else ''}{left_out}")
    return 0
