"""Decks read into scenes: slides, their order and titles, notes, frames, and files that are not as they should be."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

import pytest

from salespack.graphics.boxes import Box
from salespack.ooxml.reading import Package
from salespack.problems.problem import UserFault
from salespack.scene.memory import MOST_BACKDROPS, SceneMemory
from salespack.scene.model import (
    AutoShape,
    CompositeShape,
    PictureFill,
    PictureShape,
    Scene,
    Solid,
    TableShape,
    Undrawn,
)
from salespack.scene.pages import Backdrop, Backdrops
from salespack.scene.reading import read_scene
from salespack.scene.rewording import cut, reworded, worded
from tests.powerpoint.packages import CONTENT, NAMES, TITLE, master_xml, rels, theme_xml
from tests.scene.scenes import MORE_NAMES, auto, deck, frame, scene, shapes, slide_xml, sp

RED = '<a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>'
TITLED = sp("", "<a:bodyPr/><a:p><a:r><a:t>Two</a:t></a:r><a:br/><a:r><a:t>lines </a:t></a:r></a:p>", ph='type="title"')


# --- slides ----------------------------------------------------------------------------------------------------------


def test_slides_stand_in_the_order_of_the_presentation() -> None:
    parts = {
        "ppt/presentation.xml": f"<p:presentation {NAMES}><p:sldIdLst>"
        '<p:sldId id="256" r:id="rId3"/><p:sldId id="257" r:id="rId9"/><p:sldId id="258" r:id="rId2"/></p:sldIdLst>'
        "</p:presentation>"
    }
    found = scene(sp("", "first"), sp("", "second"), parts=parts)
    assert [(one.number, one.part) for one in found.slides] == [
        (1, "ppt/slides/slide2.xml"),
        (2, "ppt/slides/slide1.xml"),
    ]
    assert (found.width, found.height) == (9_144_000, 6_858_000)


def test_what_a_slide_is() -> None:
    found = scene(slide_xml(TITLED, attributes=' show="0"'), "")
    first, second = found.slides
    assert (first.title, first.layout, first.hidden) == ("Two lines", "Title and Content", True)
    assert (second.title, second.hidden, second.shapes, second.notes) == ("", False, (), ())
    assert (found.width, found.height) == (12_192_000, 6_858_000)


def test_title_and_language_of_the_deck() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title> A  deck </dc:title>{}</cp:coreProperties>'
    )
    core_type = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    links = rels(("rId1", "officeDocument", "ppt/presentation.xml"), ("rId2", core_type, "docProps/core.xml"))
    finnish = sp("", '<a:bodyPr/><a:p><a:r><a:rPr lang="fi-FI"/><a:t>Katko</a:t></a:r></a:p>')

    def read(declared: str, language: str = "") -> Scene:
        parts = {"docProps/core.xml": core.format(declared), "_rels/.rels": links}
        return read_scene(deck(finnish, sp("", "x"), parts=parts), language=language)

    declared = read("<dc:language>sv</dc:language>")
    assert (declared.title, declared.language) == ("A deck", "sv")
    assert [one.language for one in declared.slides] == ["fi-FI", "sv"]
    assert read("").language == "fi-FI"
    assert read("<dc:language>sv</dc:language>", language="de").language == "de"


def test_numbers_and_links_of_slides() -> None:
    number = sp("", '<a:bodyPr/><a:p><a:fld type="slidenum"><a:t>?</a:t></a:fld></a:p>', ph='type="sldNum" idx="12"')
    jump = sp(
        RED, name='<p:cNvPr id="1" name=""><a:hlinkClick r:id="rId8" action="ppaction://hlinksldjump"/></p:cNvPr>'
    )
    found = scene(number + jump, number, links=[("rId8", "slide", "slide2.xml")], start=' firstSlideNum="0"')
    first, link = found.slides[0].shapes
    assert isinstance(first, AutoShape)
    assert first.text is not None
    assert first.text.text == "0"
    assert link.href == "#2"


def test_the_content_of_pictures_is_at_hand() -> None:
    assert scene("", parts={"ppt/media/a.png": b"PNG"}).media("ppt/media/a.png") == b"PNG"


def test_a_file_and_its_content_are_the_same(tmp_path: Path) -> None:
    content = deck(TITLED)
    path = tmp_path / "a.pptx"
    path.write_bytes(content)
    assert read_scene(path).slides == read_scene(content).slides


# --- what is remembered ----------------------------------------------------------------------------------------------


def test_layouts_are_remembered_by_what_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str | None] = []
    original = Backdrops._read

    def watched(self: Backdrops, layout: str | None, *more: Any) -> Backdrop:
        read.append(layout)
        return original(self, layout, *more)

    monkeypatch.setattr(Backdrops, "_read", watched)
    master = master_xml(1).replace(
        "</p:spTree>", sp(RED, name='<p:cNvPr id="1" name="unseen before"/>') + "</p:spTree>", 1
    )
    memory = SceneMemory()
    before = [one.name for one in shapes("", memory, master=master)]
    again = [one.name for one in shapes(sp("", "x"), memory, master=master)]
    assert (before, again) == (["unseen before"], ["unseen before", "Shape"])
    assert len(read) == 1
    other = theme_xml({**{f"accent{n}": "0A0B0C" for n in range(1, 7)}, "lt1": "FFFFFF", "dk1": "000000"})
    assert scene(slide_xml(""), memory=memory, master=master, parts={"ppt/theme/theme1.xml": other}).slides[0].shapes
    assert len(read) == 2


def test_no_more_is_remembered_than_is_needed() -> None:
    memory = SceneMemory()
    for number in range(MOST_BACKDROPS + 5):
        scene("", memory=memory, parts={"ppt/theme/theme1.xml": theme_xml({"lt1": f"{number:06X}"})})
    assert len(memory.backdrops._known) == MOST_BACKDROPS


def test_what_was_read_of_a_deck_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = sp(RED, "<a:bodyPr/><a:p><a:r><a:t>x</a:t></a:r></a:p>", name='<p:cNvPr id="9" name="first"/>')
    content = deck(
        first + frame('<c:chart r:id="rId5"/>'), "", links=[("rId5", "chart", "../charts/chart1.xml")],
        parts={"ppt/charts/chart1.xml": CHART.format("")},
    )  # fmt: skip
    whole, memory = read_scene(content), SceneMemory()
    read: list[str] = []
    original = Package.xml

    def watched(self: Package, name: str) -> Element:
        read.append(name)
        return original(self, name)

    monkeypatch.setattr(Package, "xml", watched)
    one = whole.slides[0].part
    for ids, names in (({9}, ["first"]), ({5}, ["Frame"])):
        (texts,) = read_scene(content, only={one: ids}, texts_only=True, memory=memory).slides
        assert [shape.name for shape in texts.shapes] == names
    assert "ppt/charts/chart1.xml" not in read
    for only in ({one: None}, None):
        assert read_scene(content, only=only, memory=memory).slides == whole.slides[: len(only or whole.slides)]
    assert [name for name in read if name.startswith(("ppt/slides/slide", "ppt/charts/c"))] == [
        one, "ppt/charts/chart1.xml", whole.slides[1].part,
    ]  # fmt: skip
    assert read_scene(bytes(bytearray(content)), memory=memory).slides == whole.slides
    assert read.count(one) == 2


def test_words_put_into_a_shape_that_is_known_give_what_its_markup_says() -> None:
    def written(first: str, second: str) -> str:
        runs = "".join(f"<a:r><a:t>{escape(one)}</a:t></a:r>" for one in (first, second))
        return sp("", f"<a:bodyPr/><a:p>{runs}<a:br/></a:p><a:p/>")

    before = cut(written("Acme", " grows"))
    assert before is not None
    known = worded(shapes(written("Acme", " grows")), before.words)
    assert known is not None
    for words in (("Ä & <B>", "\u00a0x"), ("a\u00adb", '"'), ("  ", "x"), ("Łódź", "Δ"), ("%s", "{{ x }}")):
        apart = cut(written(*words))
        assert apart is not None
        assert apart.around == before.around
        found = reworded(known, apart.words)
        assert found == (None if words[0].isspace() else shapes(written(*words)))
    for words in (("", "x"), ("サーバー", "x"), ("a\tb", "x")):  # what they are may depend on what they say
        assert cut(written(*words)) is None


# --- notes -----------------------------------------------------------------------------------------------------------


def test_notes_are_the_body_of_the_notes_page() -> None:
    text = (
        "<a:bodyPr/><a:p><a:r><a:t>Say this.</a:t></a:r></a:p><a:p/><a:p><a:pPr><a:buChar char='•'/></a:pPr><a:r>"
        "<a:t>And that.</a:t></a:r></a:p><a:p/>"
    )
    notes = f"<p:notes {NAMES}><p:cSld><p:spTree>{sp('', 'Header', ph='type=' + chr(34) + 'hdr' + chr(34))}" + (
        f"{sp('', text, ph='type=' + chr(34) + 'body' + chr(34) + ' idx=' + chr(34) + '1' + chr(34))}"
        "</p:spTree></p:cSld></p:notes>"
    )
    master = (
        f"<p:notesMaster {NAMES}><p:cSld><p:spTree/></p:cSld><p:notesStyle><a:lvl1pPr><a:defRPr sz='1200'/></a:lvl1pPr>"
        "</p:notesStyle></p:notesMaster>"
    )
    parts = {
        "ppt/notesSlides/notesSlide1.xml": notes,
        "ppt/notesSlides/_rels/notesSlide1.xml.rels": rels(("rId1", "notesMaster", "../notesMasters/notesMaster1.xml")),
        "ppt/notesMasters/notesMaster1.xml": master,
    }
    found = scene("", parts=parts, links=[("rId2", "notesSlide", "../notesSlides/notesSlide1.xml")]).slides[0].notes
    assert [one.text for one in found] == ["Say this.", "", "And that."]
    assert found[2].bullet is not None
    assert found[0].runs[0].size == 1_200


# --- frames ----------------------------------------------------------------------------------------------------------


def test_a_table() -> None:
    cell = "<a:tc><a:txBody><a:bodyPr/><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody><a:tcPr/></a:tc>"
    xml = frame(
        '<a:tbl><a:tblGrid><a:gridCol w="60"/><a:gridCol w="40"/></a:tblGrid><a:tr h="200">'
        f"{cell.format('a')}{cell.format('b')}</a:tr></a:tbl>"
    )
    (found,) = shapes(xml)
    assert isinstance(found, TableShape)
    assert (found.box, found.name, found.columns) == (Box(10, 20, 100, 200), "Frame", (60, 40))
    assert [one.text.text for one in found.cells] == ["a", "b"]


CHART = (
    f"<c:chartSpace {NAMES}{MORE_NAMES}><c:chart><c:plotArea><c:barChart><c:barDir val='col'/><c:ser><c:idx val='0'/>"
    "<c:cat><c:strRef><c:strCache><c:ptCount val='1'/><c:pt idx='0'><c:v>2026</c:v></c:pt></c:strCache></c:strRef></c:cat>"
    "<c:val><c:numRef><c:numCache><c:ptCount val='1'/><c:pt idx='0'><c:v>5</c:v></c:pt></c:numCache></c:numRef></c:val>"
    "</c:ser>{}</c:barChart></c:plotArea></c:chart></c:chartSpace>"
)


def test_a_chart() -> None:
    link = ("rId5", "chart", "../charts/chart1.xml")
    xml = frame('<c:chart r:id="rId5"/>')
    (found,) = shapes(xml, links=[link], parts={"ppt/charts/chart1.xml": CHART.format("")})
    assert isinstance(found, CompositeShape)
    assert (found.kind, found.box) == ("chart", Box(10, 20, 100, 200))
    assert "2026" in found.text
    assert any(isinstance(one, AutoShape) and one.fill == Solid("4472C4") for one in found.shapes)
    (lost,) = shapes(xml)
    assert isinstance(lost, Undrawn)
    assert lost.what == "a chart that is not in the file"


def test_what_was_drawn_inside_a_chart_lies_where_its_anchors_say() -> None:
    cdr = 'xmlns:cdr="http://schemas.openxmlformats.org/drawingml/2006/chartDrawing"'
    text = "<cdr:txBody><a:bodyPr/><a:p><a:r><a:t>Forecast, not audited</a:t></a:r></a:p></cdr:txBody>"
    shape = (
        '<cdr:sp><cdr:nvSpPr><cdr:cNvPr id="2" name="TextBox 1"/><cdr:cNvSpPr/></cdr:nvSpPr><cdr:spPr><a:xfrm>'
        '<a:off x="7" y="7"/><a:ext cx="70" cy="70"/></a:xfrm><a:prstGeom prst="rect"/></cdr:spPr>' + text + "</cdr:sp>"
    )
    ends = "<cdr:from><cdr:x>0.5</cdr:x><cdr:y>0.25</cdr:y></cdr:from>"
    to = "<cdr:to><cdr:x>0.9</cdr:x><cdr:y>0.5</cdr:y></cdr:to>"
    parts = {
        "ppt/charts/chart1.xml": CHART.format("").replace(
            "</c:chartSpace>", '<c:userShapes r:id="rId9"/></c:chartSpace>'
        ),
        "ppt/charts/_rels/chart1.xml.rels": rels(("rId9", "chartUserShapes", "../drawings/drawing1.xml")),
        "ppt/drawings/drawing1.xml": f"<c:userShapes {NAMES}{MORE_NAMES} {cdr}><cdr:relSizeAnchor>{ends}{to}{shape}"
        f'</cdr:relSizeAnchor><cdr:absSizeAnchor>{ends}<cdr:ext cx="30" cy="40"/>{shape}</cdr:absSizeAnchor></c:userShapes>',
    }
    (found,) = shapes(frame('<c:chart r:id="rId5"/>'), links=[("rId5", "chart", "../charts/chart1.xml")], parts=parts)
    assert isinstance(found, CompositeShape)
    drawn = [one for one in found.shapes if one.name == "TextBox 1"]
    assert [one.box for one in drawn] == [Box(60, 70, 40, 50), Box(60, 70, 30, 40)]
    assert found.text.endswith("\nForecast, not audited\nForecast, not audited")


def test_a_chart_with_a_theme_of_its_own() -> None:
    override = theme_xml({f"accent{n}": "00FF00" for n in range(1, 7)})
    override = override[override.index("<a:clrScheme") : override.index("</a:themeElements>")]
    parts = {
        "ppt/charts/chart1.xml": CHART.format(""),
        "ppt/charts/_rels/chart1.xml.rels": rels(("rId1", "themeOverride", "../theme/themeOverride1.xml")),
        "ppt/theme/themeOverride1.xml": f"<a:themeOverride {NAMES}>{override}</a:themeOverride>",
    }
    (found,) = shapes(frame('<c:chart r:id="rId5"/>'), links=[("rId5", "chart", "../charts/chart1.xml")], parts=parts)
    assert isinstance(found, CompositeShape)
    assert any(isinstance(one, AutoShape) and one.fill == Solid("00FF00") for one in found.shapes)


def test_pictures_of_a_theme_are_related_to_the_theme() -> None:
    """Its background, its fills and those of a chart's own theme: the part that says them has the relationship."""
    solid = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    blip = '<a:blipFill><a:blip r:embed="rId9"/><a:stretch/></a:blipFill>'
    theme = theme_xml().replace(solid * 3, blip + solid * 2)
    link = rels(("rId9", "image", "../media/theme.png"))
    style = '<p:style><a:fillRef idx="1"><a:schemeClr val="accent1"/></a:fillRef></p:style>'
    cell = "<a:tc><a:txBody><a:bodyPr/><a:p/></a:txBody><a:tcPr/></a:tc>"
    table = f'<a:tbl><a:tblPr><a:tableStyleId>{{1}}</a:tableStyleId></a:tblPr><a:tblGrid><a:gridCol w="9"/></a:tblGrid><a:tr h="9">{cell}</a:tr></a:tbl>'
    whole = f"<a:wholeTbl><a:tcStyle><a:fill>{blip}</a:fill></a:tcStyle></a:wholeTbl>"
    parts: dict[str, str | bytes] = {
        "ppt/theme/theme1.xml": theme,
        "ppt/theme/_rels/theme1.xml.rels": link,
        "ppt/media/theme.png": b"1", "ppt/media/slide.png": b"2", "ppt/media/styles.png": b"3",
        "ppt/tableStyles.xml": f'<a:tblStyleLst {NAMES}><a:tblStyle styleId="{{1}}">{whole}</a:tblStyle></a:tblStyleLst>',
        "ppt/_rels/tableStyles.xml.rels": rels(("rId9", "image", "media/styles.png")),
        "ppt/_rels/presentation.xml.rels": rels(
            ("rId1", "slideMaster", "slideMasters/slideMaster1.xml"), ("rId2", "slide", "slides/slide1.xml"),
            ("rId3", "tableStyles", "tableStyles.xml"),
        ),
    }  # fmt: skip
    content = sp("", "x", style=style) + frame(table)
    found = scene(slide_xml(content), links=[("rId9", "image", "../media/slide.png")], parts=parts).slides[0]
    assert found.background == PictureFill(part="ppt/media/theme.png")
    shape, tabled = found.shapes
    assert isinstance(shape, AutoShape) and shape.fill == PictureFill(part="ppt/media/theme.png")
    assert isinstance(tabled, TableShape) and tabled.cells[0].fill == PictureFill(part="ppt/media/styles.png")


