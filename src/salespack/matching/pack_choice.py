"""Which pack suits a customer, when nobody named one: the one whose `for` says most about this customer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from salespack.library.packs import Pack
from salespack.matching.eligibility import known_of, misses
from salespack.problems.problem import UsageFault
from salespack.profiles.profile import Profile


def suiting_pack(profile: Profile, packs: Mapping[str, Pack]) -> tuple[Pack, str]:
    """The pack for this customer, and why in a few words.

    A pack whose `for` the customer does not meet is out. Of the others the one wins whose `for` has the most fields,
    then the one for the meeting's stage, then the first by id. Raises UsageFault when none is left.
    """
    suited: list[tuple[int, bool, str, tuple[str, ...]]] = []
    known = known_of(profile, profile.meeting.stage)
    for name, pack in packs.items():
        if suits(profile, pack):
            wanted = tuple(field for field in known if getattr(pack.audience, field))
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


def suits(profile: Profile, pack: Pack) -> bool:
    """Whether the customer meets a pack's `for`."""
    known = known_of(profile, profile.meeting.stage)
    return not any(wanted and misses(field, wanted, known[field]) for field, wanted in _fields_of(pack, known))


def _fields_of(pack: Pack, known: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for field in known:
        yield field, getattr(pack.audience, field)
