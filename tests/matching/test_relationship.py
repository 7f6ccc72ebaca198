"""What the rules of a library make of how we stand with a customer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from salespack.library.library import Library
from salespack.library.load import vocabulary_of
from salespack.library.packs import Each
from salespack.library.relationship_rules import Content, RelationshipRule, When
from salespack.matching.match import match
from salespack.matching.pack_choice import suiting_pack
from salespack.matching.selection import EmptyReason, Reason
from salespack.profiles.profile import Profile, Relationship, load_profile
from tests.test_sample import library as sample_library

from .builders import ON, block, chosen, library, pack, profile, rejected, slot

REPAIR_FIRST = RelationshipRule(
    When(states=("at-risk",)),
    "first what went wrong",
    leave_out=Content(kinds=("news",), tags=("objection",)),
    instead={"next-step": "repair"},
)
RECIPE = pack(
    Each(
        count=1,
        slots=(
            slot("promise", "benefit"),
            slot("news", "news", optional=True),
            slot("doubt", "dialogue", tag="objection"),
        ),
    ),
    slot("next-step", "frame", tag="next-step"),
)
BLOCKS = (
    block("calm-nights", values={"uptime": 5}),
    block("we-moved", "news", values={"uptime": 5}),
    block("what-if", "dialogue", values={"uptime": 5}, tags=("objection",)),
    block("sorry", "dialogue", values={"uptime": 5}, tags=("repair",)),
    block("buy-more", "frame", tags=("next-step",)),
    block("repair-plan", "frame", tags=("repair",)),
)


def with_rules(*rules: RelationshipRule) -> Library:
    return library(*BLOCKS, rules=rules)


def rated(satisfaction: float, **fields: Any) -> Profile:
    return profile(relationship=Relationship(kind="current", satisfaction=satisfaction, **fields))


def test_who_rates_us_low_gets_the_repair_and_no_news_doubt_or_next_sale() -> None:
    selection = match(rated(2.75), RECIPE, with_rules(REPAIR_FIRST), ON)
    assert chosen(selection) == ["sorry", "repair-plan"]
    assert (selection.state, selection.proposed_from) == ("at-risk", 2.75)
    assert (rejected(selection)["we-moved"].reason, rejected(selection)["we-moved"].detail) == (
        Reason.NOT_NOW,
        "first what went wrong",
    )


def test_a_place_that_a_rule_leaves_empty_says_which_rule() -> None:
    choices = match(rated(2.75), RECIPE, with_rules(REPAIR_FIRST), ON).choices
    assert [(one.slot, one.empty, one.reason) for one in choices if not one.filled] == [
        ("news", EmptyReason.NOT_NOW, "not now: first what went wrong"),
        ("doubt", EmptyReason.NOT_NOW, "not now: first what went wrong"),
    ]
    books = msgspec.structs.replace(with_rules(), blocks={b.id: b for b in BLOCKS if b.id != "sorry"})
    (promise,) = [one for one in match(rated(2.75), RECIPE, books, ON).choices if one.slot == "promise"]
    assert promise.reason == "repair first: uptime: the customer rates us at 2.75 of 10"
    other = msgspec.structs.replace(books, blocks={"cheap": block("cheap", "news", values={"cost": 5}), **books.blocks})
    rule = RelationshipRule(When(states=("at-risk",)), "no", leave_out=Content(tags=("none",)))
    silent = msgspec.structs.replace(other, settings=with_rules(rule).settings)
    recipe = pack(slot("market", "market"))  # no rule is to blame where the library has nothing
    assert match(rated(2.75), recipe, silent, ON).choices[0].empty is EmptyReason.NONE_ELIGIBLE


def test_who_is_content_gets_no_apology_of_any_kind() -> None:
    selection = match(rated(8), RECIPE, with_rules(REPAIR_FIRST), ON)
    assert chosen(selection) == ["calm-nights", "we-moved", "what-if", "buy-more"]
    untagged = pack(slot("any", take=9))
    assert not {"sorry", "repair-plan"} & set(chosen(match(rated(8), untagged, with_rules(), ON)))


def test_a_tag_gives_way_only_where_there_is_something_to_take_its_place() -> None:
    books = with_rules(REPAIR_FIRST)
    without = msgspec.structs.replace(books, blocks={k: v for k, v in books.blocks.items() if k != "repair-plan"})
    assert chosen(match(rated(2), RECIPE, without, ON)) == ["sorry", "buy-more"]


def test_a_pin_lifts_what_does_not_suit() -> None:
    wanted = msgspec.structs.replace(rated(2.75), pin=("we-moved",))
    assert "we-moved" in chosen(match(wanted, RECIPE, with_rules(REPAIR_FIRST), ON))


def test_rules_of_the_phase_and_of_what_is_preferred() -> None:
    ending = RelationshipRule(When(lifecycle=("ending",)), "it ends", leave_out=Content(kinds=("news",)))
    prefer = RelationshipRule(When(states=("content",)), "so it is", prefer=Content(tags=("objection",)))
    assert "we-moved" not in chosen(match(rated(8, lifecycle="ending"), RECIPE, with_rules(ending), ON))
    selection = match(rated(8), RECIPE, with_rules(prefer), ON)
    (doubt,) = [choice for choice in selection.chosen if choice.block == "what-if"]
    assert ("relationship", 0.9) in [(term.name, term.amount) for term in doubt.terms]


CUSTOMER = """\
customer: {name: Acme, industry: software, employees: 900, country: US}
relationship: {kind: current, lifecycle: use, satisfaction: {rating: RATED, scale: 1-5}}
values: {fewer-outages: 9, clear-visibility: 6, lower-run-cost: 5}
meeting: {date: 2026-12-01, stage: evaluation, minutes: 60, roles: [cto, finance]}
facts: {services: 140}
"""


def test_two_customers_of_the_sample_rated_2_1_and_4_2_of_5_all_else_equal(tmp_path: Path) -> None:
    books = sample_library()
    vocabulary = vocabulary_of(books.settings, books.values)
    decks, packs = [], []
    for rating in ("2.1", "4.2"):
        (file := tmp_path / "acme.yaml").write_text(CUSTOMER.replace("RATED", rating))
        who = load_profile(file, vocabulary)
        recipe, _ = suiting_pack(who, books.packs, books.settings)
        packs.append(recipe.id)
        decks.append(set(chosen(match(who, recipe, books, ON))))
    low, high = decks
    assert packs == ["repair", "what-next"]
    assert len(low & high) <= min(len(low), len(high)) / 2
    assert {"repair-running", "next-step-repair-plan"} <= low
    assert not [one for one in low if books.blocks[one].kind in ("news", "market", "benefit")]
    assert not [one for one in low if "next-step" in books.blocks[one].tags]