def _diagram(data: str, drawing: str | None) -> CompositeShape | Undrawn:
    links = [("rId5", "diagramData", "../diagrams/data1.xml")]
    parts = {"ppt/diagrams/data1.xml": f"<dgm:dataModel {NAMES}{MORE_NAMES}>{data}</dgm:dataModel>"}
    if drawing is not None:
        links.append(("rId6", "diagramDrawing", "../diagrams/drawing1.xml"))
        parts["ppt/diagrams/drawing1.xml"] = drawing
    (found,) = shapes(frame('<dgm:relIds r:dm="rId5"/>'), links=links, parts=parts)
    assert isinstance(found, CompositeShape | Undrawn)
    return found


DRAWING = f"<dsp:drawing {NAMES}{MORE_NAMES}><dsp:spTree>" + (
    '<dsp:sp modelId="{1}"><dsp:nvSpPr><dsp:cNvPr id="0" name=""/></dsp:nvSpPr><dsp:spPr><a:xfrm rot="5400000">'
    '<a:off x="5" y="6"/><a:ext cx="50" cy="60"/></a:xfrm><a:prstGeom prst="ellipse"/></dsp:spPr><dsp:style><a:fillRef'
    ' idx="1"><a:schemeClr val="accent1"/></a:fillRef></dsp:style><dsp:txBody><a:bodyPr/><a:p><a:r><a:t>One</a:t></a:r>'
    '</a:p></dsp:txBody><dsp:txXfrm><a:off x="10" y="11"/><a:ext cx="20" cy="30"/></dsp:txXfrm></dsp:sp>'
    "</dsp:spTree></dsp:drawing>"
)


