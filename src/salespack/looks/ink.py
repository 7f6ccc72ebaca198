"""What a slide really shows: lines of text as they are set, marks of data, pictures. Panels and rules are no ink."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Literal, NamedTuple, assert_never

from salespack.graphics.boxes import Box, area_of, turned
from salespack.graphics.lengths import CENTIPOINT
from salespack.scene.model import (
    AnyShape,
    AutoShape,
    Cell,
    CompositeShape,
    PictureShape,
    SlideScene,
    TableShape,
    Undrawn,
)
from salespack.scene.tables.tables import row_heights
from salespack.typography.faces import Typefaces
from salespack.typography.lines import UNDER_LETTERS, UPRIGHT, laid_out
from salespack.typography.text import Body, Line, Piece

ABOVE_LINE = 0.75
"""How far letters rise above the line that they stand on, in text sizes."""
GROUND = 0.95
"""The share of a chart from which a filled shape in it is its ground, no mark of data."""


class SetPiece(NamedTuple):
    """Letters of one look on one line, and the box that they take on the slide, EMU."""

    piece: Piece
    box: Box


class SetLine(NamedTuple):
    """A line of text as it stands on a slide, EMU from the slide's corner.

    `at` counts in the slide's shapes, `shape` is that one or its member that holds the text, and `cell` the cell of a
    table; `bounds` is the box of that shape or cell. `line` is None for text that is turned in its shape, which takes
    its whole frame.
    """

    at: int
    shape: AutoShape | TableShape
    cell: Cell | None
    bounds: Box
    box: Box
    pieces: tuple[SetPiece, ...]
    line: Line | None


class Ink(NamedTuple):
    """Something that is seen on a slide: `at` counts in the slide's shapes, `box` is where it stands, EMU."""

    at: int
    kind: Literal["text", "data", "picture"]
    box: Box


def lines_on(slide: SlideScene, typefaces: Typefaces) -> Iterator[SetLine]:
    """The lines of the slide's own texts, in the order in which they are painted."""
    for at, shape in enumerate(slide.shapes):
        if shape.origin == "slide":
            yield from _lines_of(at, shape, typefaces)


def inks(slide: SlideScene, lines: Iterable[SetLine]) -> Iterator[Ink]:
    """The slide's own ink, given the `lines` on it; not what it shows of layout and master."""
    yield from (Ink(one.at, "text", one.box) for one in lines)
    for at, shape in enumerate(slide.shapes):
        if shape.origin != "slide":
            continue
        match shape:
            case PictureShape():
                yield Ink(at, "picture", turned(shape.box, shape.box, shape.rotation))
            case CompositeShape():
                yield from (Ink(at, "data", box) for box in _marks(shape))
            case AutoShape() | TableShape() | Undrawn():  # of which the words alone are ink
                continue
            case _:
                assert_never(shape)


def _lines_of(at: int, shape: AnyShape, typefaces: Typefaces) -> Iterator[SetLine]:
    match shape:
        case AutoShape():
            yield from _in_frame(at, shape, typefaces)
        case TableShape():
            yield from _in_table(at, shape, typefaces)
        case CompositeShape(shapes=members):
            for member in members:
                yield from _lines_of(at, member, typefaces)
        case PictureShape() | Undrawn():
            return
        case _:
            assert_never(shape)


def _in_frame(at: int, shape: AutoShape, typefaces: Typefaces) -> Iterator[SetLine]:
    body, room = shape.text, shape.geometry.text
    if body is None or not body.text.strip():
        return
    frame = Box(shape.box.x + room.x, shape.box.y + room.y, room.cx, room.cy)
    for line in _set(at, shape, None, body, frame, typefaces):
        if not shape.rotation:
            yield line
        else:
            pieces = tuple([SetPiece(one.piece, turned(one.box, shape.box, shape.rotation)) for one in line.pieces])
            yield line._replace(
                box=turned(line.box, shape.box, shape.rotation),
                bounds=turned(line.bounds, shape.box, shape.rotation),
                pieces=pieces,
            )


def _in_table(at: int, table: TableShape, typefaces: Typefaces) -> Iterator[SetLine]:
    """The lines in the cells; rows are as high as they become with their texts."""
    across = [0, *accumulate(table.columns)]
    down = [0, *accumulate(row_heights(table, typefaces).heights)]
    for cell in table.cells:
        if cell.row >= len(down) - 1 or cell.column >= len(across) - 1 or not cell.text.text.strip():
            continue
        right = across[min(cell.column + max(cell.columns, 1), len(across) - 1)]
        bottom = down[min(cell.row + max(cell.rows, 1), len(down) - 1)]
        left, top = across[cell.column], down[cell.row]
        frame = Box(table.box.x + left, table.box.y + top, right - left, bottom - top)
        yield from _set(at, table, cell, cell.text, frame, typefaces)


def _set(
    at: int, shape: AutoShape | TableShape, cell: Cell | None, body: Body, frame: Box, typefaces: Typefaces
) -> Iterator[SetLine]:
    bounds = frame if cell is not None else shape.box
    laid = laid_out(body, frame.cx, frame.cy, typefaces)
    if body.direction not in UPRIGHT or body.rotation:
        pieces = tuple([SetPiece(piece, frame) for line in laid.lines for piece in line.pieces if piece.text.strip()])
        yield SetLine(at, shape, cell, bounds, frame, pieces, None)
        return
    for line in laid.lines:
        pieces = tuple([SetPiece(one, _letters(one, line, frame)) for one in line.pieces if one.text.strip()])
        if pieces:
            top = min(one.box.y for one in pieces)
            bottom = max(one.box.y + one.box.cy for one in pieces)
            left = min(one.box.x for one in pieces)
            right = max(one.box.x + one.box.cx for one in pieces)
            yield SetLine(at, shape, cell, bounds, Box(left, top, right - left, bottom - top), pieces, line)


def _letters(piece: Piece, line: Line, frame: Box) -> Box:
    size = piece.size * CENTIPOINT
    above, below = round(size * ABOVE_LINE), round(size * UNDER_LETTERS)
    return Box(frame.x + piece.x, frame.y + line.baseline - above, piece.width, above + below)


def _marks(chart: CompositeShape) -> Iterator[Box]:
    """The marks of data in a chart, and the shapes of a diagram: bars, slices, curves; no ground, axis or grid."""
    for member in chart.shapes:
        if isinstance(member, PictureShape):
            yield turned(member.box, member.box, member.rotation)
        elif isinstance(member, AutoShape) and area_of(member.box) < GROUND * area_of(chart.box):
            drawn = any(len(path.commands) > 2 for path in member.geometry.paths)
            if drawn and (member.fill is not None or member.stroke is not None):
                yield turned(member.box, member.box, member.rotation)
