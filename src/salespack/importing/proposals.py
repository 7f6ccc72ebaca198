"""What an import guesses of a block, with its reason: its kind."""

from __future__ import annotations

import msgspec

from salespack.library.blocks import Kind


class KindProposal(msgspec.Struct, frozen=True):
    """A guessed kind, tags for slots, and the reason in a few words."""

    kind: Kind
    tags: tuple[str, ...]
    why: str
