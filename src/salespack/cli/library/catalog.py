"""`salespack library catalog`: the library as a page that people would rather look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from salespack.cli import deferred_typer as typer
from salespack.cli.faults import command, show_problems
from salespack.cli.options import DayOption, JsonOption, LibraryOption, day, today
from salespack.cli.progress import READING, ProgressLine
from salespack.cli.tables import say
from salespack.problems.problem import shown_path

if TYPE_CHECKING:
    from salespack.catalog.site import CatalogReport

MEGABYTE = 1_000_000


@command
def catalog(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write: new, empty, or a catalog.")],
    pictures: Annotated[
        bool, typer.Option("--pictures/--no-pictures", help="Draw the slides that are new; else show words instead.")
    ] = True,
    on: DayOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Write the library as a folder of web pages: pictures of every slide, search, filters, coverage, values, packs.

    It opens from disk, needs no server and no network, and holds no customer's data. It is meant for your own people:
    remarks for the seller are in it. A second run draws only what changed.

    Examples:

      salespack library catalog catalog/

      salespack library catalog catalog/ --on 2027-01-01 --no-pictures
    """
    from salespack.catalog.site import CatalogRequest, write_catalog
    from salespack.cli.workspace import find_library
    from salespack.system.cache import cache_folder

    request = CatalogRequest(
        library=find_library(library), folder=folder, on=day(on) or today(), cache=cache_folder(), pictures=pictures
    )
    with ProgressLine(READING) as progress:
        report = write_catalog(request, progress)
    show_problems(report.problems)
    if as_json:
        from salespack.cli.json import say_json

        say_json(report)
    else:
        _show(report)
    return 0


def _show(report: CatalogReport) -> None:
    say(f"wrote {shown_path(report.page)}", strong=True)
    say(
        f"{report.blocks:,} blocks, {report.texts:,} texts, {report.slides:,} slides ({report.drawn:,} drawn now), "
        f"{report.size / MEGABYTE:.1f} MB"
    )
