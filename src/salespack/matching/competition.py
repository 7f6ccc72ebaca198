"""The competition for the slots of a pack: candidates, seats, and the greedy choice. No limits and no refusal here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import msgspec

from salespack.library.blocks import Block
from salespack.library.packs import Each, Pack, Slot
from salespack.matching.people import cared_about, further_values
from salespack.matching.scoring import (
    Candidate,
    assumed_weights,
    base_of,
    boost_share,
    boosts_of,
    suits_customer,
    top_values,
    weights_of,
)
from salespack.matching.seats import PROMISE, PROOF, Seat, answers_alone, seats_of, slots_of
from salespack.matching.situation import Situation
from salespack.matching.worth import NOISE, Bidding, Entry, State, state_of, worth_of

REPAIR = "repair"
"""The tag of a dialogue block that may stand where a promise would stand on a broken one, and of the slots that ask
for one. In no other slot does anybody apologise to a customer who is content."""

END = 1_000
"""The section of places beyond those of the pack."""
FRAME = ("frame",)
ADDED = "added"
"""The slot of a place that was opened for a pinned block."""


class Field(msgspec.Struct, frozen=True):
    """The candidates of one match, found by kind and tag; the same whatever the weights are.

    `by_kind` holds those of a kind, also under each tag that a slot asks for.
    """

    situation: Situation
    by_kind: Mapping[tuple[str, str | None], list[Candidate]]
    repairers: Sequence[Candidate]
    pinned: Mapping[str, Candidate]

    @classmethod
    def of(cls, situation: Situation, eligible: Iterable[Block]) -> Field:
        """The field of the blocks that are eligible."""
        candidates = candidates_of(situation, eligible)
        tags = tags_asked_for(situation.pack, situation.bearing.instead)
        by_kind: defaultdict[tuple[str, str | None], list[Candidate]] = defaultdict(list)
        for candidate in candidates:
            kind, block_tags = candidate.block.kind, candidate.block.tags
            by_kind[kind, None].append(candidate)
            if block_tags:
                for tag in tags.intersection(block_tags):
                    by_kind[kind, tag].append(candidate)
        repairers = [c for c in candidates if REPAIR in c.block.tags]
        pinned = {c.id: c for c in candidates if c.id in situation.pinned}
        return cls(situation, by_kind, repairers, pinned)

    def contenders(self, seat: Seat, top: Sequence[str]) -> list[Candidate]:
        """All candidates that suit a seat: by kind and tag, or as a repair; in `each` strong enough on the value."""
        slot, need = seat.slot, self.situation.library.settings.scoring.each_strength
        if slot.make is not None:
            return []
        if (tag := self.situation.bearing.instead.get(slot.tag or "")) is not None:
            other = msgspec.structs.replace(slot, tag=tag)
            if found := self.contenders(msgspec.structs.replace(seat, slot=other), top):
                return found
        if slot.kinds:
            suiting = [c for kind in dict.fromkeys(slot.kinds) for c in self.by_kind.get((kind, slot.tag), ())]
        else:
            suiting = [c for (_, tag), group in self.by_kind.items() if tag == slot.tag for c in group]
        value = seat.value
        if value is not None:
            suiting = [c for c in suiting if c.block.values.get(value, 0) >= need]
        if slot.tag != REPAIR and self.repairers:
            suiting = [c for c in suiting if REPAIR not in c.block.tags or self.repair_is_due(c.block, value)]
        stand_ins = self.stand_ins(seat, top)
        if stand_ins:
            present = {c.id for c in suiting}
            suiting += [c for c in stand_ins if c.id not in present]
        return suiting

    def repair_is_due(self, block: Block, value: str | None = None) -> bool:
        """Whether a block speaks to a value on which the customer rates us low; within `each`, to that of the seat.
        One that speaks to no value is due where they rate us low on any."""
        repairs = self.situation.repairs
        if not block.values:
            return bool(repairs)
        return any(block.values.get(broken, 0) > 0 for broken in repairs if value in (None, broken))

    def stand_ins(self, seat: Seat, top: Sequence[str]) -> list[Candidate]:
        """The repair blocks that may stand where a benefit would: for the seat's value, or, outside `each`, for any
        top value on which the customer rates us low."""
        if seat.slot.kinds and "benefit" not in seat.slot.kinds:
            return []
        need = self.situation.library.settings.scoring.each_strength
        broken = [value for value in (top if seat.value is None else (seat.value,)) if value in self.situation.repairs]
        if not broken:
            return []
        able = (c for c in self.repairers if c.block.kind == "dialogue")
        return [c for c in able if any(c.block.values.get(value, 0) >= need for value in broken)]


def candidates_of(situation: Situation, eligible: Iterable[Block]) -> list[Candidate]:
    """The eligible blocks that can have a score or are pinned. The others match the customer in nothing."""
    held = {*situation.profile.values, *cared_about(situation.people)}
    cap, pinned = situation.library.settings.scoring.boosts.cap, situation.pinned
    live = []
    for block in eligible:
        values = block.values
        speaks = () if held.isdisjoint(values) else tuple([item for item in values.items() if item[0] in held])
        base = base_of(situation, block) if not values or block.kind == "frame" else 0.0
        if speaks or base or block.id in pinned:
            live.append((block, base, speaks))
    boosts = boosts_of(situation, [block for block, _, _ in live])
    shares = {id: boost_share(earned, cap) for id, earned in boosts.items()}
    return [Candidate(block.id, base, shares.get(block.id, 0.0), speaks, block) for block, base, speaks in live]


def tags_asked_for(pack: Pack, instead: Mapping[str, str]) -> frozenset[str]:
    """The tags that slots of the pack ask for, and those that take the place of one."""
    asked = frozenset(slot.tag for slot in slots_of(pack) if slot.tag is not None)
    return asked | {other for tag, other in instead.items() if tag in asked}


class Contest:
    """A competition under way: the places of the deck in their order, each with the candidate in it."""

    def __init__(self, field: Field) -> None:
        situation = field.situation
        self.field, self.scoring = field, situation.library.settings.scoring
        self.declared = weights_of(situation.profile, situation.library.settings)
        self.weights = self.declared | assumed_weights(situation.profile, situation.people, self.scoring)
        self.top = top_values(first_for(situation, self.declared), situation.pack)
        self.entries: list[Entry] = []
        self.biddings: list[Bidding] = []

    @property
    def taken(self) -> set[str]:
        """The blocks in the deck."""
        return {entry.candidate.id for entry in self.entries if entry.candidate is not None}

    def state(self, *but: Entry) -> State:
        """What the deck leaves open, some of its places apart."""
        return state_of(self.entries, self.scoring, but)

    def worth(self) -> float:
        """What the deck is worth."""
        return worth_of(self.entries, self.weights, self.scoring)

    def best(self) -> dict[str, int]:
        """For each value the strength of the strongest block of the deck, frame apart."""
        found: dict[str, int] = {}
        for entry in self.entries:
            if entry.candidate is None or entry.candidate.block.kind == "frame":
                continue
            for value, strength in entry.candidate.block.values.items():
                found[value] = max(strength, found.get(value, 0))
        return found

    def shortfall(self) -> tuple[bool, float]:
        """By what the deck would be refused: whether the weightiest value has no answer, and how much coverage it
        lacks. Nothing, (False, 0), where it would be built."""
        least = self.field.situation.pack.fit.min_coverage
        if not self.top or least == 0:  # it asks or thanks, and need not answer anything
            return False, 0.0
        best, total = self.best(), sum(self.weights[value] for value in self.top)
        covered = sum(self.weights[value] * best.get(value, 0) / 5 for value in self.top) / total
        return self.top[0] not in best, max(least - covered - NOISE, 0.0)


def seated(field: Field, pins: Mapping[str, Seat] = {}) -> Contest:
    """The competition with a seat for every place of the pack and of the pinned blocks, and nobody seated but those.

    `pins` are further blocks with the seats of the pack that they are to have.
    """
    contest, situation = Contest(field), field.situation
    also = situation.also[: situation.pack.limits.added]
    further = further_of(field, contest.top, contest.weights, also)
    places = seats_of(situation.pack, contest.top, also, further)
    contenders = {seat: field.contenders(seat, contest.top) for seat in places}
    if not any(isinstance(section, Each) for section in situation.pack.sections):
        for turn, value in enumerate((*also, *further)):
            slot = Slot(slot=ADDED, kinds=(PROMISE, PROOF), optional=True)
            seat = Seat(slot, END, turn=turn, value=value, roles=further.get(value, ()))
            contenders = with_place(contenders, seat)
            contenders[seat] = field.contenders(seat, contest.top)

    def bidding(seat: Seat, suiting: Sequence[Candidate]) -> Bidding:
        return Bidding(seat, suiting, contest.weights, situation.people, contest.scoring)

    biddings = {seat: bidding(seat, suiting) for seat, suiting in contenders.items()}
    pinned = seat_pins(field, biddings)
    for id, seat in pins.items():
        if len(pinned.get(seat, ())) < seat.slot.take:
            pinned.setdefault(seat, []).append(next(c for c in biddings[seat].candidates if c.id == id))
    for seat in list(places_for(field, pinned)):
        contenders = with_place(contenders, seat)
        own = field.pinned[seat.opened_for]
        biddings[seat], pinned[seat] = bidding(seat, [own]), [own]
    for seat in contenders:
        one, own_pins = biddings[seat], pinned.get(seat, [])
        contest.biddings.append(one)
        for turn in range(seat.slot.take if seat.slot.make is None else 1):
            there = own_pins[turn] if turn < len(own_pins) else None
            contest.entries.append(Entry(one, there, there is not None))
    return contest


def fill(contest: Contest) -> None:
    """Fill the empty places in their order, each with the best that is not in the deck yet."""
    for entry in contest.entries:
        if entry.candidate is None:
            entry.candidate = best_free(entry.bidding, contest.state(), contest.taken)


def best_free(bidding: Bidding, state: State, taken: set[str]) -> Candidate | None:
    """The candidate that adds most to a deck in this state, of those that are not in it; None where none adds any."""
    free = [c for c in bidding.shortlist if c.id not in taken]
    standings = [(-bidding.points(c, state), c.id, c) for c in free]
    if not any(points < 0 for points, _, _ in standings):
        standings = bidding.rank(state, taken)
    best = min(standings, default=None, key=lambda one: one[:2])
    return best[2] if best is not None and best[0] < 0 else None


def first_for(situation: Situation, weights: Mapping[str, float]) -> dict[str, float]:
    """The weights: first the value that is to lead, then what the person cares about for whom the pack is made."""
    theirs = {value for one in situation.people if one.role == situation.person for value in one.cares}
    return dict(sorted(weights.items(), key=lambda item: (item[0] != situation.lead, item[0] not in theirs)))


def further_of(
    field: Field, top: Sequence[str], weights: Mapping[str, float], also: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """The values answered for people alone, with their roles: none in a pack that promises nothing."""
    pack, need = field.situation.pack, field.situation.library.settings.scoring.each_strength
    slots = slots_of(pack)
    if not any(answers_alone(slot) for slot in slots):
        return {}
    kinds = {kind for slot in slots if answers_alone(slot) for kind in slot.kinds}
    candidates = [c for kind in kinds & {PROMISE, PROOF} for c in field.by_kind.get((kind, None), ())]
    answerable = {value for c in candidates for value, strength in c.speaks if strength >= need}
    left = None if pack.limits.added is None else max(pack.limits.added - len(also), 0)
    asked = further_values(field.situation.people, (*top, *also), weights, answerable)
    return dict(islice(asked.items(), left))


def seat_pins(field: Field, biddings: Mapping[Seat, Bidding]) -> dict[Seat, list[Candidate]]:
    """The pinned blocks, in the order they are pinned, each in the seat where it scores most of those that it suits
    and that have room, the first of equals."""
    seated: dict[Seat, list[Candidate]] = {}
    for id in field.situation.pinned:
        candidate = field.pinned.get(id)
        if candidate is None:
            continue
        open_to_it = [
            seat
            for seat, bidding in biddings.items()
            if candidate in bidding.candidates and len(seated.get(seat, ())) < seat.slot.take
        ]
        if open_to_it:
            best = max(open_to_it, key=lambda seat: fitness(biddings[seat], candidate))
            seated.setdefault(best, []).append(candidate)
    return seated


def fitness(bidding: Bidding, candidate: Candidate) -> tuple[float, int]:
    """How well a candidate fits a seat: its points there, then its strength on the seat's value."""
    return bidding.points(candidate, State({})), candidate.block.values.get(bidding.seat.value or "", 0)


