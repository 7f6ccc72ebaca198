"""Designed slides in the deck: filled with data, on the right layouts, with what they need and nothing that is others'."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from salespack.graphics.boxes import Box
from salespack.ooxml.markup import C
from salespack.scene.model import AutoShape
from salespack.scene.reading import read_scene
from tests.assembly.designed_decks import (
    BRAND,
    Made,
    box,
    chart,
    deck_of,
    edited,
    everything,
    make,
    names,
    picture,
    png,
    saved,
    table,
)
from tests.powerpoint.packages import HEIGHT, WIDTH, Plan, Shape
from tests.scene import scenes
from tests.workspaces import PROFILE

pytestmark = pytest.mark.slow

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def members(package: bytes) -> list[tuple[str, bytes]]:
    """Every part of a package with its content."""
    archive = zipfile.ZipFile(io.BytesIO(package))
    return [(name, archive.read(name)) for name in archive.namelist()]


def shape(made: Made, name: str) -> Any:
    (slide,) = made.presentation().slides
    (found,) = [one for one in slide.shapes if one.name == name]
    return found


# --- bind ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "series", "categories", "expected"),
    [
        ("facts.cost", 1, ["2024", "2025", "2026"], {"Secret 0": (980000.0, 1100000.0, 1200000.0)}),
        ("facts.cost", 3, ["2024", "2025", "2026"], {"Secret 0": (980000.0, 1100000.0, 1200000.0)}),
        ("facts.by_team", 1, ["2025", "2026"], {"Ours": (1.0, 2.0), "Theirs": (3.0, 4.0)}),
    ],
)
def test_a_chart_takes_figures_in_its_caches_and_its_workbook(
    tmp_path: Path, path: str, series: int, categories: list[str], expected: dict[str, tuple[float, ...]]
) -> None:
    source = deck_of(lambda slide: chart(slide, series=series))
    made = make(tmp_path, source, front=f"bind: {{Chart 3: {path}}}\n")
    found = shape(made, "Chart 3").chart
    assert [str(one) for one in found.plots[0].categories] == categories
    assert {one.name: tuple(one.values) for one in found.series} == expected
    book = openpyxl.load_workbook(io.BytesIO(found.part.chart_workbook.xlsx_part.blob))
    rows = [[cell.value for cell in row] for row in book["Sheet1"].iter_rows()]
    assert rows[0][1:] == list(expected)
    assert [[str(row[0]), *row[1:]] for row in rows[1:]] == [
        [name, *(values[at] for values in expected.values())] for at, name in enumerate(categories)
    ]
    assert b"Older" not in everything(made.written())
    assert made.slides[0].holds_customer_data
    assert made.slides[0].nodes[0].categories == tuple(categories)
    ids = [one.get("val") for one in found._chartSpace.iter("{*}ser") for one in one.findall("{*}idx")]
    assert len(set(ids)) == len(ids)


def test_a_pie_takes_one_row_of_figures(tmp_path: Path) -> None:
    source = deck_of(lambda slide: chart(slide, XL_CHART_TYPE.PIE))
    found = shape(make(tmp_path, source, front="bind: {Chart 3: facts.cost}\n"), "Chart 3").chart
    assert tuple(found.series[0].values) == (980000.0, 1100000.0, 1200000.0)
    (problem,) = make(tmp_path, source, front="bind: {Chart 3: facts.by_team}\n").problems
    assert "slide 1, “Chart 3”: is a pie, which shows one series" in problem


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("facts.teams", [["Name", "People"], ["Red", "4"], ["Blue", "6"], ["{{ evil }}", "1"]]),
        ("facts.grid", [["Name", "People"], ["a", "1"], ["b", "2.5"]]),
        ("facts.cost", [["Name", "People"], ["2024", "980000"], ["2025", "1100000"], ["2026", "1200000"]]),
    ],
)
def test_a_table_takes_rows(tmp_path: Path, path: str, expected: list[list[str]]) -> None:
    source = deck_of(lambda slide: table(slide, [["Name", "People"], ["Secret", "{{ no }}"]]))
    made = make(tmp_path, source, front=f"bind: {{Table 2: {path}}}\njinja: false\n")
    found = shape(made, "Table 2").table
    assert [[cell.text for cell in row.cells] for row in found.rows] == expected
    assert b"Secret" not in everything(made.written())


def test_mappings_of_mappings_fill_a_tables_header_and_columns_by_name(tmp_path: Path) -> None:
    source = deck_of(lambda slide: table(slide, [["Team", "x", "y"], ["", "", ""]]))
    found = shape(make(tmp_path, source, front="bind: {Table 2: facts.by_team}\n"), "Table 2").table
    texts = [[cell.text for cell in row.cells] for row in found.rows]
    assert texts == [["Team", "2025", "2026"], ["Ours", "1", "2"], ["Theirs", "3", "4"]]
    source = deck_of(lambda slide: table(slide, [["People", "", "NAME"], ["", "", ""]]))
    found = shape(make(tmp_path, source, front="bind: {Table 2: facts.teams}\n"), "Table 2").table
    assert [cell.text for cell in found.rows[1].cells] == ["4", "", "Red"]


def merged(rows: int, *areas: tuple[tuple[int, int], tuple[int, int]], columns: int = 3) -> bytes:
    """A deck with a table of this size whose cells are merged from corner to corner of each area."""

    def fill(slide: Any) -> None:
        made = table(slide, [[f"{row}-{column}" for column in range(columns)] for row in range(rows)]).table
        for first, last in areas:
            made.cell(*first).merge(made.cell(*last))

    return deck_of(fill)


GROUPS = "facts:\n  rows: [[North, a, 1], [North, b, 2], [South, c, 3]]\n"


def test_cells_merged_over_rows_are_a_group_for_each_value(tmp_path: Path) -> None:
    source = merged(5, ((1, 0), (4, 0)))
    profile = PROFILE.replace("facts: {services: 140}\n", GROUPS)
    found = shape(make(tmp_path, source, front="bind: {Table 2: facts.rows}\n", profile=profile), "Table 2").table
    body = [[cell.text for cell in row.cells] for row in found.rows][1:]
    assert body == [["North", "a", "1"], ["", "b", "2"], ["South", "c", "3"]]
    spans = [(row.cells[0]._tc.get("rowSpan"), row.cells[0]._tc.get("vMerge")) for row in found.rows]
    assert spans == [(None, None), ("2", None), (None, "1"), (None, None)]


def test_cells_merged_over_columns_hide_no_value(tmp_path: Path) -> None:
    """The last row is the look of all that come after it: it is taken apart where the data fills it, and kept else."""
    source = merged(3, ((2, 1), (2, 2)))
    profile = PROFILE.replace("facts: {services: 140}\n", "facts:\n  rows: [[a, b, 1], [c, d, 2], [e, f], [g, h, 4]]\n")
    found = shape(make(tmp_path, source, front="bind: {Table 2: facts.rows}\n", profile=profile), "Table 2").table
    assert [[cell.text for cell in row.cells if not cell.is_spanned] for row in found.rows][1:] == [
        ["a", "b", "1"], ["c", "d", "2"], ["e", "f"], ["g", "h", "4"],
    ]  # fmt: skip
    assert [row.cells[1]._tc.get("gridSpan") for row in found.rows] == [None, None, None, "2", None]


@pytest.mark.parametrize(
    ("area", "why"),
    [
        (((1, 1), (2, 2)), "has cells that are merged over rows and columns at once"),
        (((0, 0), (1, 0)), "has header cells that are merged with its body"),
    ],
)
def test_merges_that_data_gives_no_meaning_are_refused(
    tmp_path: Path, area: tuple[tuple[int, int], tuple[int, int]], why: str
) -> None:
    profile = PROFILE.replace("facts: {services: 140}\n", GROUPS)
    (problem,) = make(tmp_path, merged(3, area), front="bind: {Table 2: facts.rows}\n", profile=profile).problems
    assert f"slide 1, “Table 2”: {why}" in problem
    assert "split these cells in PowerPoint" in problem


@pytest.mark.parametrize(
    ("least", "most", "kept"),
    [(0, 10, False), (0, 1_500_000, True), (0, 50_000_000, False), (900_000, 2_000_000, True)],
)
def test_an_axis_that_was_fixed_for_other_figures_is_free(
    tmp_path: Path, least: float, most: float, kept: bool
) -> None:
    def fill(slide: Any) -> None:
        axis = chart(slide).chart.value_axis
        axis.minimum_scale, axis.maximum_scale, axis.major_unit = least, most, most / 5

    found = shape(make(tmp_path, deck_of(fill), front="bind: {Chart 3: facts.cost}\n"), "Chart 3").chart.value_axis
    assert (found.minimum_scale, found.maximum_scale, found.major_unit) == (
        (least, most, most / 5) if kept else (None, None, None)
    )


def test_names_that_a_bound_chart_has_are_in_its_workbook_as_they_are_written(tmp_path: Path) -> None:
    """`_x0041_` in a cell stands for an A in Excel, unless its first sign is written as one itself."""
    made = make(tmp_path, deck_of(lambda slide: chart(slide)), front="bind: {Chart 3: facts.by_one}\n", profile=PROFILE.replace(
        "facts: {services: 140}\n", 'facts:\n  by_one: {"_x000D_ours": {"_x0041_": 1200, "a_x0041b": 3400}}\n'
    ))  # fmt: skip
    found = shape(made, "Chart 3").chart
    assert [str(one) for one in found.plots[0].categories] == ["_x0041_", "a_x0041b"]
    book = zipfile.ZipFile(io.BytesIO(found.part.chart_workbook.xlsx_part.blob))
    text = b"".join(book.read(name) for name in book.namelist() if name.endswith(".xml")).decode()
    said = [one for one in re.findall(r"<x:t[^>]*>([^<]*)</x:t>", text) if "x00" in one]
    assert sorted(said) == ["_x005F_x000D_ours", "_x005F_x0041_", "a_x0041b"]


def test_a_bound_chart_has_one_number_format_and_no_title_of_the_old_workbook(tmp_path: Path) -> None:
    def fill(slide: Any) -> None:
        made = chart(slide).chart
        made.has_title = True
        text = made._chartSpace.chart.find("{*}title").get_or_add_tx()
        for one in list(text):
            text.remove(one)
        text.append(etree.fromstring(
            f'<c:strRef xmlns:c="{C[1:-1]}"><c:f>Sheet1!$B$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0">'
            "<c:v>Secret 0</c:v></c:pt></c:strCache></c:strRef>"
        ))  # fmt: skip
        for code in made._chartSpace.iter("{*}formatCode"):
            code.text = '#,##0" €"'

    made = make(tmp_path, deck_of(fill), front="bind: {Chart 3: facts.by_one}\n", profile=PROFILE.replace(
        "facts: {services: 140}\n", "facts:\n  by_one: {Ours: {2025: 1200, 2026: 3400}}\n"
    ))  # fmt: skip
    found = shape(made, "Chart 3").chart
    assert found.chart_title.text_frame.text == "Ours"
    assert b"Secret" not in everything(made.written())
    book = openpyxl.load_workbook(io.BytesIO(found.part.chart_workbook.xlsx_part.blob))
    assert [book["Sheet1"][cell].number_format for cell in ("B2", "B3")] == ['#,##0" €"'] * 2


def test_a_picture_is_fitted_into_the_old_frame(tmp_path: Path) -> None:
    images = tmp_path / "content_blocks" / "images"
    images.mkdir(parents=True)
    (images / "logo.png").write_bytes(png("blue", (30, 30)))
    made = make(tmp_path, deck_of(picture), front="bind: {Picture 1: images/logo.png}\n")
    found = shape(made, "Picture 1")
    assert (found.left, found.top, found.width, found.height) == (Inches(2), Inches(2), Inches(2), Inches(2))
    assert found.image.blob == png("blue", (30, 30))
    assert [name for name in names(made.written()) if "media" in name] == ["ppt/media/image1.png"]


def test_an_empty_placeholder_takes_a_picture(tmp_path: Path) -> None:
    images = tmp_path / "content_blocks" / "images"
    images.mkdir(parents=True)
    (images / "logo.png").write_bytes(png("blue", (30, 30)))
    deck = Presentation()
    layout = next(one for one in deck.slide_layouts if one.name == "Picture with Caption")
    deck.slides.add_slide(layout)
    made = make(tmp_path, saved(deck), front="bind: {Picture Placeholder 2: images/logo.png}\n")
    (slide,) = made.presentation().slides
    found = next(one for one in slide.placeholders if one.placeholder_format.type == 18)
    assert found.image.blob == png("blue", (30, 30))
    assert found.width == found.height


def test_a_bound_picture_stands_where_the_pdf_has_its_placeholder_whatever_its_idx(tmp_path: Path) -> None:
    """Slides of other programs name a place that their layout does not number so."""
    images = tmp_path / "content_blocks" / "images"
    images.mkdir(parents=True)
    (images / "logo.png").write_bytes(png("blue", (30, 30)))
    plan = Plan("Photo", None, (Shape("title"), Shape("body", 1, (1, 20, 20, 20)), Shape("pic", 13, (50, 25, 40, 50))))
    source = scenes.deck(scenes.sp(ph='type="pic" idx="99"', box=None), plans=(plan,))
    made = make(tmp_path, source, front="bind: {Shape: images/logo.png}\n")
    (found,) = read_scene(made.written()).slides[0].shapes
    x, y, cx, cy = (share * length // 100 for share, length in zip((50, 25, 40, 50), (WIDTH, HEIGHT) * 2, strict=True))
    assert found.box == Box(x + (cx - cy) // 2, y, cy, cy)


BIND_FAULTS = {
    "an unknown shape": ("{Chart 4: facts.cost}", "6:8: SP333 ../slides/offer.pptx: no shape is called “Chart 4” (did you mean “Chart 3”?)"),
    "two of one name": ("{Twice: facts.cost}", "SP333 ../slides/offer.pptx: 2 shapes are called “Twice” (rename them in PowerPoint: Home, Arrange, Selection Pane)"),
    "no such data": ("{Chart 3: facts.costs}", "SP310 ../slides/offer.pptx, slide 1, “Chart 3”: the chart's data “facts.costs” is not in the profile"),
    "data of the seller's": ("{Chart 3: figures}", "SP310 ../slides/offer.pptx, slide 1, “Chart 3”: the chart's data “figures” is not in the profile"),
    "words for figures": ("{Chart 3: customer}", "SP310 ../slides/offer.pptx, slide 1, “Chart 3”: “customer” holds something that is no figure"),
    "too many columns": ("{Table 2: facts.wide}", "SP333 ../slides/offer.pptx, slide 1, “Table 2”: has 2 columns, the data has 4"),
    "no table": ("{Table 2: facts.services}", "SP333 ../slides/offer.pptx, slide 1, “Table 2”: the data “facts.services” is not in the profile, or is no table"),
    "a text": ("{Box: facts.cost}", "SP333 ../slides/offer.pptx, slide 1, “Box”: is neither a chart nor a table nor a picture (write {{ … }} into a text"),
    "a missing picture": ("{Picture 1: images/x.png}", "SP306 ../slides/offer.pptx, slide 1, “Picture 1”: the picture “images/x.png” is not there"),
    "a picture outside": ("{Picture 1: ../../../x.png}", "SP307 ../slides/offer.pptx, slide 1, “Picture 1”: the picture “../../../x.png” lies outside the library"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BIND_FAULTS)
def test_what_cannot_be_bound(tmp_path: Path, fault: str) -> None:
    def fill(slide: Any) -> None:
        chart(slide)
        table(slide, [["a", "b"], ["", ""]])
        picture(slide)
        box(slide, "text")
        box(slide, "1", name="Twice")
        box(slide, "2", name="Twice")

    bind, expected = BIND_FAULTS[fault]
    (problem,) = make(tmp_path, deck_of(fill), front=f"minutes: 1\nbind: {bind}\n").problems
    assert problem.startswith("content_blocks/news/tried.md:6:")
    assert expected in problem


# --- layouts ---------------------------------------------------------------------------------------------------------


def test_slides_on_the_decks_brand_join_its_layouts(tmp_path: Path) -> None:
    made = make(tmp_path, deck_of(box_fill, box_fill), "[1, 2]").presentation()
    own = Presentation(str(BRAND))
    assert len(made.slide_masters) == len(own.slide_masters)
    assert len(made.slide_layouts) == len(own.slide_layouts)
    for slide in made.slides:
        assert slide.slide_layout in list(made.slide_layouts)


def box_fill(slide: Any) -> None:
    box(slide, "words")


def test_a_brand_that_was_saved_again_is_the_same_brand(tmp_path: Path) -> None:
    source = deck_of(box_fill)
    kept = ("slideMasters/slideMaster", "slideLayouts/slideL")
    masters = {name: written_again for name in names(source) if any(one in name for one in kept)}
    source = edited(source, masters)
    made = make(tmp_path, source).presentation()
    assert len(made.slide_masters) == len(Presentation(str(BRAND)).slide_masters)


def written_again(data: bytes) -> bytes:
    root = etree.fromstring(data)
    for one in root.iter("{*}cNvPr"):
        one.set("id", str(int(one.get("id", "0")) + 70))
    return etree.tostring(root)


def test_a_layout_of_another_colour_is_not_the_brands(tmp_path: Path) -> None:
    source = deck_of(box_fill)
    changed = edited(source, {name: recoloured for name in names(source) if "theme/theme" in name})
    made = make(tmp_path, changed).presentation()
    assert len(made.slide_masters) == len(Presentation(str(BRAND)).slide_masters) + 1


def recoloured(data: bytes) -> bytes:
    root = etree.fromstring(data)
    for colour in root.iter("{*}accent1"):
        for one in list(colour):
            one.set("val", "123456")
    return etree.tostring(root)


def test_foreign_slides_bring_their_master_once_with_the_layouts_they_use(tmp_path: Path) -> None:
    made = make(tmp_path, deck_of(box_fill, box_fill, base=None), "[1, 2]")
    found, own = made.presentation(), Presentation(str(BRAND))
    assert len(found.slide_masters) == len(own.slide_masters) + 1
    assert [layout.name for layout in list(found.slide_masters)[-1].slide_layouts] == ["Title Slide"]
    listed = [one.get("id") for one in found.part._element.iter("{*}sldMasterId")]
    for master in found.slide_masters:
        listed += [one.get("id") for one in master._element.iter("{*}sldLayoutId")]
    assert len(set(listed)) == len(listed)
    assert not [name for name in names(made.written()) if "printerSettings" in name]


def test_foreign_slides_of_another_size_are_scaled_into_the_middle(tmp_path: Path) -> None:
    made = make(tmp_path, deck_of(box_fill, base=None)).presentation()  # python-pptx's own template is 10 by 7.5 inches
    (slide,) = made.slides
    (found,) = [one for one in slide.shapes if one.name == "Box"]
    scale = min(made.slide_width / Inches(10), made.slide_height / Inches(7.5))
    middle = (made.slide_width - Inches(10) * scale) / 2
    assert found.left == pytest.approx(Inches(1) * scale + middle, abs=2)
    assert found.width == pytest.approx(Inches(6) * scale, abs=2)


def test_foreign_text_keeps_the_size_that_its_presentation_gave_it(tmp_path: Path) -> None:
    def small(data: bytes) -> bytes:
        root = etree.fromstring(data)
        for level in root.iter("{*}lvl1pPr"):
            for run in level.findall("{*}defRPr"):
                run.set("sz", "900")
        return etree.tostring(root)

    source = deck_of(box_fill, base=None)
    wide = edited(source, {"ppt/presentation.xml": lambda data: small(data).replace(b'cx="9144000" cy="6858000"', b'cx="12192000" cy="6858000"')})  # fmt: skip
    (slide,) = make(tmp_path, wide).presentation().slides
    (found,) = [one for one in slide.shapes if one.name == "Box"]
    assert [one.get("sz") for one in found._element.iter("{*}defRPr")] == ["900"]


def test_slides_in_the_brands_clothes(tmp_path: Path) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Hello"
    slide.placeholders[1].text = "Words"
    slide = deck.slides.add_slide(deck.slide_layouts[3])
    slide.shapes.title.text = "Two"
    slide.placeholders[1].text, slide.placeholders[2].text = "Left", "Right"
    slide = deck.slides.add_slide(deck.slide_layouts[4])
    for number, placeholder in enumerate(slide.placeholders):
        placeholder.text = f"Text {number}"
    made = make(tmp_path, saved(deck), "[1, 2, 3]", keep=", keep: brand").presentation()
    assert len(made.slide_masters) == len(Presentation(str(BRAND)).slide_masters)
    for slide in made.slides:
        layout = {one.placeholder_format.idx: one.placeholder_format.type for one in slide.slide_layout.placeholders}
        for one in slide.placeholders:
            assert layout[one.placeholder_format.idx] == one.placeholder_format.type
    first, second, third = made.slides
    assert [one.text_frame.text for one in first.placeholders] == ["Hello", "Words"]
    assert [one.text_frame.text for one in second.placeholders] == ["Two", "Left", "Right"]
    assert sorted(one.text_frame.text for one in third.shapes) == [f"Text {number}" for number in range(5)]
    assert all(one.width > 0 for one in third.shapes)


@pytest.mark.parametrize(
    ("layout", "title", "drawn", "expected"),
    [
        (0, "", chart, "Blank"),
        (0, "Sales", chart, "Title Only"),
        (0, "Sales", lambda slide: table(slide, [["a"], ["b"]]), "Title Only"),
        (0, "Sales", lambda slide: box(slide, "Words"), "Title Slide"),
        (0, "Sales", None, "Title Slide"),
        (2, "", chart, "Blank"),
        (1, "", lambda slide: box(slide, "Words"), "Blank"),
        (6, "", chart, "Blank"),
    ],
)
def test_the_role_of_a_slide_follows_what_it_uses_of_its_layout(
    tmp_path: Path, layout: int, title: str, drawn: Any, expected: str
) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    for one in list(slide.placeholders):
        if one.placeholder_format.type in (1, 3) and title:
            one.text = title
        elif layout != 1:  # there they stay, and nothing is in them
            one._element.getparent().remove(one._element)
    if drawn is not None:
        drawn(slide)
    (made,) = make(tmp_path, saved(deck), keep=", keep: brand").presentation().slides
    assert made.slide_layout.name == expected
    assert [one.text_frame.text for one in made.placeholders] == ([title] if title else [])


def test_a_text_without_a_place_in_the_brand_stays_where_its_own_layout_has_it(tmp_path: Path) -> None:
    plan = Plan("Odd", None, (Shape("title"), *(Shape("body", idx, (1, 10 * idx, 20, 8)) for idx in range(1, 6))))
    texts = "".join(scenes.sp("", f"Text {idx}", ph=f'type="body" idx="{idx}"', box=None) for idx in (5, 4, 3, 2, 77))
    source = scenes.deck(texts, plans=(plan,))
    before = {
        one.text.text: one.box for one in read_scene(source).slides[0].shapes if isinstance(one, AutoShape) and one.text
    }
    deck = make(tmp_path, source, keep=", keep: brand").written()
    after = {
        one.text.text: one.box for one in read_scene(deck).slides[0].shapes if isinstance(one, AutoShape) and one.text
    }
    assert after.keys() >= before.keys()
    assert after["Text 77"] == before["Text 77"] == Box(121_920, 685_800, 2_438_400, 548_640)


# --- what travels ----------------------------------------------------------------------------------------------------


def test_a_picture_that_several_slides_and_files_have_is_there_once(tmp_path: Path) -> None:
    source = deck_of(
        lambda slide: picture(slide, "red"), lambda slide: (picture(slide, "red"), picture(slide, "green"))
    )
    other = deck_of(lambda slide: picture(slide, "green"), base=None)
    (tmp_path / "content_blocks" / "slides").mkdir(parents=True)
    (tmp_path / "content_blocks" / "slides" / "other.pptx").write_bytes(other)
    also = "---\nkind: market\nvalues: {fewer-outages: 4}\nslides: {file: ../slides/other.pptx, slide: 1}\n---\n"
    made = make(tmp_path, source, "[1, 2]", files={"content_blocks/market/also.md": also})
    assert len(made.presentation().slides) == 3
    assert len([name for name in names(made.written()) if name.startswith("ppt/media/")]) == 2


def test_what_others_said_and_noted_stays_behind(tmp_path: Path) -> None:
    relationship = '<Relationship Id="rId77" Type="{}" Target="{}"/></Relationships>'
    slide = "ppt/slides/slide1.xml"
    rels = "ppt/slides/_rels/slide1.xml.rels"
    added = (
        relationship.format(f"{OFFICE}/comments", "../comments/comment1.xml").replace("</Relationships>", "")
        + relationship.format(f"{OFFICE}/tags", "../tags/tag7.xml").replace("rId77", "rId78")
    )  # fmt: skip
    data = '<p:custDataLst><p:tags r:id="rId78"/></p:custDataLst></p:cSld>'
    types = "".join(
        f'<Override PartName="/ppt/{part}" ContentType="application/vnd.openxmlformats-officedocument.presentationml.{kind}+xml"/>'
        for part, kind in (
            ("comments/comment1.xml", "comments"),
            ("tags/tag7.xml", "tags"),
            ("commentAuthors.xml", "commentAuthors"),
        )
    )
    p = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    source = edited(
        deck_of(box_fill),
        {
            "[Content_Types].xml": lambda text: text.replace(b"</Types>", types.encode() + b"</Types>"),
            rels: lambda text: text.replace(b"</Relationships>", added.encode()),
            slide: lambda text: text.replace(b"</p:cSld>", data.encode()),
            "ppt/comments/comment1.xml": f'<p:cmLst {p}><p:cm authorId="0" idx="1"><p:text>Too dear, says Mallory</p:text></p:cm></p:cmLst>'.encode(),
            "ppt/tags/tag7.xml": f'<p:tagLst {p}><p:tag name="CRM" val="Mallory 4711"/></p:tagLst>'.encode(),
            "ppt/commentAuthors.xml": f'<p:cmAuthorLst {p}><p:cmAuthor id="0" name="Mallory" initials="M" lastIdx="1" clrIdx="0"/></p:cmAuthorLst>'.encode(),
        },
    )
    made = make(tmp_path, source)
    assert b"Mallory" in everything(source)
    assert b"Mallory" not in everything(made.written())
    (found,) = made.presentation().slides
    tags = [rel for rel in found.part.rels.values() if rel.reltype.endswith("/tags")]
    assert len(tags) == 1
    assert b"SALESPACK_BLOCK" in tags[0].target_part.blob
    handout = made.written("handout")
    assert b"custDataLst" not in everything(handout)


def test_workbooks_do_not_say_who_wrote_them(tmp_path: Path) -> None:
    def fill(slide: Any) -> None:
        part = chart(slide).chart.part.chart_workbook.xlsx_part
        book = openpyxl.load_workbook(io.BytesIO(part.blob))
        book.properties.creator = book.properties.lastModifiedBy = "Mallory"
        file = io.BytesIO()
        book.save(file)
        part._blob = file.getvalue()

    source = deck_of(fill)
    for package, known in ((source, True), (make(tmp_path, source).written(), False)):
        (name,) = [name for name in names(package) if name.endswith(".xlsx")]
        inner = zipfile.ZipFile(io.BytesIO(zipfile.ZipFile(io.BytesIO(package)).read(name)))
        assert (b"Mallory" in b"".join(inner.read(one) for one in inner.namelist())) is known
        book = openpyxl.load_workbook(io.BytesIO(zipfile.ZipFile(io.BytesIO(package)).read(name)))
        assert [cell.value for cell in book.worksheets[0]["B"]] == ["Secret 0", 1, 2]


@pytest.mark.parametrize(("version", "expected"), [("12.0000", ["out", "none"] * 2), ("16.0000", [])])
def test_what_office_2007_left_unsaid_in_charts_is_said(tmp_path: Path, version: str, expected: list[str]) -> None:
    source = deck_of(chart)
    (part,) = [name for name in names(source) if re.fullmatch(r"ppt/charts/chart\d+\.xml", name)]
    changes = {
        part: lambda text: re.sub(rb"<c:m(aj|in)orTickMark [^>]*/>", b"", text),
        "docProps/app.xml": lambda text: re.sub(rb"<AppVersion>[^<]*", f"<AppVersion>{version}".encode(), text),
    }
    found = shape(make(tmp_path, edited(source, changes)), "Chart 3").chart
    ticks = [one for axis in found._chartSpace.iter("{*}catAx", "{*}valAx") for one in axis if "TickMark" in one.tag]
    assert [one.get("val") for one in ticks] == expected
    for axis in found._chartSpace.iter("{*}catAx", "{*}valAx"):
        order = [one.tag.rpartition("}")[2] for one in axis]
        assert order == sorted(order, key=lambda name: AXIS_ORDER.index(name))


@pytest.mark.parametrize(("version", "major", "minor"), [("12.0000", "out", "none"), ("16.0000", "cross", "cross")])
def test_tick_marks_are_drawn_as_the_program_means_them_that_wrote_the_file(
    version: str, major: str, minor: str
) -> None:
    source = deck_of(chart)
    (part,) = [name for name in names(source) if re.fullmatch(r"ppt/charts/chart\d+\.xml", name)]

    def drawn(put: bytes) -> object:
        def axes(text: bytes) -> bytes:
            bare = re.sub(rb"<c:m(aj|in)orTickMark [^>]*/>", b"", text)
            return bare.replace(b"<c:tickLblPos", put + b"<c:tickLblPos")

        app = f"<AppVersion>{version}".encode()
        changes = {part: axes, "docProps/app.xml": lambda text: re.sub(rb"<AppVersion>[^<]*", app, text)}
        return read_scene(edited(source, changes)).slides

    said = f'<c:majorTickMark val="{major}"/><c:minorTickMark val="{minor}"/>'.encode()
    none = b'<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
    assert drawn(b"") == drawn(said) != drawn(none)


AXIS_ORDER = (
    "axId", "scaling", "delete", "axPos", "majorGridlines", "minorGridlines", "title", "numFmt", "majorTickMark",
    "minorTickMark", "tickLblPos", "spPr", "txPr", "crossAx", "crosses", "crossesAt", "crossBetween", "auto", "lblAlgn",
    "lblOffset", "noMultiLvlLbl", "majorUnit", "minorUnit", "dispUnits", "extLst",
)  # fmt: skip


SECTIONS = "{http://schemas.microsoft.com/office/powerpoint/2010/main}section"


def sections(package: bytes) -> list[tuple[str, list[int]]]:
    """The sections of a deck, each with its slides, by their place in the deck from 1."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(package)).read("ppt/presentation.xml"))
    order = [one.get("id") for one in root.iterfind("{*}sldIdLst/{*}sldId")]
    return [
        (one.get("name", ""), [order.index(slide.get("id")) + 1 for slide in one.iter("{*}sldId")])
        for one in root.iter(SECTIONS)
    ]


