"""`library.yaml`: the company, its languages, words and constants, and what `check` leaves alone."""

import datetime
from typing import Annotated, Literal

import msgspec

from salespack.formats.types import (
    Country,
    Currency,
    FilledText,
    FormatNumber,
    Id,
    Language,
    Localised,
    Name,
    Requirement,
)
from salespack.library.relationship_rules import RelationshipSettings


class Company(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The company that sells."""

    name: FilledText
    website: str | None = None
    address: str | None = None
    country: Country | None = None
    tagline: Localised = ""


Boost = Annotated[float, msgspec.Meta(ge=0, le=1)]


class Boosts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What each circumstance adds to a score, as a share of it; the sum is capped."""

    industry: Boost = 0.5
    country: Boost = 0.08
    size: Boost = 0.08
    role: Boost = 0.10
    relationship: Boost = 0.10
    stage: Boost = 0.10
    fresh: Boost = 0.05
    record: Boost = 0.15
    cap: Boost = 1.0


class Scoring(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The constants of matching that a library may override; see the scoring formulas in `matching`."""

    role_factor: Annotated[float, msgspec.Meta(ge=1)] = 1.25
    terms: Annotated[int, msgspec.Meta(ge=1)] = 2
    diminishing: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.5
    each_strength: Annotated[int, msgspec.Meta(ge=1, le=5)] = 3
    repair_at: Annotated[float, msgspec.Meta(ge=0, le=10)] = 4.0
    fresh_days: Annotated[int, msgspec.Meta(ge=0)] = 730
    person: Annotated[float, msgspec.Meta(ge=0)] = 5.0
    assumed_importance: Annotated[float, msgspec.Meta(ge=0, le=10)] = 5.0
    boosts: Boosts = Boosts()


RuleCode = Annotated[str, msgspec.Meta(pattern=r"^SP[0-9]{3}$", description="a rule's code such as SP340")]
Reason = Annotated[str, msgspec.Meta(min_length=3, description="why, in a few words")]


class OffIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule that is switched off in some files: patterns of paths relative to the library, such as `news/*.md`.

    Files beside the library are meant by paths relative to the folder that holds it: `profiles/acme.yaml`.
    """

    files: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    because: Reason


class Switches(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Under `check` of a block, a translation or a pack: the rules switched off in it, each with the reason why."""

    off: dict[RuleCode, Reason] = {}


Words = Annotated[tuple[str, ...], msgspec.Meta(description="further words that mean it, in any language")]
Days = Annotated[int, msgspec.Meta(ge=0, le=36_500)]


class CheckSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Under `check` of `library.yaml`: the rules switched off, each with the reason, everywhere or in some files.

    Evidence may be `evidence_days` old, and an approval `review_days`; without them there is no such limit. From
    `expiry_days` before its last day on, a block is told to expire soon.
    """

    off: dict[RuleCode, Reason | OffIn] = {}
    evidence_days: Days | None = None
    review_days: Days | None = None
    expiry_days: Days = 30


class Approver(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Under `approvers` of `library.yaml`: what one person may approve; without languages or values, all of them."""

    languages: tuple[Language, ...] = ()
    values: tuple[Id, ...] = ()


class BuildRecords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Under `build_records` of `library.yaml`: for how many days what builds record is kept by their ids."""

    keep_days: Days = 730


class LedgerSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Under `ledger` of `library.yaml`: where it is noted down what was built and shown and what came of it, relative
    to the folder that holds the library, and for how many months."""

    folder: FilledText | None = None
    keep_months: Annotated[int, msgspec.Meta(ge=1, le=1200)] = 24


class FiguresByPerson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Under `figures_by_person` of `library.yaml`: who agreed that figures are told by salesperson, and on which day.
    Without it none are."""

    agreed_by: FilledText
    on: datetime.date


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`library.yaml`. The first language is the default; `brand` is relative to the library."""

    company: Company
    languages: Annotated[tuple[Language, ...], msgspec.Meta(min_length=1)] = ("en",)
    brand: FilledText | None = None
    currency: Currency = "EUR"
    industries: dict[Id, Name] = {}
    roles: dict[Id, Name] = {}
    stages: dict[Id, Name] = {}
    cares_about: dict[Id, tuple[Id, ...]] = {}
    relationship: RelationshipSettings = RelationshipSettings()
    synonyms: dict[Literal["value", "role", "industry", "stage"], dict[Id, Words]] = {}
    scoring: Scoring = Scoring()
    check: CheckSettings = CheckSettings()
    approvers: dict[FilledText, Approver] = {}
    forms: Literal["inferred", "written"] = "written"
    build_records: BuildRecords = BuildRecords()
    ledger: LedgerSettings = LedgerSettings()
    figures_by_person: FiguresByPerson | None = None
    requires: Requirement | None = None
    format: FormatNumber = 1

    @property
    def default_language(self) -> str:
        """The language that blocks are written in first."""
        return self.languages[0]
