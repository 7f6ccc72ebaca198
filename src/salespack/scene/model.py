"""What is on a finished slide: positioned shapes with everything effective. Types only; no markup, no drawing.

Lengths are EMU from the slide's top left corner, angles degrees clockwise, colours RRGGBB, opacities and shares 0 to 1.
Shapes stand in the order in which they are painted; groups are resolved into their members.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from salespack.graphics.boxes import Box
from salespack.typography.text import Body, Paragraph

Origin = Literal["master", "layout", "slide"]


# --- paint -----------------------------------------------------------------------------------------------------------


class Solid(msgspec.Struct, frozen=True, gc=False):
    """One colour."""

    colour: str
    alpha: float = 1.0


class Stop(msgspec.Struct, frozen=True, gc=False):
    """A colour of a gradient at a share of its way."""

    at: float
    colour: str
    alpha: float = 1.0


class Gradient(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Colours that change along a line at `angle` (0 is left to right), or outwards from a point (`path`).

    `focus` is the point where a path gradient begins, as shares of the shape's width and height.
    """

    stops: tuple[Stop, ...]
    angle: float = 0.0
    scaled: bool = False
    path: Literal["", "circle", "rect", "shape"] = ""
    focus: tuple[float, float] = (0.5, 0.5)


class PictureFill(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A picture that fills a shape: `part` names it, `crop` is cut off (left, top, right, bottom; negative: margins).

    `tile` repeats it at `scale` (x, y) from `offset` (EMU); else it is stretched into the shape less `inset` (shares).
    `svg` is the part of its vector form, where there is one.
    """

    part: str
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    inset: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    tile: bool = False
    scale: tuple[float, float] = (1.0, 1.0)
    offset: tuple[int, int] = (0, 0)
    alpha: float = 1.0
    svg: str | None = None
    duotone: tuple[str, str] | None = None
    grey: bool = False


class Pattern(msgspec.Struct, frozen=True, gc=False):
    """A preset pattern (ST_PresetPatternVal) of two colours."""

    preset: str
    front: Solid
    back: Solid


Paint = Solid | Gradient | PictureFill | Pattern


class Arrow(msgspec.Struct, frozen=True, gc=False):
    """The end of a line (ST_LineEndType); width and length are 2, 3 or 5 times the line's width (sm, med, lg)."""

    kind: Literal["triangle", "stealth", "diamond", "oval", "arrow"]
    width: int = 3
    length: int = 3


class Stroke(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A line: its `width` in EMU, `dash` as lengths of dash and gap in multiples of the width (empty: solid)."""

    paint: Solid | Gradient
    width: int
    dash: tuple[float, ...] = ()
    cap: Literal["butt", "round", "square"] = "butt"
    join: Literal["round", "bevel", "miter"] = "round"
    head: Arrow | None = None
    """At the start of the path."""
    tail: Arrow | None = None
    """At its end."""
    compound: Literal["sng", "dbl", "thickThin", "thinThick", "tri"] = "sng"
    """Of how many parallel lines it is made, which share the width; drawn as one."""


# --- geometry --------------------------------------------------------------------------------------------------------

Command = tuple[str, tuple[float, ...]]
"""`("M", (x, y))`, `("L", (x, y))`, `("C", (x1, y1, x2, y2, x, y))`, `("Z", ())`; EMU from the box's top left."""


class Path(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One path of a geometry. Arcs and quadratic curves have become cubic ones.

    `shade` is how the fill changes on this path (ST_PathFillMode): lighten 0.4/0.2 or darken −0.4/−0.2; None: no fill.
    """

    commands: tuple[Command, ...]
    stroked: bool = True
    shade: float | None = 0.0


class Geometry(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The outline of a shape in its box, and the rectangle in it for text. `preset` is its name, empty for custom."""

    paths: tuple[Path, ...]
    text: Box
    preset: str = ""
    known: bool = True
    """False for a preset whose outline is not built in: a rectangle stands for it, and a problem names it."""


# --- shapes ----------------------------------------------------------------------------------------------------------


class Shape(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What all shapes have. `box` is unrotated; it is turned by `rotation` around its middle, after flips.

    `id` and `name` are those of `p:cNvPr`; `alt` its description, `decorative` that it needs none. `href` is a link of
    the whole shape (http, https, mailto, `#7` for slide 7). `group` is the name of the group that it is a member of.
    """

    id: int
    name: str
    box: Box
    origin: Origin = "slide"
    rotation: float = 0.0
    flip_h: bool = False
    flip_v: bool = False
    alt: str = ""
    decorative: bool = False
    href: str | None = None
    group: str = ""


class AutoShape(Shape, frozen=True, kw_only=True, tag="auto"):
    """A shape with an outline: text boxes, placeholders, preset and custom shapes, lines, connectors.

    `placeholder` is its ST_PlaceholderType (`body` where the file leaves it to the layout), None for other shapes.
    Flips do not mirror its text; `flip_v` turns it by 180 degrees.
    """

    geometry: Geometry
    fill: Paint | None = None
    stroke: Stroke | None = None
    text: Body | None = None
    placeholder: str | None = None


class PictureShape(Shape, frozen=True, kw_only=True, tag="picture"):
    """A picture (`p:pic`), cut to its geometry: also the poster of a film or sound."""

    picture: PictureFill
    geometry: Geometry
    fill: Paint | None = None
    stroke: Stroke | None = None


class Cell(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A cell of a table. Covered cells of a merge are left out: `row`, `column` and spans say where it stands."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    text: Body
    fill: Paint | None = None
    left: Stroke | None = None
    top: Stroke | None = None
    right: Stroke | None = None
    bottom: Stroke | None = None
    falling: Stroke | None = None
    """From its top left to its bottom right corner."""
    rising: Stroke | None = None
    """From its bottom left to its top right corner."""
    header: bool = False


class TableShape(Shape, frozen=True, kw_only=True, tag="table"):
    """A table: widths of columns and heights of rows as they are stored; a row grows when its text needs more.

    `fill` is behind all cells. Neighbours agree about the line between them. Columns count from the left also in tables
    that are read from the right; cells stand in the order in which they are read.
    """

    columns: tuple[int, ...]
    rows: tuple[int, ...]
    cells: tuple[Cell, ...]
    fill: Paint | None = None


class CompositeShape(Shape, frozen=True, kw_only=True, tag="composite"):
    """What is drawn with shapes of its own: a chart, or a diagram (SmartArt). They are positioned on the slide.

    `text` is what it says, for those who cannot see it, where the file has no description. `left_out` names in words
    what of it is not among the shapes (`a trend line`).
    """

    kind: Literal["chart", "diagram"]
    shapes: tuple[AutoShape | PictureShape | Undrawn, ...]
    text: str = ""
    left_out: tuple[str, ...] = ()


class Undrawn(Shape, frozen=True, kw_only=True, tag="undrawn"):
    """What cannot be drawn; `what` names it in words for a problem (`an object (Excel.Sheet.12) without a picture`)."""

    what: str


AnyShape = AutoShape | PictureShape | TableShape | CompositeShape | Undrawn


# --- slides ----------------------------------------------------------------------------------------------------------


class SlideScene(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One slide: its shapes from behind to the front, those of master and layout first (no placeholders of theirs).

    `title` is the text of its title placeholder, in one line. `notes` are the paragraphs of its notes page.
    `layout` is the name of its layout, `part` that of its part.
    """

    number: int
    part: str
    background: Paint
    shapes: tuple[AnyShape, ...]
    title: str = ""
    language: str = ""
    notes: tuple[Paragraph, ...] = ()
    layout: str = ""
    hidden: bool = False


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """A deck, resolved: its slides with their size, and the content of the pictures that they name by part."""

    width: int
    height: int
    slides: tuple[SlideScene, ...]
    media: Callable[[str], bytes]
    title: str = ""
    language: str = ""
