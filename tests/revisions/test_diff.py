"""`salespack diff`: what differs between two decks, with what was and what is."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Emu

from salespack.revisions.deck_origin import is_id
from tests.cli.test_commands import salespack

pytestmark = pytest.mark.slow


def slide_of(deck: Any, title: str, *points: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = title
    slide.placeholders[1].text = "\n".join(points)
    return slide


def figures(*values: float) -> Any:
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["Before", "After"]
    data.add_series("Outages", values)
    return data


@pytest.fixture
def first(tmp_path: Path) -> Path:
    deck = Presentation()
    slide_of(deck, "What we heard", "Nights are long", "Days are short")
    prices = slide_of(deck, "Prices *today*", "See the table")
    table = prices.shapes.add_table(2, 2, Emu(0), Emu(0), Emu(900_000), Emu(900_000)).table
    table.cell(1, 1).text = "1,200"
    chart = slide_of(deck, "Outages", "They fell")
    chart.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Emu(900_000), Emu(900_000), figures(7, 2))
    slide_of(deck, "Thank you", "Call us")
    deck.slides.add_slide(deck.slide_layouts[6])
    deck.save(str(tmp_path / "first.pptx"))
    return tmp_path / "first.pptx"


@pytest.fixture
def second(first: Path) -> Path:
    deck = Presentation(str(first))
    heard, prices, chart = list(deck.slides)[:3]
    heard.placeholders[1].text_frame.paragraphs[1].runs[0].text = "Days are shorter"
    tables = [shape for shape in prices.shapes if shape.has_table]
    tables[0].table.cell(1, 1).text = "1,350"
    charts = [shape for shape in chart.shapes if shape.has_chart]
    charts[0].chart.replace_data(figures(7, 3))
    slide_of(deck, "What comes <next>", "A pilot in May")
    ids = deck.slides._sldIdLst
    deck.part.drop_rel(ids[3].rId)
    ids.remove(ids[3])
    deck.save(str(first.parent / "second.pptx"))
    return first.parent / "second.pptx"


def test_what_differs_is_told_with_what_it_was(first: Path, second: Path) -> None:
    found = salespack(first.parent, "diff", "first.pptx", "second.pptx")
    assert found.returncode == 1, found.stderr
    assert found.stdout.splitlines() == [
        "first.pptx → second.pptx: of 5 slides 3 changed, 1 added, 1 deleted",
        "slide 1 “What we heard”",
        "    Content Placeholder 2: text changed (“Days are [short → shorter]”)",
        "slide 2 “Prices *today*”",
        "    Table 3: cell changed (row 2, column 2: 1,200 → 1,350)",
        "slide 3 “Outages”",
        "    Chart 3: chart values changed (Outages, After: 2 → 3)",
        "slide 4: deleted “Thank you”",
        "slide 5: added “What comes <next>”",
    ]


def test_markdown_holds_no_markup_of_the_decks_and_json_all_of_it(first: Path, second: Path) -> None:
    told = salespack(first.parent, "diff", "first.pptx", "second.pptx", "--format", "markdown").stdout
    assert "- **slide 2** Prices \\*today\\*\n" in told
    assert "- **slide 5: added** What comes \\<next\\>\n" in told
    data = json.loads(salespack(first.parent, "diff", "first.pptx", "second.pptx", "--json").stdout)
    assert [(one["before"], one["after"]) for one in data["slides"]] == [(1, 1), (2, 2), (3, 3), (4, 0), (0, 5)]
    [edit] = data["slides"][0]["edits"]
    assert (edit["kind"], edit["shape"]) == ("text changed", "Content Placeholder 2")
    [change] = edit["changes"]
    assert (change["before"], change["after"]) == ("Days are short", "Days are shorter")
    assert [(one["mark"], one["text"]) for one in change["words"]] == [
        ("", "Days are "), ("removed", "short"), ("added", "shorter"),
    ]  # fmt: skip
    assert edit["box_before"] == edit["box_after"]
    told = salespack(first.parent, "diff", "first.pptx", "second.pptx", "--format", "markdown").stdout
    assert "text changed: Days are <del>short</del> <ins>shorter</ins>\n" in told


def test_a_deck_is_the_same_as_itself_saved_again(first: Path) -> None:
    Presentation(str(first)).save(str(first.parent / "again.pptx"))
    found = salespack(first.parent, "diff", "first.pptx", "again.pptx")
    assert (found.returncode, found.stdout) == (0, "first.pptx and again.pptx are the same: 5 slides\n")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no deck", "ei esitys".encode("utf-16")])
def test_what_cannot_be_read_is_told(first: Path, content: bytes) -> None:
    (first.parent / "O'Neil & Söhne <AG> #1.pptx").write_bytes(content)
    found = salespack(first.parent, "diff", "first.pptx", "O'Neil & Söhne <AG> #1.pptx")
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith("O'Neil & Söhne <AG> #1.pptx: SP50")


def test_the_page_shows_both_decks_with_what_differs_framed_and_nothing_that_runs(first: Path, second: Path) -> None:
    deck = Presentation(str(second))
    deck.slides[0].shapes.title.text = "<script>alert(1)</script>"
    deck.save(str(second))
    found = salespack(first.parent, "diff", "first.pptx", "second.pptx", "--html", "changes.html")
    assert (found.returncode, found.stdout.splitlines()[-1]) == (1, "wrote changes.html")
    page = (first.parent / "changes.html").read_text(encoding="utf-8")
    assert page.count("data:image/webp;base64,") == 8  # three pairs, one slide that is gone, one that is new
    assert "Days are <del>short</del> <ins>shorter</ins>" in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert re.search(
        r'<span class="changed" style="left:[\d.]+%;top:[\d.]+%;width:[\d.]+%;height:[\d.]+%"><b>1</b>', page
    )
    again = salespack(first.parent, "diff", "first.pptx", "second.pptx", "--html", "changes.html")
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr == "changes.html: SP802 is there already (name another with --html, or add --replace)\n"
    assert (
        salespack(first.parent, "diff", "first.pptx", "first.pptx", "--html", "changes.html", "--replace").returncode
        == 0
    )
    assert "No differences." in (first.parent / "changes.html").read_text(encoding="utf-8")
    other = salespack(first.parent, "diff", "first.pptx", "second.pptx", "--html", "first.pptx", "--replace")
    assert "SP801 first.pptx would be a page of another name (name it NAME.html)" in other.stderr


def test_a_deck_is_compared_with_what_would_be_built_now(tmp_path: Path) -> None:
    assert salespack(tmp_path, "init", "ws").returncode == 0
    here, day = tmp_path / "ws", ("--on", "2026-12-01")
    assert (
        salespack(here, "build", "example-customer", *day, "--only", "deck.pptx", "--only", "handout.pptx").returncode
        == 0
    )
    [deck], [handout] = here.glob("out/*/*/for-you/*.pptx"), here.glob("out/*/*/for-customer/*.pptx")
    kept = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    same = salespack(here, "diff", str(deck), *day)
    assert (same.returncode, "are the same" in same.stdout) == (0, True), same.stdout
    block = here / "content_blocks/benefits/work-goes-on.md"
    text = block.read_text(encoding="utf-8")
    block.write_text(text.replace("\n# ", "\n# Newly said: ", 1), encoding="utf-8")
    for path in (deck, handout):
        found = salespack(here, "diff", str(path), *day)
        assert found.returncode == 1, found.stderr
        assert re.search(r"title: retitled \(“\[\+ Newly said:\] ", found.stdout), found.stdout
    block.write_text(text, encoding="utf-8")
    assert {path: path.read_bytes() for path in here.rglob("*") if path.is_file()} == kept


def test_a_deck_of_no_build_names_what_it_lacks(first: Path) -> None:
    found = salespack(first.parent, "diff", "first.pptx")
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == (
        "first.pptx: SP801 says nothing of what it was built for, and no record of a build does "
        "(name its profile with --profile, or a second deck)\n"
    )
    both = salespack(first.parent, "diff", "first.pptx", "first.pptx", "--pack", "first-meeting")
    assert (both.returncode, both.stdout) == (2, "")
    assert "SP801 --profile, --pack, --language and --on are for what would be built now" in both.stderr


def test_what_would_be_refused_is_compared_all_the_same_and_nothing_is_recorded(tmp_path: Path) -> None:
    assert salespack(tmp_path, "init", "ws").returncode == 0
    here, day = tmp_path / "ws", ("--on", "2026-12-01")
    assert salespack(here, "build", "example-customer", *day, "--only", "deck.pptx").returncode == 0
    [deck] = here.glob("out/*/*/for-you/*.pptx")
    for block in here.glob("content_blocks/*/*.md"):
        if block.parent.name != "frames":
            block.unlink()
    kept = {path for path in here.rglob("*") if path.is_file()}
    found = salespack(here, "diff", str(deck), *day)
    assert found.returncode == 1, found.stderr
    assert found.stdout.splitlines()[-1].startswith("Without --force it would not be built: ")
    assert {path for path in here.rglob("*") if path.is_file()} == kept


def test_a_deck_that_is_open_is_compared_as_it_was_saved(first: Path, second: Path) -> None:
    (first.parent / "~$second.pptx").touch()
    found = salespack(first.parent, "diff", "first.pptx", "second.pptx")
    assert found.stdout.splitlines()[-1] == (
        "second.pptx is open in an office program: what is not saved there is not compared"
    )
    assert "is open" not in salespack(first.parent, "diff", "first.pptx", "second.pptx", "--json").stdout


@pytest.mark.parametrize("named", ["../secret.yaml", "/etc/passwd", "..", "C:\\x", "secret.yaml", " "])
def test_a_deck_names_no_file_to_be_read(named: str) -> None:
    """Anybody may have written what a deck says of itself."""
    assert not is_id(named)
    assert is_id("O'Neil & Söhne AG #1")


def test_a_cell_or_row_that_changed_is_framed_and_sizes_that_differ_a_little_are_told_apart(tmp_path: Path) -> None:
    deck = Presentation()
    slide = slide_of(deck, "Prices", "See the table")
    frame = slide.shapes.add_table(2, 2, Emu(100_000), Emu(200_000), Emu(900_000), Emu(800_000))
    for number, text in enumerate(("Size", "Price", "Large", "1,200")):
        frame.table.cell(number // 2, number % 2).text = text
    frame.table.columns[0].width, frame.table.columns[1].width = Emu(300_000), Emu(600_000)
    box = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Emu(0), Emu(0), Emu(2_484_000), Emu(660_000))
    box.text_frame.text = "Valid until Friday"
    deck.save(str(tmp_path / "a.pptx"))
    frame.table.cell(1, 1).text = "1,350"
    row = copy.deepcopy(frame.table._tbl.tr_lst[1])
    frame.table._tbl.tr_lst[1].addnext(row)
    row.tc_lst[0].txBody.p_lst[0].r_lst[0].text = "Huge"
    box.width = Emu(2_490_000)
    deck.save(str(tmp_path / "b.pptx"))
    (found,) = json.loads(salespack(tmp_path, "diff", "a.pptx", "b.pptx", "--json").stdout)["slides"]
    cell, added = [one for one in found["edits"] if one["kind"] in ("cell changed", "row added")]
    assert cell["box_after"]["x"] == 400_000 and cell["box_after"]["cx"] == 600_000
    assert cell["box_after"] == cell["box_before"]
    assert (added["box_after"]["cx"], added["box_after"]["cy"]) == (900_000, round(800_000 / 3))
    (size,) = [one["detail"] for one in found["edits"] if one["kind"] == "resized"]
    assert size == "6.90 × 1.83 cm → 6.92 × 1.83 cm"
