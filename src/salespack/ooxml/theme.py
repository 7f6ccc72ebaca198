"""Theme colours and fonts: what a colour element means as RRGGBB and which typeface `+mj-lt` stands for.

Colours are resolved as ISO/IEC 29500-1 §20.1.2.3 defines them; `colour` and `fill` leave transparency out of account.
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from salespack.graphics.colours import RGB, encoded, is_colour, linear, mean, parts, written
from salespack.ooxml.markup import A, P, integer
from salespack.ooxml.packaging import Relationship
from salespack.ooxml.preset_colours import preset_colour

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

OFFICE = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6", "accent1": "4472C4", "accent2": "ED7D31",
    "accent3": "A5A5A5", "accent4": "FFC000", "accent5": "5B9BD5", "accent6": "70AD47", "hlink": "0563C1",
    "folHlink": "954F72",
}  # fmt: skip
"""The colours of Office's own theme (2013–2022), for what a theme leaves out."""
IDENTITY_MAP = {name: name for name in OFFICE} | {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_HUNDRED_PERCENT = 100_000
_FULL_CIRCLE = 21_600_000


class Theme(msgspec.Struct, frozen=True):
    """A theme under one colour map: scheme colours as RRGGBB, the two Latin typefaces, the background fills' markup.

    `fonts` has the typefaces for other scripts: `+mj-ea`, `+mn-cs`, and by ISO 15924 code `+mn:Jpan`. `fills` and
    `lines` are the markup of the styles that shapes refer to by number, counted from 1. What these styles, and the
    background fills, refer to themselves (pictures) is found by `relationships`, those of the theme's own part.
    """

    colours: Mapping[str, str]
    major_font: str
    minor_font: str
    backgrounds: tuple[Element, ...] = ()
    colour_map: Mapping[str, str] = msgspec.field(default_factory=lambda: IDENTITY_MAP)
    fonts: Mapping[str, str] = msgspec.field(default_factory=dict)
    fills: tuple[Element, ...] = ()
    lines: tuple[Element, ...] = ()
    relationships: Mapping[str, Relationship] = msgspec.field(default_factory=dict)

    def mapped(self, colour_map: Mapping[str, str]) -> Theme:
        """The theme as a layout sees it that overrides the master's colour map."""
        return msgspec.structs.replace(self, colour_map=IDENTITY_MAP | dict(colour_map))

    def font(self, typeface: str) -> str:
        """The typeface meant: `+mj-lt` and `+mn-lt` are the theme's."""
        return {"+mj": self.major_font, "+mn": self.minor_font}.get(typeface[:3], typeface)

    def colour(self, holder: Element | None, phclr: str | None = None) -> str | None:
        """RRGGBB of the first colour in `holder` (a solidFill, a bgRef, a gradient stop), None if it has none."""
        found = self.colour_and_alpha(holder, phclr)
        return found[0] if found is not None else None

    def colour_and_alpha(self, holder: Element | None, phclr: str | None = None) -> tuple[str, float] | None:
        """As `colour`, with its opacity from 0 to 1."""
        for element in holder if holder is not None else ():
            base = self._base(element, phclr)
            if base is not None:
                return effective(base, tuple([(one.tag.removeprefix(A), one.get("val")) for one in element]))
        return None

    def fill(self, properties: Element | None, phclr: str | None = None) -> str | None:
        """RRGGBB of a solid fill that is a child of `properties`, the mean of a gradient's stops, else None."""
        if properties is None:
            return None
        if (solid := properties.find(f"{A}solidFill")) is not None:
            return self.colour(solid, phclr)
        stops = [self.colour(stop, phclr) for stop in properties.findall(f"{A}gradFill/{A}gsLst/{A}gs")]
        known = [stop for stop in stops if stop is not None]
        return mean(known) if known else None

    @property
    def ground(self) -> str:
        """RRGGBB of the paper: what lies behind slides where nothing says a background."""
        return self.colours.get(self.colour_map.get("bg1", "lt1"), "FFFFFF")

    def _base(self, element: Element, phclr: str | None) -> str | None:
        """RRGGBB before the transforms."""
        value = element.get("val", "")
        match element.tag.removeprefix(A):
            case "srgbClr":
                return value.upper() if is_colour(value) else None
            case "sysClr":
                last = element.get("lastClr", "").upper()
                return last if is_colour(last) else "FFFFFF" if value == "window" else "000000"
            case "schemeClr" if value == "phClr":
                return phclr
            case "schemeClr":
                return self.colours.get(self.colour_map.get(value, value))
            case "prstClr":
                return preset_colour(value)
            case "scrgbClr":
                red, green, blue = (integer(element.get(one), 0) / _HUNDRED_PERCENT for one in "rgb")
                return written((encoded(red), encoded(green), encoded(blue)))
            case "hslClr":
                hue = integer(element.get("hue"), 0) / _FULL_CIRCLE
                saturation, lightness = (integer(element.get(one), 0) / _HUNDRED_PERCENT for one in ("sat", "lum"))
                return written(colorsys.hls_to_rgb(hue, lightness, saturation))
        return None


def theme_of(
    root: Element | None, colour_map: Mapping[str, str], relationships: Mapping[str, Relationship] | None = None
) -> Theme:
    """The theme that a theme part describes, under a master's colour map; Office's own where the part is silent.

    Without its `relationships` the pictures of its fills are not found.
    """
    if root is None:
        return Theme(OFFICE, "Calibri", "Calibri").mapped(colour_map)
    scheme = root.find(f"{A}themeElements/{A}clrScheme")
    bare = Theme({}, "", "")
    named = {one.tag.removeprefix(A): bare.colour(one) for one in (scheme if scheme is not None else ())}
    fonts = [root.find(f"{A}themeElements/{A}fontScheme/{A}{kind}Font/{A}latin") for kind in ("major", "minor")]
    major, minor = ((font.get("typeface") if font is not None else None) or "Calibri" for font in fonts)
    colours = OFFICE | {name: value for name, value in named.items() if name in OFFICE and value is not None}
    fills, lines, backgrounds = (_styles(root, kind) for kind in ("fill", "ln", "bgFill"))
    theme = Theme(
        colours, major, minor, backgrounds, fonts=_fonts(root), fills=fills, lines=lines,
        relationships=relationships or {},
    )  # fmt: skip
    return theme.mapped(colour_map)


def colour_map_of(master: Element | None) -> Mapping[str, str]:
    """The colour map of a master."""
    found = master.find(f"{P}clrMap") if master is not None else None
    return dict(found.attrib) if found is not None else IDENTITY_MAP


def own_colour_map(root: Element) -> Mapping[str, str] | None:
    """The colour map that a layout or slide has instead of its master's, None if it has none of its own."""
    override = root.find(f"{P}clrMapOvr/{A}overrideClrMapping")
    return dict(override.attrib) if override is not None else None


def _styles(root: Element, kind: str) -> tuple[Element, ...]:
    """What one of the lists of a theme's format scheme holds."""
    return tuple(root.findall(f"{A}themeElements/{A}fmtScheme/{A}{kind}StyleLst/*"))


def _fonts(root: Element) -> dict[str, str]:
    """The typefaces for other scripts than Latin."""
    found = {}
    for kind, name in (("major", "+mj"), ("minor", "+mn")):
        for one in root.findall(f"{A}themeElements/{A}fontScheme/{A}{kind}Font/*"):
            at = f"{name}:{one.get('script', '')}" if one.tag == f"{A}font" else f"{name}-{one.tag.removeprefix(A)}"
            if typeface := one.get("typeface"):
                found[at] = typeface
    found.pop("+mj-latin", None)
    found.pop("+mn-latin", None)
    return found


@lru_cache(maxsize=4_096)
def effective(base: str, transforms: tuple[tuple[str, str | None], ...]) -> tuple[str, float]:
    """The colour and opacity after the transforms (name and value each), in their order."""
    rgb, alpha = parts(base), 1.0
    for name, value in transforms:
        share = integer(value, 0) / _HUNDRED_PERCENT
        match name:
            case "alpha":
                alpha = share
            case "alphaMod":
                alpha *= share
            case "alphaOff":
                alpha += share
            case _:
                rgb = _transformed(rgb, name, share)
    return written(rgb), min(max(alpha, 0.0), 1.0)


def _transformed(rgb: RGB, name: str, share: float) -> RGB:
    """The colour after one transform; shade, tint and those of single parts work on linear light."""
    match name:
        case "shade":
            red, green, blue = (encoded(linear(part) * share) for part in rgb)
            return red, green, blue
        case "tint":
            red, green, blue = (encoded(1 - (1 - linear(part)) * share) for part in rgb)
            return red, green, blue
        case "lum" | "lumMod" | "lumOff" | "sat" | "satMod" | "satOff" | "hue" | "hueMod" | "hueOff":
            return _in_hls(rgb, name, share)
        case "red" | "redMod" | "redOff" | "green" | "greenMod" | "greenOff" | "blue" | "blueMod" | "blueOff":
            at = "rgb".index(name[0])
            lights = [linear(part) for part in rgb]
            lights[at] = _moved(lights[at], name, share)
            red, green, blue = map(encoded, lights)
            return red, green, blue
        case "inv":
            return 1 - rgb[0], 1 - rgb[1], 1 - rgb[2]
        case "comp":
            hue, lightness, saturation = colorsys.rgb_to_hls(*rgb)
            return colorsys.hls_to_rgb((hue + 0.5) % 1, lightness, saturation)
        case "gray":
            grey = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]
            return grey, grey, grey
        case "gamma":
            return encoded(rgb[0]), encoded(rgb[1]), encoded(rgb[2])
        case "invGamma":
            return linear(rgb[0]), linear(rgb[1]), linear(rgb[2])
    return rgb


def _moved(part: float, name: str, share: float) -> float:
    """A part of a colour multiplied (`…Mod`), moved (`…Off`) or set, from 0 to 1."""
    moved = part * share if name.endswith("Mod") else part + share if name.endswith("Off") else share
    return min(max(moved, 0.0), 1.0)


def _in_hls(rgb: RGB, name: str, share: float) -> RGB:
    """Hue, lightness or saturation changed; hues are moved and set by angles."""
    hls = list(colorsys.rgb_to_hls(*rgb))
    at = {"hue": 0, "lum": 1, "sat": 2}[name[:3]]
    if at:
        hls[at] = _moved(hls[at], name, share)
    elif name == "hueMod":
        hls[0] = hls[0] * share % 1
    else:
        turn = share * _HUNDRED_PERCENT / _FULL_CIRCLE
        hls[0] = (hls[0] + turn if name == "hueOff" else turn) % 1
    return colorsys.hls_to_rgb(*hls)