@pytest.mark.parametrize(
    "data", ['<dgm:extLst><a:ext uri="x"><dsp:dataModelExt relId="rId6"/></a:ext></dgm:extLst>', ""]
)
def test_a_diagram_is_drawn_as_powerpoint_drew_it(data: str) -> None:
    found = _diagram(data, DRAWING)
    assert isinstance(found, CompositeShape)
    assert (found.kind, found.text, found.box) == ("diagram", "One", Box(10, 20, 100, 200))
    (shape,) = found.shapes
    assert isinstance(shape, AutoShape)
    assert (shape.box, shape.rotation, shape.fill) == (Box(15, 26, 50, 60), 90.0, Solid("4472C4"))
    assert shape.geometry.text == Box(5, 5, 20, 30)
    assert shape.text is not None
    assert shape.text.rotation == 270.0


def test_a_diagram_without_its_drawing_is_named() -> None:
    found = _diagram('<dgm:extLst><a:ext uri="x"><dsp:dataModelExt relId="rId6"/></a:ext></dgm:extLst>', None)
    assert isinstance(found, Undrawn)
    assert found.what == "a diagram (SmartArt) without its drawing"


PREVIEW = '<p:pic><p:nvPicPr/><p:blipFill><a:blip r:embed="rId9"/></p:blipFill><p:spPr/></p:pic>'
IMAGE = ("rId9", "image", "../media/a.png")


