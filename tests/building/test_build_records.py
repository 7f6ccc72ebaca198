"""Every build leaves its record by its id beside the outputs, for as long as the library says; what is mailed has none."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from salespack.building.build import Builder, Request
from salespack.building.placing import Output, place
from salespack.cli.main import app
from salespack.ledger.build_records import BuildStamp, find_record
from salespack.ledger.builds import read_builds
from salespack.library.index import open_library
from salespack.ooxml.provenance import read_provenance
from salespack.system.cache import OF_CUSTOMERS, write_cached
from tests.workspaces import LIBRARY, PROFILE, write_workspace

FIRST, SECOND = "0123456789abcdef", "fedcba9876543210"
DAY = datetime.date(2026, 11, 30)
DECK = Output("deck.pptx", "for-you/deck.pptx", b"first")


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "for-you/records").iterdir())


def test_a_record_is_kept_by_the_id_of_its_build_and_goes_when_it_is_too_old(tmp_path: Path) -> None:
    place(tmp_path, [DECK], {"profile": "acme"}, stamp=BuildStamp(FIRST, DAY, 30, b"as built"))
    assert (tmp_path / f"for-you/records/{FIRST}.base").read_bytes() == b"as built"
    (tmp_path / "for-you/records/mine.json").write_text("{}")
    (tmp_path / f"for-you/records/{'a' * 16}.json").write_text("{cut off")
    later = DAY + datetime.timedelta(days=30)
    place(tmp_path, [DECK], {"profile": "acme"}, stamp=BuildStamp(SECOND, later, 30))
    others = [f"{'a' * 16}.json", "mine.json"]
    assert kept(tmp_path) == sorted([f"{FIRST}.base", f"{FIRST}.json", f"{SECOND}.json", *others])
    assert json.loads((tmp_path / f"for-you/records/{FIRST}.json").read_text())["built_on"] == "2026-11-30"
    third = BuildStamp("3" * 16, later + datetime.timedelta(days=1), 30)
    place(tmp_path, [DECK], {"profile": "acme"}, stamp=third)
    assert kept(tmp_path) == sorted([f"{'3' * 16}.json", f"{SECOND}.json", *others])


def test_a_record_is_found_by_what_a_deck_says_and_by_nothing_else(tmp_path: Path) -> None:
    place(tmp_path / "acme/proposal", [DECK], {}, stamp=BuildStamp(FIRST, DAY, 30))
    found = tmp_path / f"acme/proposal/for-you/records/{FIRST}.json"
    assert find_record(tmp_path, "acme", FIRST) == found
    for profile, build in (
        ("acme", SECOND),
        ("../acme", FIRST),
        ("", FIRST),
        ("globex", FIRST),
        ("acme", "../" + FIRST),
    ):
        assert find_record(tmp_path, profile, build) is None


@pytest.mark.slow
def test_the_second_build_leaves_what_the_first_decided(tmp_path: Path) -> None:
    write_workspace(tmp_path, {"content_blocks/library.yaml": LIBRARY + "build_records: {keep_days: 400}\n"})
    profile, out = tmp_path / "profiles/acme.yaml", tmp_path / "out"

    def build(on: datetime.date, *only: str) -> Path:
        builder = Builder(open_library(tmp_path / "content_blocks", None), None)
        return builder.build(Request(profile=profile, out=out, only=only, today=on, on=on)).folder

    folder = build(DAY, "deck.pptx", "handout.pptx")
    deck = next((folder / "for-you").glob("*.pptx"))
    first = read_provenance(deck).tags["BUILD"]
    handout = next((folder / "for-customer").glob("*.pptx"))
    assert first.encode() not in handout.read_bytes()
    assert not list((folder / "for-customer").glob("records*"))
    profile.write_text(PROFILE.replace("fewer-outages: 9", "fewer-outages: 8"), encoding="utf-8")
    build(DAY + datetime.timedelta(days=1), "deck.pptx")
    second = read_provenance(deck).tags["BUILD"]
    assert kept(folder) == sorted(f"{one}.{kind}" for one in (first, second) for kind in ("base", "json"))
    path = find_record(out, "acme", first)
    assert path is not None
    told = json.loads(path.read_text("utf-8"))
    assert (told["build"], told["on"], told["slots"][0]["block"]) == (first, "2026-11-30", "opening")
    last = json.loads((folder / "for-you/selection.json").read_text("utf-8"))
    assert (last["build"], last["values"][0]["weight"] < told["values"][0]["weight"]) == (second, True)
    builds, problems = read_builds(out, ["acme"])
    assert (sorted(one.on for one in builds["acme"]), problems) == (
        [datetime.date(2026, 11, 30), datetime.date(2026, 12, 1)],
        (),
    )


@pytest.mark.slow
def test_a_folder_of_before_is_read_and_gets_records(tmp_path: Path) -> None:
    place(tmp_path, [DECK], {"profile": "acme"})
    assert not (tmp_path / "for-you/records").exists()
    (one,) = place(tmp_path, [Output("deck.pptx", DECK.path, b"second")], {}, stamp=BuildStamp(FIRST, DAY, 0))
    assert (one.kept, one.path.read_bytes(), kept(tmp_path)) == (None, b"second", [f"{FIRST}.json"])


@pytest.mark.slow
def test_a_customer_is_erased_and_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SALESPACK_CACHE", str(tmp_path / "cache"))
    (tmp_path / "cache").mkdir(mode=0o700)
    for name in ("o-neil", "globex"):
        place(tmp_path / f"out/{name}/proposal", [DECK], {}, stamp=BuildStamp(FIRST, DAY, 30, b"as built"))
    (tmp_path / "out/o-neil/proposal/for-you/deck.pptx").write_bytes(b"edited")
    refused: list[dict[str, object]] = [{"profile": name, "values": {}} for name in ("globex", "o-neil", "globex")]
    (tmp_path / "out/refusals.jsonl").write_text("".join(json.dumps(one) + "\n" for one in refused) + "{cut off")
    run = CliRunner()
    told = run.invoke(app, ["erase", "profiles/o-neil.yaml"])
    assert told.exit_code == 0, told.stderr
    assert told.stdout.splitlines() == [
        "out/o-neil: 4 files, 2 of them records of builds",
        "  changed or added by hand: proposal/for-you/deck.pptx",
        "out/refusals.jsonl: 1 refusal",
        "Nothing was changed. To take all of it away: salespack erase o-neil --yes",
    ]
    assert (tmp_path / "out/o-neil").is_dir()
    write_cached(tmp_path / "cache", f"{OF_CUSTOMERS}/builds.msgpack", b"what was read of builds")
    done = run.invoke(app, ["erase", "o-neil", "--yes", "--json"])
    assert not (tmp_path / "cache" / OF_CUSTOMERS).exists()
    assert (done.exit_code, json.loads(done.stdout)["erased"]) == (0, True)
    assert not (tmp_path / "out/o-neil").exists()
    assert (tmp_path / "out/globex/proposal/for-you/deck.pptx").is_file()
    left = (tmp_path / "out/refusals.jsonl").read_text().splitlines()
    assert (len(left), left[-1], "o-neil" in "".join(left)) == (3, "{cut off", False)
    for name in ("o-neil", "..", ".", "", "out"):
        nothing = run.invoke(app, ["erase", name, "--yes"])
        assert (nothing.exit_code, "SP807" in nothing.stderr) == (2, True), name
    assert (tmp_path / "out/globex").is_dir()
