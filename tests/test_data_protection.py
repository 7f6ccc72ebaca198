"""What the page for data protection officers says, tried: every byte that is left is looked at."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from salespack.cli.schema import Written, schema_of
from tests.conftest import PROJECT
from tests.terminals import terminal
from tests.workspaces import BLOCKS, LIBRARY, write_workspace

pytestmark = pytest.mark.slow

PAGE = PROJECT / "docs" / "guides" / "data-protection.md"
COMPANY, PERSON, QUOTE, GOAL, ID = (
    "Zyxxon Qwertz",
    "Petra Personova",
    "Vaporware eats our nights",
    "Conquer Mars",
    "ZQ-9981",
)
WORDS = (COMPANY, "zyxxon", PERSON, QUOTE, GOAL, ID)
PROFILE = f"""\
values: {{fewer-outages: {{importance: 9, quote: {QUOTE}, share: yes, source: {PERSON}}}}}
goals: [{GOAL}]
meeting: {{date: 2026-12-10, roles: [cto]}}
"""


@pytest.fixture
def used(tmp_path: Path) -> Path:
    """A workspace in which a customer was imported, asked about, built for and looked at."""
    write_workspace(tmp_path)
    (tmp_path / "profiles/acme.yaml").unlink()
    (tmp_path / "export").mkdir()
    (tmp_path / "export/accounts.csv").write_text(
        f"account,id,sector\n{COMPANY},{ID},retail\nBeta,B1,retail\n", "utf-8"
    )
    (tmp_path / "export/people.csv").write_text(f"account,name,title\n{COMPANY},{PERSON},CTO\n", "utf-8")
    run(tmp_path, "import", "accounts", "export/accounts.csv", "export/people.csv", "--yes")
    profile = tmp_path / "profiles/zyxxon-qwertz.yaml"
    profile.write_text(profile.read_text("utf-8") + PROFILE, "utf-8")
    run(tmp_path, "build", "zyxxon-qwertz")
    run(
        tmp_path,
        "log",
        "shown",
        "zyxxon-qwertz",
        "--on",
        "2026-11-20",
        "--skipped",
        "calm-nights",
        "--who",
        f"cto={PERSON}",
    )
    run(tmp_path, "log", "outcome", "zyxxon-qwertz", "lost", "--on", "2026-11-21", "--reason", f"{PERSON}: {QUOTE}")
    run(tmp_path, "build", "zyxxon-qwertz")
    for command in ("accounts", "match zyxxon-qwertz --explain", "check", "audit out", "library coverage"):
        run(tmp_path, *command.split())
    nothing = tmp_path / "profiles/zyxxon-refused.yaml"
    nothing.write_text(f"customer: {{name: {COMPANY} Two}}\nvalues: {{lower-run-cost: 9}}\n", "utf-8")
    assert run(tmp_path, "build", "zyxxon-refused").returncode == 3
    nothing.unlink()
    with terminal(tmp_path, "new", "profile", SALESPACK_CACHE=str(tmp_path / "cache")) as at:
        at.expect("Customer:")
        at.type(f"{COMPANY} Three")
        at.expect("Number or name")
        at.interrupt()
        assert at.ended() == 130
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "salespack", *arguments], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "SALESPACK_CACHE": str(folder / "cache")},
    )  # fmt: skip


def holding(folder: Path) -> set[str]:
    """The files, but for the given exports, that hold a word of the customer's in their name or in any byte."""
    found = set()
    for file in folder.rglob("*"):
        name = file.relative_to(folder).as_posix()
        if file.is_file() and not name.startswith("export/"):
            content = b"\n".join((name.encode(), *_contents(file))).lower()
            if any(word.lower().encode() in content for word in WORDS):
                found.add(name)
    return found


