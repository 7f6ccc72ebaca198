"""New angles: whole other packs for a customer, led by another of their values; and one block for many customers."""

from __future__ import annotations

import msgspec

from salespack.library.blocks import Block
from salespack.matching.choosing import Outcome, choose
from salespack.matching.competition import Field, candidates_of
from salespack.matching.eligibility import eligible_blocks, objection_to
from salespack.matching.scoring import assumed_weights, gains, weights_of
from salespack.matching.situation import Situation

MOST_ANGLES = 4
"""How many other values are tried in the lead, the weightiest first."""


class Angle(msgspec.Struct, frozen=True):
    """A pack that another value leads: what comes in, what goes, and by how much it is worth more (or less)."""

    value: str
    worth: float
    difference: float
    comes: tuple[str, ...]
    goes: tuple[str, ...]


class Gain(msgspec.Struct, frozen=True):
    """What a block alone would answer for a customer, in points, and the values that it would answer; or why it
    cannot be used for them."""

    profile: str
    points: float
    values: tuple[str, ...] = ()
    objection: str = ""


def angles_of(situation: Situation) -> tuple[Angle, ...]:
    """The packs that the customer's other values would lead, the weightiest first; none that brings nothing."""
    field = Field.of(situation, eligible_blocks(situation)[0])
    now = choose(field, told=False)
    weights = weights_of(situation.profile, situation.library.settings)
    found = []
    for value in [value for value in weights if value != next(iter(now.top), None)][:MOST_ANGLES]:
        led = msgspec.structs.replace(field, situation=msgspec.structs.replace(situation, lead=value))
        other = choose(led, told=False)
        comes, goes = _difference(other, now), _difference(now, other)
        if comes:
            found.append(Angle(value, other.worth, other.worth - now.worth, comes, goes))
    return tuple(found)


def _difference(one: Outcome, other: Outcome) -> tuple[str, ...]:
    return tuple(block for block in one.chosen if block not in other.chosen)


def gain_from(situation: Situation, block: Block) -> Gain:
    """What a customer would gain from a block: what it answers by itself, with its boosts, whatever else there is."""
    if objection := objection_to(situation, block):
        return Gain(situation.profile.id, 0.0, (), objection)
    settings = situation.library.settings
    weights = weights_of(situation.profile, settings)
    weights |= assumed_weights(situation.profile, situation.people, settings.scoring)
    for candidate in candidates_of(situation, [block]):
        terms = gains(candidate.speaks, weights, dict.fromkeys(weights, 1.0), None, settings.scoring)
        points = (candidate.base + sum(amount for amount, _ in terms)) * (1 + candidate.share)
        return Gain(situation.profile.id, round(points, 9), tuple(value for _, value in terms))
    return Gain(situation.profile.id, 0.0, (), "it answers nothing this customer values")
