"""The sample packs on real companies' brand files: nothing new for the judge to find, nothing of the sample slides left."""

from __future__ import annotations

import datetime
import hashlib
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from pptx import Presentation

from salespack.building.build import Builder, Request
from salespack.library.index import open_library
from salespack.ooxml.reading import read_package
from salespack.powerpoint.brand.inspection import inspect_brand
from salespack.powerpoint.writing.brand_sample import write_brand_sample
from salespack.problems.problem import UserFault
from tests.conftest import PROJECT
from tests.powerpoint.test_writer_brands import BRANDS, judge

__all__ = ["judge"]

TODAY = datetime.date(2026, 11, 21)
PACKS = (("betasoloin", "first-meeting", "en"), ("newex", "proposal", "en"), ("newex", "proposal", "fi"))
TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
TELLING = 12
"""How many characters a text must have to be somebody's own, and not a word that any slide may hold."""
SLIDES = re.compile(r"ppt/slides/[^/]+\.xml")

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def built(shared: Path, tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[dict[str, list[Path]]]:
    """The decks of the sample packs on every brand."""
    decks = {}
    for name in BRANDS:
        root = tmp_path_factory.mktemp("workspace")
        library = root / "content_blocks"
        shutil.copytree(PROJECT / "content_blocks", library, ignore=shutil.ignore_patterns("brand"))
        (library / "brand").mkdir()
        shutil.copy(shared / "data" / "brands" / name, library / "brand" / name)
        settings = library / "library.yaml"
        text, count = re.subn(r"(?m)^brand:.*$", f"brand: brand/{name}", settings.read_text("utf-8"))
        assert count == 1
        settings.write_text(text, encoding="utf-8")
        builder = Builder(open_library(library, None), cache)
        decks[name] = [
            builder.build(Request(
                profile=PROJECT / "profiles" / f"{profile}.yaml", pack=pack, language=language, today=TODAY,
                out=root / language, only=("deck.pptx",), force=True,
            )).placed[0].path
            for profile, pack, language in PACKS
        ]  # fmt: skip
    yield decks


def texts_of(data: bytes) -> set[str]:
    """The paragraphs' runs of a part that say something."""
    found = {" ".join((one.text or "").split()) for one in ElementTree.fromstring(data).iter(TEXT)}
    return {text for text in found if len(text) >= TELLING}


def of_sample_slides(brand: Path) -> tuple[set[str], set[str]]:
    """Hashes of the parts and texts that only the sample slides have."""
    package = read_package(brand)
    slides = [name for name in package.names if SLIDES.fullmatch(name)]
    design = set(package.closure([""], lambda one: one.kind not in ("slide", "notesSlide", "thumbnail")))
    theirs = {name for name in package.closure(slides) if name not in design}
    ours = {hashlib.sha256(package.read(name)).hexdigest() for name in design}
    parts = {hashlib.sha256(package.read(name)).hexdigest() for name in theirs} - ours
    texts = {text for name in theirs if name.endswith(".xml") for text in texts_of(package.read(name))}
    known = {text for name in design if name.endswith(".xml") for text in texts_of(package.read(name))}
    return parts, texts - known


@pytest.mark.parametrize("name", BRANDS)
def test_the_sample_packs_build_on_it(name: str, built: dict[str, list[Path]], shared: Path, judge: ModuleType) -> None:
    brand = shared / "data" / "brands" / name
    for path in built[name]:
        assert judge.check(path, brand) == []
        made = Presentation(str(path))
        assert len(made.slides) >= 10
        for slide in made.slides:
            assert slide.shapes.title is not None and slide.shapes.title.text_frame.text
            assert not [
                one.name for one in slide.placeholders if one.has_text_frame and not one.text_frame.text.strip()
            ]


@pytest.mark.parametrize("name", BRANDS)
def test_nothing_of_its_sample_slides_is_left(name: str, built: dict[str, list[Path]], shared: Path) -> None:
    parts, texts = of_sample_slides(shared / "data" / "brands" / name)
    for path in built[name]:
        with zipfile.ZipFile(path) as archive:
            members = {one: archive.read(one) for one in archive.namelist()}
        assert not parts & {hashlib.sha256(content).hexdigest() for content in members.values()}
        markup = [one for one in members if one.endswith(".xml")]
        assert len(markup) > 10
        for one in markup:
            assert not texts & texts_of(members[one]), one
        assert not [one for one in members if "comment" in one.lower() or "vba" in one.lower()]


def test_the_test_above_has_something_to_look_for(shared: Path) -> None:
    found = {name: of_sample_slides(shared / "data" / "brands" / name) for name in BRANDS}
    assert sum(bool(parts) for parts, _ in found.values()) >= 5
    assert sum(len(texts) for _, texts in found.values()) >= 50


@pytest.mark.parametrize("name", BRANDS)
def test_brand_check_tells_all_of_it(name: str, shared: Path, tmp_path: Path, judge: ModuleType) -> None:
    path = shared / "data" / "brands" / name
    brand, found = inspect_brand(path)
    assert len(found.roles) == 9 and found.layouts and found.fonts and found.contrasts
    (tmp_path / "sample.pptx").write_bytes(write_brand_sample(brand, TODAY))
    assert judge.check(tmp_path / "sample.pptx", path) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [("corrupt-fuzzed.pptx", "SP504"), ("encrypted-password-tika.pptx", "SP502"),
     ("no-layouts-in-first-master.pptx", "SP511"), ("unrecognized-shape.pptx", "")],
)  # fmt: skip
def test_odd_files_give_one_clear_problem_or_work(name: str, code: str, shared: Path) -> None:
    path = shared / "data" / "odd" / name
    if not code:
        assert write_brand_sample(inspect_brand(path)[0], TODAY)
        return
    with pytest.raises(UserFault) as caught:
        inspect_brand(path)
    (problem,) = caught.value.problems
    assert (problem.code, bool(problem.hint)) == (code, True)
