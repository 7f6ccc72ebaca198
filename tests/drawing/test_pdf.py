"""Decks as PDF: what a reader finds in them, by eye, by ear and by search."""

from __future__ import annotations

from typing import Literal

import pypdfium2
import pytest
from msgspec import structs

from salespack.drawing.pdf import Drawing, draw_pdf, one_a_page
from salespack.graphics.boxes import Box
from salespack.scene.model import (
    Arrow,
    Cell,
    CompositeShape,
    Geometry,
    Gradient,
    Path,
    Pattern,
    PictureFill,
    Solid,
    Stop,
    Stroke,
    TableShape,
    Undrawn,
)
from salespack.typesetting.engine import package_fonts
from salespack.typography.faces import Typefaces
from salespack.typography.text import Body, Bullet, Paragraph
from salespack.typography.widths import SIGNS_FACE
from tests.drawing.scenes import (
    CM,
    ON,
    TYPEFACES,
    bookmarks,
    box,
    bulleted,
    codes,
    drawn,
    image,
    lines,
    links,
    paragraph,
    picture,
    pixels,
    reader,
    run,
    scene,
    slide,
    tags,
    text_box,
    texts,
    title,
)


def test_the_text_is_the_decks_in_reading_order_title_first() -> None:
    body = text_box(bulleted("First point"), bulleted("A point below", 1), bulleted("Second point"), at=1)
    made = drawn(slide(body, title("The title", at=0)))
    assert lines(made.pdf) == ["The title", "• First point", "• A point below", "• Second point"]
    assert made.problems == ()
    found = tags(made.pdf)
    assert found[:2] == ["Document", "H1"]
    assert found[2:] == ["L", "LI", "Lbl", "LBody", "P", "L", "LI", "Lbl", "LBody", "P", "LI", "Lbl", "LBody", "P"]


def test_a_title_over_a_filled_shape_stays_over_it() -> None:
    behind = text_box("", at=0, name="Panel", fill=Solid("00FF00"))
    under = text_box("Under it", at=1)
    shown = Drawing(scene(slide(under, behind, title("Title"))), TYPEFACES).made(one_a_page, on=ON, ppi=36)
    assert lines(drawn(slide(under, behind, title("Title"))).pdf) == ["Under it", "Title"]
    colours = {colour for _, colour in pixels(shown[0]).crop((30, 15, 300, 55)).getcolors(100_000) or ()}
    assert any(isinstance(colour, tuple) and sum(colour) < 200 for colour in colours), "the letters are not hidden"


def test_lines_of_a_paragraph_join_without_a_hyphen_and_with_a_blank() -> None:
    made = drawn(
        slide(text_box("some words that need more than one line of this narrow box", box=Box(0, 0, 5 * CM, CM)))
    )
    assert tags(made.pdf).count("P") == 1
    assert " ".join(lines(made.pdf)).split() == [
        "some",
        "words",
        "that",
        "need",
        "more",
        "than",
        "one",
        "line",
        "of",
        "this",
        "narrow",
        "box",
    ]
    assert len(lines(made.pdf)) > 2


