"""What is asked of every kind of body: what it says, in which order, which files it shows, and the same said otherwise."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from salespack.deck.model import (
    Chart,
    Columns,
    Kpi,
    Kpis,
    Leaf,
    Paragraph,
    Picture,
    Quote,
    Series,
    Span,
    Spans,
    Table,
    Text,
    Worded,
)
from salespack.deck.visiting import Passage, columns_of, files_of, leaves, passages, reworded


def spans(text: str) -> Spans:
    return (Span(text),)


TEXT = Text((Paragraph(spans("lead")), Paragraph((Span("an "), Span("item", bold=True)), level=1, marker="bullet")))
QUOTE = Quote((Paragraph(spans("one")), Paragraph(spans("two"))), spans("somebody"))
KPIS = Kpis((Kpi(spans("5 %"), spans("less waiting")),))
TABLE = Table(("left", "right"), (spans("what"), spans("how much")), ((spans("tea"), spans("3")),))
CHART = Chart("bar", "Cost", "Cost falls", ("a",), (Series("s", (1.0,)),))
PICTURE = Picture("/files/x.png", "A bridge", 4, 3, "png")

SAID: list[tuple[Leaf, list[Passage]]] = [
    (TEXT, [Passage("paragraph", ("lead",)), Passage("paragraph", ("an item",), 1, listed=True)]),
    (QUOTE, [Passage("quotation", ("one", "two")), Passage("attribution", ("somebody",))]),
    (KPIS, [Passage("pair", ("5 %", "less waiting"))]),
    (TABLE, [Passage("row", ("what", "how much")), Passage("row", ("tea", "3"))]),
    (CHART, [Passage("picture", ("Cost", "Cost falls"))]),
    (PICTURE, [Passage("picture", ("A bridge",))]),
]


@pytest.mark.parametrize(("node", "said"), SAID, ids=lambda one: type(one).__name__)
def test_a_body_says_what_it_holds_in_reading_order(node: Leaf, said: list[Passage]) -> None:
    assert list(passages(node)) == said


def test_every_kind_is_asked() -> None:
    assert {type(node) for node, _ in SAID} == set(get_args(Leaf))


def test_columns_are_read_one_after_the_other() -> None:
    columns = Columns(((TEXT, PICTURE), (QUOTE,)))
    assert list(leaves((KPIS, columns, TABLE))) == [KPIS, TEXT, PICTURE, QUOTE, TABLE]
    assert columns_of(columns) == ((TEXT, PICTURE), (QUOTE,))
    assert columns_of(KPIS) == ((KPIS,),)


@pytest.mark.parametrize(
    "node", [node for node, _ in SAID if isinstance(node, Worded)], ids=lambda one: type(one).__name__
)
def test_rewording_reaches_every_text_and_leaves_the_rest(node: Worded) -> None:
    def louder(spans: Spans) -> Spans:
        return tuple(msgspec.structs.replace(one, text=one.text.upper()) for one in spans)

    louder_node = reworded(
        node, louder, lambda all: tuple(msgspec.structs.replace(one, spans=louder(one.spans)) for one in all)
    )
    expected = [one._replace(texts=tuple(text.upper() for text in one.texts)) for one in passages(node)]
    assert list(passages(louder_node)) == expected
    assert reworded(node, lambda spans: spans, tuple) == node


def test_files_that_are_shown() -> None:
    assert [files_of(node) for node, _ in SAID if files_of(node)] == [("/files/x.png",)]
