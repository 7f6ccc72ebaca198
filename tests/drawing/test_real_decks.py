"""Real decks as PDF: nothing that they say is lost, and it is said in their order."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from salespack.drawing.pdf import draw_pdf
from salespack.drawing.slides import in_reading_order
from salespack.scene.model import AnyShape, AutoShape, CompositeShape, TableShape
from salespack.scene.reading import read_scene
from salespack.typography.text import Body
from tests.drawing.scenes import ON, TYPEFACES

DECKS = (
    "decks/cloudevents-federation.pptx", "decks/cloudevents-pagination.pptx", "decks/finos-compliance.pptx",
    "decks/openchain-overview-de.pptx", "decks/openchain-overview-en.pptx",
    "brands/openchain-2025.pptx", "brands/ufrj-mecanon.potx", "odd/unrecognized-shape.pptx",
)  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize("name", DECKS)
def test_every_paragraph_is_in_the_pdf_in_reading_order(name: str, shared: Path) -> None:
    scene = read_scene(shared / "data" / name)
    made = draw_pdf(scene, TYPEFACES, on=ON)
    slides = [slide for slide in scene.slides if not slide.hidden]
    pages = PdfReader(io.BytesIO(made.pdf)).pages
    assert len(pages) == len(slides) > 0
    found = 0
    for slide, page in zip(slides, pages, strict=True):
        text, at = _letters(page.extract_text()), 0
        for shape in in_reading_order(slide.shapes):
            for body in _bodies(shape):
                for paragraph in body.paragraphs:
                    if said := _letters("".join(_shown(run.text, run.caps) for run in paragraph.runs)):
                        place = text.find(said, at)
                        assert place >= 0, f"slide {slide.number}: {paragraph.text!r} is not there, or not in its place"
                        at, found = place + len(said), found + 1
    assert found > 0


def _bodies(shape: AnyShape) -> Iterator[Body]:
    if isinstance(shape, AutoShape) and shape.text is not None:
        yield shape.text
    elif isinstance(shape, CompositeShape):
        for one in shape.shapes:
            yield from _bodies(one)
    elif isinstance(shape, TableShape):
        for cell in sorted(shape.cells, key=lambda one: (one.row, one.column)):
            yield cell.text


def _shown(text: str, caps: str) -> str:
    return text.upper() if caps != "none" else text


def _letters(text: str) -> str:
    """The letters and figures of a text."""
    return re.sub(r"[^\w]", "", unicodedata.normalize("NFKC", text)).casefold()
