"""The table of forms: which module measures, divides and writes which kind of body."""

from __future__ import annotations

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
from salespack.forms import (
    agenda,
    before_after,
    cards,
    logos,
    matrix,
    next_steps,
    number,
    options,
    questions,
    quotes,
    roadmap,
    statement,
    stats,
    steps,
    team,
    timeline,
)
from salespack.powerpoint.forms import chart, photo, picture, quote, table, text
from salespack.powerpoint.forms.cells import FormOfCells
from salespack.powerpoint.forms.composed import FormOfShapes
from salespack.powerpoint.forms.form import Form

STATEMENT: FormOfShapes[Statement] = FormOfShapes(statement, "", "the statement")
NUMBER: FormOfShapes[Number] = FormOfShapes(number, "points", "the figure and its points")
STATS: FormOfShapes[Kpis] = FormOfShapes(stats, "items", "the key figures")
CARDS: FormOfShapes[Cards] = FormOfShapes(cards, "items", "the cards")
QUESTIONS: FormOfShapes[Questions] = FormOfShapes(questions, "items", "the questions")
STEPS: FormOfShapes[Steps] = FormOfShapes(steps, "items", "the steps")
BEFORE_AFTER: FormOfShapes[BeforeAfter] = FormOfShapes(before_after, "rows", "the rows")
TIMELINE: FormOfShapes[Timeline] = FormOfShapes(timeline, "items", "the moments")
ROADMAP: FormOfShapes[Roadmap] = FormOfShapes(roadmap, "lanes", "the lanes")
AGENDA: FormOfShapes[Agenda] = FormOfShapes(agenda, "items", "the topics")
MATRIX: FormOfShapes[Matrix] = FormOfShapes(matrix, "", "the matrix")
OPTIONS: FormOfCells[Options] = FormOfCells(options, "rows", "the options", "Options")
NEXT: FormOfShapes[Next] = FormOfShapes(next_steps, "items", "the next steps")
TEAM: FormOfShapes[Team] = FormOfShapes(team, "items", "the people")
LOGOS: FormOfShapes[Logos] = FormOfShapes(logos, "items", "the logos")
QUOTES: FormOfShapes[Quotes] = FormOfShapes(quotes, "items", "the quotes")


def form_of(node: Leaf) -> Form[Any, Any]:
    """The form of a node."""
    match node:
        case Text():
            return text
        case Quote():
            return quote
        case Table():
            return table
        case Chart():
            return chart
        case Picture():
            return picture
        case Photo():
            return photo
        case Kpis():
            return STATS
        case Statement():
            return STATEMENT
        case Number():
            return NUMBER
        case Cards():
            return CARDS
        case Questions():
            return QUESTIONS
        case Steps():
            return STEPS
        case BeforeAfter():
            return BEFORE_AFTER
        case Timeline():
            return TIMELINE
        case Roadmap():
            return ROADMAP
        case Options():
            return OPTIONS
        case Agenda():
            return AGENDA
        case Matrix():
            return MATRIX
        case Quotes():
            return QUOTES
        case Next():
            return NEXT
        case Team():
            return TEAM
        case Logos():
            return LOGOS
        case _:
            assert_never(node)
