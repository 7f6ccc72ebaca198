"""`salespack import survey`: measured figures beside what was said; importance is derived only where that can be told."""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from salespack.importing.surveys.relative_weights import drivers_of, eigen, relative_weights
from salespack.importing.surveys.surveys import SurveyReport, SurveyRequest, import_survey
from salespack.library.index import open_library
from salespack.library.library import Library
from salespack.problems.problem import UserFault
from tests.cli.test_commands import salespack
from tests.conftest import PROJECT

ACME = """\
# a comment
customer: {name: Acme Oy}
relationship: {kind: current}
scale: 1-5
values:
  fewer-outages:  # by phone
    importance: 5
    with_us: 2
stakeholders:
  - {name: Kim Lee, role: cto}
"""
BOLT = "customer: {name: Bolt}\n"
MAP = """\
customer: Customer
respondent: Who
date: Day
scale: 1-7
source: Survey
values:
  fewer-outages: {importance: Q1, with_us: Q2, object: service}
  lower-run-cost: {importance: Q3, satisfaction: Q4}
"""
ANSWERS = """\
Customer;Who;Day;Q1;Q2;Q3;Q4
ACME;Ann;1.10.2026;7;4,0;4;
Acme Oy;Bo;2026-10-02;5;"5,5";6 - much;eos
acme;Cy;;;;;
Bolt;Di;;1;2;7;7
Nobody;Ed;;1;1;1;1
"""


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library(PROJECT / "content_blocks", None)


