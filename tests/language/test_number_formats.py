"""Number formats: what a figure looks like in a spreadsheet's format, in the signs of a language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.language.formatting import Formats
from salespack.language.number_formats import day_of, parsed, written

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("value", "code", "language", "text"),
    [
        (1234.5, "#,##0.00", "en", "1,234.50"),
        (1234.5, "#,##0.00", "fi", f"1{NBSP}234,50"),
        (1234.5, "#,##0", "de", "1.235"),
        (1234.5, "#,##0.00", "xx-unknown", "1,234.50"),
        (0.256, "0%", "en", "26%"),
        (0.256, "0.0%", "fi", "25,6%"),
        (12, '#,##0"\u00a0€"', "fi", f"12{NBSP}€"),
        (12, "[$€-40B] #,##0", "fi", "€ 12"),
        (1250000, '0.0,,"M"', "en", "1.3M"),
        (12500, "#,##0,", "en", "13"),
        (-3, r"0_);[Red]\(0\)", "en", "(3)"),
        (3, r"0_);[Red]\(0\)", "en", "3"),
        (0, '0;-0;"nil"', "en", "nil"),
        (-3, "0.0", "en", "-3.0"),
        (-0.001, "0.0", "en", "0.0"),
        (2.5, "0", "en", "3"),
        (0.5, "#.##", "en", ".5"),
        (7, "000", "en", "007"),
        (12345, "0.00E+00", "en", "1.23E+04"),
        (1500, '[>=1000]0.0,"k";0', "en", "1.5k"),
        (15, '[>=1000]0.0,"k";0', "en", "15"),
        (0.1 + 0.2, "General", "en", "0.3"),
        (1 / 3, "General", "fi", "0,3333333333"),
        (123456789012, "General", "en", "1.23457E+11"),
        (1e-7, "General", "en", "0.0000001"),
        (-0.0, "General", "en", "0"),
        (4, "", "en", "4"),
        (0.75, "# ?/?", "en", "0.75"),
        (7, "@", "en", "7"),
        (3, '"no digits"', "en", "no digits"),
        (float("nan"), "0", "en", ""),
        (float("inf"), "0", "en", ""),
    ],
)
def test_figures(value: float, code: str, language: str, text: str) -> None:
    assert written(value, code, Formats().signs(language)) == text


@pytest.mark.parametrize(
    ("serial", "code", "language", "text"),
    [
        (45292, "d.m.yyyy", "fi", "1.1.2024"),
        (45292, r"yyyy\-mm\-dd", "en", "2024-01-01"),
        (45292, "mmm yy", "en", "Jan 24"),
        (45292, "dddd d mmmm", "en", "Monday 1 January"),
        (45292, "mmmmm", "en", "J"),
        (0.5, "h:mm", "en", "12:00"),
        (0.75, "h:mm AM/PM", "en", "6:00 PM"),
        (1.5, "[h]:mm", "en", "36:00"),
        (0.25 + 1 / 86400, "hh:mm:ss", "en", "06:00:01"),
        (1, r"yyyy\-mm\-dd", "en", "1900-01-01"),
        (1e300, "d.m.yyyy", "en", "1E+300"),
        (-5, "d.m.yyyy", "en", "-5"),
    ],
)
def test_dates(serial: float, code: str, language: str, text: str) -> None:
    assert written(serial, code, Formats().signs(language)) == text


def test_dates_of_old_macs_count_from_1904() -> None:
    assert written(0, "yyyy", from_1904=True) == "1904"
    assert day_of(1462).isoformat() == "1904-01-01"


def test_a_format_has_at_most_four_sections() -> None:
    assert len(parsed("0;0;0;0;0;0")) == 4


@given(st.floats(), st.text(alphabet='0#?.,%;"\\_*[]$€-+EeGnralymdhs/ AMP@:', max_size=20))
def test_any_format_writes_any_figure(value: float, code: str) -> None:
    assert isinstance(written(value, code), str)


@given(st.floats(-1e6, 1e6, allow_nan=False), st.integers(0, 6))
def test_decimals_are_those_asked_for(value: float, places: int) -> None:
    text = written(value, "0." + "0" * places if places else "0")
    assert float(text) == pytest.approx(value, abs=0.51 * 10.0**-places)
    assert len(text.partition(".")[2]) == places
