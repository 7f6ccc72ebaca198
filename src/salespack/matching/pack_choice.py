"""Which pack suits a customer, when nobody named one: the one whose `for` says most about this customer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from salespack.library.blocks import Audience
from salespack.library.packs import Pack
from salespack.library.settings import Settings
from salespack.matching.eligibility import known_of, misses
from salespack.matching.scoring import top_values
from salespack.problems.problem import UsageFault
from salespack.profiles.profile import Profile
from salespack.relationship.standing import with_state

PASSING = ("stages",)
"""The fields of an audience that are another next week: a seller may take a pack for a later stage."""


def suiting_pack(profile: Profile, packs: Mapping[str, Pack], settings: Settings) -> tuple[Pack, str]:
    """The pack for this customer, and why in a few words.

    A pack `on_request` is out, and one whose `for` the customer does not meet. Of the others the one wins whose `for`
    has the most fields, then the one for the meeting's stage, then the first by id. Raises UsageFault when none is
    left.
    """
    profile = with_state(profile, settings)
    suited: list[tuple[int, bool, str, tuple[str, ...]]] = []
    known = known_of(profile, profile.meeting.stage)
    for name, pack in packs.items():
        if not pack.on_request and not _objections(pack, known):
            wanted = tuple(field for field, _ in _wanted(pack.audience))
            same_stage = pack.stage is not None and pack.stage == profile.meeting.stage
            suited.append((-len(wanted), not same_stage, name, wanted))
    if not suited:
        raise UsageFault.of(
            "SP407", f"no pack suits {profile.id} by its `for`", f"name one with --pack: {', '.join(sorted(packs))}"
        )
    _, other_stage, name, fields = min(suited)
    reasons = [f"{field} {', '.join(sorted(known[field]))}" for field in fields]
    if not other_stage:
        reasons.append(f"stage {profile.meeting.stage}")
    return packs[name], "for " + "; ".join(reasons) if reasons else "the pack for everyone"


def packs_for_value(
    profile: Profile, packs: Mapping[str, Pack], weights: Mapping[str, float], value: str
) -> list[Pack]:
    """The packs in which a value is a top value, whatever the stage and lifecycle they are for, those for fewest values
    first: what a seller can take instead."""
    tops = {id: top_values(weights, pack) for id, pack in packs.items()}
    known = {field: had for field, had in known_of(profile, None).items() if field not in PASSING}
    return [
        packs[id]
        for id in sorted(packs, key=lambda id: (len(tops[id]), id))
        if not packs[id].on_request and value in tops[id] and not _objections(packs[id], known)
    ]


def suits(profile: Profile, pack: Pack) -> bool:
    """Whether the customer meets a pack's `for`."""
    return not objections(profile, pack)


def objections(profile: Profile, pack: Pack) -> list[str]:
    """What the customer does not meet of a pack's `for`, in words."""
    return _objections(pack, known_of(profile, profile.meeting.stage))


def _objections(pack: Pack, known: Mapping[str, frozenset[str]]) -> list[str]:
    """What keeps a customer of whom this is known from a pack."""
    wanted = _wanted(pack.audience)
    return [missed for field, words in wanted if field in known and (missed := misses(field, words, known[field]))]


@lru_cache(maxsize=256)
def _wanted(audience: Audience) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The fields that an audience restricts, with the words that meet them."""
    return tuple((field, words) for field in audience.__struct_fields__ if (words := getattr(audience, field)))
