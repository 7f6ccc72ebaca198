"""Files of every format that ever was stay readable, and what is too new stops with one problem, from the outside."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path

import pytest

from salespack.building.build import Builder, Request
from salespack.building.placing import Output, place, record_in
from salespack.building.results import built_before
from salespack.checking.baseline import read_baseline
from salespack.checking.fixing import fix_library, fix_profiles
from salespack.formats import versions
from salespack.formats.versions import FileFormat, Renamed, VersionFault
from salespack.importing.deck_records import read_records
from salespack.ledger.events import event_in, standing
from salespack.ledger.refusals import read_refusals
from salespack.library.index import open_library
from salespack.library.load import vocabulary_of
from salespack.problems.problem import Problem, Severity
from salespack.profiles.profile import load_profile
from tests.checking.workspaces import checked, clean, told
from tests.conftest import PROJECT
from tests.workspaces import PACK, PROFILE, write_workspace

OLD = PROJECT / "tests" / "data" / "formats"
TODAY = datetime.date(2026, 11, 21)


def test_there_is_a_file_of_every_format() -> None:
    folders = {"refusal": "refusals"}
    for kind in versions.FORMATS:
        if kind in (versions.BLOCK, versions.TRANSLATION, versions.PERSON):
            continue  # they have no number of their own: a library's files are of one format
        found = {path.name[0] for path in (OLD / folders.get(kind.name, kind.name)).iterdir()}
        assert found == {str(number) for number in range(1, kind.number + 1)}, kind.name


def test_a_workspace_of_the_first_format_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    root = write_workspace(tmp_path)
    shutil.copyfile(OLD / "library" / "1.yaml", root / "library.yaml")
    shutil.copyfile(OLD / "pack" / "1.yaml", root / "packs" / "first-meeting.yaml")
    shutil.copyfile(OLD / "profile" / "1.yaml", tmp_path / "profiles" / "acme.yaml")
    library = open_library(root, None)
    assert [(one.code, str(one.place)) for one in library.all_problems()] == [
        (
            "SP015",
            "content_blocks/packs/first-meeting.yaml:11:22",
        )  # generic_share, in whose place there is a better one
    ]
    assert library.settings.scoring.boosts.industry == 0.2
    assert library.packs["first-meeting"].limits.slides == 12
    assert library.packs["first-meeting"].limits.generic_share == 0.4
    renamed: list[Problem] = []
    profile = load_profile(
        tmp_path / "profiles" / "acme.yaml", vocabulary_of(library.settings, library.values), renamed
    )
    assert (profile.values["fewer-outages"].importance, profile.values["fewer-outages"].with_us) == (10, 5)
    assert profile.meeting.date == datetime.date(2026, 12, 1)
    assert renamed == []


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("1.json", ["for-you/deck.pptx"]),
        ("1-with-hashes.json", ["for-you/brief.pdf", "for-you/deck.pptx"]),
        ("2.json", ["for-you/brief.pdf", "for-you/deck.pptx"]),
    ],
)
def test_records_tell_our_files_from_those_that_people_changed(tmp_path: Path, name: str, known: list[str]) -> None:
    (tmp_path / "for-you").mkdir()
    shutil.copyfile(OLD / "record" / name, tmp_path / "for-you" / "selection.json")
    assert sorted(record_in(tmp_path).written) == known
    (tmp_path / "for-you" / "deck.pptx").write_bytes(b"DECK")
    (ours,) = place(tmp_path, [Output("deck.pptx", "for-you/deck.pptx", b"NEW")], {})
    assert (ours.path.name, ours.kept) == ("deck.pptx", None)
    assert json.loads((tmp_path / "for-you" / "selection.json").read_text("utf-8"))["format"] == versions.RECORD.number


def test_refusals_results_baselines_and_imports_are_read(tmp_path: Path) -> None:
    shutil.copyfile(OLD / "refusals" / "1.jsonl", tmp_path / "refusals.jsonl")
    refusals, problems = read_refusals(tmp_path)
    assert [(one.pack, one.values) for one in refusals] == [
        ("first-meeting", {"fewer-outages": 9.0}),
        ("proposal", {"lower-run-cost": 4.5}),
    ]
    assert problems == ()
    shutil.copyfile(OLD / "result" / "1.jsonl", tmp_path / "results.jsonl")
    (before,) = built_before(tmp_path).items()
    assert (before[0], before[1].inputs) == ("profiles/acme.yaml", "52482fb9452e0dc3b7fb50a7201aeae9")
    assert [one.code for one in read_baseline(OLD / "baseline" / "1.json").accepted] == ["SP340"]
    (tmp_path / "imported").mkdir()
    shutil.copyfile(OLD / "import" / "1.json", tmp_path / "imported" / "_import.json")
    assert list(read_records(tmp_path)["imported"].decks["Sales deck.pptx"].units) == ["256"]


def test_the_lines_of_a_ledger_are_read() -> None:
    """Somebody's deal of years ago must count as it did: every line whole, its checksum right, what was undone gone."""
    lines = (OLD / "ledger" / "1.jsonl").read_bytes().splitlines()
    events = [event for event in map(event_in, lines) if event is not None]
    assert [one.kind for one in events] == ["built", "shown", "outcome", "undone"]
    assert [(one.kind, one.seen) for one in standing(events)] == [
        ("built", ("failures-stay-small", "vsco-outage-minutes-cut")),
        ("shown", ("failures-stay-small",)),
    ]
    assert (events[2].result, events[2].value, events[2].words) == ("won", 78000.0, "customer")