@pytest.mark.parametrize(
    ("slides", "expected"),
    [
        ("[1, 2, 3, 4]", [("Why & how", [1, 2]), ("Tried", [3]), ("Next", [4])]),
        ("[2, 1, 4]", [("Why & how", [1, 2]), ("Next", [3])]),
        ("[1, 3]", []),  # one slide picked out of a section, and one that is in none
        ("[4, 1, 3, 2]", [("Next", [1]), ("Tried", [2, 3, 4])]),
    ],
)
def test_slides_that_stay_together_are_in_their_section(
    tmp_path: Path, slides: str, expected: list[tuple[str, list[int]]]
) -> None:
    def divided(text: bytes) -> bytes:
        ids = [one.decode() for one in re.findall(rb'<p:sldId [^>]*?\bid="(\d+)"', text)]
        listed = "".join(
            f'<p14:section name="{name}" id="{{{number}}}"><p14:sldIdLst>'
            + "".join(f'<p14:sldId id="{ids[at]}"/>' for at in places)
            + "</p14:sldIdLst></p14:section>"
            for number, (name, places) in enumerate((("Why &amp; how", (0, 1)), ("Next", (3,))))
        )
        extension = (
            '<p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst xmlns:p14="http://schemas.microsoft.com/'
            f'office/powerpoint/2010/main">{listed}</p14:sectionLst></p:ext>'
        ).encode()
        if b"</p:extLst>" in text:
            return text.replace(b"</p:extLst>", extension + b"</p:extLst>")
        return text.replace(b"</p:presentation>", b"<p:extLst>" + extension + b"</p:extLst></p:presentation>")

    fill = [lambda slide: box(slide, "Words")] * 4
    made = make(tmp_path, edited(deck_of(*fill), {"ppt/presentation.xml": divided}), slides)
    assert sections(made.written()) == expected
    assert sections(made.written("handout")) == []  # what people call parts of their own decks is theirs


