"""One thing that differs on a slide, as it is told: what kind it is of, on which shape, what was and what is."""

from __future__ import annotations

from typing import Literal

import msgspec

from salespack.graphics.boxes import Box
from salespack.revisions.word_changes import Piece, plain, shortened, word_changes

CM = 360_000
"""EMU."""
LONGEST_QUOTE = 60
MOST_SAID = 8
"""Changes of one shape that are said in a line; how many more there are is said."""

EditKind = Literal[
    "retitled", "text changed", "figure changed", "paragraph added", "paragraph deleted", "paragraph moved",
    "paragraphs reordered", "restyled", "linked",
    "moved", "resized", "turned", "deleted", "inserted", "copied", "picture replaced", "cropped", "described anew",
    "chart values changed", "chart series changed", "chart categories changed", "chart retitled", "chart kind changed",
    "cell changed", "object changed", "slide size changed", "layout changed", "master changed",
    "row added", "row deleted", "rows reordered", "column added", "column deleted", "table changed", "grouped",
    "ungrouped", "brought forward or back", "notes changed", "background changed", "hidden", "shown",
]  # fmt: skip


class Change(msgspec.Struct, frozen=True, gc=False):
    """What a text, a cell or a figure was and what it is; empty for none. `where` says which, where a shape has many.

    `words` tells it word by word; empty where it is not known what it was.
    """

    where: str = ""
    before: str = ""
    after: str = ""
    words: tuple[Piece, ...] = ()

    def said(self, *, whole: bool) -> str:
        """The change in a few words; of what came or went as a `whole` the words alone."""
        words = shortened(self.words)
        words = tuple([Piece(one.text) for one in words]) if whole else words
        text = plain(words) if words else quoted(self.after)
        return ": ".join(filter(None, (self.where, text)))


class Edit(msgspec.Struct, frozen=True):
    """One thing that a person changed: what kind it is of, on which shape (empty: the slide), and more of it.

    `changes` are its texts and figures; `box_before` and `box_after` the upright places on the slide where it is to be
    seen, in EMU, where it is known.
    """

    kind: EditKind
    shape: str = ""
    detail: str = ""
    changes: tuple[Change, ...] = ()
    box_before: Box | None = None
    box_after: Box | None = None

    @property
    def said(self) -> str:
        """The edit in a few words."""
        whole = self.kind.endswith(("added", "deleted"))
        told = [self.detail, *(one.said(whole=whole) for one in self.changes[:MOST_SAID])]
        if (more := len(self.changes) - MOST_SAID) > 0:
            told.append(f"and {more} more")
        detail = "; ".join(filter(None, told))
        return f"{f'{self.shape}: ' if self.shape else ''}{self.kind}{f' ({detail})' if detail else ''}"


def change(where: str, before: str, after: str) -> Change:
    """A text that was another, word by word."""
    return Change(where, before, after, word_changes(before, after))


def quoted(text: str) -> str:
    """A text in quotation marks, cut where it is long; nothing for none."""
    if not text:
        return ""
    return f"“{text}”" if len(text) <= LONGEST_QUOTE else f"“{text[: LONGEST_QUOTE - 1]}…”"


def counted(number: int, noun: str) -> str:
    """So many things, in words."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
