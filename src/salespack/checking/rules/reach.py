"""Rules about what can be chosen: dead blocks, blocks in another's shadow, slots that nothing fills, drafts pinned."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Set
from typing import get_args

import msgspec

from salespack.checking.rules.views import LibraryView, PackView, ProfileView
from salespack.library.blocks import Audience, Block, Kind
from salespack.library.locations import front_place
from salespack.library.packs import Each, Slot
from salespack.matching.competition import REPAIR
from salespack.matching.scoring import BOOSTS
from salespack.matching.situation import ANYONE
from salespack.problems.problem import Problem

SINGLE = ("stages", "industries", "lifecycle", "states", "relationship", "countries")
"""Fields of an audience of which a customer has one: `not_for` of all that `for` wants leaves nobody."""


class _Openings(msgspec.Struct):
    """What the slots of a library take: kinds with the tag asked for, those that come for each value apart."""

    free: set[tuple[str, str | None]] = set()
    each: set[tuple[str, str | None]] = set()


def dead_blocks(whole: LibraryView) -> Iterator[Problem]:
    """Blocks in use that no customer, pack or slot can ever choose."""
    if not whole.library.packs or whole.library.broken_packs:
        return
    openings, least = _openings(whole), whole.around.settings.scoring.each_strength
    for block in whole.library.blocks.values():
        if block.state != "approved" or not block.bodies:
            continue
        if why := _why_dead(block, openings, least):
            reason, path = why
            yield Problem(
                code="SP411",
                message=f"can never be chosen: {reason}",
                hint="change it, give a pack a slot for it, or retire it",
                place=front_place(whole.library, block.file, path),
            )


def _openings(whole: LibraryView) -> _Openings:
    found = _Openings()
    for pack in whole.library.packs.values():
        for section in pack.sections:
            for slot in section.slots if isinstance(section, Each) else (section,):
                if slot.make is not None:
                    continue
                into = found.each if isinstance(section, Each) else found.free
                kinds = slot.kinds or get_args(Kind)
                into.update((kind, slot.tag) for kind in kinds)
                if "benefit" in kinds:
                    into.add(("dialogue", REPAIR))  # where a promise would stand on a broken one
    return found


def _why_dead(block: Block, openings: _Openings, least: int) -> tuple[str, tuple[str, ...]] | None:
    """Why nobody can be given a block, and the key that says so."""
    takes = [(block.kind, None), *((block.kind, tag) for tag in block.tags)]
    free, each = (not taken.isdisjoint(takes) for taken in (openings.free, openings.each))
    if not free and not each:
        tagged = f" tagged {', '.join(block.tags)}" if block.tags else ""
        return f"no pack has a slot for a {block.kind}{tagged}", ("tags",) if block.tags else ("kind",)
    for field in SINGLE:
        wanted, barred = getattr(block.audience, field), getattr(block.not_for, field)
        if wanted and set(wanted) <= set(barred):
            return f"`not_for` bars every one of the {field} that `for` wants", ("not_for", field)
    if not free and max(block.values.values(), default=0) < least:
        return f"slots take it only for a value that it answers with strength {least} or more", ("values",)
    about = block.about
    suits = block.audience != ANYONE or (about is not None and (about.industry or about.country))
    if block.kind != "frame" and not block.values and not suits:
        return "it answers no value, and nothing says whom it is for", ("values",)
    return None


def shadowed_blocks(whole: LibraryView) -> Iterator[Problem]:
    """Blocks that were never chosen, and that another beats for whoever could get them."""
    blocks = whole.library.blocks
    left_out = {tag for rule in whole.around.settings.relationship.rules for tag in rule.leave_out.tags}
    for identifier, standing in whole.standings.items():
        block = blocks.get(identifier)
        if block is None or standing.chosen or block.state != "approved" or block.kind == "frame":
            continue
        rivals = sorted(standing.beaten_by, key=lambda name: (-standing.beaten_by[name], name))
        better = next((name for name in rivals if name in blocks and beats(blocks[name], block, left_out)), None)
        if better is not None:
            yield Problem(
                code="SP412",
                message=f"is always beaten by {better}, which suits everyone that it suits",
                hint="say what only it is for, let it answer a value more strongly, or retire it",
                place=front_place(whole.library, block.file, ("values",)),
            )


def beats(winner: Block, loser: Block, left_out: Set[str] = frozenset()) -> bool:
    """Whether `winner` may stand wherever `loser` may, and there never has the lower score.

    `left_out` are the tags whose blocks rules about the relationship keep from some customers.
    """
    return (
        winner.kind == loser.kind
        and winner.state == "approved"
        and set(loser.tags) <= set(winner.tags)
        and left_out.isdisjoint({*winner.tags} - {*loser.tags})
        and set(loser.bodies) <= set(winner.bodies)
        and set(winner.needs) <= set(loser.needs)
        and _reaches(winner.audience, loser.audience)
        and all(set(getattr(winner.not_for, one)) <= set(getattr(loser.not_for, one)) for one in _fields())
        and _as_long_valid(winner, loser)
        and _as_strong(winner.values, loser.values)
        and _as_favoured(winner, loser)
        and (winner.id < loser.id or winner.values != loser.values)
    )


def _fields() -> tuple[str, ...]:
    return Audience.__struct_fields__


def _reaches(winner: Audience, loser: Audience) -> bool:
    """Whether everyone whom the loser's `for` admits is admitted by the winner's."""
    for field in _fields():
        wide, narrow = getattr(winner, field), getattr(loser, field)
        if wide and (not narrow or not set(narrow) <= set(wide)):
            return False
    return True


def _as_long_valid(winner: Block, loser: Block) -> bool:
    starts = winner.valid_from is None or (loser.valid_from is not None and winner.valid_from <= loser.valid_from)
    ends = winner.valid_until is None or (loser.valid_until is not None and winner.valid_until >= loser.valid_until)
    return starts and ends


def _as_strong(winner: Mapping[str, int], loser: Mapping[str, int]) -> bool:
    return all(winner.get(value, 0) >= strength for value, strength in loser.items())


def _as_favoured(winner: Block, loser: Block) -> bool:
    """Whether all that can earn the loser a boost is the winner's too."""
    return all(_as_much(_field(winner, name), _field(loser, name)) for boost in BOOSTS for name in boost.reads)


