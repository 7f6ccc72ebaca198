"""`plan.ics`: the open steps of the plan that was agreed with a customer, for both calendars."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from salespack.assembly.context import agreed_step
from salespack.building.request import Matched
from salespack.building.resources import Resources
from salespack.documents.calendar import CalendarDay, calendar_of
from salespack.documents.rendering import Finished
from salespack.language.phrases import Words, words
from salespack.profiles.profile import in_one_language
from salespack.system.hashing import digest


def dated_steps(matched: Matched, resources: Resources) -> Iterator[tuple[str, dict[str, Any]]]:
    """The steps of the plan that are still to be done on a day, each with what tells it from all others.

    That does not change with its day, with who does it or with the language: a calendar then moves what it has.
    """
    library, profile = resources.library, matched.profile
    company = library.settings.company.name
    for step in profile.plan:
        said = step.what if isinstance(step.what, str) else next(iter(step.what.values()))
        alone = msgspec.structs.replace(profile, plan=(step,))
        for one in in_one_language(alone, matched.deck.language, library.settings.languages).plan:
            if one.date is not None and one.done is None:
                yield digest(f"{company}\n{profile.id}\n{said}".encode()), agreed_step(one, library)


def plan_calendar(matched: Matched, resources: Resources) -> Finished:
    """The calendar of a plan that has such steps."""
    language, deck = matched.deck.language, matched.deck
    days = [
        CalendarDay(
            uid=f"{seed[:32]}@salespack",
            day=step["date"],
            summary=f"{deck.customer} – {deck.company}: {step['what']}",
            description="\n".join(_description(step, words(language))),
            status="CONFIRMED",
        )
        for seed, step in dated_steps(matched, resources)
    ]
    made = Finished(calendar_of(days, language=language, on=matched.selection.on))
    made.said = "\n".join(text for one in days for text in (one.summary, one.description))
    return made


def _description(step: dict[str, Any], phrases: Words) -> Iterator[str]:
    if step["who"]:
        yield phrases["plan_who"].format(who=step["who"])
    if step["measure"]:
        yield phrases["plan_measure"].format(measure=step["measure"])
