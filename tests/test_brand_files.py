"""`brand: FILE` takes what a company has: templates, macro files, any slide size, several masters, names in brand.yaml."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from salespack.building.build import Builder, Request
from salespack.library.index import open_library
from tests.fuzz.mutations import evils
from tests.limits import HANG, at_most
from tests.powerpoint.packages import (
    CONTENT,
    TITLE,
    TITLE_ONLY,
    Plan,
    Shape,
    brand_parts,
    master_xml,
    rels,
    replace,
    write_zip,
)
from tests.workspaces import LIBRARY, write_workspace

pytestmark = pytest.mark.slow

TODAY = datetime.date(2026, 11, 21)
MACROS = "application/vnd.ms-powerpoint.{}.macroEnabled.main+xml"
OOXML = "application/vnd.openxmlformats-officedocument.presentationml.{}.main+xml"
TYPES = {
    "ours.pptx": OOXML.format("presentation"), "ours.potx": OOXML.format("template"),
    "ours.pptm": MACROS.format("presentation"), "ours.potm": MACROS.format("template"),
}  # fmt: skip


def built(
    tmp_path: Path, cache: Path, parts: dict[str, str | bytes], *, file: str = "ours.pptx", settings: str = ""
) -> Path:
    """The deck of the small workspace on a brand."""
    files = {"content_blocks/library.yaml": LIBRARY.replace("brand/lumikko.pptx", f"brand/{file}")}
    library = write_workspace(tmp_path, files)
    brand = library / "brand"
    brand.mkdir(exist_ok=True)
    write_zip(brand / file, parts)
    if settings:
        (brand / "brand.yaml").write_text(settings, encoding="utf-8")
    builder = Builder(open_library(library, None), cache)
    request = Request(profile=tmp_path / "profiles/acme.yaml", out=tmp_path / "out", today=TODAY)
    return builder.build(request).placed[0].path


def read(path: Path) -> Any:
    return Presentation(str(path))


@pytest.mark.parametrize("file", TYPES)
def test_a_template_or_macro_file_makes_a_plain_presentation(file: str, tmp_path: Path, cache: Path) -> None:
    parts = brand_parts(main_type=TYPES[file], slides=[1])
    links = parts["ppt/_rels/presentation.xml.rels"]
    assert isinstance(links, str)
    row = '<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"'
    parts["ppt/_rels/presentation.xml.rels"] = links.replace("</Rel", f'{row} Target="vbaProject.bin"/></Rel')
    parts["ppt/vbaProject.bin"] = b"MACROS"
    path = built(tmp_path, cache, parts, file=file)
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "vba" in name]
        assert OOXML.format("presentation") in archive.read("[Content_Types].xml").decode()
    assert len(read(path).slides) == 4


@pytest.mark.parametrize(
    ("cx", "cy"), [(9_144_000, 6_858_000), (10_691_813, 7_559_675), (6_858_000, 9_906_000), (12_192_000, 2_286_000)]
)
def test_any_slide_size_is_kept(cx: int, cy: int, tmp_path: Path, cache: Path) -> None:
    size = 'cx="12192000" cy="6858000"'
    parts = replace(
        brand_parts([Plan("Only", None, (Shape("title"), Shape("body", 1)))]),
        "ppt/presentation.xml",
        size,
        f'cx="{cx}" cy="{cy}"',
    )
    made = read(built(tmp_path, cache, parts))
    assert (made.slide_width, made.slide_height) == (cx, cy)
    assert len(made.slides) == 4


def test_of_several_masters_the_one_in_use_serves(tmp_path: Path, cache: Path) -> None:
    parts = brand_parts([TITLE, CONTENT], slides=[1])
    second = "ppt/slideMasters/slideMaster2.xml"
    other = Plan("Other content", "obj", (Shape("title"), Shape(None, 1)))
    parts |= {
        second: master_xml(1, first_id=40),
        "ppt/slideMasters/_rels/slideMaster2.xml.rels": rels(
            ("rId1", "slideLayout", "../slideLayouts/slideLayout9.xml"), ("rId2", "theme", "../theme/theme2.xml")
        ),
        "ppt/slideLayouts/slideLayout9.xml": str(brand_parts([other])["ppt/slideLayouts/slideLayout1.xml"]),
        "ppt/slideLayouts/_rels/slideLayout9.xml.rels": rels(
            ("rId1", "slideMaster", "../slideMasters/slideMaster2.xml")
        ),
        "ppt/theme/theme2.xml": str(parts["ppt/theme/theme1.xml"]).replace("4472C4", "AA0000"),
    }
    parts = replace(
        parts,
        "ppt/presentation.xml",
        "</p:sldMasterIdLst>",
        '<p:sldMasterId id="2147483690" r:id="rId50"/></p:sldMasterIdLst>',
    )
    parts = replace(
        parts,
        "ppt/_rels/presentation.xml.rels",
        "</Relationships>",
        rels(("rId50", "slideMaster", "slideMasters/slideMaster2.xml")).partition(">")[2],
    )
    types = {f"/{second}": "slideMaster", "/ppt/slideLayouts/slideLayout9.xml": "slideLayout"}
    rows = (
        "".join(
            f'<Override PartName="{name}" ContentType="application/vnd.openxmlformats-officedocument.presentationml.{kind}+xml"/>'
            for name, kind in types.items()
        )
        + '<Override PartName="/ppt/theme/theme2.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
    )
    parts = replace(parts, "[Content_Types].xml", "</Types>", f"{rows}</Types>")
    made = read(built(tmp_path, cache, parts))
    assert [slide.slide_layout.name for slide in made.slides] == ["Title Slide"] + ["Title and Content"] * 3
    assert len(made.slide_masters) == 2


def test_brand_yaml_names_layouts_and_placeholders(tmp_path: Path, cache: Path) -> None:
    sides = Plan("Two halves", None, (
        Shape("title"), Shape("body", 1, (5, 25, 40, 60), name="The left"), Shape("body", 2, (50, 25, 40, 60), name="The right"),
    ))  # fmt: skip
    settings = 'roles:\n  title: title  ONLY\n  bullets: {layout: Two halves, body: "The right"}\n'
    made = read(built(tmp_path, cache, brand_parts([TITLE, CONTENT, TITLE_ONLY, sides]), settings=settings))
    assert [slide.slide_layout.name for slide in made.slides] == [
        "Title Only",
        "Two halves",
        "Two halves",
        "Two halves",
    ]
    (body,) = [one for one in made.slides[1].placeholders if one.placeholder_format.idx]
    assert (body.placeholder_format.idx, body.text_frame.text) == (2, "for Acme")


def test_a_brand_of_one_blank_layout_carries_every_slide(tmp_path: Path, cache: Path) -> None:
    made = read(built(tmp_path, cache, brand_parts([Plan("Blank", "blank", ())])))
    for slide in made.slides:
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert any(texts)
        assert all(shape.left >= 0 and shape.left + shape.width <= made.slide_width for shape in slide.shapes)


@pytest.mark.parametrize(
    ("evil", "code"), [("a bomb", "SP505"), ("entities", "SP508"), ("a target outside", "SP509"), ("10,000 shapes", ""),
                       ("a loop of relationships", ""), ("a title that is a picture", "")],
)  # fmt: skip
def test_a_build_on_a_broken_brand_is_one_problem_or_works(evil: str, code: str, tmp_path: Path) -> None:
    library = write_workspace(tmp_path, {"content_blocks/library.yaml": LIBRARY.replace("lumikko", "ours")})
    (library / "brand").mkdir(exist_ok=True)
    (library / "brand/ours.pptx").write_bytes(evils()[evil]())
    with at_most(20):
        done = subprocess.run(
            [sys.executable, "-m", "salespack", "build", "acme"],
            cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False, timeout=HANG,
            env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
    assert done.returncode == (1 if code else 0), done.stderr
    stopping = [line for line in done.stderr.splitlines() if ": warning: " not in line]  # how its slides look is told
    assert len(stopping) == bool(code)
    assert f": {code} " in done.stderr or not code