@pytest.mark.parametrize(
    "address",
    ["file:///D:\\Clients\\Mallory\\costs%20of%202026.xlsx", "https://intra.example/m/costs%20of%202026.xlsx"],
)
def test_a_chart_that_takes_its_figures_from_another_file_keeps_those_it_shows(tmp_path: Path, address: str) -> None:
    source = deck_of(chart)
    (rels,) = [name for name in names(source) if name.startswith("ppt/charts/_rels/")]
    link = f'<Relationship Id="rId1" Type="{OFFICE}/oleObject" Target="{address}" TargetMode="External"/>'
    old = f'<Relationship Id="rId1" Type="{OFFICE}/package" Target="../embeddings/Microsoft_Excel_Sheet1.xlsx"/>'

    def to_a_file(text: bytes) -> bytes:
        assert old.encode() in text
        return text.replace(old.encode(), link.encode())

    made = make(tmp_path, edited(source, {rels: to_a_file}))
    found = shape(made, "Chart 3").chart
    book = openpyxl.load_workbook(io.BytesIO(found.part.chart_workbook.xlsx_part.blob))
    assert [cell.value for cell in book.worksheets[0]["B"]][1:] == list(found.plots[0].series[0].values)
    assert b"allory" not in everything(made.written()) and b"intra.example" not in everything(made.written())
    assert [str(one) for one in made.assembler.lost(made.deck())] == [
        "content_blocks/news/tried.md:4: SP335 offer.pptx, slide 1: “Chart 3” takes its figures from another file, "
        "costs of 2026.xlsx; here it keeps those that it shows (where they change, open the deck in PowerPoint, update "
        "its links and save it)"
    ]


