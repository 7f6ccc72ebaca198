"""The log that a bug of ours leaves: first what may be sent to others, then all of it."""

from __future__ import annotations

import datetime
import os
import platform
import sysconfig
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path

from salespack import __version__
from salespack.system.cache import cache_folder

TO_SEND = "== Where it stopped: this part goes into a support bundle =="
TO_KEEP = "== All of it: this part stays with you, for it may quote what you wrote =="
MOST_CAUSES = 10
OURS = Path(__file__).parent.parent
ELSEWHERE = "(a template, or another file)"


def write_log(error: BaseException, now: datetime.datetime) -> Path:
    """Writes what is known of `error` into a new log. Raises OSError."""
    log = logs_folder() / f"bug-{now:%Y%m%d-%H%M%S}-{os.getpid()}.log"
    head = f"salespack {__version__}, Python {platform.python_version()}, {platform.platform()}"
    details = "".join(traceback.format_exception(error))
    log.write_text("\n".join((TO_SEND, head, *_without_texts(error), TO_KEEP, details)), "utf-8", errors="replace")
    return log


def logs_folder() -> Path:
    """Where logs are: the user's cache folder, else the system's folder for temporary files."""
    return cache_folder() or Path(tempfile.gettempdir())


def logs() -> list[Path]:
    """All logs that are there, oldest first."""
    return sorted(logs_folder().glob("bug-*.log"))


def part_to_send(log: Path) -> str | None:
    """The part of a log that may be sent; None where it has none or cannot be read.

    It comes first and is ours to the letter, so nothing that a message says can end it elsewhere.
    """
    try:
        text = log.read_text("utf-8", errors="replace")
    except OSError:
        return None
    first, found, _ = text.partition(f"\n{TO_KEEP}\n")
    return first.removeprefix(f"{TO_SEND}\n") + "\n" if found and first.startswith(f"{TO_SEND}\n") else None


def _without_texts(error: BaseException) -> Iterator[str]:
    """The fault and its causes: their types and where in the code they arose. Messages may quote people's files."""
    cause: BaseException | None = error
    for number in range(MOST_CAUSES):
        if cause is None:
            return
        kind = type(cause)
        yield f"{'caused by ' if number else ''}{kind.__module__}.{kind.__qualname__}"
        for frame, line in traceback.walk_tb(cause.__traceback__):
            where = _code_file(frame.f_code.co_filename)
            yield f"  {where}:{line} in {frame.f_code.co_name}" if where else f"  {ELSEWHERE}"
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def _code_file(name: str) -> str | None:
    """A file of ours, of a package or of Python's library, without the folders above it; None for any other."""
    file = Path(name)
    roots = (OURS.parent, *(Path(sysconfig.get_path(one)) for one in ("purelib", "platlib", "stdlib")))
    return next((file.relative_to(root).as_posix() for root in roots if file.is_relative_to(root)), None)
