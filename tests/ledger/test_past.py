"""What the ledger feeds: people are not shown again what they have seen, and blocks rise and sink by what came of them."""

from __future__ import annotations

import datetime
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from salespack.building.build import Builder, Matched, Request
from salespack.cli.main import app
from salespack.cli.reasons import answer_lines
from salespack.ledger.events import Piece
from salespack.ledger.ledger import Attendee, Ledger, new_event
from salespack.library.index import open_library
from tests.workspaces import BLOCKS, write_workspace

TODAY = datetime.date(2026, 11, 21)
CTO, CFO = Attendee("cto", "Maija Virta"), Attendee("finance", "Pekka Puu")
PROFILE = """\
customer: {{name: Acme, industry: healthcare, language: {language}}}
values: {{fewer-outages: 9}}
stakeholders: [{{role: cto, name: Maija Virta}}, {{role: finance, name: Pekka Puu}}]
meeting: {{date: 2026-12-01, roles: [{roles}]}}
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    found = Ledger(tmp_path / "ledger", None)
    found.begin()
    return found


def note(
    ledger: Ledger,
    kind: Any,
    on: str,
    *people: Attendee,
    profile: str = "acme",
    blocks: tuple[str, ...] = (),
    **fields: Any,
) -> None:
    ledger.write(
        profile, profile.title(), people,
        lambda customer, ids: new_event(
            kind, customer=customer, people=ids, on=datetime.date.fromisoformat(on), blocks=tuple(map(Piece, blocks)), **fields
        ),
    )  # fmt: skip
    ledger.close()


def matched(root: Path, ledger: Ledger, roles: str = "cto", **fields: Any) -> Matched:
    profile = PROFILE.format(roles=roles, language="en")
    library = write_workspace(root, {"profiles/acme.yaml": profile})
    request = Request(profile=root / "profiles/acme.yaml", out=root / "out", today=TODAY, **fields)
    return Builder(open_library(library, None), None, ledger).match(request)


def told(found: Matched) -> list[str]:
    return [line.strip() for line in answer_lines(found, {})]


def blocks(found: Matched) -> list[str | None]:
    return [one.block for one in found.selection.chosen]


def test_what_all_in_the_room_have_seen_gives_way_to_what_is_new(tmp_path: Path, ledger: Ledger) -> None:
    note(ledger, "shown", "2026-03-03", CTO, blocks=("opening", "one-hour"))
    found = matched(tmp_path, ledger)
    assert blocks(found) == ["opening", "calm-nights", "two-hours"]
    assert "shown before, so left out: one-hour (to cto on 2026-03-03); --pin ID shows one again" in told(found)
    assert blocks(matched(tmp_path, ledger, pin=("one-hour",))) == ["opening", "calm-nights", "one-hour", "two-hours"]


def test_what_is_new_to_one_of_them_stays_and_says_who_has_seen_it(tmp_path: Path, ledger: Ledger) -> None:
    note(ledger, "shown", "2026-03-03", CTO, blocks=("one-hour",))
    found = matched(tmp_path, ledger, roles="cto, finance")
    assert "one-hour" in blocks(found)
    assert "you showed one-hour to cto on 2026-03-03; new to finance" in told(found)
    assert "one-hour" in blocks(matched(tmp_path, ledger, roles="finance"))
    note(ledger, "shown", "2026-04-03", CFO, blocks=("one-hour",))
    assert "one-hour" not in blocks(matched(tmp_path, ledger, roles="cto, finance"))


def test_who_has_the_role_now_may_be_somebody_else(tmp_path: Path, ledger: Ledger) -> None:
    note(ledger, "shown", "2026-03-03", Attendee("cto", "Somebody who left"), blocks=("one-hour",))
    assert "one-hour" in blocks(matched(tmp_path, ledger))
    note(ledger, "shown", "2026-03-03", Attendee("cto"), blocks=("one-hour",))  # nobody said who
    assert "one-hour" not in blocks(matched(tmp_path, ledger))


def test_skipped_later_and_unconfirmed_showings_hold_nothing_back(tmp_path: Path, ledger: Ledger) -> None:
    note(ledger, "shown", "2026-03-03", CTO, blocks=("one-hour", "calm-nights"), skipped=("one-hour", "calm-nights"))
    note(ledger, "shown", "2026-12-01", CTO, blocks=("calm-nights",))  # at the meeting itself: it can be built again
    note(
        ledger,
        "built",
        "2026-10-01",
        CTO,
        blocks=("calm-nights",),
        pack="first-meeting",
        meeting=datetime.date(2026, 10, 1),
    )
    found = matched(tmp_path, ledger)
    assert blocks(found) == ["opening", "calm-nights", "one-hour", "two-hours"]
    assert (
        "first-meeting was built for 2026-10-01, and nobody said that it was shown: salespack log shown acme --on 2026-10-01"
        in told(found)
    )


def test_what_is_older_than_it_is_kept_is_forgotten(tmp_path: Path, ledger: Ledger) -> None:
    note(ledger, "shown", "2024-11-20", CTO, blocks=("one-hour",))
    assert "one-hour" in blocks(matched(tmp_path, ledger))
    note(ledger, "shown", "2024-11-21", CTO, blocks=("one-hour",))
    assert "one-hour" not in blocks(matched(tmp_path, ledger))


def test_a_losing_block_sinks_and_a_winning_one_rises_by_how_much_is_known(tmp_path: Path, ledger: Ledger) -> None:
    before = {one.block: one.score for one in matched(tmp_path, ledger).selection.chosen}
    for number in range(6):
        for block, result in (("calm-nights", "won"), ("one-hour", "lost")):
            profile = f"{block}-{number}"
            note(ledger, "shown", "2026-03-03", CTO, profile=profile, blocks=(block,), segment="healthcare")
            note(ledger, "outcome", "2026-04-03", profile=profile, result=result, segment="healthcare")
    found = matched(tmp_path, ledger)
    after = {one.block: one.score for one in found.selection.chosen}
    assert after["calm-nights"] > before["calm-nights"]
    assert after["one-hour"] < before["one-hour"]
    assert (list(before)[2:], list(after)[2:]) == (["one-hour", "two-hours"], ["two-hours", "one-hour"])
    assert (found.learnt.past and found.learnt.past.record) == {"calm-nights": (6, 6), "one-hour": (0, 6)}


def test_match_explains_the_record_and_the_brief_tells_the_past(
    tmp_path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(ledger, "shown", "2026-03-03", CTO, blocks=("one-hour",), pack="first-meeting", segment="healthcare")
    note(
        ledger,
        "outcome",
        "2026-03-09",
        result="lost",
        reason="Too dear <b>#1</b>",
        objections=("Is it safe?",),
        next="Call again",
    )
    write_workspace(
        tmp_path, {"profiles/acme.yaml": PROFILE.format(roles="cto, finance", language="fi")}, blocks=FINNISH
    )
    monkeypatch.chdir(tmp_path)
    explained = CliRunner().invoke(app, ["match", "acme", "--explain"]).stdout
    assert "last time: lost on 2026-03-09: Too dear <b>#1</b>" in explained
    assert [line.split() for line in explained.splitlines() if " 0 of 1 " in line] == [
        ["one-hour", "0", "of", "1", "0", "of", "1", "-0.25"]
    ]
    record = json.loads(CliRunner().invoke(app, ["match", "acme", "--json"]).stdout)
    (slot,) = [one for one in record["slots"] if "seen" in one]
    assert slot["seen"] == {"on": "2026-03-03", "roles": ["cto"], "new_to": ["finance"]}


FINNISH = BLOCKS | {
    name.replace(".md", ".fi.md"): f"---\ntranslates: 1\n---\n{text.split('---')[2]}" for name, text in BLOCKS.items()
}


@pytest.mark.slow
def test_the_brief_tells_the_past_in_its_language(
    tmp_path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(ledger, "shown", "2026-03-03", CTO, blocks=("one-hour",), pack="first-meeting")
    note(
        ledger,
        "outcome",
        "2026-03-09",
        result="lost",
        reason="Too dear <b>#1</b>",
        objections=("Is it safe?",),
        next="Call",
    )
    write_workspace(
        tmp_path, {"profiles/acme.yaml": PROFILE.format(roles="cto, finance", language="fi")}, blocks=FINNISH
    )
    monkeypatch.chdir(tmp_path)
    built = CliRunner().invoke(app, ["build", "acme", "--only", "brief.pdf"])
    assert built.exit_code == 0, built.stderr
    (brief,) = (tmp_path / "out").rglob("brief.pdf")
    text = subprocess.run(["pdftotext", "-layout", brief, "-"], capture_output=True, text=True, check=True).stdout
    told = " ".join(text.split())
    for said in (
        "Mitä on näytetty, ja mitä siitä seurasi", "3. maaliskuuta 2026 Ensitapaaminen: Maija Virta",
        "9. maaliskuuta 2026 hävitty: Too dear <b>#1</b>", "he kysyivät: Is it safe?", "seuraavaksi: Call",
        "One hour a year: näytetty 3. maaliskuuta 2026 (CTO); uutta: Talous",
    ):  # fmt: skip
        assert said in told