def linked(slide: Any) -> None:
    """A slide whose box leads to the second slide, to the web and to a file."""
    slide.shapes.title.text = "Start"
    for name, address in (("Web", "https://example.org/"), ("File", "file:///C:/Users/mallory/x.xlsx")):
        box(slide, name, name=name).text_frame.paragraphs[0].runs[0].hyperlink.address = address
    box(slide, "Go", name="Go")


def linked_deck() -> bytes:
    deck = Presentation(io.BytesIO(deck_of(linked, box_fill)))
    first, second = deck.slides
    second.shapes.title.text = "Goal"
    next(one for one in first.shapes if one.name == "Go").click_action.target_slide = second
    return saved(deck)


def test_links_to_slides_hold_where_the_slide_is_in_the_deck(tmp_path: Path) -> None:
    made = make(tmp_path, linked_deck(), "[2, 1]")
    second, first = made.presentation().slides
    go = next(one for one in first.shapes if one.name == "Go")
    assert go.click_action.target_slide == second
    assert (
        next(one for one in first.shapes if one.name == "Web").text_frame.paragraphs[0].runs[0].hyperlink.address
        == "https://example.org/"
    )
    assert [str(one) for one in made.assembler.lost(made.deck())] == [
        "content_blocks/news/tried.md:4: SP335 offer.pptx, slide 1 links to a file: file:///C:/Users/mallory/x.xlsx (the link is gone; link to a web address)"
    ]
    assert b"mallory" not in everything(made.written())


