"""A selection in words for the seller: the headline, the reason for each slide."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten
from typing import TYPE_CHECKING

from salespack.language.phrases import words

if TYPE_CHECKING:
    from salespack.building.build import Matched
    from salespack.matching.selection import Choice, Selection


LONGEST_TITLE = 72
"""Letters of a title in a table."""


def headline(matched: Matched) -> str:
    """Customer, pack and the figures of the selection, in one line."""
    selection, deck = matched.selection, matched.deck
    minutes = f"{selection.minutes:g}"
    available = matched.profile.meeting.minutes
    of_available = f" of {available:g}" if available else ""
    return (
        f"{deck.customer} · {deck.pack_name} ({matched.why}), {selection.language}, for {selection.on.isoformat()}: "
        f"{len(deck.slides)} slides, {minutes}{of_available} min, coverage {selection.coverage:.0%}, "
        f"generic share {selection.generic_share:.0%}"
    )


def slide_rows(matched: Matched) -> list[tuple[str, str, str, str]]:
    """One row a slide: number, title, block, and why it is there; the reason stands at a block's first slide."""
    rows: list[tuple[str, str, str, str]] = []
    reasons = {(choice.source, choice.value): why_chosen(choice) for choice in matched.selection.choices}
    before = None
    for number, slide in enumerate(matched.deck.slides, 1):
        title = shorten("".join(span.text for span in slide.title), LONGEST_TITLE, placeholder=" …")
        place = slide.provenance.block, slide.provenance.value
        rows.append((str(number), title, *(("", "") if place == before else (place[0], reasons[place]))))
        before = place
    return rows
    return rows


def why_chosen(choice: Choice) -> str:
    """The score and its terms in a few words, which are those of the brief in English."""
    if choice.pinned:
        return "pinned"
    if choice.made:
        return choice.reason or ""
    named = words("en")
    values = [f"{term.name} {term.amount:+.1f}" for term in choice.terms if term.kind == "value"]
    boosts = [
        f"{named.get(f'boost_{term.name}', term.name)} {term.amount:+.0%}"
        for term in choice.terms
        if term.kind == "boost" and term.amount
    ]
    if not values and not boosts:
        return f"slot {choice.slot}"
    return ", ".join([*values, *boosts])


def ties(selection: Selection) -> Iterator[str]:
    """A line for values of the same weight of which only some are answered first: nobody said which."""
    weights = {one.id: one.weight for one in selection.values}
    chosen = [one.id for one in selection.values if one.top]
    for id in chosen:
        equal = [other for other, weight in weights.items() if weight == weights[id]]
        if len(equal) > 1 and equal[0] == id:
            yield f"  Of equal weight, so in the order of their names: {', '.join(equal)} (say which matters more)"
