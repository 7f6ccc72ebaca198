"""`salespack accounts`: whom to meet next, what for, and what to show."""

from __future__ import annotations

import csv
import datetime
import io
import json
from pathlib import Path

import pytest
from icalendar import Calendar

from salespack.curation.accounts import NextContact, next_contacts
from salespack.curation.coverage.customers import Customers
from salespack.library.index import open_library
from tests.cli.test_commands import salespack
from tests.workspaces import LIBRARY, write_workspace

ON = datetime.date(2026, 11, 30)


def profile(
    name: str, relationship: str, *, employees: int = 10, met: str = "", values: str = "{fewer-outages: 9}"
) -> str:
    meeting = f"meeting: {{date: {met}}}\n" if met else ""
    return f"customer: {{name: {name}, employees: {employees}}}\nrelationship: {{{relationship}}}\nvalues: {values}\n{meeting}"


PROFILES = {
    "profiles/acme.yaml": profile("Acme", "kind: prospective", met="2026-12-07"),
    "profiles/beta.yaml": profile("Beta", "kind: current, satisfaction: 2.1"),
    "profiles/big-beta.yaml": profile("Big Beta", "kind: current, satisfaction: 3.9", employees=9000),
    "profiles/calm.yaml": profile("Calm", "kind: current, satisfaction: 8", met="2026-12-08"),
    "profiles/dear.yaml": profile("Dear", "kind: current, state: committed, satisfaction: 1", employees=500),
    "profiles/echo.yaml": profile("Echo", "kind: current"),
    "profiles/gone.yaml": profile("Gone", "kind: former, satisfaction: 2", met="2026-11-29"),
    "profiles/new.yaml": profile("New", "kind: prospective", values="{}"),
    "profiles/never.yaml": profile("Never", "kind: current, satisfaction: 1", met="2026-12-01")
    + "contact: {permission: no}\n",
    "profiles/today.yaml": profile("Today", "kind: current, satisfaction: 8", met="2026-11-30"),
}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    write_workspace(tmp_path, PROFILES)
    return tmp_path


def found(workspace: Path) -> list[NextContact]:
    library = open_library(workspace / "content_blocks", None)
    customers = Customers(library, workspace / "profiles", ON, on=ON)
    assert not customers.problems
    return list(next_contacts(customers.known, library, ON, workspace / "out"))


def test_meetings_of_the_week_come_first_then_the_dissatisfied_then_the_open_then_the_silent(workspace: Path) -> None:
    assert [(one.profile, one.state, one.because, one.action) for one in found(workspace)] == [
        (
            "today",
            "content",
            "they rate us 8.0 of 10",
            "show what would help them next; ask whether they would choose us again",
        ),
        ("acme", "–", "nobody has said", "propose a first meeting on what they value"),
        ("beta", "at-risk", "they rate us 2.1 of 10", "put right what went wrong, before anything else"),
        ("big-beta", "at-risk", "they rate us 3.9 of 10", "put right what went wrong, before anything else"),
        ("dear", "committed", "as somebody wrote", "ask them to speak for us; ask whether they would choose us again"),
        (
            "calm",
            "content",
            "they rate us 8.0 of 10",
            "show what would help them next; ask whether they would choose us again",
        ),
        ("echo", "–", "nobody has said", "ask how content they are with us"),
        ("gone", "–", "nobody has said", "ask what would bring them back"),
        ("new", "–", "nobody has said", "ask what they value"),
    ]


def test_a_renewal_is_spoken_of_in_time_and_who_was_asked_is_not_asked_again_for_a_year(workspace: Path) -> None:
    beside = "customer: {name: X}\nvalues: {fewer-outages: 9}\nrelationship: "
    renewals = {
        "beta": "{kind: current, satisfaction: 2, renewal: 2027-02-28}",
        "calm": "{kind: current, satisfaction: 8, renewal: 2026-11-30, asked: 2025-12-01}",
        "dear": "{kind: current, satisfaction: 9, renewal: 2027-03-01, asked: 2025-11-30}",
    }
    for name, said in renewals.items():
        (workspace / f"profiles/{name}.yaml").write_text(f"{beside}{said}\n", "utf-8")
    told = {one.profile: (one.action, one.due) for one in found(workspace)}
    assert told["beta"] == (
        "put right what went wrong, before anything else; agree how it goes on, before 2027-02-28",
        datetime.date(2027, 2, 28),
    )
    assert told["calm"] == ("agree how it goes on, before 2026-11-30; show what would help them next", ON)
    assert told["dear"] == ("ask them to speak for us; ask whether they would choose us again", None)


