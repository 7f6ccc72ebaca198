"""`salespack diff`: what differs between two decks."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import JsonOption
from salespack.cli.tables import say
from salespack.problems.problem import UserFault


class Format(StrEnum):
    """How the differences are written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


@command
def diff(
    before: Annotated[Path, typer.Argument(metavar="A.pptx", help="A deck.")],
    after: Annotated[Path, typer.Argument(metavar="B.pptx", help="The deck that it is compared with.")],
    form: Annotated[
        Format, typer.Option("--format", help="As text, as JSON, or as Markdown for a pull request.")
    ] = Format.TEXT,
    as_json: JsonOption = False,
) -> int:
    """Say what differs between two decks, slide by slide and shape by shape.

    Any two decks, not only those that were built here. Texts, figures, cells, pictures, places and looks are compared
    as a reader sees them: how a program stores them, and what it rewrites when it saves a deck, is no difference.

    Exit codes: 0 the same, 1 different, 2 one cannot be read.

    Examples:

      salespack diff "Acme - Proposal.pptx" "Acme - Proposal (2).pptx"

      salespack diff old.pptx new.pptx --format markdown
    """
    from salespack.ooxml.reading import read_package
    from salespack.revisions.deck_diff import deck_diff
    from salespack.revisions.diff_reports import as_markdown, as_text

    try:
        found = deck_diff(read_package(before), read_package(after))
    except UserFault as fault:
        show_problems(fault.problems)
        return 2
    if as_json or form is Format.JSON:
        from salespack.cli.json import say_json

        say_json(found)
    elif form is Format.MARKDOWN:
        from salespack.cli.terminal import write_data

        write_data("\n".join(as_markdown(found)) + "\n")
    else:
        say(found.said, strong=True)
        for line in as_text(found):
            say(line)
    return 0 if found.is_same else 1
