"""The `salespack` command: its subcommands, and the one place where faults become messages and exit codes."""

from __future__ import annotations

import errno
import gc
import sys
from functools import cache
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from salespack import __version__

COMMANDS = {
    "init": "salespack.cli.init:init",
    "build": "salespack.cli.build:build",
    "match": "salespack.cli.match:match",
    "check": "salespack.cli.check:check",
    "new": "salespack.cli.new:app",
    "list": "salespack.cli.list:list_names",
    "library": "salespack.cli.library.app:app",
    "import": "salespack.cli.import_:app",
    "brand": "salespack.cli.brand:app",
    "schema": "salespack.cli.schema:schema",
    "support": "salespack.cli.support:support",
}
"""The subcommands in the order of the help: a function, or an app with subcommands of its own."""


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
        return _loaded(cmd_name) if cmd_name in COMMANDS else None


@cache
def _loaded(name: str) -> Any:
    module, _, attribute = COMMANDS[name].partition(":")
    found = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        group = get_command(found)
        group.name = name
        return group
    single = typer.Typer(add_completion=False)
    single.command(name)(found)
    return get_command(single)


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


def run() -> None:
    """The entry point. A fault of ours leaves a log file and exit code 70; no traceback reaches a user."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has left
        sys.exit(1)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EIO, errno.EBADF):
            sys.exit(_bug(error))
        sys.stderr.write(f"the results cannot be written: {error.strerror}\n")
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - the last resort: everything expected is handled where it arises
        sys.exit(_bug(error))
    finally:
        gc.freeze()  # nothing is left to collect: the interpreter need not search everything once more at its end


def _bug(error: BaseException) -> int:
    from salespack.cli.bug_report import report_bug

    return report_bug(error)
