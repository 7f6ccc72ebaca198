"""What build draws from the deck it wrote: deck.pdf, notes pages, previews; and what their options say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from salespack.building.build import Builder, Report, Request
from salespack.library.index import open_library
from salespack.problems.problem import UserFault
from tests.building.test_build import TODAY
from tests.cli.test_commands import salespack
from tests.workspaces import BLOCKS, write_workspace

NOTED = {
    **BLOCKS,
    "benefits/calm-nights.md": "---\nkind: benefit\nvalues: {fewer-outages: 5}\n---\n# Calm nights\n\n"
    "- for **{{ customer.name }}**\n\n::: notes\nSay it slowly.\n:::\n",
}
TITLES = ["What matters to Acme", "Calm nights", "One hour a year", "Two hours a year"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def built(tmp_path: Path, cache: Path, **request: object) -> Report:
    library = open_library(write_workspace(tmp_path, blocks=NOTED), None)
    asked = {"profile": Path("profiles/acme.yaml"), "out": Path("out"), "today": TODAY, **request}
    return Builder(library, cache).build(Request(**asked))  # type: ignore[arg-type]


def test_deck_pdf_alone_goes_to_the_customer_without_notes(tmp_path: Path, cache: Path) -> None:
    report = built(tmp_path, cache, only=("deck.pdf",))
    assert [one.path.as_posix() for one in report.placed] == [
        "out/acme/first-meeting/for-customer/Acme - First meeting.pdf"
    ]
    pdf = PdfReader(report.placed[0].path)
    assert [str(one.title) for one in pdf.outline] == TITLES  # type: ignore[union-attr]
    assert "for Acme" in pdf.pages[1].extract_text()
    assert "slowly" not in "".join(page.extract_text() for page in pdf.pages)
    record = json.loads((report.folder / "for-you/selection.json").read_text("utf-8"))
    assert list(record["files"]) == ["deck.pdf"]


def test_all_at_once(tmp_path: Path, cache: Path) -> None:
    report = built(tmp_path, cache, only=("deck.pptx", "deck.pdf"), notes_pages=True, preview=True)
    names = [one.path.relative_to(report.folder).as_posix() for one in report.placed]
    assert names == [
        "for-you/Acme - First meeting.pptx", "for-customer/Acme - First meeting.pdf", "for-you/notes-pages.pdf",
        *[f"for-you/preview/slide-0{number}.png" for number in range(1, 5)], "for-you/preview/contact-sheet.png",
    ]  # fmt: skip
    notes = PdfReader(report.folder / "for-you/notes-pages.pdf")
    assert len(notes.pages) == 4
    assert all("For you – not for the customer" in page.extract_text() for page in notes.pages)
    assert "Say it slowly." in notes.pages[1].extract_text()
    with Image.open(report.folder / "for-you/preview/slide-01.png") as picture:
        assert picture.width == 1_280


def test_a_strict_build_stops_at_what_the_pdf_does_not_show(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from salespack.drawing.problems import Found

    monkeypatch.setattr(Found, "_told", lambda self: iter([("SP560", "something is not drawn", "")]))
    assert [one.code for one in built(tmp_path, cache, only=("deck.pdf",)).matched.problems] == ["SP560"]
    with pytest.raises(UserFault) as raised:
        built(tmp_path, cache, only=("deck.pdf",), strict=True)
    assert [one.code for one in raised.value.problems] == ["SP560"]


@pytest.mark.slow
def test_exit_codes_and_words_of_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_workspace(tmp_path, blocks=NOTED)
    done = salespack(tmp_path, "build", "acme", "--only", "deck.pdf", "--pdf-engine", "word")
    assert done.returncode == 2 and "SP805 there is no PDF engine “word”" in done.stderr
    monkeypatch.setenv("SALESPACK_SOFFICE", str(tmp_path / "none"))
    done = salespack(tmp_path, "build", "acme", "--only", "deck.pdf", "--pdf-engine", "libreoffice")
    assert done.returncode == 1 and "SP565 there is no program" in done.stderr
    assert not (tmp_path / "out").exists()
    done = salespack(tmp_path, "build", "acme", "--only", "deck.pdf", "--preview")
    assert done.returncode == 0 and "Acme - First meeting.pdf" in done.stdout
    assert "contact-sheet.png" in done.stdout and "slide-01.png" not in done.stdout
