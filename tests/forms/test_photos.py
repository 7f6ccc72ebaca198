"""Pictures that reach to the edges of their slide: where they stand, what they leave, and text that is read on them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pptx import Presentation

from salespack.deck.model import Cards, Item, Kpi, Kpis, Node, Paragraph, Photo, Picture, Slide, Span, Statement, Text
from salespack.forms.ladder import RUNGS
from salespack.forms.photos import READABLE, beside, place, scrim, shares_under
from salespack.forms.pictures import UNCUT, WHOLE, cropped
from salespack.graphics.boxes import Box, area_of, common, union
from salespack.graphics.colours import contrast, mix
from salespack.graphics.lights import ACROSS, DOWN, lightest, lights_of
from salespack.looks.proof import prove_looks
from salespack.looks.stages import Stages
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.composing.deck_style import styled
from salespack.powerpoint.composing.pagination import fits, forms_without_room, paginated
from salespack.powerpoint.composing.placement import Composition
from salespack.powerpoint.composing.styles import with_style
from salespack.powerpoint.writing.writer import new_composer, slide_templates, write_deck
from salespack.scene.model import Gradient, PictureShape
from salespack.scene.pixels import Gallery
from salespack.scene.reading import read_scene
from salespack.typography.faces import Typefaces
from tests.conftest import PROJECT
from tests.forms.brands import sized
from tests.powerpoint.decks import bullet, deck, slide
from tests.powerpoint.packages import CONTENT, TITLE, TITLE_ONLY, brand_parts, write_zip
from tests.searching import first_fast

TYPEFACES = Typefaces(system=False)
PAGE = Box(0, 0, 12_192_000, 6_858_000)
sides = st.sampled_from(("left", "right", None))
boxes = st.builds(
    Box,
    st.integers(-1_000_000, 12_000_000),
    st.integers(-1_000_000, 6_800_000),
    st.integers(1, 6_000_000),
    st.integers(1, 3_000_000),
)


@given(sides, st.sampled_from((1 / 2, 2 / 3)), st.lists(boxes, max_size=4))
def test_a_picture_stays_off_what_must_be_seen_and_on_its_side(side: Any, share: float, kept: list[Box]) -> None:
    found = place(PAGE, side, 1.0 if side is None else share, kept, 100_000)
    if found is None:
        assert kept
        return
    assert all(common(found, one) is None for one in kept)
    assert union((PAGE, found)) == PAGE
    assert area_of(found) >= 0.59 * area_of(PAGE) * (1.0 if side is None else share)


@given(boxes, st.sampled_from(("left", "right")), st.sampled_from((1 / 2, 2 / 3)))
def test_all_else_stands_beside_it(box: Box, side: Any, share: float) -> None:
    photo = place(PAGE, side, share, (), 0)
    assert photo is not None
    left = beside(box, photo, side, 50_000)
    assert left.cx == 0 or common(left, photo) is None
    assert left.cx == 0 or union((left, box)) == box


@given(
    st.integers(1, 4_000),
    st.integers(1, 4_000),
    st.integers(1_000, 9_000_000),
    st.integers(1_000, 9_000_000),
    st.tuples(st.integers(0, 100), st.integers(0, 100)),
)
def test_a_cut_picture_fills_its_place_and_keeps_its_focus_in_sight(
    width: int, height: int, cx: int, cy: int, focus: tuple[int, int]
) -> None:
    left, top, right, bottom = cropped(width, height, Box(0, 0, cx, cy), focus)
    assert min(left, top, right, bottom) >= 0
    assert not (left or right) or not (top or bottom)
    wide, high = width * (WHOLE - left - right), height * (WHOLE - top - bottom)
    assert abs(wide * cy - high * cx) <= 2 * max(width * cy, height * cx)
    assert left - 1 <= focus[0] * WHOLE // 100 <= WHOLE - right + 1
    assert top - 1 <= focus[1] * WHOLE // 100 <= WHOLE - bottom + 1


def test_what_is_in_the_middle_of_a_picture_stays_there() -> None:
    assert cropped(200, 100, Box(0, 0, 100, 100)) == (25_000, 0, 25_000, 0)
    assert cropped(200, 100, Box(0, 0, 100, 100), (90, 0)) == (50_000, 0, 0, 0)
    assert cropped(100, 200, Box(0, 0, 100, 100), (0, 40)) == (0, 15_000, 0, 35_000)
    assert cropped(100, 100, Box(5, 5, 70, 70)) == UNCUT


colours = st.integers(0, 0xFFFFFF).map("{:06X}".format)


@given(colours, st.sampled_from(("000000", "123244", "17222B")), st.just("FFFFFF"))
def test_a_scrim_is_as_dark_as_it_must_be_and_no_darker(light: str, dark: str, ink: str) -> None:
    found = scrim(light, dark, ink)
    assert found is not None
    percent, seen = found
    assert contrast(ink, seen) >= READABLE and seen == mix(light, dark, percent / 100)
    assert percent == 35 or contrast(ink, mix(light, dark, (percent - 5) / 100)) < READABLE


def test_there_is_no_scrim_of_a_colour_that_does_not_help() -> None:
    assert scrim("FFFFFF", "BBBBBB", "FFFFFF") is None


def test_the_lightest_colour_is_found_where_it_is() -> None:
    picture = Image.new("RGB", (320, 240), "#102030")
    picture.paste("#F0E0D0", (300, 0, 320, 20))
    lights = lights_of(picture)
    assert len(lights) == ACROSS * DOWN * 3
    assert lightest(lights, (0.9, 0.0, 1.0, 0.1)) == "F0E0D0"
    assert lightest(lights, (0.0, 0.2, 0.9, 1.0)) == "102030"
    assert lightest(b"", (0, 0, 1, 1)) == "FFFFFF"
    assert shares_under(Box(50, 0, 50, 100), Box(0, 0, 100, 100), (20_000, 0, 20_000, 0)) == (0.5, 0.0, 0.8, 1.0)


# --- on slides -------------------------------------------------------------------------------------------------------


MARK = (
    '<p:pic><p:nvPicPr><p:cNvPr id="9" name="Logo"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip/></p:blipFill>'
    '<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
    "</a:prstGeom></p:spPr></p:pic>"
)


def with_mark(folder: Path, box: Box) -> Brand:
    """A brand whose layouts show a logo."""
    parts = brand_parts((TITLE, CONTENT, TITLE_ONLY))
    mark = MARK.format(x=box.x, y=box.y, cx=box.cx, cy=box.cy)
    for name, content in parts.items():
        if name.startswith("ppt/slideLayouts/slideLayout"):
            assert isinstance(content, str)
            parts[name] = content.replace("</p:spTree>", f"{mark}</p:spTree>")
    return compile_brand(write_zip(folder / "marked.pptx", parts))


def picture(folder: Path, colour: str = "#808080", size: tuple[int, int] = (1_600, 900)) -> Picture:
    """A picture of one colour, as the library would find it."""
    image, file = Image.new("RGB", size, colour), folder / "photo.jpg"
    image.save(file)
    return Picture(str(file), "A photograph", *size, "jpeg", lights=lights_of(image))


def photo_slide(node: Photo, *rest: Node, title: str = "A title", **more: Any) -> Slide:
    return slide(title, node, *rest, **more)


TEXT = Text((bullet("One thing"), bullet("and another thing")))
CARDS = Cards(tuple(Item((Span(lead),), (Span("A few words"),)) for lead in ("One", "Two", "Three", "Four")))
LONG = Text(tuple(bullet("many words that need some room " * 4) for _ in range(12)))


def composed(one: Slide, brand: Brand) -> Composition:
    return new_composer(brand, lambda: TYPEFACES).compose(one)


@pytest.fixture(scope="module", params=("lumikko", "low and dark", "high"))
def brand(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Brand:
    folder = tmp_path_factory.mktemp("brands")
    if request.param == "lumikko":
        return compile_brand(PROJECT / "content_blocks" / "brand" / "lumikko.pptx")
    return sized(folder, 720, 405, dark=True) if request.param == "low and dark" else sized(folder, 842, 595)


@pytest.mark.parametrize("fill", ("left", "right"))
def test_it_reaches_to_the_edge_and_all_else_stands_beside_it(fill: Any, brand: Brand, tmp_path: Path) -> None:
    found = composed(photo_slide(Photo(picture(tmp_path), fill), TEXT), brand)
    photo, *others = found.placed
    assert isinstance(photo.node, Photo)
    assert (photo.room.x == 0) == (fill == "left")
    assert (photo.room.x + photo.room.cx == brand.width) == (fill == "right")
    assert len(others) == 2 and all(common(one.room, photo.room) is None and one.box for one in others)
    assert all(common(one.box, photo.room) is None for one in found.footers)
    assert photo.room.cx >= 0.6 * brand.width


def test_more_text_leaves_it_half_of_the_slide_and_much_more_the_place_of_a_picture(
    brand: Brand, tmp_path: Path
) -> None:
    shot = picture(tmp_path)
    words = Text(tuple(bullet("a point with a few words") for _ in range(6)))
    photo, *_ = composed(photo_slide(Photo(shot, "right"), words), brand).placed
    assert abs(photo.room.cx / brand.width - 1 / 2) < 0.01
    composer = new_composer(brand, lambda: TYPEFACES)
    parts = paginated((photo_slide(Photo(shot, "right"), LONG),), composer, "split")
    assert {one.form_from for one in parts} == {"lost"}
    (told,) = forms_without_room(parts)
    assert told.message == "the form has no room on this brand: the slide is text and a picture"
    assert not any(isinstance(placed.node, Photo) for part in parts for placed in composer.compose(part).placed)


@pytest.mark.parametrize("fill", ("left", "right"))
def test_where_it_has_no_room_at_the_edge_all_else_stands_beside_it_all_the_same(fill: Any, tmp_path: Path) -> None:
    """A brand whose slides are sheets on a picture: nothing is stacked above or below a picture as small as a stamp."""
    parts = brand_parts((TITLE, CONTENT, TITLE_ONLY))
    for name, content in parts.items():
        if name.startswith("ppt/slideLayouts/slideLayout"):
            assert isinstance(content, str)
            ground = MARK.format(x=0, y=0, cx=12_192_000, cy=6_858_000)
            parts[name] = content.replace("<p:grpSpPr/>", f"<p:grpSpPr/>{ground}", 1)
    composer = new_composer(compile_brand(write_zip(tmp_path / "framed.pptx", parts)), lambda: TYPEFACES)
    figure = Kpis((Kpi((Span("30 min"),), (Span("to go back to the old one"),)),))
    (made,) = paginated((photo_slide(Photo(picture(tmp_path), fill), figure, TEXT),), composer, "split")
    (told,) = forms_without_room([made])
    assert told.message == "the form has no room on this brand: the slide is text and a picture"
    rooms = {type(one.node): one.room for one in composer.compose(made).placed if one.kind != "title"}
    assert (rooms[Picture].x > rooms[Text].x) == (fill == "right")
    assert rooms[Picture].cx > 4_000_000 and common(rooms[Picture], rooms[Kpis]) is None


@pytest.mark.parametrize("width", (720, 842))
def test_what_is_smaller_for_the_sake_of_the_deck_has_room_where_it_had_it_before(width: int, tmp_path: Path) -> None:
    brand = sized(tmp_path, width, {720: 405, 842: 595}[width])
    composer = new_composer(brand, lambda: TYPEFACES)
    figure = Kpis((Kpi((Span("30 min"),), (Span("to go back to the old one, rehearsed before the move"),)),))
    for lines in (3, 5):
        one = slide("A title", figure, Text(tuple(bullet("three plain words") for _ in range(lines))))
        found = [fits(composer.compose(with_style(one, rung=rung))) for rung in (None, *range(RUNGS))]
        assert found == [True] * len(found)


def test_a_title_beside_it_does_not_make_all_others_smaller(brand: Brand, tmp_path: Path) -> None:
    composer = new_composer(brand, lambda: TYPEFACES)
    long = "Old systems move in broad daylight, with a way back for everybody"
    beside = photo_slide(Photo(picture(tmp_path), "right"), TEXT, title=long)
    others = [slide(f"What it costs in year {at}", TEXT) for at in range(3)]
    alone, together = (styled(slides, composer, varied=False) for slides in (others, [*others, beside]))
    assert {one.style.title for one in alone} == {one.style.title for one in together}


def test_no_word_of_the_title_beside_it_stands_alone_on_the_second_line(brand: Brand, tmp_path: Path) -> None:
    composer = new_composer(brand, lambda: TYPEFACES)
    widths = set()
    for words in range(5, 10):
        title = " ".join(["Every", "release", "of", "the", "old", "service", "is", "on", "its", "way", "out"][:words])
        photo, head, _ = composer.compose(photo_slide(Photo(picture(tmp_path), "right"), CARDS, title=title)).placed
        assert head.placeholder is not None and photo.room.cx <= 0.41 * brand.width
        shorter = Text((Paragraph((Span(title.rpartition(" ")[0]),)),))
        room = head.room.cx, brand.height, head.percent, composer.least_title
        assert head.lines > 2 or composer.measure.text(shorter, head.placeholder, *room).lines == head.lines
        widths.add(head.room.cx)
    assert len(widths) > 1


def test_a_long_title_keeps_its_width_above_it(brand: Brand, tmp_path: Path) -> None:
    title = "A title that is so long that it has three lines or more in half of the width of a slide, nobody reads it"
    photo, head, _ = composed(photo_slide(Photo(picture(tmp_path), "right"), TEXT, title=title), brand).placed
    assert head.room.y + head.room.cy <= photo.room.y
    assert photo.room.x + photo.room.cx == brand.width


@pytest.mark.parametrize("at", ("top", "bottom", "left"))
def test_it_hides_no_logo(at: str, tmp_path: Path) -> None:
    across = 600_000 if at == "left" else 10_800_000
    brand = with_mark(tmp_path, Box(across, 6_000_000 if at == "bottom" else 200_000, 900_000, 500_000))
    (mark,) = [one.box for one in brand.layouts[1].patches]
    for fill in ("left", "right", "side", "all"):
        found = composed(photo_slide(Photo(picture(tmp_path), fill), TEXT), brand)
        photo = found.placed[0]
        assert isinstance(photo.node, Photo), fill
        assert common(photo.room, mark) is None, fill
        if fill == "side":
            assert (photo.room.x > 0) == (photo.room.x + photo.room.cx == brand.width)


def test_it_takes_the_side_that_is_free(tmp_path: Path) -> None:
    brand = with_mark(tmp_path, Box(7_000_000, 2_500_000, 4_000_000, 1_500_000))
    photo, *_ = composed(photo_slide(Photo(picture(tmp_path), "side"), TEXT), brand).placed
    assert photo.room.x == 0


@pytest.mark.parametrize("colour", first_fast(("#FFFFFF", "#000000", "#FFC040", "#808080"), 2))
@pytest.mark.parametrize("fill", ("all", "right"))
def test_text_is_read_on_the_finished_slide_whatever_is_on_the_picture(
    colour: str, fill: Any, brand: Brand, tmp_path: Path
) -> None:
    one = photo_slide(Photo(picture(tmp_path, colour), fill), TEXT)
    made = write_deck(deck(one), brand, templates=slide_templates(), composer=new_composer(brand, lambda: TYPEFACES))
    scene, stages = read_scene(made), Stages(brand)
    (found,) = prove_looks(
        scene, lambda _: stages.of(brand.layouts[brand.roles["bullets"].layout].part), TYPEFACES, Gallery()
    )
    wrong = ("unreadable", "faint", "outside", "over-picture")
    assert [one for one in found.findings if one.kind in wrong] == []
    (shape,) = [one for one in scene.slides[0].shapes if isinstance(one, PictureShape)]
    assert shape.alt == "A photograph"
    scrims = [one for one in scene.slides[0].shapes if isinstance(getattr(one, "fill", None), Gradient)]
    assert [one.decorative for one in scrims] == ([True] if fill == "all" else [])


def test_dark_pictures_are_darkened_less(brand: Brand, tmp_path: Path) -> None:
    opaque = [
        composed(photo_slide(Photo(picture(tmp_path, colour), "all"), TEXT), brand).placed[0].measured.scrim.percent
        for colour in ("#FFFFFF", "#000000")
    ]
    assert opaque[0] > opaque[1] == 35


def test_a_picture_on_a_layout_for_something_else_stays_as_it_is(brand: Brand, tmp_path: Path) -> None:
    found = composed(photo_slide(Photo(picture(tmp_path), "all"), TEXT, layout="two-content"), brand)
    assert not any(isinstance(one.node, Photo) for one in found.placed)
    assert any(isinstance(one.node, Picture) for one in found.placed)


@pytest.mark.slow
def test_it_is_cut_in_the_file_round_its_focus(tmp_path: Path) -> None:
    brand = compile_brand(PROJECT / "content_blocks" / "brand" / "lumikko.pptx")
    shot = picture(tmp_path)
    for focus, cut in (((0, 50), ("0", True)), ((100, 50), ("0", False))):
        looked = Picture(shot.file, shot.alt, shot.width, shot.height, shot.format, focus=focus)
        made = write_deck(deck(photo_slide(Photo(looked, "right"), TEXT)), brand, templates=slide_templates())
        (found,) = Presentation(io.BytesIO(made)).slides[0]._element.xpath(".//a:srcRect")
        assert (found.get("l") == cut[0]) == cut[1]
        assert (found.get("r") == "0") != cut[1]


def test_what_stands_beside_it_may_have_a_form(brand: Brand, tmp_path: Path) -> None:
    found = composed(photo_slide(Photo(picture(tmp_path), "right"), Statement((Span("One sentence"),))), brand)
    assert [type(one.node).__name__ for one in found.placed] == ["Photo", "Text", "Statement"]
