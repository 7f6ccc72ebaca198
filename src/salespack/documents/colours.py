"""The colours of documents, by what they are for, made from a brand's theme so that every text on them can be read."""

from __future__ import annotations

from collections.abc import Mapping

from salespack.graphics.colours import BLACK, WHITE, contrast, mix, readable

# Where a brand names no colour: a calm blue-green on white.
DEFAULTS = {
    "dk1": "1F2933",
    "lt1": "FFFFFF",
    "dk2": "14323F",
    "lt2": "EEF3F5",
    "accent1": "0B6E82",
    "accent2": "B26A00",
    "accent3": "3A4E8C",
    "accent4": "4F7F37",
    "accent5": "9C3038",
    "accent6": "6D7FA3",
}
TEXT_CONTRAST, GRAPHIC_CONTRAST = 4.5, 3.0  # WCAG 2.2, success criteria 1.4.3 and 1.4.11


def document_colours(brand: Mapping[str, str], chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """RRGGBB each for ink, muted, heading, accent, tint, line, band, on_band, warn, series1 … series6.

    `brand` maps dk1 … accent6 to RRGGBB; the default replaces a missing one. `chosen` are the owner's own for heading,
    accent and band, each a name of those or RRGGBB. All paper is white. Else headings and bands take the first colour
    of the theme that can be read on white, and that white can be read on. Raises ValueError for a colour that is not
    RRGGBB, which a compiled brand never has.
    """
    theme = {**DEFAULTS, **brand}
    own = {name: theme.get(colour, colour) for name, colour in (chosen or {}).items()}
    ink = readable(theme["dk1"], WHITE, BLACK, TEXT_CONTRAST)
    strong = _strong(theme)
    band = own.get("band", strong)
    accent = readable(own.get("accent", theme["accent1"]), WHITE, BLACK, TEXT_CONTRAST)
    colours = {
        "ink": ink,
        "muted": readable(mix(ink, WHITE, 0.35), WHITE, BLACK, TEXT_CONTRAST),
        "heading": readable(own.get("heading", strong), WHITE, BLACK, TEXT_CONTRAST),
        "accent": accent,
        "tint": mix(accent, WHITE, 0.93),
        "line": mix(strong, WHITE, 0.8),
        "band": band,
        "on_band": WHITE if contrast(band, WHITE) >= TEXT_CONTRAST else BLACK,
        "warn": readable(theme["accent5"], WHITE, BLACK, TEXT_CONTRAST),
    }
    for number in range(1, 7):
        colours[f"series{number}"] = readable(theme[f"accent{number}"], WHITE, BLACK, GRAPHIC_CONTRAST)
    return colours


def _strong(theme: Mapping[str, str]) -> str:
    """The theme's first colour that white can be read on; where none is so dark, its first accent, made darker."""
    for name in ("dk2", *(f"accent{number}" for number in range(1, 7)), "dk1"):
        if contrast(theme[name], WHITE) >= TEXT_CONTRAST:
            return theme[name]
    return readable(theme["accent1"], WHITE, BLACK, TEXT_CONTRAST)
