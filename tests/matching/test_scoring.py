from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

import pytest

from salespack.checking.rules.reach import beats
from salespack.formats.types import PartialDay
from salespack.language.phrases import words
from salespack.library.blocks import About, Audience, Block, Evidence
from salespack.library.packs import Each
from salespack.library.relationship_rules import Content, RelationshipRule, When
from salespack.library.settings import Boosts, Scoring
from salespack.matching.match import match
from salespack.matching.scoring import BOOSTS, opportunity
from salespack.matching.selection import Reason, Term
from salespack.profiles.profile import Customer, Meeting, Profile, ProfileValue, Relationship, Stakeholder

from .builders import BENEFIT, ON, block, chosen, in_slot, library, pack, profile, rejected, slot


def x(**fields: Any) -> Block:
    return block("x", **{"values": {"uptime": 5}, **fields})


@pytest.mark.parametrize(
    ("importance", "satisfaction", "points"), [(9, 3, 15), (9, 9, 9), (4, 8, 4), (7, None, 7), (10, 0, 20), (0, 0, 0)]
)
def test_opportunity_score(importance: float, satisfaction: float | None, points: float) -> None:
    assert opportunity(ProfileValue(importance, satisfaction)) == points


def test_weight_grows_by_a_quarter_where_somebody_in_the_room_cares() -> None:
    people = (Stakeholder("cto", cares_about=("uptime",)), Stakeholder("finance", cares_about=("cost",)))
    in_room = profile({"cost": 8, "uptime": 8}, stakeholders=people, meeting=Meeting(roles=("cto",)))
    assert [(v.id, v.weight) for v in match(in_room, BENEFIT, library(), ON).values] == [("uptime", 10), ("cost", 8)]
    no_meeting = profile({"cost": 8, "uptime": 8}, stakeholders=people)
    assert [(v.id, v.weight) for v in match(no_meeting, BENEFIT, library(), ON).values] == [
        ("cost", 10),
        ("uptime", 10),
    ]


def test_values_without_weight_do_not_count() -> None:
    selection = match(profile({"uptime": 0, "cost": 3}), BENEFIT, library(x()), ON)
    assert [(v.id, v.top) for v in selection.values] == [("cost", True)]
    assert rejected(selection)["x"].reason is Reason.ANSWERS_NOTHING


def test_top_values_are_as_many_as_the_largest_each() -> None:
    who = profile({"a": 1, "b": 2, "c": 2, "d": 4, "e": 5})
    one = Each(count=1, slots=(slot("promise", "benefit"),))
    two = Each(count=2, slots=(slot("proof", "experience"),))
    assert [v.id for v in match(who, pack(one, two), library(), ON).values if v.top] == ["e", "d"]
    assert [v.id for v in match(who, BENEFIT, library(), ON).values if v.top] == ["e", "d", "b"]


@dataclass(frozen=True)
class Row:
    """A block that earns a boost of `amount` under `name`, or none if that is 0."""

    name: str
    amount: float
    block: Block
    profile: Profile = field(default_factory=profile)
    options: dict[str, Any] = field(default_factory=dict)
    rules: tuple[RelationshipRule, ...] = ()


HOSPITAL = profile(customer=Customer("Acme", industry="healthcare", country="FI", employees=100))
GROWING = profile(relationship=Relationship("current", lifecycle="growth", state="content"))
CTO = profile(meeting=Meeting(roles=("cto",), stage="evaluation"))


def dated(date: str) -> Block:
    return x(evidence=Evidence("a study", date=PartialDay(date)))


