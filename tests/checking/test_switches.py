"""Rules switched off with a reason, and switches that switch nothing off."""

from __future__ import annotations

from pathlib import Path

import pytest

from salespack.checking.rules.dates import overdue
from salespack.checking.rules.table import Rule
from salespack.checking.rules.views import LibraryView
from tests.checking.workspaces import BENEFIT, ONE_LANGUAGE, checked, clean, told
from tests.workspaces import PACK

EMPTY = BENEFIT.replace("\n- nobody is called\n", "")
FOUND = ["SP340 content_blocks/benefits/calm.md:5:1"]


def off(entry: str) -> str:
    return f"{ONE_LANGUAGE}check:\n  off:\n    {entry}\n"


CASES = {
    "nothing": ({}, FOUND),
    "everywhere": ({"content_blocks/library.yaml": off("SP340: titles alone are our style")}, []),
    "in the files of a folder": (
        {"content_blocks/library.yaml": off("SP340: {files: [benefits/*], because: being written}")}, [],
    ),
    "in another folder": (
        {"content_blocks/library.yaml": off("SP340: {files: [frames/*], because: being written}")},
        [*FOUND, "SP901 content_blocks/library.yaml:9:5"],
    ),
    "in the block": ({"content_blocks/benefits/calm.md": EMPTY.replace("kind:", "check: {off: {SP340: a title alone}}\nkind:")}, []),
    "in another block": (
        {"content_blocks/frames/opening.md": "---\nkind: frame\ntags: [opening]\nlayout: title\ncheck: {off: {SP340: a title alone}}\n---\n# Hello\n"},
        [*FOUND, "SP901 content_blocks/frames/opening.md:5:15"],
    ),
    "another rule": (
        {"content_blocks/library.yaml": off("SP323: screenshots of our own")},
        [*FOUND, "SP901 content_blocks/library.yaml:9:5"],
    ),
    "a rule that does not exist": (
        {"content_blocks/library.yaml": off("SP399: for some reason")},
        [*FOUND, "SP902 content_blocks/library.yaml:9:5"],
    ),
    "a rule about switches": (
        {"content_blocks/library.yaml": off("SP901: we like them")},
        [*FOUND, "SP902 content_blocks/library.yaml:9:5"],
    ),
    "without a reason": (
        {"content_blocks/benefits/calm.md": EMPTY.replace("kind:", "check: {off: {SP340: }}\nkind:")},
        ["SP103 content_blocks/benefits/calm.md:2:22"],
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_switch(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, expected = CASES[name]
    report = checked(clean(tmp_path, monkeypatch, {"content_blocks/benefits/calm.md": EMPTY, **files}))
    assert told(report) == expected
    assert report.off == (
        0 if any(one.startswith("SP340") for one in told(report)) or name == "without a reason" else 1
    )


def test_a_pack_switches_off_for_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = PACK.replace("[deck.pptx]", "[deck.pptx, leaflet.pdf]")
    library = clean(tmp_path, monkeypatch, {"content_blocks/packs/first-meeting.yaml": pack})
    assert told(checked(library)) == ["SP703 content_blocks/packs/first-meeting.yaml:3:22"]
    (library / "packs/first-meeting.yaml").write_text(f"{pack}check: {{off: {{SP703: the leaflet comes in May}}}}\n")
    assert told(checked(library)) == []


def test_a_block_switches_off_for_itself_what_its_folder_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "content_blocks" / "benefits"
    library = clean(tmp_path, monkeypatch, {"content_blocks/benefits/_defaults.yaml": "review_by: 2026-11-20\n"})
    rules = (Rule("SP416", LibraryView, overdue),)
    of_folder = ["SP416 content_blocks/benefits/_defaults.yaml:1:12"]
    report = checked(library, rules=rules)
    assert (told(report), report.off) == (of_folder, 0)
    for name in ("calm.md", "bill.md"):
        asked = checked(library, rules=rules, paths=(folder / name,))
        assert told(asked) == of_folder
    assert told(checked(library, rules=rules, paths=(library / "frames",))) == []
    off = "check: {off: {SP416: read every spring}}\nkind:"
    (folder / "calm.md").write_text((folder / "calm.md").read_text().replace("kind:", off))
    report = checked(library, rules=rules)
    assert (told(report), report.off) == (of_folder, 1)
    (folder / "bill.md").write_text((folder / "bill.md").read_text().replace("kind:", off))
    report = checked(library, rules=rules)
    assert (told(report), report.off) == ([], 2)


def test_what_a_block_switches_off_holds_for_its_translations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "content_blocks/library.yaml": ONE_LANGUAGE.replace("[en]", "[en, fi]"),
        "content_blocks/frames/opening.fi.md": "---\ntranslates: 1\n---\n# Hei\n",
        "content_blocks/benefits/calm.md": EMPTY.replace("kind:", "check: {off: {SP340: a title alone}}\nkind:"),
        "content_blocks/benefits/calm.fi.md": "---\ntranslates: 1\n---\n# Rauhalliset yöt\n",
        "content_blocks/benefits/bill.fi.md": "---\ntranslates: 1\n---\n# Pienempi lasku\n\n- teille\n",
    }
    report = checked(clean(tmp_path, monkeypatch, files))
    assert (told(report), report.off) == ([], 2)
