from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from salespack.formats.types import Day
from salespack.library.blocks import About, Audience, Block
from salespack.library.relationship_rules import Content, RelationshipRule, When
from salespack.matching.eligibility import RULES
from salespack.matching.match import match
from salespack.matching.selection import Reason, Seen
from salespack.problems.problem import Place, Problem, Severity
from salespack.profiles.profile import Customer, Meeting, Profile, ProfileValue, Relationship, Stakeholder

from .builders import BENEFIT, ON, block, chosen, library, pack, profile, rejected, slot

FAULT = Problem(code="SP101", message="bad front matter", place=Place("blocks/x.md", 3))
PROBLEM_OF_STYLE = Problem(code="SP150", message="long title", severity=Severity.WARNING)


def x(**fields: Any) -> Block:
    return block("x", **{"values": {"uptime": 5}, **fields})


@dataclass(frozen=True)
class Row:
    """A block that `reason` rejects with `detail`; one that it lets pass, if a reason is None."""

    reason: Reason | None
    block: Block
    detail: str = ""
    profile: Profile = field(default_factory=profile)
    options: dict[str, Any] = field(default_factory=dict)
    rules: tuple[RelationshipRule, ...] = ()


def customer(**fields: Any) -> Profile:
    return profile(customer=Customer("Acme", **fields))


def relation(**fields: Any) -> Profile:
    return profile(relationship=Relationship(**fields))


def repair(with_us: float, kind: str = "current") -> Profile:
    return profile(
        {"uptime": ProfileValue(9, with_us=with_us), "cost": 1},
        relationship=Relationship(kind=kind),  # type: ignore[arg-type]
    )


