"""Forms that give way to others: which ones, and that every word is said all the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.deck.model import BeforeAfter, Cards, Change, Item, Kpi, Kpis, Node, Number, Questions, Span, Spans, Text
from salespack.deck.visiting import form_name, leaves, passages
from salespack.forms.alternatives import alternatives
from tests.powerpoint.decks import bullet, number, paragraph, text


def spans(written: str) -> Spans:
    """Text in which `**` stands around what is bold."""
    return tuple(Span(part, bold=at % 2 == 1) for at, part in enumerate(written.split("**")) if part)


def item(lead: str, said: str = "") -> Item:
    return Item(spans(lead), spans(said))


LIST = text(*map(bullet, ("Copper", "Zinc", "Lead")))
LEAD = text(paragraph("Of metals"))
ROWS = Cards((item("Copper"), item("Zinc"), item("Lead")))
FIGURES = Cards((item("31 h", "of outages"), item("−24 %", "cost"), item("€1.2M", "a year")))
CHANGES = BeforeAfter(
    (spans(""), spans("Before"), spans("After")),
    (Change(spans("Roof"), spans("Copper"), spans("Zinc")), Change(spans("Pipe"), spans("Lead"), spans("Steel"))),
)


@pytest.mark.parametrize(
    ("nodes", "others"),
    [
        ((LIST,), [("cards", (ROWS,))]),
        ((text(paragraph("Of metals"), *LIST.paragraphs),), [("cards", (LEAD, ROWS))]),
        ((LEAD, Questions((spans("Copper"), spans("Zinc"), spans("Lead")))), [("cards", (LEAD, ROWS))]),
        ((Questions((spans("Copper?"),) * 3, "lines"),), []),
        ((text(bullet("Copper"), bullet("bends", 1), bullet("Zinc"), bullet("Lead")),), []),
        ((text(*map(bullet, ("Copper", "Zinc"))),), []),
        ((text(*map(bullet, "abcdefg")),), []),
        ((text(*map(number, ("Copper", "Zinc", "Lead"))),), []),
        ((FIGURES,), [("stats", (Kpis(tuple(Kpi(one.lead, one.text) for one in FIGURES.items)),))]),
        ((Cards((*FIGURES.items, item("Copper", "bends"))),), []),
        ((Cards((item("31 h"), item("−24 %"))),), []),
        (
            (Number(spans("90"), spans("days"), (item("**Copper**", "bends"), item("Zinc"))),),
            [("stats", (Kpis((Kpi(spans("90"), spans("days")),), (spans("**Copper** bends"), spans("Zinc"))),))],
        ),
        ((Number(spans("90"), spans("days")),), []),
        ((Kpis((Kpi(spans("90"), spans("days")),) * 3),), []),
        ((LEAD, LEAD, LIST), []),
        ((), []),
    ],
)
def test_which_other_forms_there_are(nodes: tuple[Node, ...], others: list[tuple[str, tuple[Node, ...]]]) -> None:
    found = list(alternatives(nodes))
    assert [(form, [said_by(one) for one in of]) for form, of in found] == [
        (form, [said_by(one) for one in of]) for form, of in others
    ]
    assert [tuple(map(type, of)) for _, of in found] == [tuple(map(type, of)) for _, of in others]


def test_before_and_after_is_a_table() -> None:
    ((form, nodes),) = alternatives((CHANGES,))
    assert (form, form_name(nodes)) == ("table", "table")


words = st.lists(st.sampled_from(("on", "12 %", "järjestelmä", "€1.2M", "a")), min_size=1, max_size=5).map(" ".join)
texts = words.map(spans)
items = st.builds(Item, texts, texts | st.just(()))


@given(
    st.lists(words.map(bullet), min_size=1, max_size=8).map(lambda found: text(*found))
    | st.builds(Number, texts, texts, st.lists(items, max_size=4).map(tuple))
    | st.builds(Cards, st.lists(items, min_size=1, max_size=6).map(tuple))
    | st.builds(Questions, st.lists(texts, min_size=1, max_size=7).map(tuple))
)
def test_another_form_says_every_word_in_its_order(node: Text | Number | Cards | Questions) -> None:
    for form, nodes in alternatives((LEAD, node)):
        assert form_name(nodes) == form
        assert "".join(said_by(one) for one in nodes) == said_by(LEAD) + said_by(node)


def said_by(node: Node) -> str:
    """The letters that a node shows."""
    return "".join("".join(one.texts) for leaf in leaves((node,)) for one in passages(leaf)).replace(" ", "")
