"""On which days nobody is met: weekends, and the public holidays of the countries that libraries are most used in."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

SATURDAY = 5
EVERYWHERE = "1-1 12-24 12-25 12-26 12-31"
"""Days on which nobody is met, whatever the country: from Christmas Eve to Boxing Day, New Year's Eve and Day."""
HOLIDAYS: Mapping[str, str] = {
    "AT": "1-6 5-1 8-15 10-26 11-1 12-8 easter+1 easter+39 easter+50 easter+60",
    "BE": "5-1 7-21 8-15 11-1 11-11 easter+1 easter+39 easter+50",
    "CH": "8-1 easter-2 easter+1 easter+39 easter+50",
    "DE": "5-1 10-3 easter-2 easter+1 easter+39 easter+50",
    "DK": "easter-3 easter-2 easter+1 easter+39 easter+50",
    "EE": "2-24 5-1 6-23 6-24 8-20 easter-2",
    "FI": "1-6 5-1 12-6 easter-2 easter+1 easter+39 friday>6-19",
    "FR": "5-1 5-8 7-14 8-15 11-1 11-11 easter+1 easter+39 easter+50",
    "GB": "easter-2 easter+1 monday>5-1 monday>5-25 monday>8-25",
    "IE": "3-17 easter+1 monday>2-1 monday>5-1 monday>6-1 monday>8-1 monday>10-25",
    "NL": "4-27 easter+1 easter+39 easter+50",
    "NO": "5-1 5-17 easter-3 easter-2 easter+1 easter+39 easter+50",
    "SE": "1-6 5-1 6-6 easter-2 easter+1 easter+39 friday>6-19",
    "US": "6-19 7-4 11-11 monday>1-15 monday>2-15 monday>5-25 monday>9-1 monday>10-8 thursday>11-22",
}
"""Of each country, by its ISO 3166 code, the days on which all of it is closed: of every year (month and day), so many
days from Easter Sunday, or the first such weekday on or after a day. What holds in a part of a country alone is not
among them, and what a law changes is to be changed here."""
RULE = re.compile(r"easter(?P<offset>[+-]\d+)|(?:(?P<weekday>[a-z]+)>)?(?P<month>\d+)-(?P<day>\d+)")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def working_day(day: datetime.date, *countries: str | None) -> datetime.date:
    """The day, or the first after it on which people of all these countries can meet; of one that is not known, and
    where none is, weekends and the days of `EVERYWHERE` are left out alone."""
    while day.weekday() >= SATURDAY or any(day in _closed(day.year, country or "") for country in (None, *countries)):
        day += datetime.timedelta(days=1)
    return day


@lru_cache(maxsize=64)
def _closed(year: int, country: str) -> frozenset[datetime.date]:
    return frozenset(_days(year, f"{EVERYWHERE} {HOLIDAYS.get(country, '')}"))


def _days(year: int, rules: str) -> Iterator[datetime.date]:
    for rule in RULE.finditer(rules):
        if rule["offset"]:
            yield easter(year) + datetime.timedelta(days=int(rule["offset"]))
            continue
        day = datetime.date(year, int(rule["month"]), int(rule["day"]))
        if rule["weekday"]:
            day += datetime.timedelta(days=(WEEKDAYS.index(rule["weekday"]) - day.weekday()) % 7)
        yield day


def easter(year: int) -> datetime.date:
    """Easter Sunday of a year of the Gregorian calendar (J. Meeus, Astronomical Algorithms, 1991, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return datetime.date(year, month, day + 1)
