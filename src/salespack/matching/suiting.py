"""Which pack suits a customer, when nobody named one: the one whose `for` says most about this customer."""

from __future__ import annotations

from collections.abc import Mapping

from salespack.checking.problems import UsageFault
from salespack.library.packs import Pack
from salespack.matching.eligibility import known_of, misses
from salespack.profile import Profile


def suiting_pack(profile: Profile, packs: Mapping[str, Pack]) -> tuple[Pack, str]:
    """The pack for this customer, and why in a few words.

    A pack whose `for` the customer does not meet is out. Of the others the one wins whose `for` has the most fields,
    then the one for the meeting's stage, then the first by id. Raises UsageFault when none is left.
    """
    known = known_of(profile, profile.meeting.stage)
    suited: list[tuple[int, bool, str, tuple[str, ...]]] = []
    for name, pack in packs.items():
        wanted = {field: getattr(pack.audience, field) for field in known if getattr(pack.audience, field)}
        if not any(misses(field, names, known[field]) for field, names in wanted.items()):
            same_stage = pack.stage is not None and pack.stage == profile.meeting.stage
            suited.append((-len(wanted), not same_stage, name, tuple(wanted)))
    if not suited:
        raise UsageFault.of(
            "SP407", f"no pack suits {profile.id} by its `for`", f"name one with --pack: {', '.join(sorted(packs))}"
        )
    _, other_stage, name, fields = min(suited)
    reasons = [f"{field} {', '.join(sorted(known[field]))}" for field in fields]
    if not other_stage:
        reasons.append(f"stage {profile.meeting.stage}")
    return packs[name], "for " + "; ".join(reasons) if reasons else "the pack for everyone"
