"""Forms as they stand in the file: what a person finds who edits a card, moves a group, or changes the theme."""

from __future__ import annotations

import io
import re
import tempfile
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from pptx import Presentation
from pptx.util import Emu

from salespack.deck.model import (
    BeforeAfter,
    Cards,
    Change,
    Composed,
    Item,
    Kpis,
    Questions,
    Slide,
    Span,
    Statement,
    Step,
    Steps,
)
from salespack.forms.arrangement import Arrangement, Part
from salespack.graphics.colours import contrast
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.brand.palette import LOUD, READABLE, palette, seen
from salespack.powerpoint.composing.composition import Composer
from salespack.powerpoint.composing.pagination import paginated
from salespack.powerpoint.writing.writer import new_composer, write_deck
from salespack.scene.model import AutoShape, Solid
from salespack.scene.reading import read_scene
from salespack.typography.widths import SIGNS_FACE
from tests.compiled import compiled_brand, compiled_templates
from tests.conftest import PROJECT
from tests.deck.kinds import node_of
from tests.forms.brands import sized
from tests.powerpoint.decks import KPIS, TABLE, bullet, deck, slide, text
from tests.powerpoint.packages import CONTENT, TITLE_ONLY, Plan, Shape, brand_parts, unzip, write_zip

BRAND = PROJECT / "content_blocks" / "brand" / "lumikko.pptx"
FOLDER = tempfile.TemporaryDirectory()
"""Has the pictures of nodes, as long as the tests run."""
NODES: list[Any] = [*(node_of(kind, Path(FOLDER.name)) for kind in get_args(Composed)), KPIS]
MADE_CARDS = next(node for node in NODES if isinstance(node, Cards))
EACH = pytest.mark.parametrize("node", NODES, ids=lambda node: type(node).__name__)
NAMES = {"p": "http://schemas.openxmlformats.org/presentationml/2006/main"}


@pytest.fixture(scope="module")
def brand() -> Brand:
    return compiled_brand()


def written(node: Composed | Kpis, brand: Brand) -> bytes:
    return write_deck(deck(slide("Metals", node)), brand, templates=compiled_templates())


def opened(file: bytes) -> Any:
    return Presentation(io.BytesIO(file)).slides[0]


def parts(shapes: Any) -> list[Any]:
    """All shapes that are no placeholders, out of their groups."""
    found = []
    for shape in shapes:
        found += parts(shape.shapes) if hasattr(shape, "shapes") else [] if shape.is_placeholder else [shape]
    return found


@EACH
def test_colours_are_the_theme_s_and_so_are_typefaces(node: Composed | Kpis, brand: Brand) -> None:
    for shape in parts(opened(written(node, brand)).shapes):
        xml = shape._element.xml
        assert "srgbClr" not in xml and "sysClr" not in xml
        assert {*re.findall('<a:latin typeface="(.*?)"', xml)} <= {SIGNS_FACE}, "the theme's typeface is inherited"
    assert "schemeClr" in "".join(shape._element.xml for shape in parts(opened(written(node, brand)).shapes))


@EACH
def test_what_is_decorative_is_marked_and_has_no_text_but_numbers_marks_and_initials(
    node: Composed | Kpis, brand: Brand
) -> None:
    for shape in parts(opened(written(node, brand)).shapes):
        decorative = 'decorative" val="1"' in shape._element.xml
        says = shape.has_text_frame and shape.text_frame.text.strip()
        seen = says or getattr(shape, "has_table", False)
        seen = seen or shape._element.xpath("string((./p:nvSpPr|./p:nvPicPr)/p:cNvPr/@descr)")
        assert decorative == (not seen or shape.name.startswith(("Number ", "Mark ", "Initials "))), shape.name


@EACH
def test_names_are_plain_words_and_ids_are_told_apart(node: Composed | Kpis, brand: Brand) -> None:
    page = opened(written(node, brand))
    names = [one.get("name") for one in page._element.xpath(".//p:cNvPr")][1:]
    assert all(re.fullmatch(r"[A-Z][A-Za-z ]+ \d+", name) for name in names), names
    ids = page._element.xpath(".//p:cNvPr/@id")
    assert len(ids) == len(set(ids))


