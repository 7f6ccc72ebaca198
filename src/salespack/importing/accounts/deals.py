"""The opportunities of a CRM's export, counted: what was won and lost by whom it was for, and what is still open."""

from __future__ import annotations

import datetime
from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

import msgspec

from salespack.importing.accounts.columns import AccountMapping, Kind, Meaning, meaning_of, read_mapping
from salespack.importing.accounts.dates import DayColumn
from salespack.importing.accounts.reading import TRUE
from salespack.importing.customer_profiles import plain_name
from salespack.importing.facts import figure_of
from salespack.importing.tables import Table, read_tables
from salespack.language.word_matching import normalised
from salespack.problems.problem import Place, Problem, Severity, UserFault
from salespack.statistics.shares import Share

Side = Literal["account", "industry", "country", "product", "agent"]
SIDES: tuple[Side, ...] = get_args(Side)
"""By what opportunities are compared."""


class OpenDeal(msgspec.Struct, frozen=True):
    """An opportunity that is neither won nor lost: where it stands (FILE:ROW), whose it is, and its age in days."""

    place: str
    account: str
    product: str
    agent: str
    days: int


class Deals(msgspec.Struct, frozen=True, kw_only=True):
    """What an export says of opportunities. `closed` has what was won of what came to an end, by each side; `worth`
    what each account bought, in the export's currency.

    `longest` is the most days that any took that came to an end, None where none has both days; `judged` the day on
    which the age of open ones is counted: the last day that the export knows, unless another is asked for. `undated`
    are open without a day of opening.
    """

    total: int
    closed: Mapping[Side, Mapping[str, Share]]
    worth: Mapping[str, float]
    open: tuple[OpenDeal, ...]
    undated: int
    longest: int | None
    judged: datetime.date | None
    problems: tuple[Problem, ...] = ()

    @property
    def stalled(self) -> tuple[OpenDeal, ...]:
        """The open ones that are older than any that ever came to an end, the oldest first."""
        if self.longest is None:
            return ()
        return tuple(sorted((one for one in self.open if one.days > self.longest), key=lambda one: -one.days))


def read_deals(files: Sequence[Path], mapping: Path | None, judged: datetime.date | None = None) -> Deals:
    """Reads opportunities and the accounts that they name. Raises UserFault (SP893) where no table has any."""
    return _Reading(read_mapping(mapping), judged).read(files)


