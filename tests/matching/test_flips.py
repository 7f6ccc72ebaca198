from __future__ import annotations

from collections.abc import Mapping

import msgspec

from salespack.library.blocks import Audience
from salespack.library.library import Library
from salespack.library.packs import Each, Limits, Pack
from salespack.library.relationship_rules import Content, RelationshipRule, When
from salespack.matching.flips import Change, Flip, changes_of, explain
from salespack.matching.match import match
from salespack.matching.situation import Situation
from salespack.profiles.profile import Customer, Meeting, Profile, Relationship, Stakeholder

from .builders import BENEFIT, ON, block, chosen, library, pack, profile, slot

TWO = library(block("up", values={"uptime": 5}), block("save", values={"cost": 5}))


def flips_of(who: Profile, recipe: Pack, books: Library) -> tuple[Flip, ...]:
    return explain(Situation.of(who, recipe, books, ON))


def declaring(books: Library, **words: Mapping[str, str]) -> Library:
    """The library with roles, stages or industries."""
    return msgspec.structs.replace(books, settings=msgspec.structs.replace(books.settings, **words))


def with_importance(who: Profile, value: str, importance: float) -> Profile:
    changed = msgspec.structs.replace(who.values[value], importance=importance)
    return msgspec.structs.replace(who, values={**who.values, value: changed})


def test_a_flip_is_the_smallest_change_of_one_importance() -> None:
    (flip,) = flips_of(profile({"uptime": 7, "cost": 6.2}), BENEFIT, TWO)
    change = Change("importance", "cost", 6.2, 7)
    assert flip == Flip(slot="promise", value=None, block="up", change=change, instead="save")
    assert change.size == 0.8


def test_a_flip_is_confirmed_by_matching_again_and_nothing_before_it_flips() -> None:
    who = profile({"uptime": 7, "cost": 6.2})
    (flip,) = flips_of(who, BENEFIT, TWO)
    becomes = float(flip.change.becomes or 0)
    assert chosen(match(with_importance(who, flip.change.of, becomes), BENEFIT, TWO, ON)) == [flip.instead]
    short = with_importance(who, flip.change.of, becomes - 0.1)
    assert chosen(match(short, BENEFIT, TWO, ON)) == [flip.block]


def test_a_lower_importance_may_be_the_smaller_change() -> None:
    (flip,) = flips_of(profile({"uptime": 10, "cost": 9.9}), BENEFIT, TWO)
    assert (flip.change.of, flip.change.becomes) == ("cost", 10)  # a tie, which the smaller id wins
    strong = library(block("up", values={"uptime": 5}), block("weak", values={"cost": 4}))
    (flip,) = flips_of(profile({"uptime": 9, "cost": 10}), BENEFIT, strong)
    assert (flip.change.of, flip.change.becomes, flip.instead) == ("uptime", 6.3, "weak")


def test_what_nothing_flips_has_no_entry() -> None:
    recipe = pack(slot("opening", "frame"))
    assert flips_of(profile(), recipe, library(block("hello", "frame"))) == ()


def test_an_empty_slot_flips_when_it_is_filled() -> None:
    who = profile({"uptime": 9, "cost": 0})
    recipe = pack(slot("news", "news"), slot("promise", "benefit"))
    blocks = library(block("saving", "news", values={"cost": 5}), block("up", values={"uptime": 5}))
    filled, emptied = flips_of(who, recipe, blocks)
    assert (filled.slot, filled.block, filled.instead) == ("news", None, "saving")
    assert filled.change == Change("importance", "cost", 0.0, 0.1)
    assert (emptied.block, emptied.change.of, emptied.change.becomes, emptied.instead) == ("up", "uptime", 0, None)


def test_in_each_a_value_that_is_no_longer_on_top_takes_its_slides_with_it() -> None:
    each = pack(Each(count=1, slots=(slot("promise", "benefit"),)))
    (flip,) = flips_of(profile({"uptime": 7, "cost": 6}), each, TWO)
    assert (flip.value, flip.block, flip.instead) == ("uptime", "up", "save")
    assert (flip.change.of, flip.change.becomes) == ("cost", 7)


