"""`salespack library coverage`: what the library answers and what it lacks, as a heat map, CSV or JSON."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from salespack.cli import completion
from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.library.holes import show_tasks
from salespack.cli.options import DayOption, JsonOption, LibraryOption, ProfilesOption, day, profiles_folder, today
from salespack.cli.progress import READING, READING_PROFILES, ProgressLine
from salespack.cli.tables import say, show_table
from salespack.cli.terminal import write_data
from salespack.problems.problem import UsageFault

if TYPE_CHECKING:
    import datetime

    from salespack.curation.coverage.coverage import Cell, Coverage
    from salespack.library.library import Library

WHOLE = "all"
LISTED = 12
"""Blocks that a sentence names; the others are counted."""
SHADES = ((8, "#ffffff", "#14532d"), (4, "#ffffff", "#15803d"), (2, "#111827", "#4ade80"), (1, "#111827", "#bbf7d0"))
"""From how many strong blocks on, the colours of a cell: text and ground."""
WEAK, NONE = ("#111827", "#fde68a"), ("#ffffff", "#b91c1c")


@command
def coverage(
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            autocompletion=completion.words(
                "kind", "stage", "role", "industry", "language", "state", "lifecycle", "relationship", "all"
            ),
            metavar="DIMENSION",
            help="kind, stage, role, industry, language, state, lifecycle, relationship. "
            "Repeatable: the last makes the columns. “all”: every combination, for --csv.",
        ),
    ] = None,
    stage: Annotated[
        str | None,
        typer.Option(
            "--stage", metavar="ID", autocompletion=completion.stages, help="Only blocks that suit this stage."
        ),
    ] = None,
    role: Annotated[
        str | None,
        typer.Option("--role", metavar="ID", autocompletion=completion.roles, help="Only blocks that suit this role."),
    ] = None,
    industry: Annotated[
        str | None,
        typer.Option("--industry", metavar="ID", autocompletion=completion.industries, help="… this industry."),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option("--language", metavar="CODE", autocompletion=completion.languages, help="… in this language."),
    ] = None,
    state: Annotated[
        str | None, typer.Option("--state", autocompletion=completion.ratings, help="… this state of the relationship.")
    ] = None,
    on: DayOption = None,
    from_refusals: Annotated[
        bool, typer.Option("--from-refusals", help="Count what builds were refused for, too.")
    ] = False,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where builds record refusals.")] = Path("out"),
    top: Annotated[int, typer.Option("--top", min=0, help="How many of the things to write are listed.")] = 10,
    to: Annotated[
        str | None, typer.Option("--csv", metavar="FILE", help="Write the cells as CSV to a file, or to stdout with -.")
    ] = None,
    profiles: ProfilesOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show how well the library answers each value, and which block to write next.

    A cell says how many blocks may be used and how strong the best is: 9·5. A hole is a place in a customer's pack, for
    one of their top values, that no block can take. Holes are ranked by the customers' opportunity scores, and by
    customer.revenue where profiles have it; optional slots count half. With --on DATE all is judged for that day.

    Examples:

      salespack library coverage --by stage

      salespack library coverage --by role --language fi --from-refusals

      salespack library coverage --on 2027-03-01

      salespack library coverage --by all --csv coverage.csv
    """
    from salespack.cli.workspace import load_library
    from salespack.curation.coverage.coverage import CUBE, coverage_of
    from salespack.curation.coverage.customers import Customers
    from salespack.curation.coverage.gaps import holes_of
    from salespack.ledger.refusals import read_refusals
    from salespack.system.cache import cache_folder

    asked = day(on)
    judged = asked or today()
    if by and WHOLE in by and (len(by) > 1 or not (to or as_json)):
        raise UsageFault.of("SP801", "--by all is every combination: no table", "add --csv FILE, or name dimensions")
    dimensions = CUBE if by and WHOLE in by else tuple(dict.fromkeys(by or ("kind",)))
    named = {"stage": stage, "role": role, "industry": industry, "language": language, "state": state}
    where = {name: word for name, word in named.items() if word is not None}
    with ProgressLine(READING) as progress:
        opened = load_library(library)
        found = coverage_of(opened, judged, dimensions, where)
    if to is not None:
        _write_csv(found, to)
        if to == "-":
            return 0
    with ProgressLine(READING_PROFILES) as progress:
        customers = Customers(opened, profiles_folder(profiles, opened.root), today(), on=asked, cache=cache_folder())
        refusals, problems = read_refusals(out) if from_refusals else ((), ())
        holes = holes_of(opened, customers, refusals, progress)
    show_problems((*customers.problems, *problems))
    if as_json:
        from salespack.cli.json import say_json

        say_json({
            "on": judged, "by": found.by, "where": found.where, "profiles": len(customers.known),
            "cells": [
                {"value": key[0], **dict(zip(found.by, key[1:], strict=True)), "blocks": cell.blocks,
                 "strong": cell.strong, "best": cell.best}
                for key, cell in found.cells.items()
            ],
            "holes": holes,
            "changes": _changes(opened, judged),
        })  # fmt: skip
        return 0
    if to is not None:
        say(f"wrote {to}: {len(found.cells):,} cells")
    else:
        _show_map(found)
    if asked is not None and asked != today():
        _show_changes(opened, asked)
    show_tasks(opened, customers, holes, top)
    return 0


