from __future__ import annotations

import pytest

from salespack.library.packs import Fit, Limits
from salespack.matching.limits import unmet, unmet_by_slides
from salespack.matching.match import match
from salespack.matching.selection import Reason, Size
from salespack.problems.problem import Place, Severity
from salespack.profiles.profile import Meeting, Stakeholder

from .builders import ON, block, chosen, in_slot, library, pack, profile, rejected, slot

RECIPE = (
    slot("opening", "frame"),
    slot("promise", "benefit"),
    slot("proof", "experience", take=2, optional=True),
    slot("news", "news", optional=True),
)
BLOCKS = library(
    block("hello", "frame"),
    block("promise", values={"uptime": 5}),
    block("case-a", "experience", values={"uptime": 5}, minutes=3),
    block("case-b", "experience", values={"cost": 4}),
    block("news", "news", values={"cost": 5}),
)
WHO = profile({"uptime": 9, "cost": 8})


def test_no_limit_takes_nothing_away() -> None:
    selection = match(WHO, pack(*RECIPE), BLOCKS, ON)
    assert chosen(selection) == ["hello", "promise", "case-a", "case-b", "news"]
    assert (selection.slides, selection.minutes) == (5, 7)


def test_over_the_slides_optional_choices_go_least_gain_first() -> None:
    gains = {choice.block: round(choice.gain, 2) for choice in match(WHO, pack(*RECIPE), BLOCKS, ON).chosen}
    assert gains == {"hello": 0, "promise": 9, "case-b": 5.12, "case-a": 4.5, "news": 5.44}
    expected = [["case-b"], ["case-a", "case-b"], ["case-a", "case-b", "news"], ["case-a", "case-b", "news"]]
    for slides, gone in zip((4, 3, 2, 1), expected, strict=True):
        selection = match(WHO, pack(*RECIPE, limits=Limits(slides=slides)), BLOCKS, ON)
        assert [r.block for r in selection.rejections if r.reason is Reason.OVER_LIMIT] == gone
        assert selection.slides == max(slides, 2)
    assert rejected(selection)["news"].detail == "slides: 1 allowed"
    assert (in_slot(selection, "news").block, in_slot(selection, "news").reason) == (None, "left out: slides over 1")
    assert [choice.slot for choice in selection.choices] == ["opening", "promise", "proof", "news"]
    (problem,) = selection.problems
    assert (problem.code, problem.severity, problem.place) == (
        "SP406",
        Severity.WARNING,
        Place("packs/first-meeting.yaml"),
    )
    assert problem.message == ("slides: the deck has 2, the pack first-meeting allows 1, and nothing optional is left")


def test_slides_are_those_that_assembling_taught() -> None:
    recipe = pack(*RECIPE, limits=Limits(slides=5))
    selection = match(WHO, recipe, BLOCKS, ON, sizes={"promise": Size(3), "case-b": Size(0)})
    assert chosen(selection) == ["hello", "promise", "case-b", "news"]
    assert (selection.slides, selection.minutes) == (5, 5)


def test_what_spends_nothing_of_a_limit_is_not_taken_away_for_it() -> None:
    recipe = pack(*RECIPE, limits=Limits(slides=2))
    assert "case-a" in chosen(match(WHO, recipe, BLOCKS, ON, sizes={"case-a": Size(0)}))


@pytest.mark.parametrize(
    ("of_pack", "of_meeting", "minutes", "named"),
    [
        (None, 4, 4, ""),
        (6, 4, 4, ""),
        (4, 30, 4, ""),
        (30, 1, 2, "minutes: the deck has 2, the meeting allows 1, and nothing optional is left"),
        (1.5, 2, 2, "minutes: the deck has 2, the pack first-meeting allows 1.5, and nothing optional is left"),
    ],
)
def test_minutes_are_those_of_the_meeting_or_the_pack_whichever_is_less(
    of_pack: float | None, of_meeting: float, minutes: float, named: str
) -> None:
    who = profile({"uptime": 9, "cost": 8}, meeting=Meeting(minutes=of_meeting))
    selection = match(who, pack(*RECIPE, limits=Limits(minutes=of_pack)), BLOCKS, ON)
    assert selection.minutes == minutes
    assert [p.message for p in selection.problems] == ([named] if named else [])


def test_equals_go_from_the_end() -> None:
    recipe = pack(*(slot(name, "frame", tag=name, optional=True) for name in "ab"), limits=Limits(slides=1))
    blocks = library(*(block(name, "frame", tags=(name,)) for name in "ab"))
    assert chosen(match(profile(), recipe, blocks, ON)) == ["a"]


def test_pins_go_last_and_with_a_warning() -> None:
    who = profile({"uptime": 9, "cost": 8}, pin=("case-a",))
    selection = match(who, pack(*RECIPE, limits=Limits(slides=3)), BLOCKS, ON)
    assert chosen(selection) == ["hello", "promise", "case-a"]
    assert not selection.problems
    selection = match(who, pack(*RECIPE, limits=Limits(slides=2)), BLOCKS, ON)
    (problem,) = selection.problems
    assert (problem.code, problem.severity) == ("SP402", Severity.WARNING)
    assert problem.message == "the pinned block case-a was left out (over limit: slides: 2 allowed)"


PLAIN = library(block("hello", "frame"), block("promise", values={"uptime": 5}), block("plain", "news"))
PINNED = profile(pin=("plain",))


