"""`salespack init`: a workspace that builds at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from pptx import Presentation

from tests.powerpoint.packages import write_zip

pytestmark = pytest.mark.slow


def run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "SALESPACK_LIBRARY"}
    return subprocess.run(
        [sys.executable, "-m", "salespack", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", cwd=cwd, env=environment, check=False,
    )  # fmt: skip


def titles(deck: Path) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in Presentation(str(deck)).slides]


def test_a_new_workspace_builds_at_once_without_a_word_on_stderr(tmp_path: Path) -> None:
    made = run("init", "our-sales", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.splitlines() == [
        "wrote 28 files into our-sales", "Next:", "  cd our-sales", "  salespack build example-customer",
        "  salespack match example-customer --explain",
    ]  # fmt: skip
    folder = tmp_path / "our-sales"
    built = run("build", "example-customer", cwd=folder)
    assert (built.returncode, built.stderr) == (0, "")
    out = folder / "out/example-customer/first-meeting"
    assert titles(out / "for-you/Example Customer - First meeting.pptx")[0] == "Example Customer: what matters to you"
    assert sorted(path.name for path in (out / "for-customer").iterdir()) == [
        "Example Customer - First meeting.pdf", "Example Customer - Mail.eml", "Example Customer - One-pager.pdf",
    ]  # fmt: skip
    assert (folder / ".gitignore").read_text(encoding="utf-8").startswith("out/\n")
    assert "* text=auto eol=lf\n" in (folder / ".gitattributes").read_text(encoding="utf-8")


@pytest.mark.parametrize("company", ["O'Neil & Söhne <AG> #1: x", 'Said "so" \\ {{ x }}', "- no", "会社"])
def test_the_companys_name_stands_in_the_settings_whatever_it_is(tmp_path: Path, company: str) -> None:
    assert run("init", tmp_path / "ours", "--company", company, cwd=tmp_path).returncode == 0
    settings = yaml.safe_load((tmp_path / "ours/content_blocks/library.yaml").read_text(encoding="utf-8"))
    assert settings["company"]["name"] == company
    assert run("match", "example-customer", cwd=tmp_path / "ours").returncode == 0


def test_a_folder_that_holds_something_is_left_alone_but_hidden_files_may_be_there(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert run("init", ".", cwd=tmp_path).returncode == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    again = run("init", ".", cwd=tmp_path)
    assert again.returncode == 2
    assert (
        again.stderr
        == ".: SP806 is not empty: it holds README.md and 3 more (name a new folder; nothing was written)\n"
    )
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    file = run("init", "README.md", cwd=tmp_path)
    assert (file.returncode, file.stderr) == (2, "README.md: SP806 is a file, not a folder (name a new folder)\n")


def test_a_deck_becomes_the_brand_and_draft_blocks(tmp_path: Path) -> None:
    deck = Presentation()
    for title in ("We answer at night", "What an hour costs"):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "The customer and the team look at the bill and the report together for a week"
    deck.save(str(tmp_path / "Sales deck.pptx"))
    made = run("init", "ours", "--from-deck", "Sales deck.pptx", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    assert "made 2 draft blocks of Sales deck.pptx (en)" in made.stdout
    said = " ".join(made.stdout.split())
    assert "What they say again and again: value?" not in said  # two slides say nothing twice
    assert '--all-from "Sales deck.pptx" --by NAME' in said
    drafts = sorted(path.name for path in (tmp_path / "ours/content_blocks/imported").rglob("*.md"))
    assert drafts == ["we-answer-at-night.md", "what-an-hour-costs.md"]
    built = run("build", "example-customer", cwd=tmp_path / "ours")
    assert built.returncode == 0, built.stderr
    written = Presentation(
        str(tmp_path / "ours/out/example-customer/first-meeting/for-you/Example Customer - First meeting.pptx")
    )
    assert (written.slide_width, len(written.slide_layouts)) == (deck.slide_width, len(deck.slide_layouts))


def test_a_deck_in_a_language_of_its_own_declares_it(tmp_path: Path, shared: Path) -> None:
    made = run("init", "ours", "--from-deck", shared / "data/decks/openchain-overview-de.pptx", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    settings = yaml.safe_load((tmp_path / "ours/content_blocks/library.yaml").read_text(encoding="utf-8"))
    assert settings["languages"] == ["en", "de"]


def test_a_deck_that_cannot_be_read_is_told_before_anything_is_written(tmp_path: Path) -> None:
    write_zip(tmp_path / "broken.pptx", {"nothing.xml": "<a/>"})
    made = run("init", "ours", "--from-deck", "broken.pptx", cwd=tmp_path)
    assert made.returncode == 1
    assert made.stderr.startswith("broken.pptx: SP506 ")
    assert not (tmp_path / "ours").exists()


def test_a_folder_that_cannot_be_written_gets_one_clear_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    made = run("init", "file/below", cwd=tmp_path)
    assert made.returncode == 1
    assert made.stderr.startswith("file: SP702 the workspace cannot be written: it is a file, not a folder")


def test_a_new_workspace_has_no_problems(tmp_path: Path) -> None:
    run("init", "our-sales", cwd=tmp_path)
    checked = run("check", "--warnings-as-errors", cwd=tmp_path / "our-sales")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.startswith("no problems in ")
