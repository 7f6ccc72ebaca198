from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from salespack.building.build import Builder, Request
from salespack.ledger.builds import Build, Filled, read_builds
from salespack.library.index import open_library
from tests.workspaces import write_files, write_workspace

TODAY = datetime.date(2026, 11, 21)


def test_what_was_built_is_known_by_profile_with_the_blocks_and_their_values(tmp_path: Path) -> None:
    library = write_workspace(tmp_path)
    request = Request(profile=tmp_path / "profiles" / "acme.yaml", out=tmp_path / "out", today=TODAY)
    report = Builder(open_library(library, None), None).build(request)
    found, problems = read_builds(tmp_path / "out", {"acme", "nobody"})
    assert problems == ()
    (build,) = found["acme"]
    selection = report.matched.selection
    assert (build.pack, build.on) == (selection.pack, selection.on)
    assert [place.block for place in build.places] == [choice.block for choice in selection.chosen]
    assert Filled("one-hour", "fewer-outages") in build.places


@pytest.mark.parametrize(
    "record", sorted((Path(__file__).parents[1] / "data/formats/record").glob("*.json")), ids=lambda path: path.stem
)
def test_records_of_every_format_are_read(tmp_path: Path, record: Path) -> None:
    folder = tmp_path / "out" / "acme" / "first-meeting" / "for-you"
    folder.mkdir(parents=True)
    (folder / "selection.json").write_bytes(record.read_bytes())
    found, problems = read_builds(tmp_path / "out", {"acme"})
    assert ([build.pack for build in found["acme"]], problems) == (["first-meeting"], ())


def test_records_of_others_are_left_alone_and_unreadable_ones_are_told(tmp_path: Path) -> None:
    said = {
        "format": 2,
        "profile": "acme",
        "pack": "offer",
        "on": "2026-10-01",
        "slots": [{"block": None}, {"block": "a"}],
    }
    write_files(tmp_path, {
        "out/acme/offer/for-you/selection.json": json.dumps(said),
        "out/acme/offer/for-you/selection (fi).json": json.dumps({**said, "slots": [{"block": "b"}]}),
        "out/acme/offer/for-you/selection (my copy).json": "{",
        "out/acme/torn/for-you/selection.json": "{",
        "out/acme/other/for-you/selection.json": "[]",
        "out/acme/newer/for-you/selection.json": json.dumps({**said, "format": 99}),
        "out/acme/empty/notes.txt": "",
        "out/gone/offer/for-you/selection.json": "{",
        "out/refusals.jsonl": "{}",
    })  # fmt: skip
    found, problems = read_builds(tmp_path / "out", {"acme"})
    day = datetime.date(2026, 10, 1)
    assert found == {"acme": [Build("acme", "offer", day, (Filled(block, None),)) for block in ("b", "a")]}
    assert sorted((one.code, Path(one.place.file).parts[-3]) for one in problems if one.place) == [
        ("SP014", "newer"), ("SP100", "other"), ("SP100", "torn"),
    ]  # fmt: skip
    assert read_builds(tmp_path / "nowhere", {"acme"}) == ({}, ())


def test_builds_before_the_last_are_known_as_long_as_their_records_are_kept(tmp_path: Path) -> None:
    def said(block: str) -> str:
        return json.dumps(
            {"format": 2, "profile": "acme", "pack": "offer", "on": "2026-10-01", "slots": [{"block": block}]}
        )

    write_files(tmp_path, {
        "out/acme/offer/for-you/selection.json": said("now"),
        "out/acme/offer/for-you/selection (fi).json": said("now-in-finnish"),
        "out/acme/offer/for-you/records/0123456789abcdef.json": said("before"),
        "out/acme/offer/for-you/records/notes.json": said("ours-not"),
    })  # fmt: skip
    found, problems = read_builds(tmp_path / "out", {"acme"})
    assert problems == ()
    assert {place.block for build in found["acme"] for place in build.places} == {"now", "now-in-finnish", "before"}
