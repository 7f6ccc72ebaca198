"""`salespack import deck` as a person meets it: tables, questions, exit codes."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from tests.cli.test_commands import salespack
from tests.importing.decks import write_deck
from tests.importing.test_import import COLOURS, FINNISH, SLIDES
from tests.workspaces import write_workspace

pytestmark = pytest.mark.slow


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    write_workspace(tmp_path)
    write_deck(tmp_path / "Sales deck.pptx", SLIDES, pictures=COLOURS)
    write_deck(tmp_path / "Myyntiesitys.pptx", FINNISH, pictures=COLOURS)
    return tmp_path


def test_a_plain_table_in_a_pipe(workspace: Path) -> None:
    done = salespack(workspace, "import", "deck", "Sales deck.pptx")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Sales deck.pptx → content_blocks/imported/sales-deck: 3 new; English: ")
    assert lines[1].split() == ["slide", "title", "block", "kind", "values", "why"]
    assert " ".join(lines[3].split()) == (
        "2 Case study: a bakery new case-study-a-bakery experience “case study” in the title"
    )
    assert lines[5] == "6 files written in content_blocks/"
    again = salespack(workspace, "import", "deck", "Sales deck.pptx")
    assert again.stdout.splitlines()[1:] == ["Nothing has changed."]


def test_pairs_wait_in_a_pipe_and_are_taken_with_yes(workspace: Path) -> None:
    waiting = salespack(workspace, "import", "deck", "Sales deck.pptx", "Myyntiesitys.pptx")
    assert waiting.returncode == 1
    assert waiting.stderr == (
        "SP856 3 slides of myyntiesitys look like translations of sales-deck; nothing was written for them "
        "(answer on a terminal; or --yes takes it so, --no makes blocks of their own)\n"
    )
    assert waiting.stdout.startswith("myyntiesitys: translations of sales-deck?\n")
    taken = salespack(workspace, "import", "deck", "Myyntiesitys.pptx", "--yes")
    assert (taken.returncode, taken.stderr) == (0, "")
    assert (workspace / "content_blocks/imported/sales-deck/next-steps.fi.md").is_file()


def test_json_and_a_dry_run(workspace: Path) -> None:
    done = salespack(workspace, "import", "deck", "Sales deck.pptx", "--dry-run", "--json", "--owner", "sales: west")
    report = json.loads(done.stdout)
    assert [row["block"] for row in report["decks"][0]["rows"]][1:] == ["case-study-a-bakery", "next-steps"]
    assert (report["dry_run"], len(report["written"]), report["problems"]) == (True, 6, [])
    assert not (workspace / "content_blocks/imported").exists()
    salespack(workspace, "import", "deck", "Sales deck.pptx", "--owner", "sales: west")
    assert 'owner: "sales: west"' in (workspace / "content_blocks/imported/sales-deck/_defaults.yaml").read_text()
    assert salespack(workspace, "build", "acme").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["none.pptx"], 1, "none.pptx: SP501 is not there (check the path and that you may read it)"),
        (["Sales deck.pptx", "--into", ".."], 2, "..: SP858 --into is no folder of the library (a folder below content_blocks/, such as --into benefits)"),
        (["Sales deck.pptx", "--into", "packs"], 2, "packs: SP858 --into packs: that folder holds no blocks (name another)"),
        (["Sales deck.pptx", "--by", "section"], 1, "Sales deck.pptx: SP852 has no sections (in PowerPoint: Home, Section, Add Section; or import it by slide)"),
        (["Sales deck.pptx", "--add-language", "German"], 1, "content_blocks/library.yaml: SP106 “German” is no language code (for example de)"),
        (["Sales deck.pptx", "--language", "sv"], 1, "Sales deck.pptx: SP205 is in Swedish (as given), which the library does not declare (add it with --add-language sv (library.yaml: languages: [en, fi, sv]); if it is another language, name that with --language CODE)"),
    ],
)  # fmt: skip
def test_wrong_use_and_bad_input(workspace: Path, arguments: list[str], code: int, message: str) -> None:
    done = salespack(workspace, "import", "deck", *arguments)
    assert (done.returncode, done.stderr) == (code, message + "\n")
    assert not (workspace / "content_blocks/imported").exists()


def test_help_shows_examples(workspace: Path) -> None:
    done = salespack(workspace, "import", "deck", "--help")
    assert "salespack import deck overview-en.pptx overview-fi.pptx --yes" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("typed", "translated"), [("y\n", True), ("n\n", False)])
def test_a_terminal_is_asked(workspace: Path, typed: str, translated: bool) -> None:
    import pty

    salespack(workspace, "import", "deck", "Sales deck.pptx")
    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover - another process
        os.chdir(workspace)
        os.execv(sys.executable, [sys.executable, "-m", "salespack", "import", "deck", "Myyntiesitys.pptx"])  # noqa: S606
    shown = b""
    os.write(terminal, typed.encode())
    try:
        while chunk := os.read(terminal, 4096):
            shown += chunk
    except OSError:
        pass  # the terminal closes with the process
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, shown
    assert b"Make them translations of these blocks?" in shown
    assert (workspace / "content_blocks/imported/sales-deck/next-steps.fi.md").exists() == translated
    assert (workspace / "content_blocks/imported/myyntiesitys").exists() != translated
