"""Fills, lines and colours: what markup and theme make of them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from salespack.scene.model import Arrow, Gradient, Pattern, PictureFill, Solid, Stop, Stroke
from salespack.scene.paint import NOTHING, colour_in, fill_in, stroke_in, styled_fill
from tests.scene.scenes import element, image, source

RED = '<a:srgbClr val="FF0000"/>'


def fill(xml: str, phclr: str | None = None) -> object:
    return fill_in(element(f"<p:spPr>{xml}</p:spPr>"), source(image()), phclr)


def stroke(xml: str) -> object:
    return stroke_in(element(xml), source())


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        (RED, Solid("FF0000")),
        ('<a:srgbClr val="00ff7f"><a:alpha val="40000"/></a:srgbClr>', Solid("00FF7F", 0.4)),
        ('<a:srgbClr val="000000"><a:alpha val="80%"/><a:alphaMod val="50000"/></a:srgbClr>', Solid("000000", 0.4)),
        ('<a:srgbClr val="000000"><a:alpha val="50000"/><a:alphaOff val="70000"/></a:srgbClr>', Solid("000000")),
        ('<a:schemeClr val="accent2"/>', Solid("ED7D31")),
        ('<a:schemeClr val="tx2"/>', Solid("112233")),
        ('<a:schemeClr val="accent1"><a:lumMod val="50000"/></a:schemeClr>', Solid("203864")),
        ('<a:schemeClr val="accent1"><a:lumMod val="40000"/><a:lumOff val="60000"/></a:schemeClr>', Solid("B4C7E7")),
        ('<a:srgbClr val="808080"><a:lum val="75000"/></a:srgbClr>', Solid("BFBFBF")),
        ('<a:srgbClr val="FF0000"><a:hueOff val="7200000"/></a:srgbClr>', Solid("00FF00")),
        ('<a:srgbClr val="FF0000"><a:hue val="14400000"/></a:srgbClr>', Solid("0000FF")),
        ('<a:srgbClr val="FF8000"><a:blue val="100000"/><a:redMod val="0"/></a:srgbClr>', Solid("0080FF")),
        ('<a:srgbClr val="FF0000"><a:comp/></a:srgbClr>', Solid("00FFFF")),
        ('<a:srgbClr val="FF8000"><a:inv/></a:srgbClr>', Solid("007FFF")),
        ('<a:srgbClr val="FFFFFF"><a:shade val="50000"/></a:srgbClr>', Solid("BCBCBC")),
        ('<a:sysClr val="windowText" lastClr="010203"/>', Solid("010203")),
        ('<a:prstClr val="dkOliveGreen"/>', Solid("556B2F")),
        ('<a:prstClr val="medVioletRed"/>', Solid("C71585")),
        ('<a:prstClr val="ltSlateGrey"/>', Solid("778899")),
        ('<a:prstClr val="darkTurquoise"/>', Solid("00CED1")),
        ('<a:prstClr val="no colour"/>', None),
        ('<a:srgbClr val="red"/>', None),
        ('<a:srgbClr val="FF0000"><a:alpha val="much"/></a:srgbClr>', Solid("FF0000", 0.0)),
    ],
)
def test_colours(colour: str, expected: Solid | None) -> None:
    assert colour_in(element(f"<a:solidFill>{colour}</a:solidFill>"), source()) == expected


def test_no_colour_where_there_is_no_holder() -> None:
    assert colour_in(None, source()) is None


def test_markup_that_says_nothing_and_markup_that_says_no_fill() -> None:
    assert fill("<a:prstGeom prst='rect'/>") is None
    assert fill_in(None, source()) is None
    assert fill("<a:noFill/>") is NOTHING


def test_a_gradient_along_a_line() -> None:
    xml = (
        f'<a:gradFill><a:gsLst><a:gs pos="100000">{RED}</a:gs><a:gs pos="0"><a:srgbClr val="0000FF">'
        '<a:alpha val="50000"/></a:srgbClr></a:gs></a:gsLst><a:lin ang="5400000" scaled="1"/></a:gradFill>'
    )
    assert fill(xml) == Gradient(stops=(Stop(0, "0000FF", 0.5), Stop(1, "FF0000")), angle=90, scaled=True)


def test_a_gradient_from_a_point() -> None:
    xml = (
        f'<a:gradFill><a:gsLst><a:gs pos="0">{RED}</a:gs><a:gs pos="100000"><a:schemeClr val="phClr"/></a:gs></a:gsLst>'
        '<a:path path="circle"><a:fillToRect l="100000" t="50000" b="50000"/></a:path></a:gradFill>'
    )
    assert fill(xml, "00FF00") == Gradient(
        stops=(Stop(0, "FF0000"), Stop(1, "00FF00")), path="circle", focus=(1.0, 0.5)
    )


def test_a_gradient_of_one_colour_is_that_colour() -> None:
    assert fill(f'<a:gradFill><a:gsLst><a:gs pos="0">{RED}</a:gs></a:gsLst></a:gradFill>') == Solid("FF0000")
    assert fill("<a:gradFill/>") is None


def test_a_picture_as_a_fill() -> None:
    xml = (
        '<a:blipFill><a:blip r:embed="rId9"><a:alphaModFix amt="30000"/><a:grayscl/></a:blip>'
        '<a:srcRect l="10000" b="-5000"/><a:stretch><a:fillRect t="25000"/></a:stretch></a:blipFill>'
    )
    assert fill(xml) == PictureFill(
        part="ppt/media/a.png", crop=(0.1, 0, 0, -0.05), inset=(0, 0.25, 0, 0), alpha=0.3, grey=True
    )


def test_a_tiled_picture_in_two_colours() -> None:
    xml = (
        f'<a:blipFill><a:blip r:embed="rId9"><a:duotone>{RED}<a:schemeClr val="bg1"/></a:duotone></a:blip>'
        '<a:tile tx="5" ty="-6" sx="50000" sy="200000" flip="x" algn="ctr"/></a:blipFill>'
    )
    assert fill(xml) == PictureFill(
        part="ppt/media/a.png", tile=True, scale=(0.5, 2.0), offset=(5, -6), duotone=("FF0000", "FFFFFF")
    )


def test_a_picture_that_is_not_in_the_file_is_no_fill() -> None:
    assert fill('<a:blipFill><a:blip r:embed="rId8"/></a:blipFill>') is None
    assert fill('<a:blipFill><a:blip r:link="rId9"/></a:blipFill>') is None


def test_a_crop_that_leaves_nothing_is_none() -> None:
    found = fill('<a:blipFill><a:blip r:embed="rId9"/><a:srcRect l="60000" r="60000"/></a:blipFill>')
    assert found == PictureFill(part="ppt/media/a.png")


def test_the_vector_form_of_a_picture() -> None:
    xml = (
        '<a:blipFill><a:blip r:embed="rId9"><a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}">'
        '<svg:svgBlip xmlns:svg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="rId10"/>'
        "</a:ext></a:extLst></a:blip></a:blipFill>"
    )
    found = fill_in(element(f"<p:spPr>{xml}</p:spPr>"), source(image(), image("rId10", "ppt/media/a.svg")))
    assert found == PictureFill(part="ppt/media/a.png", svg="ppt/media/a.svg")


def test_a_pattern() -> None:
    xml = f'<a:pattFill prst="wdUpDiag"><a:fgClr>{RED}</a:fgClr></a:pattFill>'
    assert fill(xml) == Pattern("wdUpDiag", Solid("FF0000"), Solid("FFFFFF"))


def test_a_shape_in_a_group_takes_the_group_s_fill() -> None:
    inside = source()._replace(group=Solid("123456"))
    assert fill_in(element("<p:spPr><a:grpFill/></p:spPr>"), inside) == Solid("123456")
    assert fill("<a:grpFill/>") is None


def test_fills_of_the_theme() -> None:
    theme = source().theme
    gradient = element(
        '<a:gradFill><a:gsLst><a:gs pos="0"><a:schemeClr val="phClr"/></a:gs><a:gs pos="100000"><a:schemeClr val="phClr">'
        '<a:lumMod val="50000"/></a:schemeClr></a:gs></a:gsLst></a:gradFill>'
    )
    styled = source()._replace(theme=replace(theme, fills=(theme.fills[0], gradient), backgrounds=(gradient,)))
    accent = '<a:schemeClr val="accent1"/>'
    expected = Gradient(stops=(Stop(0, "4472C4"), Stop(1, "203864")))
    assert styled_fill(element(f'<a:fillRef idx="1">{accent}</a:fillRef>'), styled) == Solid("4472C4")
    assert styled_fill(element(f'<a:fillRef idx="2">{accent}</a:fillRef>'), styled) == expected
    assert styled_fill(element(f'<p:bgRef idx="1001">{accent}</p:bgRef>'), styled) == expected
    assert styled_fill(element(f'<a:fillRef idx="0">{accent}</a:fillRef>'), styled) is NOTHING
    assert styled_fill(element(f'<a:fillRef idx="99">{accent}</a:fillRef>'), styled) == Solid("4472C4")
    assert styled_fill(None, styled) is None
    faint = accent.replace("/>", '><a:alpha val="50000"/></a:schemeClr>')
    assert styled_fill(element(f'<a:fillRef idx="1">{faint}</a:fillRef>'), styled) == Solid("4472C4", 0.5)


def test_a_line_with_everything() -> None:
    xml = (
        f'<a:ln w="25400" cap="rnd" cmpd="dbl"><a:solidFill>{RED}</a:solidFill><a:prstDash val="lgDashDot"/><a:miter lim="8"/>'
        '<a:headEnd type="oval" w="sm" len="lg"/><a:tailEnd type="triangle"/></a:ln>'
    )
    assert stroke(xml) == Stroke(
        paint=Solid("FF0000"),
        width=25_400,
        dash=(8, 3, 1, 3),
        cap="round",
        join="miter",
        head=Arrow("oval", 2, 5),
        tail=Arrow("triangle", 3, 3),
        compound="dbl",
    )


@pytest.mark.parametrize(
    ("dash", "expected"),
    [
        ("", ()),
        ('<a:prstDash val="solid"/>', ()),
        ('<a:prstDash val="sysDot"/>', (1, 1)),
        ('<a:prstDash val="sysDashDotDot"/>', (3, 1, 1, 1, 1, 1)),
        ('<a:custDash><a:ds d="300000" sp="150000"/></a:custDash>', (3.0, 1.5)),
        ('<a:custDash><a:ds d="0" sp="0"/></a:custDash>', ()),
        ("<a:custDash/>", ()),
    ],
)
def test_dashes(dash: str, expected: tuple[float, ...]) -> None:
    found = stroke(f"<a:ln><a:solidFill>{RED}</a:solidFill>{dash}</a:ln>")
    assert isinstance(found, Stroke)
    assert found.dash == expected
    assert found.width == 9_525


@pytest.mark.parametrize(
    ("width", "expected"), [("0", 3_175), ("-5", 3_175), ("999999999", 20_116_800), ("thick", 9_525)]
)
def test_absurd_widths(width: str, expected: int) -> None:
    found = stroke(f'<a:ln w="{width}"><a:solidFill>{RED}</a:solidFill></a:ln>')
    assert isinstance(found, Stroke)
    assert found.width == expected


def test_a_line_that_is_none_and_one_that_says_nothing() -> None:
    assert stroke("<a:ln><a:noFill/></a:ln>") is NOTHING
    assert stroke('<a:ln w="25400"/>') is None
    assert stroke_in(None, source()) is None


def test_a_line_of_a_pattern_has_its_front_colour() -> None:
    found = stroke(f'<a:ln><a:pattFill prst="pct50"><a:fgClr>{RED}</a:fgClr></a:pattFill></a:ln>')
    assert isinstance(found, Stroke)
    assert found.paint == Solid("FF0000")
