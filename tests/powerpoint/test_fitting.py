"""Texts keep off each other: smaller letters down to the brand's least size, room made, decorations respected."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pptx import Presentation

from salespack.deck.model import Columns, Slide, SlideStyle
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.brand.model import Brand
from salespack.powerpoint.brand.settings import BrandSettings, MaximumSizes, MinimumSizes
from salespack.powerpoint.composing.composition import Composer
from salespack.powerpoint.composing.deck_style import styled as styled_deck
from salespack.powerpoint.forms.text_rows import scaled
from salespack.powerpoint.writing.writer import new_composer, write_deck
from tests.compiled import compiled_templates
from tests.powerpoint.decks import TABLE, bullet, deck, paragraph, slide, text
from tests.powerpoint.packages import HEIGHT, WIDTH, Plan, Shape, brand_parts, write_zip
from tests.powerpoint.test_backgrounds import NAVY, shape

POINT = 12_700
LONG = "Every service has one owner, and everybody in the room knows her name by heart"
SIZED = '<a:lvl1pPr><a:buNone/><a:defRPr sz="{size}"{bold}><a:latin typeface="Arial"/></a:defRPr></a:lvl1pPr>'


def styled(size: int, bold: str = "") -> str:
    return SIZED.format(size=size, bold=bold)


TITLE = Shape("title", box=(5, 5, 90, 12), text_style=styled(4000))
BODY = Shape(None, 1, (5, 25, 90, 60), text_style=styled(2800))
TOP = '<a:bodyPr anchor="t"/>'
MIDDLE = '<a:bodyPr anchor="ctr"/>'


def compiled(tmp_path: Path, *plans: Plan, settings: BrandSettings | None = None) -> Brand:
    return compile_brand(write_zip(tmp_path / "brand.pptx", brand_parts(plans)), settings)


def written(brand: Brand, one: Slide) -> Any:
    """The slide as python-pptx reads it."""
    made = write_deck(deck(one), brand, templates=compiled_templates())
    return Presentation(io.BytesIO(made)).slides[0]


def sizes(placeholder: Any) -> list[float | None]:
    runs = [run for paragraph in placeholder.text_frame.paragraphs for run in paragraph.runs]
    return [run.font.size.pt if run.font.size else None for run in runs]


def test_a_text_that_fits_has_the_brand_s_own_size_and_place(tmp_path: Path) -> None:
    lines = [bullet(f"Line {at}") for at in range(9)]
    page = written(compiled(tmp_path, Plan("Content", "obj", (TITLE, BODY))), slide("Short", text(*lines)))
    assert [set(sizes(one)) for one in page.placeholders] == [{None}, {None}]
    assert all(one._element.spPr.find(f"{{{one._element.nsmap['a']}}}xfrm") is None for one in page.placeholders)


def test_a_text_of_a_few_words_stands_a_little_above_the_middle_of_its_room(tmp_path: Path) -> None:
    page = written(compiled(tmp_path, Plan("Content", "obj", (TITLE, BODY))), slide("Short", text(bullet("One"))))
    title, body = page.placeholders
    assert [sizes(one) for one in (title, body)] == [[None], [None]], "no rung of the ladder is above this brand's size"
    top, height = HEIGHT * 25 // 100, HEIGHT * 60 // 100
    line = 28 * 1.2 * POINT
    assert body.top + body.height == top + height
    assert body.top - top == pytest.approx((height - line) * 0.4, rel=0.1)


def test_a_text_grows_by_two_rungs_at_most_and_then_its_gaps(tmp_path: Path) -> None:
    body = BODY._replace(text_style=styled(1600))
    lines = [bullet("One"), bullet("Two"), bullet("Three")]
    page = written(compiled(tmp_path, Plan("Content", "obj", (TITLE, body))), slide("Short", text(*lines)))
    assert sizes(page.placeholders[1]) == [20, 20, 20]
    assert page.placeholders[1].text_frame.paragraphs[1].space_before.pt == 20
    settings = BrandSettings(maximum_sizes=MaximumSizes(body=18))
    brand = compiled(tmp_path, Plan("Content", "obj", (TITLE, body)), settings=settings)
    assert sizes(written(brand, slide("Short", text(*lines))).placeholders[1]) == [18, 18, 18]


@pytest.mark.parametrize(("least", "expected"), [(24, (24, 26)), (36, (36, 36)), (44, (None, None))])
def test_a_long_title_is_written_smaller_but_never_below_the_least_size(
    tmp_path: Path, least: int, expected: tuple[float | None, float | None]
) -> None:
    settings = BrandSettings(minimum_sizes=MinimumSizes(title=least))
    brand = compiled(tmp_path, Plan("Content", "obj", (TITLE, BODY)), settings=settings)
    (size,) = sizes(
        written(
            brand, slide(f"{LONG}, by her voice, by her hand and by what she says in the morning", text(bullet("One")))
        ).shapes.title
    )
    low, high = expected
    assert size is None if low is None or high is None else low <= (size or 0) <= high


def test_a_title_goes_on_on_a_second_line_before_it_is_much_smaller(tmp_path: Path) -> None:
    brand = compiled(tmp_path, Plan("Content", "obj", (TITLE, BODY)))
    short = written(brand, slide(LONG[:48], text(bullet("One")))).shapes.title
    long = written(brand, slide(LONG, text(bullet("One")))).shapes.title
    assert short.height == HEIGHT * 12 // 100 and 32 <= (sizes(short)[0] or 40) < 40
    assert sizes(long) == [None] and long.height > short.height
    assert long.top + long.height <= HEIGHT * 25 // 100, "it ends where the body begins"


def test_a_title_that_is_too_long_for_its_decks_size_is_as_large_as_two_lines_allow(tmp_path: Path) -> None:
    composer = new_composer(compiled(tmp_path, Plan("Content", "obj", (TITLE, BODY))))
    one = slide(f"{LONG}, and by what she says", text(bullet("One")))
    title, _ = composer.compose(msgspec.structs.replace(one, style=SlideStyle(title=4_000))).placed
    assert (title.lines, title.over) == (2, 0)
    assert 3_000 < scaled(4_000, title.percent, title.least) < 4_000


def test_titles_of_a_deck_are_a_little_smaller_where_that_leaves_fewer_words_alone(tmp_path: Path) -> None:
    tall = Shape("title", box=(5, 3, 90, 21), text_style=styled(4000))
    composer = new_composer(compiled(tmp_path, Plan("Content", "obj", (tall, BODY))))
    few = [slide(title, text(bullet("One"))) for title in ("Who answers at night", "What it costs", LONG)]
    alone = [*few, slide("Every service has an owner whom everybody knows", text(bullet("One")))]
    assert [title_sizes(slides, composer) for slides in (few, alone)] == [{40}, {36}]


def title_sizes(slides: list[Slide], composer: Composer) -> set[float]:
    titles = [composer.compose(one).placed[0] for one in styled_deck(slides, composer, varied=False)]
    return {scaled(4_000, one.percent, one.least) / 100 for one in titles}


def test_no_text_is_larger_than_the_titles_of_its_deck(tmp_path: Path) -> None:
    composer = new_composer(compiled(tmp_path, Plan("Content", "obj", (TITLE, BODY))))
    led, listed = slide("Short", text(paragraph("They waited for:")), TABLE), slide("Short", text(bullet("One")))
    for one, size in ((led, 2_000), (listed, 2_400)):  # what leads to a form is no larger than text in forms
        _, words, *_ = composer.compose(msgspec.structs.replace(one, style=SlideStyle(title=2_400))).placed
        assert words.placeholder is not None
        assert scaled(words.placeholder.sizes[0], words.percent, words.least) == pytest.approx(size, abs=20)


def test_a_line_above_a_form_takes_no_more_room_than_it_needs_at_its_size(tmp_path: Path) -> None:
    composer = new_composer(compiled(tmp_path, Plan("Content", "obj", (TITLE, BODY))))
    one = slide("Short", text(paragraph("What they waited for:")), TABLE)
    for rung, most in ((None, 20), (1, 14)):
        _, line, table = composer.compose(msgspec.structs.replace(one, style=SlideStyle(rung=rung))).placed
        assert line.placeholder is not None
        high = most * 1.2 * POINT + line.placeholder.insets[1] + line.placeholder.insets[3]
        assert line.room.cy == pytest.approx(high, rel=0.02)
        assert table.room.y - line.room.y - line.room.cy == composer.ladder.gap


def test_a_long_body_is_written_smaller_and_stays_in_its_room(tmp_path: Path) -> None:
    brand = compiled(tmp_path, Plan("Content", "obj", (TITLE, BODY)))
    page = written(brand, slide("Short", text(*[bullet(LONG)] * 6)))
    (size, *rest) = sizes(page.placeholders[1])
    assert size is not None and 14 <= size < 28 and set(rest) == {size}


def test_columns_stay_of_one_size(tmp_path: Path) -> None:
    left, right = (
        Shape(None, 1, (5, 25, 43, 60), text_style=styled(2800)),
        Shape(None, 2, (52, 25, 43, 60), text_style=styled(2800)),
    )
    brand = compiled(tmp_path, Plan("Two", "twoObj", (TITLE, left, right)))
    page = written(brand, slide("Two", Columns(((text(bullet("One")),), (text(*[bullet(LONG)] * 4),)))))
    found = {size for one in page.placeholders if one.placeholder_format.idx in (1, 2) for size in sizes(one)}
    assert len(found) == 1 and None not in found


def test_a_title_keeps_off_the_body_that_begins_inside_its_box(tmp_path: Path) -> None:
    title = Shape("title", box=(5, 5, 90, 24), text_style=styled(4400), body=TOP)
    body = Shape(None, 1, (5, 20, 90, 60), text_style=styled(2800))
    brand = compiled(tmp_path, Plan("Content", "obj", (title, body)))
    page = written(brand, slide(LONG, text(bullet("One"))))
    (size,) = sizes(page.shapes.title)
    assert size is not None and size * 1.2 * POINT < HEIGHT * 0.15


def test_a_title_ends_before_the_logo_at_its_side(tmp_path: Path) -> None:
    logo = shape((85, 5, 12, 12), "", tag="pic")
    brand = compiled(tmp_path, Plan("Content", "obj", (TITLE, BODY), extra=logo))
    short = written(brand, slide("Short", text(bullet("One")))).shapes.title
    long = written(brand, slide(LONG, text(bullet("One")))).shapes.title
    assert short.width == WIDTH * 90 // 100
    assert long.left + long.width == WIDTH * 85 // 100


def test_a_long_title_of_an_opener_moves_what_is_under_it(tmp_path: Path) -> None:
    title = Shape("ctrTitle", box=(5, 30, 60, 8), text_style=styled(3000, ' b="1"'), body=TOP)
    under = Shape("subTitle", 1, (5, 40, 60, 8), text_style=styled(2000), body=TOP)
    brand = compiled(tmp_path, Plan("Cover", "title", (title, under)))
    page = written(brand, slide(LONG, text(paragraph("Below")), layout="title"))
    heading, words = page.placeholders
    (size,) = sizes(heading)
    assert size == 24
    assert words.top > HEIGHT * 40 // 100 + 5 * POINT


def test_the_title_of_a_cover_is_a_little_smaller_rather_than_to_end_with_a_word_alone(tmp_path: Path) -> None:
    title = Shape("ctrTitle", box=(5, 20, 60, 30), text_style=styled(4000), body=TOP)
    under = Shape("subTitle", 1, (5, 60, 60, 8), text_style=styled(2000), body=TOP)
    brand = compiled(tmp_path, Plan("Cover", "title", (title, under)))
    two, alone = ("What matters to Betasoloin in this first year", "What matters to Betasoloin now")
    titles = [written(brand, slide(one, text(paragraph("Below")), layout="title")).shapes.title for one in (two, alone)]
    assert sizes(titles[0]) == [None]
    assert 32 <= (sizes(titles[1])[0] or 40) < 40


def test_lines_in_the_middle_of_a_low_box_get_a_higher_one(tmp_path: Path) -> None:
    title = Shape("ctrTitle", box=(5, 20, 90, 20), text_style=styled(3000))
    under = Shape("subTitle", 1, (5, 50, 90, 8), text_style=styled(2400), body=MIDDLE)
    brand = compiled(tmp_path, Plan("Cover", "title", (title, under)))
    page = written(brand, slide("Thanks", text(*[paragraph("A line")] * 4), layout="closing"))
    words = page.placeholders[1]
    assert (words.top, set(sizes(words))) == (HEIGHT // 2, {None})
    assert words.height > HEIGHT * 16 // 100


def test_a_contact_beside_a_picture_of_the_layout_keeps_its_size(tmp_path: Path) -> None:
    title = Shape("ctrTitle", box=(5, 20, 90, 20), text_style=styled(3000), body=TOP)
    under = Shape("subTitle", 1, (5, 50, 90, 8), text_style=styled(2400), body=TOP)
    brand = compiled(tmp_path, Plan("Cover", "title", (title, under), extra=shape((70, 60, 30, 40), NAVY)))
    page = written(brand, slide("Thanks", text(*[paragraph("A short line")] * 4), layout="closing"))
    assert set(sizes(page.placeholders[1])) == {None}


def test_what_stands_below_a_line_takes_the_layout_that_leaves_it_much_more_room(tmp_path: Path) -> None:
    decorated = Plan(
        "Content", "obj", (TITLE, BODY), extra=shape((80, 60, 20, 40), NAVY) + shape((0, 60, 30, 40), NAVY)
    )
    brand = compiled(tmp_path, decorated, Plan("Title only", "titleOnly", (TITLE,)))
    led = slide("Short", text(paragraph("What they waited for:")), TABLE)
    listed = slide("Short", text(bullet("What they waited for")), TABLE)
    layouts = [written(brand, one).slide_layout.name for one in (led, listed)]
    assert layouts == ["Title only", "Content"]


def test_a_chart_keeps_off_a_band_over_the_layout(tmp_path: Path) -> None:
    from tests.powerpoint.decks import COST

    title_only = Plan("Title only", "titleOnly", (TITLE,), extra=shape((0, 0, 100, 22), NAVY))
    brand = compiled(tmp_path, Plan("Content", "obj", (TITLE, BODY)), title_only)
    (chart,) = [one for one in written(brand, slide("Cost", COST)).shapes if one.has_chart]
    assert chart.top >= HEIGHT * 22 // 100
