"""Arithmetic of colours, each six hexadecimal digits RRGGBB: how light they are, how well they contrast, mixtures.

Every function raises ValueError for a text that is no such colour.
"""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=256)
def luminance(colour: str) -> float:
    """The relative luminance, 0–1, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio, 1–21, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """The colour on the straight way from `one` (share 0) to `other` (share 1)."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def _channels(colour: str) -> bytes:
    if len(colour) != 6:
        raise ValueError(f"“{colour}” is no colour RRGGBB")
    return bytes.fromhex(colour)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
