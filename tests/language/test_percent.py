"""Percentages: never nothing or the whole for what is neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.language.formatting import Formats


@pytest.mark.parametrize(
    ("share", "digits", "written"),
    [
        (0.9995, None, "99.95%"), (0.0004, None, "0.04%"), (0.99999, None, "99.999%"), (1, None, "100%"), (0, None, "0%"),
        (0.5, None, "50%"), (0.125, None, "12.5%"), (0.1234, None, "12.3%"), (0.999, 0, "99.9%"), (0.004, 0, "0.4%"),
        (-0.9996, None, "-99.96%"), (1.0004, None, "100.04%"), (2, None, "200%"), (0.12345, 2, "12.34%"),
    ],
)  # fmt: skip
def test_decimals_follow_the_figure(share: float, digits: int | None, written: str) -> None:
    assert Formats().percent(share, "en", digits) == written


@given(st.floats(1e-9, 1 - 1e-9))
def test_what_is_neither_nothing_nor_the_whole_is_not_written_so(share: float) -> None:
    assert Formats().percent(share, "en") not in ("0%", "0.0%", "100%", "100.0%")