def test_pages_have_the_size_of_the_slides_and_hidden_ones_are_left_out() -> None:
    made = drawn(slide(title("One")), slide(title("Two"), number=2, hidden=True), slide(title("Three"), number=3))
    pages = reader(made.pdf).pages
    assert [(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in pages] == [
        (960, 540)
    ] * 2
    assert bookmarks(made.pdf) == ["One", "Three"]
    assert made.pages == 2


def test_bookmarks_are_titles_and_a_slide_without_one_has_its_number() -> None:
    two_lines = text_box("A title", "of two paragraphs", placeholder="title")
    made = drawn(slide(two_lines), slide(text_box("no title"), number=2))
    assert [" ".join(one.split()) for one in bookmarks(made.pdf)] == ["A title of two paragraphs", "Slide 2"]
    assert lines(made.pdf, 1) == ["no title"]


def test_links_lead_to_the_web_a_mailbox_or_a_slide_and_nowhere_else() -> None:
    words = paragraph(run("web", href="https://example.com/a?b=c"), run(" "), run("mail", href="mailto:a@b.example"))
    odd = paragraph(run("file", href="file:///etc/passwd"), run("script", href="javascript:alert(1)"))
    jump = text_box("jump", at=2, href="#3")
    made = drawn(slide(title("T"), text_box(words, odd, at=1), jump), slide(title("U"), number=3))
    found = links(made.pdf)
    assert [to for to, _ in found] == ["https://example.com/a?b=c", "mailto:a@b.example", None]
    assert all(right - left > 10 and top - bottom > 10 for _, (left, bottom, right, top) in found)
    assert lines(made.pdf)[1:] == ["web mail", "filescript", "jump"]


@pytest.mark.parametrize("href", ["mailto:" + "a" * 9_000, "http:" + "é" * 7_000, "#²", "#0", "http", "https://a\x00b"])
def test_odd_links_leave_the_text(href: str) -> None:
    made = drawn(slide(title("T"), text_box(paragraph(run("words", href=href)), at=1)))
    assert lines(made.pdf)[1:] == ["words"]


@pytest.mark.parametrize("tag", ["ää-FI", "日本", "x1", "EN", "toolong", "-"])
def test_odd_languages_are_none(tag: str) -> None:
    words = structs.replace(run("words"), language=tag)
    assert lines(drawn(slide(title("T"), text_box(paragraph(words), at=1))).pdf)[1:] == ["words"]


@pytest.mark.parametrize(
    "text", ['O\'Neil & Söhne <AG> #1 #read("x")', "$x$ *b* _i_ `r` \\u{41} @l <a> // c /* d */ = h", "]}#{[", '"; #x']
)
def test_what_customers_are_called_prints_as_it_is(text: str) -> None:
    made = drawn(slide(title(text), text_box(bulleted(text), at=1)))
    assert lines(made.pdf) == [text, f"• {text}"]
    assert bookmarks(made.pdf) == [text]


def test_pdf_ua_where_everything_is_said() -> None:
    made = drawn(slide(title("T"), picture("p", alt="A red area")), media={"p": image()})
    assert b"pdfuaid:part" in made.pdf
    assert "Figure: A red area" in tags(made.pdf)
    assert made.problems == ()


def test_without_alternative_text_it_is_tagged_and_the_picture_is_named() -> None:
    shapes = (title("T"), picture("p"), picture("p", at=2, decorative=True), picture("p", at=3, origin="layout"))
    made = drawn(slide(*shapes), media={"p": image()})
    assert b"pdfuaid:part" not in made.pdf
    assert "H1" in tags(made.pdf)
    assert codes(made) == ["SP564"]
    assert "slide 1: “Picture 1”" in texts(made.problems) and "Picture 2" not in texts(made.problems)


def test_same_scene_same_bytes() -> None:
    shapes = (title("T"), text_box(bulleted("Ä, ö"), at=1), picture("p", at=2, alt="x"))
    assert drawn(slide(*shapes), media={"p": image()}).pdf == drawn(slide(*shapes), media={"p": image()}).pdf


def test_a_table_is_one_with_headers() -> None:
    cells = tuple(
        Cell(row=row, column=column, text=Body(paragraphs=(paragraph(f"r{row}c{column}"),)), header=row == 0)
        for row in range(3)
        for column in range(2)
    )
    table = TableShape(id=5, name="Table", box=box(1), columns=(5 * CM, 5 * CM), rows=(CM, CM, CM), cells=cells)
    made = drawn(slide(title("T"), table))
    found = tags(made.pdf)
    assert [found.count(tag) for tag in ("Table", "TR", "TH", "TD")] == [1, 3, 2, 4]
    assert b"pdfuaid:part" in made.pdf
    assert lines(made.pdf) == ["T", "r0c0 r0c1", "r1c0 r1c1", "r2c0 r2c1"]


def test_merged_cells_that_reach_out_of_the_table_do_no_harm() -> None:
    body = Body(paragraphs=(paragraph("x"),))
    cells = (Cell(row=0, column=0, rows=2, columns=9, text=body, header=True),)
    table = TableShape(id=5, name="Table", box=box(1), columns=(CM, CM), rows=(CM, CM), cells=cells)
    assert lines(drawn(slide(title("T"), table)).pdf) == ["T", "x"]


def test_charts_are_figures_and_diagrams_their_texts() -> None:
    label = text_box("a label", at=1)
    chart = CompositeShape(id=7, name="Chart", box=box(1), kind="chart", shapes=(label,), text="Column chart: 3 and 5")
    diagram = CompositeShape(id=8, name="Diagram", box=box(2), kind="diagram", shapes=(text_box("a step", at=2),))
    made = drawn(slide(title("T"), chart, diagram))
    assert tags(made.pdf) == ["Document", "H1", "Figure: Column chart: 3 and 5", "P"]
    assert lines(made.pdf) == ["T", "a label", "a step"]


def test_what_a_chart_is_drawn_without_is_named() -> None:
    chart = CompositeShape(
        id=7, name="Sales", box=box(1), kind="chart", shapes=(), text="Columns", left_out=("a trend line",)
    )
    assert "slide 1, “Sales”: a trend line is not drawn in the PDF" in str(drawn(slide(title("T"), chart)).problems)


def test_the_ground_of_a_table_and_diagonals_are_drawn() -> None:
    line = Stroke(paint=Solid("FF0000"), width=50_800)
    cell = Cell(row=0, column=0, text=Body(paragraphs=(paragraph("x"),)))
    plain = TableShape(id=5, name="Table", box=box(1), columns=(5 * CM,), rows=(5 * CM,), cells=(cell,))
    grounded = structs.replace(plain, fill=Solid("FF0000"))
    falling, rising = structs.replace(cell, falling=line), structs.replace(cell, rising=line)
    tables = plain, *[structs.replace(plain, cells=(one,)) for one in (falling, rising)], grounded
    found = []
    for table in tables:
        [page] = Drawing(scene(slide(table)), TYPEFACES).made(one_a_page, on=ON, ppi=36)
        colours = {colour: count for count, colour in pixels(page).getcolors(100_000) or ()}
        found.append(colours.get((255, 0, 0), 0))
    none, one, other, all_of_it = found
    assert none == 0 < min(one, other) <= max(one, other) < all_of_it


def test_a_common_typeface_is_drawn_in_its_packed_twin_on_every_machine() -> None:
    words = slide(text_box(paragraph(run("Some words", typeface="Calibri"))))
    made = draw_pdf(scene(words), Typefaces(system=False), on=ON)
    assert not made.problems
    assert b"+Carlito" in made.pdf
    assert b"Liberation" not in made.pdf


def test_a_typeface_of_known_widths_that_is_shown_in_another_is_named() -> None:
    words = slide(text_box(paragraph(run("Some words", typeface="Open Sans"))))
    made = draw_pdf(scene(words), Typefaces(system=False), on=ON)
    assert "the font “Open Sans” is not here; on slide 1 the PDF shows Arimo instead" in texts(made.problems)


def test_what_cannot_be_drawn_leaves_nothing_on_the_page_and_one_problem() -> None:
    thing = Undrawn(id=9, name="Object 3", box=box(1), what="an object (Excel.Sheet.12) without a picture")
    made = drawn(slide(title("T"), thing), slide(title("U"), thing, number=2))
    assert codes(made) == ["SP560"]
    assert "slides 1 and 2, “Object 3”: an object (Excel.Sheet.12)" in texts(made.problems)
    assert "--pdf-engine libreoffice" in texts(made.problems)
    assert lines(made.pdf) == ["T"]


@pytest.mark.parametrize(
    ("at", "degrees", "told"),
    [
        (Box(-9 * CM, 0, 6 * CM, 2 * CM), 0, False),
        (Box(-4 * CM, 0, 6 * CM, 2 * CM), 90, False),
        (Box(-5 * CM, 0, 4 * CM, 8 * CM), 90, True),
    ],
)
def test_what_lies_beside_the_slide_as_it_is_turned_is_missed_by_nobody(at: Box, degrees: float, told: bool) -> None:
    thing = Undrawn(id=9, name="Object 3", box=at, rotation=degrees, what="an object")
    lost = structs.replace(picture("p", alt="x"), box=at, rotation=degrees)
    made = drawn(slide(title("T"), thing, lost), media={"p": b"?"})
    assert codes(made) == (["SP560", "SP561"] if told else [])


def test_an_unknown_outline_is_a_rectangle_and_named() -> None:
    shape = text_box("in it", at=1, name="Odd 1", fill=Solid("FF0000"))
    odd = Geometry(paths=shape.geometry.paths, text=shape.geometry.text, preset="blob", known=False)
    made = drawn(slide(title("T"), structs.replace(shape, geometry=odd)))
    assert codes(made) == ["SP560"] and "“Odd 1”: its outline (blob)" in texts(made.problems)


@pytest.mark.parametrize(("width", "kind", "told"), [(38_100, "dbl", 3), (38_100, "sng", 0), (9_525, "dbl", 0)])
def test_double_lines_are_single_and_named(width: int, kind: Literal["dbl", "sng"], told: int) -> None:
    line = Stroke(paint=Solid("FF0000"), width=width, compound=kind)
    framed = structs.replace(text_box("in it", at=1, name="Framed"), stroke=line)
    shown = structs.replace(picture("p", at=2, alt="A picture"), name="Shown", stroke=line)
    cell = Cell(row=0, column=0, text=Body(paragraphs=(paragraph("x"),)), bottom=line)
    table = TableShape(id=5, name="Sums", box=box(3), columns=(5 * CM,), rows=(CM,), cells=(cell,))
    made = drawn(slide(title("T"), framed, shown, table), media={"p": image()})
    assert codes(made) == ["SP560"] * told
    if told:
        lost = "the second line of its double border is not drawn"
        assert all(f"“{name}”: {lost}" in texts(made.problems) for name in ("Framed", "Shown", "Sums"))


def test_footers_and_what_the_layout_has_are_nothing_to_read_aloud() -> None:
    footer = text_box("Page 4", at=3, placeholder="sldNum")
    layout = text_box("ACME", at=2, origin="layout")
    made = drawn(slide(layout, title("T"), footer))
    assert tags(made.pdf) == ["Document", "H1"]
    assert lines(made.pdf) == ["ACME", "T", "Page 4"]


def test_a_typeface_that_is_nowhere_is_named_once_and_keeps_its_place() -> None:
    bare = Typefaces(system=False)
    words = paragraph(run("Some words in a typeface", typeface="Nobody Has It"))
    made = draw_pdf(scene(slide(text_box(words)), slide(text_box(words), number=2)), bare, on=ON)
    told = [problem for problem in made.problems if problem.code == "SP562"]
    assert len(told) == 1
    assert "“Nobody Has It” is not here; on slides 1 and 2" in str(told[0]) and "fonts/" in told[0].hint
    assert lines(made.pdf) == ["Some words in a typeface"]


@pytest.mark.slow
@pytest.mark.parametrize("typeface", ["Calibri", "Times New Roman"])
@pytest.mark.parametrize("signs", ["₽", "₽₽₽₽₽₽", "✓✓✓", "→→→ ☎☎", "①②③", "⅓ ℮ ℃"])
def test_a_run_behind_signs_of_another_face_stands_behind_them(typeface: str, signs: str) -> None:
    words = paragraph(run(f"For {signs}", typeface=typeface), run("behind", typeface=typeface, bold=True))
    made = draw_pdf(scene(slide(text_box(words))), Typefaces(system=False), on=ON)
    text = pypdfium2.PdfDocument(made.pdf)[0].get_textpage()
    letters = [(text.get_text_range(at, 1), text.get_charbox(at)) for at in range(text.count_chars())]
    ends = [right for letter, (_, _, right, _) in letters if letter in signs and letter.strip()]
    begins = min(left for letter, (left, _, _, _) in letters if letter in "behind")
    assert not ends or max(ends) <= begins + 0.5


def test_letters_that_no_font_has_are_named() -> None:
    bare = Typefaces(system=False)
    made = draw_pdf(scene(slide(text_box(paragraph("ok", run(" 漢字", typeface="Arial"))))), bare, on=ON)
    [told] = [problem for problem in made.problems if problem.code == "SP563"]
    assert "“字” (U+5B57)" in told.message and "“漢” (U+6F22)" in told.message and "slide 1" in told.message
    assert b"pdfuaid:part" not in made.pdf


@pytest.mark.parametrize(
    "fill",
    [
        Gradient(stops=(Stop(0, "FF0000"), Stop(1, "0000FF")), angle=30.0),
        Gradient(stops=(Stop(0.2, "FF0000", 0.5), Stop(0.7, "0000FF")), angle=45.0, scaled=True),
        Gradient(stops=(Stop(0, "FF0000"), Stop(1, "0000FF")), path="circle", focus=(0.0, 1.0)),
        Gradient(stops=(Stop(0, "FF0000"), Stop(1, "0000FF")), path="rect"),
        Gradient(stops=()),
        Pattern("dkUpDiag", Solid("FF0000"), Solid("FFFFFF")),
        Pattern("no-such-pattern", Solid("FF0000"), Solid("FFFFFF")),
        PictureFill(part="p", tile=True, scale=(0.5, 0.5)),
        PictureFill(part="p", crop=(0.1, 0.1, -0.2, 0.0), alpha=0.5),
    ],
)
def test_every_paint_fills_shapes_cells_and_backgrounds(fill: Gradient | Pattern | PictureFill) -> None:
    shape = text_box("in it", at=1, fill=fill, rotation=30.0, flip_h=True)
    made = drawn(slide(title("T"), shape, background=fill), media={"p": image()})
    assert made.problems == ()
    assert lines(made.pdf)[0] == "T"


def test_a_gradient_runs_as_its_angle_says() -> None:
    fill = Gradient(stops=(Stop(0, "FF0000"), Stop(1, "0000FF")), angle=90.0)
    [page] = Drawing(scene(slide(background=fill)), TYPEFACES).made(one_a_page, on=ON, ppi=20)
    seen = pixels(page)
    top, bottom = seen.getpixel((seen.width // 2, 1)), seen.getpixel((seen.width // 2, seen.height - 2))
    assert top[0] > 230 and top[2] < 25 and bottom[2] > 230 and bottom[0] < 25  # type: ignore[index]


def test_lines_have_heads_at_their_ends() -> None:
    line = Geometry(paths=(Path(commands=(("M", (0, 0)), ("L", (10 * CM, 0))), shade=None),), text=Box(0, 0, 1, 1))
    stroke = Stroke(paint=Solid("FF0000"), width=76_200, tail=Arrow("triangle"), head=Arrow("oval"), dash=(4.0, 3.0))
    shape = text_box("", at=1)
    arrow = structs.replace(shape, geometry=line, stroke=stroke, text=None)
    [page] = Drawing(scene(slide(arrow)), TYPEFACES).made(one_a_page, on=ON, ppi=72)
    seen = pixels(page)
    x, y = (2 + 10) * CM / 12_700, 5 * CM / 12_700
    behind = [seen.getpixel((round(x - 16), round(y + dy))) for dy in (-5, 5)]
    assert all(colour[0] > 200 and colour[1] < 80 for colour in behind), "the head is wider than the line"  # type: ignore[index]


def test_turned_and_vertical_text_is_text() -> None:
    down = Body(paragraphs=(paragraph("downwards"),), direction="vert")
    made = drawn(
        slide(
            title("T"),
            text_box("turned", at=1, rotation=45.0),
            text_box(text=down, at=2, box=box(2, cx=2 * CM, cy=9 * CM)),
        )
    )
    assert sorted(lines(made.pdf)) == sorted(["T", "turned", "downwards"])


def test_looks_of_letters() -> None:
    words = paragraph(
        run("under", underline=True), run(" struck", strike=True), run(" lit", highlight="FFFF00"),
        run("2", baseline=30_000, size=1_200), run(" wide", spacing=300), run(" näin", typeface="Courier New"),
    )  # fmt: skip
    made = drawn(slide(title("T"), text_box(words, at=1), text_box(paragraph("a b", align="just"), at=2)))
    assert "".join(lines(made.pdf)[1:]).replace(" ", "") == "understrucklit2widenäinab"


def test_a_picture_can_stand_for_a_bullet() -> None:
    point = Paragraph(
        runs=(run("point"),), end=run(""), left=CM, indent=-CM, bullet=Bullet(run("•"), picture="p")
    )  # fmt: skip
    made = drawn(slide(title("T"), text_box(point, at=1)), media={"p": image()})
    assert lines(made.pdf) == ["T", "point"]
    assert made.problems == ()


def test_absurd_lengths_do_no_harm() -> None:
    far = text_box("far away", box=Box(10**12, -(10**12), 10**9, 10**9), rotation=1e9)
    assert drawn(slide(title("T"), far, text_box("x", box=Box(0, 0, 0, 0)))).pages == 1


def test_a_light_typeface_is_shown_in_its_family_where_that_is_there() -> None:

    bare = Typefaces(package_fonts(), system=False)
    words = paragraph(run("Some words", typeface="Source Sans Pro Light"))
    made = draw_pdf(scene(slide(text_box(words))), bare, on=ON)
    assert "“Source Sans Pro Light” is not here; on slide 1 the PDF shows Source Sans Pro instead" in texts(
        made.problems
    )


def test_signs_that_stand_alone_in_a_cell_are_figures_read_as_words() -> None:
    def cell(at: int, text: str, typeface: str) -> Cell:
        return Cell(row=0, column=at, text=Body(paragraphs=(paragraph(run(text, typeface=typeface)),)))

    signs = [cell(at, sign, SIGNS_FACE) for at, sign in enumerate("✓◐–")]
    others = [cell(3, "–", "Arial"), cell(4, "by night", "Arial")]
    table = TableShape(id=5, name="Table", box=box(1), columns=(3 * CM,) * 5, rows=(2 * CM,), cells=(*signs, *others))
    made = drawn(slide(title("T"), table))
    assert [one for one in tags(made.pdf) if one.startswith("Figure")] == [
        "Figure: Yes",
        "Figure: Partly",
        "Figure: No",
    ]
    assert made.problems == () and any("by night" in line for line in lines(made.pdf))
    finnish = structs.replace(scene(slide(title("T"), table)), language="fi-FI")
    read = tags(draw_pdf(finnish, TYPEFACES, on=ON).pdf)
    assert [one for one in read if one.startswith("Figure")] == ["Figure: Kyllä", "Figure: Osittain", "Figure: Ei"]
