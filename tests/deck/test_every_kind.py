"""No kind of body is lost: each can be written, and what it says is on its slide, in the documents, in the catalog."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pypdf import PdfReader

from salespack.checking.rules.visible import said
from salespack.deck.model import Chart, Columns, Node, Photo, Picture
from salespack.deck.visiting import leaves
from salespack.powerpoint.composing.dividing import nodes_of, pieces_of
from salespack.powerpoint.writing.brand_sample import brand_sample
from salespack.powerpoint.writing.writer import write_deck
from salespack.specimens.texts import slide_text
from tests.compiled import compiled_brand, compiled_templates
from tests.deck.kinds import WORDS, WRITTEN, node_of
from tests.documents.builders import alternative_texts, context, rendered, with_nodes
from tests.powerpoint.decks import deck, slide

KINDS = pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: kind.__name__)
TOLD = [
    ("one-pager.pdf", "failures-stay-small"),
    ("one-pager.pdf", "one-service"),
    ("case-sheet.pdf", "more-releases"),
    ("report.pdf", "failures-stay-small"),
    ("email.html", "one-service"),
    ("release.md", "one-service"),
]
"""Documents that show the bodies of slides, each with a block that it shows."""


def lacking(text: str) -> list[str]:
    return [word for word in WORDS if word not in text]


@KINDS
def test_it_can_be_written_and_is_on_its_slide(kind: type[Node], tmp_path: Path) -> None:
    brand = compiled_brand()
    made = write_deck(deck(slide("Metals", node_of(kind, tmp_path))), brand, templates=compiled_templates())
    (shown,) = Presentation(io.BytesIO(made)).slides
    assert lacking("\n".join(texts(shown.shapes))) == []


def texts(shapes: Any) -> Iterator[str]:
    """What shapes say, and the alternative texts of those that are pictures."""
    for shape in shapes:
        yield shape._element.xpath("string(.//p:cNvPr/@descr)")
        if shape.has_text_frame:
            yield shape.text_frame.text
        if getattr(shape, "has_table", False):
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        if hasattr(shape, "shapes"):
            yield from texts(shape.shapes)


@pytest.mark.slow
@KINDS
@pytest.mark.parametrize(("name", "block"), TOLD)
def test_documents_tell_it(name: str, block: str, kind: type[Node], tmp_path: Path) -> None:
    node = node_of(kind, tmp_path)
    made = rendered(name, context(made=with_nodes(block, node)))
    if not name.endswith(".pdf"):
        assert lacking(made.decode()) == []
    elif isinstance(node, Chart | Picture | Photo) and (name, block) != ("one-pager.pdf", "one-service"):
        assert any("Copper" in alt and "Zinc" in alt for alt in alternative_texts(made))
    else:
        told = [one.text for one in made.left_out if one.why == "a question"]
        assert lacking(" ".join([*told, *(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)])) == []


def test_the_sample_of_a_brand_shows_it(tmp_path: Path) -> None:
    brand = compiled_brand()
    picture = node_of(Picture, tmp_path)
    assert isinstance(picture, Picture)
    shown = brand_sample(brand, picture, datetime.date(2026, 12, 1))
    nodes = [node for one in shown.slides for node in one.nodes]
    assert {type(node) for node in [*nodes, *leaves(nodes)]} == set(WRITTEN)


@KINDS
def test_the_catalog_and_the_rules_read_it(kind: type[Node], tmp_path: Path) -> None:
    node = node_of(kind, tmp_path)
    assert lacking("\n".join(slide_text(slide("Metals", node)).lines)) == []
    assert "Copper" in "\n".join(said([node]))


@KINDS
def test_what_it_is_divided_into_is_all_of_it(kind: type[Node], tmp_path: Path) -> None:
    nodes = (node_of(kind, tmp_path),)
    pieces = pieces_of(nodes)
    assert nodes_of(nodes, pieces) == nodes
    told = [list(said(nodes_of(nodes, [piece]))) for piece in pieces]
    assert set().union(*map(set, told)) == set(said(nodes))
    assert len(pieces) > 1 or not isinstance(nodes[0], Columns)
