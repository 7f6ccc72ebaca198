"""Reading a library: a broken block is kept with its problem, what everything stands on must be right."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from salespack.library.index import open_library
from salespack.library.library import Library
from salespack.library.load import vocabulary_of
from salespack.library.packs import USUAL_OUTPUTS, Each, Slot
from salespack.matching.eligibility import has
from salespack.problems.problem import UserFault
from salespack.profiles.profile import load_profile
from tests.workspaces import VALUES, write_files, write_workspace


def opened(root: Path, files: dict[str, str] | None = None) -> Library:
    return open_library(
        write_workspace(root, {f"content_blocks/{name}": text for name, text in (files or {}).items()}), None
    )


pytestmark = pytest.mark.usefixtures("line_breaks")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def problems_of(library: Library, block: str) -> list[str]:
    return [str(problem) for problem in library.blocks[block].problems]


def test_a_block_with_defaults_and_translation(tmp_path: Path) -> None:
    library = opened(tmp_path, {
        "_defaults.yaml": "owner: marketing\nstate: draft",
        "news/_defaults.yaml": "kind: news\nstate: approved\nvalid_until: 31.12.2026",
        "news/launch.md": "---\nvalues: [fewer-outages, lower-run-cost]\nversion: 3\n---\n# News\n",
        "news/launch.fi.md": "---\ntranslates: 3\nevidence: {source: Oma mittaus}\n---\n# Uutinen\n",
    })  # fmt: skip
    block = library.blocks["launch"]
    assert (block.kind, block.owner, block.state, block.version) == ("news", "marketing", "approved", 3)
    assert block.valid_until is not None
    assert block.valid_until.isoformat() == "2026-12-31"
    assert block.values == {"fewer-outages": 5, "lower-run-cost": 3}
    assert block.bodies["en"].file == "content_blocks/news/launch.md"
    assert (block.bodies["en"].line, block.bodies["fi"].line) == (5, 5)
    assert (block.bodies["fi"].translates, block.bodies["fi"].evidence["evidence"].source) == (3, "Oma mittaus")
    assert not block.problems


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("# No front matter", "1:1: SP009 the file does not begin with front matter"),
        ("----\nkind: news\n---\n# T", "1:1: SP009 the file does not begin with front matter (write the first line as three dashes: ---)"),
        ("\n---\nkind: news\n---\n# T", "1:1: SP009 the file does not begin with front matter (delete the empty lines before ---)"),
        ("---\nkind: news\n----\n# T", "3:1: SP009 the front matter is never closed (write the line as three dashes: ---)"),
        ("---\nkind: news\n# never closed", "1:1: SP009 the front matter is never closed (end it with a line ---)"),
        ("---\nkind: news\nvalues: {fewer-outages: 5\n---\n# T", "3:9: SP003"),
        ("---\nkind: news\nvaluse: {}\n---\n# T", "3:1: SP101 unknown key “valuse” (did you mean “values”?)"),
        ("---\nkind: news\nvalues: {outages: 5}\n---\n# T", "3:10: SP201 the value “outages” is not declared"),
        ("---\nkind: news\nvalues: {fewer-outages: 7}\n---\n# T", "3:25: SP105 values.fewer-outages is 7, but must be at most 5"),
        ("---\nkind: novelty\n---\n# T", "2:7: SP104 kind cannot be “novelty”"),
        ("---\nkind: news\noverflow: splitt\n---\n# T", "3:11: SP104 overflow cannot be “splitt” (did you mean “split”?)"),
        ("---\nvalues: {}\n---\n# T", "2:1: SP102 “kind” is missing (add `kind: …` here or in the folder's _defaults.yaml"),
        ("---\nkind: news\nfor: {roles: [boss]}\n---\n# T", "3:15: SP202 the role “boss” is not declared"),
        ("---\nkind: news\nneeds: [fact.services]\n---\n# T", "3:9: SP109 needs “fact.services”, which no profile can have (did you mean “facts.services”?)"),
        ("---\nkind: news\nneeds: [company.name]\n---\n# T", "3:9: SP109 needs “company.name”, which no profile can have"),
        ("---\nkind: news\nneeds: [facts.a, customer.industry_name]\n---\n# T", "3:18: SP109 needs “customer.industry_name”, which no profile can have (did you mean “customer.industry”?"),
        ("---\nkind: news\nneeds: [meeting.stages]\n---\n# T", "3:9: SP109 needs “meeting.stages”, which no profile can have (did you mean “meeting.stage”?"),
        ("---\nkind: news\nneeds: [values.fewer-outage]\n---\n# T", "3:9: SP109 needs “values.fewer-outage”, which no profile can have (did you mean “values.fewer-outages”?"),
        ("---\nkind: news\nneeds: [success.when]\n---\n# T", "3:9: SP109 needs “success.when”, which no profile can have (write “success”; for example"),
        ("---\nkind: news\nvalid_from: 2026-06-01\nvalid_until: 2026-01-01\n---\n# T", "4:14: SP108 valid_until 2026-01-01 is before valid_from"),
        ("---\nkind: news\nevidence: {source: x, url: www.x.fi}\n---\n# T", "3:28: SP106 evidence.url “www.x.fi” is no web address"),
        ("---\nkind: news\n---\n# T\n\nbad \U000f0001", "6:5: SP006 U+F0001 is a private-use character"),
    ],
)  # fmt: skip
def test_a_broken_block_has_its_problem_and_the_rest_loads(tmp_path: Path, text: str, problem: str) -> None:
    library = opened(tmp_path, {"news/bad.md": text})
    found = problems_of(library, "bad")
    assert library.blocks["bad"].file == "content_blocks/news/bad.md"
    assert len(found) == 1
    assert found[0].startswith(f"content_blocks/news/bad.md:{problem}")
    assert not library.blocks["calm-nights"].problems


NEEDED = [
    "facts", "facts.services", "facts.cost_by_year.2026", "goals", "success", "values", "values.fewer-outages",
    "values.fewer-outages.quote", "customer", "customer.industry", "customer.employees", "meeting.date", "meeting.roles",
]  # fmt: skip


@pytest.mark.parametrize("path", NEEDED)
def test_what_a_block_may_need_a_profile_can_have(tmp_path: Path, path: str) -> None:
    profile = """\
