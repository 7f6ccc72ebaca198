"""Erasure leaves no byte of a customer, keeps counts of nobody, and is not undone by copies that come back."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from salespack.cli.main import app
from salespack.ledger.erasing import erase_from, remains_in, tidy
from salespack.ledger.events import Piece
from salespack.ledger.ledger import Attendee, Ledger, new_event
from salespack.ledger.names import all_customers

TODAY = datetime.date(2026, 11, 21)
CTO = Attendee("cto", "Maija Virta")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    (tmp_path / "own").mkdir(mode=0o700)
    found = Ledger(tmp_path / "ledger", tmp_path / "own")
    found.begin()
    return found


def season(ledger: Ledger, profile: str, year: int = 2026) -> None:
    """A showing and a win, said by a seller."""
    for kind, day, fields in (
        ("shown", 1, {"blocks": (Piece("calm"), Piece("fast"))}),
        ("outcome", 2, {"result": "won", "reason": f"Maija of {profile} said so"}),
    ):
        note(ledger, profile, kind, datetime.date(year, 3, day), **fields)


def note(ledger: Ledger, profile: str, kind: Any, on: datetime.date, **fields: Any) -> None:
    ledger.write(
        profile, f"{profile} Oy", (CTO,),
        lambda customer, people: new_event(kind, customer=customer, people=people, on=on, segment="retail", **fields),
    )  # fmt: skip
    ledger.close()


def everything(folder: Path) -> bytes:
    return b"\n".join(path.name.encode() + path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_erasure_takes_lines_and_names_of_one_customer_and_keeps_counts(ledger: Ledger) -> None:
    season(ledger, "acme")
    season(ledger, "beta")
    remains = remains_in(ledger, "acme")
    assert (remains.lines, len(remains.known.people)) == (2, 1)
    erase_from(ledger, remains)
    left = everything(ledger.folder)
    assert b"acme" not in left and b"Maija of beta" in left
    assert all(
        id.encode() not in left.replace(b'"kind":"erased","customer":"' + id.encode(), b"") for id in remains.known.ids
    )
    assert (ledger.history("acme").events, len(ledger.history("beta").events)) == ((), 2)
    assert ledger.record("retail") == ({"calm": (2, 2), "fast": (2, 2)},) * 2


def test_what_a_copy_brings_back_counts_for_nothing_and_goes_again(ledger: Ledger, tmp_path: Path) -> None:
    season(ledger, "acme")
    shutil.copytree(ledger.folder, tmp_path / "copy")
    erase_from(ledger, remains_in(ledger, "acme"))
    shutil.copytree(tmp_path / "copy/names", ledger.folder / "names", dirs_exist_ok=True)
    for path in (tmp_path / "copy").glob("*.jsonl"):
        shutil.copy(path, ledger.folder / f"{path.stem} (conflicted copy).jsonl")
    ledger.close()
    assert (ledger.history("acme").events, ledger.record("")[0]) == ((), {"calm": (1, 1), "fast": (1, 1)})
    season(ledger, "acme")  # somebody new, of the same name
    assert len(ledger.history("acme").events) == 2
    ledger.close()
    assert tidy(ledger, TODAY) == 2
    assert everything(ledger.folder).count(b"Maija of acme") == 1
    assert len(ledger.history("acme").events) == 2


def test_what_waits_to_be_sent_goes_too(ledger: Ledger) -> None:
    season(ledger, "acme")
    away = ledger.folder.rename(ledger.folder.with_name("away"))
    season(ledger, "acme")
    away.rename(ledger.folder)
    ledger.close()
    erase_from(ledger, remains_in(ledger, "acme"))
    assert b"Maija" not in everything(ledger.folder.parent)
    note(ledger, "beta", "shown", TODAY)
    assert b"acme" not in everything(ledger.folder.parent)


def test_what_is_too_old_becomes_counts_of_nobody(ledger: Ledger) -> None:
    season(ledger, "acme", year=2024)
    season(ledger, "beta")
    assert tidy(ledger, datetime.date(2026, 3, 1)) == 0
    assert tidy(ledger, datetime.date(2026, 3, 2)) == 1
    assert tidy(ledger, TODAY) == 1
    assert tidy(ledger, TODAY) == 0
    assert (ledger.history("acme").events, ledger.record("")[0]["calm"]) == ((), (1, 1))


def test_an_erasure_that_was_stopped_can_be_said_again(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    season(ledger, "acme")
    with monkeypatch.context() as stopped:
        stopped.setattr("salespack.ledger.erasing.rewrite", lambda *_: (_ for _ in ()).throw(OSError("gone")))
        with pytest.raises(OSError, match="gone"):
            erase_from(ledger, remains_in(ledger, "acme"))
    ledger.close()
    assert ledger.record("")[0] == {"calm": (1, 1), "fast": (1, 1)}
    run = CliRunner()
    monkeypatch.chdir(ledger.folder.parent)
    monkeypatch.setenv("SALESPACK_CACHE", str(ledger.folder.parent / "own"))
    assert run.invoke(app, ["privacy", "erase", "acme", "--yes"]).exit_code == 0
    assert b"Maija" not in everything(ledger.folder.parent)


def test_what_others_left_in_the_folder_disturbs_nothing(ledger: Ledger) -> None:
    season(ledger, "acme")
    (ledger.folder / "folder.jsonl").mkdir()
    (ledger.folder / "names/a file.json").write_text("{")
    (ledger.folder / "names/other").mkdir()
    (ledger.folder / "names/other/x.json").write_text('{"id": 1}')
    (ledger.folder / "sixteen bits.jsonl").write_bytes("{}\r\n".encode("utf-16"))
    assert [one.profile for one in all_customers(ledger.folder)] == ["acme"]
    assert len(ledger.history("acme").events) == 2
    assert [one.code for one in ledger.problems] == ["SP811"]
    erase_from(ledger, remains_in(ledger, "acme"))
    assert (ledger.folder / "sixteen bits.jsonl").read_bytes() == "{}\r\n".encode("utf-16")


def test_export_and_erasure_by_command(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    season(ledger, "acme")
    monkeypatch.chdir(ledger.folder.parent)
    monkeypatch.setenv("SALESPACK_CACHE", str(ledger.folder.parent / "own"))
    run = CliRunner()
    known = json.loads(run.invoke(app, ["privacy", "export", "acme"]).stdout)
    assert (known["customer"], [one["name"] for one in known["people"]]) == ("acme Oy", ["Maija Virta"])
    assert [one["kind"] for one in known["ledger"]] == ["shown", "outcome"]
    said = run.invoke(app, ["privacy", "erase", "acme"])
    assert said.stdout.splitlines() == [
        "the ledger: 2 lines, the names of 1 person",
        "Nothing was changed. To take all of it away: salespack privacy erase acme --yes",
    ]
    (ledger.folder.parent / "own/bug-1.log").write_text("'acme oy' broke it")
    (ledger.folder.parent / "own/bug-2.log").write_text("Beta broke it")
    (ledger.folder.parent / "own/foreign.txt").write_text("nothing of ours")
    done = run.invoke(app, ["privacy", "erase", "acme", "--yes"])
    assert (done.exit_code, done.stdout.splitlines()[2:4]) == (0, ["All of it is gone.", "Not reached:"])
    assert b"acme" not in everything(ledger.folder.parent)
    left = sorted(path.name for path in (ledger.folder.parent / "own").iterdir() if path.is_file())
    assert [one for one in left if not one.startswith("writer-")] == ["bug-2.log", "foreign.txt"]
    again = run.invoke(app, ["privacy", "erase", "acme", "--yes"])
    assert (again.exit_code, "SP807" in again.stderr) == (2, True)
