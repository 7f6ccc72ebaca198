"""One thing on a slide: what it is, where it stands, how it is set. Forms, composing and writing share the word."""

from __future__ import annotations

from typing import Any, Generic, Literal, NamedTuple, TypeVar

from salespack.deck.model import Leaf
from salespack.graphics.boxes import Box
from salespack.powerpoint.brand.model import Placeholder

Kind = Literal["title", "text", "attribution", "body"]
"""What a thing is to its slide; a `text` may grow and move with other texts, any other body stays in its room."""
N = TypeVar("N", bound=Leaf, covariant=True)
S = TypeVar("S", covariant=True)


class Placed(NamedTuple, Generic[N, S]):
    """One thing on the slide. `box` None means that the placeholder's own geometry holds."""

    kind: Kind
    node: N
    placeholder: Placeholder | None
    box: Box | None
    room: Box
    """Where it is, inherited or not."""
    percent: int = 100
    """Of its size in the brand, for a text that would not fit otherwise, or that has more room than that."""
    least: int = 100
    """The size, in hundredths of a point, that no level of the text goes below."""
    lines: int = 0
    """How many lines a text has, or a table rows."""
    over: int = 0
    """How many of them do not fit, small as they are; the build does not write such a slide."""
    set: S | None = None
    """How a form that is not written as text alone is set: what its module measured."""
    panel: bool = False
    """Whether a text stands on a panel of its own; its placeholder then has the insets for that."""
    before: int = 0
    """The space above paragraphs of the first level but the first, in hundredths of a point; 0 is the brand's own."""

    @property
    def measured(self) -> S:
        """How it is set. Raises AssertionError before it has been fitted."""
        assert self.set is not None, "what has not been fitted is not drawn"  # noqa: S101 - a fault of ours
        return self.set


AnyPlaced = Placed[Any, Any]
"""A thing whose form does not matter."""
