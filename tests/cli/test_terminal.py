"""Terminals and streams: colours, closed and broken streams, full disks, many profiles, an interruption."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from salespack.checking.reports.github import _annotation
from salespack.cli.main import app
from salespack.problems.printing import printable
from salespack.problems.problem import Place, Problem

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-m", "salespack"]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("terminal") / "ws"
    assert CliRunner().invoke(app, ["init", str(folder)]).exit_code == 0
    profile = (folder / "profiles/example-customer.yaml").read_text()
    for name in ("second", "third"):
        (folder / f"profiles/{name}.yaml").write_text(profile.replace("Example Customer", name.capitalize()))
    (folder / "profiles/nothing.yaml").write_text("customer: {name: Nothing}\n")
    (folder / "profiles/broken.yaml").write_text("customer: {nmae: Broken}\n")
    return folder


def shell(workspace: Path, command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    line = command.replace("salespack", " ".join(COMMAND))
    return subprocess.run(
        ["bash", "-c", line],
        cwd=workspace,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **variables},
    )


def on_a_terminal(workspace: Path, *arguments: str, **variables: str) -> str:
    """What a command writes to a terminal as its stderr."""
    ours, theirs = pty.openpty()
    variables = {"TERM": "xterm", **variables}
    process = subprocess.Popen(
        [*COMMAND, *arguments], cwd=workspace, stdout=theirs, stderr=theirs, env={**os.environ, **variables}
    )
    os.close(theirs)
    said = b""
    while chunk := _read(ours):
        said += chunk
    process.wait()
    os.close(ours)
    return said.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says so when the other end is closed
        return b""


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({}, True), ({"NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
    ids=["terminal", "NO_COLOR empty", "NO_COLOR", "dumb"],
)
def test_colours_go_to_terminals_that_want_them(workspace: Path, variables: dict[str, str], coloured: bool) -> None:
    said = on_a_terminal(workspace, "match", "nobody", **variables)
    assert "SP001" in said
    assert ("\033[" in said) is coloured


def test_a_closed_standard_output_is_told_and_what_is_written_stays(workspace: Path) -> None:
    done = shell(workspace, "salespack build second --only deck.pptx --out closed >&-")
    assert done.returncode == 1
    assert done.stderr == "standard output is closed: the results were not shown; files that were written are there\n"
    (deck,) = workspace.glob("closed/second/first-meeting/for-you/*.pptx")
    assert deck.read_bytes().startswith(b"PK")


def test_a_closed_standard_error_stops_nothing(workspace: Path) -> None:
    done = shell(workspace, "salespack list stages 2>&-")
    assert (done.returncode, done.stderr) == (0, "")
    assert "evaluation" in done.stdout
    assert shell(workspace, "salespack match nobody 2>&-").returncode == 1


def test_a_reader_who_leaves_stops_no_build(workspace: Path) -> None:
    profiles = "profiles/example-customer.yaml profiles/second.yaml profiles/third.yaml"
    done = shell(
        workspace, f"salespack build {profiles} --only deck.pptx --out left | head -1; exit ${{PIPESTATUS[0]}}"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list(workspace.glob("left/*/first-meeting/for-you/*.pptx"))) == 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_behind_the_results_is_told(workspace: Path) -> None:
    done = shell(workspace, "salespack list values > /dev/full")
    assert done.returncode == 1
    assert done.stderr == "the results cannot be written: the disk is full; make room and say the command again\n"


@pytest.mark.parametrize("command", ["build second --out none", "library export none.xlsx", "pdf out.pptx"])
def test_a_computer_without_room_for_temporary_files_is_told(workspace: Path, command: str) -> None:
    (workspace / "out.pptx").write_bytes(next(workspace.glob("content_blocks/brand/*.pptx")).read_bytes())
    done = shell(workspace, f"ulimit -f 0; salespack {command}", SALESPACK_CACHE=str(workspace / "no-cache"))
    assert done.returncode == 1
    assert "no folder for temporary files takes a file" in done.stderr
    assert "bug" not in done.stderr


def test_a_copy_that_has_no_room_is_named_and_not_what_was_copied(workspace: Path) -> None:
    done = shell(
        workspace, "ulimit -f 50; salespack build second --out none", SALESPACK_CACHE=str(workspace / "no-cache")
    )
    assert done.returncode == 1
    assert re.search(r"/salespack-run-\S+ cannot be written: it would be larger than files may be", done.stderr)


def test_warnings_of_python_are_nobodys_business(workspace: Path) -> None:
    done = shell(workspace, "salespack build second --out warned", PYTHONWARNINGS="error")
    assert (done.returncode, done.stderr) == (0, "")


def test_many_profiles_end_with_what_became_of_them(workspace: Path) -> None:
    done = shell(workspace, "salespack build profiles/*.yaml --only deck.pptx --out many")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-3:] == [
        "5 profiles: 3 built, 1 refused, as nothing fits, 1 not built",
        "  refused: nothing",
        "  not built: broken (SP101 unknown key “nmae”)",
    ]


def test_an_interruption_is_answered_without_a_word_of_python(workspace: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir(mode=0o700)
    process = subprocess.Popen(
        [*COMMAND, "check"], cwd=workspace, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True, env={**os.environ, "SALESPACK_CACHE": str(cache)},
    )  # fmt: skip
    while process.poll() is None and not any(cache.iterdir()):
        pass  # until it is at work
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode in (1, 130)  # it may have been done already, with the faults of the broken profile
    assert said == ("interrupted; nothing was left half done\n" if process.returncode == 130 else "")


LONG = [
    (("build", "second", "--only", "deck.pptx"), "reading the library"),
    (("check",), "reading the library"),
    (("check", "--impact", "HEAD"), "reading the library before and after"),
    (("import", "deck", "deck.pptx", "--dry-run", "--yes"), "reading the library"),
    (("import", "cases", "stories", "--dry-run"), "reading the library"),
    (("library", "coverage"), "reading the library"),
    (("library", "duplicates"), "reading the library"),
    (("library", "whitespace"), "reading profiles"),
    (("library", "catalog", "pages"), "reading the library"),
    (("library", "forms"), "reading the library"),
    (("brand", "check", "deck.pptx", "--preview", "look.png", "--replace"), "reading deck.pptx"),
    (("pdf", "deck.pptx", "--replace"), "drawing deck.pptx"),
    (("init", "fresh", "--from-deck", "deck.pptx"), "reading deck.pptx"),
]
"""Commands that may take long, and what each says at once."""


@pytest.mark.parametrize(("command", "begin"), LONG, ids=[" ".join(command[:2]) for command, _ in LONG])
def test_long_work_says_at_once_what_it_is_at_and_takes_that_away(
    workspace: Path, tmp_path: Path, command: tuple[str, ...], begin: str
) -> None:
    root = tmp_path / "ws"
    shutil.copytree(workspace, root)
    (root / "profiles/broken.yaml").unlink()
    shutil.copyfile(root / "content_blocks/brand/brand.pptx", root / "deck.pptx")
    (root / "stories").mkdir()
    (root / "stories/mill.md").write_text("# A mill\n\nIt has 12 % fewer outages.\n")
    for arguments in (
        ("init", "-q"),
        ("add", "-A"),
        ("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"),
    ):
        subprocess.run(["git", *arguments], cwd=root, check=True)
    said = on_a_terminal(root, *command)
    assert said.startswith(f"\r\033[2K{begin}\r\033[2K"), said[:200]
    shown = [line.rpartition("\033[2K")[2].removesuffix("\r") for line in said.split("\n")]
    assert not [
        line for line in shown if line.startswith(("reading ", "drawing ", "making ", "matching ", "checking "))
    ]
    assert any(shown)
    done = shell(root, f"salespack {' '.join(command)}")
    assert begin not in done.stdout + done.stderr


def test_many_profiles_are_counted_on_a_terminal_and_nothing_of_it_is_in_a_pipe(workspace: Path) -> None:
    command = ("build", "second", "third", "--only", "deck.pptx", "--out", "counted")
    said = on_a_terminal(workspace, *command)
    assert "\033[2Kbuilding second: 1 of 2\r\033[2K" in said
    assert "\033[2Kbuilding third: 2 of 2\r\033[2K" in said
    assert shell(workspace, " ".join(("salespack", *command))).stderr == ""
    assert "building" not in on_a_terminal(workspace, *command, TERM="dumb")


STEERING = ("\x1b[31m", "\u202e", "\u2028", "\u2066", "\x9b", "\x85", "\n", "\u061c")
"""What turns the order round, ends a line or colours a terminal, in the names of files and in what they say."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "ws"
    assert CliRunner().invoke(app, ["init", str(folder)]).exit_code == 0
    for number, sign in enumerate(STEERING):
        block = folder / f"content_blocks/benefits/b{number}{sign}.md"
        block.write_text(f"---\nkind: benefit\nvaluez: {{}}\n---\n# X {sign} y\n", "utf-8")
        (folder / f"profiles/p{number}{sign}.yaml").write_text(f'customer: {{nmae: "A {sign}"}}\n', "utf-8")
    (folder / "profiles/turned.yaml").write_text(
        'customer: {name: "A \\u202e \\u2066 B"}\nvalues: {lower-cost: 8}\n', "utf-8"
    )
    return folder


