"""Pictures of slides, contact sheets, notes pages."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec import structs

from salespack.drawing.notes_pages import notes_pages
from salespack.drawing.pdf import Drawing
from salespack.drawing.previews import SHEET_PIXELS, SLIDE_PIXELS, contact_sheet, pictures
from salespack.typography.text import Bullet
from tests.drawing.scenes import ON, TYPEFACES, bulleted, lines, paragraph, pixels, reader, run, scene, slide, title

MARK = "For you – not for the customer"


def test_a_png_a_slide_and_one_of_all() -> None:
    slides = [slide(title(f"Slide {number}"), number=number) for number in range(1, 9)]
    drawing = Drawing(scene(*slides), TYPEFACES)
    assert [pixels(one).size for one in pictures(drawing, on=ON)] == [(SLIDE_PIXELS, 720)] * 8
    made = contact_sheet(drawing, on=ON)
    sheet = pixels(made)
    assert sheet.width == SHEET_PIXELS and sheet.height > 700
    assert contact_sheet(Drawing(scene(*slides), TYPEFACES), on=ON) == made


@pytest.mark.parametrize("count", [0, 1, 61])
def test_contact_sheets_of_any_number_of_slides(count: int) -> None:
    slides = [slide(title("T"), number=number) for number in range(1, count + 1)]
    drawing = Drawing(scene(*slides), TYPEFACES)
    assert len(pictures(drawing, on=ON)) == count
    assert pixels(contact_sheet(drawing, on=ON)).width == SHEET_PIXELS


def test_notes_pages_are_the_sellers_on_every_page() -> None:
    said = (paragraph("Say ", run("this", bold=True), ' and #read("x").'), bulleted("first ask"), bulleted("then wait"))
    long = tuple(
        paragraph(f"Sentence {number} of a long story that goes on and on for a while.") for number in range(120)
    )
    pages = notes_pages(
        Drawing(scene(slide(title("One"), notes=said), slide(title("Two"), number=2, notes=long)), TYPEFACES), on=ON
    )
    opened = reader(pages)
    assert len(opened.pages) > 3
    assert all(MARK in page.extract_text() for page in opened.pages)
    assert [round(float(page.mediabox.width)) for page in opened.pages] == [595] * len(opened.pages)
    first = " ".join(lines(pages))
    assert "One" in first and 'Say this and #read("x").' in first and "first ask" in first
    last = opened.pages[-1].extract_text()
    assert "Sentence 119" in last
    assert b"pdfuaid:part" in pages


def test_notes_can_be_read_at_a_lectern() -> None:
    """Short ones in large letters, with lines to write on below; none in less than 14 points."""
    few, many = (
        (paragraph("Say this."),),
        tuple(paragraph(f"Sentence {number} goes on for a while.") for number in range(60)),
    )
    sizes: dict[str, float] = {}

    def seen(said: str, _: object, matrix: Sequence[float], __: object, size: float) -> None:
        sizes.setdefault(said.strip(), abs(matrix[3]) * size)

    for page in reader(
        notes_pages(Drawing(scene(slide(notes=few), slide(number=2, notes=many)), TYPEFACES), on=ON)
    ).pages:
        page.extract_text(visitor_text=seen)
    assert round(next(size for said, size in sizes.items() if said.startswith("Say this"))) == 20
    assert {round(size) for said, size in sizes.items() if said.startswith("Sentence")} == {14}


def test_the_mark_is_in_the_decks_language() -> None:
    deck = scene(slide(title("Yksi"), notes=(paragraph("Sano näin", bullet=Bullet(run("•"))),)))
    finnish = structs.replace(deck, language="fi-FI")
    assert "Sinulle – ei asiakkaalle" in " ".join(lines(notes_pages(Drawing(finnish, TYPEFACES), on=ON)))
