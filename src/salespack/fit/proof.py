"""The fit proof: whether every text on a finished slide stays in its frame, measured. Nothing is changed here.

What is judged: text frames, and tables, whose rows grow with their text. Not judged: what master and layout say
themselves, frames off the slide (hidden titles), and texts of charts and diagrams, which PowerPoint sets anew itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, assert_never

from salespack.fit.verdict import SlideProof, Verdict
from salespack.graphics.boxes import Box, turned
from salespack.ooxml.placeholders import FOOTERS, TITLES
from salespack.scene.model import AutoShape, CompositeShape, PictureShape, Scene, SlideScene, TableShape, Undrawn
from salespack.scene.tables.tables import row_heights
from salespack.typography.faces import Typefaces
from salespack.typography.lines import TURNED, laid_out
from salespack.typography.overflow import WIDEST_GUESS, lines_over, only_guessed, surely_wide, tolerance
from salespack.typography.text import Body, Laid, Unproven


def prove(scene: Scene, typefaces: Typefaces) -> tuple[SlideProof, ...]:
    """A proof for each slide."""
    return tuple([_proof(slide, Box(0, 0, scene.width, scene.height), typefaces) for slide in scene.slides])


def _proof(slide: SlideScene, page: Box, typefaces: Typefaces) -> SlideProof:
    found: list[Verdict] = []
    for shape in slide.shapes:
        if shape.origin != "slide" or not _meets(shape.box, page):
            continue
        match shape:
            case AutoShape():
                over, why = _frame(shape, slide, page, typefaces)
            case TableShape():
                over, why = _table(shape, slide, page, typefaces)
            case PictureShape() | CompositeShape() | Undrawn():
                continue
            case _:
                assert_never(shape)
        if over or why:
            found.append(Verdict(shape=shape.id, name=shape.name, kind=_kind(shape), over=over, unproven=why))
    return SlideProof(number=slide.number, verdicts=tuple(found))


def _kind(shape: AutoShape | TableShape) -> Literal["text", "title", "table", "footer"]:
    if isinstance(shape, TableShape):
        return "table"
    if shape.placeholder in FOOTERS:
        return "footer"
    return "title" if shape.placeholder in TITLES else "text"


def _meets(box: Box, page: Box) -> bool:
    across = box.x < page.cx and box.x + max(box.cx, 1) > 0
    return across and box.y < page.cy and box.y + max(box.cy, 1) > 0


# --- text frames -----------------------------------------------------------------------------------------------------


def _frame(shape: AutoShape, slide: SlideScene, page: Box, typefaces: Typefaces) -> tuple[int, tuple[Unproven, ...]]:
    """How many lines of a shape's text are too many: where widths are guessed, those that certainly are."""
    body, room = shape.text, shape.geometry.text
    if body is None or not body.text.strip():
        return 0, ()
    laid = laid_out(body, room.cx, room.cy, typefaces)
    if body.direction in TURNED and (not body.wrap or body.autofit == "shape"):
        return 0, (Unproven("vertical"),)
    over = _over(shape, laid, slide, page)
    if over and laid.unproven:
        over = min(over, _surely_over(shape, laid, slide, page, typefaces))
    return over, laid.unproven


def _over(shape: AutoShape, laid: Laid, slide: SlideScene, page: Box) -> int:
    assert shape.text is not None  # noqa: S101 - it has been laid out
    if shape.text.direction in TURNED:
        return lines_over(laid, shape.box.cx)
    if not shape.text.wrap:
        return _off_the_page(shape, laid, page)
    if shape.text.autofit == "shape":
        return _grown_too_far(shape, shape.text, laid, slide, page)
    return lines_over(laid, shape.box.cy)


def _surely_over(shape: AutoShape, laid: Laid, slide: SlideScene, page: Box, typefaces: Typefaces) -> int:
    """How many lines are too many even if all letters are as much narrower than guessed as they may be."""
    body, room = shape.text, shape.geometry.text
    if body is None or not only_guessed(laid.unproven):
        return 0
    if not body.wrap:
        return _off_the_page(shape, laid, page, surely=True)
    if body.direction in TURNED:
        return _over(shape, laid_out(body, room.cx, surely_wide(room.cy), typefaces), slide, page)
    return _over(shape, laid_out(body, surely_wide(room.cx), room.cy, typefaces), slide, page)


