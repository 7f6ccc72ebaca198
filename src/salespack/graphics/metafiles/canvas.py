"""The sheet that a metafile is drawn on: outlines, letters and bitmaps become SVG, bounded in length."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from salespack.graphics.metafiles.model import (
    FARTHEST,
    IDENTITY,
    MOST_POINTS,
    MOST_SVG,
    Matrix,
    Outline,
    Point,
    Unreadable,
    Vector,
    moved,
    scale_of,
    then,
)

SIDE = 2_048.0
"""Units of the SVG along the longer side of the picture; two decimals are written of each."""
LEAST_WIDTH = 0.35
"""Units: the thinnest line that is drawn."""
MOST_CLIPS = 32
MOST_CLIP = 50_000
"""Characters of an outline that further ones are added to."""
HATCH_SIDE = 8.0
"""Pixels of the device between the lines of a hatch."""


class Paint(NamedTuple):
    """What a fill or a line is painted with: a colour (RRGGBB), or a definition by its id; `alpha` from 0 to 1."""

    colour: str
    alpha: float = 1.0
    reference: str = ""


class Line(NamedTuple):
    """How an outline is drawn: `width` and `dash` in pixels of the device."""

    paint: Paint
    width: float
    cap: str = "round"
    join: str = "round"
    dash: tuple[float, ...] = ()
    miter: float = 10.0


class Clip(NamedTuple):
    """Where something may be drawn: within all of these outlines at once, each by the even-odd rule or not.

    Where there is none, anywhere. `pages` are outlines on the SVG's sheet, as text.
    """

    pages: tuple[tuple[str, bool], ...] = ()


class Canvas:
    """An SVG that shows the box `view` (x, y, width, height in pixels of the device) at a size in points."""

    def __init__(self, view: tuple[float, float, float, float], width: float, height: float) -> None:
        x, y, wide, high = view
        share = SIDE / max(wide, high)
        self.view = view
        self._to_sheet: Matrix = (share, 0.0, 0.0, share, -x * share, -y * share)
        self._share = share
        self._sheet = wide * share, high * share
        self._size = width, height
        self._parts: list[str] = []
        self._definitions: list[str] = []
        self._ids: dict[object, str] = {}
        self._clip: str = ""
        self._points = self._length = 0
        self.left_out: dict[str, None] = {}

    def draw(
        self, outline: Outline, fill: Paint | None, line: Line | None, clip: Clip, *, even_odd: bool = True
    ) -> None:
        """An outline (in pixels of the device), filled and drawn."""
        if not outline or (fill is None and line is None):
            return
        data = self.data(outline)
        rule = ' fill-rule="evenodd"' if even_odd and fill is not None else ""
        self._add(f'<path{rule}{_filled(fill)}{self._lined(line)} d="{data}"/>', clip)

    def picture(self, content: bytes, kind: str, matrix: Matrix, clip: Clip) -> int:
        """A picture whose unit square (y downwards) the matrix brings to its place in pixels of the device.

        What is returned names it to `take_back`.
        """
        numbers = " ".join(_number(one, 4) for one in then(matrix, self._to_sheet))
        data = base64.b64encode(content).decode()
        self._add(
            f'<image width="1" height="1" preserveAspectRatio="none" transform="matrix({numbers})"'
            f' href="data:image/{kind};base64,{data}"/>',
            clip,
        )
        return len(self._parts)

    def take_back(self, place: int) -> None:
        """Takes a picture off the sheet, if it is what was drawn last."""
        if place == len(self._parts):
            self._parts.pop()

    def gradient(self, start: Point, end: Point, stops: Sequence[tuple[float, Paint]]) -> Paint:
        """Colours that change from one point to another, in pixels of the device."""
        (x, y), (x_to, y_to) = self._placed(start), self._placed(end)
        place = f'x1="{_number(x)}" y1="{_number(y)}" x2="{_number(x_to)}" y2="{_number(y_to)}"'
        shown = "".join(
            f'<stop offset="{_number(at, 4)}" stop-color="#{paint.colour}" stop-opacity="{_number(paint.alpha, 3)}"/>'
            for at, paint in stops
        )
        made = f'gradientUnits="userSpaceOnUse" {place}>{shown}</linearGradient>'
        return Paint(stops[-1][1].colour, 1.0, self._defined(f"linearGradient:{made}", "<linearGradient id=%s ", made))

    def hatch(self, kind: int, front: Paint, back: Paint | None) -> Paint:
        """One of the six hatches ([MS-WMF] 2.1.1.12), over `back` or over nothing."""
        side = HATCH_SIDE * self._share
        lines = {
            0: "M0 4h8", 1: "M4 0v8", 2: "M0 0l8 8M-2 6l4 4M6 -2l4 4", 3: "M0 8l8 -8M-2 2l4 -4M6 10l4 -4",
            4: "M0 4h8M4 0v8", 5: "M0 0l8 8M0 8l8 -8",
        }[kind % 6]  # fmt: skip
        ground = f'<path{_filled(back)} d="M0 0h8v8h-8z"/>' if back is not None else ""
        drawn = f'<path fill="none" stroke="#{front.colour}" stroke-width="1" d="{lines}"/>'
        return self._pattern(side, side, (HATCH_SIDE, HATCH_SIDE), ground + drawn, front.colour)

    def tiles(self, content: bytes, width: int, height: int, colour: str) -> Paint:
        """A PNG side by side, a pixel of it on each pixel of the device; `colour` is that of all of it."""
        data = base64.b64encode(content).decode()
        image = f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/>'
        return self._pattern(width * self._share, height * self._share, (width, height), image, colour)

    def _pattern(self, wide: float, high: float, box: tuple[float, float], content: str, colour: str) -> Paint:
        made = (
            f'patternUnits="userSpaceOnUse" width="{_number(wide)}" height="{_number(high)}"'
            f' viewBox="0 0 {_number(box[0])} {_number(box[1])}">{content}</pattern>'
        )
        return Paint(colour, 1.0, self._defined(f"pattern:{made}", "<pattern id=%s ", made))

    def within(self, clip: Clip, outline: Outline, *, even_odd: bool = False, outside: bool = False) -> Clip:
        """A clip that an outline makes smaller: to what is inside of it, or what is `outside`."""
        data = self.data(outline)
        if outside:
            data = self._everything() + data
        found = data, even_odd or outside
        return clip if found in clip.pages else Clip((*clip.pages, found)[-MOST_CLIPS:])

    def either(self, clip: Clip, outline: Outline) -> Clip:
        """A clip that an outline makes larger."""
        if not clip.pages or len(clip.pages[-1][0]) > MOST_CLIP:
            return clip
        return Clip((*clip.pages[:-1], (clip.pages[-1][0] + self.data(outline), False)))

    def nowhere(self) -> Clip:
        """A clip that lets nothing be drawn."""
        return Clip((("M0 0z", False),))

    def count(self, points: int) -> None:
        """Counts points that are kept or drawn. Raises Unreadable for too many."""
        self._points += points
        if self._points > MOST_POINTS:
            raise Unreadable("has too many points")

    def vector(self) -> Vector:
        """The whole SVG. Raises Unreadable for one that is too long."""
        self._end_clip()
        wide, high = self._sheet
        width, height = self._size
        text = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_number(width)}pt" height="{_number(height)}pt"'
            f' viewBox="0 0 {_number(wide)} {_number(high)}"><defs>{"".join(self._definitions)}</defs>'
            f"{''.join(self._parts)}</svg>"
        )
        return Vector(text.encode(), width, height, tuple(self.left_out))

    def data(self, outline: Iterable[tuple[str, Sequence[Point]]]) -> str:
        """An outline on the sheet, as SVG says it."""
        found = []
        matrix = self._to_sheet
        for name, points in outline:
            self.count(len(points) + 1)
            pairs = []
            for x, y in points:
                if not (-FARTHEST < x < FARTHEST):
                    x = FARTHEST if x > 0 else -FARTHEST if x < 0 else 0.0
                if not (-FARTHEST < y < FARTHEST):
                    y = FARTHEST if y > 0 else -FARTHEST if y < 0 else 0.0
                x, y = moved(matrix, x, y)
                pairs.append(f"{x:.2f} {y:.2f}")
            found.append(name + " ".join(pairs))
        return "".join(found)

    def _placed(self, point: Point) -> Point:
        return moved(self._to_sheet, *point)

    def _everything(self) -> str:
        wide, high = self._sheet
        return f"M-1 -1H{_number(wide + 1)}V{_number(high + 1)}H-1z"

    def _lined(self, line: Line | None) -> str:
        if line is None:
            return ""
        width = max(line.width * self._share, LEAST_WIDTH)
        dash = " ".join(_number(max(one * self._share, 0.01)) for one in line.dash)
        paint = line.paint
        stroke = f"url(#{paint.reference})" if paint.reference else f"#{paint.colour}"
        return (
            f' stroke="{stroke}" stroke-width="{_number(width)}" stroke-linecap="{line.cap}"'
            f' stroke-linejoin="{line.join}"'
            + (f' stroke-opacity="{_number(paint.alpha, 3)}"' if paint.alpha < 1 else "")
            + (f' stroke-dasharray="{dash}"' if dash else "")
            + (f' stroke-miterlimit="{_number(line.miter)}"' if line.join == "miter" else "")
        )

    def _add(self, part: str, clip: Clip) -> None:
        name = self._clipped(clip)
        if name != self._clip:
            self._end_clip()
            if name:
                self._parts.append(f'<g clip-path="url(#{name})">')
            self._clip = name
        self._length += len(part)
        if self._length > MOST_SVG:
            raise Unreadable("is too large")
        self._parts.append(part)

    def _end_clip(self) -> None:
        if self._clip:
            self._parts.append("</g>")
        self._clip = ""

    def _clipped(self, clip: Clip) -> str:
        """The id of a clip; empty for none. A clip lies within the one that has all but its last outline."""
        if not clip.pages:
            return ""
        if clip in self._ids:
            return self._ids[clip]
        *before, (data, even_odd) = clip.pages
        name = self._clipped(Clip(tuple(before)))
        around = f' clip-path="url(#{name})"' if name else ""
        rule = ' clip-rule="evenodd"' if even_odd else ""
        return self._defined(clip, "<clipPath id=%s", f'{around}><path{rule} d="{data}"/></clipPath>')

    def _defined(self, key: object, start: str, rest: str) -> str:
        """The id of a definition; the same for the same one."""
        if key not in self._ids:
            self._ids[key] = f"d{len(self._ids)}"
            self._length += len(rest)
            self._definitions.append(start % f'"{self._ids[key]}"' + rest)
        return self._ids[key]


def _filled(paint: Paint | None) -> str:
    if paint is None:
        return ' fill="none"'
    if paint.reference:
        return f' fill="url(#{paint.reference})"'
    return f' fill="#{paint.colour}"' + (f' fill-opacity="{_number(paint.alpha, 3)}"' if paint.alpha < 1 else "")


def _number(value: float, digits: int = 2) -> str:
    if not -1e9 < value < 1e9:
        value = 0.0
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else str(round(value))


def placed(outline: Outline, matrix: Matrix) -> Outline:
    """An outline that a matrix has moved."""
    if matrix == IDENTITY:
        return outline
    return [(name, tuple([moved(matrix, x, y) for x, y in points])) for name, points in outline]


def device_width(width: float, matrix: Matrix) -> float:
    """A width of lines in pixels of the device."""
    return abs(width) * scale_of(matrix)
