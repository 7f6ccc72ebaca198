"""The service behind `salespack check`: everything that can be found out about a library without a person looking."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from salespack.assembly.customers import everybody_in
from salespack.building.library_problems import library_problems
from salespack.building.resources import Resources
from salespack.checking.baseline import new_problems, of_real_profiles, read_baseline, stale_problem
from salespack.checking.engine.blocks import Job, Material, Record, Rendered
from salespack.checking.engine.jobs import Planner
from salespack.checking.engine.remembered import Kept, read_kept, write_kept
from salespack.checking.engine.selections import Match, Outcome, Selecting, matches, problems_of
from salespack.checking.engine.workers import Crew
from salespack.checking.report import CheckReport, Lines
from salespack.checking.rules.table import RULES, Rule
from salespack.checking.rules.views import CustomersView, LibraryView, PackView, ProfileView, Surroundings
from salespack.checking.switches import switched
from salespack.formats.types import encode_custom
from salespack.formats.versions import VersionFault
from salespack.formats.yaml import Source
from salespack.language.company_names import name_words
from salespack.library.index import library_files, open_library
from salespack.library.library import Library
from salespack.library.load import SETTINGS_FILE, file_text, vocabulary_of
from salespack.library.salvage import salvage
from salespack.library.settings import CheckSettings
from salespack.library.validity import calm_day
from salespack.problems.codes import severity_of
from salespack.problems.problem import Place, Problem, UserFault, shown_path
from salespack.profiles.folder import read_profiles
from salespack.profiles.privacy import Gathered, text_of
from salespack.profiles.profile import Profile
from salespack.specimens.customers import Case, generated
from salespack.specimens.data_used import Stock, facts_used, is_broken, top_of
from salespack.system.hashing import digest
from salespack.system.progress import Progress, no_progress
from salespack.typesetting.engine import package_fonts

NAMED = re.compile(r"“([\w.]+)”")
"""The name that an SP302 begins with."""
OF_NEEDS = frozenset(("SP302", "SP304", "SP370"))
"""What follows on a line that uses data without listing it in `needs`."""

WRITTEN = (".md", ".yaml", ".yml", ".j2")
"""Endings of the files that people write and a check reads."""


class CheckRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What to check. `today` is the day the command runs.

    `profiles` is the folder of the real profiles; None checks with generated ones alone and reads none. `paths`
    restrict what is reported to files there; everything is checked all the same. `nightly` takes the day into account
    in earnest. `as_approved` are blocks that are checked as if they were approved. `processes`: how many at most; None:
    one a processor. `rules` are those about content.
    """

    library: Path
    profiles: Path | None
    today: datetime.date
    cache: Path | None = None
    paths: tuple[Path, ...] = ()
    nightly: bool = False
    as_approved: frozenset[str] = frozenset()
    baseline: Path | None = None
    processes: int | None = None
    rules: tuple[Rule[Any], ...] = RULES


def check_library(request: CheckRequest, progress: Progress = no_progress) -> CheckReport:
    """Checks a library. Raises UserFault where there is none, nothing to check, or the baseline cannot be read."""
    baseline = read_baseline(request.baseline) if request.baseline else None
    opened = _opened(request.library, request.cache)
    library = _with_approved(opened.library, request.as_approved)
    read = _read_profiles(request.profiles, library, request.cache)
    found = [*opened.problems, *read.problems, *library_problems(library, request.cache)]
    work = _Work(request, library, read)
    if not opened.problems:
        found += work.problems(progress)
    found = [problem for problem in found if problem.code not in opened.following]
    files = _files(library.root, opened.names, read.files, request.paths)
    if not files or not (library.blocks or library.packs or library.broken_packs or read.files):
        hint = "name files of the library or of its profiles" if request.paths else "write a block, or a pack"
        named = request.paths[0] if request.paths else library.root
        raise UserFault.of("SP905", "there was nothing to check", hint, Place(shown_path(named)))
    unchecked = frozenset(rule.code for rule in request.rules if rule.of_profiles and request.profiles is None)
    after = switched(_unique(found), library, unchecked)
    found = _once(after.problems, among(request.paths))
    private = frozenset(read.files)
    problems, accepted = tuple(found), 0
    if baseline is not None and request.baseline is not None:
        lines = Lines(private)
        problems, stale = new_problems(found, baseline, library.root, lambda one: lines.at(one.place) or "")
        accepted = len(found) - len(problems)
        stale = tuple(one for one in stale if request.profiles is not None or not of_real_profiles(one, unchecked))
        problems = (*problems, *(stale_problem(one, request.baseline) for one in stale))
    return CheckReport(
        root=library.root,
        problems=_in_order(problems, request),
        files=files,
        blocks=len(library.blocks),
        packs=len(library.packs) + len(library.broken_packs),
        profiles=len(read.files),
        renderings=sum(record.renderings for record in work.records.values()),
        rendered=work.rendered,
        off=after.off,
        accepted=accepted,
        private=private,
    )


