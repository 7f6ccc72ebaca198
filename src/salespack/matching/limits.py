"""The limits of a pack: slides, minutes and generic share, and how much of them places use (what goes is decided in
`improving`); and what a finished deck falls short of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from salespack.library.blocks import Block
from salespack.library.packs import Pack
from salespack.matching.selection import Size
from salespack.matching.situation import Situation
from salespack.problems.problem import Place, Problem, Severity

TOLERANCE = 1e-9


class Use(msgspec.Struct, frozen=True, gc=False):
    """What one filled place of a deck uses: a block, or a slide that is made (`block` None)."""

    block: str | None
    slides: int
    minutes: float
    generic: bool = False


class Limit(msgspec.Struct, frozen=True):
    """One limit: its name, what is allowed, how much of it places use, and how much less they use without one."""

    name: str
    allowed: float
    used: Callable[[Sequence[Use]], float]
    spends: Callable[[Use], float]
    show: Callable[[float], str]
    file: str | None

    def exceeded(self, uses: Sequence[Use]) -> bool:
        """Whether the places use more than is allowed."""
        return self.used(uses) > self.allowed + TOLERANCE


def slides_in(uses: Sequence[Use]) -> int:
    """All slides."""
    return sum([use.slides for use in uses])


def minutes_in(uses: Sequence[Use]) -> float:
    """All minutes."""
    return sum([use.minutes for use in uses])


def use_of(block: Block, sizes: Mapping[str, Size], *, generic: bool) -> Use:
    """What a block uses, as far as assembling has taught: a slide and a minute a slide unless it says otherwise."""
    slides = sizes[block.id].slides if block.id in sizes else 1
    return Use(block.id, slides, slides if block.minutes is None else block.minutes, generic)


def bare_slides(use: Use, sizes: Mapping[str, Size]) -> int:
    """The slides of a generic block that hold no customer data."""
    size = sizes.get(use.block or "")
    return max(use.slides - (size.with_customer_data if size else 0), 0) if use.generic else 0


def generic_share(uses: Sequence[Use], blocks: Mapping[str, Block], sizes: Mapping[str, Size]) -> float:
    """The share, 0–1, of generic slides without customer data in all slides but frame."""
    content = sum(use.slides for use in uses if use.block and blocks[use.block].kind != "frame")
    return sum(bare_slides(use, sizes) for use in uses) / content if content else 0.0


def limits_of(situation: Situation) -> list[Limit]:
    """The limits that hold for this pack and this meeting, in the order in which they are seen to."""
    pack, meeting, sizes = situation.pack, situation.profile.meeting.minutes, situation.sizes
    limits, blocks = pack.limits, situation.library.blocks
    found = []
    if limits.slides is not None:
        found.append(Limit("slides", limits.slides, slides_in, lambda use: use.slides, "{:g}".format, pack.file))
    minutes = [(m, file) for m, file in ((limits.minutes, pack.file), (meeting, None)) if m is not None]
    if minutes:
        allowed, file = min(minutes, key=lambda item: item[0])
        found.append(Limit("minutes", allowed, minutes_in, lambda use: use.minutes, "{:g}".format, file))
    if limits.generic_share is not None:
        found.append(
            Limit(
                "generic share",
                limits.generic_share,
                lambda uses: generic_share(uses, blocks, sizes),
                lambda use: bare_slides(use, sizes),
                "{:.0%}".format,
                pack.file,
            )
        )
    return found


def still_over(situation: Situation, limit: Limit, uses: Sequence[Use]) -> Problem:
    """The warning that a limit is exceeded and nothing optional is left to take out."""
    used = limit.show(limit.used(uses))
    whose = f"the pack {situation.pack.id} allows" if limit.file else "the meeting allows"
    return Problem(
        code="SP406",
        message=f"{limit.name}: the deck has {used}, {whose} {limit.show(limit.allowed)}, and nothing optional is left",
        hint="raise the limit, or make slots of the pack optional",
        place=Place(limit.file) if limit.file else None,
        severity=Severity.WARNING,
    )


def unmet(pack: Pack, *, answered: float | None, people: float | None) -> Iterator[Problem]:
    """A warning for each share that the pack wants and the chosen blocks do not reach.

    `answered` is None where the pack is made for one person, `people` where nobody is known to be in the room.
    """
    limits = pack.limits
    if limits.min_answered is not None and answered is not None and answered < limits.min_answered - TOLERANCE:
        hint = "answer one more with --value, or take a pack for more values"
        yield _unmet(pack, f"of all they value {answered:.0%} is answered", f"wants {limits.min_answered:.0%}", hint)
    if limits.min_people is not None and people is not None and people < limits.min_people - TOLERANCE:
        hint = "see what would be theirs below, and pin it or answer it with --value"
        yield _unmet(
            pack, f"{people:.0%} of the people find something of theirs", f"wants {limits.min_people:.0%}", hint
        )


def unmet_by_slides(pack: Pack, *, own_words: float, standard: float | None) -> Iterator[Problem]:
    """The same for the shares of slides, once there are slides; `standard` is None where it is unknown."""
    limits = pack.limits
    if limits.min_own_words is not None and own_words < limits.min_own_words - TOLERANCE:
        hint = "write goals, facts, and quotes that may be shown into the profile"
        yield _unmet(pack, f"own words: {own_words:.0%} of the slides", f"wants {limits.min_own_words:.0%}", hint)
    if limits.standard_share is not None and standard is not None and standard > limits.standard_share + TOLERANCE:
        hint = "write blocks for roles, industries and states, or raise the limit"
        yield _unmet(pack, f"standard slides: {standard:.0%} of the deck", f"allows {limits.standard_share:.0%}", hint)


def _unmet(pack: Pack, found: str, wanted: str, hint: str) -> Problem:
    message = f"{found}, the pack {pack.id} {wanted}"
    return Problem(code="SP406", message=message, hint=hint, place=Place(pack.file), severity=Severity.WARNING)
