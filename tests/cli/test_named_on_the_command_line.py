"""What is named on the command line and is something else than was meant is told, with what to name instead."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from salespack.cli.main import app

LIKE = "a profile is a file such as profiles/acme.yaml"
ELSEWHERE = "name another folder with --out"
NOT_THERE = "check the path and that you may read it"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "ws"
    assert CliRunner().invoke(app, ["init", str(folder)]).exit_code == 0
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("build README.md", 1, f"README.md: SP001 is not a profile ({LIKE})"),
        ("build content_blocks/library.yaml", 1,
         f"content_blocks/library.yaml: SP001 belongs to the library, and is not a profile ({LIKE})"),
        ("build content_blocks/packs/first-meeting.yaml", 1,
         "content_blocks/packs/first-meeting.yaml: SP001 belongs to the library, and is not a profile "
         "(name a profile, and this pack behind it: salespack build PROFILE --pack first-meeting)"),
        ("build content_blocks/", 1,
         "content_blocks: SP001 is a folder without profiles (name one that holds profiles, such as profiles/)"),
        ("match profiles", 1, "profiles: SP001 is a folder, not a profile (name one in it: example-customer)"),
        ("match content_blocks", 1, "content_blocks: SP001 is a folder without profiles "
         "(name one that holds profiles, such as profiles/)"),
        ("build example-customer --out README.md", 2,
         f"README.md: SP702 is a file, and outputs go into a folder ({ELSEWHERE})"),
        ("build example-customer --out content_blocks/out", 2,
         f"content_blocks/out: SP702 lies in the library, which would take what is built for its own ({ELSEWHERE})"),
        ("build example-customer --out README.md/below", 1,
         "README.md: SP702 cannot be written: it is a file, not a folder; nothing was changed "
         f"({ELSEWHERE}, or make room and close the files that are open)"),
        ("build example-customer --value lower-cost=high", 2,
         "SP801 --value lower-cost=high: with a profile, a value has no figure "
         "(write --value lower-cost; how much it matters stands in the profile, under `values`)"),
        ("match example-customer --pin routine-runs-itself --drop routine-runs-itself", 1,
         "SP402 routine-runs-itself is both pinned and dropped (leave out one of the two)"),
        ("build --customer Acme", 3,
         "profiles/acme.yaml:1:1: SP401 The profile names no value that matters to the customer: ask what they value, and "
         "how much. (write it under `values` in the profile, such as `lower-cost: 8`; --force builds anyway)"),
        ("check --library .", 1,
         ".: SP011 there is no library.yaml in this folder "
         "(a library has a library.yaml; name content_blocks with --library)"),
        ("brand check content_blocks", 1, f"content_blocks: SP501 is a folder, not a file ({NOT_THERE})"),
        ("pdf none.pptx", 1, f"none.pptx: SP501 is not there ({NOT_THERE})"),
        ("library export none/blocks.xlsx", 1,
         "none: SP803 cannot be written: there is no such folder "
         "(check the folder and the disk, and that it is not open)"),
        ("library import none.xlsx", 1, "none.xlsx: SP001 is not there (name a workbook that was exported)"),
    ],
)  # fmt: skip
def test_what_is_something_else_is_told(workspace: Path, command: str, code: int, said: str) -> None:
    done = CliRunner().invoke(app, command.split())
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (code, said)


@pytest.mark.parametrize("named", ["profiles/", "profiles", "."])
def test_a_folder_stands_for_the_profiles_in_it(workspace: Path, named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = workspace / "profiles/example-customer.yaml"
    (workspace / "profiles/second.yaml").write_text(first.read_text().replace("Example Customer", "Second"))
    (workspace / "profiles/notes.txt").write_text("none")
    if named == ".":
        monkeypatch.chdir(workspace / "profiles")
    done = CliRunner().invoke(app, ["build", named, "--only", "deck.pptx"])
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[-1] == "2 profiles: 2 built"


def test_a_profile_goes_before_a_folder_of_its_name(workspace: Path) -> None:
    (workspace / "example-customer").mkdir()
    done = CliRunner().invoke(app, ["match", "example-customer"])
    assert done.exit_code == 0
    assert done.stdout.startswith("Example Customer · First meeting")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="everything may be written")
def test_a_folder_that_may_not_be_written_is_named(workspace: Path) -> None:
    (workspace / "shut").mkdir(mode=0o555)
    done = CliRunner().invoke(app, ["build", "example-customer", "--out", "shut"])
    assert done.exit_code == 1
    assert "shut: SP702 cannot be written: you may not write there; nothing was changed" in done.stderr


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("library.yaml", "brand/brand.pptx  ", "brand/none.pptx  ",
         "library.yaml:8:8: SP521 the brand file brand/none.pptx is not there (correct `brand:`)"),
        ("brand/brand.yaml", "minimum_sizes:", "maximum_sizes: {body: 12}\nminimum_sizes:",
         "brand/brand.yaml:13:23: SP105 maximum_sizes.body is 12, and minimum_sizes.body is 14 (make it at least as large)"),
    ],
)  # fmt: skip
def test_a_brand_is_told_where_it_is_named(workspace: Path, file: str, old: str, new: str, said: str) -> None:
    written = workspace / "content_blocks" / file
    assert old in written.read_text()
    written.write_text(written.read_text().replace(old, new))
    done = CliRunner().invoke(app, ["build", "example-customer"])
    assert (done.exit_code, done.stderr) == (1, f"content_blocks/{said}\n")
