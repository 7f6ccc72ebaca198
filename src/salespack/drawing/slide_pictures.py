"""The slides of a deck for documents that show them: pictures with what each slide says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from salespack.drawing.pdf import Drawing
from salespack.scene.model import AnyShape, AutoShape, CompositeShape, PictureShape, SlideScene, TableShape, Undrawn
from salespack.scene.slide_picture import SlidePicture

UNSAID = frozenset(("title", "ctrTitle", "ftr", "sldNum", "dt"))
"""Placeholders whose text is told apart (the title) or stands on every slide (ST_PlaceholderType)."""


def slide_pictures(drawing: Drawing, pictures: Sequence[bytes]) -> tuple[SlidePicture, ...]:
    """The slides that are shown, in their order, with `pictures` of them (PNG)."""
    return tuple(
        SlidePicture(slide.number, slide.title, tuple(_texts(slide)), png)
        for slide, png in zip(drawing.slides, pictures, strict=True)
    )


def _texts(slide: SlideScene) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.origin == "slide" and not (isinstance(shape, AutoShape) and shape.placeholder in UNSAID):
            yield from filter(None, (" ".join(text.split()) for text in _said(shape)))


def _said(shape: AnyShape) -> Iterator[str]:
    """What a shape says: its paragraphs, its rows, or what stands for it where it cannot be seen."""
    match shape:
        case AutoShape(text=body):
            yield from (paragraph.text for paragraph in body.paragraphs) if body is not None else ()
        case TableShape(cells=cells):
            for row in range(max((cell.row for cell in cells), default=-1) + 1):
                inside = [cell for cell in cells if cell.row == row]
                yield "; ".join(" ".join(one.text for one in cell.text.paragraphs) for cell in inside)
        case CompositeShape(text=text, alt=alt):
            yield alt or text
        case PictureShape(alt=alt, decorative=decorative):
            yield "" if decorative else alt
        case Undrawn():
            return
        case _:
            assert_never(shape)