PREFER = (RelationshipRule(When(relationship=("prospective",)), "so it is", prefer=Content(tags=("calm",))),)
ROWS = {
    "same industry": Row("industry", 0.5, x(about=About(industry="healthcare")), HOSPITAL),
    "other industry": Row("industry", 0, x(about=About(industry="retail")), HOSPITAL),
    "industry unknown": Row("industry", 0, x(about=About())),
    "same country": Row("country", 0.08, x(about=About(country="FI")), HOSPITAL),
    "for the industry": Row("industry", 0.5, x(audience=Audience(industries=("healthcare",))), HOSPITAL),
    "for the country": Row("country", 0.08, x(audience=Audience(countries=("FI",))), HOSPITAL),
    "other country": Row("country", 0, x(about=About(country="SE")), HOSPITAL),
    "half the size": Row("size", 0.08, x(about=About(employees=50)), HOSPITAL),
    "twice the size": Row("size", 0.08, x(about=About(employees=200)), HOSPITAL),
    "more than twice the size": Row("size", 0, x(about=About(employees=201)), HOSPITAL),
    "less than half the size": Row("size", 0, x(about=About(employees=49)), HOSPITAL),
    "size unknown": Row("size", 0, x(about=About(employees=49))),
    "role in the room": Row("role", 0.10, x(audience=Audience(roles=("cto", "ceo"))), CTO),
    "for no role": Row("role", 0, x(), CTO),
    "stage": Row("stage", 0.10, x(audience=Audience(stages=("evaluation",))), CTO),
    "for no stage": Row("stage", 0, x(), CTO),
    "preferred": Row("relationship", 0.10, x(tags=("calm",)), rules=PREFER),
    "for the state": Row("relationship", 0.10, x(audience=Audience(states=("content",))), GROWING),
    "for the lifecycle": Row("relationship", 0.10, x(audience=Audience(lifecycle=("growth",))), GROWING),
    "not preferred": Row("relationship", 0, x(), rules=PREFER),
    "fresh, a day": Row("fresh", 0.05, dated("2024-12-01")),
    "fresh, a source": Row("fresh", 0.05, x(sources={"study": Evidence("a study", date=PartialDay("2026"))})),
    "a day too old": Row("fresh", 0, dated("2024-11-30")),
    "fresh, its month": Row("fresh", 0.05, dated("2024-12")),
    "month too old": Row("fresh", 0, dated("2024-11")),
    "fresh, its year": Row("fresh", 0.05, dated("2024")),
    "this year": Row("fresh", 0.05, dated("2026")),
    "year too old": Row("fresh", 0, dated("2023")),
    "from the future": Row("fresh", 0, dated("2027")),
    "without a date": Row("fresh", 0, x(evidence=Evidence("a study"))),
    "always a success": Row("record", 0.15 * 4 / 9, x(), options={"record": {"x": (10, 10)}}),
    "a single success proves little": Row("record", 0.15 * 10 / 63, x(), options={"record": {"x": (1, 1)}}),
    "as often as all": Row("record", 0, x(), options={"record": {"x": (5, 10)}}),
    "never a success": Row("record", -0.15 * 4 / 9, x(), options={"record": {"x": (0, 10)}}),
    "less often than all": Row(
        "record", -0.15 * 2 * (0.58 - (8 + 5 * 0.58) / 45), x(), options={"record": {"x": (8, 40), "y": (40, 40)}}
    ),
    "no record": Row("record", 0, x(), options={"record": {"y": (10, 10)}}),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_boost(row: Row) -> None:
    choice = in_slot(match(row.profile, BENEFIT, library(row.block, rules=row.rules), ON, **row.options), "promise")
    boosts = {term.name: term.amount for term in choice.terms if term.kind == "boost"}
    assert boosts == pytest.approx({row.name: 9 * row.amount} if row.amount else {})
    assert choice.score == pytest.approx(9 * (1 + row.amount))


@pytest.mark.parametrize("row", [row for row in ROWS.values() if row.amount and row.block != x()])
def test_what_may_earn_a_boost_is_not_always_beaten_by_what_earns_none(row: Row) -> None:
    assert not beats(block("a", values={"uptime": 5}), row.block)


def test_every_boost_has_a_row() -> None:
    assert {boost.name for boost in BOOSTS} == {row.name for row in ROWS.values() if row.amount}


def test_every_boost_has_a_phrase() -> None:
    assert [boost.name for boost in BOOSTS if f"boost_{boost.name}" not in words("en")] == []


def test_freshness_by_prefix_is_freshness_by_the_last_day() -> None:
    for date in map(PartialDay, ("2024", "2024-11", "2024-12", "2024-11-30", "2024-12-01", "2025-02", "2023-12")):
        by_last_day = date.last_day() >= ON - datetime.timedelta(days=730)
        choice = in_slot(match(profile(), BENEFIT, library(dated(date)), ON), "promise")
        assert bool(choice.terms[1:]) is by_last_day, date


def test_a_library_may_count_all_evidence_as_fresh() -> None:
    settings = Scoring(fresh_days=10**9)
    choice = in_slot(match(profile(), BENEFIT, library(dated("1970"), scoring=settings), ON), "promise")
    assert choice.terms[-1] == Term("boost", "fresh", 0.45)


def test_boosts_are_capped_and_the_terms_add_up() -> None:
    settings = Scoring(boosts=Boosts(industry=0.4, country=0.4, cap=0.5))
    case = x(about=About(industry="healthcare", country="FI"))
    choice = in_slot(match(HOSPITAL, BENEFIT, library(case, scoring=settings), ON), "promise")
    assert choice.score == pytest.approx(9 * 1.5)
    assert [(t.kind, t.name, round(t.amount, 6)) for t in choice.terms] == [
        ("value", "uptime", 9),
        ("boost", "industry", 3.6),
        ("boost", "country", 3.6),
        ("boost", "cap", -2.7),
    ]


def test_only_the_two_largest_terms_count() -> None:
    wide = block("wide", values={"a": 5, "b": 4, "c": 3})
    choice = in_slot(match(profile({"a": 5, "b": 10, "c": 10}), BENEFIT, library(wide), ON), "promise")
    assert [(t.name, round(t.amount, 6)) for t in choice.terms] == [("b", 6.4), ("a", 5.0)]
    assert choice.gain == choice.score == pytest.approx(11.4)


def test_in_each_the_values_own_term_is_one_of_the_two() -> None:
    wide = block("wide", values={"a": 3, "b": 5, "c": 5})
    each = pack(Each(count=1, slots=(slot("promise", "benefit"),)))
    choice = in_slot(match(profile({"a": 10, "b": 9, "c": 8}), each, library(wide), ON), "promise")
    assert [(t.name, round(t.amount, 6)) for t in choice.terms] == [("b", 9), ("a", 3.6)]


def test_what_is_answered_counts_less_the_next_time() -> None:
    two = pack(slot("promise", "benefit"), slot("proof", "experience"))
    blocks = library(x(), block("case", "experience", values={"uptime": 5}))
    selection = match(profile(), two, blocks, ON)
    assert [(c.block, c.score) for c in selection.chosen] == [("x", 9), ("case", 4.5)]


@pytest.mark.parametrize(
    ("made", "who", "points"),
    [
        (block("x", "frame"), profile(), 1),
        (block("x", "frame", values={"uptime": 5}), profile(), 10),
        (block("x", "news"), profile(), 0),
        (block("x", "news", audience=Audience(relationship=("prospective",))), profile(), 1),
        (block("x", "news", about=About(industry="healthcare")), HOSPITAL, 1.5),
        (block("x", "news", about=About(country="FI")), HOSPITAL, 1.08),
        (block("x", "news", about=About(customer="Acme", employees=100)), HOSPITAL, 0),
        (block("x", "news", values={"speed": 5}, audience=Audience(relationship=("prospective",))), profile(), 0),
    ],
    ids=["frame", "frame with a value", "nothing", "for", "industry", "country", "name and size", "other values"],
)
def test_base(made: Block, who: Profile, points: float) -> None:
    selection = match(who, pack(slot("any", made.kind)), library(made), ON)
    assert in_slot(selection, "any").score == pytest.approx(points)
    if not points:
        assert (in_slot(selection, "any").block, rejected(selection)["x"].reason) == (None, Reason.ANSWERS_NOTHING)


def test_ties_go_to_the_smaller_id_whatever_the_floating_point_noise() -> None:
    # 10 · (3/5)² and 5.625 · (4/5)² are both 3.6, but not in binary
    who = profile({"a": 10, "b": 5.625})
    first, second = block("first", values={"a": 3}), block("second", values={"b": 4})
    selection = match(who, BENEFIT, library(second, first), ON)
    assert chosen(selection) == ["first"]
    assert rejected(selection)["second"].detail == "by first in promise by 0.00"


def test_weak_on_ten_values_does_not_beat_strong_on_the_top_value() -> None:
    who = profile({f"v{number}": 10 for number in range(10)})
    weak = block(
        "weak", values={f"v{number}": 2 for number in range(10)}, audience=Audience(relationship=("prospective",))
    )
    assert chosen(match(who, BENEFIT, library(weak, block("strong", values={"v0": 5})), ON)) == ["strong"]
