"""The table of forms: which module measures, divides and writes which kind of body.

Each is loaded when a slide has it, as most decks have a third of them.
"""

from __future__ import annotations

from functools import cache
from typing import Any, assert_never

from salespack.deck.model import (
    Agenda,
    BeforeAfter,
    Cards,
    Chart,
    Kpis,
    Leaf,
    Logos,
    Matrix,
    Next,
    Number,
    Options,
    Photo,
    Picture,
    Questions,
    Quote,
    Quotes,
    Roadmap,
    Statement,
    Steps,
    Table,
    Team,
    Text,
    Timeline,
)
from salespack.forms.arrangement import Geometry
from salespack.powerpoint.forms.composed import FormOfShapes
from salespack.powerpoint.forms.form import Form


def form_of(node: Leaf) -> Form[Any, Any]:
    """The form of a node."""
    match node:
        case Text():
            from salespack.powerpoint.forms import text

            return text
        case Quote():
            from salespack.powerpoint.forms import quote

            return quote
        case Table():
            from salespack.powerpoint.forms import table

            return table
        case Chart():
            from salespack.powerpoint.forms import chart

            return chart
        case Picture():
            from salespack.powerpoint.forms import picture

            return picture
        case Photo():
            from salespack.powerpoint.forms import photo

            return photo
        case Kpis():
            from salespack.forms import stats

            return _of_shapes(stats, "items", "the key figures")
        case Statement():
            from salespack.forms import statement

            return _of_shapes(statement, "", "the statement")
        case Number():
            from salespack.forms import number

            return _of_shapes(number, "points", "the figure and its points")
        case Cards():
            from salespack.forms import cards

            return _of_shapes(cards, "items", "the cards")
        case Questions():
            from salespack.forms import questions

            return _of_shapes(questions, "items", "the questions")
        case Steps():
            from salespack.forms import steps

            return _of_shapes(steps, "items", "the steps")
        case BeforeAfter():
            from salespack.forms import before_after

            return _of_shapes(before_after, "rows", "the rows")
        case Timeline():
            from salespack.forms import timeline

            return _of_shapes(timeline, "items", "the moments")
        case Roadmap():
            from salespack.forms import roadmap

            return _of_shapes(roadmap, "lanes", "the lanes")
        case Options():
            from salespack.forms import options

            return _of_cells(options, "rows", "the options", "Options")
        case Agenda():
            from salespack.forms import agenda

            return _of_shapes(agenda, "items", "the topics")
        case Matrix():
            from salespack.forms import matrix

            return _of_shapes(matrix, "", "the matrix")
        case Quotes():
            from salespack.forms import quotes

            return _of_shapes(quotes, "items", "the quotes")
        case Next():
            from salespack.forms import next_steps

            return _of_shapes(next_steps, "items", "the next steps")
        case Team():
            from salespack.forms import team

            return _of_shapes(team, "items", "the people")
        case Logos():
            from salespack.forms import logos

            return _of_shapes(logos, "items", "the logos")
        case _:
            assert_never(node)


@cache
def _of_shapes(geometry: Geometry[Any], items: str, called: str) -> FormOfShapes[Any]:
    return FormOfShapes(geometry, items, called)


@cache
def _of_cells(geometry: Geometry[Any], items: str, called: str, name: str) -> Form[Any, Any]:
    from salespack.powerpoint.forms.cells import FormOfCells

    return FormOfCells(geometry, items, called, name)