def _with_approved(library: Library, names: Collection[str]) -> Library:
    """The library as it would be with some of its blocks approved."""
    approved = {name: msgspec.structs.replace(library.blocks[name], state="approved") for name in names}
    return msgspec.structs.replace(library, blocks={**library.blocks, **approved}) if approved else library


class _Opened(msgspec.Struct, frozen=True):
    """A library as far as it can be read, the names of its files, and what keeps it from being read."""

    library: Library
    names: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    following: frozenset[str] = frozenset()


def _opened(root: Path, cache: Path | None) -> _Opened:
    try:
        library = open_library(root, cache)
        return _Opened(library, tuple(library_files(root)))
    except VersionFault:
        raise  # another Salespack is asked for: what this one finds wrong is nothing to mend
    except UserFault as fault:
        if not (root / SETTINGS_FILE).is_file():
            raise
        names = tuple(library_files(root))
        saved = salvage(root, names)
        if not saved.problems:
            raise fault from None  # something else than the two files, such as a folder that cannot be read
        return _Opened(saved.library, names, saved.problems, saved.following)


class _Profiles(msgspec.Struct, frozen=True):
    """The real profiles by their file as people name it, all their files, and what is wrong with the others."""

    valid: dict[str, Profile]
    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def _read_profiles(folder: Path | None, library: Library, cache: Path | None) -> _Profiles:
    """The profiles in a folder. Their problems name fields, never values."""
    if folder is None:
        return _Profiles({}, (), ())
    vocabulary = vocabulary_of(library.settings, library.values)
    try:
        read = read_profiles(folder, vocabulary, cache)
    except UserFault as fault:
        return _Profiles({}, (), tuple(fault.problems))
    valid = {shown_path(profile.file): profile for profile in read.known}
    problems = [*read.told, *read.problems(vocabulary)]
    return _Profiles(valid, tuple(sorted((*valid, *(shown_path(one.path) for one in read.unread)))), tuple(problems))


