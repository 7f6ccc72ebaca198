from __future__ import annotations

import importlib.util
import io
import re
from collections import Counter
from pathlib import Path
from types import ModuleType

import msgspec
import pptx
import pytest

from salespack.graphics.boxes import Box
from salespack.ooxml.markup import A, P, parse
from salespack.ooxml.packaging import (
    OFFICE_RELATIONSHIPS,
    PRESENTATION,
    PRESENTATION_TYPE,
    PackageWriter,
    Relationship,
    relationships_xml,
)
from salespack.ooxml.reading import read_package
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.brand.model import Brand, Placeholder, presentation_with_slides, relationships_with
from salespack.powerpoint.brand.settings import ROLE_NAMES, BrandSettings, MinimumSizes
from salespack.problems.problem import UserFault
from salespack.scene.tables.built_in_styles import DEFAULT_STYLE

from .packages import (
    CONTENT,
    HEIGHT,
    MASTER_SHAPES,
    NAMES,
    OFFICE,
    TITLE,
    TITLE_ONLY,
    TYPES,
    WIDTH,
    Plan,
    Shape,
    brand_parts,
    master_xml,
    rels,
    replace,
    tree,
    unzip,
    write_zip,
)

BRANDS = (
    "icon-core.potx", "m3-japan-a4.pptx", "nhs-england.pptx", "openchain-2025.pptx", "openchain-case-study-en.pptx",
    "openchain-case-study-ja.pptx", "potxkit-4x3.potx", "rstudio.potx", "sap-4x3.pptx", "ufrj-mecanon.potx",
    "w3c-wot.potx",
)  # fmt: skip


def compiled(tmp_path: Path, parts: dict[str, str | bytes], settings: BrandSettings | None = None) -> Brand:
    return compile_brand(write_zip(tmp_path / "brand.pptx", parts), settings)


def deck_without_slides(brand: Brand) -> bytes:
    """The least that a writer can make of a brand."""
    writer = PackageWriter()
    for part in brand.parts:
        writer.copy(part)
    writer.add(PRESENTATION, PRESENTATION_TYPE, presentation_with_slides(brand, []))
    writer.add("ppt/_rels/presentation.xml.rels", "", relationships_with(brand, []))
    main = Relationship("rId1", OFFICE_RELATIONSHIPS + "/officeDocument", PRESENTATION)
    writer.add("_rels/.rels", "", relationships_xml([main], ""))
    return writer.finish()


def placeholder(brand: Brand, layout: str, idx: int) -> Placeholder:
    return next(ph for one in brand.layouts if one.name == layout for ph in one.placeholders if ph.idx == idx)


def fault_of(tmp_path: Path, parts: dict[str, str | bytes], settings: BrandSettings | None = None) -> UserFault:
    with pytest.raises(UserFault) as caught:
        compiled(tmp_path, parts, settings)
    return caught.value


# --- which parts stay


def test_sample_slides_and_all_that_only_they_use_are_gone(tmp_path: Path) -> None:
    parts = brand_parts(slides=[1, 1]) | {
        "ppt/slides/_rels/slide1.xml.rels": rels(
            ("rId1", "slideLayout", "../slideLayouts/slideLayout2.xml"),
            ("rId2", "notesSlide", "../notesSlides/notesSlide1.xml"),
            ("rId3", "image", "../media/image1.png"),
            ("rId4", "image", "../media/image2.png"),
            ("rId5", "chart", "../charts/chart1.xml"),
            ("rId6", "tags", "../tags/tag1.xml"),
            ("rId7", "customXml", "../../customXml/item1.xml"),
        ),
        "ppt/notesSlides/notesSlide1.xml": "<x>SECRET</x>",
        "ppt/media/image1.png": b"SECRET",
        "ppt/media/image2.png": b"logo",
        "ppt/charts/chart1.xml": "<x>SECRET</x>",
        "ppt/charts/_rels/chart1.xml.rels": rels(("rId1", "package", "../embeddings/book.xlsx")),
        "ppt/embeddings/book.xlsx": b"SECRET",
        "ppt/tags/tag1.xml": "<x>SECRET</x>",
        "customXml/item1.xml": "<x>SECRET</x>",
        "docProps/app.xml": "<x>SECRET</x>",
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": rels(
            ("rId1", "slideMaster", "../slideMasters/slideMaster1.xml"), ("rId2", "image", "../media/image2.png")
        ),
    }
    members = unzip(deck_without_slides(compiled(tmp_path, parts)))
    assert not [name for name, content in members.items() if b"SECRET" in content]
    assert not [name for name in members if "slides/" in name.lower() or "charts" in name]
    assert members["ppt/media/image2.png"] == b"logo"


