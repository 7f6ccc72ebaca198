"""Lines: where they end, how high they are, where their letters stand. Widths are the built-in ones of Arial."""

from __future__ import annotations

import pytest

from salespack.typography.faces import Typefaces
from salespack.typography.lines import laid_out, lay_out
from salespack.typography.text import Bullet, Spacing, Tab, Unproven
from tests.typography.bodies import BUILT_IN, POINT, body, laid, paragraph, run, texts

COMPOUND = "Toiminnanohjausjärjestelmäkokonaisuuden"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 70, ["one two", "three"]),
        ("one  two", 40, ["one", "two"]),
        ("e-mail letters", 56, ["e-mail", "letters"]),
        ("an e-mail", 45, ["an e-", "mail"]),
        ("2020–2025", 60, ["2020–", "2025"]),
        ("ratio 10-12", 70, ["ratio 10-", "12"]),
        ("see client/server", 80, ["see", "client/ser", "ver"]),
        ("client/server", 80, ["client/", "server"]),
        ("so !", 28, ["so", "!"]),
        ("is it so ? Yes", 65, ["is it", "so ?", "Yes"]),
        ("on se noin ! Ja", 93, ["on se", "noin ! Ja"]),
        ("a\u00a0b c", 30, ["a\u00a0b", "c"]),
        ("ab\u2011cd ef", 55, ["ab\u2011cd", "ef"]),
        ("data\u200bbase", 50, ["data", "base"]),
        ("first\vsecond", 200, ["first", "second"]),
        ("first\v", 200, ["first", ""]),
        ("日本語、テスト", 60, ["日本", "語、テ", "スト"]),
        ("（東京）です", 60, ["（東", "京）で", "す"]),
        ("Er sagte: „Ja!“ sofort", 95, ["Er sagte:", "„Ja!“ sofort"]),
        ("Er sagte „Ja!“", 87, ["Er sagte", "„Ja!“"]),
        ("「本当?」", 62, ["「本", "当?」"]),
    ],
)
def test_where_lines_end(text: str, width: float, lines: list[str]) -> None:
    assert texts(laid(text, width=width)) == lines


def test_a_word_is_broken_by_letters_only_where_it_is_wider_than_a_line() -> None:
    wide = laid(f"uusi {COMPOUND}", width=360)
    assert texts(wide) == ["uusi", COMPOUND]
    assert not any(line.hard for line in wide.lines)
    narrow = laid(f"uusi {COMPOUND}", width=160)
    assert texts(narrow) == ["uusi", "Toiminnanohjausjär", "jestelmäkokonaisuu", "den"]
    assert [line.hard for line in narrow.lines] == [False, True, True, False]


def test_a_soft_hyphen_shows_only_where_it_ends_a_line() -> None:
    soft = "Toiminnan\u00adohjaus\u00adjärjestelmä"
    assert texts(laid(soft, width=160)) == ["Toiminnan\u00adohjaus-", "järjestelmä"]
    whole = laid(soft, width=300)
    assert whole.lines[0].width == laid(soft.replace("\u00ad", ""), width=300).lines[0].width


def test_heights_are_those_of_powerpoints_boxes() -> None:
    single = laid("one", "two", "three")
    assert [line.height for line in single.lines] == [round(1.2 * 18 * POINT)] * 3
    assert [line.top for line in single.lines] == [0, 274_320, 548_640]
    assert single.lines[0].baseline == 18 * POINT
    assert single.height == 3 * 274_320
    tight = laid(paragraph("one", line=Spacing(0.8)))
    assert (tight.height, tight.lines[0].baseline) == (round(0.96 * 18 * POINT), round(0.76 * 18 * POINT))
    exact = laid(paragraph("one", line=Spacing(exact=30 * POINT)))
    assert (exact.height, exact.lines[0].baseline) == (30 * POINT, round(26.4 * POINT))
    reduced = laid(paragraph("one", line=Spacing(0.9)), line_reduction=0.1, font_scale=0.5)
    assert reduced.height == round(0.8 * 1.2 * 9 * POINT)


def test_the_largest_letters_and_empty_paragraphs_have_their_height() -> None:
    mixed = laid(paragraph(run("small ", size=1000), run("LARGE", size=3000)), paragraph(), "end")
    assert [line.height for line in mixed.lines] == [36 * POINT, round(21.6 * POINT), round(21.6 * POINT)]
    raised = laid(paragraph(run("x"), run("2", baseline=30_000)))
    assert raised.height == round(21.6 * POINT)
    assert [piece.size for piece in raised.lines[0].pieces] == [1800, 1200]


