"""What is said of a brand before the first build, and what another version of it changes."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Emu

from salespack.looks.brands import brand_remarks
from salespack.powerpoint.brand.compile import compile_brand
from salespack.powerpoint.brand.settings import BrandSettings, MaximumSizes, MinimumSizes, RoleSettings
from salespack.powerpoint.brand.suggestions import brand_yaml
from salespack.powerpoint.brand.versions import changes
from salespack.typography.faces import Typefaces
from tests.compiled import compiled_brand
from tests.powerpoint.packages import NAMES
from tests.scene.scenes import sp

TODAY = datetime.date(2026, 11, 21)
TYPEFACES = Typefaces(system=False)


def said(tmp_path: Path, sample_brand: Path, change: Any) -> list[str]:
    file: Any = Presentation(str(sample_brand))
    change(file)
    path = tmp_path / "brand.pptx"
    file.save(str(path))
    return [
        f"{one.code} {one.about}: {one.message}" for one in brand_remarks(compile_brand(path), path, TODAY, TYPEFACES)
    ]


def layout_of(file: Any, name: str) -> Any:
    return next(one for one in file.slide_layouts if one.name == name)


def draw(layout: Any, shape: str) -> None:
    start, _, rest = shape.partition(">")
    layout.shapes._spTree.append(etree.fromstring(f"{start} {NAMES}>{rest}"))


@pytest.mark.slow
def test_a_brand_without_a_fault_is_told_nothing(tmp_path: Path, sample_brand: Path) -> None:
    assert said(tmp_path, sample_brand, lambda file: None) == []


@pytest.mark.slow
def test_each_kind_is_told_with_the_layouts_that_have_it(tmp_path: Path, sample_brand: Path) -> None:
    def change(file: Any) -> None:
        content, table = layout_of(file, "Title and Content"), layout_of(file, "Title Only")
        title = next(one for one in content.placeholders if one.placeholder_format.idx == 0)
        mark = '<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="F2A900"/></a:solidFill>'
        draw(content, sp(mark, box=(title.left + title.width // 2, title.top, title.width // 2, title.height)))
        draw(table, sp("", "[Department]", box=(9_000_000, 6_400_000, 2_000_000, 300_000)))
        for layout in (content, table):
            for one in layout.placeholders:
                if one._element.ph_type.xml_value == "ftr":
                    one.text_frame.text = "Title of Presentation | DD.MM.YYYY"
                if one._element.ph_type.xml_value == "sldNum":
                    one.left, one.top, one.width, one.height = one.left, one.top, Emu(90_000), Emu(300_000)

    prompt = "its footer “Title of Presentation | DD.MM.YYYY” is a prompt: company and title stand there instead"
    assert said(tmp_path, sample_brand, change) == [
        f" “Title and Content”; “Title Only”: {prompt}",
        " “Title and Content”; “Title Only”: the frame of the slide's number has no room for two digits: they go beyond it",
        " bullets: “Title and Content”: titles keep to 50% of their frame: a mark, or another ground, takes the rest",
        "SP356 table: “Title Only”: “Shape” still says “[Department]”",
    ]


def test_another_version_says_what_it_changes(tmp_path: Path, sample_brand: Path) -> None:
    file: Any = Presentation(str(sample_brand))
    layout_of(file, "Quote").name = "Customer's words"
    title = next(one for one in layout_of(file, "Title Only").placeholders if one.placeholder_format.idx == 0)
    title.left, title.top, title.width, title.height = Emu(0), Emu(0), Emu(6_096_000), Emu(914_400)
    file.save(str(tmp_path / "brand.pptx"))
    old, new = compiled_brand(), compile_brand(tmp_path / "brand.pptx")
    new = msgspec.structs.replace(new, colours=new.colours | {"accent1": "C00000"}, major_font="Inter")
    found = changes(old, new)
    assert {(one.kind, one.what, one.after) for one in found} >= {
        ("layout", "Quote", ""),
        ("layout", "Customer's words", "there"),
        ("font", "headings", "Inter"),
        ("colour", "accent1", "C00000"),
        ("frame", f"“{title.name}” of “Title Only”", "6.67 × 1.00 in at 0.00, 0.00"),
    }
    assert changes(old, old) == ()
    assert changes(new, new) == ()


def test_a_suggestion_keeps_what_a_person_has_set(sample_brand: Path) -> None:
    settings = BrandSettings(
        roles={"quote": RoleSettings(layout="Title Only", title="Title"), "closing": "Title Slide"},
        minimum_sizes=MinimumSizes(title=26, source=9),
        maximum_sizes=MaximumSizes(body=24),
        most_bullets=5,
    )
    text = brand_yaml(compile_brand(sample_brand, settings), settings)
    for line in (
        '  quote: {layout: "Title Only", title: "Title"}',
        '  closing: "Title Slide"',
        "minimum_sizes: {title: 26, body: 14, source: 9}",
        "maximum_sizes: {body: 24}",
        "most_bullets: 5",
    ):
        assert line in text.splitlines()
