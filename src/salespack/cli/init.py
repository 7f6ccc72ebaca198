"""`salespack init`: a workspace to start from, which builds at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from salespack.cli.faults import command, show_problems
from salespack.cli.options import today
from salespack.cli.tables import say


@command
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    company: Annotated[
        str | None, typer.Option("--company", metavar="NAME", help="Who sells, as customers see it.")
    ] = None,
    from_deck: Annotated[
        Path | None,
        typer.Option(
            "--from-deck", metavar="FILE", help="Your sales deck: its look becomes the brand, its slides draft blocks."
        ),
    ] = None,
) -> int:
    """Make a workspace: a small library with comments that teach, a pack, a plain brand, and an example profile.

    It asks nothing and builds at once. A folder that holds anything is left alone.

    Examples:

      salespack init our-sales

      salespack init our-sales --company "O'Neil & Söhne" --from-deck "Sales deck 2026.pptx"
    """
    from salespack.scaffold.starter import EXAMPLE_PROFILE, create_workspace, refuse_occupied

    refuse_occupied(folder)
    language = _language(from_deck) if from_deck is not None else ""  # what is wrong with the deck is told first
    written = create_workspace(folder, company, from_deck)
    say(f"wrote {len(written)} files into {folder}")
    code = _import(folder, from_deck, language) if from_deck is not None else 0
    say("Next:")
    if folder.resolve() != Path.cwd():
        say(f"  cd {folder}")
    say(f"  salespack build {EXAMPLE_PROFILE}")
    say(f"  salespack match {EXAMPLE_PROFILE} --explain")
    if from_deck is not None:
        say("  salespack library list --state draft     what came from your deck, to be looked through and approved")
    return code


def _language(deck: Path) -> str:
    """The language a deck is in; empty where nothing tells. Raises UserFault when the deck cannot be read."""
    from salespack.importing.languages import language_of
    from salespack.powerpoint.designed.outline import read_deck

    return language_of(read_deck(deck).slides).code


def _import(folder: Path, deck: Path, language: str) -> int:
    """Makes draft blocks of the deck's slides; 1 when there were problems, else 0."""
    from salespack.cli.workspace import load_library
    from salespack.importing.decks.decks import Request, import_decks
    from salespack.importing.decks.importer import Settings
    from salespack.importing.languages import declared_as
    from salespack.library.library import LIBRARY_FOLDER

    library = load_library(folder / LIBRARY_FOLDER)
    known = not language or declared_as(language, library.settings.languages)
    request = Request(
        files=(deck,), settings=Settings(today=today()), language=language or None,
        add_languages=() if known else (language,),
    )  # fmt: skip
    # A new library holds nothing that a slide could be a copy or a translation of: there is nothing to ask.
    report = import_decks(library, request, lambda _: False)
    show_problems(report.problems)
    for one in report.decks:
        say(f"made {len(one.rows)} draft blocks of {one.file} ({language or 'language unknown'})")
    return 1 if report.problems else 0
