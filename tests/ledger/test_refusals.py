from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from salespack.building.build import Builder, Request
from salespack.ledger.refusals import FILE, read_refusals
from salespack.library.index import open_library
from salespack.problems.problem import NoFit
from salespack.system.cache import cache_folder
from tests.workspaces import write_workspace

TODAY = datetime.date(2026, 11, 21)


def test_a_refused_build_leaves_one_line_without_data_of_the_customer(tmp_path: Path) -> None:
    profile = "customer: {name: Secret Oy}\nvalues: {lower-run-cost: 9}\nmeeting: {date: 2026-12-01}\n"
    library = write_workspace(tmp_path, {"profiles/acme.yaml": profile})
    builder = Builder(open_library(library, None), cache_folder())
    request = Request(profile=tmp_path / "profiles" / "acme.yaml", out=tmp_path / "out", today=TODAY)
    for _ in range(2):
        with pytest.raises(NoFit):
            builder.build(request)
    found, problems = read_refusals(tmp_path / "out")
    assert problems == ()
    assert [(one.day, one.profile, one.pack, one.values) for one in found] == [
        (TODAY, "acme", "first-meeting", {"lower-run-cost": 9.0})
    ] * 2
    assert "Secret" not in (tmp_path / "out" / FILE).read_text()
    assert [path.name for path in (tmp_path / "out").iterdir()] == [FILE]


def test_a_line_that_was_cut_off_does_not_take_the_next_with_it(tmp_path: Path) -> None:
    library = write_workspace(tmp_path, {"profiles/acme.yaml": "customer: {name: X}\nvalues: {lower-run-cost: 9}\n"})
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / FILE).write_text('{"day": "2026-11')
    request = Request(profile=tmp_path / "profiles" / "acme.yaml", out=tmp_path / "out", today=TODAY)
    with pytest.raises(NoFit):
        Builder(open_library(library, None), cache_folder()).build(request)
    found, problems = read_refusals(tmp_path / "out")
    assert [(one.profile, one.day) for one in found] == [("acme", TODAY)]
    assert [str(one.place).rpartition(":")[2] for one in problems] == ["1"]


def test_a_log_that_cannot_be_written_is_told_with_the_refusal(tmp_path: Path) -> None:
    library = write_workspace(tmp_path, {"profiles/acme.yaml": "customer: {name: X}\nvalues: {lower-run-cost: 9}\n"})
    (tmp_path / "out").write_text("a file")
    request = Request(profile=tmp_path / "profiles" / "acme.yaml", out=tmp_path / "out", today=TODAY)
    with pytest.raises(NoFit) as refused:
        Builder(open_library(library, None), cache_folder()).build(request)
    assert [problem.code for problem in refused.value.problems][-1] == "SP702"
