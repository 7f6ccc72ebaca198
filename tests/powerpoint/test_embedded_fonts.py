"""Typefaces that a brand file brings along: measured, drawn where their rights allow, passed over where they are parts."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont

from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.brand.embedded_fonts import embedded_faces
from salespack.powerpoint.brand.inspection import inspect_brand
from salespack.typography.faces import Typefaces
from tests.powerpoint.packages import brand_parts, replace, write_zip
from tests.typography.test_embedded_fonts import FONT, wrapped

LISTED = (
    '<p:embeddedFontLst><p:embeddedFont><p:font typeface="Corporate Sans"/><p:regular r:id="rId77"/></p:embeddedFont>'
    "</p:embeddedFontLst>"
)
LINK = (
    '<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/font" '
    'Target="fonts/font1.fntdata"/></Relationships>'
)


def brand_file(tmp_path: Path, font: bytes) -> Path:
    """A brand in Corporate Sans, which it brings along."""
    parts = replace(brand_parts(), "ppt/theme/theme1.xml", "Verdana", "Corporate Sans")
    parts = replace(parts, "ppt/presentation.xml", "<p:notesSz", f"{LISTED}<p:notesSz")
    parts = replace(parts, "ppt/_rels/presentation.xml.rels", "</Relationships>", LINK)
    parts = replace(
        parts,
        "[Content_Types].xml",
        "<Default",
        '<Default Extension="fntdata" ContentType="application/x-fontdata"/><Default',
    )
    return write_zip(tmp_path / "brand.pptx", {**parts, "ppt/fonts/font1.fntdata": font})


@cache
def of_ascii() -> bytes:
    """The font with the letters of some English slides."""
    font = TTFont(io.BytesIO(FONT))
    subsetter = subset.Subsetter()
    subsetter.populate(unicodes=range(0x20, 0x7F))
    subsetter.subset(font)
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


@pytest.mark.parametrize("with_cache", [True, False])
def test_texts_are_measured_and_drawn_in_what_the_brand_file_brings_along(
    tmp_path: Path, cache: Path, with_cache: bool
) -> None:
    brand = compile_brand(brand_file(tmp_path, wrapped(FONT)))
    kept = cache if with_cache else None
    typefaces = Typefaces(system=False, embedded=lambda: embedded_faces(brand, kept))
    face, arial = typefaces.face("Corporate Sans"), typefaces.face("Arial")
    assert (face.known, face.own, face.replaced) == (True, True, False)
    assert face.width("Uptime") == pytest.approx(arial.width("Uptime"))
    assert face.file.read_bytes() == FONT
    again = embedded_faces(brand, kept)
    face.file.unlink()
    assert [one.face.path for one in embedded_faces(brand, kept)] == [one.face.path for one in again]
    assert face.file.read_bytes() == FONT


def test_a_font_that_the_cache_keeps_damaged_is_taken_out_again(tmp_path: Path, cache: Path) -> None:
    brand = compile_brand(brand_file(tmp_path, wrapped(FONT)))
    [kept] = embedded_faces(brand, cache)
    for damaged in (FONT[:100], FONT[:-1] + b"x"):
        Path(kept.face.path).write_bytes(damaged)
        face = Typefaces(system=False, embedded=lambda: embedded_faces(brand, cache)).face("Corporate Sans")
        assert (face.known, face.file.read_bytes()) == (True, FONT)


def test_what_may_not_travel_is_measured_and_drawn_in_what_stands_in(tmp_path: Path, cache: Path) -> None:
    brand = compile_brand(brand_file(tmp_path, wrapped(FONT, rights=0x2)))
    face = Typefaces(system=False, embedded=lambda: embedded_faces(brand, cache)).face("Corporate Sans")
    assert (face.known, face.own, face.file.name) == (True, False, "Arimo-Regular.ttf")


@pytest.mark.parametrize("part", [of_ascii, lambda: b"damaged", lambda: wrapped(b"no font at all")])
def test_a_part_of_a_font_and_a_damaged_one_are_passed_over(
    tmp_path: Path, cache: Path, part: Callable[[], bytes]
) -> None:
    font = part()
    brand = compile_brand(brand_file(tmp_path, wrapped(font) if font[:4] == FONT[:4] else font))
    assert embedded_faces(brand, cache) == ()
    assert not Typefaces(system=False, embedded=lambda: embedded_faces(brand, cache)).face("Corporate Sans").known


@pytest.mark.parametrize(("font", "metrics"), [(lambda: FONT, "embedded"), (of_ascii, None)])
def test_brand_check_says_whether_the_font_in_the_file_serves(
    tmp_path: Path, cache: Path, font: Callable[[], bytes], metrics: str | None
) -> None:
    _, found = inspect_brand(brand_file(tmp_path, wrapped(font())), cache=cache)
    row = next(one for one in found.fonts if one.name == "Corporate Sans")
    assert (row.embedded, row.metrics) == (True, metrics)
