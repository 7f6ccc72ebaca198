"""The competition for the slots of a pack: seats, candidates, and the greedy choice. No limits and no refusal here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice

import msgspec

from salespack.library.blocks import Block
from salespack.library.packs import Each, Pack, Slot
from salespack.library.settings import Scoring
from salespack.matching.made import settled
from salespack.matching.people import cared_about, further_values
from salespack.matching.scoring import (
    PRECISION,
    Candidate,
    assumed_weights,
    base_of,
    boost_factor,
    boost_terms,
    boosts_of,
    diminish,
    gains,
    score,
    suits_customer,
    top_values,
    weights_of,
)
from salespack.matching.seats import PROMISE, PROOF, Seat, answers_alone, empty, seats_of, slots_of
from salespack.matching.selection import Choice, EmptyReason, RunnerUp, Term
from salespack.matching.situation import Situation

REPAIR = "repair"
"""The tag of a dialogue block that may stand where a promise would stand on a broken one, and of the slots that ask
for one. In no other slot does anybody apologise to a customer who is content."""

END = 1_000
"""The section of places beyond those of the pack."""
FRAME = ("frame",)
ADDED = "added"
"""The slot of a place that was opened for a pinned block."""

Standing = tuple[float, str, Candidate]
"""A candidate in a slot as (−score, id, candidate), so that the smallest is the best."""


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
        if slot.tag != REPAIR and (undue := {c.id for c in self.repairers if not self.repair_is_due(c.block, value)}):
            suiting = [c for c in suiting if c.id not in undue]
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
        able = (c for c in self.repairers if c.block.kind == "dialogue")
        return [c for c in able if any(c.block.values.get(value, 0) >= need for value in broken)]


def candidates_of(situation: Situation, eligible: Iterable[Block]) -> list[Candidate]:
    """The eligible blocks that can have a score or are pinned. The others match the customer in nothing."""
    held = {*situation.profile.values, *cared_about(situation.people)}
    cap = situation.library.settings.scoring.boosts.cap
    live = []
    for block in eligible:
        speaks = tuple([item for item in block.values.items() if item[0] in held])
        base = base_of(situation, block)
        if speaks or base or block.id in situation.pinned:
            live.append((block, base, speaks))
    boosts = boosts_of(situation, [block for block, _, _ in live])
    factors = {id: boost_factor(earned, cap) for id, earned in boosts.items()}
    return [Candidate(block.id, base, factors.get(block.id, 1.0), speaks, block) for block, base, speaks in live]


def tags_asked_for(pack: Pack, instead: Mapping[str, str]) -> frozenset[str]:
    """The tags that slots of the pack ask for, and those that take the place of one."""
    asked = frozenset(slot.tag for slot in slots_of(pack) if slot.tag is not None)
    return asked | {other for tag, other in instead.items() if tag in asked}


class Outcome(msgspec.Struct):
    """What the competition led to: each seat with its choices, and who lost against the last one chosen there.

    `declared` are the values of the profile among those with weights; the others are people's in the room.
    """

    weights: dict[str, float]
    top: tuple[str, ...]
    declared: frozenset[str] = frozenset()
    choices: list[tuple[Seat, Choice]] = msgspec.field(default_factory=list)
    losers: list[tuple[Seat, Choice, list[Standing]]] = msgspec.field(default_factory=list)

    @property
    def chosen(self) -> dict[str, Choice]:
        """The filled places by block."""
        return {choice.block: choice for _, choice in self.choices if choice.block is not None}


class Contest(msgspec.Struct):
    """A competition under way. `remaining` is r(v), how much of each value is still unanswered; `taken` are the
    blocks that are in the deck or sure to be, because they are pinned."""

    field: Field
    weights: Mapping[str, float]
    remaining: dict[str, float]
    taken: set[str]

    @property
    def scoring(self) -> Scoring:
        """The library's constants."""
        return self.field.situation.library.settings.scoring

    def rank(self, candidates: Iterable[Candidate], value: str | None) -> list[Standing]:
        """The standings, unsorted, of the candidates that have a score in a slot for `value`, as things are now."""
        known: dict[tuple[tuple[str, int], ...], float] = {}
        standings = []
        for candidate in candidates:
            speaks = candidate.speaks
            gain = known.get(speaks)
            if gain is None:
                gain = known[speaks] = sum(
                    amount for amount, _ in gains(speaks, self.weights, self.remaining, value, self.scoring)
                )
            points = score(candidate, gain)
            if points > 0:
                standings.append((-points, candidate.id, candidate))
        return standings

    def choose(self, seat: Seat, candidate: Candidate, rivals: Sequence[Standing], *, pinned: bool = False) -> Choice:
        """The choice of a candidate before its rivals; from now on its values need less answering."""
        situation, block = self.field.situation, candidate.block
        terms = gains(candidate.speaks, self.weights, self.remaining, seat.value, self.scoring)
        gain = sum(amount for amount, _ in terms)
        points = score(candidate, gain)
        runner_up = None
        if rivals:
            second = min(rivals)
            runner_up = RunnerUp(second[1], -second[0], round(points + second[0], PRECISION))
        diminish(self.remaining, block, self.scoring)
        self.taken.add(block.id)
        slides = situation.sizes[block.id].slides if block.id in situation.sizes else 1
        return Choice(
            slot=seat.slot.slot,
            value=seat.value,
            block=block.id,
            version=block.version,
            score=points,
            gain=round(gain, PRECISION),
            terms=(
                *([Term("base", "base", candidate.base)] if candidate.base else []),
                *(Term("value", value, amount) for amount, value in terms),
                *boost_terms(boosts_of(situation, [block]).get(block.id, ()), self.scoring.boosts.cap),
            ),
            runner_up=runner_up,
            slides=slides,
            minutes=slides if block.minutes is None else block.minutes,
            pinned=pinned,
            optional=seat.slot.optional,
            generic=is_generic(situation, candidate, self.weights),
            roles=seat.roles,
        )


