"""Variety as rules: whatever forms the slides of a deck allow, and what is said where no choice holds a rule."""

from __future__ import annotations

from itertools import groupby, product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.deck.model import FormName
from salespack.forms.variety import APART, DESIGNED, MOST_RUNNING, VISUAL, WITHIN, WORDS, Look, chosen, judged, unmet
from tests.searching import searching

NAMES = ("list", "cards", "steps", "stats", "table")
looks = st.builds(Look, st.sampled_from(NAMES), st.sampled_from(("", "rows")))
slides = st.lists(looks, min_size=1, max_size=3, unique=True) | st.sampled_from(([APART], [DESIGNED]))
decks = st.lists(slides, max_size=7)


def of(*names: str) -> list[Look]:
    """Looks by the names of their forms; `|` is a slide that stands apart, `*` one that a person has designed."""
    return [{"|": APART, "*": DESIGNED}.get(name) or look(name) for name in names]


def look(name: str) -> Look:
    form, _, variant = name.partition("/")
    return Look(form, variant)


def picked(deck: list[list[Look]]) -> list[Look]:
    return [options[at] for options, at in zip(deck, chosen(deck), strict=True)]


def longest(found: list[Look]) -> int:
    """How many slides of one form follow each other at most."""
    return max((len(list(run)) for form, run in groupby(found, key=lambda one: one.form) if form), default=0)


@searching(150)
@given(decks)
def test_no_choice_is_better_and_the_same_slides_give_the_same(deck: list[list[Look]]) -> None:
    found = judged(picked(deck))
    assert chosen(deck) == chosen(deck)
    for other in product(*deck):
        assert found[:-1] <= judged(other)[:-1]


@searching(150)
@given(decks)
def test_three_running_have_one_form_only_where_no_choice_avoids_it(deck: list[list[Look]]) -> None:
    if longest(picked(deck)) > MOST_RUNNING:
        assert all(longest(list(other)) > MOST_RUNNING for other in product(*deck))


@searching(100)
@given(st.lists(st.lists(looks, min_size=2, max_size=3, unique_by=lambda one: one.form), max_size=40))
def test_where_each_slide_has_another_form_none_comes_three_times_running(deck: list[list[Look]]) -> None:
    assert longest(picked(deck)) <= MOST_RUNNING
    assert not [one for one in unmet(picked(deck)) if one.rule == "running"]


@pytest.mark.slow
@searching(100)
@given(st.lists(st.just([Look("list"), Look("cards"), Look("quote")]), max_size=40))
def test_where_every_list_may_be_something_else_no_more_than_may_be_stay_lists(deck: list[list[Look]]) -> None:
    assert "plain" not in [one.rule for one in unmet(picked(deck))]


@searching(100)
@given(st.lists(st.sampled_from(NAMES).map(lambda name: [Look(name), Look("stats")]), max_size=40))
def test_where_every_slide_may_show_something_four_never_show_nothing(deck: list[list[Look]]) -> None:
    found = picked(deck)
    assert not [one for one in unmet(found) if one.rule == "visual"]
    shown = [one.shows for one in found]
    assert all(any(shown[at : at + WITHIN]) for at in range(len(shown) - WITHIN + 1))


@given(decks)
def test_slides_that_hold_all_rules_stay_as_they_are(deck: list[list[Look]]) -> None:
    first = [options[0] for options in deck]
    if not any(judged(first)):
        assert not any(chosen(deck))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("cards|rows cards|rows cards|rows", "cards cards rows"),
        ("cards|rows cards|rows cards|rows cards|rows", "cards cards rows cards"),
        ("cards cards cards|cards/b", "cards cards cards/b"),
        ("list|cards steps steps", "cards steps steps"),
        ("steps|table * steps|table steps|table", "steps * steps steps"),
        ("steps|table steps|table | steps|table", "steps steps | steps"),
        ("table quote cards|stats questions", "table quote stats questions"),
        ("table quote | cards|stats questions", "table quote | stats questions"),
        ("table quote * cards|stats questions", "table quote * cards questions"),
        ("list|cards list|cards steps steps steps|table list list|cards steps", "list cards steps steps table list cards steps"),
    ],
)  # fmt: skip
def test_what_is_chosen(asked: str, found: str) -> None:
    deck = [of(*options.split("|")) if options != "|" else of("|") for options in asked.split()]
    assert picked(deck) == of(*found.split())


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ("steps steps steps steps", [("running", 0, 3)]),
        ("steps steps | steps steps * steps", []),
        ("table quote cards", []),
        ("steps table quote cards table steps", [("visual", 1, 4)]),
        ("table quote | cards table", [("visual", 0, 4)]),
        ("table quote * cards table", []),
        ("list steps list", [("plain", 0, 2)]),
        ("list steps steps stats", []),
        ("list list list list", [("running", 0, 3), ("plain", 0, 3), ("visual", 0, 3)]),
        ("", []),
    ],
)
def test_what_is_told(names: str, found: list[tuple[str, int, int]]) -> None:
    assert list(map(tuple, unmet(of(*names.split())))) == found


def test_every_form_is_known_to_show_something_or_to_be_words() -> None:
    assert {*get_args(FormName)} <= VISUAL | WORDS
    assert not VISUAL & WORDS
