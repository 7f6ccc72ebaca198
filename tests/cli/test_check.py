"""`salespack check` as a person, a hook or a build server meets it: options and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.checking.workspaces import BENEFIT, BLOCKS, COST, ONE_LANGUAGE
from tests.cli.test_commands import salespack
from tests.workspaces import write_workspace

pytestmark = pytest.mark.slow

EMPTY = BENEFIT.replace("\n- nobody is called\n", "")
BAD = COST.replace("customer.name", "facts.run_cost | money")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    write_workspace(tmp_path, {"content_blocks/library.yaml": ONE_LANGUAGE}, blocks=BLOCKS)
    return tmp_path


def test_exit_codes(workspace: Path) -> None:
    done = salespack(workspace, "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].endswith("; 17 renderings")
    (workspace / "content_blocks/benefits/calm.md").write_text(EMPTY)
    assert salespack(workspace, "check").returncode == 0  # a warning
    assert salespack(workspace, "check", "--warnings-as-errors").returncode == 1
    (workspace / "content_blocks/benefits/bill.md").write_text(BAD)
    done = salespack(workspace, "check")
    assert (done.returncode, done.stderr) == (1, "")
    assert "\n  7:10  error SP341  " in done.stdout
    assert done.stdout.splitlines()[-1].startswith("1 error, ")


def test_wrong_usage_and_nothing_to_check(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert salespack(workspace, "check", "nowhere").returncode == 2
    assert salespack(workspace, "check", "--format", "xml").returncode == 2
    assert salespack(workspace, "check", "--synthetic", "--profiles", "profiles").returncode == 2
    assert salespack(workspace, "check", "--profiles", "nowhere").returncode == 2
    none = salespack(tmp_path_factory.mktemp("none"), "check")
    assert (none.returncode, none.stderr.split()[0]) == (2, "SP011")
    (workspace / "other").mkdir()
    nothing = salespack(workspace, "check", "other")
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert "SP905 there was nothing to check" in nothing.stderr


def test_a_baseline(workspace: Path) -> None:
    (workspace / "content_blocks/benefits/bill.md").write_text(BAD)
    done = salespack(workspace, "check", "--write-baseline", "baseline.json")
    assert done.returncode == 0
    assert done.stdout.startswith("baseline.json accepts ")
    done = salespack(workspace, "check", "--baseline", "baseline.json")
    assert done.returncode == 0
    assert done.stdout.endswith(" accepted by the baseline\n")
    assert salespack(workspace, "check", "--baseline", "gone.json").returncode == 1


def test_json_and_explain(workspace: Path) -> None:
    told = json.loads(salespack(workspace, "check", "--json").stdout)
    assert told["summary"]["blocks"] == 3
    assert told["problems"] == json.loads(salespack(workspace, "check", "--format", "json").stdout)["problems"]
    done = salespack(workspace, "check", "--explain", "sp302")
    assert done.returncode == 0
    assert done.stdout.startswith("SP302: a template uses a name that is not known (error)\n\n")
    assert salespack(workspace, "check", "--explain", "SP399").returncode == 2


@pytest.mark.parametrize("kind", ["profile", "block", "pack", "values", "library", "people"])
def test_there_is_a_schema_for_every_file_people_write(kind: str, workspace: Path) -> None:
    assert json.loads(salespack(workspace, "schema", kind).stdout)["$schema"].endswith("2020-12/schema")