def steering(text: str) -> set[str]:
    return {one for one in text if one != "\n" and not one.isprintable()}


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "junit"])
def test_names_of_files_steer_no_report(hostile: Path, form: str) -> None:
    done = shell(hostile, f"salespack check --format {form}")
    assert (done.returncode, steering(done.stdout), steering(done.stderr)) == (1, set(), set())
    if form in ("json", "sarif"):
        told = json.loads(done.stdout)
        files = {one["file"] for one in told["problems"]} if form == "json" else set()
        assert form == "sarif" or "profiles/p1\u202e.yaml" in files  # programs get the name as it is
    if form == "junit":
        names = [case.get("name") for case in ET.fromstring(done.stdout.encode()).iter("testcase")]
        assert "profiles/p1\\u202e.yaml" in names
    if form == "github":
        assert all(line.startswith("::") for line in done.stdout.splitlines()[:-1])


@pytest.mark.parametrize(
    "command",
    [
        "list profiles", "list --json", "library list", "library list --json", "library review", "library duplicates",
        "match turned", "match turned --json", "match turned --explain", "build turned --only deck.pptx",
        "build turned --only deck.pptx --json", "build profiles/*.yaml --only deck.pptx", "check --fix",
        "library catalog --no-pictures catalog",
    ],
)  # fmt: skip
def test_names_and_texts_steer_no_terminal(hostile: Path, command: str) -> None:
    done = shell(hostile, f"salespack {command}")
    assert done.returncode in (0, 1)
    assert (steering(done.stdout), steering(done.stderr)) == (set(), set())


