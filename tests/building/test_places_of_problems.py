"""A problem is told at the line that says what is wrong: of a profile, of a block, or of its folder's defaults."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from salespack.cli.main import app
from tests.assembly.designed_decks import box, deck_of
from tests.workspaces import BLOCKS, PROFILE, write_workspace

BLOCK, DEFAULTS = "content_blocks/news/tried.md", "content_blocks/news/_defaults.yaml"


def run(root: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], command: str) -> Result:
    write_workspace(root, files, blocks=BLOCKS)
    (root / "content_blocks/slides").mkdir()
    (root / "content_blocks/slides/d.pptx").write_bytes(deck_of(lambda slide: box(slide, "Words")))
    monkeypatch.chdir(root)
    return CliRunner().invoke(app, command.split())


@pytest.mark.parametrize(
    ("lines", "place", "told"),
    [
        ("pin:\n  - calm-night\n", "6:5", "SP403 calm-night is pinned, but the library has no block of that name"),
        (
            "drop: [calm-nights, nobody]\n",
            "5:21",
            "SP403 nobody is dropped, but the library has no block of that name",
        ),
        ("pin: [calm-nights]\ndrop: [calm-nights]\n", "5:7", "SP402 calm-nights is both pinned and dropped"),
    ],
)
def test_pins_of_a_profile_are_told_at_their_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str, place: str, told: str
) -> None:
    done = run(tmp_path, monkeypatch, {"profiles/acme.yaml": PROFILE + lines}, "match acme")
    assert done.exit_code == 1
    assert done.stderr.startswith(f"profiles/acme.yaml:{place}: {told}")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--pin", "nobody"], "SP403 nobody is pinned, but the library has no block of that name (known are "),
        (["--pin", ""], "SP403 no block is named to be pinned (write --pin and its id)"),
        (["--drop", "calm-nights,one-hour"],
         "SP403 calm-nights,one-hour is dropped, but the library has no block of that name (say --drop before each)"),
        (["--drop", "opening"], "content_blocks/packs/first-meeting.yaml: SP405 the required frame slot opening is empty: "
         "its block opening is dropped, as asked (drop another, or make the slot optional)"),
    ],
)  # fmt: skip
def test_a_pin_of_the_command_has_no_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], told: str
) -> None:
    run(tmp_path, monkeypatch, {}, "list")
    done = CliRunner().invoke(app, ["match", "acme", *options])
    assert (done.exit_code, done.stderr[: len(told)]) == (1, told)


@pytest.mark.parametrize(
    "named", ["calm-nights", "Calm-Nights", "content_blocks/benefits/calm-nights.md", " calm-nights.fi.md"]
)
def test_a_block_is_pinned_by_its_file_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    run(tmp_path, monkeypatch, {}, "list")
    done = CliRunner().invoke(app, ["match", "acme", "--pin", named])
    assert [line.split()[-1] for line in done.stdout.splitlines() if " calm-nights " in line][:1] == ["pinned"]


@pytest.mark.parametrize(
    ("defaults", "front", "place", "told"),
    [
        ("kind: news\nslides: {file: ../slides/e.pptx, slide: 1}\n", "", f"{DEFAULTS}:2:16", "SP331 the deck “../slides/e.pptx”"),
        ("kind: news\nslides: {file: ../slides/d.pptx, slide: 9}\n", "", f"{DEFAULTS}:2:41", "SP332"),
        ("kind: news\nbind: {Chart 9: facts.services}\n", "slides: {file: ../slides/d.pptx, slide: 1}\n",
         f"{DEFAULTS}:2:8", "SP333"),
        ("kind: news\nslides: {file: ../slides/d.pptx, slide: 1}\n", "slides: {file: ../slides/e.pptx, slide: 1}\n",
         f"{BLOCK}:3:16", "SP331"),
    ],
    ids=["no deck", "no slide", "no shape", "the block's own"],
)  # fmt: skip
def test_what_defaults_say_of_slides_is_told_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, defaults: str, front: str, place: str, told: str
) -> None:
    files = {DEFAULTS: defaults, BLOCK: f"---\nvalues: {{fewer-outages: 5}}\n{front}---\n"}
    done = run(tmp_path, monkeypatch, files, "build acme --pin tried")
    assert done.stderr.startswith(f"{place}: warning: {told}")
    checked = CliRunner().invoke(app, ["check", BLOCK, "--format", "github"])
    file, line, column = place.split(":")
    assert f"file={file},line={line},col={column},title={told[:5]}" in checked.stdout


def test_a_form_that_defaults_ask_for_is_told_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        DEFAULTS: "kind: news\nform: timeline\n",
        BLOCK: "---\nvalues: {fewer-outages: 5}\n---\n# News\n\nA text.\n",
    }
    done = run(tmp_path, monkeypatch, files, "build acme --pin tried")
    assert done.stderr.startswith(f"{DEFAULTS}:2:1: warning: SP338 ")
