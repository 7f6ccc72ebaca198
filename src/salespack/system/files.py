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
    named: Path | None = None,
) -> None:
    """Writes a file, whole or not at all; the `folders` it needs too, if wanted. Raises UserFault with `code`.

    `within` is the folder around it that is opened as a whole, such as the library. `what` is named in the message
    where the file's own name says little to a person, and `named` is the place where it is not the file.
    """
    try:
        if not folders and not path.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        if is_open(path):
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(path))
        write_file(path, content, within)
    except OSError as error:
        if named is not None:
            error.filename = None
        raise not_written(named or path, error, code=code, what=what, hint=hint) from None


def is_open(path: Path) -> bool:
    """Whether an office program has a file open: it then has its own file beside it, that says who it is."""
    # PowerPoint's is ~$deck.pptx (of long names the first two letters are cut), LibreOffice's .~lock.deck.pptx#.
    locks = (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#")
    return any((path.parent / lock).exists() for lock in locks)


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
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        code, hint = "SP701", "free some space, or name a folder on another disk"
    elif error.errno == errno.EBUSY:
        hint = "close it there"
    return UserFault.of(code, f"{what} cannot be written: {reason}{then}".strip(), hint, Place(shown_path(named)))
