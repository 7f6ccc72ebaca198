"""Times as people write them in each language, and the days that they are."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.language.locales import TIMES, languages, time_words
from salespack.language.times import Point, Time, days_of, time_of

ON = datetime.date(2026, 11, 21)
ONE: dict[str, dict[str, Point]] = {
    "en": {
        "Week 3": Point("week", 3),
        "2027-03-01": Point("date", 3, 2027, 1),
        "December 1, 2026": Point("date", 12, 2026, 1),
        "the 1st of December 2026": Point("date", 12, 2026, 1),
        "12/1/2026": Point("date", 12, 2026, 1),
        "Mon 3 May": Point("date", 5, None, 3),
        "May 27": Point("date", 5, None, 27),
        "Q3 2027": Point("quarter", 3, 2027),
        "2027 Q3": Point("quarter", 3, 2027),
        "3Q 2027": Point("quarter", 3, 2027),
        "1st quarter 2027": Point("quarter", 1, 2027),
        "H1 2027": Point("half", 1, 2027),
        "early March": Point("month", 3),
        "Mar '27": Point("month", 3, 2027),
        "2026-12": Point("month", 12, 2026),
        "3/2027": Point("month", 3, 2027),
        "2026": Point("calendar-year", 2026, 2026),
        "Day 30": Point("day", 30),
        "in 90 days": Point("day", 90),
        "Month 3": Point("months", 3),
        "Year 2": Point("year", 2),
        "Today": Point("today", 0),
    },
    "fi": {
        "Viikko 3": Point("week", 3),
        "viikolla 32": Point("week", 32),
        "vko 32/2026": Point("week", 32, 2026),
        "1.12.2026": Point("date", 12, 2026, 1),
        "12/1/2026": Point("date", 1, 2026, 12),
        "ti 4.3.": Point("date", 3, None, 4),
        "24.12.": Point("date", 12, None, 24),
        "1. joulukuuta 2026": Point("date", 12, 2026, 1),
        "maaliskuun lopussa": Point("month", 3),
        "maaliskuuhun 2027 mennessä": Point("month", 3, 2027),
        "Q2": Point("quarter", 2),
        "2. neljännes": Point("quarter", 2),
        "Päivä 5": Point("day", 5),
        "3 kk": Point("months", 3),
        "vuonna 2027": Point("calendar-year", 2027, 2027),
        "Tänään": Point("today", 0),
    },
    "de": {
        "KW 32/2026": Point("week", 32, 2026),
        "3. März 2027": Point("date", 3, 2027, 3),
        "Mitte März": Point("month", 3),
        "im Jahr 2027": Point("calendar-year", 2027, 2027),
        "2. Quartal": Point("quarter", 2),
        "Heute": Point("today", 0),
    },
    "sv": {
        "v. 32": Point("week", 32),
        "3 mars 2027": Point("date", 3, 2027, 3),
        "i början av maj": Point("month", 5),
        "kvartal 2": Point("quarter", 2),
        "i dag": Point("today", 0),
    },
}
RANGES: dict[str, tuple[str, Point, Point]] = {
    "Weeks 1–2": ("en", Point("week", 1), Point("week", 2)),
    "Weeks 3 to 6": ("en", Point("week", 3), Point("week", 6)),
    "Viikot 1-2": ("fi", Point("week", 1), Point("week", 2)),
    "Wochen 3 bis 6": ("de", Point("week", 3), Point("week", 6)),
    "1.–14.3.2027": ("fi", Point("date", 3, 2027, 1), Point("date", 3, 2027, 14)),
    "March 1–15, 2027": ("en", Point("date", 3, 2027, 1), Point("date", 3, 2027, 15)),
    "March–May 2027": ("en", Point("month", 3, 2027), Point("month", 5, 2027)),
    "Nov–Feb 2027": ("en", Point("month", 11, 2026), Point("month", 2, 2027)),
    "maalis–touko": ("fi", Point("month", 3), Point("month", 5)),
    "Q1–Q2 2027": ("en", Point("quarter", 1, 2027), Point("quarter", 2, 2027)),
    "Q1–2 2027": ("en", Point("quarter", 1, 2027), Point("quarter", 2, 2027)),
    "2026–2027": ("en", Point("calendar-year", 2026, 2026), Point("calendar-year", 2027, 2027)),
}
NONE = (
    "Kick-off", "We move in March", "5", "3.5", "12 %", "31.2.2027", "week 53 2027", "Q5", "", "1,200", "kevät", "6 h", "€1.2M",
    "1–2", "ISO 27001", "24/7",
)  # fmt: skip


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in ONE.items() for text in texts])
def test_one_point_of_time(language: str, text: str) -> None:
    point = ONE[language][text]
    assert time_of(text, language) == Time(point, point)


@pytest.mark.parametrize("text", RANGES)
def test_times_with_two_ends(text: str) -> None:
    language, first, last = RANGES[text]
    assert time_of(text, language) == Time(first, last)


@pytest.mark.parametrize("text", NONE)
@pytest.mark.parametrize("language", ["en", "fi"])
def test_what_is_no_time(text: str, language: str) -> None:
    assert time_of(text, language) is None


def test_a_text_may_say_a_time_in_another_language() -> None:
    assert time_of("Viikot 1–2", "sv") == time_of("weeks 1–2", "sv") == time_of("Veckor 1–2", "xx")


def days(*texts: str) -> tuple[list[str], bool] | None:
    """The first and last days of times on one axis, as a reader of a calendar knows them."""
    times = [time_of(text, "en") for text in texts]
    found = days_of([one for one in times if one is not None], ON)
    if found is None:
        return None
    shown = [
        f"{datetime.date.fromordinal(begin)}/{datetime.date.fromordinal(end - 1)}"
        if begin > 9_999
        else f"{begin}/{end}"
        for begin, end in found.spans
    ]
    assert len(shown) == len(times)
    return shown, found.calendar


def test_what_is_counted_begins_at_0() -> None:
    assert days("Weeks 1–2", "Weeks 3–6", "Week 10") == (["0/14", "14/42", "63/70"], False)
    assert days("Today", "Day 1", "Week 2", "Month 3", "Year 2") == (["0/1", "0/1", "7/14", "61/91", "365/730"], False)


def test_years_that_are_not_said_follow_from_the_others() -> None:
    winter = ["2026-11-01/2026-11-30", "2027-01-01/2027-01-31", "2027-02-01/2027-02-28"]
    assert days("Nov", "Jan", "Feb 2027") == (winter, True)
    assert days("Nov 2026", "Jan", "Feb") == (winter, True)
    assert days("Today", "3 March") == (["2026-11-21/2026-11-21", "2027-03-03/2027-03-03"], True)
    assert days("Week 50", "Week 2", "3 March 2027") == (
        ["2026-12-07/2026-12-13", "2027-01-11/2027-01-17", "2027-03-03/2027-03-03"],
        True,
    )
    assert days("December–January", "March 2027") == (["2026-12-01/2027-01-31", "2027-03-01/2027-03-31"], True)


def test_without_any_year_there_is_an_axis_and_no_day_of_today() -> None:
    assert days("Q3", "Q4", "Q1") == (
        ["2026-07-01/2026-09-30", "2026-10-01/2026-12-31", "2027-01-01/2027-03-31"],
        False,
    )


def test_times_that_have_no_axis_in_common() -> None:
    assert days("Day 1", "March") is None
    assert days("March–January 2027") == (["2026-03-01/2027-01-31"], True)
    assert days("3 May 2027 – 1 May 2027") is None
    assert days("29 February", "1 March 2027") is None


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2150, 12, 31)), st.sampled_from(languages(TIMES)))
def test_every_day_is_read_as_itself(day: datetime.date, language: str) -> None:
    month = time_words(language).months[day.month - 1][0]
    for text in (day.isoformat(), f"{day.day}.{day.month}.{day.year}", f"{day.day}. {month} {day.year}"):
        time = time_of(text, language)
        assert time is not None
        assert days_of([time], ON) == (((day.toordinal(), day.toordinal() + 1),), True)


@pytest.mark.parametrize("language", languages(TIMES))
def test_an_axis_says_what_is_read(language: str) -> None:
    words = time_words(language)
    assert len(words.months) == 12
    for number, names in enumerate(words.months, 1):
        assert time_of(names[0], language) == Time(Point("month", number), Point("month", number))
    for sort, names in (("day", words.day), ("week", words.week), ("months", words.month), ("quarter", words.quarter)):
        assert time_of(f"{names[0]} 2", language) == Time(Point(sort, 2), Point(sort, 2))  # type: ignore[arg-type]
