"""What a reader gets out of a written deck, with python-pptx and openpyxl as independent readers."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Emu

from salespack.deck.model import Deck, Paragraph, Span, Table, Text
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.forms.paragraphs import address
from salespack.powerpoint.slide_templates import Piece, SlideTemplates, Xml, literal, proven
from salespack.powerpoint.writing.writer import slide_templates, write_deck
from salespack.templating.environment import TokenEnvironment
from tests.compiled import compiled_brand, compiled_templates
from tests.powerpoint import decks
from tests.powerpoint.decks import bullet, deck, number, paragraph, slide, spans, text

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
ROGUE = """A*B_[x](y) {{7*7}} #read("x") <b> & "' %s %(x)d \N{CJK UNIFIED IDEOGRAPH-65E5}"""


@pytest.fixture(scope="module")
def brand() -> Brand:
    return compiled_brand()


@pytest.fixture(scope="module")
def templates() -> SlideTemplates:
    return compiled_templates()


@pytest.fixture
def every_kind(tmp_path: Path) -> Deck:
    return decks.every_kind(tmp_path)


def read(made: Deck, brand: Brand, templates: SlideTemplates, **options: Any) -> Any:
    return Presentation(io.BytesIO(write_deck(made, brand, templates=templates, **options)))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def body(page: Any) -> Any:
    return next(shape for shape in page.placeholders if shape.placeholder_format.idx == 1)


def test_bullets_have_their_levels_and_plain_paragraphs_none(brand: Brand, templates: SlideTemplates) -> None:
    page = read(deck(slide("Causes", decks.CAUSES)), brand, templates).slides[0]
    assert page.shapes.title.text == "Causes"
    found = [(one.text, one.level) for one in body(page).text_frame.paragraphs]
    assert found == [
        ("Three changes take most outages away:", 0),
        ("Two sites, one of them always up", 0),
        ("Restarts on their own", 0),
        ("Nobody is called for them", 1),
    ]
    plain, *items = [one._p.pPr for one in body(page).text_frame.paragraphs]
    assert plain.find(A + "buNone") is not None and plain.get("marL") == "0"
    assert all(item is None or item.find(A + "buNone") is None for item in items)


def test_a_numbered_list_goes_on_after_a_paragraph(brand: Brand, templates: SlideTemplates) -> None:
    steps = text(
        number("one", 3), number("two", 3), paragraph("meanwhile"), number("three", 3), bullet("x"), number("new")
    )
    page = read(deck(slide("Steps", steps)), brand, templates).slides[0]
    starts = [node.get("startAt", "1") for node in page._element.iter(A + "buAutoNum")]
    assert starts == ["3", "3", "5", "1"]


def test_looks_links_and_line_breaks_of_runs(brand: Brand, templates: SlideTemplates) -> None:
    mixed = Paragraph(
        (
            Span("plain "),
            Span("bold", bold=True),
            Span("slanted\nnext", italic=True),
            Span("kubectl", code=True),
            Span("here", href="https://example.org/a b?x=1&y=2"),
        )
    )
    page = read(deck(slide("Looks", text(mixed))), brand, templates).slides[0]
    found = body(page).text_frame.paragraphs[0]
    assert found.text == "plain boldslanted\vnextkubectlhere"
    runs = {run.text: run for run in found.runs}
    assert runs["bold"].font.bold and runs["slanted"].font.italic and runs["next"].font.italic
    assert runs["kubectl"].font.name == "Consolas"
    assert runs["here"].hyperlink.address == "https://example.org/a%20b?x=1&y=2"
    assert runs["plain "].font.bold is None


def test_table_has_cells_alignment_and_a_style(brand: Brand, templates: SlideTemplates) -> None:
    page = read(deck(slide("Costs", decks.TABLE)), brand, templates).slides[0]
    frame = next(shape for shape in page.shapes if shape.has_table)
    table = frame.table
    assert [cell.text for cell in table.rows[0].cells] == ["Service", "Hours", "Cost a year", "What changes"]
    assert [cell.text for cell in table.rows[3].cells][2] == "€41,000"
    assert table.first_row and table.horz_banding
    alignments = [cell.text_frame.paragraphs[0]._p.get_or_add_pPr().get("algn") for cell in table.rows[1].cells]
    assert alignments == [None, "r", "r", None], "a column of figures is aligned right though its author did not say so"
    widths = [column.width for column in table.columns]
    assert sum(widths) == frame.width and widths[1] < widths[0] and widths[1] < widths[3]
    assert frame.height == sum(row.height for row in table.rows)
    assert {run.font.size.pt for cell in table.iter_cells() for run in cell.text_frame.paragraphs[0].runs} == {20}


