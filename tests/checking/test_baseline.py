"""What was there when the tool came in is accepted, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from salespack.checking.baseline import baseline_of, write_baseline
from salespack.checking.report import CheckReport
from salespack.checking.rules.table import RULES
from salespack.problems.problem import UserFault
from tests.checking.workspaces import BENEFIT, COST, checked, clean, told
from tests.workspaces import PROFILE

EMPTY = BENEFIT.replace("\n- nobody is called\n", "")
BAD = COST.replace("customer.name", "facts.run_cost | money")


def accept(report: CheckReport, path: Path) -> None:
    write_baseline(path, baseline_of(report.problems, report.root, lambda one: report.lines.at(one.place) or ""))


def test_accepted_problems_survive_lines_that_move(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"content_blocks/benefits/calm.md": EMPTY, "content_blocks/benefits/bill.md": BAD}
    library, baseline = clean(tmp_path, monkeypatch, files), tmp_path / "baseline.json"
    accept(checked(library), baseline)
    report = checked(library, baseline=baseline)
    assert (told(report), report.accepted) == ([], 2)

    moved = BAD.replace("kind: benefit", "kind: benefit\nowner: sales\ntags: [cost]").replace("# A", "\n\n# A")
    (library / "benefits/bill.md").write_text(moved)
    assert told(checked(library)) == [
        "SP302 content_blocks/benefits/bill.md:11:10",
        "SP340 content_blocks/benefits/calm.md:5:1",
    ]
    assert told(checked(library, baseline=baseline)) == []


def test_what_is_new_is_told_also_a_second_of_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = clean(tmp_path, monkeypatch, {"content_blocks/benefits/calm.md": f"{BENEFIT}\n::: note\nx\n:::\n"})
    baseline = tmp_path / "baseline.json"
    accept(checked(library), baseline)
    (library / "benefits/calm.md").write_text(f"{BENEFIT}\n::: note\nx\n:::\n\n::: note\nx\n:::\n")
    assert told(checked(library, baseline=baseline)) == ["SP312 content_blocks/benefits/calm.md:13:1"]
    (library / "benefits/bill.md").write_text(BAD)
    assert told(checked(library, baseline=baseline))[0] == "SP302 content_blocks/benefits/bill.md:7:10"


def test_an_entry_for_what_is_mended_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library, baseline = clean(tmp_path, monkeypatch, {"content_blocks/benefits/calm.md": EMPTY}), tmp_path / "b.json"
    accept(checked(library), baseline)
    (library / "benefits/calm.md").write_text(BENEFIT)
    (stale,) = checked(library, baseline=baseline).problems
    assert (stale.code, str(stale.place)) == ("SP904", "b.json")
    assert "SP340 in benefits/calm.md is mended" in stale.message


def test_what_is_accepted_is_accepted_on_every_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dated = BENEFIT.replace("5}", "5}\nvalid_until: 2026-12-21")
    library, baseline = clean(tmp_path, monkeypatch, {"content_blocks/benefits/calm.md": dated}), tmp_path / "b.json"
    accept(checked(library, rules=RULES, today=date(2026, 12, 1)), baseline)
    for day in (date(2026, 12, 2), date(2026, 12, 21)):
        assert told(checked(library, rules=RULES, today=day, baseline=baseline)) == []
    later = checked(library, rules=RULES, today=date(2026, 12, 22), baseline=baseline)
    assert {one.code for one in later.problems} == {"SP414", "SP904"}


def test_a_new_profile_and_a_check_without_profiles_leave_what_was_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "content_blocks/benefits/calm.md": BENEFIT.replace("nobody", "{{ facts.calls | number }}").replace(
            "5}", "5}\nneeds: [facts.calls]"
        ),
        "profiles/acme.yaml": PROFILE.replace("services: 140", "calls: many") + "pin: [clam]\n",
    }
    library, baseline = clean(tmp_path, monkeypatch, files), tmp_path / "b.json"
    report = checked(library)
    assert [one.code for one in report.problems] == ["SP304", "SP403"]
    accept(report, baseline)
    (tmp_path / "profiles/beta.yaml").write_text(PROFILE.replace("Acme", "Beta").replace("services: 140", "calls: few"))
    assert told(checked(library, baseline=baseline)) == []
    assert told(checked(library, baseline=baseline, profiles=None)) == []


def test_a_baseline_is_readable_and_the_same_every_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"content_blocks/benefits/calm.md": EMPTY, "content_blocks/benefits/bill.md": BAD}
    library = clean(tmp_path, monkeypatch, files)
    accept(checked(library), tmp_path / "one.json")
    accept(checked(library), tmp_path / "two.json")
    text = (tmp_path / "one.json").read_text()
    assert text == (tmp_path / "two.json").read_text()
    assert len(text.splitlines()) == 4
    assert '"file":"benefits/bill.md"' in text.splitlines()[1]


@pytest.mark.parametrize("content", ["", "[]", '{"accepted": 4}', "{"])
def test_a_file_that_is_no_baseline(content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = clean(tmp_path, monkeypatch)
    (tmp_path / "b.json").write_text(content)
    with pytest.raises(UserFault) as fault:
        checked(library, baseline=tmp_path / "b.json")
    assert fault.value.problems[0].code == "SP903"
