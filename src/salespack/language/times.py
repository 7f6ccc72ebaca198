"""Times as people write them, “Weeks 1–2”, “Q3 2027”, “1.–14.3.2027”, and the days that they are.

What is a word of a language stands in its `times.yaml`. Nothing is guessed: a text that says more than a time is none.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from salespack.language.locales import DEFAULT, TIMES, base_of, languages, one_of, time_words

Sort = Literal["date", "month", "quarter", "half", "calendar-year", "week", "day", "months", "year", "today"]
"""`months` and `year` are counted, “Month 3”; `month` and `calendar-year` are those of the calendar."""
DAYS_OF_A_YEAR = 365.25
CENTURY = LEAP_YEAR = 2000
UNITS: dict[str, Sort] = {"W": "week", "D": "day", "M": "months", "Q": "quarter", "H": "half", "Y": "year"}
COUNTED = ("day", "months", "year")
"""What is counted from a beginning that nobody has named; weeks too, where nothing says which of the calendar's."""
MONTHS_IN = {"quarter": 3, "half": 6}
LATER = re.compile(r"(\d{1,3}) ?([DWM])")
LATER_UNITS: dict[str, Literal["days", "weeks", "months"]] = {"D": "days", "W": "weeks", "M": "months"}
MOST: dict[Sort, int] = {"date": 12, "month": 12, "quarter": 4, "half": 2}
"""The largest number of each."""
LEAST_YEAR, MOST_YEAR = 1900, 2199
DASHES = re.compile("[\u2010-\u2015\u2212]")


class Point(NamedTuple):
    """One day, week, month …: its number, its year where that is said, and of a date the day in the month `number`."""

    sort: Sort
    number: int
    year: int | None = None
    day: int = 0


class Time(NamedTuple):
    """A time from the beginning of one point to the end of another; of a time without length both are the same."""

    first: Point
    last: Point


class Days(NamedTuple):
    """The days of several times, counted from one beginning: of each its first, and the one behind its last.

    Where `calendar`, they are proleptic Gregorian ordinals (`date.toordinal`).
    """

    spans: tuple[tuple[int, int], ...]
    calendar: bool


def time_of(text: str, language: str) -> Time | None:
    """The time that a text says, in its language or another; None where it says something else."""
    if not any(map(str.isdigit, text)) and len(text) > 24:
        return None
    known = languages(TIMES)
    for code in dict.fromkeys((base_of(language), DEFAULT, *known)):
        if code in known and (found := _read(_signs(text, code), time_words(code).month_first)) is not None:
            return found
    return None


class Later(NamedTuple):
    """So many days, weeks or months after something."""

    number: int
    unit: Literal["days", "weeks", "months"]


def later_of(text: str, language: str) -> Later | None:
    """What “+2 weeks” says, in its language or another; None for a text that says something else."""
    plus, rest = text.strip()[:1], text.strip()[1:]
    if plus not in ("+", "\uff0b"):
        return None
    known = languages(TIMES)
    for code in dict.fromkeys((base_of(language), DEFAULT, *known)):
        if code in known and (found := LATER.fullmatch(_signs(rest, code))) is not None:
            return Later(int(found[1]), LATER_UNITS[found[2]])
    return None


def day_later(day: datetime.date, later: Later) -> datetime.date:
    """The day so much later; of a month that has no such day, its last."""
    if later.unit != "months":
        return day + datetime.timedelta(days=later.number * (7 if later.unit == "weeks" else 1))
    first = _month(day.year, day.month + later.number)
    last = _month(day.year, day.month + later.number + 1) - 1
    return datetime.date.fromordinal(min(first + day.day - 1, last))


# --- reading ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def _pattern(code: str) -> re.Pattern[str]:
    """The words of a language, each in a group that is named after the sign that stands for it."""
    words = time_words(code)
    groups = [
        *((f"m{number}", one) for number, one in enumerate(words.months, 1)),
        ("D", words.day), ("W", words.week), ("M", words.month), ("Q", words.quarter), ("H", words.half),
        ("Y", words.year), ("N", words.today), ("until", words.until), ("beside", words.beside),
    ]  # fmt: skip
    spelt = "|".join(f"(?P<{name}>{one_of(map(str.lower, one))})" for name, one in groups)
    return re.compile(rf"(?<![^\W\d_])(?:{spelt})(?![^\W\d_])\.?")


