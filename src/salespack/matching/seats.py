"""The places of a deck that a pack has: its slots, once or once a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from salespack.library.blocks import Kind
from salespack.library.packs import Each, Pack, Slot
from salespack.matching.selection import Choice, EmptyReason

AGENDA = Slot(slot="agenda", make="agenda", optional=True)
BEFORE = -1
"""The position of what comes before the first slot of a section."""


class Seat(msgspec.Struct, frozen=True):
    """A slot as it comes in the deck: once, or within `each` once a value. `section` and `position` find it in the
    pack, `turn` counts the values."""

    slot: Slot
    section: int
    position: int = 0
    turn: int = 0
    value: str | None = None
    opened_for: str = ""
    """The pinned block that the seat was opened for, beyond the slots of the pack."""
    roles: tuple[str, ...] = ()
    """The people in the room whose value it is, where the seat is there for them alone."""

    @property
    def name(self) -> str:
        """The slot's name with the value it is for."""
        return self.slot.slot if self.value is None else f"{self.slot.slot} ({self.value})"


PROMISE: Kind = "benefit"
PROOF: Kind = "experience"
"""The kinds of blocks that answer a value for one person: what is in it for them, and who has it already."""


def seats_of(
    pack: Pack, top: Sequence[str], also: Sequence[str] = (), further: Mapping[str, tuple[str, ...]] = {}
) -> list[Seat]:
    """The seats in the order of the deck. An `each` takes the first of the top values, and promotes no other.

    Values that the seller wants answered `also` come behind those, in seats that may stay empty; then the `further`
    ones, for people of some roles alone, in one seat of each slot that promises or proves.
    """
    seats = []
    agenda = _place_of_agenda(pack)
    for number, section in enumerate(pack.sections):
        if number == agenda:
            seats.append(Seat(AGENDA, number, BEFORE))
        if isinstance(section, Slot):
            seats.append(Seat(section, number))
            continue
        for turn, value in enumerate(top[: section.count]):
            seats += [Seat(slot, number, position, turn, value) for position, slot in enumerate(section.slots)]
        for turn, value in enumerate((one for one in also if one not in top[: section.count]), section.count):
            seats += [
                Seat(msgspec.structs.replace(slot, optional=True), number, position, turn, value)
                for position, slot in enumerate(section.slots)
            ]
        turn = section.count + len(also)
        for value, roles in further.items():
            seats += [
                Seat(as_further(slot), number, position, turn, value, roles=roles)
                for position, slot in enumerate(section.slots)
                if answers_alone(slot)
            ]
            turn += 1
    return seats


def answers_alone(slot: Slot) -> bool:
    """Whether blocks of a slot answer a value by themselves, so that it is worth having for one person."""
    return slot.make is None and slot.tag is None and (PROMISE in slot.kinds or PROOF in slot.kinds)


def as_further(slot: Slot) -> Slot:
    """The slot as it comes for one person: once, and only if there is room."""
    return msgspec.structs.replace(slot, optional=True, take=1)


def _place_of_agenda(pack: Pack) -> int | None:
    """The section before which a pack's agenda comes that no slot has a place for: the first behind the opening."""
    slots = [section for section in pack.sections if isinstance(section, Slot)]
    if pack.agenda is None or any(slot.make == "agenda" for slot in slots):
        return None
    return next((at for at, section in enumerate(pack.sections) if not _opens(section)), None)


def _opens(section: Slot | Each) -> bool:
    return isinstance(section, Slot) and (section.make is not None or "opening" in (section.slot, section.tag))


def slots_of(pack: Pack) -> list[Slot]:
    """The slots of the pack that take blocks, those within `each` once."""
    slots = [slot for one in pack.sections for slot in (one.slots if isinstance(one, Each) else (one,))]
    return [slot for slot in slots if slot.make is None]


def empty(seat: Seat, why: EmptyReason, reason: str, answered_by: str | None = None) -> Choice:
    """An empty seat, and why in words."""
    return Choice(
        slot=seat.slot.slot,
        value=seat.value,
        optional=seat.slot.optional,
        reason=reason,
        empty=why,
        answered_by=answered_by,
    )
