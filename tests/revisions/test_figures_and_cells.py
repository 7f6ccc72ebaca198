"""What is told of charts and tables: each figure by series and category, each cell by what stands at its head."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from salespack.ooxml.slide_base import SealedChart, SealedSeries
from salespack.ooxml.slide_content import ChartContent, SeriesContent
from salespack.revisions.chart_edits import Charts, chart_edits
from salespack.revisions.table_edits import Tables, table_edits

Series = tuple[str, dict[str, str]]


def told_of_chart(before: Sequence[Series], after: Sequence[Series], *, known: bool = True) -> list[str]:
    """The edits of a chart; each text is its own seal."""

    def series(rows: Sequence[Series]) -> tuple[SeriesContent, ...]:
        return tuple(SeriesContent(name, tuple(values), tuple(values.values())) for name, values in rows)

    def sealed(rows: Sequence[Series]) -> SealedChart:
        found = tuple(SealedSeries(one.name, one.categories, one.values) for one in series(rows))
        return SealedChart(("bar",), "", found)

    said = [text for name, values in (*before, *after) for text in (name, *values, *values.values())]
    texts = {text: text for text in said} if known else {}
    charts = Charts(sealed(before), sealed(after), ChartContent(("bar",), "", series(after)), texts)
    return [one.said for one in chart_edits("Cost", charts)]


SALES = {"Q1": "3", "Q2": "5"}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([("A", SALES)], [("A", {"Q1": "3", "Q2": "6"})], ["chart values changed (A, Q2: 5 → 6)"]),
        (
            [("A", SALES)],
            [("A", {"Q1": "3", "Half": "4", "Q2": "5"})],
            ["chart categories changed (“[+ Half]”)", "chart values changed (A, Half: “[+ 4]”)"],
        ),
        (
            [("A", SALES)],
            [("A", {"Q1": "3"})],
            ["chart categories changed (“[− Q2]”)", "chart values changed (A, Q2: “[− 5]”)"],
        ),
        ([("A", SALES)], [("A", {"Q1": "3", "Second": "5"})], ["chart categories changed (“Q2” → “Second”)"]),
        ([("A", SALES)], [("A", {"Q2": "5", "Q1": "3"})], ["chart categories changed (in another order)"]),
        ([("Old", SALES)], [("New", SALES)], ["chart series changed (“Old” → “New”)"]),
        (
            [("A", SALES), ("B", {"Q1": "1", "Q2": "2"})],
            [("B", {"Q1": "1", "Q2": "2"})],
            ["chart series changed (A deleted)"],
        ),
        (
            [("A", SALES)],
            [("A", SALES), ("B", {"Q1": "1", "Q2": "2"})],
            ["chart series changed (B added; B, Q1: “[+ 1]”; B, Q2: “[+ 2]”)"],
        ),
        ([("A", SALES)], [("A", SALES)], []),
    ],
)
def test_figures_are_told_by_series_and_category(before: list[Series], after: list[Series], told: list[str]) -> None:
    assert told_of_chart(before, after) == [f"Cost: {one}" for one in told]


def test_of_sealed_charts_no_figure_is_told() -> None:
    changed = [("A", {"Q1": "3", "Q2": "6"})]
    assert told_of_chart([("A", SALES)], changed, known=False) == ["Cost: chart values changed (A)"]


def told_of_table(before: str, after: str, *, known: bool = True) -> list[str]:
    """The edits of a table: rows a line, cells between bars; each text is its own seal."""
    was, now = ([tuple(cell.strip() for cell in row.split("|")) for row in rows.split("/")] for rows in (before, after))
    empty = [tuple("" for _ in row) for row in was]
    return [one.said for one in table_edits("Prices", Tables(was, now, was if known else empty, now, known))]


PRICES = "Size | Price / Small | 10 € / Large | 20 €"


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (PRICES.replace("20", "25"), ["cell changed (row 3 “Large”, column 2 “Price”: 20 € → 25 €)"]),
        (f"{PRICES} / Huge | 40 €", ["row added (row 4: “Huge | 40 €”)"]),
        ("Size | Price / Large | 20 €", ["row deleted (row 2: “Small | 10 €”)"]),
        ("Size | Price / Large | 20 € / Small | 10 €", ["rows reordered"]),
        (
            "Size | Price | For / Small | 10 € | one / Large | 20 € | ten",
            ["column added (column 3: “For | one | ten”)"],
        ),
        ("Price / 10 € / 20 €", ["column deleted (column 1: “Size | Small | Large”)"]),
        (
            "Size | Price | For / Small | 12 € | one / Large | 20 € | ten / Huge | 40 € | all",
            ["table changed (4 rows, 3 columns)", "cell changed (row 2 “Small”, column 2 “Price”: 10 € → 12 €)"],
        ),
    ],
)
def test_cells_are_told_by_what_stands_at_their_head(after: str, told: list[str]) -> None:
    assert told_of_table(PRICES, after) == [f"Prices: {one}" for one in told]


def test_of_sealed_tables_the_place_alone_is_told() -> None:
    after = PRICES.replace("20", "25")
    assert told_of_table(PRICES, after, known=False) == ["Prices: cell changed (row 3, column 2)"]
