"""What the briefing says of the past: what was shown to whom, what came of it, who has seen a block of this deck."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from salespack.formats.types import in_language
from salespack.language.formatting import Formats
from salespack.language.phrases import words
from salespack.ledger.past import Past
from salespack.library.library import Library
from salespack.matching.selection import Choice

MOST_MEETINGS = 8
"""So many entries of the past are told, the last ones."""


def past_meetings(past: Past, library: Library, language: str, formats: Formats) -> list[dict[str, Any]]:
    """What was shown and what came of it, oldest first: `kind` is `shown`, `reference` or the outcome; the day, the
    pack, who was there, why, what they asked, the next step, and what they answered who were asked to be a reference
    (`yes`, `no`), in words; empty where nobody said."""

    def day(on: datetime.date | None) -> str:
        return "" if on is None else formats.date(on.isoformat(), language)

    found = []
    for event in past.events[-MOST_MEETINGS:]:
        pack = library.packs.get(event.pack)
        called = (one.name or _role(library, one.role, language) for one in past.people(event))
        found.append(
            {
                "kind": event.result or event.kind,
                "day": day(event.on),
                "pack": event.pack if pack is None else in_language(pack.name, language, _default(library)),
                "people": ", ".join(called),
                "reason": event.reason,
                "answer": event.answer or "",
                "objections": list(event.objections),
                "next": event.next,
                "next_on": day(event.next_on),
            }
        )
    return found


def seen_by_some(
    choices: Sequence[Choice], library: Library, titles: Mapping[str, str], language: str, formats: Formats
) -> Iterator[dict[str, str]]:
    """The blocks of the deck that some in the room have seen, each with who and when, and to whom it is new."""
    word = words(language)
    for choice in choices:
        if choice.block is None or choice.seen is None or choice.seen.on is None:
            continue
        told = word["seen_by"].format(
            people=", ".join(_role(library, one, language) for one in choice.seen.roles),
            day=formats.date(choice.seen.on.isoformat(), language),
            new=", ".join(_role(library, one, language) for one in choice.seen.new_to),
        )
        yield {"title": titles.get(choice.block, choice.block), "told": told}


def _role(library: Library, role: str, language: str) -> str:
    return in_language(library.settings.roles.get(role, role), language, _default(library))


def _default(library: Library) -> str:
    return library.settings.default_language
