"""The `salespack` command: its subcommands, and the one place where faults become messages and exit codes."""

from __future__ import annotations

import errno
import signal
import sys
from functools import cache
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup
from typer.main import get_command

from salespack import __version__
from salespack.cli.completion import asked_for
from salespack.cli.help_pages import keep, name_of_page
from salespack.cli.terminal import Results, opened_streams
from salespack.problems.files import why

COMMANDS = {
    "init": "salespack.cli.init:init",
    "build": "salespack.cli.build:build",
    "match": "salespack.cli.match:match",
    "pdf": "salespack.cli.pdf:pdf",
    "accounts": "salespack.cli.accounts:accounts",
    "check": "salespack.cli.check:check",
    "inspect": "salespack.cli.inspect:inspect",
    "audit": "salespack.cli.inspect:audit",
    "handout": "salespack.cli.handout:handout",
    "diff": "salespack.cli.diff:diff",
    "erase": "salespack.cli.erase:erase",
    "new": "salespack.cli.new:app",
    "list": "salespack.cli.list:list_names",
    "library": "salespack.cli.library.app:app",
    "import": "salespack.cli.import_:app",
    "export": "salespack.cli.export:app",
    "brand": "salespack.cli.brand:app",
    "schema": "salespack.cli.schema:schema",
    "support": "salespack.cli.support:support",
}
"""The subcommands in the order of the help: a function, or an app with subcommands of its own."""


CANNOT_WRITE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.EBADF})
"""Faults of a disk or stream that nobody but its owner can mend."""


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


ENDING = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""What ends a command from outside, by name, as no system knows them all: a request, a terminal that is closed."""


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
    results = opened_streams()
    for name in ENDING:
        if number := getattr(signal, name, None):
            signal.signal(number, _end)
    try:
        page = name_of_page(sys.argv[1:])
        results.record = [] if page is not None else None
        code = _run(results)
        if page is not None and results.record and not code:
            keep(page, "".join(results.record))
        if results.missed:
            sys.stderr.write(
                "standard output is closed: the results were not shown; files that were written are there\n"
            )
            code = code or 1
        sys.exit(code)
    except OSError as error:
        if error.errno not in CANNOT_WRITE:
            sys.exit(_bug(error))
        named = error.filename2 or error.filename  # of a copy, the file that it was to be
        what = f"{named} cannot be written" if named else "the results cannot be written"
        sys.stderr.write(f"{what}: {why(error)}; make room and say the command again\n")
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - the last resort: everything expected is handled where it arises
        sys.exit(_bug(error))


def _end(number: int, _: object) -> NoReturn:
    """Ends as after a fault, so that nothing is left half done or lying about, with the exit code shells expect."""
    raise SystemExit(128 + number)


def _run(results: Results) -> int:
    """The exit code of the command, once all of its results are written."""
    try:
        app()
    except SystemExit as ended:
        results.flush()
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    results.flush()
    return 0


def _bug(error: BaseException) -> int:
    """The exit code of a fault of ours; a shell that asks what can be typed gets no word of it."""
    from salespack.cli.bug_report import report_bug

    return report_bug(error, told=not asked_for())