@pytest.fixture
def surveying(tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> Callable[..., SurveyReport]:
    """Imports a survey that is given as text or bytes into the profiles of Acme and Bolt."""
    monkeypatch.chdir(tmp_path)
    Path("profiles").mkdir()
    for name, text in {"acme": ACME, "bolt": BOLT}.items():
        Path(f"profiles/{name}.yaml").write_text(text, encoding="utf-8", newline="")

    def run(answers: str | bytes, mapping: str = MAP, name: str = "s.csv", *, write: bool = False) -> SurveyReport:
        Path(name).write_bytes(answers.encode() if isinstance(answers, str) else answers)
        Path("map.yaml").write_text(mapping, encoding="utf-8")
        on = datetime.date(2026, 11, 30)
        request = SurveyRequest(
            file=Path(name), mapping=Path("map.yaml"), profiles=Path("profiles"), on=on, write=write
        )
        return import_survey(library, request)

    return run


def rows(report: SurveyReport) -> list[tuple[object, ...]]:
    return [
        (one.profile, one.value, one.figure, one.said, one.measured, one.n, one.spread, one.written)
        for one in report.rows
    ]


def told(report: SurveyReport) -> list[str]:
    return [str(problem) for problem in report.problems]


def test_measured_and_said_stand_side_by_side(surveying: Callable[..., SurveyReport]) -> None:
    report = surveying(ANSWERS, write=True)
    assert rows(report) == [
        ("acme", "fewer-outages", "importance", 5, 4.3, 2, 0.9, "beside what is there"),
        ("acme", "fewer-outages", "with_us", 2, 3.5, 2, 0.7, "beside what is there"),
        ("acme", "lower-run-cost", "importance", None, 3.7, 2, 0.9, "set"),
        ("bolt", "fewer-outages", "importance", None, 0, 1, None, "set"),
        ("bolt", "lower-run-cost", "importance", None, 10, 1, None, "set"),
        ("bolt", "lower-run-cost", "satisfaction", None, 10, 1, None, "set"),
    ]
    assert report.missing == {"acme": ("Cy", "Kim Lee")}
    assert report.respondents == {"acme": 3, "bolt": 1}
    assert told(report) == [
        "s.csv:6: SP895 1 customer has no profile in profiles/: “Nobody” in row 6 (make the profile first: salespack new "
        "profile, or import accounts)",
        "s.csv:5: SP892 Bolt is no current customer, so fewer-outages has no with_us (say `relationship: {kind: current}` "
        "in the profile, or map the column to satisfaction)",
    ]
    text = Path("profiles/acme.yaml").read_text("utf-8")
    assert [line for line in text.splitlines() if line not in ACME.splitlines()] == [
        "    measured: {importance: 4.3, with_us: 3.5, n: 2, spread: 0.7, object: service, source: Survey, date: 2026-10-02}",
        "  lower-run-cost:",
        "    importance: 3.7",
        "    basis: measured",
        "    source: Survey 2026-10-02",
        "    measured: {importance: 3.7, n: 2, spread: 0.9, source: Survey, date: 2026-10-02}",
    ]
    assert set(ACME.splitlines()) <= set(text.splitlines())
    again = surveying(ANSWERS, write=True)
    assert (again.differences, again.written, Path("profiles/acme.yaml").read_text("utf-8")) == ({}, False, text)


def test_a_later_survey_moves_what_a_survey_set_and_nothing_that_a_person_wrote(
    surveying: Callable[..., SurveyReport],
) -> None:
    surveying(ANSWERS, write=True)
    bolt = Path("profiles/bolt.yaml")
    before = bolt.read_text("utf-8")
    assert "    satisfaction: 10\n" in before
    bolt.write_text(before.replace("    satisfaction: 10\n", "    satisfaction: 4  # by phone\n"), encoding="utf-8")
    surveying(ANSWERS.replace("Bolt;Di;;1;2;7;7", "Bolt;Di;2026-12-01;1;2;4;4"), write=True)
    assert bolt.read_text("utf-8").endswith(
        """\
  lower-run-cost:
    importance: 5
    basis: measured
    satisfaction: 4  # by phone
    source: Survey 2026-12-01
    measured: {importance: 5, satisfaction: 5, n: 1, source: Survey, date: 2026-12-01}
"""
    )


def test_answers_without_a_day_change_nothing_on_another_day(
    surveying: Callable[..., SurveyReport], library: Library
) -> None:
    undated = MAP.replace("date: Day\n", "")
    surveying(ANSWERS, undated, write=True)
    request = SurveyRequest(
        file=Path("s.csv"), mapping=Path("map.yaml"), profiles=Path("profiles"), on=datetime.date(2027, 1, 1)
    )
    assert import_survey(library, request).differences == {}
    Path("s.csv").write_text(ANSWERS.replace("Bolt;Di;;1;2;7;7", "Bolt;Di;;2;2;7;7"), encoding="utf-8")
    changed = import_survey(library, request).differences
    assert list(changed) == ["bolt"] and "date: 2027-01-01" in changed["bolt"]


DERIVING = """\
customer: Customer
overall: All
scale: 1-5
values:
  fewer-outages: {with_us: A}
  lower-run-cost: {satisfaction: B}
"""


def answers_of(count: int) -> str:
    chance = random.Random(1)
    lines = ["Customer,A,B,All"]
    for _ in range(count):
        a, b = chance.randint(1, 5), chance.randint(1, 5)
        lines.append(f"Acme,{a},{b},{round(1 + 0.6 * (a - 1) + 0.2 * (b - 1) + chance.random() * 0.6, 2)}")
    return "\n".join(lines)


def test_importance_is_derived_with_its_method_count_and_intervals(surveying: Callable[..., SurveyReport]) -> None:
    report = surveying(answers_of(60), DERIVING, write=True)
    derivation = report.derivation
    assert derivation is not None
    assert (derivation.n, derivation.needed, derivation.why) == (60, 30, "")
    assert derivation.method.startswith("Johnson’s relative weights (2000)")
    assert [one.value for one in derivation.drivers] == ["fewer-outages", "lower-run-cost"]
    assert sum(one.share for one in derivation.drivers) == pytest.approx(1)
    assert all(0 <= one.low < one.share < one.high <= 1 for one in derivation.drivers)
    assert next(one.importance for one in derivation.drivers) == 10
    text = Path("profiles/acme.yaml").read_text("utf-8")
    assert "basis: derived" in text and "    importance: 5\n" in text


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        (answers_of(29), "29 respondents answered all of it, and 30 are needed"),
        (
            "Customer,A,B,All\n" + "Acme,3,4,5\n" * 40,
            "an answer is the same for everybody, or two answers say the same",
        ),
        (
            "Customer,A,B,All\n" + "".join(f"Acme,{a},{a},{a}\n" for a in (1, 2, 3, 4) * 10),
            "an answer is the same for everybody, or two answers say the same",
        ),
        (
            "Customer,A,B,All\n" + "".join(f"Acme,{a},{b},{c}\n" for a in (1, 5) for b in (1, 5) for c in (1, 5)) * 5,
            "the answers explain next to nothing of the overall satisfaction",
        ),
    ],
    ids=["few", "same", "alike", "unrelated"],
)
def test_what_cannot_be_told_is_not_derived(surveying: Callable[..., SurveyReport], answers: str, why: str) -> None:
    report = surveying(answers, DERIVING)
    assert report.derivation is not None
    assert (report.derivation.why, report.derivation.drivers) == (why, ())
    assert all(one.figure != "importance" for one in report.rows)
    assert "basis: assumed" in report.differences["acme"]


