"""Answers of a survey, added up by customer while its rows are read; rows are kept where importance is derived."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import msgspec

from salespack.importing.facts import day_of
from salespack.importing.surveys.mapping import FIGURES, FigureName, SurveyMapping, with_heads
from salespack.importing.tables import Row, RowFaults, Table
from salespack.language.word_matching import normalised
from salespack.problems.problem import Problem
from salespack.profiles.profile import scale_bounds

NUMBER = re.compile(r"(-?\d+(?:[.,]\d+)?)(?:\s*/\s*\d+|(?:\s+|\s*[-–=:)(])\D*)?")
"""A figure with a decimal point or comma, alone or before its label: 4, 4,5, 4/5, 5 – very content."""
UNANSWERED = frozenset(
    ("-", "–", ".", "n/a", "na", "none", "don't know", "don’t know", "no answer", "eos", "en osaa sanoa",
     "ei vastausta", "weiß nicht", "keine angabe", "k.a.", "vet ej", "inget svar")
)  # fmt: skip
MOST_KEPT = 20_000
"""Respondents that importance is derived from; of more, so many are drawn."""
MOST_PEOPLE = 1_000
"""Of one customer: where more answered, nobody is missing."""
MOST_REMEMBERED = 1_000
SEED = 1


@lru_cache(maxsize=4096)
def _day(text: str) -> str:
    """A whole day as ISO has it; empty where it is none."""
    day = day_of(text) or ""
    return day if len(day) == len("2026-12-01") else ""


class Figure:
    """Answers to one question, added up: how many, their mean and how far they spread (Welford, 1962)."""

    __slots__ = ("_squares", "mean", "n")

    def __init__(self) -> None:
        self.n, self.mean, self._squares = 0, 0.0, 0.0

    def add(self, answer: float) -> None:
        """One answer more."""
        self.n += 1
        before = answer - self.mean
        self.mean += before / self.n
        self._squares += before * (answer - self.mean)

    @property
    def spread(self) -> float | None:
        """The standard deviation of a sample; None of fewer than two."""
        return math.sqrt(self._squares / (self.n - 1)) if self.n > 1 else None


class Answers:
    """What one customer's people answered."""

    def __init__(self, name: str, row: int) -> None:
        self.name, self.row = name, row
        self.rows = 0
        self.figures: dict[tuple[str, FigureName], Figure] = {}
        self.answered: set[str] = set()
        self.silent: dict[str, None] = {}
        self.day = ""


class Survey(msgspec.Struct, frozen=True):
    """All answers: by what the names of each customer share, and for deriving importance the rows that answer all of
    it, as figures on 0–10: a column a value, in the mapping's order, and the overall satisfaction last."""

    customers: dict[str, Answers]
    complete: tuple[list[float], ...]
    respondents: int
    """How many rows answer all of it, of which `complete` has at most `MOST_KEPT`."""


def read_answers(table: Table, mapping: SurveyMapping, told: list[Problem], key: Callable[[str], str]) -> Survey:
    """The answers in a table, row by row; `key` says what the names of one customer share, empty for no name.

    What cannot be used is told with row and column. Raises UserFault.
    """
    reader = _Reader(table, mapping, lru_cache(maxsize=4096)(key))
    for row in table.rows(told):
        reader.read(row)
    told += reader.faults.problems()
    return Survey(reader.customers, reader.complete, reader.respondents)


