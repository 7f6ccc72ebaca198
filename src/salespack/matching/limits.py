"""The limits of a pack: slides, minutes and generic share, and what goes when one is exceeded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from salespack.library.blocks import Block
from salespack.matching.competition import Outcome
from salespack.matching.seats import Seat, empty
from salespack.matching.selection import Choice, EmptyReason, Size
from salespack.matching.situation import Situation
from salespack.problems.problem import Place, Problem, Severity

TOLERANCE = 1e-9


class Limit(msgspec.Struct, frozen=True):
    """One limit: its name, what is allowed, how much of it the chosen use, and which of them can go to use less."""

    name: str
    allowed: float
    used: Callable[[Sequence[Choice]], float]
    spends: Callable[[Choice], bool]
    show: Callable[[float], str]
    file: str | None

    def exceeded(self, choices: Sequence[Choice]) -> bool:
        """Whether the chosen use more than is allowed."""
        return self.used(choices) > self.allowed + TOLERANCE


def slides_in(choices: Sequence[Choice]) -> int:
    """All slides."""
    return sum(choice.slides for choice in choices)


def minutes_in(choices: Sequence[Choice]) -> float:
    """All minutes."""
    return sum(choice.minutes for choice in choices)


def bare_slides(choice: Choice, sizes: Mapping[str, Size]) -> int:
    """The slides of a generic block that hold no customer data."""
    size = sizes.get(choice.block or "")
    return max(choice.slides - (size.with_customer_data if size else 0), 0) if choice.generic else 0


def generic_share(choices: Sequence[Choice], blocks: Mapping[str, Block], sizes: Mapping[str, Size]) -> float:
    """The share, 0–1, of generic slides without customer data in all slides but frame."""
    content = sum(choice.slides for choice in choices if choice.block and blocks[choice.block].kind != "frame")
    return sum(bare_slides(choice, sizes) for choice in choices) / content if content else 0.0


def limits_of(situation: Situation) -> list[Limit]:
    """The limits that hold for this pack and this meeting, in the order in which they are seen to."""
    pack, meeting, sizes = situation.pack, situation.profile.meeting.minutes, situation.sizes
    limits, blocks = pack.limits, situation.library.blocks
    found = []
    if limits.slides is not None:
        found.append(Limit("slides", limits.slides, slides_in, lambda c: c.slides > 0, "{:g}".format, pack.file))
    minutes = [(m, file) for m, file in ((limits.minutes, pack.file), (meeting, None)) if m is not None]
    if minutes:
        allowed, file = min(minutes, key=lambda item: item[0])
        found.append(Limit("minutes", allowed, minutes_in, lambda c: c.minutes > 0, "{:g}".format, file))
    if limits.generic_share is not None:
        found.append(
            Limit(
                "generic share",
                limits.generic_share,
                lambda choices: generic_share(choices, blocks, sizes),
                lambda choice: bare_slides(choice, sizes) > 0,
                "{:.0%}".format,
                pack.file,
            )
        )
    return found


def apply_limits(situation: Situation, outcome: Outcome) -> tuple[dict[str, str], list[Problem]]:
    """Take optional choices out of `outcome`, least score first, until it is inside its limits.

    Pinned ones go last, as a pin overrides the score; of equals the later in the deck goes first. Returns the
    limit that each block taken out would exceed, and a warning for each limit that is exceeded all the same.
    """
    removed: dict[str, str] = {}
    problems = []
    for limit in limits_of(situation):
        while limit.exceeded(filled := [choice for _, choice in outcome.choices if choice.filled]):
            spare = [choice for choice in reversed(filled) if choice.optional and limit.spends(choice)]
            if not spare:
                problems.append(still_over(situation, limit, filled))
                break
            least = min(spare, key=lambda choice: (choice.pinned, choice.score))
            if least.block is not None:
                removed[least.block] = f"{limit.name}: {limit.show(limit.allowed)} allowed"
            outcome.choices = without(
                outcome.choices, least, f"left out: {limit.name} over {limit.show(limit.allowed)}"
            )
    return removed, problems


def without(choices: Sequence[tuple[Seat, Choice]], least: Choice, reason: str) -> list[tuple[Seat, Choice]]:
    """The choices without one; a seat that loses its only one stays as an empty seat."""
    seat = next(seat for seat, choice in choices if choice is least)
    if sum(other is seat for other, _ in choices) > 1:
        return [(other, choice) for other, choice in choices if choice is not least]
    gone = empty(seat, EmptyReason.OVER_LIMIT, reason)
    return [(other, gone if choice is least else choice) for other, choice in choices]


def still_over(situation: Situation, limit: Limit, filled: Sequence[Choice]) -> Problem:
    """The warning that a limit is exceeded and nothing optional is left to take out."""
    used = limit.show(limit.used(filled))
    whose = f"the pack {situation.pack.id} allows" if limit.file else "the meeting allows"
    return Problem(
        code="SP406",
        message=f"{limit.name}: the deck has {used}, {whose} {limit.show(limit.allowed)}, and nothing optional is left",
        hint="raise the limit, or make slots of the pack optional",
        place=Place(limit.file) if limit.file else None,
        severity=Severity.WARNING,
    )
