"""`salespack scorecard`: five questions, what the answers rest on, and what would raise them."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from salespack.ledger.events import Piece
from salespack.ledger.ledger import Ledger, new_event
from tests.cli.test_commands import salespack
from tests.workspaces import write_workspace

pytestmark = pytest.mark.slow

ON = "2026-11-30"


def profile(name: str, relationship: str, met: str = "") -> str:
    meeting = f"meeting: {{date: {met}}}\n" if met else ""
    return f"customer: {{name: {name}}}\nrelationship: {{{relationship}}}\nvalues: {{fewer-outages: 9}}\n{meeting}"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    files = {
        "profiles/acme.yaml": profile("Acme", "kind: prospective", "2026-12-07"),
        "profiles/beta.yaml": profile("Beta", "kind: current, satisfaction: 8"),
        "profiles/calm.yaml": profile("Calm", "kind: current"),
    }
    write_workspace(tmp_path, files)
    return tmp_path


def noted(root: Path, builds: int, shown: int, own_words: float) -> None:
    """Builds for Beta and showings, each of another day; the first of a day before any build."""
    ledger = Ledger(root / "ledger", None)
    ledger.begin()

    def note(kind: Any, on: datetime.date, **fields: Any) -> None:
        ledger.write(
            "beta", "Beta", (),
            lambda customer, _: new_event(kind, customer=customer, on=on, blocks=(Piece("calm-nights"),), **fields),
        )  # fmt: skip

    for number in range(builds):
        note("built", datetime.date(2026, 10, 1 + number), own_words=own_words)
    for number in range(shown):
        note("shown", datetime.date(2026, 9 if not number else 11, 10 + number))
    note("built", datetime.date(2024, 12, 1), own_words=0.9)
    ledger.close()


def answers(root: Path) -> dict[str, Any]:
    done = salespack(root, "scorecard", "--on", ON, "--json")
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    assert said["score"] == sum(one["yes"] is True for one in said["answers"])
    return said


def test_what_cannot_be_told_is_no_yes_and_says_what_would_be_one(workspace: Path) -> None:
    done = salespack(workspace, "scorecard", "--on", ON)
    assert done.returncode == 0, done.stderr
    assert (
        done.stdout
        == """\
1. Are the customers we have a priority? no
   0 of 1 meetings ahead are with customers we have (0%; a yes from 50%)
   To raise it: salespack accounts says whom of them to meet next
2. Is it known how they stand with us? no
   the state of 1 of 2 customers we have is known (50%; a yes from 80%)
   To raise it: ask how content they are, and write `relationship: {satisfaction: …}`: calm
3. Are the customers what we talk about? cannot tell
   fewer than 5 decks were noted down: builds are, with a ledger
   To raise it: ask for their figures, goals and words (`facts`, `goals`, `quote`): salespack new profile
4. Is there material to sell more to those we have? no
   of 2 who are open to more, 0 get a pack for customers we have (0%; a yes from 80%)
   To raise it: salespack library coverage and library whitespace say what is missing: beta, calm
5. Are the sellers served? cannot tell
   fewer than 5 meetings were noted down
   To raise it: build before a meeting, and note it down: salespack build NAME, salespack log shown NAME
0 of 5
"""
    )


def test_the_last_year_of_the_ledger_counts(workspace: Path) -> None:
    noted(workspace, builds=5, shown=5, own_words=0.3)
    found = answers(workspace)["answers"]
    assert [one["yes"] for one in found] == [True, False, True, False, True]
    assert found[0]["evidence"] == "5 of 5 decks of the last year were for customers we have (100%; a yes from 50%)"
    assert found[2]["evidence"].startswith("30% of the slides of 5 decks have")
    assert found[4]["evidence"].startswith("for 4 of 5 meetings of the last year a pack was built by that day (80%")
    assert found[4]["remedy"] == ""


def test_few_own_words_and_unprepared_meetings_are_a_no(workspace: Path) -> None:
    noted(workspace, builds=5, shown=5, own_words=0.2)
    ledger = workspace / "ledger"
    assert [one["yes"] for one in answers(workspace)["answers"]] == [True, False, False, False, True]
    for _ in range(2):
        done = salespack(workspace, "log", "shown", "beta", "--on", "2026-09-01", "--who", "cto")
        assert done.returncode == 0, done.stderr
    assert ledger.is_dir()
    assert answers(workspace)["answers"][4]["yes"] is False
