"""What lies behind and beside text: colours of grounds, decorations kept free, inks that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from salespack.graphics.boxes import Box
from salespack.powerpoint.brand.backgrounds import clear_of, ground_behind, readable_part
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.brand.model import Brand, Patch
from salespack.powerpoint.brand.palette import Ink, look, palette
from salespack.powerpoint.composing.stage import stage_of
from tests.powerpoint.packages import CONTENT, HEIGHT, WIDTH, Plan, Shape, brand_parts, replace, write_zip

TITLE_BOX = (10, 10, 80, 20)
HERE = Box(100, 100, 800, 400)


def shape(
    box: tuple[int, int, int, int], fill: str, *, tag: str = "sp", geometry: str = '<a:prstGeom prst="rect"/>'
) -> str:
    """A decoration; its box in hundredths of the slide."""
    x, y, cx, cy = (part * whole // 100 for part, whole in zip(box, (WIDTH, HEIGHT, WIDTH, HEIGHT), strict=True))
    properties = "nvSpPr" if tag == "sp" else "nvPicPr"
    return (
        f'<p:{tag}><p:{properties}><p:cNvPr id="90" name="D"/><p:nvPr/></p:{properties}><p:spPr><a:xfrm>'
        f'<a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>{geometry}{fill}</p:spPr></p:{tag}>'
    )


def solid(colour: str, alpha: str = "") -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}">{alpha}</a:srgbClr></a:solidFill>'


NAVY, GREEN = solid("000080"), solid("008000")
GLASS = solid("000080", '<a:alpha val="50000"/>')
GROUP = (
    f'<p:grpSp><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{WIDTH}" cy="{HEIGHT}"/><a:chOff x="0" y="0"/>'
    f'<a:chExt cx="{2 * WIDTH}" cy="{2 * HEIGHT}"/></a:xfrm></p:grpSpPr>{shape((0, 0, 200, 80), NAVY)}</p:grpSp>'
)


MIRRORED = (
    f'<p:grpSp><p:grpSpPr><a:xfrm flipV="1"><a:off x="0" y="0"/><a:ext cx="{WIDTH}" cy="{HEIGHT}"/>'
    f'<a:chOff x="0" y="0"/><a:chExt cx="{WIDTH}" cy="{HEIGHT}"/></a:xfrm></p:grpSpPr>{shape((0, 60, 100, 40), NAVY)}'
    "</p:grpSp>"
)
"""At the foot of the slide as it is written, at its head as it is shown."""


def styled(number: int) -> str:
    """A decoration that takes a fill of the theme; the test makes the theme's second one a picture."""
    reference = f'<a:fillRef idx="{number}"><a:schemeClr val="accent1"/></a:fillRef>'
    style = f'<p:style><a:lnRef idx="0"/>{reference}<a:effectRef idx="0"/><a:fontRef idx="minor"/></p:style>'
    return shape((0, 0, 100, 40), "").replace("</p:spPr>", f"</p:spPr>{style}")


def compiled(tmp_path: Path, plan: Plan) -> Brand:
    return compile_brand(write_zip(tmp_path / "brand.pptx", brand_parts([plan])))


@pytest.mark.parametrize(
    ("extra", "ground"),
    [
        ("", "FFFFFF"),
        (shape((0, 0, 100, 40), NAVY), "000080"),
        (shape((0, 0, 100, 40), NAVY) + shape((0, 0, 100, 40), GREEN), "008000"),  # the front one counts
        (shape((0, 0, 50, 40), NAVY), None),  # half of it
        (shape((0, 0, 12, 40), NAVY), "FFFFFF"),  # a corner of it
        (shape((0, 0, 100, 40), GLASS), "8080C0"),  # what shines through
        (shape((0, 0, 100, 40), solid("000080", '<a:alpha val="5000"/>')), "F2F2F9"),
        (
            shape((0, 0, 100, 40), NAVY, geometry='<a:prstGeom prst="ellipse"/>'),
            "000080",
        ),  # but for the corners of the frame
        (shape((10, 0, 60, 25), NAVY, geometry='<a:prstGeom prst="ellipse"/>'), None),
        (shape((0, 0, 100, 40), NAVY, geometry="<a:custGeom/>"), "FFFFFF"),  # an outline of nothing
        (shape((0, 0, 100, 40), "", tag="pic"), None),
        (shape((0, 0, 100, 40), "<a:noFill/>"), "FFFFFF"),
        (GROUP, "000080"),
        (MIRRORED, "000080"),
        (styled(1), "4472C4"),  # the theme's fill in the reference's colour
        (styled(0), "FFFFFF"),  # no fill
        (styled(2), "4472C4"),  # a picture of the theme that is not there
    ],
)
def test_the_ground_of_a_title_is_what_lies_behind_it(tmp_path: Path, extra: str, ground: str | None) -> None:
    parts = brand_parts([Plan("One", "titleOnly", (Shape("title", box=TITLE_BOX),), extra=extra)])
    theme = str(parts["ppt/theme/theme1.xml"])
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    parts["ppt/theme/theme1.xml"] = theme.replace(
        fill * 3, f'{fill}<a:blipFill><a:blip r:embed="rId1"/></a:blipFill>{fill}'
    )
    (title,) = compile_brand(write_zip(tmp_path / "brand.pptx", parts)).layouts[0].placeholders
    assert title.ground == ground


