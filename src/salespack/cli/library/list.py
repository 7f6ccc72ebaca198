"""`salespack library list`: the blocks that meet conditions, as a table."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command
from salespack.cli.options import JsonOption, LibraryOption, day
from salespack.cli.tables import show_table
from salespack.problems.problem import UsageFault

if TYPE_CHECKING:
    from salespack.library.blocks import Block

Words = list[str] | None


@command
def list_blocks(
    text: Annotated[
        Words,
        typer.Argument(
            metavar="[TEXT]...",
            help="Words in ids, titles, texts, tags, values, owners, sources, or that signal a value.",
        ),
    ] = None,
    kind: Annotated[
        Words,
        typer.Option(
            "--kind", autocompletion=completion.kinds, help="Blocks of this kind. Options are repeatable: one suffices."
        ),
    ] = None,
    value: Annotated[
        Words, typer.Option("--value", metavar="ID", autocompletion=completion.values, help="That speak to this value.")
    ] = None,
    stage: Annotated[
        Words, typer.Option("--stage", metavar="ID", autocompletion=completion.stages, help="That suit this stage.")
    ] = None,
    role: Annotated[
        Words, typer.Option("--role", metavar="ID", autocompletion=completion.roles, help="That suit this role.")
    ] = None,
    industry: Annotated[
        Words,
        typer.Option("--industry", metavar="ID", autocompletion=completion.industries, help="That suit this industry."),
    ] = None,
    lifecycle: Annotated[
        Words,
        typer.Option(
            "--lifecycle", autocompletion=completion.lifecycles, help="That suit this stage of the relationship."
        ),
    ] = None,
    language: Annotated[
        Words,
        typer.Option(
            "--language", metavar="CODE", autocompletion=completion.languages, help="That are written in this language."
        ),
    ] = None,
    state: Annotated[
        Words,
        typer.Option(
            "--state",
            autocompletion=completion.states,
            help="approved, draft, retired, broken; or that suit at-risk, passive, …",
        ),
    ] = None,
    owner: Annotated[
        Words, typer.Option("--owner", metavar="NAME", autocompletion=completion.owners, help="Of this owner.")
    ] = None,
    tag: Annotated[
        Words, typer.Option("--tag", metavar="TAG", autocompletion=completion.tags, help="With this tag.")
    ] = None,
    expires_before: Annotated[
        str | None, typer.Option("--expires-before", metavar="DATE", help="Whose last day is before this.")
    ] = None,
    where: Annotated[
        Words,
        typer.Option("--where", metavar="KEY=VALUE", help="With any field: about.industry=retail, owner= (none)."),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option("--columns", metavar="A,B,…", help="Such as id,owner,title,file; a wrong name lists all."),
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """List the blocks that meet all conditions. Blocks that cannot be read are listed as broken.

    Examples:

      salespack library list --value fewer-outages --kind experience --language fi

      salespack library list --state draft --columns id,owner,title,file

      salespack library list outage --where about.industry=retail --expires-before 2027-01-01
    """
    from salespack.cli.workspace import load_library
    from salespack.curation.coverage.coverage import words_of
    from salespack.curation.finding import Query
    from salespack.curation.listing import COLUMNS
    from salespack.library.blocks import KINDS

    chosen = _columns(columns)
    opened = load_library(library)
    query = Query(opened)
    query.suiting("kind", kind or (), KINDS)
    for dimension, words in (
        ("stage", stage), ("role", role), ("industry", industry), ("lifecycle", lifecycle), ("language", language),
    ):  # fmt: skip
        query.suiting(dimension, words or (), words_of(opened, dimension))
    query.values(value or ())
    query.states(state or ())
    query.equal("owner", owner or ())
    query.tagged(tag or ())
    query.expiring(day(expires_before, "--expires-before"))
    query.where(where or ())
    query.mentioning(text or ())
    found = query.blocks()
    if as_json:
        from salespack.cli.json import say_json

        say_json([_json_of(block) for block in found])
        return 0
    if found:
        show_table(chosen, [[COLUMNS[name](block) for name in chosen] for block in found])
    sys.stderr.write(f"{len(found):,} of {len(opened.blocks):,} blocks\n")
    return 0


def _json_of(block: Block) -> dict[str, object]:
    from salespack.curation.finding import fields_of, state_of

    return {**fields_of(block), "state": state_of(block), "problems": [str(problem) for problem in block.problems]}


def _columns(text: str | None) -> Sequence[str]:
    from salespack.curation.listing import COLUMNS, USUAL

    if text is None:
        return USUAL
    chosen = [part.strip() for part in text.split(",") if part.strip()]
    for name in chosen:
        if name not in COLUMNS:
            raise UsageFault.of("SP801", f"there is no column “{name}”", f"there are {', '.join(COLUMNS)}")
    return chosen or USUAL