@pytest.mark.slow
def test_the_list_becomes_a_table_and_what_has_a_day_a_calendar(workspace: Path) -> None:
    (workspace / "profiles/echo.yaml").write_text(
        "customer: {name: '=Echo'}\nvalues: {fewer-outages: 9}\n"
        "relationship: {kind: current, bought: 900, renewal: 2026-12-24}\n", "utf-8"
    )  # fmt: skip
    (workspace / "profiles/beta.yaml").write_text(
        "customer: {name: Beta}\nvalues: {fewer-outages: 9}\nrelationship: {kind: current, bought: 50}\n", "utf-8"
    )
    done = salespack(workspace, "accounts", "--on", str(ON), "--to", "list.csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("wrote list.csv\n")
    assert "\n1 of 2 that bought make 80 % of what all have bought\n" in done.stdout
    rows = {row["profile"]: row for row in csv.DictReader(io.StringIO((workspace / "list.csv").read_text("utf-8")))}
    assert (rows["echo"]["customer"], rows["echo"]["due"]) == ("'=Echo", "2026-12-24")
    assert salespack(workspace, "accounts", "--on", str(ON), "--to", "week.ics").returncode == 0
    events = Calendar.from_ical((workspace / "week.ics").read_bytes()).walk("VEVENT")
    assert sorted(f"{one.decoded('dtstart')} {one['summary']}" for one in events) == [
        "2026-11-30 Today: show what would help them next; ask whether they would choose us again",
        "2026-12-07 Acme: propose a first meeting on what they value",
        "2026-12-08 Calm: show what would help them next; ask whether they would choose us again",
        "2026-12-24 =Echo: agree how it goes on, before 2026-12-24; ask how content they are with us",
    ]
    assert "is there already" in salespack(workspace, "accounts", "--to", "week.ics").stderr
    assert "name it NAME with .csv, .ics" in salespack(workspace, "accounts", "--to", "week.docx").stderr


def test_a_meeting_of_the_week_is_prepared_when_a_deck_is_there(workspace: Path) -> None:
    deck = workspace / "out/acme/first-meeting/for-you/Acme - First meeting.pptx"
    deck.parent.mkdir(parents=True)
    deck.write_bytes(b"")
    told = {one.profile: (one.meeting, one.prepared) for one in found(workspace)}
    assert told["acme"] == (datetime.date(2026, 12, 7), True)
    assert told["today"] == (ON, False)
    assert told["calm"] == (datetime.date(2026, 12, 8), None)  # in more than a week
    assert told["gone"] == (None, None)  # is over


def test_a_library_says_what_to_do_in_its_own_words(workspace: Path) -> None:
    states = (
        "relationship: {states: {at-risk: {name: {en: at risk}, action: {en: call them today, fi: soita tänään}}}}\n"
    )
    (workspace / "content_blocks/library.yaml").write_text(LIBRARY + states, encoding="utf-8")
    assert [(one.state, one.action) for one in found(workspace) if one.profile == "beta"] == [
        ("at risk", "call them today")
    ]


@pytest.mark.slow
def test_the_command(workspace: Path) -> None:
    shown = salespack(workspace, "accounts", "--on", str(ON), "--limit", "2")
    assert shown.returncode == 0, shown.stderr
    lines = shown.stdout.splitlines()
    assert len(lines) == 6
    assert lines[4] == "Nothing was offered for a year to 6 of your customers: today, beta, big-beta, dear, calm, echo"
    assert lines[2].split()[:2] == ["today", "current"]
    assert lines[2].endswith("2026-11-30, not prepared")
    assert lines[-1] == "Next: salespack build today"
    assert lines[0] == "Not proposed, as they do not wish to be contacted: never"
    (workspace / "profiles/echo.yaml").write_text(
        f"{PROFILES['profiles/echo.yaml']}owner: Maija Virta\ncontact: {{channel: email, when: after 14}}\n", "utf-8"
    )
    (hers,) = json.loads(salespack(workspace, "accounts", "--on", str(ON), "--owner", "maija virta", "--json").stdout)
    assert (hers["profile"], hers["owner"], hers["contact"]) == ("echo", "Maija Virta", "email, after 14")
    (workspace / "profiles/bad.yaml").write_text("customer: {nme: X}\n", encoding="utf-8")
    told = salespack(workspace, "accounts", "--on", str(ON), "--json")
    assert told.returncode == 1
    assert "profiles/bad.yaml:1:12" in told.stderr
    assert [one["profile"] for one in json.loads(told.stdout)][:2] == ["today", "acme"]