class _Work:
    """The part of a check that takes time: rendering and matching, with what is kept of the last time."""

    def __init__(self, request: CheckRequest, library: Library, read: _Profiles) -> None:
        self._request, self._library, self._read = request, library, read
        self._kept = read_kept(request.cache, library.root, synthetic=request.profiles is None)
        self._stock = Stock(library, library_files(library.root), self._kept.uses)
        usable = [block for block in library.blocks.values() if not is_broken(block)]
        real = tuple(Case(name=file, profile=profile) for file, profile in read.valid.items())
        cases = (*generated(library, facts_used(usable, self._stock)), *real)
        settings = msgspec.structs.replace(library.settings, check=_without_switches(library.settings.check))
        self._around = Surroundings(
            settings=settings,
            values=library.values,
            calculations=library.calculations,
            most_bullets=_most_bullets(library),
        )
        self._declined = frozenset(
            profile.customer.name.casefold()
            for profile in read.valid.values()
            if profile.relationship.reference == "declined"
        )
        asked = {name_words(profile.customer.name) for profile in read.valid.values()}
        others = {name: one for name, one in everybody_in(library).items() if name_words(name) not in asked}
        references = others | {
            profile.customer.name: said
            for profile in read.valid.values()
            if (said := profile.relationship.reference) is not None
        }
        self._material = Material(
            library=library,
            around=self._around,
            cases=cases,
            day=calm_day(library),
            top=top_of(library),
            cache=request.cache,
            rules=request.rules,
            references=references,
        )
        self.records: dict[str, Record] = {}
        self.rendered = 0

    def problems(self, progress: Progress) -> Iterator[Problem]:
        """Everything that rendering, matching and the rules find."""
        jobs = list(Planner(self._material, self._stock).jobs())
        on = self._request.today if self._request.nightly else None
        selecting = Selecting(self._library, self._material.cases, self._declined, self._material.day, on)
        with Crew(self._material, selecting, self._request.processes, progress) as crew:
            self._render(jobs, crew)
            whole = matches(self._library, self._material.cases, jobs, self.records)
            outcome = self._match(whole, crew)
        for job in jobs:
            yield from self._told(job)
        yield from problems_of(outcome, self._material.cases)
        yield from self._rules(outcome)

    def _told(self, job: Job) -> Iterator[Problem]:
        """What is wrong with a block: its texts, and each rendering."""
        record, cases = self.records[job.block], self._material.cases
        gathered = Gathered()
        for language, groups in job.groups.items():
            for group in groups:
                rendered = record.rendered[language].get(group.seen)
                if rendered is not None and rendered.found:
                    usual = group.cases[0] == 0
                    gathered.add(rendered.found, () if usual else [cases[number].name for number in group.cases])
        unlisted = [one for one in record.problems if one.code == "SP341"]
        yield from record.problems
        for problem in gathered.problems():
            if problem.code not in OF_NEEDS or not any(_same_lack(problem, one) for one in unlisted):
                yield problem

    def _render(self, jobs: Sequence[Job], crew: Crew) -> None:
        """Makes the records: what is kept and still true, and the rest anew."""
        before = self._kept.records
        missing = [part for job in jobs if (part := _missing(job, before.get(job.block))) is not None]
        new = {record.block: record for record in crew.records(missing)}
        self.rendered = sum(record.renderings for record in new.values())
        for job in jobs:
            self.records[job.block] = _joined(job, before.get(job.block), new.get(job.block))
        if new or self.records.keys() != before.keys() or self._stock.used.keys() != self._kept.uses.keys():
            self._keep(self._kept.matched, self._kept.outcome)

    def _match(self, whole: Sequence[Match], crew: Crew) -> Outcome:
        """The outcome of matching: as kept where nothing that it depends on changed."""
        key = self._key_of(whole)
        if self._kept.matched == key and self._kept.outcome is not None:
            return self._kept.outcome
        outcome = crew.outcome(whole)
        self._keep(key, outcome)
        return outcome

    def _keep(self, matched: str, outcome: Outcome | None) -> None:
        self._kept = Kept(
            version=self._kept.version,
            uses=self._stock.used,
            records=self.records,
            matched=matched,
            outcome=outcome,
        )
        synthetic = self._request.profiles is None
        write_kept(self._request.cache, self._library.root, self._kept, synthetic=synthetic)

    def _key_of(self, whole: Sequence[Match]) -> str:
        """What matching depends on: everything of blocks but their texts, packs, profiles, what rendering taught."""
        library, material = self._library, self._material
        blocks = [
            msgspec.structs.replace(
                block,
                bodies={language: msgspec.structs.replace(body, content_hash="", title="", line=0)
                        for language, body in block.bodies.items()},
            )
            for block in library.blocks.values()
        ]  # fmt: skip
        parts = [
            library.settings.scoring, library.settings.languages, sorted(library.values), blocks,
            list(library.packs.values()), sorted(library.broken_packs), list(material.cases), whole,
            sorted(self._declined), material.day,
            self._request.today if self._request.nightly else None,
        ]  # fmt: skip
        return digest(msgspec.msgpack.encode(parts, enc_hook=_encode))

    def _rules(self, outcome: Outcome) -> Iterator[Problem]:
        """What the rules about the library, its packs and the profiles find."""
        whole = CustomersView(
            library=self._library,
            around=self._around,
            on=self._request.today,
            profiles=self._read.valid,
            customers={profile.customer.name.casefold(): file for file, profile in self._read.valid.items()},
            declined=self._declined,
            summaries={name: record.summary for name, record in self.records.items()},
            selections=tuple(outcome.selections),
            standings=outcome.standings,
            cases=len(self._material.cases),
            cache=self._request.cache,
            fonts=(*package_fonts(), *Resources(self._library, self._request.cache).fonts),
        )
        packs = [PackView(pack, _source(pack.file, self._library), whole) for pack in self._library.packs.values()]
        profiles = [
            ProfileView(profile, Source(file, text_of(profile.file)), whole)
            for file, profile in self._read.valid.items()
        ]
        views: Mapping[type, Iterable[object]] = {
            LibraryView: (whole,),
            CustomersView: () if self._request.profiles is None else (whole,),
            PackView: packs,
            ProfileView: profiles,
        }
        for rule in self._request.rules:
            for view in views.get(rule.subject, ()):
                yield from rule.check(view)


