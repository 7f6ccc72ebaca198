"""Slides that were written here, read shape by shape: what was read in one deck serves in the next.

The markup of their shapes is at hand, so that a slide is not parsed whole to look at the one shape that is new on it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from salespack.ooxml.packaging import StoredPart

COUNTED = re.compile(r'<p:cNvPr id="([0-9]+)"')


class AtHand(NamedTuple):
    """What is known of a deck that was written here, by those who wrote it: its parts as they lie in the file, and the
    slides in these parts in pieces.
    """

    parts: Sequence[StoredPart]
    slides: Mapping[str, Pieces]


class Pieces(NamedTuple):
    """A slide's markup in pieces: what stands before its shapes, these, each one element, and what stands behind."""

    before: str
    shapes: Sequence[str]
    behind: str

    def holding(self, shapes: Sequence[str]) -> bytes:
        """The slide's markup with these shapes instead of its own."""
        return "".join((self.before, *shapes, self.behind)).encode()


def id_of(markup: str) -> int:
    """The id of a shape, by its markup; 0 where it has none."""
    found = COUNTED.search(markup)
    return int(found[1]) if found is not None else 0


def stands_alone(markup: str) -> bool:
    """Whether a shape refers to no other part: then it depends on its markup and its layout alone, a table on the
    deck's table styles too, and what has fields on the slide's number."""
    return " r:" not in markup and ("<p:graphicFrame>" not in markup or "<a:tbl>" in markup)
