"""What builds and sellers note down: events made of what was built, and of a profile. No words for people here."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from salespack.ledger.events import Piece
from salespack.ledger.ledger import Attendee, Ledger, Recorded, new_event
from salespack.profiles.profile import Profile


def room_of(profile: Profile) -> tuple[Attendee, ...]:
    """The people in the room: the stakeholders of the roles that the meeting names, else all; a role that nobody is
    known for stands for whoever has it."""
    roles = profile.meeting.roles or tuple(person.role for person in profile.stakeholders)
    return tuple(one for role in dict.fromkeys(roles) for one in attendees(profile, role))


def attendees(profile: Profile, role: str) -> tuple[Attendee, ...]:
    """Those who have a role at a customer."""
    known = [Attendee(role, (one.name or "").strip()) for one in profile.stakeholders if one.role == role]
    return tuple(dict.fromkeys(known)) or (Attendee(role),)


def record_build(
    ledger: Ledger,
    profile: Profile,
    *,
    on: datetime.date,
    pack: str,
    language: str,
    build: str,
    blocks: Sequence[Piece],
) -> Recorded:
    """Notes down what was built for a profile. Raises UserFault (SP813)."""
    return ledger.write(
        profile.id,
        profile.customer.name,
        room_of(profile),
        lambda customer, people: new_event(
            "built", customer=customer, people=people, on=on, pack=pack, language=language, build=build,
            segment=profile.customer.industry or "", blocks=tuple(blocks), meeting=profile.meeting.date,
        ),
    )  # fmt: skip
