"""The proof of looks on small decks: contrast with what is really behind, marks run over, prompts, fill, tables."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from salespack.graphics.boxes import Box
from salespack.looks.finding import SlideFindings
from salespack.looks.proof import prove_looks
from salespack.looks.stages import Stage
from salespack.scene.model import Scene
from salespack.scene.pixels import Gallery
from salespack.typography.faces import Typefaces
from tests.powerpoint.packages import CONTENT, HEIGHT, WIDTH, layout_xml, rels, theme_xml
from tests.scene.scenes import frame, scene, sp

TYPEFACES = Typefaces(system=False)
DARK, WHITE = "1F2A44", "FFFFFF"
PICTURE = ("rId9", "image", "../media/a.png")


def box(across: float, down: float, wide: float, high: float) -> tuple[int, int, int, int]:
    """A box in hundredths of the slide."""
    return int(WIDTH * across / 100), int(HEIGHT * down / 100), int(WIDTH * wide / 100), int(HEIGHT * high / 100)


def fill(colour: str, alpha: int = 100) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"><a:alpha val="{alpha * 1000}"/></a:srgbClr></a:solidFill>'


def rect(colour: str, where: tuple[int, int, int, int], name: str = "Band", preset: str = "rect") -> str:
    properties = f'<a:prstGeom prst="{preset}"><a:avLst/></a:prstGeom>{fill(colour)}'
    return sp(properties, box=where, name=f'<p:cNvPr id="3" name="{name}"/>')


def text(words: str, colour: str, *, size: int = 20, bold: bool = False) -> str:
    look = f'<a:rPr lang="en-US" sz="{size * 100}" b="{int(bold)}">{fill(colour)}<a:latin typeface="Arial"/></a:rPr>'
    return f'<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"/><a:p><a:r>{look}<a:t>{words}</a:t></a:r></a:p>'


def written(words: str, colour: str, where: tuple[int, int, int, int], more: str = "", **look: object) -> str:
    return sp(more, text(words, colour, **look), box=where)  # type: ignore[arg-type]


def laid(content: str) -> dict[str, str | bytes]:
    """The part of a layout that draws this."""
    drawn = layout_xml(CONTENT).replace("</p:spTree>", f"{content}</p:spTree>")
    return {"ppt/slideLayouts/slideLayout1.xml": drawn}


def png(*colours: str) -> bytes:
    """A picture of upright stripes."""
    picture = Image.new("RGB", (len(colours), 1))
    for across, colour in enumerate(colours):
        picture.putpixel((across, 0), tuple(bytes.fromhex(colour)))
    content = io.BytesIO()
    picture.resize((len(colours) * 40, 40), Image.Resampling.NEAREST).save(content, "PNG")
    return content.getvalue()


DESIGNED = Stage()


def findings(deck: Scene, stage: Stage = DESIGNED) -> SlideFindings:
    (found,) = prove_looks(deck, lambda _: stage, TYPEFACES, Gallery())
    return found


def kinds(deck: Scene, stage: Stage = DESIGNED) -> list[str]:
    return [one.kind for one in findings(deck, stage).findings]


LINE = "Nobody is called at night any more"
LEFT = box(5, 5, 90, 10)


@pytest.mark.parametrize(
    ("colour", "size", "bold", "found"),
    [
        ("767676", 12, False, []),  # 4.54 to 1, the lightest grey that WCAG lets pass
        ("7A7A7A", 12, False, ["faint"]),
        ("7A7A7A", 18, False, []),
        ("7A7A7A", 14, True, []),
        ("999999", 18, False, ["faint"]),
        ("999999", 12, False, ["unreadable"]),
        ("C0C0C0", 18, False, ["unreadable"]),
    ],
)
def test_bounds_of_contrast_are_those_of_wcag_for_their_size(
    colour: str, size: int, bold: bool, found: list[str]
) -> None:
    assert kinds(scene(written(LINE, colour, LEFT, size=size, bold=bold))) == found


def test_a_text_is_judged_against_its_own_fill_and_against_what_shines_through() -> None:
    assert kinds(scene(written(LINE, WHITE, LEFT, fill(DARK)))) == []
    (one,) = findings(scene(written(LINE, WHITE, LEFT, fill(DARK, alpha=20)))).findings
    assert (one.kind, one.figure) == ("unreadable", 1.48)


def test_a_white_title_that_runs_off_its_band_cannot_be_read() -> None:
    band = laid(rect(DARK, box(0, 0, 40, 20)))
    short = written("Calm", WHITE, LEFT, size=30)
    assert kinds(scene(short, parts=band)) == []
    (one,) = findings(scene(written(LINE, WHITE, LEFT, size=30), parts=band)).findings
    assert (one.kind, one.figure, one.text) == ("unreadable", 1.0, LINE)


def test_the_end_of_a_gradient_counts() -> None:
    stops = f'<a:gs pos="0"><a:srgbClr val="{DARK}"/></a:gs><a:gs pos="100000"><a:srgbClr val="FFFFFF"/></a:gs>'
    paint = f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:gradFill><a:gsLst>{stops}</a:gsLst><a:lin ang="0"/></a:gradFill>'
    band = laid(sp(paint, box=box(0, 0, 100, 20)))
    assert kinds(scene(written("Calm", WHITE, LEFT), parts=band)) == []
    assert kinds(scene(written(f"{LINE}, nor by day, nor ever", WHITE, LEFT, size=30), parts=band)) == ["unreadable"]


def test_pixels_of_a_picture_behind_a_text_count() -> None:
    shown = (
        '<p:pic><p:nvPicPr><p:cNvPr id="4" name="Photo"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
        '<a:blip r:embed="rId9"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{WIDTH}" cy="{HEIGHT}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )
    for colours, found in ((("101010", "202020"), []), (("101010", "F0F0F0"), ["unreadable"])):
        deck = scene(
            shown + written(f"{LINE}, nor by day", WHITE, LEFT, size=30),
            links=[PICTURE],
            parts={"ppt/media/a.png": png(*colours)},
        )
        assert kinds(deck) == found


@pytest.mark.parametrize(
    ("colours", "ground", "found"),
    [
        (("FFFFFF", "FFFFFF", "3060A0", "FFFFFF", "FFFFFF"), "E3E6E8", ["white-box"]),
        (("FFFFFF", "FFFFFF", "3060A0", "FFFFFF", "FFFFFF"), WHITE, []),
        (("FFFFFF", "FFFFFF", "3060A0", "FFFFFF", "FFFFFF"), "FAFAFA", []),
        (("8090A0", "FFFFFF", "3060A0", "FFFFFF", "405060"), "E3E6E8", []),  # a photograph with a bright sky
    ],
)
def test_a_picture_with_a_white_ground_is_a_box_on_a_grey_slide(
    colours: tuple[str, ...], ground: str, found: list[str]
) -> None:
    x, y, cx, cy = box(20, 30, 60, 50)
    shown = (
        '<p:pic><p:nvPicPr><p:cNvPr id="4" name="Drawing"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
        f'<a:blip r:embed="rId9"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/>'
        f'<a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )
    parts = {**laid(rect(ground, box(0, 0, 100, 100), "Ground")), "ppt/media/a.png": png(*colours)}
    deck = scene(shown, links=[PICTURE], parts=parts)
    assert kinds(deck, Stage(dressed=True)) == found
    assert kinds(deck) == [], "whoever pastes it sees it"


def test_letters_over_those_of_another_text_are_told_of_slides_on_another_layout() -> None:
    deck = scene(written(LINE, "000000", LEFT, size=30) + written("Somebody is called", "000000", LEFT, size=30))
    (one,) = findings(deck, Stage(dressed=True)).findings
    assert (one.kind, one.text) == ("over-text", "Somebody is called")
    assert kinds(deck) == []


def test_text_across_the_edge_of_a_plain_field_is_over_no_mark() -> None:
    """Two dark fields, one of them at the foot of the slide: a ground of two colours, and white text reads on both."""
    fields = laid(rect("1F3864", box(0, 0, 100, 100), "Upper") + rect("203050", box(0, 68, 60, 32), "Lower field"))
    assert kinds(scene(written(LINE, WHITE, box(10, 64, 80, 10), size=30), parts=fields)) == []


def test_the_pixels_of_the_themes_own_picture_ground_count() -> None:
    """The master names a background of the theme, which is a picture that the theme's part is related to."""
    solid = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    ground = '<a:bgFillStyleLst><a:blipFill><a:blip r:embed="rId9"/><a:stretch><a:fillRect/></a:stretch></a:blipFill>'
    parts = {
        "ppt/theme/theme1.xml": theme_xml().replace(f"<a:bgFillStyleLst>{solid}", ground),
        "ppt/theme/_rels/theme1.xml.rels": rels(("rId9", "image", "../media/a.png")),
        "ppt/media/a.png": png("101010"),
    }
    assert kinds(scene(written(LINE, WHITE, LEFT, size=30), parts=parts)) == []
    assert kinds(scene(written(LINE, "202020", LEFT, size=30), parts=parts)) == ["unreadable"]


