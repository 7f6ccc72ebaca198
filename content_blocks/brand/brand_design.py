"""The look of the Lumikko brand as data: colours, grid, type and layouts. `make_brand.py` turns it into a file.

Lengths are inches from the top left corner of a 16:9 slide, type sizes are points. Colours are named as in the
theme (`tx2`, `accent1`); `tx2+20` is the same colour made 20 % lighter, `tx2-30` 30 % darker.
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Anchor = Literal["t", "ctr", "b", ""]

NAME = "Lumikko"
"""Whose brand it is; empty for a plain one without mark and wordmark, as new workspaces begin with."""
EMU_PER_INCH = 914_400
SLIDE_WIDTH, SLIDE_HEIGHT = 12_192_000, 6_858_000
FONT, PANOSE = "Calibri", "020F0502020204030204"  # on every PowerPoint; Carlito has the same widths elsewhere
TABLE_STYLE = "{6D1C7F3E-52B4-4C0B-9A41-0E4B5A2F7C19}"

# The accents are lake, low sun, midnight, moss, lingonberry and frost. Neighbours differ in lightness too, for
# colour-blind eyes and grey prints.
COLOURS = {
    "dk1": "17222B",
    "lt1": "FFFFFF",
    "dk2": "123244",
    "lt2": "EDF2F4",
    "accent1": "0B6E82",
    "accent2": "BA790F",
    "accent3": "263C78",
    "accent4": "6FA04E",
    "accent5": "9C3038",
    "accent6": "7F93B8",
    "hlink": "0A5C96",
    "folHlink": "6A4B86",
}
COLOUR_MAP = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}

# Every pair of text and background in the layouts, the table style and links: at least 4.5 (WCAG 2.2, 1.4.3).
TEXT_ON = [
    ("tx1", "bg1"), ("tx1", "bg2"), ("tx2", "bg1"), ("tx2", "bg2"), ("accent1", "bg1"), ("accent1", "bg2"),
    ("hlink", "bg1"), ("hlink", "bg2"), ("folHlink", "bg1"), ("folHlink", "bg2"), ("tx1+30", "bg1"),
    ("bg1", "tx2"), ("bg2", "tx2"), ("bg2", "tx2-35"), ("bg1", "tx2-35"), ("bg1", "accent1"),
]  # fmt: skip
# Bars, lines and chart series: at least 3 (WCAG 2.2, 1.4.11).
GRAPHICS_ON = [(f"accent{n}", "bg1") for n in range(1, 7)] + [("accent2", "tx2")]


def adjusted(colour: str) -> tuple[str, float, float]:
    """A colour's theme name with the factor and the offset of its lightness: `tx2+20` is ("tx2", 0.8, 0.2)."""
    for sign, offset in (("+", True), ("-", False)):
        name, found, amount = colour.partition(sign)
        if found:
            return name, 1 - int(amount) / 100, int(amount) / 100 * offset
    return colour, 1.0, 0.0


