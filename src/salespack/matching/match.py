"""`match`: one profile and one pack with the library make a selection. Sift, compete, limit, judge, and say why."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal, Unpack, get_args

import msgspec

from salespack.library.blocks import Block, Kind
from salespack.library.library import Library
from salespack.library.packs import Pack
from salespack.matching.choosing import Outcome, choose
from salespack.matching.competition import REPAIR, Field
from salespack.matching.eligibility import eligible_blocks
from salespack.matching.limits import Use, generic_share, minutes_in, slides_in, unmet
from salespack.matching.pack_choice import objections
from salespack.matching.people import cared_about, told_of, would_answer
from salespack.matching.refusal import answered_of, best_answers, coverage_of, refusal_of, told
from salespack.matching.seats import Seat, slots_of
from salespack.matching.selection import Choice, EmptyReason, Reason, Rejection, Selection, ValueWeight
from salespack.matching.situation import Known, Situation
from salespack.problems.problem import Place, Problem, Severity
from salespack.problems.suggestions import LISTED, did_you_mean
from salespack.profiles.profile import Profile
from salespack.relationship.standing import rating_of

USABLE = frozenset({Reason.NO_SLOT, Reason.ANSWERS_NOTHING, Reason.OUTSCORED})
"""Reasons that a pin overrides: the block suits the customer, though no slot wanted it."""

CLOSING = frozenset({Reason.REPAIR_FIRST, Reason.NOT_NOW})
"""Reasons that follow from how we stand with the customer."""

DO_NOT_FIT = frozenset({"SP523", "SP524", "SP525", "SP526", "SP528"})
"""Faults of blocks whose text has no room in the layouts of the brand."""


def match(profile: Profile, pack: Pack, library: Library, on: datetime.date, **known: Unpack[Known]) -> Selection:
    """Choose the blocks of `library` that make `pack` for the customer of `profile` on the day `on`.

    The same arguments give the same selection everywhere. Raises nothing: faults are in `problems` and `refusal`.
    """
    situation = Situation.of(profile, pack, library, on, **known)
    blocks = library.blocks
    eligible, rejections = eligible_blocks(situation)
    field = Field.of(situation, eligible)
    outcome = choose(field)
    rejections |= passed_over(field, outcome, eligible)
    in_order = sorted([id for id in blocks if id in rejections])  # libraries are mostly in order, which sorts faster
    choices = tuple(kept_empty(situation, outcome, rejections))
    filled = [choice for choice in choices if choice.filled]
    shown = [blocks[choice.block] for choice in filled if choice.block is not None]
    uses = [Use(choice.block, choice.slides, choice.minutes, choice.generic) for choice in filled]
    best = best_answers(shown)
    held = {value: weight for value, weight in outcome.weights.items() if value in outcome.declared}
    asked_for = {*situation.also, *(cared_about(situation.people) if situation.person else ())}
    declared = {
        value: weight
        for value, weight in held.items()
        if profile.values[value].basis != "assumed" or value not in asked_for
    }
    need = library.settings.scoring.each_strength
    repaired_first = situation.profile.relationship.state == "at-risk" and bool(situation.repairs)
    chosen = outcome.chosen
    usable = [] if repaired_first else [block for block in eligible if block.id not in chosen]
    people = told_of(situation.people, [one for one in shown if one.kind != "frame"], usable, outcome.weights, need)
    served, answered = sum(bool(one.blocks) for one in people), answered_of(declared, best)
    refusal = refusal_of(situation, outcome.weights, outcome.top, best, rejections)
    return Selection(
        profile=profile.id,
        pack=pack.id,
        language=situation.language,
        on=situation.on,
        stage=situation.stage,
        choices=choices,
        rejections=tuple([rejections[id] for id in in_order]),
        values=tuple(
            ValueWeight(
                id,
                weight,
                id in outcome.top,
                best.get(id, (0, ""))[0] / 5,
                profile.values[id].basis,
                None if best.get(id, (0, ""))[0] >= need else would_answer((id,), usable, held, need),
            )
            for id, weight in held.items()
        ),
        coverage=coverage_of(outcome.weights, outcome.top, best),
        answered=answered,
        state=situation.profile.relationship.state,
        proposed_from=rating_of(profile) if situation.proposed else None,
        people=people,
        generic_share=generic_share(uses, blocks, situation.sizes),
        slides=slides_in(uses),
        minutes=minutes_in(uses),
        worth=outcome.worth,
        swaps=outcome.swaps,
        refusal=refusal,
        problems=(
            *unknown_ids(situation),
            *homeless_pins(situation, outcome, rejections),
            *unanswered(situation, best),
            *faults_of_pack(situation, outcome, rejections),
            *fallbacks(situation, [choice for choice in filled if choice.block is not None]),
            *outcome.problems,
            *(
                ()  # a pack that is refused falls short of everything, and its refusal says of what
                if refusal
                else unmet(
                    pack,
                    answered=None if situation.person else answered,
                    people=served / len(people) if people else None,
                )
            ),
        ),
    )


def kept_empty(situation: Situation, outcome: Outcome, rejections: Mapping[str, Rejection]) -> Iterator[Choice]:
    """The places of the deck; one that is empty because blocks which would stand there do not suit how we stand with
    the customer says so, with the reason that the library gives."""
    blocks, need = situation.library.blocks, situation.library.settings.scoring.each_strength
    out: list[tuple[Block, Rejection]] | None = None
    for seat, choice in outcome.choices:
        if choice.empty not in (EmptyReason.NONE_ELIGIBLE, EmptyReason.ANSWERS_NOTHING):
            yield choice
            continue
        if out is None:
            out = [(blocks[id], one) for id, one in rejections.items() if one.reason in CLOSING]
        pulls = [
            (-pull, rejection.block, rejection)
            for block, rejection in out
            if (pull := _pull(block, seat, outcome.weights, need)) > 0
        ]
        if not pulls:
            yield choice
            continue
        rejection = min(pulls, key=lambda one: one[:2])[2]
        yield msgspec.structs.replace(
            choice,
            empty=EmptyReason(rejection.reason.value),
            reason=f"{rejection.reason.value}: {rejection.detail}",
            because=rejection.detail if rejection.reason is Reason.NOT_NOW else rejection.value or "",
        )


def _pull(block: Block, seat: Seat, weights: Mapping[str, float], need: int) -> float:
    """How much a block speaks to what the customer values, in a place that it suits; 0 where it does not suit it."""
    slot = seat.slot
    suits = (not slot.kinds or block.kind in slot.kinds) and (slot.tag is None or slot.tag in block.tags)
    if not suits or (seat.value is not None and block.values.get(seat.value, 0) < need):
        return 0.0
    return max((weights.get(value, 0.0) * strength for value, strength in block.values.items()), default=0.0)


def passed_over(field: Field, outcome: Outcome, eligible: Sequence[Block]) -> dict[str, Rejection]:
    """Why each eligible block that is not in the deck is not."""
    situation, chosen = field.situation, outcome.chosen
    asks_for_repair = any(slot.tag == REPAIR for slot in slots_of(situation.pack))
    undue = {c.id for c in field.repairers if not (asks_for_repair or field.repair_is_due(c.block))}
    nearest = nearest_misses(outcome)
    openings = openings_of(situation)
    weak = too_weak(situation, outcome)
    found = {}
    for block in eligible:
        id = block.id
        if id in chosen:
            continue
        if id in outcome.removed:
            found[id] = Rejection(id, Reason.OVER_LIMIT, outcome.removed[id])
        elif id in nearest:
            distance, seat, winner, score = nearest[id]
            behind = f" by {distance:.2f}" if distance >= 0 else ""  # ahead of a pinned winner
            detail, by = f"by {winner} in {seat}{behind}", winner.removesuffix(" (pinned)")
            found[id] = Rejection(id, Reason.OUTSCORED, detail, score, by=by)
        elif id in undue:
            found[id] = Rejection(id, Reason.NO_SLOT, "the customer is content with what it speaks to")
        elif (block.kind, None) not in openings and openings.isdisjoint([(block.kind, tag) for tag in block.tags]):
            found[id] = Rejection(id, Reason.NO_SLOT, f"{situation.pack.id} takes no {described(block, openings)}")
        elif outcome.weights.keys().isdisjoint(block.values):
            found[id] = Rejection(id, Reason.ANSWERS_NOTHING, "speaks to nothing this customer values")
        else:
            found[id] = Rejection(id, Reason.ANSWERS_NOTHING, weak[block.kind])
    return found


def too_weak(situation: Situation, outcome: Outcome) -> dict[str, str]:
    """By kind, what a block lacks that speaks to the customer's values and still suits no slot."""
    least = situation.library.settings.scoring.each_strength
    found = {}
    for kind in get_args(Kind):
        taking = [seat for seat, _ in outcome.choices if seat.slot.make is None]
        seats = [seat for seat in taking if not seat.slot.kinds or kind in seat.slot.kinds]
        values = dict.fromkeys(seat.value for seat in seats if seat.value is not None) or outcome.top
        found[kind] = f"strength below {least} on {', '.join(values)}"
    return found


