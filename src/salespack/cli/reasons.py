"""A selection in words for the seller: the headline, the reason for each slide."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from textwrap import shorten
from typing import TYPE_CHECKING

from salespack.language.phrases import words
from salespack.matching.selection import Reason

if TYPE_CHECKING:
    from salespack.building.build import Matched
    from salespack.language.phrases import Words
    from salespack.library.library import Library
    from salespack.library.packs import Pack
    from salespack.matching.flips import Change
    from salespack.matching.selection import Choice, RunnerUp, Selection, Term, Would


NOTHING_FOR = {"at-risk": " (first comes what went wrong)"}
"""Why nothing is proposed for a person, by the state of the relationship."""
LATELY = 30
"""Days for which somebody looks for a block that was approved, and wants to know why it is not there."""
MOST_SEEN = 6
"""So many blocks that people have seen are named."""
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
        f"{len(deck.slides)} slides, {minutes}{of_available} min, " + ", ".join(_figures(selection, matched.pack))
    )


def _figures(selection: Selection, pack: Pack) -> Iterator[str]:
    """How well a deck answers: its top values, all that the customer values, the people in the room."""
    yield f"coverage {selection.coverage:.0%}"
    yield f"{selection.answered:.0%} of all they value"
    if selection.people:
        yield f"people {selection.served} of {len(selection.people)}"
    yield f"own words {selection.own_words_share:.0%}"
    standard, allowed = selection.standard_share, pack.limits.standard_share
    unjudged = "" if allowed is None else f" (at most {allowed:.0%}: run salespack library benchmark)"
    yield f"standard slides unknown{unjudged}" if standard is None else f"standard slides {standard:.0%}"


def answer_lines(matched: Matched, packs: Mapping[str, str]) -> Iterator[str]:
    """What is to be known beside the figures: a proposed state, each person in the room, each unanswered value with
    the pack that would answer it."""
    yield from _standing(matched)
    yield from _past(matched)
    if assumed := [value.id for value in matched.selection.values if value.basis == "assumed"]:
        verb = "are" if len(assumed) > 1 else "is"
        yield f"  nobody said how important {', '.join(assumed)} {verb}: assumed from the order, or as the middle"
    if matched.pack.fit.min_coverage:  # else it asks or thanks, and answers nobody
        yield from _people(matched)
        yield from _unanswered(matched, packs)


def newcomers(matched: Matched, library: Library) -> Iterator[str]:
    """A line for blocks that were approved lately and are not in the deck: what keeps them out, and how many each."""
    selection = matched.selection
    since = selection.on - datetime.timedelta(LATELY)
    places = {choice.block: choice.slot for choice in selection.choices if choice.block is not None}
    why: Counter[str] = Counter()
    for one in selection.rejections:
        block = library.blocks.get(one.block)
        if block is None or block.approved is None or not since <= block.approved.on <= selection.on:
            continue
        if one.by in places:
            why[f"{{}} for {places[one.by]}, which {one.by} won"] += 1
        elif not block.values and block.kind != "frame":
            why["{} no `values`, so that nothing speaks for them"] += 1
        else:
            why[f"{{}} {one.reason.value}{f': {one.detail}' if one.detail else ''}"] += 1
    if not why:
        return
    verbs = {"{} for ": ("competes", "compete"), "{} no `": ("has", "have")}
    parts = []
    for said, count in why.most_common():
        verb = next((pair for start, pair in verbs.items() if said.startswith(start)), None)
        parts.append(said.format(f"{count} {verb[count > 1]}" if verb else count))
    yield f"  {counted(why.total(), 'block')} approved since {since} not in it: {'; '.join(parts)}"


def _past(matched: Matched) -> Iterator[str]:
    """What the ledger says of the customer: what came of the last meeting, which blocks people have seen, and which
    meetings nobody confirmed."""
    past, selection = matched.learnt.past, matched.selection
    if past is None:
        return
    if outcomes := [one for one in past.events if one.kind == "outcome"]:
        last = outcomes[-1]
        because = f": {last.reason}" if last.reason else ""
        yield f"  last time: {last.result} on {last.on}{because}"
    for choice in selection.chosen:
        if choice.seen is not None:
            yield f"  you showed {choice.block} {choice.seen.told()}; new to {', '.join(choice.seen.new_to)}"
    if held := [one for one in selection.rejections if one.reason is Reason.SHOWN]:
        named = ", ".join(f"{one.block} ({one.detail})" for one in held[:MOST_SEEN])
        more = f" and {len(held) - MOST_SEEN} more" if len(held) > MOST_SEEN else ""
        yield f"  shown before, so left out: {named}{more}; --pin ID shows one again"
    for event in past.unconfirmed:
        yield (
            f"  {event.pack} was built for {event.meeting}, and nobody said that it was shown: "
            f"salespack log shown {matched.profile.id} --on {event.meeting}"
        )


def record_rows(matched: Matched) -> Iterator[tuple[str, str, str, str]]:
    """For each block of the deck, and each that nearly was, that has a record of success: how often it was one."""
    past, selection = matched.learnt.past, matched.selection
    if past is None:
        return
    boosts = {
        choice.block: sum(term.amount for term in choice.terms if (term.kind, term.name) == ("boost", "record"))
        for choice in selection.chosen
    }
    instead = (one.block for choice in selection.choices for one in choice.runners_up)
    for block in dict.fromkeys((*(choice.block or "" for choice in selection.chosen), *instead)):
        if block in past.record:
            won, shown = past.record[block]
            theirs = past.industry_record.get(block)
            in_industry = f"{theirs[0]} of {theirs[1]}" if theirs else "–"
            yield block, f"{won} of {shown}", in_industry, f"{boosts[block]:+.2f}" if block in boosts else "not in it"


def _standing(matched: Matched) -> Iterator[str]:
    """A line for a state that nobody typed: what it is proposed from."""
    selection = matched.selection
    if selection.state is not None and selection.proposed_from is not None:
        name = words("en").get(selection.state.replace("-", "_"), selection.state)
        rated = f"they rate us at {selection.proposed_from:.1f} of 10"
        yield f"  state: {selection.state} ({name}), as {rated}; `state:` in the profile says otherwise"


def _people(matched: Matched) -> Iterator[str]:
    """A line for each person in the room: what in the deck is theirs, or what would be and whether there is time."""
    selection = matched.selection
    for one in selection.people:
        cares = f" ({', '.join(one.cares)}{'' if one.stated else ', assumed of the role'})" if one.cares else ""
        if one.blocks:
            yield f"  {one.role}{cares}: {', '.join(one.blocks)}"
        elif not one.cares:
            yield f"  {one.role}: what they care about is not known; ask, and write it as cares_about"
        else:
            why_not = NOTHING_FOR.get(selection.state or "", " (no block would be)")
            would = _would(one.would, matched) if one.would else why_not
            yield f"  {one.role}{cares}: nothing in {counted(len(matched.deck.slides), 'slide')}{would}"


def _would(would: Would, matched: Matched) -> str:
    minutes = matched.profile.meeting.minutes
    left = "" if minutes is None else f"; {max(minutes - matched.selection.minutes, 0):g} min left"
    return f" ({would.block} would be, {would.minutes:g} min{left})"


def _unanswered(matched: Matched, packs: Mapping[str, str]) -> Iterator[str]:
    """A line for each value of the profile that the deck does not answer: which block would, and in which pack."""
    for value in matched.selection.values:
        if value.would is None:
            continue
        state = f"answered {value.covered:.0%}" if value.covered else "not answered"
        instead = f", or the pack {packs[value.id]}" if value.id in packs else ""
        how = f"--value {value.id}{instead}"
        yield f"  {value.id} (weight {value.weight:.3g}): {state}{_would(value.would, matched)}: {how}"


def counted(number: int, noun: str) -> str:
    """A number with its noun, which takes an s."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


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


