"""“Did you mean”: the nearest of the words that would have been right."""

from __future__ import annotations

from collections.abc import Iterable

MOST_NAMED = 40
"""How many names a hint lists: all of a library's industries, not all of its blocks."""


LISTED = "salespack list, salespack library list"
"""The commands that list what a library declares, and its blocks."""


def did_you_mean(name: str, known: Iterable[str], listed: str = "") -> str:
    """The hint for a name that is not known: the nearest one, else those there are.

    `listed` says where they are all listed, if they are too many for a hint.
    """
    from difflib import get_close_matches

    known = sorted(known)
    near = get_close_matches(name, known, 1) or get_close_matches(name.casefold(), known, 1)
    if near:
        return f"did you mean “{near[0]}”?"
    if not known:
        return "none are declared"
    if len(known) > MOST_NAMED:
        return f"there are {len(known)}, from {known[0]} to {known[-1]}{listed and ': '}{listed}"
    return f"the only one is {known[0]}" if len(known) == 1 else "known are " + ", ".join(known)
