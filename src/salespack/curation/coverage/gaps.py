"""What customers lack: values that matter to them and that no block answers, ranked; the first is to be written next.

Judged by the rules and slots of matching alone: a hole is a place of a customer's pack, for one of their top values,
that no eligible block can take.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from salespack.curation.coverage.coverage import usable_blocks
from salespack.curation.coverage.customers import MATCHING, Customer, Customers
from salespack.ledger.refusals import Refusal
from salespack.library.blocks import Block
from salespack.library.library import Library
from salespack.library.packs import Each
from salespack.matching.competition import REPAIR, Field
from salespack.matching.eligibility import RULES, eligible_blocks, known_of
from salespack.matching.scoring import top_values, weights_of
from salespack.matching.seats import Seat, seats_of
from salespack.matching.selection import Reason, Rejection
from salespack.matching.situation import Situation
from salespack.system.progress import Progress, no_progress

OPTIONAL_SHARE = 0.5
"""What a hole in an optional slot counts, compared with one in a slot that a pack needs."""
MOST_NEAR = 20
"""Blocks that are looked at for each hole and customer; the strongest come first."""
MOST_REMEDIES = 3


class Need(msgspec.Struct, frozen=True, order=True):
    """What is lacking: a block of one of `kinds` (any but frame where there is none) with `tag` on a value."""

    value: str
    kinds: tuple[str, ...]
    tag: str
    language: str


class Remedy(msgspec.Struct, frozen=True, order=True):
    """What would fill a hole without writing a block: translate, approve, renew or mend one that is there."""

    action: str
    block: str


class Hole(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is lacking, and for whom.

    `weight` is the sum of the customers' weights w(v) of the value (0–25 each); `rank` is that sum with each customer
    counted by revenue: revenue ÷ the median of all that are known, 1 where it is not known; and by half where the slot
    is optional. `revenue` is the sum of those known. `audience` has the words of each field that keeps the nearest
    blocks away. `refusals` counts builds that were refused for the value in the language.
    """

    need: Need
    profiles: tuple[str, ...]
    weight: float
    rank: float
    revenue: float | None = None
    audience: dict[str, tuple[str, ...]] = {}
    remedies: tuple[Remedy, ...] = ()
    optional: bool = False
    refusals: int = 0


class Task(msgspec.Struct, frozen=True):
    """One thing to write next: a hole, or with `unanswered` all holes of a value that nothing answers in a language,
    the gravest first, for they are one decision."""

    holes: tuple[Hole, ...]
    unanswered: bool = False


class _Lack(msgspec.Struct, frozen=True):
    """One customer's share in a hole."""

    customer: Customer
    weight: float
    optional: bool
    audience: dict[str, tuple[str, ...]]
    remedies: frozenset[Remedy]


def holes_of(
    library: Library, customers: Customers, refusals: Sequence[Refusal] = (), progress: Progress = no_progress
) -> tuple[Hole, ...]:
    """All holes, the gravest first, ties by what is lacking."""
    near = _by_value(library)
    lacks: defaultdict[Need, dict[str, _Lack]] = defaultdict(dict)
    for number, customer in enumerate(customers.known, 1):
        progress(MATCHING, number, len(customers.known))
        for need, lack in _lacks(customer, customers.situation(customer), near):
            known = lacks[need].get(customer.profile.id)
            if known is None or known.optional:
                lacks[need][customer.profile.id] = lack
    known_revenues = [one.profile.customer.revenue for one in customers.known if one.profile.customer.revenue]
    usual = statistics.median(known_revenues) if known_revenues else 1.0
    holes = [_hole(need, list(found.values()), usual) for need, found in lacks.items()]
    holes = _with_refusals(library, customers, holes, refusals)
    return tuple(sorted(holes, key=lambda hole: (-hole.rank, hole.need)))


