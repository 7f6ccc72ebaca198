"""Outlines and fills of shapes as markup: what is one colour as curves, all else as SVG beside the document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from salespack.drawing import svg_fills as paints
from salespack.drawing.outlines import Where, curve, is_rectangle, pen, shaded, with_heads
from salespack.drawing.pictures import Pictures, Shown
from salespack.drawing.svg_fills import Placed, Sheet
from salespack.graphics.lengths import PIXEL, POINT
from salespack.scene.model import Command, Geometry, Gradient, Paint, Path, Pattern, PictureFill, Solid, Stop, Stroke
from salespack.typesetting.literals import colour, points, string

MOST_CURVED = 300
"""A path of more commands is drawn as SVG, which Typst reads quicker."""
MOST_TILES = 2_500


class Painter:
    """Paints outlines; the SVGs that it needs go into `files`."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self.files: dict[str, bytes] = {}

    def left_out(self, fill: Paint | None) -> tuple[str, ...]:
        """What of a picture that was painted is not drawn, in words."""
        return self._pictures.left_out.get(fill.part, ()) if isinstance(fill, PictureFill) else ()

    def outline(
        self, geometry: Geometry, where: Where, fill: Paint | None, stroke: Stroke | None, alt: str = ""
    ) -> Iterator[str]:
        """The calls that paint a shape: its fill, then its line, path by path. Raises Unusable for its picture.

        `alt` says what a picture that fills it shows; the rest is nothing to readers.
        """
        for path in geometry.paths:
            if not path.commands:
                continue
            filled = fill if path.shade is not None else None
            drawn = stroke if path.stroked else None
            if filled is None and drawn is None:
                continue
            commands = where.commands(path.commands)
            if filled is not None and not isinstance(filled, Solid):
                yield self._sheet(self._painted(commands, where, filled, path), alt)
                filled = None
            if isinstance(filled, Solid):
                filled = shaded(filled, path.shade or 0.0)
                if len(commands) > MOST_CURVED:
                    yield self._sheet(paints.solid_sheet([(commands, filled)]))
                    filled = None
            yield from _plain(path, commands, where, filled, drawn)

    def rectangle(self, x: float, y: float, cx: float, cy: float, fill: Paint, alt: str = "") -> str:
        """A filled rectangle, such as a slide's background. Raises Unusable for its picture."""
        if isinstance(fill, Solid):
            return f"r({','.join(map(points, (x, y, cx, cy)))},{colour(fill)},none)"
        corners: tuple[Command, ...] = (
            ("M", (x, y)), ("L", (x + cx, y)), ("L", (x + cx, y + cy)), ("L", (x, y + cy)), ("Z", ()),
        )  # fmt: skip
        where = Where(x, y, int(cx), int(cy))
        if isinstance(fill, PictureFill) and not fill.tile and fill.alpha >= 1:
            return self._plain_picture(where, fill, alt)
        return self._sheet(self._painted(corners, where, fill, None), alt)

    def picture(self, geometry: Geometry, where: Where, picture: PictureFill, alt: str) -> Iterator[str]:
        """A picture cut to its outline. Raises Unusable."""
        paths = [path for path in geometry.paths if path.shade is not None and path.commands]
        plain = len(paths) == 1 and is_rectangle(paths[0], where.cx, where.cy)
        if plain and not (picture.tile or picture.alpha < 1):
            yield self._plain_picture(where, picture, alt)
            return
        for number, path in enumerate(paths):
            sheet = self._painted(where.commands(path.commands), where, picture, path)
            yield self._sheet(sheet, "" if number else alt)

    def _plain_picture(self, where: Where, picture: PictureFill, alt: str) -> str:
        """A picture in a box that is not turned, cropped by the box."""
        if where.flip_h or where.flip_v:
            call = self._plain_picture(where._replace(x=0, y=0, flip_h=False, flip_v=False), picture, alt)
            middle = f"{points(where.x)},{points(where.y)},{points(where.cx)},{points(where.cy)}"
            return f"mirror({middle},{-1 if where.flip_h else 1},{-1 if where.flip_v else 1},{call})"
        [whole] = _stretched(where, picture)
        shown = self._pictures.show(picture, whole.cx, whole.cy)
        box = ",".join(map(points, (where.x, where.y, where.cx, where.cy)))
        if not any(picture.crop) and not any(picture.inset):
            return _marked(f'i({box},"{shown.file}"', alt)
        place = ",".join(map(points, (whole.x - where.x, whole.y - where.y, whole.cx, whole.cy)))
        return _marked(f'cut({box},0pt,{place},"{shown.file}"', alt)

    def _painted(self, commands: Sequence[Command], where: Where, fill: Paint, path: Path | None) -> Sheet:
        """An outline on the page, filled with more than one colour."""
        shade = (path.shade or 0.0) if path else 0.0
        if isinstance(fill, Gradient):
            if shade:
                fill = Gradient(
                    stops=tuple([_shaded_stop(stop, shade) for stop in fill.stops]), angle=fill.angle,
                    scaled=fill.scaled, path=fill.path, focus=fill.focus,
                )  # fmt: skip
            return paints.gradient_sheet(commands, where, fill)
        if isinstance(fill, Pattern):
            return paints.pattern_sheet(commands, fill)
        if isinstance(fill, Solid):
            return paints.solid_sheet([(commands, fill)])
        if fill.tile:
            shown = self._pictures.show(fill, 0, 0, inside=True)
            return paints.picture_sheet(commands, shown.file, list(_tiles(where, fill, shown)), fill.alpha)
        [whole] = _stretched(where, fill)
        shown = self._pictures.show(fill, whole.cx, whole.cy, inside=True)
        return paints.picture_sheet(commands, shown.file, [whole], fill.alpha)

    def _sheet(self, sheet: Sheet, alt: str = "") -> str:
        content = sheet.svg.encode()
        name = f"v{hashlib.sha256(content).hexdigest()[:20]}.svg"
        self.files[name] = content
        box = ",".join(map(points, (sheet.x, sheet.y, sheet.cx, sheet.cy)))
        return _marked(f'i({box},"{name}"', alt)