def _signs(text: str, code: str) -> str:
    """A text with signs for its words: a letter for a unit, `@3` for March, a hyphen for “to”."""

    def sign(match: re.Match[str]) -> str:
        name = match.lastgroup or ""
        if name.startswith("m"):
            return f" @{name[1:]} "
        return " " if name == "beside" else " - " if name == "until" else f" {name} "

    plain = DASHES.sub("-", text.lower()).replace("\u2019", "'")
    return " ".join(_pattern(code).sub(sign, plain).split()).strip(" ,:;")


def _read(signs: str, month_first: bool) -> Time | None:
    """The time of a text of signs."""
    if (one := _point(signs, month_first)) is not None:
        return Time(one, one)
    for match in re.finditer(r" ?- ?", signs):
        left, right = signs[: match.start()], signs[match.end() :]
        first, last = _point(left, month_first), _point(right, month_first)
        if last is not None and first is None:
            first = _bare(left, last)
        elif first is not None and last is None:
            last = _bare(right, first)
        if first is None or last is None:
            continue
        if first.year is None and last.year is not None:
            year = last.year - (1 if _place(first) > _place(last) else 0)
            first = first._replace(year=year)
        return Time(first, last)
    return None


def _place(point: Point) -> tuple[int, int]:
    """Where in its year a point is, for points of one sort."""
    return point.number, point.day


def _bare(text: str, other: Point) -> Point | None:
    """A number that is of the same sort as the other end of its time: the 1 of “weeks 1–2”."""
    match = re.fullmatch(r"(\d{1,3})\.?(?:[ ,/]+(\d{4}))?", text)
    if match is None or other.sort == "today":
        return None
    number, year = int(match[1]), int(match[2]) if match[2] else other.year
    if other.sort == "date":
        return _valid(other._replace(day=number, year=year))
    return _valid(other._replace(number=number, year=year))


def _point(signs: str, month_first: bool) -> Point | None:
    """One point of time, written in one of the ways that there are."""
    for pattern, made in _WAYS:
        if match := re.fullmatch(pattern, signs):
            values = {key: value for key, value in match.groupdict().items() if value is not None}
            if made == "slashed":
                first, second = values.pop("a"), values.pop("b")
                values["m"], values["d"] = (first, second) if month_first else (second, first)
            return _valid(_made(values))
    return None


def _made(values: dict[str, str]) -> Point:
    year = _year(values["y"]) if "y" in values else None
    if "today" in values:
        return Point("today", 0)
    if "unit" in values:
        return Point(UNITS[values["unit"].upper()], int(values["n"]), year)
    if "d" in values:
        return Point("date", int(values["m"]), year, int(values["d"]))
    if "m" in values:
        return Point("month", int(values["m"]), year)
    return Point("calendar-year", year or 0, year)


def _year(text: str) -> int:
    digits = text.lstrip("'")
    return int(digits) if len(digits) == 4 else CENTURY + int(digits)


def _valid(point: Point) -> Point | None:
    """A point that the calendar has; None for any other."""
    if point.sort == "today":
        return point
    if point.year is not None and not LEAST_YEAR <= point.year <= MOST_YEAR:
        return None
    if not 1 <= point.number <= MOST.get(point.sort, MOST_YEAR):
        return None
    try:
        if point.sort == "date":
            datetime.date(point.year or LEAP_YEAR, point.number, point.day)
        elif point.sort == "week" and point.year is not None:
            datetime.date.fromisocalendar(point.year, point.number, 1)
    except ValueError:
        return None
    return point


_Y4, _Y = r"(?P<y>\d{4})", r"(?:[ ,/]+(?P<y>\d{4}|'\d\d))?"
_WAYS: tuple[tuple[str, str], ...] = tuple(
    (rf"(?:{pattern})\.?", made)
    for pattern, made in (
        (rf"{_Y4}-(?P<m>\d\d)-(?P<d>\d\d)", ""),
        (r"(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})(?:\.|\. ?(?P<y>\d{4}))", ""),
        (r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d{4})", "slashed"),
        (rf"(?P<d>\d{{1,2}})\.? @(?P<m>\d+){_Y}", ""),
        (rf"@(?P<m>\d+) (?P<d>\d{{1,2}})\.?{_Y}", ""),
        (rf"@(?P<m>\d+){_Y}", ""),
        (rf"{_Y4},? @(?P<m>\d+)", ""),
        (rf"(?P<m>\d{{1,2}})/{_Y4}", ""),
        (rf"{_Y4}-(?P<m>\d\d)", ""),
        (rf"(?P<unit>[QHWDMY]) ?(?P<n>\d{{1,3}}){_Y}", ""),
        (rf"(?P<n>\d{{1,3}})\.? ?(?P<unit>[QHWDMY]){_Y}", ""),
        (rf"{_Y4}[ ,/-]*(?P<unit>[QHW]) ?(?P<n>\d{{1,2}})", ""),
        (rf"(?:Y )?{_Y4}", ""),
        (r"(?P<today>N)", ""),
    )
)


