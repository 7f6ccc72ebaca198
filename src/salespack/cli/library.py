"""`salespack library`: what is in the library, what is missing, what is due."""

from __future__ import annotations

import typer

from salespack.cli import catalog

app = typer.Typer(help="Look into the library, and keep it true.", no_args_is_help=True)


@app.callback()
def library() -> None:
    """Look into the library, and keep it true."""


app.command()(catalog.catalog)