def test_relative_weights_are_those_of_an_independent_implementation() -> None:
    """By a singular value decomposition of the answers, where ours takes the eigenvalues of their correlations."""
    chance = np.random.default_rng(3)
    for _ in range(40):
        n, size = int(chance.integers(30, 120)), int(chance.integers(1, 9))
        given = chance.normal(size=(n, size)) @ chance.normal(size=(size, size))
        outcome = given @ chance.normal(size=size) + chance.normal(size=n) * 2
        x, y = (given - given.mean(0)) / given.std(0) / n**0.5, (outcome - outcome.mean()) / outcome.std() / n**0.5
        left, _, right = np.linalg.svd(x, full_matrices=False)
        orthogonal = left @ right
        expected = (orthogonal.T @ x).T ** 2 @ (orthogonal.T @ y) ** 2
        weights = relative_weights(given.T.tolist(), outcome.tolist())
        assert weights == pytest.approx(expected.tolist(), abs=1e-6)
        fitted = x @ np.linalg.lstsq(x, y, rcond=None)[0]
        assert weights is not None and sum(weights) == pytest.approx(float(fitted @ fitted), abs=1e-6)
    values, vectors = eigen([[2.0, 1.0], [1.0, 2.0]])
    assert sorted(values) == pytest.approx([1, 3]) and abs(vectors[0][0]) == pytest.approx(0.5**0.5)