def test_space_between_paragraphs_not_before_the_first() -> None:
    spaced = paragraph("a", before=Spacing(exact=5 * POINT), after=Spacing(0.5))
    tops = [line.top for line in laid(spaced, spaced).lines]
    assert tops == [0, round((21.6 + 9 + 5) * POINT)]


def test_indents_and_bullets() -> None:
    dash = Bullet(run("-"))
    hanging = laid(paragraph("one two three", left=20 * POINT, indent=-10 * POINT, bullet=dash), width=95)
    assert [line.x for line in hanging.lines] == [20 * POINT, 20 * POINT]
    assert hanging.lines[0].bullet is not None
    assert (hanging.lines[0].bullet.x, hanging.lines[1].bullet) == (10 * POINT, None)
    pushed = laid(paragraph("one", bullet=dash))
    assert pushed.lines[0].x == pushed.lines[0].bullet.width if pushed.lines[0].bullet else False
    assert laid(paragraph(bullet=dash)).lines[0].bullet is None


def test_tabs_stop_where_they_are_told() -> None:
    stops = (Tab(100 * POINT, "r"), Tab(150 * POINT, "ctr"), Tab(180 * POINT, "dec"))
    pieces = laid(paragraph("a\tbb\tcc\t12.5", tabs=stops)).lines[0].pieces
    assert [piece.text for piece in pieces] == ["a", "\t", "bb", "\t", "cc", "\t", "12.5"]
    assert pieces[2].x + pieces[2].width == 100 * POINT
    assert pieces[4].x + pieces[4].width // 2 == pytest.approx(150 * POINT, abs=2)
    twelve = round(BUILT_IN.face("Arial").width("12") * 18 * POINT)
    assert pieces[6].x + twelve == pytest.approx(180 * POINT, abs=2)
    assert laid(paragraph("a\tb", default_tab=72 * POINT)).lines[0].pieces[2].x == 72 * POINT


def test_alignment() -> None:
    width = laid("word").lines[0].width
    room = 200 * POINT
    right, middle = laid(paragraph("word", align="r")), laid(paragraph("word", align="ctr"))
    assert (right.lines[0].x, middle.lines[0].x) == (room - width, round((room - width) / 2))
    even = laid(paragraph("one two three four five six seven", align="just"), width=100)
    assert {line.width for line in even.lines[:-1]} <= {100 * POINT, 100 * POINT - 1}
    assert even.lines[-1].word_spacing == 0 < even.lines[0].word_spacing
    mirrored = laid(paragraph("שלום", align="r", rtl=True, left=20 * POINT)).lines[0]
    assert mirrored.x + mirrored.width == 180 * POINT
    assert laid(paragraph("שלום", rtl=True)).lines[0].x == 0
    assert laid("word", centred=True).lines[0].x == round((room - width) / 2)


def test_anchors_insets_and_what_runs_over() -> None:
    frame = {"width": 200, "height": 100}
    assert [laid("word", anchor=one, **frame).lines[0].top for one in ("t", "ctr", "b")] == [
        0,
        round((100 - 21.6) / 2 * POINT),
        round((100 - 21.6) * POINT),
    ]
    inset = laid("word", insets=(POINT, 2 * POINT, 3 * POINT, 4 * POINT), **frame)
    assert (inset.lines[0].x, inset.lines[0].top, inset.room) == (POINT, 2 * POINT, 94 * POINT)
    full = laid(*["line"] * 7, width=200, height=100)
    assert (full.over, full.height > full.room) == (3, True)
    assert laid(*["line"] * 4, width=200, height=100).over == 0


def test_columns_are_filled_one_after_the_other() -> None:
    three = laid(*["line"] * 7, width=200, height=50, columns=3, column_gap=10 * POINT)
    assert [line.column for line in three.lines] == [0, 0, 1, 1, 2, 2, 2]
    assert three.lines[2].x == round(70 * POINT)
    assert (three.over, three.lines[2].top) == (1, 0)


def test_text_without_wrapping_is_one_line() -> None:
    assert texts(laid("a long line that would be broken", width=50, wrap=False)) == ["a long line that would be broken"]


def test_capitals_spacing_and_runs_that_share_a_word() -> None:
    capitals = laid(paragraph(run("Straße one", caps="all"))).lines[0].pieces[0]
    assert capitals.text == "STRAßE ONE"
    small = laid(paragraph(run("Ab", caps="small"))).lines[0].pieces
    assert [(piece.text, piece.size) for piece in small] == [("A", 1800), ("B", 1440)]
    plain, wide = laid("abc").lines[0].width, laid(paragraph(run("abc", spacing=100))).lines[0].width
    assert wide == plain + 3 * POINT
    parted = laid(paragraph("not bro", run("ken", bold=True), " here"), width=70)
    assert texts(parted) == ["not", "broken", "here"]


