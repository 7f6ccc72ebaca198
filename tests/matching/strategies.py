"""Hypothesis strategies: small libraries, packs and profiles in which everything that matching knows may happen."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from salespack.formats.types import Day
from salespack.library.blocks import About, Audience, Block
from salespack.library.packs import Each, Fit, Limits, Pack, Slot
from salespack.matching.selection import Seen, Size
from salespack.profiles.profile import Customer, Meeting, Profile, ProfileValue, Relationship, Stakeholder

from .builders import block, pack, profile

VALUES = ("a", "b", "c", "d")
KINDS = ("experience", "benefit", "market", "dialogue", "frame")
TAGS = ("repair", "opening")
IDS = tuple(f"b{number}" for number in range(9))


def mostly(usual: Any, *others: Any) -> st.SearchStrategy[Any]:
    """`usual` as a rule: what rejects a block must be rare, or nothing is ever chosen."""
    return st.sampled_from((*[usual] * 5 * len(others), *others))


spoken_to = st.dictionaries(st.sampled_from(VALUES), st.integers(1, 5), min_size=1, max_size=4)
strengths: st.SearchStrategy[dict[str, int]] = st.one_of(spoken_to, spoken_to, spoken_to, st.just({}))
audiences = mostly(Audience(), Audience(roles=("cto",)), Audience(relationship=("current",)))


def a_block(id: str) -> st.SearchStrategy[Block]:
    return st.builds(
        block,
        id=st.just(id),
        kind=st.sampled_from(KINDS),
        languages=mostly(("en", "fi"), ("en",), ("fi",)),
        values=strengths,
        tags=st.lists(st.sampled_from(TAGS), unique=True, max_size=2).map(tuple),
        audience=audiences,
        not_for=mostly(Audience(), Audience(industries=("retail",))),
        about=st.none() | st.builds(About, customer=st.sampled_from((None, "Adidas")), industry=st.just("retail")),
        needs=mostly((), ("goals",)),
        minutes=st.sampled_from((None, 0.5, 3.0)),
        state=mostly("approved", "draft", "retired"),
        valid_until=mostly(None, Day(2026, 6, 30)),
    )


libraries = st.sets(st.sampled_from(IDS), min_size=2).flatmap(
    lambda ids: st.tuples(*(a_block(id) for id in sorted(ids)))
)

slots = st.builds(
    Slot,
    slot=st.sampled_from(("one", "two")),
    kinds=st.lists(st.sampled_from(KINDS), unique=True, max_size=3).map(tuple),
    tag=mostly(None, "opening", "repair"),
    take=st.integers(1, 3),
    optional=st.booleans(),
)
eaches = st.builds(Each, count=st.integers(1, 3), slots=st.lists(slots, min_size=1, max_size=2).map(tuple))
packs: st.SearchStrategy[Pack] = st.lists(slots | eaches, min_size=1, max_size=4).flatmap(
    lambda sections: st.builds(
        pack,
        *map(st.just, sections),
        limits=st.builds(
            Limits,
            slides=st.none() | st.integers(1, 6),
            minutes=st.none() | st.integers(1, 6),
            generic_share=st.none() | st.just(0.4),
        ),
        fit=st.builds(Fit, st.sampled_from((0.0, 0.6))),
        language=st.sampled_from(("fail", "fallback")),
    )
)

figures = st.integers(0, 10).map(float)
profiles: st.SearchStrategy[Profile] = st.builds(
    profile,
    st.dictionaries(
        st.sampled_from(VALUES), st.builds(ProfileValue, figures, st.none() | figures, st.none() | figures), min_size=1
    ),
    customer=st.builds(
        Customer, st.just("Acme"), industry=st.sampled_from((None, "retail")), language=mostly(None, "fi")
    ),
    relationship=st.builds(Relationship, kind=st.sampled_from(("current", "prospective"))),
    stakeholders=st.sampled_from(((), (Stakeholder("cto", cares_about=("a",)),))),
    meeting=st.sampled_from((Meeting(), Meeting(minutes=4.0))),
    pin=st.lists(st.sampled_from(IDS[:4]), max_size=2).map(tuple),
    drop=st.lists(st.sampled_from(IDS), max_size=1).map(tuple),
)
options: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "history": st.dictionaries(st.sampled_from(IDS), st.just(Seen()), max_size=2),
        "excluded": st.dictionaries(st.sampled_from(IDS), st.just("fails"), max_size=1),
        "sizes": st.dictionaries(st.sampled_from(IDS), st.builds(Size, st.integers(0, 3), st.integers(0, 1))),
        "declined": st.sampled_from((frozenset(), frozenset({"adidas"}))),
        "record": st.dictionaries(st.sampled_from(IDS), st.just((3, 4)), max_size=2),
        "industry_record": st.dictionaries(st.sampled_from(IDS), st.just((0, 2)), max_size=2),
    }
)
