"""Arithmetic of colours, each six hexadecimal digits RRGGBB: how light they are, how well they contrast, mixtures.

Every function that takes such a text raises ValueError for one that is no such colour.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

RGB = tuple[float, float, float]
"""Red, green and blue from 0 to 1, as sRGB stores them."""
WHITE, BLACK = "FFFFFF", "000000"
_COLOUR = re.compile("[0-9A-Fa-f]{6}")
_STEP = 0.06


def is_colour(text: str) -> bool:
    """Whether a text is RRGGBB, in capitals or not."""
    return _COLOUR.fullmatch(text) is not None


def parts(colour: str) -> RGB:
    """A colour's red, green and blue."""
    red, green, blue = _channels(colour)
    return red / 255, green / 255, blue / 255


def written(rgb: RGB) -> str:
    """RRGGBB in capitals; what lies outside of 0 to 1 is cut to that."""
    return "".join([f"{round(min(max(part, 0.0), 1.0) * 255):02X}" for part in rgb])


def linear(part: float) -> float:
    """The light of a part of a colour, 0–1 (IEC 61966-2-1, sRGB)."""
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def encoded(light: float) -> float:
    """The part of a colour that gives a light, 0–1: the inverse of `linear`."""
    return light * 12.92 if light <= 0.0031308 else float(1.055 * light ** (1 / 2.4) - 0.055)


@lru_cache(maxsize=4_096)
def luminance(colour: str) -> float:
    """The relative luminance, 0–1, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    red, green, blue = map(linear, parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def is_dark(colour: str) -> bool:
    """Whether white text reads better on a colour than black text: at luminance 0.179 both contrast alike."""
    return luminance(colour) < 0.179


def contrast(one: str, other: str) -> float:
    """The contrast ratio, 1–21, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """The colour on the straight way from `one` (share 0) to `other` (share 1)."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "".join([f"{round(a + (b - a) * share):02X}" for a, b in pairs])


def mean(colours: Sequence[str]) -> str:
    """The colour whose parts are the mean of those of one colour or more."""
    listed = [parts(one) for one in colours]
    red, green, blue = (sum(one[at] for one in listed) / len(listed) for at in range(3))
    return written((red, green, blue))


def readable(colour: str, ground: str, towards: str, least: float) -> str:
    """`colour`, moved `towards` white or black in small steps until its contrast with `ground` is at least `least`.

    That must be one that `towards` itself has.
    """
    while contrast(colour, ground) < least:
        colour = mix(colour, towards, _STEP)
    return colour


@lru_cache(maxsize=1_024)
def _channels(colour: str) -> bytes:
    if not is_colour(colour):
        raise ValueError(f"“{colour}” is no colour RRGGBB")
    return bytes.fromhex(colour)
