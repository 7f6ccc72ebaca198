"""The process of a command: its streams and signals, and the one place where faults become exit codes."""

from __future__ import annotations

import errno
import signal
import sys
from typing import NoReturn

from salespack.cli.completion import asked_for
from salespack.cli.faults import INTERRUPTED
from salespack.cli.help_pages import keep, name_of_page
from salespack.cli.plain_calls import note, plain_call
from salespack.cli.terminal import Results, opened_streams
from salespack.problems.files import why

CANNOT_WRITE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.EBADF})
"""Faults of a disk or stream that nobody but its owner can mend."""
ENDING = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""What ends a command from outside, by name, as no system knows them all: a request, a terminal that is closed."""


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
        code = _code_of_command()
    except SystemExit as ended:
        results.flush()
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    results.flush()
    return code


def _code_of_command() -> int:
    """The exit code of a command that was called in a plain way; any other ends with its own."""
    arguments = sys.argv[1:]
    try:
        call = plain_call(arguments)
        if call is None:
            from salespack.cli.main import app
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; nothing was done\n")
        return INTERRUPTED
    if call is not None:
        try:
            return call()
        except BrokenPipeError:  # nobody reads any more what is to be said
            return 1
    try:
        app()
    except SystemExit:
        note(arguments)
        raise
    return 0


def _bug(error: BaseException) -> int:
    """The exit code of a fault of ours; a shell that asks what can be typed gets no word of it."""
    from salespack.cli.bug_report import report_bug

    return report_bug(error, told=not asked_for())
