"""Words that keep company, figures that stand out, and things in rows where there is no width, in small measures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from salespack.deck.model import (
    Action,
    BeforeAfter,
    Cards,
    Cell,
    Change,
    Feature,
    Item,
    Member,
    Next,
    Number,
    Options,
    Questions,
    Span,
    Spans,
    Step,
    Steps,
    Team,
    text_of,
)
from salespack.forms import before_after, cards, next_steps, number, options, questions, steps, team
from salespack.forms.arrangement import Geometry, Part, Taken, Words, text_width
from salespack.forms.growing import arranged
from salespack.forms.ladder import Ladder
from salespack.forms.last_lines import accompanied
from salespack.graphics.boxes import Box
from salespack.graphics.lengths import CENTIPOINT

POINT = 12_700
LADDER = Ladder(540 * POINT, 1_800, 1_200)
WIDE, TALL = Box(0, 0, 840 * POINT, 340 * POINT), Box(0, 0, 400 * POINT, 340 * POINT)


class OfOneWidth:
    """Measures letters that are all half as wide as they are high, in lines that are broken at blanks."""

    def taken(self, words: Sequence[Words], width: int) -> Taken:
        lines = [(one, _lines(one, width)) for one in words]
        wide = max(self.width((one,)) for one in words)
        broken = any(len(word) * _letter(one) > width for one in words for word in text_of(one.spans).split())
        high = sum(len(found) * one.size * CENTIPOINT * 6 // 5 + one.before for one, found in lines)
        return Taken(high, min(wide, width), broken)

    def width(self, words: Sequence[Words]) -> int:
        return max(len(text_of(one.spans)) * _letter(one) for one in words)


def _letter(words: Words) -> int:
    return words.size * CENTIPOINT // 2


def _lines(words: Words, width: int) -> list[str]:
    found = [""]
    for word in text_of(words.spans).split():
        longer = f"{found[-1]} {word}".strip()
        if len(longer) * _letter(words) <= width:
            found[-1] = longer
        else:
            found.append(word)
    return found


def spans(text: str) -> Spans:
    return (Span(text),)


def lines_of(part: Part) -> list[str]:
    return [line for words in part.words for line in _lines(words, text_width(part))]


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        (
            "What did we do that you never asked for and would miss?",
            ["What did we do that you never asked", "for and would miss?"],
        ),
        ("What did we do that you would never miss?", ["What did we do that you would", "never miss?"]),
        ("What did we do that you would not have?", ["What did we do that you would", "not have?"]),
        ("It is short", ["It is short"]),
        ("We looked for what is open-source-alternatives", ["We looked for what is", "open-source-alternatives"]),
    ],
)
def test_no_short_word_is_alone_on_the_last_line(said: str, lines: list[str]) -> None:
    words = Words(spans(said), 2_000)
    (part,) = accompanied([Part("Question", Box(0, 0, 35 * _letter(words), POINT), words=(words,))], OfOneWidth())
    assert lines_of(part) == lines


def test_an_arrow_is_narrower_by_its_tip() -> None:
    words = Words(spans("An inventory on one page"), 2_000)
    box = Box(0, 0, 25 * _letter(words), 24 * _letter(words))
    (part,) = accompanied([Part("Step", box, "homePlate", words=(words,))], OfOneWidth())
    assert lines_of(part) == ["An inventory on", "one page"]


def test_words_in_the_middle_stay_there() -> None:
    words = Words(spans("Works, if you rent them in time"), 2_000, align="center")
    (part,) = accompanied([Part("Cell", Box(0, 0, 28 * _letter(words), POINT), words=(words,))], OfOneWidth())
    assert lines_of(part) == ["Works, if you rent them", "in time"]
    assert 0 < part.insets[0] <= part.insets[2] <= part.insets[0] + 1


def test_an_after_of_a_figure_and_what_it_means_is_both() -> None:
    after = (Span("7 days", bold=True), Span("\nfrom a patch to all services"))
    rows = (
        Change(spans("Safe"), spans("It takes long"), after),
        Change(spans("Seen"), spans("By nobody"), spans("By all")),
    )
    node = BeforeAfter((spans("What"), spans("Before"), spans("After")), rows)
    found = arranged(before_after, node, WIDE, LADDER, OfOneWidth(), range(LADDER.highest, -1, -1))
    first, second = [one.words for one in found.parts if one.name == "After"][1:]
    assert [text_of(one.spans) for one in first] == ["7 days", "from a patch to all services"]
    figure, means = first
    assert figure.size >= 1.3 * means.size and (figure.bold, means.bold) == (True, False)
    assert [(text_of(one.spans), one.bold) for one in second] == [("By all", True)]


@pytest.mark.parametrize(("room", "variant"), [(WIDE, "panel"), (TALL, "above")])
def test_a_figure_stands_above_its_points_where_there_is_no_width(room: Box, variant: str) -> None:
    points = tuple(Item(spans(f"Point {at} says a few words")) for at in range(3))
    node = Number(spans("30 min"), spans("to go back to the old one"), points)
    assert arranged(number, node, room, LADDER, OfOneWidth(), range(LADDER.highest, -1, -1)).variant == variant


@pytest.mark.parametrize(("room", "variant"), [(WIDE, "2x2"), (TALL, "rows")])
def test_cards_are_rows_where_there_is_no_width(room: Box, variant: str) -> None:
    node = Cards(tuple(Item(spans(f"{at} min"), spans("The load rises, and more copies start")) for at in range(4)))
    assert arranged(cards, node, room, LADDER, OfOneWidth(), range(LADDER.highest, -1, -1)).variant == variant


def test_questions_with_room_for_answers_are_nearly_as_large_as_those_without() -> None:
    said = tuple(spans(f"Which of our promises did we keep, and how did you notice number {at}?") for at in range(4))
    with_lines, without = [
        arranged(questions, Questions(said, answers), WIDE, LADDER, OfOneWidth(), range(LADDER.highest, -1, -1))
        for answers in ("lines", "none")
    ]
    assert with_lines.rung >= without.rung - 2
    assert with_lines.height >= 0.72 * WIDE.cy


def test_five_people_stand_in_rows_and_leave_no_hole() -> None:
    five, six = [
        Team(
            tuple(
                Member(spans(f"Aino Rantala {at}"), spans("Lead"), contact=(spans("+358 50 1"),)) for at in range(count)
            )
        )
        for count in (5, 6)
    ]
    assert [team.variants(one)[0] for one in (five, six)] == ["rows", "3"]


def test_what_options_are_compared_by_has_one_line_where_signs_need_little() -> None:
    said = "A written report of what happened"
    rows = tuple(Feature(spans(one), (Cell(spans("✓"), "yes"), Cell(spans("–"), "no"))) for one in (said, "Short"))
    node = Options((spans(""), spans("Ours"), spans("Yours")), rows)
    found = arranged(options, node, WIDE, LADDER, OfOneWidth(), range(LADDER.highest, -1, -1))
    (label,) = [one for one in found.parts if one.words and text_of(one.words[0].spans) == said]
    assert lines_of(label) == [said]


def laid(form: Geometry[Any], node: object, room: Box = WIDE) -> Sequence[Part]:
    return arranged(form, node, room, LADDER, OfOneWidth(), range(LADDER.highest, -1, -1)).parts


def test_what_is_asked_for_stands_on_one_line_with_whom_to_call_below_it() -> None:
    items = tuple(
        Action(spans(what), who=spans("You"), when=spans("1.12.")) for what in ("Name it", "Look at it", "Say so")
    )
    short, long = (
        Next(items, spans(ask), spans("Aino, +358 50 555 0101, aino@lumikko.example"))
        for ask in ("Which day?", "Which two hours would suit all the people who run it?")
    )
    beside = {part.name: part for part in laid(next_steps, short)}
    assert [words.size for words in beside["Ask"].words] == [3_600] and "Contact" in beside
    below = {part.name: part for part in laid(next_steps, long)}
    assert len(lines_of(below["Ask"])) == 2 and "Contact" not in below
    assert [text_of(words.spans)[:4] for words in below["Ask"].words] == ["Whic", "Aino"]


def test_what_is_done_next_and_the_leads_of_cards_are_larger_where_there_is_room() -> None:
    actions = tuple(
        Action(spans(what), who=spans("You"), when=spans("May")) for what in ("Name it", "Look at it", "Say so")
    )
    done = next(part for part in laid(next_steps, Next(actions)) if part.name == "Action")
    items = tuple(Item(spans(lead), spans("It is said in a few words")) for lead in ("One", "Two", "Three", "Four"))
    card = next(part for part in laid(cards, Cards(items)) if part.name == "Card")
    for words in (done.words, card.words):
        assert words[0].size > LADDER.at(LADDER.highest).lead
    long = tuple(Item(spans("A lead that takes all of its line"), one.text) for one in items)
    card = next(part for part in laid(cards, Cards(long)) if part.name == "Card")
    assert card.words[0].size == LADDER.at(LADDER.highest).lead


def test_steps_stand_on_panels_that_end_on_one_line_with_their_results_at_the_foot() -> None:
    said = (("Try", "One service"), ("Build", "It runs beside the old one"), ("Move", "In the quiet hours"))
    node = Steps(
        tuple(Step(spans(lead), text=spans(text), result=spans("You see it")) for lead, text in said), ends=True
    )
    parts = arranged(steps, node, WIDE, LADDER, OfOneWidth(), range(LADDER.highest, -1, -1), steps.CHEVRONS).parts
    texts, results = ([one.box for one in parts if one.name == name] for name in ("Text", "Result"))
    assert {one.y + one.cy for one in texts} == {one.y for one in results} and len(texts) == len(results) == 3
    assert {part.fill for part in parts if part.name in ("Text", "Result")} == {"panel"}


def test_portraits_are_as_large_as_the_room_lets() -> None:
    people = Team(tuple(Member(spans(name), spans("Lead"), (spans("+358 50"),)) for name in ("Aino", "Elina")))
    sides = [
        next(part.box.cx for part in laid(team, people, room) if part.name == "Initials")
        for room in (Box(0, 0, WIDE.cx, high * POINT) for high in (280, 300, 340))
    ]
    assert sides == sorted(sides) and len(set(sides)) == 3


def test_rows_of_what_is_next_leave_it_the_room_that_when_and_who_do_not_need() -> None:
    items = tuple(Action(spans("What is done by us all"), who=spans(who), when=spans("May")) for who in ("You", "We"))
    few, many = Next(items), Next((*items, Action(spans("It is said"), who=spans("Both of us, in turns"))))
    narrow = Box(0, 0, 600 * POINT, 340 * POINT)
    places = []
    for node in (few, many):
        drawn = next_steps.draft(node, narrow, next_steps.ROWS, LADDER.at(3), OfOneWidth())
        assert drawn is not None
        places.append(next(part.box.x for part in drawn.parts(narrow) if part.name == "Who"))
    assert places[0] > places[1]
