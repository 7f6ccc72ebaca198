"""Shapes: where they lie, what they inherit, which of them show."""

from __future__ import annotations

import pytest

from salespack.graphics.boxes import Box
from salespack.ooxml.transforms import Group, Place, on_slide
from salespack.scene.model import AutoShape, PictureFill, PictureShape, Solid, Stroke, Undrawn
from tests.powerpoint.packages import HEIGHT, WIDTH, Plan, Shape, layout_xml, master_xml, rels, theme_xml
from tests.scene.scenes import auto, body, frame, group, pic, scene, shapes, slide_xml, sp

RED = '<a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>'
BLUE = '<a:solidFill><a:srgbClr val="0000FF"/></a:solidFill>'
PICTURE = ("rId9", "image", "../media/a.png")
MEDIA = {"ppt/media/a.png": b"PNG"}


# --- a shape of its own ----------------------------------------------------------------------------------------------


def test_a_shape() -> None:
    name = (
        '<p:cNvPr id="12" name="Box" descr="A red box"><a:hlinkClick r:id="rId7"/><a:extLst><a:ext uri="x"><d:decorative'
        ' xmlns:d="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst></p:cNvPr>'
    )
    xml = sp(
        f'<a:prstGeom prst="ellipse"/>{RED}<a:ln w="12700">{BLUE}</a:ln><a:effectLst><a:outerShdw/></a:effectLst>',
        "Hello",
        box=(1, 2, 300, 400),
        name=name,
        transform=' rot="5400000" flipH="1"',
    )
    found = auto(xml, links=[("rId7", "hyperlink", "https://example.org")])
    assert (found.id, found.name, found.alt, found.decorative) == (12, "Box", "A red box", True)
    assert (found.box, found.rotation, found.flip_h, found.flip_v) == (Box(1, 2, 300, 400), 90.0, True, False)
    assert (found.origin, found.placeholder, found.href) == ("slide", None, "https://example.org")
    assert found.geometry.preset == "ellipse"
    assert found.fill == Solid("FF0000")
    assert found.stroke == Stroke(paint=Solid("0000FF"), width=12_700)
    assert found.text is not None
    assert found.text.text == "Hello"


def test_a_title_attribute_stands_in_for_a_description() -> None:
    assert auto(sp(RED, name='<p:cNvPr id="1" name="" title="A box"/>')).alt == "A box"


def test_a_shape_without_text_and_paint_is_there_without_them() -> None:
    found = auto(sp("<a:noFill/><a:ln><a:noFill/></a:ln>", "<a:bodyPr/><a:p/>"))
    assert (found.fill, found.stroke, found.text) == (None, None, None)


def test_the_style_gives_what_the_shape_leaves_out() -> None:
    style = (
        '<p:style><a:lnRef idx="2"><a:schemeClr val="accent2"/></a:lnRef><a:fillRef idx="1"><a:schemeClr val="accent1"/>'
        '</a:fillRef><a:effectRef idx="1"/><a:fontRef idx="major"><a:schemeClr val="lt1"/></a:fontRef></p:style>'
    )
    theme = theme_xml().replace("<a:ln>", '<a:ln w="19050">')
    parts = {"ppt/theme/theme1.xml": theme}
    found = auto(sp("", "Hello", style=style), parts=parts)
    assert found.fill == Solid("4472C4")
    assert found.stroke == Stroke(paint=Solid("ED7D31"), width=19_050)
    assert found.text is not None
    run = found.text.paragraphs[0].runs[0]
    assert (run.colour, run.typeface) == ("FFFFFF", "Georgia")
    own = auto(sp(f'{RED}<a:ln w="3175"><a:prstDash val="dot"/></a:ln>', style=style), parts=parts)
    assert own.fill == Solid("FF0000")
    assert own.stroke == Stroke(paint=Solid("ED7D31"), width=3_175, dash=(1, 3))
    without = auto(sp("<a:noFill/><a:ln><a:noFill/></a:ln>", style=style), parts=parts)
    assert (without.fill, without.stroke) == (None, None)