def test_the_paper_is_what_the_colour_map_says(tmp_path: Path) -> None:
    """A master without a background of its own is drawn on its first background, which may be the dark colour."""
    parts = brand_parts([CONTENT])
    parts = replace(parts, "ppt/slideMasters/slideMaster1.xml", 'bg1="lt1" tx1="dk1"', 'bg1="dk1" tx1="lt1"')
    background = '<p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg>'
    parts = replace(parts, "ppt/slideMasters/slideMaster1.xml", background, "")
    assert compile_brand(write_zip(tmp_path / "brand.pptx", parts)).layouts[0].ground == "000000"


def test_a_placeholder_stands_on_its_own_fill(tmp_path: Path) -> None:
    parts = brand_parts([Plan("One", "titleOnly", (Shape("title", box=TITLE_BOX),))])
    parts = replace(parts, "ppt/slideLayouts/slideLayout1.xml", "</a:xfrm></p:spPr>", f"</a:xfrm>{GREEN}</p:spPr>")
    brand = compile_brand(write_zip(tmp_path / "brand.pptx", parts))
    assert brand.layouts[0].placeholders[0].ground == "008000"


def test_the_master_s_shapes_count_unless_the_layout_hides_them(tmp_path: Path) -> None:
    parts = brand_parts([CONTENT])
    parts = replace(
        parts, "ppt/slideMasters/slideMaster1.xml", "<p:grpSpPr/>", f"<p:grpSpPr/>{shape((0, 0, 100, 100), NAVY)}"
    )
    shown = compile_brand(write_zip(tmp_path / "brand.pptx", parts)).layouts[0]
    parts = replace(parts, "ppt/slideLayouts/slideLayout1.xml", "<p:sldLayout ", '<p:sldLayout showMasterSp="0" ')
    hidden = compile_brand(write_zip(tmp_path / "brand.pptx", parts)).layouts[0]
    assert (shown.ground, shown.dark, len(shown.patches)) == ("000080", True, 1)
    assert (hidden.ground, hidden.dark, len(hidden.patches)) == ("FFFFFF", False, 0)


@pytest.mark.parametrize(
    ("patch", "left"),
    [
        (Box(0, 0, 1000, 150), Box(100, 150, 800, 350)),  # a band at the top
        (Box(0, 450, 1000, 100), Box(100, 100, 800, 350)),
        (Box(0, 0, 200, 600), Box(200, 100, 700, 400)),
        (Box(800, 0, 200, 150), Box(100, 150, 800, 350)),  # a logo at the corner: the cheaper edge
        (Box(850, 0, 200, 300), Box(100, 100, 750, 400)),
        (Box(0, 0, 1000, 400), HERE),  # too dear: a part of the design
        (Box(0, 0, 1000, 600), HERE),  # its background
        (Box(0, 0, 50, 50), HERE),
    ],
)
def test_decorated_edges_are_kept_free(patch: Box, left: Box) -> None:
    assert clear_of(HERE, [Patch(box=patch, colour="000080")], 0.25) == left


