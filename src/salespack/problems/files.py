"""Files that people name: opened only when they are files, and known by what they hold where they are something else.

A pipe, a socket or a device could make us wait for ever.
"""

from __future__ import annotations

import errno
import io
import stat
from collections.abc import Iterable
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


def not_read(error: OSError) -> str:
    """Why a file or folder cannot be read, as what is said of it: is not there; cannot be read: …"""
    if error.errno in NO_FILE:
        return NO_FILE[error.errno]
    return f"cannot be read: {why(error)}"


def why(error: OSError) -> str:
    """What the system says of a file, in words for who named it."""
    return REASONS.get(error.errno or 0) or error.strerror or str(error)


NO_FILE = {errno.ENOENT: "is not there", errno.EISDIR: "is a folder, not a file", errno.ENOTDIR: "is not there"}
REASONS = {
    errno.EACCES: "you may not open it, or a program keeps it open",
    errno.EBUSY: "a program keeps it open",
    errno.EFBIG: "it would be larger than files may be",
    errno.EIO: "the disk has a fault",
    errno.EISDIR: "it is a folder, not a file",
    errno.ELOOP: "links lead in a circle",
    errno.EMFILE: "too many files are open",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ENFILE: "too many files are open",
    errno.ENOENT: "it is not there",
    errno.ENOSPC: "the disk is full",
    errno.ENOTDIR: "a file stands where its folder should be",
    errno.EPERM: "you may not open it, or a program keeps it open",
    errno.EROFS: "the disk can only be read",
    errno.EDQUOT: "the disk is full, or your share of it",
}

LFS_POINTER = b"version https://git-lfs.github.com/spec/"
COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How Office files of before 2007 begin, and those of today with a password."""
PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
INSTEAD = "give the file that it was made from"


def known_by(beginning: bytes) -> tuple[str, str] | None:
    """What a file is by how it begins, where it is none that we read, and what to do; None where that does not tell."""
    text = beginning.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith(LFS_POINTER):
        return "is a Git LFS pointer, not the file itself", "run `git lfs install` once, then `git lfs pull`"
    if text.startswith((b"<!doctype html", b"<html")):
        return "is a web page, often a sign-in page that was saved instead of the file", "download it again, signed in"
    if beginning.startswith(b"%PDF-"):
        return "is a PDF", INSTEAD
    if beginning.startswith(PICTURES):
        return "is a picture", INSTEAD
    if text.startswith(b"<svg") or (text.startswith(b"<?xml") and b"<svg" in text):
        return "is a drawing in SVG", INSTEAD
    return None


def zip_known_by(names: Iterable[str]) -> str:
    """What a zip is by the names of what it holds."""
    folders = {name.partition("/")[0] for name in names}
    for folder, kind in (("ppt", "a PowerPoint file"), ("word", "a Word document"), ("xl", "an Excel workbook")):
        if folder in folders:
            return f"is {kind}"
    if {"mimetype", "content.xml"} <= folders:
        return "is a file of LibreOffice (OpenDocument)"
    return "is a file of Keynote, Pages or Numbers" if "Index" in folders else "is a zip file"


def other_format(content: bytes) -> tuple[str, str] | None:
    """What a file's content is where it is not the text, workbook or picture that was expected, and what to do."""
    if not content:
        return "is empty", "fetch the file again from where it came"
    if known := known_by(content[:512]):
        return known
    if content.startswith(COMPOUND_FILE):
        return "is an Office file of before 2007, or one with a password", INSTEAD
    if content.startswith(b"PK\3\4"):
        from zipfile import BadZipFile, ZipFile

        try:
            with ZipFile(io.BytesIO(content)) as archive:
                return zip_known_by(archive.namelist()), INSTEAD
        except (BadZipFile, ValueError, NotImplementedError):
            return "is a damaged zip or Office file", "fetch the file again from where it came"
    return None
