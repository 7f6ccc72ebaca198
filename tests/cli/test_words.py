"""The words that sellers type: lists of names, customers by name, a repeated command with more words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from salespack.cli.main import app


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words") / "ws"
    assert CliRunner().invoke(app, ["init", str(folder)]).exit_code == 0
    return folder


@pytest.fixture
def here(started: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(started)
    return started


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_every_name_that_can_be_typed_is_listed(here: Path) -> None:
    everything = run("list")
    assert everything.exit_code == 0
    headings = [line for line in everything.stdout.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert headings == ["Profiles:", "Packs:", "Values:", "Roles:", "Industries:", "Stages:"]
    assert "fewer-interruptions  Fewer interruptions  What does an hour of standstill cost you?" in everything.stdout
    values = json.loads(run("list", "values", "--json").stdout)["values"]
    assert [one["id"] for one in values] == ["fewer-interruptions", "lower-cost", "less-manual-work"]


def test_a_list_that_is_not_there_names_those_that_are(here: Path) -> None:
    done = run("list", "valuse")
    assert (done.exit_code, done.stderr) == (2, "SP801 there is no list of “valuse” (did you mean “values”?)\n")


@pytest.mark.parametrize("named", ["example-customer", "Example Customer", "EXAMPLE-CUSTOMER"])
def test_a_profile_is_found_by_the_customers_name(here: Path, named: str) -> None:
    assert run("match", named).stdout.startswith("Example Customer · First meeting")


def test_a_profile_that_is_nearly_there_is_suggested(here: Path) -> None:
    done = run("match", "exampel customer")
    assert (done.exit_code, done.stderr) == (
        1, "SP001 there is no profile “exampel customer” (did you mean “example-customer”?)\n",
    )  # fmt: skip


@pytest.mark.slow
def test_a_command_is_repeated_with_more_words(here: Path) -> None:
    refused = run("build", "--customer", "Repeat Oy", "--only", "deck.pptx")
    assert refused.exit_code == 3
    first = run("build", "--customer", "Repeat Oy", "--value", "budget", "--only", "deck.pptx")
    assert (first.exit_code, first.stderr) == (0, "profiles/repeat-oy.yaml is there already; added to it: lower-cost\n")
    profile = here / "profiles/repeat-oy.yaml"
    profile.write_text(profile.read_text().replace("{importance: 5, basis: assumed}", "4"))
    second = run(
        "build",
        "--customer",
        "Repeat Oy",
        "--value",
        "price=8",
        "--value",
        "downtime",
        "--role",
        "cfo",
        "--only",
        "deck.pptx",
    )
    assert second.stderr == "profiles/repeat-oy.yaml is there already; added to it: fewer-interruptions, finance\n"
    kept = profile.read_text()
    assert "lower-cost: 4" in kept
    assert "fewer-interruptions: {importance: 3.3, basis: assumed}" in kept
    assert "roles: [finance]" in kept
    before = profile.read_bytes()
    assert run("build", "--customer", "Repeat Oy", "--value", "hand", "--only", "deck.ppt").exit_code == 2
    assert profile.read_bytes() == before


def test_another_customer_of_the_same_file_name_is_not_touched(here: Path) -> None:
    done = run("build", "--customer", "Example, Customer!", "--value", "budget")
    assert done.exit_code == 2
    assert "SP802 there is a profile of this name already" in done.stderr


def test_a_seller_asks_for_a_value_beside_the_weightiest(here: Path) -> None:
    done = run("build", "example-customer", "--value", "by hand", "--only", "deck.pptx")
    assert done.exit_code == 0, done.stderr
    assert "what-is-done-by-hand" in done.stdout
    assert "routine-runs-itself" in done.stdout
    assert "--role describes a new customer" in run("build", "example-customer", "--role", "cto").stderr


def test_values_of_equal_weight_are_told(here: Path) -> None:
    done = run("build", "--customer", "Equal Oy", "--value", "budget=8", "--value", "downtime=8", "--only", "deck.pptx")
    assert (
        "  Of equal weight, so in the order of their names: fewer-interruptions, lower-cost (say which matters more)"
        in (done.stdout.splitlines())
    )


def test_a_customer_is_found_by_a_name_that_yaml_writes_in_quotes(here: Path) -> None:
    (here / "profiles" / "oneil.yaml").write_text(
        "customer:\n  name: 'O''Neil & Söhne <AG> #1'\nvalues: {lower-cost: 8}\n"
    )
    done = run("match", "O'Neil & Söhne <AG> #1")
    assert done.stdout.startswith("O'Neil & Söhne <AG> #1 · "), done.stderr