# --- days ------------------------------------------------------------------------------------------------------------


def days_of(times: Sequence[Time], today: datetime.date) -> Days | None:
    """The days of several times on one axis; None where they have none in common.

    Years that are not said follow from those that are: in a row of times none is earlier than the one before it.
    """
    points = [point for time in times for point in time]
    counted = any(point.sort in COUNTED for point in points)
    of_calendar = any(
        point.sort in ("date", "month", "quarter", "half", "calendar-year") or point.year is not None
        for point in points
    )
    if counted and of_calendar:
        return None
    if not of_calendar:
        return Days(tuple((_counted(time.first)[0], _counted(time.last)[1]) for time in times), False)
    known = any(point.year is not None or point.sort == "today" for point in points)
    try:
        dated = _with_years(times, today)
        spans = tuple((_calendar(first, today)[0], _calendar(last, today)[1]) for first, last in dated)
    except ValueError:  # a day that its year does not have
        return None
    return Days(spans, known) if all(begin < end for begin, end in spans) else None


def _with_years(times: Sequence[Time], today: datetime.date) -> list[Time]:
    """The times, each with a year: that which it says, else the one in which it stands where it stands in the row.

    Raises ValueError for a day that its year does not have.
    """

    def begin(time: Time) -> int:
        return _calendar(time.first, today)[0]

    years = [today.year if time.first.sort == "today" else time.first.year for time in times]
    said = next((at for at, year in enumerate(years) if year is not None), 0)
    found = [_in_year(time, year or today.year) for time, year in zip(times, years, strict=True)]
    for at in range(said + 1, len(found)):
        if years[at] is None:
            year = datetime.date.fromordinal(begin(found[at - 1])).year
            one = _in_year(times[at], year)
            found[at] = one if begin(one) >= begin(found[at - 1]) else _in_year(times[at], year + 1)
    for at in range(said - 1, -1, -1):
        year = datetime.date.fromordinal(begin(found[at + 1])).year
        one = _in_year(times[at], year)
        found[at] = one if begin(one) <= begin(found[at + 1]) else _in_year(times[at], year - 1)
    return found


def _in_year(time: Time, year: int) -> Time:
    """A time in a year, where it says none; its end in the next where that would come before its beginning."""
    first = time.first if time.first.year is not None else time.first._replace(year=year)
    if time.last.year is not None:
        return Time(first, time.last)
    later = time.last.sort == time.first.sort and _place(time.last) < _place(time.first)
    return Time(first, time.last._replace(year=(first.year or year) + later))


def _calendar(point: Point, today: datetime.date) -> tuple[int, int]:
    """The days of a point in the calendar. Raises ValueError where its year does not have it."""
    year, number = point.year or today.year, point.number
    match point.sort:
        case "today":
            return today.toordinal(), today.toordinal() + 1
        case "date":
            day = datetime.date(year, number, point.day).toordinal()
            return day, day + 1
        case "week":
            monday = datetime.date.fromisocalendar(year, number, 1).toordinal()
            return monday, monday + 7
        case "calendar-year":
            return _month(number, 1), _month(number + 1, 1)
        case "month":
            return _month(year, number), _month(year, number + 1)
        case _:
            length = MONTHS_IN[point.sort]
            return _month(year, (number - 1) * length + 1), _month(year, number * length + 1)


def _month(year: int, month: int) -> int:
    """The first day of a month; the thirteenth is the first of the next year."""
    return datetime.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1).toordinal()


def _counted(point: Point) -> tuple[int, int]:
    """The days of a point that is counted from a beginning, the first of which is 0."""
    if point.sort == "today":
        return 0, 1
    length = {"day": 1.0, "week": 7.0, "months": DAYS_OF_A_YEAR / 12}.get(point.sort, DAYS_OF_A_YEAR)
    return round((point.number - 1) * length), round(point.number * length)