@pytest.mark.parametrize(
    "kind", ["vbaProject", "printerSettings", "viewProps", "commentAuthors", "customUI", "customXml"]
)
def test_what_belongs_to_the_file_and_not_to_the_brand_is_dropped(tmp_path: Path, kind: str) -> None:
    links = rels(("rId1", "slideMaster", "slideMasters/slideMaster1.xml"), ("rId7", kind, "thing.bin"))
    parts = brand_parts() | {"ppt/_rels/presentation.xml.rels": links, "ppt/thing.bin": b"SECRET"}
    brand = compiled(tmp_path, parts)
    assert "ppt/thing.bin" not in {part.name for part in brand.parts}
    assert b"thing.bin" not in brand.presentation_relationships


def test_every_deck_says_how_it_is_shown_and_nothing_of_how_the_brand_was_looked_at(tmp_path: Path) -> None:
    """PowerPoint has offered to repair files without these parts; what the brand's file says of the show stays."""
    own = f'<p:presentationPr {NAMES}><p:showPr loop="1"/></p:presentationPr>'
    links = rels(
        ("rId1", "slideMaster", "slideMasters/slideMaster1.xml"), ("rId8", "presProps", "presProps.xml"),
        ("rId9", "viewProps", "viewProps.xml"),
    )  # fmt: skip
    given = {"ppt/_rels/presentation.xml.rels": links, "ppt/presProps.xml": own, "ppt/viewProps.xml": "<SECRET/>"}
    for parts, show in ((brand_parts(), "<p:presentationPr "), (brand_parts() | given, own)):
        members = unzip(deck_without_slides(compiled(tmp_path, parts)))
        assert show.encode() in members["ppt/presProps.xml"]
        assert b"<p:viewPr " in members["ppt/viewProps.xml"] and b"SECRET" not in members["ppt/viewProps.xml"]
        related = members["ppt/_rels/presentation.xml.rels"]
        assert related.count(b'/viewProps"') == related.count(b'/presProps"') == 1
        assert b"presentationml.viewProps+xml" in members["[Content_Types].xml"]


@pytest.mark.parametrize("embedded", [True, False])
def test_a_brands_picture_does_not_say_which_file_it_is_linked_to(tmp_path: Path, embedded: bool) -> None:
    parts = brand_parts() | {
        "ppt/media/image1.png": b"logo",
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": rels(
            ("rId1", "slideMaster", "../slideMasters/slideMaster1.xml"), ("rId2", "image", "../media/image1.png")
        ).replace(
            "</Relationships>",
            f'<Relationship Id="rId9" Type="{OFFICE_RELATIONSHIPS}/image" Target="file:///C:\\Users\\jane\\logo.png"'
            ' TargetMode="External"/></Relationships>',
        ),
    }
    shown = ' r:embed="rId2"' if embedded else ""
    picture = (
        '<p:pic><p:nvPicPr><p:cNvPr id="90" name="Logo"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
        f'<a:blip{shown} r:link="rId9"/></p:blipFill><p:spPr/></p:pic></p:spTree>'
    )
    layout = str(parts["ppt/slideLayouts/slideLayout1.xml"]).replace("</p:spTree>", picture)
    members = unzip(deck_without_slides(compiled(tmp_path, parts | {"ppt/slideLayouts/slideLayout1.xml": layout})))
    assert not [name for name, content in members.items() if b"jane" in content or b"rId9" in content]
    assert (b'<a:blip r:embed="rId2"/>' in members["ppt/slideLayouts/slideLayout1.xml"]) is embedded


def test_macros_leave_a_plain_presentation(tmp_path: Path) -> None:
    parts = brand_parts(main_type="application/vnd.ms-powerpoint.template.macroEnabled.main+xml")
    members = unzip(deck_without_slides(compiled(tmp_path, parts)))
    assert b"macroEnabled" not in members["[Content_Types].xml"]


def test_a_link_from_a_layout_to_a_sample_slide_goes_with_the_slide(tmp_path: Path) -> None:
    link = '<a:hlinkClick r:id="rId2" action="ppaction://hlinksldjump"/>'
    parts = brand_parts([TITLE, Plan("Body", "obj", (Shape("title", link=link), Shape(None, 1)))], slides=[0]) | {
        "ppt/slideLayouts/_rels/slideLayout2.xml.rels": rels(
            ("rId1", "slideMaster", "../slideMasters/slideMaster1.xml"), ("rId2", "slide", "../slides/slide1.xml")
        )
    }
    members = unzip(deck_without_slides(compiled(tmp_path, parts)))
    assert b"hlinkClick" not in members["ppt/slideLayouts/slideLayout2.xml"]
    assert b"slides/slide1" not in members["ppt/slideLayouts/_rels/slideLayout2.xml.rels"]
    assert b'<p:ph type="title"/>' in members["ppt/slideLayouts/slideLayout2.xml"]


