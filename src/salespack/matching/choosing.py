"""The choice of a deck from greedy to final, and what is told of it: each place with its reason, and who lost there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import msgspec

from salespack.library.blocks import Block
from salespack.matching.competition import Field, fill, seated
from salespack.matching.improving import Improving, fill_required
from salespack.matching.limits import Use
from salespack.matching.made import settled
from salespack.matching.scoring import Candidate, boost_terms, boosts_of
from salespack.matching.seats import Seat, empty
from salespack.matching.selection import Choice, EmptyReason, RunnerUp, Swapped
from salespack.matching.worth import NOISE, Bidding, Entry, Standing, State
from salespack.problems.problem import Problem

RUNNERS_UP = 2
"""How many runners-up a place has."""
MOST_BROUGHT = 3
"""How many things are named that a runner-up would bring."""
FAINT = 2
"""Up to which strength a value is only mentioned."""
MOST_LOOKS = 5
"""How often the candidates beyond the shortlists are looked at again after a swap."""
BUILT = (False, 0.0)
"""The shortfall of a deck that would be built."""
MOST_RESCUES = 60
"""How many other arrangements are tried where a pack would be refused."""


class Losers(msgspec.Struct):
    """Who lost in a seat: against which block, whether that is pinned, and what it adds there, in points."""

    seat: Seat
    winner: str
    pinned: bool
    points: float
    standings: list[Standing]


class Outcome(msgspec.Struct):
    """What the choice led to: each seat with its choices, who lost there, and what limits took out.

    `declared` are the values of the profile among those with weights; the others are people's in the room. `removed`
    are blocks that a limit left no room for, with that limit.
    """

    weights: dict[str, float]
    top: tuple[str, ...]
    declared: frozenset[str]
    worth: float
    choices: list[tuple[Seat, Choice]] = []
    losers: list[Losers] = []
    removed: dict[str, str] = {}
    problems: list[Problem] = []
    swaps: tuple[Swapped, ...] = ()

    @property
    def chosen(self) -> dict[str, Choice]:
        """The filled places by block."""
        return {choice.block: choice for _, choice in self.choices if choice.block is not None}


def choose(field: Field, *, told: bool = True) -> Outcome:
    """The choice of a deck; without `told` no more of it than what stands where."""
    choosing = _Choosing(field)
    if choosing.contest.shortfall() > BUILT:
        choosing = _rescued(field, choosing)
    return choosing.outcome(told=told)


def _rescued(field: Field, refused: _Choosing) -> _Choosing:
    """Another deck that would not be refused, where blocks in other places lead there; else the same deck."""
    best, pins, tries = refused, dict[str, Seat](), 0
    biddings = [one for one in refused.contest.biddings if not one.seat.opened_for]
    for value in refused.contest.top:
        answers = sorted(
            (-candidate.block.values.get(value, 0), number, candidate.id)
            for number, bidding in enumerate(biddings)
            for candidate in bidding.shortlist
            if candidate.block.kind != "frame" and candidate.block.values.get(value, 0) > 0
        )
        for _, number, id in answers:
            if best.contest.shortfall() == BUILT or tries >= MOST_RESCUES:
                break
            if id in pins or id in field.pinned:
                continue
            tries += 1
            tried = {**pins, id: biddings[number].seat}
            other = _Choosing(field, tried)
            if other.contest.shortfall() < best.contest.shortfall():
                best, pins = other, tried
                break
    return best if best.contest.shortfall() == BUILT else refused


class _Choosing:
    """One way from an empty deck to a finished one."""

    def __init__(self, field: Field, pins: Mapping[str, Seat] | None = None) -> None:
        self.contest = seated(field, pins or {})
        fill(self.contest)
        fill_required(self.contest)
        self._made = self._settle()
        uses = {number: Use(None, one.slides, one.minutes) for number, one in self._made.items() if one.made}
        optional = [number for number, one in self._made.items() if one.made and one.optional]
        self.improving = Improving(self.contest, uses, optional)
        self.improving.keep_limits()
        self.improving.improve()
        self._in_order()
        self._standings: dict[int, list[Standing]] = {}

    def _in_order(self) -> None:
        """Puts the blocks of one seat in the order of what each would add alone, pinned ones first."""
        for bidding in self.contest.biddings:
            free = [one for one in self.contest.entries if one.bidding is bidding and one.candidate and not one.pinned]
            candidates = [one.candidate for one in free if one.candidate is not None]
            candidates.sort(key=lambda one: (-bidding.points(one, State({})), one.id))
            for entry, candidate in zip(free, candidates, strict=True):
                entry.candidate = candidate

    def _settle(self) -> dict[int, Choice]:
        """The places whose slides the pack makes, made or empty, by their number."""
        entries = self.contest.entries
        choices = [(entry.seat, self._plain(entry)) for entry in entries]
        settled_choices = settled(self.contest.field.situation, choices)
        return {
            number: choice
            for number, ((_, choice), entry) in enumerate(zip(settled_choices, entries, strict=True))
            if entry.seat.slot.make is not None
        }

    def _plain(self, entry: Entry) -> Choice:
        slot = entry.seat.slot
        if entry.candidate is None:
            return Choice(slot=slot.slot, value=entry.seat.value, optional=slot.optional)
        block, sizes = entry.candidate.block, self.contest.field.situation.sizes
        slides = sizes[block.id].slides if block.id in sizes else 1
        minutes = slides if block.minutes is None else block.minutes
        return Choice(slot=slot.slot, value=entry.seat.value, block=block.id, slides=slides, minutes=minutes)

    def outcome(self, *, told: bool) -> Outcome:
        """What became of it."""
        contest = self.contest
        if told:
            self._look_beyond()
        taken = contest.taken
        return Outcome(
            contest.weights,
            contest.top,
            frozenset(contest.declared),
            contest.worth(),
            list(self._choices(told=told)),
            list(self._losers()) if told else [],
            {
                candidate.id: f"{limit.name}: {limit.show(limit.allowed)} allowed"
                for candidate, limit in self.improving.closed.values()
                if candidate is not None and candidate.id not in taken
            },
            self.improving.problems,
            tuple(
                Swapped(contest.entries[swap.entry].seat.name, swap.before, swap.after, swap.gain, swap.lets)
                for swap in self.improving.swaps
            ),
        )

    def _look_beyond(self) -> None:
        """Ranks all candidates of all seats once more, now that the deck is known, and takes in whoever adds worth."""
        contest = self.contest
        for _ in range(MOST_LOOKS):
            taken, found = contest.taken, False
            self._standings.clear()
            for bidding in contest.biddings:
                entry = self._last(bidding)
                if entry is None:
                    continue
                state = contest.state(entry)
                standings = self._standings[id(bidding)] = bidding.rank(state, taken)
                if entry.pinned or entry.candidate is None or not standings:
                    continue
                negative, _, candidate = min(standings, key=_order)
                adds = -negative > bidding.points(entry.candidate, state) + NOISE
                if adds and candidate not in bidding.shortlist:
                    bidding.shortlist.append(candidate)
                    found = True
            if not found:
                return
            self.improving.improve()
            self._in_order()

    def _last(self, bidding: Bidding) -> Entry | None:
        """The last filled place of a seat, else the first that a limit emptied."""
        own = [(n, entry) for n, entry in enumerate(self.contest.entries) if entry.bidding is bidding]
        filled = [entry for _, entry in own if entry.candidate is not None]
        emptied = [entry for n, entry in own if n in self.improving.closed]
        return filled[-1] if filled else next(iter(emptied), None)

    def _losers(self) -> Iterator[Losers]:
        for bidding in self.contest.biddings:
            entry = self._last(bidding)
            if entry is None:
                continue
            candidate = entry.candidate or self._emptied(entry)
            if candidate is not None:
                points = bidding.points(candidate, self.contest.state(entry))
                pinned = entry.pinned and candidate.id in self.contest.field.situation.pinned
                yield Losers(bidding.seat, candidate.id, pinned, points, self._standings.get(id(bidding), []))

    def _emptied(self, entry: Entry) -> Candidate | None:
        number = next(n for n, one in enumerate(self.contest.entries) if one is entry)
        return self.improving.closed[number][0]

    def _choices(self, *, told: bool) -> Iterator[tuple[Seat, Choice]]:
        """The places in the order of the deck; each block with what it adds to those before it."""
        entries = self.contest.entries
        shown: set[int] = set()
        for number, entry in enumerate(entries):
            seat = entry.seat
            if seat.slot.make is not None:
                yield seat, self._made_choice(number, entry)
            elif entry.candidate is not None:
                state = self.contest.state(*entries[number:])
                yield seat, self._choice(entry, entry.candidate, state, told=told)
            elif id(entry.bidding) not in shown and self._all_empty(entry.bidding):
                yield seat, self._left_empty(number, entry)
            shown.add(id(entry.bidding))

    def _made_choice(self, number: int, entry: Entry) -> Choice:
        if number in self.improving.closed:
            return self._over(number, entry)
        return self._made[number]

    def _all_empty(self, bidding: Bidding) -> bool:
        return all(entry.candidate is None for entry in self.contest.entries if entry.bidding is bidding)

    def _over(self, number: int, entry: Entry) -> Choice:
        limit = self.improving.closed[number][1]
        return empty(entry.seat, EmptyReason.OVER_LIMIT, f"left out: {limit.name} over {limit.show(limit.allowed)}")

    def _choice(self, entry: Entry, candidate: Candidate, state: State, *, told: bool) -> Choice:
        situation, scoring = self.contest.field.situation, self.contest.scoring
        block, bidding = candidate.block, entry.bidding
        use, pattern = self.improving.use(candidate), bidding.pattern(candidate)
        boosts = boosts_of(situation, [block]).get(block.id, ()) if told and pattern.near else ()
        return Choice(
            slot=entry.seat.slot.slot,
            value=entry.seat.value,
            block=block.id,
            version=block.version,
            score=bidding.points(candidate, state),
            gain=round(bidding.answered(candidate, state), 9),
            terms=(
                *bidding.terms(candidate, state),
                *boost_terms(boosts, scoring.boosts.cap, candidate.base + pattern.alone),
            )
            if told
            else (),
            runners_up=self._runners_up(entry, candidate) if told else (),
            slides=use.slides,
            minutes=use.minutes,
            pinned=candidate.id in situation.pinned and entry.pinned,
            optional=entry.seat.slot.optional,
            generic=use.generic,
            roles=entry.seat.roles,
            seen=situation.seen_by_some.get(block.id),
        )

    def _runners_up(self, entry: Entry, candidate: Candidate) -> tuple[RunnerUp, ...]:
        """The best blocks that are not in the deck, with how much less it would be worth with each instead."""
        state, taken = self.contest.state(entry), self.contest.taken
        free = [one for one in entry.bidding.shortlist if one.id not in taken]
        if len(free) < RUNNERS_UP:
            free = [one for _, _, one in self._standings.get(id(entry.bidding), [])]
        points, weights = entry.bidding.points(candidate, state), self.contest.weights
        ranked = sorted((-entry.bidding.points(one, state), one.id, one) for one in free)[:RUNNERS_UP]
        return tuple(
            RunnerUp(id, -negative, round(points + negative, 9), brought(one.block, candidate.block, weights))
            for negative, id, one in ranked
            if negative < 0
        )

    def _left_empty(self, number: int, entry: Entry) -> Choice:
        """A seat for which nothing was chosen, as its best block is in the deck already, or there is none."""
        if number in self.improving.closed:
            return self._over(number, entry)
        seat, bidding = entry.seat, entry.bidding
        taken, state = self.contest.taken, self.contest.state()
        in_deck = [one for one in bidding.rank(state) if one[1] in taken]
        if in_deck:
            best = min(in_deck, key=_order)[1]
            return empty(seat, EmptyReason.ANSWERED, f"answered by {best}", best)
        if bidding.candidates:
            return empty(seat, EmptyReason.ANSWERS_NOTHING, "no block for it answers anything this customer values")
        asked = " or ".join(seat.slot.kinds) or "block"
        tagged = f" tagged {seat.slot.tag}" if seat.slot.tag else ""
        least = self.contest.scoring.each_strength
        strong = f" with strength {least} or more on {seat.value}" if seat.value else ""
        return empty(seat, EmptyReason.NONE_ELIGIBLE, f"no eligible {asked}{tagged}{strong}")


def brought(block: Block, instead_of: Block, weights: Collection[str]) -> tuple[str, ...]:
    """What a block would bring that another does not: values that it answers more strongly, those of the customer
    first; whom it is for; and whom it is about. Ids, and the name of a company."""
    values = sorted(block.values.items(), key=lambda one: (one[0] not in weights, -one[1], one[0]))
    words = [value for value, strength in values if strength > max(instead_of.values.get(value, 0), FAINT)]
    for field in ("roles", "stages", "industries"):
        words += [one for one in getattr(block.audience, field) if one not in getattr(instead_of.audience, field)]
    ours, theirs = block.about, instead_of.about
    if ours is not None:
        words += [ours.industry] if ours.industry and (theirs is None or ours.industry != theirs.industry) else []
        words += [ours.customer] if ours.customer else []
    return tuple(dict.fromkeys(words))[:MOST_BROUGHT]


def _order(standing: Standing) -> tuple[float, str]:
    return standing[0], standing[1]
