"""Every pack matched with every profile, knowing what rendering taught: which blocks are broken, how large the others.

Matching takes the blocks as if all of them were valid, unless a day is given, so that the same files give the same
problems on every day.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from salespack.checking.engine.blocks import Job, Record, Rendered
from salespack.checking.rules.views import Selected, Standing
from salespack.formats.text_files import read_text
from salespack.formats.types import encode_custom
from salespack.formats.yaml import Source
from salespack.library.library import Library
from salespack.library.load import vocabulary_of
from salespack.matching.match import match
from salespack.matching.pack_choice import suiting_pack, suits
from salespack.matching.selection import Reason, Selection, Size
from salespack.matching.situation import today_or_meeting
from salespack.problems.problem import Place, Problem, UsageFault, shown_path
from salespack.profiles.privacy import Gathered, kept, of_profile
from salespack.specimens.customers import Case
from salespack.system.hashing import digest

OF_PACKS = frozenset(("SP404", "SP405"))
"""Faults that matching finds in packs and blocks, whatever the profile; all others are the profile's own."""


class Learnt(msgspec.Struct, frozen=True, array_like=True):
    """What rendering taught for one case and language: the broken blocks, and the sizes that are not one slide."""

    broken: tuple[str, ...]
    sizes: dict[str, Size]


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """One profile to match with every pack, in its language, with what rendering taught."""

    case: int
    language: str
    learnt: Learnt


class Outcome(msgspec.Struct, kw_only=True):
    """What matching one or many profiles gave: selections, how each block fared, problems."""

    selections: list[Selected] = []
    standings: dict[str, Standing] = {}
    problems: list[tuple[Problem, str]] = []


def timeless(library: Library) -> Library:
    """The library with every block valid on every day."""
    blocks = {
        name: msgspec.structs.replace(block, valid_from=None, valid_until=None)
        if block.valid_from or block.valid_until
        else block
        for name, block in library.blocks.items()
    }
    return msgspec.structs.replace(library, blocks=blocks)


def matches(library: Library, cases: Sequence[Case], jobs: Iterable[Job], records: Mapping[str, Record]) -> list[Match]:
    """Every case with its language and what the records of the blocks say of it."""
    default, known = library.settings.default_language, library.settings.languages
    language_of = {
        number: case.profile.customer.language if case.profile.customer.language in known else default
        for number, case in enumerate(cases)
    }
    broken: dict[int, list[str]] = {number: [] for number in language_of}
    sizes: dict[int, dict[str, Size]] = {number: {} for number in language_of}
    for job in jobs:
        record = records[job.block]
        for language, groups in job.groups.items():
            for group in groups:
                one = record.rendered[language].get(group.seen, Rendered(0, 0))
                if one.slides == 1 and not one.with_customer_data:
                    continue
                for number in group.cases:
                    if language_of[number] != language:
                        continue
                    if one.slides:
                        sizes[number][job.block] = Size(one.slides, one.with_customer_data)
                    else:
                        broken[number].append(job.block)
    unreadable = {
        language: [name for name, block in library.blocks.items() if language in block.broken_bodies]
        for language in known
    }
    return [
        Match(
            case=number,
            language=language or default,
            learnt=Learnt((*broken[number], *unreadable.get(language or default, ())), sizes[number]),
        )
        for number, language in language_of.items()
    ]


