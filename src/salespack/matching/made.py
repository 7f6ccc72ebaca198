"""The slides that a pack makes by itself: which of them have something to say in this deck."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from salespack.library.packs import Made, made_id
from salespack.matching.chapters import LEAST, MOST, chapters_of
from salespack.matching.seats import Seat, empty
from salespack.matching.selection import Choice, EmptyReason
from salespack.matching.situation import Situation
from salespack.profiles.profile import quoted_in

MINUTES: dict[Made, float] = {"cover": 0.5, "summary": 1.0, "agenda": 1.0, "divider": 0.5}
LEAST_ANSWERS = 2
"""Of a summary: one value alone is what the whole deck is about."""
ANSWERS = ("benefit", "dialogue")
"""The kinds of blocks that say what we answer to a value."""


def settled(situation: Situation, choices: Sequence[tuple[Seat, Choice]]) -> list[tuple[Seat, Choice]]:
    """The places of a deck with those that make their slide either made or empty, with the reason."""
    answered = tuple(dict.fromkeys(_answered(situation, choices)))
    return [
        (seat, choice if seat.slot.make is None else _made(situation, seat, seat.slot.make, choices, answered))
        for seat, choice in choices
    ]


def _answered(situation: Situation, choices: Sequence[tuple[Seat, Choice]]) -> Iterator[str]:
    for seat, choice in choices:
        if seat.value and choice.block and situation.library.blocks[choice.block].kind in ANSWERS:
            yield seat.value


def _made(
    situation: Situation, seat: Seat, made: Made, choices: Sequence[tuple[Seat, Choice]], answered: Sequence[str]
) -> Choice:
    if why := situation.excluded.get(made_id(made)):
        return _nothing(seat, why if isinstance(why, str) else why.message)
    if made == "summary" and len(answered) < LEAST_ANSWERS:
        return _nothing(seat, "the deck answers fewer than two values")
    if made == "agenda":
        chapters = chapters_of([choice for _, choice in choices], situation.library.blocks)
        if not LEAST <= len(chapters) <= MOST:
            return _nothing(seat, f"the deck has {len(chapters)} chapters; an agenda names {LEAST} to {MOST}")
    if made == "divider":
        languages = situation.library.settings.languages
        if not quoted_in(situation.profile, seat.value or "", situation.language, languages):
            return _nothing(seat, "no quote of the customer's that may be shown")
        follows = any(
            other.section == seat.section and other.value == seat.value and choice.block is not None
            for other, choice in choices
        )
        if not follows:
            return _nothing(seat, "nothing in the deck follows it")
    return Choice(
        slot=seat.slot.slot,
        value=seat.value,
        made=made,
        slides=1,
        minutes=MINUTES[made],
        optional=made != "cover" or seat.slot.optional,
        reason=REASONS[made],
    )


def _nothing(seat: Seat, reason: str) -> Choice:
    """No slide, which is no gap: nobody has to write anything for it."""
    return msgspec.structs.replace(empty(seat, EmptyReason.NOTHING_TO_SAY, reason), optional=True)


REASONS: dict[Made, str] = {
    "cover": "made by the pack: who the deck is for",
    "summary": "made by the pack of the blocks chosen for each value",
    "agenda": "made by the pack of the chapters of the deck",
    "divider": "made by the pack of the customer's own words",
}
