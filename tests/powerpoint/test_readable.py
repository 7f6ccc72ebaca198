"""What could not be read on a brand is written so that it can: in tables, on art, on pictures; closings stay whole."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Emu

from salespack.deck.model import Paragraph, Span, Table, Text
from salespack.graphics.colours import contrast
from salespack.looks.proof import prove_looks
from salespack.looks.stages import Stage
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.brand.model import Brand, Cells, Placeholder
from salespack.powerpoint.brand.palette import Ink, look, palette, seen
from salespack.powerpoint.composing.pagination import fits, paginated
from salespack.powerpoint.writing.writer import new_composer, slide_templates, write_deck
from salespack.problems.problem import UserFault
from salespack.scene.pixels import Gallery
from salespack.scene.reading import read_scene
from salespack.typography.faces import Typefaces
from tests.compiled import compiled_brand
from tests.powerpoint.decks import deck, slide

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MAIL = Span("aino@lumikko.example", href="mailto:aino@lumikko.example")
PEOPLE = Table(("left", "left"), ((Span("Name"),), (Span("Mail"),)), (((Span("Aino"),), (MAIL,)),))
LINES = Text(tuple(Paragraph((Span(f"Line {at} of what is said at the end"),)) for at in range(9)))


def with_accent(colour: str) -> Brand:
    """The sample's brand with another first accent, and tables in PowerPoint's own style, which fills in it."""
    brand = compiled_brand()
    return msgspec.structs.replace(
        brand,
        colours=brand.colours | {"accent1": colour},
        header=Cells(text="FFFFFF", fills=((colour, 1.0),)),
        cells=Cells(text="000000", fills=(("E8E8E8", 1.0),)),
    )


@pytest.mark.parametrize(("accent", "darker"), [("1F4E79", False), ("9BBB59", True)])
def test_a_header_that_could_not_be_read_is_filled_in_a_darker_step_of_the_accent(accent: str, darker: bool) -> None:
    brand = with_accent(accent)
    header = palette(brand, "FFFFFF", dark=False).header
    assert (header.fill is not None) == darker
    if header.fill is not None:
        ink = header.text.ink or Ink("lt1")
        assert contrast(seen(brand, header.fill), seen(brand, ink)) >= 4.5


@pytest.mark.parametrize(
    ("style", "ink", "plain"),
    [
        (Cells(text="000000", fills=(("F4F4F4", 1.0),)), None, False),
        (Cells(text="000000", fills=(("F4F4F4", 1.0), ("8FAADC", 1.0))), None, True),  # links on every second row
        (Cells(text="FFFFFF", fills=(("F4F4F4", 1.0),)), Ink("dk1"), True),
        (Cells(text="FFFFFF"), Ink("dk1"), True),  # a style without fills, on white
        (Cells(text="D2691E", fills=(("FFFFFF", 0.4),)), Ink("dk1"), True),
    ],
)
def test_text_and_links_in_cells_can_be_read_on_all_that_the_style_fills_them_with(
    style: Cells, ink: Ink | None, plain: bool
) -> None:
    brand = msgspec.structs.replace(compiled_brand(), cells=style)
    brand = msgspec.structs.replace(brand, colours=brand.colours | {"hlink": "0B57C0", "dk1": "000000"})
    assert palette(brand, "FFFFFF", dark=False).cells.text == (ink, plain)


@pytest.mark.slow
def test_a_table_in_a_light_accent_is_proven_to_be_readable(tmp_path: Path, sample_brand: Path) -> None:
    file = Presentation(str(sample_brand))
    theme = next(one for one in file.slide_master.part.rels.values() if one.reltype.endswith("/theme")).target_part
    blob = theme.blob.decode()
    start = blob.index("<a:accent1>")
    theme._blob = (
        f'{blob[:start]}<a:accent1><a:srgbClr val="F2A900"/>{blob[blob.index("</a:accent1>", start) :]}'.encode()
    )
    file.save(str(tmp_path / "brand.pptx"))
    content = write_deck(
        deck(slide("People", PEOPLE)), compile_brand(tmp_path / "brand.pptx"), templates=slide_templates()
    )
    typefaces = Typefaces(system=False)
    (found,) = prove_looks(read_scene(content), lambda _: Stage(), typefaces, Gallery())
    assert [one for one in found.findings if one.kind in ("faint", "unreadable")] == []


# --- what lies behind ------------------------------------------------------------------------------------------------


def on_picture(tmp_path: Path, sample_brand: Path, *colours: str) -> Brand:
    """The brand with a picture of columns in these colours behind the whole of the layout for closings."""
    image = Image.new("RGB", (len(colours), 1))
    for at, colour in enumerate(colours):
        image.putpixel((at, 0), tuple(bytes.fromhex(colour)))
    image.resize((len(colours) * 40, 40), Image.Resampling.NEAREST).save(tmp_path / "ground.png")
    file: Any = Presentation(str(sample_brand))
    (layout,) = [one for one in file.slide_layouts if one.name == "Closing"]
    page = file.slides.add_slide(layout)
    picture = page.shapes.add_picture(str(tmp_path / "ground.png"), 0, 0, file.slide_width, file.slide_height)
    image_part = page.part.related_part(picture._element.blip_rId)
    picture._element.blipFill.find(f"{A}blip").set(
        "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed",
        layout.part.relate_to(image_part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"),
    )
    layout.shapes._spTree.insert(2, picture._element)
    for one in layout.placeholders:
        for ink in one._element.iter(f"{A}solidFill"):
            ink.getparent().remove(ink)
    file.save(str(tmp_path / "brand.pptx"))
    return compile_brand(tmp_path / "brand.pptx")


def title_on(brand: Brand) -> Placeholder:
    role = brand.roles["closing"]
    return next(one for one in brand.layouts[role.layout].placeholders if one.idx == role.title)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("colours", "ink"),
    [
        (("FFFFFF", "F0F0F0", "E0E8F0"), "dark"),
        (("101820", "203040", "101820"), "light"),
    ],
)
def test_text_on_a_picture_is_written_in_what_stands_out_from_its_pixels(
    tmp_path: Path, sample_brand: Path, colours: tuple[str, ...], ink: str
) -> None:
    brand = on_picture(tmp_path, sample_brand, *colours)
    title = title_on(brand)
    assert title.ground is None and set(title.behind) <= set(colours)
    for own in ("FFFFFF", "000000"):
        found = look(brand, msgspec.structs.replace(title, colour=own))
        written = seen(brand, found.ink) if found.ink is not None else own
        assert (contrast(written, "000000") > 10) == (ink == "light")


def test_a_grey_that_was_chosen_for_paper_is_not_left_on_a_dark_gradient() -> None:
    brand = compiled_brand()
    brand = msgspec.structs.replace(brand, colours=brand.colours | {"lt1": "FFFFFF", "dk1": "000000"})
    subtitle = next(one for one in brand.layouts[brand.roles["title"].layout].placeholders if one.type == "subTitle")
    grey = msgspec.structs.replace(
        subtitle, colour="898989", ground=None, behind=("101840", "301850"), sizes=(3200,) * 9
    )
    assert look(brand, grey).ink == Ink("lt1")
    on_paper = msgspec.structs.replace(grey, behind=("FFFFFF", "F0F0F0"))
    small = msgspec.structs.replace(grey, sizes=(1200,) * 9)
    assert (look(brand, on_paper).ink, look(brand, small).ink) == (None, None)


# --- what is never divided -------------------------------------------------------------------------------------------


def test_a_closing_is_one_slide_whatever_it_says() -> None:
    brand = compiled_brand()
    composer = new_composer(brand, lambda: Typefaces(system=False))
    closing = msgspec.structs.replace(slide("Thank you", LINES), layout="closing")
    (made,) = paginated([closing], composer, "split")
    assert fits(composer.compose(made))
    with pytest.raises(UserFault) as caught:
        many = Text(LINES.paragraphs * 12)
        paginated([msgspec.structs.replace(closing, nodes=(many,))], composer, "split")
    assert [one.code for one in caught.value.problems] == ["SP524"]


def test_graphics_keep_to_the_column_of_lists(tmp_path: Path, sample_brand: Path) -> None:
    """A title alone that is as wide as the slide: what stands below it begins where lists do."""
    file: Any = Presentation(str(sample_brand))
    for layout in file.slide_layouts:
        for one in layout.placeholders:
            if layout.name == "Title Only" and one.placeholder_format.type == 1:
                one.left, one.top, one.width, one.height = Emu(0), one.top, file.slide_width, one.height
    stream = io.BytesIO()
    file.save(stream)
    (tmp_path / "brand.pptx").write_bytes(stream.getvalue())
    brand = compile_brand(tmp_path / "brand.pptx")
    bullets, table = brand.roles["bullets"].area, brand.roles["table"].area
    assert (table.x, table.cx) == (bullets.x, bullets.cx)
