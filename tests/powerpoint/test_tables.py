"""Columns of native tables: as wide as what must not be broken in them, figures to the right, phone numbers as text."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pptx import Presentation

from salespack.deck.model import Span, Table
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.writing.writer import new_composer, slide_templates, write_deck
from salespack.typography.faces import Typefaces
from tests.forms.brands import sized
from tests.powerpoint.decks import deck, slide

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def table(*rows: tuple[str, ...]) -> Table:
    header, *body = [tuple((Span(cell),) for cell in row) for row in rows]
    return Table(tuple("left" for _ in header), header, tuple(body))


@pytest.mark.parametrize(
    ("cells", "aligned"),
    [
        (("1,200", "88%"), "r"),
        (("€4 000", "−3"), "r"),
        (("+358 50 555 0101", "+358 50 555 0102"), None),
        (("050 555 0101", "040-5550102"), None),
        (("soon", "12"), None),
    ],
)
def test_amounts_end_in_one_line_and_phone_numbers_begin_in_one(
    cells: tuple[str, str], aligned: str | None, sample_brand: Path
) -> None:
    node = table(("Name", "Figure"), ("Aino", cells[0]), ("Joost", cells[1]))
    content = write_deck(deck(slide("A title", node)), compile_brand(sample_brand), templates=slide_templates())
    (shape,) = [one for one in Presentation(io.BytesIO(content)).slides[0].shapes if one.has_table]
    found = [one.find(f"{A}pPr") for one in shape.table.cell(1, 1)._tc.iter(f"{A}p")]
    assert [one.get("algn") if one is not None else None for one in found] == [aligned]


def test_what_stands_off_from_figures_has_room_for_its_longest_word_all_the_same(tmp_path: Path) -> None:
    mail = "joost.vandermeer@lumikko.example"
    node = table(("Name", "Role", "Share", "E-mail"), ("Joost van der Meer", "Platform architect", "1,200,000", mail))
    brand = sized(tmp_path, 720, 540)
    composer = new_composer(brand, lambda: Typefaces(system=False))
    content = write_deck(deck(slide("A title", node)), brand, templates=slide_templates())
    (shape,) = [one for one in Presentation(io.BytesIO(content)).slides[0].shapes if one.has_table]
    cell, column = shape.table.cell(1, 3), shape.table.columns[3]
    size = int(cell._tc.find(f".//{A}rPr").get("sz"))
    room = column.width - cell.margin_left - cell.margin_right
    assert cell.margin_left > cell.margin_right
    assert composer.measure.word_width(mail, size, brand.minor_font, bold=False) <= room