def _off_the_page(shape: AutoShape, laid: Laid, page: Box, *, surely: bool = False) -> int:
    """Lines that are not wrapped and leave the slide; `surely` if their middle does, however they are aligned."""
    left, top = shape.box.x + shape.geometry.text.x, shape.box.y + shape.geometry.text.y
    boxes = []
    for line in laid.lines:
        spare = line.width - line.width * 100 // WIDEST_GUESS if surely else 0
        boxes.append(Box(left + line.x + spare, top + line.top, line.width - 2 * spare, line.height))
    return sum(_beyond(shape, box, page) > tolerance(0) for box in boxes)


def _beyond(shape: AutoShape, box: Box, page: Box) -> int:
    """How far a box of a shape, turned with it, leaves the slide, EMU: the most of the four sides."""
    found = turned(box, shape.box, shape.rotation)
    return max(-found.x, found.x + found.cx - page.cx, -found.y, found.y + found.cy - page.cy)


def _grown_too_far(shape: AutoShape, body: Body, laid: Laid, slide: SlideScene, page: Box) -> int:
    """Lines beyond the slide or over other texts, of a shape that grows with its text: away from where it is anchored.

    Only what it grows counts: what it leaves or covers as it is stored, it was drawn to.
    """
    excess = laid.height - laid.room
    if excess <= tolerance(laid.room):
        return 0
    up = {"t": 0.0, "ctr": 0.5, "b": 1.0}[body.anchor] * excess
    box = shape.box
    grown = Box(box.x, round(box.y - up), box.cx, box.cy + excess)
    beyond = _beyond(shape, grown, page) - max(_beyond(shape, box, page), 0)
    if shape.rotation % 90 == 0:  # the boxes of what stands askew are larger than it is
        _, above, _, below = body.insets
        letters = Box(grown.x, grown.y + above, grown.cx, max(grown.cy - above - below, 0))
        beyond = max([beyond, *_onto_others(shape, turned(letters, shape.box, shape.rotation), slide)])
    line = laid.height / max(len(laid.lines), 1)
    return min(-int(-max(beyond - tolerance(0), 0) // max(line, 1)), len(laid.lines))


def _onto_others(shape: AutoShape, letters: Box, slide: SlideScene) -> Iterator[int]:
    """How far its grown text comes into each other shape with text that lies free of it as they are stored, EMU."""
    own = turned(shape.box, shape.box, shape.rotation)
    for one in slide.shapes:
        if one is shape or one.origin != "slide" or not isinstance(one, AutoShape | TableShape):
            continue
        if isinstance(one, AutoShape) and (one.text is None or not one.text.text.strip()):
            continue
        other = turned(one.box, one.box, one.rotation)
        if _abreast(other, own):
            if other.y >= own.y + own.cy:
                yield letters.y + letters.cy - other.y
            elif other.y + other.cy <= own.y:
                yield other.y + other.cy - letters.y
        elif other.y < own.y + own.cy and other.y + other.cy > own.y:
            if other.x >= own.x + own.cx:
                yield letters.x + letters.cx - other.x
            else:
                yield other.x + other.cx - letters.x


# --- tables ----------------------------------------------------------------------------------------------------------


def _table(table: TableShape, slide: SlideScene, page: Box, typefaces: Typefaces) -> tuple[int, tuple[Unproven, ...]]:
    """How many rows end below the slide, or below the top of what stands under the table, once they have grown."""
    heights, unproven = row_heights(table, typefaces)
    over = _rows_over(table, heights, slide, page)
    if over and unproven:
        over = _rows_over(table, row_heights(table, typefaces, surely=True).heights, slide, page)
    return over, unproven


def _rows_over(table: TableShape, heights: Sequence[int], slide: SlideScene, page: Box) -> int:
    end = table.box.y + table.box.cy
    below = [
        one.box.y
        for one in slide.shapes
        if one is not table and one.origin == "slide" and one.box.y >= end and _abreast(one.box, table.box)
    ]
    limit = min([page.cy, *below])
    slack = tolerance(table.box.cy)
    bottom, over = table.box.y, 0
    for height in heights:
        bottom += height
        over += bottom > limit + slack
    return over


def _abreast(one: Box, other: Box) -> bool:
    return one.x < other.x + other.cx and one.x + one.cx > other.x