NOWHERE = "SP335 offer.pptx, slide 1 links to “{}”, which is not there (the link is gone, and what it stood on stays)"
TO_A_FILE = "SP335 offer.pptx, slide 1 links to a file: {} (the link is gone; link to a web address)"


def with_odd_link(kind: str, target: str, *, external: bool = False, markup: str = "hlinkClick") -> bytes:
    """A slide with a box whose words name a relationship of a kind, and lead to where nothing is."""
    mode = ' TargetMode="External"' if external else ""
    row = f'<Relationship Id="rId77" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'.encode()
    named = f'<a:{markup} xmlns:r="{OFFICE}" r:id="rId77"/></a:rPr><a:t>Words'.encode()
    return edited(
        deck_of(lambda slide: box(slide, "Words")),
        {
            "ppt/slides/_rels/slide1.xml.rels": lambda text: text.replace(b"</Relationships>", row) if kind else text,
            "ppt/slides/slide1.xml": lambda text: text.replace(b'<a:rPr b="1"/><a:t>Words', b'<a:rPr b="1">' + named),
        },
    )


@pytest.mark.parametrize(
    ("kind", "target", "external", "markup", "told"),
    [
        ("hyperlink", "#_ftn1", False, "hlinkClick", NOWHERE.format("#_ftn1")),
        ("hyperlink", "#_ftn1", True, "hlinkClick", NOWHERE.format("#_ftn1")),
        ("hyperlink", "#_ftnref1", False, "hlinkMouseOver", NOWHERE.format("#_ftnref1")),
        ("hyperlink", "notes.docx", False, "hlinkClick", NOWHERE.format("notes.docx")),
        ("hyperlink", "../slideLayouts/slideLayout1.xml", False, "hlinkClick", NOWHERE.format("slideLayout1.xml")),
        ("hyperlink", "file:///C:/Users/m/x.xlsx", False, "hlinkClick", TO_A_FILE.format("file:///C:/Users/m/x.xlsx")),
        ("hyperlink", "../../../../m/x.xlsx", False, "hlinkClick", TO_A_FILE.format("../../../../m/x.xlsx")),
        ("", "", False, "hlinkClick", NOWHERE.format("rId77")),
        ("slide", "slide99.xml", False, "hlinkClick", "SP335 offer.pptx, slide 1 links to a slide that is not in this"),
    ],
)
def test_a_link_that_leads_nowhere_becomes_plain_and_the_slide_stays(
    tmp_path: Path, kind: str, target: str, external: bool, markup: str, told: str
) -> None:
    made = make(tmp_path, with_odd_link(kind, target, external=external, markup=markup))
    assert shape(made, "Box").text_frame.text == "Words"
    assert b"rId77" not in everything(made.written())
    assert b"hlink" not in b"".join(data for name, data in members(made.written()) if name.startswith("ppt/slides/"))
    assert told in " ".join(map(str, made.assembler.lost(made.deck())))


