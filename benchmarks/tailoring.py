"""How different the packs of different customers are: `python benchmarks/tailoring.py`. Seeds are fixed.

One pack, one value held fast: into how many sets of blocks do roles, industries, states and stages divide customers?
Sets count as different from two blocks on, frame apart. What the library lacks for more is told at the end.
"""

from __future__ import annotations

import datetime
import itertools
import random
import statistics
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import get_args

import msgspec

from salespack.library.index import open_library
from salespack.library.library import Library
from salespack.library.load import vocabulary_of
from salespack.library.packs import Pack
from salespack.library.settings import Boosts, Scoring
from salespack.matching.choosing import choose
from salespack.matching.competition import Field
from salespack.matching.eligibility import eligible_blocks
from salespack.matching.match import match
from salespack.matching.situation import Situation
from salespack.profiles.profile import (
    Customer,
    Meeting,
    Profile,
    ProfileValue,
    Relationship,
    State,
    load_profile,
)

PROJECT = Path(__file__).resolve().parent.parent
ON = datetime.date(2026, 12, 1)
PACK = "what-next"
FACTS = {"services": 140, "cost_by_year": {2024: 1.0, 2025: 2.0}, "releases_per_month": 5, "outage_hours_per_year": 9}
COMMONEST = (
    "fewer-outages", "faster-releases", "lower-run-cost", "proven-security", "less-manual-work", "safe-modernisation",
)  # fmt: skip
Blocks = frozenset[str]


def customer(value: str, **fields: object) -> Profile:
    """A customer of whom all is the same but what `fields` say; `value` weighs most."""
    said = {"industry": "technology", "role": "cto", "state": "content", "stage": "evaluation", **fields}
    return Profile(
        id="acme",
        file=Path("profiles/acme.yaml"),
        content_hash="",
        customer=Customer("Acme", industry=str(said["industry"]), employees=2000, country="US", language="en"),
        goals=("Grow",),
        relationship=Relationship(kind="current", lifecycle="use", state=str(said["state"])),  # type: ignore[arg-type]
        values={value: ProfileValue(9.0, 3.0)},
        meeting=Meeting(stage=str(said["stage"]), minutes=60, roles=(str(said["role"]),)),
        facts=dict(FACTS),
    )


def content_of(library: Library, pack: Pack, who: Profile) -> Blocks:
    """The blocks of a customer's deck, frame apart."""
    chosen = (choice.block for choice in match(who, pack, library, ON).chosen)
    return frozenset(id for id in chosen if id is not None and library.blocks[id].kind != "frame")


def apart(sets: Iterable[Blocks]) -> int:
    """How many of the sets differ from each other in two blocks at least, taken as they come."""
    kept: list[Blocks] = []
    for one in dict.fromkeys(sets):
        if all(len(one ^ other) >= 2 for other in kept):
            kept.append(one)
    return len(kept)


