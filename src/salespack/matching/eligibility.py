"""Which blocks may be used at all: the rules in their order, as a table, and the one loop over it. No scores here.

A rule passes over many blocks at once, because libraries hold thousands of blocks and most rules reject none; over
not so many that the processor's cache has forgotten the first when the next rule begins with it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from salespack.calculations.model import Calculations
from salespack.library.blocks import Audience, Block
from salespack.matching.scoring import batches
from salespack.matching.selection import Reason, Rejection
from salespack.matching.situation import ANYONE, Situation, roles_in_room
from salespack.problems.problem import Severity
from salespack.profiles.profile import Profile, ProfileValue, in_one_language


class Objection(NamedTuple):
    """A block that a rule rejects: what exactly is against it, the customer's value that it is about, if any, and the
    names of what it would need."""

    block: Block
    detail: str
    value: str | None = None
    lacks: tuple[str, ...] = ()


Found = Iterator[Objection]
OF_CALCULATIONS = "calc."
"""How the path of a calculation's figure begins."""
Rule = Callable[[Situation, Sequence[Block]], Found]


def broken(situation: Situation, blocks: Sequence[Block]) -> Found:
    """Blocks that failed to render, or whose files have an error."""
    excluded = situation.excluded
    for block in blocks:
        if block.id in excluded:
            yield Objection(block, str(excluded[block.id]))
        elif block.problems:
            errors = [problem for problem in block.problems if problem.severity is Severity.ERROR]
            if errors:
                yield Objection(block, str(errors[0]))


def in_another_state(situation: Situation, blocks: Sequence[Block]) -> Found:
    """Blocks that are not approved. A pin lifts a draft, never a retired block."""
    pinned = situation.pinned
    for block in blocks:
        if block.state != "approved" and (block.state == "retired" or block.id not in pinned):
            yield Objection(block, block.state)


def not_yet_valid(situation: Situation, blocks: Sequence[Block]) -> Found:
    """Blocks whose first day is still to come."""
    on = situation.on
    for block in blocks:
        if block.valid_from is not None and block.valid_from > on:
            yield Objection(block, f"until {block.valid_from.isoformat()}")


def expired(situation: Situation, blocks: Sequence[Block]) -> Found:
    """Blocks whose last day is past."""
    on = situation.on
    for block in blocks:
        if block.valid_until is not None and block.valid_until < on:
            yield Objection(block, block.valid_until.isoformat())


def untranslated(situation: Situation, blocks: Sequence[Block]) -> Found:
    """Blocks without a body in the language, nor, where the pack falls back, in the library's default language."""
    language = situation.language
    usable = {language}
    if situation.pack.language == "fallback":
        usable.add(situation.library.settings.default_language)
    for block in blocks:
        if language not in block.bodies and usable.isdisjoint(block.bodies):
            yield Objection(block, f"{language}: written in {', '.join(sorted(block.bodies)) or 'none'}")


def known_of(profile: Profile, stage: str | None) -> dict[str, frozenset[str]]:
    """What is known of the customer for each field of an audience; empty where nothing is."""

    def known(value: str | None) -> frozenset[str]:
        return frozenset(() if value is None else (value,))

    customer, relationship = profile.customer, profile.relationship
    return {
        "roles": roles_in_room(profile),
        "stages": known(stage),
        "industries": known(customer.industry),
        "lifecycle": known(relationship.lifecycle),
        "states": known(relationship.state),
        "relationship": known(relationship.kind),
        "countries": known(customer.country),
    }


def audience_verdicts(
    situation: Situation, audiences: Collection[Audience], judge: Callable[[str, Collection[str], frozenset[str]], str]
) -> dict[Audience, str]:
    """For every audience that `judge` objects to, its first objection. Blocks share audiences: each is judged once."""
    known = known_of(situation.profile, situation.stage)
    verdicts = {}
    for audience in audiences:
        for field, had in known.items():
            wanted = getattr(audience, field)
            if wanted and (objection := judge(field, wanted, had)):
                verdicts[audience] = objection
                break
    return verdicts


def misses(field: str, wanted: Collection[str], had: frozenset[str]) -> str:
    """Why a `for` field rejects: what is known does not meet it, or nothing is known. Empty if it is met."""
    if not had.isdisjoint(wanted):
        return ""
    return f"{field}: wants {', '.join(wanted)}; the profile has {', '.join(sorted(had)) or 'none'}"


def hits(field: str, wanted: Collection[str], had: frozenset[str]) -> str:
    """Why a `not_for` field rejects: something known meets it. Empty if nothing does."""
    if had.isdisjoint(wanted):
        return ""
    return f"{field}: {', '.join(sorted(had.intersection(wanted)))}"


def for_others(situation: Situation, blocks: Sequence[Block]) -> Found:
    """Blocks whose `for` this customer does not meet, or of which the profile does not know it."""
    restricted = [block for block in blocks if block.audience != ANYONE]
    verdicts = audience_verdicts(situation, {block.audience for block in restricted}, misses)
    for block in restricted:
        if block.audience in verdicts:
            yield Objection(block, verdicts[block.audience])


def not_for_this(situation: Situation, blocks: Sequence[Block]) -> Found:
    """Blocks whose `not_for` this customer meets."""
    restricted = [block for block in blocks if block.not_for != ANYONE]
    verdicts = audience_verdicts(situation, {block.not_for for block in restricted}, hits)
    for block in restricted:
        if block.not_for in verdicts:
            yield Objection(block, verdicts[block.not_for])