def test_a_text_over_a_mark_of_the_layout_is_told_and_one_on_a_panel_is_not() -> None:
    mark = laid(rect("E07020", box(30, 4, 6, 10), "Mark", preset="ellipse"))
    (one,) = findings(scene(written(LINE, "000000", LEFT, size=30), parts=mark)).findings
    assert (one.kind, one.name) == ("over-picture", "Mark")
    assert kinds(scene(written("Calm", "000000", LEFT, size=30), parts=mark)) == []
    panel = laid(rect("E0E8F0", box(0, 0, 100, 30), "Panel"))
    assert kinds(scene(written(LINE, "000000", LEFT, size=30), parts=panel)) == []


def test_a_pale_decoration_is_no_mark() -> None:
    pale = laid(rect("F2F2F2", box(30, 4, 6, 10), "Dots", preset="ellipse"))
    assert kinds(scene(written(LINE, "000000", LEFT, size=30), parts=pale)) == []


@pytest.mark.parametrize(
    ("words", "prompt"),
    [
        ("[Department]", "[Department]"),
        ("Title of Presentation | DD.MM.YYYY", "Title of Presentation"),
        ("TT.MM.JJJJ", "TT.MM.JJJJ"),
        ("ModifyMe", "ModifyMe"),
        ("Lisää teksti napsauttamalla", "Lisää teksti napsauttamalla"),
        ("Northwind Harbour Ltd | Confidential", ""),
        ("© 2026 Northwind [1]", ""),
        ("+358 50 555 0101", ""),
    ],
)
def test_prompts_that_a_layout_prints(words: str, prompt: str) -> None:
    deck = scene(written(LINE, "000000", LEFT), parts=laid(written(words, "000000", box(5, 90, 40, 5))))
    assert [one.text for one in findings(deck).findings] == ([prompt] if prompt else [])


