"""Signs for yes, partly and no that stand alone in a cell: drawn as figures, which are read as words.

Few fonts have them, and readers say “check mark”, or nothing, for the letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from salespack.drawing.outlines import CIRCLE, curve
from salespack.graphics.lengths import CENTIPOINT
from salespack.language.locales import word_of_sign
from salespack.scene.model import Command
from salespack.typesetting.literals import number, rgb, string
from salespack.typography.text import Body
from salespack.typography.widths import SIGNS_FACE

SIGNS: Mapping[str, Literal["yes", "partly", "no"]] = {"✓": "yes", "◐": "partly", "–": "no"}
CHECK = (("M", (-0.32, 0.02)), ("L", (-0.1, 0.25)), ("L", (0.34, -0.29)))
DASH = (("M", (-0.22, 0.0)), ("L", (0.22, 0.0)))
RADIUS, PEN = 0.3, 0.09
"""Of the circle, and how thick lines are: in sizes of the letters, as all of this."""


def sign_call(body: Body, cx: int, cy: int, language: str) -> str:
    """The call that draws the one sign that a cell of this size (EMU) holds, in its middle; empty where it holds other
    text."""
    runs = [run for paragraph in body.paragraphs for run in paragraph.runs if run.text.strip()]
    if len(runs) != 1 or runs[0].typeface != SIGNS_FACE or runs[0].text.strip() not in SIGNS:
        return ""
    run, sign = runs[0], SIGNS[runs[0].text.strip()]
    size, ink = run.size * CENTIPOINT, rgb(run.colour, run.alpha)
    stroke = f'(paint:{ink},thickness:{number(run.size / 100 * PEN)}pt,cap:"round",join:"round")'

    def placed(commands: tuple[Command, ...], fill: str, pen: str) -> str:
        moved = [
            (name, tuple(one * size + (cy if at % 2 else cx) / 2 for at, one in enumerate(numbers)))
            for name, numbers in commands
        ]
        return curve(moved, fill, pen)

    match sign:
        case "yes":
            drawn = placed(CHECK, "none", stroke)
        case "no":
            drawn = placed(DASH, "none", stroke)
        case "partly":
            drawn = placed(_half(-1), ink, stroke) + ";" + placed(_half(1), "none", stroke)
    return f"fig({string(word_of_sign(sign, language))},{{{drawn}}})"


def _half(side: int) -> tuple[Command, ...]:
    """Half of a circle, at its left (-1) or right (1)."""
    r, handle = RADIUS, RADIUS * CIRCLE
    return (
        ("M", (0.0, -r)),
        ("C", (side * handle, -r, side * r, -handle, side * r, 0.0)),
        ("C", (side * r, handle, side * handle, r, 0.0, r)),
        ("Z", ()),
    )
