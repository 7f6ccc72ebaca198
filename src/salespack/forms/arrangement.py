"""A form laid out: parts with their boxes, outlines, tones and texts. Lengths are EMU, sizes hundredths of a point.

Nothing here knows a brand: a tone is what a colour is for, and the writer gives each the brand's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, Literal, NamedTuple, Protocol, TypeVar

import msgspec

from salespack.deck.model import Picture, Spans
from salespack.forms.ladder import Sizes
from salespack.forms.pictures import CENTRE, Crop
from salespack.graphics.boxes import Box

Tone = Literal[
    "text", "quiet", "accent", "rule", "panel", "on-panel", "accent-on-panel", "solid", "on-solid", "dark", "on-dark",
    "lightest", "darkest",
]  # fmt: skip
"""What a colour is for. `panel` is a light ground, `solid` the accent, `dark` the strongest ground; each has the ink
that is readable on it. `lightest` and `darkest` are grounds for what is made for such, whatever the slide's is."""
Outline = Literal["none", "rect", "ellipse", "homePlate", "rightArrow", "upArrow"]
"""ST_ShapeType (ECMA-376, 20.1.10.55); `none` is a text box."""
Insets = tuple[int, int, int, int]
"""Left, top, right and bottom."""
ITEMS = frozenset(
    (
        "Card", "Point", "Step", "Question", "Key Figure", "Change", "Milestone", "Lane", "Topic", "Quote", "Action",
        "Member", "Logo",
    )
)  # fmt: skip
"""What the groups are called that are read as the items of one list; a number follows the name in files."""
NO_INSETS: Insets = (0, 0, 0, 0)
TIPS: Mapping[str, int] = {"homePlate": 25_000}
"""How far the tip of an arrow reaches, in 1/1,000 % of its height (`adj` in presetShapeDefinitions.xml)."""
SLACK = 1.2
"""How much wider than its words a box is that stands around one line of them: another machine's typeface may be."""


class Words(msgspec.Struct, frozen=True):
    """A paragraph in one size and tone, what is bold in it in `strong` where that is given; `before` is the space above
    it where it is not the first. `face` is the typeface of signs that the text's own has not."""

    spans: Spans
    size: int
    ink: Tone = "text"
    bold: bool = False
    align: Literal["left", "center", "right"] = "left"
    before: int = 0
    strong: Tone | None = None
    face: str = ""


class Part(msgspec.Struct, frozen=True):
    """One shape. Parts of the same `group` are one group, in the order in which they are read.

    What is `decorative` says nothing that is not said beside it; `alt` says what is seen where no text does. `icon`
    names the icon that its outline is, drawn as a line in the tone of `fill`. A `picture` fills the outline, cut to it
    around its `focus` (percent of width and height), or without what `crop` cuts off (1/1,000 % of its sides).
    """

    name: str
    box: Box
    outline: Outline = "none"
    fill: Tone | None = None
    words: tuple[Words, ...] = ()
    anchor: Literal["t", "ctr", "b"] = "t"
    insets: Insets = NO_INSETS
    group: int | None = None
    decorative: bool = False
    icon: str = ""
    alt: str = ""
    picture: Picture | None = None
    focus: tuple[int, int] = CENTRE
    crop: Crop | None = None


def text_width(part: Part) -> int:
    """The width that a part has for its text: without insets, and half of an arrow's tip (`rect` in
    presetShapeDefinitions.xml)."""
    left, _, right, _ = part.insets
    return part.box.cx - left - right - TIPS.get(part.outline, 0) * min(part.box.cx, part.box.cy) // 200_000


class Taken(NamedTuple):
    """What paragraphs take in a width: their height and width, and whether a word had to be broken."""

    height: int
    width: int
    broken: bool


class Measuring(Protocol):
    """Measures paragraphs with the typefaces that they will be written in."""

    def taken(self, words: Sequence[Words], width: int) -> Taken:
        """What they take in a width."""

    def width(self, words: Sequence[Words]) -> int:
        """How wide the widest of them is on one line."""


class Draft(NamedTuple):
    """A form in one variant and size: the height that it needs, the most that it may grow to without looking torn
    apart, and its parts in a box of any height between the two. A `last_resort` is taken only where nothing else fits.
    """

    needed: int
    most: int
    parts: Callable[[Box], list[Part]]
    last_resort: bool = False


N = TypeVar("N", contravariant=True)


class Geometry(Protocol, Generic[N]):
    """A module that lays one kind of node out."""

    def variants(self, node: N) -> Sequence[str]:
        """The ways in which it can be drawn, the best first; at least one."""

    def draft(self, node: N, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
        """One of them in one size; None where a word would be broken, or it cannot be drawn in that width."""


class Arrangement(msgspec.Struct, frozen=True):
    """What was chosen: the parts in their places, the variant, the rung of the ladder, and the height they take.

    `over` says that even the smallest needs more than there is.
    """

    parts: tuple[Part, ...]
    variant: str
    rung: int
    height: int
    over: bool = False
