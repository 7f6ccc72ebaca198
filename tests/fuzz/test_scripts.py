"""A part of the fuzzers' work by day; `.ci/nightly` does all, and `python -m tests.fuzz.kills` and `… .mutated` by hand."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import PROJECT
from tests.searching import NIGHTLY

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks processes")


def script(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", f"tests.fuzz.{name}", *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_killed_commands_leave_nothing_half_done() -> None:
    done = script("kills", "--kills", "20")
    assert (done.returncode, done.stdout) == (0, "20 kills: 0 bad next runs\n"), done.stderr


@pytest.mark.slow
def test_changed_inputs_are_taken_well() -> None:
    done = script("mutated", "--inputs", "100")
    assert (done.returncode, done.stdout) == (0, "0 faults\n"), done.stderr


@pytest.mark.nightly
@pytest.mark.slow
@pytest.mark.skipif(not NIGHTLY, reason="the night's share")
def test_killed_commands_leave_nothing_half_done_at_any_moment() -> None:
    done = script("kills", "--all")
    assert (done.returncode, done.stdout) == (0, "200 kills: 0 bad next runs\n"), done.stderr
