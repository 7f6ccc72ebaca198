"""What the fit proof says of a slide. Types only."""

from __future__ import annotations

from typing import Literal

import msgspec

from salespack.typography.text import Unproven


class Verdict(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What is said against a text: that `over` of its lines (of a table: rows) are too many, or why nobody can tell.

    Where nobody can tell of all, `over` are those that certainly are too many.
    """

    shape: int
    """The id of its shape."""
    name: str
    kind: Literal["text", "title", "table", "footer"] = "text"
    over: int = 0
    unproven: tuple[Unproven, ...] = ()


class SlideProof(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What is said against the texts of a slide; nothing where it is proven that all fit."""

    number: int
    verdicts: tuple[Verdict, ...] = ()

    @property
    def over(self) -> tuple[Verdict, ...]:
        """The texts that run over their frames."""
        return tuple([one for one in self.verdicts if one.over])

    @property
    def unproven(self) -> tuple[Unproven, ...]:
        """Why it cannot be told of some that they fit, each reason once."""
        return tuple(dict.fromkeys([why for one in self.verdicts for why in one.unproven]))
