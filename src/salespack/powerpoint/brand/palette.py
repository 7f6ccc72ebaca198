"""Colours that the writer chooses itself: theme colours that can be read on a layout's background."""

from __future__ import annotations

from typing import NamedTuple

from salespack.graphics.colours import contrast, luminance
from salespack.ooxml.theme import effective
from salespack.powerpoint.brand.model import Brand, Placeholder
from salespack.scene.tables.built_in_styles import DEFAULT_STYLE, MEDIUM_STYLE_2

READABLE = 4.5  # WCAG 2.2, 1.4.3, text
READABLE_LARGE = 3.3  # the same for large text is 3; the rest is for backgrounds that are not quite white
READABLE_BOLD = 2.5
"""Below this, white on a coloured table header is hard to read even in bold. (4F81BD, PowerPoint's blue, has 4.0.)"""
UNREADABLE = 2.0
"""Below this a placeholder's own colour cannot be read at all, and the writer takes another."""
LINKS_READABLE = 3.0
"""Below this links are written in the colour of the text."""
VISIBLE = 1.5
"""Below this, a bar can hardly be told from its background: charts do without such accents."""
ACCENTS = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6")


class Ink(NamedTuple):
    """A theme colour; `mod` and `off` change its luminance, in thousandths of a percent as text."""

    scheme: str
    mod: str = ""
    off: str = ""


class Look(NamedTuple):
    """How text in a placeholder is written where the brand's own colours for text or for links could not be read."""

    ink: Ink | None = None
    plain_links: bool = False


class Palette(NamedTuple):
    """What a slide writes in: text, secondary text, large figures, thin lines, and the colours of a chart in turn.

    `plain_links` says that the theme's colour for links could not be read.
    """

    text: Ink
    quiet: Ink
    figure: Ink
    rule: Ink
    series: tuple[str, ...]
    plain_links: bool = False


def readable(brand: Brand, ground: str) -> str:
    """The name of the theme's dark or light colour, whichever reads better on `ground`."""
    return max(("dk1", "lt1"), key=lambda name: contrast(brand.colours[name], ground))


def look(brand: Brand, placeholder: Placeholder) -> Look:
    """How text in a placeholder is written, if its ground is known."""
    ground = placeholder.ground
    if ground is None:
        return Look()
    unreadable = placeholder.colour is not None and contrast(placeholder.colour, ground) < UNREADABLE
    links = contrast(brand.colours["hlink"], ground) < LINKS_READABLE
    return Look(Ink(readable(brand, ground)) if unreadable else None, links)


def palette(brand: Brand, ground: str | None, *, dark: bool) -> Palette:
    """The colours to write in on `ground`: the theme's light colour on a dark one, else its dark colour and an accent.

    Where the ground is not known, `dark` says what it is like.
    """
    darker, lighter = sorted(("dk1", "lt1"), key=lambda name: luminance(brand.colours[name]))
    text, paper = (lighter, darker) if dark else (darker, lighter)
    behind = ground or brand.colours[paper]
    if contrast(brand.colours[text], behind) < READABLE_LARGE:
        text = readable(brand, behind)
    seen = {accent: contrast(brand.colours[accent], behind) for accent in ACCENTS}
    series = tuple(accent for accent in ACCENTS if seen[accent] >= VISIBLE) or (text,)
    links = contrast(brand.colours["hlink"], behind) < LINKS_READABLE
    if text == lighter:
        return Palette(Ink(text), Ink(text), Ink(text), Ink(text, "65000"), series, links)
    quiet = Ink(text)
    for mod in (65, 75, 85, 90):
        lighter_ink = Ink(text, f"{mod}000", f"{100 - mod}000")
        seen_as, _ = effective(brand.colours[text], (("lumMod", lighter_ink.mod), ("lumOff", lighter_ink.off)))
        if contrast(seen_as, behind) >= READABLE:
            quiet = lighter_ink
            break
    figure = next((accent for accent in ACCENTS if seen[accent] >= READABLE_LARGE), text)
    return Palette(Ink(text), quiet, Ink(figure), Ink(text, "20000", "80000"), series, links)


def table_style(brand: Brand) -> str:
    """The brand's table style, or its neutral sister where white could not be read on the header's accent."""
    style = brand.table_style or DEFAULT_STYLE
    for accent, known in MEDIUM_STYLE_2.items():
        if known == style and contrast(brand.colours["lt1"], brand.colours[accent]) < READABLE_BOLD:
            return MEDIUM_STYLE_2["dk1"]
    return style
