"""The forms of a report: exact text, and what each standard asks for."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest
from jsonschema import Draft202012Validator

from salespack.checking.report import CheckReport
from salespack.checking.reports import FORMS
from salespack.problems.problem import Place, Problem, Severity
from tests.checking.workspaces import BENEFIT, COST, checked, clean

FILES = {
    "content_blocks/benefits/calm.md": BENEFIT.replace("\n- nobody is called\n", ""),
    "content_blocks/benefits/bill.md": COST.replace("- for", "- 株式 for").replace(
        "customer.name", "facts.run_cost | money"
    ),
    "profiles/acme.yaml": "customer: {name: Acme}\nvalues: {fewer-outages: 99}\n",
}
TEXT = """\
content_blocks/benefits/bill.md:7:13: error SP302 “facts.run_cost” is not known here, with “generated: nothing but a name”
    7 | - 株式 for {{ facts.run_cost | money }}
      |               ^
    → list it, `needs: [facts.run_cost]`, or guard it: {% if facts.run_cost is defined %}…{% endif %}

content_blocks/benefits/calm.md:5:1: warning SP340 the slide has a title and nothing else
    5 | # Calm nights
      | ^
    → say what stands behind the title, or give the block a layout that is a title alone

profiles/acme.yaml:2:25: error SP105 values.fewer-outages: a figure outside its bounds
    → `salespack match profiles/acme.yaml` shows it in full

2 errors, 1 warning in 3 of 7 files; 16 renderings
"""


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CheckReport:
    return checked(clean(tmp_path, monkeypatch, FILES))


def test_text(report: CheckReport) -> None:
    assert FORMS["text"](report, coloured=False) == TEXT


def test_text_on_a_terminal_is_the_same_with_colours(report: CheckReport) -> None:
    import re

    coloured = FORMS["text"](report, coloured=True)
    assert "\033[31merror SP302\033[0m" in coloured
    assert re.sub("\033\\[\\d+m", "", coloured) == TEXT


def test_text_when_all_is_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = FORMS["text"](checked(clean(tmp_path, monkeypatch)), coloured=False)
    assert text == "no problems in 7 files; 17 renderings\n"


def test_a_long_line_is_cut_around_the_caret(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_text("a" * 300 + "HERE" + "b" * 300 + "\n")
    problem = Problem(code="SP302", message="m", place=Place(str(file), 1, 301))
    lines = FORMS["text"](CheckReport(root=tmp_path, problems=(problem,)), coloured=False).splitlines()
    assert lines[1].index("HERE") == lines[2].index("^")
    assert lines[1].endswith("…")
    assert len(lines[1]) < 120


def test_json(report: CheckReport) -> None:
    told = json.loads(FORMS["json"](report, coloured=False))
    assert told["version"] == 1
    assert told["summary"]["errors"] == 2
    assert told["summary"]["profiles"] == 1
    assert told["problems"][1] == {
        "code": "SP340",
        "severity": "warning",
        "message": "the slide has a title and nothing else",
        "hint": "say what stands behind the title, or give the block a layout that is a title alone",
        "file": "content_blocks/benefits/calm.md",
        "line": 5,
        "column": 1,
        "text": "# Calm nights",
    }
    assert told["problems"][2]["text"] is None  # the line of a profile


def test_sarif_is_valid_and_complete(report: CheckReport) -> None:
    schema = json.loads((Path(__file__).parents[1] / "data" / "sarif-2.1.0.json").read_text())
    Draft202012Validator.check_schema(schema)
    told = json.loads(FORMS["sarif"](report, coloured=False))
    assert [str(error) for error in Draft202012Validator(schema).iter_errors(told)] == []
    assert list(Draft202012Validator(schema).iter_errors({**told, "runs": 3}))  # the schema does say no
    run = told["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["SP105", "SP302", "SP340"]
    assert [(one["ruleId"], one["ruleIndex"], one["level"]) for one in run["results"]] == [
        ("SP302", 1, "error"), ("SP340", 2, "warning"), ("SP105", 0, "error"),
    ]  # fmt: skip
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "content_blocks/benefits/bill.md"
    assert place["region"] == {"startLine": 7, "startColumn": 13}
    assert all(len(one["partialFingerprints"]["salespack/v1"]) == 24 for one in run["results"])


def test_sarif_without_problems_and_of_odd_paths_is_valid(tmp_path: Path) -> None:
    schema = Draft202012Validator(json.loads((Path(__file__).parents[1] / "data" / "sarif-2.1.0.json").read_text()))
    odd = (
        Problem(code="SP905", message="nowhere"),
        Problem(code="SP001", message="a", place=Place("a b/ö#1 %.md")),
        Problem(code="SP001", message="b", place=Place(str(tmp_path / "c d.md"), 3)),
    )
    for problems in ((), odd):
        told = json.loads(FORMS["sarif"](CheckReport(root=tmp_path, problems=problems), coloured=False))
        assert list(schema.iter_errors(told)) == []
    uris = [
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in told["runs"][0]["results"][1:]
    ]
    assert uris[0] == "a%20b/%C3%B6%231%20%25.md"
    assert uris[1].startswith("file:///")


def test_github(report: CheckReport) -> None:
    lines = FORMS["github"](report, coloured=False).splitlines()
    assert lines[1] == (
        "::warning file=content_blocks/benefits/calm.md,line=5,col=1,title=SP340::the slide has a title and nothing else"
        "%0Asay what stands behind the title, or give the block a layout that is a title alone"
    )
    assert len(lines) == 4


def test_github_escapes_what_its_commands_are_made_of(tmp_path: Path) -> None:
    problem = Problem(code="SP301", message="50 %\n::error::x", hint="", place=Place("a,b:c%.md", 2))
    told = FORMS["github"](CheckReport(root=tmp_path, problems=(problem,)), coloured=False)
    assert told.splitlines()[0] == "::error file=a%2Cb%3Ac%25.md,line=2,title=SP301::50 %25%0A::error::x"


def test_junit(report: CheckReport) -> None:
    root = ET.fromstring(FORMS["junit"](report, coloured=False))
    (suite,) = root
    cases = {case.get("name"): case for case in suite}
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "7", "2")
    assert (suite.tag, suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("testsuite", "7", "2", "0")
    assert set(cases) == set(report.files)
    failure = cases["content_blocks/benefits/bill.md"].find("failure")
    assert failure is not None
    assert failure.get("type") == "SP302"
    assert "bill.md:7:13: SP302" in (failure.text or "")
    assert cases["content_blocks/benefits/calm.md"].find("failure") is None
    assert "SP340" in (cases["content_blocks/benefits/calm.md"].findtext("system-out") or "")


def test_junit_holds_what_xml_cannot(tmp_path: Path) -> None:
    problem = Problem(code="SP006", message="a \x00 \x0b <&> ]]> 株", place=Place("a\x01.md"), severity=Severity.ERROR)
    (case,) = ET.fromstring(FORMS["junit"](CheckReport(root=tmp_path, problems=(problem,)), coloured=False))[0]
    assert case[0].get("message") == "1 error: a \\x00 \\x0b <&> ]]> 株"


def test_text_steers_no_terminal(report: CheckReport) -> None:
    place = Place("a\x1b[31m\n::error::b.md", 1)
    hostile = msgspec.structs.replace(report, problems=(Problem(code="SP106", message="\x1b]0;x\x07", place=place),))
    told = FORMS["text"](hostile, coloured=False)
    assert "\x1b" not in told
    assert told.startswith("a [31m ::error::b.md:1: error SP106 ")