class Selecting:
    """Matches the profiles of one library. `on` is the day for which to match; None: no block is ever out of date."""

    def __init__(
        self,
        library: Library,
        cases: Sequence[Case],
        declined: frozenset[str],
        day: datetime.date,
        on: datetime.date | None,
    ) -> None:
        self._library = library if on else timeless(library)
        self._cases, self._declined, self._day, self._on = cases, declined, day, on

    def keys(self, whole: Sequence[Match]) -> list[str]:
        """For each match a text that names everything its outcome depends on."""
        library = self._library
        blocks = [
            msgspec.structs.replace(block, bodies=dict.fromkeys(block.bodies), problems=(), broken_bodies={})
            for block in library.blocks.values()
        ]
        packs, broken = list(library.packs.values()), sorted(library.broken_packs)
        parts = [library.settings, sorted(library.values), blocks, packs, broken, sorted(self._declined)]
        shared = digest(msgspec.msgpack.encode([*parts, self._day, self._on], enc_hook=_encode))
        return [
            digest(msgspec.msgpack.encode([shared, self._cases[one.case], one.language, one.learnt], enc_hook=_encode))
            for one in whole
        ]

    def outcome(self, one: Match) -> Outcome:
        """Every pack for one profile."""
        case, found = self._cases[one.case], Outcome()
        excluded = dict.fromkeys(one.learnt.broken, "it cannot be rendered")
        suiting, none_suits = self._suiting(case)
        day = self._on or self._day
        if self._on and not case.synthetic:
            day = today_or_meeting(case.profile, self._on)
        if none_suits:
            found.problems.append((none_suits, case.name))
        for name, pack in self._library.packs.items():
            selection = match(
                case.profile,
                pack,
                self._library,
                day,
                language=one.language,
                excluded=excluded,
                sizes=one.learnt.sizes,
                declined=self._declined,
            )
            found.selections.append(
                Selected(
                    pack=name,
                    case=case.name,
                    synthetic=case.synthetic,
                    language=one.language,
                    choices=selection.choices,
                    refused=bool(selection.refusal),
                )
            )
            _note(found.standings, selection)
            for problem in selection.problems:
                if problem.code in OF_PACKS:
                    if suits(case.profile, pack):
                        found.problems.append((self._in_language(problem, one.language, case, selection), case.name))
                elif name == suiting and not case.synthetic:
                    found.problems.append((self._placed(problem, case), case.name))
        return found

    def _suiting(self, case: Case) -> tuple[str, Problem | None]:
        """The pack that a real profile gets, and the problem where none suits it."""
        if case.synthetic or self._library.broken_packs or not self._library.packs:
            return "", None
        try:
            return suiting_pack(case.profile, self._library.packs, self._library.settings)[0].id, None
        except UsageFault as fault:
            return "", msgspec.structs.replace(fault.problems[0], place=Place(case.name))

    def _in_language(self, problem: Problem, language: str, case: Case, selection: Selection) -> Problem:
        """A fault of a pack; it says in which language, where that is not the library's first.

        A slot that nobody has translated a block for yet is no error while no real customer speaks the language: a
        library gets its languages one text after the other, as decks in them are imported.
        """
        if language == self._library.settings.default_language:
            return problem
        problem = msgspec.structs.replace(problem, message=f"{problem.message} (in {language})")
        frames = [one for one in selection.rejections if self._library.blocks[one.block].kind == "frame"]
        if problem.code != "SP405" or not case.synthetic or all(one.reason is not Reason.LANGUAGE for one in frames):
            return problem
        hint = f"translate it into {language}; until then the pack cannot be built in it"
        return msgspec.structs.replace(problem, code="SP210", hint=hint)

    def _placed(self, problem: Problem, case: Case) -> Problem:
        """A problem of what a profile asks for, told at the profile."""
        if problem.place is not None:
            return problem
        source = Source(shown_path(case.profile.file), read_text(case.profile.file))
        key = (
            ("meeting", "minutes")
            if problem.code == "SP406"
            else ("drop",)
            if "dropped" in problem.message
            else ("pin",)
        )
        placed = msgspec.structs.replace(problem, place=source.place(key, key=True))
        return of_profile(placed, source, vocabulary_of(self._library.settings, self._library.values))


def _encode(value: object) -> object:
    return os.fspath(value) if isinstance(value, Path) else encode_custom(value)


def _note(standings: dict[str, Standing], selection: Selection) -> None:
    """Adds what a selection says of each block to how it fared."""
    for choice in selection.chosen:
        standings.setdefault(choice.block or "", Standing()).chosen += 1
    for rejection in selection.rejections:
        standing = standings.setdefault(rejection.block, Standing())
        reason = rejection.reason.value
        standing.rejected[reason] = standing.rejected.get(reason, 0) + 1
        if rejection.by:
            standing.beaten_by[rejection.by] = standing.beaten_by.get(rejection.by, 0) + 1


def added(outcomes: Iterable[Outcome]) -> Outcome:
    """Many outcomes as one."""
    whole = Outcome()
    for one in outcomes:
        whole.selections += one.selections
        whole.problems += one.problems
        for name, standing in one.standings.items():
            known = whole.standings.setdefault(name, Standing())
            known.chosen += standing.chosen
            for counts, more in ((known.rejected, standing.rejected), (known.beaten_by, standing.beaten_by)):
                for key, count in more.items():
                    counts[key] = counts.get(key, 0) + count
    return whole


def problems_of(outcome: Outcome, cases: Sequence[Case]) -> Iterator[Problem]:
    """The problems of the selections, each told once and without anybody's data."""
    named = {case.name: case for case in cases}
    gathered = Gathered()
    for problem, name in outcome.problems:
        case = named[name]
        if case.synthetic:
            gathered.add((kept(problem, (), real=False),), () if case is cases[0] else (name,))
        elif problem.place is not None and problem.place.file == name:
            gathered.add((kept(problem, (), real=False),))  # told at the profile, and discreet already
        else:
            gathered.add((kept(problem, (), real=True),), (name,))
    yield from gathered.problems()