def nearest_misses(outcome: Outcome) -> dict[str, tuple[float, str, str, float]]:
    """For each block that lost: the slot where it came nearest, as (distance, slot, winner, the loser's score)."""
    nearest: dict[str, tuple[float, str, str, float]] = {}
    for lost in outcome.losers:
        name, score = lost.seat.name, lost.points
        by = f"{lost.winner} (pinned)" if lost.pinned else lost.winner
        for negative, id, _ in lost.standings:
            distance, known = score + negative, nearest.get(id)
            if known is None or distance < known[0]:
                nearest[id] = distance, name, by, -negative
    return nearest


def openings_of(situation: Situation) -> frozenset[tuple[str, str | None]]:
    """The kinds, each with the tag it must carry, that the slots of the pack take."""
    openings = {(kind, slot.tag) for slot in slots_of(situation.pack) for kind in (slot.kinds or get_args(Kind))}
    if situation.repairs and any(kind == "benefit" for kind, _ in openings):
        openings.add(("dialogue", REPAIR))
    return frozenset(openings)


def described(block: Block, openings: Collection[tuple[str, str | None]]) -> str:
    """A block by what keeps it out of the slots: its kind, or its tags where slots take the kind with another."""
    if all(kind != block.kind for kind, _ in openings):
        return block.kind
    return f"{block.kind} tagged {', '.join(block.tags)}" if block.tags else f"{block.kind} without a tag"


