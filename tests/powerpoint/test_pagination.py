"""Slides that hold too much are divided: nothing is lost, the order stays, every part fits, and parts are of like weight."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.deck.model import Cards, Columns, Item, Kpi, Kpis, Node, Paragraph, Quote, Slide, Table, Text
from salespack.powerpoint.composing.composition import Composer
from salespack.powerpoint.composing.pagination import MOST_PARTS, fits, forms_without_room, paginated, without_form
from salespack.powerpoint.writing.writer import new_composer
from salespack.problems.problem import UserFault
from salespack.typography.faces import Typefaces
from tests.compiled import compiled_brand
from tests.powerpoint.decks import COST, bullet, paragraph, slide, spans, text
from tests.searching import searching

LONG = "Every service has one owner, and everybody in the room knows her name by heart and calls her at night"
SOURCE = ("Source: our own measurements, 2026",)


@cache
def composer() -> Composer:
    brand = compiled_brand()
    return new_composer(brand, lambda: Typefaces(system=False))


def parts_of(*nodes: Node, sources: tuple[str, ...] = ()) -> tuple[Slide, ...]:
    slides = [slide("Long", *nodes, sources=sources)]
    found = paginated(slides, composer(), "split")
    assert all(fits(composer().compose(one)) for one in found)
    assert paginated(slides, composer(), "split", shown=False) == found
    return found


def words(nodes: tuple[Node, ...]) -> list[str]:
    """All that nodes say, in reading order; headers of tables and names under quotes left out, as they come again."""
    found: list[str] = []
    for node in nodes:
        match node:
            case Columns():
                for column in node.columns:
                    found += words(column)
            case Text() | Quote():
                found += ["".join(span.text for span in one.spans) for one in node.paragraphs]
            case Table():
                found += [cell[0].text for row in node.rows for cell in row]
            case Kpis():
                found += [item.label[0].text for item in node.items]
            case _:
                found.append(type(node).__name__)
    return found


def kpis(count: int) -> Kpis:
    return Kpis(
        tuple(Kpi(spans(f"{at} %"), spans(f"of what was measured in month number {at}")) for at in range(count))
    )


def table(rows: int) -> Table:
    body = tuple((spans(f"Service {at}"), spans(f"{LONG} {at}")) for at in range(rows))
    return Table(("left", "left"), (spans("Service"), spans("Owner")), body)


@pytest.mark.slow
@pytest.mark.parametrize(
    "nodes",
    [
        (text(*[bullet(f"{LONG} {at}") for at in range(20)]),),
        (Quote(tuple(paragraph(f"{LONG} {at}") for at in range(12)), spans("A customer")),),
        (Columns(((text(*[bullet(f"{LONG} {at}") for at in range(9)]),), (text(*[bullet(f"R {at}") for at in range(9)]),))),),
        (kpis(24),),
        (table(12), text(paragraph("And so on"))),
        (text(*[bullet(f"{LONG} {at}") for at in range(14)]), COST),
    ],
    ids=["bullets", "quote", "columns", "figures", "table", "text and chart"],
)  # fmt: skip
def test_whatever_is_too_long_is_divided(nodes: tuple[Node, ...]) -> None:
    found = parts_of(*nodes, sources=SOURCE)
    count = len(found)
    assert 1 < count <= MOST_PARTS
    assert [part.part for part in found] == [(at, count) for at in range(1, count + 1)]
    assert [part.continues for part in found] == [False] + [True] * (count - 1)
    assert all(part.sources == SOURCE for part in found)
    assert sum(part.minutes for part in found) == pytest.approx(1.0)
    assert [one for part in found for one in words(part.nodes)] == words(nodes)


def test_a_heading_and_a_line_that_leads_on_stay_with_what_follows() -> None:
    groups = []
    for at in range(8):
        groups.append(msgspec.structs.replace(paragraph(f"Group {at}"), heading=True))
        groups += [paragraph("What there is:"), bullet(f"{LONG} {at}"), bullet("And more")]
    found = parts_of(text(*groups))
    assert len(found) > 1
    for part in found[:-1]:
        last = words(part.nodes)[-1]
        assert not last.endswith(":") and not last.startswith("Group")


def test_one_paragraph_is_never_divided() -> None:
    with pytest.raises(UserFault) as fault:
        parts_of(text(paragraph(f"{LONG}, " * 40)))
    (problem,) = fault.value.problems
    assert problem.code == "SP524" and "a paragraph is never divided" in problem.hint


@pytest.mark.parametrize(("many", "told"), [(2, []), (40, ["SP524 the footnotes need more than half of the slide"])])
def test_footnotes_have_half_of_a_slide_and_more_is_told(many: int, told: list[str]) -> None:
    sourced = slide("One thing", text(paragraph("Said.")), sources=tuple(f"Source {at}, 2026" for at in range(many)))
    assert fits(composer().compose(sourced)) is not bool(told)
    found: list[str] = []
    try:
        paginated([sourced], composer(), "refuse")
    except UserFault as fault:
        found = [f"{problem.code} {problem.message}" for problem in fault.problems]
    assert found == told


def test_parts_are_no_smaller_than_their_number_makes_them() -> None:
    """What is divided anyway is not written in the least size first."""
    sizes = [
        {placed.percent for placed in composer().compose(part).placed if placed.kind == "text"}
        for part in parts_of(text(*[bullet(f"{LONG} {at}") for at in range(15)]))
    ]
    assert len(sizes) == 2 and sizes[0] == sizes[1] and all(min(one) > 64 for one in sizes)


@pytest.mark.slow
def test_parts_of_a_table_are_of_one_size() -> None:
    rows = tuple((spans(f"Service {at}"), spans("Team")) for at in range(34))
    found = parts_of(Table(("left", "left"), (spans("Service"), spans("Owner")), rows))
    tables = [one for part in found for one in composer().compose(part).placed if isinstance(one.node, Table)]
    assert len(tables) == len(found) > 1 and len({one.percent for one in tables}) == 1


def test_no_row_of_a_table_stands_alone_beside_what_follows_it() -> None:
    """The last row of a calculation with its chart, and those before it on the slide before: nobody reads that."""
    many = Table(("left", "left"), (spans("What"), spans("How much")), ((spans("Outages"), spans("31 h")),) * 10)
    found = parts_of(many, COST)
    assert [len(node.rows) for part in found for node in part.nodes if isinstance(node, Table)] == [8, 2]


ITEM = st.builds(
    lambda words, level, heading: Paragraph(
        spans(" ".join(words)), level=level, marker="none" if heading else "bullet", heading=heading
    ),
    st.lists(
        st.sampled_from(["a", "service", "Toiminnanohjausjärjestelmä", "at night:", LONG]), min_size=1, max_size=8
    ),
    st.integers(0, 2),
    st.booleans(),
)


@searching(25)
@given(st.lists(ITEM, min_size=1, max_size=40))
def test_nothing_is_lost_whatever_is_divided(items: list[Paragraph]) -> None:
    try:
        found = parts_of(text(*items))
    except UserFault as fault:
        assert {problem.code for problem in fault.problems} <= {"SP524", "SP525"}
        return
    assert [one for part in found for one in words(part.nodes)] == words((text(*items),))


def test_a_slide_that_fits_is_left_alone(sample_brand: Path) -> None:
    one = slide("Short", text(bullet("One")))
    assert paginated([one], composer(), "refuse") == (one,)


def test_a_form_without_room_becomes_what_it_says_in_columns_too() -> None:
    long = tuple(Item(spans(f"Lead {at}"), spans(("word and more " * 13).strip())) for at in range(4))
    asked = slide("Long", Columns(((Cards(long),), (text(bullet("Short")),))))
    (found,) = paginated([asked], composer(), "shrink")
    (columns,) = found.nodes
    assert isinstance(columns, Columns) and fits(composer().compose(found))
    listed, beside = (node for column in columns.columns for node in column)
    assert isinstance(listed, Text) and len(listed.paragraphs) == len(long) and beside == text(bullet("Short"))
    (told,) = forms_without_room([found])
    assert (told.code, told.message) == ("SP531", "the form has no room on this brand: the slide is columns")
    assert without_form(slide("Short", columns)) is None
