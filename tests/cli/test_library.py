from __future__ import annotations

import contextlib
import email
import json
import os
import pty
import subprocess
import sys
from email import policy
from pathlib import Path

import pytest
from typer.testing import CliRunner

from salespack.cli.main import app
from tests.importing.decks import write_deck
from tests.workspaces import BLOCKS, write_files, write_workspace

DATED = """\
---
# who wrote this: Maija
kind: benefit
values: {lower-run-cost: 4}   # measured
owner: maija
state: draft
valid_until: 2027-01-10
---
# Half the bill

- text of the slide
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_workspace(tmp_path, {
        "content_blocks/benefits/half.md": DATED,
        "content_blocks/benefits/half.fi.md": "---\ntranslates: 1\n---\n# Puolet laskusta\n\n- teksti\n",
        "content_blocks/people/maija.yaml": "name: Maija Esimerkki\ntitle: Writer\nemail: maija@lumikko.example\n",
        "content_blocks/benefits/bad.md": "---\nkind: benefit\nvalue: 1\n---\n# Bad\n",
    })  # fmt: skip
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["library", *arguments])
    assert done.exit_code == code, done.output
    return done.stdout


def listed(*arguments: str) -> list[str]:
    return [one["id"] for one in json.loads(run("list", "--json", *arguments))]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--kind", "benefit"), ["calm-nights", "half"]),
        (("--kind", "benefit", "--kind", "experience", "--value", "fewer-outages"), ["calm-nights", "one-hour", "two-hours"]),
        (("--state", "draft"), ["half"]),
        (("--state", "broken"), ["bad"]),
        (("--state", "at-risk", "--owner", "MAIJA"), ["half"]),
        (("--language", "fi"), ["half"]),
        (("--tag", "opening"), ["opening"]),
        (("--expires-before", "11.1.2027"), ["half"]),
        (("--expires-before", "2027-01-10"), []),
        (("--where", "values.fewer-outages=4"), ["one-hour"]),
        (("--where", "values=lower-run-cost"), ["half"]),
        (("--where", "valid_until=2027-01-10"), ["half"]),
        (("--where", "owner=", "--kind", "benefit"), ["calm-nights"]),
        (("puolet", "lower"), ["half"]),
        (("puolet", "outages"), []),
        (("--stage", "decision", "--role", "cto", "--industry", "retail", "--kind", "benefit"), ["calm-nights", "half"]),
    ],
)  # fmt: skip
def test_list_filters(workspace: Path, arguments: tuple[str, ...], expected: list[str]) -> None:
    assert [one for one in listed(*arguments) if one != "bad" or expected == ["bad"]] == expected


@pytest.mark.parametrize(
    "arguments",
    [
        ("--kind", "benefits"),
        ("--where", "about"),
        ("--where", "abut.x=1"),
        ("--columns", "x"),
        ("--expires-before", "x"),
    ],
)
def test_what_cannot_be_asked_for_is_told(workspace: Path, arguments: tuple[str, ...]) -> None:
    run("list", *arguments, code=2)


def test_list_is_a_plain_table_in_a_pipe(workspace: Path) -> None:
    table = run("list", "--owner", "maija", "--columns", "id,state,title").splitlines()
    assert [line.split() for line in table] == [["id", "state", "title"], ["half", "draft", "Half", "the", "bill"]]
    assert "unknown key “value”" in run("list", "--state", "broken")


def test_show_renders_for_a_customer_and_says_where_it_is_used(workspace: Path) -> None:
    told = run("show", "calm-nights", "--profile", "acme")
    assert "Slide 1, for acme in en: Calm nights" in told
    assert "for Acme" in told
    assert "May stand in: first-meeting/promise" in told
    assert "Chosen for: acme" in told
    assert "No history: the library is not in git" in told
    assert "for Your customer" in run("show", "calm-nights")
    finnish = json.loads(run("show", "half", "--language", "fi", "--json"))
    assert (finnish["language"], finnish["slides"][0]["title"]) == ("fi", "Puolet laskusta")
    run("show", "bad", code=1)
    run("show", "calm-night", code=2)
    run("show", "calm-nights", "--language", "fi", code=2)


def test_show_tells_the_history(workspace: Path) -> None:
    me = ("-c", "user.name=Maija", "-c", "user.email=m@x.example")
    for command in (("init", "-q"), ("add", "."), (*me, "commit", "-q", "-m", "First words")):
        subprocess.run(("git", *command), cwd=workspace, check=True)
    history = json.loads(run("show", "calm-nights", "--json"))["history"]
    assert [(one["author"], one["subject"]) for one in history] == [("Maija", "First words")]


def test_coverage_names_what_to_write_next(workspace: Path) -> None:
    write_files(workspace, {"profiles/b.yaml": "customer: {name: B, language: fi}\nvalues: {lower-run-cost: 8}\n"})
    told = run("coverage", "--by", "stage").splitlines()
    assert told[1].split() == ["value", "evaluation", "decision"]
    assert told[2].split() == ["fewer-outages", "3·5", "3·5"]
    assert told[3].split() == ["lower-run-cost", "–", "–"]
    assert told[6] == "  1. Write a benefit for lower-run-cost in Finnish: 1 profile, weight 8; or approve half"


def test_holes_say_what_to_write_next_and_for_whom(workspace: Path) -> None:
    """A value whose only block is a draft is begun; one that no block speaks to is one decision."""
    write_files(workspace, {
        "profiles/b.yaml": "customer: {name: B, revenue: 5000000}\nvalues: {lower-run-cost: 8}\n",
        "profiles/c.yaml": "customer: {name: C}\nvalues: {lower-run-cost: 6}\n",
    })  # fmt: skip
    assert run("holes", "--on", "2026-12-01").splitlines()[:3] == [
        "What to write next, for 3 customers:",
        "  1. Write a benefit for lower-run-cost in English: 2 profiles, weight 14, revenue 5,000,000 EUR; "
        "or approve half",
        "     for b, c",
    ]
    assert run("holes", "--top", "1").splitlines()[-1] == "  and 1 more: --top 2"
    write_files(workspace, {"content_blocks/benefits/half.md": DATED.replace("lower-run-cost: 4", "fewer-outages: 1")})
    assert run("holes", "--on", "2026-12-01").splitlines() == [
        "What to write next, for 3 customers:",
        "  1. Nothing answers lower-run-cost in English: 2 profiles, weight 14, revenue 5,000,000 EUR. If you offer it, "
        "begin with a benefit; 1 optional slot can wait. If you do not, tell them",
        "     for b, c",
    ]
    told = json.loads(run("holes", "--json"))
    assert (told["profiles"], [one["unanswered"] for one in told["tasks"]]) == (3, [True])
    run("holes", "--on", "soon", code=2)


def test_coverage_as_csv_and_json(workspace: Path) -> None:
    assert run("coverage", "--by", "language", "--csv", "-").splitlines() == [
        "value,language,blocks,strong,best", "fewer-outages,en,3,3,5", "fewer-outages,fi,0,0,0",
        "lower-run-cost,en,0,0,0", "lower-run-cost,fi,0,0,0",
    ]  # fmt: skip
    run("coverage", "--by", "all", "--csv", "cube.csv")
    assert len((workspace / "cube.csv").read_text().splitlines()) == 1 + 2 * 2 * 2 * 2 * 2 * 4
    run("coverage", "--by", "all", code=2)
    told = json.loads(run("coverage", "--json", "--on", "2027-02-01"))
    assert {(one["value"], one["kind"], one["best"]) for one in told["cells"] if one["best"]} == {
        ("fewer-outages", "benefit", 5), ("fewer-outages", "experience", 4),
    }  # fmt: skip


def test_coverage_for_a_launch_says_what_is_gone_then(workspace: Path) -> None:
    run("approve", "half", "--by", "maija")
    told = run("coverage", "--on", "2999-02-01")
    assert "1 blocks can no longer be used then: half" in told


def test_refused_builds_count_when_asked(workspace: Path) -> None:
    write_files(workspace, {"profiles/b.yaml": "customer: {name: B}\nvalues: {lower-run-cost: 8}\n"})
    assert CliRunner().invoke(app, ["build", "b"]).exit_code == 3
    assert "1 refused build" in run("coverage", "--from-refusals")
    assert "refused" not in run("coverage")
    (workspace / "profiles" / "b.yaml").unlink()
    assert "for lower-run-cost in English: 0 profiles, weight 8, 1 refused build" in run("coverage", "--from-refusals")


def test_the_heat_map_is_coloured_on_a_terminal(workspace: Path) -> None:
    main, end = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    done = subprocess.run(
        (sys.executable, "-m", "salespack", "library", "coverage", "--by", "kind"),
        stdout=end, stderr=subprocess.DEVNULL, env=environment, check=False,
    )  # fmt: skip
    os.close(end)
    shown = b""
    with contextlib.suppress(OSError):  # the end, as Linux tells it
        while more := os.read(main, 65536):
            shown += more
    os.close(main)
    assert done.returncode == 0
    assert b"\x1b[" in shown and "1·5".encode() in shown and b"too weak for a slot" in shown


def test_duplicates_say_which_to_keep(workspace: Path) -> None:
    line = "Every outage is seen by the nurses before the machines that watch it say a word about it"
    write_files(workspace, {
        "content_blocks/benefits/calm-nights.md": f"---\nkind: benefit\nvalues: {{fewer-outages: 5}}\n---\n# Calm\n\n- {line}\n",
        "content_blocks/benefits/copy.md": f"---\nkind: benefit\nvalues: {{fewer-outages: 3}}\n---\n# Calm\n\n- {line}.\n",
    })  # fmt: skip
    told = json.loads(run("duplicates", "--json"))
    assert [(one["keep"], [block["block"] for block in one["blocks"]]) for one in told] == [
        ("calm-nights", ["calm-nights", "copy"])
    ]
    assert "Keep calm-nights" in run("duplicates")
    assert run("duplicates", "--language", "fi").startswith("No two of")


def test_review_tells_owners_and_drafts_their_mails(workspace: Path) -> None:
    run("approve", "half", "--by", "Ägidius", "--on", "2026-11-01", "--until", "2026-11-20")
    told = run("review", "--on", "2026-11-21", "--within", "60", "--mail", "mails")
    assert "maija" in told and "was to be reviewed by 2026-11-20" in told and "expires on 2027-01-10" in told
    message = email.message_from_bytes((workspace / "mails" / "maija.eml").read_bytes(), policy=policy.default)
    assert (message["To"], message["X-Unsent"]) == ("Maija Esimerkki <maija@lumikko.example>", "1")
    assert "approve half --by NAME" in message.get_content()
    assert "a later valid_until" in message.get_content()
    assert json.loads(run("review", "--on", "2026-11-21", "--mail", "mails", "--json"))[0]["owner"] == "maija"
    assert run("review", "--owner", "nobody") == "Nothing is due\n"


@pytest.mark.slow
def test_all_drafts_of_a_deck_are_approved_but_for_those_with_errors(workspace: Path) -> None:
    slides = [
        ("Calm nights", ["No outage woke anybody"]),
        ("Half a night", ["Downtime fell"]),
        ("Next steps", ["Choose one"]),
        ("Sleep", ["One outage"]),
    ]
    write_deck(workspace / "Sales deck.pptx", slides)
    invoke = CliRunner().invoke
    assert invoke(app, ["import", "deck", "Sales deck.pptx", "--no"]).exit_code == 0
    broken = workspace / "content_blocks/imported/sales-deck/half-a-night.md"
    broken.write_text(broken.read_text() + "::: notes\n{{ customer.nam }}\n:::\n")
    done = invoke(app, ["library", "approve", "--all-from", "sales deck", "--by", "maija"])
    assert done.exit_code == 1
    assert "half-a-night.md:8:4: SP302" in done.stderr
    assert "1 block with errors stays as a draft: mend and approve it\n" in done.stderr
    assert listed("--state", "draft") == ["half", "half-a-night"]
    assert "calm-nights-2" in listed("--state", "approved")
    assert run("approve", "--all-from", "no-deck", "--by", "maija", code=2) == ""
    assert run("approve", "--by", "maija", code=2) == run("approve", "x", "--all-from", "y", "--by", "m", code=2) == ""
    built = invoke(app, ["build", "acme", "--only", "deck.pptx"]).stdout
    assert "1 block approved since 2026-" in built
    assert " not in it: 1 answers nothing: strength below 3 on fewer-outages\n" in built


def test_news_are_what_came_into_use_was_retired_or_expired(workspace: Path) -> None:
    head = "---\nkind: benefit\nvalues: {fewer-outages: 4}\n"
    write_files(workspace, {
        f"content_blocks/benefits/{name}.md": f"{head}{lines}---\n# {name.capitalize()}\n\n- text\n"
        for name, lines in {
            "approved": "approved: {by: aino, on: 2026-11-20}\n",
            "again": "version: 3\napproved: {by: aino, on: 2026-11-21}\n",
            "started": "valid_from: 2026-11-22\n",
            "later": "valid_from: 2026-12-22\n",
            "over": "valid_until: 2026-11-18\n",
            "gone": "state: retired\nretired: {by: aino, on: 2026-11-19, why: the office closed}\n",
            "long-ago": "approved: {by: aino, on: 2026-01-20}\n",
        }.items()
    })  # fmt: skip
    told = json.loads(run("news", "--on", "2026-11-25", "--json"))
    assert [(one["day"], one["what"], one["block"], one["why"]) for one in told] == [
        ("2026-11-22", "valid", "started", ""),
        ("2026-11-21", "new version", "again", "version 3"),
        ("2026-11-20", "new", "approved", ""),
        ("2026-11-19", "retired", "gone", "the office closed"),
        ("2026-11-19", "expired", "over", "was valid until 2026-11-18"),
    ]
    assert run("news", "--since", "2026-11-20", "--on", "2026-11-25").startswith("2 things are new since 2026-11-20\n")
    assert run("news", "--value", "lower-run-cost", "--on", "2026-11-25") == "Nothing is new since 2026-11-11\n"
    assert run("news", "--since", "2026-12-01", "--on", "2026-11-25", code=2) == ""


def test_without_approvals_git_says_when_a_block_came(workspace: Path) -> None:
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@b.example")
    for day, name in (("2026-11-01", "content_blocks/benefits/calm-nights.md"), ("2026-11-20", ".")):
        stamped = {**os.environ, "GIT_COMMITTER_DATE": f"{day}T12:00:00Z", "GIT_AUTHOR_DATE": f"{day}T12:00:00Z"}
        for command in ((*git, "init", "-q"), (*git, "add", name), (*git, "commit", "-qm", "x")):
            subprocess.run(command, cwd=workspace, check=True, env=stamped)
    told = json.loads(run("news", "--since", "2026-11-10", "--on", "2026-11-25", "--json"))
    assert {(one["day"], one["what"]) for one in told} == {("2026-11-20", "new")}
    assert "one-hour" in {one["block"] for one in told} and "calm-nights" not in {one["block"] for one in told}


def test_only_those_may_approve_whom_the_library_names(workspace: Path) -> None:
    settings = workspace / "content_blocks/library.yaml"
    settings.write_text(
        settings.read_text()
        + "approvers:\n  Aino Rantala: {}\n  Timo: {languages: [fi]}\n  Bo: {values: [fewer-outages]}\n"
    )
    file = workspace / "content_blocks/benefits/half.md"
    told = {
        "Maija": "Maija is not among the approvers of library.yaml",
        "timo": "timo may not approve texts in en (ask Aino Rantala)",
        "Bo": "Bo may not approve what speaks to lower-run-cost (ask Aino Rantala)",
    }
    for who, why in told.items():
        done = CliRunner().invoke(app, ["library", "approve", "half", "--by", who])
        assert done.exit_code == 1
        assert done.stderr.startswith(f"content_blocks/benefits/half.md: SP428 {why}")
    assert file.read_text() == DATED
    assert run("approve", "half", "--by", "aino rantala").startswith("approved half")


def test_approve_and_retire_change_their_lines_and_no_other(workspace: Path) -> None:
    file = workspace / "content_blocks" / "benefits" / "half.md"
    translation = (workspace / "content_blocks" / "benefits" / "half.fi.md").read_bytes()
    run("approve", "half", "--by", "Maija: a “writer”", "--on", "2026-11-21")
    assert file.read_text() == DATED.replace(
        "state: draft\n", 'state: approved\napproved: {by: "Maija: a “writer”", on: 2026-11-21}\n'
    )
    assert run("approve", "half", "--by", "Maija: a “writer”", "--on", "2026-11-21").startswith("nothing to change")
    run("retire", "half", "--by", "maija", "--why", "NO", "--on", "2026-11-22")
    assert "retired: {by: maija, on: 2026-11-22, why: NO}" in file.read_text()
    assert listed("--state", "retired") == ["half"]
    run("approve", "half", "--by", "maija", "--on", "2026-11-23", "--until", "2027-11-23")
    assert "retired" not in file.read_text() and "review_by: 2027-11-23" in file.read_text()
    assert (workspace / "content_blocks" / "benefits" / "half.fi.md").read_bytes() == translation


def test_an_approval_says_what_stays_expired(workspace: Path) -> None:
    assert "expired" not in run("approve", "half", "--by", "a", "--on", "2027-01-10")
    assert "half expired on 2027-01-10" in run("approve", "half", "--by", "a", "--on", "2027-01-11")


def test_a_past_review_day_goes_with_a_new_approval(workspace: Path) -> None:
    run("approve", "half", "--by", "a", "--on", "2026-11-01", "--until", "2026-11-20")
    run("approve", "half", "--by", "a", "--on", "2026-11-21")
    assert "review_by" not in (workspace / "content_blocks" / "benefits" / "half.md").read_text()


def test_one_wrong_block_changes_none(workspace: Path) -> None:
    run("approve", "half", "bad", "--by", "maija", code=1)
    run("approve", "half", "nope", "--by", "maija", code=2)
    run("approve", "half", "--by", " ", code=2)
    run("approve", "half", "--by", "a", "--on", "2026-11-21", "--until", "2026-11-01", code=2)
    assert (workspace / "content_blocks" / "benefits" / "half.md").read_text() == DATED


def test_line_endings_and_the_byte_order_mark_stay(workspace: Path) -> None:
    file = workspace / "content_blocks" / "benefits" / "calm-nights.md"
    before = b"\xef\xbb\xbf" + BLOCKS["benefits/calm-nights.md"].replace("\n", "\r\n").encode()
    file.write_bytes(before)
    run("approve", "calm-nights", "--by", "a", "--on", "2026-11-21")
    assert file.read_bytes() == before.replace(b"5}\r\n", b"5}\r\napproved: {by: a, on: 2026-11-21}\r\n")


def test_blocks_take_their_state_from_defaults(workspace: Path) -> None:
    write_files(workspace, {"content_blocks/benefits/_defaults.yaml": "state: draft\n"})
    assert "calm-nights" in listed("--state", "draft")
    run("approve", "calm-nights", "--by", "a")
    assert "calm-nights" in listed("--state", "approved")


@pytest.mark.parametrize(
    "name",
    [
        "list",
        "show",
        "coverage",
        "review",
        "approve",
        "retire",
        "export",
        "import",
        "duplicates",
        "benchmark",
        "whitespace",
    ],
)
def test_every_command_has_help_with_examples(name: str) -> None:
    assert f"salespack library {name}" in run(name, "--help")
