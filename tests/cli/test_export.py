"""`salespack export accounts`: what a CRM can take back."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.test_commands import salespack
from tests.workspaces import write_workspace

pytestmark = pytest.mark.slow


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    write_workspace(
        tmp_path,
        {
            "profiles/acme.yaml": "customer: {name: =HYPERLINK(1)}\nvalues: {fewer-outages: 9}\nmeeting: {date: 2027-01-04}\n",
            "profiles/never.yaml": "customer: {name: Never}\nrelationship: {kind: current, satisfaction: 2}\n"
            "contact: {permission: no}\n",
            "profiles/own.yaml": "customer: {name: Own & Söhne}\n",
            "profiles/_accounts.json": '{"format": 1, "profiles": {"acme": {"id": "001"}, "never": {"id": "-002"}}}',
        },
    )
    return tmp_path


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_row_an_account_that_no_spreadsheet_runs(workspace: Path) -> None:
    assert salespack(workspace, "build", "acme").returncode == 0
    done = salespack(workspace, "export", "accounts", "--on", "2026-12-01", "--to", "next.csv")
    assert (done.returncode, done.stdout, done.stderr) == (0, "3 accounts written to next.csv\n", "")
    acme, never, own = rows((workspace / "next.csv").read_text("utf-8"))
    assert acme == {
        "id": "001", "name": "'=HYPERLINK(1)", "profile": "acme", "relationship": "prospective", "state": "",
        "next_action": "propose a first meeting on what they value", "contact": "", "next_meeting": "2027-01-04",
        "pack": "first-meeting", "last_pack": "first-meeting", "last_pack_for": "2027-01-04",
    }  # fmt: skip
    assert (never["id"], never["state"], never["next_action"], never["contact"]) == ("'-002", "at-risk", "", "no")
    assert (own["id"], own["name"]) == ("", "Own & Söhne")
    again = salespack(workspace, "export", "accounts", "--to", "next.csv")
    assert (again.returncode, "SP802 is there already" in again.stderr) == (2, True)
    assert salespack(workspace, "export", "accounts", "--to", "next.csv", "--replace").returncode == 0
    nowhere = salespack(workspace, "export", "accounts", "--to", "nowhere/next.csv")
    assert (nowhere.returncode, nowhere.stderr) == (2, "nowhere: SP001 there is no such folder (check --to)\n")
    assert not (workspace / "nowhere").exists()


def test_the_columns_of_a_system_and_json(workspace: Path) -> None:
    done = salespack(workspace, "export", "accounts", "--system", "salesforce")
    assert done.stdout.splitlines()[0].split(",")[:3] == ["Id", "Salespack_State__c", "Salespack_Next_Action__c"]
    assert [row["Id"] for row in rows(done.stdout)] == ["001", "'-002"]
    assert done.stderr == "1 without an id of salesforce: import their accounts first\n"
    said = json.loads(salespack(workspace, "export", "accounts", "--json").stdout)
    assert [(one["id"], one["name"]) for one in said] == [
        ("001", "=HYPERLINK(1)"),
        ("-002", "Never"),
        ("", "Own & Söhne"),
    ]
    wrong = salespack(workspace, "export", "accounts", "--system", "salesforc")
    assert (wrong.returncode, "did you mean “salesforce”?" in wrong.stderr) == (2, True)
