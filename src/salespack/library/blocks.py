"""A block: one reusable piece of content. Its types; reading one from its Markdown file with YAML front matter."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from salespack.checking.problems import Problem
from salespack.formats.types import Country, Day, Id, Language, PartialDay
from salespack.profile import Lifecycle, RelationshipKind, State

Kind = Literal["experience", "benefit", "market", "news", "dialogue", "frame"]
LayoutRole = Literal["title", "section", "bullets", "two-content", "picture", "quote", "table", "closing", "blank"]
Strength = Annotated[int, msgspec.Meta(ge=1, le=5)]


class Audience(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom something is (or is not) for. An empty field means any; roles match if any role in the room does."""

    roles: tuple[Id, ...] = ()
    stages: tuple[Id, ...] = ()
    industries: tuple[Id, ...] = ()
    lifecycle: tuple[Lifecycle, ...] = ()
    states: tuple[State, ...] = ()
    relationship: tuple[RelationshipKind, ...] = ()
    countries: tuple[Country, ...] = ()


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom a case is about: never rejects, only boosts."""

    customer: str | None = None
    industry: Id | None = None
    country: Country | None = None
    employees: Annotated[int, msgspec.Meta(ge=0)] | None = None


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a claim comes from."""

    source: str
    url: str | None = None
    date: PartialDay | None = None
    sample: str | None = None


class SlideReference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Slides designed in PowerPoint: a file beside the library and which of its slides."""

    file: str
    slide: int | str | tuple[int | str, ...] = ()
    keep: Literal["source", "brand"] | None = None


class Body(msgspec.Struct, frozen=True):
    """Where one language's text of a block is: its file (relative to the library), first body line, and hash."""

    file: str
    line: int
    content_hash: str
    translates: int | None = None
    evidence_source: str | None = None
    slides: SlideReference | None = None
    bind: dict[str, str] = {}


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One reusable piece of content, as the index keeps it: everything but the text, which is read when chosen.

    `values` maps a value id to how strongly the block speaks to it (1–5). `bodies` has one entry a language.
    `problems` are those of its files; a block that has any error is broken and cannot be chosen.
    """

    id: str
    file: str
    kind: Kind
    bodies: dict[str, Body]
    values: dict[str, int] = {}
    tags: tuple[str, ...] = ()
    audience: Audience = Audience()
    not_for: Audience = Audience()
    about: About | None = None
    needs: tuple[str, ...] = ()
    minutes: float | None = None
    evidence: Evidence | None = None
    layout: LayoutRole | None = None
    owner: str | None = None
    state: Literal["draft", "approved", "retired"] = "approved"
    valid_from: Day | None = None
    valid_until: Day | None = None
    version: int = 1
    jinja: bool = True
    problems: tuple[Problem, ...] = ()
