"""A survey becomes measured figures in profiles, beside what customers said; what a person wrote stays."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from salespack.importing.customer_profiles import CustomerProfiles, undecided
from salespack.importing.profile_edits import difference, profile_data, write_profiles
from salespack.importing.surveys.answers import MOST_PEOPLE, Answers, Survey, figures_of, read_answers
from salespack.importing.surveys.mapping import FIGURES, FigureName, read_mapping
from salespack.importing.surveys.relative_weights import Driver, drivers_of
from salespack.importing.tables import Table, read_tables
from salespack.language.word_matching import normalised
from salespack.library.library import Library
from salespack.library.load import vocabulary_of
from salespack.problems.problem import Problem, Severity, UserFault, shown_path
from salespack.profiles.folder import customer_names
from salespack.profiles.profile import Basis, Profile, Scale, load_profile, on_scale

METHOD = "Johnson’s relative weights (2000); intervals of 95% by bootstrap"
MOST_NAMED = 5
Written = Literal["set", "beside what is there", "unchanged"]


class SurveyRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What to read, the folder of the profiles, and the day of answers where neither they nor the mapping say it."""

    file: Path
    mapping: Path
    profiles: Path
    on: datetime.date
    write: bool = False


class SurveyRow(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of one value of one customer, on the profile's scale: what the profile said before, what was measured
    by how many people, with their standard deviation, what importance is based on, and what becomes of the profile."""

    profile: str
    value: str
    figure: FigureName
    said: float | None
    measured: float
    n: int
    spread: float | None
    basis: Basis
    written: Written


class DriverRow(msgspec.Struct, frozen=True, kw_only=True):
    """What moves the overall satisfaction: the share of a value (0–1) with its interval, and the importance (0–10) that
    follows: the weightiest value has 10, the others in proportion."""

    value: str
    share: float
    low: float
    high: float
    importance: float


class Derivation(msgspec.Struct, frozen=True, kw_only=True):
    """How importance was derived: the method, from how many respondents who answered all of it, of how many needed, how
    much of the variance is explained. `why` says why nothing can be told."""

    method: str
    n: int
    needed: int
    explained: float
    drivers: tuple[DriverRow, ...]
    why: str = ""


class SurveyReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a survey says: the figures by profile, who of each customer is missing, how importance was derived, the
    lines that change by profile, and whether they were written."""

    rows: tuple[SurveyRow, ...]
    respondents: dict[str, int]
    """By profile, how many rows the survey has of the customer."""
    missing: dict[str, tuple[str, ...]]
    """By profile, people who were asked and did not answer, and stakeholders of whom there is no answer."""
    derivation: Derivation | None
    differences: dict[str, str]
    problems: tuple[Problem, ...]
    written: bool


def import_survey(library: Library, request: SurveyRequest) -> SurveyReport:
    """Reads a survey and proposes its figures; writes them where the request says so. Raises UserFault, with nothing
    written."""
    return _Import(library, request).done()


class _Import:
    def __init__(self, library: Library, request: SurveyRequest) -> None:
        self._library, self._request = library, request
        self._mapping = read_mapping(request.mapping, library)
        self._told: list[Problem] = []
        self._rows: list[SurveyRow] = []

    def done(self) -> SurveyReport:
        table = self._table()
        there = self._there()
        survey = read_answers(table, self._mapping, self._told, there.key)
        derivation = self._derivation(survey) if self._mapping.derives else None
        derived = {one.value: one.importance for one in derivation.drivers} if derivation is not None else {}
        changed: dict[Path, dict[str, Any]] = {}
        differences: dict[str, str] = {}
        missing: dict[str, tuple[str, ...]] = {}
        respondents: dict[str, int] = {}
        vocabulary = vocabulary_of(self._library.settings, self._library.values)
        for path, answers in self._customers(survey, table, there).items():
            try:
                profile, data = load_profile(path, vocabulary), profile_data(path)
            except UserFault as fault:
                self._told += (problem.as_warning() for problem in fault.problems)
                continue
            after = self._merged(data, profile, answers, derived, table)
            respondents[path.stem] = answers.rows
            if absent := self._absent(profile, answers):
                missing[path.stem] = absent
            if text := difference(path, after):
                differences[path.stem] = text
                changed[path] = after
        if changed and self._request.write:
            write_profiles(changed)
        return SurveyReport(
            rows=tuple(self._rows),
            respondents=respondents,
            missing=missing,
            derivation=derivation,
            differences=differences,
            problems=tuple(self._told),
            written=bool(changed) and self._request.write,
        )

    def _table(self) -> Table:
        """The sheet that has the mapping's columns, else the first. Raises UserFault."""
        tables, told = read_tables(self._request.file)
        self._told += told
        wanted = {normalised(one) for one in self._mapping.columns}
        return next((one for one in tables if wanted <= set(map(normalised, one.heads))), tables[0])

    def _there(self) -> CustomerProfiles:
        """The profiles that are there by their customers; what keeps a name from being read is told."""
        told: list[Problem] = []
        folder = self._request.profiles
        names = customer_names(folder, told) if folder.is_dir() else {}
        self._told += (problem.as_warning() for problem in told)
        return CustomerProfiles(names)

    def _customers(self, survey: Survey, table: Table, there: CustomerProfiles) -> dict[Path, Answers]:
        """The answers by the profile of their customer; customers without one, or with several, are told."""
        folder = self._request.profiles
        found: dict[Path, Answers] = {}
        strangers: list[Answers] = []
        for answers in survey.customers.values():
            match there.of(answers.name):
                case (path,):
                    found[path] = answers
                case ():
                    strangers.append(answers)
                case several:
                    self._tell("SP892", *undecided(answers.name, several), table, answers.row)
        if strangers:
            names = ", ".join(f"“{one.name}” in row {one.row}" for one in strangers[:MOST_NAMED])
            more = f" and {len(strangers) - MOST_NAMED:,} more" if len(strangers) > MOST_NAMED else ""
            has = "customers have" if len(strangers) > 1 else "customer has"
            message = f"{len(strangers):,} {has} no profile in {shown_path(folder)}/: {names}{more}"
            self._tell(
                "SP895",
                message,
                "make the profile first: salespack new profile, or import accounts",
                table,
                strangers[0].row,
            )
        return found

    def _tell(self, code: str, message: str, hint: str, table: Table, row: int | None = None) -> None:
        place = table.place(row)
        self._told.append(Problem(code=code, message=message, hint=hint, place=place, severity=Severity.WARNING))

    # --- importance that nobody was asked for ------------------------------------------------------------------------

    def _derivation(self, survey: Survey) -> Derivation:
        *predictors, overall = survey.complete
        found = drivers_of(predictors, overall)
        names = [value for value, one in self._mapping.values.items() for name in FIGURES[1:] if getattr(one, name)]
        return Derivation(
            method=METHOD,
            n=survey.respondents,
            needed=found.needed,
            explained=found.explained,
            drivers=_driver_rows(names, found.drivers),
            why=found.why,
        )

    # --- profiles ----------------------------------------------------------------------------------------------------

    def _merged(
        self, data: Mapping[str, Any], profile: Profile, answers: Answers, derived: Mapping[str, float], table: Table
    ) -> dict[str, Any]:
        """A profile's data with the measured figures beside what was said."""
        scale = str(data.get("scale") or "0-10")
        values = dict(data.get("values") or {})
        for value, asked in self._mapping.values.items():
            figures = dict(figures_of(answers, value))
            if "with_us" in figures and profile.relationship.kind != "current":
                hint = "say `relationship: {kind: current}` in the profile, or map the column to satisfaction"
                message = f"{profile.customer.name} is no current customer, so {value} has no with_us"
                self._tell("SP892", message, hint, table, answers.row)
                del figures["with_us"]
            if not figures:
                continue
            measured: dict[str, Any] = {name: on_scale(one.mean, scale) for name, one in figures.items()}
            basis: Basis = "measured"
            if "importance" not in measured and value in derived:
                measured["importance"], basis = on_scale(derived[value], scale), "derived"
            content = next(figures[name] for name in ("with_us", "satisfaction", "importance") if name in figures)
            spread = None if content.spread is None else _widened(content.spread, scale)
            before = values.get(value)
            source = self._mapping.source or self._request.file.stem
            about = {
                "n": content.n,
                "spread": spread,
                "object": asked.object or self._mapping.object,
                "basis": "derived" if basis == "derived" else None,
                "source": source,
            }
            measured = {name: measured[name] for name in FIGURES if name in measured}
            measured |= {name: one for name, one in about.items() if one is not None}
            day = answers.day or str(self._mapping.day or _day_before(before, measured) or self._request.on)
            measured = {**measured, "date": day}
            values[value] = _beside(before, measured, f"{source} {day}", self._assumed(scale))
            for name in FIGURES:
                if name in measured:
                    figure = figures.get(name)
                    self._rows.append(
                        SurveyRow(
                            profile=profile.id,
                            value=value,
                            figure=name,
                            said=_said(before, name),
                            measured=measured[name],
                            n=figure.n if figure is not None else content.n,
                            spread=None if figure is None or figure.spread is None else _widened(figure.spread, scale),
                            basis=basis if name == "importance" else "measured",
                            written=_what(before, values[value], name),
                        )
                    )
        return {**data, "values": values} if values else dict(data)

    def _assumed(self, scale: Scale) -> float:
        return on_scale(self._library.settings.scoring.assumed_importance, scale)

    def _absent(self, profile: Profile, answers: Answers) -> tuple[str, ...]:
        """Who was asked and did not answer, and who of the profile is not among those who did."""
        silent = [one for one in answers.silent if normalised(one) not in answers.answered]
        if len(answers.answered) > MOST_PEOPLE:
            return ()
        if self._mapping.respondent is None or any("@" in one for one in answers.answered):
            return tuple(silent)
        known = {normalised(one) for one in silent} | answers.answered
        return (*silent, *(one.name for one in profile.stakeholders if one.name and normalised(one.name) not in known))


def _driver_rows(names: Sequence[str], drivers: Sequence[Driver]) -> tuple[DriverRow, ...]:
    """Each value once, the weightiest first; a value that was asked about twice has both shares."""
    found: dict[str, DriverRow] = {}
    for name, one in zip(names, drivers, strict=False):
        before = found.get(name)
        share = one.share + (before.share if before else 0)
        low, high = one.low + (before.low if before else 0), min(1.0, one.high + (before.high if before else 0))
        found[name] = DriverRow(value=name, share=share, low=low, high=high, importance=0.0)
    most = max((one.share for one in found.values()), default=1.0)
    rows = [msgspec.structs.replace(one, importance=round(10 * one.share / most, 1)) for one in found.values()]
    return tuple(sorted(rows, key=lambda one: (-one.share, one.value)))


def _beside(before: Any, measured: Mapping[str, Any], source: str, assumed: float) -> dict[str, Any]:
    """A value with what was measured beside what was said. What an earlier survey set follows this one, and what was
    assumed gives way; what a person wrote stays."""
    after = dict(before) if isinstance(before, dict) else {} if before is None else {"importance": before}
    kept = after.get("measured")
    earlier = kept if isinstance(kept, dict) else {}
    new = not after
    if "importance" in measured:
        followed = after.get("basis") in ("measured", "derived") and after["importance"] == earlier.get("importance")
        if new or followed or after.get("basis") == "assumed":
            after["importance"], after["basis"] = measured["importance"], measured.get("basis", "measured")
    elif new:
        after["importance"], after["basis"] = assumed, "assumed"
    for name in FIGURES[1:]:
        if name in measured and after.get(name) in (None, earlier.get(name)):
            after[name] = measured[name]
    if new or after.get("source") == f"{earlier.get('source')} {earlier.get('date')}":
        after["source"] = source
    if new and "object" in measured:
        after["object"] = measured["object"]
    after["measured"] = dict(measured)
    return after


def _day_before(before: Any, measured: Mapping[str, Any]) -> str | None:
    """The day of what was measured before, where it was the same: answers without a day change nothing again."""
    match before:
        case {"measured": {"date": str(day), **rest}} if rest == measured:
            return day
        case _:
            return None


def _said(before: Any, name: str) -> float | None:
    figure = before.get(name) if isinstance(before, dict) else before if name == "importance" else None
    return figure if isinstance(figure, int | float) else None


def _what(before: Any, after: Mapping[str, Any], name: str) -> Written:
    if before == after:
        return "unchanged"
    return "set" if after.get(name) == after["measured"][name] != _said(before, name) else "beside what is there"


def _widened(spread: float, scale: Scale) -> float:
    """A standard deviation on 0–10 as it is on a scale."""
    return round(float(on_scale(spread, scale)) - float(on_scale(0, scale)), 1)
