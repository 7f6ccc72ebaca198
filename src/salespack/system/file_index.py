"""What was read of many files, kept in the cache: each is read again only where its time or its size has changed.

Data alone, in MessagePack with types, so that a cache somebody else wrote can be wrong but never run.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from salespack.system.cache import code_version, read_cached, write_cached
from salespack.system.environment import instant

# A file written this shortly before an index was can change again without changing its time.
RACY_NANOSECONDS = 2_000_000_000
Content = TypeVar("Content")
Hook = Callable[[Any], Any]


class _Kept(msgspec.Struct, Generic[Content], frozen=True, array_like=True, gc=False):
    """What was read of a file, and what the file was like: its time (ns) and size (bytes)."""

    time: int
    size: int
    content: Content


class _Stored(msgspec.Struct, Generic[Content], frozen=True):
    """What was read of all files at a moment (`written`, ns), by which code and with what else it depends on."""

    version: str
    written: int
    files: dict[str, _Kept[Content]]


class FileIndex(Generic[Content]):
    """What is read of many files as `content`, kept under `name` in the cache folder.

    `depends_on` is all but the files that it is made from, as text. `encode` and `decode` are msgspec's hooks for types
    of ours within it. It holds what people wrote, so nobody else may read it: see `write_cached`.
    """

    def __init__(
        self,
        cache: Path | None,
        name: str,
        content: type[Content],
        *,
        depends_on: str = "",
        encode: Hook | None = None,
        decode: Callable[[type, Any], Any] | None = None,
    ) -> None:
        self._cache, self._name, self._content = cache, name, content
        self._version = f"{code_version()} {depends_on}" if cache is not None else ""
        self._encode, self._decode = encode, decode

    def read(
        self,
        files: Mapping[str, os.stat_result | None],
        reading: Callable[[str], Content | None],
        unsettled: Collection[str] = (),
    ) -> dict[str, Content]:
        """What each of the files holds, by its name and in their order; `files` says what they are like (None: not
        known, so they are read).

        What `reading` makes None of is left out. That is read again the next time, and so are those that it puts into
        `unsettled`.
        """
        stored = self._stored()
        settled = stored.written - RACY_NANOSECONDS
        written = instant()
        found: dict[str, Content] = {}
        kept: dict[str, _Kept[Content]] = {}
        fresh = False
        for name, stat in files.items():
            known = stored.files.get(name)
            same = known is not None and stat is not None and known.time == stat.st_mtime_ns < settled
            if known is None or stat is None or not same or known.size != stat.st_size:
                content = reading(name)
                if content is None:
                    continue
                fresh = True
                found[name] = content
                if stat is not None and name not in unsettled:
                    kept[name] = _Kept(stat.st_mtime_ns, stat.st_size, content)
            else:
                found[name], kept[name] = known.content, known
        if fresh or kept.keys() != stored.files.keys():
            self._keep(_Stored(self._version, written, kept))
        return found

    def _stored(self) -> _Stored[Content]:
        nothing: _Stored[Content] = _Stored("", 0, {})
        kept = read_cached(self._cache, self._name)
        if kept is None:
            return nothing
        try:
            with collection_paused():
                stored = msgspec.msgpack.decode(
                    kept,
                    type=_Stored[self._content],  # type: ignore[name-defined]  # a type that is known when it runs
                    dec_hook=self._decode,
                )
        except msgspec.DecodeError:
            return nothing
        return stored if stored.version == self._version else nothing

    def _keep(self, stored: _Stored[Content]) -> None:
        if self._cache is not None:
            write_cached(self._cache, self._name, msgspec.msgpack.encode(stored, enc_hook=self._encode))


@contextmanager
def collection_paused() -> Iterator[None]:
    """No search for garbage meanwhile: where only data is made there is none, and it would take most of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
