"""The user's cache folder: what can always be made again. A cache that cannot be written is only slower."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import msgspec

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


class Memory:
    """Small results that take work to make, by a text that names them; with a cache folder, across processes.

    Values are what MessagePack holds: text, figures, lists. When it has grown beyond `most` entries it starts anew.
    """

    def __init__(self, most: int = 5_000) -> None:
        self._most = most
        self._known: dict[str, Any] = {}
        self._place: tuple[Path, str] | None = None
        self._grown = False

    def open(self, cache: Path | None, name: str) -> None:
        """Remembers across processes, under `name` in the cache folder."""
        if cache is None or self._place == (cache, name):
            return
        self._place = cache, name
        try:
            known = msgspec.msgpack.decode(read_cached(cache, name) or b"\x80", type=dict[str, Any])
        except msgspec.DecodeError:
            known = {}
        self._known = known | self._known

    def get(self, key: str) -> Any:
        """What is remembered under `key`, or None."""
        return self._known.get(key)

    def put(self, key: str, value: Any) -> None:
        """Remembers `value`."""
        if len(self._known) >= self._most:
            self._known.clear()
        self._known[key] = value
        self._grown = True

    def save(self) -> None:
        """Writes what was learnt since it was opened."""
        if self._grown and self._place is not None:
            write_cached(*self._place, msgspec.msgpack.encode(self._known))
            self._grown = False