def test_a_card_is_one_group_that_can_be_moved_and_edited(brand: Brand) -> None:
    file = Presentation(io.BytesIO(written(MADE_CARDS, brand)))
    groups = [shape for shape in file.slides[0].shapes if hasattr(shape, "shapes")]
    assert [re.sub(r" \d+$", "", group.name) for group in groups] == ["Card", "Card"]
    card = groups[0]
    assert card._element.tag == f"{{{NAMES['p']}}}grpSp"
    assert [one.text_frame.text for one in card.shapes if one.has_text_frame and one.text_frame.text] == [
        "Copper",
        "bends",
    ]
    places = [(one.left - card.left, one.top - card.top) for one in card.shapes]
    (text,) = [one for one in card.shapes if one.has_text_frame and one.text_frame.text == "bends"]
    text.text_frame.paragraphs[0].runs[0].text = "is soft"
    card.left, card.top = Emu(card.left + 100_000), Emu(card.top + 50_000)
    saved = io.BytesIO()
    file.save(saved)
    moved = next(shape for shape in opened(saved.getvalue()).shapes if hasattr(shape, "shapes"))
    assert "is soft" in [one.text_frame.text for one in moved.shapes if one.has_text_frame]
    assert (moved.left, moved.top) == (card.left, card.top)
    before, after = (
        {shape.id: shape.box for shape in read_scene(data).slides[0].shapes if shape.origin == "slide"}
        for data in (written(MADE_CARDS, brand), saved.getvalue())
    )
    members = {one.shape_id for one in moved.shapes}
    assert {(after[one].x - before[one].x, after[one].y - before[one].y) for one in members} == {(100_000, 50_000)}
    assert {one for one in before if before[one] != after[one]} == members, "and nothing else"
    assert places == [(one.left - card.left + 100_000, one.top - card.top + 50_000) for one in moved.shapes]


def test_a_form_that_is_divided_goes_on_where_it_was_and_says_nothing_twice(brand: Brand) -> None:
    asked = Questions(tuple((Span(f"{'What of it, and why? ' * 12}{at}"),) for at in range(6)))
    counted = msgspec.structs.replace(KPIS, items=KPIS.items * 4, points=((Span("In all wards"),),))
    composer = new_composer(brand)
    first, *others = paginated((slide("Asked", asked),), composer, "split")
    numbers = [part.words[0].spans[0].text for one in (first, *others) for part in drawn(one, composer, "Number")]
    assert others and numbers == ["1", "2", "3", "4", "5", "6"]
    figures = paginated((slide("Counted", counted),), composer, "split")
    assert len(figures) > 1
    assert [len(drawn(one, composer, "Point")) for one in figures] == [*[0] * (len(figures) - 1), 1]


def drawn(one: Slide, composer: Composer, name: str) -> list[Part]:
    return [part for part in bodies(one, composer).parts if part.name == name]


def steps(count: int, said: str = "One service, measured as it is today") -> Steps:
    week = [
        Step((Span(f"Implementation {at}"),), (Span("Weeks 1–2"),), (Span(said),), (Span("Figures"),))
        for at in range(count)
    ]
    return Steps(tuple(week))


def test_six_steps_stand_in_two_rows_and_four_in_one(brand: Brand) -> None:
    composer = new_composer(brand)
    for count, rows in ((4, 1), (6, 2)):
        heads = drawn(slide("Steps", steps(count)), composer, "Step")
        assert len({one.box.y for one in heads}) == rows
        assert [one.fill for one in heads] == [*["solid"] * (count - 1), "dark"]
        assert min(one.words[-1].size for one in heads) >= 1_800


@pytest.mark.parametrize("count", [3, 4, 6])
def test_a_result_of_the_last_step_alone_is_that_of_all(count: int, brand: Brand) -> None:
    composer, made = new_composer(brand), steps(count)
    items = [msgspec.structs.replace(step, result=()) for step in made.items[:-1]]
    one = slide("Steps", msgspec.structs.replace(made, items=(*items, made.items[-1])))
    found = bodies(one, composer)
    (result,) = drawn(one, composer, "Result")
    assert (result.box.x, result.box.cx) == (brand.roles["table"].area.x, brand.roles["table"].area.cx)
    assert all(part.box.y + part.box.cy <= result.box.y for part in found.parts if part is not result)
    assert found.height >= 0.7 * brand.roles["table"].area.cy


def test_steps_that_are_divided_end_once_and_stand_alike(brand: Brand) -> None:
    composer = new_composer(brand)
    for words in ("It is measured and written down " * 16, "It is measured " * 20):
        divided = paginated((slide("Steps", steps(6, words)),), composer, "split")
        assert len(divided) > 1
        heads = [drawn(one, composer, "Step") for one in divided]
        fills = [one.fill for part in heads for one in part]
        assert fills == [*["solid"] * 5, "dark"], "the end of a part is not the end of the way"
        assert len({bodies(one, composer).variant for one in divided}) == 1


