"""The colours of documents, by what they are for, made from a brand's theme so that every text on them can be read."""

from __future__ import annotations

from collections.abc import Mapping

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
WHITE, BLACK = (255, 255, 255), (0, 0, 0)

Rgb = tuple[int, int, int]


def document_colours(brand: Mapping[str, str]) -> dict[str, str]:
    """Six hexadecimal digits each for ink, muted, heading, accent, tint, line, band, on_band, warn, series1 … series6.

    `brand` maps dk1 … accent6 to such digits; the default replaces a missing or malformed one. All paper is white.
    """
    theme = {name: _rgb(brand.get(name), default) for name, default in DEFAULTS.items()}
    ink = _readable(theme["dk1"], TEXT_CONTRAST)
    band = theme["dk2"]
    accent = _readable(theme["accent1"], TEXT_CONTRAST)
    colours = {
        "ink": ink,
        "muted": _readable(_mix(ink, WHITE, 0.35), TEXT_CONTRAST),
        "heading": _readable(theme["dk2"], TEXT_CONTRAST),
        "accent": accent,
        "tint": _mix(accent, WHITE, 0.93),
        "line": _mix(theme["dk2"], WHITE, 0.8),
        "band": band,
        "on_band": WHITE if _contrast(band, WHITE) >= TEXT_CONTRAST else BLACK,
        "warn": _readable(theme["accent5"], TEXT_CONTRAST),
    }
    for number in range(1, 7):
        colours[f"series{number}"] = _readable(theme[f"accent{number}"], GRAPHIC_CONTRAST)
    return {name: "{:02X}{:02X}{:02X}".format(*colour) for name, colour in colours.items()}


def _rgb(text: str | None, default: str) -> Rgb:
    digits = (text or "").removeprefix("#")
    try:
        value = int(digits if len(digits) == 6 else default, 16)
    except ValueError:
        value = int(default, 16)
    return value >> 16, value >> 8 & 255, value & 255


def _mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _readable(colour: Rgb, least: float) -> Rgb:
    """`colour`, made darker in small steps until its contrast with white is at least `least`."""
    while _contrast(colour, WHITE) < least:
        colour = _mix(colour, BLACK, 0.06)
    return colour


def _contrast(one: Rgb, other: Rgb) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Rgb) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else float((part + 0.055) / 1.055) ** 2.4 for part in (c / 255 for c in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