@pytest.mark.parametrize(
    "data",
    [
        f'<p:oleObj progId="Excel.Sheet.12">{PREVIEW}</p:oleObj>',
        '<mc:AlternateContent><mc:Choice Requires="v"><p:oleObj progId="Excel.Sheet.12" spid="_x0000_s1"/></mc:Choice>'
        f"<mc:Fallback><p:oleObj>{PREVIEW}</p:oleObj></mc:Fallback></mc:AlternateContent>",
        '<p:oleObj progId="Excel.Sheet.12" spid="_x0000_s1"/>',
    ],
)
def test_an_object_shows_its_preview(data: str) -> None:
    vml = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
        '<v:shape id="_x0000_s0"/><v:shape id="_x0000_s1"><v:imagedata o:relid="rId1" o:title=""/></v:shape></xml>'
    )
    parts = {
        "ppt/media/a.png": b"PNG",
        "ppt/drawings/vmlDrawing1.vml": vml,
        "ppt/drawings/_rels/vmlDrawing1.vml.rels": rels(("rId1", "image", "../media/a.png")),
    }
    (found,) = shapes(frame(data), links=[IMAGE, ("rId4", "vmlDrawing", "../drawings/vmlDrawing1.vml")], parts=parts)
    assert isinstance(found, PictureShape)
    assert (found.picture.part, found.box) == ("ppt/media/a.png", Box(10, 20, 100, 200))


