"""What building a pack again would change in a deck that is out there: which blocks would come in, and which go."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from salespack.building.build import Builder
from salespack.building.request import Request
from salespack.library.packs import MADE_PREFIX
from salespack.problems.problem import UserFault


class Rebuild(msgspec.Struct, frozen=True, kw_only=True):
    """The blocks that a new build would add and drop, and those that it would bring up to date (`renews`). `refused`
    says why nothing would be built without --force, `why` why it cannot be told."""

    adds: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    renews: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    why: str = ""


def rebuild_of(builder: Builder, request: Request, shown: Sequence[str], outdated: Sequence[str]) -> Rebuild:
    """What the pack would have now, beside the blocks that a deck shows, of which some are `outdated`. Nothing is made
    or written; whether slides fit the brand, only a build looks."""
    try:
        matched = builder.match(request)
    except UserFault as fault:
        return Rebuild(why=str(fault.problems[0]))
    blocks = dict.fromkeys(slide.provenance.block for slide in matched.deck.slides)
    now = [one for one in blocks if not one.startswith(MADE_PREFIX)]
    before = [one for one in dict.fromkeys(shown) if one and not one.startswith(MADE_PREFIX)]
    return Rebuild(
        adds=tuple(one for one in now if one not in before),
        drops=tuple(one for one in before if one not in now),
        renews=tuple(one for one in dict.fromkeys(outdated) if one in now),
        refused=matched.selection.refusal,
    )
