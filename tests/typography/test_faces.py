"""Faces: whose widths they are, which file draws them, and what becomes of broken and missing fonts."""

from __future__ import annotations

from pathlib import Path

import pytest

from salespack.problems.problem import UserFault
from salespack.typography.faces import Typefaces
from salespack.typography.fontfiles import BrokenFont, faces_in, read_table
from salespack.typography.symbols import in_unicode
from salespack.typography.widths import SIGNS, SIGNS_FACE
from tests.typography.bodies import BUILT_IN, build_font, write_font, write_variable_font

LETTERS = {"a": 500, "b": 600, " ": 250, "H": 700}


@pytest.mark.parametrize(
    ("typeface", "bold", "italic", "text", "units"),
    [
        ("Arial", False, False, "Hello", 1479 + 1139 + 455 + 455 + 1139),
        ("Helvetica", False, False, "A", 1366),
        ("ARIAL", True, False, "a", 1139),
        ("Courier New", True, True, "iW", 2 * 1229),
        ("Calibri", False, False, "n", 1076),
        ("Liberation Serif", False, False, "m", 1593),
    ],
)
def test_common_typefaces_are_known_everywhere(typeface: str, bold: bool, italic: bool, text: str, units: int) -> None:
    face = BUILT_IN.face(typeface, bold, italic)
    assert face.known
    assert face.width(text) == pytest.approx(units / 2048)
    assert face.missing(text) == ""


def test_the_librarys_own_font_comes_first(tmp_path: Path) -> None:
    own = write_font(tmp_path / "own.ttf", "Arial", LETTERS)
    face = Typefaces([own], system=False).face("Arial", False, False)
    assert (face.known, face.width("ab"), face.file, face.family) == (True, 1.1, own, "Arial")
    assert (face.ascent, face.descent, face.gap) == (0.8, 0.2, 0.0)
    assert face.missing("abc☃") == "c☃"


def test_families_are_found_under_all_their_names(tmp_path: Path) -> None:
    files = [
        write_font(tmp_path / "a.ttf", "Montserrat", {"a": 500}),
        write_font(tmp_path / "b.ttf", "Montserrat", {"a": 560}, style="Bold", weight=700),
        write_font(tmp_path / "c.ttf", "Montserrat SemiBold", {"a": 540}, typographic="Montserrat", weight=600),
    ]
    typefaces = Typefaces(files, system=False)
    assert typefaces.face("montserrat", False, False).width("a") == 0.5
    assert typefaces.face("Montserrat", True, False).width("a") == 0.56
    assert typefaces.face("Montserrat SemiBold", False, False).width("a") == 0.54
    assert typefaces.face("Montserrat SemiBold", False, False).known


def test_a_bold_that_powerpoint_makes_itself_is_not_proven_a_slant_is(tmp_path: Path) -> None:
    typefaces = Typefaces([write_font(tmp_path / "a.ttf", "Lumi", LETTERS)], system=False)
    assert not typefaces.face("Lumi", True, False).known
    assert typefaces.face("Lumi", False, True).known


def test_a_variable_font_tells_its_bold_widths(tmp_path: Path) -> None:
    path = write_variable_font(tmp_path / "v.ttf", "Flow", {"a": 500, "b": 500}, {"a": 620, "b": 500})
    typefaces = Typefaces([path], cache=tmp_path, system=False)
    assert typefaces.face("Flow", False, False).width("ab") == 1.0
    bold = typefaces.face("Flow", True, False)
    assert (bold.known, bold.width("ab")) == (True, 1.12)


def test_every_font_of_a_collection_is_found(tmp_path: Path) -> None:
    from fontTools.ttLib import TTCollection

    collection = TTCollection()
    collection.fonts = [build_font("One", {"a": 400}), build_font("Two", {"a": 900})]
    collection.save(tmp_path / "both.ttc")
    typefaces = Typefaces([tmp_path / "both.ttc"], system=False)
    assert [typefaces.face(name, False, False).width("a") for name in ("One", "Two")] == [0.4, 0.9]


@pytest.mark.parametrize("content", [b"", b"no font", b"\0\1\0\0" + b"\xff" * 400, b"ttcf\0\1\0\0\xff\xff\xff\xff"])
def test_broken_fonts_of_the_library_are_all_named(tmp_path: Path, content: bytes) -> None:
    good = write_font(tmp_path / "good.ttf", "Lumi", LETTERS)
    broken = [tmp_path / "one.ttf", tmp_path / "two.ttc"]
    for path in broken:
        path.write_bytes(content)
    with pytest.raises(UserFault) as caught:
        Typefaces([broken[0], good, broken[1]], system=False).face("Arial", False, False)
    assert [problem.code for problem in caught.value.problems] == ["SP522", "SP522"]
    assert [problem.place and Path(problem.place.file).name for problem in caught.value.problems] == [
        "one.ttf",
        "two.ttc",
    ]


@pytest.mark.parametrize("kind", [b"wOFF", b"wOF2"])
def test_a_font_for_web_pages_is_no_font_for_decks(tmp_path: Path, kind: bytes) -> None:
    """Its tables are compressed: unpacked they may fill the memory."""
    path = tmp_path / "web.ttf"
    path.write_bytes(kind + write_font(tmp_path / "good.ttf", "Lumi", LETTERS).read_bytes()[4:])
    with pytest.raises(UserFault, match=r"SP522 the font file “web.ttf” cannot be read: it is a WOFF"):
        Typefaces([path], system=False).face("Lumi")