def test_the_style_s_font_goes_behind_the_shape_s_own_text_style() -> None:
    style = '<p:style><a:fontRef idx="minor"><a:srgbClr val="FFFFFF"/></a:fontRef></p:style>'
    text = (
        f"<a:bodyPr/><a:lstStyle><a:lvl1pPr><a:defRPr>{RED}</a:defRPr></a:lvl1pPr></a:lstStyle>"
        "<a:p><a:r><a:t>x</a:t></a:r></a:p>"
    )
    assert body(sp("", text, style=style)).paragraphs[0].runs[0].colour == "FF0000"


def test_text_outside_placeholders_begins_with_the_presentation_s_defaults() -> None:
    defaults = '<p:defaultTextStyle><a:lvl1pPr algn="r"><a:defRPr sz="1100"/></a:lvl1pPr></p:defaultTextStyle>'
    master = master_xml(
        1, styles='<p:otherStyle><a:lvl1pPr marL="9"><a:defRPr sz="5000" b="1"/></a:lvl1pPr></p:otherStyle>'
    )
    found = body(sp("", "x"), end=defaults, master=master).paragraphs[0]
    assert (found.align, found.left) == ("r", 9)
    assert (found.runs[0].size, found.runs[0].bold) == (1_100, True)


def test_a_connector() -> None:
    xml = (
        '<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="9" name="Line"/><p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr><p:spPr>'
        '<a:xfrm flipV="1"><a:off x="1" y="2"/><a:ext cx="3" cy="0"/></a:xfrm><a:prstGeom prst="line"/>'
        f'<a:ln>{RED}<a:tailEnd type="triangle"/></a:ln></p:spPr></p:cxnSp>'
    )
    found = auto(xml)
    assert (found.box, found.flip_v, found.geometry.preset) == (Box(1, 2, 3, 0), True, "line")
    assert found.stroke is not None
    assert found.stroke.tail is not None


def test_hidden_shapes_do_not_show() -> None:
    hidden = sp(RED, name='<p:cNvPr id="1" name="" hidden="1"/>')
    assert (
        shapes(hidden + group(hidden, (0, 0, 1, 1), (0, 0, 1, 1)).replace('name="Group"', 'name="" hidden="true"'))
        == ()
    )


def test_of_alternatives_the_fallback_shows() -> None:
    choice = '<mc:Choice Requires="p14"><p:contentPart r:id="rId3"/></mc:Choice>'
    found = auto(f"<mc:AlternateContent>{choice}<mc:Fallback>{sp(RED)}</mc:Fallback></mc:AlternateContent>")
    assert found.fill == Solid("FF0000")
    (other,) = shapes(f"<mc:AlternateContent>{choice}<mc:Fallback/></mc:AlternateContent>")
    assert isinstance(other, Undrawn)
    assert other.what == "ink without a picture"


# --- placeholders ----------------------------------------------------------------------------------------------------