def test_charts_have_data_titles_alt_text_and_a_workbook(brand: Brand, templates: SlideTemplates) -> None:
    charts = (decks.COST, decks.HOURS, decks.LOAD, decks.SHARES)
    pages = read(deck(*(slide(f"Chart {one.type}", one) for one in charts)), brand, templates).slides
    kinds = []
    for page, given in zip(pages, charts, strict=True):
        frame = next(shape for shape in page.shapes if shape.has_chart)
        plot = frame.chart.plots[0]
        kinds.append(str(frame.chart.chart_type).split(" ")[0])
        assert tuple(plot.categories) == given.categories
        assert [(one.name, tuple(one.values)) for one in plot.series] == [
            (one.name, one.values) for one in given.series
        ]
        assert frame.chart.chart_title.text_frame.text == given.title
        assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == given.alt
        sheet = openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]
        assert [cell.value for cell in sheet[1]] == [None, *(one.name for one in given.series)]
        rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=2)]
        values = list(zip(*(one.values for one in given.series), strict=True))
        assert rows == [(name, *row) for name, row in zip(given.categories, values, strict=True)]
        legend = len(given.series) > 1 or given.type == "pie"
        assert frame.chart.has_legend == legend
    assert kinds == ["COLUMN_CLUSTERED", "BAR_CLUSTERED", "LINE_MARKERS", "PIE"]


@pytest.mark.parametrize(
    ("kind", "currency", "language", "values", "expected"),
    [
        ("number", "EUR", "en", (1, 2000), "#,##0"),
        ("number", "EUR", "en", (1.5, 2), "#,##0.0"),
        ("number", "EUR", "en", (1.254, 2), "#,##0.00"),
        ("percent", "EUR", "fi", (0.4, 0.35), "0%"),
        ("percent", "EUR", "fi", (0.405, 0.35), "0.0%"),
        ("money", "EUR", "en", (100,), '"€"#,##0'),
        ("money", "EUR", "fi", (100,), '#,##0"\u00a0€"'),
        ("money", "SEK", "en", (100,), '"SEK\u00a0"#,##0'),
    ],
)
def test_number_formats(
    kind: Any, currency: str, language: str, values: tuple[float, ...], expected: str,
    brand: Brand, templates: SlideTemplates,
) -> None:  # fmt: skip
    import msgspec

    from salespack.deck.model import Series

    categories = tuple(str(at) for at in range(len(values)))
    changes = {"number_format": kind, "currency": currency, "categories": categories, "series": (Series("x", values),)}
    chart = msgspec.structs.replace(decks.COST, **changes)
    page = read(deck(slide("C", chart, language=language)), brand, templates).slides[0]
    found = next(shape for shape in page.shapes if shape.has_chart).chart
    sheet = openpyxl.load_workbook(io.BytesIO(found.part.chart_workbook.xlsx_part.blob))["Sheet1"]
    assert sheet["B2"].number_format == expected
    assert found.value_axis.tick_labels.number_format == expected


def test_a_bar_starts_at_zero_and_shows_its_figure_or_a_grid(brand: Brand, templates: SlideTemplates) -> None:
    import msgspec

    from salespack.deck.model import Series

    many = tuple(str(year) for year in range(2000, 2026))
    long = msgspec.structs.replace(decks.COST, categories=many, series=(Series("x", tuple(range(100, 126))),))
    pages = read(deck(slide("Few", decks.COST), slide("Many", long)), brand, templates).slides
    few, lots = (next(shape for shape in page.shapes if shape.has_chart).chart for page in pages)
    assert few.value_axis.minimum_scale == lots.value_axis.minimum_scale == 0
    assert not few.value_axis.visible and not few.value_axis.has_major_gridlines
    assert lots.value_axis.visible and lots.value_axis.has_major_gridlines


