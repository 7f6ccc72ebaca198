"""What Typst's markup is made of: lengths, colours, languages, and texts as literals that can never act as markup."""

from __future__ import annotations

import re

from salespack.deck.links import SCHEMES
from salespack.graphics.colours import is_colour
from salespack.graphics.lengths import POINT
from salespack.scene.model import Solid
from salespack.templating.environment import typst_literal

MOST_POINTS = 100_000.0
"""No length is longer: files may say anything, and Typst's pages end somewhere."""
_NOT_PLAIN = re.compile("[^A-Za-z0-9 ]")


def points(emu: float) -> str:
    """A length in EMU as a number of points."""
    length = emu / POINT
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


def rgb(colour: str, alpha: float = 1.0) -> str:
    """A colour from RRGGBB."""
    opacity = "" if alpha >= 1 else f"{round(max(alpha, 0) * 255):02x}"
    return f'rgb("{digits(colour)}{opacity}")'


def digits(colour: str) -> str:
    """RRGGBB; black where it is no colour, so that nothing else gets into markup."""
    return colour if is_colour(colour) else "000000"


def language(tag: str) -> str:
    """The language of a tag (`fi-FI`), as Typst takes it; empty where it is none."""
    main = tag.partition("-")[0].lower()
    return main if len(main) in (2, 3) and main.isascii() and main.isalpha() else ""


NOT_A_LINK = "a link that is not http, https or mailto"
"""What Typst stops with, and the other targets say, of such a link."""

# Put before every Typst document. Raw text cannot hold a value, for it does not read `\u{…}`; links lead to the web
# or a mailbox; and a font is always set, since Typst drops text in silence where the first font is unknown.
TYPST_GUARD = r"""
#set text(font: ("Source Sans Pro",))
#show raw: it => {
  if it.text.contains(regex("\\\\u\\{[0-9a-f]+\\}")) { panic("salespack:literal:raw text") }
  it
}
#show link: it => {
  if type(it.dest) == str and not it.dest.contains(regex("^(?i:SCHEMES):")) {
    panic("salespack:literal:NOT_A_LINK")
  }
  it
}
""".replace("SCHEMES", "|".join(SCHEMES)).replace("NOT_A_LINK", NOT_A_LINK)