def test_an_address_of_the_web_that_the_file_takes_for_a_part_stays_a_link(tmp_path: Path) -> None:
    made = make(tmp_path, with_odd_link("hyperlink", "https://example.org/"))
    run = shape(made, "Box").text_frame.paragraphs[0].runs[0]
    assert run.hyperlink.address == "https://example.org/"
    assert not made.assembler.lost(made.deck())


@pytest.mark.parametrize(("kind", "tag"), [("video", "videoFile"), ("audio", "audioFile")])
def test_a_film_that_was_moved_leaves_its_picture(tmp_path: Path, kind: str, tag: str) -> None:
    row = f'<Relationship Id="rId77" Type="{OFFICE}/{kind}" Target="../media/gone.mp4"/></Relationships>'.encode()
    film = f'<p:nvPr><a:{tag} xmlns:r="{OFFICE}" r:link="rId77"/></p:nvPr>'.encode()
    source = edited(
        deck_of(picture),
        {
            "ppt/slides/_rels/slide1.xml.rels": lambda text: text.replace(b"</Relationships>", row),
            "ppt/slides/slide1.xml": lambda text: (film + b"</p:nvPicPr>").join(text.split(b"<p:nvPr/></p:nvPicPr>")),
        },
    )
    made = make(tmp_path, source)
    assert shape(made, "Picture 1").image.blob == png()
    assert b"rId77" not in everything(made.written())
    assert NOWHERE.format("gone.mp4") in " ".join(map(str, made.assembler.lost(made.deck())))


