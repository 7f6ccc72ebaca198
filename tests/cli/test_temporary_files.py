"""What commands leave in the folder for temporary files, and who goes on working: nothing and nobody, however they end."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from tests.conftest import PROJECT
from tests.limits import HANG

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="sends signals")]

PAUSE = 0.02
TELLING = """import os, sys
from pathlib import Path
listener = os.open(os.environ["LISTENER"], os.O_WRONLY)
def tell(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and Path(arguments[0]).parent.name.startswith("fonts-"):
        os.write(listener, f"{os.getpid()}\\n".encode())
sys.addaudithook(tell)
"""
"""What every process of ours begins with: it tells of each font that it opens in its folder, and holds the pipe as long
as it lives."""
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


def start(workspace: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    folders = {"TMPDIR": str(workspace.parent / "temporary"), "SALESPACK_CACHE": str(workspace.parent / "cache")}
    return subprocess.Popen(
        [sys.executable, "-m", "salespack", *arguments], cwd=workspace, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, start_new_session=True, env={**os.environ, **folders, **environment},
    )  # fmt: skip


def done(workspace: Path, *arguments: str) -> None:
    process = start(workspace, *arguments)
    _, said = process.communicate(timeout=HANG)
    assert process.returncode == 0, said


@contextmanager
def at_work(workspace: Path) -> Iterator[tuple[subprocess.Popen[str], IO[str]]]:
    """A command that several processes work for, each with fonts in its folder, and the pipe that they all hold."""
    (workspace.parent / "sitecustomize.py").write_text(TELLING, encoding="utf-8")
    os.mkfifo(workspace.parent / "listener")
    path = os.pathsep.join((str(workspace.parent), *filter(None, (os.environ.get("PYTHONPATH"),))))
    process = start(workspace, *CATALOG, LISTENER=str(workspace.parent / "listener"), PYTHONPATH=path)
    with process, (workspace.parent / "listener").open(encoding="utf-8") as told:
        telling: set[str] = set()
        while len(telling) < 2 and (line := told.readline()):
            telling.add(line)
        assert len(telling) == 2
        yield process, told


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
    with at_work(workspace) as (process, pipe):
        os.kill(process.pid, number)
        _, said = process.communicate(timeout=HANG)
        assert (process.returncode, said) == (128 + number, told)
        assert left(workspace) == []
        pipe.read()  # until the last that holds it has ended
    assert not (workspace / "pages").exists()


def test_what_a_killed_command_leaves_goes_with_the_next(workspace: Path) -> None:
    with at_work(workspace) as (process, pipe):
        process.kill()
        process.communicate(timeout=HANG)
        pipe.read()  # until the last that holds it has ended: nobody waits for ever
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
