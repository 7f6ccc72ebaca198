from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.library.blocks import Audience, Block
from salespack.library.packs import Each, Pack
from salespack.library.settings import Scoring
from salespack.matching.competition import ADDED, Field
from salespack.matching.eligibility import eligible_blocks
from salespack.matching.flips import changes_of, explain
from salespack.matching.match import match
from salespack.matching.scoring import weights_of
from salespack.matching.seats import Seat, slots_of
from salespack.matching.selection import EmptyReason, Reason
from salespack.matching.situation import Situation
from salespack.matching.worth import Bidding, State
from salespack.profiles.profile import Profile, ProfileValue, Stakeholder
from tests.searching import searching

from . import strategies as some
from .builders import BENEFIT, ON, block, chosen, library, pack, profile, rejected, slot

pytestmark = pytest.mark.slow

patient = searching(60)
cases = given(some.profiles, some.packs, some.libraries, some.options)


@patient
@cases
def test_same_arguments_same_selection_in_whatever_order_things_come(
    who: Profile, recipe: Pack, blocks: tuple[Block, ...], options: dict[str, Any]
) -> None:
    selection = match(who, recipe, library(*blocks), ON, **options)
    assert match(who, recipe, library(*blocks), ON, **options) == selection
    backwards = msgspec.structs.replace(who, values=dict(reversed(who.values.items())))
    mirrored = [msgspec.structs.replace(b, values=dict(reversed(b.values.items()))) for b in reversed(blocks)]
    assert match(backwards, recipe, library(*mirrored), ON, **options) == selection


@patient
@cases
def test_every_block_is_chosen_once_or_rejected_once(
    who: Profile, recipe: Pack, blocks: tuple[Block, ...], options: dict[str, Any]
) -> None:
    selection = match(who, recipe, library(*blocks), ON, **options)
    places = chosen(selection) + [rejection.block for rejection in selection.rejections]
    assert sorted(places) == sorted(b.id for b in blocks)
    assert [r.block for r in selection.rejections] == sorted(r.block for r in selection.rejections)


@pytest.mark.nightly
def test_every_slot_shows_a_block_that_suits_it_or_a_reason() -> None:
    seen: set[str] = set()

    @patient
    @cases
    def holds(who: Profile, recipe: Pack, blocks: tuple[Block, ...], options: dict[str, Any]) -> None:
        seen.update(shows_a_block_that_suits_it_or_a_reason(who, recipe, blocks, options))

    holds()
    assert seen == {"filled", "empty"}


def shows_a_block_that_suits_it_or_a_reason(
    who: Profile, recipe: Pack, blocks: tuple[Block, ...], options: dict[str, Any]
) -> Iterator[str]:
    selection = match(who, recipe, library(*blocks), ON, **options)
    by_id = {b.id: b for b in blocks}
    tops = sum(value.top for value in selection.values)
    shown = {section.slot for section in recipe.sections if not isinstance(section, Each)}
    shown |= {s.slot for e in recipe.sections if isinstance(e, Each) and tops for s in e.slots}
    opened = [choice for choice in selection.choices if choice.slot == ADDED]
    assert all(choice.pinned or choice.value for choice in opened if choice.block is not None)
    assert {choice.slot for choice in selection.choices if choice not in opened} == shown
    for choice in selection.choices:
        if choice.block is None:
            assert choice.reason
            assert choice.empty
            assert (choice.answered_by in by_id) is (choice.empty is EmptyReason.ANSWERED)
            yield "empty"
            continue
        assert choice.empty is choice.reason is None
        yield "filled"
        b = by_id[choice.block]
        suits = (
            [True]
            if choice in opened
            else [
                ((not s.kinds or b.kind in s.kinds) and (s.tag is None or s.tag in b.tags))
                or ((not s.kinds or "benefit" in s.kinds) and b.kind == "dialogue" and "repair" in b.tags)
                for s in slots_of(recipe)
                if s.slot == choice.slot
            ]
        )
        assert any(suits)
        assert choice.value is None or b.values[choice.value] >= 3
        assert choice.pinned or choice.score > 0
        assert b.state == "approved" or (choice.pinned and b.state == "draft")
        assert abs(sum(term.amount for term in choice.terms) - choice.score) < 1e-6


