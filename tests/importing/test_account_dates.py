"""Days of an export: the order of day and month is that of the whole column."""

from __future__ import annotations

import datetime

import pytest

from salespack.importing.accounts.dates import DayColumn, Order, year_of


@pytest.mark.parametrize(
    ("cells", "said", "day", "undecided"),
    [
        (["3/4/2017", "25/12/2016"], None, "2017-04-03", ""),
        (["3/4/2017", "12/25/2016"], None, "2017-03-04", ""),
        (["3.4.17", "25.12.16"], None, "2017-04-03", ""),
        (["2017-04-03", "3/4/2017"], None, "2017-04-03", "1 of its days can be read in two ways, and no row says which"),
        (["3/4/2017", "5/6/2017"], None, None, "2 of its days can be read in two ways, and no row says which"),
        (["3/4/2017"], "day-first", "2017-04-03", ""),
        (["3/4/2017", "25/12/2016", "12/25/2016"], None, None, "the day comes first in 1 of its rows, and the month in 1"),
        (["4/4/2017"], None, "2017-04-04", ""),
        (["31/2/2017", "soon", "", "99/99/2017"], None, None, ""),
    ],
)  # fmt: skip
def test_the_order_of_a_column(cells: list[str], said: Order | None, day: str | None, undecided: str) -> None:
    column = DayColumn(said)
    for cell in cells:
        column.see(cell)
    assert column.day(cells[0]) == (datetime.date.fromisoformat(day) if day else None)
    assert column.undecided == undecided


@pytest.mark.parametrize(
    ("text", "year"),
    [("3/1/2017", 2017), ("02/03/24", 2024), ("2016-11-25 10:00", 2016), ("in 1999", 1999), ("soon", None), ("", None)],
)
def test_the_year_of_a_day_in_whatever_order(text: str, year: int | None) -> None:
    assert year_of(text) == year
