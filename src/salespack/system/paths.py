"""Paths that people write, kept inside the folder they belong to, wherever links lead; names that any file can have."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

LONGEST_NAME = 80
# What Windows, macOS or a shared folder cannot have in a file's name, and what would show its ending turned round or
# is not seen at all. A tilde in front is how office programs name what they have open.
NOT_IN_NAMES = r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]'
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])(\..*)?\Z")


def inside(root: Path, name: str | Path) -> Path | None:
    """`name` below `root`, as a path that a person would know; None when it, or a link on its way, leaves `root`.

    An absolute `name` is taken as it is. What it names need not exist.
    """
    path = root / name
    base, real = os.path.realpath(root), os.path.realpath(path)
    return path if real == base or real.startswith(base.rstrip(os.sep) + os.sep) else None


def real_path(path: Path) -> Path:
    """The path that links lead to. One that goes in circles is a path like any other, and leads nowhere."""
    return Path(os.path.realpath(path))


def is_text(name: str) -> bool:
    """Whether a file's name can be written down; one whose bytes are not UTF-8 cannot: Python holds lone surrogates."""
    return name.isascii() or not any("\ud800" <= character <= "\udfff" for character in name)


def named_files(folder: Path, pattern: str = "*") -> list[Path]:
    """The files in a folder (`**/*`: below it) whose names are text, sorted; none where there is no such folder.

    Those with other names are left out everywhere, and told when a library is opened.
    """
    found = (path for path in folder.glob(pattern) if is_text(os.fspath(path.relative_to(folder))))
    return sorted(path for path in found if path.is_file())


def file_name(text: str) -> str:
    """`text` as part of a file name that every system can have and a customer may see."""
    cleaned = " ".join(re.sub(NOT_IN_NAMES, " ", unicodedata.normalize("NFC", text)).split()).strip(". ").lstrip("~. ")
    shortened = cleaned[:LONGEST_NAME].encode()[: 2 * LONGEST_NAME].decode(errors="ignore").strip(". ")
    return f"_{shortened}" if RESERVED.match(shortened) else shortened or "Customer"


def comparable(path: str) -> str:
    """A path as those systems compare it that hold large and small letters, and letters in pieces, for the same."""
    return unicodedata.normalize("NFC", path).casefold()
