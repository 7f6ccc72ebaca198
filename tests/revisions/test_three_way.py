"""The laws of bringing three rows of things together: nothing is lost, nothing is twice, each side's order holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from salespack.revisions.three_way import Step, counterparts, woven

ROWS = st.lists(st.sampled_from("abcdefgh"), max_size=8, unique=True)
ANY = st.lists(st.sampled_from("abcd"), max_size=7)


@given(ANY, ANY)
def test_each_thing_is_at_most_one_of_the_base(base: list[str], now: list[str]) -> None:
    found = counterparts(base, now)
    assert len(set(found.values())) == len(found)
    left = {one for number, one in enumerate(now) if number not in found}
    assert not left & {one for number, one in enumerate(base) if number not in found.values()}


@given(ANY, ANY, ANY)
def test_nothing_of_theirs_and_nothing_that_came_in_is_lost_or_twice(
    base: list[str], theirs: list[str], new: list[str]
) -> None:
    steps = woven(base, theirs, new)
    assert sorted(one.theirs for one in steps if one.theirs is not None) == list(range(len(theirs)))
    news = [one.new for one in steps if one.new is not None]
    assert len(set(news)) == len(news)
    of_base = counterparts(base, new)
    assert {number for number in range(len(new)) if number not in of_base} <= set(news)


@given(ROWS, ROWS, ROWS)
def test_their_order_holds_unless_they_moved_nothing(base: list[str], theirs: list[str], new: list[str]) -> None:
    steps = woven(base, theirs, new)
    places = [one.theirs for one in steps if one.theirs is not None]
    shared = [one.base for one in steps if one.base is not None and one.theirs is not None and one.new is not None]
    by_theirs = [one.base for one in sorted(steps, key=lambda one: one.theirs or 0) if one in _shared(steps)]
    assert places == sorted(places) or sorted(by_theirs, key=lambda one: one or 0) == by_theirs
    assert len(shared) == len(_shared(steps))


def _shared(steps: list[Step]) -> list[Step]:
    return [one for one in steps if None not in one]


@given(ROWS, ROWS)
def test_what_one_side_left_as_it_was_is_the_other(base: list[str], other: list[str]) -> None:
    assert [one.theirs for one in woven(base, other, base)] == list(range(len(other)))
    taken = [one for one in woven(base, base, other) if one.new is not None]
    assert {one.new for one in taken} == set(range(len(other)))


@given(ANY)
def test_three_equal_rows_are_that_row(row: list[str]) -> None:
    assert woven(row, row, row) == [Step(number, number, number) for number in range(len(row))]
