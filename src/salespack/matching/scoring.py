"""What a block is worth to this customer: weights, gains, boosts, and the score made of them. No slots here.

All figures are points on the scale of the weights (0–25) unless said otherwise.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

import msgspec

from salespack.library.blocks import Block
from salespack.library.packs import Each, Pack
from salespack.library.settings import Scoring, Settings
from salespack.matching.people import Person, cared_about, people_in
from salespack.matching.selection import Term
from salespack.matching.situation import ANYONE, Situation
from salespack.profiles.profile import Profile, ProfileValue

PRECISION = 9
"""Decimals of a score: sums that differ only by floating-point noise are ties."""

TOP_VALUES_WITHOUT_EACH = 3
"""How many top values a customer has where the pack has no `each` to say so."""

RECORD_PRIOR = 5
"""How many showings at the average rate a block starts from, so that a single success proves little."""
BATCH = 2_000
"""Blocks that rules pass over at once."""


def opportunity(value: ProfileValue) -> float:
    """The opportunity score, 0–20: importance + max(importance − satisfaction, 0), both on 0–10.

    A. W. Ulwick, "Turn Customer Input into Innovation", Harvard Business Review, January 2002. Importance alone
    where satisfaction is unknown.
    """
    if value.satisfaction is None:
        return value.importance
    return value.importance + max(value.importance - value.satisfaction, 0.0)


def weights_of(profile: Profile, settings: Settings) -> dict[str, float]:
    """The weights w(v) above 0 of the values that the profile holds, weightiest first, ties by id: the opportunity
    score, times `role_factor` where somebody in the room cares about the value."""
    cared, factor = set(cared_about(people_in(profile, settings))), settings.scoring.role_factor
    weights = {id: opportunity(value) * (factor if id in cared else 1.0) for id, value in profile.values.items()}
    return dict(sorted(((id, w) for id, w in weights.items() if w > 0), key=lambda item: (-item[1], item[0])))


def assumed_weights(profile: Profile, people: Iterable[Person], scoring: Scoring) -> dict[str, float]:
    """The weights of values that people in the room care about and that the profile does not hold, by id.

    Nobody said how much they matter: it is `assumed_importance`, times `role_factor` where a stakeholder named it.
    """
    found: dict[str, float] = {}
    for person in people:
        for value in person.cares:
            if value not in profile.values and scoring.assumed_importance:
                weight = scoring.assumed_importance * (scoring.role_factor if person.stated else 1.0)
                found[value] = max(weight, found.get(value, 0.0))
    return dict(sorted(found.items()))


def top_values(weights: Mapping[str, float], pack: Pack) -> tuple[str, ...]:
    """T: the weightiest values, as many as the pack's largest `each` count. `weights` come weightiest first."""
    counts = [section.count for section in pack.sections if isinstance(section, Each)]
    return tuple(weights)[: max(counts, default=TOP_VALUES_WITHOUT_EACH)]


Earned = Iterator[tuple[Block, float]]


class Candidate(msgspec.Struct, frozen=True, eq=False, gc=False):
    """An eligible block as it competes: its base (0 or 1), the sum of its boosts, and the values of the customer or of
    people in the room that it speaks to."""

    id: str
    base: float
    share: float
    speaks: tuple[tuple[str, int], ...]
    block: Block


def gains(
    speaks: tuple[tuple[str, int], ...],
    weights: Mapping[str, float],
    remaining: Mapping[str, float],
    value: str | None,
    scoring: Scoring,
) -> list[tuple[float, str]]:
    """The terms w(v) · r(v) · (strength/5)² that count, largest first: the largest two of the block's, one of them
    that of `value` in a slot for that value. Not more, so that ten faint mentions do not beat one answer."""
    terms = sorted((-weights[v] * remaining[v] * (strength / 5) ** 2, v) for v, strength in speaks if v in weights)
    if value is not None:
        terms.sort(key=lambda term: term[1] != value)
    return [(-amount, v) for amount, v in sorted(terms[: scoring.terms])]


# Boosts. Each row passes over many blocks, for speed, and gives those that earn the boost with their share, 0–1, of
# what the library's settings grant under the row's name.


def same_industry(situation: Situation, blocks: Iterable[Block]) -> Earned:
    """Blocks about a company in the customer's industry, or for that industry."""
    industry = situation.profile.customer.industry
    if industry is None:
        return
    for block in blocks:
        if (block.about is not None and block.about.industry == industry) or industry in block.audience.industries:
            yield block, 1.0


def same_country(situation: Situation, blocks: Iterable[Block]) -> Earned:
    """Blocks about a company in the customer's country, or for that country."""
    country = situation.profile.customer.country
    if country is None:
        return
    for block in blocks:
        if (block.about is not None and block.about.country == country) or country in block.audience.countries:
            yield block, 1.0


def similar_size(situation: Situation, blocks: Iterable[Block]) -> Earned:
    """Blocks about a company with at least half and at most twice the customer's employees."""
    ours = situation.profile.customer.employees
    for block in blocks:
        theirs = None if block.about is None else block.about.employees
        if ours and theirs and ours <= 2 * theirs and theirs <= 2 * ours:
            yield block, 1.0


