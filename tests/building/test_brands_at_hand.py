"""The sample packs on brands that each show one kind of fault: what is right there, as a customer sees it."""

from __future__ import annotations

import datetime
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from salespack.building.build import Builder, Report, Request
from salespack.library.index import open_library
from salespack.powerpoint.brand.compile import compile_brand
from tests.conftest import PROJECT

pytestmark = pytest.mark.slow

BRANDS = PROJECT / "tests" / "data" / "brands"
NAMES = sorted(one.stem for one in BRANDS.glob("*.pptx"))
TODAY = datetime.date(2026, 11, 21)
PACKS = {
    "first-meeting": "betasoloin", "proposal": "newex", "renewal": "cheers", "repair": "betasoloin",
    "what-next": "kinnamplus", "win-back": "initech", "onboarding": "bioholding", "growth": "streethex",
    "champion": "newex", "reference-request": "sunnamplex", "feedback-request": "codehow",
}  # fmt: skip
"""Each sample pack with a customer for whom it is built."""
WRONG = frozenset(("unreadable", "faint", "over-picture", "outside", "prompt", "broken-word"))
DROPPED = frozenset(("SP405", "SP523", "SP524", "SP525", "SP528"))
"""What says that a block is not there, or a required slot is empty."""

Build = Callable[..., Report]


@pytest.fixture
def build(tmp_path: Path, cache: Path) -> Build:
    """Builds a sample pack on a brand file."""

    def built(brand: Path, pack: str = "proposal", language: str = "en") -> Report:
        library = tmp_path / brand.stem / "content_blocks"
        if not library.exists():
            shutil.copytree(PROJECT / "content_blocks", library, ignore=shutil.ignore_patterns("brand"))
            (library / "brand").mkdir()
            shutil.copy(brand, library / "brand" / brand.name)
            settings = library / "library.yaml"
            text, count = re.subn(r"(?m)^brand:.*$", f"brand: brand/{brand.name}", settings.read_text("utf-8"))
            assert count == 1
            settings.write_text(text, encoding="utf-8")
        request = Request(
            profile=PROJECT / "profiles" / f"{PACKS[pack]}.yaml", pack=pack, language=language, today=TODAY,
            out=tmp_path / brand.stem / language, only=("deck.pptx",), force=True,
        )  # fmt: skip
        return Builder(open_library(library, None), cache).build(request)

    return built


def deck(report: Report) -> Any:
    return Presentation(str(report.placed[0].path))


def dropped(report: Report) -> list[str]:
    return [str(one) for one in report.matched.problems if one.code in DROPPED]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_on_its_slides_is_wrong(name: str, build: Build) -> None:
    report = build(BRANDS / f"{name}.pptx")
    assert report.looks is not None and report.fit is not None
    found = Counter(one.finding.kind for one in report.looks.seen if one.finding.kind in WRONG | {"white-box"})
    assert found == {}
    assert dropped(report) == []
    assert report.fit.over == ()


@pytest.mark.parametrize("name", ["roles-english", "roles-english-plain-words", "roles-german", "roles-finnish"])
def test_layouts_serve_what_their_names_say(name: str) -> None:
    brand = compile_brand(BRANDS / f"{name}.pptx")
    served = {role: one.layout for role, one in brand.roles.items()}
    # In the file: title, contents, one content, two contents, only title, contact, quote.
    assert [served[role] for role in ("title", "bullets", "two-content", "table", "closing", "quote")] == [
        0, 2, 3, 4, 5, 6,
    ]  # fmt: skip
    assert served["blank"] == 4
    assert len(brand.roles["two-content"].bodies) == 2


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("footer-title-of-presentation", ("Title of Presentation", "DD.MM.YYYY")),
        ("footer-brackets", ("[", "Insert", "Click to add")),
    ],
)
def test_prompts_are_no_footers(name: str, gone: tuple[str, ...], build: Build) -> None:
    shapes = [shape for page in deck(build(BRANDS / f"{name}.pptx")).slides for shape in page.placeholders]
    footers = {one.text_frame.text for one in shapes if one._element.ph_type.xml_value == "ftr"}
    assert not [text for text in footers if any(part in text for part in gone)]
    assert any("Lumikko" in text for text in footers)


def test_the_same_design_on_other_sizes_of_slides_gives_the_same_deck(build: Build) -> None:
    made = {name: deck(build(BRANDS / f"{name}.pptx")) for name in ("size-10x5.63", "size-13.33x7.5")}
    small, large = ([shape for page in one.slides for shape in page.shapes] for one in made.values())
    assert [one.name for one in small] == [one.name for one in large]
    shares = [
        abs(one.top / made["size-10x5.63"].slide_height - other.top / made["size-13.33x7.5"].slide_height)
        for one, other in zip(small, large, strict=True)
    ]
    assert max(shares) < 0.03


def test_tables_keep_to_the_column_of_lists(build: Build) -> None:
    """The title of the one has the slide's width, the layout of the other a logo at the right."""
    for name, left, right in (("table-edge-to-edge", 1.0, 12.34), ("table-beside-logo", 1.6, 9.81)):
        slides = deck(build(BRANDS / f"{name}.pptx")).slides
        own = [one for page in slides for one in page.shapes if one.name.startswith(("Table", "Row", "Key Figure"))]
        assert own
        assert min(one.left for one in own) >= (left - 0.01) * 914_400
        assert max(one.left + one.width for one in own) <= (right + 0.01) * 914_400


# --- all brands at hand ----------------------------------------------------------------------------------------------


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["data/brands", "more/brands", "brands"])
def test_every_brand_gives_every_sample_pack_and_no_block_is_lost(folder: str, shared: Path, build: Build) -> None:
    usual = {pack: len(set(slides_of(build(BRANDS / "size-13.33x7.5.pptx", pack)))) for pack in PACKS}
    for brand in sorted((shared / folder).glob("*.p*")):
        for pack in PACKS:
            report = build(brand, pack)
            assert dropped(report) == [], (brand.name, pack)
            assert len(set(slides_of(report))) == usual[pack], (brand.name, pack)


def slides_of(report: Report) -> list[str]:
    return [one.provenance.block for one in report.matched.deck.slides]