def _contents(file: Path) -> Iterator[bytes]:
    yield file.read_bytes()
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def test_all_that_holds_a_customer_is_on_the_page_and_erasure_leaves_nothing(used: Path) -> None:
    rows = [re.split(r"(?<!\\)\|", line)[1] for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    listed = [named for row in rows for named in re.findall(r"`([^`]+)`", row)]
    patterns = [re.escape(one).replace("NAME", "[^/]+").replace("…", ".*") for one in listed]
    before = holding(used)
    assert {
        "profiles/zyxxon-qwertz.yaml",
        "profiles/.interview-zyxxon-qwertz-three.json",
        "out/refusals.jsonl",
    } <= before
    assert any(name.startswith("cache/") for name in before)
    unlisted = {
        name
        for name in before
        if not name.startswith("cache/") and not any(re.fullmatch(one, name) for one in patterns)
    }
    assert unlisted == set()
    for name in before:
        if name.startswith("cache/") or ".interview-" in name:
            assert (used / name).stat().st_mode & 0o077 == 0, name
    assert PERSON not in (used / "profiles/_accounts.json").read_text("utf-8")

    told = run(used, "import", "suppress", COMPANY, f"{COMPANY} Three", PERSON)
    assert "profiles/zyxxon-qwertz.yaml still says something of them" in told.stdout
    assert "profiles/.interview-zyxxon-qwertz-three.json still says something of them: delete that\n" in told.stdout
    assert any(name.startswith("ledger/") for name in before)
    assert run(used, "privacy", "erase", "zyxxon-refused", "--yes").returncode == 0
    assert run(used, "privacy", "erase", "zyxxon-qwertz-three", "--yes").returncode == 0
    assert run(used, "privacy", "erase", "zyxxon-qwertz", "--yes").returncode == 0
    assert holding(used) == set()

    again = run(used, "import", "accounts", "export/accounts.csv", "export/people.csv", "--yes")
    assert "2 left out, as they asked not to be kept" in again.stdout
    run(used, "accounts")
    assert holding(used) == set()


def test_what_is_internal_is_in_no_file_for_customers(used: Path) -> None:
    profile = used / "profiles/zyxxon-qwertz.yaml"
    secrets = ("Olga Ownerson", "weekdays after 14", "Said in confidence")
    text = profile.read_text("utf-8").replace(f"quote: {QUOTE}, share: yes", "quote: Said in confidence")
    profile.write_text(f"{text}owner: Olga Ownerson\ncontact: {{permission: yes, when: weekdays after 14}}\n", "utf-8")
    assert run(used, "build", "zyxxon-qwertz", "--replace").returncode == 0
    shown = [file for file in (used / "out").rglob("*") if file.is_file() and "for-customer" in file.parts]
    for file in (*shown, *(used / "out").rglob("for-you/deck.pptx")):
        content = b"\n".join(_contents(file))
        assert [one for one in secrets if one.encode() in content] == [], file


OFF = "scoring: {role_factor: 1, person: 0, assumed_importance: 0}\n"


def matched(folder: Path, settings: str, profile: str) -> dict[str, Any]:
    benefit = "---\nkind: benefit\nvalues: {lower-run-cost: 5}\n---\n# Cheap\n\n- x\n"
    write_workspace(
        folder,
        {"content_blocks/library.yaml": LIBRARY + settings, "profiles/a.yaml": profile},
        blocks={**BLOCKS, "benefits/cheap.md": benefit},
    )
    found: dict[str, Any] = json.loads(run(folder, "match", "a", "--json").stdout)
    return found


def weights(found: dict[str, Any]) -> dict[str, float]:
    return {value["id"]: value["weight"] for value in found["values"]}


def test_the_switches_of_profiling(tmp_path: Path) -> None:
    company = "customer: {name: A}\nvalues: {fewer-outages: 6, lower-run-cost: 5}\n"
    people = "stakeholders: [{role: finance, name: %s, cares_about: [lower-run-cost]}]\nmeeting: {roles: [finance]}\n"
    alone = matched(tmp_path, "", company)
    one, other = matched(tmp_path, "", company + people % "Ann"), matched(tmp_path, "", company + people % "Bob")
    assert (alone["people"], one["slots"], one["values"]) == (
        [],
        other["slots"],
        other["values"],
    )  # names have no effect
    assert weights(one) != weights(alone)
    assert weights(matched(tmp_path, OFF, company + people % "Ann")) == weights(matched(tmp_path, OFF, company))
    rated = company + "relationship: {kind: current, satisfaction: 2%s}\n"
    assert matched(tmp_path, "", rated % "")["state"] == "at-risk"
    assert matched(tmp_path, "", rated % ", state: content")["state"] == "content"
    assert matched(tmp_path, "", company + "relationship: {kind: current}\n")["state"] is None


def test_the_keys_of_personal_data_are_marked() -> None:
    schema = schema_of(Written.PROFILE)
    assert schema["$defs"]["Stakeholder"]["properties"]["name"]["x-personal-data"] is True
    assert "personal data" in schema["$defs"]["ProfileFile"]["properties"]["facts"]["description"]