def is_generic(situation: Situation, candidate: Candidate, weights: Mapping[str, float]) -> bool:
    """Whether a block, not frame, has neither a value of the customer's nor a `for` or `about` match."""
    if candidate.block.kind == "frame" or any(value in weights for value, _ in candidate.speaks):
        return False
    return not suits_customer(situation, candidate.block)


def compete(situation: Situation, field: Field) -> Outcome:
    """Fill the slots in their order, each with its pinned blocks, then with the best that are not in the deck yet."""
    scoring = situation.library.settings.scoring
    declared = weights_of(situation.profile, situation.library.settings)
    weights = declared | assumed_weights(situation.profile, situation.people, scoring)
    outcome = Outcome(weights, top_values(first_for(situation, declared), situation.pack), frozenset(declared))
    also = situation.also[: situation.pack.limits.added]
    further = further_of(field, outcome, also)
    places = seats_of(situation.pack, outcome.top, also, further)
    contenders = {seat: field.contenders(seat, outcome.top) for seat in places}
    if not any(isinstance(section, Each) for section in situation.pack.sections):
        for turn, value in enumerate((*also, *further)):
            slot = Slot(slot=ADDED, kinds=(PROMISE, PROOF), optional=True)
            seat = Seat(slot, END, turn=turn, value=value, roles=further.get(value, ()))
            contenders = with_place(contenders, seat)
            contenders[seat] = field.contenders(seat, outcome.top)
    pins = seat_pins(field, contenders, weights)
    for seat in list(places_for(field, pins)):
        contenders = with_place(contenders, seat)
        pins[seat] = [field.pinned[seat.opened_for]]
    contest = Contest(field, weights, dict.fromkeys(weights, 1.0), {c.id for seated in pins.values() for c in seated})
    for seat, suiting in contenders.items():
        fill(contest, outcome, seat, suiting, pins.get(seat, []))
    outcome.choices = settled(field.situation, outcome.choices)
    return outcome


