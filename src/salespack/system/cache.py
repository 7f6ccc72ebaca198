"""The user's cache folder: what can always be made again. A cache that cannot be written is only slower."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from salespack import __version__
from salespack.problems.files import file_content
from salespack.system.environment import variable

SEAL = 16
"""Bytes of a digest before everything that is kept, so that a damaged file is as good as none."""
CACHE_VARIABLE = "SALESPACK_CACHE"
OF_CUSTOMERS = "customers"
"""The folder in the cache for what was read of customers, so that all of it can be taken away at once."""
MADE_FROM = (".py", ".msgpack", ".txt", ".po", ".yaml")
"""Files of ours that results depend on: code, the tables of widths and shapes, and what is known of languages."""
Value = TypeVar("Value")


def cache_folder() -> Path | None:
    """The user's own cache folder ($SALESPACK_CACHE, else the system's), or None where others could write to it.

    Compiled templates are code; they are only ever read from a folder that nobody else can write to.
    """
    if named := variable(CACHE_VARIABLE):
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


@lru_cache(maxsize=1)
def code_version() -> str:
    """Which code made what is cached: the version and the times of our own files, so that an edit counts too."""
    times: list[int] = []
    folders = [os.fspath(Path(__file__).parent.parent)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(MADE_FROM):
                    times.append(entry.stat().st_mtime_ns)
                elif entry.is_dir() and "." not in entry.name and not entry.name.startswith("__"):
                    folders.append(entry.path)
    return f"{__version__}-{hashlib.sha256(str(sorted(times)).encode()).hexdigest()[:16]}"


def read_cached(cache: Path | None, name: str) -> bytes | None:
    """What was kept under `name`, a path below the cache folder; None when it is not there or was damaged."""
    if cache is None:
        return None
    try:
        kept = file_content(cache / name)
    except OSError:
        return None
    content = kept[SEAL:]
    return content if hashlib.sha256(content).digest()[:SEAL] == kept[:SEAL] else None


def write_cached(cache: Path | None, name: str, content: bytes) -> None:
    """Keeps `content` under `name`, whole or not at all. Nobody else may read it: it can hold what profiles say."""
    if cache is None:
        return
    place = cache / name
    temporary = place.with_name(f"{place.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    sealed = hashlib.sha256(content).digest()[:SEAL] + content
    try:
        try:
            _write_private(temporary, sealed)
        except FileNotFoundError:  # the folder is there nearly always
            place.parent.mkdir(mode=0o700, exist_ok=True)
            _write_private(temporary, sealed)
        temporary.replace(place)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _write_private(path: Path, content: bytes) -> None:
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(content)


def file_kept(folder: Path, name: str, content: bytes) -> Path:
    """A file below a cache folder that holds just `content`, for programs that take no bytes. Raises OSError.

    `name` must tell the content, as its digest does: a file of that name and size is not written again.
    """
    place = folder / name
    if place.is_file() and place.stat().st_size == len(content):
        return place
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = place.with_name(f"{place.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    temporary.write_bytes(content)
    temporary.replace(place)
    return place


def empty_cache(cache: Path, *, but: str) -> None:
    """Takes away all that was kept in a cache folder, but files whose names begin so; what is none of ours stays."""
    for path in cache.rglob("*"):
        if path.name.startswith(but) or not path.is_file():
            continue
        with contextlib.suppress(OSError):
            kept = file_content(path)
            if hashlib.sha256(kept[SEAL:]).digest()[:SEAL] == kept[:SEAL]:
                path.unlink()


def drop_cached(cache: Path | None, name: str) -> None:
    """Forgets what was kept under `name`."""
    if cache is not None:
        with contextlib.suppress(OSError):
            (cache / name).unlink(missing_ok=True)


class Memory:
    """Small results that take work to make, by a text that names them; with a cache folder, across processes.

    Values are what MessagePack holds: text, figures, lists. With `most` entries it is full: then the half goes that was
    not asked for longest, so what is in use stays.
    """

    def __init__(self, most: int = 5_000) -> None:
        self._most = most
        self._known: dict[str, Any] = {}
        self._place: tuple[Path, str] | None = None
        self._grown = self._saved = 0

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
        value = self._known.get(key)
        if value is not None:
            del self._known[key]
            self._known[key] = value
        return value

    def forget(self) -> None:
        """Forgets everything: what it was made from has changed."""
        self._known.clear()

    def put(self, key: str, value: Any) -> None:
        """Remembers `value`."""
        if len(self._known) >= self._most:
            for old in list(islice(self._known, max(self._most // 2, 1))):
                del self._known[old]
        self._known[key] = value
        self._grown += 1

    def save(self, *, seldom: bool = False) -> None:
        """Writes what was learnt since it was opened.

        With `seldom`, after the first time, only when an eighth of what is known is new: one who saves after each of
        many things would write all that is known each time.
        """
        if not self._grown or self._place is None or (seldom and self._saved and 8 * self._grown < len(self._known)):
            return
        write_cached(*self._place, msgspec.msgpack.encode(self._known))
        self._grown = 0
        self._saved += 1


class Recent(Generic[Value]):
    """Results of this process by what they are made of: the `most` that were used last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: OrderedDict[Hashable, Value] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What is remembered under `key`, else what `make` makes, which is remembered."""
        known = self.find(key)
        if known is None:
            known = make()
            self.keep(key, known)
        return known

    def find(self, key: Hashable) -> Value | None:
        """What is remembered under `key`, or None."""
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
        return known

    def keep(self, key: Hashable, value: Value) -> None:
        """Remembers `value`."""
        self._known[key] = value
        if len(self._known) > self._most:
            self._known.popitem(last=False)