def test_text_of_people_steers_no_terminal() -> None:
    assert printable("1\xa0200\u202f€ 👩\u200d🔬") == "1\xa0200\u202f€ 👩\u200d🔬"
    assert printable("a\u202egnp.exe\u2028\x1b[2J") == "a\\u202egnp.exe\\u2028\\x1b[2J"
    assert printable("Söhne – “x” ✓ 株式") == "Söhne – “x” ✓ 株式"
    named = _annotation(Problem(code="SP001", message="x\x1b[2J", place=Place("a\x1b[31m.md", 3)))
    assert named == "::error file=a\\x1b[31m.md,line=3,title=SP001::x\\x1b[2J"


# --- pages of help ---------------------------------------------------------------------------------------------------


def test_a_page_of_help_is_shown_again_as_it_was_without_loading_what_makes_it(workspace: Path, tmp_path: Path) -> None:
    variables = {"SALESPACK_CACHE": str(tmp_path / "cache"), "PYTHONPROFILEIMPORTTIME": "1", "COLUMNS": "90"}

    def page(command: str, **more: str) -> tuple[str, bool]:
        done = shell(workspace, command, **{**variables, **more})
        return done.stdout, "| typer" in done.stderr

    assert shell(workspace, "salespack build --help | head -1", **variables).stdout.strip() == ""
    first, made = page("salespack build --help")
    assert "--only" in first
    assert made
    assert page("salespack build --help") == (first, False)
    narrow, made = page("salespack build --help", COLUMNS="60")
    assert narrow != first
    assert made
    for kept in (tmp_path / "cache").glob("help-*.txt"):
        kept.write_bytes(kept.read_bytes()[:-9])
    assert page("salespack build --help") == (first, True)
    assert page("salespack build betasoloin.yaml --help")[1]
    full = shell(workspace, "salespack build --help > /dev/full", **variables)
    assert full.returncode == 1
    assert "the disk is full" in full.stderr