def test_pictures_are_whole_have_alt_text_and_are_stored_once(
    brand: Brand, templates: SlideTemplates, tmp_path: Path
) -> None:
    one, same = decks.png(tmp_path / "one.png", 160, 90), decks.png(tmp_path / "same.png", 160, 90)
    other = decks.png(tmp_path / "other.png", 30, 90, grey=10)
    made = deck(
        slide("One", decks.picture(one, 160, 90, 'A "wide" picture\nof two lines')),
        slide("Same", text(bullet("x")), decks.picture(same, 160, 90)),
        slide("Other", decks.picture(other, 30, 90)),
    )
    before = {name for name in parts(write_deck(deck(), brand, templates=templates)) if "/media/" in name}
    package = parts(write_deck(made, brand, templates=templates))
    assert len([name for name in package if "/media/" in name]) == len(before) + 2
    pages = read(made, brand, templates).slides
    for page, ratio in zip(pages, (160 / 90, 160 / 90, 30 / 90), strict=True):
        found = next(shape for shape in page.shapes if shape._element.tag.endswith("}pic"))
        assert found.width / found.height == pytest.approx(ratio, rel=0.001)
        assert (found.crop_left, found.crop_top, found.crop_right, found.crop_bottom) == (0, 0, 0, 0)
    assert pages[0].shapes[1]._element.nvPicPr.cNvPr.get("descr") == 'A "wide" picture of two lines'


def test_notes_and_their_links(brand: Brand, templates: SlideTemplates) -> None:
    pages = read(deck(slide("One", notes=decks.NOTES), slide("Two")), brand, templates).slides
    assert [page.has_notes_slide for page in pages] == [True, False]
    notes = pages[0].notes_slide.notes_text_frame
    assert notes.text.split("\n") == ["Say that it took four teams.", "Pause", "Source: the case"]
    assert notes.paragraphs[2].runs[1].hyperlink.address == "https://example.org/case"


def test_a_brand_without_notes_master_gets_one(templates: SlideTemplates, tmp_path: Path) -> None:
    file = tmp_path / "plain.pptx"
    Presentation().save(str(file))
    brand = compile_brand(file)
    assert brand.notes_master is None
    made = read(deck(slide("One", notes=decks.NOTES), slide("Two", notes=decks.NOTES)), brand, templates)
    assert made.slides[1].notes_slide.notes_text_frame.text.startswith("Say that")
    assert {one.placeholder_format.type for one in made.notes_master.placeholders} == {
        PP_PLACEHOLDER.SLIDE_IMAGE, PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.SLIDE_NUMBER,
    }  # fmt: skip
    without = parts(write_deck(deck(slide("One")), brand, templates=templates))
    assert not [name for name in without if "notesMaster" in name], "nobody asked for notes"


def test_core_properties_and_language(brand: Brand, templates: SlideTemplates) -> None:
    made = read(deck(slide("Otsikko", decks.CAUSES, language="fi")), brand, templates)
    core = made.core_properties
    assert (core.title, core.author, core.language) == ("First meeting", "Lumikko", "en-US")
    assert core.created == core.modified == datetime.datetime(2026, 12, 1, tzinfo=core.created.tzinfo)
    languages = {node.get("lang") for node in made.slides[0]._element.iter() if node.get("lang")}
    assert languages == {"fi-FI"}


def test_footers_numbers_and_dates_where_the_layout_has_them(brand: Brand, templates: SlideTemplates) -> None:
    made = read(deck(slide("One", decks.CAUSES), slide("Two", decks.CAUSES, language="fi")), brand, templates)
    found: dict[Any, list[str]] = {}
    for page in made.slides:
        for shape in page.placeholders:
            found.setdefault(shape.placeholder_format.type, []).append(shape.text_frame.text)
    layout = {one.placeholder_format.type for one in made.slides[0].slide_layout.placeholders}
    assert layout >= {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE}
    assert found[PP_PLACEHOLDER.FOOTER] == ["Lumikko · First meeting with Betasoloin"] * 2
    assert found[PP_PLACEHOLDER.DATE] == ["Dec 1, 2026", "1.12.2026"]
    fields = [node.get("type") for page in made.slides for node in page._element.iter(A + "fld")]
    assert fields == ["slidenum", "slidenum"]
    assert found[PP_PLACEHOLDER.SLIDE_NUMBER] == ["1", "2"]


def test_a_footer_that_would_not_fit_is_shortened(brand: Brand, templates: SlideTemplates) -> None:
    page = read(deck(slide("One", decks.CAUSES), title="A very long title " * 8), brand, templates).slides[0]
    footer = [one for one in page.placeholders if one.placeholder_format.type == PP_PLACEHOLDER.FOOTER]
    assert [one.text_frame.text for one in footer] == ["Lumikko"]


