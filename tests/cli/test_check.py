"""`salespack check` as a person, a hook or a build server meets it: options and exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.checking.workspaces import BENEFIT, BLOCKS, COST, ONE_LANGUAGE
from tests.cli.test_commands import salespack
from tests.workspaces import write_files, write_workspace

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
    assert ":7:10: error SP341 " in done.stdout
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


def test_a_schema_is_written_into_a_file_as_it_is_printed_and_over_nothing_else(workspace: Path) -> None:
    """PowerShell writes what a command prints as UTF-16."""
    file = workspace / "block.schema.json"
    for _ in range(2):
        done = salespack(workspace, "schema", "block", "--out", file.name)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert json.loads(file.read_text("utf-8")) == json.loads(salespack(workspace, "schema", "block").stdout)
    before = (workspace / "profiles/acme.yaml").read_bytes()
    refused = salespack(workspace, "schema", "profile", "--out", "profiles/acme.yaml")
    assert refused.returncode == 2
    assert "SP802 is there already, and no schema" in refused.stderr
    assert (workspace / "profiles/acme.yaml").read_bytes() == before
    assert salespack(workspace, "schema", "profile", "--out", "nowhere/x.json").returncode != 0


@pytest.mark.parametrize(
    ("what", "code", "arguments"),
    [
        ("no library here", "SP011", ("--library", "nowhere")),
        ("no baseline", "SP001", ("--baseline", "nowhere.json")),
        ("nothing to check", "SP905", ("other",)),
        ("library.yaml is gone", "SP011", ()),
        ("no such path", "SP001", ("nowhere.md",)),
    ],
)
def test_machines_get_whole_documents_also_where_no_check_can_be_made(
    workspace: Path, what: str, code: str, arguments: tuple[str, ...]
) -> None:
    (workspace / "other").mkdir()
    if not arguments:
        (workspace / "content_blocks/library.yaml").unlink()
    told = json.loads(salespack(workspace, "check", "--format", "json", *arguments).stdout)
    assert [problem["code"] for problem in told["problems"]] == [code]
    log = json.loads(salespack(workspace, "check", "--format", "sarif", *arguments).stdout)
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == [code]
    suites = ElementTree.fromstring(salespack(workspace, "check", "--format", "junit", *arguments).stdout)
    assert suites.get("failures") == "1"
    done = salespack(workspace, "check", "--format", "github", *arguments)
    assert done.stdout.startswith("::error file=")
    assert f"title={code}::" in done.stdout
    assert done.returncode in (1, 2)
    assert code in done.stderr


BROKEN_VALUES = {
    "content_blocks/benefits/large.md": "---\nkind: benefit\nvalues: {lower-run-cost: 4}\nversion: 99999999999999999999\n---\n# A\n\n- a\n",
    "content_blocks/packs/second.yaml": "name: Second\nstage: evaluation\nlimits: {slides: 99999999999999999999}\nsections: []\n",
    "content_blocks/people/ann.yaml": "name: 99999999999999999999\n",
    "profiles/other.yaml": "customer: {name: Other, employees: 99999999999999999999}\n",
}


def test_one_value_or_one_file_stops_nobody(workspace: Path) -> None:
    write_files(workspace, BROKEN_VALUES)
    os.mkfifo(workspace / "content_blocks/benefits/pipe.md")
    os.mkfifo(workspace / "profiles/pipe.yaml")
    (workspace / "content_blocks/packs/circle.yaml").symlink_to("circle.yaml")
    (workspace / "profiles/folder.yaml").mkdir()
    for folder, ending in (("images", ".png"), ("benefits", ".md"), ("packs", ".yaml"), ("fonts", ".ttf")):
        (workspace / "content_blocks" / folder).mkdir(exist_ok=True)
        Path(os.fsdecode(os.fsencode(workspace / "content_blocks" / folder) + b"/\xe4" + ending.encode())).write_bytes(
            b"x"
        )
    built = salespack(workspace, "build", "acme", "--only", "deck.pptx")
    assert built.returncode == 0, built.stderr
    assert "SP002 has a name that is not UTF-8 text, and is left out" in built.stderr
    assert salespack(workspace, "match", "acme", "--json").returncode == 0
    assert salespack(workspace, "library", "list").returncode == 0
    checked = json.loads(salespack(workspace, "check", "--json").stdout)
    found = {(one["file"].replace("\\", ""), one["code"], one["line"]) for one in checked["problems"]}
    assert {
        ("content_blocks/benefits/large.md", "SP105", 4),
        ("content_blocks/packs/second.yaml", "SP105", 3),
        ("content_blocks/people/ann.yaml", "SP105", 1),
        ("profiles/other.yaml", "SP105", 1),
        ("content_blocks/benefits/pipe.md", "SP001", None),
        ("profiles/pipe.yaml", "SP001", None),
        ("profiles/folder.yaml", "SP001", None),
        ("content_blocks/packs/circle.yaml", "SP001", None),
        ("content_blocks/images/xe4.png", "SP002", None),
        ("content_blocks/fonts/xe4.ttf", "SP002", None),
    } <= found
    assert "SP007" not in {code for _, code, _ in found}


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github"])
def test_what_programs_read_is_utf8_whatever_the_console_is(tmp_path: Path, form: str) -> None:
    folder = write_workspace(tmp_path)
    (folder / "benefits" / "odd.md").write_text(
        "---\nkind: benefit\nvalues: {fewer-outages: 3}\n---\n# Ää ✓\n\n{{ öh }}\n", "utf-8"
    )
    command = [sys.executable, "-m", "salespack", "check", "--format", form]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert "“öh” is not known here" in done.stdout.decode("utf-8").replace("%C3%B6", "ö")
