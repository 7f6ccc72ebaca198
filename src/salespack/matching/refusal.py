"""Whether a deck answers the customer: coverage, and the refusal in the seller's words. It changes no choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from salespack.formats.types import in_language
from salespack.library.blocks import Block
from salespack.matching.limits import TOLERANCE
from salespack.matching.selection import Reason, Rejection
from salespack.matching.situation import Situation

NEAREST = 3
"""How many blocks a refusal names for each value."""

WITH_COLON = frozenset((
    Reason.BROKEN, Reason.DECLINED, Reason.REPAIR_FIRST, Reason.NOT_NOW, Reason.NO_SLOT, Reason.ANSWERS_NOTHING,
    Reason.OVER_LIMIT,
))  # fmt: skip
"""The reasons that read better with a colon before their detail."""


def best_answers(chosen: Iterable[Block]) -> dict[str, tuple[int, str]]:
    """For each value the strength (1–5) of its best chosen block that is not frame, and that block."""
    best: dict[str, tuple[int, str]] = {}
    for block in chosen:
        if block.kind == "frame":
            continue
        for value, strength in block.values.items():
            if strength > best.get(value, (0, ""))[0]:
                best[value] = strength, block.id
    return best


def coverage_of(weights: Mapping[str, float], top: Iterable[str], best: Mapping[str, tuple[int, str]]) -> float:
    """Σ over the top values of w · (best strength)/5, divided by Σ of w: 0–1, and 0 where there are no top values."""
    total = sum(weights[value] for value in top)
    covered = sum(weights[value] * best[value][0] / 5 for value in top if value in best)
    return covered / total if total else 0.0


def answered_of(weights: Mapping[str, float], best: Mapping[str, tuple[int, str]]) -> float:
    """The same over all values with weights: 0–1."""
    return coverage_of(weights, weights, best)


def refusal_of(
    situation: Situation,
    weights: Mapping[str, float],
    top: tuple[str, ...],
    best: Mapping[str, tuple[int, str]],
    rejections: Mapping[str, Rejection],
) -> tuple[str, ...]:
    """Why the pack must not be built, a line each, then what each value lacks; empty where the pack fits."""
    if not top:
        return ("The profile names no value that matters to the customer: ask what they value, and how much.",)
    coverage, least = coverage_of(weights, top, best), situation.pack.fit.min_coverage
    if least == 0:
        return ()
    lines = []
    if top[0] not in best:
        lines.append(f"Nothing answers what matters most to the customer: {value_name(situation, top[0])}.")
    if coverage < least - TOLERANCE:
        covers, wants = _apart(coverage, least)
        lines.append(f"The deck covers {covers} of what the customer values most; the pack wants {wants}.")
    if not lines:
        return ()
    lacking = [value for value in top if value not in best] or [value for value in top if best[value][0] < 5]
    return (*lines, *(lack_of(situation, value, weights[value], best, rejections) for value in lacking))


def _apart(one: float, other: float) -> tuple[str, str]:
    """Two shares that differ, as percentages with up to three digits behind the point, so that it is seen."""
    written = ((f"{one:.{digits}%}", f"{other:.{digits}%}") for digits in range(4))
    return next((pair for pair in written if pair[0] != pair[1]), (f"{one:.3%}", f"{other:.3%}"))


def value_name(situation: Situation, value: str) -> str:
    """A value's id with its name in the language of the deck, where the library has one."""
    definition = situation.library.values.get(value)
    if definition is None:
        return value
    name = in_language(definition.name, situation.language, situation.library.settings.default_language)
    return f"{value} “{name}”"


def lack_of(
    situation: Situation,
    value: str,
    weight: float,
    best: Mapping[str, tuple[int, str]],
    rejections: Mapping[str, Rejection],
) -> str:
    """One line: the value, how far it is answered, and the nearest blocks with the reasons against them."""
    blocks = situation.library.blocks
    if value in best:
        strength, answer = best[value]
        state = f"only {answer} answers it, with strength {strength} of 5"
    else:
        strength, state = 0, "no block answers it"
    nearest = sorted(
        (-blocks[id].values[value], id)
        for id in rejections
        if blocks[id].kind != "frame" and blocks[id].values.get(value, 0) > strength
    )
    named = ", ".join(f"{id} ({told(rejections[id])})" for _, id in nearest[:NEAREST])
    near = f"nearest: {named}" if named else f"the library has no {'stronger ' if strength else ''}block for it"
    return f"{value_name(situation, value)} (weight {weight:.3g}): {state}; {near}"


def told(rejection: Rejection) -> str:
    """A rejection as text."""
    colon = ":" if rejection.reason in WITH_COLON and rejection.detail else ""
    return f"{rejection.reason}{colon} {rejection.detail}".rstrip()