def test_the_show_settings_name_no_slides(tmp_path: Path) -> None:
    links = rels(("rId1", "slideMaster", "slideMasters/slideMaster1.xml"), ("rId7", "presProps", "presProps.xml"))
    settings = '<p:presentationPr xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:showPr loop="1"><p:present/><p:sldRg st="2" end="4"/></p:showPr></p:presentationPr>'  # fmt: skip
    parts = brand_parts() | {"ppt/_rels/presentation.xml.rels": links, "ppt/presProps.xml": settings}
    content = unzip(deck_without_slides(compiled(tmp_path, parts)))["ppt/presProps.xml"]
    assert content == settings.replace('<p:sldRg st="2" end="4"/>', "").encode()


# --- presentation.xml

SECTIONS = (
    '<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst'
    ' xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="SECRET"/>'
    '</p14:sectionLst></p:ext><p:ext uri="{EFAFB233-063F-42B5-8137-9DF3F51BA10A}"><keep/></p:ext></p:extLst>'
)
SHOWS = '<p:custShowLst><p:custShow name="SECRET" id="0"><p:sldLst/></p:custShow></p:custShowLst>'


def test_the_presentation_names_no_slides_and_is_otherwise_as_it_was(tmp_path: Path) -> None:
    given = brand_parts(slides=[1], presentation_start=' firstSlideNum="0"', presentation_end=SHOWS + SECTIONS)
    plain = brand_parts(presentation_start=' firstSlideNum="0"', presentation_end=SECTIONS)
    brand = compiled(tmp_path, given)
    section = SECTIONS[SECTIONS.index("<p:ext ") : SECTIONS.index('<p:ext uri="{EFA')]
    assert brand.presentation.decode() == str(plain["ppt/presentation.xml"]).replace(section, "")
    assert b"slides/" not in brand.presentation_relationships


def test_slides_and_notes_master_are_listed_at_the_schemas_place(tmp_path: Path) -> None:
    brand = compiled(tmp_path, brand_parts(slides=[1]))
    root = parse(presentation_with_slides(brand, [(256, "rId7"), (257, "rId8")], notes_master="rId9"))
    assert [child.tag.removeprefix(P) for child in root][:4] == [
        "sldMasterIdLst",
        "notesMasterIdLst",
        "sldIdLst",
        "sldSz",
    ]
    assert [slide.get("id") for slide in root.iter(f"{P}sldId")] == ["256", "257"]
    assert brand.notes_master is None


def test_slides_come_behind_the_handout_master(tmp_path: Path) -> None:
    lists = '</p:sldMasterIdLst><p:handoutMasterIdLst><p:handoutMasterId r:id="rId5"/></p:handoutMasterIdLst>'
    parts = replace(brand_parts(), "ppt/presentation.xml", "</p:sldMasterIdLst>", lists)
    root = parse(presentation_with_slides(compiled(tmp_path, parts), [(256, "rId7")], notes_master="rId9"))
    names = [child.tag.removeprefix(P) for child in root]
    assert names[:4] == ["sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst", "sldIdLst"]


def test_other_prefixes_are_respected(tmp_path: Path) -> None:
    parts = brand_parts(slides=[1])
    text = re.sub("(</?)p:", r"\1ns0:", str(parts["ppt/presentation.xml"])).replace("xmlns:p=", "xmlns:ns0=")
    text = text.replace("xmlns:r=", "xmlns:rel=").replace("r:id", "rel:id")
    brand = compiled(tmp_path, parts | {"ppt/presentation.xml": text})
    root = parse(presentation_with_slides(brand, [(256, "rId7")]))
    (slide,) = root.iter(f"{P}sldId")
    assert dict(slide.attrib) == {"id": "256", f"{{{OFFICE_RELATIONSHIPS}}}id": "rId7"}


def test_a_presentation_in_utf16_is_brought_to_utf8(tmp_path: Path) -> None:
    parts = brand_parts(slides=[1])
    text = '<?xml version="1.0" encoding="utf-16"?>' + str(parts["ppt/presentation.xml"])
    brand = compiled(tmp_path, parts | {"ppt/presentation.xml": text.encode("utf-16")})
    assert len(list(parse(presentation_with_slides(brand, [(256, "rId7")])).iter(f"{P}sldId"))) == 1