class _Reading:
    def __init__(self, mapping: AccountMapping, judged: datetime.date | None) -> None:
        self._mapping, self._judged = mapping, judged
        self._won = {normalised(word) for word in mapping.won}
        self._lost = {normalised(word) for word in mapping.lost}
        self._told: list[Problem] = []
        self._accounts: dict[str, dict[Side, str]] = {}
        """What is known of accounts, by plain name and by id."""
        self._counts: dict[Side, dict[str, list[int]]] = {side: {} for side in SIDES}
        self._worth: defaultdict[str, float] = defaultdict(float)
        self._total = 0

    def read(self, files: Sequence[Path]) -> Deals:
        tables: dict[Kind, list[tuple[Table, Meaning]]] = {}
        for file in files:
            found, told = read_tables(file)
            self._told += told
            for table in found:
                meaning = meaning_of(table, self._mapping)
                tables.setdefault(meaning.kind, []).append((table, meaning))
        if "opportunities" not in tables:
            hint = "give the export of opportunities: a table that says of each which account it is of, and its stage"
            raise UserFault([*self._told, Problem(code="SP893", message="no table has opportunities", hint=hint)])
        for table, meaning in tables.get("accounts", ()):
            self._read_accounts(table, meaning)
        unfinished: list[_Open] = []
        longest: int | None = None
        last = datetime.date.min
        for table, meaning in tables["opportunities"]:
            days = self._read_opportunities(table, meaning)
            unfinished.append(days)
            if days.longest is not None:
                longest = max(longest or 0, days.longest)
            last = max(last, days.last)
        judged = self._judged or (None if last == datetime.date.min else last)
        return Deals(
            total=self._total,
            closed={
                side: {name: Share(won, won + lost) for name, (won, lost) in sorted(counts.items())}
                for side, counts in self._counts.items()
                if counts
            },
            worth=dict(self._worth),
            open=tuple(deal for one in unfinished for deal in one.deals(judged)),
            undated=sum(one.undated for one in unfinished),
            longest=longest,
            judged=judged,
            problems=tuple(self._told),
        )

    def _read_accounts(self, table: Table, meaning: Meaning) -> None:
        for row in table.rows(self._told):
            name = meaning.said(row, "name")
            if not (plain := plain_name(name)):
                continue
            industry, country = meaning.said(row, "industry"), meaning.said(row, "country")
            said: dict[Side, str] = {
                "account": name,
                "industry": self._mapping.industries.get(industry, industry),
                "country": self._mapping.countries.get(country, country),
            }
            self._accounts.setdefault(plain, said)
            if id := meaning.said(row, "id"):
                self._accounts.setdefault(id, said)

    def _read_opportunities(self, table: Table, meaning: Meaning) -> _Open:
        opened, closed = DayColumn(self._mapping.dates), DayColumn(self._mapping.dates)
        still_open = _Open(table, opened, closed)
        worthless = array("Q")
        for row in table.rows(self._told):
            if normalised(meaning.said(row, "deleted")) in TRUE:
                continue
            self._total += 1
            began, ended = meaning.said(row, "opened"), meaning.said(row, "closed")
            opened.see(began)
            closed.see(ended)
            said = meaning.said(row, "account")
            account = self._accounts.get(said) or self._accounts.get(plain_name(said)) or {"account": said}
            by: dict[Side, str] = {
                **account, "product": meaning.said(row, "product"), "agent": meaning.said(row, "agent")
            }  # fmt: skip
            stage = normalised(meaning.said(row, "stage"))
            won = stage in self._won or normalised(meaning.said(row, "won")) in TRUE
            over = won or stage in self._lost or normalised(meaning.said(row, "ended")) in TRUE
            if not over:
                still_open.add(row.number, began, by)
                continue
            still_open.ended(began, ended)
            for side in SIDES:
                if name := by.get(side):
                    self._counts[side].setdefault(name, [0, 0])[not won] += 1
            if won and (worth := meaning.said(row, "value")):
                if (figure := figure_of(worth)) is None:
                    worthless.append(row.number)
                elif by["account"]:
                    self._worth[by["account"]] += figure
        if worthless:
            message = f"row {worthless[0]} and {len(worthless) - 1:,} more say no figure of what was won"
            self._tell(message if len(worthless) > 1 else f"row {worthless[0]} says no figure of what was won", table)
        for days, head in ((opened, "opened"), (closed, "closed")):
            if why := days.undecided:
                message = f"whether the day or the month comes first in “{meaning.heads[head]}” cannot be told: {why}"
                self._tell(message, table, "say `dates: day-first` or `dates: month-first` in a mapping: --map FILE")
        return still_open

    def _tell(self, message: str, table: Table, hint: str = "export it again, with digits alone") -> None:
        place: Place = table.place(table.head_row)
        self._told.append(Problem(code="SP892", message=message, hint=hint, place=place, severity=Severity.WARNING))


class _Open:
    """The days of one table: of how long what ended took, and of what is still open. Kept as numbers of the texts of
    days, of which a long table has few: which of its numbers is the month is known at its end."""

    def __init__(self, table: Table, opened: DayColumn, closed: DayColumn) -> None:
        self._table, self._opened, self._closed = table, opened, closed
        self._took: dict[tuple[str, str], None] = {}
        self._rows: list[tuple[int, str, dict[Side, str]]] = []

    def add(self, number: int, began: str, by: dict[Side, str]) -> None:
        """An opportunity that is still open."""
        self._rows.append((number, began, by))

    def ended(self, began: str, over: str) -> None:
        """One that ended."""
        self._took[began, over] = None

    @property
    def longest(self) -> int | None:
        """The most days that one took; None where none has both days."""
        days = ((self._opened.day(began), self._closed.day(over)) for began, over in self._took)
        return max(((end - start).days for start, end in days if start and end and end >= start), default=None)

    @property
    def last(self) -> datetime.date:
        """The last day that is known."""
        seen = [self._closed.day(over) for _, over in self._took]
        seen += [self._opened.day(began) for began in {began for _, began, _ in self._rows}]
        return max((one for one in seen if one is not None), default=datetime.date.min)

    @property
    def undated(self) -> int:
        """How many are open without a day of opening."""
        return sum(self._opened.day(began) is None for _, began, _ in self._rows)

    def deals(self, judged: datetime.date | None) -> list[OpenDeal]:
        """Those that are open and have a day."""
        found = []
        for number, began, by in self._rows:
            start = self._opened.day(began)
            if start is not None and judged is not None:
                place = f"{self._table.place(number)}"
                days = (judged - start).days
                found.append(OpenDeal(place, by.get("account", ""), by.get("product", ""), by.get("agent", ""), days))
        return found