@pytest.mark.parametrize("kind", ["notesSlide", "comments", "tags", "customXml"])
def test_what_stays_behind_anyway_may_be_missing(tmp_path: Path, kind: str) -> None:
    row = f'<Relationship Id="rId77" Type="{OFFICE}/{kind}" Target="../{kind}/gone.xml"/></Relationships>'.encode()
    changes = {"ppt/slides/_rels/slide1.xml.rels": lambda text: text.replace(b"</Relationships>", row)}
    made = make(tmp_path, edited(deck_of(lambda slide: box(slide, "Words")), changes))
    assert shape(made, "Box").text_frame.text == "Words"
    assert b"gone.xml" not in everything(made.written())
    assert not made.assembler.lost(made.deck())


def test_links_to_slides_that_are_not_in_the_deck_are_gone_and_told(tmp_path: Path) -> None:
    made = make(tmp_path, linked_deck(), 1)
    (first,) = made.presentation().slides
    go = next(one for one in first.shapes if one.name == "Go")
    assert go.click_action.hyperlink.address is None
    assert go.text_frame.text == "Go"
    assert "SP335 offer.pptx, slide 1 links to a slide that is not in this deck: “Goal”" in " ".join(
        map(str, made.assembler.lost(made.deck()))
    )
    assert b"Goal" not in everything(made.written())


def test_films_objects_and_animations_come_along(tmp_path: Path) -> None:
    def fill(slide: Any) -> None:
        slide.shapes.add_movie(io.BytesIO(b"film"), 0, 0, Inches(1), Inches(1), mime_type="video/mp4")
        slide.shapes.add_ole_object(io.BytesIO(b"object"), "Package", 0, 0)

    source = deck_of(fill)
    (before,) = Presentation(io.BytesIO(source)).slides
    for base in (None, BRAND):
        made = make(tmp_path, deck_of(fill, base=base)).written()
        contents = {name: zipfile.ZipFile(io.BytesIO(made)).read(name) for name in names(made)}
        assert b"film" in contents.values()
        assert b"object" in contents.values()
        (after,) = Presentation(io.BytesIO(made)).slides
        assert [one.tag for one in after._element] == [one.tag for one in before._element]
        assert after._element.find("{*}timing") is not None
        assert [one.shape_type for one in after.shapes] == [one.shape_type for one in before.shapes]