def test_no_placeholder_is_empty_and_nothing_overlaps(
    every_kind: Deck, brand: Brand, templates: SlideTemplates
) -> None:
    made = read(every_kind, brand, templates)
    width, height = made.slide_width, made.slide_height
    checked = 0
    for number_, page in enumerate(made.slides, 1):
        boxes = []
        for shape in page.shapes:
            if shape.is_placeholder and shape.has_text_frame:
                assert shape.text_frame.text.strip(), f"slide {number_}: {shape.name} is empty"
            if shape.top + shape.height > 0:
                boxes.append((shape.name, shape.left, shape.top, shape.left + shape.width, shape.top + shape.height))
        for name, left, top, right, bottom in boxes:
            assert left >= 0 and top >= 0 and right <= width and bottom <= height, f"slide {number_}: {name} is outside"
        content = [box for box in boxes if not re.match("Footer|Date|Slide Number", box[0])]
        for at, one in enumerate(content):
            for other in content[at + 1 :]:
                apart = one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
                checked += 1
                assert apart, f"slide {number_}: {one[0]} over {other[0]}"
    assert checked > 20


def test_figures_stand_on_panels_of_one_size_over_the_area(brand: Brand, templates: SlideTemplates) -> None:
    page = read(deck(slide("Figures", decks.KPIS)), brand, templates).slides[0]
    figures = [shape for shape in page.shapes if shape.name.startswith("Key Figure")]
    assert [one.text_frame.text for one in figures] == [
        "31 h\nof outages last year",
        "€1.2M\nyearly cost of running 140 services",
        "−40 %\nnight calls within one quarter",
    ]  # fmt: skip
    assert len({(one.top, one.height) for one in figures}) == 1
    sizes = [[[run.font.size.pt for run in line.runs] for line in one.text_frame.paragraphs] for one in figures]
    assert sizes == [[[80], [24]]] * 3
    assert all(one.fill.fore_color.theme_color is not None for one in figures)
    area = brand.roles["table"].area
    assert figures[0].left == area.x and figures[-1].left + figures[-1].width == area.x + area.cx


def test_text_beside_a_graphic_fills_the_placeholders_of_two_content(brand: Brand, templates: SlideTemplates) -> None:
    page = read(deck(slide("Both", decks.CAUSES, decks.HOURS)), brand, templates).slides[0]
    left, right = [one for one in page.placeholders if one.placeholder_format.idx in (1, 2)]
    assert left.has_text_frame and left._element.spPr.find(A + "xfrm") is None, "the layout says where it stands"
    assert right.has_chart and right.left >= left.left + left.width


def test_quote_says_who_said_it(brand: Brand, templates: SlideTemplates, tmp_path: Path) -> None:
    page = read(deck(slide("They say", decks.QUOTE)), brand, templates).slides[0]
    assert [shape.text_frame.text for shape in page.placeholders][1:3] == [
        "Now we plan releases around what our patients need.", "Head of Engineering",
    ]  # fmt: skip
    file = tmp_path / "plain.pptx"
    Presentation().save(str(file))
    page = read(deck(slide("They say", decks.QUOTE)), compile_brand(file), templates).slides[0]
    assert body(page).text_frame.paragraphs[-1].text == "— Head of Engineering"


def test_sources_are_small_and_at_the_foot_of_the_body(brand: Brand, templates: SlideTemplates) -> None:
    page = read(deck(slide("Causes", decks.CAUSES, sources=decks.SOURCES)), brand, templates).slides[0]
    sources = next(shape for shape in page.shapes if shape.name.startswith("Sources"))
    assert sources.text_frame.text == decks.SOURCES[0]
    assert sources.text_frame.paragraphs[0].runs[0].font.size.pt == 10
    frame = body(page)
    assert frame.top + frame.height <= sources.top
    layout = next(one for one in page.slide_layout.placeholders if one.placeholder_format.idx == 1)
    assert sources.top + sources.height <= layout.top + layout.height


def test_the_source_of_a_quote_stands_below_who_said_it(brand: Brand, templates: SlideTemplates) -> None:
    page = read(deck(slide("They say", decks.QUOTE, sources=decks.SOURCES)), brand, templates).slides[0]
    sources = next(shape for shape in page.shapes if shape.name.startswith("Sources"))
    words, who = [shape for shape in page.placeholders if shape.has_text_frame][1:3]
    assert words.top + words.height <= who.top
    assert who.top + who.height <= sources.top
    footers = [shape.top for shape in page.slide_layout.placeholders if shape.placeholder_format.type in (13, 15, 16)]
    assert sources.top + sources.height <= min(footers)


