"""The day that a mail proposes: that of the next step which both sides take."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from salespack.deck.model import Action, Deck, Next, Slide, text_of
from salespack.documents.calendar import CalendarDay, calendar_of
from salespack.language.locales import form_words
from salespack.language.times import time_of
from salespack.system.hashing import digest


def proposed_day(slides: Iterable[Slide], language: str, on: datetime.date) -> dict[str, Any] | None:
    """The `day` of a next step and `what` is done on it: of the first that both sides do, else of the last.

    None where no next step says a day that is on or after `on`.
    """
    dated = [(day, one) for one in _actions(slides) if (day := _day(one, language)) is not None and day >= on]
    if not dated:
        return None
    day, step = next((pair for pair in dated if _of_both(pair[1])), dated[-1])
    return {"day": day, "what": text_of(step.what)}


def calendar_file(deck: Deck, public: Mapping[str, Any], *, language: str, on: datetime.date) -> bytes | None:
    """The proposed day for a calendar, from the contact at our side; None where no day is proposed."""
    proposed = proposed_day(deck.slides, language, on)
    if proposed is None:
        return None
    company, customer, contact = public["company"]["name"], deck.customer, public["contact"] or {}
    seed = digest(f"{company}\n{customer}\n{deck.pack_name}\n{proposed['what']}".encode())
    day = CalendarDay(
        uid=f"{seed[:32]}@salespack",
        day=proposed["day"],
        summary=f"{customer} – {company}: {proposed['what']}",
        description="\n".join(one for key in ("name", "phone", "email") if (one := contact.get(key))),
        organizer=contact.get("email") or "",
    )
    return calendar_of((day,), language=language, on=on)


def _actions(slides: Iterable[Slide]) -> Iterator[Action]:
    for slide in slides:
        for node in slide.nodes:
            if isinstance(node, Next):
                yield from node.items


def _of_both(step: Action) -> bool:
    return text_of(step.who).strip().casefold() in form_words().both


def _day(step: Action, language: str) -> datetime.date | None:
    """The day that a step says, with its year."""
    said = time_of(text_of(step.when), language) if step.when else None
    if said is None or said.first != said.last or said.first.sort != "date" or said.first.year is None:
        return None
    return datetime.date(said.first.year, said.first.number, said.first.day)
