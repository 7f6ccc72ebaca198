"""A line may be as long as a file: a check and a build of it end soon, whatever it repeats."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.workspaces import write_workspace

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="limits the time of processes")]
CPU_SECONDS = 20


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


@pytest.mark.parametrize("repeated", ["[", "{{ ({{ (", "](", "<http:", "a@", "{ customer."])
@pytest.mark.parametrize("command", [["check", "--synthetic"], ["build", "acme"]])
def test_a_long_line_is_read_in_seconds(tmp_path: Path, command: list[str], repeated: str) -> None:
    line = repeated * (150_000 // len(repeated))
    block = f"---\nkind: benefit\nvalues: {{fewer-outages: 5}}\n---\n# Calm\n\nx {line}\n"
    write_workspace(tmp_path, {"content_blocks/benefits/calm-nights.md": block})
    done = subprocess.run(
        [sys.executable, "-m", "salespack", *command],
        cwd=tmp_path, env={**os.environ, "SALESPACK_CACHE": str(tmp_path / "cache"), "PYTHONPATH": str(PROJECT / "src")},
        capture_output=True, text=True, check=False, preexec_fn=_limited,
    )  # fmt: skip
    assert done.returncode in (0, 1, 3), done.stderr[-500:]
