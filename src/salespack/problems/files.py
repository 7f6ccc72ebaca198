"""Opening what people name as a file: only when it is one. A pipe, a socket or a device could make us wait for ever."""

from __future__ import annotations

import errno
import stat
from pathlib import Path
from typing import BinaryIO


def open_file(path: str | Path) -> BinaryIO:
    """The file, open for reading. Raises OSError, also for what is no file."""
    mode = Path(path).stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, "it is no file, but a pipe, a socket or a device", str(path))
    return open(path, "rb")  # noqa: PTH123 - the caller closes it


def file_content(path: str | Path) -> bytes:
    """What a file holds. Raises OSError, also for what is no file."""
    with open_file(path) as file:
        return file.read()
