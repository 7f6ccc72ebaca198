"""Five questions about how a company sells to the customers it has, each answered from what it has written down."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from salespack.curation.accounts import state_of
from salespack.curation.coverage.customers import Customer
from salespack.curation.stats import Stats
from salespack.library.library import Library
from salespack.matching.selection import Selection

PRIORITY, KNOWN, TOPIC, MATERIAL, SERVED = 0.5, 0.8, 0.25, 0.8, 0.8
"""From which share on each question is a yes."""
FEWEST = 5
"""Decks, or meetings, of the past from which on they say something."""
MOST_NAMED = 5
YEAR = 365
"""Days of the past that count."""


class Answer(msgspec.Struct, frozen=True):
    """One question: whether it is a yes (None: it cannot be told, and counts as a no), what that rests on, and what
    would make it a yes; empty where it is one."""

    question: str
    yes: bool | None
    evidence: str
    remedy: str = ""


class Scorecard(msgspec.Struct, frozen=True):
    """The answers; `score` is how many are a yes, 0–5."""

    answers: tuple[Answer, ...]

    @property
    def score(self) -> int:
        """How many are a yes."""
        return sum(one.yes is True for one in self.answers)


def scorecard_of(
    customers: Sequence[Customer], selections: Iterable[Selection], library: Library, stats: Stats | None
) -> Scorecard:
    """The answers of today. `selections` are what each customer would get; `stats` what the ledger says of the last
    year, None where none was begun."""
    ours = [one for one in customers if one.profile.relationship.kind == "current"]
    answers = (
        _priority(customers, ours, stats),
        _known(ours, library),
        _topic(stats),
        _material(ours, selections, library),
        _served(stats),
    )
    return Scorecard(answers)


def _answer(
    question: str, count: int, total: int, wanted: float, evidence: Callable[[int, int], str], unknown: str, remedy: str
) -> Answer:
    """A yes from a share on; it cannot be told where there is nothing to count."""
    if not total:
        return Answer(question, None, unknown, remedy)
    yes = count >= wanted * total
    told = f"{evidence(count, total)} ({count / total:.0%}; a yes from {wanted:.0%})"
    return Answer(question, yes, told, "" if yes else remedy)


def _priority(customers: Sequence[Customer], ours: Sequence[Customer], stats: Stats | None) -> Answer:
    question = "Are the customers we have a priority?"
    remedy = "salespack accounts says whom of them to meet next"
    mine = {one.profile.id for one in ours}
    built = stats.built_for if stats is not None else {}
    if sum(built.values()) >= FEWEST:
        count, total = sum(times for profile, times in built.items() if profile in mine), sum(built.values())
        return _answer(
            question, count, total, PRIORITY,
            lambda some, all_: f"{some:,} of {all_:,} decks of the last year were for customers we have", "", remedy,
        )  # fmt: skip
    met = [one for one in customers if one.profile.meeting.date is not None and one.profile.meeting.date >= one.on]
    return _answer(
        question, sum(one.profile.id in mine for one in met), len(met), PRIORITY,
        lambda some, all_: f"{some:,} of {all_:,} meetings ahead are with customers we have",
        f"fewer than {FEWEST} decks were noted down, and no meeting is ahead", remedy,
    )  # fmt: skip


def _named(profiles: Sequence[str]) -> str:
    """Whom it is about, the first of them."""
    more = " …" if len(profiles) > MOST_NAMED else ""
    return f": {', '.join(profiles[:MOST_NAMED])}{more}" if profiles else ""


def _known(ours: Sequence[Customer], library: Library) -> Answer:
    silent = [one.profile.id for one in ours if state_of(one.profile, library) is None]
    return _answer(
        "Is it known how they stand with us?", len(ours) - len(silent), len(ours), KNOWN,
        lambda some, all_: f"the state of {some:,} of {all_:,} customers we have is known",
        "no profile is of a customer we have (relationship: {kind: current})",
        f"ask how content they are, and write `relationship: {{satisfaction: …}}`{_named(silent)}",
    )  # fmt: skip


def _topic(stats: Stats | None) -> Answer:
    question = "Are the customers what we talk about?"
    remedy = "ask for their figures, goals and words (`facts`, `goals`, `quote`): salespack new profile"
    months = [one for one in stats.months if one.own_words is not None] if stats is not None else []
    total = sum(one.builds for one in months)
    if total < FEWEST:
        return Answer(question, None, f"fewer than {FEWEST} decks were noted down: builds are, with a ledger", remedy)
    share = sum((one.own_words or 0.0) * one.builds for one in months) / total
    told = f"{share:.0%} of the slides of {total:,} decks have the customer’s own words or figures"
    yes = share >= TOPIC
    return Answer(question, yes, f"{told} (a yes from {TOPIC:.0%})", "" if yes else remedy)


def _material(ours: Sequence[Customer], selections: Iterable[Selection], library: Library) -> Answer:
    open_to_more = {
        one.profile.id: one
        for one in ours
        if one.profile.relationship.lifecycle != "ending" and state_of(one.profile, library) != "at-risk"
    }
    told = {one.profile: one for one in selections if one.profile in open_to_more}
    suits: Mapping[str, bool] = {
        profile: not selection.refusal and "current" in open_to_more[profile].pack.audience.relationship
        for profile, selection in told.items()
    }
    without = [profile for profile, good in suits.items() if not good]
    return _answer(
        "Is there material to sell more to those we have?", len(suits) - len(without), len(suits), MATERIAL,
        lambda some, all_: f"of {all_:,} who are open to more, {some:,} get a pack for customers we have",
        "no customer we have is open to more",
        f"salespack library coverage and library whitespace say what is missing{_named(without)}",
    )  # fmt: skip


def _served(stats: Stats | None) -> Answer:
    prepared = stats.prepared if stats is not None and stats.prepared.trials >= FEWEST else None
    return _answer(
        "Are the sellers served?", prepared.successes if prepared else 0, prepared.trials if prepared else 0, SERVED,
        lambda some, all_: f"for {some:,} of {all_:,} meetings of the last year a pack was built by that day",
        f"fewer than {FEWEST} meetings were noted down",
        "build before a meeting, and note it down: salespack build NAME, salespack log shown NAME",
    )  # fmt: skip


def a_year_before(day: datetime.date) -> datetime.date:
    """The first day that counts."""
    return day - datetime.timedelta(days=YEAR)