def test_relationships_are_added_under_free_ids(tmp_path: Path) -> None:
    brand = compiled(tmp_path, brand_parts(slides=[1, 1]))
    added = Relationship(f"rId{brand.free_relationship_id}", OFFICE + "slide", "ppt/slides/slide1.xml")
    rows = [dict(row.attrib) for row in parse(relationships_with(brand, [added]))]
    assert Counter(row["Id"] for row in rows).most_common(1)[0][1] == 1
    assert rows[-1]["Target"] == "slides/slide1.xml"
    assert len(rows) == 4


def test_a_presentation_part_of_another_name_takes_the_usual_one(tmp_path: Path) -> None:
    parts = brand_parts()
    content = parts.pop("ppt/presentation.xml")
    links = parts.pop("ppt/_rels/presentation.xml.rels")
    parts |= {"ppt/pres.xml": content, "ppt/_rels/pres.xml.rels": links}
    parts = replace(parts, "_rels/.rels", "ppt/presentation.xml", "/ppt/pres.xml")
    parts = replace(parts, "[Content_Types].xml", "/ppt/presentation.xml", "/ppt/pres.xml")
    deck = deck_without_slides(compiled(tmp_path, parts))
    assert "ppt/pres.xml" not in unzip(deck)
    assert len(pptx.Presentation(io.BytesIO(deck)).slide_layouts) == 3


# --- what placeholders inherit

STYLES = (
    '<p:titleStyle><a:lvl1pPr><a:buNone/><a:defRPr sz="4400"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
    '<a:latin typeface="+mj-lt"/></a:defRPr></a:lvl1pPr></p:titleStyle>'
    '<p:bodyStyle><a:lvl1pPr><a:buChar char="•"/><a:defRPr sz="2800"><a:latin typeface="+mn-lt"/></a:defRPr>'
    "</a:lvl1pPr>"
    '<a:lvl2pPr><a:buAutoNum type="arabicPeriod"/><a:defRPr sz="2400"/></a:lvl2pPr></p:bodyStyle>'
    '<p:otherStyle><a:lvl1pPr><a:defRPr sz="1000"/></a:lvl1pPr></p:otherStyle>'
)
DEFAULTS = '<p:defaultTextStyle><a:lvl3pPr><a:defRPr sz="1600"/></a:lvl3pPr></p:defaultTextStyle>'


def styled(tmp_path: Path, *shapes: Shape, masters: tuple[Shape, ...] = MASTER_SHAPES, overrides: str = "") -> Brand:
    plan = Plan("One", None, shapes, overrides=overrides or "<a:masterClrMapping/>")
    master = master_xml(1, styles=STYLES, shapes=masters)
    return compiled(tmp_path, brand_parts([plan], master=master, presentation_end=DEFAULTS))


def test_places_are_inherited_by_kind(tmp_path: Path) -> None:
    brand = styled(
        tmp_path,
        Shape("ctrTitle"),
        Shape("subTitle", 1),
        Shape("tbl", 14),
        Shape("sldNum", 12),
        Shape(None, 5, (1, 2, 3, 4)),
    )
    boxes = {ph.type: ph.box for ph in brand.layouts[0].placeholders}

    def share(box: Box) -> tuple[int, ...]:
        return tuple(
            round(part * 100 / whole)
            for part, whole in zip((box.x, box.y, box.cx, box.cy), (WIDTH, HEIGHT, WIDTH, HEIGHT), strict=True)
        )

    assert {kind: share(box) for kind, box in boxes.items()} == {
        "ctrTitle": (5, 5, 90, 15),
        "subTitle": (5, 25, 90, 60),
        "tbl": (5, 25, 90, 60),
        "sldNum": (75, 92, 20, 5),
        "obj": (1, 2, 3, 4),
    }


