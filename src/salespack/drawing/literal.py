"""What Typst's markup is made of: lengths, colours, and texts as literals that can never act as markup."""

from __future__ import annotations

import re

from salespack.assembly.templating import typst_literal
from salespack.scene.model import Solid

EMU_PER_POINT = 12_700
MOST_POINTS = 100_000.0
"""No length is longer: files may say anything, and Typst's pages end somewhere."""
_NOT_PLAIN = re.compile("[^A-Za-z0-9 ]")
_COLOUR = re.compile("[0-9A-Fa-f]{6}")


def points(emu: float) -> str:
    """A length in EMU as a number of points."""
    length = emu / EMU_PER_POINT
    return f"{min(max(length, -MOST_POINTS), MOST_POINTS):.2f}"


def number(value: float) -> str:
    """A plain number."""
    return f"{value:.4g}" if abs(value) < 10_000 else f"{value:.0f}"


def string(text: str) -> str:
    r"""A Typst string literal: letters, digits and blanks stand as they are, all else as `\u{…}`."""
    return f'"{_NOT_PLAIN.sub(_escaped, text)}"'


def _escaped(match: re.Match[str]) -> str:
    return typst_literal(match[0])


def colour(solid: Solid) -> str:
    """A colour with its opacity."""
    return rgb(solid.colour, solid.alpha)


def rgb(digits: str, alpha: float = 1.0) -> str:
    """A colour from RRGGBB; black where it is none."""
    known = digits if _COLOUR.fullmatch(digits) else "000000"
    opacity = "" if alpha >= 1 else f"{round(max(alpha, 0) * 255):02x}"
    return f'rgb("{known}{opacity}")'
