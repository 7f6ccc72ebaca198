"""Whom to meet next, and what for: the customers of a seller in the order of a week’s work, each with one action."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from enum import IntEnum
from pathlib import Path

import msgspec

from salespack.curation.coverage.customers import Customer
from salespack.formats.types import Localised, in_language
from salespack.language.word_matching import normalised
from salespack.library.library import Library
from salespack.profiles.profile import Profile, State
from salespack.relationship.standing import proposed_state, rating_of
from salespack.system.paths import named_files

WEEK = 7
"""Days within which a meeting comes before everything else."""
ACTIONS: Mapping[State, str] = {
    "at-risk": "put right what went wrong, before anything else",
    "passive": "ask what is missing, and listen",
    "content": "show what would help them next",
    "committed": "ask them to speak for us",
}
"""What to do with our customers by their state, where the library says nothing else."""
YEAR, RENEWAL = 365, 90
"""Days after which somebody is asked again whether they would choose us, and is told to have been offered nothing; days
before a renewal in which it is spoken of."""
RENEW, CHOOSE_AGAIN = "agree how it goes on, before {day}", "ask whether they would choose us again"
CONCENTRATED = 0.8
"""The share of what was bought that `concentration` is about."""
WON_BACK, LEARN, ASK, RATE = (
    "ask what would bring them back",
    "propose a first meeting on what they value",
    "ask what they value",
    "ask how content they are with us",
)


class Turn(IntEnum):
    """Whose turn it is, the first first."""

    MEETING = 0
    AT_RISK = 1
    OPEN = 2
    SILENT = 3
    FORMER = 4
    PROSPECT = 5


class NextContact(msgspec.Struct, frozen=True, kw_only=True):
    """One customer: how they stand and why we think so, what to do, what to show, and when they are met.

    `prepared`: a pack has been built for them; None where no meeting is near. `owner` is who of ours answers for them,
    `contact` when and how they like to be contacted; both may be empty. `due` is the day by which the action is: of the
    meeting, or before a renewal; `offered` the day for which something was last built for them, as far as it is known.
    """

    profile: str
    customer: str
    relationship: str
    state: str
    because: str
    action: str
    pack: str
    meeting: datetime.date | None
    prepared: bool | None
    owner: str = ""
    contact: str = ""
    due: datetime.date | None = None
    offered: datetime.date | None = None


def next_contacts(
    customers: Iterable[Customer],
    library: Library,
    on: datetime.date,
    out: Path,
    offered: Mapping[str, datetime.date] = {},
) -> tuple[NextContact, ...]:
    """All customers, each once: who is met within a week, by day; our dissatisfied ones; those open to more; those of
    whom we know nothing; former ones; prospects. Within each the largest first: by what they bought, by revenue, by
    people. `offered` is the last day for which something was built, by profiles.

    Who said that they do not wish to be contacted is not among them: see `declined_contact`.
    """
    asked = [one for one in customers if not one.profile.contact.declined]
    ordered = sorted(asked, key=lambda one: _key(one.profile, library, on))
    return tuple(_contact(one, library, on, out, offered.get(one.profile.id)) for one in ordered)


def declined_contact(customers: Iterable[Customer]) -> tuple[str, ...]:
    """The profiles of those who said that they do not wish to be contacted."""
    return tuple(sorted(one.profile.id for one in customers if one.profile.contact.declined))


def owned_by(customers: Iterable[Customer], owner: str) -> tuple[Customer, ...]:
    """The customers that somebody of ours answers for, by that name in whatever case."""
    wanted = normalised(owner)
    return tuple(one for one in customers if normalised(one.profile.owner or "") == wanted)


def _key(profile: Profile, library: Library, on: datetime.date) -> tuple[object, ...]:
    turn = _turn(profile, library, on)
    met = profile.meeting.date or datetime.date.max
    rating = rating_of(profile)
    size = profile.relationship.bought or 0.0, profile.customer.revenue or 0.0, profile.customer.employees or 0
    by_day = met if turn is Turn.MEETING else datetime.date.max
    worst = rating if turn is Turn.AT_RISK and rating is not None else 10.0
    return turn, by_day, worst, *(-one for one in size), profile.id


def _turn(profile: Profile, library: Library, on: datetime.date) -> Turn:
    if _met_soon(profile, on):
        return Turn.MEETING
    if profile.relationship.kind == "former":
        return Turn.FORMER
    if profile.relationship.kind == "prospective":
        return Turn.PROSPECT
    state = state_of(profile, library)
    if state == "at-risk":
        return Turn.AT_RISK
    return Turn.SILENT if state is None else Turn.OPEN


def _met_soon(profile: Profile, on: datetime.date) -> bool:
    met = profile.meeting.date
    return met is not None and 0 <= met.toordinal() - on.toordinal() <= WEEK


def state_of(profile: Profile, library: Library) -> State | None:
    """How a customer stands with us: as somebody wrote, else as their rating of us speaks for."""
    return profile.relationship.state or proposed_state(profile, library.settings)


def _contact(
    one: Customer, library: Library, on: datetime.date, out: Path, offered: datetime.date | None
) -> NextContact:
    profile = one.profile
    state = state_of(profile, library)
    rating = rating_of(profile)
    soon = _met_soon(profile, on)
    met = profile.meeting.date if profile.meeting.date is not None and profile.meeting.date >= on else None
    own = library.settings.relationship.states.get(state) if state is not None else None
    language = library.settings.default_language
    if profile.relationship.state is not None:
        because = "as somebody wrote"
    elif rating is not None:
        because = f"they rate us {rating:.1f} of 10"
    else:
        because = "nobody has said"
    return NextContact(
        profile=profile.id,
        customer=profile.customer.name,
        relationship=profile.relationship.kind,
        state="–" if state is None else _said(own.name if own is not None else "", language) or state,
        because=because,
        action=_action(profile, state, _said(own.action if own is not None else "", language), on),
        pack=one.pack.id,
        meeting=met,
        prepared=any(named_files(out / profile.id, "*/for-you/[!~]*.pptx")) if soon else None,
        owner=profile.owner or "",
        contact=", ".join(filter(None, (profile.contact.channel, profile.contact.when))),
        due=min((day for day in (met, _renewal(profile, on)) if day is not None), default=None),
        offered=offered,
    )


def _renewal(profile: Profile, on: datetime.date) -> datetime.date | None:
    """The day on which what they have ends or goes on, where it is near."""
    day = profile.relationship.renewal
    return day if day is not None and 0 <= day.toordinal() - on.toordinal() <= RENEWAL else None


def _is_to_be_asked(profile: Profile, state: State | None, on: datetime.date) -> bool:
    """Whether somebody who is content was not asked for a year whether they would choose us again."""
    asked = profile.relationship.asked
    return state in ("content", "committed") and (asked is None or on.toordinal() - asked.toordinal() >= YEAR)


def not_offered(found: Iterable[NextContact], on: datetime.date) -> tuple[str, ...]:
    """The profiles of our customers for whom nothing was built in the last year, in their order."""
    return tuple(
        one.profile
        for one in found
        if one.relationship == "current" and (one.offered is None or (on - one.offered).days >= YEAR)
    )


def concentration(bought: Iterable[float]) -> tuple[int, int]:
    """How many, the largest first, make `CONCENTRATED` of a sum, and how many have a part of it."""
    parts = sorted((one for one in bought if one > 0), reverse=True)
    wanted, count = CONCENTRATED * sum(parts), 0
    while wanted > 1e-9 and count < len(parts):
        wanted -= parts[count]
        count += 1
    return count, len(parts)


def _action(profile: Profile, state: State | None, own: str, on: datetime.date) -> str:
    """What to do: before a renewal that, then what a state asks for, and once a year the question of a year."""
    usual = _usual_action(profile, state, own)
    if profile.relationship.kind != "current":
        return usual
    renewal = _renewal(profile, on)
    first = [RENEW.format(day=renewal)] if renewal is not None else []
    last = [CHOOSE_AGAIN] if _is_to_be_asked(profile, state, on) else []
    return "; ".join([usual, *first] if state == "at-risk" else [*first, usual, *last])


def _usual_action(profile: Profile, state: State | None, own: str) -> str:
    if profile.relationship.kind == "former":
        return WON_BACK
    if profile.relationship.kind == "prospective":
        return LEARN if profile.values else ASK
    if state is None:
        return RATE
    return own or ACTIONS[state]


def _said(text: Localised, language: str) -> str:
    return in_language(text, language, language) if text else ""