def has(profile: Profile, path: str) -> bool:
    """Whether the profile holds anything at a dotted path such as `facts.services`; 0 and false are something."""
    found: Any = profile
    for name in path.split("."):
        if isinstance(found, dict):
            found = found.get(name)
        elif isinstance(found, ProfileValue) and name == "quote":
            found = found.shared_quote  # what was said in confidence is not there for blocks
        elif isinstance(found, msgspec.Struct) and name in found.__struct_fields__:
            found = getattr(found, name)
        else:
            return False
    if isinstance(found, str):
        return bool(found.strip())
    return found is not None and found not in ((), [], {})


def lacking_data(situation: Situation, blocks: Sequence[Block]) -> Found:
    """Blocks that cannot be used without data which the profile does not have."""
    demanding = [block for block in blocks if block.needs]
    if not demanding:
        return
    paths = {path for block in demanding for path in block.needs}
    profile = in_one_language(situation.profile, situation.language, situation.library.settings.languages)
    missing: dict[str, tuple[str, tuple[str, ...]]] = {
        path: (path, (path,)) for path in paths if not path.startswith(OF_CALCULATIONS) and not has(profile, path)
    }
    missing |= lacking_figures(profile, situation.library.calculations, paths, situation.on)
    for block in demanding:
        lacks = [missing[path] for path in block.needs if path in missing]
        if lacks:
            names = dict.fromkeys(name for _, names in lacks for name in names)
            yield Objection(block, ", ".join(why for why, _ in lacks), lacks=tuple(names))


def lacking_figures(
    profile: Profile, calculations: Calculations, paths: Collection[str], on: datetime.date
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The paths of calculations, `calc.NAME`, among `paths` that cannot be worked out, each with why, and with the
    names of what would have to be mended or asked."""
    asked = [path for path in paths if path.startswith(OF_CALCULATIONS)]
    if not asked:
        return {}
    from salespack.calculations.figures import worked_for

    worked = worked_for(calculations, profile, on)
    names = {path: path.removeprefix(OF_CALCULATIONS) for path in asked}
    return {
        path: (f"{path}: {worked.missing[name]}", worked.at_fault[name])
        for path, name in names.items()
        if name in worked.missing
    }


def dropped(situation: Situation, blocks: Sequence[Block]) -> Found:
    """Blocks the seller does not want."""
    for block in blocks:
        if block.id in situation.dropped:
            yield Objection(block, "as asked")


def shown_before(situation: Situation, blocks: Sequence[Block]) -> Found:
    """Blocks that the people in the room have seen, but for frame and pinned ones."""
    history = situation.history
    for block in blocks:
        if block.id in history and block.kind != "frame" and block.id not in situation.pinned:
            yield Objection(block, history[block.id].told())


def naming_who_declined(situation: Situation, blocks: Sequence[Block]) -> Found:
    """Cases about a customer who declined to be a reference."""
    if not situation.declined:
        return
    from salespack.language.company_names import name_words

    declined = {name_words(name) for name in situation.declined}
    for block in blocks:
        about = block.about
        if about is not None and about.customer is not None and name_words(about.customer) in declined:
            yield Objection(block, about.customer)


def promising_on_top_of_broken(situation: Situation, blocks: Sequence[Block]) -> Found:
    """Benefits on a value where this customer rates us low: no promise on top of a broken one."""
    repairs = situation.repairs
    for block in blocks:
        if block.kind == "benefit":
            for value in sorted(repairs.keys() & block.values.keys()):
                rating = f"{value}: the customer rates us at {repairs[value]:g} of 10"
                yield Objection(block, rating, value)
                break


def not_now(situation: Situation, blocks: Sequence[Block]) -> Found:
    """Blocks, frame apart, that do not suit how we stand with the customer, by the library's rules. A pin lifts it."""
    bearing, pinned = situation.bearing, situation.pinned
    if not bearing.kinds_out and not bearing.tags_out:
        return
    kinds, tags = bearing.kinds_out, bearing.tags_out.keys()
    for block in blocks:
        suits = block.kind not in kinds and tags.isdisjoint(block.tags)
        if not suits and block.kind != "frame" and block.id not in pinned:
            yield Objection(block, bearing.against(block))


RULES: tuple[tuple[Reason, Rule], ...] = (
    (Reason.BROKEN, broken),
    (Reason.STATE, in_another_state),
    (Reason.NOT_YET_VALID, not_yet_valid),
    (Reason.EXPIRED, expired),
    (Reason.LANGUAGE, untranslated),
    (Reason.FOR, for_others),
    (Reason.NOT_FOR, not_for_this),
    (Reason.NEEDS, lacking_data),
    (Reason.DROPPED, dropped),
    (Reason.SHOWN, shown_before),
    (Reason.DECLINED, naming_who_declined),
    (Reason.REPAIR_FIRST, promising_on_top_of_broken),
    (Reason.NOT_NOW, not_now),
)


def objection_to(situation: Situation, block: Block) -> str:
    """Why one block may not be used, as text; empty where it may."""
    for reason, rule in RULES:
        for _, detail, *_ in rule(situation, [block]):
            return f"{reason.value}: {detail}"
    return ""


def eligible_blocks(situation: Situation) -> tuple[list[Block], dict[str, Rejection]]:
    """The eligible blocks, and for every other one, by id, the first reason that rejects it; by rule, in its order."""
    eligible: list[Block] = []
    rejected: list[dict[str, Rejection]] = [{} for _ in RULES]
    for batch in batches(situation.library.blocks.values()):
        blocks = batch
        for (reason, rule), of_rule in zip(RULES, rejected, strict=True):
            found = {
                block.id: Rejection(block.id, reason, detail, value=value, lacks=lacks)
                for block, detail, value, lacks in rule(situation, blocks)
            }
            if found:
                of_rule.update(found)
                blocks = [block for block in blocks if block.id not in found]
        eligible += blocks
    return eligible, {id: one for of_rule in rejected for id, one in of_rule.items()}
