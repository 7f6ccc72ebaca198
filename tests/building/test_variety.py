"""Variety in a built deck: forms and variants that give way to others, and what is told where none can."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from typer.testing import CliRunner

from salespack.cli.main import app
from tests.workspaces import BLOCKS, LIBRARY, write_workspace

SAID = "nothing is lost on the way to the new platform, which runs in your own name, and nobody has to wait for anybody"
CARDS = f"- **Safe**: {SAID}\n- **Soon**: {SAID}\n- **Open**: {SAID}\n"
LIST = "- Nothing is lost on the way\n- It takes twelve weeks\n- It runs in your own name\n"
STEPS = "1. **Choose**: one service\n2. **Move**: it and its data\n3. **Measure**: what is better\n"
QUOTE = "> Every outage reaches our nurses.\n"
TABLE = "| Service | Owner |\n| --- | --- |\n| Mail | Ann |\n| Web | Bo |\n"


def built(
    root: Path, monkeypatch: pytest.MonkeyPatch, *bodies: str, front: str = "", forms: str = "inferred"
) -> tuple[dict[str, Any], str, list[set[str]]]:
    """What the record says of forms, the line of the summary, and the names of what stands on each slide of a deck
    that is a title and a slide for each of these bodies."""
    slides = "\n".join(f"# Slide {number}\n\n{body}" for number, body in enumerate(bodies, 2))
    block = f"---\nkind: benefit\nvalues: {{fewer-outages: 5}}\n{front}---\n{slides}"
    opening = {"frames/opening.md": BLOCKS["frames/opening.md"], "benefits/calm-nights.md": block}
    write_workspace(root, {"content_blocks/library.yaml": f"{LIBRARY}forms: {forms}\n"}, blocks=opening)
    monkeypatch.chdir(root)
    done = CliRunner().invoke(app, ["build", "acme"])
    assert done.exit_code == 0, done.output
    folder = root / "out/acme/first-meeting/for-you"
    record = json.loads((folder / "selection.json").read_text("utf-8"))["forms"]
    line = next(one.strip() for one in done.stdout.splitlines() if one.strip().startswith("forms: "))
    pages = Presentation(str(folder / "Acme - First meeting.pptx")).slides
    names = [{shape.name.rpartition(" ")[0] for shape in page.shapes} for page in pages]
    return record, line, names[1:]


def test_a_third_list_running_stands_in_rows_and_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record, line, names = built(tmp_path, monkeypatch, LIST, STEPS, LIST, LIST, STEPS, QUOTE, STEPS)
    assert record["slides"] == ["list", "steps", "list", "cards", "steps", "quote", "steps"]
    assert record["unmet"] == [] and line == "forms: 4 in 7 slides, plain lists 29%"
    assert "Card" in names[3] and "Card" not in names[2]
    page = Presentation(str(tmp_path / "out/acme/first-meeting/for-you/Acme - First meeting.pptx")).slides[4]
    said = [text.text for text in page.element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t")]
    assert said[:4] == ["Slide 5", *(one[2:] for one in LIST.splitlines())]


def test_a_form_that_comes_three_times_is_drawn_in_two_ways_and_that_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, line, names = built(tmp_path, monkeypatch, STEPS, CARDS, CARDS, CARDS, STEPS)
    assert record["slides"] == ["steps", "cards", "cards", "cards", "steps"]
    assert record["unmet"] == [{"rule": "running", "slides": [3, 4, 5], "why": "texts"}]
    assert line.endswith("slides 3–5 are all cards, drawn in more than one way: their texts allow no other form")
    assert all("Card" in found for found in names[1:4])
    slides = Presentation(str(tmp_path / "out/acme/first-meeting/for-you/Acme - First meeting.pptx")).slides
    lefts = [len({shape.left for shape in page.shapes if shape.name.startswith("Card")}) for page in slides]
    assert lefts == [0, 0, 3, 3, 1, 0], "the third stands in rows"


def test_what_shows_nothing_is_told_with_its_slides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record, line, _ = built(tmp_path, monkeypatch, STEPS, LIST, TABLE, QUOTE, CARDS, STEPS)
    assert record["unmet"] == [{"rule": "visual", "slides": [3, 4, 5, 6], "why": "texts"}]
    assert line.endswith("; slides 3–6 show nothing but text and tables: their texts allow no other form")


@pytest.mark.parametrize("front", ["form: fixed\n", "form: list\n"])
def test_forms_that_are_written_stay(front: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record, line, _ = built(tmp_path, monkeypatch, LIST, LIST, LIST, front=front)
    assert record["slides"] == ["list"] * 3
    assert record["unmet"] == [
        {"rule": "running", "slides": [2, 3, 4], "why": "written"},
        {"rule": "plain", "slides": [2, 3, 4], "why": "written"},
    ]
    assert line == (
        "forms: 1 in 3 slides, plain lists 100%; slides 2–4 are all list: their forms are written; "
        "slides 2, 3, 4 are plain lists: their forms are written"
    )


def test_a_fence_decides_about_the_form_and_fixed_about_its_variant_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fenced = f"::: cards\n{CARDS}:::\n"
    for folder, front, ways in (("fence", "", [3, 3, 1]), ("fixed", "form: fixed\n", [3, 3, 3])):
        (tmp_path / folder).mkdir()
        record, _, _ = built(tmp_path / folder, monkeypatch, fenced, fenced, fenced, front=front)
        assert record["unmet"][0] == {"rule": "running", "slides": [2, 3, 4], "why": "written"}
        slides = Presentation(
            str(tmp_path / folder / "out/acme/first-meeting/for-you/Acme - First meeting.pptx")
        ).slides
        lefts = [len({shape.left for shape in page.shapes if shape.name.startswith("Card")}) for page in slides]
        assert lefts[1:] == ways


def test_nothing_is_varied_or_told_where_the_library_keeps_what_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, line, names = built(tmp_path, monkeypatch, LIST, LIST, LIST, forms="written")
    assert record == {"slides": ["list"] * 3, "different": 1, "plain_lists": 1.0, "unmet": []}
    assert line == "forms: 1 in 3 slides, plain lists 100%"
    assert all("Card" not in found for found in names)
