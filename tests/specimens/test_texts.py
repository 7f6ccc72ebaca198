"""What the catalog says of a slide, line by line."""

from __future__ import annotations

import pytest

from salespack.deck.model import (
    Chart,
    Columns,
    Kpi,
    Kpis,
    Node,
    Paragraph,
    Picture,
    Quote,
    Series,
    Span,
    Spans,
    Table,
    Text,
)
from salespack.specimens.texts import slide_text
from tests.powerpoint.decks import slide


def spans(text: str) -> Spans:
    return (Span(text),)


def chart(title: str) -> Chart:
    return Chart("bar", title, "Cost falls", ("a",), (Series("s", (1.0,)),))


@pytest.mark.parametrize(
    ("node", "lines"),
    [
        (Text((Paragraph(spans("Lead")), Paragraph(spans("item"), level=1, marker="bullet"))), ["Lead", "  • item"]),
        (Quote((Paragraph(spans("One.")), Paragraph(spans("Two."))), spans("Ann")), ["“One. Two.”", "Ann"]),
        (Quote((Paragraph(spans("One.")),)), ["“One.”"]),
        (Kpis((Kpi(spans("5 %"), spans("less waiting")),)), ["5 % – less waiting"]),
        (Table(("left", "right"), (spans("a"), spans("b")), ((spans("c"), spans("d")),)), ["a | b", "c | d"]),
        (chart("Cost"), ["Cost: Cost falls"]),
        (chart("Cost falls"), ["Cost falls"]),
        (chart(""), ["Cost falls"]),
        (Picture("/x.png", "A bridge", 1, 1, "png"), ["A bridge"]),
        (Columns(((Text((Paragraph(spans("left")),)),), (Text((Paragraph(spans("right")),)),))), ["left", "right"]),
    ],
)  # fmt: skip
def test_the_lines_of_a_slide(node: Node, lines: list[str]) -> None:
    assert list(slide_text(slide("Title", node)).lines) == lines
