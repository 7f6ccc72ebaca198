"""Letters in the PDF whose own font lacks them, and font files that the engine knows by other names or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from salespack.drawing.fonts import MOST_TRACKED, Lettering
from salespack.drawing.pdf import Drawn, draw_pdf
from salespack.drawing.problems import Found
from salespack.graphics.lengths import POINT
from salespack.problems.problem import UserFault
from salespack.scene.model import SlideScene
from salespack.typesetting.engine import package_fonts
from salespack.typography.faces import Typefaces
from salespack.typography.text import Piece
from tests.drawing.scenes import ON, bookmarks, box, lines, paragraph, run, scene, slide, text_box, title
from tests.searching import first_fast
from tests.typography.bodies import write_font

LATIN = " abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-"
HEBREW = {"ש": "x", "ל": "l"}


def a_font(path: Path, family: str, more: Mapping[str, str] = {}, *, italic: bool = False) -> Path:
    """A font file with Latin letters and `more`, which look like the Latin ones they name."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    source = next(file for file in package_fonts() if file.stem == f"SourceSansPro-{'It' if italic else 'Regular'}")
    with TTFont(source) as font:
        subsetter = Subsetter(Options(notdef_outline=True, name_IDs=[1, 2, 3, 4, 6]))
        subsetter.populate(unicodes=[ord(letter) for letter in LATIN])
        subsetter.subset(font)
        for table in font["cmap"].tables:
            table.cmap.update({ord(letter): table.cmap[ord(like)] for letter, like in more.items()})
        for record in font["name"].names:
            if record.nameID != 2:
                record.string = family
        font.save(path)
    return path


def drawn_with(fonts: tuple[Path, ...], *slides: SlideScene) -> Drawn:
    return draw_pdf(scene(*slides), Typefaces(fonts, system=False), on=ON)


@pytest.mark.parametrize(
    "text", first_fast(["Всё о вас and more words that go on to a second line of the title", "Ωμέγα first"])
)
def test_bookmarks_have_titles_with_letters_of_another_font(tmp_path: Path, text: str) -> None:
    font = a_font(tmp_path / "lumi.otf", "Lumi")
    words = paragraph(run(text, typeface="Lumi", size=4_000))
    made = drawn_with((font,), slide(text_box(words, placeholder="title")))
    assert bookmarks(made.pdf) == [text]
    assert made.problems == ()


def test_a_line_that_breaks_within_a_word_adds_no_blank_to_it() -> None:
    word = "สวัสดีชาวโลกบริการที่เร็วขึ้นและดีกว่าเดิมมาก"
    narrow = box(0, cx=3_000_000)
    made = drawn_with(package_fonts(), slide(title(word, box=narrow)))
    assert bookmarks(made.pdf) == [word]
    compound = "Kilpailutusasiakirjaselvitystyöryhmänjohtaja"
    made = drawn_with(package_fonts(), slide(title(compound, box=narrow)))
    assert bookmarks(made.pdf) == [compound]


def test_a_family_that_the_engine_calls_otherwise_is_drawn(tmp_path: Path) -> None:
    """Typst takes “Narrow” off a family’s name and knows the face by its width."""
    font = a_font(tmp_path / "narrow.otf", "Lumi Narrow")
    words = paragraph(run("some words and Ω", typeface="Lumi Narrow"))
    made = drawn_with((font,), slide(title("T"), text_box(words, at=1)))
    assert lines(made.pdf)[1] == "some words and Ω"
    assert not made.problems


def test_letters_that_only_the_upright_face_has_are_drawn(tmp_path: Path) -> None:
    upright = a_font(tmp_path / "lumi.otf", "Lumi", HEBREW)
    slanted = a_font(tmp_path / "lumi-italic.otf", "Lumi", italic=True)
    words = paragraph(run("abc של", typeface="Lumi", italic=True))
    made = drawn_with((upright, slanted), slide(title("T"), text_box(words, at=1)))
    assert "של" in lines(made.pdf)[1] or "לש" in lines(made.pdf)[1]
    assert not made.problems


def test_a_font_file_that_the_engine_does_not_take_is_named(tmp_path: Path) -> None:
    font = write_font(tmp_path / "odd.ttf", "Odd", dict.fromkeys(LATIN, 500))  # no outlines, no tables for them
    with pytest.raises(UserFault, match=r"“odd\.ttf” cannot be read: no letters can be drawn with"):
        drawn_with((font,), slide(text_box(paragraph(run("a", typeface="Odd")))))


@pytest.mark.parametrize(("text", "exact"), [("11", False), ("What a line of words says", True)])
def test_a_few_letters_of_a_stand_in_are_not_drawn_into_each_other(text: str, exact: bool) -> None:
    lettering = Lettering(Typefaces(package_fonts(), system=False), Found())
    narrow = Piece(x=0, width=len(text) * 5 * POINT, text=text, run=run(text), size=1_800, typeface="Verdana")
    (_, _, tracked) = lettering.letters(narrow, 1).more.partition("tracking:")
    share = float(tracked.partition("pt")[0]) / 18
    assert share < -MOST_TRACKED if exact else share == pytest.approx(-MOST_TRACKED)


def test_a_line_under_letters_is_as_long_as_they_are() -> None:
    lettering = Lettering(Typefaces(package_fonts(), system=False), Found())
    linked = run("aino@lumikko.example", underline=True)
    piece = Piece(x=0, width=POINT, text=linked.text, run=linked, size=1_800, typeface="Source Sans Pro")
    assert lettering.letters(piece, 1).more == ",kerning:false"
