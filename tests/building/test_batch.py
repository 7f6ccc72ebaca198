"""Many profiles built side by side: the same decks, one line for each, and nothing that one does stops another."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import date
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pptx import Presentation

from salespack.building.batch import Batch, Done, Task
from salespack.building.request import Request
from salespack.system.cache import cache_folder
from tests.limits import HANG
from tests.workspaces import PROFILE, write_workspace

pytestmark = pytest.mark.slow
ODD = "O'Neil & Söhne <AG> #1"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Six customers that can be built, and four that cannot."""
    write_workspace(tmp_path)
    profiles = tmp_path / "profiles"
    for number in range(4):
        (profiles / f"plain-{number}.yaml").write_text(PROFILE.replace("name: Acme", f"name: Plain {number}"), "utf-8")
    (profiles / f"{ODD}.yaml").write_text(PROFILE.replace("name: Acme", f'name: "{ODD}"'), "utf-8")
    (profiles / "empty.yaml").write_bytes(b"")
    (profiles / "utf16.yaml").write_text(PROFILE, "utf-16")
    (profiles / "cut.yaml").write_text("customer: {name: Cut", "utf-8")
    (profiles / "nothing.yaml").write_text(
        PROFILE.replace("values: {fewer-outages: 9, lower-run-cost: 4}", ""), "utf-8"
    )
    return tmp_path


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "salespack", "build", *arguments, "--only", "deck.pptx"]


def build(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=HANG,
        env={**os.environ, "PYTHONUTF8": "1"}, check=False,
    )  # fmt: skip


def lines(out: Path) -> dict[str, dict[str, Any]]:
    """The lines of the results by their profiles; each profile has one."""
    written = [json.loads(line) for line in (out / "results.jsonl").read_text("utf-8").splitlines()]
    found = {one["profile"]: one for one in written}
    assert len(found) == len(written)
    return found


def results_of(out: Path) -> dict[str, str]:
    return {name: one["result"] for name, one in lines(out).items()}


def contents(out: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.suffix != ".jsonl"
    }


BUILT = {"acme", "plain-0", "plain-1", "plain-2", "plain-3", ODD}
WHAT_BECAME = {
    **dict.fromkeys(sorted(BUILT), "built"),
    **dict.fromkeys(("empty", "utf16", "cut"), "not built"),
    "nothing": "refused",
}


def test_side_by_side_the_same_is_made_as_one_by_one(workspace: Path) -> None:
    alone = build(workspace, "profiles", "--out", "alone")
    done = build(workspace, "profiles", "--jobs", "2")
    assert (alone.returncode, done.returncode) == (1, 1)
    first, *told, where = done.stdout.splitlines()
    assert first.startswith("10 profiles: 6 built, 1 refused, as nothing fits, 3 not built, in ")
    assert told[0] == "  refused: nothing"
    assert sorted(told[1].removeprefix("  not built: ").split(", ")) == [
        "cut (SP003)",
        "empty (SP008)",
        "utf16 (SP002)",
    ]
    assert where.startswith("  out/results.jsonl")
    assert "profiles/empty.yaml:1:1: SP008 the file is empty" in done.stderr
    assert "Traceback" not in done.stderr
    made = contents(workspace / "out")
    assert len(made) > 2 * len(BUILT)
    assert made == contents(workspace / "alone")
    assert results_of(workspace / "out") == WHAT_BECAME
    acme = lines(workspace / "out")["acme"]
    assert acme["files"] == {"deck.pptx": "out/acme/first-meeting/for-you/Acme - First meeting.pptx"}
    assert (acme["pack"], acme["language"], acme["on"], acme["slides"]) == ("first-meeting", "en", "2026-12-01", 4)


def test_only_what_changed_is_built_again(workspace: Path) -> None:
    """A deck that a person has changed is not what changed; one that is gone is, and so is a block for all."""
    build(workspace, "profiles", "--jobs", "2")
    before, out = lines(workspace / "out"), workspace / "out"
    profile = workspace / "profiles/plain-0.yaml"
    profile.write_text(profile.read_text("utf-8").replace("services: 140", "services: 150"), "utf-8")
    (workspace / before["plain-1"]["files"]["deck.pptx"]).unlink()
    edited = workspace / before["plain-2"]["files"]["deck.pptx"]
    deck = Presentation(str(edited))
    deck.slides[0].shapes.title.text = "By hand"
    deck.save(str(edited))
    by_hand = edited.read_bytes()
    with (out / "results.jsonl").open("ab") as file:
        file.write(b'{"profile":"cut of')
    (workspace / "profiles/empty.yaml").write_text(PROFILE.replace("name: Acme", "name: Full"), "utf-8")
    done = build(workspace, "profiles", "--jobs", "2", "--resume", "--json")
    told = json.loads(done.stdout)
    assert {key: told[key] for key in ("profiles", "built", "unchanged", "refused", "not_built", "left")} == {
        "profiles": 10, "built": 3, "unchanged": 4, "refused": 1, "not_built": 2, "left": 0,
    }  # fmt: skip
    now = lines(out)
    assert {name for name in BUILT if now[name] == before[name]} == {"acme", "plain-2", "plain-3", ODD}
    assert now["empty"]["result"] == "built"
    assert edited.read_bytes() == by_hand
    assert not list(edited.parent.glob("* (2).pptx"))
    block = workspace / "content_blocks/benefits/calm-nights.md"
    block.write_text(block.read_text("utf-8").replace("Calm nights", "Calm days"), "utf-8")
    told = json.loads(build(workspace, "profiles", "--resume", "--json").stdout)
    assert (told["unchanged"], told["beside_kept"]) == (0, 1)
    assert (edited.read_bytes(), len(list(edited.parent.glob("* (2).pptx")))) == (by_hand, 1)
    assert {name: one["kept"] for name, one in lines(out).items() if one["kept"]} == {
        "plain-2": {"deck.pptx": edited.relative_to(workspace).as_posix()}
    }