def _marked(call: str, alt: str) -> str:
    """A call that shows a picture, with what it says, or as nothing to readers."""
    return f"{call},alt:{string(alt)})" if alt else f"a({call}))"


def _plain(
    path: Path, commands: tuple[Command, ...], where: Where, fill: Solid | None, stroke: Stroke | None
) -> Iterator[str]:
    """A path in one colour, with its line and the heads of it."""
    ink = colour(fill) if fill else "none"
    if stroke is None and fill is None:
        return
    if is_rectangle(path, where.cx, where.cy):
        box = ",".join(map(points, (where.x, where.y, where.cx, where.cy)))
        yield f"r({box},{ink},{pen(stroke) if stroke else 'none'})"
        return
    if stroke is None:
        yield curve(commands, ink, "none")
        return
    line, heads = with_heads(commands, stroke)
    if heads and fill:
        yield curve(commands, ink, "none")
        ink = "none"
    yield curve(line, ink, pen(stroke))
    for head in heads:
        if head.filled:
            tint = stroke.paint if isinstance(stroke.paint, Solid) else _end_colour(stroke.paint)
            yield curve(head.commands, colour(tint), "none")
        else:
            yield curve(head.commands, "none", pen(stroke, dashed=False))


def _end_colour(gradient: Gradient) -> Solid:
    last = gradient.stops[-1] if gradient.stops else Stop(1.0, "000000")
    return Solid(last.colour, last.alpha)


def _shaded_stop(stop: Stop, shade: float) -> Stop:
    solid = shaded(Solid(stop.colour, stop.alpha), shade)
    return Stop(stop.at, solid.colour, solid.alpha)


def _stretched(where: Where, fill: PictureFill) -> list[Placed]:
    """Where the whole of a picture is, so that what is not cut off fills the box less its inset."""
    left, top, right, bottom = fill.inset
    cx, cy = where.cx * (1 - left - right), where.cy * (1 - top - bottom)
    x, y = where.cx * left, where.cy * top
    left, top, right, bottom = fill.crop
    shown_x, shown_y = max(1 - left - right, 0.001), max(1 - top - bottom, 0.001)
    whole_cx, whole_cy = cx / shown_x, cy / shown_y
    x, y = x - left * whole_cx, y - top * whole_cy
    if where.flip_h:
        x = where.cx - x - whole_cx
    if where.flip_v:
        y = where.cy - y - whole_cy
    return [Placed(where.x + x, where.y + y, whole_cx, whole_cy, where.flip_h, where.flip_v)]


def _tiles(where: Where, fill: PictureFill, shown: Shown) -> Iterator[Placed]:
    """Copies of a picture side by side, as many as the box needs; a pixel is taken as a 96th of an inch."""
    cx = max((shown.width or 100) * PIXEL * abs(fill.scale[0]), POINT)
    cy = max((shown.height or 100) * PIXEL * abs(fill.scale[1]), POINT)
    first_x, first_y = fill.offset[0] % cx - cx, fill.offset[1] % cy - cy
    across, down = int((where.cx - first_x) / cx) + 1, int((where.cy - first_y) / cy) + 1
    if across * down > MOST_TILES:
        yield from _stretched(where, fill)
        return
    for row in range(down):
        for column in range(across):
            yield Placed(where.x + first_x + column * cx, where.y + first_y + row * cy, cx, cy)
