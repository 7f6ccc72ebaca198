"""Charts in decks: native ones of each kind, whose workbooks hold the formulas of what follows from other figures."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation

from salespack.deck.model import Chart, ChartType, Series, Target
from salespack.forms.chart_figures import steps_of
from salespack.graphics.colours import contrast
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.brand.palette import APART, palette, seen
from salespack.powerpoint.forms.chart_parts import least_step
from salespack.powerpoint.forms.chart_sheets import Column, sheet_of, workbook
from salespack.powerpoint.slide_templates import SlideTemplates
from salespack.powerpoint.writing.writer import slide_templates, write_deck
from salespack.scene.model import AutoShape, CompositeShape
from salespack.scene.reading import read_scene
from tests.conftest import PROJECT
from tests.powerpoint.decks import deck, slide
from tests.searching import searching

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
SAMPLE = PROJECT / "content_blocks" / "brand" / "lumikko.pptx"
YEARS = ("2024", "2025", "2026")


@pytest.fixture(scope="module")
def brand() -> Brand:
    return compile_brand(SAMPLE)


@pytest.fixture(scope="module")
def templates() -> SlideTemplates:
    return slide_templates()


def chart(kind: ChartType, *series: Series, categories: Sequence[str] = YEARS, **more: Any) -> Chart:
    return Chart(kind, "", "What it shows", tuple(categories), series, **more)


def written(made: Chart, brand: Brand, templates: SlideTemplates, language: str = "en") -> bytes:
    return write_deck(deck(slide("A chart", made, language=language)), brand, templates=templates)


def native(file: bytes) -> Any:
    """The chart of a deck of one slide, as python-pptx has it."""
    (page,) = Presentation(io.BytesIO(file)).slides
    return next(shape for shape in page.shapes if shape.has_chart).chart


def drawn(file: bytes, tmp_path: Path) -> list[AutoShape]:
    """What the PDF draws of that chart."""
    path = tmp_path / "deck.pptx"
    path.write_bytes(file)
    (found,) = [one for one in read_scene(path).slides[0].shapes if isinstance(one, CompositeShape)]
    return [one for one in found.shapes if isinstance(one, AutoShape)]


def texts(shapes: Sequence[AutoShape], name: str = "label") -> list[str]:
    return [one.text.text for one in shapes if one.name == name and one.text is not None]


COSTS = Series("People", (310.0, 340.0, 390.0)), Series("Machines", (400.0, 380.0, 30.0))
KINDS: dict[str, tuple[Chart, list[str], list[str]]] = {
    "stacked": (
        chart("stacked", *COSTS),
        ["barChart stacked", "lineChart standard"],
        ["310", "340", "390", "400", "380", "710", "720", "420"],
    ),
    "stacked-100": (
        chart("stacked-100", *COSTS),
        ["barChart percentStacked"],
        ["310", "340", "390", "400", "380"],
    ),
    "stacked-bar": (chart("stacked-bar", *COSTS), ["barChart stacked"], ["310", "340", "390", "400", "380", "30"]),
    "combo": (
        chart(
            "combo",
            Series("Cost", (10.0, 12.0, 14.0)),
            Series("Share", (0.1, 0.2, 0.3), line=True),
            second_format="percent",
        ),
        ["barChart clustered", "lineChart standard"],
        [],
    ),
    "waterfall": (
        chart("waterfall", Series("Result", (100.0, -160.0, None)), totals=(0, 2)),
        ["barChart stacked", "lineChart standard"],
        ["100", "-160", "-60"],
    ),
    "target": (
        chart("line", Series("Uptime", (0.99, 0.995, 0.999)), number_format="percent", target=Target(0.995, "Agreed")),
        ["lineChart standard"],
        ["99.0%", "99.5%", "99.9%", "Agreed"],
    ),
    "scatter": (
        chart("scatter", Series("Effort", (2.0, 9.0, None)), Series("Effect", (8.0, 3.0, 1.0))),
        ["scatterChart "],
        ["2024", "2025"],
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_is_native_and_says_its_figures(
    name: str, brand: Brand, templates: SlideTemplates, tmp_path: Path
) -> None:
    made, plots, labels = KINDS[name]
    file = written(made, brand, templates)
    area = native(file)._chartSpace.find(f"{C}chart/{C}plotArea")
    found = [one for one in area if one.tag.endswith("Chart")]
    groupings = [(one.tag.removeprefix(C), one.find(f"{C}grouping")) for one in found]
    assert [f"{tag} {'' if one is None else one.get('val')}" for tag, one in groupings] == plots
    assert texts(drawn(file, tmp_path)) == labels


def test_columns_and_lines_of_a_combo_have_an_axis_each(
    brand: Brand, templates: SlideTemplates, tmp_path: Path
) -> None:
    made, _, _ = KINDS["combo"]
    file = written(made, brand, templates, "fi")
    space = native(file)._chartSpace
    shown = {
        one.find(f"{C}axPos").get("val"): one.find(f"{C}numFmt").get("formatCode") for one in space.iter(f"{C}valAx")
    }
    assert shown == {"l": "#,##0", "r": "0%"}
    assert sorted(texts(drawn(file, tmp_path), "axis title")) == ["Cost", "Share"]


def test_points_are_labelled_by_their_names_and_axes_by_their_measures(
    brand: Brand, templates: SlideTemplates, tmp_path: Path
) -> None:
    made, _, _ = KINDS["scatter"]
    file = written(made, brand, templates)
    assert texts(drawn(file, tmp_path), "axis title") == ["Effort", "Effect"]
    names = [one.name for one in native(file).plots[0].series]
    assert names == ["2024", "2025"], "a point without y is left out"


def test_a_target_is_a_series_whose_line_goes_from_edge_to_edge(
    brand: Brand, templates: SlideTemplates, tmp_path: Path
) -> None:
    made = chart("column", Series("Releases", (120.0, 180.0, 260.0)), target=Target(200.0, "Goal"))
    file = written(made, brand, templates)
    (line,) = native(file).plots[1].series
    assert (line.name, tuple(line.values)) == ("Goal", (200.0, 200.0, 200.0))
    sheet = sheet_in(file)
    assert [sheet[f"C{row}"].value for row in (1, 2, 3, 4)] == ["Goal", 200, "=C$2", "=C$2"]
    shapes = drawn(file, tmp_path)
    (trend,) = [one for one in shapes if one.name == "trend"]
    (axis,) = [one for one in shapes if one.name == "axis" and one.box.cx > one.box.cy]
    assert (trend.box.x, trend.box.cx) == (axis.box.x, axis.box.cx) and trend.box.cy == 0
    label = next(one for one in shapes if one.name == "label" and one.text is not None and one.text.text == "Goal")
    assert label.box.x >= trend.box.x + trend.box.cx
    struck = [one for one in shapes if one.name == "label" and one.box.y < trend.box.y < one.box.y + one.box.cy]
    assert struck == [label], "the figure of a column that ends just below the line stands in it"


# --- workbooks -------------------------------------------------------------------------------------------------------


def sheet_in(file: bytes) -> Any:
    """The sheet of the one chart of a deck."""
    blob = native(file).part.chart_workbook.xlsx_part.blob
    return openpyxl.load_workbook(io.BytesIO(blob))["Sheet1"]


def worked_out(sheet: Any) -> dict[str, float]:
    """The figures of a sheet, its formulas worked out: MAX, MIN, SUM and IF of cells."""
    cells = {cell.coordinate: cell.value for row in sheet.iter_rows(min_row=2, min_col=2) for cell in row}

    def value(name: str) -> float:
        found = cells[name]
        if not isinstance(found, str):
            return float(found or 0)
        text = found.removeprefix("=").replace("$", "")
        text = re.sub(
            r"SUM\(([A-Z])(\d+):([A-Z])\2\)",
            lambda m: "sum([" + ",".join(f"{chr(c)}{m[2]}" for c in range(ord(m[1]), ord(m[3]) + 1)) + "])",
            text,
        )
        text = re.sub(r"\b([A-Z]\d+)\b", lambda m: repr(value(m[1])), text)
        names = {"MAX": max, "MIN": min, "IF": lambda test, one, other: one if test else other, "sum": sum}
        return float(eval(text, {"__builtins__": {}}, names))  # noqa: S307 - a formula of our own

    return {name: value(name) for name in cells}


FIGURES = st.lists(st.integers(-500, 500).filter(bool), min_size=1, max_size=8)


@searching(30)
@given(figures=FIGURES, sums=st.sets(st.integers(1, 7)))
def test_the_bars_of_a_waterfall_go_from_level_to_level_and_follow_their_figures(
    figures: list[int], sums: set[int]
) -> None:
    totals = tuple(at for at in sorted(sums) if at < len(figures))
    values = tuple(None if at in totals else float(one) for at, one in enumerate(figures))
    names = [str(at) for at in range(len(figures))]
    made = chart("waterfall", Series("Result", values), categories=names, totals=totals)
    file = workbook(slide_templates(), made, "en")
    sheet = openpyxl.load_workbook(io.BytesIO(file))["Sheet1"]
    kept = openpyxl.load_workbook(io.BytesIO(file), data_only=True)["Sheet1"]
    found = worked_out(sheet)
    assert found == {name: float(kept[name].value) for name in found}, (
        "the figures that are shown are those of the formulas"
    )
    for row, step in enumerate(steps_of(made), 2):
        level, base, top, *parts = (found[f"{letter}{row}"] for letter in "CDJEFGHI")
        above, below = [one for one in parts if one > 0], [one for one in parts if one < 0]
        assert len(above) <= 1 and len(below) <= 1
        assert max(base, 0.0) + sum(above) == max(step.high, 0.0)
        assert min(base, 0.0) + sum(below) == min(step.low, 0.0)
        assert (level, top) == (step.end, step.high)


def test_the_sums_above_stacks_are_formulas() -> None:
    (*_, total) = sheet_of(chart("stacked", *COSTS), "fi").columns
    shown = ("#,##0",) * 3
    assert total == Column("Yhteensä", (710.0, 720.0, 420.0), shown, ("SUM(B2:C2)", "SUM(B3:C3)", "SUM(B4:C4)"))


def test_steps_have_their_sign_and_totals_have_none() -> None:
    made = chart("waterfall", Series("Cost", (100.0, -30.0, None)), totals=(0, 2), number_format="money")
    signed = '+#,##0"\u00a0€";-#,##0"\u00a0€";#,##0"\u00a0€"'
    assert sheet_of(made, "fi").columns[0].formats == ('#,##0"\u00a0€"', signed, '#,##0"\u00a0€"')


# --- axes and colours ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "figures", "from_zero", "step"),
    [
        ("#,##0", [1, 3], True, "1"),
        ("#,##0", [1, 30], True, ""),
        ("0%", [0.01, 0.04], True, "0.01"),
        ("#,##0.0", [99.2, 99.4], False, "0.1"),  # an axis from 99: its usual steps are 0.05
        ("#,##0.0", [99.2, 99.4], True, ""),
        ("0.0%", [0.992, 0.995], False, "0.001"),
        ("#,##0", [-2, 3], True, "1"),
        ("#,##0", [0, 0], True, ""),
    ],
)
def test_no_two_marks_of_an_axis_have_one_label(code: str, figures: list[float], from_zero: bool, step: str) -> None:
    assert least_step(code, figures, from_zero=from_zero) == step


@pytest.mark.parametrize("ground", ["FFFFFF", "F2F2F2", "1F2933", "506382", "000000"])
def test_what_is_highlighted_is_told_from_all_else_in_grey(ground: str, brand: Brand) -> None:
    dark = contrast("FFFFFF", ground) > contrast("000000", ground)
    found = palette(brand, ground, dark=dark)
    strong = seen(brand, found.highlight.ink)
    for one in found.muted:
        weak = seen(brand, one.ink)
        assert contrast(strong, weak) >= APART
        assert contrast(strong, ground) > contrast(weak, ground) > 1.2