@pytest.mark.skipif(sys.platform == "win32", reason="a test cannot press Ctrl-C there")
def test_an_interruption_finishes_what_is_begun_and_the_rest_is_resumed(workspace: Path) -> None:
    for number in range(60):
        text = PROFILE.replace("name: Acme", f"name: More {number}")
        (workspace / f"profiles/more-{number}.yaml").write_text(text, "utf-8")
    running = subprocess.Popen(
        command("profiles", "--jobs", "1", "--out", "out"), cwd=workspace, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    written, until = workspace / "out/results.jsonl", time.monotonic() + HANG
    while time.monotonic() < until and (not written.exists() or b'"built"' not in written.read_bytes()):
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGINT)
    said, told = running.communicate(timeout=HANG)
    assert running.returncode == 130
    assert "Traceback" not in told
    found = lines(workspace / "out")
    left = 70 - len(found)
    assert left > 0
    assert told.endswith(f"interrupted: {left} are left; the same command with --resume builds them\n")
    assert said.startswith("70 profiles: ")
    assert all((workspace / path).is_file() for one in found.values() for path in one["files"].values())
    assert not list((workspace / "out").rglob(".staging"))
    done = build(workspace, "profiles", "--resume")
    assert done.stdout.startswith("70 profiles: ")
    assert len(lines(workspace / "out")) == 70


def test_a_process_that_is_killed_takes_no_profile_along(workspace: Path) -> None:
    requests = [
        Request(profile=workspace / f"profiles/{name}.yaml", out=workspace / "out", today=date(2026, 11, 21), only=("deck.pptx",))
        for name in sorted(BUILT)
    ]  # fmt: skip
    found: list[Done] = []
    with Batch(workspace / "content_blocks", cache_folder(), 1) as batch:
        for done in batch.results(map(Task, requests), lambda: False):
            if not found:
                for child in active_children():
                    child.kill()
            found.append(done)
    assert sorted(one.file.stem for one in found) == sorted(BUILT)
    assert {one.result.result for one in found if one.result is not None} == {"built"}


def test_a_bug_that_one_profile_meets_is_told_of_that_one(workspace: Path) -> None:
    """What is asked for here for no day is none of a user's faults: it stands for a bug of ours."""
    requests = [
        Request(
            profile=workspace / f"profiles/{name}.yaml", out=workspace / "out", only=("deck.pptx",),
            today=None if name == "plain-1" else date(2026, 11, 21),  # type: ignore[arg-type]
        )
        for name in sorted(BUILT)
    ]  # fmt: skip
    with Batch(workspace / "content_blocks", cache_folder(), 1) as batch:
        found = {done.file.stem: done for done in batch.results(map(Task, requests), lambda: False)}
    assert {name for name, one in found.items() if one.bug is None} == BUILT - {"plain-1"}
    assert [(one.code, one.place and Path(one.place.file).name) for one in found["plain-1"].problems] == [
        ("SP706", "plain-1.yaml")
    ]


def test_erasing_a_customer_takes_the_lines_of_results_away(workspace: Path) -> None:
    build(workspace, "profiles", "--jobs", "2")
    arguments = [sys.executable, "-m", "salespack", "privacy"]
    known = subprocess.run([*arguments, "export", "acme"], cwd=workspace, capture_output=True, check=True)
    assert [one["profile"] for one in msgspec.json.decode(known.stdout)["results"]] == ["acme"]
    erased = subprocess.run([*arguments, "erase", "acme", "--yes"], cwd=workspace, capture_output=True, check=True)
    assert f"{Path('out') / 'results.jsonl'}: 1 line" in erased.stdout.decode()
    assert results_of(workspace / "out") == {name: what for name, what in WHAT_BECAME.items() if name != "acme"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("profiles", "--jobs", "2", "--refresh"), "SP801 --jobs and --resume are for many profiles, and --refresh"),
        (
            ("--customer", "X", "--value", "cost", "--resume"),
            "SP801 --jobs and --resume are for many profiles, and --cu",
        ),
    ],
)
def test_what_is_for_one_deck_is_refused(workspace: Path, arguments: tuple[str, ...], said: str) -> None:
    done = build(workspace, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
    assert not (workspace / "out").exists()
