"""How documents look: the brand's logo, typefaces and colours, and what its owner says otherwise."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from salespack.building.build import Builder
from salespack.building.request import Request
from salespack.documents.colours import document_colours
from salespack.documents.look import DocumentLook, ground_of
from salespack.graphics.colours import WHITE, contrast
from salespack.library.index import open_library
from salespack.problems.problem import UserFault
from salespack.typesetting.engine import package_fonts
from salespack.typography.faces import Typefaces
from tests.documents.builders import ON

PROJECT = Path(__file__).parents[2]
BRANDS = PROJECT / "tests" / "data" / "brands"


def test_colours_are_the_first_of_the_theme_that_can_be_read() -> None:
    pink = {"dk1": "000000", "dk2": "F4B6D2", "accent1": "FF9BC4", "accent2": "7A1F4B"}
    made = document_colours(pink)
    assert (made["heading"], made["band"], made["on_band"]) == ("7A1F4B", "7A1F4B", WHITE)
    light = {f"accent{number}": "FFD9E8" for number in range(1, 7)} | {"dk1": "FFD9E8", "dk2": "FFD9E8"}
    assert contrast(document_colours(light)["band"], WHITE) >= 4.5
    assert document_colours(pink, {"band": "accent1", "heading": "102030"})["band"] == "FF9BC4"
    assert document_colours(pink, {"band": "accent1"})["on_band"] == "000000"
    assert document_colours(pink, {"heading": "102030"})["heading"] == "102030"


def test_typefaces_are_the_brands_or_told() -> None:
    faces = Typefaces(package_fonts(), system=False)
    known = DocumentLook.of({}, {}, heading_font="Georgia", text_font="Calibri", typefaces=faces, logo=None)
    assert (known.heading_font, known.text_font, known.problems) == ("Gelasio", "Carlito", ())
    strange = DocumentLook.of({}, {}, heading_font="Nobody Sans", text_font="Arial", typefaces=faces, logo=None)
    (problem,) = strange.problems
    assert (strange.heading_font, problem.code) == ("Arimo", "SP562")
    assert "“Nobody Sans” is not here, or may not travel in documents: they are set in Arimo" in problem.message
    assert strange.scale < known.scale  # Arial runs wider


def _png(colour: tuple[int, int, int, int]) -> bytes:
    image = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
    image.paste(colour, (4, 4, 36, 16))
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def test_a_white_logo_stands_on_the_band() -> None:
    assert ground_of(_png((255, 255, 255, 255)), "png") == "band"
    assert ground_of(_png((18, 50, 68, 255)), "png") == "paper"
    assert ground_of(b'<svg><path fill="#fff"/></svg>', "svg") == "band"
    assert ground_of(b'<svg><path fill="#fff"/><path style="fill: #123244"/></svg>', "svg") == "paper"


@pytest.mark.slow
def test_documents_wear_the_brand(tmp_path: Path) -> None:
    root = tmp_path / "sample"
    for folder in ("content_blocks", "profiles"):
        shutil.copytree(PROJECT / folder, root / folder)
    brand = root / "content_blocks" / "brand"
    (brand / "brand.yaml").unlink()
    (brand / "grey.pptx").write_bytes((BRANDS / "grey-ground.pptx").read_bytes())
    settings = root / "content_blocks" / "library.yaml"
    settings.write_text(settings.read_text("utf-8").replace("brand/lumikko.pptx", "brand/grey.pptx"), "utf-8")

    def one_pager() -> bytes:
        builder = Builder(open_library(root / "content_blocks", None), None)
        request = Request(
            profile=root / "profiles" / "betasoloin.yaml", out=tmp_path / "out", today=ON, on=ON,
            only=("one-pager.pdf",), replace=True,
        )  # fmt: skip
        (placed,) = builder.build(request).placed
        return placed.path.read_bytes()

    with_logo = one_pager()
    assert set(re.findall(rb"/BaseFont ?/[A-Z]+\+(\w+)", with_logo)) == {b"Arimo"}
    assert b"/Subtype /Image" in with_logo or b"/Subtype/Image" in with_logo
    (brand / "brand.yaml").write_text("documents: {logo: none, text_font: Georgia}\n", "utf-8")
    plain = one_pager()
    assert b"/Subtype /Image" not in plain
    assert b"/Subtype/Image" not in plain
    assert any(b"Gelasio" in font for font in re.findall(rb"/BaseFont ?/([\w+-]+)", plain))
    (brand / "brand.yaml").write_text("documents: {logo: no.svg}\n", "utf-8")
    with pytest.raises(UserFault) as caught:
        one_pager()
    assert [(one.code, one.place and one.place.file.endswith("brand.yaml")) for one in caught.value.problems] == [
        ("SP611", True)
    ]
