"""Decks that a seller has changed in PowerPoint: they stay, are kept, and the customer's PDF shows what was changed."""

from __future__ import annotations

import datetime
import io
import json
import re
from pathlib import Path

import pypdfium2
import pytest
from pptx import Presentation
from typer.testing import CliRunner, Result

from salespack.cli.main import app
from tests.assembly.designed_decks import saved
from tests.building.test_embedded_fonts import with_font
from tests.typography.test_embedded_fonts import FONT, wrapped

pytestmark = pytest.mark.slow

FOLDER = Path("out/example-customer/first-meeting")
DECK = FOLDER / "for-you/Example Customer - First meeting.pptx"
PDF = FOLDER / "for-customer/Example Customer - First meeting.pdf"
HANDOUT = PDF.with_name("Example Customer - First meeting - Handout.pptx")
NEW_TITLE, SECRET, AUTHOR = "Agreed on the phone", "They will pay", "Mallory Seller"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SALESPACK_CACHE", str(tmp_path / "cache"))
    assert CliRunner().invoke(app, ["init", str(tmp_path / "ws")]).exit_code == 0
    monkeypatch.chdir(tmp_path / "ws")
    return tmp_path / "ws"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def build(*arguments: str) -> Result:
    done = run("build", "example-customer", *arguments)
    assert done.exit_code == 0, done.stderr
    return done


def edit(path: Path, title: str = NEW_TITLE) -> bytes:
    """The deck as a person saves it with another title on slide 2, and words to themselves in its notes."""
    deck = Presentation(str(path))
    slide = deck.slides[1]
    slide.shapes.title.text = title
    slide.notes_slide.notes_text_frame.text = SECRET
    deck.core_properties.author = AUTHOR
    deck.save(str(path))
    return path.read_bytes()


def told_of(done: Result, path: Path) -> str:
    """What the summary says of a file behind its path."""
    (line,) = [one for one in done.stdout.splitlines() if one.strip().partition("   ")[0] == str(path)]
    return line.strip().removeprefix(str(path)).strip()


def text_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf.read_bytes()))
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


BOTH = ("--only", "deck.pptx", "--only", "deck.pdf", "--only", "handout.pptx")


def test_the_customers_pdf_shows_the_deck_that_was_edited_and_stays(here: Path) -> None:
    build(*BOTH)
    assert NEW_TITLE not in text_of(PDF)
    edits = edit(DECK)
    done = build(*BOTH)
    assert DECK.read_bytes() == edits
    assert NEW_TITLE in text_of(PDF)
    assert SECRET not in text_of(PDF)
    assert AUTHOR.encode() not in PDF.read_bytes()
    assert (
        told_of(done, DECK.with_stem(f"{DECK.stem} (2)")) == f"({DECK.name} stays: it was changed since it was built)"
    )
    assert told_of(done, PDF) == f"(shows {DECK.name}, as you changed it)"
    assert told_of(done, HANDOUT) == f"(is the new deck, without what you changed in {DECK.name})"


def test_after_later_edits_the_pdf_alone_is_made_anew(here: Path) -> None:
    build(*BOTH)
    edit(DECK)
    build(*BOTH)
    edit(DECK, "Agreed in writing")
    answer = json.loads(build("--only", "deck.pdf", "--json").stdout)
    (built,) = answer if isinstance(answer, list) else answer["profiles"]
    assert built["files"]["deck.pdf"]["shows"] == str(DECK)
    assert "Agreed in writing" in text_of(PDF)


def test_a_replaced_deck_is_kept_and_the_pdf_shows_the_new_one(here: Path) -> None:
    build(*BOTH)
    edits = edit(DECK)
    done = build(*BOTH, "--replace")
    kept = DECK.with_stem(f"{DECK.stem} (before {datetime.date.today().isoformat()})")
    assert kept.read_bytes() == edits
    assert told_of(done, DECK) == f"(what was there is kept as {kept.name}: it was changed since it was built)"
    assert told_of(done, PDF) == ""
    assert NEW_TITLE not in text_of(PDF)