def role_in_room(situation: Situation, blocks: Iterable[Block]) -> Earned:
    """Blocks for a role that is in the room."""
    room = situation.room
    for block in blocks:
        if not room.isdisjoint(block.audience.roles):
            yield block, 1.0


def right_stage(situation: Situation, blocks: Iterable[Block]) -> Earned:
    """Blocks for the stage the customer is in."""
    stage = situation.stage
    for block in blocks:
        if stage is not None and stage in block.audience.stages:
            yield block, 1.0


def fresh_evidence(situation: Situation, blocks: Iterable[Block]) -> Earned:
    """Blocks whose evidence is from the last `fresh_days`, or may be: a year or month counts by its last day.

    ISO dates order as text, and the last day of a month is not before another day exactly if its month is not.
    """
    days, on = situation.library.settings.scoring.fresh_days, situation.on
    first, last = datetime.date.fromordinal(max(1, on.toordinal() - days)).isoformat(), on.isoformat()
    for block in blocks:
        for evidence in block.all_evidence().values() if block.sources else (block.evidence,):
            if evidence is not None and (date := evidence.date) is not None:
                length = len(date)
                if first[:length] <= date <= last[:length]:
                    yield block, 1.0
                    break


def record_of_success(situation: Situation, blocks: Iterable[Block]) -> Earned:
    """Blocks, frame apart, that succeed more or less often than the average of all, by twice the difference, −1 to 1.

    Rates are the means of Beta priors with the weight of 5 showings, so that little data moves little: that of a block
    is shrunk towards the average, (successes + average · 5) / (shown + 5), that in the customer's industry towards that
    of the block, and the average, with the weight of 20, towards one half.
    """
    record, average = situation.record, situation.average
    for block in blocks if record else ():
        if block.id in record and block.kind != "frame":
            successes, shown = record[block.id]
            rate = (successes + average * RECORD_PRIOR) / (shown + RECORD_PRIOR)
            successes, shown = situation.industry_record.get(block.id, (0, 0))
            rate = (successes + rate * RECORD_PRIOR) / (shown + RECORD_PRIOR)
            yield block, max(-1.0, min(1.0, 2 * (rate - average)))


def suits_relationship(situation: Situation, blocks: Iterable[Block]) -> Earned:
    """Blocks that the library's rules prefer for how we stand with the customer, or that are for such as them."""
    bearing = situation.bearing
    rules = bool(bearing.kinds_preferred or bearing.tags_preferred)
    for block in blocks:
        if block.audience.states or block.audience.lifecycle or (rules and bearing.prefers(block)):
            yield block, 1.0


class Boost(NamedTuple):
    """One row: its name in settings and phrases, who earns it, and the fields of a block that decide that (`reads`)."""

    name: str
    earned: Callable[[Situation, Iterable[Block]], Earned]
    reads: tuple[str, ...]


BOOSTS = (
    Boost("industry", same_industry, ("about.industry", "for.industries")),
    Boost("country", same_country, ("about.country", "for.countries")),
    Boost("size", similar_size, ("about.employees",)),
    Boost("role", role_in_room, ("for.roles",)),
    Boost("stage", right_stage, ("for.stages",)),
    Boost("relationship", suits_relationship, ("for.states", "for.lifecycle", "kind", "tags")),
    Boost("fresh", fresh_evidence, ("evidence.date",)),
    Boost("record", record_of_success, ()),
)


def boosts_of(situation: Situation, blocks: Collection[Block]) -> dict[str, list[tuple[str, float]]]:
    """By block, the boosts it gets as shares of its score, in the order of the table; uncapped."""
    settings = situation.library.settings.scoring.boosts
    boosts: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for batch in batches(blocks):
        for boost in BOOSTS:
            grant = getattr(settings, boost.name)
            for block, share in boost.earned(situation, batch):
                if grant and share:
                    boosts[block.id].append((boost.name, grant * share))
    return boosts


def batches(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Blocks by so many as the processor's cache holds while one rule after the other passes over them."""
    left = iter(blocks)
    while batch := list(islice(left, BATCH)):
        yield batch


def boost_share(boosts: Iterable[tuple[str, float]], cap: float) -> float:
    """The sum of the boosts, no more than `cap`."""
    return min(sum([amount for _, amount in boosts]), cap)


def boost_terms(boosts: Iterable[tuple[str, float]], cap: float, of: float) -> Iterator[Term]:
    """The boosts as terms in points of what they are shares `of`, followed by what the cap takes off."""
    total = 0.0
    for name, amount in boosts:
        total += amount
        yield Term("boost", name, amount * of)
    if total > cap:
        yield Term("boost", "cap", (cap - total) * of)


def suits_customer(situation: Situation, block: Block) -> bool:
    """Whether an eligible block matches the customer on at least one `for` or `about` field.

    An eligible block with any `for` field matches it. Of `about`, industry and country count.
    """
    if block.audience != ANYONE:
        return True
    customer, about = situation.profile.customer, block.about
    if about is None:
        return False
    return any(
        had is not None and had == its
        for had, its in ((customer.industry, about.industry), (customer.country, about.country))
    )


def base_of(situation: Situation, block: Block) -> float:
    """1 for frame, 1 for a block without values that matches at least one `for` or `about` field, else 0."""
    if block.kind == "frame":
        return 1.0
    return float(not block.values and suits_customer(situation, block))