def bodies(one: Slide, composer: Composer) -> Arrangement:
    (body,) = [placed for placed in composer.compose(one).placed if placed.kind != "title"]
    made = body.measured
    assert isinstance(made, Arrangement)
    return made


def test_the_lines_of_a_statement_are_about_as_long_as_each_other(tmp_path: Path) -> None:
    composer = new_composer(sized(tmp_path, 540, 405))
    sentence = Statement((Span("A release by your own people takes one step"),))
    (part,) = drawn(slide("So it is", sentence), composer, "Statement")
    inner, words = part.box.cx - part.insets[2], part.words[0]
    measure = composer.measure
    widths = [
        measure.word_width(line, words.size, "Arial", bold=False)
        for line in ("A release by your own", "people takes one step")
    ]
    assert max(widths) <= inner < measure.word_width("A release by your own people", words.size, "Arial", bold=False)


def test_a_long_word_takes_a_wider_column_and_not_the_form(tmp_path: Path) -> None:
    """On slides of 4:3 a compound of 22 letters is wider than a third of a row."""
    composer = new_composer(sized(tmp_path, 540, 405))
    items = tuple(Item((Span(lead, bold=True),), (Span("is written into the contract"),)) for lead in COMPOUNDS)
    (one,) = paginated((slide("Cards", Cards(items)),), composer, "split")
    assert one.form_from != "lost" and len(drawn(one, composer, "Card")) == len(items)
    changes = tuple(Change((Span(lead),), (Span("two weeks"),), (Span("minutes"),)) for lead in COMPOUNDS[:3])
    header = ((), (Span("Before"),), (Span("After"),))
    (one,) = paginated((slide("Changes", BeforeAfter(header, changes)),), composer, "split")
    assert len(drawn(one, composer, "Change")) == 3


def test_a_figure_stays_on_one_line_in_what_stands_in_for_its_typeface(tmp_path: Path) -> None:
    parts = brand_parts((CONTENT, TITLE_ONLY))
    theme = str(parts["ppt/theme/theme1.xml"])
    for typeface, room in (("Arial", 1.0), ("Garamond", 1.1)):
        parts["ppt/theme/theme1.xml"] = theme.replace("Verdana", typeface).replace("Georgia", typeface)
        composer = new_composer(compile_brand(write_zip(tmp_path / "brand.pptx", parts)))
        for figure in drawn(slide("Figures", KPIS), composer, "Key Figure"):
            words, (left, _, right, _) = figure.words[0], figure.insets
            width = composer.measure.span_width(words.spans, words.size, typeface, bold=True)
            assert width * room <= figure.box.cx - left - right


COMPOUNDS = ("Toimitusvarmuussopimus", "Irtisanomismenettely", "Vakiosopimus", "Versionhallinta", "Harjoitus")


def test_text_stands_inside_the_shape_that_it_belongs_to(brand: Brand) -> None:
    for node in NODES:
        for group in opened(written(node, brand)).shapes:
            for shape in getattr(group, "shapes", ()):
                assert group.left <= shape.left and shape.left + shape.width <= group.left + group.width
                assert group.top <= shape.top and shape.top + shape.height <= group.top + group.height
    (key_figure, *_) = parts(opened(written(KPIS, brand)).shapes)
    assert key_figure.text_frame.text == "31 h\nof outages last year"
    assert key_figure.fill.type is not None, "the panel itself holds the text"


def test_another_accent_in_the_theme_is_another_colour_on_the_slide(brand: Brand, tmp_path: Path) -> None:
    file = written(MADE_CARDS, brand)
    assert fills(file) == fills(file)
    members = unzip(file)
    theme = next(name for name in members if name.startswith("ppt/theme/theme1"))
    old = brand.colours["accent1"].encode()
    assert old in members[theme]
    recoloured = write_zip(
        tmp_path / "recoloured.pptx", {**members, theme: members[theme].replace(old, b"7A1F5C")}
    ).read_bytes()
    before, after = fills(file), fills(recoloured)
    assert len(before) == len(after) > 2
    assert "7A1F5C" in after and brand.colours["accent1"] not in after
    assert all(one != other for one, other in zip(before, after, strict=True)), "bars and panels alike"