def test_scripts_have_their_typefaces() -> None:
    mixed = run("abc日本", typeface="Arial", east_asian="MS Gothic", complex_script="Tahoma")
    pieces = laid(paragraph(mixed)).lines[0].pieces
    assert [(piece.text, piece.typeface) for piece in pieces] == [("abc", "Arial"), ("日本", "MS Gothic")]


@pytest.mark.parametrize(
    ("text", "typeface", "direction", "why"),
    [
        ("plain Ääni – “ok” €", "Arial", "horz", ()),
        ("ש", "Arial", "horz", (Unproven("letters", "Arial", "ש"),)),
        ("text", "Nobody", "horz", (Unproven("typeface", "Nobody"),)),
        ("  ", "Nobody", "horz", ()),
        ("a ☃ 語", "Calibri", "vert", (Unproven("letters", "Calibri", "☃語"),)),
        ("text", "Arial", "eaVert", (Unproven("vertical"),)),
    ],
)
def test_what_is_not_proven_is_named(text: str, typeface: str, direction: str, why: tuple[Unproven, ...]) -> None:
    assert laid(paragraph(run(text, typeface=typeface)), direction=direction).unproven == why


@pytest.mark.parametrize("text", ["مرحبا بالعالم", "नमस्ते दुनिया", "สวัสดีชาวโลก"])
def test_scripts_that_need_shaping_are_named(text: str) -> None:
    assert Unproven("shaping") in laid(text).unproven


def test_a_bullet_in_an_unknown_typeface_matters_only_where_it_moves_the_text() -> None:
    bullet = Bullet(run("§", typeface="Nobody Has It"))
    hanging = paragraph("text", left=30 * POINT, indent=-30 * POINT, bullet=bullet)
    assert laid(hanging).unproven == ()
    assert laid(paragraph("text", bullet=bullet)).unproven == (Unproven("typeface", "Nobody Has It"),)


def test_vertical_text_is_laid_out_in_the_turned_frame() -> None:
    insets = (POINT, 2 * POINT, 3 * POINT, 4 * POINT)
    down = laid("one two", width=40, height=200, direction="vert", insets=insets)
    assert texts(down) == ["one two"]
    assert (down.lines[0].x, down.lines[0].top, down.room) == (2 * POINT, 3 * POINT, 36 * POINT)
    up = laid("one two", width=40, height=200, direction="vert270", insets=insets)
    assert (up.lines[0].x, up.lines[0].top) == (4 * POINT, POINT)


@pytest.mark.parametrize(
    "absurd",
    [
        {"left": -(10**12), "indent": 10**12},
        {"left": 10**9, "right": 10**9},
        {"default_tab": 0},
        {"default_tab": -5, "tabs": (Tab(-100, "r"), Tab(10**15, "dec"))},
        {"line": Spacing(-3.0), "before": Spacing(exact=-(10**9))},
        {"line": Spacing(exact=-1)},
    ],
)
def test_absurd_figures_lose_no_letter(absurd: dict[str, object]) -> None:
    found = laid(paragraph("a\tb word\tword", **absurd), paragraph(run("x", size=-4)), width=0, height=-5)
    assert "".join(texts(found)).replace(" ", "").replace("\t", "") == "abwordwordx"
    huge = lay_out(body("word", columns=-3, column_gap=-9, font_scale=0.0), 2**62, 2**62, BUILT_IN)
    assert texts(huge) == ["word"]


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["word ", "x", "日", "-", "\t", "\u00ad", "a\v", "e\u0301", "a/"])
def test_long_texts_are_laid_out(unit: str) -> None:
    found = laid(unit * 20_000)
    shown = "".join(texts(found))
    assert shown.count("a") == (unit * 20_000).count("a")
    assert len(found.lines) >= 1


def test_what_was_laid_out_with_typefaces_is_not_laid_out_again() -> None:
    typefaces = Typefaces(system=False)
    first = laid_out(body(paragraph(run("one two"))), 100, 200, typefaces)
    assert laid_out(body(paragraph(run("one two"))), 100, 200, typefaces) is first
    assert first == lay_out(body(paragraph(run("one two"))), 100, 200, typefaces)
    assert laid_out(body(paragraph(run("one two"))), 101, 200, typefaces) is not first
    assert laid_out(body(paragraph(run("one two"))), 100, 200, Typefaces(system=False)) is not first
