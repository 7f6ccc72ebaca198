"""The customers a library is for: every profile of a folder with the pack, language and day a build would take."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from salespack.library.library import Library
from salespack.library.load import vocabulary_of
from salespack.library.packs import Pack
from salespack.matching.match import match
from salespack.matching.pack_choice import suiting_pack
from salespack.matching.selection import Selection
from salespack.matching.situation import Situation, today_or_meeting
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.profiles.folder import read_profiles
from salespack.profiles.profile import Profile
from salespack.system.progress import Progress, no_progress

MATCHING = "matching profiles"
"""What is told to be done."""


class Customer(msgspec.Struct, frozen=True):
    """One customer, and what a build for them would take."""

    profile: Profile
    pack: Pack
    language: str
    on: datetime.date


class Customers:
    """All customers of a folder that can be read, and who declined to be a reference.

    `problems` are warnings: a profile that cannot be read, or that no pack suits, keeps nobody from the rest.
    """

    def __init__(
        self,
        library: Library,
        folder: Path | None,
        today: datetime.date,
        *,
        on: datetime.date | None = None,
        cache: Path | None = None,
    ) -> None:
        self._library, self.on = library, on or today
        vocabulary = vocabulary_of(library.settings, library.values)
        read = read_profiles(folder, vocabulary, cache)
        self.declined = read.declined()
        found: list[Customer] = []
        problems = read.warnings(vocabulary)
        for profile in read.known:
            try:
                found.append(customer_of(profile, library, on or today_or_meeting(profile, today)))
            except UserFault as fault:
                problems += [_placed(problem, profile.file).as_warning() for problem in fault.problems]
        self.known, self.problems = tuple(found), tuple(problems)
        self._broken: dict[str, dict[str, Problem | str]] = {}

    def situation(self, customer: Customer) -> Situation:
        """What eligibility and scores for a customer depend on."""
        return Situation.of(
            customer.profile,
            customer.pack,
            self._library,
            customer.on,
            language=customer.language,
            excluded=self._excluded(customer.language),
            declined=self.declined,
        )

    def selections(self, progress: Progress = no_progress) -> Iterator[Selection]:
        """What each customer would get."""
        for number, customer in enumerate(self.known, 1):
            progress(MATCHING, number, len(self.known))
            yield match(
                customer.profile,
                customer.pack,
                self._library,
                customer.on,
                language=customer.language,
                excluded=self._excluded(customer.language),
                declined=self.declined,
            )

    def _excluded(self, language: str) -> dict[str, Problem | str]:
        """The blocks whose text in a language is broken."""
        if language not in self._broken:
            blocks = self._library.blocks.items()
            self._broken[language] = {
                name: found[0] for name, block in blocks if (found := block.broken_bodies.get(language))
            }
        return self._broken[language]


def customer_of(profile: Profile, library: Library, on: datetime.date) -> Customer:
    """A customer with what a build would take. Raises UsageFault when no pack suits."""
    pack, _ = suiting_pack(profile, library.packs, library.settings)
    settings = library.settings
    language = profile.customer.language
    return Customer(profile, pack, language if language in settings.languages else settings.default_language, on)


def chosen_for(selections: Iterable[Selection]) -> dict[str, list[str]]:
    """The profiles for which each block is chosen."""
    found: dict[str, list[str]] = {}
    for selection in selections:
        for choice in selection.chosen:
            found.setdefault(choice.block or "", []).append(selection.profile)
    return {block: list(dict.fromkeys(profiles)) for block, profiles in found.items()}


def _placed(problem: Problem, path: Path) -> Problem:
    return problem if problem.place else msgspec.structs.replace(problem, place=Place(shown_path(path)))