def test_a_prompt_that_stands_off_the_slide_is_seen_by_nobody() -> None:
    deck = scene(written(LINE, "000000", LEFT), parts=laid(written("[Department]", "000000", box(5, 120, 40, 5))))
    assert kinds(deck) == []


BODY = Box(*box(5, 20, 90, 60))
STAGE = Stage(body=BODY, room=Box(*box(5, 5, 90, 90)))


def items(count: int) -> str:
    look = f'<a:rPr lang="en-US" sz="2000">{fill("000000")}<a:latin typeface="Arial"/></a:rPr>'
    rows = f"<a:p><a:r>{look}<a:t>{LINE}</a:t></a:r></a:p>" * count
    return sp("", f'<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"/>{rows}', box=(BODY.x, BODY.y, BODY.cx, BODY.cy))


@pytest.mark.parametrize(("count", "found"), [(4, ["empty"]), (8, []), (14, ["crowded"])])
def test_how_far_a_body_is_filled_is_told_by_its_lowest_ink(count: int, found: list[str]) -> None:
    assert kinds(scene(items(count)), STAGE) == found
    panel = rect("E0E8F0", box(5, 20, 90, 60), "Panel")
    assert kinds(scene(panel + items(count)), STAGE) == found  # a panel is no ink


def test_what_a_person_has_designed_is_not_judged_by_its_fill() -> None:
    assert kinds(scene(items(2))) == []


def test_content_outside_of_the_margins() -> None:
    stage = Stage(room=STAGE.room)
    assert kinds(scene(written(LINE, "000000", box(5, 40, 60, 10))), stage) == []
    (one,) = findings(scene(written(LINE, "000000", box(1, 40, 60, 10))), stage).findings
    assert (one.kind, one.figure) == ("outside", 0.04)


def title(words: str, wide: float) -> str:
    return sp("", text(words, "000000", size=30), ph='type="title"', box=box(5, 5, wide, 14))


def test_a_short_word_alone_on_the_last_line_of_a_title() -> None:
    stage = Stage(room=STAGE.room)
    (one,) = findings(scene(title("Your teams see two layers, we look after the whole third one", 80)), stage).findings
    assert (one.kind, one.text) == ("orphan", "one")
    assert (
        kinds(scene(title("Your teams see two layers and we look after all that is below the third one", 80)), stage)
        == []
    )


def table(columns: tuple[int, ...], *cells: str) -> str:
    grid = "".join(f'<a:gridCol w="{int(WIDTH * one / 100)}"/>' for one in columns)
    row = "".join(f"<a:tc><a:txBody>{text(one, '000000', size=16)}</a:txBody><a:tcPr/></a:tc>" for one in cells)
    data = f'<a:tbl><a:tblGrid>{grid}</a:tblGrid><a:tr h="{HEIGHT // 10}">{row}</a:tr></a:tbl>'
    return frame(data, "http://schemas.openxmlformats.org/drawingml/2006/table")


def test_a_word_broken_in_a_cell_and_whether_another_column_has_room() -> None:
    mail, stage = "joost.vandermeer@lumikko.example", Stage(room=Box(0, 0, WIDTH, HEIGHT))
    (one,) = findings(scene(table((20, 60), mail, "Architect")), stage).findings
    assert (one.kind, one.room) == ("broken-word", True)
    assert kinds(scene(table((60, 20), mail, "Architect")), stage) == []
    full = "Everything on the platform that has to be up at night, at weekends and on the days in between. " * 4
    (one,) = findings(scene(table((20, 20), mail, full)), stage).findings
    assert (one.kind, one.room) == ("broken-word", False)


def test_a_table_over_a_mark_of_the_layout() -> None:
    mark = rect("E07020", box(50, 5, 10, 20), "Mark", preset="ellipse")
    stage = Stage(room=Box(0, 0, WIDTH, HEIGHT))
    (one,) = findings(scene(table((60, 20), "Now", "Later"), parts=laid(mark)), stage).findings
    assert (one.kind, one.name) == ("over-picture", "Mark")
    assert kinds(scene(table((30, 10), "Now", "Later"), parts=laid(mark)), stage) == []
