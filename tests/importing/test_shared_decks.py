"""The import on decks that others made: every one comes in, three languages pair, nothing changes the second time."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from tests.importing.decks import actions, change_deck, contents, imported, library_at
from tests.limits import at_most

pytestmark = pytest.mark.shared
BLOCKS = {
    "cloudevents-federation": 19,
    "cloudevents-pagination": 7,
    "finos-compliance": 2,
    "openchain-overview-de": 12,
    "openchain-overview-en": 12,
    "openchain-overview-ja": 12,
}
LANGUAGES = ("en", "de", "ja")


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_each_deck_becomes_blocks_that_load(shared: Path, tmp_path: Path, name: str) -> None:
    report = imported(tmp_path, shared / "data/decks" / f"{name}.pptx", add=["de", "ja"])
    assert report.problems == ()
    assert [action for action, _ in actions(report)] == ["new"] * BLOCKS[name]
    library = library_at(tmp_path)
    new = [block for block in library.blocks.values() if block.state == "draft"]
    assert len(new) == BLOCKS[name]
    assert not [problem for block in new for problem in block.problems]
    expected = name[-2:] if name[-2:] in LANGUAGES else "en"
    assert {language for block in new for language in block.bodies} == {expected}


def test_what_is_written_refers_to_the_slide_in_the_stored_deck(shared: Path, tmp_path: Path) -> None:
    imported(tmp_path, *sorted((shared / "data/decks").glob("*.pptx")), add=["de", "ja"], answer=True)
    checked = 0
    for block in library_at(tmp_path).blocks.values():
        for body in block.bodies.values():
            if body.slides is not None:
                stored = Path(body.file).parent / body.slides.file
                assert body.slides.slide in {slide.slide_id for slide in Presentation(str(stored)).slides}
                checked += 1
    assert checked == sum(BLOCKS.values())


def test_three_languages_pair_and_the_second_time_changes_no_byte(shared: Path, tmp_path: Path) -> None:
    files = [shared / "data/decks" / f"openchain-overview-{language}.pptx" for language in ("ja", "de", "en")]
    report = imported(tmp_path, *files, add=["de", "ja"], answer=True)
    assert [len(question.candidates) for question in report.questions] == [12, 12]
    found = [block for block in library_at(tmp_path).blocks.values() if block.state == "draft"]
    assert [sorted(block.bodies) for block in found] == [["de", "en", "ja"]] * 12
    assert not any(block.broken_bodies for block in found)
    positions = {row.block: row.position for deck in report.decks for row in deck.rows if deck.language == "en"}
    assert len(positions) == 12
    for deck in report.decks:  # the slides of these decks stand in the same order in all languages
        assert all(positions[row.block] == row.position for row in deck.rows)
    before = contents(tmp_path)
    again = imported(tmp_path, *files)
    assert (again.written, again.problems, again.questions) == ((), (), ())
    assert contents(tmp_path) == before


def test_ids_are_not_needed_to_pair(shared: Path, tmp_path: Path) -> None:
    def renumber(presentation: Any) -> None:
        for number, slide in enumerate(presentation.slides._sldIdLst):
            slide.set("id", str(3000 + number))

    german = change_deck(shared / "data/decks/openchain-overview-de.pptx", renumber, tmp_path / "de.pptx")
    report = imported(tmp_path, shared / "data/decks/openchain-overview-en.pptx", german, add=["de"], answer=True)
    assert [action for action, _ in actions(report)[12:]] == ["translation"] * 12


def test_a_moved_and_retitled_slide_keeps_its_block(shared: Path, tmp_path: Path) -> None:
    file = tmp_path / "openchain-overview-en.pptx"
    shutil.copyfile(shared / "data/decks/openchain-overview-en.pptx", file)
    names = {row.slides[0]: row.block for row in imported(tmp_path, file).decks[0].rows}

    def change(presentation: Any) -> None:
        slides = presentation.slides._sldIdLst
        moved = slides[5]
        slides.remove(moved)
        slides.insert(0, moved)
        presentation.slides[0].shapes.title.text = "How to conform"

    change_deck(file, change)
    rows = imported(tmp_path, file).decks[0].rows
    assert {row.slides[0]: row.block for row in rows} == names
    assert [(row.block, row.position) for row in rows if row.action.value == "changed"] == [("path-to-conformance", 1)]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("corrupt-fuzzed.pptx", "SP504"),
        ("encrypted-password-tika.pptx", "SP502"),
        ("no-layouts-in-first-master.pptx", "SP851"),
        ("unrecognized-shape.pptx", ""),
    ],
)
def test_odd_files_work_or_give_one_problem(shared: Path, tmp_path: Path, name: str, code: str) -> None:
    report = imported(tmp_path, shared / "data/odd" / name)
    assert [problem.code for problem in report.problems] == ([code] if code else [])
    assert len(actions(report)) == (0 if code else 3)


def test_brand_files_are_read_too(shared: Path, tmp_path: Path) -> None:
    files = sorted((shared / "data/brands").iterdir())
    assert len(files) == 11
    report = imported(tmp_path, *files, add=["pt", "ja"], answer=True)
    doubtful = [problem for problem in report.problems if problem.code != "SP851"]
    assert [(one.code, Path(one.place.file).name) for one in doubtful if one.place] == [
        ("SP857", "openchain-case-study-ja.pptx")  # half of its letters are Latin, in English sentences
    ]
    assert len(report.problems) + len(report.decks) == 11


def test_three_hundred_slides_take_seconds(shared: Path, tmp_path: Path) -> None:
    def grow(presentation: Any) -> None:
        layout = presentation.slide_layouts[1]
        while len(presentation.slides._sldIdLst) < 300:
            number = len(presentation.slides._sldIdLst)
            slide = presentation.slides.add_slide(layout)
            slide.shapes.title.text = f"What number {number} says about {number * 7919 % 1009} things"
            slide.placeholders[1].text = "\n".join(f"Line {line} of {number}: {number * line}" for line in range(8))

    file = change_deck(shared / "data/decks/cloudevents-federation.pptx", grow, tmp_path / "large.pptx")
    with at_most(10):
        report = imported(tmp_path, file, answer=False)
    assert len(actions(report)) == 300
