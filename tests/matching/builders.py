"""Small libraries, packs and profiles made in memory. Matching reads no files, so its tests write none."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from salespack.library.blocks import Block, Body, Kind
from salespack.library.library import Library
from salespack.library.packs import Each, Pack, Slot
from salespack.library.relationship_rules import RelationshipRule, RelationshipSettings
from salespack.library.settings import Company, Scoring, Settings
from salespack.library.values import ValueDefinition
from salespack.matching.selection import Choice, Rejection, Selection
from salespack.profiles.profile import Customer, Profile, ProfileValue

ON = datetime.date(2026, 12, 1)


def block(id: str, kind: Kind = "benefit", *, languages: tuple[str, ...] = ("en",), **fields: Any) -> Block:
    """An approved block of a kind."""
    bodies = {language: Body(f"{id}.{language}.md", 5, "0") for language in languages}
    return Block(id=id, file=f"blocks/{id}.md", kind=kind, bodies=bodies, **fields)


def library(
    *blocks: Block,
    scoring: Scoring | None = None,
    languages: tuple[str, ...] = ("en", "fi"),
    rules: tuple[RelationshipRule, ...] = (),
) -> Library:
    """A library of blocks, in the order given, that declares two values."""
    return Library(
        root=Path("content_blocks"),
        settings=Settings(
            Company("Us"),
            languages=languages,
            scoring=scoring or Scoring(),
            relationship=RelationshipSettings(rules=rules),
        ),
        values={
            "uptime": ValueDefinition({"en": "Fewer outages", "fi": "Vähemmän katkoksia"}),
            "cost": ValueDefinition("Lower cost"),
        },
        blocks={block.id: block for block in blocks},
        packs={},
        people=(),
        content_hash="0",
    )


def slot(name: str, *kinds: Kind, **fields: Any) -> Slot:
    """A slot for blocks of some kinds."""
    return Slot(slot=name, kinds=kinds, **fields)


def pack(*sections: Slot | Each, **fields: Any) -> Pack:
    """A pack of sections."""
    return Pack(id="first-meeting", file="packs/first-meeting.yaml", name="First meeting", sections=sections, **fields)


def profile(values: Mapping[str, float | ProfileValue] | None = None, **fields: Any) -> Profile:
    """A profile; values are given by importance or in full. `customer` is Acme unless given."""
    held = {"uptime": 9} if values is None else values
    return Profile(
        id="acme",
        file=Path("profiles/acme.yaml"),
        content_hash="0",
        values={id: v if isinstance(v, ProfileValue) else ProfileValue(float(v)) for id, v in held.items()},
        **{"customer": Customer("Acme"), **fields},
    )


BENEFIT = pack(slot("promise", "benefit"))
"""One slot for one benefit."""


def chosen(selection: Selection) -> list[str]:
    """The blocks in the deck, in order."""
    return [choice.block for choice in selection.chosen if choice.block]


def rejected(selection: Selection) -> dict[str, Rejection]:
    """The rejections by block."""
    return {rejection.block: rejection for rejection in selection.rejections}


def in_slot(selection: Selection, name: str) -> Choice:
    """The first choice of a slot."""
    return next(choice for choice in selection.choices if choice.slot == name)
