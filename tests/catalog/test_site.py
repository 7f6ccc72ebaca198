"""The folder of a catalog: what is in it, what is not, and what a second run does."""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from typer.testing import CliRunner

from salespack.catalog.cards import places_of
from salespack.catalog.site import ASSETS
from salespack.catalog.theme import theme_css
from salespack.cli.main import app
from salespack.graphics.colours import contrast
from salespack.library.index import open_library
from salespack.problems.problem import UsageFault
from tests.catalog.libraries import HOSTILE, catalog_of, data_in, library_in
from tests.workspaces import write_workspace


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return library_in(tmp_path_factory.mktemp("workspace"))


@pytest.fixture(scope="module")
def catalog(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "catalog"
    report = catalog_of(library, folder)
    assert report.page == folder / "index.html"
    return folder


def test_the_page_loads_only_files_that_are_there(catalog: Path) -> None:
    loaded: list[str] = []

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            loaded.extend(value for name, value in attrs if name in ("src", "href") and value)

    Links().feed((catalog / "index.html").read_text(encoding="utf-8"))
    assert len(loaded) > 8
    assert all((catalog / name).is_file() for name in loaded)
    assert "assets/vendor/stemmer-fi.js" in loaded
    assert not (catalog / "assets/vendor/stemmer-sv.js").exists()


def test_every_block_is_there_with_how_it_stands(catalog: Path) -> None:
    blocks = {block["id"]: block for block in data_in(catalog, "catalog")["blocks"]}
    assert len(blocks) == 12
    assert {name: block["freshness"] for name, block in blocks.items() if block["freshness"] != "valid"} == {
        "cheaper": "expiring",
        "old": "expired",
    }
    assert {name for name, block in blocks.items() if block.get("usable")} == {
        "opening", "calm-nights", "cheaper", "markup", "one-hour", "two-hours", "twin-one", "twin-two",
    }  # fmt: skip
    assert blocks["broken"]["state"] == "broken"
    assert blocks["draft"]["state"] == "draft"
    assert blocks["cheaper"]["suits"] == {"roles": ["finance"], "stages": ["decision"]}
    assert blocks["cheaper"]["languages"]["fi"]["outdated"] is True
    assert blocks["calm-nights"]["places"] == ["first-meeting/promise"]
    assert "places" not in blocks["markup"]


def test_details_have_slides_notes_evidence_and_problems(catalog: Path) -> None:
    details = data_in(catalog, "details-0")
    cheaper = details["cheaper"]
    assert cheaper["evidence"] == {
        "source": "A study", "url": "https://study.example/x", "date": "2025-03-01", "sample": "12 customers",
    }  # fmt: skip
    assert cheaper["languages"]["en"]["slides"] == [
        {"title": "Cheaper to run", "lines": ["• Costs fall"], "notes": ["Say how."], "seller": ["Ask for the bill."]}
    ]
    assert details["twin-one"]["near"] == ["twin-two"]
    assert "no-such-value" in details["broken"]["problems"][0]
    assert "nobody" in details["undefined"]["languages"]["en"]["problems"][0]
    assert "Your customer" in details["calm-nights"]["languages"]["en"]["slides"][0]["lines"][0]


def test_no_customer_of_the_profiles_is_in_it(catalog: Path) -> None:
    texts = [path.read_bytes() for path in catalog.rglob("*") if path.is_file()]
    assert len(texts) > 10
    assert not any(b"Acme" in text for text in texts)


def test_text_cannot_end_the_script_that_holds_it(catalog: Path) -> None:
    for path in (catalog / "data").iterdir():
        text = path.read_text(encoding="utf-8")
        assert "<" not in text
        assert "\u2028" not in text
    assert HOSTILE in data_in(catalog, "details-0")["markup"]["languages"]["en"]["slides"][0]["lines"][0]


def test_what_cannot_be_shown_is_told(library: Path, tmp_path: Path) -> None:
    [problem] = catalog_of(library, tmp_path / "catalog").problems
    assert (problem.code, problem.message.split(" ")[0]) == ("SP873", "2")


@pytest.mark.slow
def test_a_second_run_draws_only_what_changed_and_drops_what_is_gone(tmp_path: Path, cache: Path) -> None:
    library, folder = library_in(tmp_path), tmp_path / "catalog"
    for name in ("news/draft.md", "news/old.md", "benefits/cheaper.md", "benefits/cheaper.fi.md"):
        (library / name).unlink()
    first = catalog_of(library, folder, cache=cache, pictures=True)
    pictures = {path.name for path in (folder / "pictures").iterdir()}
    assert first.drawn == first.slides == len(pictures) // 2
    with Image.open(folder / "pictures" / min(pictures)) as large:
        assert (large.format, large.size) == ("WEBP", (960, 540))
    assert catalog_of(library, folder, cache=cache, pictures=True).drawn == 0
    text = (library / "experiences/one-hour.md").read_text(encoding="utf-8")
    (library / "experiences/one-hour.md").write_text(f"{text}\n::: notes\nNot seen.\n:::\n", encoding="utf-8")
    assert catalog_of(library, folder, cache=cache, pictures=True).drawn == 0
    (library / "experiences/one-hour.md").write_text(text.replace("it held", "it held well"), encoding="utf-8")
    (library / "experiences/two-hours.md").unlink()
    assert catalog_of(library, folder, cache=cache, pictures=True).drawn == 1
    now = {path.name for path in (folder / "pictures").iterdir()}
    assert len(pictures - now) == 4
    assert len(now - pictures) == 2


def test_a_repair_may_stand_where_a_promise_would(library: Path) -> None:
    read = open_library(library, None)
    repair = msgspec.structs.replace(read.blocks["calm-nights"], kind="dialogue", tags=("repair",))
    assert list(places_of(repair, read)) == ["first-meeting/promise"]
    assert list(places_of(msgspec.structs.replace(repair, tags=()), read)) == []


def test_a_library_without_brand_or_blocks_has_a_catalog(tmp_path: Path) -> None:
    library = write_workspace(tmp_path, blocks={})
    assert catalog_of(library, tmp_path / "empty", pictures=True).blocks == 0
    library = write_workspace(tmp_path)
    (library / "brand" / "lumikko.pptx").unlink()
    report = catalog_of(library, tmp_path / "plain", pictures=True)
    assert [problem.code for problem in report.problems] == ["SP521"]
    assert (report.slides, report.drawn) == (4, 0)


def test_other_files_are_never_mixed_with(library: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(UsageFault) as fault:
        catalog_of(library, tmp_path)
    assert fault.value.problems[0].code == "SP871"
    with pytest.raises(UsageFault) as fault:
        catalog_of(library, library / "catalog")
    assert fault.value.problems[0].code == "SP872"


def test_the_command_says_what_it_wrote(library: Path, tmp_path: Path) -> None:
    folder = tmp_path / "catalog"
    result = CliRunner().invoke(
        app, ["library", "catalog", str(folder), "--library", str(library), "--no-pictures", "--on", "2026-11-21"]
    )
    assert result.exit_code == 0
    assert "12 blocks" in result.stdout
    assert (folder / "index.html").is_file()


def test_vendored_files_are_those_that_were_vendored() -> None:
    folder = ASSETS / "vendor"
    sums = {name: digest for digest, name in map(str.split, (folder / "SHA256SUMS").read_text().splitlines())}
    assert set(sums) == {path.name for path in folder.iterdir()} - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("accent", ["FFEE00", "FFFFFF", "000000", "0B6E82", "FF0066"])
def test_every_brand_gives_colours_that_can_be_read(accent: str) -> None:
    css = theme_css(dict.fromkeys(("dk1", "dk2", "accent1", "accent5"), accent))
    themes = [dict(re.findall(r"--([a-z0-9-]+):#([0-9A-F]{6});", rule)) for rule in css.splitlines()]
    assert len(themes) == 5
    for theme in themes:
        for ink in ("ink", "muted", "accent", "warn"):
            for ground in ("paper", "card", "tint") if ink in ("ink", "accent") else ("paper", "card"):
                assert contrast(theme[ink], theme[ground]) >= 4.5, (ink, ground, theme)
        for level in range(1, 6):
            assert contrast(theme[f"heat-{level}"], theme[f"on-heat-{level}"]) >= 4.5
        assert contrast(theme["edge"], theme["card"]) >= 3