ROOM = profile(
    stakeholders=(Stakeholder("finance"),), meeting=Meeting(stage="evaluation", roles=("cto",), date=Day(2026, 12, 1))
)
NO_PROMISE = (RelationshipRule(When(relationship=("former",)), "so it is", Content(kinds=("benefit",))),)
FOR_ALL = (RelationshipRule(When(), "so it is", Content(kinds=("benefit",))),)
ROWS = {
    "broken by its files": Row(Reason.BROKEN, x(problems=(PROBLEM_OF_STYLE, FAULT)), str(FAULT)),
    "broken in rendering, a problem": Row(Reason.BROKEN, x(), str(FAULT), options={"excluded": {"x": FAULT}}),
    "broken in rendering, a text": Row(Reason.BROKEN, x(), "no fact", options={"excluded": {"x": "no fact"}}),
    "a warning breaks nothing": Row(None, x(problems=(PROBLEM_OF_STYLE,))),
    "draft": Row(Reason.STATE, x(state="draft"), "draft"),
    "retired": Row(Reason.STATE, x(state="retired"), "retired"),
    "not yet valid": Row(Reason.NOT_YET_VALID, x(valid_from=Day(2026, 12, 2)), "until 2026-12-02"),
    "valid from today": Row(None, x(valid_from=Day(2026, 12, 1))),
    "expired": Row(Reason.EXPIRED, x(valid_until=Day(2026, 11, 30)), "2026-11-30"),
    "valid until today": Row(None, x(valid_until=Day(2026, 12, 1))),
    "untranslated": Row(Reason.LANGUAGE, x(), "fi: written in en", customer(language="fi")),
    "no body at all": Row(Reason.LANGUAGE, x(languages=()), "en: written in none"),
    "translated": Row(None, x(languages=("fi",)), profile=customer(language="fi")),
    "language of the build": Row(None, x(languages=("sv",)), options={"language": "sv"}),
    "for a role that is not in the room": Row(
        Reason.FOR,
        x(audience=Audience(roles=("finance", "ceo"))),
        "roles: wants finance, ceo; the profile has cto",
        ROOM,
    ),
    "for any role in the room": Row(None, x(audience=Audience(roles=("ceo", "cto"))), profile=ROOM),
    "for a role of the stakeholders": Row(
        None, x(audience=Audience(roles=("finance",))), profile=profile(stakeholders=(Stakeholder("finance"),))
    ),
    "for a stage": Row(
        Reason.FOR,
        x(audience=Audience(stages=("decision",))),
        "stages: wants decision; the profile has evaluation",
        ROOM,
    ),
    "for the stage of the meeting": Row(None, x(audience=Audience(stages=("evaluation",))), profile=ROOM),
    "for an industry": Row(
        Reason.FOR,
        x(audience=Audience(industries=("retail",))),
        "industries: wants retail; the profile has energy",
        customer(industry="energy"),
    ),
    "for an industry that nobody knows": Row(
        Reason.FOR, x(audience=Audience(industries=("retail",))), "industries: wants retail; the profile has none"
    ),
    "for a lifecycle": Row(
        Reason.FOR,
        x(audience=Audience(lifecycle=("renewal",))),
        "lifecycle: wants renewal; the profile has use",
        relation(lifecycle="use"),
    ),
    "for a state": Row(
        Reason.FOR, x(audience=Audience(states=("at-risk",))), "states: wants at-risk; the profile has none"
    ),
    "for a relationship": Row(
        Reason.FOR,
        x(audience=Audience(relationship=("current",))),
        "relationship: wants current; the profile has prospective",
    ),
    "for a country": Row(
        Reason.FOR,
        x(audience=Audience(countries=("FI",))),
        "countries: wants FI; the profile has SE",
        customer(country="SE"),
    ),
    "all fields of for must match": Row(
        Reason.FOR,
        x(audience=Audience(industries=("energy",), countries=("FI",))),
        "countries: wants FI; the profile has none",
        customer(industry="energy"),
    ),
    "all fields of for match": Row(
        None,
        x(audience=Audience(industries=("energy",), countries=("FI",))),
        profile=customer(industry="energy", country="FI"),
    ),
    "not for a role in the room": Row(Reason.NOT_FOR, x(not_for=Audience(roles=("cto", "ceo"))), "roles: cto", ROOM),
    "not for a stage": Row(Reason.NOT_FOR, x(not_for=Audience(stages=("evaluation",))), "stages: evaluation", ROOM),
    "not for an industry": Row(
        Reason.NOT_FOR,
        x(not_for=Audience(industries=("energy",), countries=("FI",))),
        "industries: energy",
        customer(industry="energy"),
    ),
    "not for an industry, unknown": Row(None, x(not_for=Audience(industries=("energy",)))),
    "needs a fact": Row(Reason.NEEDS, x(needs=("facts.services", "goals")), "facts.services, goals"),
    "needs a fact that is there": Row(None, x(needs=("facts.services",)), profile=profile(facts={"services": 0})),
    "needs a fact that is empty": Row(
        Reason.NEEDS, x(needs=("facts.services",)), "facts.services", profile(facts={"services": " "})
    ),
    "needs a fact without entries": Row(
        Reason.NEEDS, x(needs=("facts.by_year",)), "facts.by_year", profile(facts={"by_year": {}})
    ),
    "needs goals": Row(None, x(needs=("goals", "values.uptime.importance")), profile=profile(goals=("grow",))),
    "needs success": Row(Reason.NEEDS, x(needs=("success",)), "success"),
    "needs employees": Row(Reason.NEEDS, x(needs=("customer.employees",)), "customer.employees"),
    "needs a date": Row(None, x(needs=("meeting.date",)), profile=ROOM),
    "needs what no profile has": Row(Reason.NEEDS, x(needs=("customer.name.first",)), "customer.name.first"),
    "dropped": Row(Reason.DROPPED, x(), "as asked", profile(drop=("x",))),
    "shown before": Row(Reason.SHOWN, x(), "to this customer", options={"history": {"x": Seen()}}),
    "names who declined": Row(
        Reason.DECLINED, x(about=About(customer="Adidas")), "Adidas", options={"declined": {"ADIDAS"}}
    ),
    "names this customer, who declined": Row(
        Reason.DECLINED, x(about=About(customer="ACME")), "ACME", relation(reference="declined")
    ),
    "names this customer, who may be named": Row(
        None, x(about=About(customer="Acme")), profile=relation(reference="named")
    ),
    "about an industry alone": Row(None, x(about=About(industry="retail")), options={"declined": {"adidas"}}),
    "repair first": Row(Reason.REPAIR_FIRST, x(), "uptime: the customer rates us at 4 of 10", repair(4)),
    "good enough to promise": Row(None, x(), profile=repair(4.5)),
    "nothing to repair for others": Row(None, x(), profile=repair(1, "former")),
    "does not suit a former customer": Row(Reason.NOT_NOW, x(), "so it is", relation(kind="former"), rules=NO_PROMISE),
    "suits all others": Row(None, x(), profile=relation(kind="prospective"), rules=NO_PROMISE),
    "other values may be promised": Row(None, x(values={"cost": 5}), profile=repair(1)),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_row(row: Row) -> None:
    selection = match(row.profile, BENEFIT, library(row.block, rules=row.rules), ON, **row.options)
    if row.reason is None:
        assert chosen(selection) == ["x"]
    else:
        value = "uptime" if row.reason is Reason.REPAIR_FIRST else None
        assert [(r.block, r.reason, r.detail, r.value) for r in selection.rejections] == [
            ("x", row.reason, row.detail, value)
        ]


def test_every_rule_has_a_row() -> None:
    assert {reason for reason, _ in RULES} == {row.reason for row in ROWS.values() if row.reason}


def test_first_of_many_reasons_is_given_in_the_order_of_the_table() -> None:
    faults: list[tuple[Reason, dict[str, Any]]] = [
        (Reason.BROKEN, {"problems": (FAULT,)}),
        (Reason.STATE, {"state": "draft"}),
        (Reason.NOT_YET_VALID, {"valid_from": Day(2027, 1, 1)}),
        (Reason.EXPIRED, {"valid_until": Day(2026, 1, 1)}),
        (Reason.LANGUAGE, {"languages": ("sv",)}),
        (Reason.FOR, {"audience": Audience(countries=("FI",))}),
        (Reason.NOT_FOR, {"not_for": Audience(roles=("cto",))}),
        (Reason.NEEDS, {"needs": ("facts.services",)}),
        (Reason.DROPPED, {}),
        (Reason.SHOWN, {}),
        (Reason.DECLINED, {"about": About(customer="Adidas")}),
        (Reason.REPAIR_FIRST, {}),
        (Reason.NOT_NOW, {}),
    ]
    assert [reason for reason, _ in faults] == [reason for reason, _ in RULES]
    for number, (reason, _) in enumerate(faults):
        left = faults[number:]
        who = profile(
            {"uptime": ProfileValue(9, with_us=1 if number <= 11 else 9)},
            relationship=Relationship(kind="current"),
            meeting=Meeting(roles=("cto",)),
            drop=("x",) if number <= 8 else (),
        )
        fields = {name: value for _, given in left for name, value in given.items()}
        history = {"x": Seen()} if number <= 9 else {}
        selection = match(who, BENEFIT, library(x(**fields), rules=FOR_ALL), ON, history=history, declined={"adidas"})
        assert [r.reason for r in selection.rejections] == [reason]


def test_frame_may_be_shown_again() -> None:
    frame = block("hello", "frame")
    assert chosen(match(profile(), pack(slot("opening", "frame")), library(frame), ON, history={"hello": Seen()})) == [
        "hello"
    ]


@pytest.mark.parametrize(
    ("fields", "options", "taken"),
    [
        ({"state": "draft"}, {}, True),
        ({}, {"history": {"x": Seen()}}, True),
        ({"values": {}}, {}, True),
        ({"state": "retired"}, {}, False),
        ({"valid_until": Day(2026, 1, 1)}, {}, False),
        ({"needs": ("success",)}, {}, False),
        ({"not_for": Audience(relationship=("prospective",))}, {}, False),
        ({}, {"excluded": {"x": "fails"}}, False),
    ],
    ids=["draft", "shown", "score", "retired", "expired", "needs", "not_for", "broken"],
)
def test_pin_overrides_score_shown_and_draft_alone(
    fields: dict[str, Any], options: dict[str, Any], taken: bool
) -> None:
    selection = match(profile(pin=("x",)), BENEFIT, library(x(**fields)), ON, **options)
    assert chosen(selection) == (["x"] if taken else [])
    assert [problem.code for problem in selection.problems] == ([] if taken else ["SP402"])


def test_fallback_uses_the_default_language_with_a_warning_for_what_is_chosen() -> None:
    falling = pack(slot("promise", "benefit"), language="fallback")
    blocks = library(x(), block("y", values={"uptime": 1}), block("z", values={"uptime": 5}, languages=("sv",)))
    selection = match(profile(), falling, blocks, ON, language="fi")
    assert (selection.language, chosen(selection)) == ("fi", ["x"])
    assert rejected(selection)["z"].reason is Reason.LANGUAGE
    (problem,) = selection.problems
    assert (problem.code, problem.severity, problem.place) == ("SP404", Severity.WARNING, Place("blocks/x.md"))
    assert problem.message == "x is not translated into fi; it stands in en"


def test_language_is_the_builds_then_the_customers_then_the_librarys() -> None:
    finnish = customer(language="fi")
    assert match(finnish, BENEFIT, library(), ON, language="sv").language == "sv"
    assert match(finnish, BENEFIT, library(), ON).language == "fi"
    assert match(profile(), BENEFIT, library(languages=("de", "en")), ON).language == "de"


def test_stage_is_the_meetings_then_the_packs() -> None:
    staged = pack(slot("promise", "benefit"), stage="decision")
    assert match(ROOM, staged, library(), ON).stage == "evaluation"
    assert match(profile(), staged, library(), ON).stage == "decision"


def test_a_pack_for_a_point_of_the_relationship_is_judged_by_it_and_not_by_pins_for_another() -> None:
    ending = pack(slot("handover", "frame"), slot("promise", "benefit", optional=True), lifecycle="ending")
    blocks = library(block("handover", "frame", audience=Audience(lifecycle=("ending",))), block("sale"), block("old"))
    in_use = profile(relationship=Relationship(lifecycle="use"), pin=("sale",))
    placed = {"place_of": lambda verb, id: Place("profiles/acme.yaml", 3, 1)}
    selection = match(in_use, ending, blocks, ON, **placed)  # type: ignore[arg-type] # what the profile pins
    assert (chosen(selection), selection.problems) == (["handover"], ())
    assert chosen(match(in_use, ending, blocks, ON)) == ["handover", "sale"]  # pinned on the command line
    at_the_end = profile(relationship=Relationship(lifecycle="ending"), pin=("sale",))
    assert chosen(match(at_the_end, ending, blocks, ON, **placed)) == ["handover", "sale"]  # type: ignore[arg-type]