def shared(one: Blocks, other: Blocks) -> float:
    """The share of blocks in common, of those of the smaller deck."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def strength_kept(library: Library, pack: Pack, who: Profile) -> float:
    """What the blocks of a customer's pack are worth by strength alone ÷ those that are chosen by strength alone.

    What fits the customer besides may cost strength; this tells how much of it is left, 1 at most.
    """
    scoring = Scoring(boosts=Boosts(0, 0, 0, 0, 0, 0, 0, 0), person=0)
    plain = msgspec.structs.replace(library, settings=msgspec.structs.replace(library.settings, scoring=scoring))
    chosen = {choice.block for choice in match(who, pack, library, ON).chosen}
    ours = {id: block for id, block in library.blocks.items() if id in chosen}
    most = _worth(plain, pack, who)
    return _worth(msgspec.structs.replace(plain, blocks=ours), pack, who) / most if most else 1.0


def _worth(library: Library, pack: Pack, who: Profile) -> float:
    situation = Situation.of(who, pack, library, ON)
    return choose(Field.of(situation, eligible_blocks(situation)[0]), told=False).worth


def sets_by(library: Library, pack: Pack, value: str, field: str, words: Sequence[str]) -> list[Blocks]:
    """The sets of blocks of customers that differ in one field alone."""
    return [content_of(library, pack, customer(value, **{field: word})) for word in words]


def surveyed(library: Library, count: int, seed: int = 1) -> Iterator[Profile]:
    """Accounts with made-up surveys: two to five values, figures, an industry, a state, people."""
    numbers = random.Random(seed)  # noqa: S311 - made-up customers
    settings = library.settings
    answered = sorted(value for value in library.values if value != "on-site-hardware")
    for number in range(count):
        values = {
            value: ProfileValue(float(numbers.randint(4, 10)), float(numbers.randint(2, 9)), basis="measured")
            for value in numbers.sample(answered, numbers.randint(2, 5))
        }
        yield Profile(
            id=f"account-{number}",
            file=Path(f"profiles/account-{number}.yaml"),
            content_hash="",
            customer=Customer(
                f"Account {number}",
                industry=numbers.choice(sorted(settings.industries)),
                employees=numbers.randint(50, 30_000),
                country=numbers.choice(("US", "DE", "FI", "GB")),
                language="en",
            ),
            goals=("Grow",),
            relationship=Relationship(kind="current", lifecycle="use", state=numbers.choice(get_args(State))),
            values=values,
            meeting=Meeting(
                stage="evaluation",
                minutes=60,
                roles=tuple(numbers.sample(sorted(settings.roles), numbers.randint(1, 3))),
            ),
            facts=dict(FACTS),
        )


def some_roles(numbers: random.Random, roles: Sequence[str]) -> tuple[str, ...]:
    """One to three people in the room."""
    return tuple(numbers.sample(roles, numbers.randint(1, 3)))


def mean_shared(library: Library, pack: Pack, profiles: Iterable[Profile]) -> tuple[float, int]:
    """The mean share in common of two customers with the same top value who differ in industry, role and state; and of
    how many pairs."""
    known = []
    for who in profiles:
        selection = match(who, pack, library, ON)
        top = next((value.id for value in selection.values if value.top), None)
        known.append((top, who, content_of(library, pack, who)))
    found = [
        shared(one, other)
        for (top, who, one), (other_top, whom, other) in itertools.combinations(known, 2)
        if top == other_top
        and who.customer.industry != whom.customer.industry
        and who.relationship.state != whom.relationship.state
        and set(who.meeting.roles) != set(whom.meeting.roles)
    ]
    return (statistics.mean(found), len(found)) if found else (0.0, 0)


def with_the_same_need(profiles: Sequence[Profile], value: str) -> Iterator[Profile]:
    """Customers with one value that weighs most, beside their own."""
    for who in profiles:
        yield msgspec.structs.replace(who, values={**who.values, value: ProfileValue(10.0, 0.0)})


def lacking(library: Library, value: str) -> Iterator[str]:
    """What a value lacks that would tell its customers apart."""
    strong = [block for block in library.blocks.values() if block.values.get(value, 0) >= 3]
    for kind, least in (("benefit", 3), ("experience", 4), ("market", 2), ("dialogue", 4)):
        have = sum(block.kind == kind for block in strong)
        if have < least:
            yield f"{least - have} {kind}"
    for field, name in (
        ("roles", "a role"),
        ("stages", "a stage"),
        ("industries", "an industry"),
        ("states", "a state"),
    ):
        about = field == "industries" and any(block.about and block.about.industry for block in strong)
        if not about and not any(getattr(block.audience, field) for block in strong):
            yield f"any block for {name}"


def main() -> None:
    """Print the figures."""
    library = open_library(PROJECT / "content_blocks", None)
    pack, settings = library.packs[PACK], library.settings
    fields = {
        "role": (sorted(settings.roles), 4),
        "industry": (sorted(settings.industries), 4),
        "state": (list(get_args(State)), 3),
        "stage": (sorted(settings.stages), 3),
    }
    print(f"Sets of blocks in {PACK}, one value held fast (at least; each two differ in 2 blocks)")
    for value in COMMONEST:
        counts = {field: apart(sets_by(library, pack, value, field, words)) for field, (words, _) in fields.items()}
        product = [
            content_of(library, pack, customer(value, role=role, stage=stage, state=state))
            for role, stage, state in itertools.product(*(fields[one][0] for one in ("role", "stage", "state")))
        ]
        kept = min(
            strength_kept(library, pack, customer(value, **{field: word}))
            for field, (words, _) in fields.items()
            for word in words
        )
        told = ", ".join(f"{field} {counts[field]} (≥ {least})" for field, (_, least) in fields.items())
        print(f"  {value}: {told}, role × stage × state {len(set(product))} (≥ 12), strength kept {kept:.2f} (≥ 0.9)")
    vocabulary = vocabulary_of(settings, library.values)
    sample = [load_profile(path, vocabulary) for path in sorted((PROJECT / "profiles").glob("*.yaml"))]
    means = [mean_shared(library, pack, with_the_same_need(sample, value)) for value in COMMONEST]
    pairs = sum(count for _, count in means)
    of_sample = sum(mean * count for mean, count in means) / pairs
    told = "Blocks in common of two with the same top value"
    print(f"{told}, the sample's profiles, each given the six values: {of_sample:.2f} over {pairs} pairs (≤ 0.70)")
    mean, pairs = mean_shared(library, pack, list(surveyed(library, 85)))
    print(f"{told}, 85 surveyed accounts: {mean:.2f} over {pairs} pairs (≤ 0.70)")
    filled = [choice for who in sample for choice in match(who, pack, library, ON).chosen if choice.value is not None]
    print(f"Value slots with another block to show: {sum(bool(c.runners_up) for c in filled)} of {len(filled)} (≥ 60%)")
    print("What the library lacks:")
    for value in COMMONEST:
        print(f"  {value}: {', '.join(lacking(library, value))}")


if __name__ == "__main__":
    main()
