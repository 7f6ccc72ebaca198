"""A customer's value profile: its types, what is made of it when it is read. Loading faults name file, line and column."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from salespack.formats.types import Country, Day, Id, Language

RelationshipKind = Literal["current", "former", "prospective"]
Lifecycle = Literal["first-contact", "onboarding", "use", "growth", "renewal"]
State = Literal["committed", "content", "passive", "at-risk"]
Reference = Literal["declined", "anonymous", "logo", "named", "advocate"]
Scale = Literal["0-10", "1-5", "1-7", "0-100"]
FactName = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", description="letters, digits and _")]


class Customer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who the customer is."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    industry: Id | None = None
    employees: Annotated[int, msgspec.Meta(ge=0)] | None = None
    country: Country | None = None
    language: Language | None = None
    revenue: Annotated[float, msgspec.Meta(ge=0)] | None = None


class Relationship(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How we stand with the customer. `state` and `reference` are internal: never shown to the customer."""

    kind: RelationshipKind = "prospective"
    since: int | None = None
    lifecycle: Lifecycle | None = None
    state: State | None = None
    reference: Reference | None = None


class ProfileValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the customer said of one value; figures on 0–10 once the profile is loaded."""

    importance: float
    satisfaction: float | None = None
    with_us: float | None = None
    quote: str | None = None
    source: str | None = None


class Stakeholder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One person at the customer, and the values that person cares about (internal)."""

    role: Id
    name: str | None = None
    cares_about: tuple[Id, ...] = ()


class Meeting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The meeting the pack is for."""

    date: Day | None = None
    stage: Id | None = None
    minutes: Annotated[float, msgspec.Meta(gt=0)] | None = None
    roles: tuple[Id, ...] = ()


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """One customer's value profile. `values` keeps the order of the file; its figures are on 0–10."""

    id: str
    file: Path
    content_hash: str
    customer: Customer
    goals: tuple[str, ...] = ()
    success: str | None = None
    relationship: Relationship = Relationship()
    values: dict[str, ProfileValue] = {}
    stakeholders: tuple[Stakeholder, ...] = ()
    meeting: Meeting = Meeting()
    facts: dict[str, Any] = {}
    pin: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
