"""Generated profiles: made from the library's own words, the same every time, with nobody's data in them.

Some are ordinary and together have each value, role, industry, stage, lifecycle, state and kind of relationship; the
others are awkward: nothing but a name, very long names, zeros, empty lists, other scripts, text that looks like markup.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import msgspec

from salespack.calculations.figures import rests_on
from salespack.calculations.model import Calculations
from salespack.formats.types import Day, PartialDay
from salespack.library.blocks import Audience, Block
from salespack.library.library import Library
from salespack.library.settings import Settings
from salespack.matching.eligibility import OF_CALCULATIONS, has, lacking_figures
from salespack.profiles.profile import (
    Customer,
    Lifecycle,
    Meeting,
    Offer,
    Profile,
    ProfileValue,
    Relationship,
    RelationshipKind,
    Stakeholder,
    State,
    Step,
)

COUNTRIES = ("FI", "US", "DE", "JP", "EG")
MEETING_DAY = Day(2026, 12, 1)
VALUES_HELD = 3
LONG = "Kansainvälinen tutkimus- ja kehittämisyhteistyö ja sen tukipalvelut keskitetysti tuottava osuuskunta "


class Style(msgspec.Struct, frozen=True, kw_only=True):
    """How a generated profile's data looks: the name it is known by, and what each sort of fact holds.

    `facts` are the sorts of `specimens.data_used`; `bare` leaves out everything that a profile need not have.
    """

    case: str
    customer: str
    text: str
    person: str
    figure: float = 140
    share: float = 0.4
    labels: tuple[str, ...] = ("2024", "2025", "2026")
    employees: int = 495
    revenue: float = 52_000_000
    bare: bool = False
    empty: bool = False


ORDINARY = Style(
    case="generated: ordinary", customer="Example Company", text="Fewer calls at night", person="Maija Esimerkki"
)
"""What most customers' data looks like; the specimen is made with it."""

STYLES: tuple[Style, ...] = (
    ORDINARY,
    Style(case="generated: nothing but a name", customer="Example", text="-", person="-", bare=True),
    Style(
        case="generated: very long names",
        customer=(LONG * 2)[:200],
        text=LONG * 2,
        person=LONG,
        figure=987_654_321_012.34,
        labels=tuple(f"{LONG}{number}" for number in range(3)),
        employees=3_000_000,
        revenue=98_765_432_109_876,
    ),
    Style(case="generated: zeros", customer="0", text="0", person="0", figure=0, share=0, employees=0, revenue=0),
    Style(case="generated: empty lists", customer="Example", text="Example", person="Example", empty=True),
    Style(
        case="generated: right to left",
        customer="شركة المثال (مصر) 2026",
        text="مكالمات أقل في الليل – 24/7",
        person="ليلى מאיר",
    ),
    Style(
        case="generated: Chinese and Japanese",
        customer="株式会社サンプル・有限公司",
        text="夜间呼叫更少。障害対応を減らす",
        person="山田 太郎",
    ),
    Style(
        case="generated: names like markup",
        customer="O'Neil & Söhne <AG> #1",
        text="*not* _bold_ {{ customer.name }} [a](javascript:x) `#read(\"x\")` <b> | $x$ ::: \\",
        person="<script>alert(1)</script> & \"Co\"",
        labels=("<a>", "b & c", "# d"),
    ),
)  # fmt: skip


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One profile that blocks and packs are checked with. `name` is how problems call it: for a real one, its file.

    `style` is that of a generated one; `awkward` ones are fitted to each block, so that each is rendered with them.
    """

    name: str
    profile: Profile
    style: Style | None = None
    awkward: bool = False

    @property
    def synthetic(self) -> bool:
        """Whether it was generated."""
        return self.style is not None


def generated(library: Library, facts: Mapping[str, str]) -> tuple[Case, ...]:
    """The generated cases for a library, the ordinary one (the specimen) first. `facts` are those its blocks use."""
    words = _Words(library)
    awkward = [
        Case(name=style.case, profile=_profile(words, number, style, facts), style=style, awkward=True)
        for number, style in enumerate(STYLES)
    ]
    count = max(map(len, (words.values, words.industries, words.stages, words.roles, words.lifecycles)), default=1)
    ordinary = [
        Case(
            name=f"generated: ordinary, number {number + 1}",
            profile=_profile(words, number, ORDINARY, facts, f"ordinary-{number + 1}"),
            style=ORDINARY,
        )
        for number in range(max(count, len(words.states) * len(words.kinds)))
    ]
    return (*awkward, *ordinary)


class _Words:
    """The words that a library's profiles may use, in a fixed order."""

    def __init__(self, library: Library) -> None:
        settings = library.settings
        self.values = sorted(library.values)
        self.industries, self.roles = sorted(settings.industries), sorted(settings.roles)
        self.stages, self.languages = list(settings.stages), list(settings.languages)
        self.lifecycles: tuple[Lifecycle, ...] = get_args(Lifecycle)
        self.states: tuple[State, ...] = get_args(State)
        self.kinds: tuple[RelationshipKind, ...] = get_args(RelationshipKind)


