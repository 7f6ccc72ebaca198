"""The device context that records of EMF and WMF act on: its state, its objects, and what they draw on a canvas.

States and their defaults are those of [MS-EMF] 3.1.1 and [MS-WMF] 3.1.5. Lengths and points that come in are logical;
the context brings them to pixels of the device that the picture was made for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from salespack.graphics.metafiles import bitmaps
from salespack.graphics.metafiles.bitmaps import Bitmap
from salespack.graphics.metafiles.canvas import MOST_CLIPS, Canvas, Clip, Line, Paint, device_width, placed
from salespack.graphics.metafiles.model import (
    IDENTITY,
    MOST_LETTERS,
    MOST_PIXELS,
    FindsGlyphs,
    Matrix,
    Outline,
    Point,
    Unreadable,
    arc,
    moved,
    rectangle,
    sane,
    then,
)

MOST_SAVED = 256
MOST_OBJECTS = 65_536
DASHES = {1: (3.0, 1.0), 2: (1.0, 1.0), 3: (3.0, 1.0, 1.0, 1.0), 4: (3.0, 1.0, 1.0, 1.0, 1.0, 1.0), 8: (1.0, 1.0)}
"""Styles of pens ([MS-WMF] 2.1.1.23), in widths of the line; of hairlines in three pixels each."""
NO_LINE, INSIDE, USER_DASHES = 5, 6, 7
NULL_BRUSH, HATCHED = 1, 2
NEAREST_SHARE, FARTHEST_SHARE = 0.7, 1.4
"""How far letters that stand in for others are made narrower or wider, to be as wide as the record says."""
SRC_COPY, SRC_AND, SRC_PAINT, SRC_INVERT = 0xCC0020, 0x8800C6, 0xEE0086, 0x660046
PATTERN, BLACKNESS, WHITENESS = 0xF00021, 0x000042, 0xFF0062
NOTHING_DONE = 0xAA0029
"""Ternary raster operations ([MS-WMF] 2.1.1.31)."""
R2_BLACK, R2_NOT, R2_NOP, R2_WHITE = 1, 6, 11, 16
BASELINE, BOTTOM, CENTRE, RIGHT, UPDATES_POSITION = 24, 8, 6, 2, 1
OPAQUE_BOX, CLIPPED = 2, 4
LETTERS_BY_NUMBER = "letters that are named by their numbers in a font"
LETTERS_MISSING = "letters that no font here has"


@dataclass(frozen=True)
class Pen:
    """How lines are drawn: `width` is logical, 0 for the thinnest; `dash` is in widths, or logical where `exact`."""

    colour: str = "000000"
    width: float = 0.0
    style: int = 0
    cap: str = "round"
    join: str = "round"
    dash: tuple[float, ...] = ()
    cosmetic: bool = False


@dataclass(frozen=True)
class Brush:
    """What areas are filled with: a colour, a hatch by its number, or a picture side by side."""

    colour: str = "FFFFFF"
    style: int = 0
    hatch: int = 0
    tile: Bitmap | None = None


@dataclass(frozen=True)
class Font:
    """Which letters text is in. A `height` above nought is that of the line, below nought that of the letters."""

    typeface: str = "Arial"
    height: float = 0.0
    width: float = 0.0
    escapement: float = 0.0
    """Degrees against the clock."""
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike_out: bool = False
    charset: int = 0


Thing = Pen | Brush | Font
STOCK: dict[int, Thing] = {
    0: Brush("FFFFFF"), 1: Brush("C0C0C0"), 2: Brush("808080"), 3: Brush("404040"), 4: Brush("000000"),
    5: Brush(style=NULL_BRUSH), 6: Pen("FFFFFF"), 7: Pen(), 8: Pen(style=NO_LINE), 18: Brush("FFFFFF"), 19: Pen(),
    **dict.fromkeys(range(10, 18), Font(height=-13)),
}  # fmt: skip
"""What is there before anything is made ([MS-EMF] 2.1.31)."""


@dataclass
class State:
    """What one saves and restores."""

    pen: Pen = field(default_factory=Pen)
    brush: Brush = field(default_factory=Brush)
    font: Font = field(default_factory=lambda: Font(height=-13))
    world: Matrix = IDENTITY
    mode: int = 1
    window: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    viewport: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    text_colour: str = "000000"
    ground: str = "FFFFFF"
    opaque: bool = True
    align: int = 0
    even_odd: bool = True
    raster: int = 13
    miter: float = 10.0
    position: Point = (0.0, 0.0)
    clockwise: bool = False
    clip: Clip = field(default_factory=Clip)
    around: Clip = field(default_factory=Clip)
    """The clip that others are within ([MS-EMF] 2.3.2, EMR_SETMETARGN)."""


class Device:
    """One device context. `millimetre` is a millimetre in its pixels across and down.

    Outlines are drawn `shift` pixels to the right and below.
    """

    def __init__(
        self, canvas: Canvas, find_glyphs: FindsGlyphs, millimetre: tuple[float, float], shift: float = 0.0
    ) -> None:
        self.canvas, self._find_glyphs, self._millimetre = canvas, find_glyphs, millimetre
        self._shift: Matrix = (1.0, 0.0, 0.0, 1.0, shift, shift)
        self.state = State()
        self.objects: dict[int, Thing] = {}
        self._saved: list[State] = []
        self._path: Outline | None = None
        self.path: Outline = []
        """The path that is ended, in pixels of the device."""
        self._matrix: Matrix | None = None
        self._pixels = self._letters = 0
        self._tiles: dict[Bitmap, Paint] = {}
        self._mask: tuple[tuple[float, ...], tuple[int, int], int, Bitmap] | None = None
        """A bitmap that was just drawn with SRCAND: its box, its size, where it stands on the canvas, itself."""

    # --- state ---------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Keeps the state."""
        if len(self._saved) < MOST_SAVED:
            self._saved.append(replace(self.state))

    def restore(self, which: int) -> None:
        """Goes back to a state: the last but one for −2, the second for 2."""
        at = len(self._saved) + which if which < 0 else which - 1
        if 0 <= at < len(self._saved):
            self.state = self._saved[at]
            del self._saved[at:]
            self._matrix = None

    def set_world(self, matrix: Matrix) -> None:
        """The world transform."""
        self.state.world, self._matrix = sane(matrix), None

    def modify_world(self, matrix: Matrix, how: int) -> None:
        """The world transform changed ([MS-EMF] 2.1.24)."""
        world = self.state.world
        changed = {1: IDENTITY, 2: then(matrix, world), 3: then(world, matrix), 4: matrix}.get(how, world)
        self.set_world(changed)

    def set_mode(self, mode: int) -> None:
        """The mapping mode ([MS-WMF] 2.1.1.16)."""
        self.state.mode, self._matrix = mode, None

    def set_window(self, *, origin: Point | None = None, extent: Point | None = None) -> None:
        """Where the window begins, or how large it is."""
        x, y, cx, cy = self.state.window
        self.state.window = (*(origin or (x, y)), *(extent or (cx, cy)))
        self._matrix = None

    def set_viewport(self, *, origin: Point | None = None, extent: Point | None = None) -> None:
        """Where the viewport begins, or how large it is."""
        x, y, cx, cy = self.state.viewport
        self.state.viewport = (*(origin or (x, y)), *(extent or (cx, cy)))
        self._matrix = None

    @property
    def matrix(self) -> Matrix:
        """From logical units to pixels of the device."""
        if self._matrix is None:
            self._matrix = sane(then(self.state.world, self._page()))
        return self._matrix

    def _page(self) -> Matrix:
        state = self.state
        x, y, wide, high = state.window
        to_x, to_y, to_wide, to_high = state.viewport
        across, down = 1.0, 1.0
        if state.mode in (7, 8):
            across, down = to_wide / (wide or 1), to_high / (high or 1)
            if state.mode == 7:
                least = min(abs(across), abs(down))
                across, down = math.copysign(least, across), math.copysign(least, down)
        elif state.mode in (2, 3, 4, 5, 6):
            unit = {2: 0.1, 3: 0.01, 4: 0.254, 5: 0.0254, 6: 25.4 / 1_440}[state.mode]
            across, down = unit * self._millimetre[0], -unit * self._millimetre[1]
        return across, 0.0, 0.0, down, to_x - x * across, to_y - y * down

    def point(self, x: float, y: float) -> Point:
        """A logical point in pixels of the device."""
        return moved(self.matrix, x, y)

    # --- objects -------------------------------------------------------------------------------------------------

    def make(self, number: int, thing: Thing) -> None:
        """An object under its number."""
        if len(self.objects) < MOST_OBJECTS:
            self.objects[number] = thing

    def select(self, thing: Thing | None) -> None:
        """An object as the one that draws."""
        match thing:
            case Pen():
                self.state.pen = thing
            case Brush():
                self.state.brush = thing
            case Font():
                self.state.font = thing

    # --- paths and outlines --------------------------------------------------------------------------------------

    def begin_path(self) -> None:
        """What is drawn from now on makes a path."""
        self._path, self.path = [], []

    def end_path(self) -> None:
        """The path is whole."""
        self.path, self._path = self._path or [], None

    def abort_path(self) -> None:
        """There is no path."""
        self._path, self.path = None, []

    def close_figure(self) -> None:
        """The last figure of the path is closed."""
        if self._path:
            self._keep([("Z", ())])

    def draw_path(self, *, fill: bool, line: bool) -> None:
        """The path is filled, drawn, and gone."""
        self._paint(self.path, fill=fill, line=line)
        self.path = []

    def move_to(self, x: float, y: float) -> None:
        """Where lines begin."""
        self.state.position = x, y
        if self._path is not None:
            self._keep([("M", (self.point(x, y),))])

    def lines_to(self, points: Sequence[Point]) -> None:
        """Lines from where one is."""
        self._onward([("L", (one,)) for one in points])

    def curves_to(self, points: Sequence[Point]) -> None:
        """Cubic curves from where one is, three points each."""
        self._onward([("C", tuple(points[at : at + 3])) for at in range(0, len(points) - 2, 3)])

    def _onward(self, steps: Outline) -> None:
        if not steps:
            return
        outline: Outline = [("M", (self.state.position,)), *steps]
        self.state.position = steps[-1][1][-1]
        if self._path is not None:
            goes_on = bool(self._path) and self._path[-1][0] != "Z"
            self._keep(placed(outline[1:] if goes_on else outline, self.matrix))
        else:
            self._paint(placed(outline, self.matrix), fill=False, line=True)

    def steps_to(self, steps: Outline) -> None:
        """A mixture of moves, lines, curves and ends of figures."""
        if not self._path or self._path[-1][0] == "Z":
            steps = [("M", (self.state.position,)), *steps]
        self.figure(steps, fill=False)
        last = next((points[-1] for _, points in reversed(steps) if points), None)
        if last is not None:
            self.state.position = last

    def figure(self, outline: Outline, *, fill: bool = True, line: bool = True) -> None:
        """An outline in logical units, drawn at once or added to the path."""
        shown = placed(outline, self.matrix)
        if self._path is not None:
            self._keep(shown)
        else:
            self._paint(shown, fill=fill, line=line)

    def _keep(self, outline: Outline) -> None:
        """Adds to the path."""
        self.canvas.count(len(outline))
        if self._path is not None:
            self._path += outline

    def polygon(self, points: Sequence[Point], *, closed: bool = True) -> None:
        """Lines through points; a closed one is filled."""
        self.polygons([points], closed=closed)

    def polygons(self, figures: Sequence[Sequence[Point]], *, closed: bool = True) -> None:
        """Several at once."""
        outline: Outline = []
        for points in figures:
            if points:
                outline += [("M", (points[0],)), *[("L", (one,)) for one in points[1:]]]
                outline += [("Z", ())] if closed else []
        self.figure(outline, fill=closed)

    def curves(self, points: Sequence[Point]) -> None:
        """Cubic curves: the first point, then three each."""
        if points:
            steps: Outline = [("C", tuple(points[at : at + 3])) for at in range(1, len(points) - 2, 3)]
            self.figure([("M", (points[0],)), *steps], fill=False)

    def arc_in(self, box: tuple[float, float, float, float], start: Point, end: Point, kind: str) -> None:
        """A part of an ellipse: `arc`, `chord`, `pie`, or `arcto`, which goes on from where one is."""
        left, top, right, bottom = box
        x, y = (left + right) / 2, (top + bottom) / 2
        wide, high = (right - left) / 2 or 1.0, (bottom - top) / 2 or 1.0
        first, last = (math.atan2((at_y - y) / high, (at_x - x) / wide) for at_x, at_y in (start, end))
        sweep = (last - first) % math.tau if self.state.clockwise else -((first - last) % math.tau)
        outline = arc(left, top, right, bottom, first, sweep or math.tau)
        if kind == "arcto":
            self._onward([("L", outline[0][1]), *outline[1:]])
            return
        if kind == "pie":
            outline += [("L", ((x, y),))]
        if kind != "arc":
            outline += [("Z", ())]
        self.figure(outline, fill=kind != "arc")

    def _paint(self, outline: Outline, *, fill: bool, line: bool) -> None:
        """An outline in pixels of the device, in the pen and brush of the state."""
        if self.state.raster == R2_NOP or not outline:
            return
        self.canvas.draw(
            placed(outline, self._shift), self._fill() if fill else None, self._line() if line else None, self._clip(),
            even_odd=self.state.even_odd,
        )  # fmt: skip

    def _clip(self) -> Clip:
        state = self.state
        if not state.around.pages:
            return state.clip
        return Clip((*state.around.pages, *state.clip.pages)[-MOST_CLIPS:])

    def _shade(self, colour: str) -> str:
        """A colour under the raster operation of pens and brushes ([MS-WMF] 2.1.1.2)."""
        return {R2_BLACK: "000000", R2_WHITE: "FFFFFF"}.get(self.state.raster, colour)

    def _fill(self) -> Paint | None:
        brush = self.state.brush
        if brush.style == NULL_BRUSH:
            return None
        colour = self._shade(brush.colour)
        if brush.tile is not None:
            if brush.tile not in self._tiles:
                tile = brush.tile
                self._tiles[tile] = self.canvas.tiles(bitmaps.png(tile), tile.width, tile.height, colour)
            return self._tiles[brush.tile]
        if brush.style == HATCHED:
            back = Paint(self.state.ground) if self.state.opaque else None
            return self.canvas.hatch(brush.hatch, Paint(colour), back)
        return Paint(colour)

    def _line(self) -> Line | None:
        pen = self.state.pen
        if pen.style == NO_LINE:
            return None
        width = 1.0 if pen.cosmetic or not pen.width else max(device_width(pen.width, self.matrix), 1.0)
        dash = tuple(one * (width if width > 1.5 else 3.0) for one in DASHES.get(pen.style, ()))
        if pen.style == USER_DASHES and pen.dash:
            dash = pen.dash if pen.cosmetic else tuple(device_width(one, self.matrix) for one in pen.dash)
        return Line(Paint(self._shade(pen.colour)), width, pen.cap, pen.join, dash, self.state.miter)

    # --- clips ---------------------------------------------------------------------------------------------------

    def clip_to(self, outline: Outline, how: int, *, even_odd: bool = False) -> None:
        """The clip changed by an outline in pixels of the device ([MS-EMF] 2.1.29)."""
        state, canvas = self.state, self.canvas
        if how == 1:
            state.clip = canvas.within(state.clip, outline, even_odd=even_odd)
        elif how == 2:
            state.clip = canvas.either(state.clip, outline)
        elif how in (3, 4):
            state.clip = canvas.within(state.clip, outline, outside=True)
        elif how == 5:
            state.clip = canvas.within(Clip(), outline, even_odd=even_odd)

    def clip_to_box(self, left: float, top: float, right: float, bottom: float, *, outside: bool = False) -> None:
        """The clip made smaller by a logical rectangle."""
        self.clip_to(placed(rectangle(left, top, right, bottom), self.matrix), 4 if outside else 1)

    def keep_clip(self) -> None:
        """The clip becomes the one that later ones are within."""
        self.state.around, self.state.clip = self._clip(), Clip()

    # --- letters -------------------------------------------------------------------------------------------------

    def text(
        self,
        letters: str,
        at: Point,
        advances: Sequence[float] | None = None,
        *,
        options: int = 0,
        box: tuple[float, float, float, float] | None = None,
        upright: bool = True,
    ) -> None:
        """Letters at a logical point, `advances` apart. `upright` ones are not mirrored by the transform.

        `box` is filled or clips the letters, as `options` say ([MS-EMF] 2.1.11).
        """
        state, font, canvas = self.state, self.state.font, self.canvas
        self._letters += len(letters)
        if self._letters > MOST_LETTERS:
            raise Unreadable("has too many letters")
        face = self._find_glyphs(font.typeface, font.bold, font.italic)
        line = (face.ascent + face.descent) or 1.0
        size = -font.height if font.height < 0 else (font.height or 12.0) / line
        found = face.of(letters)
        if any(one is None for letter, one in zip(letters, found, strict=True) if letter > " "):
            canvas.left_out.setdefault(LETTERS_MISSING)
        natural = [one.width * size if one is not None else size / 2 for one in found]
        share = 1.0
        if advances is not None and len(advances) >= len(letters):
            apart = list(advances[: len(letters)])
            if sum(natural) > 0 and sum(apart) > 0:
                share = min(max(sum(apart) / sum(natural), NEAREST_SHARE), FARTHEST_SHARE)
        else:
            apart = natural
        whole = sum(apart)
        across, up = self._directions(upright)
        x, y = state.position if state.align & UPDATES_POSITION else at
        start_x, start_y = self.point(x, y)
        back = {RIGHT: whole, CENTRE: whole / 2}.get(state.align & CENTRE, 0.0)
        lower = {BASELINE: 0.0, BOTTOM: face.descent * size}.get(state.align & BASELINE, -face.ascent * size)
        start_x += up[0] * lower - across[0] * back
        start_y += up[1] * lower - across[1] * back
        clip = self._clip()
        if box is not None and options & (OPAQUE_BOX | CLIPPED):
            shown = placed(rectangle(*box), self.matrix)
            if options & OPAQUE_BOX:
                canvas.draw(shown, Paint(state.ground), None, clip)
            if options & CLIPPED:
                clip = canvas.within(clip, shown)

        def corner(along: float, above: float) -> Point:
            return start_x + across[0] * along + up[0] * above, start_y + across[1] * along + up[1] * above

        def bar(below: float, above: float) -> Outline:
            corners = (corner(0, below), corner(whole, below), corner(whole, above), corner(0, above))
            return [("M", corners[:1]), *[("L", (one,)) for one in corners[1:]], ("Z", ())]

        if state.opaque and not options & OPAQUE_BOX and whole:
            canvas.draw(bar(-face.descent * size, face.ascent * size), Paint(state.ground), None, clip)
        outline: Outline = []
        along = 0.0
        for one, apart_from_next in zip(found, apart, strict=True):
            if one is not None:
                wide = size * share
                for name, points in one.outline:
                    outline.append((name, tuple([corner(along + px * wide, py * size) for px, py in points])))
            along += apart_from_next
        if self._path is not None:
            self._keep(outline)
        else:
            canvas.draw(outline, Paint(state.text_colour), None, clip, even_odd=False)
            if font.underline and whole:
                canvas.draw(bar(-0.14 * size, -0.07 * size), Paint(state.text_colour), None, clip)
            if font.strike_out and whole:
                canvas.draw(bar(0.25 * size, 0.31 * size), Paint(state.text_colour), None, clip)
        if state.align & UPDATES_POSITION:
            turn = math.radians(font.escapement)
            state.position = x + whole * math.cos(turn), y - whole * math.sin(turn)

    def _directions(self, upright: bool) -> tuple[Point, Point]:
        """Where a line of text leads to, and where its letters' heads point to, in pixels for a logical unit."""
        a, b, c, d, _, _ = self.matrix
        turn = math.radians(self.state.font.escapement)
        cos, sin = math.cos(turn), math.sin(turn)
        if upright:
            a, b, c, d = math.hypot(a, b), 0.0, 0.0, math.hypot(c, d)
        return (a * cos - c * sin, b * cos - d * sin), (-a * sin - c * cos, -b * sin - d * cos)

    # --- bitmaps -------------------------------------------------------------------------------------------------

    def pixels(self, header: bytes, bits: bytes) -> Bitmap:
        """A bitmap taken apart, counted against the bound of all together."""
        inks = bytes.fromhex(self.state.text_colour)[::-1], bytes.fromhex(self.state.ground)[::-1]
        found = bitmaps.bitmap(header, bits, MOST_PIXELS - self._pixels, inks)
        self._pixels += found.width * found.height
        return found

    def image(self, found: Bitmap | bytes, box: tuple[float, float, float, float], raster: int = SRC_COPY) -> None:
        """A bitmap (or a whole JPEG or PNG) in a logical box (x, y, width, height) under a raster operation."""
        x, y, wide, high = box
        matrix = then((wide, 0.0, 0.0, high, x, y), self.matrix)
        if isinstance(found, bytes):
            self.canvas.picture(found, "jpeg" if found[:2] == b"\xff\xd8" else "png", matrix, self._clip())
            return
        mask, self._mask = self._mask, None
        if raster == NOTHING_DONE or not (found.width and found.height):
            return
        if raster in (SRC_PAINT, SRC_INVERT) and mask is not None and mask[:2] == (box, (found.width, found.height)):
            # A mask, then what is to be seen through it: together they are one picture.
            self.canvas.take_back(mask[2])
            found = bitmaps.masked(found, mask[3])
        elif raster == SRC_AND:
            mask_of = found
            found = bitmaps.keyed(found, b"\xff\xff\xff")
        elif raster in (SRC_PAINT, SRC_INVERT):
            found = bitmaps.keyed(found, b"\0\0\0")
        place = self.canvas.picture(bitmaps.png(found), "png", matrix, self._clip())
        if raster == SRC_AND:
            self._mask = box, (found.width, found.height), place, mask_of

    def blank(self, box: tuple[float, float, float, float], raster: int) -> None:
        """A logical box filled by a raster operation that needs no bitmap."""
        x, y, wide, high = box
        outline = placed(rectangle(x, y, x + wide, y + high), self.matrix)
        fill = {BLACKNESS: Paint("000000"), WHITENESS: Paint("FFFFFF")}.get(raster)
        if raster == PATTERN:
            fill = self._fill()
        self.canvas.draw(outline, fill, None, self._clip())
