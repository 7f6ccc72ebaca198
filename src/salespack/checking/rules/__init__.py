"""The rules of `salespack check` about content: one table, and what a rule is.

A rule is a row: its code, what it looks at, and a function that yields problems.

    Rule("SP340", Rendering, empty_slides)

What it looks at is one of the types of `checking.views`, and says how often it is called and what its result is kept
for (results are kept until something they depend on changes):

    BlockText    each block in each language, as written, with the slides of a specimen; kept
    Rendering    each block in each language for each profile that could choose it, with its slides; kept
    BlockView    each block with all its languages together; kept
    DeckView     the finished .pptx of each text's specimen slides: what needs the brand or the scene; kept
    PackView     each pack, with its selections; every time
    ProfileView  each real profile (none with --synthetic); every time
    LibraryView  everything at once, texts as summaries, and how each block fared; every time

Laws:

- A row's code stands in `checking.codes` (its severity too: in WARNINGS or not; what depends on the day also in DATED)
  and has a section in `checking/pages/*.md`. `Problem.severity` is set by the engine: leave it.
- What depends on the day reads it from `on` of a LibraryView, PackView or ProfileView, never from the clock, and
  never in a rule whose results are kept.
- A rule whose results are kept sees nothing but its view: no files, no globals that change.
- Messages never quote a profile's data. A problem of a Rendering that only real profiles have loses its message (the
  meaning of its code and the profile's file take its place), so that nothing leaks, but write as if it were shown.
- A place is always given; the column wherever the text is known (`BlockText.place_at(offset)`). The same code at the
  same file, line and column is told once, however many renderings have it.
- Broken blocks have no specimen and no renderings: what broke them is told already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

import msgspec

from salespack.checking.problems import Problem
from salespack.checking.rules.slides import empty_slides
from salespack.checking.rules.titles import same_title_in_a_pack
from salespack.checking.views import LibraryView, Rendering

T = TypeVar("T")


class Rule(msgspec.Struct, Generic[T], frozen=True):
    """One row of the table: the code of what it finds, what it looks at, and how it finds it."""

    code: str
    subject: type[T]
    check: Callable[[T], Iterator[Problem]]


RULES: tuple[Rule[Any], ...] = (
    Rule("SP340", Rendering, empty_slides),
    Rule("SP410", LibraryView, same_title_in_a_pack),
)