# --- what is too new -------------------------------------------------------------------------------------------------


def test_a_library_for_another_version_stops_check_build_and_fix_with_one_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = clean(tmp_path, monkeypatch)
    settings = library / "library.yaml"
    settings.write_text(f"requires: '>=99'\nmoods: [calm]\n{settings.read_text('utf-8')}  \n", "utf-8")
    (library / "benefits" / "calm.md").write_text("---\nkind: promise\nmood: calm\n---\n# Calm  \n", "utf-8")
    before = {path: path.read_bytes() for path in library.rglob("*") if path.is_file()}
    for work in (lambda: open_library(library, None), lambda: checked(library), lambda: fix_library(library)):
        with pytest.raises(VersionFault) as fault:
            work()
        assert [f"{one.code} {one.place}" for one in fault.value.problems] == ["SP013 content_blocks/library.yaml:1:11"]
    assert {path: path.read_bytes() for path in library.rglob("*") if path.is_file()} == before


def test_a_library_that_this_version_is_for_is_as_any_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = clean(tmp_path, monkeypatch)
    settings = library / "library.yaml"
    settings.write_text(f"requires: '>=0.1,<99'\nformat: 1\n{settings.read_text('utf-8')}", "utf-8")
    assert told(checked(library)) == []
    settings.write_text(settings.read_text("utf-8").replace(">=0.1,<99", "0.1 or later"), "utf-8")
    (problem,) = checked(library).problems
    assert str(problem) == (
        "content_blocks/library.yaml:1:11: SP106 requires cannot be “0.1 or later” "
        "(expected: versions of Salespack, such as >=0.3 or >=0.3,<1)"
    )


def test_a_newer_profile_or_record_stops_a_build_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    library = write_workspace(tmp_path, {"profiles/acme.yaml": f"format: 2\nmood: calm\n{PROFILE}"})
    builder = Builder(open_library(library, None), None)
    request = Request(profile=Path("profiles/acme.yaml"), out=Path("out"), today=TODAY)
    with pytest.raises(VersionFault, match=r"profiles/acme.yaml:1:9: SP014 is a profile in format 2") as fault:
        builder.build(request)
    assert len(fault.value.problems) == 1
    (tmp_path / "profiles" / "acme.yaml").write_text(PROFILE, "utf-8")
    record = tmp_path / "out/acme/first-meeting/for-you/selection.json"
    record.parent.mkdir(parents=True)
    record.write_text('{"format": 99, "files": []}', "utf-8")
    with pytest.raises(VersionFault, match=r"for-you/selection.json: SP014 is a record in format 99"):
        builder.build(request)
    assert [path.name for path in record.parent.parent.rglob("*") if path.is_file()] == ["selection.json"]


def test_newer_refusals_are_left_out_with_one_warning(tmp_path: Path) -> None:
    newer = '{"format": 2, "who": "acme"}\n'
    (tmp_path / "refusals.jsonl").write_text(newer + (OLD / "refusals" / "1.jsonl").read_text("utf-8") + newer, "utf-8")
    refusals, problems = read_refusals(tmp_path)
    assert len(refusals) == 2
    assert [(one.code, one.severity, one.place and one.place.line) for one in problems] == [
        ("SP014", Severity.WARNING, 1)
    ]