def test_generic_share_counts_all_slides_but_frame() -> None:
    selection = match(PINNED, pack(*RECIPE), PLAIN, ON)
    assert (chosen(selection), selection.generic_share) == (["hello", "promise", "plain"], 0.5)
    sizes = {"plain": Size(4, with_customer_data=3), "promise": Size(1)}
    assert match(PINNED, pack(*RECIPE), PLAIN, ON, sizes=sizes).generic_share == 0.2
    assert match(profile(), pack(RECIPE[0]), PLAIN, ON).generic_share == 0


def test_over_the_generic_share_generic_choices_go() -> None:
    tight = Limits(generic_share=0.4)
    selection = match(PINNED, pack(*RECIPE, limits=tight), PLAIN, ON)
    assert (chosen(selection), selection.generic_share) == (["hello", "promise"], 0)
    assert rejected(selection)["plain"].detail == "generic share: 40% allowed"
    required = pack(*RECIPE[:2], slot("news", "news"), limits=tight)
    (problem,) = match(PINNED, required, PLAIN, ON).problems
    assert problem.message == (
        "generic share: the deck has 50%, the pack first-meeting allows 40%, and nothing optional is left"
    )


def test_what_a_pack_wants_of_values_and_people_is_a_warning_and_no_other_choice() -> None:
    who = profile(
        {"uptime": 9, "cost": 9},
        stakeholders=(Stakeholder("cto", cares_about=("uptime",)), Stakeholder("cfo", cares_about=("speed",))),
    )
    fit = Fit(min_coverage=0.5)
    wanting = pack(*RECIPE, limits=Limits(min_answered=0.6, min_people=1), fit=fit)
    selection, plain = match(who, wanting, PLAIN, ON), match(who, pack(*RECIPE, fit=fit), PLAIN, ON)
    assert (selection.choices, selection.refusal) == (plain.choices, plain.refusal)
    assert [(one.code, one.severity, one.message) for one in selection.problems] == [
        ("SP406", "warning", "of all they value 56% is answered, the pack first-meeting wants 60%"),
        ("SP406", "warning", "50% of the people find something of theirs, the pack first-meeting wants 100%"),
    ]
    refused = match(who, pack(*RECIPE, limits=wanting.limits, fit=Fit(min_coverage=0.9)), PLAIN, ON)
    assert (bool(refused.refusal), refused.problems) == (True, ())  # which falls short of everything
    met = pack(*RECIPE, limits=Limits(min_answered=0.5, min_people=0.5), fit=fit)
    assert match(who, met, PLAIN, ON).problems == ()
    assert match(who, pack(*RECIPE, limits=Limits(min_answered=0.9)), PLAIN, ON, person="cto").problems == ()
    assert match(profile(), wanting, PLAIN, ON).problems == ()  # where nobody is known to be in the room


def test_what_a_pack_wants_of_its_slides_is_judged_as_far_as_it_is_known() -> None:
    wanting = pack(limits=Limits(min_own_words=0.3, standard_share=0.5))
    assert [one.message for one in unmet_by_slides(wanting, own_words=0.2, standard=0.6)] == [
        "own words: 20% of the slides, the pack first-meeting wants 30%",
        "standard slides: 60% of the deck, the pack first-meeting allows 50%",
    ]
    assert list(unmet_by_slides(wanting, own_words=0.3, standard=None)) == []
    assert list(unmet_by_slides(pack(), own_words=0, standard=1)) == []


def test_what_reaches_the_share_that_is_wanted_is_enough() -> None:
    """A share that is met to the point is met; a hundredth below is told, whatever sums of figures leave over."""
    wanting = pack(limits=Limits(min_answered=0.6, min_people=0.5))
    assert list(unmet(wanting, answered=0.6, people=0.5)) == []
    assert list(unmet(wanting, answered=0.1 + 0.2 + 0.3 - 1e-12, people=0.5)) == []
    assert [one.message for one in unmet(wanting, answered=0.59, people=0.49)] == [
        "of all they value 59% is answered, the pack first-meeting wants 60%",
        "49% of the people find something of theirs, the pack first-meeting wants 50%",
    ]
    assert list(unmet(wanting, answered=None, people=None)) == []


def test_a_deck_that_is_made_and_answers_too_little_says_so() -> None:
    recipe = pack(*RECIPE, limits=Limits(min_answered=0.9), fit=Fit(min_coverage=0.5))
    selection = match(profile({"uptime": 9, "speed": 8}), recipe, BLOCKS, ON)
    assert not selection.refusal
    assert [one.message for one in selection.problems] == [
        "of all they value 53% is answered, the pack first-meeting wants 90%"
    ]
    refused = match(profile({"speed": 8}), recipe, BLOCKS, ON)
    assert refused.refusal
    assert not any("is answered" in one.message for one in refused.problems)


def test_generic_is_what_speaks_to_nothing_of_the_customers() -> None:
    blocks = library(block("promise", values={"uptime": 5}), block("news", "news"), block("hello", "frame"))
    recipe = pack(slot("opening", "frame"), slot("promise", "benefit"), slot("news", "news"))
    who = profile({"uptime": 9}, pin=("news",))
    found = {choice.slot: choice.generic for choice in match(who, recipe, blocks, ON).chosen}
    assert found == {"opening": False, "promise": False, "news": True}
