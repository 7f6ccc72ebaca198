"""Decks that people presented, each slide a block: on their own brand and on another nothing on them is lost."""

from __future__ import annotations

import datetime
import hashlib
import importlib.util
import io
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from salespack.building.build import Builder, Request
from salespack.graphics.picture_metadata import bare
from salespack.library.index import open_library
from tests.workspaces import write_workspace

TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
DECKS = (
    "decks/cloudevents-federation.pptx", "decks/cloudevents-pagination.pptx", "decks/finos-compliance.pptx",
    "decks/openchain-overview-de.pptx", "decks/openchain-overview-en.pptx", "decks/openchain-overview-ja.pptx",
    "brands/m3-japan-a4.pptx", "brands/openchain-case-study-ja.pptx", "brands/sap-4x3.pptx",
)  # fmt: skip
"""The brands among them have slides with charts and tables."""
OTHER = "brands/nhs-england.pptx"


@pytest.fixture(scope="module")
def judge(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_pptx", shared / "tools" / "check_pptx.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["check_pptx"] = module
    spec.loader.exec_module(module)
    return module


KEPT = re.compile(r", slide (\d+), keeps its own layout")


def build(root: Path, deck: Path, brand: Path, cache: Path, keep: str = "") -> Path:
    """A deck of one opening and every slide of `deck`, each a block, in their order."""
    return reported(root, deck, brand, cache, keep)[0]


def reported(root: Path, deck: Path, brand: Path, cache: Path, keep: str = "") -> tuple[Path, set[int]]:
    """The same, and the numbers of those slides of which the build says that they keep their own layout."""
    count = len(Presentation(str(deck)).slides)
    blocks = {"frames/opening.md": "---\nkind: frame\ntags: [opening]\n---\n# Opening\n"}
    slots = ""
    for number in range(1, count + 1):
        front = f"kind: frame\ntags: [slide-{number}]\njinja: false\nslides: {{file: ../slides/{deck.name}, slide: {number}{keep}}}"
        blocks[f"designed/slide-{number}.md"] = f"---\n{front}\n---\n"
        slots += f"  - {{slot: slide-{number}, kind: frame, tag: slide-{number}}}\n"
    blocks["benefits/calm.md"] = "---\nkind: benefit\nvalues: {fewer-outages: 5}\n---\n# Calm nights\n"
    pack = f"name: All\nstage: evaluation\noutputs: [deck.pptx, handout.pptx]\nsections:\n{slots}  - {{slot: calm, kind: benefit}}\nlimits: {{slides: 99}}\n"
    library = write_workspace(root, {"content_blocks/packs/first-meeting.yaml": pack}, blocks=blocks)
    (library / "slides").mkdir()
    shutil.copyfile(deck, library / "slides" / deck.name)
    shutil.copyfile(brand, library / "brand" / f"own{brand.suffix}")
    settings = library / "library.yaml"
    settings.write_text(settings.read_text("utf-8").replace("lumikko.pptx", f"own{brand.suffix}"), "utf-8")
    request = Request(profile=root / "profiles/acme.yaml", out=root / "out", today=datetime.date(2026, 11, 21))
    report = Builder(open_library(library, None), cache).build(request)
    assert [one.block for one in report.matched.selection.chosen] == [
        *(f"slide-{n}" for n in range(1, count + 1)),
        "calm",
    ]
    kept = [KEPT.search(one.message) for one in report.matched.problems if one.code == "SP532"]
    return report.folder, {int(found[1]) for found in kept if found}


def texts(slide: Any) -> list[str]:
    return [one.text or "" for one in slide._element.iter(TEXT)]


def pictures(slide: Any) -> list[str]:
    """The hashes of the pictures on a slide, in the order of their relationships."""
    found = [rel.target_part.blob for rel in slide.part.rels.values() if rel.reltype.endswith("/image")]
    return sorted(hashlib.sha256(blob).hexdigest() for blob in found)


def used_pictures(slide: Any) -> list[str]:
    used = {
        value
        for one in slide._element.iter()
        for key, value in one.attrib.items()
        if "officeDocument/2006/relationships}" in str(key)
    }
    found = [
        rel.target_part.blob for rid, rel in slide.part.rels.items() if rel.reltype.endswith("/image") and rid in used
    ]
    return sorted(
        hashlib.sha256(bare(blob)).hexdigest() for blob in found
    )  # what a picture says of itself stays behind


def notes(slide: Any) -> str:
    if not slide.has_notes_slide or slide.notes_slide.notes_text_frame is None:
        return ""
    return str(slide.notes_slide.notes_text_frame.text).rstrip()


def charts(slide: Any) -> Iterator[list[Any]]:
    for shape in slide.shapes:
        if shape.has_chart:
            chart = shape.chart
            yield [[str(one) for one in plot.categories] for plot in chart.plots] + [
                (one.name, tuple(one.values)) for one in chart.series
            ]


def workbooks(slide: Any) -> Iterator[dict[str, Any]]:
    """The cells of each chart's workbook that hold something, by their addresses."""
    for shape in slide.shapes:
        if shape.has_chart and (part := shape.chart.part.chart_workbook.xlsx_part) is not None:
            book = openpyxl.load_workbook(io.BytesIO(part.blob), data_only=True)
            rows = (row for sheet in book.worksheets for row in sheet.iter_rows())
            yield {cell.coordinate: cell.value for row in rows for cell in row if cell.value is not None}


@pytest.mark.shared
@pytest.mark.parametrize("own", [True, False], ids=["own-brand", "other-brand"])
@pytest.mark.parametrize("name", DECKS)
def test_nothing_on_a_slide_is_lost(
    name: str, own: bool, shared: Path, judge: ModuleType, tmp_path: Path, cache: Path
) -> None:
    deck = shared / "data" / name
    brand = deck if own else shared / "data" / OTHER
    made = build(tmp_path, deck, brand, cache) / "for-you" / "Acme - All.pptx"
    before, after = Presentation(str(deck)).slides, Presentation(str(made)).slides
    assert len(after) == len(before) + 1
    for old, new in zip(before, after, strict=False):
        assert texts(new) == texts(old)
        assert pictures(new) == used_pictures(old)
        assert notes(new) == notes(old)
        assert list(charts(new)) == list(charts(old))
        for cells, all_cells in zip(workbooks(new), workbooks(old), strict=True):  # those that the chart shows
            assert cells
            assert {at: all_cells.get(at) for at in cells} == cells
        assert new.slide_layout.name == old.slide_layout.name
    known = {message for _, _, message in judge.check(deck)}
    assert [one for one in judge.check(made, brand) if one[2] not in known] == []


@pytest.mark.shared
@pytest.mark.parametrize("name", DECKS)
def test_slides_that_bring_their_look_bring_it_once(name: str, shared: Path, tmp_path: Path, cache: Path) -> None:
    deck, brand = shared / "data" / name, shared / "data" / OTHER
    made = Presentation(str(build(tmp_path, deck, brand, cache) / "for-you" / "Acme - All.pptx"))
    old = Presentation(str(deck))
    used = {slide.slide_layout.slide_master.part.partname for slide in old.slides}
    layouts = {slide.slide_layout.part.partname for slide in old.slides}
    assert len(made.slide_masters) == len(Presentation(str(brand)).slide_masters) + len(used)
    brought = list(made.slide_masters)[-len(used) :]
    assert sum(len(one.slide_layouts) for one in brought) == len(layouts)
    for layout in (layout for master in brought for layout in master.slide_layouts):
        assert layout.used_by_slides


@pytest.mark.shared
@pytest.mark.parametrize("name", DECKS)
def test_slides_in_another_brands_clothes(
    name: str, shared: Path, judge: ModuleType, tmp_path: Path, cache: Path
) -> None:
    deck, brand = shared / "data" / name, shared / "data" / OTHER
    folder, kept = reported(tmp_path, deck, brand, cache, ", keep: brand")
    made = folder / "for-you" / "Acme - All.pptx"
    before, after = Presentation(str(deck)).slides, Presentation(str(made)).slides
    of_brand = len(Presentation(str(brand)).slide_masters)
    own = {one.part.partname for one in list(Presentation(str(made)).slide_masters)[:of_brand]}
    for number, (old, new) in enumerate(zip(before, after, strict=False), 1):
        assert (new.slide_layout.slide_master.part.partname in own) == (number not in kept)
        lost = [
            one
            for shape in old.placeholders
            if shape.placeholder_format.type in (13, 15, 16)
            for one in texts_of(shape)
        ]
        missing = list(texts(old))
        for one in texts(new):
            missing.remove(one)
        assert all(one in lost or not one.strip() for one in missing)
        assert pictures(new) == used_pictures(old)
        assert list(charts(new)) == list(charts(old))
        if number not in kept:
            known = {shape.placeholder_format.idx for shape in new.slide_layout.placeholders}
            assert {shape.placeholder_format.idx for shape in new.placeholders} <= known
    known = {message for _, _, message in judge.check(deck)}
    assert [one for one in judge.check(made, brand) if one[2] not in known] == []


def texts_of(shape: Any) -> list[str]:
    return [one.text or "" for one in shape._element.iter(TEXT)]


@pytest.mark.shared
@pytest.mark.parametrize("name", DECKS)
def test_the_handout_has_no_notes_and_no_tags(
    name: str, shared: Path, judge: ModuleType, tmp_path: Path, cache: Path
) -> None:
    deck = shared / "data" / name
    folder = build(tmp_path, deck, deck, cache)
    (handout,) = (folder / "for-customer").glob("*.pptx")
    made = Presentation(str(handout))
    assert not any(slide.has_notes_slide for slide in made.slides)
    assert not any(
        "/tags/" in str(part.partname) or "comment" in str(part.partname).lower()
        for part in made.part.package.iter_parts()
    )
    known = {message for _, _, message in judge.check(deck)}
    assert [one for one in judge.check(handout, deck) if one[2] not in known] == []