def rgb(colour: str) -> str:
    """The hexadecimal value of a colour, its lightness (of HSL) adjusted as Office does."""
    name, factor, offset = adjusted(colour)
    value = COLOURS[COLOUR_MAP.get(name, name)]
    red, green, blue = (int(value[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    mixed = colorsys.hls_to_rgb(hue, lightness * factor + offset, saturation)
    return "".join(f"{round(part * 255):02X}" for part in mixed)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colour names, 1 to 21 (WCAG 2.2, relative luminance)."""

    def luminance(value: str) -> float:
        parts = [int(value[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(rgb(one)), luminance(rgb(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@dataclass(frozen=True)
class Box:
    """A place on the slide, in inches."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True)
class Level:
    """One level of a text style. `indent` is where its text starts in inches, `bullet` the character or none."""

    size: float
    colour: str = "tx1"
    bold: bool = False
    bullet: str = ""
    indent: float = 0.0
    before: float = 0.0
    line: int = 100
    align: Literal["l", "ctr", "r"] = "l"

    @property
    def hanging(self) -> float:
        """How far the bullet hangs to the left of the text, in inches."""
        return 0.25 if self.bullet else 0.0


@dataclass(frozen=True)
class Placeholder:
    """A placeholder. Without a `box` it stands where the master has it; `levels` override the inherited style."""

    type: str
    idx: int
    name: str
    box: Box | None = None
    levels: tuple[Level, ...] = ()
    anchor: Anchor = ""
    prompt: str = ""
    size: str = ""  # PowerPoint's hint: "half", "quarter" or nothing


@dataclass(frozen=True)
class Shape:
    """A decoration: a preset `geometry`, a polygon of `points` (slide inches), or `text` without fill."""

    name: str
    box: Box
    fill: str = ""
    geometry: str = "rect"
    points: tuple[tuple[float, float], ...] = ()
    text: str = ""
    size: float = 0.0


@dataclass(frozen=True)
class Layout:
    """A layout. `type` is the OOXML kind, empty for our own; `dark` fills the slide and hides the master's shapes."""

    name: str
    type: str
    placeholders: tuple[Placeholder, ...] = ()
    shapes: tuple[Shape, ...] = ()
    dark: bool = False
    footers: tuple[str, ...] = ("dt", "ftr", "sldNum")
    footer_boxes: Mapping[str, Box] = field(default_factory=dict)  # those that do not stand where the master has them


# The grid: margins of 0.9 in, the body from 1.66 to 6.26, then 0.4 in for a source, then the footer.
EDGE = SLIDE_WIDTH / EMU_PER_INCH
LEFT = 0.9
RIGHT = EDGE - LEFT
WIDTH = RIGHT - LEFT
TOP, HEIGHT = 1.66, 4.6
GUTTER = 0.5
COLUMN = (WIDTH - GUTTER) / 2
TITLE_BOX = Box(LEFT, 0.42, WIDTH, 0.98)
BODY_BOX = Box(LEFT, TOP, WIDTH, HEIGHT)
FOOTER_Y, FOOTER_H = 6.88, 0.28
FOOTER_BOXES = {
    "sldNum": Box(LEFT, FOOTER_Y, 0.5, FOOTER_H),
    "ftr": Box(LEFT + 0.5, FOOTER_Y, 5.0, FOOTER_H),
    "dt": Box(LEFT + 7.2, FOOTER_Y, 2.6, FOOTER_H),
}
FOOTER_NAMES = {"hdr": "Header", "dt": "Date", "ftr": "Footer", "sldNum": "Slide Number"}
NOTES_BOXES = {
    "hdr": Box(0.75, 0.4, 2.9, 0.3),
    "dt": Box(3.85, 0.4, 2.9, 0.3),
    "sldImg": Box(0.75, 1.0, 6.0, 3.375),
    "body": Box(0.75, 4.7, 6.0, 4.3),
    "ftr": Box(0.75, 9.3, 2.9, 0.3),
    "sldNum": Box(3.85, 9.3, 2.9, 0.3),
}

TITLE_LEVEL = Level(30, "tx2", bold=True, line=90)
BODY_LEVELS = (
    Level(22, bullet="•", indent=0.28, before=12),
    Level(20, bullet="–", indent=0.60, before=7),
    Level(18, bullet="•", indent=0.88, before=5),
    Level(16, bullet="–", indent=1.16, before=4),
    Level(14, bullet="•", indent=1.42, before=4),
)
OTHER_LEVEL = Level(16)  # text outside placeholders
NOTES_LEVELS = tuple(Level(12, before=4, indent=0.25 * depth) for depth in range(9))


def footer_level(kind: str, colour: str = "tx1+30") -> Level:
    """The style of a header, date, footer or slide number."""
    return Level(10, colour, align="r" if kind == "dt" else "l")


def nine_levels(levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """The levels carried on to nine; bulleted ones go further in with each."""
    last = levels[-1]
    return levels + tuple(
        replace(last, indent=last.indent + last.hanging * more) for more in range(1, 10 - len(levels))
    )


def wordmark(x: float, y: float, size: float, colour: str, fell: str) -> tuple[Shape, ...]:
    """The wordmark: two fells under a low sun, then the name. `y` is the base of the fells, `size` points."""
    unit = size / 72
    return (
        Shape("Mark sun", Box(x + 0.86 * unit, y - 1.04 * unit, 0.36 * unit, 0.36 * unit), "accent2+25", "ellipse"),
        Shape("Mark far fell", Box(x + 0.55 * unit, y - 0.58 * unit, 1.0 * unit, 0.58 * unit), fell, "triangle"),
        Shape("Mark near fell", Box(x, y - 0.92 * unit, 1.1 * unit, 0.92 * unit), colour, "triangle"),
        Shape(
            "Wordmark", Box(x + 1.85 * unit, y - 0.97 * unit, 5 * unit, 1.22 * unit), colour, text="Lumikko", size=size
        ),
    )


def shown(shapes: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """The decorations; a plain brand has no mark."""
    return shapes if NAME else tuple(shape for shape in shapes if not shape.name.startswith(("Mark", "Wordmark")))


FAR_FELLS = ((0, 6.15), (1.9, 5.75), (3.3, 6.0), (5.6, 5.2), (7.3, 5.72), (9.7, 4.55), (11.4, 5.3), (EDGE, 4.85))
MIDDLE_FELLS = ((0, 6.75), (2.4, 6.3), (4.6, 6.62), (7.4, 5.85), (9.2, 6.28), (11.6, 5.5), (EDGE, 5.95))
NEAR_FELLS = ((0, 6.6), (1.6, 6.78), (4.4, 6.62), (7.2, 6.74), (9.6, 6.5), (12.1, 6.66), (EDGE, 6.45))
BOTTOM = SLIDE_HEIGHT / EMU_PER_INCH


def fells(
    name: str, ridge: tuple[tuple[float, float], ...], fill: str, lower: float = 0.0, right: float = EDGE
) -> Shape:
    """A range of fells from its ridge down to the lower edge of the slide, moved down by `lower` inches."""
    moved = tuple((x * right / EDGE, y + lower) for x, y in ridge)
    points = (*moved, (right, BOTTOM), (0.0, BOTTOM))
    top = min(y for _, y in points)
    return Shape(name, Box(0, top, right, BOTTOM - top), fill, points=points)


def title(box: Box | None = None, size: float = 0, anchor: Anchor = "", type_: str = "title") -> Placeholder:
    """The title of a content slide, or with a box and size that of a dark one."""
    levels = (Level(size, "bg1", bold=True, line=90),) if size else ()
    return Placeholder(type_, 0, "Title", box, levels, anchor, "Title")


def content(idx: int, name: str, box: Box, size: str = "") -> Placeholder:
    """Text with bullets, a table, a chart or a picture."""
    return Placeholder("", idx, name, box, size=size)


def plain(
    idx: int, name: str, box: Box, level: Level, prompt: str, anchor: Anchor = "", type_: str = "body"
) -> Placeholder:
    """Text that has no bullets on any level."""
    return Placeholder(type_, idx, name, box, nine_levels((level,)), anchor, prompt)


SUN = "accent2+25"
MARKER = Shape("Title marker", Box(0, 0.5, 0.14, 0.9), "accent1")
DARK_WORDMARK = wordmark(LEFT, 0.95, 22, "bg1", "accent6")
LEFT_COLUMN, RIGHT_COLUMN = Box(LEFT, TOP, COLUMN, HEIGHT), Box(RIGHT - COLUMN, TOP, COLUMN, HEIGHT)
PICTURE_BOX = Box(LEFT, TOP, 7.3, HEIGHT)
CAPTION_BOX = Box(LEFT + 7.75, TOP, WIDTH - 7.75, HEIGHT)
PANEL_X = 6.45  # where the closing slide turns light

TITLE_SLIDE = Layout(
    "Title Slide",
    "title",
    (
        title(Box(LEFT, 1.55, 9.3, 2.15), 44, "b", "ctrTitle"),
        plain(
            1, "Subtitle", Box(LEFT, 3.9, 7.6, 1.0), Level(22, "bg2", before=4), "Customer and date", "t", "subTitle"
        ),
    ),
    (
        Shape("Sun", Box(10.62, 4.02, 1.0, 1.0), SUN, "ellipse"),
        fells("Far fells", FAR_FELLS, "tx2+18"),
        fells("Middle fells", MIDDLE_FELLS, "tx2+8"),
        fells("Near fells", NEAR_FELLS, "tx2-35"),
        *DARK_WORDMARK,
    ),
    dark=True,
    footers=("dt", "ftr"),
    footer_boxes={
        "ftr": Box(LEFT, FOOTER_Y, 6.0, FOOTER_H),
        "dt": Box(RIGHT - 2.6, FOOTER_Y, 2.6, FOOTER_H),
    },
)
SECTION_HEADER = Layout(
    "Section Header",
    "secHead",
    (
        title(Box(LEFT, 1.9, 9.6, 1.75), 40, "b"),
        plain(1, "Text", Box(LEFT, 4.14, 8.2, 1.3), Level(22, "bg2", before=6), "What this part answers"),
    ),
    (
        Shape("Rule", Box(LEFT, 3.87, 0.9, 0.05), SUN),
        fells("Middle fells", MIDDLE_FELLS, "tx2+8", lower=0.3),
        fells("Near fells", NEAR_FELLS, "tx2-35"),
    ),
    dark=True,
    footers=("ftr", "sldNum"),
)
TITLE_AND_CONTENT = Layout("Title and Content", "obj", (title(), content(1, "Content", BODY_BOX)), (MARKER,))
TWO_CONTENT = Layout(
    "Two Content",
    "twoObj",
    (title(), content(1, "Content left", LEFT_COLUMN, "half"), content(2, "Content right", RIGHT_COLUMN, "half")),
    (MARKER,),
)
PICTURE = Layout(
    "Picture",
    "picTx",
    (
        title(),
        plain(1, "Picture", PICTURE_BOX, Level(14, "tx1+30"), "Picture", type_="pic"),
        plain(2, "Caption", CAPTION_BOX, Level(18, before=8), "What the picture shows", "ctr"),
    ),
    (MARKER,),
)
QUOTE = Layout(
    "Quote",
    "",
    (
        title(),
        plain(1, "Quote", Box(1.5, 1.96, 10.3, 2.4), Level(28, "tx2", before=10), "What the customer said", "b"),
        plain(2, "Attribution", Box(1.5, 4.6, 10.3, 1.3), Level(16, "accent1", bold=True), "Name, role, company"),
    ),
    (
        MARKER,
        Shape("Quote panel", BODY_BOX, "bg2"),
        Shape("Quote bar", Box(LEFT, TOP, 0.09, HEIGHT), "accent2"),
    ),
)
TITLE_ONLY = Layout("Title Only", "titleOnly", (title(),), (MARKER,))
CLOSING = Layout(
    "Closing",
    "",
    (
        title(Box(LEFT, 1.66, 4.9, 2.8), 36, "ctr"),
        plain(1, "Contact", Box(7.3, 0.9, RIGHT - 7.3, 5.36), Level(20, before=8), "Next step and contact", "ctr"),
    ),
    (
        fells("Middle fells", MIDDLE_FELLS, "tx2+8", lower=0.1, right=PANEL_X),
        fells("Near fells", NEAR_FELLS, "tx2-35", right=PANEL_X),
        Shape("Light panel", Box(PANEL_X, 0, EDGE - PANEL_X, BOTTOM), "bg1"),
        Shape("Sun line", Box(PANEL_X, 0, 0.09, BOTTOM), "accent2"),
        *DARK_WORDMARK,
    ),
    dark=True,
    footers=("ftr", "sldNum"),
)
BLANK = Layout("Blank", "blank")
LAYOUTS = (
    TITLE_SLIDE, SECTION_HEADER, TITLE_AND_CONTENT, TWO_CONTENT, PICTURE, QUOTE, TITLE_ONLY, CLOSING, BLANK,
)  # fmt: skip

MASTER_SHAPES = (
    Shape("Footer line", Box(LEFT, 6.78, WIDTH, 0.01), "tx1+75"),
    *wordmark(11.37, FOOTER_Y + 0.235, 14, "tx2", "accent6"),
)

SAMPLE_MARK = "SAMPLE SLIDE - delete me"
SAMPLE_CATEGORIES = ("2023", "2024", "2025", "2026")
SAMPLE_SERIES = {"Planned work": (48, 57, 66, 74), "Interrupted work": (52, 43, 34, 26)}
