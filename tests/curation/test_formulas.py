"""No cell of ours is run by the spreadsheet program that opens it."""

import pytest

from salespack.curation.formulas import csv_cell


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+2", "'=1+2"),
        ("+358 40", "'+358 40"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("＝1+2", "'＝1+2"),
        ("fewer-outages", "fewer-outages"),
        (5, 5),
        (-5, -5),
    ],
)
def test_a_text_like_a_formula_stays_a_text(value: object, written: object) -> None:
    assert csv_cell(value) == written