@pytest.mark.parametrize(
    "vml", ["<xml>", "<xml/>", '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="a"/></xml>']
)
def test_an_object_without_a_preview_is_named(vml: str) -> None:
    (found,) = shapes(
        frame('<p:oleObj progId="Excel.Sheet.12" spid="a"/>'),
        links=[("rId4", "vmlDrawing", "../drawings/vmlDrawing1.vml")],
        parts={"ppt/drawings/vmlDrawing1.vml": vml},
    )
    assert isinstance(found, Undrawn)
    assert found.what == "an object (Excel.Sheet.12) without a picture"


# --- files that are not as they should be ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "SP503"),
        (b"no zip", "SP503"),
        (b"PK\x03\x04 broken", "SP504"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "SP503"),
    ],
)
def test_content_that_is_no_deck(content: bytes, code: str) -> None:
    with pytest.raises(UserFault) as fault:
        read_scene(content)
    (problem,) = fault.value.problems
    assert problem.code == code
    assert problem.place is not None
    assert problem.place.file == "deck.pptx"


def test_a_slide_that_cannot_be_parsed_is_named() -> None:
    with pytest.raises(UserFault) as fault:
        scene(slide_xml("<p:sp>"))
    (problem,) = fault.value.problems
    assert problem.code == "SP508"
    assert "ppt/slides/slide1.xml" in problem.message


