"""Days as tables write them. Whether 3/4/2017 is in March or in April is decided by all that stands in its column."""

from __future__ import annotations

import datetime
import re
from typing import Literal

Order = Literal["day-first", "month-first"]
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)")
YEAR = re.compile(r"(?<!\d)(19\d\d|20\d\d)(?!\d)")


class DayColumn:
    """What is to be known of a column to read its days: row by row it is told what stands there."""

    def __init__(self, said: Order | None = None) -> None:
        self._said = said
        self._day_first = self._month_first = 0  # rows that can only be read so
        self._either = 0

    def see(self, text: str) -> None:
        """Takes one cell into account."""
        if (found := NUMBERS.match(text.strip())) is None:
            return
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second:
            self._day_first += 1
        elif second > 12 >= first:
            self._month_first += 1
        elif first <= 12 and second <= 12 and first != second:
            self._either += 1

    @property
    def order(self) -> Order | None:
        """The order of its days; None where nothing decides it, or rows speak for both."""
        if self._said is not None:
            return self._said
        if bool(self._day_first) == bool(self._month_first):
            return None
        return "day-first" if self._day_first else "month-first"

    @property
    def undecided(self) -> str:
        """Why its days cannot be told, in words; empty where they can, or where no day can be read in two ways."""
        if self.order is not None or not (self._either or self._day_first):
            return ""
        if self._day_first:
            return f"the day comes first in {self._day_first:,} of its rows, and the month in {self._month_first:,}"
        return f"{self._either:,} of its days can be read in two ways, and no row says which"

    def day(self, text: str) -> datetime.date | None:
        """The day that a cell names; None where it names none, or where it cannot be told."""
        text = text.strip()
        try:
            if found := ISO.match(text):
                return datetime.date(*map(int, found.groups()))
            if (found := NUMBERS.match(text)) is None:
                return None
            first, second, year = (int(part) for part in found.groups())
            year += 2000 if year < 100 else 0
            if first == second:
                return datetime.date(year, first, second)
            if self.order is None:
                return None
            day, month = (first, second) if self.order == "day-first" else (second, first)
            return datetime.date(year, month, day)
        except ValueError:
            return None


def year_of(text: str) -> int | None:
    """The year that a cell names, in whatever order its day is written."""
    if (found := NUMBERS.match(text.strip())) is not None:
        return int(found[3]) + (2000 if len(found[3]) == 2 else 0)
    found = YEAR.search(text)
    return None if found is None else int(found[1])
