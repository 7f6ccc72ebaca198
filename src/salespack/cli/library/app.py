"""`salespack library`: what is in the library, what is missing, what is due."""

from __future__ import annotations

from salespack.cli import deferred_typer as typer
from salespack.cli.library import benchmark as library_benchmark
from salespack.cli.library import catalog
from salespack.cli.library import coverage as library_coverage
from salespack.cli.library import duplicates as library_duplicates
from salespack.cli.library import forms as library_forms
from salespack.cli.library import holes as library_holes
from salespack.cli.library import list as library_list
from salespack.cli.library import news as library_news
from salespack.cli.library import review as library_review
from salespack.cli.library import sheet as library_sheet
from salespack.cli.library import show as library_show
from salespack.cli.library import whitespace as library_whitespace

app = typer.Typer(help="Look into the library, and keep it true.", no_args_is_help=True)


@app.callback()
def library() -> None:
    """Look into the library, and keep it true."""


app.command(name="list")(library_list.list_blocks)
app.command()(library_show.show)
app.command()(library_coverage.coverage)
app.command()(library_holes.holes)
app.command()(library_news.news)
app.command()(library_review.review)
app.command()(library_review.approve)
app.command()(library_review.retire)
app.command(name="export")(library_sheet.export_sheet)
app.command(name="import")(library_sheet.import_sheet)
app.command()(library_duplicates.duplicates)
app.command()(library_forms.forms)
app.command()(library_benchmark.benchmark)
app.command()(library_whitespace.whitespace)
app.command()(catalog.catalog)