def _in_all(text: str, languages: Sequence[str]) -> dict[str, str]:
    """A text as it stands in a profile that has it in all languages."""
    return dict.fromkeys(languages, text)


def _turn(words: Sequence[Any], number: int) -> Any:
    """The word whose turn it is; None where there are none."""
    return words[number % len(words)] if words else None


def _profile(words: _Words, number: int, style: Style, facts: Mapping[str, str], name: str = "") -> Profile:
    """One generated profile: the words whose turn it is, the data in the style."""
    identifier = name or style.case.removeprefix("generated: ").replace(" ", "-")
    held = [_turn(words.values, number + step) for step in range(min(VALUES_HELD, len(words.values)))]
    kind = _turn(words.kinds, number // max(len(words.states), 1))
    base = Profile(
        id=identifier,
        file=Path(f"{identifier}.yaml"),
        content_hash="",
        customer=Customer(name=style.customer, language=_turn(words.languages, number)),
        values={value: ProfileValue(importance=9.0 - 2 * rank) for rank, value in enumerate(held)},
        relationship=Relationship(
            kind=kind, lifecycle=_turn(words.lifecycles, number), state=_turn(words.states, number)
        ),
    )
    if style.bare:
        return base
    roles = () if style.empty else tuple(dict.fromkeys(_turn(words.roles, number + step) for step in (0, 1)))
    roles = tuple(filter(None, roles))
    return msgspec.structs.replace(
        base,
        customer=Customer(
            name=style.customer,
            industry=_turn(words.industries, number),
            employees=style.employees,
            country=_turn(COUNTRIES, number),
            language=_turn(words.languages, number),
            revenue=style.revenue,
        ),
        goals=() if style.empty else (_in_all(style.text, words.languages),) * 2,
        success=None if style.empty else _in_all(style.text, words.languages),
        values={
            value: ProfileValue(
                importance=9.0 - 2 * rank,
                satisfaction=3.0,
                with_us=(3.0 if number % 4 == 3 else 7.0) if kind == "current" else None,
                quote=None if style.empty else _in_all(style.text, words.languages),
                share=None if style.empty else True,
            )
            for rank, value in enumerate(held)
        },
        stakeholders=tuple(Stakeholder(role, style.person, tuple(held[:1])) for role in roles),
        meeting=Meeting(date=MEETING_DAY, stage=_turn(words.stages, number), minutes=60, roles=roles),
        facts=facts_in(style, facts),
        facts_date=None if style.empty else PartialDay("2026-10"),
        plan=() if style.empty else _plan(style, words.languages),
    )


def facts_in(style: Style, facts: Mapping[str, str]) -> dict[str, Any]:
    """Facts of these sorts (paths to sorts, as in `specimens.data_used`) in a style."""
    found: dict[str, Any] = {}
    if style.bare:
        return found
    for path in sorted(facts, key=lambda one: one.count(".")):
        _put(found, path.split("."), _fact(style, facts[path]))
    return found


def _fact(style: Style, sort: str) -> Any:
    match sort:
        case "share":
            return style.share
        case "day":
            return MEETING_DAY.isoformat()
        case "text":
            return style.text
        case "list":
            return [] if style.empty else [style.text, style.text]
        case "figures":
            return {} if style.empty else {label: style.figure + number for number, label in enumerate(style.labels)}
        case _:
            return style.figure


def _plan(style: Style, languages: Sequence[str]) -> tuple[Step, ...]:
    """What was agreed with a generated customer: a step that is done, and one with everything open that may be."""
    text = _in_all(style.text, languages)
    return Step(text, style.person, style.person, MEETING_DAY, text, done=MEETING_DAY), Step(text)


def _put(facts: dict[str, Any], steps: Sequence[str], value: Any) -> None:
    """Puts a value at its path; a mapping takes the place of what was there before."""
    for step in steps[:-1]:
        if not isinstance(facts.get(step), dict):
            facts[step] = {}
        facts = facts[step]
    if not isinstance(facts.get(steps[-1]), dict):
        facts[steps[-1]] = value


def fitted(case: Case, block: Block, facts: Mapping[str, str], library: Library, on: datetime.date) -> Profile:
    """The profile of a generated case, changed where the block's `for`, `not_for` and `needs` would keep it out.

    `facts` are those that the block uses, with their sorts: it gets these and no others. Calculations are worked out
    on a day, `on`. The profile itself where nothing has to change.
    """
    style = case.style
    assert style is not None  # noqa: S101 - only generated cases are fitted
    profile = case.profile
    changed: dict[str, Any] = {}
    if (own := facts_in(style, facts)) != profile.facts:
        changed["facts"] = own
    if block.audience != Audience() or block.not_for != Audience():
        changed |= _suited(profile, block, library.settings.stages)
    if changed:
        profile = msgspec.structs.replace(profile, **changed)
    for path in block.needs:
        if path.startswith(OF_CALCULATIONS):
            if lacking_figures(profile, library.calculations, [path], on):
                profile = _calculable(profile, path.removeprefix(OF_CALCULATIONS), library.calculations)
        elif not has(profile, path):
            profile = _given(profile, path.split("."), style, facts, library.settings)
    return profile


def _calculable(profile: Profile, name: str, calculations: Calculations) -> Profile:
    """The profile with figures from which a calculation can be worked out, in the midst of what they can be."""
    facts: dict[str, Any] = dict(profile.facts)
    customer, offer = profile.customer, profile.offer
    for one in rests_on(calculations, name) if name in calculations.formulas else ():
        if (given := calculations.inputs.get(one)) is None:
            continue
        figure = given.least + 40 if given.most is None else (given.least + given.most) / 2
        where, *steps = given.source.split(".")
        if where == "facts":
            _put(facts, steps, figure)
        elif where == "offer":
            offer = msgspec.structs.replace(offer or Offer(PartialDay("2026-10")), **{steps[0]: figure})
        else:
            customer = msgspec.structs.replace(customer, **{steps[0]: int(figure) or 1})
    return msgspec.structs.replace(profile, facts=facts, customer=customer, offer=offer)


def _suited(profile: Profile, block: Block, stages: Iterable[str]) -> dict[str, Any]:
    """The fields of a profile as the block's `for` wants them."""
    wanted, barred = block.audience, block.not_for
    customer, relation, meeting = profile.customer, profile.relationship, profile.meeting

    def chosen(names: Sequence[str], without: Sequence[str], had: str | None) -> str | None:
        if names:
            return had if had in names and had not in without else next((n for n in names if n not in without), had)
        return None if had in without else had

    roles = meeting.roles or tuple(person.role for person in profile.stakeholders)
    if wanted.roles and not set(roles) & set(wanted.roles):
        roles = (wanted.roles[0], *roles)
    roles = tuple(role for role in roles if role not in barred.roles)
    stage = chosen(wanted.stages, barred.stages, meeting.stage)
    if stage is None and meeting.stage is not None:
        stage = next((one for one in stages if one not in barred.stages), None)
    kind = chosen(wanted.relationship, barred.relationship, relation.kind)
    return {
        "customer": msgspec.structs.replace(
            customer,
            industry=chosen(wanted.industries, barred.industries, customer.industry),
            country=chosen(wanted.countries, barred.countries, customer.country),
        ),
        "relationship": msgspec.structs.replace(
            relation,
            kind=kind
            or next((one for one in get_args(RelationshipKind) if one not in barred.relationship), relation.kind),
            lifecycle=chosen(wanted.lifecycle, barred.lifecycle, relation.lifecycle),
            state=chosen(wanted.states, barred.states, relation.state),
        ),
        "stakeholders": tuple(person for person in profile.stakeholders if person.role in roles),
        "meeting": msgspec.structs.replace(meeting, stage=stage, roles=roles),
    }


def _given(
    profile: Profile, steps: Sequence[str], style: Style, facts: Mapping[str, str], settings: Settings
) -> Profile:
    """The profile with what a block needs at a path."""
    replace = msgspec.structs.replace
    full = replace(style, bare=False, empty=False)
    given: dict[str, Any]
    match steps:
        case ["facts"]:
            return replace(profile, facts=facts_in(full, facts) or {"example": full.figure})
        case ["facts", *rest]:
            path = ".".join(rest)
            below = {name: sort for name, sort in facts.items() if name.startswith(f"{path}.")}
            return replace(profile, facts={**profile.facts, **facts_in(full, {path: facts.get(path, ""), **below})})
        case ["plan"]:
            return replace(profile, plan=_plan(full, settings.languages))
        case ["goals"]:
            return replace(profile, goals=(_in_all(full.text, settings.languages),))
        case ["success"]:
            return replace(profile, success=_in_all(full.text, settings.languages))
        case ["customer", field]:
            given = {"employees": full.employees, "revenue": full.revenue, "country": COUNTRIES[0]}
            given |= {"industry": next(iter(settings.industries), None), "language": settings.default_language}
            return replace(profile, customer=replace(profile.customer, **{field: given.get(field)}))
        case ["meeting", field]:
            given = {"date": MEETING_DAY, "minutes": 60.0, "stage": next(iter(settings.stages), None)}
            given["roles"] = tuple(settings.roles)[:1]
            return replace(profile, meeting=replace(profile.meeting, **{field: given.get(field)}))
        case ["values", value, *rest]:
            held = profile.values.get(value, ProfileValue(importance=8.0))
            given = {"satisfaction": 3.0, "quote": _in_all(full.text, settings.languages), "source": full.text}
            if rest and rest[0] in given:
                held = replace(held, **{rest[0]: given[rest[0]]}, share=True if rest[0] == "quote" else held.share)
            return replace(profile, values={**profile.values, value: held})
        case _:
            return profile
