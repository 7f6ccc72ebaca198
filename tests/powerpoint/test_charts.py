"""Charts in decks: native ones of each kind, whose workbooks hold the formulas of what follows from other figures."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from salespack.deck.model import (
    Chart,
    ChartType,
    Columns,
    Highlight,
    NumberFormat,
    Paragraph,
    Series,
    Span,
    Target,
    Text,
)
from salespack.forms.chart_figures import steps_of
from salespack.graphics.colours import contrast
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.brand.palette import APART, BESIDE, SEEN, VISIBLE, palette, seen
from salespack.powerpoint.composing.pagination import paginated
from salespack.powerpoint.forms.chart_parts import least_step
from salespack.powerpoint.forms.chart_sheets import Column, sheet_of, workbook
from salespack.powerpoint.forms.worksheets import column_letters
from salespack.powerpoint.slide_templates import SlideTemplates
from salespack.powerpoint.writing.writer import new_composer, slide_templates, write_deck
from salespack.scene.model import AutoShape, CompositeShape, Solid
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


# --- what a chart comes to -------------------------------------------------------------------------------------------

RELEASES = Series("Releases", (1200.0, 3200.0))
BEFORE, AFTER = ("Before", "After"), Highlight("category", 1)


def shapes_of(file: bytes, tmp_path: Path) -> list[Any]:
    """All shapes of a deck of one slide as they are drawn, with those of its groups and of its chart."""
    path = tmp_path / "deck.pptx"
    path.write_bytes(file)

    def inside(shapes: Sequence[Any]) -> Iterator[Any]:
        for one in shapes:
            yield one
            yield from inside(getattr(one, "shapes", ()))

    return list(inside(read_scene(path).slides[0].shapes))


def called(shapes: Sequence[Any], name: str) -> list[Any]:
    return [one for one in shapes if one.name.rstrip("0123456789").rstrip() == name]


@pytest.mark.parametrize("kind", ["column", "line", "stacked", "bar", "stacked-bar", "combo"])
@pytest.mark.parametrize("values", [(1200.0, 3200.0), (40.0, 3.0), (-5.0, 8.0)])
def test_the_arrow_of_a_difference_goes_from_one_figure_to_the_other(
    kind: ChartType, values: tuple[float, float], brand: Brand, templates: SlideTemplates, tmp_path: Path
) -> None:
    series = [Series("Releases", values)]
    if kind == "combo":
        series.append(Series("Share", (0.5, 0.6), line=True))
    made = chart(kind, *series, categories=BEFORE, compare=(0, 1))
    shapes = shapes_of(written(made, brand, templates), tmp_path)
    (arrow,) = called(shapes, "Arrow")
    if kind == "line":
        (line,) = called(shapes, "line")
        ends = [line.box.y, line.box.y + line.box.cy]
        assert sorted(ends) == pytest.approx([arrow.box.y, arrow.box.y + arrow.box.cy], abs=12_700)
        return
    bars = [one.box for one in called(shapes, "bar")]
    if made.lying:
        ends = [box.x + box.cx if value > 0 else box.x for box, value in zip(bars, values, strict=True)]
        assert sorted(ends) == pytest.approx([arrow.box.x, arrow.box.x + arrow.box.cx], abs=12_700)
        assert arrow.box.y > max(box.y + box.cy for box in bars)
    else:
        ends = [box.y if value > 0 else box.y + box.cy for box, value in zip(bars, values, strict=True)]
        assert sorted(ends) == pytest.approx([arrow.box.y, arrow.box.y + arrow.box.cy], abs=12_700)
        assert arrow.box.x > max(box.x + box.cx for box in bars)


@pytest.mark.parametrize(
    ("number_format", "values", "language", "said"),
    [
        ("number", (1200.0, 3200.0), "en", "+2,000"),
        ("number", (600.0, 20.5), "fi", "\u2212579,5"),
        ("percent", (0.01, 0.4), "en", "+39\u00a0pp"),
        ("percent", (0.992, 0.9991), "fi", "+0,71\u00a0%-yks."),
        ("money", (980_000.0, 1_200_000.0), "fi", "+220\u00a0000\u00a0€"),
        ("money", (5.0, 2.0), "en", "\u2212€3"),
    ],
)
def test_a_difference_is_written_in_the_language(
    number_format: NumberFormat, values: tuple[float, float], language: str, said: str,
    brand: Brand, templates: SlideTemplates, tmp_path: Path,
) -> None:  # fmt: skip
    made = chart("column", Series("x", values), categories=BEFORE, compare=(0, 1), number_format=number_format)
    (label,) = called(shapes_of(written(made, brand, templates, language), tmp_path), "Difference")
    assert label.text.text == said


def test_a_difference_is_one_group_with_its_chart(brand: Brand, templates: SlideTemplates) -> None:
    made = chart("column", RELEASES, categories=BEFORE, compare=(0, 1))
    (page,) = Presentation(io.BytesIO(written(made, brand, templates))).slides
    (group,) = [shape for shape in page.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]
    assert [one.has_chart for one in group.shapes] == [True, False, False, False, False]
    space = group.shapes[0].chart._chartSpace
    assert space.find(f".//{C}plotArea/{C}layout/{C}manualLayout/{C}layoutTarget").get("val") == "inner"
    (axis,) = space.iter(f"{C}valAx")
    low, high = (axis.find(f"{C}scaling/{C}{name}").get("val") for name in ("min", "max"))
    assert (low, high) == ("0", "3500"), "the axis is fixed, as the arrow stands beside it"


def test_what_is_highlighted_has_its_own_colour_and_a_bold_figure(
    brand: Brand, templates: SlideTemplates, tmp_path: Path
) -> None:
    made = chart("column", RELEASES, categories=BEFORE, highlight=AFTER)
    shapes = drawn(written(made, brand, templates), tmp_path)
    before, after = [one.fill.colour for one in shapes if one.name == "bar" and isinstance(one.fill, Solid)]
    assert after == brand.colours["accent1"] and contrast(before, after) >= APART
    labels = [one.text.paragraphs[0].runs[0] for one in shapes if one.name == "label" and one.text is not None]
    assert [(one.text, one.bold) for one in labels] == [("1,200", False), ("3,200", True)]
    series = native(written(made, brand, templates))._chartSpace.find(f".//{C}ser")
    colours = [
        one.get("val") for one in series.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}schemeClr")
    ]
    assert colours[:2] == ["dk1", "accent1"], "of the theme, so that another theme changes them"


@pytest.mark.parametrize(
    ("made", "looks"),
    [
        (chart("line", *COSTS, highlight=Highlight("series", 1)), {"line": 2}),
        (chart("pie", COSTS[0], highlight=AFTER), {"slice": 2}),
        (chart("waterfall", COSTS[0], highlight=AFTER), {"bar": 2}),
        (chart("column", *COSTS, highlight=AFTER), {"bar": 4}),
        (chart("scatter", *COSTS, highlight=AFTER), {"marker": 2}),
    ],
    ids=lambda one: one.type if isinstance(one, Chart) else "",
)
def test_all_but_what_is_highlighted_are_muted(
    made: Chart, looks: dict[str, int], brand: Brand, templates: SlideTemplates, tmp_path: Path
) -> None:
    ((name, count),) = looks.items()
    found = set()
    for one in drawn(written(made, brand, templates), tmp_path):
        if one.name == name and (one.box.cy or name == "line"):
            paint = one.fill if name != "line" else one.stroke.paint if one.stroke is not None else None
            assert isinstance(paint, Solid)
            found.add(paint.colour)
    assert len(found) == count


def test_a_callout_stands_on_a_panel_of_a_third(brand: Brand, templates: SlideTemplates, tmp_path: Path) -> None:
    said = {"callout": (Span("More, and calmer"),), "points": ((Span("No class of mistakes"),), (Span("One way"),))}
    made = chart("column", RELEASES, categories=BEFORE, **said)
    shapes = shapes_of(written(made, brand, templates), tmp_path)
    (panel,), (frame,) = called(shapes, "Callout"), called(shapes, "Chart")
    assert [one.runs[0].text for one in panel.text.paragraphs] == [
        "More, and calmer",
        "No class of mistakes",
        "One way",
    ]
    assert frame.box.x + frame.box.cx < panel.box.x and (frame.box.y, frame.box.cy) == (panel.box.y, panel.box.cy)
    assert 1.9 < frame.box.cx / panel.box.cx < 2.3
    narrow = Columns(((Text((Paragraph((Span("Beside"),)),)),), (made,)))
    shapes = shapes_of(write_deck(deck(slide("In a column", narrow)), brand, templates=templates), tmp_path)
    (panel,), (frame,) = called(shapes, "Callout"), called(shapes, "Chart")
    assert frame.box.y + frame.box.cy < panel.box.y, "where it is narrow, below the chart"


def test_a_panel_without_room_gives_way_to_a_list(brand: Brand) -> None:
    points = tuple((Span("so long a point that nobody reads it " * 8),) for _ in range(3))
    made = chart("column", RELEASES, categories=BEFORE, points=points)
    (found, *_) = paginated((slide("Too much", made),), new_composer(brand), "split")
    assert isinstance(found.nodes[0], Chart) and not found.nodes[0].points
    assert found.form_from == "lost"


@pytest.mark.parametrize("size", [3, 20, 40])
def test_letters_are_as_large_as_names_leave_room_for(
    size: int, brand: Brand, templates: SlideTemplates, tmp_path: Path
) -> None:
    names = [f"Name {at}" for at in range(size)]
    made = chart("column", Series("x", tuple(float(at) for at in range(size))), categories=names)
    letters = {
        one.text.paragraphs[0].runs[0].size
        for one in drawn(written(made, brand, templates), tmp_path)
        if one.text is not None
    }
    assert letters == {{3: 1_800, 20: 1_400, 40: 1_200}[size]}


# --- workbooks -------------------------------------------------------------------------------------------------------


def sheet_in(file: bytes) -> Any:
    """The sheet of the one chart of a deck."""
    blob = native(file).part.chart_workbook.xlsx_part.blob
    return openpyxl.load_workbook(io.BytesIO(blob))["Sheet1"]


def test_names_of_categories_are_in_the_workbook_as_they_are_written(brand: Brand, templates: SlideTemplates) -> None:
    """`_x0041_` in a cell stands for an A; openpyxl leaves it as it is written, Excel does not."""
    names = ("_x0041_", "_x00e4_", "a_x0041b")
    file = written(chart("column", Series("_x000D_", (1, 2, 3)), categories=names), brand, templates)
    book = zipfile.ZipFile(io.BytesIO(native(file).part.chart_workbook.xlsx_part.blob))
    text = b"".join(book.read(name) for name in book.namelist() if name.endswith(".xml")).decode()
    assert [one for one in re.findall(r"<t[^>]*>([^<]*)</t>", text) if "x00" in one] == [
        "_x005F_x000D_", "_x005F_x0041_", "_x005F_x00e4_", "a_x0041b",
    ]  # fmt: skip
    assert [str(one) for one in native(file).plots[0].categories] == list(names)


def test_columns_of_a_workbook_go_on_behind_z(brand: Brand, templates: SlideTemplates) -> None:
    assert [column_letters(number) for number in (1, 26, 27, 52, 53, 702, 703)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
    made = chart("line", *[Series(f"S{number}", (number, 2, 3)) for number in range(1, 31)])
    file = written(made, brand, templates)
    sheet = sheet_in(file)
    assert (sheet["Z1"].value, sheet["AA1"].value, sheet["AE1"].value) == ("S25", "S26", "S30")
    formulas = [one.text for one in native(file)._chartSpace.iter(f"{C}f")]
    assert "Sheet1!$AE$2:$AE$4" in formulas


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
        assert contrast(strong, ground) > contrast(weak, ground) > (2 if dark and ground != "506382" else 1.2)
    for lit, faded in zip(found.lit, found.faded, strict=True):
        weak = seen(brand, faded.ink)
        assert contrast(weak, ground) >= SEEN
        assert contrast(seen(brand, lit.ink), weak) >= VISIBLE


@pytest.mark.parametrize("ground", ["FFFFFF", "F2F2F2", "1F2933", "506382", "000000"])
def test_what_forms_light_is_told_from_what_stands_beside_it_in_grey(ground: str, brand: Brand) -> None:
    dark = contrast("FFFFFF", ground) > contrast("000000", ground)
    grounds = palette(brand, ground, dark=dark).grounds
    panel, solid, strongest = (seen(brand, one) for one in (grounds.panel, grounds.solid, grounds.dark))
    assert contrast(solid, panel) >= VISIBLE and contrast(solid, ground) >= VISIBLE
    assert contrast(strongest, ground) >= VISIBLE and contrast(strongest, solid) >= BESIDE
