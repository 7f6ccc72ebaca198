"""Slides as Typst markup: shapes in the order in which they are painted, each tagged as what it is to readers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import assert_never

from salespack.drawing.fonts import Lettering
from salespack.drawing.outlines import Where
from salespack.drawing.painter import Painter
from salespack.drawing.pictures import RESAVE, Pictures, Unusable
from salespack.drawing.problems import ENGINE_HINT, Found
from salespack.drawing.signs import sign_call
from salespack.drawing.tables import grid
from salespack.drawing.texts import Role, Target, Writer
from salespack.forms.arrangement import ITEMS
from salespack.graphics.boxes import Box, turned
from salespack.ooxml.placeholders import FOOTERS, TITLES
from salespack.scene.model import (
    AnyShape,
    AutoShape,
    Cell,
    CompositeShape,
    Paint,
    PictureFill,
    PictureShape,
    Shape,
    SlideScene,
    Solid,
    Stroke,
    TableShape,
    Undrawn,
)
from salespack.scene.tables.tables import row_heights
from salespack.typesetting.literals import number, points, string
from salespack.typography.faces import Typefaces
from salespack.typography.lines import laid_out
from salespack.typography.text import Body

TURNED: Mapping[str, float] = {"vert": 90.0, "eaVert": 90.0, "mongolianVert": 90.0, "vert270": -90.0}
WHITE = Solid("FFFFFF")
LEAST_COMPOUND = 19_050
"""Double lines that are thinner, in EMU (1.5 points), look like one anyway."""


class Slides:
    """Writes the slides of one deck."""

    def __init__(
        self, size: tuple[int, int], pages: Mapping[int, int], typefaces: Typefaces, lettering: Lettering,
        pictures: Pictures, found: Found,
    ) -> None:  # fmt: skip
        self.size, self.pages, self.typefaces, self.lettering, self.found = size, pages, typefaces, lettering, found
        self.painter = Painter(pictures)

    def markup(self, slide: SlideScene, name: str, language: str) -> str:
        """A slide as a block of code that places everything; `name` is what bookmarks call it without a title."""
        return "{" + "\n".join(_Slide(self, slide, language).calls(name)) + "}"

    def background(self, paint: Paint, slide: int) -> str:
        """The ground of a slide; white where its picture cannot be shown, and that is told."""
        try:
            return self.painter.rectangle(0, 0, *self.size, paint)
        except Unusable as fault:
            self.found.picture(slide, "background", fault.why, fault.hint)
            return self.painter.rectangle(0, 0, *self.size, WHITE)


class _Slide:
    """Writes one slide."""

    def __init__(self, deck: Slides, slide: SlideScene, language: str) -> None:
        self._deck, self._slide, self._language = deck, slide, language
        self._painter, self._found = deck.painter, deck.found
        target = Target(slide.number, language, deck.pages.get)
        self._writer = Writer(deck.lettering, target, self._bullet)
        self._target = target
        self._titled = False

    def calls(self, name: str) -> Iterator[str]:
        yield self._deck.background(self._slide.background, self._slide.number)
        shapes = in_reading_order(self._slide.shapes)
        if not any(_is_title(shape) for shape in shapes):
            yield f"unseen({string(name)})"
        for listed, run in groupby(shapes, key=_listed):
            if not listed:
                yield from (call for shape in run for call in self._with_link(shape))
                continue
            items = [[call for shape in item for call in self._with_link(shape)] for item in _items(run)]
            bodies = [f"{{{';'.join(calls)}}}" for calls in items]
            yield f"items(({'[],' * len(bodies)}),{','.join(bodies)})"

    def _with_link(self, shape: AnyShape) -> Iterator[str]:
        yield from (call for call in self._shape(shape) if call)
        if shape.href and (to := self._target.link(shape.href)):
            yield f"area({_numbers(shape.box)},{to})"

    def _shape(self, shape: AnyShape) -> Iterator[str]:
        try:
            match shape:
                case AutoShape():
                    yield from self._auto(shape)
                case PictureShape():
                    yield from self._picture(shape)
                case TableShape():
                    yield from self._table(shape)
                case CompositeShape():
                    yield from self._composite(shape)
                case Undrawn():
                    if self._on_slide(shape):
                        self._found.undrawn(self._slide.number, shape.name, shape.what)
                    yield _unseen(shape)
                case _:
                    assert_never(shape)
        except Unusable as fault:
            self._lost(shape, fault)
            yield _unseen(shape)

    def _lost(self, shape: Shape, fault: Unusable) -> None:
        """Tells of a picture that cannot be shown; nobody misses what lies beside the slide."""
        if self._on_slide(shape):
            self._found.picture(self._slide.number, shape.name, fault.why, fault.hint)

    def _incomplete(self, shape: Shape, fill: Paint | None) -> None:
        """Tells what of a shape's picture is not drawn."""
        lacking = self._painter.left_out(fill)
        if lacking and self._on_slide(shape):
            why = f"its picture is drawn without {', '.join(lacking)}"
            self._found.picture(self._slide.number, shape.name, why, f"{RESAVE}; {ENGINE_HINT}")

    def _on_slide(self, shape: Shape) -> bool:
        """Whether a shape, turned as it is, reaches into the slide."""
        cx, cy = self._deck.size
        left, top, right, bottom = _edges(turned(shape.box, shape.box, shape.rotation))
        return left < cx and right > 0 and top < cy and bottom > 0

    def _auto(self, shape: AutoShape) -> Iterator[str]:
        """An outline, then its text over it."""
        if not shape.geometry.known:
            self._found.undrawn(self._slide.number, shape.name, f"its outline ({shape.geometry.preset})")
        said = "" if shape.text is not None and shape.text.text.strip() else _said(shape)
        self._compound(shape, [shape.stroke])

        def painted(x: float, y: float) -> Iterator[str]:
            where = Where(x, y, shape.box.cx, shape.box.cy, shape.flip_h, shape.flip_v)
            try:
                calls = list(self._painter.outline(shape.geometry, where, shape.fill, shape.stroke))
            except Unusable as fault:
                self._lost(shape, fault)
                calls = list(self._painter.outline(shape.geometry, where, None, shape.stroke))
            yield from [f"fig({string(said)},{{{';'.join(calls)}}})"] if said and calls else calls

        if shape.fill is not None or shape.stroke is not None:
            yield from _turned(shape.box, shape.rotation, painted)
            self._incomplete(shape, shape.fill)
        if shape.text is not None and shape.text.text.strip():
            yield from self._text(shape, shape.text)

    def _text(self, shape: AutoShape, body: Body) -> Iterator[str]:
        """A shape's text. It is not mirrored; a shape that is upside down has its text upside down."""
        room, box = shape.geometry.text, shape.box
        left = box.cx - room.x - room.cx if shape.flip_h != shape.flip_v else room.x
        frame = Box(box.x + left, box.y + room.y, room.cx, room.cy)
        role = self._role(shape)
        angle = shape.rotation + (180 if shape.flip_v else 0)

        def written(x: float, y: float) -> Iterator[str]:
            at = Box(round(x + frame.x - box.x), round(y + frame.y - box.y), frame.cx, frame.cy)
            yield from self._body(body, at, role, body.rotation)

        yield from _turned(box, angle, written)

    def _body(self, body: Body, frame: Box, role: Role, rotation: float = 0.0) -> Iterator[str]:
        """A body of text in its frame; text that runs downwards or upwards is written level, and turned."""
        if not body.text.strip():
            return
        laid = laid_out(body, frame.cx, frame.cy, self._deck.typefaces)
        angle = TURNED.get(body.direction, 0.0)
        if not angle and not rotation:
            yield from self._writer.write(body, laid, frame.x, frame.y, role)
            return
        wide, high = (frame.cy, frame.cx) if angle else (frame.cx, frame.cy)
        calls = self._writer.write(body, laid, -wide / 2, -high / 2, role)
        yield _turn(frame, angle + rotation, calls)

    def _role(self, shape: AutoShape) -> Role:
        if shape.origin != "slide" or shape.placeholder in FOOTERS or shape.decorative:  # nothing to read aloud
            return "artifact"
        if _is_title(shape) and not self._titled:
            self._titled = True
            return "title"
        return "text"

    def _picture(self, shape: PictureShape) -> Iterator[str]:
        """A picture with what stands behind it and its line."""
        alt = self._alt(shape, _said(shape))
        self._compound(shape, [shape.stroke])

        def painted(x: float, y: float) -> Iterator[str]:
            where = Where(x, y, shape.box.cx, shape.box.cy, shape.flip_h, shape.flip_v)
            yield from self._painter.outline(shape.geometry, where, shape.fill, None)
            try:
                yield from list(self._painter.picture(shape.geometry, where, shape.picture, alt))
            except Unusable as fault:
                self._lost(shape, fault)
                yield _unseen(shape)
            yield from self._painter.outline(shape.geometry, where, None, shape.stroke)

        yield from list(_turned(shape.box, shape.rotation, painted))
        self._incomplete(shape, shape.picture)

    def _alt(self, shape: Shape, said: str) -> str:
        """What a picture says to those who cannot see it; that it should say something and does not, is told."""
        if not said and shape.origin == "slide" and not shape.decorative:
            self._found.no_alt(self._slide.number, shape.name)
        return said

    def _table(self, shape: TableShape) -> Iterator[str]:
        rows = row_heights(shape, self._deck.typefaces).heights
        self._compound(shape, [line for one in shape.cells for line in (one.left, one.top, one.right, one.bottom)])

        def filled(x: float, y: float, cx: float, cy: float, paint: Paint) -> str:
            try:
                return self._painter.rectangle(x, y, cx, cy, paint)
            except Unusable as fault:
                self._lost(shape, fault)
                return ""

        def text(cell: Cell, cx: int, cy: int) -> Sequence[str]:
            sign = sign_call(cell.text, cx, cy, self._language)
            return [sign] if sign else list(self._body(cell.text, Box(0, 0, cx, cy), "text"))

        def drawn(x: float, y: float) -> Iterator[str]:
            yield from (call for call in grid(shape, rows, x, y, filled, text) if call)

        yield from _turned(shape.box, shape.rotation, drawn)

    def _composite(self, shape: CompositeShape) -> Iterator[str]:
        """A chart, or a diagram: one figure that says what it shows. A diagram that says nothing else is its texts."""
        for what in shape.left_out:
            self._found.undrawn(self._slide.number, shape.name, what)
        calls = [call for one in shape.shapes for call in self._shape(one)]
        said = _said(shape)
        if shape.kind == "chart":
            said = self._alt(shape, said or shape.text)
        yield from [f"fig({string(said)},{{{';'.join(calls)}}})"] if said else calls

    def _compound(self, shape: Shape, lines: Iterable[Stroke | None]) -> None:
        """Tells of double lines, which are drawn as one."""
        if any(one is not None and one.compound != "sng" and one.width >= LEAST_COMPOUND for one in lines):
            self._found.undrawn(self._slide.number, shape.name, "the second line of its double border")

    def _bullet(self, part: str, x: float, y: float, side: float) -> str:
        """A picture that stands for a bullet; nothing where it cannot be shown."""
        try:
            return self._painter.rectangle(x, y, side, side, PictureFill(part=part))
        except Unusable as fault:
            self._found.picture(self._slide.number, "a bullet", fault.why, fault.hint)
            return ""