@pytest.mark.parametrize("lock", [f"~${DECK.name[2:]}", f".~lock.{DECK.name}#"])
def test_a_deck_that_is_open_is_not_replaced_and_the_pdf_shows_it(here: Path, lock: str) -> None:
    build(*BOTH)
    edits = edit(DECK)
    (DECK.parent / lock).write_text("me")
    done = build(*BOTH, "--replace")
    assert DECK.read_bytes() == edits
    assert told_of(done, DECK.with_stem(f"{DECK.stem} (2)")) == f"({DECK.name} stays: it is open)"
    assert NEW_TITLE in text_of(PDF)


def test_an_edited_deck_that_cannot_be_read_stops_nobody(here: Path) -> None:
    build(*BOTH)
    DECK.write_bytes(b"PK half a deck")
    done = build(*BOTH)
    assert f"{DECK}: warning: SP504" in done.stderr
    assert told_of(done, PDF) == ""
    assert DECK.read_bytes() == b"PK half a deck"


# --- salespack pdf ---------------------------------------------------------------------------------------------------


def test_any_deck_becomes_the_customers_pdf(here: Path) -> None:
    build("--only", "deck.pptx")
    edit(DECK)
    done = run("pdf", str(DECK))
    assert (done.exit_code, done.stderr) == (0, "")
    made = DECK.with_suffix(".pdf")
    assert done.stdout == f"wrote {made}: {len(Presentation(str(DECK)).slides)} pages\n"
    assert NEW_TITLE in text_of(made)
    assert SECRET not in text_of(made)
    assert AUTHOR.encode() not in made.read_bytes()


def test_hidden_slides_are_left_out_and_counted(here: Path) -> None:
    build("--only", "deck.pptx")
    deck = Presentation(str(DECK))
    deck.slides[1]._element.set("show", "0")
    deck.save(str(here / "mine.pptx"))
    done = run("pdf", "mine.pptx", "--out", "sent/For Example.pdf", "--json")
    answer = json.loads(done.stdout)
    assert (done.exit_code, answer["path"], answer["pages"], answer["hidden_slides"]) == (
        0,
        "sent/For Example.pdf",
        len(deck.slides) - 1,
        1,
    )
    assert re.fullmatch("[0-9a-f]{64}", answer["sha256"])


def test_where_there_is_no_library_a_deck_is_drawn_all_the_same(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build("--only", "deck.pptx")
    deck = here / DECK
    monkeypatch.chdir(tmp_path)
    assert run("pdf", str(deck), "--out", "alone.pdf").exit_code == 0
    assert (tmp_path / "alone.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("in_library", [True, False])
def test_a_deck_is_drawn_in_the_fonts_that_it_embeds(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_library: bool
) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Hello"
    slide.shapes.title.text_frame.paragraphs[0].runs[0].font.name = "Corporate Sans"
    monkeypatch.chdir(here if in_library else tmp_path)
    Path("own.pptx").write_bytes(with_font(saved(deck), wrapped(FONT)))
    done = run("pdf", "own.pptx", "--json")
    assert (done.exit_code, json.loads(done.stdout)["problems"]) == (0, [])
    Path("other.pptx").write_bytes(with_font(saved(deck), wrapped(FONT, rights=0x2)))
    (problem,) = json.loads(run("pdf", "other.pptx", "--json").stdout)["problems"]
    assert problem["code"] == "SP562"


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("none.pptx",), 1, "none.pptx: SP501 is not there"),
        (("notes.txt",), 1, "notes.txt: SP503"),
        (("there.pptx",), 2, "there.pdf: SP802 is there already (name another with --out, or add --replace)"),
        (("there.pptx", "--out", "there.pptx", "--replace"), 2, "SP801 there.pptx would be a PDF of another name"),
    ],
)
def test_what_a_pdf_cannot_be_made_of_or_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("notes.txt", "there.pptx", "there.pdf"):
        (tmp_path / name).write_text("words")
    done = run("pdf", *arguments)
    assert (done.exit_code, done.stdout) == (code, "")
    assert done.stderr.startswith(told)
    assert (tmp_path / "there.pptx").read_text() == "words"
