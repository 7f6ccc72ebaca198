"""Boxes of forms, without a file: nothing overlaps, nothing leaves its area, all of the area is used."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.deck.model import Span, Table
from salespack.forms.columns import Wanted, height_for, shared_heights, side_by_side
from salespack.forms.ladder import GAP
from salespack.forms.pictures import MOST_ENLARGED, contained
from salespack.forms.stats import in_rows
from salespack.forms.tables import column_widths, is_numeric, row_heights, rows_over
from salespack.graphics.boxes import Box, area_of, union
from salespack.graphics.lengths import PIXEL, TEXT_INSETS

AREA = Box(609_600, 1_600_200, 10_972_800, 4_525_963)
areas = st.builds(
    Box,
    st.integers(0, 2_000_000),
    st.integers(0, 2_000_000),
    st.integers(4_000_000, 12_000_000),
    st.integers(2_000_000, 7_000_000),
)


def inside(box: Box, area: Box) -> bool:
    return union((box, area)) == area


def table(*rows: tuple[str, ...]) -> Table:
    cells = tuple(tuple((Span(cell),) for cell in row) for row in rows)
    left: Literal["left"] = "left"
    return Table((left,) * len(rows[0]), cells[0], cells[1:])


@given(areas, st.integers(1, 6))
def test_columns_are_of_one_width_and_fill_the_area(area: Box, count: int) -> None:
    found = side_by_side(area, count, GAP)
    assert len({(box.cx, box.cy, box.y) for box in found}) == 1
    assert all(inside(box, area) for box in found)
    assert all(right.x - (left.x + left.cx) == 2 * GAP for left, right in pairwise(found))
    assert area.cx - union(found).cx < count


@given(
    st.lists(st.builds(Wanted, st.none() | st.integers(0, 9_000_000), st.booleans()), min_size=1, max_size=6),
    st.integers(1, 8_000_000),
)
def test_things_under_each_other_have_no_more_than_there_is(things: list[Wanted], room: int) -> None:
    heights = shared_heights(things, room)
    assert len(heights) == len(things)
    assert sum(heights) <= room and min(heights) >= 0


def test_texts_give_way_to_a_table_and_what_is_left_belongs_to_the_last() -> None:
    rigid, text = Wanted(3_000_000, rigid=True), Wanted(2_000_000)
    assert shared_heights([rigid, text], 4_000_000) == [3_000_000, 1_000_000]
    assert shared_heights([text, rigid], 8_000_000) == [2_000_000, 6_000_000]
    assert shared_heights([rigid, text], 8_000_000) == [3_000_000, 2_000_000]
    assert shared_heights([Wanted(1_000_000), Wanted(None)], 4_000_000) == [1_000_000, 3_000_000]
    assert shared_heights([text], 100) == [100]
    assert height_for(3, AREA, GAP) == AREA.cy - 2 * GAP


@given(st.integers(1, 24))
def test_key_figures_stand_in_rows_of_at_most_four(count: int) -> None:
    rows = in_rows(range(count))
    assert [one for row in rows for one in row] == list(range(count))
    assert max(map(len, rows)) <= 4 and len(rows) == -(-count // 4)


words = st.text("abcdefgh 12", min_size=0, max_size=60)


@given(st.integers(1, 7), st.integers(500_000, 12_000_000), st.data())
def test_the_columns_of_a_table_fill_it(count: int, total: int, data: st.DataObject) -> None:
    row = st.tuples(*[words] * count)
    made = table(*data.draw(st.lists(row, min_size=1, max_size=5)))
    longest = data.draw(st.lists(st.integers(2 * TEXT_INSETS[0], 3_000_000), min_size=count, max_size=count))
    natural = [word + data.draw(st.integers(0, 6_000_000)) for word in longest]
    widths = column_widths(made, total, natural, longest)
    assert sum(widths) == total and min(widths) >= 0
    if sum(longest) <= total:
        assert all(width >= word for width, word in zip(widths, longest, strict=True)), "no word is broken"


@pytest.mark.parametrize(
    ("cells", "numeric"),
    [
        (("12", "3,5 %", "–"), True), (("€ 1 200", "(30)", "≥ 5"), True), (("about 12", "3"), False), (("", "-"), False),
        (("12 ms", "3 h"), True), (("1–2", "3"), False),
    ],
)  # fmt: skip
def test_what_counts_as_a_column_of_figures(cells: tuple[str, ...], numeric: bool) -> None:
    assert is_numeric(table(("head",), *[(cell,) for cell in cells]), 0) is numeric


def test_rows_grow_a_little_into_spare_room_and_tell_what_is_over() -> None:
    assert row_heights([100, 200], 10_000) == [220, 440]
    assert row_heights([100, 200], 360) == [120, 240]
    assert row_heights([100, 200], 200) == [100, 200]
    assert [rows_over([100, 200, 100], room) for room in (400, 399, 250, 50)] == [0, 1, 2, 3]


@given(st.integers(0, 9_000), st.integers(0, 9_000), areas)
def test_a_picture_is_whole_in_the_middle_of_its_room_and_keeps_its_shape(width: int, height: int, area: Box) -> None:
    box = contained(width, height, area, 1.0)
    assert inside(box, area)
    assert abs((box.x - area.x) - (area.x + area.cx - box.x - box.cx)) <= 1
    assert abs((box.y - area.y) - (area.y + area.cy - box.y - box.cy)) <= 1
    if width and height:
        assert box.cx <= MOST_ENLARGED * PIXEL * width + 1
        assert box.cx * height == pytest.approx(box.cy * width, abs=max(width, height))
    assert area_of(box) > 0