def _unseen(shape: Shape) -> str:
    """What is heard of a shape that cannot be drawn. Nothing is seen of it: on top of a text it could only hide that.

    The seller is told of it, the customer never.
    """
    said = _said(shape)
    return f"fig({string(said)},at({points(shape.box.x)},{points(shape.box.y)},[]))" if said else ""


def _edges(box: Box) -> tuple[int, int, int, int]:
    return box.x, box.y, box.x + box.cx, box.y + box.cy


def _said(shape: Shape) -> str:
    """The description of a shape of the slide that is there to be seen."""
    return " ".join(shape.alt.split()) if shape.origin == "slide" and not shape.decorative else ""


def _numbers(box: Box) -> str:
    return ",".join(map(points, (box.x, box.y, box.cx, box.cy)))


def _turned(box: Box, angle: float, draw: Callable[[float, float], Iterable[str]]) -> Iterator[str]:
    """What `draw` draws with the corner of the box at a point, turned around the box's middle."""
    if not angle % 360:
        yield from draw(box.x, box.y)
    else:
        yield _turn(box, angle, draw(-box.cx / 2, -box.cy / 2))


def _turn(box: Box, angle: float, calls: Iterable[str]) -> str:
    middle = f"{points(box.x + box.cx / 2)},{points(box.y + box.cy / 2)}"
    return f"turn({middle},{number(angle % 360)},{{{';'.join(calls)}}})"