def places_for(field: Field, seated: Mapping[Seat, Sequence[Candidate]]) -> Iterator[Seat]:
    """A place of its own for each pinned block that no slot takes, as many as the pack lets a seller add.

    Such a place is optional: the limits of the pack and of the meeting hold for it.
    """
    have = {candidate.id for candidates in seated.values() for candidate in candidates}
    homeless = [id for id in field.situation.pinned if id in field.pinned and id not in have]
    allowed = field.situation.pack.limits.added
    left = None if allowed is None else max(allowed - len(field.situation.also), 0)
    for turn, id in enumerate(homeless[:left]):
        yield Seat(Slot(slot=ADDED, kinds=(field.pinned[id].block.kind,), optional=True), END, turn=turn, opened_for=id)


def with_place(contenders: Mapping[Seat, list[Candidate]], opened: Seat) -> dict[Seat, list[Candidate]]:
    """The seats with one more: behind the last that takes its kind, else before the frame that ends the deck."""
    seats, kinds = list(contenders), opened.slot.kinds
    alike = [at for at, seat in enumerate(seats) if kinds[0] in seat.slot.kinds and kinds != FRAME]
    content = [at for at, seat in enumerate(seats) if seat.slot.kinds != FRAME]
    at = max(alike or content, default=len(seats) - 1) + 1
    return {seat: contenders.get(seat, []) for seat in (*seats[:at], opened, *seats[at:])}


def is_generic(situation: Situation, candidate: Candidate, weights: Mapping[str, float]) -> bool:
    """Whether a block, not frame, has neither a value of the customer's nor a `for` or `about` match."""
    if candidate.block.kind == "frame" or any(value in weights for value, _ in candidate.speaks):
        return False
    return not suits_customer(situation, candidate.block)
