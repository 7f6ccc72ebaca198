"""Slides that a pack makes by itself: a cover, a summary, a divider in the customer's words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader
from typer.testing import CliRunner, Result

from salespack.cli.main import app
from tests.searching import first_fast
from tests.workspaces import BLOCKS, write_workspace

PACK = """\
name: {en: First meeting, fi: Ensitapaaminen}
stage: evaluation
outputs: [deck.pptx, report.pdf]
sections:
  - {slot: cover, make: cover}
  - {slot: summary, make: summary}
  - each: top-values
    count: 2
    slots:
      - {slot: divider, make: divider}
      - {slot: promise, kind: benefit}
      - {slot: proof, kind: experience, optional: true}
"""
COSTS = """\
---
kind: benefit
values: {lower-run-cost: 5}
evidence: {source: Our bills, date: 2026}
---
# Idle machines cost nothing

::: kpis
- **−24 %** of the bill
:::
"""
PROFILE = """\
customer: {name: "O'Neil & Söhne <AG> #1", language: en, logo: logos/oneil.png}
values:
  fewer-outages: {importance: 9, quote: Every outage reaches our nurses., share: yes}
  lower-run-cost: {importance: 8, quote: My boss will never pay for this}
meeting: {date: 2026-12-01}
"""


def walk(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        yield from walk(shape.shapes) if shape.shape_type == 6 else (shape,)


def slides(root: Path) -> list[list[str]]:
    """The texts of each slide of the deck, without footers."""
    (deck,) = root.glob("out/acme/first-meeting/for-you/*.pptx")
    return [
        [
            " ".join(one.text_frame.text.split())
            for one in walk(slide.shapes)
            if one.has_text_frame and one.text_frame.text.strip() and "Lumikko · " not in one.text_frame.text
        ]
        for slide in Presentation(str(deck)).slides
    ]


def build(root: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str] | None = None, *more: str) -> Result:
    written = {"profiles/acme.yaml": PROFILE, "content_blocks/packs/first-meeting.yaml": PACK}
    write_workspace(root, written | (files or {}), blocks=BLOCKS | {"benefits/idle.md": COSTS})
    (root / "profiles/logos").mkdir(exist_ok=True)
    if not (root / "profiles/logos/oneil.png").exists():
        Image.new("RGB", (300, 100), "red").save(root / "profiles/logos/oneil.png")
    monkeypatch.chdir(root)
    return CliRunner().invoke(app, ["build", "acme", *more])


def record(root: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((root / "out/acme/first-meeting/for-you/selection.json").read_text("utf-8"))
    return read


def test_a_cover_a_summary_and_a_divider_come_where_the_pack_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = build(tmp_path, monkeypatch)
    assert done.exit_code == 0, done.output
    cover, summary, divider, calm, proof, costs = slides(tmp_path)
    assert cover[:2] == ["O'Neil & Söhne <AG> #1", "First meeting December 1, 2026 · Lumikko"]
    assert summary[0] == "What matters to you, and our answer"
    assert {"Fewer outages", "Calm nights", "Lower run cost", "Idle machines cost nothing", "−24 % of the bill"} < set(
        summary
    )
    assert any("Our bills, 2026" in text for text in summary), "a figure has its source"
    assert divider[:2] == ["“Every outage reaches our nurses.”", "Fewer outages · O'Neil & Söhne <AG> #1"]
    assert (calm[0], proof[0], costs[0]) == ("Calm nights", "One hour a year", "Idle machines cost nothing")
    slots = record(tmp_path)["slots"]
    assert [(one["slot"], one["value"], one["block"], one.get("made"), one["slides"]) for one in slots] == [
        ("cover", None, None, "cover", 1),
        ("summary", None, None, "summary", 1),
        ("divider", "fewer-outages", None, "divider", 1),
        ("promise", "fewer-outages", "calm-nights", None, 1),
        ("proof", "fewer-outages", "one-hour", None, 1),
        ("divider", "lower-run-cost", None, None, 0),
        ("promise", "lower-run-cost", "idle", None, 1),
        ("proof", "lower-run-cost", None, None, 0),
    ]
    assert slots[5]["reason"] == "no quote of the customer's that may be shown"
    assert "salespack:summary" in done.stdout
    assert "No block for the slot divider" not in done.output
    assert "My boss" not in str(slides(tmp_path))


def test_the_logo_stands_small_where_the_text_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, monkeypatch)
    (file,) = tmp_path.glob("out/acme/first-meeting/for-you/*.pptx")
    deck = Presentation(str(file))
    (logo,) = [one for one in deck.slides[0].shapes if one.shape_type == 13]
    title = deck.slides[0].shapes.title
    assert logo.width * 3 <= deck.slide_width
    assert logo.width == pytest.approx(3 * logo.height, rel=0.01)
    assert abs(logo.left - title.left) < 914_400 // 4
    assert logo._element.nvPicPr.cNvPr.get("descr") == "O'Neil & Söhne <AG> #1"


def test_documents_say_what_customers_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, monkeypatch)
    (report,) = tmp_path.glob("out/acme/first-meeting/for-customer/*In depth.pdf")
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(report).pages).split())
    assert text.count("Every outage reaches our nurses.") == 1
    assert "−24 %" in text


def test_a_summary_says_what_the_deck_answers_where_a_block_turns_out_to_be_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = "---\nkind: benefit\nvalues: {fewer-outages: 5}\n---\n# {{ facts.unheard_of }}\n\n- x\n"
    done = build(tmp_path, monkeypatch, {"content_blocks/benefits/broken.md": broken})
    assert done.exit_code == 0, done.output
    assert "facts.unheard_of" in done.output
    assert {"Fewer outages", "Calm nights"} < set(slides(tmp_path)[1])


@pytest.mark.slow
def test_a_summary_says_the_title_of_an_answer_that_stands_on_two_slides_without_their_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle = COSTS.partition("::: kpis")[0] + "- Machines that nobody needs are turned off by themselves\n" * 30
    build(tmp_path, monkeypatch, {"content_blocks/benefits/idle.md": idle})
    found = slides(tmp_path)
    assert any("Idle machines cost nothing (1/" in text.replace("\u00a0", " ") for page in found for text in page)
    assert "Idle machines cost nothing" in found[1]


@pytest.mark.slow
def test_a_summary_has_the_source_of_the_figure_without_its_sign_and_no_line_on_the_customers_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    costs = COSTS.replace("evidence:", "sources: {deal: {source: Our contract}}\nevidence:")
    costs = costs.replace("of the bill", "of the bill[^evidence], not of the price[^deal]")
    files = {
        "content_blocks/benefits/idle.md": costs + "\n- You pay {{ facts.run_cost | money }}\n",
        "profiles/acme.yaml": PROFILE + "facts: {run_cost: 900000}\nfacts_date: 2026-10\n",
    }
    done = build(tmp_path, monkeypatch, files)
    assert done.exit_code == 0, done.output
    _, summary, *_, costs_slide = slides(tmp_path)
    assert "−24 % of the bill, not of the price" in summary
    assert "Source: Our bills, 2026 Source: Our contract" in " ".join(summary)
    assert not any("Your own figures" in text for text in summary)
    assert "−24 % of the bill¹, not of the price²" in costs_slide
    assert any(text.endswith("Your own figures: O'Neil & Söhne <AG> #1, 10/2026") for text in costs_slide)


def test_one_value_needs_no_summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = PACK.replace("count: 2", "count: 1")
    done = build(tmp_path, monkeypatch, {"content_blocks/packs/first-meeting.yaml": pack}, "--force")
    assert done.exit_code == 0, done.output
    assert [slide[0] for slide in slides(tmp_path)][1] == "“Every outage reaches our nurses.”"
    assert record(tmp_path)["slots"][1]["reason"] == "the deck answers fewer than two values"


def test_a_long_quote_stands_below_its_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "Every outage reaches our nurses, " * 5 + "always."
    profile = PROFILE.replace("Every outage reaches our nurses.", f'"“{said}”"')
    assert build(tmp_path, monkeypatch, {"profiles/acme.yaml": profile}).exit_code == 0
    assert slides(tmp_path)[2][:2] == ["Fewer outages", f"“{said}” – O'Neil & Söhne <AG> #1"]


@pytest.mark.parametrize(
    ("logo", "told"),
    first_fast(
        [
            ("logos/none.png", "SP306 the picture “logos/none.png” is not there"),
            ("../content_blocks/library.yaml", "lies outside the profile's folder"),
            ("/etc/hostname", "is not a path inside the profile's folder"),
            ("acme.yaml", "SP308 the picture “acme.yaml” cannot be read"),
        ]
    ),
)
def test_a_logo_that_cannot_be_shown_is_told_and_stops_no_seller(
    logo: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = build(tmp_path, monkeypatch, {"profiles/acme.yaml": PROFILE.replace("logos/oneil.png", logo)})
    assert done.exit_code == 0, done.output
    assert told in " ".join(done.stderr.split())
    assert slides(tmp_path)[0][0] == "O'Neil & Söhne <AG> #1", "the cover comes without it"


@pytest.mark.parametrize(
    ("section", "told", "hint"),
    [
        (
            "- {slot: cover, make: cover, tag: x}",
            "a slot makes its cover, or takes blocks, not both",
            "leave out kind, tag and take",
        ),
        (
            "- {slot: d, make: divider}",
            "a divider is about one value",
            "write it first among the `slots` of an `each`",
        ),
        (
            "- {each: top-values, slots: [{slot: s, make: summary}]}",
            "a summary is about the whole deck",
            "write it as a section of its own, above `each`",
        ),
        ("- {slot: cover, make: covr}", "covr", "did you mean “cover”?"),
    ],
)
def test_what_a_pack_cannot_make_is_told_at_its_line(
    section: str, told: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = PACK.replace("- {slot: cover, make: cover}", section)
    done = build(tmp_path, monkeypatch, {"content_blocks/packs/first-meeting.yaml": pack})
    said = " ".join(done.stderr.split())
    assert done.exit_code == 1
    assert "content_blocks/packs/first-meeting.yaml:5" in said
    assert told in said
    assert hint in said