@patient
@cases
def test_an_apology_stands_where_it_is_asked_for_or_due(
    who: Profile, recipe: Pack, blocks: tuple[Block, ...], options: dict[str, Any]
) -> None:
    selection = match(who, recipe, library(*blocks), ON, **options)
    by_id = {b.id: b for b in blocks}
    current = who.relationship.kind == "current"
    broken = {id for id, v in who.values.items() if current and v.with_us is not None and v.with_us <= 4}
    asking = {s.slot for s in slots_of(recipe) if s.tag == "repair"}
    for choice in selection.choices:
        b = by_id.get(choice.block or "")
        if b is None or choice.pinned or b.kind != "dialogue" or "repair" not in b.tags or choice.slot in asking:
            continue
        assert broken & b.values.keys() if b.values else broken  # one about no value is about them all
        assert choice.value is None or choice.value in broken


@patient
@cases
def test_no_promise_on_top_of_a_broken_one(
    who: Profile, recipe: Pack, blocks: tuple[Block, ...], options: dict[str, Any]
) -> None:
    selection = match(who, recipe, library(*blocks), ON, **options)
    broken = {id for id, v in who.values.items() if v.with_us is not None and v.with_us <= 4}
    if who.relationship.kind == "current":
        shown = set(chosen(selection))
        assert not [b for b in blocks if b.id in shown and b.kind == "benefit" and broken & b.values.keys()]


@patient
@cases
def test_a_limit_holds_or_is_warned_of_and_then_nothing_optional_is_left(
    who: Profile, recipe: Pack, blocks: tuple[Block, ...], options: dict[str, Any]
) -> None:
    selection = match(who, recipe, library(*blocks), ON, **options)
    warned = [p.message.split(":")[0] for p in selection.problems if p.code == "SP406"]
    minutes = min((m for m in (recipe.limits.minutes, who.meeting.minutes) if m is not None), default=selection.minutes)
    slides = selection.slides if recipe.limits.slides is None else recipe.limits.slides
    share = 1.0 if recipe.limits.generic_share is None else recipe.limits.generic_share
    assert ("slides" in warned) or selection.slides <= slides
    assert ("minutes" in warned) or selection.minutes <= minutes
    assert ("generic share" in warned) or selection.generic_share <= share
    if "slides" in warned:
        assert not [c for c in selection.chosen if c.optional and c.slides]


@patient
@cases
def test_a_pack_fits_or_the_refusal_says_why_not(
    who: Profile, recipe: Pack, blocks: tuple[Block, ...], options: dict[str, Any]
) -> None:
    selection = match(who, recipe, library(*blocks), ON, **options)
    assert 0 <= selection.coverage <= 1
    assert 0 <= selection.generic_share <= 1
    fits = bool(selection.values) and selection.values[0].covered > 0
    fits = fits and selection.coverage >= recipe.fit.min_coverage - 1e-9
    if recipe.fit.min_coverage == 0:
        fits = bool(selection.values)
    assert bool(selection.refusal) is not fits


@patient
@cases
def test_a_pinned_block_is_in_the_deck_or_a_problem_names_it(
    who: Profile, recipe: Pack, blocks: tuple[Block, ...], options: dict[str, Any]
) -> None:
    selection = match(who, recipe, library(*blocks), ON, **options)
    shown, said = chosen(selection), [p.message for p in selection.problems if p.code in ("SP402", "SP403")]
    for id in who.pin:
        named = [one for one in said if one.startswith((f"the pinned block {id} ", f"{id} is pinned", f"{id} is both"))]
        assert (id in shown) is not bool(named)