def _most_bullets(library: Library) -> int:
    """What the brand's settings say; where they cannot be read, which is a problem of its own, what they are else."""
    from salespack.powerpoint.brand.cached import read_settings
    from salespack.powerpoint.brand.settings import BrandSettings

    settings = None
    if library.settings.brand:
        with suppress(UserFault):
            settings = read_settings(library.root / library.settings.brand)[0]
    return (settings or BrandSettings()).most_bullets


def _same_lack(problem: Problem, unlisted: Problem) -> bool:
    """Whether a rendering failed for the data that an SP341 of its line names already."""
    one, other = problem.place, unlisted.place
    if one is None or other is None or (one.file, one.line) != (other.file, other.line):
        return False
    path = unlisted.message.removeprefix("uses ").partition(",")[0]
    named = NAMED.match(problem.message) if problem.code == "SP302" else None
    return named is None or named[1] == path or named[1].startswith(f"{path}.")


def _missing(job: Job, record: Record | None) -> Job | None:
    """What of a job has to be done; None where its record has it all."""
    if record is None or record.key != job.key:
        return job
    groups = {
        language: tuple(group for group in groups if group.seen not in record.rendered.get(language, {}))
        for language, groups in job.groups.items()
    }
    return msgspec.structs.replace(job, groups=groups, whole=False) if any(groups.values()) else None


def _joined(job: Job, before: Record | None, new: Record | None) -> Record:
    """The record of a job: what was kept of it and what was made anew, and nothing that it has no use for."""
    kept = before if before is not None and before.key == job.key else None
    whole = kept or new
    assert whole is not None  # noqa: S101 - what is not kept was made
    found = {
        language: {
            group.seen: made
            for group in groups
            if (made := _of(new, language, group.seen) or _of(kept, language, group.seen)) is not None
        }
        for language, groups in job.groups.items()
    }
    return msgspec.structs.replace(whole, rendered=found)


def _of(record: Record | None, language: str, seen: str) -> Rendered | None:
    return record.rendered.get(language, {}).get(seen) if record is not None else None


def _without_switches(settings: CheckSettings) -> CheckSettings:
    """The settings of rules alone: switching one off changes no result."""
    return msgspec.structs.replace(settings, off={})


def _encode(value: object) -> object:
    return os.fspath(value) if isinstance(value, Path) else encode_custom(value)


def _source(file: str, library: Library) -> Source:
    return Source(file, file_text(library.root, os.path.relpath(file, library.root)))


def _unique(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem of each file once: what breaks the defaults of a folder is told for every block in it."""
    return list({(one.code, one.place, one.message, one.about): one for one in problems}.values())


def _once(problems: Iterable[Problem], wanted: Callable[[str], bool]) -> list[Problem]:
    """Each problem once that several blocks have of their folder's defaults, when what is switched off is gone.

    It is that of a block that was asked for, where there is one.
    """
    ranked = sorted(problems, key=lambda one: bool(one.about) and wanted(one.about))
    return list({(one.code, one.place, one.message): one for one in ranked}.values())


def _files(root: Path, names: Iterable[str], profiles: Iterable[str], paths: Sequence[Path]) -> tuple[str, ...]:
    """The files that were checked and are reported on."""
    read = [shown_path(root / name) for name in names if name.endswith(WRITTEN)]
    wanted = among(paths)
    return tuple(file for file in (*sorted(read), *profiles) if wanted(file))


def among(paths: Sequence[Path]) -> Callable[[str], bool]:
    """Whether a file is one of `paths` or lies below one; every file where there are none."""
    wanted = [os.path.realpath(path) for path in paths]

    def holds(file: str) -> bool:
        real = os.path.realpath(file)
        return any(real == one or real.startswith(one.rstrip(os.sep) + os.sep) for one in wanted)

    return holds if wanted else lambda _: True


def _in_order(problems: Iterable[Problem], request: CheckRequest) -> tuple[Problem, ...]:
    """The problems that are reported, with the severity of their codes, by place."""
    wanted = among(request.paths)
    kept = [
        msgspec.structs.replace(one, severity=severity_of(one.code, nightly=request.nightly))
        for one in problems
        if one.place is None or wanted(one.place.file) or (one.about and wanted(one.about))
    ]
    return tuple(sorted(kept, key=_rank))


def _rank(problem: Problem) -> tuple[str, int, int, str, str]:
    place = problem.place or Place("")
    return place.file, place.line or 0, place.column or 0, problem.code, problem.message