def tasks_of(library: Library, holes: Sequence[Hole]) -> tuple[Task, ...]:
    """What to write, in the order of the holes. A draft, or a text in another language, is an answer that is begun."""
    least = library.settings.scoring.each_strength
    begun = {
        value
        for block in library.blocks.values()
        if block.kind != "frame" and block.state != "retired"
        for value, strength in block.values.items()
        if strength >= least
    }
    found: dict[Need | tuple[str, str], list[Hole]] = {}
    for hole in holes:
        need = hole.need
        found.setdefault(need if need.value in begun else (need.value, need.language), []).append(hole)
    return tuple(Task(tuple(those), not isinstance(key, Need)) for key, those in found.items())


def _by_value(library: Library) -> dict[str, list[Block]]:
    """The blocks that speak to each value, the strongest first."""
    found: defaultdict[str, list[Block]] = defaultdict(list)
    for block in library.blocks.values():
        if block.kind != "frame":
            for value in block.values:
                found[value].append(block)
    for value, blocks in found.items():
        blocks.sort(key=lambda block: (-block.values[value], block.id))
    return found


def _lacks(
    customer: Customer, situation: Situation, near: Mapping[str, Sequence[Block]]
) -> Iterator[tuple[Need, _Lack]]:
    """What one customer lacks."""
    weights = weights_of(customer.profile, situation.library.settings)
    top = top_values(weights, customer.pack)
    if not top:
        return
    eligible, rejections = eligible_blocks(situation)
    field = Field.of(situation, eligible)
    for value, seat in _unfilled(situation, field, top):
        need = _need(situation, seat, value, customer.language)
        audience: defaultdict[str, set[str]] = defaultdict(set)
        remedies: set[Remedy] = set()
        for block, rejection in _nearest(situation, need, near, rejections):
            if rejection.reason in (Reason.FOR, Reason.NOT_FOR):
                name = rejection.detail.partition(":")[0]
                audience[name] |= known_of(customer.profile, situation.stage)[name]
            elif remedy := remedy_of(situation, block, rejection.reason):
                remedies.add(remedy)
        named = {name: tuple(sorted(words)) for name, words in sorted(audience.items()) if words}
        yield need, _Lack(customer, weights[value], seat.slot.optional, named, frozenset(remedies))


def _unfilled(situation: Situation, field: Field, top: Sequence[str]) -> Iterator[tuple[str, Seat]]:
    """The seats for a value that no eligible block can take, required ones first; not those that are made of the
    customer's own words, and not those that are closed by how we stand: there is nothing to write for them.

    In a pack without `each` a value lacks an answer when no block speaks to it in any slot but frame.
    """
    seats = seats_of(situation.pack, top)
    for seat in sorted(seats, key=lambda seat: seat.slot.optional):
        closed = seat.slot.make is not None or situation.bearing.closes(seat.slot.kinds, seat.slot.tag)
        if seat.value is not None and not closed and not field.contenders(seat, top):
            yield seat.value, seat
    if not any(isinstance(section, Each) for section in situation.pack.sections):
        open_ = [seat for seat in seats if seat.slot.make is None and set(seat.slot.kinds) != {"frame"}]
        for value in top if open_ else ():
            answers = (one for seat in open_ for one in field.contenders(seat, top) if one.block.kind != "frame")
            if not any(value in one.block.values for one in answers):
                yield value, open_[0]


def _need(situation: Situation, seat: Seat, value: str, language: str) -> Need:
    if value in situation.repairs and (not seat.slot.kinds or set(seat.slot.kinds) == {"benefit"}):
        return Need(value, ("dialogue",), REPAIR, language)
    kinds = tuple(kind for kind in seat.slot.kinds if kind != "frame")
    return Need(value, kinds, seat.slot.tag or "", language)


def _nearest(
    situation: Situation, need: Need, near: Mapping[str, Sequence[Block]], rejections: Mapping[str, Rejection]
) -> Iterator[tuple[Block, Rejection]]:
    """The strongest blocks that would take the place, were they not rejected."""
    least, looked_at = situation.library.settings.scoring.each_strength, 0
    for block in near.get(need.value, ()):
        if block.values[need.value] < least or looked_at == MOST_NEAR:
            return
        suits = (not need.kinds or block.kind in need.kinds) and (not need.tag or need.tag in block.tags)
        if suits and block.id in rejections:
            looked_at += 1
            yield block, rejections[block.id]