customer: {name: A, industry: healthcare, employees: 5}
goals: [Grow]
success: Sleep
values: {fewer-outages: {importance: 9, quote: Calm, share: yes}}
meeting: {date: 2026-12-01, roles: [cto]}
facts: {services: 140, cost_by_year: {2026: 3}}
"""
    library = opened(tmp_path, {"news/tried.md": f"---\nkind: news\nneeds: [{path}]\n---\n# T"})
    assert problems_of(library, "tried") == []
    write_files(tmp_path, {"profiles/all.yaml": profile})
    assert has(load_profile(tmp_path / "profiles/all.yaml", vocabulary_of(library.settings, library.values)), path)


def test_ids_are_checked_across_the_library(tmp_path: Path) -> None:
    library = opened(tmp_path, {
        "news/calm-nights.md": "---\nkind: news\n---\n# Again",
        "news/alone.fi.md": "---\n---\n# Yksin",
        "news/Big News.md": "---\nkind: news\n---\n# Big",
        "news/launch.md": "---\nkind: news\n---\n# L",
        "news/launch.sv.md": "---\n---\n# S",
    })  # fmt: skip
    assert problems_of(library, "calm-nights") == [
        "content_blocks/news/calm-nights.md: SP206 several blocks have the id “calm-nights”: "
        "content_blocks/benefits/calm-nights.md and content_blocks/news/calm-nights.md (rename all but one; an id is unique in the library)"
    ]
    assert problems_of(library, "alone") == [
        "content_blocks/news/alone.fi.md: SP208 is a translation of “alone”, which does not exist (write alone.md beside it, or delete it)"
    ]
    assert problems_of(library, "Big News")[0].startswith(
        "content_blocks/news/Big News.md: SP106 “Big News” cannot be a block's id"
    )
    launch = library.blocks["launch"]
    assert not launch.problems
    assert str(launch.broken_bodies["sv"][0]).startswith(
        "content_blocks/news/launch.sv.md: SP205 the language “sv” is not declared"
    )


def test_faults_in_defaults_are_told_at_the_defaults(tmp_path: Path) -> None:
    library = opened(tmp_path, {"news/_defaults.yaml": "kind: news\nownr: me", "news/launch.md": "---\n---\n# L"})
    assert problems_of(library, "launch") == [
        "content_blocks/news/_defaults.yaml:2:1: SP101 unknown key “ownr” (did you mean “owner”?)"
    ]


@pytest.mark.parametrize(
    ("outer", "inner", "block", "problem"),
    [
        ("", "kind: news\nfor: {roles: [cfoo]}", "values: {}", "news/_defaults.yaml:2:15: SP202"),
        ("for: {roles: [cfoo]}", "kind: news", "values: {}", "_defaults.yaml:1:15: SP202"),
        ("for: {roles: [cfoo]}", "kind: news\nfor: {roles: [ctoo]}", "values: {}", "news/_defaults.yaml:2:15: SP202"),
        ("", "kind: news\nfor: {roles: [cfoo]}", "for: {roles: [ctoo]}", "news/launch.md:2:15: SP202"),
    ],
)
def test_what_a_block_has_from_defaults_is_told_where_it_is_said(
    tmp_path: Path, outer: str, inner: str, block: str, problem: str
) -> None:
    files = {"news/_defaults.yaml": inner, "news/launch.md": f"---\n{block}\n---\n# L"}
    library = opened(tmp_path, files | ({"_defaults.yaml": outer} if outer else {}))
    (told,) = problems_of(library, "launch")
    assert told.startswith(f"content_blocks/{problem}")


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("values.yaml", "a: {nam: A}", "content_blocks/values.yaml:1:5: SP101 unknown key “nam” (did you mean “name”?)"),
        ("values.yaml", "", "content_blocks/values.yaml:1:1: SP008 the file is empty"),
        ("library.yaml", "company: {name: L}\nfonts: [a.ttf]", "content_blocks/library.yaml:2:1: SP101 unknown key “fonts”"),
        ("library.yaml", "company: Lumikko", "content_blocks/library.yaml:1:10: SP103 company must be lines of `key: value`"),
        ("library.yaml", "company: {name: L}\nlanguages: []", "content_blocks/library.yaml:2:12: SP107 languages is empty"),
    ],
)  # fmt: skip
def test_a_broken_value_list_or_settings_stops(tmp_path: Path, name: str, text: str, problem: str) -> None:
    with pytest.raises(UserFault) as caught:
        opened(tmp_path, {name: text})
    assert str(caught.value).startswith(problem)


def test_a_folder_that_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(UserFault, match=r"SP011 there is no library\.yaml in this folder"):
        open_library(tmp_path, None)


def test_packs_are_read_and_broken_ones_set_aside(tmp_path: Path) -> None:
    library = opened(tmp_path, {
        "packs/odd.yaml": "name: Odd\nsections:\n  - {slot: a, each: top-values}\n  - {each: top-values}\n  - {kind: news}\n  - {slot: b, slots: [{slot: c}]}\n",
        "packs/far.yaml": "name: Far\noverflow: shrnk\nsections: [{slot: a}]\n",
        "packs/worse.yaml": "name: Worse\nstage: never\nfor: {roles: [boss]}\nsections: []\n",
        "packs/many.yaml": "name: Many\nsections: [{slot: a, kind: [news, market], tag: x, take: 3}]\n",
        "packs/usual.yaml": "name: Usual\noutputs: [room.pdf, usual, brief.pdf, ours.md]\nsections: [{slot: a}]\n",
    })  # fmt: skip
    assert [str(problem).split(" (")[0] for problem in library.broken_packs["odd"]] == [
        "content_blocks/packs/odd.yaml:3:5: SP111 a section is either a slot or an `each`, not both",
        "content_blocks/packs/odd.yaml:4:5: SP102 “slots” is missing",
        "content_blocks/packs/odd.yaml:5:5: SP102 “slot” is missing",
        "content_blocks/packs/odd.yaml:6:5: SP111 “slots” belong to an `each`",
    ]
    assert list(map(str, library.broken_packs["far"])) == [
        "content_blocks/packs/far.yaml:2:11: SP104 overflow cannot be “shrnk” (did you mean “shrink”?)"
    ]
    assert [problem.code for problem in library.broken_packs["worse"]] == ["SP107"]
    assert library.packs["many"].sections == (Slot(slot="a", kinds=("news", "market"), tag="x", take=3),)
    assert library.packs["many"].outputs == ("deck.pptx",)
    assert library.packs["usual"].outputs == ("room.pdf", *USUAL_OUTPUTS, "ours.md")
    each = library.packs["first-meeting"].sections[1]
    assert isinstance(each, Each)
    assert [slot.slot for slot in each.slots] == ["promise", "proof"]


def test_a_broken_person_is_a_warning(tmp_path: Path) -> None:
    library = opened(tmp_path, {
        "people/aino.yaml": "name: Aino\ntitle: {en: Engineer, fi: Insinööri}\nvalues: [fewer-outages]\ncontact: true",
        "people/matti.yaml": "name: Matti\ntitle: Seller\nvalues: [charm]",
    })  # fmt: skip
    assert [person.id for person in library.people] == ["aino"]
    assert [(problem.severity, str(problem).split(" (")[0]) for problem in library.problems] == [
        ("warning", "content_blocks/people/matti.yaml:3:10: SP201 the value “charm” is not declared")
    ]


def test_a_link_that_leaves_the_library_is_refused(tmp_path: Path) -> None:
    library_folder = write_workspace(tmp_path)
    secret = tmp_path / "secret.md"
    secret.write_text("---\nkind: news\n---\n# Secret", encoding="utf-8")
    (library_folder / "frames" / "linked.md").symlink_to(secret)
    library = open_library(library_folder, None)
    assert [problem.code for problem in library.blocks["linked"].problems] == ["SP010"]


@pytest.mark.parametrize("name", ["library.yaml", "values.yaml"])
def test_what_a_library_stands_on_is_no_link_that_leaves_it(tmp_path: Path, name: str) -> None:
    file = write_workspace(tmp_path) / name
    file.rename(tmp_path / name)
    file.symlink_to(tmp_path / name)
    with pytest.raises(UserFault, match=f"content_blocks/{name}: SP010 is a link that leaves the library"):
        open_library(tmp_path / "content_blocks", None)


def test_values_may_carry_one_name_for_all_languages(tmp_path: Path) -> None:
    library = opened(tmp_path, {"values.yaml": VALUES + "other: {name: Same everywhere}\n"})
    assert library.values["other"].name == "Same everywhere"


def test_readme_and_hidden_files_are_no_blocks(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path)
    write_files(
        folder,
        {"README.md": "x", "news/README.md": "x", "news/.hidden.md": "x", "news/_draft.md": "x", "images/note.md": "x"},
    )
    library = open_library(folder, None)
    assert sorted(library.blocks) == ["calm-nights", "one-hour", "opening", "two-hours"]


def test_a_block_may_be_in_another_language_than_the_first(tmp_path: Path) -> None:
    blocks = {
        "benefits/_defaults.yaml": "kind: benefit\nlanguage: fi\n",
        "benefits/rauhalliset-yot.md": "---\nvalues: {fewer-outages: 5}\n---\n# Rauhalliset yöt\n",
        "benefits/rauhalliset-yot.en.md": "---\ntranslates: 1\n---\n# Calm nights\n",
        "benefits/ruhig.md": "---\nlanguage: de\n---\n# Ruhige Nächte\n",
    }
    loaded = open_library(write_workspace(tmp_path, blocks=blocks), None).blocks
    assert sorted(loaded["rauhalliset-yot"].bodies) == ["en", "fi"]
    assert [(one.code, one.message) for one in loaded["ruhig"].problems] == [
        ("SP205", "the language “de” is not declared")
    ]


@pytest.mark.parametrize("target", ["gone.md", "linked.md"])
def test_a_link_that_leads_nowhere_is_told(tmp_path: Path, target: str) -> None:
    library_folder = write_workspace(tmp_path)
    (library_folder / "frames" / "linked.md").symlink_to(target)
    library = open_library(library_folder, None)
    assert [problem.code for problem in library.blocks["linked"].problems] == ["SP001"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("packs/other.yaml/", "is a folder, not a file (put the file in its place)"),
        ("frames/other.md/", "is a folder, not a file (put the file in its place)"),
        ("packs/other.yml", "is not read, as it ends in .yml (rename it to other.yaml)"),
        ("frames/other.markdown", "is not read, as it ends in .markdown (rename it to other.md)"),
    ],
)
def test_what_would_pass_unseen_by_its_name_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    folder = write_workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    if name.endswith("/"):
        (folder / name).mkdir()
    else:
        (folder / name).write_text("x")
    found = open_library(folder, None).problems
    assert list(map(str, found)) == [f"content_blocks/{name.rstrip('/')}: SP001 {told}"]


def test_words_for_what_is_not_declared_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    settings = folder / "library.yaml"
    settings.write_text(settings.read_text() + "synonyms: {role: {cto: [tech lead], coo: [head of it]}}\n")
    line = settings.read_text().count("\n")
    found = open_library(folder, None).problems
    assert [str(one).partition(" (")[0] for one in found] == [
        f"content_blocks/library.yaml:{line}:37: SP202 the role “coo” is not declared"
    ]


def test_settings_that_are_a_folder_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    (folder / "library.yaml").unlink()
    (folder / "library.yaml").mkdir()
    with pytest.raises(UserFault) as caught:
        open_library(folder, None)
    told = "content_blocks/library.yaml: SP001 is a folder, not a file (put the file in its place)"
    assert str(caught.value) == told


def test_a_name_that_no_output_could_hold_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/frames/\xe4.md")).write_text("---\n---\n# Title\n")
    except OSError:
        pytest.skip("this disk takes no such names")
    told = r"content_blocks/frames/\xe4.md: SP002 has a name that is not UTF-8 text, and is left out (rename it)"
    cache = tmp_path / "cache"
    for _ in range(2):  # read, and from the cache
        library = open_library(folder, cache)
        assert [str(problem) for problem in library.problems] == [told]
        assert set(library.blocks) == {"opening", "calm-nights", "one-hour", "two-hours"}
    for odd in (folder / "frames").glob("*.md"):
        if odd.name != "opening.md":
            odd.rename(folder / "frames" / "named.md")
    library = open_library(folder, cache)
    assert library.problems == ()
    assert "named" in library.blocks
