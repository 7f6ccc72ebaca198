"""How a deck and its documents look and read: pages drawn by us, with fonts that come with us, beside those of before.

    pytest tests/references                   compares
    pytest tests/references --regenerate      writes the files beside this one anew; look at them before you commit them

The deck is the made-up one of tests/documents, on the sample brand: texts of the sample library may change freely.
"""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageFilter

from salespack.drawing.pdf import draw_pdf
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.writing.writer import new_composer, write_deck
from salespack.scene.reading import read_scene
from salespack.typesetting.engine import package_fonts
from salespack.typography.faces import Typefaces
from tests.compiled import compiled_templates
from tests.conftest import PROJECT
from tests.documents.builders import ON, deck, rendered
from tests.powerpoint.packages import unzip, write_zip
from tests.references.comparing import FOLDER, assert_looks_like, assert_reads_like, opened

SLIDE_PIXELS, PAGE_PIXELS = 480, 420
SLIDES = ("opening", "failures-stay-small", "more-releases", "one-page", "one-service")
PAGES = {"one-pager": 1, "case-sheet": 1, "brief": 1, "report": 2}
"""Documents, and which of their pages is compared."""
PICTURES = (*(f"slide-{block}.png" for block in SLIDES), *(f"{name}.png" for name in PAGES))
TEXTS = ("release.md", "email.html", "email.txt")
ELSEWHERE = ("written-slides.md",)
"""Compared in `tests/powerpoint/test_written.py`."""


@pytest.fixture(scope="module")
def deck_pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The deck as PDF, on the sample brand with a typeface that every machine has: our own."""
    parts = unzip((PROJECT / "content_blocks/brand/lumikko.pptx").read_bytes())
    theme = parts["ppt/theme/theme1.xml"]
    assert b'typeface="Calibri"' in theme
    parts["ppt/theme/theme1.xml"] = theme.replace(b'typeface="Calibri"', b'typeface="Source Sans Pro"')
    brand = compile_brand(write_zip(tmp_path_factory.mktemp("brand") / "brand.pptx", parts))
    typefaces = Typefaces(package_fonts(), system=False)
    made = write_deck(deck(), brand, templates=compiled_templates(), composer=new_composer(brand, lambda: typefaces))
    return draw_pdf(read_scene(made, language="en"), typefaces, on=ON).pdf


def page(pdf: bytes, number: int, pixels: int) -> bytes:
    """A page of a PDF as PNG, so many pixels wide."""
    document = pypdfium2.PdfDocument(pdf)
    shown = document[number - 1]
    stream = io.BytesIO()
    shown.render(scale=pixels / shown.get_width()).to_pil().save(stream, "PNG", optimize=True)
    document.close()
    return stream.getvalue()


def picture(name: str, deck_pdf: bytes) -> bytes:
    """What a picture shows, as it is made now."""
    stem = Path(name).stem
    if stem in PAGES:
        return page(rendered(f"{stem}.pdf"), PAGES[stem], PAGE_PIXELS)
    return page(deck_pdf, SLIDES.index(stem.removeprefix("slide-")) + 1, SLIDE_PIXELS)


@pytest.mark.parametrize("name", PICTURES)
def test_a_page_looks_as_before(name: str, deck_pdf: bytes, regenerate: bool, tmp_path: Path) -> None:
    made = picture(name, deck_pdf)
    if regenerate:
        (FOLDER / name).write_bytes(made)
    assert_looks_like(made, FOLDER / name, tmp_path)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_reads_as_before(name: str, regenerate: bool) -> None:
    made = rendered(name).decode()
    if regenerate:
        (FOLDER / name).write_text(made, encoding="utf-8", newline="\n")
    assert_reads_like(made, FOLDER / name)


def test_every_reference_is_compared() -> None:
    kept = {path.name for path in FOLDER.iterdir() if path.suffix not in (".py", "") and path.is_file()}
    assert kept == {*PICTURES, *TEXTS, *ELSEWHERE}
    assert [one.provenance.block for one in deck().slides] == list(SLIDES)


def changed(name: str, change: str) -> bytes:
    """A reference picture with something done to it."""
    image = opened((FOLDER / name).read_bytes())
    match change:
        case "moved":
            image = image.transform(image.size, Image.Transform.AFFINE, (1, 0, -3, 0, 1, 0))
        case "another accent":
            image = Image.merge("RGB", [image.getchannel(channel) for channel in "GRB"])
        case "softer edges":
            image = image.filter(ImageFilter.BoxBlur(0.3))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize("change", ["moved", "another accent"])
@pytest.mark.parametrize("name", PICTURES)
def test_what_changes_looks_is_seen(name: str, change: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="looks different from"):
        assert_looks_like(changed(name, change), FOLDER / name, tmp_path)
    assert (tmp_path / name).is_file()


@pytest.mark.parametrize("name", PICTURES)
def test_edges_of_letters_may_fall_a_little_differently(name: str, tmp_path: Path) -> None:
    assert_looks_like(changed(name, "softer edges"), FOLDER / name, tmp_path)


def test_a_reference_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="--regenerate writes it"):
        assert_looks_like(b"", tmp_path / "none.png", tmp_path)