def test_a_placeholder_without_any_place_takes_the_slide_without_margins(tmp_path: Path) -> None:
    brand = styled(tmp_path, Shape("title"), masters=(Shape("title"),))
    assert placeholder(brand, "One", 0).box == Box(WIDTH // 20, HEIGHT // 20, WIDTH * 9 // 10, HEIGHT * 9 // 10)


def test_sizes_and_bullets_come_from_the_nearest_style_that_says_so(tmp_path: Path) -> None:
    own = '<a:lvl1pPr><a:buNone/><a:defRPr sz="3200"/></a:lvl1pPr><a:lvl3pPr><a:buChar char="-"/></a:lvl3pPr>'
    masters = (MASTER_SHAPES[0], Shape("body", 1, (5, 25, 90, 60), '<a:lvl2pPr><a:defRPr sz="2000"/></a:lvl2pPr>'))
    brand = styled(tmp_path, Shape("title"), Shape("body", 1, text_style=own), Shape("ftr", 11), masters=masters)
    body = placeholder(brand, "One", 1)
    assert body.sizes == (3200, 2000, 1600, 1800, 1800, 1800, 1800, 1800, 1800)
    assert body.bullets == (False, True, True, False, False, False, False, False, False)
    assert placeholder(brand, "One", 0).sizes[0] == 4400
    assert placeholder(brand, "One", 11).sizes[0] == 1000


def test_insets_and_anchor_are_inherited_one_by_one(tmp_path: Path) -> None:
    masters = (Shape("title", box=(5, 5, 90, 15), body='<a:bodyPr lIns="0" tIns="1" anchor="ctr"/>'),)
    brand = styled(tmp_path, Shape("title", body='<a:bodyPr tIns="2"/>'), masters=masters)
    title = placeholder(brand, "One", 0)
    assert (title.insets, title.anchor) == ((0, 2, 91440, 45720), "ctr")


def test_fonts_are_the_themes_or_the_styles(tmp_path: Path) -> None:
    own = '<a:lvl1pPr><a:defRPr><a:latin typeface="Arial"/></a:defRPr></a:lvl1pPr>'
    brand = styled(tmp_path, Shape("title"), Shape("body", 1), Shape("body", 2, text_style=own))
    assert [ph.font for ph in brand.layouts[0].placeholders] == ["Georgia", "Verdana", "Arial"]
    assert (brand.major_font, brand.minor_font) == ("Georgia", "Verdana")


@pytest.mark.parametrize(
    ("colour", "resolved"),
    [
        ('<a:srgbClr val="12ab34"/>', "12AB34"),
        ('<a:sysClr val="windowText" lastClr="010203"/>', "010203"),
        ('<a:sysClr val="window"/>', "FFFFFF"),
        ('<a:schemeClr val="accent1"/>', "4472C4"),
        ('<a:schemeClr val="tx2"/>', "112233"),
        ('<a:prstClr val="navy"/>', "000080"),
        ('<a:scrgbClr r="100000" g="0" b="50%"/>', "FF00BC"),
        ('<a:hslClr hue="14400000" sat="100000" lum="50000"/>', "0000FF"),
        # these are what PowerPoint's palette shows for accent1 of Office 2013: darker 25 %, lighter 80 %, darker 50 %
        ('<a:schemeClr val="accent1"><a:lumMod val="75000"/></a:schemeClr>', "2F5597"),
        ('<a:schemeClr val="accent1"><a:lumMod val="20000"/><a:lumOff val="80000"/></a:schemeClr>', "DAE3F3"),
        ('<a:schemeClr val="accent1"><a:lumMod val="50%"/></a:schemeClr>', "203864"),
        ('<a:srgbClr val="808080"><a:shade val="50000"/></a:srgbClr>', "5C5C5C"),
        ('<a:srgbClr val="808080"><a:tint val="50000"/></a:srgbClr>', "CCCCCC"),
        ('<a:srgbClr val="FF0000"><a:hueOff val="7200000"/></a:srgbClr>', "00FF00"),
        ('<a:srgbClr val="336699"><a:satMod val="0"/></a:srgbClr>', "666666"),
        ('<a:srgbClr val="336699"><a:inv/></a:srgbClr>', "CC9966"),
        ('<a:srgbClr val="336699"><a:alpha val="20000"/></a:srgbClr>', "336699"),
        ('<a:srgbClr val="nonsense"/>', None),
    ],
)
def test_colours_are_resolved(tmp_path: Path, colour: str, resolved: str | None) -> None:
    own = f"<a:lvl1pPr><a:defRPr><a:solidFill>{colour}</a:solidFill></a:defRPr></a:lvl1pPr>"
    found = placeholder(styled(tmp_path, Shape("body", 1, text_style=own)), "One", 1).colour
    assert (found is None) == (resolved is None)
    if found is not None and resolved is not None:
        parts = [(int(found[at : at + 2], 16), int(resolved[at : at + 2], 16)) for at in (0, 2, 4)]
        assert all(abs(one - other) <= 1 for one, other in parts), (found, resolved)


def test_a_layout_may_swap_the_colour_map(tmp_path: Path) -> None:
    swapped = '<a:overrideClrMapping bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2"/>'
    brand = styled(tmp_path, Shape("title"), overrides=swapped)
    assert placeholder(brand, "One", 0).colour == "FFFFFF"
    assert brand.layouts[0].dark


LIGHT_TITLE = Shape("title", text_style='<a:lvl1pPr><a:defRPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:defRPr></a:lvl1pPr>')  # fmt: skip
COVER = (
    '<p:sp><p:nvSpPr><p:cNvPr id="99" name="Cover"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
    f'<a:off x="0" y="0"/><a:ext cx="{WIDTH}" cy="{HEIGHT}"/></a:xfrm>%s</p:spPr></p:sp>'
)
NAVY = '<a:solidFill><a:srgbClr val="000080"/></a:solidFill>'
PICTURE = '<a:blipFill><a:blip r:embed="rId9"/></a:blipFill>'


@pytest.mark.parametrize(
    ("plan", "dark"),
    [
        (Plan("x", None, (Shape("title"),)), False),
        (Plan("x", None, (Shape("title"),), background=f"<p:bg><p:bgPr>{NAVY}</p:bgPr></p:bg>"), True),
        (Plan("x", None, (), background='<p:bg><p:bgRef idx="1002"><a:schemeClr val="tx1"/></p:bgRef></p:bg>'), True),
        (Plan("x", None, (Shape("title"),), background=f"<p:bg><p:bgPr>{PICTURE}</p:bgPr></p:bg>"), False),
        (Plan("x", None, (LIGHT_TITLE,), background=f"<p:bg><p:bgPr>{PICTURE}</p:bgPr></p:bg>"), True),
        (Plan("x", None, (LIGHT_TITLE,)), False),  # a title on a dark band, on a white slide
        (Plan("x", None, (Shape("title"),), extra=COVER % NAVY), True),
        (Plan("x", None, (LIGHT_TITLE,), extra=COVER % PICTURE), True),
        (Plan("x", None, (LIGHT_TITLE,), extra=COVER % "<a:noFill/>"), False),
    ],
)
def test_dark_layouts_are_known(tmp_path: Path, plan: Plan, dark: bool) -> None:
    brand = compiled(tmp_path, brand_parts([plan], master=master_xml(1, styles=STYLES)))
    assert brand.layouts[0].dark is dark


def test_placeholders_that_share_an_idx_are_told_apart(tmp_path: Path) -> None:
    shapes = (Shape("title"), Shape("body", box=(5, 25, 40, 60)), Shape("body", 0, box=(55, 25, 40, 60)))
    brand = compiled(tmp_path, brand_parts([Plan("Two", "twoObj", shapes)]))
    numbers = [ph.idx for ph in brand.layouts[0].placeholders]
    assert numbers == [0, 13, 14]
    deck = pptx.Presentation(io.BytesIO(deck_without_slides(brand)))
    read = [element.get("idx") for element in deck.slide_layouts[0].element.iter(f"{P}ph")]
    assert read == [None, "13", "14"]
    assert brand.roles["two-content"].bodies == (13, 14)


def test_placeholders_are_in_reading_order(tmp_path: Path) -> None:
    shapes = (
        Shape("sldNum", 12, (80, 1, 10, 5)),
        Shape("body", 4, (55, 52, 40, 40)),
        Shape("body", 3, (5, 50, 40, 40)),
        Shape("body", 2, (5, 25, 40, 20)),
        Shape("title", None, (5, 93, 90, 5)),
    )
    brand = compiled(tmp_path, brand_parts([Plan("x", None, shapes)]))
    assert [ph.idx for ph in brand.layouts[0].placeholders] == [0, 2, 3, 4, 12]


# --- the whole


def test_sizes_below_which_nothing_is_shrunk(tmp_path: Path) -> None:
    brand = compiled(tmp_path, brand_parts())
    assert (brand.minimum_title, brand.minimum_body) == (2400, 1400)
    settings = BrandSettings(minimum_sizes=MinimumSizes(title=28, body=10.5))
    brand = compiled(tmp_path, brand_parts(), settings)
    assert (brand.minimum_title, brand.minimum_body) == (2800, 1050)


@pytest.mark.parametrize(
    ("size", "title", "body"),
    [
        ((13.333, 7.5), 24, 14),
        ((10, 7.5), 24, 14),
        ((10, 5.625), 18, 10.5),
        ((20, 15), 48, 28),
        ((7.5, 13.333), 18, 10.5),
    ],
)
def test_sizes_are_in_proportion_to_slides_of_any_size(
    size: tuple[float, float], title: float, body: float, tmp_path: Path
) -> None:
    width, height = (round(one * 914_400) for one in size)
    parts = replace(brand_parts(), "ppt/presentation.xml", f'cx="{WIDTH}" cy="{HEIGHT}"', f'cx="{width}" cy="{height}"')
    brand = compiled(tmp_path, parts)
    assert (brand.minimum_title / 100, brand.minimum_body / 100) == (title, body)
    brand = compiled(tmp_path, parts, BrandSettings(minimum_sizes=MinimumSizes(body=12)))
    assert (brand.minimum_title / 100, brand.minimum_body / 100) == (title, 12)


@pytest.mark.parametrize(
    ("styles", "found"),
    [
        ('def="{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"/>', "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"),
        ('def="{9D7B26C5-4107-4FEC-AEDC-1716B250A1EF}"/>', "{9D7B26C5-4107-4FEC-AEDC-1716B250A1EF}"),
        ('def="{00000000-0000-0000-0000-000000000001}"/>', DEFAULT_STYLE),
        ('def="{X}"><a:tblStyle styleId="{X}" styleName="Ours"/></a:tblStyleLst>', "{X}"),
        ("/>", DEFAULT_STYLE),
    ],
)
def test_the_table_style_is_one_that_powerpoint_can_find(tmp_path: Path, styles: str, found: str) -> None:
    links = rels(("rId1", "slideMaster", "slideMasters/slideMaster1.xml"), ("rId9", "tableStyles", "tableStyles.xml"))
    content = f'<a:tblStyleLst xmlns:a="{A[1:-1]}" {styles}'
    parts = brand_parts() | {"ppt/_rels/presentation.xml.rels": links, "ppt/tableStyles.xml": content}
    assert compiled(tmp_path, parts).table_style == found


def test_a_compiled_brand_survives_the_cache(tmp_path: Path) -> None:
    brand = compiled(tmp_path, brand_parts(slides=[1]))
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(brand), type=Brand) == brand


