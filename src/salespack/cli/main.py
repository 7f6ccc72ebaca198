"""The commands as Typer knows them: what it parses, helps with and proposes."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from salespack import __version__
from salespack.cli.commands import COMMANDS, loaded
from salespack.cli.deferred_typer import declared_to_typer


class Commands(TyperGroup):
    """Subcommands that are imported when they are asked for: building a deck does not pay for all the others.

    Typer brings Click's types along in its own way from version to version, so they are not named here.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands.update(dict.fromkeys(COMMANDS))  # type: ignore[arg-type]  # for “did you mean”, by name alone

    def list_commands(self, ctx: Any) -> list[str]:
        """All of them."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The one of that name."""
        return command_of(cmd_name) if cmd_name in COMMANDS else None


@cache
def command_of(name: str) -> Any:
    """The subcommand of that name as Typer has read it."""
    found = loaded(name)
    if isinstance(found, typer.Typer):
        _declare(found)
        group = get_command(found)
        group.name = name
        return group
    single = typer.Typer(add_completion=False)
    single.command(name)(declared_to_typer(found))
    return get_command(single)


def _declare(app: typer.Typer) -> None:
    """Gives Typer the declarations of an app's commands, and of those of its groups."""
    functions = [one.callback for one in (*app.registered_commands, app.registered_callback) if one is not None]
    for function in functions:
        if function is not None:
            declared_to_typer(function)
    for group in app.registered_groups:
        if group.typer_instance is not None:
            _declare(group.typer_instance)


app = typer.Typer(
    name="salespack",
    cls=Commands,
    help="Tailored sales decks and documents, assembled from a customer's value profile and approved blocks.",
    epilog="Begin with: salespack init DIR; then salespack new profile, and salespack build NAME. "
    "Exit codes: 0 done, 1 content problems, "
    "2 wrong usage, 3 no fit, 70 a bug of ours, 130 interrupted.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"salespack {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Options that stand before any command."""
