"""What shapes look like that say little of it themselves: what a slide says, completed from layout, master and theme.

For comparing two states of a slide: one program leaves out what another writes down. Looks are given as
`ooxml/slide_content.py` has them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from salespack.graphics.boxes import Box
from salespack.ooxml.parts import Parts
from salespack.ooxml.placeholders import Key
from salespack.ooxml.presentation import Presentation
from salespack.ooxml.preset_colours import preset_colour
from salespack.ooxml.reading import Package
from salespack.ooxml.theme import Theme, effective
from salespack.scene.inheritance import Page
from salespack.scene.model import Solid
from salespack.scene.pages import Backdrops
from salespack.scene.paint import Nothing
from salespack.scene.text.list_styles import Letters, Look, typeface
from salespack.system.cache import Recent

MOST_BACKDROPS = 64
OWN_COLOURS = b"overrideClrMapping"
"""Stands in the markup of a slide that maps colours in its own way; all others inherit the same from one layout."""
STYLED = "styled"
"""Stands for what a shape's reference to the theme's styles gives it."""
_CHANGE = re.compile(r"([A-Za-z]+)(-?\d*)")
_RGB = re.compile(r"[0-9A-F]{6}")


class InheritedLooks:
    """What the slides of one deck inherit. Raises UserFault (SP501–SP509) for a deck that cannot be read."""

    def __init__(self, package: Package) -> None:
        self._parts = Parts(package)
        self._of_layouts: dict[str, SlideLooks] = {}
        presentation = Presentation(package)
        self._backdrops = Backdrops(self._parts, presentation, presentation.size, Recent(MOST_BACKDROPS))

    def of(self, slide: str) -> SlideLooks:
        """What the slide in a part inherits."""
        package = self._parts.package
        layout = package.related(slide, "slideLayout")
        if not layout or layout not in package or OWN_COLOURS in package.read(slide):
            return SlideLooks(self._backdrops.of(self._parts.passing(slide)).page)
        if layout not in self._of_layouts:
            self._of_layouts[layout] = SlideLooks(self._backdrops.on(layout).page)
        return self._of_layouts[layout]


class SlideLooks:
    """What the shapes of one slide inherit, by the keys of their placeholders; None is for those that are none."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def box(self, key: Key | None) -> Box | None:
        """Where a placeholder stands that says nothing of it."""
        place = self._page.inherited_by(key).place
        return place.box if place is not None else None

    def letters(self, key: Key | None, level: int, said: Mapping[str, str]) -> dict[str, str]:
        """The look of letters that say something of it."""
        theme, inherited = self._page.theme, self._look(key, level).letters
        found = _written(inherited, theme)
        for name, value in said.items():
            if name in ("colour", "highlight"):
                found[name] = rgb(value, theme) or value
            elif name == "typeface":
                found[name] = typeface(value, theme, "")
            elif name == "underline":
                found[name] = str(value != "none").lower()
            elif name == "strike":
                found[name] = str(value != "noStrike").lower()
            else:
                found[name] = value
        return found

    def paragraph(self, key: Key | None, level: int, said: Mapping[str, str]) -> dict[str, str]:
        """The look of a paragraph that says something of it: how it is aligned, which kind of sign it has."""
        look = self._look(key, level)
        found: dict[str, str] = {"align": look.align, "bullet": look.marker.kind or "none"}
        if "align" in said:
            found["align"] = said["align"]
        if "bullet" in said:
            found["bullet"] = _bullet(said["bullet"])
        return found

    def shape(self, key: Key | None, said: Mapping[str, str]) -> dict[str, str]:
        """The look of a shape that says something of it."""
        theme, inherited = self._page.theme, self._page.inherited_by(key)
        fill, stroke = inherited.fill, inherited.stroke
        found = {
            "outline": "rect",
            "fill": fill.colour if isinstance(fill, Solid) else _none(fill),
            "line": _none(stroke),
        }
        for name, value in said.items():
            if name == "fill":
                found[name] = rgb(value, theme) or value
            elif name == "line" and value != "none":
                paint, _, width = value.rpartition(" ")
                found[name] = f"{rgb(paint, theme) or paint} {width}"
            else:
                found[name] = value
        return found

    def _look(self, key: Key | None, level: int) -> Look:
        return self._page.inherited_by(key).levels.look(level)


def _written(letters: Letters, theme: Theme) -> dict[str, str]:
    """The look of letters as slides write it."""
    default = theme.colours.get(theme.colour_map.get("tx1", "dk1"), "000000")
    return {
        "size": str(letters.size),
        "bold": str(letters.bold).lower(),
        "italic": str(letters.italic).lower(),
        "underline": str(letters.underline).lower(),
        "strike": str(letters.strike).lower(),
        "capitals": letters.caps,
        "baseline": str(letters.baseline),
        "colour": letters.fill.colour if letters.fill is not None else default,
        "typeface": typeface(letters.latin, theme, ""),
        "highlight": letters.highlight.colour if letters.highlight is not None else "",
    }


def _none(paint: object) -> str:
    return "none" if paint is None or isinstance(paint, Nothing) else ""


def _bullet(said: str) -> str:
    if said in ("none", "picture"):
        return said
    return "char" if len(said) <= 2 else "number"


def rgb(written: str, theme: Theme) -> str | None:
    """RRGGBB of a colour as a slide writes it (`dk1 lumMod65000`), None where it is none."""
    name, *changes = written.split(" ")
    in_theme = theme.colours.get(theme.colour_map.get(name, name)) or preset_colour(name)
    base = name if _RGB.fullmatch(name) else in_theme
    steps = [_CHANGE.fullmatch(one) for one in changes]
    if base is None or not all(steps):
        return None
    found = effective(base, tuple([(one[1], one[2] or None) for one in steps if one is not None]))
    return found[0] if found is not None else None
