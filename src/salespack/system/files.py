"""Writing single files that people ask for: each whole or not at all, through a transaction."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from salespack.problems.files import file_content, why
from salespack.problems.problem import Place, UserFault, shown_path
from salespack.system.transactions import STAGING, write_file

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


def not_written(
    path: Path, error: OSError, *, code: str = "SP702", what: str = "", hint: str = HINT, then: str = ""
) -> UserFault:
    """The fault that a file, or something in the folder `path`, cannot be written; `then` says what that means.

    What stands in the way is named as a person knows it: never a file that is staged, but the folder that is missing,
    or the file that stands where one should be. Its code is SP701 where the disk is full.
    """
    named = Path(os.fsdecode(error.filename)) if error.filename else path
    if STAGING in named.parts:
        named = Path(*named.parts[: named.parts.index(STAGING)])
    there = next((one for one in (named, *named.parents) if one.exists()), named)
    reason = why(error)
    if error.errno in (errno.ENOTDIR, errno.EEXIST, errno.ENOENT) and there.is_file():
        named, reason = there, "it is a file, not a folder"
    elif error.errno == errno.ENOENT and there not in (named, named.parent):
        named, reason = named.parent, "there is no such folder"
    elif error.errno in (errno.EACCES, errno.EPERM, errno.ENOENT) and there.is_dir():
        named, reason = there, "you may not write there"
    code = "SP701" if error.errno in (errno.ENOSPC, errno.EDQUOT) else code
    return UserFault.of(code, f"{what} cannot be written: {reason}{then}".strip(), hint, Place(shown_path(named)))
