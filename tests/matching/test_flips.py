from __future__ import annotations

import msgspec

from salespack.library.packs import Each, Limits
from salespack.matching.flips import Flip, explain
from salespack.matching.match import match
from salespack.profiles.profile import Profile

from .builders import BENEFIT, ON, block, chosen, library, pack, profile, slot

TWO = library(block("up", values={"uptime": 5}), block("save", values={"cost": 5}))


def with_importance(who: Profile, value: str, importance: float) -> Profile:
    changed = msgspec.structs.replace(who.values[value], importance=importance)
    return msgspec.structs.replace(who, values={**who.values, value: changed})


def test_a_flip_is_the_smallest_change_of_one_importance() -> None:
    (flip,) = explain(profile({"uptime": 7, "cost": 6.2}), BENEFIT, TWO, ON)
    assert flip == Flip(
        slot="promise", value=None, block="up", changed="cost", importance=6.2, becomes=7, instead="save"
    )
    assert flip.change == 0.8


def test_a_flip_is_confirmed_by_matching_again_and_nothing_before_it_flips() -> None:
    who = profile({"uptime": 7, "cost": 6.2})
    (flip,) = explain(who, BENEFIT, TWO, ON)
    assert chosen(match(with_importance(who, flip.changed, flip.becomes), BENEFIT, TWO, ON)) == [flip.instead]
    short = with_importance(who, flip.changed, flip.becomes - 0.1)
    assert chosen(match(short, BENEFIT, TWO, ON)) == [flip.block]


def test_a_lower_importance_may_be_the_smaller_change() -> None:
    (flip,) = explain(profile({"uptime": 10, "cost": 9.9}), BENEFIT, TWO, ON)
    assert (flip.changed, flip.becomes) == ("cost", 10)  # a tie, which the smaller id wins
    strong = library(block("up", values={"uptime": 5}), block("weak", values={"cost": 4}))
    (flip,) = explain(profile({"uptime": 9, "cost": 10}), BENEFIT, strong, ON)
    assert (flip.changed, flip.becomes, flip.instead) == ("uptime", 6.3, "weak")


def test_what_no_importance_flips_has_no_entry() -> None:
    recipe = pack(slot("opening", "frame"))
    assert explain(profile(), recipe, library(block("hello", "frame")), ON) == ()


def test_an_empty_slot_flips_when_it_is_filled() -> None:
    who = profile({"uptime": 9, "cost": 0})
    recipe = pack(slot("news", "news"), slot("promise", "benefit"))
    blocks = library(block("saving", "news", values={"cost": 5}), block("up", values={"uptime": 5}))
    filled, emptied = explain(who, recipe, blocks, ON)
    assert (filled.slot, filled.block, filled.changed, filled.becomes, filled.instead) == (
        ("news", None, "cost", 0.1, "saving")
    )
    assert (emptied.block, emptied.changed, emptied.becomes, emptied.instead) == ("up", "uptime", 0, None)


def test_in_each_a_value_that_is_no_longer_on_top_takes_its_slides_with_it() -> None:
    each = pack(Each(count=1, slots=(slot("promise", "benefit"),)))
    (flip,) = explain(profile({"uptime": 7, "cost": 6}), each, TWO, ON)
    assert (flip.value, flip.block, flip.instead) == ("uptime", "up", "save")
    assert (flip.changed, flip.becomes) == ("cost", 7)


def test_limits_hold_in_what_would_be() -> None:
    recipe = pack(slot("a", "benefit", optional=True), slot("b", "news", optional=True), limits=Limits(slides=1))
    blocks = library(block("up", values={"uptime": 5}), block("news", "news", values={"cost": 5}))
    who = profile({"uptime": 7, "cost": 6})
    assert [c.block for c in match(who, recipe, blocks, ON).choices] == ["up", None]
    first, second = explain(who, recipe, blocks, ON)
    assert (first.block, first.instead) == ("up", None)
    assert (second.block, second.instead) == (None, "news")


def test_a_block_that_stands_in_its_slot_for_another_value_has_not_flipped() -> None:
    each = pack(Each(count=1, slots=(slot("promise", "benefit"),)))
    both = library(block("both", values={"uptime": 5, "cost": 5}))
    assert explain(profile({"uptime": 7, "cost": 6}), each, both, ON) == ()
