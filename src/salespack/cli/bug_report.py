"""What happens when we are at fault: the details go to a log file, and the user is told where it is."""

from __future__ import annotations

import datetime
import os
import platform
import sys
import tempfile
import traceback
from pathlib import Path

from salespack import __version__
from salespack.system.cache import cache_folder

BUG = 70
"""EX_SOFTWARE of sysexits.h."""


def report_bug(error: BaseException) -> int:
    """Writes the log, tells the user, and gives the exit code."""
    now = datetime.datetime.now(datetime.UTC)
    folder = cache_folder() or Path(tempfile.gettempdir())
    log = folder / f"bug-{now:%Y%m%d-%H%M%S}-{os.getpid()}.log"
    details = "".join(traceback.format_exception(error))
    try:
        log.write_text(
            f"salespack {__version__}, Python {platform.python_version()}, {platform.platform()}\n{details}", "utf-8"
        )
        where = f"The details are in {log}; please send us that file."
    except OSError:
        where = f"{type(error).__name__}: {error}"
    sys.stderr.write(f"salespack has a bug and stopped; your files are as they were. {where}\n")
    return BUG
