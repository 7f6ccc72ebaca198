"""The user's cache folder: what was compiled once and can always be made again. A cache that cannot be written is only slower."""

from __future__ import annotations

import os
import stat
from pathlib import Path

CACHE_VARIABLE = "SALESPACK_CACHE"


def cache_folder() -> Path | None:
    """The user's own cache folder ($SALESPACK_CACHE, else the system's), or None where others could write to it.

    Compiled templates are code; they are only ever read from a folder that nobody else can write to.
    """
    if named := os.environ.get(CACHE_VARIABLE):
        folder = Path(named)
    else:
        from platformdirs import user_cache_path

        folder = user_cache_path("salespack", appauthor=False)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError:
        return None
    if os.name == "posix" and (status.st_uid != os.getuid() or stat.S_IMODE(status.st_mode) & 0o022):
        return None
    return folder if os.access(folder, os.W_OK) else None


def read_cached(cache: Path | None, name: str) -> bytes | None:
    """What was kept under `name`, a path below the cache folder."""
    if cache is None:
        return None
    try:
        return (cache / name).read_bytes()
    except OSError:
        return None


def write_cached(cache: Path | None, name: str, content: bytes) -> None:
    """Keeps `content` under `name`, whole or not at all."""
    if cache is None:
        return
    place = cache / name
    temporary = place.with_name(f"{place.name}.{os.getpid()}.tmp")
    try:
        place.parent.mkdir(mode=0o700, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(place)
    except OSError:
        temporary.unlink(missing_ok=True)