def test_limits_hold_in_what_would_be() -> None:
    recipe = pack(slot("a", "benefit", optional=True), slot("b", "news", optional=True), limits=Limits(slides=1))
    blocks = library(block("up", values={"uptime": 5}), block("news", "news", values={"cost": 5}))
    who = profile({"uptime": 7, "cost": 6})
    assert [c.block for c in match(who, recipe, blocks, ON).choices] == ["up", None]
    first, second = flips_of(who, recipe, blocks)
    assert (first.block, first.instead) == ("up", None)
    assert (second.block, second.instead) == (None, "news")
    assert first.change.of != second.change.of  # each slot has a change of its own


def test_a_block_that_stands_in_its_slot_for_another_value_has_not_flipped() -> None:
    each = pack(Each(count=1, slots=(slot("promise", "benefit"),)))
    both = library(block("both", values={"uptime": 5, "cost": 5}))
    assert flips_of(profile({"uptime": 7, "cost": 6}), each, both) == ()


def test_changes_that_a_seller_can_think_of_are_named_each_for_a_slot_of_its_own() -> None:
    books = declaring(
        library(
            block("plain", values={"uptime": 4}),
            block("for-engineers", values={"uptime": 4}, audience=Audience(roles=("engineer",))),
            block("case", "experience", values={"uptime": 4}),
            block("case-of-retail", "experience", values={"uptime": 4}, audience=Audience(industries=("retail",))),
            block("ask", "dialogue", values={"uptime": 4}),
            block("ask-before-signing", "dialogue", values={"uptime": 4}, audience=Audience(stages=("decision",))),
            block("news", "news", values={"uptime": 4}),
            block("topic", "market", values={"cost": 4}),
            rules=(RelationshipRule(When(states=("at-risk",)), "first what went wrong", Content(kinds=("news",))),),
        ),
        roles={"engineer": "Engineer", "cfo": "CFO"},
        stages={"evaluation": "Evaluation", "decision": "Decision"},
        industries={"retail": "Retail", "health": "Health"},
    )
    recipe = pack(
        slot("promise", "benefit"),
        slot("proof", "experience", optional=True),
        slot("question", "dialogue"),
        slot("news", "news"),
        slot("topic", "market"),
    )
    who = profile(
        {"uptime": 9},
        customer=Customer("Acme", industry="health"),
        relationship=Relationship(kind="current", state="content"),
        meeting=Meeting(stage="evaluation", minutes=45, roles=("cfo",)),
        stakeholders=(Stakeholder("cfo"),),
    )
    told = {flip.slot: (flip.change, flip.instead) for flip in flips_of(who, recipe, books)}
    assert told == {
        "promise": (Change("person", "engineer", "no", "yes"), "for-engineers"),
        "proof": (Change("industry", "", "health", "retail"), "case-of-retail"),
        "question": (Change("stage", "", "evaluation", "decision"), "ask-before-signing"),
        "news": (Change("state", "", "content", "at-risk"), None),
        "topic": (Change("value", "cost", None, 9.0), "topic"),
    }


def test_every_change_is_of_one_thing_alone() -> None:
    who = profile({"uptime": 9}, relationship=Relationship(kind="prospective"), meeting=Meeting(minutes=30))
    books = declaring(TWO, roles={"cfo": "CFO"}, stages={"evaluation": "E"}, industries={"retail": "R"})
    tried = [change for change, _ in changes_of(Situation.of(who, BENEFIT, books, ON))]
    assert [(one.kind, one.of, one.becomes) for one in tried] == [
        ("person", "cfo", "yes"), ("minutes", "", 15.0), ("minutes", "", 45.0), ("minutes", "", 60.0),
        ("minutes", "", 90.0), ("stage", "", "evaluation"), ("value", "cost", 9.0), ("industry", "", "retail"),
    ]  # fmt: skip


def test_two_slots_of_which_one_can_do_with_another_change_have_one_each() -> None:
    both = pack(slot("a", "benefit"), slot("b", "news"))
    books = declaring(
        library(
            block("plain", values={"uptime": 4}),
            block("for-cfo", values={"uptime": 4}, audience=Audience(roles=("cfo",))),
            block("for-cto", values={"uptime": 4}, audience=Audience(roles=("cto",))),
            block("news", "news", values={"uptime": 4}),
            block("news-for-cfo", "news", values={"uptime": 4}, audience=Audience(roles=("cfo",))),
        ),
        roles={"cfo": "CFO", "cto": "CTO"},
    )
    first, second = flips_of(profile({"uptime": 9}), both, books)
    assert (first.change.of, first.instead) == ("cto", "for-cto")
    assert (second.change.of, second.instead) == ("cfo", "news-for-cfo")