def test_a_brand_without_layouts(tmp_path: Path) -> None:
    fault = fault_of(tmp_path, brand_parts([]))
    assert [problem.code for problem in fault.problems] == ["SP511"]


def test_an_office_file_of_another_program(tmp_path: Path) -> None:
    fault = fault_of(tmp_path, brand_parts(main_type=TYPES + "wordprocessingml.document.main+xml"))
    assert [problem.code for problem in fault.problems] == ["SP503"]


def test_a_package_without_a_presentation(tmp_path: Path) -> None:
    parts = brand_parts()
    del parts["ppt/presentation.xml"]
    assert [problem.code for problem in fault_of(tmp_path, parts).problems] == ["SP506"]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("ppt/slideLayouts/slideLayout2.xml", "</p:sldLayout>", ""),
        ("ppt/theme/theme1.xml", "<a:theme ", '<!DOCTYPE a [<!ENTITY x "y">]><a:theme '),
        ("ppt/slideMasters/slideMaster1.xml", "</p:sldMaster>", ""),
        ("ppt/slideLayouts/slideLayout2.xml", "<p:sldLayout ", '<!DOCTYPE a><p:sldLayout descr="a.png" '),
        ("ppt/presentation.xml", "</p:presentation>", ""),
        ("ppt/_rels/presentation.xml.rels", "</Relationships>", ""),
        ("[Content_Types].xml", "</Types>", ""),
    ],
)
def test_broken_parts_are_named(tmp_path: Path, name: str, old: str, new: str) -> None:
    (problem,) = fault_of(tmp_path, replace(brand_parts(), name, old, new)).problems
    assert (problem.code, name in problem.message) == ("SP508", True)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("ppt/presentation.xml", f'cx="{WIDTH}"', 'cx="wide"'),
        ("ppt/presentation.xml", f'cx="{WIDTH}"', 'cx="99999999999999999999"'),
        ("ppt/presentation.xml", f'<p:sldSz cx="{WIDTH}" cy="{HEIGHT}"/>', ""),
        ("ppt/presentation.xml", 'r:id="rId1"', 'r:id="rId99"'),
        ("ppt/slideLayouts/slideLayout2.xml", 'idx="1"', 'idx="one"'),
        ("ppt/slideLayouts/slideLayout1.xml", "<p:cSld", "<p:other"),
        ("ppt/slideLayouts/slideLayout1.xml", "<a:off x=", "<a:off z="),
        ("ppt/slideMasters/slideMaster1.xml", 'idx="1001"', 'idx="-5"'),
        ("ppt/slideMasters/slideMaster1.xml", "<p:clrMap ", "<p:clrMapp "),
        ("ppt/slideMasters/_rels/slideMaster1.xml.rels", "theme1.xml", "theme9.xml"),
        ("ppt/theme/theme1.xml", '<a:srgbClr val="4472C4"/>', '<a:srgbClr val="blue"/>'),
    ],
)
def test_odd_values_never_end_in_a_traceback(tmp_path: Path, name: str, old: str, new: str) -> None:
    parts = replace(brand_parts(), name, old, new)
    if new.startswith("<p:other"):
        parts = replace(parts, name, "</p:cSld", "</p:other")
    try:
        brand = compiled(tmp_path, parts)
    except UserFault as fault:
        assert len(fault.problems) == 1
    else:
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(brand), type=Brand) == brand
        assert set(brand.roles) == set(ROLE_NAMES)
        assert set(brand.colours) >= {"dk1", "lt1", "accent1", "accent6", "hlink"}


