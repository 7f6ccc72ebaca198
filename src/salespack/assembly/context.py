"""What templates may see: the public context, an allowlist, and beside it what is for the seller alone."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from salespack.calculations.model import Calculations
from salespack.formats.types import Localised, in_language
from salespack.library.library import Library
from salespack.library.people import Person
from salespack.matching.selection import Selection
from salespack.profiles.profile import Profile, Step, in_one_language
from salespack.templating.data_origin import FigureFloat, OfFigures, of_customer, of_figures, of_seller, of_words
from salespack.templating.environment import Data


def public_context(
    profile: Profile, library: Library, *, language: str, on: datetime.date, stage: str | None, top: Sequence[str]
) -> Data:
    """What customer-facing templates, block bodies and notes share. Nothing internal is in it.

    `top` are the customer's top values, weightiest first.
    """
    settings = library.settings

    def worded(text: Localised) -> str:
        return in_language(text, language, settings.default_language)

    def named(names: dict[str, Localised], name: str | None) -> str | None:
        return None if name is None else worded(names.get(name, name))

    profile = in_one_language(profile, language, settings.languages)
    customer, meeting = profile.customer, profile.meeting
    people = [_person(person, worded) for person in experts(library, language, top)]
    theirs = {
        "customer": {
            "name": customer.name,
            "industry": customer.industry,
            "industry_name": named(settings.industries, customer.industry),
            "employees": of_figures(customer.employees),
            "country": customer.country,
            "revenue": of_figures(customer.revenue),
        },
        "goals": of_words(list(profile.goals)),
        "success": of_words(profile.success),
        "facts": of_words(of_figures(profile.facts)),
        "plan": of_words([agreed_step(step, library) for step in profile.plan]),
        "values": [
            {
                "id": value,
                "name": worded(library.values[value].name),
                "quote": of_words(profile.values[value].shared_quote),
            }
            for value in top
        ],
        "meeting": {
            "date": meeting.date,
            "stage": stage,
            "stage_name": named(settings.stages, stage),
            "minutes": meeting.minutes,
        },
        "room": _room(profile, settings.roles, named),
    }
    ours = {
        **({"calc": calculated(library.calculations, profile, on, worded)} if library.calculations.names else {}),
        "company": {
            "name": settings.company.name,
            "website": settings.company.website,
            "address": settings.company.address,
            "tagline": worded(settings.company.tagline),
        },
        "people": people,
        "contact": people[0] if people else None,
        "on": on,
    }
    return Data("", {**of_customer(theirs), **ours})


class CalculatedFigure(float):
    """What a calculation gives for the customer: the likely figure, and beside it its range, name and unit."""

    low: float
    likely: float
    high: float
    name: str
    unit: str


class FromTheirFigures(OfFigures, CalculatedFigure):
    """The same, where it rests on figures of the customer's own."""


def calculated(
    calculations: Calculations, profile: Profile, on: datetime.date, worded: Callable[[Localised], str]
) -> dict[str, CalculatedFigure]:
    """The calculations that can be worked out for the customer, by name."""
    from salespack.calculations.figures import is_of_theirs, rests_on, worked_for

    found = {}
    figures = worked_for(calculations, profile, on).figures
    for name, one in calculations.formulas.items():
        if name in figures:
            theirs = is_of_theirs(calculations, rests_on(calculations, name))
            figure = found[name] = (FromTheirFigures if theirs else CalculatedFigure)(figures[name].likely)
            figure.low, figure.likely, figure.high = map(FigureFloat if theirs else float, figures[name])
            figure.name, figure.unit = worded(one.name), one.unit
    return found


def data_at(context: Data, path: str) -> Any:
    """The data at a dotted path of the context, or None."""
    value: Any = context
    for step in path.split("."):
        if not isinstance(value, Mapping) or step not in value:
            return None
        value = value[step]
    return value


