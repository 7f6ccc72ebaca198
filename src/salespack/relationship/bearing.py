"""What the rules of a library come to for one customer: what is left out, what is preferred, what takes whose place."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from salespack.formats.types import in_language
from salespack.library.blocks import Block
from salespack.library.relationship_rules import When
from salespack.library.settings import Settings
from salespack.profiles.profile import Profile


class Bearing(msgspec.Struct, frozen=True):
    """Kinds and tags that are left out, with the reason; those that are preferred; and tags that give way to others."""

    kinds_out: Mapping[str, str] = {}
    tags_out: Mapping[str, str] = {}
    kinds_preferred: frozenset[str] = frozenset()
    tags_preferred: frozenset[str] = frozenset()
    instead: Mapping[str, str] = {}

    def against(self, block: Block) -> str:
        """Why a block does not suit; empty where it does."""
        if block.kind in self.kinds_out:
            return self.kinds_out[block.kind]
        return next((self.tags_out[tag] for tag in block.tags if tag in self.tags_out), "")

    def closes(self, kinds: Collection[str], tag: str | None) -> bool:
        """Whether no block of these kinds with this tag can suit, whoever writes it."""
        return tag in self.tags_out or (bool(kinds) and self.kinds_out.keys() >= set(kinds))

    def prefers(self, block: Block) -> bool:
        """Whether a block is preferred."""
        return block.kind in self.kinds_preferred or not self.tags_preferred.isdisjoint(block.tags)


def bearing_of(profile: Profile, settings: Settings, stage: str | None, language: str) -> Bearing:
    """What the rules that are about the customer say together. The profile has its state; of two reasons the first
    counts, in the language."""
    rules = [rule for rule in settings.relationship.rules if is_about(rule.when, profile, stage)]
    whys = [in_language(rule.because, language, settings.default_language) for rule in rules]
    worded = [*zip(rules, whys, strict=True)][::-1]
    return Bearing(
        {kind: why for rule, why in worded for kind in rule.leave_out.kinds},
        {tag: why for rule, why in worded for tag in rule.leave_out.tags},
        frozenset(kind for rule in rules for kind in rule.prefer.kinds),
        frozenset(tag for rule in rules for tag in rule.prefer.tags),
        {tag: other for rule in reversed(rules) for tag, other in rule.instead.items()},
    )


def is_about(when: When, profile: Profile, stage: str | None) -> bool:
    """Whether a rule is about the customer: every field that it names must be known and meet it."""
    held = profile.relationship

    def meets(wanted: Collection[str], had: str | None) -> bool:
        return not wanted or had in wanted

    return (
        meets(when.states, held.state)
        and meets(when.lifecycle, held.lifecycle)
        and meets(when.relationship, held.kind)
        and meets(when.stages, stage)
    )
