"""What a designed slide holds and does not show stays with us, or is told."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from tests.assembly.designed_decks import BRAND, box, chart, deck_of, edited, everything, make, names, png, saved

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
C15 = "http://schemas.microsoft.com/office/drawing/2012/chart"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def workbook(package: bytes) -> Any:
    """The only workbook in a deck."""
    (name,) = [name for name in names(package) if name.startswith("ppt/embeddings/")]
    return openpyxl.load_workbook(io.BytesIO(zipfile.ZipFile(io.BytesIO(package)).read(name)))


def cells(sheet: Any) -> dict[str, Any]:
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}


def with_more(slide: Any) -> None:
    """A chart whose workbook has a hidden sheet, cells beside the figures, a remark and a name."""
    part = chart(slide).chart.part.chart_workbook.xlsx_part
    book = openpyxl.load_workbook(io.BytesIO(part.blob))
    book.create_sheet("Margins").sheet_state = "hidden"
    book["Margins"]["A1"] = "Mallory Secret"
    sheet = book.worksheets[0]
    sheet["D9"] = "our floor is 70"
    sheet["B2"].comment = openpyxl.comments.Comment("ask Mallory", "Mallory")
    file = io.BytesIO()
    book.save(file)
    part._blob = file.getvalue()


@pytest.mark.parametrize("copy", ["presenter", "handout"])
def test_a_workbook_has_the_cells_that_its_chart_shows_and_no_other(tmp_path: Path, copy: Any) -> None:
    source = deck_of(with_more)
    made = make(tmp_path, source)
    package = made.written(copy)
    book = workbook(package)
    assert book.sheetnames == ["Sheet1"]
    assert cells(book["Sheet1"]) == cells(workbook(deck_of(chart))["Sheet1"])
    assert "Margins" in workbook(source).sheetnames
    assert not made.assembler.notices("tried")
    (found,) = [one for one in made.presentation(copy).slides[0].shapes if one.has_chart]
    found.chart.replace_data(_data())  # it can still be edited
    assert found.chart.plots[0].categories[0] == "New"


def _data() -> Any:
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["New"]
    data.add_series("One", [1])
    return data


def test_names_in_several_levels_and_number_formats_lie_where_they_lay(tmp_path: Path) -> None:
    def fill(slide: Any) -> None:
        data: Any = CategoryChartData(number_format="0.0%")  # type: ignore[no-untyped-call]
        north = data.add_category("North")
        north.add_sub_category("Oulu")
        north.add_sub_category("Kemi")
        data.add_category("South").add_sub_category("Turku")
        data.add_series("Share", [0.1, None, 0.3])
        slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(4), Inches(3), data)

    source = deck_of(fill)
    before, after = workbook(source).worksheets[0], workbook(make(tmp_path, source).written()).worksheets[0]
    assert cells(after) == cells(before)
    assert after["C2"].number_format == "0.0%"


def chart_changed(old: bytes, new: bytes) -> bytes:
    source = deck_of(chart)
    (part,) = [name for name in names(source) if name.startswith("ppt/charts/chart")]
    assert old in zipfile.ZipFile(io.BytesIO(source)).read(part)
    return edited(source, {part: lambda text: text.replace(old, new)})


def test_where_rows_were_hidden_the_cells_that_show_follow_each_other(tmp_path: Path) -> None:
    package = make(tmp_path, chart_changed(b"$B$2:$B$3", b"$B$2:$B$9")).written()
    (part,) = [name for name in names(package) if name.startswith("ppt/charts/chart")]
    assert b"'Sheet1'!$B$2:$B$3" in zipfile.ZipFile(io.BytesIO(package)).read(part)
    assert workbook(package).worksheets[0]["B3"].value == 2


def test_a_chart_that_was_pasted_from_a_workbook_refers_to_its_own(tmp_path: Path) -> None:
    package = make(tmp_path, chart_changed(b"Sheet1!", b"[Mallory.xlsx]Sheet1!")).written()
    assert b"Mallory" not in everything(package)
    assert workbook(package).worksheets[0]["B3"].value == 2


@pytest.mark.parametrize("cells", [b"[0]!Sales", b"OFFSET(Sheet1!$B$1,1,0,2)", b"Sheet1!$B:$B", b"Sheet1!$B$2:$B$2"])
def test_a_workbook_that_cannot_be_told_goes_along_and_is_told(tmp_path: Path, cells: bytes) -> None:
    made = make(tmp_path, chart_changed(b"Sheet1!$B$2:$B$3", cells))
    assert workbook(made.written()).worksheets[0]["B3"].value == 2
    assert [str(one) for one in made.assembler.notices("tried")] == [
        "content_blocks/news/tried.md:4: SP336 offer.pptx, slide 1: “Chart 3” has a workbook that goes along whole, for"
        " the chart does not say which cells it shows (in PowerPoint choose Edit Data, let the chart refer to plain"
        " cells, and save)"
    ]


def test_series_that_were_filtered_away_are_gone(tmp_path: Path) -> None:
    hidden = (
        f'<c:extLst><c:ext uri="{{02D57815-91ED-43cb-92C2-25804820EDAC}}" xmlns:c15="{C15}"><c15:filteredBarSeries>'
        "<c15:ser><c:tx><c:strRef><c15:f>Sheet1!$C$1</c15:f><c:strCache><c:ptCount val='1'/><c:pt idx='0'><c:v>Mallory"
        "</c:v></c:pt></c:strCache></c:strRef></c:tx></c15:ser></c15:filteredBarSeries></c:ext></c:extLst></c:barChart>"
    )
    source = chart_changed(b"</c:barChart>", hidden.encode())
    assert b"Mallory" in everything(source)
    package = make(tmp_path, source).written()
    assert b"Mallory" not in everything(package)
    assert b"filtered" not in everything(package)


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "known_as"),
    [
        ("C:\\Users\\mallory\\Desktop\\logo.png", "Picture 2"),
        ("\\\\server\\sales\\mallory.png", "Picture 2"),
        ("file:///home/mallory/x.png", "Picture 2"),
        ("/Users/mallory/x.png", "Picture 2"),
        ("from mallory@example.org", "Picture 2"),
        ("Mallory Smith’s photo", "Picture 2"),
        ("Smith", "Smith"),
        ("Picture 7", "Picture 7"),
        ("On/Off: 24/7", "On/Off: 24/7"),
        ("!!Logo", "!!Logo"),
    ],
)
def test_names_of_shapes_do_not_say_whose_they_are(tmp_path: Path, name: str, known_as: str) -> None:
    def fill(slide: Any) -> None:
        found = slide.shapes.add_picture(io.BytesIO(png()), 0, 0)
        found.name = name
        found._element._nvXxPr.cNvPr.set("id", "2")
        found._element._nvXxPr.cNvPr.set("descr", name)

    deck = Presentation(io.BytesIO(deck_of(fill)))
    deck.core_properties.author = "Mallory Smith"
    made = make(tmp_path, saved(deck))
    (found,) = [one for one in made.presentation().slides[0].shapes if one.shape_type == 13]
    assert found.name == known_as
    alt = found._element._nvXxPr.cNvPr.get("descr")
    assert alt == (None if "\\" in name or "/" in name.replace("On/Off: 24/7", "") else name)


def test_the_brands_pictures_do_not_say_whose_computer_they_come_from(tmp_path: Path) -> None:
    deck = Presentation(str(BRAND))
    properties: Any = next(iter(deck.slide_layouts[0].shapes))._element.find(".//{*}cNvPr")
    properties.set("descr", "C:\\Users\\mallory\\logo.png")
    made = make(tmp_path, deck_of(lambda slide: box(slide, "Words")), brand=saved(deck))
    assert b"mallory" not in everything(made.written())


# --- what lies beside the slide --------------------------------------------------------------------------------------


def told(tmp_path: Path, *fill: Any) -> list[str]:
    made = make(tmp_path, deck_of(*fill))
    assert made.slides
    return [str(one).partition("slide 1: ")[2].partition(" (")[0] for one in made.assembler.notices("tried")]


@pytest.mark.parametrize(
    ("left", "top", "beside"),
    [(-5, 1, True), (1, -4, True), (14, 1, True), (1, 8, True), (-0.5, 1, False), (13, 7, False), (1, 1, False)],
)
def test_text_beside_the_slide_is_told_by_the_name_of_its_shape(
    tmp_path: Path, left: float, top: float, beside: bool
) -> None:
    def fill(slide: Any) -> None:
        found = box(slide, "Floor: 70", name="Remark")
        found.left, found.top, found.width, found.height = (Inches(one) for one in (left, top, 2, 1))

    expected = ["“Remark” has text beside the slide, which is in the file all the same"]
    assert told(tmp_path, fill) == (expected if beside else [])


def test_a_text_in_a_group_lies_where_the_group_lies_and_one_that_flies_in_is_seen(tmp_path: Path) -> None:
    def fill(slide: Any) -> None:
        group = slide.shapes.add_group_shape()
        inner = group.shapes.add_textbox(Inches(-5), Inches(1), Inches(1), Inches(1))
        inner.text_frame.text, inner.name = "Floor: 70", "Inner"
        empty = box(slide, "", name="Empty")
        empty.left = Inches(-9)
        flying = box(slide, "Here I come", name="Flying")
        flying.left = Inches(-9)
        timing = (
            '<p:timing xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:tnLst><p:par><p:cTn id="1">'
            f'<p:childTnLst><p:animMotion><p:cBhvr><p:cTn id="2"/><p:tgtEl><p:spTgt spid="{flying.shape_id}"/></p:tgtEl>'
            "</p:cBhvr></p:animMotion></p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>"
        )
        slide._element.append(etree.fromstring(timing))

    assert told(tmp_path, fill) == ["“Inner” has text beside the slide, which is in the file all the same"]


def test_what_is_not_seen_on_the_slide_is_not_read_in_documents(tmp_path: Path) -> None:
    def fill(slide: Any) -> None:
        slide.shapes.title.text = "Our offer"
        box(slide, "Seen", name="Seen")
        box(slide, "Floor: 70", name="Beside").left = Inches(-6)
        box(slide, "Floor: 80", name="Hidden")._element._nvXxPr.cNvPr.set("hidden", "1")

    (slide,) = make(tmp_path, deck_of(fill)).slides
    assert "Seen" in repr(slide.nodes)
    assert "Floor" not in repr(slide)


def test_hidden_shapes_and_documents_are_told(tmp_path: Path) -> None:
    def fill(slide: Any) -> None:
        hidden = box(slide, "Floor: 70", name="Remark")
        hidden._element._nvXxPr.cNvPr.set("hidden", "1")
        file = io.BytesIO()
        openpyxl.Workbook().save(file)
        slide.shapes.add_ole_object(
            io.BytesIO(file.getvalue()), "Excel.Sheet.12", 0, 0, Inches(1), Inches(1)
        ).name = "Calculation"

    assert told(tmp_path, fill) == [
        "“Remark” is hidden and has text, which is in the file all the same",
        "“Calculation” holds a whole document, which opens with a double click",
    ]
