"""`action.yml`: its steps run as GitHub runs them, in a repository with a pull request."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.checking.test_git_changes import commit, git, write_repository
from tests.checking.workspaces import BENEFIT
from tests.conftest import PROJECT

pytestmark = pytest.mark.slow

CALM = "content_blocks/benefits/calm.md"
EXPRESSION = re.compile(r"\$\{\{\s*inputs\.([\w-]+)\s*\}\}")
BROKEN = BENEFIT.replace("# ", "# {{ customer.nam }} ")


def action() -> Any:
    return yaml.safe_load((PROJECT / "action.yml").read_text(encoding="utf-8"))


class Runner:
    """A runner with a checked-out pull request: the files that GitHub gives its steps, and salespack installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = folder / "repository"
        self.workspace.mkdir()
        programs = folder / "bin"
        programs.mkdir()
        program = programs / "salespack"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m salespack "$@"\n')
        program.chmod(0o755)
        self.summary, self.output = folder / "summary.md", folder / "output"
        for file in (self.summary, self.output):
            file.touch()
        (folder / "temp").mkdir()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": os.pathsep.join(filter(None, (str(PROJECT / "src"), os.environ.get("PYTHONPATH")))),
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(PROJECT),
            "GITHUB_BASE_REF": "main",
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_OUTPUT": str(self.output),
            "RUNNER_TEMP": str(folder / "temp"),
        }

    def step(self, name: str, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Runs a step with its inputs, as `bash -eo pipefail` does on GitHub."""
        described = action()
        given = {key: str(one["default"]) for key, one in described["inputs"].items()}
        given |= {key.replace("_", "-"): value for key, value in inputs.items()}
        step = next(one for one in described["runs"]["steps"] if one.get("id") == name)
        environment = {key: EXPRESSION.sub(lambda found: given[found[1]], value) for key, value in step["env"].items()}
        assert "${{" not in step["run"]  # nothing that others write becomes part of a script
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.workspace,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A pull request that changes a block; main has moved on."""
    made = Runner(tmp_path)
    write_repository(made.workspace)
    git(made.workspace, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(made.workspace, "checkout", "-q", "-b", "work")
    (made.workspace / CALM).write_text(BENEFIT.replace("nobody is called", "everybody sleeps"))
    commit(made.workspace)
    return made


def test_every_expression_is_an_input_or_known() -> None:
    described = action()
    text = (PROJECT / "action.yml").read_text(encoding="utf-8")
    used = set(re.findall(r"inputs\.([\w-]+)", text))
    assert used == set(described["inputs"])
    assert all(one.get("shell") == "bash" for one in described["runs"]["steps"] if "run" in one)


def test_a_clean_library_passes(runner: Runner) -> None:
    done = runner.step("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "::error" not in done.stdout


def test_problems_become_annotations_and_fail_the_job(runner: Runner) -> None:
    (runner.workspace / CALM).write_text(BROKEN)
    done = runner.step("check", sarif="true")
    assert done.returncode == 1
    assert f"::error file={CALM},line=" in done.stdout
    written = runner.folder / "temp/salespack.sarif"
    assert runner.output.read_text() == f"sarif={written}\n"
    report = json.loads(written.read_text())
    assert report["version"] == "2.1.0"
    assert report["runs"][0]["results"]
    commit(runner.workspace)
    calm = runner.step("check", changed_since="HEAD")
    assert (calm.returncode, "::error" in calm.stdout) == (0, False)


def test_a_library_elsewhere_and_wrong_options(runner: Runner) -> None:
    (runner.workspace / "sales").mkdir()
    for name in ("content_blocks", "profiles"):
        git(runner.workspace, "mv", name, f"sales/{name}")
    (runner.workspace / "sales" / CALM).write_text(BROKEN)
    done = runner.step("check", library="sales/content_blocks", synthetic="false")
    assert f"::error file=sales/{CALM},line=" in done.stdout
    wrong = runner.step("check", library="nowhere; echo pwned", sarif="true")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert runner.output.read_text() == ""  # there is nothing to upload


def test_without_history_the_impact_is_left_out_with_a_notice(runner: Runner) -> None:
    """As `actions/checkout` leaves it by default: one commit, and no other branch."""
    git(runner.workspace, "update-ref", "-d", "refs/remotes/origin/main")
    done = runner.step("impact")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("::notice title=Salespack::which packs get other slides is not told: the checkout ")
    assert "(give actions/checkout fetch-depth: 0, or set impact: false)" in done.stdout
    assert (runner.summary.read_text(), runner.output.read_text()) == ("", "")


def test_the_impact_is_in_the_summary(runner: Runner) -> None:
    done = runner.step("impact")
    assert done.returncode == 0, done.stderr
    summary = runner.summary.read_text()
    assert summary.startswith("### What this change does to the packs\n")
    assert "Calm nights (`calm`)" in summary
    assert "<ins>everybody sleeps</ins>" in summary
    written = dict(line.split("=", 1) for line in runner.output.read_text().splitlines())
    assert Path(written["file"]).read_text() == summary
    page = Path(written["page"]).read_text()
    assert page.count("data:image/webp;base64,") == 2


def test_the_step_that_installs(runner: Runner) -> None:
    program = runner.folder / "bin/python"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    program.chmod(0o755)
    assert runner.step("install").stdout.splitlines()[-1] == str(PROJECT)
    assert runner.step("install", requirement="salespack==1.2").stdout.splitlines()[-1] == "salespack==1.2"
