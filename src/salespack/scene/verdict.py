"""What the fit proof says of a slide. Types only."""

from __future__ import annotations

import msgspec

from salespack.typography.text import Unproven


class Overrun(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A text that runs over its frame: the shape's id and name, and how many lines (of a table: rows) too many."""

    shape: int
    name: str
    lines: int
    kind: str = "text"
    """What runs over, in a word: text, title or table."""


class SlideProof(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What is proven of a slide: that all fits, if both are empty. `unproven` says why something cannot be told."""

    number: int
    over: tuple[Overrun, ...] = ()
    unproven: tuple[Unproven, ...] = ()
