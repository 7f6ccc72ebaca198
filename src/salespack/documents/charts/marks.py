"""What a chart of a document is made of, and how wide its texts are. Lengths are points."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from salespack.deck.model import Highlight
from salespack.graphics.colours import BLACK, WHITE, contrast, mix

TEXT, SMALL = 9.0, 8.0
TIP = 3.0
"""Half of the width of an arrow's tip."""
FADED = (0.75, 0.6, 0.68)
"""How much of the paper is in the colours beside what is highlighted, in turn."""
# Advance widths of Source Sans Pro Semibold in em, rounded, by character; others are as wide as most capitals.
WIDTHS = {
    character: width
    for width, characters in (
        (0.25, " \u00a0\u202fijl|"),
        (0.3, "!'(),-.:;I[]f{}"),
        (0.35, "/\\rt"),
        (0.45, "*?csz"),
        (0.5, "#$+0123456789<=>FJLY^_aegkvxyäåé~€−–"),
        (0.55, "AESTVXZbdhnopquöÄÅ"),
        (0.75, "Mw"),
        (0.85, "W%m@"),
    )
    for character in characters
}
WIDTH_OF_OTHERS = 0.62


class Written(NamedTuple):
    """How figures are written: those against the first axis, and those against the second; `difference` is what the
    difference of the two categories that are compared comes to."""

    first: Callable[[float], str]
    second: Callable[[float], str]
    difference: str = ""


class Marks:
    """What a chart is made of: rectangles, lines, wedges and labels, each a mapping for the template."""

    def __init__(
        self, colours: Mapping[str, str], width: int, highlight: Highlight | None = None, *, several: bool = False
    ) -> None:
        self.colours, self.width, self._highlight, self._several = colours, width, highlight, several
        self.rectangles: list[dict[str, Any]] = []
        self.lines: list[dict[str, Any]] = []
        self.paths: list[dict[str, Any]] = []
        self.dots: list[dict[str, Any]] = []
        self.labels: list[dict[str, Any]] = []

    def on(self, colour: str) -> str:
        """The colour that reads on another: black or white."""
        return max((WHITE, BLACK), key=lambda one: contrast(one, colour))

    def series(self, number: int, row: int | None = None) -> str:
        """The colour of a series, or of its point `row`; lighter beside what is highlighted. Both count from 0."""
        colour = self.colours[f"series{number % 6 + 1}"]
        if self._highlight is None or self.is_lit(number, row):
            return colour
        if self._highlight.of == "category" and self._several:
            return mix(colour, WHITE, FADED[0])
        return mix(self.colours["ink"], WHITE, FADED[number % len(FADED)])

    def stands_out(self, number: int, row: int | None = None) -> bool:
        """Whether the figures of a series, or of its point, are bold: all are where nothing is highlighted."""
        return self._highlight is None or self.is_lit(number, row)

    def is_lit(self, number: int, row: int | None) -> bool:
        """Whether a series, or its point, is what is highlighted."""
        found = self._highlight
        return found is not None and found.at == (number if found.of == "series" else row)

    def rectangle(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle; negative lengths reach the other way."""
        self.rectangles.append(
            {
                "x": length(min(x, x + width)),
                "y": length(min(y, y + height)),
                "w": length(abs(width)),
                "h": length(abs(height)),
                "colour": colour,
            }
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = "line", weight: str = "0.6") -> None:
        """A thin straight line."""
        ends = {"x1": length(x1), "y1": length(y1), "x2": length(x2), "y2": length(y2)}
        self.lines.append(ends | {"colour": self.colours[colour], "weight": weight})

    def arrow(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A straight line that ends in a tip, upright or level; none where it is too short for one."""
        along = math.hypot(x2 - x1, y2 - y1)
        if along < 2 * TIP:
            return
        ux, uy = (x2 - x1) / along, (y2 - y1) / along
        self.line(x1, y1, x2 - ux * TIP, y2 - uy * TIP, "ink", "1.2")
        sides = [(x2 - ux * 1.6 * TIP + s * uy * TIP, y2 - uy * 1.6 * TIP - s * ux * TIP) for s in (1, -1)]
        (ax, ay), (bx, by) = sides
        ink = f"#{self.colours['ink']}"
        shape = f"M{length(x2)} {length(y2)}L{length(ax)} {length(ay)}L{length(bx)} {length(by)}Z"
        self.path(shape, ink, ink, "0.2")

    def dot(self, x: float, y: float, colour: str) -> None:
        """A point."""
        self.dots.append({"x": length(x), "y": length(y), "colour": colour})

    def path(self, d: str, fill: str, stroke: str, weight: str) -> None:
        """A shape in SVG's path language."""
        self.paths.append({"d": d, "fill": fill, "stroke": stroke, "weight": weight})

    def label(
        self,
        x: float,
        y: float,
        text: str,
        anchor: str = "start",
        *,
        size: float = TEXT,
        strong: bool = False,
        colour: str = "",
    ) -> None:
        """A text whose baseline starts, ends or has its middle at (x, y); a middle gives way to the picture's sides."""
        if anchor == "middle":
            half = text_width(text, size) / 2
            x = max(min(x, self.width - half), half)
        colour = colour or self.colours["ink" if strong else "muted"]
        self.labels.append(
            {"x": length(x), "y": length(y), "text": text, "anchor": anchor, "size": length(size), "colour": colour}
            | {"weight": "600" if strong else "400"}
        )


def text_width(text: str, size: float = TEXT) -> float:
    """About how wide `text` is set."""
    return sum(WIDTHS.get(character, WIDTH_OF_OTHERS) for character in text) * size


def fitting(text: str, room: float) -> str:
    """`text`, cut with an ellipsis to fit the room."""
    if text_width(text) <= room:
        return text
    while text and text_width(text) + TEXT > room:
        text = text[:-1]
    return text.rstrip() + "…"


def two_lines(text: str, room: float) -> list[str]:
    """`text` in up to two lines, each cut to fit the room."""
    if text_width(text) <= room or " " not in text:
        return [fitting(text, room)]
    words = text.split(" ")
    best = min(
        range(1, len(words)),
        key=lambda cut: max(text_width(" ".join(words[:cut])), text_width(" ".join(words[cut:]))),
    )
    return [fitting(" ".join(part), room) for part in (words[:best], words[best:])]


def length(value: float) -> str:
    """A length with at most two decimals, and a point whatever the language."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
