"""The questions after a meeting, in the seller's language: who was there, what was shown, what came of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from salespack.cli.questions import Questions, Step
from salespack.formats.types import Day, in_language
from salespack.language.interview import interview_words
from salespack.ledger.events import RESULTS
from salespack.ledger.ledger import Attendee
from salespack.ledger.recording import BuiltDeck, Outcome, Showing, attendees, room_of
from salespack.library.library import Library
from salespack.problems.problem import UsageFault
from salespack.profiles.profile import Profile


class LogInterview:
    """The questions about one customer. `attendee` reads who a text means, and raises UsageFault."""

    def __init__(self, library: Library, profile: Profile, language: str, attendee: Callable[[str], Attendee]) -> None:
        self._library, self._profile, self._attendee = library, profile, attendee
        self._texts = interview_words(language)
        self._ask = Questions(self._texts)
        self._spoken = language

    def showing(self, deck: BuiltDeck, on: datetime.date) -> Showing:
        """What is said of a meeting. Raises typer.Abort where a person stops."""
        texts = self._texts
        titles = {one.block: self._title(one.block, deck.language) for one in deck.blocks}

        def steps(_: Showing) -> list[Step[Showing]]:
            return [
                Step(texts["name_date"], self._when, lambda said: said.on.isoformat()),
                Step(texts["log_people"], self._who, lambda said: ", ".join(map(_called, said.people))),
                Step(
                    texts["log_skipped"],
                    lambda said: replace(said, skipped=self._some(titles, texts["log_ask_skipped"], said.skipped)),
                    lambda said: ", ".join(titles[one] for one in said.skipped),
                ),
                Step(
                    texts["log_landed"],
                    lambda said: replace(said, landed=self._some(titles, texts["log_ask_landed"], said.landed)),
                    lambda said: ", ".join(titles[one] for one in said.landed),
                ),
            ]

        return self._ask.asked(steps, Showing(on=on, people=room_of(self._profile)))

    def meeting(self, deck: BuiltDeck, on: datetime.date) -> Showing:
        """The three things that are asked of every meeting: who was there, what landed, what is next. Raises
        typer.Abort where a person stops."""
        texts, ask = self._texts, self._ask
        titles = {one.block: self._title(one.block, deck.language) for one in deck.blocks}

        def next_on(said: Showing) -> Showing:
            usual = "" if said.next_on is None else said.next_on.isoformat()
            return replace(said, next_on=ask.until(self._day, texts["log_ask_next_on"], usual))

        def steps(_: Showing) -> list[Step[Showing]]:
            return [
                Step(texts["log_people"], self._who, lambda said: ", ".join(map(_called, said.people))),
                Step(
                    texts["log_landed"],
                    lambda said: replace(said, landed=self._some(titles, texts["log_ask_landed"], said.landed)),
                    lambda said: ", ".join(titles[one] for one in said.landed),
                ),
                Step(
                    texts["log_next"],
                    lambda said: replace(said, next=ask.entry(texts["log_ask_next"], said.next)),
                    lambda said: said.next,
                ),
                Step(
                    texts["log_next_on"],
                    next_on,
                    lambda said: "" if said.next_on is None else said.next_on.isoformat(),
                    lambda said: bool(said.next),
                ),
            ]

        return ask.asked(steps, Showing(on=on, people=room_of(self._profile)))

    def wants_mail(self) -> bool:
        """Whether the mail that follows is to be drafted."""
        ask = self._ask
        return ask.until(ask.yes_or_no, self._texts["log_ask_mail"], ask.words(True)) is True

    def outcome(self, on: datetime.date) -> Outcome:
        """What is said of what came of it. Raises typer.Abort where a person stops."""
        texts, ask = self._texts, self._ask
        results: dict[str, str] = {
            "won": texts["log_won"],
            "advanced": texts["log_advanced"],
            "stalled": texts["log_stalled"],
            "lost": texts["log_lost"],
            "declined": texts["log_declined"],
        }

        def result(said: Outcome) -> Outcome:
            while (
                found := ask.one_of(results, _refused(texts["not_found"]), texts["log_ask_result"], said.result)
            ) is None:
                ask.needed()
            return replace(said, result=next(one for one in RESULTS if one == found))

        def whose(said: Outcome) -> Outcome:
            usual = ask.words(said.words == "customer")
            theirs = ask.until(ask.yes_or_no, texts["log_ask_whose"], usual)
            return replace(said, words="customer" if theirs else "seller")

        def objections(said: Outcome) -> Outcome:
            typed = ask.entry(texts["log_ask_objections"], "; ".join(said.objections))
            return replace(said, objections=tuple(filter(None, (one.strip() for one in typed.split(";")))))

        def next_on(said: Outcome) -> Outcome:
            usual = "" if said.next_on is None else said.next_on.isoformat()
            return replace(said, next_on=ask.until(self._day, texts["log_ask_next_on"], usual))

        def steps(_: Outcome) -> list[Step[Outcome]]:
            return [
                Step(texts["log_result"], result, lambda said: results[said.result]),
                Step(
                    texts["log_reason"],
                    lambda said: replace(said, reason=ask.entry(texts["log_ask_reason"], said.reason)),
                    lambda said: said.reason,
                ),
                Step(
                    texts["log_whose"],
                    whose,
                    lambda said: "" if said.words is None else ask.words(said.words == "customer"),
                    lambda said: bool(said.reason),
                ),
                Step(texts["log_objections"], objections, lambda said: "; ".join(said.objections)),
                Step(
                    texts["log_next"],
                    lambda said: replace(said, next=ask.entry(texts["log_ask_next"], said.next)),
                    lambda said: said.next,
                ),
                Step(
                    texts["log_next_on"],
                    next_on,
                    lambda said: "" if said.next_on is None else said.next_on.isoformat(),
                    lambda said: bool(said.next),
                ),
            ]

        return ask.asked(steps, Outcome(on=on, result="advanced"))

    def why(self, said: Outcome) -> Outcome:
        """An outcome with the customer's reason, where somebody says it. Raises typer.Abort where a person stops."""
        reason = self._ask.entry(self._texts["log_ask_reason"])
        if not reason:
            return said
        theirs = self._ask.until(self._ask.yes_or_no, self._texts["log_ask_whose"], self._ask.words(True))
        return replace(said, reason=reason, words="customer" if theirs else "seller")

    def _when(self, said: Showing) -> Showing:
        usual = said.on.isoformat()
        return replace(said, on=self._ask.until(self._day, self._texts["log_ask_day"], usual) or said.on)

    def _who(self, said: Showing) -> Showing:
        """Who was there: of those who are known, and of the roles, by their numbers or names; ROLE=NAME for others."""
        settings = self._library.settings
        roles = {one: Attendee(one) for one in (*settings.roles, *(one.role for one in self._profile.stakeholders))}
        named = [*said.people, *(one for role in roles for one in attendees(self._profile, role))]
        people = {_typed(one): one for one in named if one.name} | roles
        rows = {
            id: _called(one)
            if one.name
            else in_language(settings.roles.get(id, id), self._spoken, settings.default_language)
            for id, one in people.items()
        }
        found = self._ask.some_of(
            rows, lambda text: _typed(self._attendee(text)), self._texts["log_ask_people"], self._texts["people_how"],
            ", ".join(map(_typed, said.people)),
            lambda id, name: Attendee(people[id].role, name) if name else people[id], said.people,
        )  # fmt: skip
        return replace(said, people=tuple(dict.fromkeys(found)))

    def _some(self, titles: dict[str, str], question: str, before: Sequence[str]) -> tuple[str, ...]:
        read = _refused(self._texts["not_found"])
        return self._ask.some_of(titles, read, question, usual=", ".join(before))

    def _title(self, block: str, language: str) -> str:
        found = self._library.blocks.get(block)
        body = None if found is None else found.bodies.get(language) or next(iter(found.bodies.values()), None)
        return (body.title if body is not None else "") or block

    def _day(self, text: str) -> datetime.date:
        try:
            return datetime.date.fromordinal(Day.parse(text).toordinal())
        except ValueError:
            raise ValueError(self._texts["bad_day"].format(text=text)) from None


def _typed(one: Attendee) -> str:
    """A person as they can be typed: their name, or the role where there is none."""
    return one.name or one.role


def _called(one: Attendee) -> str:
    return f"{one.name} ({one.role})" if one.name else one.role


def _refused(told: str) -> Callable[[str], str]:
    """What reads a text that is on no list."""

    def read(text: str) -> str:
        raise UsageFault.of("SP816", told.format(text=text), "")

    return read
