"""What a form is: a module that measures, divides and writes one kind of body.

`registry` is the table of them; each has these names at its top, and what is pure geometry of it stands in the room
`salespack.forms`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeVar

from salespack.deck.model import LayoutRole, Leaf, SlideStyle
from salespack.forms.columns import Wanted
from salespack.forms.ladder import RUNGS, Ladder
from salespack.graphics.boxes import Box
from salespack.powerpoint.brand.model import Placeholder
from salespack.powerpoint.forms.canvas import Canvas
from salespack.powerpoint.forms.measuring import Measure
from salespack.powerpoint.forms.placed import Placed

TEXT_PLACEHOLDERS = ("title", "ctrTitle", "subTitle", "body", "obj")
"""The types of placeholders that take text (ST_PlaceholderType; ECMA-376, 19.7.10)."""

N = TypeVar("N", bound=Leaf)
S = TypeVar("S")


LEADS = RUNGS - 2
"""The highest rung for a line that leads to a form."""


class Setting(NamedTuple):
    """What the bodies of a slide are measured and set with.

    `own` is the look of text that stands in no placeholder, `face` its typeface where that is not the theme's. No text
    is smaller than `minimum_title` or `minimum_body` (hundredths of a point). `most` is the percentage of its size that
    text has at most, but for titles; `shrinks` says whether it may be smaller. `ladder` has the sizes of forms, `style`
    what the whole deck has chosen for the slide. Where text `leads` to a form it is no larger than text in forms is.
    """

    measure: Measure
    own: Placeholder
    face: str
    minimum_body: int
    minimum_title: int
    ladder: Ladder
    most: int = 100
    shrinks: bool = True
    style: SlideStyle = SlideStyle()
    leads: bool = False

    def rungs(self) -> list[int]:
        """The rungs of the ladder that text may stand on, the largest first.

        Where the deck has chosen one, none is larger; where texts may not be made smaller, none below the brand's own.
        """
        lowest = self.ladder.lowest if self.shrinks else min(self.ladder.own, self.ladder.highest)
        highest = self.ladder.highest if self.style.rung is None else min(self.style.rung, self.ladder.highest)
        allowed = range(max(highest, lowest), lowest - 1, -1)
        return [rung for rung in allowed if percent_of_rung(rung) <= self.most] or [lowest]

    def largest_text(self, size: int) -> int:
        """The size of a text that is `size` in the brand, before it is fitted: none is larger than the titles."""
        most = min(size, self.style.title or size)
        return min(most, self.ladder.body(min(self.ladder.own, LEADS))) if self.leads else most


def percent_of_rung(rung: int) -> int:
    """A rung as a percentage of the highest, by which the parts of a divided slide are made alike."""
    return 100 * (rung + 1) // RUNGS


class Portion(NamedTuple):
    """The least that a body is divided into. `weight` is about its lines.

    With `leads` it must not be the last of a part, with `follows` better not the first.
    """

    weight: int
    leads: bool = False
    follows: bool = False


class Excess(NamedTuple):
    """What is told of a body that has no room: what it needs, what to do, and why dividing it has not helped."""

    message: str
    remedy: str
    undivided: str = ""


class Form(Protocol[N, S]):
    """One kind of body on slides: nodes of class `N`, set as `S` says."""

    @property
    def ROLE(self) -> LayoutRole:  # noqa: N802 - a constant of the module
        """The role of the layout that suits a slide with this body alone."""

    @property
    def PLACEHOLDERS(self) -> tuple[str, ...]:  # noqa: N802 - a constant of the module
        """The types of placeholders that PowerPoint lets it into."""

    @property
    def STRETCHES(self) -> bool:  # noqa: N802 - a constant of the module
        """Whether it takes any height; neighbours that do stand side by side."""

    def wanted(self, node: N, width: int, room: int, setting: Setting, body: Placeholder | None) -> Wanted:
        """The height that a node wants in a column, in `body` where it fills one, as large as `room` lets."""

    def fitted(self, placed: Placed[N, S], setting: Setting, room: Box) -> Placed[N, S]:
        """The same thing as large as it fits `room`, with `lines`, what is `over`, and how it is `set`."""

    def excess(self, placed: Placed[N, S], own: Placeholder) -> Excess:
        """What is told of a fitted thing of which something is over."""

    def portions(self, node: N) -> Sequence[Portion]:
        """What a node may be divided into, in reading order; at least one."""

    def part(self, node: N, start: int, end: int) -> N:
        """The node that consists of these of its portions."""

    def draw(self, placed: Placed[N, S], canvas: Canvas) -> None:
        """Puts a fitted thing on the canvas as native shapes, grouped and named where it is more than one."""