STATEMENT = Statement((Span("You can leave in 90 days."),))
SECTION = Plan("Divider", "secHead", (Shape("title", box=(5, 40, 90, 20)),))


def ground(colour: str) -> str:
    return f'<p:bg><p:bgPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'


@pytest.mark.parametrize(("section", "taken"), [("112233", "Divider"), ("FFFFFF", "Title Only")])
def test_a_statement_takes_a_divider_s_ground_where_no_other_form_stands_on_that(
    tmp_path: Path, section: str, taken: str
) -> None:
    plans = (CONTENT._replace(background=ground("A6BEE0")), TITLE_ONLY, SECTION._replace(background=ground(section)))
    made = compile_brand(write_zip(tmp_path / "brand.pptx", brand_parts(plans)))
    composition = new_composer(made).compose(slide("So it is", STATEMENT))
    assert made.layouts[composition.layout].name == taken


def fills(file: bytes) -> list[str]:
    """The colours of all filled shapes of the first slide, as they are drawn."""
    shapes = read_scene(file).slides[0].shapes
    return [
        shape.fill.colour
        for shape in shapes
        if isinstance(shape, AutoShape) and shape.origin == "slide" and isinstance(shape.fill, Solid)
    ]


def test_edges_stand_where_letters_begin(tmp_path: Path) -> None:
    """The title's and the body's letters begin a tenth of an inch inside their boxes."""
    made = sized(tmp_path, 960, 540)
    composer = new_composer(made)
    for node, name in ((MADE_CARDS, "Bar"), (KPIS, "Key Figure"), (STATEMENT, "Bar")):
        first = drawn(slide("Metals", node), composer, name)[0]
        (title,) = [one for one in composer.compose(slide("Metals", node)).placed if one.kind == "title"]
        assert title.placeholder is not None and title.placeholder.insets[0] == 91_440
        assert first.box.x == title.room.x + title.placeholder.insets[0]
    table, below = composer.compose(slide("Metals", text(bullet("Copper")), TABLE)).placed[1:]
    assert below.room.x == table.room.x + 91_440


@pytest.mark.parametrize(
    ("accent", "second", "ground", "dark"),
    [
        ("0B6E82", "123244", "FFFFFF", "123244"),  # the theme's second dark colour
        ("003778", "434343", "FFFFFF", "001B3C"),  # a grey says less than a step of the accent
        ("333399", "000000", "FFFFFF", "19194D"),
        ("376092", "1F497D", "0B1E3C", "789ECC"),  # no white slab on a dark slide
        ("ED7D31", "44546A", "516482", "F4B183"),
    ],
)
def test_the_strongest_ground_is_of_the_brand_s_colours(
    accent: str, second: str, ground: str, dark: str, brand: Brand
) -> None:
    names = [f"accent{number}" for number in range(1, 7)]
    made = msgspec.structs.replace(brand, colours={**brand.colours, **dict.fromkeys(names, accent), "dk2": second})
    found = palette(made, ground, dark=contrast("FFFFFF", ground) > contrast("000000", ground)).grounds
    assert seen(made, found.dark) == dark
    assert contrast(dark, seen(made, found.solid)) >= 1.4, "beside the accent it is another"


@pytest.mark.parametrize("dark", [False, True])
def test_every_ground_can_be_told_and_read(dark: bool, tmp_path: Path) -> None:
    check(sized(tmp_path, 720, 405, dark=dark), "000000" if dark else "FFFFFF", dark=dark)


@pytest.mark.parametrize("ground", ["FFFFFF", "F4F1EA", "A8D4DC", "516482", "0B2A4A", "7F7F7F", "C00000", "FFC000"])
def test_grounds_on_any_colour(ground: str, brand: Brand) -> None:
    check(brand, ground, dark=contrast("FFFFFF", ground) > contrast("000000", ground))


def check(brand: Brand, ground: str, *, dark: bool) -> None:
    found = palette(brand, ground, dark=dark)
    grounds = found.grounds
    for ink, fill in (
        (grounds.on_panel, grounds.panel),
        (grounds.accent_on_panel, grounds.panel),
        (grounds.on_solid, grounds.solid),
        (grounds.on_dark, grounds.dark),
    ):
        assert contrast(seen(brand, ink), seen(brand, fill)) >= READABLE
    assert contrast(seen(brand, grounds.panel), ground) <= LOUD
    assert contrast(seen(brand, found.text), ground) >= 3