# --- words that were renamed -----------------------------------------------------------------------------------------


@pytest.fixture
def renamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if words had been renamed in a release to come."""
    for name, words in {
        "PACK": (Renamed(("parts",), "sections", "0.3"),),
        "BLOCK": (Renamed(("sort",), "kind", "0.3"), Renamed(("evidence", "from"), "source", "0.3")),
        "LIBRARY": (Renamed(("firm",), "company", "0.3"),),
        "PROFILE": (Renamed(("meeting", "length"), "minutes", "0.3"),),
    }.items():
        monkeypatch.setattr(versions, name, FileFormat(name.lower(), renamed=words))


def test_check_tells_renamed_words_and_fix_carries_the_files_forward(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renamed: None
) -> None:
    library = clean(
        tmp_path, monkeypatch, {"content_blocks/packs/first-meeting.yaml": PACK.replace("sections:", "parts:")}
    )
    settings, block = library / "library.yaml", library / "benefits" / "calm.md"
    settings.write_text(settings.read_text("utf-8").replace("company:", "firm:"), "utf-8")
    (library / "benefits" / "_defaults.yaml").write_text("sort: benefit\n", "utf-8")
    block.write_text(
        "---\nvalues: {fewer-outages: 5}\nevidence: {from: A study}\n---\n# Calm nights\n\n- calm\n", "utf-8"
    )
    report = checked(library)
    assert sorted(told(report)) == [
        "SP015 content_blocks/benefits/_defaults.yaml:1:1",
        "SP015 content_blocks/benefits/calm.md:3:12",
        "SP015 content_blocks/library.yaml:1:1",
        "SP015 content_blocks/packs/first-meeting.yaml:4:1",
    ]
    assert {problem.severity for problem in report.problems} == {Severity.WARNING}
    assert [str(one) for one in fix_library(library)] == [
        "content_blocks/benefits/_defaults.yaml:1: “sort” is now “kind”",
        "content_blocks/benefits/calm.md:3: “from” is now “source”",
        "content_blocks/library.yaml:1: “firm” is now “company”",
        "content_blocks/packs/first-meeting.yaml:4: “parts” is now “sections”",
    ]
    assert told(checked(library)) == []
    assert fix_library(library) == ()


def test_fix_moves_the_keys_of_profiles_forward_and_leaves_all_else_in_them_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renamed: None
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "profiles"
    folder.mkdir()
    old = (
        "customr: {name: Acme, industry: helthcare}  # as they said\nfacts: {lenght: 3}\nmeeting:\n    length: 40\n"
        "values:\n    fewer-outages: {importance: 9, quote: Every hour counts}\n"
    )
    (folder / "acme.yaml").write_text(old, "utf-8")
    (folder / "too-new.yaml").write_text("format: 99\ncustomr: {name: X}\n", "utf-8")
    assert [str(one) for one in fix_profiles(folder)] == [
        "profiles/acme.yaml:1: “customr” is now “customer”",
        "profiles/acme.yaml:4: “length” is now “minutes”",
    ]
    assert (folder / "acme.yaml").read_text("utf-8") == old.replace("customr", "customer").replace(
        "length:", "minutes:"
    )
    assert fix_profiles(folder) == ()


def test_a_build_understands_a_library_and_profile_with_old_words_even_where_it_is_strict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renamed: None
) -> None:
    profile = PROFILE.replace("roles: [cto]", "roles: [cto], length: 40").replace(
        "meeting: {", "meeting: {stage: evaluation, "
    )
    files = {
        "content_blocks/packs/first-meeting.yaml": PACK.replace("sections:", "parts:"),
        "profiles/acme.yaml": profile,
    }
    monkeypatch.chdir(tmp_path)
    library = write_workspace(tmp_path, files)
    builder = Builder(open_library(library, None), None)
    report = builder.build(Request(profile=Path("profiles/acme.yaml"), out=Path("out"), today=TODAY, strict=True))
    assert report.matched.profile.meeting.minutes == 40
    assert [str(one) for one in report.matched.notices if one.code == "SP015"] == [
        "profiles/acme.yaml:3:62: SP015 “length” is called “minutes” since 0.3 "
        "(write `minutes`; the old word is still understood)"
    ]
    assert builder.library_problems("en") == ()