def _field(block: Block, name: str) -> object:
    """What a block says in the field `name`, as front matter calls it; of all its evidence the newest day."""
    if name == "evidence.date":
        return max((one.date.last_day() for one in block.all_evidence().values() if one.date), default=None)
    said: object = block
    for part in name.split("."):
        said = getattr(said, "audience" if part == "for" else part) if said is not None else None
    return said


def _as_much(ours: object, theirs: object) -> bool:
    """Whether `ours` earns what `theirs` does: it holds the same names, a day that is no earlier, or the same."""
    if not theirs:
        return True
    if isinstance(theirs, datetime.date):
        return isinstance(ours, datetime.date) and ours >= theirs
    if isinstance(theirs, tuple):
        return isinstance(ours, tuple) and set(theirs) <= set(ours)
    return ours == theirs


def slots_without_blocks(view: PackView) -> Iterator[Problem]:
    """Slots that no block of the library can fill. Required frames are told by matching."""
    for number, section in enumerate(view.pack.sections):
        if isinstance(section, Slot):
            if _unfilled(view.whole, section, 0):
                yield _empty_slot(view, section, ("sections", number, "slot"))
            continue
        for position, slot in enumerate(section.slots):
            if _unfilled(view.whole, slot, view.whole.around.settings.scoring.each_strength):
                yield _empty_slot(view, slot, ("sections", number, "slots", position, "slot"))


def _unfilled(whole: LibraryView, slot: Slot, least: int) -> bool:
    if slot.make is not None or (slot.kinds == ("frame",) and not slot.optional):
        return False
    kinds = slot.kinds or get_args(Kind)
    repairs = "benefit" in kinds
    return not any(
        block.state == "approved"
        and (
            (block.kind in kinds and (slot.tag is None or slot.tag in block.tags))
            or (repairs and block.kind == "dialogue" and REPAIR in block.tags)
        )
        and (not least or max(block.values.values(), default=0) >= least)
        and block.bodies
        for block in whole.library.blocks.values()
    )


def _empty_slot(view: PackView, slot: Slot, path: tuple[str | int, ...]) -> Problem:
    wanted = (" or ".join(slot.kinds) or "block") + (f" tagged {slot.tag}" if slot.tag else "")
    return Problem(
        code="SP413",
        message=f"nothing can fill the slot {slot.slot}: the library has no approved {wanted} for it",
        hint="write such a block, or delete the slot",
        place=view.source.place(path),
    )


def drafts_pinned(view: ProfileView) -> Iterator[Problem]:
    """Drafts that a profile pins: they will be shown to the customer."""
    for number, name in enumerate(view.profile.pin):
        block = view.whole.library.blocks.get(name)
        if block is not None and block.state == "draft":
            yield Problem(
                code="SP417",
                message=f"pin[{number + 1}]: a draft is pinned",
                hint="have it approved, or unpin it",
                place=view.source.place(("pin", number)),
            )