def test_slides_and_deck_carry_their_provenance(brand: Brand, templates: SlideTemplates) -> None:
    package = parts(write_deck(deck(slide("One"), slide("Two")), brand, templates=templates))
    tags = [
        dict(re.findall(rb'name="SALESPACK_(\w+)" val="([^"]*)"', data))
        for name, data in package.items()
        if "/tags/" in name
    ]
    build = tags[2][b"BUILD"]
    same = {
        b"BLOCK": b"load-time-halved", b"VERSION": b"3", b"HASH": b"5f2c", b"PACK": b"first-meeting", b"SLOT": b"proof",
        b"VALUE": b"fewer-outages", b"LANGUAGE": b"en", b"DAY": b"2026-12-01", b"BUILD": build,
    }  # fmt: skip
    assert {name: value for name, value in tags[0].items() if name != b"BASE"} == {
        **same, b"PART": b"1", b"NUMBER": b"1/2",
    }  # fmt: skip
    assert {name: value for name, value in tags[1].items() if name != b"BASE"} == {
        **same, b"PART": b"2", b"NUMBER": b"2/2",
    }  # fmt: skip
    assert b"One" not in tags[0][b"BASE"]
    assert tags[2].keys() == {
        b"PROFILE_HASH", b"LIBRARY_HASH", b"PROFILE", b"PACK", b"LANGUAGE", b"DAY", b"BUILD", b"SLIDES", b"BLOCKS",
        b"VERSION",
    }  # fmt: skip
    assert tags[2][b"PROFILE_HASH"] == b"0123456789abcdef"
    assert b"custDataLst" in package["ppt/slides/slide1.xml"] and b"custDataLst" in package["ppt/presentation.xml"]


def test_the_handout_says_nothing_of_where_it_came_from(
    every_kind: Deck, brand: Brand, templates: SlideTemplates
) -> None:
    package = parts(write_deck(every_kind, brand, templates=templates, copy="handout"))
    names = [name for name in package if "tags/" in name or "notesSlide" in name]
    assert not names
    own = {name: data for name, data in package.items() if not name.startswith(("ppt/media/", "ppt/embeddings/"))}
    assert len(own) > 40
    for name, data in own.items():
        low = data.lower()
        for secret in (
            b"salespack",
            b"custdatalst",
            b"load-time-halved",
            b"betasoloin-profile",
            b"0123456789abcdef",
            b"fedcba",
        ):
            assert secret not in low, f"{name} says {secret!r}"
    assert b"creator" not in package["docProps/core.xml"] and b"lastModifiedBy" not in package["docProps/core.xml"]


def test_the_same_deck_gives_the_same_bytes(every_kind: Deck, brand: Brand, templates: SlideTemplates) -> None:
    once = write_deck(every_kind, brand, templates=templates)
    assert once == write_deck(every_kind, brand, templates=slide_templates())


