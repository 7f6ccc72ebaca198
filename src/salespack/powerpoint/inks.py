"""Colours that the writer chooses itself: theme colours that can be read on a layout's background (WCAG 2.2 contrast)."""

from __future__ import annotations

from typing import NamedTuple

from salespack.powerpoint.brand import Brand, Layout

READABLE = 4.5  # WCAG 2.2, 1.4.3, text
READABLE_LARGE = 3.3  # the same for large text is 3; the rest is for backgrounds that are not quite white
ACCENTS = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6")


class Ink(NamedTuple):
    """A theme colour; `mod` and `off` change its luminance, in thousandths of a percent as text."""

    scheme: str
    mod: str = ""
    off: str = ""


class Palette(NamedTuple):
    """What a slide writes in: text, secondary text, large figures, thin lines."""

    text: Ink
    quiet: Ink
    figure: Ink
    rule: Ink


def contrast(one: str, other: str) -> float:
    """The contrast ratio (1–21) of two colours RRGGBB, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance (0–1) of RRGGBB."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def lightened(colour: str, mod: float) -> str:
    """RRGGBB with its luminance scaled by `mod` and raised by the rest (lumMod and lumOff that add up to 1)."""
    channels = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
    return "".join(f"{round(channel * mod + 255 * (1 - mod)):02X}" for channel in channels)


def palette(brand: Brand, layout: Layout) -> Palette:
    """The colours for `layout`: on a dark one the theme's light colour, on a light one its dark colour and an accent."""
    dark, light = sorted(("dk1", "lt1"), key=lambda name: luminance(brand.colours[name]))
    text, paper = (light, dark) if layout.dark else (dark, light)
    if layout.dark:
        return Palette(Ink(text), Ink(text), Ink(text), Ink(text))
    name = "tx1" if text == "dk1" else text
    quiet = Ink(name)
    for mod in (65, 75, 85):
        if contrast(lightened(brand.colours[text], mod / 100), brand.colours[paper]) >= READABLE:
            quiet = Ink(name, f"{mod}000", f"{100 - mod}000")
            break
    figure = next((a for a in ACCENTS if contrast(brand.colours[a], brand.colours[paper]) >= READABLE_LARGE), name)
    return Palette(Ink(name), quiet, Ink(figure), Ink(name, "20000", "80000"))