class _Reader:
    def __init__(self, table: Table, mapping: SurveyMapping, key: Callable[[str], str]) -> None:
        self._key = key
        self._mapping, self.faults = mapping, RowFaults(table)
        self._heads = with_heads(mapping, table)
        self._low, self._high = scale_bounds(mapping.scale)
        self._chance = random.Random(SEED)  # noqa: S311 - a sample, no secret
        self._read: dict[str, float] = {}
        self.customers: dict[str, Answers] = {}
        self.respondents = 0
        self._asked = [
            (value, figure, self._heads[column])
            for value, one in mapping.values.items()
            for figure in FIGURES
            if (column := getattr(one, figure)) is not None
        ]
        self._driving = [one for one in self._asked if one[1] != "importance"] if mapping.derives else []
        self.complete: tuple[list[float], ...] = tuple([] for _ in (*self._driving, "overall"))

    def read(self, row: Row) -> None:
        """Adds the answers of one respondent."""
        name = row.cells.get(self._heads[self._mapping.customer], "")
        plain = self._key(name)
        if not plain:
            hint = "fill in the customer’s name; the row is left out"
            self.faults.tell("name no customer", row.number, "names no customer", hint)
            return
        answers = self.customers.setdefault(plain, Answers(name, row.number))
        who = self._cell(row, self._mapping.respondent)
        found = {
            (value, figure): answer
            for value, figure, head in self._asked
            if (answer := self._figure(row, head)) is not None
        }
        if found and who and normalised(who) in answers.answered:
            hint = "keep one row a person; the first is taken, this one is left out"
            self.faults.tell("are of people who answered before", row.number, f"“{who[:40]}” answered before", hint)
            return
        answers.rows += 1
        for one, answer in found.items():
            answers.figures.setdefault(one, Figure()).add(answer)
        if found:
            if who and len(answers.answered) <= MOST_PEOPLE:
                answers.answered.add(normalised(who))
            answers.day = max(answers.day, self._day(row))
        elif who and len(answers.silent) <= MOST_PEOPLE:
            answers.silent.setdefault(who)
        if self._mapping.derives:
            overall = self._figure(row, self._heads[self._mapping.overall or ""])
            driving = [found.get((value, figure)) for value, figure, _ in self._driving]
            self._keep([one for one in (*driving, overall) if one is not None])

    def _keep(self, figures: list[float]) -> None:
        """Keeps a row that answers everything; of very many, a fair sample (Vitter's algorithm R)."""
        if len(figures) != len(self.complete):
            return
        self.respondents += 1
        if self.respondents <= MOST_KEPT:
            for column, figure in zip(self.complete, figures, strict=True):
                column.append(figure)
        elif (at := self._chance.randrange(self.respondents)) < MOST_KEPT:
            for column, figure in zip(self.complete, figures, strict=True):
                column[at] = figure

    def _cell(self, row: Row, column: str | None) -> str:
        return row.cells.get(self._heads[column], "").strip() if column is not None else ""

    def _day(self, row: Row) -> str:
        """The day of a row; empty where it says none, or one that is told."""
        said = self._cell(row, self._mapping.date)
        day = _day(said)
        if said and not day and normalised(said) not in UNANSWERED:
            hint = "write it as 2026-12-01; the answers count as if the row said no day"
            message = f"“{said[:40]}” in {self._heads[self._mapping.date or '']} is no day"
            self.faults.tell("say no day that can be read", row.number, message, hint)
        return day

    def _figure(self, row: Row, head: str) -> float | None:
        """An answer on 0–10; None where there is none, or one that is told."""
        text = row.cells.get(head, "")
        if text in self._read:
            return self._read[text]
        figure = self._new_figure(row, head, text) if text and normalised(text) not in UNANSWERED else None
        if figure is not None and len(self._read) < MOST_REMEMBERED:
            self._read[text] = figure
        return figure

    def _new_figure(self, row: Row, head: str, text: str) -> float | None:
        found = NUMBER.fullmatch(text)
        if found is None:
            what = "is a formula, not its result" if text.startswith("=") else "is no figure"
            hint = "write the figure alone; the answer is left out"
            self.faults.tell("have an answer that is no figure", row.number, f"“{text[:40]}” in {head} {what}", hint)
            return None
        figure = float(found[1].replace(",", "."))
        if not self._low <= figure <= self._high:
            hint = "correct it, or the mapping’s `scale`; the answer is left out"
            message = f"{text[:40]} in {head} is outside the scale {self._mapping.scale}"
            self.faults.tell("have an answer outside the scale", row.number, message, hint)
            return None
        return (figure - self._low) * 10 / (self._high - self._low)


def figures_of(answers: Answers, value: str) -> Iterator[tuple[FigureName, Figure]]:
    """What one customer answered about a value, figure by figure."""
    for figure in FIGURES:
        if (found := answers.figures.get((value, figure))) is not None:
            yield figure, found
