"""The catalog's colours, light and dark, made from the brand's so that every text on them can be read."""

from __future__ import annotations

from collections.abc import Mapping

from salespack.documents.colours import TEXT_CONTRAST, document_colours
from salespack.graphics.colours import BLACK, WHITE, is_dark, mix, readable

PAPER, CARD = "F7F7F5", "FFFFFF"
DARK_PAPER, DARK_CARD = "14171A", "1D2125"
STEPS = (0.10, 0.26, 0.45, 0.70, 1.0)
"""How much of the accent each level of the heat map holds."""


def theme_css(brand: Mapping[str, str]) -> str:
    """The custom properties of both themes. `brand` maps dk1 … accent6 to RRGGBB and may be empty."""
    colours = document_colours(brand)
    light = {
        "paper": PAPER,
        "card": CARD,
        "ink": _readable(colours["ink"], PAPER, BLACK),
        "muted": _readable(mix(colours["ink"], WHITE, 0.38), PAPER, BLACK),
        "line": "DFE1E0",
        "edge": "80868B",
        "accent": _readable(colours["accent"], PAPER, BLACK),
        "warn": _readable(colours["warn"], PAPER, BLACK),
        **_levels(_readable(colours["accent"], PAPER, BLACK), CARD),
    }
    dark = {
        "paper": DARK_PAPER,
        "card": DARK_CARD,
        "ink": "ECEEF0",
        "muted": "A9B1B8",
        "line": "32383E",
        "edge": "7C868F",
        "accent": _readable(colours["accent"], DARK_CARD, WHITE, 5.5),
        "warn": _readable(colours["warn"], DARK_CARD, WHITE),
        **_levels(_readable(colours["accent"], DARK_CARD, WHITE, 5.5), DARK_CARD),
    }
    for theme in (light, dark):
        theme["tint"] = mix(theme["accent"], theme["card"], 0.90)
        theme["on-accent"] = WHITE if is_dark(theme["accent"]) else BLACK
    by_day, by_night = f"color-scheme:light;{_properties(light)}", f"color-scheme:dark;{_properties(dark)}"
    return (
        f":root{{{by_day}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{by_night}}}}}\n"
        f":root[data-theme=light]{{{by_day}}}\n"
        f":root[data-theme=dark]{{{by_night}}}\n"
        f"@media print{{:root,:root[data-theme]{{{by_day}}}}}\n"
    )


def _properties(theme: Mapping[str, str]) -> str:
    return "".join(f"--{name}:#{colour};" for name, colour in theme.items())


def _levels(accent: str, ground: str) -> dict[str, str]:
    """The grounds of the heat map's levels 1 to 5, and the colour of figures on each."""
    found = {}
    for level, share in enumerate(STEPS, 1):
        colour = mix(ground, accent, share)
        found[f"heat-{level}"] = colour
        found[f"on-heat-{level}"] = WHITE if is_dark(colour) else BLACK
    return found


def _readable(colour: str, ground: str, towards: str, least: float = TEXT_CONTRAST + 0.9) -> str:
    """`colour` as it can be read on `ground`, with room to spare."""
    return readable(colour, ground, towards, least)
