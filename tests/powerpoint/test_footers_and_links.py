"""What a brand's small frames and prompts do to a deck: footers, slide numbers, links where the ground is not known."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pptx import Presentation
from pptx.util import Emu

from salespack.deck.model import Paragraph, Slide, Span, Text
from salespack.fit.proof import prove
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.brand.palette import look, palette
from salespack.powerpoint.writing.writer import slide_templates, write_deck
from salespack.scene.reading import read_scene
from salespack.typography.faces import Typefaces
from tests.powerpoint.decks import deck, slide
from tests.searching import first_fast

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
POINT = Text((Paragraph((Span("A point"),), marker="bullet"),))


def made(tmp_path: Path, sample_brand: Path, change: Callable[[Any], None], *slides: Slide) -> Any:
    """The deck of some slides on the sample's brand with a change."""
    file = Presentation(str(sample_brand))
    change(file)
    file.save(str(tmp_path / "brand.pptx"))
    content = write_deck(deck(*slides), compile_brand(tmp_path / "brand.pptx"), templates=slide_templates())
    (tmp_path / "deck.pptx").write_bytes(content)
    return Presentation(io.BytesIO(content))


def placeholders(file: Any, kind: str) -> list[Any]:
    layouts = [*file.slide_layouts, *(master for master in file.slide_masters)]
    return [one for layout in layouts for one in layout.placeholders if one._element.ph_type.xml_value == kind]


def footers(written: Any, kind: str = "ftr") -> list[str]:
    shapes = [shape for page in written.slides for shape in page.placeholders]
    return [one.text_frame.text for one in shapes if one._element.ph_type.xml_value == kind]


@pytest.mark.parametrize(
    ("text", "kept"),
    first_fast(
        [
            ("Title of Presentation | DD.MM.YYYY", False),
            ("Northwind Harbour Ltd | Confidential", True),
            ("[Department]", False),
            ("<Insert department>", False),
            ("Insert > Header & Footer to edit", False),
            ("Muokkaa alatunnistetta napsauttamalla", False),
            ("Lumikko Oy", True),
        ],
        2,
    ),
)
def test_a_prompt_is_no_footer(text: str, kept: bool, tmp_path: Path, sample_brand: Path) -> None:
    def change(file: Any) -> None:
        for one in placeholders(file, "ftr"):
            one.text_frame.text = text

    (said,) = footers(made(tmp_path, sample_brand, change, slide("A title", POINT)))
    assert (said == text) is kept
    assert kept or "Lumikko" in said, "company and title stand there instead"


def test_a_number_never_breaks_over_lines_in_a_frame_for_one_digit(tmp_path: Path, sample_brand: Path) -> None:
    def change(file: Any) -> None:
        for one in placeholders(file, "sldNum"):
            one.left, one.top, one.width, one.height = Emu(300_000), Emu(6_400_000), Emu(250_000), Emu(300_000)

    many = [slide(f"Title {number}", POINT) for number in range(12)]
    written = made(tmp_path, sample_brand, change, *many)
    assert footers(written, "sldNum")[-1] == "12"
    proof = prove(read_scene(tmp_path / "deck.pptx"), Typefaces(system=False))
    assert [one for page in proof for one in page.over] == []


def test_links_take_the_colour_of_the_text_where_the_ground_is_not_known(sample_brand: Path) -> None:
    brand = compile_brand(sample_brand)
    body = next(one for one in brand.layouts[brand.roles["bullets"].layout].placeholders if one.type != "title")
    assert look(brand, msgspec.structs.replace(body, ground=None)).plain_links
    assert not look(brand, msgspec.structs.replace(body, ground="FFFFFF")).plain_links
    assert palette(brand, None, dark=True).plain_links
    assert not palette(brand, "FFFFFF", dark=False).plain_links


@pytest.mark.parametrize(
    ("own", "ground", "kept"),
    [
        ("000000", "375AA4", False),  # 3.2, and white has 6.6
        ("FFFFFF", "2792DF", True),  # 3.4: white on blue is what the brand wants, though black has 6
        ("898989", "102B66", True),  # 3.8, light on dark
        ("898989", "FFFFFF", True),  # 3.5, dark on light
        ("000000", "3A5FCD", True),  # 3.8, and white has not twice as much
    ],
)
def test_dark_letters_on_a_dark_ground_give_way_where_light_ones_stand_out_twice_as_much(
    own: str, ground: str, kept: bool, sample_brand: Path
) -> None:
    brand = compile_brand(sample_brand)
    body = next(one for one in brand.layouts[brand.roles["bullets"].layout].placeholders if one.type != "title")
    ink = look(brand, msgspec.structs.replace(body, ground=ground, colour=own, sizes=(2_400,) * 9)).ink
    assert (ink is None) is kept


@pytest.mark.slow
def test_a_date_that_is_a_little_wide_is_smaller_and_never_in_two_forms(tmp_path: Path, sample_brand: Path) -> None:
    def change(share: int) -> Any:
        def narrowed(file: Any) -> None:
            for one in placeholders(file, "dt"):
                one.left, one.top, one.width, one.height = Emu(300_000), Emu(6_400_000), Emu(share), Emu(300_000)

        return narrowed

    wide, little, narrow = (
        footers(made(tmp_path, sample_brand, change(share), slide("A title", POINT)), "dt")[0]
        for share in (2_000_000, 650_000, 400_000)
    )
    assert wide == little != narrow == "2026-12-01"