@pytest.mark.nightly
def test_flips_are_true() -> None:
    compared = 0

    @searching(40)
    @cases
    def are_true(who: Profile, recipe: Pack, blocks: tuple[Block, ...], options: dict[str, Any]) -> None:
        nonlocal compared
        situation = Situation.of(who, recipe, library(*blocks), ON, **options)
        now = [c.block for c in match(who, recipe, library(*blocks), ON, **options).choices]
        others = {change: other.profile for change, other in changes_of(situation)}
        for flip in explain(situation):
            if (change := flip.change).kind == "importance":
                changed = msgspec.structs.replace(who.values[change.of], importance=change.becomes)
                other = msgspec.structs.replace(who, values={**who.values, change.of: changed})
            else:
                other = others[change]
            assert [c.block for c in match(other, recipe, library(*blocks), ON, **options).choices] != now
            compared += 1

    are_true()
    assert compared


def ranking(who: Profile, blocks: tuple[Block, ...], remaining: dict[str, float], value: str | None) -> list[str]:
    situation = Situation.of(who, BENEFIT, library(*blocks), ON)
    field = Field.of(situation, eligible_blocks(situation)[0])
    weights = weights_of(who, situation.library.settings)
    bidding = Bidding(
        Seat(slot("promise", "benefit"), 0, value=value),
        field.by_kind.get(("benefit", None), []),
        weights,
        (),
        situation.library.settings.scoring,
    )
    return [id for _, id, _ in sorted(bidding.rank(State(remaining)), key=lambda one: one[:2])]


left = st.dictionaries(st.sampled_from(some.VALUES), st.sampled_from((1.0, 0.7, 0.5, 0.25)))
rivals = st.lists(st.tuples(some.strengths, st.booleans()), min_size=1, max_size=6)


@patient
@given(
    st.dictionaries(st.sampled_from("bcd"), some.figures),
    st.integers(0, 9),
    st.none() | some.figures,
    rivals,
    st.integers(1, 5),
    st.booleans(),
    left,
    st.integers(1, 10),
    st.booleans(),
)
def test_a_value_that_matters_more_never_lowers_the_rank_of_a_block_that_speaks_to_it_alone(
    other_values: dict[str, float],
    importance: float,
    satisfaction: float | None,
    others: list[tuple[dict[str, int], bool]],
    strength: int,
    boosted: bool,
    remaining: dict[str, float],
    more: int,
    in_each: bool,
) -> None:
    single = block("m", values={"a": strength}, audience=Audience(roles=("cto",)) if boosted else Audience())
    blocks = tuple(
        block(f"{'z' if late else 'c'}{number}", values=values) for number, (values, late) in enumerate(others)
    )
    ranks = []
    for figure in (importance, min(importance + more, 10)):
        held: dict[str, float | ProfileValue] = {**other_values, "a": ProfileValue(figure, satisfaction)}
        who = profile(held, stakeholders=(Stakeholder("cto"),))
        order = ranking(who, (*blocks, single), remaining, "a" if in_each else None)
        ranks.append(order.index("m") if "m" in order else len(blocks))
    assert ranks[1] <= ranks[0]


@patient
@given(
    st.lists(st.integers(1, 10), min_size=10, max_size=10),
    st.lists(st.integers(1, 2), min_size=10, max_size=10),
    st.booleans(),
)
def test_a_block_weak_on_ten_values_never_beats_one_strong_on_the_top_value(
    importances: list[int], weak: list[int], each: bool
) -> None:
    who = profile({f"v{number}": importance for number, importance in enumerate(importances)})
    top = match(who, BENEFIT, library(), ON).values[0].id
    sure = Audience(relationship=("prospective",))
    many = block("a", values={f"v{number}": strength for number, strength in enumerate(weak)}, audience=sure)
    blocks = library(many, block("b", values={top: 5}), scoring=Scoring())
    recipe = pack(Each(count=1, slots=(slot("promise", "benefit"),))) if each else BENEFIT
    selection = match(who, recipe, blocks, ON, record={"a": (10**6, 10**6)})
    assert chosen(selection) == ["b"]
    assert rejected(selection)["a"].reason in (Reason.OUTSCORED, Reason.ANSWERS_NOTHING)
