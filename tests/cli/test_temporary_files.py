"""What commands leave in the folder for temporary files, and who goes on working: nothing and nobody, however they end."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.limits import HANG

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="sends signals")]

PAUSE = 0.02
ON = ("--on", "2026-11-20")
CATALOG = ("library", "catalog", "pages", *ON)
"""Long work, shared by several processes that each load fonts."""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    for name in ("content_blocks", "profiles"):
        shutil.copytree(PROJECT / name, tmp_path / "ws" / name)
    (tmp_path / "temporary").mkdir()
    (tmp_path / "cache").mkdir(mode=0o700)
    return tmp_path / "ws"


def start(workspace: Path, *arguments: str) -> subprocess.Popen[str]:
    variables = {"TMPDIR": str(workspace.parent / "temporary"), "SALESPACK_CACHE": str(workspace.parent / "cache")}
    return subprocess.Popen(
        [sys.executable, "-m", "salespack", *arguments], cwd=workspace, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, start_new_session=True, env={**os.environ, **variables},
    )  # fmt: skip


def done(workspace: Path, *arguments: str) -> None:
    process = start(workspace, *arguments)
    _, said = process.communicate(timeout=HANG)
    assert process.returncode == 0, said


def at_work(workspace: Path) -> tuple[subprocess.Popen[str], list[int]]:
    """A command that several processes work for, each with fonts in its folder, and their numbers."""
    process = start(workspace, *CATALOG)
    while process.poll() is None and len({one.parent for one in fonts(workspace)}) < 2:
        time.sleep(PAUSE)
    assert process.poll() is None
    return process, [one for one in helpers(process.pid) if one != process.pid]


def fonts(workspace: Path) -> list[Path]:
    return list((workspace.parent / "temporary").glob("salespack-run-*/fonts-*/*"))


def helpers(session: int) -> list[int]:
    """The processes of a session that run."""
    found = subprocess.run(["ps", "-A", "-o", "pid=,sess=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in found.splitlines()]
    return [int(pid) for pid, owner, state in rows if int(owner) == session and not state.startswith("Z")]


def left(workspace: Path) -> list[str]:
    return sorted(one.name for one in (workspace.parent / "temporary").iterdir())


def test_builds_of_several_profiles_leave_nothing(workspace: Path) -> None:
    profiles = ("betasoloin", "bioholding", "cheers")
    done(workspace, "build", *profiles, *ON, "--preview", "--notes-pages")
    assert len(list(workspace.glob("out/*/*/for-customer/*.pdf"))) >= len(profiles)
    assert left(workspace) == []


def test_processes_that_share_work_leave_nothing(workspace: Path) -> None:
    done(workspace, *CATALOG)
    done(workspace, "check", *ON)
    assert left(workspace) == []


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (signal.SIGINT, "interrupted; nothing was left half done\n"),
        (signal.SIGTERM, ""),
        (signal.SIGHUP, ""),
    ],
)
def test_a_command_that_is_ended_leaves_nothing_and_nobody(workspace: Path, number: int, told: str) -> None:
    process, _ = at_work(workspace)
    os.kill(process.pid, number)
    _, said = process.communicate(timeout=HANG)
    assert (process.returncode, said) == (128 + number, told)
    assert left(workspace) == []
    ended = time.monotonic() + HANG
    while helpers(process.pid) and time.monotonic() < ended:  # they end with their parent, a moment after it
        time.sleep(PAUSE)
    assert helpers(process.pid) == []
    assert not (workspace / "pages").exists()


def test_what_a_killed_command_leaves_goes_with_the_next(workspace: Path) -> None:
    process, shared = at_work(workspace)
    assert len(shared) >= 2
    process.kill()
    process.communicate(timeout=HANG)  # until those have ended that had its streams open: nobody waits for ever
    assert len(left(workspace)) == 1
    done(workspace, "build", "betasoloin", *ON, "--only", "deck.pdf")
    assert left(workspace) == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_leaves_nothing_either(workspace: Path) -> None:
    process = start(workspace, "build", "betasoloin", *ON, "--only", "deck.pdf", "--pdf-engine", "libreoffice")
    found: list[Path] = []
    while process.poll() is None and not found:
        time.sleep(PAUSE)
        found = [one for name in profiles(workspace) for one in sockets(name)]
    assert process.poll() is None
    os.kill(process.pid, signal.SIGINT)
    process.communicate(timeout=HANG)
    assert (process.returncode, left(workspace)) == (130, [])
    assert not [one for one in found if one.exists()]


def profiles(workspace: Path) -> list[str]:
    """The addresses of the settings that LibreOffice is run with."""
    return [one.as_uri() for one in (workspace.parent / "temporary").glob("salespack-run-*/office-*/profile")]


def sockets(profile: str) -> list[Path]:
    """Where LibreOffice with these settings can be talked to, in a folder that it does not let choose."""
    name = "".join(f"{byte:x}" for byte in hashlib.md5(profile.encode("utf-16-le"), usedforsecurity=False).digest())
    return list(Path("/tmp").glob(f"OSL_PIPE_*_{name}"))  # noqa: S108 - read, never written
