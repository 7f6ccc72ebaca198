"""The `salespack` command: its subcommands, and the one place where faults become messages and exit codes."""

from __future__ import annotations

import errno
import gc
import sys
from typing import Annotated

import typer

from salespack import __version__
from salespack.cli import brand, build, check, import_, init, library, match, new, schema

app = typer.Typer(
    name="salespack",
    help="Tailored sales decks and documents, assembled from a customer's value profile and approved blocks.",
    epilog="Begin with: salespack init DIR; then salespack new profile, and salespack build NAME. "
    "Exit codes: 0 done, 1 content problems, "
    "2 wrong usage, 3 no fit, 70 a bug of ours, 130 interrupted.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(init.init)
app.command()(build.build)
app.command()(match.match)
app.command()(check.check)
app.add_typer(new.app, name="new")
app.add_typer(library.app, name="library")
app.add_typer(import_.app, name="import")
app.add_typer(brand.app, name="brand")
app.command()(schema.schema)


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
    from salespack.cli.bug import report_bug

    return report_bug(error)
