"""Timelines and road maps, made of tables and lists whose rows and items begin with times."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from salespack.assembly.forms.around import Around, Unmade
from salespack.assembly.forms.items import END, lead_of, list_in, read
from salespack.deck.model import (
    Lane,
    Mark,
    Moment,
    Node,
    Paragraph,
    Roadmap,
    Spans,
    Table,
    Text,
    Timeline,
    cut,
    text_of,
)
from salespack.forms.tables import is_numeric
from salespack.language.locales import FormWords, TimeWords, form_words, time_words
from salespack.language.phrases import words
from salespack.language.times import DAYS_OF_A_YEAR, Days, Sort, Time, days_of, time_of

LEAST, MOST = 3, 8
"""How many moments a text has that asks for a timeline by how it is written."""
LANES = range(2, 7)
MOST_IN_LANES = 15
MOST_MARKS = 16
"""On the axis of a road map; of those the ones that have room are drawn."""
ENDS = rf"[ \u00a0]*(?:{END})\s*"
STEPS = (1, 5, 10, 20, 50, 100)
ROUNDED = 0.05
"""By what share of a unit days may miss its beginning, as months and years are no whole days."""
WEEKS_ON_AN_AXIS = 14
MONTHS_ON_AN_AXIS, MONTHS_IN_QUARTERS = 18, 48


def as_timeline(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """A table of When, What and Who, or a list whose items begin with times; lanes, where those stand below names.

    Raises Unmade where something of it would not be seen.
    """
    if not nodes:
        return None
    *before, last = nodes
    if len(before) > 1 or not all(isinstance(one, Text) and len(one.paragraphs) == 1 for one in before):
        return None
    if isinstance(last, Table):
        return (*before, _of_table(last, around)) if len(last.header) in (2, 3) and last.rows else None
    if before:
        return None
    listed = list_in(nodes)
    if listed is not None:
        moments = [_moment(one, around.language) for one in listed[1]]
        found = [one for one in moments if one is not None]
        return (*listed[0], _timeline(found, around)) if len(found) == len(moments) else None
    return _lanes(nodes, around)


def infer_timeline(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """A timeline of what begins with times alone: a table whose other columns are words, or a list."""
    last = nodes[-1] if nodes else None
    if isinstance(last, Table):
        if len(last.header) not in (2, 3) or not LEAST <= len(last.rows) <= MOST or unknown_heads(last):
            return None
        if any(is_numeric(last, column) for column in range(1, len(last.header))):
            return None
        if not all(row[1] and _time(row[0], around.language) for row in last.rows):
            return None
    elif not isinstance(last, Text):
        return None
    elif not any(one.level for one in last.paragraphs):
        listed = list_in(nodes)
        if listed is None or not LEAST <= len(listed[1]) <= MOST:
            return None
        if not all((one := _moment(each, around.language)) and _time(one.when, around.language) for each in listed[1]):
            return None
    try:
        found = as_timeline(nodes, around)
    except Unmade:
        return None
    if found is None or (isinstance(found[-1], Roadmap) and miscounted_lanes(found[-1].lanes)):
        return None
    return found


def unknown_heads(table: Table) -> tuple[str, ...]:
    """The heads over when and what that say something else, and would not be seen on the slide."""
    known = form_words()
    heads = zip(table.header, (known.when, known.what), strict=False)
    return tuple(text_of(head) for head, names in heads if head and not _is_one(head, names))


def miscounted_lanes(lanes: Sequence[Lane]) -> str:
    """Why a road map is not drawn, as it has too few or too many lanes or moments; empty where it does not."""
    moments = sum(len(lane.items) for lane in lanes)
    if len(lanes) not in LANES:
        return f"“timeline” has {LANES[0]} to {LANES[-1]} lanes, and not {len(lanes)}"
    if moments > MOST_IN_LANES:
        return f"“timeline” has at most {MOST_IN_LANES} moments in lanes, and not {moments}"
    return ""


def _is_one(head: Spans, names: Iterable[str]) -> bool:
    return text_of(head).strip().rstrip(":").casefold() in names


def _time(spans: Spans, language: str) -> Time | None:
    return time_of(text_of(spans), language)


# --- what is written -------------------------------------------------------------------------------------------------


def _of_table(table: Table, around: Around) -> Timeline:
    if heads := unknown_heads(table):
        message = f"“{heads[0]}” over a column of a timeline would not be seen"
        raise Unmade(message, "leave the heads empty, or write | When | What | Who |")
    moments = [Moment(row[0], row[1], row[2] if len(row) > 2 else ()) for row in table.rows]
    made = _timeline(moments, around)
    who: FormWords = form_words()
    label = table.header[2] if len(table.header) > 2 and not _is_one(table.header[2], who.who) else ()
    return msgspec.structs.replace(made, header=table.header, label=label)


def _moment(paragraph: Paragraph, language: str) -> Moment | None:
    """An item that begins in bold, or with a time and a sign that ends it; None for any other."""
    item = lead_of(paragraph.spans)
    if item is not None and item.text:
        return Moment(item.lead, item.text)
    text = read(paragraph.spans)
    for end in reversed(list(re.finditer(ENDS, text))):
        when = cut(paragraph.spans, 0, end.start())
        if text[end.end() :].strip() and _time(when, language) is not None:
            return Moment(when, cut(paragraph.spans, end.end()))
    return None


def _lanes(nodes: tuple[Node, ...], around: Around) -> tuple[Node, ...] | None:
    """A list of names, each over a list of moments."""
    if len(nodes) != 1 or not isinstance(nodes[0], Text):
        return None
    paragraphs = list(nodes[0].paragraphs)
    before: tuple[Text, ...] = ()
    if paragraphs and paragraphs[0].marker == "none" and not paragraphs[0].heading:
        before = (Text((paragraphs.pop(0),)),)
    if not paragraphs or any(one.marker != "bullet" or one.level > 1 for one in paragraphs):
        return None
    lanes: list[tuple[Spans, list[Moment]]] = []
    for one in paragraphs:
        if one.level == 0:
            lanes.append((one.spans, []))
            continue
        moment = _moment(one, around.language)
        if moment is None or not lanes:
            return None
        lanes[-1][1].append(moment)
    return (*before, _roadmap(lanes, around)) if all(moments for _, moments in lanes) else None


# --- days ------------------------------------------------------------------------------------------------------------


def _timeline(moments: Sequence[Moment], around: Around) -> Timeline:
    times = [_time(one.when, around.language) for one in moments]
    known = [one for one in times if one is not None]
    days = days_of(known, around.on) if len(known) == len(moments) else None
    if days is not None and list(days.spans) != sorted(days.spans, key=lambda span: span[0]):
        days = None
    return Timeline(
        tuple(moments) if days is None else tuple(_dated(moments, days.spans)),
        _alt(moments[0], moments[-1], around),
        to_scale=around.attributes.get("scale") != "even",
        today=None if days is None else _today(days, known, around, days.spans[0][0], days.spans[-1][1]),
    )


def _roadmap(lanes: Sequence[tuple[Spans, Sequence[Moment]]], around: Around) -> Roadmap:
    moments = [one for _, of_lane in lanes for one in of_lane]
    times = [_time(one.when, around.language) for one in moments]
    unknown = next((one for one, time in zip(moments, times, strict=True) if time is None), None)
    if unknown is not None:
        message = f"“{text_of(unknown.when)}” in a lane says no time"
        raise Unmade(message, "write a day, a week, a month or a quarter: “Weeks 1–3”, “March 2027”, “Q2”")
    known = [one for one in times if one is not None]
    days = days_of(known, around.on)
    if days is None:
        message = "the times of the lanes have no axis in common"
        raise Unmade(message, "count all of them in weeks or months, or name days of the calendar")
    dated = _dated(moments, days.spans)
    found = tuple(Lane(name, tuple(next(dated) for _ in of_lane)) for name, of_lane in lanes)
    begin, end = min(span[0] for span in days.spans), max(span[1] for span in days.spans)
    first = min(moments, key=lambda one: days.spans[moments.index(one)][0])
    last = max(moments, key=lambda one: days.spans[moments.index(one)][1])
    marks, begin, end = _axis(begin, end, days.calendar, known, time_words(around.language))
    return Roadmap(found, _alt(first, last, around), begin, end, marks, _today(days, known, around, begin, end))


def _dated(moments: Sequence[Moment], spans: Sequence[tuple[int, int]]) -> Iterator[Moment]:
    for one, (begin, end) in zip(moments, spans, strict=True):
        yield msgspec.structs.replace(one, begin=begin, end=end)


def _alt(first: Moment, last: Moment, around: Around) -> str:
    return words(around.language)["timeline_alt"].format(first=text_of(first.when), last=text_of(last.when))


def _today(days: Days, times: Sequence[Time], around: Around, begin: int, end: int) -> Mark | None:
    """Where the day of the deck is, where it lies within and is not one of the moments itself."""
    day = around.on.toordinal()
    if not days.calendar or not begin < day < end or any(time.first.sort == "today" for time in times):
        return None
    return Mark(day, words(around.language)["today"])


def _axis(
    begin: int, end: int, calendar: bool, times: Sequence[Time], names: TimeWords
) -> tuple[tuple[Mark, ...], int, int]:
    """The marks of an axis, and its ends: those of whole weeks, months, quarters or years."""
    sorts = {point.sort for time in times for point in time}
    if begin < datetime.date(1000, 1, 1).toordinal():
        return _counted_axis(begin, end, sorts, names)
    first, last = datetime.date.fromordinal(begin), datetime.date.fromordinal(end - 1)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if "week" in sorts and end - begin <= 7 * WEEKS_ON_AN_AXIS:
        monday, days = begin - first.weekday(), 7
        starts = list(range(monday, end, days))
        numbers = [str(datetime.date.fromordinal(day).isocalendar().week) for day in starts]
        numbers[0] = _named(names.week, "W", numbers[0])
        return tuple(map(Mark, starts, numbers)), monday, starts[-1] + days
    if months <= MONTHS_ON_AN_AXIS and not sorts <= {"quarter", "half", "calendar-year"}:
        step, label = 1, _month_name
    elif months <= MONTHS_IN_QUARTERS and not sorts <= {"calendar-year"}:
        step, label = 3, _quarter_name
    else:
        step, label = 12, _year_name
    at = datetime.date(first.year, (first.month - 1) // step * step + 1, 1)
    marks: list[Mark] = []
    while at.toordinal() < end:
        with_year = calendar and (not marks or at.month == 1)
        marks.append(Mark(at.toordinal(), label(at, names) + (f" {at.year}" if with_year and step < 12 else "")))
        at = datetime.date(at.year + (at.month - 1 + step) // 12, (at.month - 1 + step) % 12 + 1, 1)
    return tuple(marks), marks[0].day, at.toordinal()


def _month_name(day: datetime.date, names: TimeWords) -> str:
    return names.months[day.month - 1][0] if names.months else str(day.month)


def _quarter_name(day: datetime.date, names: TimeWords) -> str:
    return f"{names.quarter[0] if names.quarter else 'Q'}{(day.month - 1) // 3 + 1}"


def _year_name(day: datetime.date, names: TimeWords) -> str:
    return str(day.year)


def _named(names: Sequence[str], otherwise: str, number: str) -> str:
    return f"{names[0] if names else otherwise} {number}"


def _counted_axis(begin: int, end: int, sorts: set[Sort], names: TimeWords) -> tuple[tuple[Mark, ...], int, int]:
    """The marks of an axis of weeks or the like that are counted from the first on."""
    units = (("day", 1.0, names.day), ("week", 7.0, names.week), ("months", DAYS_OF_A_YEAR / 12, names.month))
    year = ("year", DAYS_OF_A_YEAR, names.year)
    _, length, name = next((one for one in units if one[0] in sorts), year)
    first, last = int(begin / length + ROUNDED), max(int(end / length - ROUNDED), int(begin / length + ROUNDED))
    count = last - first + 1
    step = next((one for one in STEPS if count <= one * MOST_MARKS), STEPS[-1])
    numbers = [number for number in range(first + 1, last + 2) if number == first + 1 or not number % step]
    marks = [Mark(round((number - 1) * length), str(number)) for number in numbers]
    marks[0] = Mark(marks[0].day, _named(name, "", marks[0].text).strip())
    return tuple(marks), marks[0].day, round((last + 1) * length)