def unknown_ids(situation: Situation) -> Iterator[Problem]:
    """The pinned and dropped ids that are no block of the library."""
    blocks = situation.library.blocks
    listed: tuple[tuple[Literal["pin", "drop"], str, Sequence[str]], ...] = (
        ("pin", "pinned", situation.pinned),
        ("drop", "dropped", sorted(situation.dropped)),
    )
    for key, verb, ids in listed:
        for id in ids:
            if not id:
                yield Problem(code="SP403", message=f"no block is named to be {verb}", hint=f"write --{key} and its id")
            elif id not in blocks:
                several = f"say --{key} before each" if "," in id else ""
                yield Problem(
                    code="SP403",
                    message=f"{id} is {verb}, but the library has no block of that name",
                    hint=several or did_you_mean(id, blocks, LISTED),
                    place=situation.place_of(key, id),
                )


def homeless_pins(situation: Situation, outcome: Outcome, rejections: Mapping[str, Rejection]) -> Iterator[Problem]:
    """The pinned blocks that are not in the deck; a warning where only a limit keeps them out."""
    for id in situation.pinned:
        if id in outcome.chosen or id not in situation.library.blocks:
            continue
        if rejections[id].reason is Reason.BROKEN:
            block = situation.library.blocks[id]
            yield from (one.as_warning() for one in (*block.problems, *block.broken_bodies.get(situation.language, ())))
        over = rejections[id].reason is Reason.OVER_LIMIT
        message, hint = _homeless(situation, id, rejections[id])
        yield Problem(
            code="SP402",
            message=message,
            hint=hint,
            place=situation.place_of("pin", id),
            severity=Severity.WARNING if over else Severity.ERROR,
        )