def test_graphics_keep_their_distance_from_what_decorates_the_slide() -> None:
    band = Patch(box=Box(0, 0, 1000, 90), colour="000080")
    assert clear_of(HERE, [band], 0.25) == HERE
    assert clear_of(HERE, [band], 0.25, 20) == Box(100, 110, 800, 390)
    rule = Patch(box=Box(0, 90, 1000, 20), colour="112233")
    assert clear_of(HERE, [band, rule], 0.25, 20) == Box(100, 130, 800, 370), "the nearest of them counts"


def test_bodies_give_way_to_solid_decorations_and_begin_with_the_title(tmp_path: Path) -> None:
    """A picture along the left edge and a box in the lower corner, drawn over bodies that nobody moved."""
    strip, corner, wave = (
        shape(box, GREEN, geometry=f'<a:prstGeom prst="{form}"/>')
        for box, form in (((0, 0, 14, 100), "rect"), ((75, 80, 20, 8), "rect"), ((20, 20, 80, 8), "wave"))
    )
    shapes = (Shape("title", box=(16, 5, 79, 15)), Shape(None, 1, (7, 25, 43, 60)), Shape(None, 2, (52, 25, 43, 60)))
    brand = compiled(tmp_path, Plan("Two", "twoObj", shapes, extra=strip + corner + wave))
    stage = stage_of(brand, brand.roles["two-content"])
    left, right = stage.rooms[1], stage.rooms[2]
    assert left.x == stage.placeholders[0].box.x and left.x + left.cx == 50 * WIDTH // 100
    assert (right.y, right.y + right.cy) == (25 * HEIGHT // 100, 80 * HEIGHT // 100)


def test_text_takes_its_colour_from_most_of_its_ground(tmp_path: Path) -> None:
    """A mark covers a fifth of the room of a divider whose ground is too light for white."""
    background = f"<p:bg><p:bgPr>{solid('09BBF0')}<a:effectLst/></p:bgPr></p:bg>"
    white = Shape("title", box=TITLE_BOX, text_style=WHITE_INK.format("FFFFFF"))
    mark = shape((60, 60, 35, 25), "", tag="pic")
    brand = compiled(tmp_path, Plan("One", "secHead", (white,), background=background, extra=mark))
    assert stage_of(brand, brand.roles["section"]).palette.text == Ink("dk1")


def test_what_a_card_hides_takes_no_room_from_what_stands_on_it() -> None:
    stripe, card = Patch(box=Box(300, 0, 100, 600), colour=None), Patch(box=Box(50, 50, 900, 500), colour="FFFFFF")
    assert clear_of(HERE, [stripe, card], 0.25) == HERE
    assert clear_of(HERE, [card, stripe], 0.4) == Box(400, 100, 500, 400)
    oval = Patch(box=card.box, colour="FFFFFF", whole=False)
    assert clear_of(HERE, [stripe, oval], 0.4) != HERE, "what stands out at its corners is seen"


def test_a_ground_of_two_colours_is_unknown_until_something_covers_it() -> None:
    half = Patch(box=Box(100, 100, 400, 400), colour="000080")
    cover = Patch(box=Box(0, 0, 1000, 600), colour="008000")
    assert ground_behind(HERE, "FFFFFF", [half]) is None
    assert ground_behind(HERE, "FFFFFF", [half, cover]) == "008000"


def test_the_ground_of_a_part_is_known_where_that_of_the_whole_slide_is_not(tmp_path: Path) -> None:
    """A band of colour over the upper third: titles are white, and everything below them stands on white."""
    white = Shape("title", box=TITLE_BOX, text_style=WHITE_INK.format("FFFFFF"))
    brand = compiled(tmp_path, Plan("One", "titleOnly", (white,), extra=shape((0, 0, 100, 35), NAVY)))
    assert brand.layouts[0].ground is None and brand.layouts[0].dark
    stage = stage_of(brand, brand.roles["table"])
    assert stage.palette.text == Ink("dk1")


WHITE_INK = '<a:lvl1pPr><a:defRPr><a:solidFill><a:srgbClr val="{}"/></a:solidFill></a:defRPr></a:lvl1pPr>'


@pytest.mark.parametrize(
    ("colour", "ground", "ink"),
    [
        ("FFFFFF", "F0F0F0", Ink("dk1")),
        ("000000", "101820", Ink("lt1")),
        ("9A9A9A", "FFFFFF", None),
        ("FFFFFF", "08B8F0", Ink("dk1")),
        ("FFFFFF", "203A70", None),
    ],
)
def test_only_what_cannot_be_read_is_written_in_another_ink(
    tmp_path: Path, colour: str, ground: str, ink: Ink | None
) -> None:
    background = f"<p:bg><p:bgPr>{solid(ground)}<a:effectLst/></p:bgPr></p:bg>"
    plan = Plan("One", "titleOnly", (Shape("title", text_style=WHITE_INK.format(colour)),), background=background)
    brand = compiled(tmp_path, plan)
    assert look(brand, brand.layouts[0].placeholders[0]).ink == ink


@pytest.mark.parametrize(
    ("ground", "text", "missing", "plain_links"),
    [("FFFFFF", "dk1", set(), False), ("4472C4", "lt1", {"accent1"}, True), ("203A70", "lt1", set(), True)],
)
def test_colours_are_chosen_for_the_ground(
    tmp_path: Path, ground: str, text: str, missing: set[str], plain_links: bool
) -> None:
    brand = compiled(tmp_path, CONTENT)
    found = palette(brand, ground, dark=ground != "FFFFFF")
    assert (found.text, found.plain_links) == (Ink(text), plain_links)
    assert {f"accent{number}" for number in range(1, 7)} - set(found.series) >= missing
    assert found.series


FRAME = Box(0, 0, 9_600, 1_000)
DARK_BLUE = "12395B"


def part(*patches: Patch, ink: str = "FFFFFF", paper: str = DARK_BLUE) -> tuple[int, int]:
    """Where a title begins and ends, in hundredths of its frame."""
    found = readable_part(FRAME, ink, paper, patches)
    assert (found.y, found.cy) == (FRAME.y, FRAME.cy)
    return round(found.x * 100 / FRAME.cx), round((found.x + found.cx) * 100 / FRAME.cx)


@pytest.mark.parametrize(
    ("patch", "left"),
    [
        (Patch(box=Box(5_760, 0, 3_840, 1_000), colour="FFFFFF"), (0, 60)),  # the band ends, and white begins
        (Patch(box=Box(4_512, 200, 2_112, 600), colour=None), (0, 47)),  # a logo in the middle
        (
            Patch(box=Box(5_280, 0, 4_320, 1_000), colour=DARK_BLUE, whole=False),
            (0, 55),
        ),  # drawn waves count as a picture
        (Patch(box=Box(0, 0, 960, 1_000), colour=None), (10, 100)),  # a mark before it
        (Patch(box=Box(0, 0, 9_600, 1_000), colour=None), (0, 100)),  # a picture behind all of it is its ground
        (Patch(box=Box(0, 0, 9_600, 1_000), colour="1B2430"), (0, 100)),
        (Patch(box=Box(0, 0, 5_000, 1_000), colour=None), (0, 100)),  # titles begin in one place: told, not moved
        (Patch(box=Box(1_000, 0, 8_600, 1_000), colour="FFFFFF"), (0, 100)),  # too little would be left: told
        (Patch(box=Box(0, 900, 9_600, 50), colour="FFFFFF"), (0, 100)),  # a rule under the letters
    ],
)
def test_a_titles_room_ends_where_a_mark_or_another_ground_begins(patch: Patch, left: tuple[int, int]) -> None:
    assert part(patch) == left


def test_it_ends_before_a_block_of_colour_in_the_corner_which_can_be_read_on() -> None:
    corner = Patch(box=Box(8_640, 0, 960, 600), colour="13E3E3")
    assert part(corner, ink="000000", paper="FFFFFF") == (0, 90)
    pale = Patch(box=Box(8_640, 0, 960, 600), colour="F2F2F2")
    assert part(pale, ink="000000", paper="FFFFFF") == (0, 100), "nobody sees where it begins"


def test_it_ends_where_a_gradient_is_too_pale_for_its_letters() -> None:
    gradient = Patch(box=FRAME, colour="889CAD", across=((0.45, DARK_BLUE), (0.85, "FFFFFF")))
    start, end = part(gradient)
    assert start == 0
    assert 55 < end < 72
    assert part(gradient, ink="000000", paper="FFFFFF")[1] == 100, "black letters are read at the pale end"
