"""The agenda that a pack makes: behind the opening, again before each chapter, or small above each title."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pypdf import PdfReader
from typer.testing import CliRunner, Result

from salespack.cli.main import app
from tests.workspaces import BLOCKS, write_workspace

PACK = """\
name: {en: First meeting, fi: Ensitapaaminen}
stage: evaluation
outputs: [deck.pptx, deck.pdf, report.pdf]
agenda: slide
sections:
  - {slot: opening, kind: frame, tag: opening}
  - {slot: situation, kind: market}
  - each: top-values
    count: 2
    slots:
      - {slot: promise, kind: benefit}
      - {slot: proof, kind: experience, optional: true}
  - {slot: unusual-slot, kind: frame, tag: plan}
"""
MORE = {
    "market/rates.md": "---\nkind: market\nvalues: {fewer-outages: 3}\nminutes: 4\n---\n# Rates rise\n\n- again\n",
    "benefits/idle.md": "---\nkind: benefit\nvalues: {lower-run-cost: 5}\n---\n# Idle machines cost nothing\n\n- none\n",
    "frames/plan.md": "---\nkind: frame\ntags: [plan]\n---\n# How we begin\n\n- soon\n",
}


def build(root: Path, monkeypatch: pytest.MonkeyPatch, pack: str, *more: str) -> Result:
    files = {"content_blocks/packs/first-meeting.yaml": pack}
    write_workspace(root, files, blocks=BLOCKS | MORE)
    monkeypatch.chdir(root)
    return CliRunner().invoke(app, ["build", "acme", *more])


def texts(shapes: Any) -> list[tuple[str, str]]:
    """Names and texts of shapes, out of their groups."""
    found = []
    for shape in shapes:
        if hasattr(shape, "shapes"):
            found += texts(shape.shapes)
        elif shape.has_text_frame and shape.text_frame.text.strip():
            found.append((shape.name.rstrip(" 0123456789"), shape.text_frame.text))
    return found


def slides(root: Path) -> list[list[tuple[str, str]]]:
    (deck,) = root.glob("out/acme/first-meeting/for-you/*.pptx")
    return [texts(slide.shapes) for slide in Presentation(str(deck)).slides]


def titles(root: Path) -> list[str]:
    return [next(text for name, text in slide if name == "Title") for slide in slides(root)]


def topics(slide: list[tuple[str, str]]) -> list[tuple[str, str]]:
    names = [text for name, text in slide if name == "Topic"]
    return list(zip(names, [text for name, text in slide if name == "Minutes"], strict=True))


def test_an_agenda_comes_behind_the_opening_with_its_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = build(tmp_path, monkeypatch, PACK)
    assert done.exit_code == 0, done.output
    assert titles(tmp_path)[:3] == ["What matters to Acme", "What we will talk about", "Rates rise"]
    assert topics(slides(tmp_path)[1]) == [
        ("Situation", "4 min"), ("Fewer outages", "2 min"), ("Lower run cost", "1 min"), ("How we begin", "1 min"),
    ]  # fmt: skip
    record = json.loads((tmp_path / "out/acme/first-meeting/for-you/selection.json").read_text("utf-8"))
    assert [(one["slot"], one.get("made")) for one in record["slots"]][:2] == [("opening", None), ("agenda", "agenda")]
    assert "made by the pack of the chapters of the deck" in done.stdout


def test_it_stands_where_a_slot_makes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = PACK.replace("  - each:", "  - {slot: topics, make: agenda}\n  - each:")
    for written in (pack, pack.replace("agenda: slide\n", "")):
        assert build(tmp_path, monkeypatch, written, "--replace").exit_code == 0
        assert titles(tmp_path)[:3] == ["What matters to Acme", "Rates rise", "What we will talk about"]


def test_it_comes_again_before_each_chapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build(tmp_path, monkeypatch, PACK.replace("slide", "dividers")).exit_code == 0
    agenda = "What we will talk about"
    assert titles(tmp_path) == [
        "What matters to Acme", agenda, agenda, "Rates rise", agenda, "Calm nights", "One hour a year", agenda,
        "Idle machines cost nothing", agenda, "How we begin",
    ]  # fmt: skip
    (deck,) = tmp_path.glob("out/acme/first-meeting/for-you/*.pptx")
    pages = [slide for slide in Presentation(str(deck)).slides if slide.shapes.title.text_frame.text == agenda]
    lit = [
        [
            text.text_frame.text
            for group in page.shapes
            if hasattr(group, "shapes")
            for text in group.shapes
            if text.name.startswith("Topic") and text.text_frame.paragraphs[0].runs[0].font.bold
        ]
        for page in pages
    ]
    assert lit == [[], ["Situation"], ["Fewer outages"], ["Lower run cost"], ["How we begin"]]
    (report,) = tmp_path.glob("out/acme/first-meeting/for-customer/*In depth.pdf")
    said = " ".join(page.extract_text() for page in PdfReader(report).pages)
    assert "(4 min)" not in said, "a document to read has no agenda of the meeting"


def test_chapters_stand_small_above_titles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build(tmp_path, monkeypatch, PACK.replace("slide", "tracker")).exit_code == 0
    found = slides(tmp_path)
    trackers = [[text for name, text in slide if name == "Tracker"] for slide in found]
    names = ["Situation", "Fewer outages", "Lower run cost", "How we begin"]
    assert trackers == [[], [], names, names, names, names, names]
    (deck,) = tmp_path.glob("out/acme/first-meeting/for-you/*.pptx")
    places = set()
    for number, slide in enumerate(Presentation(str(deck)).slides):
        for group in slide.shapes:
            if group.name.startswith("Tracker"):
                places.add((group.left, group.top, group.width, group.height))
                bold = [one.text_frame.text for one in group.shapes if 'b="1"' in one._element.xml]
                assert bold == [names[(0, 1, 1, 2, 3)[number - 2]]]
                assert all('decorative" val="1"' in one._element.xml for one in group.shapes)
                assert group.top + group.height <= slide.shapes.title.top + slide.shapes.title.height
    assert len(places) == 1, "it never moves"
    (shown,) = tmp_path.glob("out/acme/first-meeting/for-customer/*First meeting.pdf")
    assert "Lower run cost" in PdfReader(shown).pages[2].extract_text()


def test_a_short_deck_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = (
        PACK.replace("count: 2", "count: 1")
        .replace("slide", "tracker")
        .replace("tag: plan}", "tag: none, optional: true}")
    )
    done = build(tmp_path, monkeypatch, pack)
    assert done.exit_code == 0, done.output
    assert "What we will talk about" not in titles(tmp_path)
    assert not any(name == "Tracker" for slide in slides(tmp_path) for name, _ in slide)
    record = json.loads((tmp_path / "out/acme/first-meeting/for-you/selection.json").read_text("utf-8"))
    assert record["slots"][1]["reason"] == "the deck has 2 chapters; an agenda names 3 to 7"


def test_a_use_that_is_not_known_is_told_at_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = build(tmp_path, monkeypatch, PACK.replace("slide", "trackr"))
    assert done.exit_code == 1
    assert "first-meeting.yaml:4:9" in done.stderr and "did you mean “tracker”?" in " ".join(done.stderr.split())