def test_a_cut_or_mangled_font_is_broken_or_read_never_a_crash(tmp_path: Path) -> None:
    whole = write_font(tmp_path / "whole.ttf", "Lumi", LETTERS).read_bytes()
    path = tmp_path / "cut.ttf"
    outcomes = set()
    for at in range(0, len(whole), 7):
        for content in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            path.write_bytes(content)
            try:
                for face in faces_in(path):
                    read_table(path, face.number)
                outcomes.add("read")
            except BrokenFont:
                outcomes.add("broken")
    assert outcomes == {"read", "broken"}


def test_a_font_file_that_breaks_off_is_broken_though_its_widths_are_there(tmp_path: Path) -> None:
    """Its letters would be missing from the PDF, and nothing would be told."""
    whole = write_font(tmp_path / "whole.ttf", "Lumi", LETTERS).read_bytes()
    cut = tmp_path / "cut.ttf"
    for lost in (4, 40, len(whole) // 2):
        cut.write_bytes(whole[:-lost])
        with pytest.raises(BrokenFont):
            faces_in(cut)


def test_unknown_typefaces_are_estimated_and_say_so() -> None:
    unknown, arial = BUILT_IN.face("Nobody Sans", False, False), BUILT_IN.face("Arial", False, False)
    assert not unknown.known
    assert arial.width("estimate") < unknown.width("estimate") < 1.3 * arial.width("estimate")
    mono = BUILT_IN.face("Consolas", False, False)
    assert not mono.known
    assert mono.width("iiii") == pytest.approx(4 * 0.55, abs=0.01)
    assert (unknown.file.name, unknown.family) == ("Arimo-Regular.ttf", "Arimo")


def test_east_asian_letters_emoji_and_marks_are_measured_without_a_font() -> None:
    face = BUILT_IN.face("Arial", False, False)
    assert face.width("日本語") == 3.0
    assert face.missing("日本a語") == "日本語"
    assert face.width("e\u0301\u200b\u00ad") == face.width("e")
    family, flag = "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1eb\U0001f1ee"
    assert face.width(family) == face.width("\U0001f468")
    assert face.width(flag * 2) == 2 * face.width(flag)
    assert face.width("\U0001f44d\U0001f3fd") == face.width("\U0001f44d")


def test_what_was_read_is_kept_until_the_file_changes(tmp_path: Path) -> None:
    path = write_font(tmp_path / "a.ttf", "Lumi", LETTERS)
    cache = tmp_path / "cache"
    cache.mkdir()
    assert Typefaces([path], cache=cache, system=False).face("Lumi", False, False).width("a") == 0.5
    kept = list((cache / "faces").iterdir())
    assert len(kept) == 1
    kept[0].write_bytes(b"damaged")
    assert Typefaces([path], cache=cache, system=False).face("Lumi", False, False).width("a") == 0.5
    write_font(path, "Lumi", {**LETTERS, "a": 580, "c": 300})
    assert Typefaces([path], cache=cache, system=False).face("Lumi", False, False).width("a") == 0.58


def test_fallbacks_cover_what_they_can_in_a_fixed_order(tmp_path: Path) -> None:
    files = [write_font(tmp_path / f"{name}.ttf", name, dict.fromkeys(name, 500)) for name in ("日本", "語x")]
    typefaces = Typefaces(files, system=False)
    faces, left = typefaces.fallbacks("語日中")
    assert ([face.path for face in faces], left) == ([str(path) for path in files], "中")
    assert typefaces.fallbacks("日") == typefaces.fallbacks("日日")
    assert typefaces.fallbacks("中") == ((), "中")
    faces, left = typefaces.fallbacks("☃\U0001f680")
    assert ({Path(face.path).name for face in faces}, left) == ({"NotoEmoji.ttf"}, "")


@pytest.mark.parametrize(
    ("text", "typeface", "shown"),
    [
        ("§", "Wingdings", "▪"),
        ("\uf0a7", "Wingdings", "▪"),
        ("ü Ø q v l n à", "wingdings", "✓ ➢ ❑ ❖ ● ■ →"),
        ("·", "Symbol", "•"),
        ("abc", "Symbol", "αβχ"),
        ("\uf0fe\uf0ff", "Wingdings", "☑•"),
        ("✓", "Wingdings", "✓"),
        ("§", "Arial", "§"),
    ],
)
def test_symbol_fonts_speak_unicode(text: str, typeface: str, shown: str) -> None:
    assert in_unicode(text, typeface) == shown
    assert len(shown) == len(text)


def test_signs_are_known_to_be_no_wider_than_an_em_and_no_other_letter_of_their_typeface() -> None:
    face = Typefaces(system=False).face(SIGNS_FACE)
    assert face.known and [face.width(sign) for sign in SIGNS] == [1.0, 1.0, 1.0]
    assert face.missing("✓yes") == "yes"
    assert (face.ascent, face.descent) == (2_210 / 2_048, 514 / 2_048)