def test_a_placeholder_takes_place_and_look_from_its_layout_and_then_its_master() -> None:
    layout = Plan(
        "Layout",
        shapes=(
            Shape(
                "body",
                13,
                text_style='<a:lvl1pPr algn="ctr"><a:defRPr sz="3300"/></a:lvl1pPr>',
                body='<a:bodyPr anchor="b"/>',
            ),
        ),
    )
    master = master_xml(
        1,
        shapes=(
            Shape("title", box=(5, 5, 90, 15)),
            Shape(
                "body",
                1,
                (10, 20, 50, 60),
                '<a:lvl1pPr marL="77"><a:defRPr sz="100" b="1"/></a:lvl1pPr>',
                '<a:bodyPr lIns="5"/>',
            ),
        ),
        styles='<p:bodyStyle><a:lvl1pPr indent="-9"><a:buChar char="•"/><a:defRPr i="1" sz="1"/></a:lvl1pPr></p:bodyStyle>',
    )
    found = auto(sp("", "x", ph='idx="13"', box=None), plans=[layout], master=master)
    assert found.box == Box(WIDTH // 10, HEIGHT // 5, WIDTH // 2, HEIGHT * 60 // 100)
    assert found.placeholder == "body"
    assert found.text is not None
    assert (found.text.anchor, found.text.insets[0]) == ("b", 5)
    paragraph = found.text.paragraphs[0]
    assert (paragraph.align, paragraph.left, paragraph.indent) == ("ctr", 77, -9)
    assert paragraph.bullet is not None
    assert (paragraph.runs[0].size, paragraph.runs[0].bold, paragraph.runs[0].italic) == (3_300, True, True)


def _filled(placeholder: str, properties: str) -> str:
    return placeholder.replace("</p:spPr>", properties + "</p:spPr>", 1)


def test_fill_line_and_geometry_are_inherited() -> None:
    plan = Plan("Layout", shapes=(Shape("body", 1, (0, 0, 10, 10)),))
    layout = _filled(layout_xml(plan), f'<a:prstGeom prst="roundRect"/>{RED}')
    master = _filled(master_xml(1, shapes=(Shape("body", 1, (0, 0, 20, 20)),)), f'{BLUE}<a:ln w="25400">{BLUE}</a:ln>')
    more = {"plans": [plan], "master": master, "parts": {"ppt/slideLayouts/slideLayout1.xml": layout}}
    found = auto(sp("", "x", ph='idx="1"', box=None), **more)
    assert found.fill == Solid("FF0000")
    assert found.stroke == Stroke(paint=Solid("0000FF"), width=25_400)
    assert found.geometry.preset == "roundRect"
    assert found.box.cx == WIDTH // 10
    own = auto(sp("<a:noFill/><a:ln><a:noFill/></a:ln>", "x", ph='idx="1"', box=None), **more)
    assert (own.fill, own.stroke) == (None, None)


@pytest.mark.parametrize(
    ("ph", "x"),
    [
        ('type="title"', 1),
        ('type="ctrTitle"', 1),
        ('idx="14"', 3),
        ('type="body" idx="14"', 3),
        ('type="body" idx="2"', 2),
        ('type="pic" idx="99"', 4),
        ('type="ftr" idx="99"', 5),
        ('type="sldNum" idx="14"', 6),
        ('type="chart" idx="98"', 50),
    ],
)
def test_which_placeholder_of_the_layout_is_meant(ph: str, x: int) -> None:
    layout = Plan(
        "Layout",
        shapes=(
            Shape("title", box=(1, 1, 5, 5)),
            Shape("body", 2, (2, 1, 5, 5)),
            Shape(None, 14, (3, 1, 5, 5)),
            Shape("pic", 15, (4, 1, 5, 5)),
            Shape("ftr", 16, (5, 1, 5, 5)),
            Shape("sldNum", 17, (6, 1, 5, 5)),
        ),
    )
    master = master_xml(1, shapes=(Shape("body", 1, (50, 1, 5, 5)),))
    assert auto(sp("", "x", ph=ph, box=None), plans=[layout], master=master).box.x == x * WIDTH // 100


def test_titles_begin_with_the_master_s_title_style() -> None:
    styles = (
        '<p:titleStyle><a:lvl1pPr><a:defRPr sz="4400"><a:latin typeface="+mj-lt"/></a:defRPr></a:lvl1pPr></p:titleStyle>'
        '<p:otherStyle><a:lvl1pPr><a:defRPr sz="900"/></a:lvl1pPr></p:otherStyle>'
    )
    master = master_xml(1, styles=styles)
    run = body(sp("", "x", ph='type="title"', box=None), master=master).paragraphs[0].runs[0]
    assert (run.size, run.typeface) == (4_400, "Georgia")
    footer = body(sp("", "x", ph='type="ftr" idx="11"', box=None), master=master).paragraphs[0].runs[0]
    assert footer.size == 900


def test_empty_placeholders_show_nothing_unless_they_are_filled() -> None:
    empty = "<a:bodyPr/><a:p><a:endParaRPr/></a:p>"
    assert shapes(sp("", empty, ph='idx="1"', box=None)) == ()
    assert shapes(sp("", None, ph='type="pic" idx="1"')) == ()
    assert auto(sp(RED, empty, ph='idx="1"')).fill == Solid("FF0000")


def test_a_placeholder_that_nobody_places_lies_inside_the_margins() -> None:
    found = auto(sp("", "x", ph='idx="1"', box=None), plans=[Plan("Bare")], master=master_xml(1, shapes=()))
    assert found.box == Box(609_600, 342_900, WIDTH - 2 * 609_600, HEIGHT - 2 * 342_900)


# --- master and layout -----------------------------------------------------------------------------------------------

ON_LAYOUT = Plan("Layout", shapes=(Shape("title"), Shape("ftr", 11, (1, 1, 1, 1))), extra=sp(RED))


def _master() -> str:
    return master_xml(1).replace("</p:spTree>", sp(BLUE) + "</p:spTree>", 1)


def _origins(slide: str, plan: Plan = ON_LAYOUT, layout: str | None = None) -> list[str]:
    parts = {"ppt/slideLayouts/slideLayout1.xml": layout} if layout else {}
    return [one.origin for one in shapes(slide, plans=[plan], master=_master(), parts=parts)]


def test_the_shapes_of_master_and_layout_lie_behind_and_their_placeholders_do_not_show() -> None:
    assert _origins(sp(RED)) == ["master", "layout", "slide"]


def test_a_layout_may_hide_the_master_s_shapes_and_a_slide_both() -> None:
    hiding = layout_xml(ON_LAYOUT).replace("<p:sldLayout ", '<p:sldLayout showMasterSp="0" ', 1)
    assert _origins(sp(RED), layout=hiding) == ["layout", "slide"]
    assert _origins(slide_xml(sp(RED), attributes=' showMasterSp="0"')) == ["slide"]


def test_a_number_on_the_master_that_is_no_placeholder_is_each_slide_s_own() -> None:
    text = '<a:bodyPr/><a:p><a:fld type="slidenum"><a:t>‹#›</a:t></a:fld></a:p>'
    master = master_xml(1).replace("</p:spTree>", sp("", text) + "</p:spTree>", 1)
    found = scene("", "", master=master, start=' firstSlideNum="5"')
    texts = [one.text.text for slide in found.slides for one in slide.shapes if isinstance(one, AutoShape) and one.text]
    assert texts == ["5", "6"]


def test_backgrounds_are_the_slide_s_else_the_layout_s_else_the_master_s() -> None:
    ground = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="{}"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
    own = slide_xml("", background=ground.format("accent1"))
    layout = Plan("Layout", background=ground.format("accent2"))
    assert scene(own, plans=[layout]).slides[0].background == Solid("4472C4")
    assert scene("", plans=[layout]).slides[0].background == Solid("ED7D31")
    assert scene("").slides[0].background == Solid("FFFFFF")
    reference = '<p:bg><p:bgRef idx="1002"><a:schemeClr val="accent3"/></p:bgRef></p:bg>'
    assert scene(slide_xml("", background=reference)).slides[0].background == Solid("A5A5A5")


def test_colour_maps_of_layout_and_slide() -> None:
    def override(text: str, background: str) -> str:
        names = {"bg1": background, "tx1": text, "bg2": "lt2", "tx2": "dk2", "hlink": "hlink", "folHlink": "folHlink"}
        names |= {f"accent{n}": f"accent{n}" for n in range(1, 7)}
        return f"<a:overrideClrMapping {' '.join(f'{key}={chr(34)}{value}{chr(34)}' for key, value in names.items())}/>"

    layout = Plan("Dark", overrides=override("lt1", "dk1"))
    slide = scene(sp("", "x"), plans=[layout]).slides[0]
    assert slide.background == Solid("000000")
    (shape,) = slide.shapes
    assert isinstance(shape, AutoShape)
    assert shape.text is not None
    assert shape.text.paragraphs[0].runs[0].colour == "FFFFFF"
    own = slide_xml(sp("", "x"), after=f"<p:clrMapOvr>{override('accent1', 'accent2')}</p:clrMapOvr>")
    slide = scene(own, plans=[layout]).slides[0]
    assert slide.background == Solid("ED7D31")


def test_slides_on_masters_with_different_themes() -> None:
    second = theme_xml({**{f"accent{n}": "00FF00" for n in range(1, 7)}, "dk1": "010101", "lt1": "FEFEFE"})
    link = ("rId1", "slideMaster", "../slideMasters/slideMaster2.xml")
    parts = {
        "ppt/theme/theme2.xml": second,
        "ppt/slideMasters/slideMaster2.xml": master_xml(0),
        "ppt/slideMasters/_rels/slideMaster2.xml.rels": rels(("rId1", "theme", "../theme/theme2.xml")),
        "ppt/slideLayouts/slideLayout2.xml": layout_xml(Plan("Other")),
        "ppt/slideLayouts/_rels/slideLayout2.xml.rels": rels(link),
        "ppt/slides/_rels/slide2.xml.rels": rels(("rId1", "slideLayout", "../slideLayouts/slideLayout2.xml")),
    }
    accent = sp('<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>')
    found = scene(accent, accent, parts=parts)
    fills = [one.fill for slide in found.slides for one in slide.shapes if isinstance(one, AutoShape)]
    assert fills == [Solid("4472C4"), Solid("00FF00")]
    assert [slide.background for slide in found.slides] == [Solid("FFFFFF"), Solid("FEFEFE")]
    assert [slide.layout for slide in found.slides] == ["Title and Content", "Other"]


# --- groups ----------------------------------------------------------------------------------------------------------


def test_members_of_a_group_lie_where_it_puts_them() -> None:
    xml = group(sp(RED, box=(10, 20, 30, 40)), (1000, 2000, 200, 800), (0, 0, 100, 200))
    assert auto(xml).box == Box(1020, 2080, 60, 160)


def test_groups_in_groups() -> None:
    inner = group(sp(RED, box=(10, 10, 10, 10)), (0, 0, 100, 100), (0, 0, 50, 50))
    assert auto(group(inner, (1000, 1000, 1000, 1000), (0, 0, 100, 100))).box == Box(1200, 1200, 200, 200)


@pytest.mark.parametrize(
    ("group_place", "place", "expected"),
    [
        (Place(Box(0, 0, 100, 100), 90), Place(Box(0, 0, 20, 20)), Place(Box(80, 0, 20, 20), 90)),
        (Place(Box(0, 0, 100, 100), 180), Place(Box(0, 0, 20, 10), 30), Place(Box(80, 90, 20, 10), 210)),
        (Place(Box(0, 0, 100, 100), 0, True), Place(Box(0, 0, 20, 20), 30), Place(Box(80, 0, 20, 20), 330, True)),
        (Place(Box(0, 0, 100, 100), 0, False, True), Place(Box(0, 0, 20, 20), 30, False, True), Place(Box(0, 80, 20, 20), 330)),
        (Place(Box(0, 0, 100, 100), 90, True), Place(Box(0, 0, 20, 20)), Place(Box(80, 80, 20, 20), 90, True)),
    ],
)  # fmt: skip
def test_turned_and_mirrored_groups(group_place: Place, place: Place, expected: Place) -> None:
    assert on_slide(place, [Group(group_place, Box(0, 0, 100, 100))]) == expected


def test_what_lies_on_its_side_in_a_group_is_scaled_crosswise() -> None:
    wide = Group(Place(Box(0, 0, 200, 100)), Box(0, 0, 100, 100))
    assert on_slide(Place(Box(40, 40, 20, 20), 90), [wide]) == Place(Box(90, 30, 20, 40), 90)


def test_a_group_of_no_size_leaves_its_members_as_they_are() -> None:
    assert auto(group(sp(RED, box=(1, 2, 3, 4)), (0, 0, 0, 0), (0, 0, 0, 0))).box == Box(1, 2, 3, 4)


def test_a_group_s_fill_and_description_go_to_its_members() -> None:
    xml = group(sp("<a:grpFill/>") + sp(BLUE), (0, 0, 9, 9), (0, 0, 9, 9))
    xml = xml.replace("</p:grpSpPr>", f"{RED}</p:grpSpPr>").replace('name="Group"', 'name="Group" descr="Two boxes"')
    found = shapes(xml)
    assert [one.fill for one in found if isinstance(one, AutoShape)] == [Solid("FF0000"), Solid("0000FF")]
    assert [one.alt for one in found] == ["Two boxes", ""]


def test_groups_beyond_measure_are_named() -> None:
    xml = sp(RED)
    for _ in range(40):
        xml = group(xml, (0, 0, 100, 100), (0, 0, 100, 100))
    (found,) = shapes(xml)
    assert isinstance(found, Undrawn)
    assert found.what == "a group in more than 32 groups"


# --- pictures --------------------------------------------------------------------------------------------------------


def test_a_picture() -> None:
    properties = f'<a:prstGeom prst="ellipse"/><a:ln w="25400">{RED}</a:ln>'
    (found,) = shapes(pic(properties, fill='<a:srcRect l="25000"/>'), links=[PICTURE], parts=MEDIA)
    assert isinstance(found, PictureShape)
    assert found.picture == PictureFill(part="ppt/media/a.png", crop=(0.25, 0, 0, 0))
    assert (found.box, found.geometry.preset, found.alt) == (Box(1, 2, 100, 200), "ellipse", "A lake")
    assert found.stroke == Stroke(paint=Solid("FF0000"), width=25_400)


def test_the_poster_of_a_film() -> None:
    (found,) = shapes(pic(media='<a:videoFile r:link="rId8"/>'), links=[PICTURE], parts=MEDIA)
    assert isinstance(found, PictureShape)


def test_a_picture_in_a_placeholder_takes_its_place() -> None:
    xml = pic(media='<p:ph type="pic" idx="13"/>').replace(
        '<a:xfrm><a:off x="1" y="2"/><a:ext cx="100" cy="200"/></a:xfrm>', ""
    )
    layout = Plan("Layout", shapes=(Shape("pic", 13, (10, 10, 20, 20)),))
    (found,) = shapes(xml, plans=[layout], links=[PICTURE], parts=MEDIA)
    assert found.box == Box(WIDTH // 10, HEIGHT // 10, WIDTH // 5, HEIGHT // 5)


@pytest.mark.parametrize("blip", ['r:embed="rId8"', 'r:link="rId9"', 'r:embed=""', ""])
def test_a_picture_that_is_missing_is_named(blip: str) -> None:
    (found,) = shapes(pic(blip=blip), links=[PICTURE], parts=MEDIA)
    assert isinstance(found, Undrawn)
    assert (found.what, found.box) == ("a picture that is not in the file", Box(1, 2, 100, 200))


def test_a_picture_whose_part_is_gone_is_named() -> None:
    (found,) = shapes(pic(), links=[PICTURE])
    assert isinstance(found, Undrawn)


# --- absurd input ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "transform",
    [
        '<a:xfrm rot="x" flipH="maybe"><a:off x="1e308" y="-99999999999999999999"/><a:ext cx="-5" cy=""/></a:xfrm>',
        "<a:xfrm><a:off/><a:ext/></a:xfrm>",
        "<a:xfrm/>",
        "",
    ],
)
def test_absurd_places_are_read(transform: str) -> None:
    xml = f'<p:sp><p:nvSpPr><p:cNvPr id="-1" name="x"/></p:nvSpPr><p:spPr>{transform}{RED}</p:spPr></p:sp>'
    found = auto(group(xml, (0, 0, 5, 5), (0, 0, 0, 0)))
    assert found.box.cx >= 0
    assert found.box.cy >= 0
    assert found.id == 0


def test_an_empty_frame_is_named_and_unknown_ones_are_too() -> None:
    found = shapes(frame("") + frame("<a:strange/>"))
    assert [one.what for one in found if isinstance(one, Undrawn)] == [
        "an empty frame",
        "an object of an unknown kind (strange)",
    ]


@pytest.mark.parametrize(
    ("said", "colour"), [(' useBgFill="1"', "FFFFFF"), (' useBgFill="false"', "112233"), ("", "112233")]
)
def test_a_shape_filled_with_the_slide_s_ground_hides_what_is_behind_it(said: str, colour: str) -> None:
    """As the wave that ends the band of a theme, or a notch cut out of a bar."""
    notch = sp('<a:solidFill><a:srgbClr val="112233"/></a:solidFill>').replace("<p:sp>", f"<p:sp{said}>", 1)
    assert auto(notch).fill == Solid(colour)
