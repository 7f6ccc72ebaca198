"""What was measured, remembered across processes: until the installed typefaces it was measured with are others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from salespack.system.cache import Memory

if TYPE_CHECKING:
    from salespack.typography.faces import Typefaces

INSTALLED = "installed typefaces"
"""Where it is remembered which of them the rest was measured with; other names there are digests."""


class Measurements:
    """Memories of what was measured with typefaces, `at_hand` as soon as somebody asks."""

    def __init__(self, at_hand: Callable[[], Typefaces], *memories: Memory) -> None:
        self._at_hand, self._memories, self._asked = at_hand, memories, False
        self._forget_what_changed()

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

    def _forget_what_changed(self) -> None:
        """Forgets what was measured with installed typefaces that are gone, or others by now."""
        for memory in self._memories:
            if kept := memory.get(INSTALLED):
                from salespack.typography.faces import SystemFace

                known = [SystemFace(*one) for one in kept]
                if not set(known) <= set(self.typefaces().from_system(known)):
                    memory.forget()