def test_texts_are_literal_whatever_they_say(brand: Brand, templates: SlideTemplates, tmp_path: Path) -> None:
    import msgspec

    from salespack.deck.model import Series

    chart = msgspec.structs.replace(
        decks.COST, title=ROGUE, alt=ROGUE, categories=(ROGUE, "_x0041_"), series=(Series(ROGUE, (1, 2)),)
    )
    file = decks.png(tmp_path / "p.png", 4, 4)
    grid = Table(("left",), (spans(ROGUE),), ((spans("cell " + ROGUE),),))
    made = deck(
        slide(
            ROGUE, text(paragraph(ROGUE + "\x00\x1b\ufffe"), bullet(ROGUE)), notes=(paragraph(ROGUE),), sources=(ROGUE,)
        ),
        slide("Chart", chart),
        slide("Table", grid),
        slide("Picture", decks.picture(file, 4, 4, alt=ROGUE)),
        title=ROGUE,
        pack_name=ROGUE,
    )
    pages = list(read(made, brand, templates).slides)
    assert pages[0].shapes.title.text == ROGUE
    assert [one.text for one in body(pages[0]).text_frame.paragraphs] == [ROGUE, ROGUE]
    assert pages[0].notes_slide.notes_text_frame.text == ROGUE
    shown = next(shape for shape in pages[1].shapes if shape.has_chart)
    assert tuple(shown.chart.plots[0].categories) == (ROGUE, "_x0041_")
    assert shown.chart.plots[0].series[0].name == shown.chart.chart_title.text_frame.text == ROGUE
    sheet = openpyxl.load_workbook(io.BytesIO(shown.chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]
    assert (sheet["A2"].value, sheet["B1"].value) == (ROGUE, ROGUE)
    table = next(shape for shape in pages[2].shapes if shape.has_table).table
    assert (table.cell(0, 0).text, table.cell(1, 0).text) == (ROGUE, "cell " + ROGUE)
    assert read(made, brand, templates).core_properties.title == ROGUE


def test_addresses_are_uris() -> None:
    assert address('https://example.org/a b"<>\\^`{|}\n') == "https://example.org/a%20b%22%3C%3E%5C%5E%60%7B%7C%7D%0A"
    assert address("https://example.org/%C3%A4?x=1&y=[2]#z") == "https://example.org/%C3%A4?x=1&y=[2]#z"


def test_the_title_of_a_blank_slide_is_there_for_screen_readers(brand: Brand, templates: SlideTemplates) -> None:
    page = read(deck(slide("Hidden", layout="blank")), brand, templates).slides[0]
    assert page.shapes.title.text == "Hidden"
    assert page.shapes.title.top + page.shapes.title.height <= 0


def test_a_deck_without_slides_can_be_opened(brand: Brand, templates: SlideTemplates) -> None:
    assert len(read(deck(), brand, templates).slides) == 0


def test_shape_ids_are_unique_and_parts_are_named_in_order(
    every_kind: Deck, brand: Brand, templates: SlideTemplates
) -> None:
    package = parts(write_deck(every_kind, brand, templates=templates))
    slides = [name for name in package if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    assert sorted(slides) == sorted(f"ppt/slides/slide{at}.xml" for at in range(1, len(every_kind.slides) + 1))
    for name in slides:
        ids = [node.get("id") for node in etree.fromstring(package[name]).iter("{*}cNvPr")]
        assert ids == [str(at) for at in range(1, len(ids) + 1)]


def test_a_fault_in_a_template_is_a_fault_of_ours() -> None:
    with pytest.raises(RuntimeError, match=r"slide\.xml\.j2"):
        proven("slide.xml.j2", "<a><b></a>")


def test_a_piece_prints_its_slots_in_any_order_and_as_often_as_it_likes(tmp_path: Path) -> None:
    from jinja2 import DictLoader

    source = "{% if piece == 'p' %}100% <{{ tag }} x='{{ second }}' y='{{ first }}'>{{ second }}</{{ tag }}>{% endif %}"
    pieces = SlideTemplates(TokenEnvironment(DictLoader({"t": source})))
    pattern = pieces.pattern(Piece("t", "p", ("tag",), ("first", "second")), "a")
    assert pattern.fill(Xml("1"), literal("<2>")) == "100% <a x='&lt;2&gt;' y='1'>&lt;2&gt;</a>"


def test_empty_text_gives_no_empty_run(brand: Brand, templates: SlideTemplates) -> None:
    page = read(deck(slide("One", Text((Paragraph(()), paragraph("x"))))), brand, templates).slides[0]
    assert [len(one.runs) for one in body(page).text_frame.paragraphs] == [0, 1]


@pytest.mark.parametrize(
    ("wide", "high"), [(16_000_000, 6_858_000), (12_192_000, 6_858_000), (9_144_000, 6_858_000), (6_858_000, 9_144_000)]
)
def test_the_slide_on_a_notes_page_keeps_its_shape_within_its_room(
    tmp_path: Path, every_kind: Deck, wide: int, high: int
) -> None:
    """On 7.5 by 10 inches at most 5,486,400 EMU wide and 3,086,100 high, in the middle; for a brand without such."""
    own = Presentation()
    own.slide_width, own.slide_height = Emu(wide), Emu(high)
    own.save(str(tmp_path / "brand.pptx"))
    brand, file = compile_brand(tmp_path / "brand.pptx"), tmp_path / "deck.pptx"
    file.write_bytes(write_deck(every_kind, brand, templates=compiled_templates()))
    placeholders: Any = Presentation(str(file)).notes_master.placeholders
    (image,) = [one for one in placeholders if one.placeholder_format.type == PP_PLACEHOLDER.SLIDE_IMAGE]
    assert (image.width <= 5_486_400, image.height <= 3_086_100) == (True, True)
    assert image.width >= 5_486_390 or image.height >= 3_086_090
    assert abs(image.width / image.height - wide / high) < 0.001
    assert abs(2 * image.left + image.width - 6_858_000) <= 1
