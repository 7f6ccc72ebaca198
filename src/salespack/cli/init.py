"""`salespack init`: a workspace to start from, which builds at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import today
from salespack.cli.progress import ProgressLine
from salespack.cli.tables import say, show_topics
from salespack.problems.problem import shown_path
from salespack.system.progress import Progress

if TYPE_CHECKING:
    from salespack.importing.report import Report


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
    with ProgressLine(f"reading {shown_path(from_deck)}" if from_deck is not None else "writing files") as progress:
        language = _language(from_deck) if from_deck is not None else ""  # what is wrong with the deck is told first
        imported = _Imported(from_deck, language, progress) if from_deck is not None else None
        written = create_workspace(folder, company, from_deck, imported)
    say(f"wrote {len(written)} files into {folder}")
    code = imported.tell() if imported is not None else 0
    say("Next:")
    if folder.resolve() != Path.cwd():
        say(f"  cd {folder}")
    say(f"  salespack build {EXAMPLE_PROFILE}")
    say(f"  salespack match {EXAMPLE_PROFILE} --explain")
    if imported is not None:
        for line in imported.next_steps():
            say(f"  {line}")
    return code


def _language(deck: Path) -> str:
    """The language a deck is in; empty where nothing tells. Raises UserFault when the deck cannot be read."""
    from salespack.importing.languages import language_of
    from salespack.powerpoint.designed.outline import read_deck

    return language_of(read_deck(deck).slides).code


class _Imported:
    """The import of a deck's slides into a new workspace, called with its folder, and told afterwards."""

    def __init__(self, deck: Path, language: str, progress: Progress) -> None:
        self._deck, self._language, self._progress = deck, language, progress
        self._report: Report | None = None

    def __call__(self, folder: Path) -> None:
        """Makes draft blocks of the slides."""
        from salespack.cli.workspace import load_library
        from salespack.importing.decks.decks import Request, import_decks
        from salespack.importing.decks.importer import Settings
        from salespack.importing.languages import declared_as
        from salespack.library.library import LIBRARY_FOLDER

        library = load_library(folder / LIBRARY_FOLDER)
        known = not self._language or declared_as(self._language, library.settings.languages)
        request = Request(
            files=(self._deck,), settings=Settings(today=today()), language=self._language or None,
            add_languages=() if known else (self._language,),
        )  # fmt: skip
        # A new library holds nothing that a slide could be a copy or a translation of: there is nothing to ask.
        self._report = import_decks(library, request, lambda _: False, self._progress)

    def tell(self) -> int:
        """Says what was made; 1 when there were problems, else 0."""
        report = self._report
        assert report is not None  # noqa: S101 - the workspace is made
        show_problems(report.problems)
        for one in report.decks:
            say(f"made {len(one.rows)} draft blocks of {one.file} ({self._language or 'language unknown'})")
            if one.topics:
                show_topics(one.topics)
        return 1 if report.problems else 0

    def next_steps(self) -> Iterator[str]:
        """What to type now, in the order in which it is worth while; each line says why."""
        report = self._report
        for one in report.decks if report is not None else ():
            if one.topics:
                stored = f"content_blocks/{one.stored}"
                yield f'salespack import deck "{stored}" --add-values     makes values of these words, to be weeded'
            yield "salespack library list --state draft     what came from your deck, to be looked through"
            yield f'salespack library approve --all-from "{Path(one.file).name}" --by NAME'