# --- real brands


@pytest.fixture(scope="session")
def check_pptx(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_pptx", shared / "tools" / "check_pptx.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def texts_of_sample_slides(path: Path) -> set[str]:
    """Every run of text, twelve characters or longer, that slides have and layouts and masters have not."""
    package = read_package(path)
    runs: dict[bool, set[str]] = {True: set(), False: set()}
    for name in package.names:
        if match := re.match(
            r"ppt/(slide|notesSlide|slideLayout|slideMaster|notesMaster|handoutMaster)s/[^/]+\.xml$", name
        ):
            found = {run.text or "" for run in package.xml(name).iter(f"{A}t")}
            runs[match[1] in ("slide", "notesSlide")] |= {text for text in found if len(text) >= 12}
    return runs[True] - runs[False]


@pytest.mark.shared
@pytest.mark.parametrize("name", BRANDS)
def test_real_brands_compile_and_leave_no_trace_of_their_slides(
    name: str, shared: Path, tmp_path: Path, check_pptx: ModuleType
) -> None:
    path = shared / "data" / "brands" / name
    brand = compile_brand(path)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(brand), type=Brand) == brand
    assert tuple(brand.roles) == ROLE_NAMES
    deck = tmp_path / "deck.pptx"
    deck.write_bytes(deck_without_slides(brand))
    assert check_pptx.check(deck, path) == []
    opened = pptx.Presentation(str(deck))
    assert len(opened.slides) == 0
    assert sum(len(master.slide_layouts) for master in opened.slide_masters) == len(brand.layouts)
    content = b"\n".join(unzip(deck.read_bytes()).values()).decode("utf-8", "ignore")
    assert not [text for text in texts_of_sample_slides(path) if text in content]


