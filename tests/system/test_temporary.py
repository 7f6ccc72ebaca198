"""The folder for temporary files: nothing is left in it by commands that end, and what was left goes with the next."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.limits import HANG

WRITES = """
import sys
from pathlib import Path
from salespack.system.temporary import temporary_folder

kept = temporary_folder("kept")
with temporary_folder("letters") as folder:
    Path(folder, "a.txt").write_text("a")
    print(Path(folder).parent.name, flush=True)
    sys.stdin.read()
"""


def started(temporary: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITES], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))},
    )  # fmt: skip


@contextmanager
def working(temporary: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A process that has written into its folder, and that folder."""
    with started(temporary) as process:
        assert process.stdout is not None
        yield process, temporary / process.stdout.readline().strip()


def ended(process: subprocess.Popen[str]) -> None:
    process.communicate("", timeout=HANG)
    assert process.returncode == 0


def test_nothing_is_left_by_a_command_that_ends(tmp_path: Path) -> None:
    with working(tmp_path) as (process, folder):
        assert [one.name for one in folder.glob("letters-*/*")] == ["a.txt"]
        ended(process)
    assert not list(tmp_path.iterdir())


def test_what_a_killed_command_left_goes_with_the_next_and_nothing_else(tmp_path: Path) -> None:
    others = [tmp_path / "salespack-run-mine", tmp_path / "salespack-run-new", tmp_path / "letters", tmp_path / "link"]
    for folder in others[:3]:
        folder.mkdir()
    (others[1] / "in-use").touch()  # a command that has not locked it yet
    (others[2] / "in-use").write_text("1")
    with working(tmp_path) as (killed, left), working(tmp_path) as (alive, used):
        others[3].symlink_to(used, target_is_directory=True)
        killed.kill()
        killed.wait(HANG)
        assert left.is_dir()
        with working(tmp_path) as (following, _):
            ended(following)
        assert not left.exists()
        assert sorted(tmp_path.iterdir()) == sorted([*others, used])
        assert len(list(used.glob("letters-*/a.txt"))) == 1
        ended(alive)
    assert sorted(tmp_path.iterdir()) == sorted(others)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no other user's folders there")
@pytest.mark.skipif(sys.platform != "win32" and os.getuid() != 0, reason="only root gives files away")
def test_what_another_user_left_is_his(tmp_path: Path) -> None:
    with working(tmp_path) as (killed, left):
        killed.kill()
    os.chown(left, 12345, -1)
    with working(tmp_path) as (following, _):
        ended(following)
    assert list(tmp_path.iterdir()) == [left]
