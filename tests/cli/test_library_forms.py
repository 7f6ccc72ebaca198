"""`salespack library forms`: what inferring forms would change, told before anybody consents; and why, in `show`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from salespack.cli.main import app
from tests.workspaces import LIBRARY, write_files, write_workspace

LEADS = "---\nkind: benefit\nvalues: {lower-run-cost: 4}\n---\n# Half the bill\n\n- **A**: one\n- **B**: two\n- **C**: three\n"
TWO = (
    "---\nkind: news\n---\n# Kept {form=list}\n\n- **A**: one\n- **B**: two\n- **C**: three\n\n"
    "# Written\n\n::: cards\n- **A** one\n- **B** two\n:::\n"
)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_workspace(tmp_path, {
        "content_blocks/benefits/half.md": LEADS,
        "content_blocks/benefits/half.fi.md": "---\ntranslates: 1\n---\n# Puolet\n\n- Kuka?\n- Miksi?\n- Milloin?\n",
        "content_blocks/news/two.md": TWO,
        "content_blocks/news/front.md": "---\nkind: news\nform: cards\n---\n# In front\n\n- a\n- b\n",
    })  # fmt: skip
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["library", *arguments])
    assert done.exit_code == code, done.output
    return done.stdout


def state(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_slides_that_change_are_listed_and_nothing_is_written(workspace: Path) -> None:
    before = state(workspace / "content_blocks")
    assert run("forms").splitlines() == [
        "  block  language  slide  as written  inferred   why",
        "  half   en            1  list        cards      three to six items, each with a bold lead",
        "  half   fi            1  list        questions  kolmesta kuuteen kohtaa, jotka kaikki ovat kysymyksiä",
        "",
        "2 of 9 slides change where forms are inferred.",
        "To have it so, write into library.yaml: forms: inferred",
    ]
    assert state(workspace / "content_blocks") == before


def test_of_blocks_that_are_named_all_slides_are_listed(workspace: Path) -> None:
    assert run("forms", "two", "front").splitlines() == [
        "  block  language  slide  as written  inferred  why",
        "  front  en            1  cards       cards     written in front matter: form",
        "  two    en            1  list        list      written at content_blocks/news/two.md:4",
        "  two    en            2  cards       cards     written at content_blocks/news/two.md:12",
        "",
        "0 of 3 slides change where forms are inferred.",
    ]


def test_json_for_programs(workspace: Path) -> None:
    write_files(workspace, {"content_blocks/library.yaml": LIBRARY + "forms: inferred\n"})
    told = json.loads(run("forms", "half", "--language", "en", "--json"))
    assert told == {
        "forms": "inferred",
        "slides": [
            {
                "block": "half",
                "language": "en",
                "slide": 1,
                "title": "Half the bill",
                "written": "list",
                "inferred": "cards",
                "changes": True,
                "why": "three to six items, each with a bold lead",
            }
        ],
        "page": None,
        "problems": [],
    }
    assert "library.yaml has it: forms: inferred." in run("forms")


def test_pictures_before_and_after(workspace: Path) -> None:
    assert run("forms", "--out", "forms").splitlines()[-1] == f"wrote {Path('forms/index.html')}"
    page = (workspace / "forms/index.html").read_text(encoding="utf-8")
    assert "<li>1. Half the bill: list → cards (three to six items, each with a bold lead)</li>" in page
    assert "<li>1. Puolet: list → questions" in page
    assert "write into library.yaml: <code>forms: inferred</code>" in page
    pictures = sorted(path.name for path in (workspace / "forms/pictures").iterdir())
    assert len(pictures) == 4
    assert all(f'src="pictures/{name}"' in page for name in pictures)
    first = state(workspace / "forms")
    run("forms", "--out", "forms")
    assert state(workspace / "forms") == first


@pytest.mark.parametrize("folder", ("content_blocks/forms", "profiles"))
def test_folders_that_hold_something_else_are_refused(workspace: Path, folder: str) -> None:
    before = state(workspace)
    run("forms", "--out", folder, code=2)
    assert state(workspace) == before


def test_blocks_that_cannot_be_made_are_told_and_the_others_are_shown(workspace: Path) -> None:
    write_files(workspace, {"content_blocks/news/bad.md": "---\nkind: news\n---\n# A\n\n::: steps\n- a\n:::\n"})
    done = CliRunner().invoke(app, ["library", "forms"])
    assert done.exit_code == 1
    assert "content_blocks/news/bad.md:6: SP338 “steps” is a list numbered from 1" in done.stderr
    assert "half   en            1  list        cards" in done.stdout


def test_unknown_blocks_and_languages(workspace: Path) -> None:
    for arguments, words in ((("hal",), "did you mean “half”?"), (("--language", "sv"), "known are en, fi")):
        done = CliRunner().invoke(app, ["library", "forms", *arguments])
        assert done.exit_code == 2
        assert words in done.stderr


def test_show_says_the_form_and_why(workspace: Path) -> None:
    shown = run("show", "two")
    assert "  form: list – written at content_blocks/news/two.md:4\n" in shown
    assert "  form: cards – written at content_blocks/news/two.md:12\n" in shown
    assert "  form: list – as it is written\n" in run("show", "half")
    write_files(workspace, {"content_blocks/library.yaml": LIBRARY + "forms: inferred\n"})
    assert "  form: cards – three to six items, each with a bold lead\n" in run("show", "half", "--language", "en")
    (slide,) = json.loads(run("show", "half", "--language", "fi", "--json"))["slides"]
    assert (slide["form"], slide["why_form"]) == ("questions", "kolmesta kuuteen kohtaa, jotka kaikki ovat kysymyksiä")