def first_for(situation: Situation, weights: Mapping[str, float]) -> dict[str, float]:
    """The weights with what the person cares about first for whom alone the pack is made, where there is one."""
    theirs = {value for one in situation.people if one.role == situation.person for value in one.cares}
    return dict(sorted(weights.items(), key=lambda item: item[0] not in theirs))


def further_of(field: Field, outcome: Outcome, also: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The values answered for people alone, with their roles: none in a pack that promises nothing."""
    pack, need = field.situation.pack, field.situation.library.settings.scoring.each_strength
    slots = slots_of(pack)
    if not any(answers_alone(slot) for slot in slots):
        return {}
    kinds = {kind for slot in slots if answers_alone(slot) for kind in slot.kinds}
    candidates = [c for kind in kinds & {PROMISE, PROOF} for c in field.by_kind.get((kind, None), ())]
    answerable = {value for c in candidates for value, strength in c.speaks if strength >= need}
    left = None if pack.limits.added is None else max(pack.limits.added - len(also), 0)
    asked = further_values(field.situation.people, (*outcome.top, *also), outcome.weights, answerable)
    return dict(islice(asked.items(), left))


def seat_pins(
    field: Field, contenders: Mapping[Seat, Sequence[Candidate]], weights: Mapping[str, float]
) -> dict[Seat, list[Candidate]]:
    """The pinned blocks, in the order they are pinned, each in the seat where it scores most of those that it suits
    and that have room, the first of equals."""
    contest = Contest(field, weights, dict.fromkeys(weights, 1.0), set())
    seated: dict[Seat, list[Candidate]] = {}
    for id in field.situation.pinned:
        candidate = field.pinned.get(id)
        if candidate is None:
            continue
        open_to_it = [
            seat
            for seat, suiting in contenders.items()
            if candidate in suiting and len(seated.get(seat, ())) < seat.slot.take
        ]
        if open_to_it:
            seated.setdefault(max(open_to_it, key=partial(fitness, contest, candidate)), []).append(candidate)
    return seated


def fitness(contest: Contest, candidate: Candidate, seat: Seat) -> tuple[float, int]:
    """How well a candidate fits a seat: its score there, then its strength on the seat's value."""
    points = -min(contest.rank([candidate], seat.value), default=(0.0, "", candidate))[0]
    return points, candidate.block.values.get(seat.value or "", 0)


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


def fill(
    contest: Contest, outcome: Outcome, seat: Seat, suiting: Sequence[Candidate], pins: Sequence[Candidate]
) -> None:
    """Choose for one seat as many blocks as it takes, or leave it empty with the reason."""
    choices: list[Choice] = []
    rivals: list[Standing] = []
    for turn in range(seat.slot.take):
        rivals = contest.rank((c for c in suiting if c.id not in contest.taken), seat.value)
        if turn < len(pins):
            choices.append(contest.choose(seat, pins[turn], rivals, pinned=True))
        elif rivals:
            best = min(rivals)
            rivals.remove(best)
            choices.append(contest.choose(seat, best[2], rivals))
        else:
            break
    if choices:
        outcome.losers.append((seat, choices[-1], rivals))
    else:
        choices.append(left_empty(contest, seat, suiting))
    outcome.choices += [(seat, choice) for choice in choices]


def left_empty(contest: Contest, seat: Seat, suiting: Sequence[Candidate]) -> Choice:
    """A seat for which nothing was chosen, as its best block is in the deck already, or there is none."""
    in_deck = contest.rank((c for c in suiting if c.id in contest.taken), seat.value)
    if in_deck:
        best = min(in_deck)[1]
        return empty(seat, EmptyReason.ANSWERED, f"answered by {best}", best)
    if suiting:
        return empty(seat, EmptyReason.ANSWERS_NOTHING, "no block for it answers anything this customer values")
    asked = " or ".join(seat.slot.kinds) or "block"
    tagged = f" tagged {seat.slot.tag}" if seat.slot.tag else ""
    least = contest.scoring.each_strength
    strong = f" with strength {least} or more on {seat.value}" if seat.value else ""
    return empty(seat, EmptyReason.NONE_ELIGIBLE, f"no eligible {asked}{tagged}{strong}")
