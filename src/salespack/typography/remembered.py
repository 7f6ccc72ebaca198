"""What was measured, remembered across processes: until the installed typefaces it was measured with are others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from salespack.system.cache import Memory, code_version
from salespack.system.hashing import digest

if TYPE_CHECKING:
    from salespack.typography.faces import Typefaces

INSTALLED = "installed typefaces"
"""Where it is remembered which of them the rest was measured with; other names there are digests."""


class Measurements:
    """Memories of what was measured with typefaces, `at_hand` as soon as somebody asks.

    They hold for one brand, by the hash of its content, and for the library's font files (`fonts`).
    """

    def __init__(self, at_hand: Callable[[], Typefaces], brand: str, fonts: Iterable[Path], cache: Path | None) -> None:
        state = [f"{path.name} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in fonts]
        self._key = digest("\n".join([code_version(), brand, *state]).encode())[:32]
        self._at_hand, self._cache, self._asked = at_hand, cache, False
        self._memories: list[Memory] = []

    def memory(self, name: str) -> Memory:
        """What is remembered under a name, without what was measured with typefaces that are gone, or others by now."""
        found = Memory()
        found.open(self._cache, f"{name}-{self._key}.msgpack")
        if kept := found.get(INSTALLED):
            from salespack.typography.faces import SystemFace

            known = [SystemFace(*one) for one in kept]
            if not set(known) <= set(self.typefaces().from_system(known)):
                found.forget()
        self._memories.append(found)
        return found

    def typefaces(self) -> Typefaces:
        """The typefaces to measure with."""
        self._asked = True
        return self._at_hand()

    def save(self) -> None:
        """Keeps what was learnt for the next process."""
        used = [list(one) for one in self._at_hand().from_system()] if self._asked else []
        for memory in self._memories:
            if used and memory.get(INSTALLED) != used:
                memory.put(INSTALLED, used)
            memory.save(seldom=True)
