"""Which form a text asks for by how it is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from salespack.assembly.forms.around import Around
from salespack.assembly.forms.items import lead_of, list_in, stands_out
from salespack.assembly.forms.makers import (
    as_agenda,
    as_before_after,
    as_cards,
    as_chart,
    as_number,
    as_photo,
    as_questions,
    as_quotes,
    as_statement,
    as_stats,
    as_steps,
)
from salespack.assembly.forms.next_steps import infer_next
from salespack.assembly.forms.quotes import MOST_QUOTES
from salespack.assembly.forms.teams import infer_team
from salespack.assembly.forms.timelines import infer_timeline
from salespack.deck.model import (
    Agenda,
    BeforeAfter,
    Chart,
    FormName,
    Kpis,
    Node,
    Number,
    Photo,
    Picture,
    Questions,
    Quotes,
    Span,
    Statement,
    Table,
    icon_of,
    text_of,
)
from salespack.deck.visiting import leaves, passages
from salespack.language.locales import form_words

MOST_WORDS = 25
"""Of a statement."""
MOST_LETTERS_OF_A_POINT = 90
LEAST_PIXELS, MOST_WORDS_BESIDE = 900, 60
"""Of the shorter side of a photograph (JPEG) that fills half of a slide, and what is said beside it."""
MOST_LETTERS_BESIDE = 140
"""Of what stands beside a chart, in a third of the slide."""
QUESTION = r"[?\uff1f\u061f]['\"\u2019\u201d\u00bb)\]]*\s*\Z"
BEGINS_AS_A_FIGURE = r"[^\w]*(?:(?:EUR|USD|GBP|CHF|SEK|NOK|DKK)\s)?\d"
"""A number, or a sign or currency and a number: not a name that holds one, “ISO 27001”."""


class Rule(NamedTuple):
    """A form that a text asks for by how it is written: the nodes in that form, or None.

    When, in words, is said by the phrase `form_FORM`.
    """

    form: FormName
    infer: Callable[[tuple[Node, ...], Around], tuple[Node, ...] | None]


def _infer_statement(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    found = as_statement(nodes, around)
    if found is None or not isinstance(found[0], Statement):
        return None
    return found if len(text_of(found[0].spans).split()) <= MOST_WORDS else None


def _infer_number(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    found = as_number(nodes, around)
    if found is None or not isinstance(number := found[-1], Number):
        return None
    if not 1 <= len(number.points) <= 4 or not re.match(BEGINS_AS_A_FIGURE, text_of(number.figure)):
        return None
    if isinstance(nodes[0], Kpis):
        return found
    listed = list_in(nodes)
    items = [one.spans for one in listed[1]] if listed else []
    return found if sum(any(map(_is_bold_figure, one)) for one in items) == 1 and not all(map(lead_of, items)) else None


def _is_bold_figure(span: Span) -> bool:
    return span.bold and any(map(str.isdigit, span.text))


def _infer_stats(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    if not nodes or not isinstance(nodes[0], Kpis):
        return None
    found = as_stats(nodes, around)
    if found is None or not isinstance(kpis := found[0], Kpis) or not 2 <= len(kpis.items) <= 4:
        return None
    short = all(len(text_of(one)) <= MOST_LETTERS_OF_A_POINT for one in kpis.points)
    return found if 1 <= len(kpis.points) <= 3 and short else None


def _infer_cards(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    listed = list_in(nodes)
    if listed is None or not 3 <= len(listed[1]) <= 6:
        return None
    if all(icon_of(one.spans) for one in listed[1]):
        return as_cards(nodes, around)
    leads = [lead_of(one.spans) for one in listed[1]]
    if not all(one is not None and stands_out(one, around.language) for one in leads):
        return None
    return as_cards(nodes, around) if any(one is not None and one.text for one in leads) else None


def _infer_questions(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    found = as_questions(nodes, around)
    if found is None or not isinstance(questions := found[-1], Questions) or not 3 <= len(questions.items) <= 6:
        return None
    return found if all(re.search(QUESTION, text_of(one)) for one in questions.items) else None


def _infer_steps(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    listed = list_in(nodes, "number")
    if listed is None or not 3 <= len(listed[1]) <= 6:
        return None
    for one in listed[1]:
        lead = lead_of(one.spans)
        if lead is None or not (
            stands_out(lead, around.language) or text_of(lead.text).startswith(("(", "\u2192", "->"))
        ):
            return None
    return as_steps(nodes, around)


def _infer_before_after(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    found = as_before_after(nodes, around)
    if found is None or not isinstance(changes := found[-1], BeforeAfter) or not 2 <= len(changes.rows) <= 5:
        return None
    if isinstance(nodes[-1], Table) and not all(one.label and one.before and one.after for one in changes.rows):
        return None
    words = form_words()
    before, after = (text_of(one).strip().rstrip(":").casefold() for one in changes.header[1:])
    return found if before in words.before and after in words.after else None


def _infer_agenda(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    if "agenda" not in around.tags:
        return None
    found = as_agenda(nodes, around)
    return found if found is not None and isinstance(one := found[-1], Agenda) and 3 <= len(one.items) <= 7 else None


def _infer_quote(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    found = as_quotes(nodes, around)
    if found is None or not isinstance(quotes := found[-1], Quotes):
        return None
    return found if len(quotes.items) <= MOST_QUOTES else None


def _infer_photo(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    found = as_photo(nodes, around)
    if found is None or not isinstance(photo := found[0], Photo) or not (rest := found[1:]):
        return None
    picture = photo.picture
    large = picture.format == "jpeg" and min(picture.width, picture.height) >= LEAST_PIXELS
    said = [one for leaf in leaves(rest) for passage in passages(leaf) for one in passage.texts]
    only_text = not any(isinstance(leaf, Chart | Picture | Table) for leaf in leaves(rest))
    few = sum(len(text.split()) for text in said) <= MOST_WORDS_BESIDE
    return found if large and only_text and few else None


def _infer_chart(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    found = as_chart(nodes, around)
    if len(nodes) < 2 or found is None or not isinstance(chart := found[0], Chart) or len(chart.points) > 3:
        return None
    short = all(len(text_of(one)) <= MOST_LETTERS_BESIDE for one in (chart.callout, *chart.points))
    return found if short else None


RULES = (
    Rule("agenda", _infer_agenda),
    Rule("next", infer_next),
    Rule("team", infer_team),
    Rule("statement", _infer_statement),
    Rule("number", _infer_number),
    Rule("stats", _infer_stats),
    Rule("timeline", infer_timeline),
    Rule("chart", _infer_chart),
    Rule("cards", _infer_cards),
    Rule("questions", _infer_questions),
    Rule("steps", _infer_steps),
    Rule("before-after", _infer_before_after),
    Rule("photo", _infer_photo),
    Rule("quote", _infer_quote),
)
"""In this order: the first that a slide meets decides."""
