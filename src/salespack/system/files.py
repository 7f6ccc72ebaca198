"""Writing single files that people ask for: each whole or not at all, through a transaction."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from salespack.problems.files import file_content
from salespack.problems.problem import Place, UserFault, shown_path
from salespack.system.transactions import write_file

HINT = "name a folder that you may write to, on a disk with room, and close the file where it is open"


def put(
    path: Path,
    content: bytes,
    within: Path | None = None,
    *,
    folders: bool = True,
    code: str = "SP702",
    what: str = "",
    hint: str = HINT,
) -> None:
    """Writes a file, whole or not at all; the `folders` it needs too, if wanted. Raises UserFault with `code`.

    `within` is the folder around it that is opened as a whole, such as the library. `what` is named in the message
    where the file's own name says little to a person.
    """
    try:
        if not folders and not path.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        write_file(path, content, within)
    except OSError as error:
        raise not_written(path, error, code=code, what=what, hint=hint) from None


def has_content(path: Path, content: bytes) -> bool:
    """Whether a file is there that holds just this."""
    try:
        return path.stat().st_size == len(content) and file_content(path) == content
    except OSError:
        return False


def not_written(path: Path, error: OSError, *, code: str = "SP702", what: str = "", hint: str = HINT) -> UserFault:
    """The fault that a file cannot be written."""
    message = f"{what} cannot be written: {error.strerror or error}".strip()
    return UserFault.of(code, message, hint, Place(shown_path(path)))
