"""What happens when we are at fault: the details go to a log file, and the user is told where it is."""

from __future__ import annotations

import datetime
import sys

from salespack.support.bug_logs import write_log

BUG = 70
"""EX_SOFTWARE of sysexits.h."""


def report_bug(error: BaseException, *, told: bool = True, what: str = "stopped; your files are as they were") -> int:
    """Writes the log, tells the user `what` that means, unless not `told`, and gives the exit code."""
    try:
        log = write_log(error, datetime.datetime.now(datetime.UTC))
        where = f"The details are in {log}; `salespack support` puts what may be sent of it into a file."
    except OSError:
        where = f"{type(error).__name__}: {error}"
    if told:
        sys.stderr.write(f"salespack has a bug and {what}. {where}\n")
    return BUG
