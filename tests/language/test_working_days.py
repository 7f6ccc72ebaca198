"""Days on which somebody can be met."""

from __future__ import annotations

import datetime

import pytest

from salespack.language.working_days import HOLIDAYS, easter, working_day


@pytest.mark.parametrize(
    ("day", "country", "met"),
    [
        ("2026-12-19", "FI", "2026-12-21"),  # a Saturday
        ("2026-12-24", "FI", "2026-12-28"),  # Christmas, then a weekend
        ("2026-12-31", None, "2027-01-04"),  # New Year, then a weekend
        ("2027-01-06", "FI", "2027-01-07"),  # Epiphany
        ("2027-01-06", "US", "2027-01-06"),
        ("2027-03-26", "FI", "2027-03-30"),  # Good Friday to Easter Monday
        ("2027-03-26", "US", "2027-03-26"),
        ("2027-06-25", "SE", "2027-06-28"),  # Midsummer Eve
        ("2026-10-03", "DE", "2026-10-05"),
        ("2027-05-06", "FI", "2027-05-07"),  # Ascension Day
        ("2027-11-25", "US", "2027-11-26"),  # Thanksgiving
        ("2027-05-31", "GB", "2027-06-01"),  # the spring bank holiday
        ("2027-02-10", "XX", "2027-02-10"),
    ],
)
def test_a_day_on_which_nobody_is_met_gives_way_to_the_next(day: str, country: str | None, met: str) -> None:
    assert working_day(datetime.date.fromisoformat(day), country).isoformat() == met


def test_both_sides_can_meet() -> None:
    epiphany = datetime.date(2027, 1, 6)
    assert working_day(epiphany, "US", "FI") == datetime.date(2027, 1, 7)
    assert working_day(epiphany) == epiphany


def test_easter_is_that_of_the_calendar() -> None:
    known = {1961: (4, 2), 2000: (4, 23), 2008: (3, 23), 2011: (4, 24), 2026: (4, 5), 2027: (3, 28), 2038: (4, 25)}
    assert {year: (easter(year).month, easter(year).day) for year in known} == known


def test_no_country_is_closed_for_more_than_five_days_running() -> None:
    first = datetime.date(2026, 1, 1)
    for country in (*HOLIDAYS, None):
        for number in range(366 * 3):
            day = first + datetime.timedelta(days=number)
            assert (working_day(day, country) - day).days <= 5, (country, day)
