"""`salespack library whitespace`: values that customers hold and were never shown anything on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import salespack
from tests.cli.test_library import run
from tests.workspaces import write_files, write_workspace

PROFILES = {
    "profiles/acme.yaml": "customer: {name: Acme, revenue: 5}\nvalues: {fewer-outages: 9, lower-run-cost: 6}\n",
    "profiles/beta.yaml": (
        "customer: {name: '=Beta & Söhne <AG> #1'}\nrelationship: {kind: current, satisfaction: 3}\n"
        "values:\n  lower-run-cost: {importance: 6, basis: assumed}\n  fewer-outages: 0\n"
    ),
}


def record(blocks: list[tuple[str, str | None]], pack: str = "offer") -> str:
    slots = [{"slot": "a", "block": block, "value": value} for block, value in blocks]
    return json.dumps({"format": 2, "profile": "acme", "pack": pack, "on": "2026-10-01", "slots": slots})


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_workspace(tmp_path, PROFILES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lacking(*arguments: str, code: int = 0) -> list[tuple[str, str]]:
    found = json.loads(run("whitespace", "--json", *arguments, code=code))
    return [(one["profile"], one["value"]) for one in found["spaces"]]


def test_what_nothing_was_shown_on_comes_weightiest_first_then_by_revenue(workspace: Path) -> None:
    assert lacking() == [("acme", "fewer-outages"), ("acme", "lower-run-cost"), ("beta", "lower-run-cost")]
    assert lacking("--value", "lower run cost") == [("acme", "lower-run-cost"), ("beta", "lower-run-cost")]


def test_a_block_strong_on_a_value_answers_it_and_so_does_one_that_is_gone_in_its_place(workspace: Path) -> None:
    place = "out/acme/offer/for-you/selection.json"
    write_files(workspace, {place: record([("calm-nights", None)])})
    assert ("acme", "fewer-outages") not in lacking()
    write_files(workspace, {place: record([("opening", "fewer-outages")])})  # frame answers nothing
    assert ("acme", "fewer-outages") in lacking()
    write_files(workspace, {place: record([("long-gone", "lower-run-cost")])})
    assert lacking() == [("acme", "fewer-outages"), ("beta", "lower-run-cost")]
    assert ("acme", "lower-run-cost") in lacking("--out", "elsewhere")


def test_it_is_told_in_a_table_with_how_we_stand_and_what_to_do_next(workspace: Path) -> None:
    write_files(workspace, {"out/acme/offer/for-you/selection.json": record([("calm-nights", None)])})
    said = run("whitespace").splitlines()
    assert run("whitespace", "--out", "elsewhere").startswith(
        "No build is recorded in elsewhere: nobody was shown anything yet; --out names another folder\n"
    )
    run("whitespace", "--out", "profiles/acme.yaml", code=2)
    assert said[0] == "Values of 2 customers, and who was never shown anything on them:"
    assert [line.split() for line in said[2:3]] == [["lower-run-cost", "2", "of", "2", "none:", "write", "one"]]
    assert "  beta      lower-run-cost     6.0  at-risk, repair first, assumed  none yet" in said
    assert said[-1].startswith("  beta")  # there is no block for it: nothing to build
    block = "---\nkind: benefit\nvalues: {lower-run-cost: 4}\n---\n# Half the bill\n\n- for them\n"
    write_files(workspace, {"content_blocks/benefits/half.md": block})
    assert run("whitespace").splitlines()[-1] == "Next: salespack build acme --value lower-run-cost"
    assert "… and 1 more: --top N lists N of them, --csv FILE all" in run("whitespace", "--top", "1")


def test_as_csv_nothing_is_taken_for_a_formula(workspace: Path) -> None:
    first, *rows = run("whitespace", "--csv", "-").splitlines()
    assert first == "profile,customer,relationship,state,value,weight,basis,repair,packs,built"
    assert rows[-1] == "beta,'=Beta & Söhne <AG> #1,current,at-risk,lower-run-cost,6.0,assumed,yes,,"
    assert run("whitespace", "--csv", "space.csv") == "wrote space.csv: 3 values of customers\n"
    assert len((workspace / "space.csv").read_text(encoding="utf-8").splitlines()) == 4
    run("whitespace", "--csv", "nowhere/space.csv", code=1)


def test_what_cannot_be_read_is_told_and_keeps_nobody_from_the_rest(workspace: Path) -> None:
    write_files(workspace, {"profiles/bad.yaml": "customer: {name: [\n", "out/acme/x/for-you/selection.json": "{"})
    assert ("acme", "fewer-outages") in lacking(code=1)


def test_who_does_not_wish_to_be_contacted_is_not_among_them(workspace: Path) -> None:
    acme = PROFILES["profiles/acme.yaml"] + "contact: {permission: no}\n"
    write_files(workspace, {"profiles/acme.yaml": acme})
    assert lacking() == [("beta", "lower-run-cost")]
    assert "Left out, as they do not wish to be contacted: acme\n" in run("whitespace")
    shown = salespack(workspace, "match", "--block", "calm-nights")
    assert shown.stdout.startswith("Left out, as they do not wish to be contacted: acme\n")
    assert [
        one["profile"] for one in json.loads(salespack(workspace, "match", "--block", "calm-nights", "--json").stdout)
    ] == ["beta"]


def test_nobody_and_nothing_are_told_as_such(workspace: Path) -> None:
    run("whitespace", "--value", "nonsense", code=2)
    write_files(workspace, {
        "out/acme/offer/for-you/selection.json": record([("calm-nights", None), ("gone", "lower-run-cost")]),
    })  # fmt: skip
    (workspace / "profiles" / "beta.yaml").unlink()
    assert run("whitespace") == "Nothing: whoever has a profile here was shown something on all that they value.\n"
    (workspace / "profiles" / "acme.yaml").unlink()
    assert run("whitespace").startswith("There is no profile here")
