from __future__ import annotations

import msgspec

from salespack.library.library import Library
from salespack.library.packs import Each, Limits, Pack, Slot
from salespack.matching.match import match
from salespack.matching.selection import Served, Would
from salespack.profiles.profile import Meeting, Profile, Stakeholder

from .builders import ON, block, chosen, in_slot, library, pack, profile, rejected, slot

PROMISE, PROOF = slot("promise", "benefit"), slot("proof", "experience", take=2, optional=True)
RECIPE = pack(slot("opening", "frame"), Each(count=1, slots=(PROMISE, PROOF)), slot("next-step", "frame"))
BLOCKS = (
    block("hello", "frame"),
    block("calm-nights", values={"uptime": 5}),
    block("case-of-calm", "experience", values={"uptime": 5}),
    block("half-the-bill", values={"cost": 5}, minutes=2.0),
    block("case-of-the-bill", "experience", values={"cost": 4}),
    block("second-case-of-the-bill", "experience", values={"cost": 3}),
    block("bye", "frame"),
)
ROOM = profile({"uptime": 9, "audit": 6}, meeting=Meeting(minutes=30, roles=("cto", "finance", "security")))


def with_cares(*blocks: object, **cares: tuple[str, ...]) -> Library:
    made = library(*BLOCKS, *blocks)  # type: ignore[arg-type]
    return msgspec.structs.replace(made, settings=msgspec.structs.replace(made.settings, cares_about=cares))


ASSUMED = with_cares(cto=("uptime",), finance=("cost",), security=("audit",))


def decks(who: Profile, recipe: Pack = RECIPE, books: Library = ASSUMED) -> list[str]:
    return chosen(match(who, recipe, books, ON))


def test_each_person_in_the_room_has_a_promise_and_a_proof() -> None:
    selection = match(ROOM, RECIPE, ASSUMED, ON)
    assert chosen(selection) == ["bye", "calm-nights", "case-of-calm", "half-the-bill", "case-of-the-bill", "hello"]
    assert [(choice.slot, choice.roles) for choice in selection.chosen if choice.value == "cost"] == [
        ("promise", ("finance",)),
        ("proof", ("finance",)),
    ]
    assert selection.people == (
        Served("cto", ("uptime",), False, ("calm-nights", "case-of-calm")),
        Served("finance", ("cost",), False, ("half-the-bill", "case-of-the-bill")),
        Served("security", ("audit",), False, (), None),
    )
    assert selection.served == 2


def test_what_a_stakeholder_cares_about_replaces_what_the_library_assumes() -> None:
    asked = msgspec.structs.replace(ROOM, stakeholders=(Stakeholder("finance", cares_about=("uptime",)),))
    assert "half-the-bill" not in decks(asked)
    (_, finance, _) = match(asked, RECIPE, ASSUMED, ON).people
    assert (finance.stated, finance.cares, finance.blocks) == (True, ("uptime",), ("calm-nights", "case-of-calm"))


def test_a_person_without_a_block_of_theirs_is_told_with_what_would_be_and_how_long_it_takes() -> None:
    """Limits come first: what is for one person goes when there is no room."""
    short = msgspec.structs.replace(RECIPE, limits=Limits(slides=3))
    (_, finance, security) = match(ROOM, short, ASSUMED, ON).people
    assert finance == Served("finance", ("cost",), False, (), Would("half-the-bill", 2.0))
    assert (security.blocks, security.would) == ((), None)


def test_how_much_of_all_that_they_value_is_answered() -> None:
    selection = match(ROOM, RECIPE, ASSUMED, ON)
    assert (selection.coverage, round(selection.answered, 3)) == (1.0, round(11.25 / 18.75, 3))
    assert [(one.id, one.would) for one in selection.values] == [("uptime", None), ("audit", None)]


def test_what_nobody_said_weighs_less_than_what_was_said_and_is_no_top_value() -> None:
    calm = profile({"uptime": 2}, meeting=Meeting(roles=("finance",)))
    selection = match(calm, RECIPE, ASSUMED, ON)
    assert [value.id for value in selection.values if value.top] == ["uptime"]
    assert in_slot(selection, "promise").block == "calm-nights"
    assert "half-the-bill" in chosen(selection)


def test_a_pack_that_promises_nothing_has_no_places_for_people() -> None:
    repair = pack(
        slot("opening", "frame"), Each(count=1, slots=(Slot(slot="sorry", kinds=("dialogue",), tag="repair"),))
    )
    assert "half-the-bill" in rejected(match(ROOM, repair, ASSUMED, ON))


def test_for_one_person_what_they_care_about_comes_first() -> None:
    alone = profile({"uptime": 9, "cost": 5}, meeting=Meeting(roles=("finance",)))
    selection = match(alone, RECIPE, ASSUMED, ON, person="finance")
    assert [value.id for value in selection.values if value.top] == ["cost"]
    assert chosen(selection) == ["bye", "half-the-bill", "case-of-the-bill", "second-case-of-the-bill", "hello"]


def test_no_more_places_than_the_pack_lets_be_added() -> None:
    closed = msgspec.structs.replace(RECIPE, limits=Limits(added=0))
    assert "half-the-bill" not in decks(ROOM, closed)