def seller_context(profile: Profile, library: Library, *, language: str) -> Data:
    """What only the seller sees: how we stand, and who cares about what."""
    settings = library.settings

    def worded(text: Localised) -> str:
        return in_language(text, language, settings.default_language)

    stakeholders = [
        {
            "name": person.name,
            "role": person.role,
            "role_name": worded(settings.roles.get(person.role, person.role)),
            "cares_about": [worded(library.values[name].name) for name in person.cares_about],
        }
        for person in profile.stakeholders
    ]
    held, states = profile.relationship, settings.relationship.states
    state_name = worded(states[held.state].name) if held.state in states else ""
    relationship = {**msgspec.structs.asdict(held), "state_name": state_name}
    return Data("", of_seller({"relationship": relationship, "stakeholders": stakeholders}))


def seller_figures(profile: Profile, library: Library, selection: Selection) -> list[dict[str, Any]]:
    """Every figure of the profile's values and how well the deck of `selection` answers each, weightiest first."""
    settings, language = library.settings, selection.language

    def worded(text: Localised) -> str:
        return in_language(text, language, settings.default_language)

    weights = {value.id: value for value in selection.values}
    figures: list[dict[str, Any]] = []
    for name, value in profile.values.items():
        definition, weight = library.values[name], weights.get(name)
        figures.append(
            {
                "id": name,
                "name": worded(definition.name),
                "question": worded(definition.question),
                "importance": value.importance,
                "satisfaction": value.satisfaction,
                "with_us": value.with_us,
                "weight": weight.weight if weight else 0.0,
                "top": bool(weight and weight.top),
                "covered": weight.covered if weight else 0.0,
                "quote": worded(value.quote) if value.quote else None,
                "quote_is_shared": value.is_shared and bool(value.quote),
                "source": worded(value.source) if value.source else None,
                "measured": msgspec.structs.asdict(value.measured) if value.measured else None,
            }
        )
    figures.sort(key=lambda figure: (-figure["weight"], figure["id"]))
    marked: list[dict[str, Any]] = of_seller(figures)
    return marked


def experts(library: Library, language: str, top: Sequence[str]) -> list[Person]:
    """Our people for this customer: the contact first, then who knows its top values; all where nobody does.

    Who does not speak the customer's language stays away, unless nobody does.
    """
    speaking = [person for person in library.people if not person.languages or language in person.languages]
    everyone = sorted(speaking or library.people, key=lambda person: (not person.contact, person.id))

    def rank(person: Person) -> int:
        return min((top.index(name) for name in person.values if name in top), default=len(top))

    fitting = [person for person in everyone if person.contact or rank(person) < len(top)]
    if all(person.contact for person in fitting):
        return everyone
    return sorted(fitting, key=lambda person: (not person.contact, rank(person), person.id))


def agreed_step(step: Step, library: Library) -> dict[str, Any]:
    """A step of the agreed plan as templates see it; who of ours does it may be named by their file."""
    ours = next((person.name for person in library.people if person.id == step.ours), step.ours)
    return {
        "what": step.what,
        "ours": ours,
        "theirs": step.theirs,
        "who": ", ".join(filter(None, (ours, step.theirs))),
        "date": step.date,
        "measure": step.measure,
        "done": step.done,
    }


def _person(person: Person, worded: Any) -> dict[str, Any]:
    return {
        "name": person.name,
        "title": worded(person.title),
        "email": person.email,
        "phone": person.phone,
        "bio": worded(person.bio),
    }


def _room(profile: Profile, roles: dict[str, Localised], named: Any) -> list[dict[str, Any]]:
    """Who is in the room: the stakeholders whose role the meeting names, and the roles without a name."""
    expected = profile.meeting.roles or tuple(dict.fromkeys(person.role for person in profile.stakeholders))
    room = []
    for role in expected:
        people = [person for person in profile.stakeholders if person.role == role]
        room += [{"name": person.name, "role": role, "role_name": named(roles, role)} for person in people]
        if not people:
            room.append({"name": None, "role": role, "role_name": named(roles, role)})
    return room
