from __future__ import annotations

import pytest

from salespack.formats.types import Day
from salespack.library.packs import Each, Fit
from salespack.matching.match import match
from salespack.profiles.profile import Customer, ProfileValue

from .builders import ON, block, library, pack, profile, slot

RECIPE = pack(Each(count=2, slots=(slot("promise", "benefit"),)), slot("any", "benefit", optional=True))
WHO = profile({"uptime": ProfileValue(9, 3), "cost": 5})


def test_coverage_is_the_best_strength_on_the_top_values_by_weight() -> None:
    blocks = library(block("a", values={"uptime": 4}), block("b", values={"cost": 3, "uptime": 1}), block("c", "frame"))
    selection = match(WHO, RECIPE, blocks, ON)
    assert selection.coverage == pytest.approx((15 * 4 / 5 + 5 * 3 / 5) / 20)
    assert [(v.id, v.weight, v.top, v.covered) for v in selection.values] == [
        ("uptime", 15, True, 0.8),
        ("cost", 5, True, 0.6),
    ]
    assert not selection.refusal


def test_frame_covers_nothing() -> None:
    blocks = library(block("hello", "frame", values={"uptime": 5}))
    selection = match(profile(), pack(slot("opening", "frame")), blocks, ON)
    assert (selection.coverage, selection.values[0].covered) == (0, 0)
    assert selection.refusal


def test_without_values_there_is_no_deck() -> None:
    for who in (profile({}), profile({"uptime": 0})):
        (line,) = match(who, RECIPE, library(block("a", values={"uptime": 4})), ON).refusal
        assert line == "The profile names no value that matters to the customer: ask what they value, and how much."


def test_a_refusal_names_the_values_without_a_block_and_the_nearest_blocks_with_their_reasons() -> None:
    blocks = library(
        block("draft", values={"uptime": 4}, state="draft"),
        block("frame", "frame", values={"uptime": 5}),
        block("case", "experience", values={"uptime": 1}),
        block("old", values={"uptime": 5}, valid_until=Day(2026, 6, 30)),
        block("late", values={"uptime": 4}, valid_from=Day(2027, 1, 1)),
        block("saving", values={"cost": 5}),
    )
    assert match(WHO, RECIPE, blocks, ON).refusal == (
        "Nothing answers what matters most to the customer: uptime “Fewer outages”.",
        "The deck covers 25% of what the customer values most; the pack wants 60%.",
        "uptime “Fewer outages” (weight 15): no block answers it; nearest: old (expired 2026-06-30), "
        "draft (state draft), late (not yet valid until 2027-01-01)",
    )


def test_a_value_that_only_a_minor_block_speaks_to_is_refused_even_if_coverage_is_enough() -> None:
    easy = pack(slot("any", "benefit"), fit=Fit(min_coverage=0.2))
    refusal = match(profile({"uptime": 6, "cost": 5}), easy, library(block("saving", values={"cost": 5})), ON).refusal
    assert refusal == (
        "Nothing answers what matters most to the customer: uptime “Fewer outages”.",
        "uptime “Fewer outages” (weight 6): no block answers it; the library has no block for it",
    )


def test_weak_answers_are_named_with_what_would_be_stronger() -> None:
    who = profile({"uptime": 9, "speed": 1}, customer=Customer("Acme", language="fi"))
    weak = block("weak", values={"uptime": 2, "speed": 2}, languages=("fi",))
    recipe = pack(slot("any", "benefit"))
    strong = block("strong", values={"uptime": 5})
    assert match(who, recipe, library(weak, strong), ON).refusal == (
        "The deck covers 40% of what the customer values most; the pack wants 60%.",
        "uptime “Vähemmän katkoksia” (weight 9): only weak answers it, with strength 2 of 5; "
        "nearest: strong (language fi: written in en)",
        "speed (weight 1): only weak answers it, with strength 2 of 5; the library has no stronger block for it",
    )


def test_coverage_of_exactly_the_least_is_enough() -> None:
    recipe = pack(slot("any", "benefit"), fit=Fit(min_coverage=0.6))
    assert not match(profile(), recipe, library(block("fair", values={"uptime": 3})), ON).refusal


@pytest.mark.parametrize(("least", "wants"), [(0.61, "60% … 61%"), (0.6001, "60.00% … 60.01%")])
def test_a_little_less_than_the_least_is_refused_and_seen(least: float, wants: str) -> None:
    recipe = pack(slot("any", "benefit"), fit=Fit(min_coverage=least))
    (line, *_) = match(profile(), recipe, library(block("fair", values={"uptime": 3})), ON).refusal
    covered, wanted = wants.split(" … ")
    assert line == f"The deck covers {covered} of what the customer values most; the pack wants {wanted}."


def test_a_pack_that_asks_or_thanks_need_not_answer_anything() -> None:
    asks = pack(slot("any", "dialogue"), fit=Fit(min_coverage=0))
    selection = match(WHO, asks, library(block("how-was-it", "dialogue", values={})), ON)
    assert selection.coverage == 0
    assert selection.refusal == ()