def _show_map(found: Coverage) -> None:
    columns = found.words[-1] if found.words else ("",)
    rows = list(product(found.values, *found.words[:-1]))
    where = "".join(f", {name} {word}" for name, word in found.where.items())
    say(f"Coverage on {found.on.isoformat()} by {', '.join(found.by)}{where}; blocks·best strength (1–5)", strong=True)
    cells = [[found.cells[(*row, column)] for column in columns] for row in rows]
    headings = ("value", *found.by[:-1], *columns)
    if sys.stdout.isatty():
        _show_coloured(headings, rows, cells)
        return
    texts = [(*row, *(_figures(cell) for cell in line)) for row, line in zip(rows, cells, strict=True)]
    show_table(headings, texts, right=range(len(found.by), len(headings)))
    say()


def _figures(cell: Cell) -> str:
    return f"{cell.blocks}·{cell.best}" if cell.blocks else "–"


def _show_coloured(headings: Sequence[str], rows: Sequence[Sequence[str]], cells: Sequence[Sequence[Cell]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold cyan", padding=(0, 1))
    for number, heading in enumerate(headings):
        first = number < len(rows[0]) if rows else True
        table.add_column(heading, justify="left" if first else "center", overflow="fold", no_wrap=first)
    for row, line in zip(rows, cells, strict=True):
        table.add_row(*map(Text, row), *(Text(_figures(cell), style=_style(cell)) for cell in line))
    console = Console()
    console.print(table)
    marks = [
        (NONE, "none"),
        (WEAK, "too weak for a slot"),
        *((shade[1:], f"{shade[0]}+ strong") for shade in SHADES[::-1]),
    ]
    console.print(Text("  ").join(Text(f" {words} ", style=f"{ink} on {ground}") for (ink, ground), words in marks))
    console.print()


def _style(cell: Cell) -> str:
    if not cell.blocks:
        ink, ground = NONE
    elif not cell.strong:
        ink, ground = WEAK
    else:
        ink, ground = next((ink, ground) for least, ink, ground in SHADES if cell.strong >= least)
    return f"{ink} on {ground}"


def _changes(opened: Library, judged: datetime.date) -> dict[str, list[str]]:
    """The blocks that are usable today and not on the day, and the other way round."""
    from salespack.curation.coverage.coverage import usable_blocks

    now = {block.id for block in usable_blocks(opened, today())}
    then = {block.id for block in usable_blocks(opened, judged)}
    return {"gone": sorted(now - then), "new": sorted(then - now)}


def _show_changes(opened: Library, judged: datetime.date) -> None:
    changes = _changes(opened, judged)
    for key, words in (("gone", "can no longer be used then"), ("new", "can be used only then")):
        names = changes[key]
        listed = ", ".join(names[:LISTED]) + (f" and {len(names) - LISTED} more" if len(names) > LISTED else "")
        say(f"{len(names)} blocks {words}{': ' if names else ''}{listed}")
    say()


def _write_csv(found: Coverage, to: str) -> None:
    from salespack.curation.formulas import csv_cell

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("value", *found.by, "blocks", "strong", "best"))
    for key, cell in found.cells.items():
        writer.writerow(map(csv_cell, (*key, cell.blocks, cell.strong, cell.best)))
    if to == "-":
        write_data(text.getvalue())
        return
    from salespack.system.files import put

    put(Path(to), text.getvalue().encode(), folders=False, code="SP803")
