"""`salespack log`: what a seller says of a meeting is noted down, listed, corrected and taken back."""

from __future__ import annotations

import datetime
import json
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from salespack.cli import log as log_command
from salespack.cli.main import app
from salespack.ledger.ledger import Ledger
from tests.terminals import terminal
from tests.workspaces import write_workspace

TODAY = datetime.date(2026, 12, 3)
PROFILE = """\
customer: {name: "O'Neil & Söhne <AG> #1", industry: healthcare, language: en}
values: {fewer-outages: 9}
stakeholders: [{role: cto, name: Maija Virta}, {role: finance, name: Pekka Puu}]
meeting: {date: 2026-12-01, roles: [cto]}
"""


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments))


def text_of(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in which a deck was built for a meeting that is past, before there was a ledger."""
    write_workspace(tmp_path, {"profiles/o-neil.yaml": PROFILE})
    monkeypatch.chdir(tmp_path)
    assert run("build", "o-neil", "--on", "2026-12-01", "--only", "deck.pptx").exit_code == 0
    monkeypatch.setattr(log_command, "today", lambda: TODAY)
    return tmp_path


def test_what_was_shown_and_what_came_of_it(workspace: Path) -> None:
    noted = run("log", "shown", "o-neil", "--skipped", "two-hours", "--landed", "calm-nights")
    id, *_ = [one.rpartition(" ")[2] for one in noted.stdout.splitlines() if "take it back" in one]
    assert noted.stdout.splitlines() == [
        "Noted down: o-neil, first-meeting shown on 2026-12-01 to Maija Virta (cto): 3 blocks, without two-hours",
        f"  to take it back: salespack log undo o-neil {id}", "Next: salespack log outcome o-neil",
    ]  # fmt: skip
    assert (workspace / "ledger/.gitignore").is_file()
    lost = run("log", "outcome", "o-neil", "lost", "--reason", "Not now", "--next", "Call", "--next-on", "2027-02-01")
    assert lost.stdout.splitlines()[::2] == [
        "Noted down: o-neil, lost on 2026-12-03: Not now",
        "Ask the customer why, and note it down in their words: --reason TEXT --words customer",
    ]
    listed = run("log", "list").stdout
    assert [line.split()[:4] for line in listed.splitlines()] == [
        ["day", "customer", "what", "pack"], ["2026-12-01", "o-neil", "shown", "first-meeting"],
        ["2026-12-03", "o-neil", "lost", "Not"],
    ]  # fmt: skip
    shown, outcome = json.loads(run("log", "list", "o-neil", "--json").stdout)
    assert (shown["people"], shown["skipped"], shown["landed"]) == (
        [{"role": "cto", "name": "Maija Virta"}], ["two-hours"], ["calm-nights"],
    )  # fmt: skip
    assert (outcome["result"], outcome["next"], outcome["next_on"]) == ("lost", "Call", "2027-02-01")
    corrected = run("log", "outcome", "o-neil", "won", "--correct", outcome["id"][:8], "--credit", "Aino", "--json")
    assert json.loads(corrected.stdout)["credit"] == "Aino"
    assert [one["kind"] for one in json.loads(run("log", "list", "--json").stdout)] == ["shown", "outcome"]
    assert run("log", "undo", "o-neil").stdout == "Taken back: o-neil, won on 2026-12-03\n"
    assert json.loads(run("log", "list", "--json").stdout)[1]["result"] == "lost"
    assert run("log", "undo", "o-neil", shown["id"]).exit_code == 0
    assert [one["kind"] for one in json.loads(run("log", "list", "--json").stdout)] == ["outcome"]


def test_a_meeting_that_is_past_is_listed_until_somebody_confirms_it(workspace: Path) -> None:
    Ledger(workspace / "ledger", None).begin()
    assert run("build", "o-neil", "--on", "2026-12-01", "--only", "deck.pptx").exit_code == 0
    assert [one["kind"] for one in json.loads(run("log", "list", "--json").stdout)] == ["built"]
    assert "built, not confirmed" in run("log", "list").stdout
    assert run("log", "shown", "o-neil").exit_code == 0
    assert [one["kind"] for one in json.loads(run("log", "list", "--json").stdout)] == ["shown"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("shown", "acme"), "profiles/acme.yaml: SP814 nothing was built for Acme (salespack build acme)"),
        (("shown", "o-neil", "--pack", "proposal"), "profiles/o-neil.yaml: SP814 the pack “proposal” was not built for O'Neil & Söhne <AG> #1 (the only one is first-meeting)"),
        (("shown", "o-neil", "--who", "Mikko"), "SP815 nobody knows who “Mikko” is (known are Maija Virta, Pekka Puu, cto, finance; write ROLE=NAME, such as “cto=Mikko”)"),
        (("shown", "o-neil", "--skipped", "calm-night"), "SP403 the deck has no block “calm-night” (did you mean “calm-nights”?)"),
        (("shown", "o-neil", "--on", "yesterday"), "SP106 --on: “yesterday” is not a day such as 2026-12-01 or 1.12.2026 (write it as 2026-12-01)"),
        (("shown", "o-neil", "--skipped", "2,9"), "SP403 the deck has no slide 9 (its slides are 1 to 4)"),
        (("shown", "o-neil", "--skipped", "0"), "SP403 the deck has no slide 0 (its slides are 1 to 4)"),
        (("shown", "o-neil", "--landed", "²"), "SP403 the deck has no block “²” (known are calm-nights, one-hour, opening, two-hours)"),
        (("reference", "o-neil", "maybe"), "SP816 “maybe” is no answer (write yes, or no; leave it out while nobody answered)"),
        (("outcome", "o-neil"), "SP801 what came of it is not said (one of won, lost, advanced, stalled, declined)"),
        (("outcome", "o-neil", "wonn"), "SP816 “wonn” is no outcome (did you mean “won”?)"),
        (("outcome", "o-neil", "won", "--block", "nights"), "SP403 the library has no block “nights” (did you mean “calm-nights”?)"),
        (("outcome", "o-neil", "won", "--value", "nan"), "SP105 --value nan is no sum of money (write it as 120000)"),
        (("outcome", "o-neil", "won", "--value", "-5"), "SP105 --value -5 is no sum of money (write it as 120000)"),
        (("reject", "calm-night", "--reason", "x"), "SP403 the library has no block “calm-night” (did you mean “calm-nights”?)"),
        (("reject", "calm-nights", "--reason", " "), "SP801 --reason is empty (say what is wrong with the block)"),
        (("undo", "o-neil"), "ledger: SP817 nothing was noted down of O'Neil & Söhne <AG> #1"),
        (("undo", "o-neil", "12"), "ledger: SP817 there is no entry “12” of O'Neil & Söhne <AG> #1 (`salespack log list o-neil` shows the ids; their first 4 digits are enough)"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_told_and_nothing_noted_down(
    workspace: Path, arguments: tuple[str, ...], told: str
) -> None:
    done = run("log", *arguments)
    assert (done.exit_code, done.stderr) == (2, f"{told}\n")
    assert list((workspace / "ledger").glob("*.jsonl")) == []


def test_who_was_there_can_be_somebody_new(workspace: Path) -> None:
    noted = run(
        "log", "shown", "o-neil", "--who", "maija  virta", "--who", "talous=Söhne Jr.", "--who", "finance", "--json"
    )
    assert json.loads(noted.stdout)["people"] == [
        {"role": "cto", "name": "Maija Virta"}, {"role": "finance", "name": "Söhne Jr."}, {"role": "finance", "name": "Pekka Puu"},
    ]  # fmt: skip


@pytest.mark.slow
def test_slides_that_were_skipped_are_named_by_their_numbers(workspace: Path) -> None:
    record = json.loads((workspace / "out/o-neil/first-meeting/for-you/selection.json").read_text("utf-8"))
    blocks = [one["block"] for one in record["slots"] for _ in range(one["slides"])]
    noted = json.loads(run("log", "shown", "o-neil", "--skipped", "3, 4", "--landed", "2", "--json").stdout)
    assert (noted["skipped"], noted["landed"]) == (blocks[2:4], blocks[1:2])
    elsewhere = run("log", "shown", "o-neil", "--skipped", "3", "--out", "elsewhere")
    assert (elsewhere.exit_code, "SP814 nothing was built" in elsewhere.stderr) == (2, True)


@pytest.mark.slow
def test_three_answers_note_a_meeting_down_and_draft_the_mail_that_follows(workspace: Path) -> None:
    said = ("--who", "cto", "--landed", "2", "--next", "Workshop <Oulu>", "--next-on", "2027-01-14", "--mail", "drafts")
    noted = json.loads(run("log", "o-neil", *said, "--json").stdout)
    blocks = noted["blocks"]
    assert (noted["kind"], noted["landed"], noted["next"], noted["next_on"]) == (
        "shown", [blocks[1]], "Workshop <Oulu>", "2027-01-14",
    )  # fmt: skip
    assert run("log", "meeting", "o-neil", *said).exit_code == 0
    first, second = sorted((workspace / "drafts").iterdir(), key=lambda one: len(one.name))
    assert (noted["mail"], second.name) == (f"drafts/{first.name}", f"{first.stem} (2).eml")
    mail = message_from_bytes(first.read_bytes(), policy=default)
    assert mail["Subject"] == "O'Neil & Söhne <AG> #1: our meeting on December 1, 2026, and what is next"
    text, html = text_of(mail, "plain"), text_of(mail, "html")
    assert text.startswith("Hello Maija Virta,\n\nThank you for meeting us on December 1, 2026.\n")
    assert "As agreed, next:\n\n- Workshop <Oulu> – January 14, 2027\n" in text
    assert "<li>Workshop &lt;Oulu&gt; – January 14, 2027</li>" in html


@pytest.mark.slow
def test_a_mail_that_cannot_be_written_leaves_the_meeting_noted_down_once(workspace: Path) -> None:
    (workspace / "drafts").write_text("a file")
    done = run("log", "o-neil", "--landed", "2", "--mail", "drafts")
    assert (done.exit_code, "SP803" in done.stderr, done.stdout.partition(":")[0]) == (1, True, "Noted down")
    assert [one["kind"] for one in json.loads(run("log", "list", "--json").stdout)] == ["shown"]


@pytest.mark.slow
def test_a_word_that_is_nearly_a_command_is_no_customer(workspace: Path) -> None:
    assert "No such command 'shwon'" in run("log", "shwon", "o-neil").output
    assert "SP001 there is no profile “nobody”" in run("log", "nobody").stderr


@pytest.mark.slow
def test_a_profile_that_is_renamed_keeps_what_was_noted_down(workspace: Path) -> None:
    assert run("log", "shown", "o-neil").exit_code == 0
    assert run("log", "rename", "o-neil", "acme").stderr == (
        "profiles/o-neil.yaml: SP817 “o-neil” still has a profile (rename its file first)\n"
    )
    (workspace / "profiles/o-neil.yaml").rename(workspace / "profiles/sons.yaml")
    assert run("build", "sons", "--on", "2026-12-01", "--only", "deck.pptx").exit_code == 0
    told = run("log", "reference", "sons", "--who", "Mikko").stderr
    assert "is known as “o-neil”, of which there is no profile now (salespack log rename o-neil sons)" in told
    assert (
        "SP817 nothing was noted down of “o-neal” (did you mean “o-neil”?)"
        in run("log", "rename", "o-neal", "sons").stderr
    )
    done = run("log", "rename", "o-neil", "sons")
    assert (done.stdout, done.stderr) == ("O'Neil & Söhne <AG> #1 is sons now: 1 entry of o-neil\n", "")
    ((kind, people),) = [
        (one["kind"], one["people"]) for one in json.loads(run("log", "list", "sons", "--json").stdout)
    ]
    assert (kind, people) == ("shown", [{"role": "cto", "name": "Maija Virta"}])
    held = json.loads(run("match", "sons", "--on", "2026-12-05", "--json").stdout)["rejected"]["counts"]
    assert held["shown before"] == 3
    assert run("log", "list", "o-neil").exit_code != 0
    assert run("privacy", "erase", "sons", "--yes").exit_code == 0
    assert not [*(workspace / "ledger/names").rglob("*.json")]


@pytest.mark.slow
def test_who_was_asked_to_be_a_reference_is_listed_corrected_and_erased(workspace: Path) -> None:
    asked = run("log", "reference", "o-neil", "--who", "cto")
    assert asked.stdout.startswith("Noted down: o-neil, Maija Virta (cto), asked to be a reference on 2026-12-03\n")
    refused = run("log", "reference", "o-neil", "no", "--reason", "Our lawyers", "--on", "2026-12-04")
    assert refused.stdout.splitlines()[::2] == [
        "Noted down: o-neil, asked to be a reference: no on 2026-12-04: Our lawyers",
        "So that no deck names them, write into profiles/o-neil.yaml: relationship: {reference: declined}",
    ]
    first, second = json.loads(run("log", "list", "o-neil", "--json").stdout)
    assert (first["kind"], first["answer"], first["people"]) == (
        "reference", None, [{"role": "cto", "name": "Maija Virta"}],
    )  # fmt: skip
    assert (second["answer"], second["reason"]) == ("no", "Our lawyers")
    assert "asked to be a reference: no" in run("log", "list").stdout
    assert run("log", "reference", "o-neil", "YES", "--correct", second["id"], "--json").exit_code == 0
    assert "asked to be a reference: yes" in run("log", "list").stdout
    assert run("log", "undo", "o-neil").exit_code == 0
    told = json.loads(run("privacy", "export", "o-neil").stdout)
    assert [one["answer"] for one in told["ledger"] if one["kind"] == "reference"] == [None, "no"]
    assert run("privacy", "erase", "o-neil", "--yes").exit_code == 0
    assert all(b"Our lawyers" not in path.read_bytes() for path in (workspace / "ledger").rglob("*.json*"))


@pytest.mark.slow
def test_who_made_a_success_is_in_the_news(workspace: Path) -> None:
    assert run("log", "shown", "o-neil").exit_code == 0
    won = ("log", "outcome", "o-neil", "won", "--credit", "Sari", "--block", "calm-nights")
    assert run(*won).exit_code == 0
    (news,) = json.loads(run("library", "news", "--on", "2026-12-04", "--since", "2026-12-01", "--json").stdout)
    assert (news["what"], news["block"], news["why"]) == ("success", "calm-nights", "won at o-neil, made by Sari")


def test_a_block_that_a_seller_refuses_reaches_its_owner(workspace: Path) -> None:
    refused = run("log", "reject", "calm-nights", "--reason", "Who says so? Maija Virta asked", "--by", "Sari")
    assert refused.stdout.splitlines() == [
        "Noted down: calm-nights refused on 2026-12-03: Who says so? Maija Virta asked (Sari)",
        "It is for whoever keeps it, as it has no owner: salespack library review",
    ]
    why = "refused by a seller on 2026-12-03: Who says so? Maija Virta asked (Sari)"
    review = ("library", "review", "--on", "2026-12-04")
    assert why in run(*review).stdout
    (due,) = json.loads(run(*review, "--json").stdout)
    assert [(one["block"], one["what"], one["why"]) for one in due["due"]] == [("calm-nights", "refused", why)]
    assert run("library", "approve", "calm-nights", "--by", "Aino", "--on", "2026-12-04").exit_code == 0
    assert run(*review).stdout == "Nothing is due\n"
    assert run("log", "shown", "o-neil").exit_code == 0
    assert run("privacy", "erase", "o-neil", "--yes").exit_code == 0
    assert all(b"Maija" not in path.read_bytes() for path in (workspace / "ledger").rglob("*.json*"))


def test_a_ledger_that_cannot_be_written_is_told(workspace: Path) -> None:
    (workspace / "ledger").write_text("a file")
    done = run("log", "shown", "o-neil")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("ledger: SP813 no ledger can be made: ")


@pytest.mark.slow
def test_the_briefing_tells_what_is_next_what_they_asked_and_who_was_asked_as_a_reference(workspace: Path) -> None:
    assert run("log", "o-neil", "--on", "2026-12-01", "--next", "Workshop <Oulu>").exit_code == 0
    assert run("log", "outcome", "o-neil", "stalled", "--objection", "Who else has it?").exit_code == 0
    assert run("log", "reference", "o-neil", "yes", "--who", "cto").exit_code == 0
    brief = ("build", "o-neil", "--on", "2026-12-05", "--only", "brief.pdf", "--force")
    assert run(*brief).exit_code == 0
    (path,) = (workspace / "out/o-neil/first-meeting/for-you").glob("*.pdf")
    told = " ".join("".join(page.extract_text() for page in PdfReader(path).pages).split())
    assert "next: Workshop <Oulu>" in told
    assert "they asked: Who else has it?" in told
    assert "asked to be a reference: yes (Maija Virta)" in told


@pytest.mark.slow
def test_a_terminal_asks_three_things_of_a_meeting(workspace: Path) -> None:
    with terminal(workspace, "log", "o-neil", LANG="fi_FI.UTF-8") as at:
        at.expect("Ketkä olivat paikalla")
        at.type("")
        at.expect("Mikä osui parhaiten")
        at.type("2")
        at.expect("Mitä seuraavaksi")
        at.type("Työpaja")
        at.expect("2026-12-01")
        at.type("2027-01-14")
        at.expect("Kirjoitetaanko")
        at.type("")
        at.expect("Luonnostellaanko jälkiviesti")
        at.type("")
        assert at.ended() == 0
    (draft,) = (workspace / "out/o-neil").glob("*.eml")
    mail = message_from_bytes(draft.read_bytes(), policy=default)
    assert "\n- Työpaja – January 14, 2027\n" in text_of(mail, "plain")
    assert run("privacy", "erase", "o-neil", "--yes").exit_code == 0
    assert not draft.exists()


@pytest.mark.slow
def test_a_terminal_asks_in_the_sellers_language(workspace: Path) -> None:
    with terminal(workspace, "log", "shown", "o-neil", LANG="fi_FI.UTF-8") as at:
        at.expect("Milloin näytettiin: päivä, kuten 2026-12-01 [")
        at.type("2126-12-01")
        at.expect("Ketkä olivat paikalla")
        at.expect("[Maija Virta]: ")
        at.type("Pekka Puu, talous=Uusi Ihminen")
        at.expect("Mitä ei näytetty")
        at.type("Two hours")
        at.expect("Mikä osui parhaiten")
        at.type("2")
        at.expect("Paikalla: Pekka Puu (finance), Uusi Ihminen (finance)")
        at.expect("Kirjoitetaanko")
        at.type("")
        assert at.ended() == 0
    with terminal(workspace, "log", "outcome", "o-neil") as at:
        at.expect("What came of it")
        at.type("lost")
        at.expect("Why")
        at.type("Too dear")
        at.expect("the customer's words")
        at.type("yes")
        at.expect("What they asked")
        at.type("Is it safe?; Who else?")
        at.expect("What is next")
        at.type("")
        at.expect("Write it")
        at.type("")
        assert at.ended() == 0
    outcome, shown = json.loads(run("log", "list", "--json").stdout)  # a day later than the day of the test
    assert [one["name"] for one in shown["people"]] == ["Pekka Puu", "Uusi Ihminen"]
    assert (shown["skipped"], shown["landed"]) == (["two-hours"], ["calm-nights"])
    assert (outcome["result"], outcome["reason"], outcome["words"], outcome["objections"]) == (
        "lost", "Too dear", "customer", ["Is it safe?", "Who else?"],
    )  # fmt: skip
