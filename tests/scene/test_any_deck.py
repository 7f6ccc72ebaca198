"""Whatever a slide says, reading it gives a scene or one clear problem; and laws of places in groups."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salespack.graphics.boxes import Box
from salespack.ooxml.transforms import Group, Place, on_slide
from salespack.problems.problem import UserFault
from salespack.scene.model import SlideScene
from salespack.scene.reading import read_scene
from tests.powerpoint.packages import CONTENT, layout_xml, master_xml, rels, theme_xml
from tests.scene.scenes import deck, frame, group, pic, slide_xml, sp
from tests.searching import searching

PARAGRAPHS = (
    '<a:bodyPr lIns="1" anchor="ctr" numCol="2" rot="60000"><a:normAutofit fontScale="50000" lnSpcReduction="10000"/>'
    '</a:bodyPr><a:lstStyle><a:lvl1pPr marL="5" indent="-5"><a:buSzPct val="80000"/><a:buFont typeface="Wingdings"/>'
    '<a:buChar char="§"/><a:defRPr sz="2000"/></a:lvl1pPr></a:lstStyle><a:p><a:pPr lvl="1" algn="r"><a:lnSpc><a:spcPct'
    ' val="90000"/></a:lnSpc><a:spcBef><a:spcPts val="600"/></a:spcBef><a:buAutoNum type="romanLcParenR" startAt="3"/>'
    '<a:tabLst><a:tab pos="7" algn="dec"/></a:tabLst></a:pPr><a:r><a:rPr sz="1800" spc="5" baseline="30000"'
    ' lang="ja-JP"><a:solidFill><a:schemeClr val="accent1"><a:lumMod val="50000"/><a:alpha val="5"/></a:schemeClr>'
    '</a:solidFill><a:hlinkClick r:id="rId7" action="ppaction://hlinksldjump"/></a:rPr><a:t>x</a:t></a:r><a:br/>'
    '<a:fld type="slidenum"><a:t>1</a:t></a:fld><a:endParaRPr sz="5"/></a:p>'
)
SHAPES = (
    sp(
        '<a:prstGeom prst="roundRect"><a:avLst><a:gd name="adj" fmla="val 5000"/></a:avLst></a:prstGeom><a:gradFill>'
        '<a:gsLst><a:gs pos="0"><a:srgbClr val="FF0000"/></a:gs><a:gs pos="100000"><a:hslClr hue="5" sat="6" lum="7"/>'
        '</a:gs></a:gsLst><a:lin ang="5400000" scaled="1"/></a:gradFill><a:ln w="12700" cap="rnd"><a:pattFill'
        ' prst="pct5"/><a:custDash><a:ds d="100000" sp="200000"/></a:custDash><a:tailEnd type="oval"/></a:ln>',
        PARAGRAPHS,
        transform=' rot="5400000" flipH="1"',
        style='<p:style><a:lnRef idx="1"/><a:fillRef idx="2"/><a:effectRef idx="1"/><a:fontRef idx="minor"/></p:style>',
    )
    + sp("", PARAGRAPHS, ph='type="body" idx="1"', box=None)
    + group(
        pic('<a:prstGeom prst="ellipse"/>', fill='<a:srcRect l="5"/><a:tile tx="1" sx="5"/>'),
        (0, 0, 9, 9),
        (1, 1, 4, 4),
    )
    + frame(
        '<a:tbl><a:tblGrid><a:gridCol w="5"/></a:tblGrid><a:tr h="5"><a:tc><a:txBody><a:p/></a:txBody></a:tc></a:tr></a:tbl>'
    )
    + frame('<dgm:relIds r:dm="rId5"/>')
    + frame('<p:oleObj progId="x" spid="y"/>')
    + frame('<c:chart r:id="rId6"/>')
)
LINKS = [("rId7", "slide", "slide1.xml"), ("rId9", "image", "../media/a.png"), ("rId6", "chart", "../charts/a.xml")]
PARTS = {
    "ppt/slides/slide1.xml": slide_xml(
        SHAPES, background='<p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg>'
    ),
    "ppt/slideLayouts/slideLayout1.xml": layout_xml(CONTENT),
    "ppt/slideMasters/slideMaster1.xml": master_xml(1),
    "ppt/theme/theme1.xml": theme_xml(),
    "ppt/slides/_rels/slide1.xml.rels": rels(("rId1", "slideLayout", "../slideLayouts/slideLayout1.xml"), *LINKS),
}
VALUES = ("", "-1", "0", "x", "nan", "inf", "1e308", "9" * 400, "50%", "true", "rId1", "rId6", "../../..", "٣", "#1")
Change = Callable[[ElementTree.Element, list[ElementTree.Element], int, str], None]


def _set(one: ElementTree.Element, _: list[ElementTree.Element], number: int, value: str) -> None:
    if one.attrib:
        one.set(sorted(one.attrib)[number % len(one.attrib)], value)


def _drop(one: ElementTree.Element, _: list[ElementTree.Element], number: int, __: str) -> None:
    if one.attrib:
        del one.attrib[sorted(one.attrib)[number % len(one.attrib)]]


def _empty(one: ElementTree.Element, *_: object) -> None:
    del one[:]


def _rename(one: ElementTree.Element, listed: list[ElementTree.Element], number: int, _: str) -> None:
    one.tag = listed[number % len(listed)].tag


CHANGES: tuple[Change, ...] = (_set, _set, _set, _drop, _empty, _rename)


@pytest.mark.slow
@given(
    part=st.sampled_from(sorted(PARTS)),
    changes=st.lists(
        st.tuples(st.sampled_from(CHANGES), st.integers(0, 500), st.integers(0, 500), st.sampled_from(VALUES)),
        min_size=1,
        max_size=6,
    ),
)
@searching(150)
def test_broken_markup_is_told_or_tolerated(part: str, changes: list[tuple[Change, int, int, str]]) -> None:
    root = ElementTree.fromstring(PARTS[part])
    for change, at, number, value in changes:
        listed = list(root.iter())
        change(listed[at % len(listed)], listed, number, value)
    parts: dict[str, str | bytes] = {
        **PARTS,
        "ppt/media/a.png": b"PNG",
        "ppt/charts/a.xml": "<x/>",
        part: ElementTree.tostring(root),
    }
    content = deck(PARTS["ppt/slides/slide1.xml"], links=LINKS, parts=parts)
    try:
        found = read_scene(content)
    except UserFault as fault:
        assert fault.problems
    else:
        assert all(isinstance(one, SlideScene) for one in found.slides)


def test_the_deck_that_is_broken_is_whole() -> None:
    found = read_scene(deck(PARTS["ppt/slides/slide1.xml"], links=LINKS, parts={**PARTS, "ppt/media/a.png": b"PNG"}))
    assert [type(one).__name__ for one in found.slides[0].shapes] == [
        "AutoShape", "AutoShape", "PictureShape", "TableShape", "Undrawn", "Undrawn", "Undrawn",
    ]  # fmt: skip


BOXES = st.builds(Box, *[st.integers(-(10**7), 10**7)] * 2, *[st.integers(1, 10**7)] * 2)
PLACES = st.builds(Place, BOXES, st.integers(0, 359).map(float), st.booleans(), st.booleans())


def near(one: Place, other: Place) -> bool:
    turned = abs(one.rotation - other.rotation) % 360
    lengths = zip(
        (one.box.x, one.box.y, one.box.cx, one.box.cy),
        (other.box.x, other.box.y, other.box.cx, other.box.cy),
        strict=True,
    )
    same = (one.flip_h, one.flip_v) == (other.flip_h, other.flip_v) and min(turned, 360 - turned) < 1e-6
    return same and all(abs(a - b) <= 4 for a, b in lengths)


@given(place=PLACES, box=BOXES)
@searching(150)
def test_a_group_that_lies_as_its_members_do_changes_nothing(place: Place, box: Box) -> None:
    assert near(on_slide(place, [Group(Place(box), box)]), place)


@pytest.mark.slow
@given(place=PLACES, box=BOXES, angle=st.integers(0, 359))
@searching(150)
def test_a_group_turned_back_is_as_it_was(place: Place, box: Box, angle: int) -> None:
    there, back = Group(Place(box, float(angle)), box), Group(Place(box, 360.0 - angle), box)
    assert near(on_slide(place, [back, there]), place)


@given(place=PLACES, box=BOXES, flips=st.tuples(st.booleans(), st.booleans()))
@searching(150)
def test_a_group_mirrored_twice_is_as_it_was(place: Place, box: Box, flips: tuple[bool, bool]) -> None:
    mirrored = Group(Place(box, 0.0, *flips), box)
    assert near(on_slide(place, [mirrored, mirrored]), place)
