"""The icons that stand before items: their names, what they are looked for by, and their outlines.

They are those of Lucide, which come with the program. An outline is drawn with a line of `LINE` on a square field of
`FIELD`; its commands are those of SVG with absolute coordinates in whole numbers: `M x y` begins a part, `L x y` and
`C x y x y x y` go on, `Z` closes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

FIELD, LINE = 2_400, 200
FOLDER = Path(__file__).with_name("lucide")
OUTLINES, LICENCE = FOLDER / "icons.txt", FOLDER / "LICENSE.txt"
MOST_OUTLINES = 1_000
Command = tuple[str, tuple[tuple[int, int], ...]]
"""A letter and its points."""


def icon_names() -> Sequence[str]:
    """The names of all icons, sorted."""
    return tuple(_names())


def icons_by_words() -> Iterator[tuple[str, str]]:
    """The names of all icons, each with the words that it is looked for by."""
    for line in OUTLINES.read_text("utf-8").splitlines():
        name, words, _ = line.split("\t")
        yield name, words


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """The outlines by name, as they are written."""
    lines = (line.split("\t") for line in OUTLINES.read_text("utf-8").splitlines())
    return {name: written for name, _, written in lines}


def is_icon(name: str) -> bool:
    """Whether there is an icon of that name."""
    return name in _names()


@lru_cache(maxsize=MOST_OUTLINES)
def icon_outline(name: str) -> tuple[Command, ...]:
    """The commands of an icon's outline. Raises KeyError where there is none of that name."""
    return tuple(_commands(_names()[name].split()))


def _commands(parts: Sequence[str]) -> Iterator[Command]:
    at = 0
    while at < len(parts):
        letter, count = parts[at], POINTS[parts[at]]
        numbers = [int(one) for one in parts[at + 1 : at + 1 + 2 * count]]
        yield letter, tuple(zip(numbers[::2], numbers[1::2], strict=True))
        at += 1 + 2 * count


POINTS = {"M": 1, "L": 1, "C": 3, "Z": 0}
