"""Letters that no font of a document has are told by the check, before a build shows a stand-in for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from salespack.checking.report import CheckReport
from salespack.checking.rules.table import RULES
from salespack.problems.problem import Problem, Severity
from salespack.typography import packed_fonts
from tests.checking import workspaces
from tests.checking.faults import ACME, CALM, FRONT, LIBRARY_FILE, PACK, PACK_FILE
from tests.checking.workspaces import ONE_LANGUAGE, clean
from tests.searching import first_fast
from tests.workspaces import PROFILE


@pytest.fixture(autouse=True)
def without_the_extra(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As on a computer without salespack[fonts]."""
    packed_fonts.packed_fonts.cache_clear()
    monkeypatch.setattr(packed_fonts, "EXTRA", ())
    yield
    packed_fonts.packed_fonts.cache_clear()


def checked(root: Path, **options: object) -> CheckReport:
    return workspaces.checked(root, rules=RULES, **options)


def letters(root: Path, **options: object) -> list[Problem]:
    return [one for one in checked(root, **options).problems if one.code == "SP604"]


@pytest.mark.parametrize(
    ("name", "scripts"),
    first_fast(
        [
            ("株式会社Acme", "4 letters that no font here has (CJK)"),
            ("شركة", "1 letter that no font here has (ARABIC)"),  # the packed font of formulas has the others
            ("חברה ไทย", "7 letters that no font here has (HEBREW, THAI)"),
        ]
    ),
)
def test_a_customers_name_is_told_at_its_line_without_being_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, scripts: str
) -> None:
    root = clean(tmp_path, monkeypatch, {ACME: PROFILE.replace("name: Acme", f"name: {name}"), PACK_FILE: PACK})
    report = checked(root, profiles=tmp_path / "profiles")
    assert [(str(one.place), one.severity, one.message) for one in report.problems] == [
        (f"{ACME}:1:18", Severity.WARNING, f"customer.name: □ stands in documents for {scripts}")
    ]
    assert "salespack[fonts]" in report.problems[0].hint
    assert "fonts/" in report.problems[0].hint
    assert letters(root, profiles=None) == []


def test_letters_of_blocks_and_of_the_library_are_named_once_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        CALM: f"{FRONT}# Calm 東京 nights\n\n- ✅ 🚀 ₽ and 東\n\n::: notes\nSay ሰላም\n:::\n",
        LIBRARY_FILE: ONE_LANGUAGE.replace("name: Lumikko", "name: Lumikko 光"),
    }
    root = clean(tmp_path, monkeypatch, files)
    assert [(str(one.place), one.message) for one in letters(root)] == [
        (f"{CALM}:5", "□ stands in documents for “京” (U+4EAC), “東” (U+6771), which no font here has"),
        (
            f"{CALM}:10",
            "□ stands in documents for “ላ” (U+120B), “ም” (U+121D), “ሰ” (U+1230), which no font here has",
        ),
        (f"{LIBRARY_FILE}:1:17", "□ stands in documents for “光” (U+5149), which no font here has"),
    ]


def font_of(text: str, file: Path) -> None:
    """A font file that has these letters, each a box."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 700), (500, 700), (500, 0)):
        pen.lineTo(corner)
    pen.closePath()
    box = pen.glyph()
    names = [".notdef", *(f"u{ord(letter):04X}" for letter in text)]
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(names)
    font.setupCharacterMap({ord(letter): f"u{ord(letter):04X}" for letter in text})
    font.setupGlyf(dict.fromkeys(names, box))
    font.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    file.parent.mkdir()
    font.save(file)


def test_fonts_of_the_library_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = clean(
        tmp_path, monkeypatch, {ACME: PROFILE.replace("name: Acme", "name: 株会"), CALM: f"{FRONT}# 株 nights\n"}
    )
    assert len(letters(root, profiles=tmp_path / "profiles")) == 2
    font_of("株", root / "fonts" / "boxes.ttf")
    (left,) = letters(root, profiles=tmp_path / "profiles")
    assert (str(left.place), left.message) == (
        f"{ACME}:1:18", "customer.name: □ stands in documents for 1 letter that no font here has (CJK)",
    )  # fmt: skip


def test_a_font_file_that_cannot_be_read_stops_no_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = clean(tmp_path, monkeypatch, {ACME: PROFILE.replace("name: Acme", "name: 株会")})
    (root / "fonts").mkdir()
    (root / "fonts" / "broken.ttf").write_bytes(b"no font at all")
    assert [str(one.place) for one in letters(root, profiles=tmp_path / "profiles")] == [f"{ACME}:1:18"]
