"""Rules about how designed slides are read: order, size, titles. In doubt nothing is told.

What stands out too little, on them and on slides made from text, the proof of looks finds.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import assert_never

from salespack.checking.rules.views import DeckView
from salespack.graphics.boxes import Box
from salespack.ooxml.placeholders import FOOTERS, TITLES
from salespack.problems.problem import Place, Problem
from salespack.scene.model import AutoShape, CompositeShape, PictureShape, SlideScene, TableShape, Undrawn
from salespack.typography.text import Body, Run

READABLE = 9_00
"""Hundredths of a point below which nobody in a room, and few at a screen, can read."""
LEAST_WORDS = 3
"""Of a text whose place in the order of reading matters."""
IN_ORDER = "order them in PowerPoint: Home, Arrange, Selection Pane; the lowest is read first"
MOST_SHAPES = 120
"""Of a slide, whose order is judged: each is compared with each."""


def small_texts(view: DeckView) -> Iterator[Problem]:
    """The first text on each designed slide whose letters are too small to read."""
    for number, slide in _designed(view):
        for name, body in _texts(slide):
            size = min((_size(one, body) for one in _runs(body) if not one.baseline), default=READABLE)
            if size < READABLE:
                yield _told(view, "SP352", number, f"“{name}” has letters of {size / 100:g} pt",
                            "say less, in larger letters")  # fmt: skip
                break


def read_out_of_order(view: DeckView) -> Iterator[Problem]:
    """Designed slides whose texts are read in another order than they stand: the lower of two in a column first.

    Labels of a word or two are left out: a diagram has no order.
    """
    for number, slide in _designed(view):
        shapes = [one for one in slide.shapes if isinstance(one, AutoShape) and _is_read(one)][:MOST_SHAPES]
        title = next((at for at, one in enumerate(shapes) if one.placeholder in TITLES), 0)
        if title:
            yield _told(view, "SP351", number, f"“{shapes[0].name}” is read before the title", IN_ORDER)
            continue
        pairs = ((one, later) for at, one in enumerate(shapes) for later in shapes[at + 1 :])
        wrong = next(((one, later) for one, later in pairs if _is_above(later.box, one.box)), None)
        if wrong is not None:
            message = f"“{wrong[1].name}” stands above “{wrong[0].name}” and is read after it"
            yield _told(view, "SP351", number, message, IN_ORDER)


def untitled(view: DeckView) -> Iterator[Problem]:
    """Designed slides whose title is missing or empty; written slides always have one (SP314)."""
    for slide, scene in zip(view.deck.slides, view.scene.slides, strict=False):
        if slide.designed is not None and not scene.title:
            where = f"{Path(slide.designed.file).name}, slide {slide.designed.number}"
            hint = "give it one in PowerPoint: Home, Layout, a layout with a title; or Review, Check Accessibility"
            yield Problem(code="SP353", message=f"{where} has no title", hint=hint, place=_place(view))


def _is_read(shape: AutoShape) -> bool:
    if shape.origin != "slide" or shape.text is None or shape.placeholder in FOOTERS:
        return False
    return shape.placeholder in TITLES or len(shape.text.text.split()) >= LEAST_WORDS


def _designed(view: DeckView) -> Iterator[tuple[int, SlideScene]]:
    """The slides that were designed in PowerPoint, with their numbers among the block's slides."""
    for slide, scene in zip(view.deck.slides, view.scene.slides, strict=False):
        if slide.designed is not None:
            yield scene.number, scene


def _texts(slide: SlideScene) -> Iterator[tuple[str, Body]]:
    """The texts on a slide with the name of their shape."""
    for shape in slide.shapes:
        if shape.origin != "slide":
            continue
        match shape:
            case AutoShape(text=text):
                if text and shape.placeholder not in FOOTERS:
                    yield shape.name, text
            case TableShape(cells=cells):
                yield from ((shape.name, cell.text) for cell in cells)
            case PictureShape() | CompositeShape() | Undrawn():
                continue
            case _:
                assert_never(shape)


def _runs(body: Body) -> Iterator[Run]:
    return (run for paragraph in body.paragraphs for run in paragraph.runs if run.text.strip())


def _size(run: Run, body: Body) -> float:
    return run.size * body.font_scale


def _is_above(one: Box, other: Box) -> bool:
    """Whether `one` ends where `other` begins, or higher, and both stand in one column."""
    shared = min(one.x + one.cx, other.x + other.cx) - max(one.x, other.x)
    return one.y + one.cy <= other.y and shared * 2 > max(one.cx, other.cx)


def _told(view: DeckView, code: str, number: int, message: str, hint: str) -> Problem:
    return view.told(number, Problem(code=code, message=message, hint=hint))


def _place(view: DeckView) -> Place:
    """Where the block says which slides; a translation that has its text on the same ones, where its text begins."""
    text = view.text
    return text.place_of(("slides",), key=True) if text.body.slides else Place(text.body.file, text.body.line, 1)