def test_smart_art_and_drawn_pictures_come_along_with_their_texts_filled_in(tmp_path: Path) -> None:
    kinds = {
        "data": "diagramData",
        "layout": "diagramLayout",
        "quickStyle": "diagramQuickStyle",
        "colors": "diagramColors",
    }
    a, dgm = (
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
        "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    )
    said = "<a:p><a:r><a:t>For {{ customer</a:t></a:r><a:r><a:t>.name }}</a:t></a:r></a:p>"
    parts = {f"ppt/diagrams/{name}1.xml": f'<d:{name} xmlns:d="{dgm}" {a}/>' for name in kinds}
    parts["ppt/diagrams/data1.xml"] = (
        f'<d:dataModel xmlns:d="{dgm}" {a}><d:ptLst><d:pt><d:t>{said}</d:t></d:pt></d:ptLst></d:dataModel>'
    )
    parts["ppt/diagrams/drawing1.xml"] = (
        f'<dsp:drawing xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram" {a}><dsp:txBody>{said}</dsp:txBody></dsp:drawing>'
    )
    rows = [
        f'<Relationship Id="rId8{at}" Type="{OFFICE}/{kind}" Target="../diagrams/{name}1.xml"/>'
        for at, (name, kind) in enumerate(kinds.items())
    ]
    rows.append(
        '<Relationship Id="rId85" Type="http://schemas.microsoft.com/office/2007/relationships/diagramDrawing" Target="../diagrams/drawing1.xml"/>'
    )
    rows.append(
        f'<Relationship Id="rId86" Type="{OFFICE}/image" Target="../media/drawn.svg"/><Relationship Id="rId87" Type="{OFFICE}/image" Target="../media/old.emf"/>'
    )
    frame = f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="70" name="Diagram 1"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></p:xfrm><a:graphic {a}><a:graphicData uri="{dgm}"><d:relIds xmlns:d="{dgm}" xmlns:r="{OFFICE}" r:dm="rId80" r:lo="rId81" r:qs="rId82" r:cs="rId83"/></a:graphicData></a:graphic></p:graphicFrame>'
    svg = f'<a:blip {a} xmlns:r="{OFFICE}" r:embed="rId87"><a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="rId86"/></a:ext></a:extLst></a:blip>'
    shown = f'<p:pic><p:nvPicPr><p:cNvPr id="71" name="Drawn"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>{svg}<a:stretch {a}><a:fillRect/></a:stretch></p:blipFill><p:spPr/></p:pic>'
    types = "".join(
        f'<Override PartName="/ppt/diagrams/{name}1.xml" ContentType="application/vnd.openxmlformats-officedocument.drawingml.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    types += '<Override PartName="/ppt/diagrams/drawing1.xml" ContentType="application/vnd.ms-office.drawingml.diagramDrawing+xml"/><Default Extension="svg" ContentType="image/svg+xml"/><Default Extension="emf" ContentType="image/x-emf"/>'
    source = edited(
        deck_of(box_fill),
        {
            "[Content_Types].xml": lambda text: text.replace(b"</Types>", types.encode() + b"</Types>"),
            "ppt/slides/_rels/slide1.xml.rels": lambda text: text.replace(b"</Relationships>", "".join(rows).encode() + b"</Relationships>"),
            "ppt/slides/slide1.xml": lambda text: text.replace(b"</p:spTree>", f"{frame}{shown}</p:spTree>".encode()),
            **{name: text.encode() for name, text in parts.items()},
            "ppt/media/drawn.svg": b"<svg/>", "ppt/media/old.emf": b"emf",
        },
    )  # fmt: skip
    made = make(tmp_path, source)
    written = made.written()
    (slide,) = made.presentation().slides
    found = {rel.reltype.rpartition("/")[2]: rel.target_part for rel in slide.part.rels.values() if not rel.is_external}
    assert {*kinds.values(), "diagramDrawing", "image", "slideLayout", "tags"} == set(found)
    for kind in ("diagramData", "diagramDrawing"):
        texts = [one.text for one in etree.fromstring(found[kind].blob).iter("{*}t") if one.text]
        assert texts == ["For Acme"]
    assert {name.rpartition(".")[2] for name in names(written) if name.startswith("ppt/media/")} == {"svg", "emf"}


def test_a_slide_that_was_hidden_is_shown(tmp_path: Path) -> None:
    source = deck_of(lambda slide: slide._element.set("show", "0"))
    (slide,) = make(tmp_path, source).presentation().slides
    assert slide._element.get("show") is None


def test_code_does_not_travel(tmp_path: Path) -> None:
    def fill(slide: Any) -> None:
        shape = box(slide, "Run")
        link = etree.SubElement(
            shape._element.nvSpPr.cNvPr, "{http://schemas.openxmlformats.org/drawingml/2006/main}hlinkClick"
        )
        link.set(f"{{{OFFICE}}}id", "")
        link.set("action", "ppaction://macro?name=Evil")

    assert b"ppaction" not in everything(make(tmp_path, deck_of(fill)).written())


def test_the_same_slide_twice_and_the_same_bytes_again(tmp_path: Path) -> None:
    made = make(tmp_path, deck_of(chart), "[1, 1]", front="bind: {}\n")
    assert len(made.presentation().slides) == 2
    assert made.written() == made.written()


def test_a_lost_picture_is_told(tmp_path: Path) -> None:
    source = deck_of(picture)
    (media,) = [name for name in names(source) if "slides/slide" not in name and name.endswith("image1.png")]
    assert "is damaged: ppt/media/image1.png is not there" in make(tmp_path, edited(source, {media: None})).problems[0]


def test_table_styles_come_along(tmp_path: Path) -> None:
    style = b'<a:tblStyle styleId="{11111111-2222-3333-4444-555555555555}" styleName="Own"><a:wholeTbl/></a:tblStyle></a:tblStyleLst>'

    def fill(slide: Any) -> None:
        frame = table(slide, [["a"], ["b"]])
        next(frame._element.iter("{*}tableStyleId")).text = "{11111111-2222-3333-4444-555555555555}"

    deck = Presentation(io.BytesIO(deck_of(fill, base=None)))
    source = saved(deck)
    assert "ppt/tableStyles.xml" in names(source)
    a = b'<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" def="{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}">'
    source = edited(source, {"ppt/tableStyles.xml": a + style})
    made = make(tmp_path, source).written()
    assert everything(made).count(b'styleName="Own"') == 1
