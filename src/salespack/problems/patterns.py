"""Patterns that are compiled when one looks for them: a command needs few of those that its modules have."""

from __future__ import annotations

import re
from typing import Any, cast


class _LatePattern:
    """Stands for a pattern until something of it is used; from then on it has what was used of it."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._made_of = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._made_of), name)
        setattr(self, name, found)
        return found


def late_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, which is compiled when something is looked for with it, not when its module loads."""
    return cast(re.Pattern[str], _LatePattern(pattern, flags))
