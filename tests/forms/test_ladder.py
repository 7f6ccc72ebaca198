"""The ladder of sizes, the grid of twelve columns, and how forms take their room."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.forms.arrangement import Draft, Measuring, Part
from salespack.forms.grid import COLUMNS, grid
from salespack.forms.growing import ABOVE, AIRY, FULL, arranged
from salespack.forms.ladder import ABOVE_THE_BRAND, BODY, RUNGS, Ladder, Sizes
from salespack.forms.rows import equal_rows, unequal_rows
from salespack.graphics.boxes import Box, union

POINT = 12_700
USUAL = Ladder(540 * POINT, 2_000, 1_400)


def test_the_usual_slide_has_the_rungs_as_they_are_declared() -> None:
    assert [USUAL.size(rung) for rung in range(RUNGS)] == list(BODY)
    assert (USUAL.own, USUAL.lowest, USUAL.highest) == (4, 1, 5)
    assert USUAL.caption() == 1_000


@given(st.integers(200, 1_500), st.sampled_from(BODY))
def test_slides_of_any_height_have_sizes_in_the_same_ratio_to_it(height: int, own: int) -> None:
    share = height / 540
    other, usual = Ladder(height * POINT, round(own * share), 50), Ladder(540 * POINT, own, 50)
    half = 50
    for rung in range(RUNGS):
        one, same = other.at(rung), usual.at(rung)
        for size, expected in zip(_sizes(one), _sizes(same), strict=True):
            assert size == pytest.approx(expected * share, abs=half / 2 + 1) or size == half
        assert one.space == pytest.approx(same.space * share, abs=10 * POINT / 2)
    if share >= 0.5:  # below, two rungs may be the same half point
        assert other.own == usual.own


def _sizes(sizes: Sizes) -> tuple[int, ...]:
    return (sizes.body, sizes.lead, sizes.label, sizes.statement, *sizes.figures)


def test_slides_of_405_and_595_points_look_alike() -> None:
    low, high = (Ladder(height * POINT, round(2_000 * height / 540), 0) for height in (405, 595))
    assert (low.own, low.highest) == (high.own, high.highest) == (4, 5)
    for rung in range(RUNGS):
        ratios = [a / b for a, b in zip(_sizes(low.at(rung)), _sizes(high.at(rung)), strict=True)]
        assert all(ratio == pytest.approx(405 / 595, rel=0.03) for ratio in ratios)


@given(st.integers(300, 900), st.integers(800, 4_000), st.integers(600, 3_000), st.none() | st.integers(600, 4_000))
def test_no_size_is_below_the_least_nor_a_rung_above_the_most(
    height: int, own: int, least: int, most: int | None
) -> None:
    ladder = Ladder(height * POINT, own, least, most)
    assert 0 <= ladder.lowest <= ladder.highest < RUNGS
    if most is None:
        assert ladder.highest <= max(ladder.own + ABOVE_THE_BRAND, ladder.lowest)
    elif ladder.size(0) <= most:
        assert ladder.size(ladder.highest) <= most
    for rung in range(ladder.lowest, ladder.highest + 1):
        sizes = ladder.at(rung)
        assert min(sizes.body, sizes.lead, sizes.label) >= least
        assert sizes.label <= sizes.body <= sizes.lead
    bodies = [ladder.body(rung) for rung in range(ladder.lowest, ladder.highest + 1)]
    assert bodies == sorted(bodies)


@given(st.integers(0, 3_000_000), st.integers(2_000_000, 15_000_000))
def test_the_columns_of_the_grid_are_alike_and_fill_the_area(x: int, cx: int) -> None:
    found = grid(Box(x, 0, cx, 100))
    spans = [found.span(at, 1) for at in range(COLUMNS)]
    assert found.span(0, COLUMNS) == (x, cx)
    assert max(width for _, width in spans) - min(width for _, width in spans) <= 1
    for (left, width), (following, _) in pairwise(spans):
        assert following - left - width == found.gutter
    assert found.span(0, 4)[0] == spans[0][0]
    assert sum(found.span(4, 8)) == sum(spans[-1])


@given(st.integers(0, 1_000), st.integers(1_000, 9_000_000), st.integers(1, 8), st.integers(0, 100))
def test_rows_share_their_room_and_end_where_it_ends(y: int, cy: int, count: int, gap: int) -> None:
    room = Box(0, y, 100, cy)
    rows = equal_rows(room, count, gap)
    assert union(rows) == room
    assert max(row.cy for row in rows) - min(row.cy for row in rows) <= 1
    assert all(below.y - above.y - above.cy in (gap - 1, gap, gap + 1) for above, below in pairwise(rows))
    needed = [cy // (2 * count)] * count
    assert all(row.cy >= high for row, high in zip(unequal_rows(room, needed, gap), needed, strict=True))


class Lines:
    """A form of `lines` lines, each as high as its size, that may grow by `most`; wide, it needs half of the lines."""

    def __init__(self, lines: int, most: float, *names: str) -> None:
        self.lines, self.most, self.names = lines, most, names or ("one",)

    def variants(self, node: object) -> tuple[str, ...]:
        return self.names

    def draft(self, node: object, room: Box, variant: str, sizes: Sizes, measure: Measuring) -> Draft | None:
        if variant == "none":
            return None
        needed = self.lines * sizes.body * 127 // (2 if variant == "wide" else 1)
        return Draft(needed, int(needed * self.most), lambda box: [Part("Line", box)])


class Nothing:
    """Is never asked."""

    taken = width = None


def placed(form: Lines, height: float, first: str = "") -> tuple[str, int, float, float, bool]:
    """The variant, the rung, how full the room is and what of the rest stands above, in a room so many points high."""
    room = Box(0, 0, 1_000, int(height * POINT))
    found = arranged(form, None, room, USUAL, Nothing(), range(5, 0, -1), first)  # type: ignore[arg-type]
    rest = room.cy - found.height
    above = found.parts[0].box.y / rest if found.parts and rest > 0 else 0
    return found.variant, found.rung, round(found.height / room.cy, 2), round(above, 2), found.over


def test_text_is_as_large_as_takes_at_most_92_percent_of_the_room() -> None:
    assert FULL == 0.92
    assert placed(Lines(10, 1.0), 240 / 0.92 + 1)[1] == 5
    assert placed(Lines(10, 1.0), 240 / 0.92 - 1)[1] == 4
    assert placed(Lines(10, 1.0), 150) == ("one", 1, 0.93, ABOVE, False), "the last of all may take more"
    assert placed(Lines(10, 1.0), 139)[4], "and is over where it takes too much"


def test_what_is_left_over_is_used_up_to_the_form_s_limit_and_then_stands_2_to_3() -> None:
    assert placed(Lines(10, 1.4), 300)[:3] == ("one", 5, 1.0)
    assert placed(Lines(10, 1.4), 480) == ("one", 5, 0.7, ABOVE, False)


def test_another_variant_is_tried_where_the_first_leaves_too_much_free_or_cannot_be_drawn() -> None:
    assert AIRY == 0.72
    assert placed(Lines(10, 1.0, "wide", "one"), 300)[0] == "one"
    assert placed(Lines(10, 1.0, "one", "wide"), 300)[0] == "one"
    assert placed(Lines(10, 1.0, "none", "one"), 300)[0] == "one"
    assert placed(Lines(10, 1.0, "wide", "one"), 300, "wide")[0] == "wide", "what the deck has chosen stays"
    assert placed(Lines(10, 1.0, "none"), 300)[4]


def test_a_variant_gives_way_to_one_in_which_text_is_much_larger() -> None:
    assert placed(Lines(10, 1.0, "one", "wide"), 160)[:2] == ("wide", 5)
    assert placed(Lines(10, 1.0, "one", "wide"), 200)[:2] == ("one", 3)
