"""What a check finds in real small libraries: broken files, broken references, faults that only some profiles have."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from salespack.checking.rules.table import RULES
from salespack.problems.problem import Severity, UserFault
from tests.checking.workspaces import BENEFIT, BLOCKS, COST, ONE_LANGUAGE, checked, clean, told
from tests.conftest import PROJECT
from tests.workspaces import LIBRARY, PACK, PROFILE, VALUES


@pytest.mark.slow
@pytest.mark.parametrize("synthetic", [False, True])
def test_the_sample_library_is_clean(synthetic: bool, cache: Path) -> None:
    profiles = None if synthetic else PROJECT / "profiles"
    report = checked(PROJECT / "content_blocks", cache=cache, profiles=profiles, rules=RULES)
    assert report.problems == ()
    assert report.renderings > 500
    assert report.profiles == (0 if synthetic else 12)


def test_a_clean_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = checked(clean(tmp_path, monkeypatch))
    assert told(report) == []
    assert (report.blocks, report.packs, report.profiles) == (3, 1, 1)
    assert "content_blocks/benefits/bill.md" in report.files


BROKEN = {
    "a misspelt key": (
        {"content_blocks/benefits/calm.md": BENEFIT.replace("kind:", "owned: x\nkind:")},
        ["SP101 content_blocks/benefits/calm.md:2:1"],
    ),
    "an unknown value": (
        {"content_blocks/benefits/calm.md": BENEFIT.replace("fewer-outages", "fewer-outage")},
        ["SP201 content_blocks/benefits/calm.md:3:10"],
    ),
    "data without needs": (
        {"content_blocks/benefits/bill.md": COST.replace("customer.name", "facts.run_cost | money")},
        ["SP302 content_blocks/benefits/bill.md:7:10"],
    ),
    "an optional field that is empty": (
        {"content_blocks/benefits/bill.md": COST.replace("customer.name", "customer.employees")},
        ["SP304 content_blocks/benefits/bill.md:7:7"],
    ),
    "a missing picture": (
        {"content_blocks/benefits/calm.md": f"{BENEFIT}\n![A plan](images/plan.png)\n"},
        ["SP306 content_blocks/benefits/calm.md:9:11"],
    ),
    "a template that does not parse": (
        {"content_blocks/benefits/calm.md": BENEFIT.replace("nobody", "{% if x %}nobody")},
        ["SP301 content_blocks/benefits/calm.md:7:3"],
    ),
    "a translation of nothing": (
        {"content_blocks/benefits/other.en.md": "---\ntranslates: 1\n---\n# Other\n"},
        ["SP208 content_blocks/benefits/other.en.md"],
    ),
    "an unknown output": (
        {"content_blocks/packs/first-meeting.yaml": PACK.replace("[deck.pptx]", "[deck.pptx, leaflet.pdf]")},
        ["SP703 content_blocks/packs/first-meeting.yaml:3:22"],
    ),
    "a broken pack": (
        {"content_blocks/packs/second.yaml": "name: Second\nsections: []\n"},
        ["SP107 content_blocks/packs/second.yaml:2:11"],
    ),
    "a broken person": (
        {"content_blocks/people/aino.yaml": "name: Aino\ntitle: Engineer\nvalues: [none]\n"},
        ["SP201 content_blocks/people/aino.yaml:3:10"],
    ),
    "a template of an output that is for nobody": (
        {"content_blocks/templates/sheet.typ.j2": "= Sheet\n"},
        ["SP601 content_blocks/templates/sheet.typ.j2:1"],
    ),
    "brand.yaml and the brand disagree": (
        {"content_blocks/brand/brand.yaml": "roles: {title: Front page}\n"},
        ["SP510 content_blocks/brand/brand.yaml:1:16"],
    ),
    "no brand file": (
        {"content_blocks/library.yaml": ONE_LANGUAGE.replace("lumikko.pptx", "gone.pptx")},
        ["SP521 content_blocks/library.yaml:3:8"],
    ),
    "a required frame slot that nothing fills": (
        {"content_blocks/frames/opening.md": BLOCKS["frames/opening.md"].replace("[opening]", "[other]")},
        ["SP405 content_blocks/packs/first-meeting.yaml"],
    ),
    "a title that is too long": (
        {"content_blocks/benefits/calm.md": BENEFIT.replace("Calm nights", "Calm nights and even calmer days " * 12)},
        ["SP523 content_blocks/benefits/calm.md:5:1"],
    ),
    "a text that only a customer's long name makes too long": (
        {"content_blocks/benefits/bill.md": COST.replace("A smaller bill", "A smaller bill for {{ customer.name }}, " * 2)},
        ["SP523 content_blocks/benefits/bill.md:5:1"],
    ),
    "an empty slide": (
        {"content_blocks/benefits/calm.md": BENEFIT.replace("\n- nobody is called\n", "")},
        ["SP340 content_blocks/benefits/calm.md:5:1"],
    ),
    "one title twice in a pack": (
        {
            "content_blocks/packs/first-meeting.yaml": PACK.replace("count: 1", "count: 2"),
            "content_blocks/benefits/bill.md": COST.replace("A smaller bill", "Calm nights"),
        },
        ["SP410 content_blocks/benefits/bill.md:5:1", "SP410 content_blocks/benefits/calm.md:5:1"],
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", BROKEN)
def test_a_fault_is_found_where_it_is(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, expected = BROKEN[name]
    assert told(checked(clean(tmp_path, monkeypatch, files))) == expected


def test_each_code_has_one_severity_whoever_raises_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"content_blocks/people/aino.yaml": "name: Aino\n"}
    (problem,) = checked(clean(tmp_path, monkeypatch, files)).problems
    assert (problem.code, problem.severity) == ("SP102", Severity.ERROR)


def test_a_broken_library_yaml_is_told_with_all_else_that_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "content_blocks/library.yaml": ONE_LANGUAGE.replace("currency", "money")
        + "currency: euros\nroles: {cto: [x]}\n",
        "content_blocks/benefits/bill.md": COST.replace("values:", "for: {roles: [cto], stages: [unknown]}\nvalues:"),
        "content_blocks/benefits/calm.md": BENEFIT.replace("kind:", "owned: x\nkind:"),
    }
    library = clean(tmp_path, monkeypatch, files)
    text = (library / "library.yaml").read_text().replace("roles: {cto: CTO, finance: {en: Finance, fi: Talous}}\n", "")
    (library / "library.yaml").write_text(text)
    # `roles` cannot be read, so that a role is no problem; the stage still is.
    assert told(checked(library)) == [
        "SP204 content_blocks/benefits/bill.md:3:30",
        "SP101 content_blocks/benefits/calm.md:2:1",
        "SP106 content_blocks/library.yaml:6:11",
        "SP103 content_blocks/library.yaml:7:14",
    ]


def test_library_yaml_that_is_no_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "content_blocks/library.yaml": "company: {name: Lumikko\n",
        "content_blocks/benefits/calm.md": BENEFIT.replace("kind:", "owned: x\nkind:"),
    }
    report = checked(clean(tmp_path, monkeypatch, files))
    assert [code for code in told(report) if "library.yaml" in code] == ["SP003 content_blocks/library.yaml:1:10"]
    assert "SP101 content_blocks/benefits/calm.md:2:1" in told(report)


def test_values_yaml_with_one_broken_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"content_blocks/values.yaml": VALUES.replace("name: Lower run cost", "title: Lower run cost")}
    report = checked(clean(tmp_path, monkeypatch, files))
    assert {one.split(":")[0] for one in told(report)} == {
        f"{code} content_blocks/values.yaml" for code in ("SP101", "SP102")
    }


def test_no_library_and_nothing_to_check_are_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserFault) as none:
        checked(tmp_path / "empty", profiles=None)
    assert none.value.problems[0].code == "SP011"
    (tmp_path / "full").mkdir()
    library = clean(tmp_path / "full", monkeypatch)
    (tmp_path / "elsewhere").mkdir()
    with pytest.raises(UserFault) as nothing:
        checked(library, paths=(tmp_path / "elsewhere",))
    assert nothing.value.problems[0].code == "SP905"


def test_paths_restrict_what_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "content_blocks/benefits/calm.md": BENEFIT.replace("kind:", "owned: x\nkind:"),
        "content_blocks/frames/more.md": "no front matter",
    }
    library = clean(tmp_path, monkeypatch, files)
    assert told(checked(library, paths=(library / "frames",))) == ["SP009 content_blocks/frames/more.md:1:1"]
    assert told(checked(library, paths=(Path("content_blocks/benefits/calm.md"),))) == [
        "SP101 content_blocks/benefits/calm.md:2:1"
    ]


def test_profiles_that_cannot_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "profiles/b.yaml": PROFILE.replace("industry: healthcare", "industry: space"),
        "profiles/c.yaml": PROFILE + "pin: [nothing-like-it]\n",
    }
    report = checked(clean(tmp_path, monkeypatch, files))
    assert [(problem.code, str(problem.place), problem.message) for problem in report.problems] == [
        ("SP203", "profiles/b.yaml:1:34", "customer.industry: the library declares no such industry"),
        ("SP403", "profiles/c.yaml:5:1", "pin: a pinned or dropped block that does not exist"),
    ]


def test_a_fault_of_one_profiles_data_names_its_file_and_the_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = COST.replace("values:", "needs: [facts.services]\nvalues:").replace(
        "customer.name", "facts.services | number"
    )
    files = {"content_blocks/benefits/bill.md": text, "profiles/b.yaml": PROFILE.replace("140", "about 140")}
    (problem,) = checked(clean(tmp_path, monkeypatch, files)).problems
    assert str(problem.place) == "content_blocks/benefits/bill.md:8:7"
    assert problem.message == (
        "a filter cannot format what it is given, with the data of profiles/b.yaml (facts.services)"
    )


def test_what_is_out_of_date_matters_at_night_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opening = BLOCKS["frames/opening.md"].replace("kind:", "valid_until: 2026-12-10\nkind:")
    library = clean(tmp_path, monkeypatch, {"content_blocks/frames/opening.md": opening})
    later = datetime.date(2026, 12, 20)
    assert told(checked(library, today=later)) == []
    assert told(checked(library, nightly=True)) == []
    assert told(checked(library, nightly=True, today=later)) == ["SP405 content_blocks/packs/first-meeting.yaml"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("{% if facts.services %}many{% end %}", ":7:1: SP301 there is no tag {% end %} (did you mean “endif”?)"),
        ("{{ facts.services | uper }}", ":7:21: SP301 there is no filter “uper” (did you mean “upper”?)"),
    ],
)
def test_a_template_that_cannot_be_read_is_told_whatever_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, problem: str
) -> None:
    text = BENEFIT.replace("- nobody is called", body)
    library = clean(tmp_path, monkeypatch, {"content_blocks/benefits/calm.md": text})
    found = [str(one) for one in checked(library, profiles=None).problems if one.code == "SP301"]
    assert found == [f"content_blocks/benefits/calm.md{problem}"]


OWN_FILES = ("people/ann.yaml", "values.yaml", "library.yaml", "calculations.yaml", "packs/first-meeting.yaml")


@pytest.mark.slow
@pytest.mark.parametrize("said", ["word", "en", "7", "[en, fi]", "null", '{"": }', "{en: {}}", "---\n"])
@pytest.mark.parametrize("file", [*(f"content_blocks/{one}" for one in OWN_FILES), "profiles/acme.yaml"])
def test_a_file_of_which_little_is_left_is_told(
    file: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = clean(tmp_path, monkeypatch, {"content_blocks/library.yaml": LIBRARY, file: said})
    report = checked(library, rules=RULES)
    assert report.problems
    assert {str(one.place).split(":")[0] for one in report.problems} >= {file}