@pytest.mark.slow
def test_the_interval_of_a_share_holds_it_about_as_often_as_it_says() -> None:
    chance, held = random.Random(5), 0
    for _ in range(20):
        columns = [[chance.gauss(0, 1) for _ in range(60)] for _ in range(2)]
        outcome = [2 * a + b + chance.gauss(0, 1) for a, b in zip(*columns, strict=True)]
        first = drivers_of(columns, outcome).drivers[0]
        held += first.low <= 0.8 <= first.high
    assert held >= 16


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (b"", "s.csv: SP891 is empty"), (b"Customer Who Q1\n", "s.csv:1: SP891 has a single column"),
        (b"Customer,Who,Who\n", "s.csv:1: SP891 has more than one column “Who”"), (b"a\0,b", "s.csv: SP891 is no text"),
        (b"Customer,Who,Day,Q1,Q2,Q3,Q5\n", "s.csv:1: SP893 has no column “Q4”, which the mapping names (known are Customer, Day"),
        (b"PK\x03\x04", "s.csv: SP891 is no text: it is a packed file"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_read_are_told(
    surveying: Callable[..., SurveyReport], answers: bytes, expected: str
) -> None:
    with pytest.raises(UserFault) as caught:
        surveying(answers, write=True)
    assert str(caught.value.problems[0]).startswith(expected)
    assert Path("profiles/acme.yaml").read_text("utf-8") == ACME


def test_answers_that_cannot_be_used_are_told_with_row_and_column(surveying: Callable[..., SurveyReport]) -> None:
    text = "Customer,Who,Day,Q1,Q2,Q3,Q4\nAcme,A,,8,x,=1+1,4\n,B,,1,1,1,1\nAcme,C,,1,1,1,1,1\n\nAcme,D,,7/7,4,n/a,-\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        report = surveying(text.encode(encoding))
        assert told(report) == [
            "s.csv:4: SP892 the row has 8 cells, and the table 7 columns (put a text that holds the separator between "
            "quotation marks; the row is left out)",
            "s.csv:2: SP892 8 in Q1 is outside the scale 1-7 (correct it, or the mapping’s `scale`; the answer is left out)",
            "s.csv:2: SP892 “x” in Q2 is no figure (write the figure alone; the answer is left out)",
            "s.csv:2: SP892 “=1+1” in Q3 is a formula, not its result (write the figure alone; the answer is left out)",
            "s.csv:3: SP892 names no customer (fill in the customer’s name; the row is left out)",
        ]
        assert [one[2:6] for one in rows(report)] == [
            ("importance", 5, 5, 1),
            ("with_us", 2, 3, 1),
            ("satisfaction", None, 3, 1),
        ]


def test_workbooks_are_read_and_formulas_without_results_told(
    surveying: Callable[..., SurveyReport], tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Answers", 0)
    for row in (["Customer", "Who", "Day", "Q1", "Q2", "Q3", "Q4"], ["Acme", "A", None, 7, "=1+1", 4, 4.0]):
        sheet.append(row)
    book.save(tmp_path / "x.xlsx")
    report = surveying((tmp_path / "x.xlsx").read_bytes(), name="s.xlsx")
    assert told(report) == [
        "s.xlsx: SP892 the formula in E2 has no result: read as empty (open it in a spreadsheet program and save it, so "
        "that it holds results)"
    ]
    assert [one[2:5] for one in rows(report)] == [
        ("importance", 5, 5),
        ("importance", None, 3),
        ("satisfaction", None, 3),
    ]
    sheet.merge_cells("D1:E1")
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(UserFault) as caught:
        surveying((tmp_path / "x.xlsx").read_bytes(), name="s.xlsx")
    assert str(caught.value.problems[0]).startswith(
        "s.xlsx#Answers:1: SP893 has no column “Q2”, which the mapping names"
    )


def test_a_mapping_names_values_of_the_library_and_columns(surveying: Callable[..., SurveyReport]) -> None:
    for mapping, expected in {
        "customer: C\nvalues: {fewer-outage: {importance: Q}}\n": "map.yaml:2:10: SP201 the value “fewer-outage” is not",
        "customer: C\nvalues: {fewer-outages: {}}\n": "map.yaml:1:1: SP893 names no column for a value",
        "values: {}\n": "map.yaml:1:1: SP10",
        "customer: C\nscale: 3-3\nvalues: {fewer-outages: {importance: Q}}\n": "map.yaml:2:8: SP105 the scale 3-3 does not go up",
    }.items():
        with pytest.raises(UserFault) as caught:
            surveying(ANSWERS, mapping)
        assert str(caught.value.problems[0]).startswith(expected)


@pytest.mark.slow
def test_the_command_shows_what_it_would_write(surveying: Callable[..., SurveyReport], tmp_path: Path) -> None:
    surveying(answers_of(60), DERIVING)
    library = ("--library", str(PROJECT / "content_blocks"))
    arguments = ("import", "survey", "s.csv", "--map", "map.yaml", *library)
    run = salespack(tmp_path, *arguments)
    assert run.returncode == 0
    assert "n = 60, at least 30" in run.stdout
    assert "acme" in run.stdout and "derived, beside what is there" in run.stdout
    assert run.stdout.endswith("Nothing was written: say --yes.\n")
    data = json.loads(salespack(tmp_path, *arguments, "--yes", "--json").stdout)
    assert data["written"] and data["derivation"]["n"] == 60
    assert salespack(tmp_path, *arguments).stdout.endswith("Nothing has changed.\n")


def test_the_profile_of_that_very_name_is_meant_and_between_two_nobody_chooses(
    surveying: Callable[..., SurveyReport], tmp_path: Path
) -> None:
    folder = tmp_path / "profiles"
    folder.mkdir(exist_ok=True)
    for file, name in (
        ("plain", "Plain Oy"), ("plain-oyj", "Plain Oyj"), ("hand", "Hand & Co"), ("hand-2", "Hand & Co"),
    ):  # fmt: skip
        (folder / f"{file}.yaml").write_text(f"customer: {{name: {name}}}\n", "utf-8")
    report = surveying(
        "Customer;Who;Day;Q1;Q2;Q3;Q4\nPlain Oy;Ann;;1;;;\nPLAIN OYJ;Bo;;7;;;\nPlain;Cy;;4;;;\nHand & Co;Di;;4;;;\n",
        write=True,
    )
    assert [(one.profile, one.measured, one.n) for one in report.rows] == [("plain", 0, 1), ("plain-oyj", 10, 1)]
    assert [line.partition(" (")[0] for line in told(report)] == [
        "s.csv:4: SP892 “Plain” may be the customer of profiles/plain-oyj.yaml or profiles/plain.yaml: nothing of it is "
        "written",
        "s.csv:5: SP892 “Hand & Co” may be the customer of profiles/hand-2.yaml or profiles/hand.yaml: nothing of it is "
        "written",
    ]
    assert (folder / "hand.yaml").read_text("utf-8") == "customer: {name: Hand & Co}\n"


def test_days_that_are_none_and_people_who_answer_twice_are_told(surveying: Callable[..., SurveyReport]) -> None:
    report = surveying(
        "Customer;Who;Day;Q1;Q2;Q3;Q4\nBolt;Ann;soon;1;;;\nBolt;Bo;31.02.2026;7;;;\nBolt;Cy;11/21/2026;4;;;\n"
        "Bolt;Di;2026-10-02;4;;;\nbolt;ANN;2026-10-03;7;;;\n"
    )
    day = "is no day (write it as 2026-12-01; the answers count as if the row said no day)"
    assert told(report) == [
        f"s.csv:2: SP892 “soon” in Day {day}",
        f"s.csv:3: SP892 “31.02.2026” in Day {day}",
        f"s.csv:4: SP892 “11/21/2026” in Day {day}",
        "s.csv:6: SP892 “ANN” answered before (keep one row a person; the first is taken, this one is left out)",
    ]
    assert [(one.measured, one.n) for one in report.rows] == [(5, 4)]
    assert report.respondents == {"bolt": 4}
    assert "date: 2026-10-02" in report.differences["bolt"]


def test_a_mail_is_told_by_its_kind(surveying: Callable[..., SurveyReport]) -> None:
    with pytest.raises(UserFault) as caught:
        surveying("Customer;Who\n", name="x.msg")
    assert str(caught.value.problems[0]).startswith("x.msg: SP891 is a mail in Outlook’s own format, and no table (")