@pytest.mark.shared
@pytest.mark.parametrize("name", BRANDS)
def test_real_brands_have_usable_roles(name: str, shared: Path) -> None:
    brand = compile_brand(shared / "data" / "brands" / name)
    for role in brand.roles.values():
        layout = brand.layouts[role.layout]
        known = [ph.idx for ph in layout.placeholders]
        assert len(set(known)) == len(known)
        assert {
            one for one in (role.title, role.subtitle, role.picture, role.attribution, *role.bodies) if one is not None
        } <= set(known)
        assert 0 <= role.area.x < role.area.x + role.area.cx <= brand.width * 1.001
        assert 0 <= role.area.y < role.area.y + role.area.cy <= brand.height * 1.001
        assert role.area.cx * role.area.cy > 0.1 * brand.width * brand.height
    for name_of_role in ("title", "bullets", "two-content"):
        assert brand.roles[name_of_role].title is not None
    assert brand.roles["bullets"].bodies


@pytest.mark.shared
def test_boxes_agree_with_python_pptx(shared: Path) -> None:
    compared = 0
    for path in sorted((shared / "data" / "brands").glob("*.pptx")):
        brand = compile_brand(path)
        layouts = [layout for master in pptx.Presentation(str(path)).slide_masters for layout in master.slide_layouts]
        for ours, theirs in zip(brand.layouts, layouts, strict=True):
            for one in theirs.placeholders:
                if (
                    one.left is None
                    or Counter(ph.placeholder_format.idx for ph in theirs.placeholders)[one.placeholder_format.idx] > 1
                ):
                    continue
                box = next(ph.box for ph in ours.placeholders if ph.idx == one.placeholder_format.idx)
                assert (box.x, box.y, box.cx, box.cy) == (one.left, one.top, one.width, one.height), (path, ours.name)
                compared += 1
    assert compared > 100


@pytest.mark.shared
def test_odd_files_compile_or_give_one_problem(shared: Path) -> None:
    outcome = {}
    for path in sorted((shared / "data" / "odd").glob("*.pptx")):
        try:
            outcome[path.name] = str(len(compile_brand(path).roles))
        except UserFault as fault:
            (problem,) = fault.problems
            outcome[path.name] = problem.code
    assert outcome == {
        "corrupt-fuzzed.pptx": "SP504",
        "encrypted-password-tika.pptx": "SP502",
        "no-layouts-in-first-master.pptx": "SP511",
        "unrecognized-shape.pptx": "9",
    }


def test_the_plans_of_these_tests_are_valid(tmp_path: Path) -> None:
    """What the tests build is a presentation to python-pptx too."""
    path = write_zip(tmp_path / "a.pptx", brand_parts([TITLE, CONTENT, TITLE_ONLY], slides=[1]))
    assert len(pptx.Presentation(str(path)).slides) == 1
    assert "<p:spTree>" in tree(())