def why_chosen(choice: Choice) -> str:
    """The score and its terms in a few words, which are those of the brief in English."""
    if choice.pinned:
        return "pinned"
    if choice.made:
        return choice.reason or ""
    if choice.roles:
        return f"for {', '.join(choice.roles)}: {_terms(choice)}"
    return _terms(choice)


def _terms(choice: Choice) -> str:
    named = words("en")
    values = [f"{term.name} {term.amount:+.1f}" for term in choice.terms if term.kind == "value"]
    boosts = [
        f"{_boost(term, named)} {term.amount:+.1f}" for term in choice.terms if term.kind == "boost" and term.amount
    ]
    people = [f"serves {term.name} {term.amount:+.1f}" for term in choice.terms if term.kind == "person"]
    if not values and not boosts and not people:
        return f"slot {choice.slot}"
    return ", ".join([*values, *people, *boosts])


def _boost(term: Term, named: Words) -> str:
    """A boost in a few words; that of the record of success may take points away."""
    low = term.name == "record" and term.amount < 0
    return named["boost_record_low"] if low else named.get(f"boost_{term.name}", term.name)


def instead_told(one: RunnerUp) -> str:
    """A block that could stand in a slot instead: how much less the deck would be worth, and what it would bring."""
    less = "as good" if abs(one.distance) < 0.05 else f"{-one.distance:+.1f}"
    return f"{one.block} ({': '.join(filter(None, (less, ', '.join(one.brings))))})"


def change_told(change: Change) -> str:
    """A change of what is known of a customer, in a few words."""
    before, becomes = (one if isinstance(one, str) else f"{one or 0:g}" for one in (change.before, change.becomes))
    match change.kind:
        case "importance":
            return f"{change.of} mattered {becomes}, not {before}"
        case "person":
            return f"{change.of} were in the room" if change.becomes == "yes" else f"{change.of} were not in the room"
        case "minutes":
            return f"you had {becomes} minutes" + ("" if change.before is None else f", not {before}")
        case "value":
            return f"they valued {change.of} too, at {becomes}"
        case _:
            return f"the {change.kind} were {becomes}" + ("" if change.before is None else f", not {before}")


def ties(selection: Selection) -> Iterator[str]:
    """A line for values of the same weight of which only some are answered first: nobody said which."""
    weights = {one.id: one.weight for one in selection.values}
    chosen = [one.id for one in selection.values if one.top]
    for id in chosen:
        equal = [other for other, weight in weights.items() if weight == weights[id]]
        if len(equal) > 1 and equal[0] == id:
            yield f"  Of equal weight, so in the order of their names: {', '.join(equal)} (say which matters more)"
