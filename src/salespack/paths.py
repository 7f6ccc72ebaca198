"""Paths that people write: kept inside the folder they belong to, wherever links lead."""

from __future__ import annotations

import os
from pathlib import Path


def inside(root: Path, name: str | Path) -> Path | None:
    """`name` below `root`, as a path that a person would know; None when it, or a link on its way, leaves `root`.

    An absolute `name` is taken as it is. What it names need not exist.
    """
    path = root / name
    base, real = os.path.realpath(root), os.path.realpath(path)
    return path if real == base or real.startswith(base.rstrip(os.sep) + os.sep) else None


def is_text(name: str) -> bool:
    """Whether a file's name can be written down; one whose bytes are not UTF-8 cannot: Python holds lone surrogates."""
    return name.isascii() or not any("\ud800" <= character <= "\udfff" for character in name)