def _listed(shape: AnyShape) -> str:
    """What the items are called that a shape is part of one of; empty where it is part of none."""
    name = shape.group.rstrip("0123456789").rstrip()
    return name if name in ITEMS and shape.origin == "slide" else ""


def _items(shapes: Iterable[AnyShape]) -> Iterator[list[AnyShape]]:
    """Neighbouring shapes by the item that they are part of."""
    for _, item in groupby(shapes, key=lambda shape: shape.group):
        yield list(item)


def _is_title(shape: AnyShape) -> bool:
    return (
        isinstance(shape, AutoShape)
        and shape.origin == "slide"
        and shape.placeholder in TITLES
        and shape.text is not None
        and bool(shape.text.text.strip())
    )


def in_reading_order(shapes: Sequence[AnyShape]) -> list[AnyShape]:
    """The shapes as they are painted, but for the title: it comes before all that it does not cover, as it is read.

    PowerPoint reads shapes in the order in which they are painted, and so do readers of the PDF.
    """
    title = next((at for at, shape in enumerate(shapes) if _is_title(shape)), None)
    if title is None:
        return list(shapes)
    shape = shapes[title]
    first = title
    while first and shapes[first - 1].origin == "slide" and not _covers(shapes[first - 1], shape):
        first -= 1
    return [*shapes[:first], shape, *shapes[first:title], *shapes[title + 1 :]]


def _covers(behind: AnyShape, title: AnyShape) -> bool:
    """Whether two shapes overlap where the one behind is more than letters, or the title is."""
    if isinstance(behind, AutoShape) and behind.fill is None and behind.stroke is None:
        painted = isinstance(title, AutoShape) and title.fill is not None
        if not painted:
            return False
    one, other = _reach(behind), _reach(title)
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _reach(shape: Shape) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what a shape may cover, turned as it is."""
    box = shape.box
    if not shape.rotation % 180:
        return box.x, box.y, box.x + box.cx, box.y + box.cy
    x, y, half = box.x + box.cx / 2, box.y + box.cy / 2, (box.cx + box.cy) / 2
    return x - half, y - half, x + half, y + half
