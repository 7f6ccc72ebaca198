"""No word of a PDF is hidden by what drawing adds: a black bar, a label, an opaque box. Measured on the pixels."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from salespack.drawing.pdf import draw_pdf
from salespack.problems.problem import UserFault
from salespack.scene.model import PictureFill, Scene, Solid
from salespack.scene.reading import read_scene
from tests.drawing.scenes import ON, TYPEFACES, box, image, paragraph, picture, run, scene, slide, text_box, title

pytest.importorskip("pypdfium2", reason="needs pypdfium2: pip install -e '.[dev]'")
from tests.drawing.legibility import Hidden, hidden

pytestmark = pytest.mark.slow

DARK, LIGHT = Solid("1A1A1A"), Solid("FFFFFF")


def seen(deck: Scene, drawn: Scene | None = None) -> list[Hidden]:
    """The words of a deck that cannot be seen, in a PDF of another deck if one is given."""
    found, count = hidden(deck, draw_pdf(drawn or deck, TYPEFACES, on=ON).pdf, TYPEFACES)
    assert count
    return found


def test_words_that_can_be_seen() -> None:
    deck = scene(
        slide(title("Calm nights"), text_box(paragraph(run("White words", colour="FFFFFF")), at=1, fill=DARK)),
        slide(title("Other words"), picture("p"), text_box("Over a picture", box=box(1)), number=2),
        media={"p": image(colour="white")},
    )
    assert seen(deck) == []


@pytest.mark.parametrize("what", ["highlight", "box", "ground"])
def test_a_bar_that_is_not_in_the_deck_is_found(what: str) -> None:
    """Drawn with a highlight, a box over it, or a ground that the deck does not have."""
    plain = slide(title("Calm nights"), text_box("Hidden words", at=1))
    if what == "highlight":
        words = text_box(paragraph(run("Hidden words", highlight="000000")), at=1)
        other = slide(title("Calm nights"), words)
    elif what == "box":
        cover = text_box("", at=1, fill=LIGHT, id=9)
        other = slide(*plain.shapes, cover)
    else:
        other = structs.replace(plain, background=Solid("000000"))
    found = seen(scene(plain), scene(other))
    assert {one.word for one in found if not one.excuse} >= {"Hidden", "words"}


def test_what_the_deck_itself_hides_is_excused() -> None:
    faint = text_box(paragraph(run("Faint words", colour="DDDDDD")), at=1)
    covered = text_box("Covered words", at=2)
    cover = text_box("", at=2, fill=LIGHT, id=9)
    found = seen(scene(slide(title("Calm nights"), faint, covered, cover)))
    assert {one.word: one.excuse for one in found} == {
        "Faint": "it is as faint as that", "words": "a shape lies over it", "Covered": "a shape lies over it",
    }  # fmt: skip


def test_a_picture_that_cannot_be_shown_hides_no_word() -> None:
    lost = structs.replace(picture("p", alt="x"), box=box(1))
    under = text_box("Words beneath", box=box(1))
    deck = scene(slide(title("T and more"), under, lost, background=PictureFill(part="p")), media={"p": b"nothing"})
    assert seen(deck) == []


@pytest.mark.shared
def test_no_word_of_real_decks_is_hidden(shared: Path) -> None:
    looked_at = 0
    for folder in ("data/decks", "more/decks", "brands"):
        for file in sorted((shared / folder).glob("*.pptx")):
            try:
                deck = read_scene(file)
            except UserFault:
                continue  # some are broken on purpose
            found, count = hidden(deck, draw_pdf(deck, TYPEFACES, on=ON).pdf, TYPEFACES)
            assert [one for one in found if not one.excuse] == [], file.name
            looked_at += count
    assert looked_at > 5_000