def remedy_of(situation: Situation, block: Block, reason: Reason) -> Remedy | None:
    """What makes a block eligible that is rejected for `reason`, if one thing does: only then it is worth naming."""
    change = msgspec.structs.replace
    if reason is Reason.LANGUAGE and block.bodies:
        body = next(iter(block.bodies.values()))
        mended, action = change(block, bodies={**block.bodies, situation.language: body}), "translate"
    elif reason is Reason.STATE and block.state == "draft":
        mended, action = change(block, state="approved"), "approve"
    elif reason is Reason.EXPIRED:
        mended, action = change(block, valid_until=None), "renew"
    elif reason is Reason.NOT_YET_VALID:
        mended, action = change(block, valid_from=None), "bring forward"
    else:
        return None
    rejected = any(True for _, rule in RULES for _ in rule(situation, [mended]))
    return None if rejected else Remedy(action, block.id)


def _hole(need: Need, lacks: Sequence[_Lack], usual: float) -> Hole:
    """The hole that several customers share; a remedy counts if it helps all of them."""
    audience: defaultdict[str, set[str]] = defaultdict(set)
    for lack in lacks:
        for name, words in lack.audience.items():
            audience[name].update(words)
    revenues = [one.customer.profile.customer.revenue for one in lacks if one.customer.profile.customer.revenue]
    rank = sum(
        lack.weight
        * ((lack.customer.profile.customer.revenue or usual) / usual)
        * (OPTIONAL_SHARE if lack.optional else 1)
        for lack in lacks
    )
    helping = frozenset.intersection(*(lack.remedies for lack in lacks))
    return Hole(
        need=need,
        profiles=tuple(sorted(lack.customer.profile.id for lack in lacks)),
        weight=round(sum(lack.weight for lack in lacks), 2),
        rank=round(rank, 4),
        revenue=sum(revenues) if revenues else None,
        audience={name: tuple(sorted(words)) for name, words in sorted(audience.items())},
        remedies=tuple(sorted(helping)[:MOST_REMEDIES]),
        optional=all(lack.optional for lack in lacks),
    )


def _with_refusals(
    library: Library, customers: Customers, holes: Sequence[Hole], refusals: Iterable[Refusal]
) -> list[Hole]:
    """The holes with the builds that were refused for them, and those of customers whose profile is gone.

    A customer with a profile counts by it alone: what was refused once may be answered by now.
    """
    counted: defaultdict[tuple[str, str], list[Refusal]] = defaultdict(list)
    for refusal in refusals:
        for value in refusal.values:
            if value in library.values:
                counted[value, refusal.language].append(refusal)
    found, told = [], set()
    present = {one.profile.id for one in customers.known}
    gone: dict[tuple[str, str], dict[str, float]] = {
        key: {one.profile: one.values[key[0]] for one in those if one.profile not in present}
        for key, those in counted.items()
    }
    for hole in sorted(holes, key=lambda hole: -hole.rank):
        key = hole.need.value, hole.need.language
        more = sum(gone.get(key, {}).values()) if key not in told else 0.0
        told.add(key)
        found.append(
            msgspec.structs.replace(
                hole,
                refusals=len(counted.get(key, ())),
                weight=round(hole.weight + more, 2),
                rank=round(hole.rank + more, 4),
            )
        )
    answered = _answered(library, customers)
    for key, weights in gone.items():
        if key in told or not weights or key in answered:
            continue
        total = sum(weights.values())
        need = Need(key[0], (), "", key[1])
        found.append(
            Hole(need=need, profiles=(), weight=round(total, 2), rank=round(total, 4), refusals=len(counted[key]))
        )
    return found


def _answered(library: Library, customers: Customers) -> frozenset[tuple[str, str]]:
    """The values that some usable block answers strongly, with the languages in which it does."""
    least = library.settings.scoring.each_strength
    return frozenset(
        (value, language)
        for block in usable_blocks(library, customers.on)
        if block.kind != "frame"
        for value, strength in block.values.items()
        if strength >= least
        for language in block.bodies
        if language not in block.broken_bodies
    )