def test_a_slide_without_layout_is_on_the_first_master() -> None:
    parts = {"ppt/slides/_rels/slide1.xml.rels": rels(("rId1", "slideLayout", "../slideLayouts/gone.xml"))}
    found = scene(TITLED, parts=parts).slides[0]
    assert (found.layout, found.title) == ("", "Two lines")
    assert found.shapes[0].box.cx == 100


def test_a_deck_without_masters_and_themes() -> None:
    parts = {
        "ppt/slides/_rels/slide1.xml.rels": rels(),
        "ppt/_rels/presentation.xml.rels": rels(("rId2", "slide", "slides/slide1.xml")),
    }
    found = scene(sp("", "x"), parts=parts).slides[0]
    assert found.background == Solid("FFFFFF")
    (shape,) = found.shapes
    assert isinstance(shape, AutoShape)
    assert shape.text is not None
    assert shape.text.paragraphs[0].runs[0].typeface == "Calibri"


def test_a_part_of_another_kind_where_a_layout_should_be() -> None:
    found = auto(TITLED, plans=[CONTENT, TITLE], parts={"ppt/slideLayouts/slideLayout1.xml": "<x/>"})
    assert found.text is not None


@pytest.mark.parametrize("kind", ["decks", "brands"])
def test_real_decks_are_read(shared: Path, kind: str) -> None:
    files = sorted((shared / "data" / kind).glob("*.p*tx"))
    assert len(files) >= 6
    for path in files:
        found = read_scene(path)
        undrawn = [one.what for slide in found.slides for one in slide.shapes if isinstance(one, Undrawn)]
        assert undrawn == []
        for slide in found.slides:
            for one in slide.shapes:
                assert one.box.cx >= 0
                assert one.box.cy >= 0


def test_odd_files_are_read_or_refused(shared: Path) -> None:
    files = sorted((shared / "data" / "odd").iterdir())
    assert len(files) == 4
    codes = {}
    for path in files:
        try:
            codes[path.name] = str(len(read_scene(path).slides))
        except UserFault as fault:
            codes[path.name] = fault.problems[0].code
    assert codes == {
        "corrupt-fuzzed.pptx": "SP504",
        "encrypted-password-tika.pptx": "SP502",
        "no-layouts-in-first-master.pptx": "0",
        "unrecognized-shape.pptx": "3",
    }
