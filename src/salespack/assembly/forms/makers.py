"""What each form is made of: the nodes of a slide that somebody asks to have in it, or what they lack for that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, assert_never

import msgspec

from salespack.assembly.forms.around import Around, Unmade
from salespack.assembly.forms.items import (
    figure_in,
    kpi_of,
    lead_of,
    list_in,
    points_of,
    step_of,
    topic_of,
    under_a_heading,
)
from salespack.assembly.forms.logos import LEAST_LOGOS, MOST_LOGOS, as_logos
from salespack.assembly.forms.matrices import COUNT, as_matrix
from salespack.assembly.forms.next_steps import as_next
from salespack.assembly.forms.options import as_options
from salespack.assembly.forms.quotes import MOST_QUOTES, in_marks, signed, voices
from salespack.assembly.forms.teams import MOST_PEOPLE, as_team
from salespack.assembly.forms.timelines import as_timeline, miscounted_lanes
from salespack.deck.model import (
    Agenda,
    AskedForm,
    BeforeAfter,
    Cards,
    Change,
    Chart,
    Columns,
    Item,
    Kpis,
    Logos,
    Matrix,
    Next,
    Node,
    Number,
    Options,
    Photo,
    Picture,
    Questions,
    Quote,
    Quotes,
    Roadmap,
    Span,
    Statement,
    Steps,
    Table,
    Team,
    Text,
    Timeline,
    Voice,
)
from salespack.deck.visiting import leaves, without

MOST_FIGURES = 12
"""Of `stats` that are written; more stand in rows."""


class Maker(NamedTuple):
    """How a form is made of the nodes of a slide, what it is made of, in words, how that is written, and how many of
    what it holds at least and at most."""

    make: Callable[[tuple[Node, ...], Around], tuple[Node, ...] | None]
    made_of: str
    example: str
    items: str = "items"
    least: int = 1
    most: int = 1


def made(form: AskedForm, nodes: Sequence[Node], around: Around) -> tuple[Node, ...]:
    """Nodes in a form that somebody asks for, with a paragraph that stands before them as it is.

    Raises Unmade with what the form is made of.
    """
    maker = MAKERS[form]
    found = maker.make(tuple(nodes), around)
    if found is None:
        raise Unmade(f"“{form}” is {maker.made_of}", maker.example)
    return found


def miscounted(form: AskedForm, nodes: Sequence[Node]) -> str:
    """Why a form that was made is not drawn, as it holds too few or too many; empty where it does not."""
    maker = MAKERS[form]
    lanes = next((node.lanes for node in nodes if isinstance(node, Roadmap)), None)
    if lanes is not None:
        return miscounted_lanes(lanes)
    count = next((_count(node) for node in nodes if not isinstance(node, Text)), 0)
    if maker.least <= count <= maker.most:
        return ""
    return f"“{form}” has {maker.least} to {maker.most} {maker.items}, and not {count}"


def _count(node: Node) -> int:
    match node:
        case Number(points=counted) | BeforeAfter(rows=counted) | Chart(points=counted):
            return len(counted)
        case Kpis(items=counted) | Cards(items=counted) | Questions(items=counted) | Steps(items=counted):
            return len(counted)
        case (
            Timeline(items=counted)
            | Agenda(items=counted)
            | Quotes(items=counted)
            | Next(items=counted)
            | Team(items=counted)
            | Logos(items=counted)
            | Matrix(items=counted)
        ):
            return len(counted)
        case Options(header=header):
            return len(header) - 1
        case Roadmap(lanes=counted):
            return len(counted)
        case Statement() | Photo() | Text() | Quote() | Table() | Picture() | Columns():
            return 1
        case _:
            assert_never(node)


# What follows makes the nodes of a slide into one form, and is None where they are not what that is made of.


def as_statement(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """One paragraph as a statement."""
    if len(nodes) != 1 or not isinstance(nodes[0], Text) or len(nodes[0].paragraphs) != 1:
        return None
    (one,) = nodes[0].paragraphs
    return (Statement(one.spans),) if one.marker == "none" and not one.heading and one.spans else None


def as_number(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """A figure and the points beside it: a list with one, or one key figure and a list."""
    if len(nodes) in (1, 2) and isinstance(kpis := nodes[0], Kpis) and len(kpis.items) == 1 and not kpis.points:
        found = list_in(nodes[1:]) if len(nodes) == 2 else ((), [])
        if found is None or found[0]:
            return None
        return (Number(kpis.items[0].figure, kpis.items[0].label, points_of(found[1])),)
    listed = list_in(nodes)
    if listed is None:
        return None
    before, items = listed
    figures = [(at, known) for at, one in enumerate(items) if (known := figure_in(one)) is not None]
    if len(figures) != 1:
        return None
    at, (figure, label) = figures[0]
    return (*before, Number(figure, label, points_of([*items[:at], *items[at + 1 :]])))


def as_stats(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """Key figures, with the list below them as their points; of a list whose items begin with a figure too."""
    if len(nodes) == 1 and isinstance(nodes[0], Text):
        found = list_in(nodes)
        figures = [kpi_of(one.spans) for one in found[1]] if found and not found[0] else []
        return (Kpis(tuple(one for one in figures if one is not None)),) if figures and all(figures) else None
    if len(nodes) == 1 and isinstance(nodes[0], Kpis):
        return nodes
    if len(nodes) != 2 or not isinstance(kpis := nodes[0], Kpis) or kpis.points:
        return None
    found = list_in(nodes[1:])
    if found is None or found[0]:
        return None
    return (Kpis(kpis.items, tuple(one.spans for one in found[1])),)


def as_cards(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """The items of a list; what an item goes on with stands in its card."""
    if len(nodes) != 1 or not isinstance(nodes[0], Text):
        return None
    paragraphs = list(nodes[0].paragraphs)
    before: tuple[Text, ...] = ()
    if paragraphs and paragraphs[0].marker == "none" and any(one.marker != "none" for one in paragraphs):
        before = (Text((paragraphs.pop(0),)),)
    items: list[Item] = []
    for one in paragraphs:
        if one.level == 0 and one.marker == "bullet":
            items.append(lead_of(one.spans) or Item(one.spans))
        elif items:  # what an item goes on with: a line of its own below
            last = items[-1]
            text = (*last.text, Span("\n"), *one.spans) if last.text else one.spans
            items[-1] = Item(last.lead, text, last.between if last.text else "\n")
        else:
            return None
    return (*before, Cards(tuple(items))) if items else None


def as_questions(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """The items of a list, numbered or not."""
    found = list_in(nodes) or list_in(nodes, "number")
    if found is None:
        return None
    lines = around.attributes.get("answers") == "lines"
    return (*found[0], Questions(tuple(one.spans for one in found[1]), "lines" if lines else "none"))


def as_steps(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """The items of a numbered list, each with its name in bold."""
    found = list_in(nodes, "number")
    if found is None:
        return None
    steps = [step_of(one.spans) for one in found[1]]
    return (*found[0], Steps(tuple(one for one in steps if one is not None))) if all(steps) else None


def as_before_after(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """A table of three columns, or two lists beside each other, item by item."""
    *before, last = nodes or (None,)
    if len(before) > 1 or not all(isinstance(one, Text) and len(one.paragraphs) == 1 for one in before):
        return None
    if isinstance(last, Table) and len(last.header) == 3:
        header = last.header[0], last.header[1], last.header[2]
        return (*before, BeforeAfter(header, tuple(Change(*row) for row in last.rows)))
    if isinstance(last, Columns) and len(last.columns) == 2:
        sides = [under_a_heading(column) for column in last.columns]
        if sides[0] and sides[1] and len(sides[0][1]) == len(sides[1][1]):
            rows = tuple(Change((), *pair) for pair in zip(sides[0][1], sides[1][1], strict=True))
            return (*before, BeforeAfter(((), sides[0][0], sides[1][0]), rows))
    return None


def as_agenda(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """The items of a list, numbered or not, with the minutes that stand in brackets at their end."""
    found = list_in(nodes) or list_in(nodes, "number")
    return (*found[0], Agenda(tuple(topic_of(one.spans) for one in found[1]))) if found is not None else None


def as_quotes(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """Quotes, or the items of a list that are each in quotation marks."""
    paragraph = nodes[:1] if nodes and isinstance(nodes[0], Text) and len(nodes[0].paragraphs) == 1 else ()
    found = [voices(node) for node in nodes[len(paragraph) :]]
    if found and all(found):
        return (*paragraph, signed(Quotes(tuple(one for each in found for one in each)), around.language))
    listed = list_in(nodes)
    said = [in_marks(one.spans) for one in listed[1]] if listed is not None else []
    if listed is None or not all(said):
        return None
    quotes = Quotes(tuple(Voice(one) for one in said if one is not None))
    return (*listed[0], signed(quotes, around.language))


def as_photo(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """The first picture of a slide, so large that it reaches to the edges, before all else."""
    picture = next((leaf for leaf in leaves(nodes) if isinstance(leaf, Picture)), None)
    return (Photo(picture), *without(nodes, picture)) if picture is not None else None


def as_chart(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """A chart with what it comes to beside it: a paragraph, which is its callout, a list, or both."""
    charts = [one for one in nodes if isinstance(one, Chart)]
    texts = [one for one in nodes if isinstance(one, Text)]
    if len(charts) != 1 or len(texts) > 1 or len(nodes) != len(charts) + len(texts):
        return None
    (chart,) = charts
    if not texts:
        return nodes
    paragraphs = list(texts[0].paragraphs)
    callout = chart.callout
    if paragraphs[0].marker == "none" and not paragraphs[0].heading and not callout:
        callout = paragraphs.pop(0).spans
    if any(one.level or one.marker != "bullet" for one in paragraphs):
        return None
    points = (*chart.points, *(one.spans for one in paragraphs))
    return (msgspec.structs.replace(chart, callout=callout, points=points),)


MAKERS: Mapping[AskedForm, Maker] = {
    "agenda": Maker(
        as_agenda, "a list of topics", "write “- Where you are today (10 min)”, one a line", "topics", 3, 7
    ),
    "next": Maker(
        as_next,
        "a table of who, what and when, or a list, and at most a paragraph that asks and one that says whom to call",
        "write | Who | What | When |, or “1. **What** (+2 weeks) more – who”",
        "steps",
        2,
        4,
    ),
    "team": Maker(
        as_team,
        "a table or list of people, or empty",
        "write | Name | Role | Phone |, or nothing between the fences for the people of people/",
        "people",
        1,
        MOST_PEOPLE,
    ),
    "logos": Maker(
        as_logos,
        "pictures, and at most a paragraph before them",
        "write ![name of the company](images/x.png), one a line",
        "logos",
        LEAST_LOGOS,
        MOST_LOGOS,
    ),
    "statement": Maker(as_statement, "one sentence", "write one paragraph, what matters in it in **bold**"),
    "number": Maker(
        as_number,
        "a list in which one item holds a bold figure",
        "write “- **11 min** to recover”, and points below it",
        "points",
        0,
        4,
    ),
    "stats": Maker(
        as_stats,
        "key figures, and a short list at most",
        "write “- **50 %** less waiting” in ::: stats",
        "figures",
        most=MOST_FIGURES,
    ),
    "timeline": Maker(
        as_timeline,
        "a table of When, What and Who, or a list whose items begin with times",
        "write “- **Week 1**: what is done”, one a line; below names of lanes for a road map",
        "moments",
        3,
        8,
    ),
    "matrix": Maker(
        as_matrix,
        "a list of four things, or of things with places",
        "write “- [Name]{x=0.2 y=0.9}”, one a line, or four names row by row",
        "things",
        2,
        COUNT[-1],
    ),
    "options": Maker(
        as_options,
        "a table with a column for each option",
        "write | | Basic | **Plus** |, and a row for each thing that they have, the price last",
        "options",
        2,
        4,
    ),
    "chart": Maker(
        as_chart,
        "a chart, and beside it a sentence or a list at most",
        "write “- what it comes to” below the chart, one a line",
        "points",
        0,
        3,
    ),
    "cards": Maker(as_cards, "a list", "write “- **Lead**: text”, one a line", least=2, most=6),
    "questions": Maker(
        as_questions, "a list of questions", "write “- Who noticed it first?”, one a line", "questions", most=8
    ),
    "steps": Maker(
        as_steps,
        "a list numbered from 1 whose items begin in bold",
        "write “1. **Choose** (weeks 1–2) what is done → *what is there then*”",
        "steps",
        3,
        6,
    ),
    "before-after": Maker(
        as_before_after,
        "a table of three columns, or two columns of as many items",
        "write | | Before | After |, and a row for each thing",
        "rows",
        2,
        5,
    ),
    "photo": Maker(
        as_photo, "a picture, and what stands beside it", "write ![what it shows](images/x.jpg){fill=right}"
    ),
    "quote": Maker(
        as_quotes,
        "quotes, or a list of them in quotation marks",
        "write “> words” and below it “> — name, role”",
        "quotes",
        most=MOST_QUOTES,
    ),
}
"""The forms that can be asked for."""
