"""A season with three customers, as the guide tells it: the commands of `docs/guides/season.md`, one after the other."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from salespack.cli.main import app
from tests.conftest import PROJECT
from tests.workspaces import BLOCKS, write_workspace

pytestmark = pytest.mark.slow

PAGE = PROJECT / "docs" / "guides" / "season.md"
STEP = re.compile(r"```sh\n(.*?)```(?:\n\n```\n(.*?)```)?", re.DOTALL)
PACK = """\
name: First meeting
stage: evaluation
outputs: [deck.pptx]
fit: {min_coverage: 0.1}
sections:
  - {slot: opening, kind: frame, tag: opening}
  - each: top-values
    count: 1
    slots:
      - {slot: promise, kind: benefit}
      - {slot: proof, kind: experience}
"""
ACCOUNTS = "account,id,sector\nAcme,A1,healthcare\nBeta,B1,healthcare\nGamma,G1,healthcare\n"
PEOPLE = "account,name,title\nAcme,Maija Virta,CTO\nBeta,Pekka Puu,CTO\nGamma,Aino Aalto,CTO\n"
VALUES = "values: {fewer-outages: {importance: 9}}\nmeeting: {roles: [cto]}\n"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    blocks = BLOCKS | {
        "benefits/calm-days.md": "---\nkind: benefit\nvalues: {fewer-outages: 5}\n---\n# Calm days\n\n- quiet\n",
    }
    write_workspace(tmp_path, {"content_blocks/packs/first-meeting.yaml": PACK}, blocks=blocks)
    (tmp_path / "profiles/acme.yaml").unlink()
    (tmp_path / "accounts.csv").write_text(ACCOUNTS, "utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_season_of_the_guide(workspace: Path) -> None:
    """Each command of the page does what the page says; what it prints is on the page, or the page prints nothing."""
    steps = STEP.findall(PAGE.read_text("utf-8"))
    assert len(steps) > 8
    for commands, printed in steps:
        said = ""
        for command in commands.strip().splitlines():
            done = CliRunner().invoke(app, words_of(command))
            assert done.exit_code == 0, (command, done.stderr)
            said = done.stdout
            if command.startswith("salespack import"):
                for profile in (workspace / "profiles").glob("[a-z]*.yaml"):
                    profile.write_text(profile.read_text("utf-8") + VALUES, "utf-8")
        for line in printed.splitlines():
            assert line.split() in [one.split() for one in said.splitlines()], (commands, said)
    assert built_of(workspace, "gamma") == {"opening": "opening", "promise": "calm-nights", "proof": "two-hours"}
    assert built_of(workspace, "acme") == {"opening": "opening", "promise": "calm-nights", "proof": "two-hours"}


def words_of(command: str) -> list[str]:
    name, *words = shlex.split(command)
    assert name == "salespack"
    return words


def built_of(workspace: Path, profile: str) -> dict[str, Any]:
    record = json.loads((workspace / f"out/{profile}/first-meeting/for-you/selection.json").read_text("utf-8"))
    return {one["slot"]: one["block"] for one in record["slots"]}