def _homeless(situation: Situation, id: str, rejection: Rejection) -> tuple[str, str]:
    """Why a pinned block is not in the deck, and what helps."""
    if rejection.reason is Reason.OVER_LIMIT:
        return f"the pinned block {id} was left out ({told(rejection)})", "drop another block, or raise the limit"
    if rejection.reason in USABLE:
        pack, added = situation.pack.id, situation.pack.limits.added or "none"
        message = f"the pinned block {id} takes no slot of {pack}, which lets {added} be added"
        return message, f"unpin another block, or raise `limits: added` in {situation.pack.file}"
    if rejection.reason is Reason.DROPPED:
        return f"{id} is both pinned and dropped", "leave out one of the two"
    if rejection.reason is Reason.BROKEN:
        return f"the pinned block {id} is broken, and not in the deck", "mend what is said of it, or unpin it"
    return f"the pinned block {id} cannot be used ({told(rejection)})", "unpin it, or mend what keeps it out"


def unanswered(situation: Situation, best: Mapping[str, tuple[int, str]]) -> Iterator[Problem]:
    """A warning for each value that was asked for and that nothing in the deck answers."""
    for value in situation.also:
        if value not in best:
            yield Problem(
                code="SP422",
                message=f"nothing in {situation.pack.id} answers {value}, which was asked for",
                hint=f"salespack library list --value {value} shows what there is",
                severity=Severity.WARNING,
            )


def faults_of_pack(situation: Situation, outcome: Outcome, rejections: Mapping[str, Rejection]) -> Iterator[Problem]:
    """The frame slots that must be filled and are not: what keeps their blocks out, or that there are none."""
    for seat, choice in outcome.choices:
        if choice.block is None and is_required_frame(seat):
            reason, hint = what_empties(situation, seat, rejections)
            yield Problem(
                code="SP405",
                message=f"the required frame slot {seat.name} is empty: {reason or choice.reason}",
                hint=hint or "add such a frame block, or make the slot optional",
                place=Place(situation.pack.file),
            )


def what_empties(situation: Situation, seat: Seat, rejections: Mapping[str, Rejection]) -> tuple[str, str]:
    """What keeps the block out that a frame slot is for, and what to do about it; empty where there is no such block.

    A broken block comes before all others, for it is the one that would stand there; then one that is dropped. A draft
    comes last: what somebody has approved already is nearer.
    """
    blocks, order = situation.library.blocks, list(Reason)
    found = [
        one
        for id, one in rejections.items()
        if blocks[id].kind == "frame" and (seat.slot.tag is None or seat.slot.tag in blocks[id].tags)
    ]
    if not found:
        return "", ""
    asked = Reason.BROKEN, Reason.DROPPED
    first = min(
        found,
        key=lambda one: (one.reason not in asked, one.reason is Reason.STATE, order.index(one.reason), one.block),
    )
    problem = situation.excluded.get(first.block)
    if isinstance(problem, Problem) and problem.code in DO_NOT_FIT:
        brand = situation.library.settings.brand or "brand"
        return (
            f"its block {first.block} does not fit: {problem.message}",
            f"shorten it in {blocks[first.block].file}, or give its layout in {brand} more room for it",
        )
    if first.reason is Reason.BROKEN:
        detail = problem.message if isinstance(problem, Problem) else first.detail
        return f"its block {first.block} is broken: {detail}", f"mend it in {blocks[first.block].file}"
    if first.reason is Reason.DROPPED:
        return f"its block {first.block} is dropped, as asked", "drop another, or make the slot optional"
    hint = "mend what keeps it out, add another, or make the slot optional"
    if first.reason in (Reason.FOR, Reason.NOT_FOR) and (others := objections(situation.profile, situation.pack)):
        hint = f"{situation.pack.id} is not for this customer, {'; '.join(others)}: take another pack"
    return f"its block {first.block} cannot be used ({told(first)})", hint


def is_required_frame(seat: Seat) -> bool:
    """Whether a deck without this seat is incomplete."""
    return seat.slot.kinds == ("frame",) and not seat.slot.optional


def fallbacks(situation: Situation, filled: Sequence[Choice]) -> Iterator[Problem]:
    """The chosen blocks that are not translated and stand in the library's default language."""
    for choice in filled:
        block = situation.library.blocks[choice.block or ""]
        if situation.language not in block.bodies:
            yield Problem(
                code="SP404",
                message=f"{block.id} is not translated into {situation.language}; it stands in "
                f"{situation.library.settings.default_language}",
                hint=f"translate it, or say “language: fail” in {situation.pack.id}",
                place=Place(block.file),
                severity=Severity.WARNING,
            )
