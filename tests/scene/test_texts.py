"""Text bodies: what paragraphs and runs look like after everything that they inherit."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from salespack.ooxml.packaging import Relationship
from salespack.scene.text.bodies import body_in
from salespack.scene.text.numbering import numeral
from salespack.typography.text import LINE_BREAK, Body, Paragraph, Run, Spacing, Tab
from tests.scene.scenes import element, image, source

LINK = Relationship("rId1", "…/hyperlink", "https://example.org/a", external=True)


def body(
    content: str, *styles: str, properties: tuple[str, ...] = (), run: Run | None = None, slide: int | None = None
) -> Body:
    """The body of a `p:txBody` with this content; `styles` are list styles, nearest first."""
    return body_in(
        element(f"<p:txBody>{content}</p:txBody>"),
        [element(f"<a:lstStyle>{one}</a:lstStyle>") for one in styles],
        source(LINK, image(), slides={"ppt/slides/slide1.xml": 1, "ppt/slides/slide3.xml": 3}, number=1),
        run=run,
        properties=[element(one) for one in properties],
        slide=slide,
    )


def paragraph(content: str, *styles: str) -> Paragraph:
    (found,) = body(f"<a:p>{content}</a:p>", *styles).paragraphs
    return found


def run(properties: str = "", *styles: str, text: str = "Text") -> Run:
    (found,) = paragraph(f"<a:r>{properties}<a:t>{text}</a:t></a:r>", *styles).runs
    return found


def bullets(*paragraphs: str) -> list[str | None]:
    """The bullets of paragraphs, each given as its properties and a text."""
    content = "".join(f"<a:p>{one}</a:p>" for one in paragraphs)
    return [one.bullet.run.text if one.bullet else None for one in body(content).paragraphs]


def numbered(level: int = 0, scheme: str = "arabicPeriod", more: str = "", text: str = "x") -> str:
    words = f"<a:r><a:t>{text}</a:t></a:r>" if text else ""
    return f'<a:pPr lvl="{level}"><a:buAutoNum type="{scheme}"{more}/></a:pPr>{words}'


def plain(level: int = 0) -> str:
    return f'<a:pPr lvl="{level}"><a:buNone/></a:pPr><a:r><a:t>x</a:t></a:r>'


# --- runs ------------------------------------------------------------------------------------------------------------


def test_text_of_which_nothing_is_said() -> None:
    found = body("<a:p><a:r><a:t>Text</a:t></a:r></a:p>")
    plain_run = Run(text="Text", typeface="Verdana", size=1_800)
    assert found == Body(paragraphs=(Paragraph(runs=(plain_run,), end=Run(text="", typeface="Verdana", size=1_800)),))


def test_what_a_run_says() -> None:
    properties = (
        '<a:rPr lang="fi-FI" sz="2400" b="1" i="true" u="dbl" strike="sngStrike" cap="small" spc="-50" baseline="30000">'
        '<a:solidFill><a:schemeClr val="accent2"><a:alpha val="50000"/></a:schemeClr></a:solidFill>'
        '<a:highlight><a:srgbClr val="FFFF00"/></a:highlight><a:latin typeface="+mj-lt"/><a:ea typeface="Meiryo"/>'
        '<a:cs typeface="Arial"/></a:rPr>'
    )
    assert run(properties) == Run(
        text="Text",
        typeface="Georgia",
        size=2_400,
        bold=True,
        italic=True,
        underline=True,
        strike=True,
        caps="small",
        spacing=-50,
        baseline=30_000,
        colour="ED7D31",
        alpha=0.5,
        highlight="FFFF00",
        east_asian="Meiryo",
        complex_script="Arial",
        language="fi-FI",
    )


@pytest.mark.parametrize(
    ("alpha", "expected"), [("0", (None, 1.0)), ("40000", ("000000", 0.4)), ("100000", ("000000", 1.0))]
)
def test_a_highlight_keeps_what_it_lets_through(alpha: str, expected: tuple[str | None, float]) -> None:
    """Of nothing it is none: programs between write it so, and a black bar would hide the words."""
    colour = f'<a:srgbClr val="000000"><a:alpha val="{alpha}"/></a:srgbClr>'
    found = run(f"<a:rPr><a:highlight>{colour}</a:highlight></a:rPr>")
    assert (found.highlight, found.highlight_alpha) == expected


def test_a_run_goes_before_its_level_and_near_styles_before_far_ones() -> None:
    near = '<a:lvl1pPr><a:defRPr sz="3000" b="1"/></a:lvl1pPr>'
    far = '<a:lvl1pPr><a:defRPr sz="4000" i="1" u="sng"><a:latin typeface="Arial"/></a:defRPr></a:lvl1pPr>'
    found = run('<a:rPr u="none"/>', near, far)
    assert (found.size, found.bold, found.italic, found.underline) == (3_000, True, True, False)
    assert found.typeface == "Arial"
    own = body(
        '<a:lstStyle><a:lvl1pPr><a:defRPr sz="1200"/></a:lvl1pPr></a:lstStyle><a:p><a:r><a:t>x</a:t></a:r></a:p>', near
    )
    assert own.paragraphs[0].runs[0].size == 1_200


def test_levels_are_apart() -> None:
    style = '<a:lvl1pPr><a:defRPr sz="3000"/></a:lvl1pPr><a:lvl2pPr marL="5"><a:defRPr sz="2000"/></a:lvl2pPr>'
    sizes = [
        one.runs[0].size
        for one in body(
            '<a:p><a:r><a:t>x</a:t></a:r></a:p><a:p><a:pPr lvl="1"/><a:r><a:t>x</a:t></a:r></a:p>'
            '<a:p><a:pPr lvl="99"/><a:r><a:t>x</a:t></a:r></a:p>',
            style,
        ).paragraphs
    ]
    assert sizes == [3_000, 2_000, 1_800]


def test_what_holds_where_nothing_is_said() -> None:
    base = Run(text="", typeface="Impact", size=900, bold=True, colour="123456")
    (found,) = body("<a:p><a:r><a:t>x</a:t></a:r></a:p>", run=base).paragraphs[0].runs
    assert (found.typeface, found.size, found.bold, found.colour) == ("Impact", 900, True, "123456")


def test_a_paragraph_may_say_how_its_runs_look() -> None:
    found = paragraph('<a:pPr><a:defRPr sz="9900" b="1"/></a:pPr><a:r><a:rPr b="0"/><a:t>x</a:t></a:r>')
    assert (found.runs[0].size, found.runs[0].bold, found.end.size) == (9_900, False, 9_900)


def test_a_gradient_and_no_fill_as_the_colour_of_letters() -> None:
    stops = '<a:gs pos="0"><a:srgbClr val="FF0000"/></a:gs><a:gs pos="100000"><a:srgbClr val="0000FF"/></a:gs>'
    assert run(f"<a:rPr><a:gradFill><a:gsLst>{stops}</a:gsLst></a:gradFill></a:rPr>").colour == "800080"
    assert run("<a:rPr><a:noFill/></a:rPr>").alpha == 0.0
    outlined = run('<a:rPr><a:ln><a:solidFill><a:srgbClr val="00FF00"/></a:solidFill></a:ln><a:noFill/></a:rPr>')
    assert (outlined.colour, outlined.alpha) == ("00FF00", 1.0)


@pytest.mark.parametrize(
    ("size", "expected"), [("0", 100), ("-1", 100), ("99999999999", 400_000), ("big", 1_800), ("1e400", 1_800)]
)
def test_absurd_sizes(size: str, expected: int) -> None:
    assert run(f'<a:rPr sz="{size}"/>').size == expected


def test_typefaces_of_other_scripts_follow_the_language() -> None:
    seen = source()
    seen = seen._replace(
        theme=replace(seen.theme, fonts={"+mn:Jpan": "Meiryo", "+mn:Hans": "SimSun", "+mn-cs": "Tahoma"})
    )

    def east_asian(language: str, text: str) -> str:
        xml = f'<p:txBody><a:p><a:r><a:rPr lang="{language}"/><a:t>{text}</a:t></a:r></a:p></p:txBody>'
        (found,) = body_in(element(xml), [], seen).paragraphs[0].runs
        assert found.complex_script == "Tahoma"
        return found.east_asian

    assert east_asian("ja-JP", "x") == "Meiryo"
    assert east_asian("zh-CN", "x") == "SimSun"
    assert east_asian("zh-TW", "x") == ""
    assert east_asian("en-US", "かな") == "Meiryo"
    assert east_asian("en-US", "x") == ""


def test_breaks_tabs_and_line_feeds_in_text() -> None:
    found = paragraph("<a:r><a:t>a\tb\nc</a:t></a:r><a:br><a:rPr sz='900'/></a:br><a:r><a:t>d</a:t></a:r>")
    assert [one.text for one in found.runs] == ["a\tb c", LINE_BREAK, "d"]
    assert found.runs[1].size == 900


def test_fields() -> None:
    xml = '<a:p><a:fld type="slidenum"><a:t>‹#›</a:t></a:fld><a:fld type="datetime1"><a:t>1.2.2026</a:t></a:fld></a:p>'
    assert body(xml, slide=7).text == "71.2.2026"
    assert body(xml).text == "‹#›1.2.2026"


def test_the_end_of_a_paragraph_gives_its_height() -> None:
    assert paragraph('<a:endParaRPr sz="600"/>').end.size == 600
    assert paragraph("", '<a:lvl1pPr><a:defRPr sz="3000"/></a:lvl1pPr>').end.size == 3_000


# --- links -----------------------------------------------------------------------------------------------------------


def linked(link: str, more: str = "") -> Run:
    return run(f"<a:rPr>{more}<a:hlinkClick {link}</a:rPr>")


def test_a_link_has_its_colour_and_is_underlined_whatever_the_run_says() -> None:
    found = linked('r:id="rId1"/>', '<a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>')
    assert (found.href, found.colour, found.underline) == ("https://example.org/a", "0563C1", True)


def test_a_link_that_keeps_the_colour_of_its_text() -> None:
    extension = (
        'r:id="rId1"><a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}"><ahyp:hlinkClr val="tx"'
        ' xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor"/></a:ext></a:extLst></a:hlinkClick>'
    )
    found = linked(extension, '<a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>')
    assert (found.colour, found.underline) == ("FF0000", True)


@pytest.mark.parametrize(
    ("target", "action", "external", "expected"),
    [
        ("ppt/slides/slide3.xml", "ppaction://hlinksldjump", False, "#3"),
        ("ppt/slides/slide9.xml", "ppaction://hlinksldjump", False, None),
        ("mailto:a@example.org", "", True, "mailto:a@example.org"),
        ("HTTPS://example.org", "", True, "HTTPS://example.org"),
        ("file:///etc/passwd", "", True, None),
        ("javascript:alert(1)", "", True, None),
        ("notes.docx", "", True, None),
        ("", "ppaction://hlinkshowjump?jump=nextslide", True, "#2"),
        ("", "ppaction://hlinkshowjump?jump=lastslide", True, "#2"),
        ("", "ppaction://hlinkshowjump?jump=previousslide", True, None),
        ("", "ppaction://hlinkshowjump?jump=endshow", True, None),
    ],
)
def test_where_links_lead(target: str, action: str, external: bool, expected: str | None) -> None:
    link = Relationship("rId1", "…/x", target, external)
    seen = source(link, slides={"ppt/slides/slide1.xml": 1, "ppt/slides/slide3.xml": 3}, number=1)
    xml = f'<p:txBody><a:p><a:r><a:rPr><a:hlinkClick r:id="rId1" action="{action}"/></a:rPr><a:t>x</a:t></a:r></a:p></p:txBody>'
    (found,) = body_in(element(xml), [], seen).paragraphs[0].runs
    assert found.href == expected
    assert found.underline == (expected is not None)


# --- paragraphs ------------------------------------------------------------------------------------------------------


def test_what_a_paragraph_says() -> None:
    properties = (
        '<a:pPr marL="360000" marR="1000" indent="-360000" algn="just" rtl="1" defTabSz="500">'
        '<a:lnSpc><a:spcPct val="90000"/></a:lnSpc><a:spcBef><a:spcPts val="600"/></a:spcBef>'
        '<a:spcAft><a:spcPct val="20%"/></a:spcAft>'
        '<a:tabLst><a:tab pos="900" algn="r"/><a:tab pos="300"/></a:tabLst></a:pPr>'
    )
    found = paragraph(f"{properties}<a:r><a:t>x</a:t></a:r>")
    assert (found.left, found.right, found.indent, found.align) == (360_000, 1_000, -360_000, "just")
    assert (found.rtl, found.default_tab) == (True, 500)
    assert (found.line, found.before, found.after) == (Spacing(0.9), Spacing(exact=76_200), Spacing(0.2))
    assert found.tabs == (Tab(300), Tab(900, "r"))


def test_paragraphs_inherit_each_attribute_on_its_own() -> None:
    style = '<a:lvl1pPr marL="500" indent="-200" algn="ctr"><a:lnSpc><a:spcPts val="1000"/></a:lnSpc></a:lvl1pPr>'
    found = paragraph('<a:pPr marL="0"/><a:r><a:t>x</a:t></a:r>', style)
    assert (found.left, found.indent, found.align, found.line) == (0, -200, "ctr", Spacing(exact=127_000))


def test_absurd_paragraphs() -> None:
    found = paragraph('<a:pPr marL="-5" indent="1e99" algn="x"><a:lnSpc><a:spcPct val="-1"/></a:lnSpc></a:pPr>')
    assert (found.left, found.indent, found.align, found.line) == (0, 51_206_400, "l", Spacing(0.0))


# --- bullets ---------------------------------------------------------------------------------------------------------


def test_a_bullet_is_as_its_paragraph_begins() -> None:
    xml = (
        '<a:pPr><a:buChar char="–"/></a:pPr><a:r><a:rPr sz="2000" b="1" u="sng"><a:solidFill><a:srgbClr val="FF0000"/>'
        "</a:solidFill></a:rPr><a:t>x</a:t></a:r>"
    )
    found = paragraph(xml).bullet
    assert found is not None
    assert found.run == Run(text="–", typeface="Verdana", size=2_000, bold=True, colour="FF0000")


def test_a_bullet_with_looks_of_its_own_and_without_them_again() -> None:
    style = (
        '<a:lvl1pPr><a:buClr><a:srgbClr val="00FF00"/></a:buClr><a:buSzPct val="50000"/><a:buFont typeface="Arial"/>'
        '<a:buChar char="•"/></a:lvl1pPr>'
    )
    found = paragraph("<a:r><a:t>x</a:t></a:r>", style).bullet
    assert found is not None
    assert (found.run.colour, found.run.size, found.run.typeface) == ("00FF00", 900, "Arial")
    as_text = "<a:pPr><a:buClrTx/><a:buSzTx/><a:buFontTx/></a:pPr><a:r><a:t>x</a:t></a:r>"
    found = paragraph(as_text, style).bullet
    assert found is not None
    assert (found.run.colour, found.run.size, found.run.typeface) == ("000000", 1_800, "Verdana")
    points = '<a:pPr><a:buSzPts val="700"/></a:pPr><a:r><a:t>x</a:t></a:r>'
    found = paragraph(points, style).bullet
    assert found is not None
    assert found.run.size == 700


def test_a_bullet_of_a_symbol_typeface_is_unicode() -> None:
    found = paragraph(
        '<a:pPr><a:buFont typeface="Wingdings"/><a:buChar char="Ø"/></a:pPr><a:r><a:t>x</a:t></a:r>'
    ).bullet
    assert found is not None
    assert (found.run.text, found.run.typeface) == ("➢", "Verdana")


def test_a_picture_as_a_bullet() -> None:
    xml = '<a:pPr><a:buBlip><a:blip r:embed="{}"/></a:buBlip></a:pPr><a:r><a:t>x</a:t></a:r>'
    found = paragraph(xml.format("rId9")).bullet
    assert found is not None
    assert (found.picture, found.run.size) == ("ppt/media/a.png", 1_800)
    lost = paragraph(xml.format("rId8")).bullet
    assert lost is not None
    assert (lost.picture, lost.run.text) == (None, "•")


def test_no_bullet_where_there_is_no_text_or_it_is_taken_away() -> None:
    style = '<a:lvl1pPr><a:buChar char="•"/></a:lvl1pPr>'
    assert paragraph("", style).bullet is None
    assert paragraph("<a:pPr><a:buNone/></a:pPr><a:r><a:t>x</a:t></a:r>", style).bullet is None


def test_numbers_count_on_at_each_level_and_begin_anew_below_another() -> None:
    assert bullets(numbered(), numbered(1), numbered(1), numbered(), numbered(1)) == ["1.", "1.", "2.", "2.", "1."]


def test_what_breaks_a_count_and_what_does_not() -> None:
    assert bullets(numbered(), plain(), numbered()) == ["1.", None, "1."]
    assert bullets(numbered(), plain(1), numbered()) == ["1.", None, "2."]
    assert bullets(numbered(), numbered(text=""), numbered()) == ["1.", None, "2."]
    assert bullets(numbered(), numbered(scheme="alphaLcParenR"), numbered()) == ["1.", "a)", "1."]
    assert bullets(numbered(more=' startAt="5"'), numbered(more=' startAt="5"'), numbered()) == ["5.", "6.", "1."]


@pytest.mark.parametrize(
    ("scheme", "number", "expected"),
    [
        ("arabicPeriod", 12, "12."), ("arabicParenR", 3, "3)"), ("arabicParenBoth", 3, "(3)"), ("arabicPlain", 3, "3"),
        ("alphaLcPeriod", 26, "z."), ("alphaUcParenBoth", 28, "(BB)"), ("romanUcPeriod", 1994, "MCMXCIV."),
        ("romanLcParenR", 4, "iv)"), ("circleNumDbPlain", 20, "⑳"), ("circleNumWdBlackPlain", 3, "❸"),
        ("circleNumWdWhitePlain", 21, "㉑"), ("arabicDbPeriod", 10, "１０."), ("ea1JpnChsDbPeriod", 2, "２."),
        ("ea1ChsPeriod", 21, "二十一."), ("ea1JpnKorPlain", 10, "十"), ("ea1ChtPlain", 105, "一〇五"),
        ("hebrew2Minus", 1, "א-"), ("arabic1Minus", 2, "ب-"), ("arabic2Minus", 3, "ج-"), ("thaiAlphaPeriod", 1, "ก."),
        ("thaiNumParenR", 12, "๑๒)"), ("hindiNumPeriod", 3, "३."), ("hindiAlpha1Period", 1, "क."),
        ("hindiAlphaPeriod", 1, "अ."), ("nonsense", 4, "4."), ("arabicPeriod", -3, "1."), ("alphaLcPeriod", 99_999, "gggggggg."),
    ],
)  # fmt: skip
def test_schemes_of_numbers(scheme: str, number: int, expected: str) -> None:
    assert numeral(scheme, number) == expected


# --- frames ----------------------------------------------------------------------------------------------------------


def test_what_a_frame_says() -> None:
    found = body(
        '<a:bodyPr lIns="1" tIns="2" rIns="3" bIns="4" anchor="b" anchorCtr="1" wrap="none" numCol="2" spcCol="5"'
        ' vert="vert270" rot="2700000"><a:normAutofit fontScale="62500" lnSpcReduction="20000"/></a:bodyPr><a:p/>'
    )
    assert found.insets == (1, 2, 3, 4)
    assert (found.anchor, found.centred, found.wrap) == ("b", True, False)
    assert (found.columns, found.column_gap, found.direction, found.rotation) == (2, 5, "vert270", 45.0)
    assert (found.autofit, found.font_scale, found.line_reduction) == ("shrink", 0.625, 0.2)


def test_frames_inherit_each_attribute_on_its_own_and_autofit_as_a_whole() -> None:
    near = '<a:bodyPr lIns="7"><a:normAutofit fontScale="50000"/></a:bodyPr>'
    far = '<a:bodyPr lIns="8" tIns="9" anchor="ctr"><a:spAutoFit/></a:bodyPr>'
    found = body('<a:bodyPr rIns="1"/><a:p/>', properties=(near, far))
    assert found.insets == (7, 9, 1, 45_720)
    assert (found.anchor, found.autofit, found.font_scale) == ("ctr", "shrink", 0.5)
    own = body("<a:bodyPr><a:noAutofit/></a:bodyPr><a:p/>", properties=(near,))
    assert (own.autofit, own.font_scale) == ("none", 1.0)


def test_absurd_frames() -> None:
    found = body(
        '<a:bodyPr lIns="x" tIns="1e30" anchor="up" numCol="900" vert="down" wrap="maybe"><a:normAutofit fontScale="0"/>'
        "</a:bodyPr><a:p/>"
    )
    assert found.insets == (91_440, 51_206_400, 91_440, 45_720)
    assert (found.anchor, found.columns, found.direction, found.wrap, found.font_scale) == ("t", 16, "horz", True, 1.0)


def test_formulas_are_read_from_what_stands_for_them() -> None:
    xml = (
        '<mc:AlternateContent><mc:Choice Requires="a14"><a:r><a:t>formula</a:t></a:r></mc:Choice>'
        "<mc:Fallback><a:r><a:t>E = mc²</a:t></a:r></mc:Fallback></mc:AlternateContent>"
    )
    assert paragraph(xml).text == "E = mc²"
